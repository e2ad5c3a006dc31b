"""Small scenarios written by hand, and solved scenarios made without a solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from placement.instance.build import build
from placement.instance.instance import Instance, Today
from placement.plan.evaluate import describe_today, evaluate
from placement.plan.plan import Plan
from placement.questions.proposal.trials import Bench, Draft
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Options, Prices, Solved, Status
from placement.solve.scalarisation import objective_value, pose, prices_of

Pair = tuple[str, str]
PRICE = 10.0
"""DKK a saved minute may cost where the scenario does not say."""


def small(**changes: Any) -> dict[str, Any]:
    """One hospital in the east and two houses in the west; two towns near the houses and one near the hospital.

    Minutes stand in a table, so that every expected number can be found by hand.
    """
    minutes = {
        "by": {"hosp": 10, "nord": 50, "syd": 50},
        "nordby": {"hosp": 60, "nord": 10, "syd": 65},
        "sydby": {"hosp": 60, "nord": 65, "syd": 10},
        "midtby": {"hosp": 30, "nord": 30, "syd": 45},
    }
    tree: dict[str, Any] = {
        "schema_version": 2,
        "name": "lille",
        "title": "Lille",
        "areas": {
            "rows": {
                "by": {"name": "By", "people": 50000},
                "nordby": {"name": "Nordby", "people": 10000},
                "sydby": {"name": "Sydby", "people": 6000},
                "midtby": {"name": "Midtby", "people": 4000},
            }
        },
        "sites": {
            "hosp": {"title": "Hospital", "kind": "hospital"},
            "nord": {"title": "Nord", "kind": "health_house", "parent_hospital": "hosp"},
            "syd": {"title": "Syd", "kind": "health_house", "parent_hospital": "hosp"},
        },
        "travel": {
            "method": "table",
            "rows": [
                {"origin": area, "destination": site, "minutes": m, "km": m}
                for area, row in minutes.items()
                for site, m in row.items()
            ]
            + [{"origin": house, "destination": "hosp", "minutes": 50, "km": 50} for house in ("nord", "syd")],
        },
        "equipment": {
            "scanner": {
                "title": "Scanner",
                "price": 500000,
                "capacity_minutes_per_week": 2000,
                "min_utilisation": 0.1,
                "service_per_year": 10000,
            }
        },
        "staff_roles": {"laege": {"title": "Læge", "cost_per_clinic_day": 5000}},
        "functions": {
            "lunge": {
                "title": "Lunge",
                "choice": "nearest",
                "visits_per_1000_per_year": 50,
                "visits_per_clinic_day": 10,
                "min_visits_per_year": {"value": 400, "low": 200, "high": 1000, "owner": "Specialeråd"},
                "staff_per_clinic_day": {"laege": 1},
            },
            "oejne": {
                "title": "Øjne",
                "choice": "nearest",
                "overflow": "expand",
                "visits_per_1000_per_year": 90,
                "visits_per_clinic_day": 10,
                "equipment": {"scanner": {"minutes_per_visit": 20}},
                "staff_per_clinic_day": {"laege": 1},
                "home": {"max_share": 0.2, "cost_per_visit": 100},
            },
        },
        "baseline": {
            "rows": {
                "lunge": {"hosp": {"days_per_week": 5, "visits_observed_per_year": 3000, "year": 2023}},
                "oejne": {"hosp": {"days_per_week": 5}, "nord": {"days_per_week": 1}},
            }
        },
    }
    for path, value in changes.items():
        put(tree, path.split("__"), value)
    return tree


def put(tree: dict[str, Any], path: list[str], value: Any) -> None:
    """Set a value deep in a tree."""
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = value


def instance_of(tree: Mapping[str, Any]) -> Instance:
    return build(Scenario.model_validate(tree))


def made_plan(
    instance: Instance,
    today: Today,
    *,
    add: Mapping[Pair, float] | None = None,
    close: Iterable[Pair] = (),
    days: Mapping[Pair, float] | None = None,
    home: Mapping[str, int] | None = None,
    units: Mapping[Pair, int] | None = None,
) -> Plan:
    """Today with some things changed; days and units follow the visits, where they must."""
    is_open, all_days = np.array(today.open), np.array(today.days)
    level = np.zeros(len(instance.function_ids), dtype=np.int64)
    for pair, number in (add or {}).items():
        is_open[_at(instance, pair)], all_days[_at(instance, pair)] = True, number
    for pair in close:
        is_open[_at(instance, pair)], all_days[_at(instance, pair)] = False, 0.0
    for pair, number in (days or {}).items():
        all_days[_at(instance, pair)] = number
    for function, index in (home or {}).items():
        level[instance.function_ids.index(function)] = index
    all_units = np.array(today.units)
    for (item, site), number in (units or {}).items():
        all_units[instance.equipment_ids.index(item), instance.site_ids.index(site)] = number
    return Bench(instance, today).fill(Draft(is_open, all_days, level, all_units))


def _at(instance: Instance, pair: Pair) -> tuple[int, int]:
    return instance.function_ids.index(pair[0]), instance.site_ids.index(pair[1])


def solved_with(instance: Instance, **changed: Any) -> Solved:
    """A solved scenario whose proposal is today with some things changed."""
    today, today_plan = describe_today(instance)
    plan = made_plan(instance, today, **changed)
    return solved_from(instance, today, today_plan, plan)


def reference(today: Today) -> tuple[float, float, float]:
    """The aims today."""
    return today.citizen_minutes, today.quality_visits, 0.0


def by_prices(solved: Solved, minute: float | None = None) -> Solved:
    """The same proposal as one that was chosen by prices, the scenario's or another price of a minute."""
    objectives = solved.instance.scenario.objectives
    own = prices_of(objectives)
    prices = replace(own, minute=own.minute if minute is None else minute)
    question = pose(objectives, "price", objectives.weights, prices, None, solved.reference)
    objective = objective_value(question, solved.evaluation.objectives.as_tuple())
    return replace(
        solved,
        method="price",
        prices=prices,
        scale=None,
        objective=objective,
        bound=objective,
        gap=0.0,
        implied_price_per_minute=prices.minute,
    )


def solved_from(instance: Instance, today: Today, today_plan: Plan | None, plan: Plan) -> Solved:
    objectives, evaluation = instance.scenario.objectives, evaluate(instance, today, plan)
    given = objectives.prices
    prices = Prices(given.minute.value if given.minute else PRICE, given.lost_quality_visit.value)
    question = pose(objectives, "price", objectives.weights, prices, None, reference(today))
    objective = objective_value(question, evaluation.objectives.as_tuple())
    return Solved(
        instance=instance,
        variants=(),
        options=Options(),
        method="price",
        weights=objectives.weights,
        prices=prices,
        today=today,
        today_plan=today_plan,
        today_evaluation=None if today_plan is None else evaluate(instance, today, today_plan),
        plan=plan,
        evaluation=evaluation,
        status=Status.OPTIMAL,
        objective=objective,
        bound=objective,
        gap=0.0,
        scale=None,
        implied_price_per_minute=prices.minute,
        seconds={},
        stopped="",
        formulation="assignment",
        formulation_reason="",
    )
