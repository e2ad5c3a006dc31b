"""A small region whose answers can be worked out by hand.

Two areas (west 1,000 people, east 2,000), two hospitals, two houses whose parent is ``h1``. The function ``f`` has one
visit per inhabitant; a clinic day holds 12 visits, and so one weekly day holds 12 · 45 = 540 a year. A minute is a
kilometre.
"""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import numpy as np

from placement.instance.build import build
from placement.instance.instance import Instance, Today
from placement.plan.allocate import implied_assign
from placement.plan.evaluate import describe_today, evaluate
from placement.plan.plan import Evaluation, Plan, RuleCheck
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario

Sets = dict[str, Any]
Places = dict[str, dict[str, float]]

MINUTES = {
    "west": {"h1": 50, "h2": 80, "s1": 10, "s2": 30},
    "east": {"h1": 20, "h2": 60, "s1": 40, "s2": 30},
    "s1": {"h1": 40, "h2": 70},
    "s2": {"h1": 25, "h2": 55},
}
FUNCTION = {
    "title": "F",
    "choice": "nearest",
    "allowed_at": ["hospital", "health_house"],
    "visits_per_1000_per_year": 1000,
    "minutes_per_visit": 30,
}
BASE: dict[str, Any] = {
    "schema_version": 2,
    "terms": {"payers": {"region": {"budget": "own"}, "municipality": {}, "state": {}}},
    "name": "world",
    "title": "World",
    "areas": {
        "rows": {
            "west": {"name": "West", "municipality": "W", "people": 1000},
            "east": {"name": "East", "municipality": "E", "people": 2000},
        }
    },
    "sites": {
        "h1": {"title": "H1", "kind": "hospital"},
        "h2": {"title": "H2", "kind": "hospital"},
        "s1": {"title": "S1", "kind": "health_house", "parent_hospital": "h1"},
        "s2": {"title": "S2", "kind": "health_house", "parent_hospital": "h1"},
    },
    "partners": {"doctor": {"title": "Doctor"}},
    "travel": {"method": "table"},
    "functions": {"f": FUNCTION},
    "baseline": {"rows": {"f": {"h1": "open"}}},
    "policy": {},
}
G: Sets = {"functions.g": FUNCTION, "baseline.rows.g": {"h1": "open"}}
"""A second function like the first."""


class Judged(NamedTuple):
    """A plan and what was said of it."""

    instance: Instance
    today: Today
    plan: Plan
    evaluation: Evaluation

    def check(self, rule: Rule, function: str = "f", site: str = "", item: str | None = None) -> RuleCheck:
        """The one check of the rule at the place."""
        found = [
            check
            for check in self.evaluation.checks
            if (check.rule, check.function, check.site) == (rule, function, site) and item in (None, check.item)
        ]
        assert len(found) == 1, found
        return found[0]

    def money(self, item: str, payer: str = "region") -> float:
        """Running cost and investment of an item."""
        return sum(
            money.money_per_year + money.investment
            for money in self.evaluation.money
            if (money.item, money.payer) == (item, payer)
        )

    def at(self, array: str, function: str, site: str) -> float:
        """An entry of an ``(F, S)`` array of the evaluation."""
        values = getattr(self.evaluation, array)
        return float(values[self.instance.function_ids.index(function), self.instance.site_ids.index(site)])


def scenario(sets: Sets | None = None) -> Scenario:
    """The small region with values at dotted paths replaced; ``minutes.ORIGIN.SITE`` changes the travel table.

    Where nothing is said of prices or method its aims are balanced.
    """
    tree = {**copy.deepcopy(BASE), "minutes": copy.deepcopy(MINUTES)}
    for path, value in (sets or {}).items():
        *parents, last = path.split(".")
        part = tree
        for key in parents:
            part = part.setdefault(key, {})
        part[last] = copy.deepcopy(value)
    tree["travel"]["rows"] = [
        {"origin": origin, "destination": site, "minutes": minutes, "km": minutes}
        for origin, row in tree.pop("minutes").items()
        for site, minutes in row.items()
    ]
    if "prices" not in tree.setdefault("objectives", {}):
        tree["objectives"].setdefault("method", "balanced")
    return Scenario.model_validate(tree)


def instance(sets: Sets | None = None) -> Instance:
    """The region as arrays."""
    return build(scenario(sets))


def plan(
    region: Instance,
    places: Places,
    units: dict[str, dict[str, int]] | None = None,
    level: int = 0,
    assign: np.ndarray | None = None,
) -> Plan:
    """A plan from ``{function: {site: days}}`` (days at hospitals are 0); citizens go where they go."""
    functions, _, sites = region.shape
    is_open, days = np.zeros((functions, sites), dtype=bool), np.zeros((functions, sites))
    for function, row in places.items():
        for site, number in row.items():
            pair = region.function_ids.index(function), region.site_ids.index(site)
            is_open[pair], days[pair] = True, number
    standing = np.zeros((len(region.equipment_ids), sites), dtype=np.int64)
    for kind, row in (units or {}).items():
        for site, number in row.items():
            standing[region.equipment_ids.index(kind), region.site_ids.index(site)] = number
    levels = np.full(functions, level, dtype=np.int64)
    seen = implied_assign(region, is_open, days, levels, assign)
    return Plan(is_open, days, standing, levels, seen)


def judge(
    sets: Sets | None,
    places: Places,
    units: dict[str, dict[str, int]] | None = None,
    level: int = 0,
    assign: np.ndarray | None = None,
) -> Judged:
    """Build, describe today, and judge the plan."""
    region = instance(sets)
    return judge_plan(region, plan(region, places, units, level, assign))


def judge_plan(region: Instance, chosen: Plan) -> Judged:
    """Judge a plan of a region that has been built."""
    today, _ = describe_today(region)
    return Judged(region, today, chosen, evaluate(region, today, chosen))


def judge_today(sets: Sets | None = None) -> Judged:
    """Judge today's plan."""
    region = instance(sets)
    _, chosen = describe_today(region)
    assert chosen is not None
    return judge_plan(region, chosen)
