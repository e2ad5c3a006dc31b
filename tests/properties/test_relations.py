"""What must hold between a scenario and a changed one, whatever the numbers are."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.errors import InfeasibleError, ScenarioError
from placement.model.formulation import AIM_UNITS
from placement.scenario.dump import dump
from placement.scenario.load import load_text
from placement.scenario.schema.scenario import Scenario
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Status
from placement.solve.run import solve
from placement.solve.stage import Clock, Stage, Three
from tests.properties.random_scenario import WAIVABLE, Tree, random_tree, written

SEEDS = st.integers(1000, 1999)
BOUNDED = settings(max_examples=20, deadline=None, derandomize=True, database=None)
AIMS: tuple[Three, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@cache
def drawn(seed: int) -> Tree:
    """A scenario as it was written; not to be changed."""
    return random_tree(seed)[0]


def least(scenario: Scenario) -> tuple[float, ...]:
    """Each aim's optimum; infinite where no plan keeps the rules."""
    bench = Workbench(scenario, Options())
    found = []
    for cost in AIMS:
        answer = bench.backend.answer(Stage("test", bench.columns.cost(cost)), Clock())
        assert answer.status in (Status.OPTIMAL, Status.INFEASIBLE)
        if not answer.values:
            return (math.inf,) * 3
        found.append(float(np.dot(cost, bench.aims(answer.values))))
    return tuple(found)


def more_investment(tree: Tree, dice: random.Random) -> None:
    _raise(tree["policy"], "max_investment", dice)


def more_to_run(tree: Tree, dice: random.Random) -> None:
    _raise(tree["policy"], "max_extra_operating_per_year", dice)


def more_changes(tree: Tree, dice: random.Random) -> None:
    if "max_changes" in tree["policy"]:
        tree["policy"]["max_changes"] += dice.choice((1, 2, 5))


def _raise(part: Tree, key: str, dice: random.Random) -> None:
    if key in part:
        part[key] = dice.choice((part[key] + 10_000, 2 * part[key] + 1, 10**9))


def lower_minimum(tree: Tree, dice: random.Random) -> None:
    """Not where it shapes the quality aim, which counts from the minimum to the target."""
    for function in tree["functions"].values():
        if "min_visits_per_year" in function and "target_visits_per_year" not in function:
            function["min_visits_per_year"] = dice.choice((0, 10, function["min_visits_per_year"] // 2))


def fewer_days(tree: Tree, dice: random.Random) -> None:
    for function in tree["functions"].values():
        if "min_days_per_week" in function and dice.random() < 0.8:
            del function["min_days_per_week"]


def more_rooms(tree: Tree, dice: random.Random) -> None:
    for site in tree["sites"].values():
        free = site.get("free_room_days_per_week")
        if free:
            site["free_room_days_per_week"] = {room: days + dice.choice((0.25, 1, 4)) for room, days in free.items()}


def more_staff(tree: Tree, dice: random.Random) -> None:
    for role in tree["staff_roles"].values():
        limits = role.get("extra_days_per_week")
        if limits:
            role["extra_days_per_week"] = {hospital: days + dice.choice((0.5, 3)) for hospital, days in limits.items()}


def waiver(tree: Tree, dice: random.Random) -> None:
    tree["exceptions"]["new"] = {
        "site": dice.choice(list(tree["sites"])),
        "rules": [dice.choice(WAIVABLE)],
        "reason": "Relaxed",
    }


def no_reservations(tree: Tree, dice: random.Random) -> None:
    del dice
    for row in tree["policy"].get("placements", {}).values():
        for decision in row.values():
            decision["decision"] = "may"


def lower_floor(tree: Tree, dice: random.Random) -> None:
    for floor in tree["policy"].get("coverage", {}).values():
        floor["min_share"] = dice.choice((0, floor["min_share"] / 2))


def more_digital(tree: Tree, dice: random.Random) -> None:
    if "max_digital_share" in tree["policy"]:
        tree["policy"]["max_digital_share"] = dice.choice((0.5, 1))


RELAXATIONS = (
    more_investment,
    more_to_run,
    more_changes,
    lower_minimum,
    fewer_days,
    more_rooms,
    more_staff,
    waiver,
    no_reservations,
    lower_floor,
    more_digital,
)


TIGHT = {
    more_investment: ("max_investment", 20_000),
    more_to_run: ("max_extra_operating_per_year", 50_000),
    more_changes: ("max_changes", 1),
    lower_floor: ("coverage", {"near": {"within_minutes": 20, "min_share": 0.8}}),
    more_digital: ("max_digital_share", 0.1),
}
"""Limits of the policy that few scenarios have of their own."""


@pytest.mark.parametrize("relax", RELAXATIONS, ids=lambda relax: relax.__name__)
@BOUNDED
@given(seed=SEEDS)
def test_a_relaxed_rule_never_makes_an_aim_worse(relax: Callable[[Tree, random.Random], None], seed: int) -> None:
    before = copy.deepcopy(drawn(seed))
    if relax in TIGHT:
        before["policy"].setdefault(*copy.deepcopy(TIGHT[relax]))
    after = copy.deepcopy(before)
    relax(after, random.Random(seed))
    if after == before:
        return
    try:
        relaxed = load_text(written(after)).scenario
    except ScenarioError:
        return  # the change brings the scenario out of order, such as an exception from a rule nobody set
    pairs = zip(least(load_text(written(before)).scenario), least(relaxed), AIM_UNITS, strict=True)
    assert all(new <= old + 1e-4 * unit + 1e-6 * abs(new) for old, new, unit in pairs)


def shuffled(tree: Tree, dice: random.Random) -> Tree:
    """The same scenario with its areas, sites, functions, equipment and travel times in another order."""
    found: Tree = dict(tree)
    for key in ("sites", "functions", "equipment", "staff_roles"):
        found[key] = _another_order(tree[key], dice)
    found["areas"] = {**tree["areas"], "rows": _another_order(tree["areas"]["rows"], dice)}
    rows = list(tree["travel"]["rows"])
    dice.shuffle(rows)
    found["travel"] = {**tree["travel"], "rows": rows}
    return found


def _another_order(rows: Tree, dice: random.Random) -> dict[str, Any]:
    items = list(rows.items())
    dice.shuffle(items)
    return dict(items)


def objective(scenario_text: str) -> float:
    try:
        return solve(load_text(scenario_text), Options(method="balanced", gap=1e-6)).objective
    except InfeasibleError:
        return math.inf


@BOUNDED
@given(seed=SEEDS)
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    tree = drawn(seed)
    other = shuffled(tree, random.Random(seed))

    one, two = least(load_text(written(tree)).scenario), least(load_text(written(other)).scenario)
    assert all(
        a == b or abs(a - b) <= 1e-4 * unit + 1e-6 * abs(a) for a, b, unit in zip(one, two, AIM_UNITS, strict=True)
    )
    assert objective(written(tree)) == pytest.approx(objective(written(other)), abs=1e-4)


@BOUNDED
@given(seed=SEEDS)
def test_what_is_written_out_reads_as_the_same_scenario(seed: int) -> None:
    scenario = load_text(written(drawn(seed))).scenario

    text = dump(scenario)

    assert load_text(text).base == scenario
    assert dump(load_text(text).base) == text
