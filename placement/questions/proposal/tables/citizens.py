"""``areas``, ``groups`` and ``report_card``: what it means to citizens, by place and by vision of the strategy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.locale import N_, P_
from placement.plan.compare import functions_near, money_where_people_live
from placement.plan.indicators import functions_under_one_roof
from placement.plan.plan import Evaluation
from placement.present.tables.columns import Cell, Column, Row, Table, key, number, table_kind, text, whole
from placement.questions.proposal.views import TableView, known, share

_TOLD: tuple[Column, ...] = (
    number("people", N_("Persons"), "inhabitants", N_("Inhabitants.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits of all functions, home included.")),
    number(
        "mean_minutes_today",
        N_("Mean trip today, minutes"),
        "minutes one way",
        P_("mean_minutes_today", "Mean over all visits, home as 0."),
    ),
    number("mean_minutes_per_visit", N_("Mean trip, minutes"), "minutes one way", N_("The same in the proposal.")),
    number(
        "mean_minutes_without_car_today",
        N_("Mean trip without car, today, minutes"),
        "minutes one way",
        N_("Those without car, today."),
    ),
    number(
        "mean_minutes_without_car", N_("Mean trip without car, minutes"), "minutes one way", N_("Those without car.")
    ),
    number(
        "visits_shorter_per_year",
        N_("Visits with a shorter way"),
        "visits/year",
        N_("Visits with a shorter way than today."),
    ),
    number(
        "visits_longer_per_year",
        N_("Visits with a longer way"),
        "visits/year",
        N_("Visits with a longer way than today."),
    ),
    number("visits_at_home_today", N_("Visits at home, today"), "visits/year", N_("Visits at home today.")),
    number("visits_at_home", P_("column", "Visits at home"), "visits/year", N_("Visits at home.")),
    whole(
        "functions_within_30_min_today",
        N_("Functions within 30 min, today"),
        "functions",
        N_("Offered within 30 minutes of at least half the people, today."),
    ),
    whole(
        "functions_within_30_min",
        N_("Functions within 30 min"),
        "functions",
        P_("functions_within_30_min", "The same in the proposal."),
    ),
    whole(
        "functions_under_one_roof_today",
        N_("Functions under one roof, today"),
        "functions",
        N_("Functions whose most visited site is the same house, today."),
    ),
    whole(
        "functions_under_one_roof",
        N_("Functions under one roof"),
        "functions",
        P_("functions_under_one_roof", "The same in the proposal."),
    ),
    number(
        "region_dkk_per_year",
        N_("Region, DKK a year"),
        "DKK/year",
        N_("Region's transport and home care for them, against today."),
    ),
    number(
        "municipality_dkk_per_year",
        N_("Municipalities, DKK a year"),
        "DKK/year",
        N_("Municipality's home care for them, against today."),
    ),
    number("citizen_dkk_per_year", N_("Citizens, DKK a year"), "DKK/year", N_("Their own transport, against today.")),
)
AREAS = table_kind(
    "areas",
    N_("Areas"),
    N_("What it means where people live."),
    key("area", N_("Area, id"), N_("Area id.")),
    text("name", N_("Name"), N_("Name of the area.")),
    text("municipality", N_("Municipality"), N_("Municipality.")),
    text("group", N_("Group"), N_("Group it is counted in.")),
    *_TOLD,
    by_area=True,
)
GROUPS = table_kind(
    "groups",
    N_("Municipalities and groups"),
    N_("The same by municipality or another grouping."),
    key("group", N_("Group"), N_("Label of the group.")),
    text("grouped_by", N_("Grouped by"), N_("What the groups are.")),
    whole("areas", N_("Areas"), "areas", N_("Areas in it.")),
    *_TOLD,
)


@dataclass(frozen=True, eq=False)
class _Units:
    """Per demand unit, what is added up over an area or a group; every array is ``(U,)`` unless said.

    Attributes:
        people, visits, minutes_before, minutes, shorter, longer, home_before, home: sums over the functions.
        near_before, near: ``(F, U)`` whether an open site is within reach.
        region, municipality, citizen: DKK a year against today.
    """

    people: Floats
    visits: Floats
    minutes_before: Floats
    minutes: Floats
    shorter: Floats
    longer: Floats
    home_before: Floats
    home: Floats
    near_before: Bools
    near: Bools
    region: Floats
    municipality: Floats
    citizen: Floats

    @classmethod
    def of(cls, view: TableView) -> _Units:
        """From the plan and today."""
        shorter, longer = shorter_and_longer(view)
        near_before, near = view.near
        return cls(
            people=view.instance.demand.people,
            visits=view.now.seen.sum(axis=(0, 2)) + view.now.home.sum(axis=0),
            minutes_before=view.minutes(view.seen_before).sum(axis=0),
            minutes=view.minutes(view.now.seen).sum(axis=0),
            shorter=shorter.sum(axis=0),
            longer=longer.sum(axis=0),
            home_before=view.home_before.sum(axis=0),
            home=view.now.home.sum(axis=0),
            near_before=near_before,
            near=near,
            **_money(view),
        )


def _money(view: TableView) -> dict[str, Floats]:
    """What citizens' transport and care at home cost the region, the municipality and themselves, against today."""
    if view.before is None:
        nothing = np.zeros(len(view.instance.unit_area))
        return {"region": nothing, "municipality": nothing, "citizen": nothing}
    return money_where_people_live(view.instance, view.before, view.now)


