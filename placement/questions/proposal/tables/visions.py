"""``report_card``: what can be measured of the scenario's visions, today and in the proposal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.locale import N_, P_
from placement.plan.plan import Evaluation
from placement.present.tables.columns import Row, Table, key, number, table_kind, text
from placement.present.words.currency import unit_in_currency
from placement.questions.proposal.views import TableView, known

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
    "operating_per_year": N_("Public running cost against today"),
    "operating_gross_per_year": N_("Running cost if hospitals release nothing"),
    "investment": N_("Investment in all"),
    "health": N_("Health per krone"),
}
"""Titles of measures, by name."""

MEASURE_NOTE: dict[str, str] = {
    "social": N_("Not measured: the groups' social conditions are not in the numbers."),
    "social_gap": N_("Travel only; what else is unequal is not measured."),
    "home_share": N_("Citizens decide themselves whether they accept."),
    "experience": N_("Cannot be measured here."),
    "investment": N_("Never added to running cost."),
    "health": N_("Cannot be measured: no known figures for what a placement does to health."),
}
"""What a measure's number does not cover."""

VERDICT: dict[str, str] = {
    "better": N_("better"),
    "worse": N_("worse"),
    "same": N_("as today"),
    "shown": "",
    "not_measured": N_("not measured"),
}
"""Words for a measure against today; ``shown`` where neither more nor less is better."""

REPORT_CARD = table_kind(
    "report_card",
    N_("{Visions}"),
    N_("The proposal on each of {the_visions}."),
    key("vision", N_("{Vision}, id"), N_("{Vision}, in the scenario's order.")),
    key("measure", N_("Measure, id"), N_("What is measured.")),
    text("vision_title", N_("{Vision}"), N_("{The_vision} in words.")),
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
    """One measure under a vision.

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
        """Whether it gets better: a key of ``VERDICT``."""
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
        say.vision(measure.vision),
        say(MEASURE[measure.name]),
        unit_in_currency(measure.unit),
        known(measure.before),
        known(measure.now),
        known(measure.change),
        measure.verdict,
        say(MEASURE_NOTE[measure.name]) if measure.name in MEASURE_NOTE else "",
    )


def measures(view: TableView) -> list[Measure]:
    """Every measure, vision by vision."""
    visions = view.instance.scenario.terms.visions
    return [
        row
        for key, vision in visions.items()
        for name in vision.measures
        for row in (_BUILT[name](view, key) if name in _BUILT else [_indicator(view, key, name, *_PLAIN[name])])
    ]


_PLAIN: dict[str, tuple[str, Wanted]] = {
    "p90_minutes": ("minutes one way", "less"),
    "share_beyond_45_min": ("share", "less"),
    "home_share": ("share", "more"),
    "mean_minutes_per_visit": ("minutes one way", "less"),
    "share_beyond_30_min": ("share", "less"),
    "house_share": ("share", "more"),
    "operating_per_year": ("DKK/year", ""),
    "operating_gross_per_year": ("DKK/year", ""),
    "investment": ("DKK", ""),
}
"""Indicators: unit, and which way is better."""


def _indicator(view: TableView, vision: str, name: str, unit: str, wanted: Wanted) -> Measure:
    before = float(view.before.indicators[name]) if view.before else math.nan
    return Measure(vision, name, unit, wanted, before, float(view.now.indicators[name]))


def _between_groups(view: TableView, vision: str) -> Iterator[Measure]:
    """The longest mean trip of any group, and its distance from the shortest; empty without groups."""
    against = view.screen.against
    groups = {} if against is None else against.groups
    seen = [group for group in groups.values() if group.visits > 0]
    if seen and any(groups):
        before, now = ([getattr(group, when) for group in seen] for when in ("minutes_today", "minutes_now"))
        yield Measure(vision, "worst_group", "minutes one way", "less", max(before), max(now))
        yield Measure(
            vision, "between_groups", "minutes one way", "less", max(before) - min(before), max(now) - min(now)
        )


def _those_without_car(view: TableView, vision: str) -> Iterator[Measure]:
    if view.instance.unit_without_car.any():
        before_minutes = _without_car(view, view.before) if view.before else math.nan
        yield Measure(vision, "without_car", "minutes one way", "less", before_minutes, _without_car(view, view.now))


def _social(view: TableView, vision: str) -> Iterator[Measure]:
    if view.instance.scenario.areas.social_share is None:
        yield Measure(vision, "social", "", "")
    else:
        yield _indicator(view, vision, "mean_minutes_social", "minutes one way", "less")
        yield _social_gap(view, vision)


def _social_gap(view: TableView, vision: str) -> Measure:
    """How much longer the trips of the socially exposed are than those of the others."""
    before, now = (
        each.indicators["mean_minutes_social"] - each.indicators["mean_minutes_others"] if each else math.nan
        for each in (view.before, view.now)
    )
    return Measure(vision, "social_gap", "minutes one way", "", before, now)


def _without_car(view: TableView, evaluation: Evaluation) -> float:
    """Mean one-way minutes of the visits of those without a car, home as 0."""
    units = view.instance.unit_without_car
    visits = (evaluation.home + evaluation.seen.sum(axis=2))[:, units]
    minutes = float((np.nan_to_num(evaluation.minutes_by_unit[:, units]) * visits).sum())
    return minutes / float(visits.sum()) if visits.sum() > 0 else math.nan


def _longer(view: TableView, vision: str) -> Iterator[Measure]:
    if view.screen.against is not None:
        moved = view.screen.against.moved
        yield Measure(vision, "longer_visits", "visits/year", "less", 0.0, moved.visits_longer)


def _not_measured(name: str) -> Callable[[TableView, str], list[Measure]]:
    return lambda _view, vision: [Measure(vision, name, "", "")]


_BUILT: dict[str, Callable[[TableView, str], Iterable[Measure]]] = {
    "between_groups": _between_groups,
    "without_car": _those_without_car,
    "social": _social,
    "longer_visits": _longer,
    "experience": _not_measured("experience"),
    "health": _not_measured("health"),
}
"""Functions for measures that are not a single indicator."""
