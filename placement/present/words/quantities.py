"""Numbers and settings of a scenario for people: what each is called, by dotted path, and how visits are rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from placement.locale import N_
from placement.present.words.currency import KRONER, currency
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import NOTHING, Voice, rounded
from placement.scenario.schema.offers import Function
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario

WHOLE: dict[str, str] = {
    "areas.*.people": N_("inhabitants, all areas together"),
    "areas.*.need_index": N_("need index, mean of the areas"),
    "areas.*.growth_per_year": N_("growth a year, mean of the areas"),
    "areas.*.share_without_car": N_("share without a car, mean of the areas"),
    "areas.*.share_digitally_exempt": N_("share exempt from digital post, mean of the areas"),
    "areas.*.share_outflow": N_("share treated elsewhere, mean of the areas"),
    "areas.*.*": N_("{last}, mean of the areas"),
    "areas.rows.*": N_("the area {item}"),
    "areas.rows.*.people": N_("{item}: inhabitants"),
    "areas.rows.*.need_index": N_("{item}: need index"),
    "areas.rows.*.growth_per_year": N_("{item}: growth a year"),
    "areas.rows.*.share_without_car": N_("{item}: share without a car"),
    "areas.rows.*.share_digitally_exempt": N_("{item}: share exempt from digital post"),
    "areas.rows.*.share_outflow": N_("{item}: share treated elsewhere"),
    "areas.rows.*.segment_shares.*": N_("{item}: share of {last}"),
    "areas.group_by": N_("what the areas are grouped by"),
    "segments.*.growth_per_year": N_("{item}: growth a year"),
    "travel.method": N_("how travel times are known"),
    "travel.detour_factor": N_("how much longer roads are than the straight line"),
    "travel.access_minutes": N_("minutes to and from the road"),
    "travel.without_car_factor": N_("how much longer a trip takes without a car"),
    "travel.tie_minutes": N_("minutes within which two places are equally near"),
    "travel.crossings.*.minutes": N_("minutes of the crossing {item}"),
    "travel.speed_bands.*.kmh": N_("speed by distance, km an hour"),
    "travel.speed_bands.*.up_to_km": N_("speed by distance, up to km"),
    "travel.rows.*.minutes": N_("travel times of the table, minutes"),
    "travel.overrides.*.*.minutes": N_("corrected travel time, {item} to {last}, minutes"),
    "prices.discount_rate": N_("discount rate"),
    "prices.index.*": N_("price index of {item}"),
    "prices.hospital_release_share": N_("share of a visit's cost a hospital saves where it no longer has it"),
    "prices.hospital_absorb_share": N_("share of a visit's cost a hospital bears where it takes it over"),
    "prices.patient_transport_per_km": N_("patient transport, kr. a km"),
    "prices.staff_travel_per_km": N_("staff travel, kr. a km"),
    "prices.citizen_travel_per_km": N_("citizens' own travel, kr. a km"),
    "prices.fitting_out_lifetime_years": N_("years fitting out lasts"),
    "prices.paid_by.*.*": N_("who pays: {item}, {last}"),
    "objectives.method": N_("how the aims are traded off"),
    "objectives.prices": N_("what the aims are worth"),
    "objectives.prices.minute": N_("what a saved minute may cost, kr."),
    "objectives.prices.lost_quality_visit": N_("what it may cost to avoid a visit of lost quality, kr."),
    "objectives.prices.status": N_("whether the prices are decided"),
    "objectives.weights_status": N_("whether the weights are decided"),
    "objectives.tolerance": N_("what an earlier aim gives to a later one, share"),
    "objectives.order": N_("order of the aims"),
    "objectives.epsilon.citizen_minutes": N_("bound on the change in minutes a year"),
    "objectives.epsilon.quality_visits": N_("bound on the change in visits of lost quality"),
    "objectives.epsilon.economy": N_("bound on the change in kr. a year"),
    "objectives.epsilon.minimise": N_("the aim that is minimised"),
    "objectives.citizen.equity": N_("how long trips count"),
    "objectives.citizen.worst_share": N_("how large a share of the visits are the longest trips"),
    "objectives.citizen.longest_from_minutes": N_("minutes from which a trip is among the longest"),
    "objectives.citizen.aversion": N_("how much more long trips count"),
    "policy.no_new_houses": N_("whether new houses are barred"),
    "policy.hospital_functions": N_("what may happen to the hospitals' offers"),
    "policy.existing_in_houses": N_("what may happen to the offers in houses today"),
    "policy.max_digital_share": N_("largest share of digital visits"),
    "policy.coverage.*.within_minutes": N_("minutes within which the visits of {item} are near"),
    "policy.coverage.*.min_share": N_("least share of the visits of {item} that are near"),
    "policy.max_travel_by_level.*.minutes": N_("longest trip by level ({item}), minutes"),
    "policy.max_travel_by_level.*.share": N_("longest trip by level ({item}), share of the visits within it"),
    "policy.placements.*": N_("what is decided about {item}"),
    "policy.placements.*.*": N_("what is decided about {item}, {last}"),
    "policy.soft_rules.*.price_per_unit": N_("soft rule {item}, kr. for each unit broken"),
    "policy.soft_rules.*.most": N_("soft rule {item}, broken by at most"),
    "exceptions.*": N_("the exception {item}"),
    "baseline.*.*.days_per_week": N_("{item}, {last}: days a week today"),
    "baseline.*.*.visits_observed_per_year": N_("{item}, {last}: visits counted a year"),
    "baseline.*.*.fixed_visits_per_year": N_("{item}, {last}: visits a year that stay"),
    "baseline.rows.*": N_("{item}: where it is today"),
    "baseline.rows.*.*": N_("{item}, {last}: today"),
    "baseline.rows.*.*.status": N_("{item}, {last}: whether it is open today"),
    "baseline.rows.*.*.days_per_week": N_("{item}, {last}: days a week today"),
    "baseline.rows.*.*.visits_observed_per_year": N_("{item}, {last}: visits counted a year"),
    "baseline.rows.*.*.fixed_visits_per_year": N_("{item}, {last}: visits a year that stay"),
    "observed.*.*": N_("{item}: visits counted a year, all areas together"),
    "demand.*.*": N_("{item}: visits a year, all areas together"),
    "demand.rows.*.*": N_("{item}, {last}: visits a year"),
    "synergies.*.saved_trips_share": N_("share of trips saved where {item} are together"),
    "phases.*.growth_per_year": N_("phase {item}: growth a year"),
    "phases.*.years": N_("phase {item}: years"),
    "phases.*.from_year": N_("phase {item}: from the year"),
    "phases.*.max_investment": N_("phase {item}: investment budget, kr."),
    "phases.*.max_extra_operating_per_year": N_("phase {item}: running budget, kr. a year"),
    "phases.*.max_changes": N_("phase {item}: most changes"),
    "phases.*.set.policy.placements": N_("phase {item}: what is decided"),
}
"""By path from the root, the phrase; ``{item}`` is the title of the first id, ``{last}`` that of the last."""
OF_A_RECORD: dict[str, str] = {
    "growth_per_year": N_("growth a year"),
    "room_per_day": N_("a room for a day, kr."),
    "let_room_days_per_week.item": N_("days a week {item} can be let"),
    "let_room_per_year": N_("a let room, kr. a year"),
    "price": N_("price, kr."),
    "fixed_price_per_site": N_("once for each place, kr."),
    "lifetime_years": N_("years it lasts"),
    "service_per_year": N_("service, kr. a year"),
    "capacity_minutes_per_week": N_("minutes a week it can be used"),
    "weeks_per_year": N_("weeks a year"),
    "min_utilisation": N_("least use, share"),
    "max_utilisation": N_("most use, share"),
    "cost_per_clinic_day": N_("a clinic day, kr."),
    "recruit_days_per_week.item": N_("days a week {item} can recruit"),
    "recruit_days_per_week_in_all": N_("days a week that can be recruited in all"),
    "recruit_per_year": N_("a recruited day a week, kr. a year"),
    "people.item": N_("people in {item}"),
    "max_days_away_per_person_per_week": N_("most days a week a person is away"),
    "stationed_at_houses": N_("whether staff are stationed at houses"),
    "base_radius_minutes": N_("minutes from which patients count in the patient base"),
    "visits_per_1000_per_year_by_segment.item": N_("visits per 1,000 a year, {item}"),
    "outflow_share": N_("share treated outside the region"),
    "house_bypass_share": N_("share who go past the house"),
    "days_per_week_steps.item": N_("steps of days a week"),
    "max_days_between_clinics": N_("most days between clinics"),
    "number_of_sites.at_most": N_("at most so many places"),
    "number_of_sites.at_least": N_("at least so many places"),
    "number_of_sites.exactly": N_("exactly so many places"),
    "retained_visits_per_year": N_("visits a year the hospital keeps"),
    "max_travel_minutes": N_("longest trip, minutes"),
    "max_travel_share": N_("share of the visits within the longest trip"),
    "home.steps.item": N_("shares at home to choose among"),
    "home.onboarding_per_patient": N_("starting a patient at home, kr."),
    "home.onboarding_lasts_years": N_("years a start at home lasts"),
    "home.staff_minutes_per_visit.item": N_("minutes of {item} a visit at home"),
    "home.paid_by.item": N_("share of the cost at home paid by {item}"),
    "hybrid.share_of_visits": N_("share of the visits that are partly digital"),
    "hybrid.quality_parity": N_("quality of partly digital visits"),
    "hybrid.equipment_per_site": N_("equipment for partly digital visits, kr. for each place"),
    "choice": N_("how a place is chosen"),
    "overflow": N_("who takes what there is no room for"),
    "level": N_("level"),
    "responsible": N_("who is responsible"),
    "existing": N_("whether the house is there today"),
    "kind": N_("kind"),
    "scope": N_("whether it can be chosen"),
}
"""By the path within a function, site or other record, with ``item`` for any id."""

PART: dict[str, str] = {
    "areas": N_("the areas"),
    "boundaries": N_("the borders on maps"),
    "segments": N_("the parts of the population"),
    "sites": N_("the places"),
    "rooms": N_("the rooms"),
    "partners": N_("the partners"),
    "travel": N_("the travel times"),
    "equipment": N_("the equipment"),
    "staff_roles": N_("the professional groups"),
    "functions": N_("the offers"),
    "demand": N_("the visits"),
    "observed": N_("the visits that were counted"),
    "prices": N_("the costs"),
    "objectives": N_("how the aims are traded off"),
    "policy": N_("the frames"),
    "exceptions": N_("the exceptions"),
    "baseline": N_("what stands today"),
    "synergies": N_("trips saved together"),
    "phases": N_("the phases"),
}
"""The parts of a scenario, by their first word."""
VALUE: dict[str, str] = {
    "true": N_("yes"),
    "false": N_("no"),
    "keep": N_("as today"),
    "free": N_("free"),
    "days_may_grow": N_("days may grow"),
    "days_may_change": N_("days may change"),
    "must": N_("must be there"),
    "may": N_("may be there"),
    "must_not": N_("must not be there"),
    "decided": N_("decided"),
    "not_decided": N_("not decided"),
    "open": N_("open"),
    "closed": N_("closed"),
    "unknown": N_("not known"),
    "nearest": N_("the nearest place"),
    "catchment": N_("by catchment"),
    "parent_hospital": N_("the parent hospital"),
    "expand": N_("the house gets more days"),
    "candidate": N_("can be chosen"),
    "citizen": N_("citizen"),
    "quality": N_("quality"),
    "economy": N_("economy"),
    "outside": N_("outside the choice"),
}
"""Settings that are one of a few words."""


FIELD: dict[str, str] = {
    "policy.max_changes": N_("Most changes"),
    "policy.max_investment": N_("Investment budget, kr."),
    "policy.max_extra_operating_per_year": N_("Running budget, kr. a year"),
    "objectives.weights.citizen": N_("Weight of citizen"),
    "objectives.weights.quality": N_("Weight of quality"),
    "objectives.weights.economy": N_("Weight of economy"),
    "visits_per_1000_per_year": N_("visits per 1,000 inhabitants a year"),
    "visits_per_patient_per_year": N_("visits per patient a year"),
    "min_visits_per_year": N_("minimum, visits a year"),
    "min_patients_per_year": N_("minimum, patients a year"),
    "target_visits_per_year": N_("target volume, visits a year"),
    "quality_loss_at_minimum": N_("quality lost at the minimum"),
    "quality_parity_at_houses": N_("quality at houses relative to hospitals"),
    "max_house_share": N_("largest share a house can see"),
    "visits_per_clinic_day": N_("visits on a clinic day"),
    "free_room_days_per_week.item": N_("free room days a week, {item}"),
    "extra_days_per_week.item": N_("days a week {item} can send out"),
    "equipment_today.item": N_("{item}, how many today"),
    "staff_per_clinic_day.item": N_("{item} on a clinic day"),
    "equipment.item.minutes_per_visit": N_("{item}, minutes per visit"),
    "equipment.item.share_of_visits": N_("{item}, share of visits that use it"),
    "minutes_per_visit": N_("minutes per visit"),
    "clinic_day_minutes": N_("minutes of a clinic day"),
    "clinic_weeks_per_year": N_("clinic weeks a year"),
    "staff_workday_minutes": N_("minutes of a working day"),
    "catchment_pull_minutes": N_("the hospital's pull, minutes"),
    "min_days_per_week": N_("fewest days a week"),
    "days_per_week_exactly": N_("days a week, exactly"),
    "retained_share": N_("share the hospital keeps"),
    "variable_per_visit": N_("cost per visit, kr."),
    "fitting_out": N_("fitting out, kr."),
    "citizen_weight": N_("weight of citizens' minutes"),
    "backup_hospital_within_minutes": N_("backup within minutes"),
    "patient_transport.share_entitled": N_("share entitled to transport"),
    "home.today_share": N_("share at home today"),
    "home.max_share": N_("largest share at home"),
    "home.acceptance": N_("share who accept home"),
    "home.cost_per_visit": N_("visit at home, kr."),
    "home.quality_parity": N_("quality at home"),
}

_TITLED = ("functions", "sites", "equipment", "staff_roles", "rooms", "partners", "phases")


def path_in_words(path: str, say: Voice, scenarios: Sequence[Scenario]) -> str:
    """A path with the title of what it is about, and the rule's name where the number is a rule.

    Args:
        path: dotted path of the number in the scenario.
        say: the voice.
        scenarios: where titles of ids are looked up; the first that has one gives it.
    """
    if path in FIELD:
        return say(FIELD[path])
    first, *rest = path.split(".")
    for pattern, words in WHOLE.items():
        ids = _ids(pattern.split("."), [first, *rest])
        if ids is not None:
            titles = [_name(one, say, scenarios) for one in ids or [""]]
            return say(words, item=titles[0], last=titles[-1])
    if first in _TITLED and len(rest) == 1:
        return _title(rest[0], say, scenarios, (first,))
    if len(rest) < 2:
        return path
    title = _title(rest[0], say, scenarios, (first,)) if first in _TITLED else f"{first}.{rest[0]}"
    return f"{title}: {_field(rest[1:], say, scenarios)}"


def _name(one: str, say: Voice, scenarios: Sequence[Scenario]) -> str:
    """The title of an id, or of the segment whose column it is; without either, the id as words."""
    columns = {part.people_share: part.title for each in scenarios for part in each.segments.values()}
    if one in columns:
        return columns[one].in_language(say.language)
    areas = [each.areas.rows[one].name for each in scenarios if one in each.areas.rows]
    if areas:
        return areas[0]
    return _title(one, say, scenarios, _TITLED).replace("_", " ")


def _ids(pattern: Sequence[str], parts: Sequence[str]) -> list[str] | None:
    """The parts of a path that match ``*`` in a pattern; None where it does not match."""
    if len(pattern) != len(parts) or any(own not in ("*", part) for own, part in zip(pattern, parts, strict=True)):
        return None
    return [part for own, part in zip(pattern, parts, strict=True) if own == "*"]


def _field(parts: Sequence[str], say: Voice, scenarios: Sequence[Scenario]) -> str:
    """The phrase for a path: its own, else a general one for ``item`` with the item's title filled in."""
    field = ".".join(parts)
    known = FIELD.get(field) or OF_A_RECORD.get(field) or RULE.get(field)
    if known is not None:
        return say(known)
    for general, item in _with_item(parts):
        if words := FIELD.get(general) or OF_A_RECORD.get(general):
            return say(words, item=_title(item, say, scenarios, _TITLED))
    return field