def areas(view: TableView) -> Table:
    """One row per area."""
    units, instance = _Units.of(view), view.instance
    rows: list[Row] = []
    for a, area_id in enumerate(instance.area_ids):
        area = instance.scenario.areas.rows[area_id]
        named = (area_id, area.name, area.municipality, instance.group[a])
        rows.append((*named, *_told(view, units, np.flatnonzero(instance.unit_area == a))))
    return Table(AREAS, rows)


def groups(view: TableView) -> Table:
    """One row per group of areas; by municipality unless the scenario says otherwise."""
    units, instance = _Units.of(view), view.instance
    labels = np.array(instance.group, dtype=object)
    rows: list[Row] = []
    for label in sorted(set(instance.group)):
        inside = labels == label
        members = np.flatnonzero(inside[instance.unit_area])
        named = (label, instance.scenario.areas.group_by, int(inside.sum()))
        rows.append((*named, *_told(view, units, members)))
    return Table(GROUPS, rows)


def _told(view: TableView, units: _Units, members: Ints) -> tuple[Cell, ...]:
    """The columns that areas and groups share, for the demand units ``members``."""
    people = units.people[members]
    without_car = members[view.instance.unit_without_car[members]]
    return (
        float(people.sum()),
        float(units.visits[members].sum()),
        *_means(view, units, members),
        *_means(view, units, without_car),
        *(float(total[members].sum()) for total in (units.shorter, units.longer, units.home_before, units.home)),
        *(functions_near(near[:, members], people) for near in (units.near_before, units.near)),
        *(_under_one_roof(view, seen, members) for seen in (view.seen_before, view.now.seen)),
        *(float(total[members].sum()) for total in (units.region, units.municipality, units.citizen)),
    )


def _means(view: TableView, units: _Units, members: Ints) -> tuple[Cell, Cell]:
    """Mean minutes one way, today (empty without a baseline) and in the proposal."""
    visits = float(units.visits[members].sum())
    before, now = (share(float(total[members].sum()), visits) for total in (units.minutes_before, units.minutes))
    return (None if view.before is None else before), now


def _under_one_roof(view: TableView, seen: Floats, members: Ints) -> int:
    """Functions that the demand units get in one and the same house."""
    together = seen[:, members].sum(axis=1, keepdims=True)
    return int(functions_under_one_roof(view.instance, together)[0])


SAME_MINUTES = 0.05
"""Ways that differ by less are as long as each other; times are rounded to 0.1."""
_NOTHING = 1e-9


def shorter_and_longer(view: TableView) -> tuple[Floats, Floats]:
    """``(F, U)`` visits a year whose way gets shorter, and longer.

    Those of a unit that move are not told apart: all of them count as shorter or as longer by their mean minutes.
    """
    if view.before is None:
        nothing = np.zeros_like(view.now.home)
        return nothing, nothing
    seen, home = view.now.seen - view.before.seen, view.now.home - view.before.home
    left, minutes_left = _sums(view, np.maximum(-seen, 0), np.maximum(-home, 0))
    come, minutes_come = _sums(view, np.maximum(seen, 0), np.maximum(home, 0))
    visits = np.minimum(left, come)
    visits = np.where(visits > _NOTHING * (1 + view.instance.demand.visits), visits, 0.0)
    saved = _mean(minutes_left, left) - _mean(minutes_come, come)
    return np.where(saved > SAME_MINUTES, visits, 0.0), np.where(-saved > SAME_MINUTES, visits, 0.0)


