"""``report_card``: the four visions of the strategy as headings, and what can be measured under each.

``catalogue``: what citizens can come for in each house, for whom, how referred and when open.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.locale import N_, P_
from placement.plan.plan import Evaluation
from placement.present.tables.columns import Row, Table, flag, key, number, table_kind, text
from placement.present.words.vocabulary import CARD, CARD_NOTE, VISION
from placement.questions.proposal.tables.lookups import View, known

VISIONS = ("equity", "premises", "near", "value")
"""Mere lighed i sundhed · På borgerens præmisser · Sundhedsløsninger tæt på borgeren · Mere sundhed for pengene."""
VERDICTS = ("better", "worse", "same", "shown", "not_measured")
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
    text("verdict", N_("Verdict"), N_("Against today; shown: neither good nor bad in itself."), VERDICTS),
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
        """One of ``VERDICTS``."""
        if math.isnan(self.now):
            return "not_measured"
        if not self.wanted or math.isnan(self.change):
            return "shown"
        if abs(self.change) <= _SAME * max(1.0, abs(self.before)):
            return "same"
        return "better" if (self.change < 0) == (self.wanted == "less") else "worse"


def report_card(view: View) -> Table:
    """One row per vision and measure."""
    return Table(REPORT_CARD, [_line(view, measure) for measure in measures(view)])


def _line(view: View, measure: Measure) -> Row:
    say = view.screen.say
    return (
        measure.vision,
        measure.name,
        say(VISION[measure.vision]),
        say(CARD[measure.name]),
        measure.unit,
        known(measure.before),
        known(measure.now),
        known(measure.change),
        measure.verdict,
        say(CARD_NOTE[measure.name]) if measure.name in CARD_NOTE else "",
    )


def measures(view: View) -> list[Measure]:
    """Every measure, vision by vision."""
    return [*_equity(view), *_premises(view), *_near(view), *_value(view)]


def _indicator(view: View, vision: str, name: str, unit: str, wanted: Wanted) -> Measure:
    before = float(view.before.indicators[name]) if view.before else math.nan
    return Measure(vision, name, unit, wanted, before, float(view.now.indicators[name]))


def _equity(view: View) -> Iterator[Measure]:
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


def _social_gap(view: View) -> Measure:
    """How much longer the trips of the socially exposed are than those of the others."""
    before, now = (
        each.indicators["mean_minutes_social"] - each.indicators["mean_minutes_others"] if each else math.nan
        for each in (view.before, view.now)
    )
    return Measure("equity", "social_gap", "minutes one way", "", before, now)


def _without_car(view: View, evaluation: Evaluation) -> float:
    """Mean one-way minutes of the visits of those without a car, home as 0."""
    units = view.instance.unit_without_car
    visits = (evaluation.home + evaluation.seen.sum(axis=2))[:, units]
    minutes = float((np.nan_to_num(evaluation.minutes_by_unit[:, units]) * visits).sum())
    return minutes / float(visits.sum()) if visits.sum() > 0 else math.nan


def _premises(view: View) -> Iterator[Measure]:
    yield _indicator(view, "premises", "home_share", "share", "more")
    if view.screen.against is not None:
        moved = view.screen.against.moved
        yield Measure("premises", "longer_visits", "visits/year", "less", 0.0, moved.visits_longer)
    yield Measure("premises", "experience", "", "")


def _near(view: View) -> Iterator[Measure]:
    yield _indicator(view, "near", "mean_minutes_per_visit", "minutes one way", "less")
    yield _indicator(view, "near", "share_beyond_30_min", "share", "less")
    yield _indicator(view, "near", "house_share", "share", "more")


def _value(view: View) -> Iterator[Measure]:
    """Running cost and investment, relative to today and never added; what health they buy is not measured."""
    for name in ("operating_dkk_per_year", "operating_gross_dkk_per_year"):
        yield _indicator(view, "value", name, "DKK/year", "")
    yield _indicator(view, "value", "investment_dkk", "DKK", "")
    yield Measure("value", "health", "", "")


CATALOGUE = table_kind(
    "catalogue",
    N_("Catalogue"),
    N_("What citizens can come for in each house."),
    key("site", N_("Site, id"), N_("Site id of the house.")),
    key("function", N_("Function, id"), N_("Function id.")),
    text("site_title", N_("Site"), N_("Name of the house.")),
    text("municipality", N_("Municipality"), N_("Municipality it lies in.")),
    text("function_title", N_("Function"), N_("What is offered.")),
    text("target_group", N_("Target group"), N_("For whom.")),
    text("referral", N_("Referral"), N_("How one is referred.")),
    text("opening_hours", N_("Opening hours"), N_("When it is open, where the scenario says so.")),
    number("days_per_week", N_("Days a week"), "days/week", N_("Clinic days.")),
    flag("new", P_("column", "New"), N_("Whether it is new there.")),
    text("responsible", N_("Responsible"), N_("Who is responsible for it.")),
)


def catalogue(view: View) -> Table:
    """One row per function that is open at a house in the proposal."""
    at_houses = view.solved.plan.open & ~view.instance.is_hospital
    return Table(CATALOGUE, [_entry(view, f, s) for s, f in np.argwhere(at_houses.T).tolist()])


def _entry(view: View, f: int, s: int) -> Row:
    instance = view.instance
    function_id, site_id = instance.function_ids[f], instance.site_ids[s]
    function, site = instance.scenario.functions[function_id], instance.scenario.sites[site_id]
    return (
        site_id,
        function_id,
        view.title(site.title),
        site.municipality,
        view.title(function.title),
        function.target_group,
        function.referral,
        "; ".join(f"{when}: {hours}" for when, hours in function.opening_hours.items()),
        known(view.now.days[f, s]),
        view.change(f, s) == "new",
        function.responsible,
    )
