"""The numbers of a scenario in words: what each is called, and rounded visits a year with their plausible range."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from placement.locale import N_
from placement.present.words.currency import KRONER, currency
from placement.present.words.fields import OF_A_RECORD, WHOLE
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import NOTHING, Voice, rounded
from placement.scenario.schema.offers import Function
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario

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

_TITLED = ("functions", "sites", "equipment", "staff_roles", "rooms", "partners")


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