def _sums(view: TableView, at_sites: Floats, at_home: Floats) -> tuple[Floats, Floats]:
    """``(F, U)`` visits, home included, and their minutes, home as 0."""
    return at_sites.sum(axis=2) + at_home, view.minutes(at_sites)


def _mean(total: Floats, visits: Floats) -> Floats:
    mean: Floats = np.divide(total, visits, out=np.zeros_like(total), where=visits > 0)
    return mean


VISION: dict[str, str] = {
    "equity": N_("More equal health - socially and geographically"),
    "premises": N_("On the citizen's terms"),
    "near": N_("Health solutions close to the citizen"),
    "value": N_("More health for the money"),
}
"""By key, in the order of the strategy."""

MEASURE: dict[str, str] = {
    "p90_minutes": N_("Trip that 9 of 10 visits stay within"),
    "share_beyond_45_min": N_("Visits beyond 45 minutes"),
    "worst_group": N_("Trip in the group with the longest"),
    "between_groups": N_("Between the longest and the shortest group"),
    "without_car": N_("Trip of those without a car"),
    "social": N_("Social equality"),
    "mean_minutes_social": N_("Trip of the socially exposed"),
    "social_gap": N_("Their trip beyond that of others"),
    "home_share": N_("Visits at home"),
    "longer_visits": N_("Visits with a longer trip"),
    "experience": N_("Citizens' own experience and waiting"),
    "mean_minutes_per_visit": N_("Trip, all visits"),
    "share_beyond_30_min": N_("Visits beyond 30 minutes"),
    "house_share": N_("Visits at houses"),
    "operating_dkk_per_year": N_("Public running cost against today"),
    "operating_gross_dkk_per_year": N_("Running cost if hospitals release nothing"),
    "investment_dkk": N_("Investment in all"),
    "health": N_("Health per krone"),
}
"""What is measured under a vision, by the name of the measure."""

MEASURE_NOTE: dict[str, str] = {
    "social": N_("Not measured: the groups' social conditions are not in the numbers."),
    "social_gap": N_("Travel only; what else is unequal is not measured."),
    "home_share": N_("Citizens decide themselves whether they accept."),
    "experience": N_("Cannot be measured here."),
    "investment_dkk": N_("Never added to running cost."),
    "health": N_("Cannot be measured: no known figures for what a placement does to health."),
}
"""What the number of a measure does not say."""

VERDICT: dict[str, str] = {
    "better": N_("better"),
    "worse": N_("worse"),
    "same": N_("as today"),
    "shown": "",
    "not_measured": N_("not measured"),
}
"""How the proposal does against today; ``shown`` where more is neither better nor worse."""

REPORT_CARD = table_kind(
    "report_card",
    N_("Visions"),
    N_("The proposal on each of the strategy's four visions."),
    key("vision", N_("Vision, id"), N_("Vision, in the strategy's order: equity, premises, near, value.")),
    key("measure", N_("Measure, id"), N_("What is measured.")),
    text("vision_title", N_("Vision"), N_("The vision in words.")),
    text("measure_title", N_("Measure"), N_("The measure in words.")),
    text("unit", N_("Unit"), N_("Unit of the three numbers.")),
    number("today", N_("Today"), "as in unit", N_("Today; empty without a baseline.")),
    number("proposal", N_("Proposal"), "as in unit", N_("The proposal; empty: not measured.")),
    number("change", P_("column", "Change"), "as in unit", N_("Proposal minus today.")),
    text("verdict", N_("Verdict"), N_("Against today; shown: neither good nor bad in itself."), tuple(VERDICT)),
    text("note", N_("Note"), N_("What the number does not say.")),
)
_SAME = 1e-6
Wanted = Literal["less", "more", ""]


@dataclass(frozen=True)
class Measure:
    """One line of the card.

    Attributes:
        vision: key of the vision.
        name: key of the measure, of its title and, where there is one, its note.
        unit: of the numbers.
        wanted: which way is better; empty where neither is.
        before, now: values today and in the proposal; NaN where not measured.
    """

    vision: str
    name: str
    unit: str
    wanted: Wanted
    before: float = math.nan
    now: float = math.nan

    @property
    def change(self) -> float:
        """Proposal minus today."""
        return self.now - self.before

    @property
    def verdict(self) -> str:
        """A key of ``VERDICT``."""
        if math.isnan(self.now):
            return "not_measured"
        if not self.wanted or math.isnan(self.change):
            return "shown"
        if abs(self.change) <= _SAME * max(1.0, abs(self.before)):
            return "same"
        return "better" if (self.change < 0) == (self.wanted == "less") else "worse"


