"""The tables of ``tradeoff``: plans, their placements, exchange rates, and the pay-off table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from placement.locale import N_, P_
from placement.present.tables.columns import Cell, Row, Table, by_name, flag, key, number, table_kind, text, whole
from placement.present.words.voice import Language
from placement.questions.proposal.views import known
from placement.questions.tradeoff.study import Point, Tradeoff
from placement.scenario.schema.frame import AIMS

CHANGES = ("new", "kept", "closed")
AIM_COLUMNS = (
    number("citizen_minutes", N_("Citizen, minutes a year"), "minutes/year", N_("Citizen aim.")),
    number("quality_visits", N_("Quality, visits a year"), "visits/year", N_("Quality aim.")),
    number("economy", N_("Economy, DKK a year"), "DKK/year", N_("Economy aim, relative to today.")),
)
PLAN_COLUMNS = (
    *AIM_COLUMNS,
    number(
        "operating_per_year",
        N_("Running cost, {own_payer}, DKK a year"),
        "DKK/year",
        N_("{The_own_payer}'s running cost."),
    ),
    number("investment", N_("Investment, DKK"), "DKK", N_("Investment.")),
    whole("placements_new", N_("New placements"), "placements", N_("New placements.")),
    whole("placements_closed", N_("Placements that close"), "placements", N_("Placements that close.")),
)
"""Figures of a plan, also in the table of plans of ``ballots``."""
_PLAN = whole("plan", N_("Plan"), "plan", N_("Plan, 1 is the cheapest."), is_key=True)
PARETO = table_kind(
    "pareto",
    N_("Plans"),
    N_("The plans there is a choice between."),
    _PLAN,
    *PLAN_COLUMNS,
    flag("chosen", N_("Chosen by the weights"), N_("Whether the weights used choose it.")),
    number(
        "share_of_weights",
        N_("Share of all weights"),
        "share",
        N_("Share of all weights, on a grid, for which it is best."),
    ),
    number(
        "weight_citizen",
        N_("Weight, citizen"),
        "weight",
        N_("Weight of citizen for which it is best; the three add up to 1."),
    ),
    number(
        "weight_citizen_low",
        N_("Weight, citizen, least"),
        "weight",
        N_("The least it may be, the others in proportion."),
    ),
    number("weight_citizen_high", N_("Weight, citizen, most"), "weight", N_("The most.")),
    number(
        "weight_quality",
        N_("Weight, quality"),
        "weight",
        N_("Weight of quality for which it is best; the three add up to 1."),
    ),
    number(
        "weight_quality_low",
        N_("Weight, quality, least"),
        "weight",
        N_("The least it may be, the others in proportion."),
    ),
    number("weight_quality_high", N_("Weight, quality, most"), "weight", N_("The most.")),
    number(
        "weight_economy",
        N_("Weight, economy"),
        "weight",
        N_("Weight of economy for which it is best; the three add up to 1."),
    ),
    number(
        "weight_economy_low",
        N_("Weight, economy, least"),
        "weight",
        N_("The least it may be, the others in proportion."),
    ),
    number("weight_economy_high", N_("Weight, economy, most"), "weight", N_("The most.")),
)
PARETO_PLACEMENTS = table_kind(
    "pareto_placements",
    N_("Placements"),
    N_("What is open in each plan, and what closes."),
    _PLAN,
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    text("change", P_("column", "Change"), N_("Against today."), CHANGES),
    number("days_per_week", N_("Days a week"), "days/week", N_("Clinic days; calculated at hospitals.")),
    number("visits_per_year", N_("Visits a year"), "visits/year", P_("visits_per_year", "Visits seen there.")),
)
EXCHANGE_RATES = table_kind(
    "exchange_rates",
    N_("Exchange rates"),
    N_("What more of one aim buys of another, from plan to plan."),
    key("paid", N_("Aim paid"), N_("Aim that gets worse."), AIMS),
    key("gained", N_("Aim gained"), N_("Aim that gets better."), AIMS),
    whole("plan_before", N_("From plan"), "plan", N_("From this plan."), is_key=True),
    whole("plan_after", N_("To plan"), "plan", N_("To this plan."), is_key=True),
    number("price", N_("Price"), "unit of the aim paid", N_("How much worse: DKK or visits a year.")),
    number("gain", N_("Gain"), "unit of the aim gained", N_("How much better: minutes or visits a year.")),
    number(
        "gain_per_unit",
        N_("Gain per unit"),
        "gain per 100,000 DKK or per visit",
        N_("Gain for each 100,000 DKK a year, or for each visit of lost quality."),
    ),
    number(
        "third_aim_change", N_("Third aim"), "unit of the third aim", N_("What the third aim does; positive is worse.")
    ),
)
PAYOFF = table_kind(
    "payoff",
    N_("Best and worst"),
    N_("How good and how bad each aim can get."),
    key("row", N_("Row"), N_("`first_<aim>`: that aim first; `ideal`, `nadir`; `worst`: in the set.")),
    *AIM_COLUMNS,
    flag("proven", N_("Proven"), N_("Whether the row is proven.")),
)
TABLES = by_name(PARETO, PARETO_PLACEMENTS, EXCHANGE_RATES, PAYOFF)


def tables(found: Tradeoff, lang: Language = "da") -> dict[str, Table]:
    """Every table by its name; ``lang``: language of titles."""
    return {
        "pareto": Table(PARETO, [_point(found, n) for n in range(len(found.points))]),
        "pareto_placements": Table(PARETO_PLACEMENTS, list(_placements(found, lang))),
        "exchange_rates": Table(EXCHANGE_RATES, _rates(found)),
        "payoff": Table(PAYOFF, payoff_rows(found)),
    }


def opened_and_closed(found: Tradeoff, point: Point) -> tuple[int, int]:
    """The numbers of placements that a plan opens and closes."""
    before, now = found.today.open, point.plan.open
    return int((now & ~before).sum()), int((before & ~now).sum())


def _point(found: Tradeoff, n: int) -> Row:
    point = found.points[n]
    indicators = point.evaluation.indicators
    return (
        n + 1,
        *point.aims,
        indicators["operating_region_per_year"],
        indicators["investment"],
        *opened_and_closed(found, point),
        n == found.best,
        point.share,
        *_weights(point),
    )


def _weights(point: Point) -> Iterator[Cell]:
    """Weight, least and most for each aim; empty where the plan is best for none."""
    for aim in range(len(AIMS)):
        if point.weights is None:
            yield from (None, None, None)
        else:
            yield from (float(point.weights[aim]), *(known(end) for end in point.spans[aim]))


def _placements(found: Tradeoff, lang: Language) -> Iterator[Row]:
    instance, scenario = found.instance, found.instance.scenario
    for n, point in enumerate(found.points):
        now, before = point.plan.open, found.today.open
        for f, s in np.argwhere(now | before).tolist():
            function, site = instance.function_ids[f], instance.site_ids[s]
            yield (
                n + 1,
                function,
                site,
                scenario.functions[function].title.in_language(lang),
                scenario.sites[site].title.in_language(lang),
                "closed" if not now[f, s] else "kept" if before[f, s] else "new",
                float(point.evaluation.days[f, s]),
                float(point.evaluation.volume[f, s]),
            )


def _rates(found: Tradeoff) -> list[Row]:
    return [
        (one.paid, one.gained, one.before + 1, one.after + 1, one.price, one.gain, one.per_unit, one.other)
        for one in found.exchanges
    ]


def payoff_rows(found: Tradeoff) -> list[Row]:
    """The pay-off table, its ideal and nadir, and the worst of each aim in the set."""
    scale = found.scale
    named: Sequence[tuple[str, Sequence[float], bool]] = [
        *((f"first_{aim}", row, scale.proven) for aim, row in zip(AIMS, scale.rows, strict=False)),
        ("ideal", scale.ideal, scale.proven),
        ("nadir", scale.nadir, scale.proven),
        ("worst", found.worst, found.complete and found.spacing <= 0),
    ]
    return [(name, *(_finite(value) for value in values), proven) for name, values, proven in named]


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