def _with_item(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The dotted path with each part but the first replaced by ``item`` in turn, and that part."""
    for at, part in enumerate(parts):
        if at:
            yield ".".join((*parts[:at], "item", *parts[at + 1 :])), part


def _title(name: str, say: Voice, scenarios: Sequence[Scenario], tables: Sequence[str]) -> str:
    """The title of an id in the given tables; without one the id itself."""
    known = (getattr(scenario, table).get(name) for scenario in scenarios for table in tables)
    titles = (getattr(each, "title", None) for each in known)
    return next((title.in_language(say.language) for title in titles if title), name)


def floor_in_words(item: str, say: Voice, scenario: Scenario) -> str:
    """What a floor of ``policy.coverage`` is about: functions, minutes and, where it is about one group, the group.

    Args:
        item: of its rule checks: the floor's id, and a group after a colon.
        say: the voice.
        scenario: the scenario that has the floor.
    """
    name, _, group = item.partition(": ")
    floor = scenario.policy.coverage[name]
    titles = [_title(each, say, [scenario], ("functions",)) for each in floor.functions]
    offers, minutes = say.listed(titles) or say("all offers"), say.short(floor.within_minutes.value)
    told = say("{offers} within {minutes} min.", offers=offers, minutes=minutes)
    return f"{told}, {group}" if group else told


_MILLION = 1e6


def money(say: Voice, money: float) -> str:
    """An amount with its unit, to three significant digits, as millions from one million on."""
    if currency() != KRONER:
        return say.money(money).told
    if abs(rounded(money)) >= _MILLION:
        return say(
            "{millions} million kr.", millions=say.number(money / _MILLION, 1 if abs(money) < 100 * _MILLION else 0)
        )
    return say("{money} kr.", money=say.about(money))


def as_told(amount: float) -> float:
    """An amount rounded as ``money`` writes it, so that sums of written amounts add up."""
    told = rounded(amount)
    if currency() != KRONER or abs(told) < _MILLION:
        return told
    return round(amount / _MILLION, 1 if abs(amount) < 100 * _MILLION else 0) * _MILLION


Spread = tuple[float, float]
_SURE: Spread = (1.0, 1.0)


class Counts:
    """Puts numbers of visits a year into words.

    Attributes:
        say: the voice.
        below: numbers above 0 and below this are not shown; 0 shows all.
    """

    def __init__(self, scenario: Scenario, say: Voice, below: float = 0.0) -> None:
        self.say, self.below = say, below
        self._spread = {name: spread(function) for name, function in scenario.functions.items()}

    def __call__(self, visits: float | None, *, signed: bool = False) -> str:
        """A number of visits to three significant digits, or words for one too small to show."""
        if visits is None:
            return NOTHING
        if 0 < abs(visits) < self.below:
            return self.say("under {below}", below=self.say.number(self.below))
        return self.say.about(visits, signed=signed)

    def between(self, visits: float | None, function: str, most: float = math.inf) -> str:
        """The number and, in brackets, the plausible range of a function's visits, capped at ``most``."""
        shown = self(visits)
        low, high = (factor * (visits or 0.0) for factor in self._spread[function])
        high = min(high, max(most, visits or 0.0))
        if visits is None or low < self.below or self.say.about(low) == self.say.about(high):
            return shown
        return self.say("{visits} ({low}–{high})", visits=shown, low=self.say.about(low), high=self.say.about(high))


def spread(function: Function) -> Spread:
    """Lowest and highest plausible visits as factors of those used: the range of the function's rate of visits."""
    alone = function.visits_per_1000_per_year
    rates = [alone] if alone is not None else list(function.visits_per_1000_per_year_by_segment.values())
    return _widest(rate for rate in rates if rate.value > 0)


def _widest(rates: Iterable[Quantity]) -> Spread:
    found = list(rates)
    lows = [rate.value if rate.low is None else rate.low for rate in found]
    highs = [rate.value if rate.high is None else rate.high for rate in found]
    low = min((end / rate.value for end, rate in zip(lows, found, strict=True)), default=_SURE[0])
    return low, max((end / rate.value for end, rate in zip(highs, found, strict=True)), default=_SURE[1])