def report_card(view: TableView) -> Table:
    """One row per vision and measure."""
    return Table(REPORT_CARD, [_line(view, measure) for measure in measures(view)])


def _line(view: TableView, measure: Measure) -> Row:
    say = view.screen.say
    return (
        measure.vision,
        measure.name,
        say(VISION[measure.vision]),
        say(MEASURE[measure.name]),
        measure.unit,
        known(measure.before),
        known(measure.now),
        known(measure.change),
        measure.verdict,
        say(MEASURE_NOTE[measure.name]) if measure.name in MEASURE_NOTE else "",
    )


def measures(view: TableView) -> list[Measure]:
    """Every measure, vision by vision."""
    return [*_equity(view), *_premises(view), *_near(view), *_value(view)]


def _indicator(view: TableView, vision: str, name: str, unit: str, wanted: Wanted) -> Measure:
    before = float(view.before.indicators[name]) if view.before else math.nan
    return Measure(vision, name, unit, wanted, before, float(view.now.indicators[name]))


def _equity(view: TableView) -> Iterator[Measure]:
    yield _indicator(view, "equity", "p90_minutes", "minutes one way", "less")
    yield _indicator(view, "equity", "share_beyond_45_min", "share", "less")
    against = view.screen.against
    groups = {} if against is None else against.groups
    seen = [group for group in groups.values() if group.visits > 0]
    if seen and any(groups):
        before, now = ([getattr(group, when) for group in seen] for when in ("minutes_today", "minutes_now"))
        yield Measure("equity", "worst_group", "minutes one way", "less", max(before), max(now))
        yield Measure(
            "equity", "between_groups", "minutes one way", "less", max(before) - min(before), max(now) - min(now)
        )
    if view.instance.unit_without_car.any():
        before_minutes = _without_car(view, view.before) if view.before else math.nan
        yield Measure("equity", "without_car", "minutes one way", "less", before_minutes, _without_car(view, view.now))
    if view.instance.scenario.areas.social_share is None:
        yield Measure("equity", "social", "", "")
    else:
        yield _indicator(view, "equity", "mean_minutes_social", "minutes one way", "less")
        yield _social_gap(view)


def _social_gap(view: TableView) -> Measure:
    """How much longer the trips of the socially exposed are than those of the others."""
    before, now = (
        each.indicators["mean_minutes_social"] - each.indicators["mean_minutes_others"] if each else math.nan
        for each in (view.before, view.now)
    )
    return Measure("equity", "social_gap", "minutes one way", "", before, now)


def _without_car(view: TableView, evaluation: Evaluation) -> float:
    """Mean one-way minutes of the visits of those without a car, home as 0."""
    units = view.instance.unit_without_car
    visits = (evaluation.home + evaluation.seen.sum(axis=2))[:, units]
    minutes = float((np.nan_to_num(evaluation.minutes_by_unit[:, units]) * visits).sum())
    return minutes / float(visits.sum()) if visits.sum() > 0 else math.nan


def _premises(view: TableView) -> Iterator[Measure]:
    yield _indicator(view, "premises", "home_share", "share", "more")
    if view.screen.against is not None:
        moved = view.screen.against.moved
        yield Measure("premises", "longer_visits", "visits/year", "less", 0.0, moved.visits_longer)
    yield Measure("premises", "experience", "", "")


def _near(view: TableView) -> Iterator[Measure]:
    yield _indicator(view, "near", "mean_minutes_per_visit", "minutes one way", "less")
    yield _indicator(view, "near", "share_beyond_30_min", "share", "less")
    yield _indicator(view, "near", "house_share", "share", "more")


def _value(view: TableView) -> Iterator[Measure]:
    """Running cost and investment, relative to today and never added; what health they buy is not measured."""
    for name in ("operating_dkk_per_year", "operating_gross_dkk_per_year"):
        yield _indicator(view, "value", name, "DKK/year", "")
    yield _indicator(view, "value", "investment_dkk", "DKK", "")
    yield Measure("value", "health", "", "")
