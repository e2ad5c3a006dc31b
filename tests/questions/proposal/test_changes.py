from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from placement.plan.evaluate import describe_today, evaluate
from placement.questions.proposal.study import study
from tests.questions.proposal.by_hand import instance_of, made_plan, small, solved_from, solved_with

CHANGED: dict[str, Any] = {"add": {("lunge", "nord"): 1.0, ("oejne", "syd"): 2.0}, "home": {"oejne": 1}}


def test_nothing_is_changed() -> None:
    found = study(solved_with(instance_of(small())))
    assert found.changes == ()
    assert found.steps == ()


def test_a_new_clinic_is_counted_by_hand() -> None:
    found = study(solved_with(instance_of(small()), add={("lunge", "nord"): 2.0}))
    (change,) = found.changes
    # 500 visits from Nordby save 50 minutes; Midtby's 200 are split over two sites equally far away.
    assert (change.function, change.site, change.kind) == ("lunge", "nord", "new")
    assert change.affected_visits == pytest.approx(600)
    assert change.minutes_saved == pytest.approx(500 * 50 / 600)
    assert change.minutes_per_year == pytest.approx(-2 * 500 * 50)
    assert (change.threshold, change.headroom) == (400, pytest.approx(0.5))
    # Two days of 5,000 in 45 weeks, less 15 % of what 600 visits cost at the hospital.
    assert change.operating_per_year == pytest.approx(2 * 45 * 5000 - 0.15 * 500 * 600)
    assert change.money_per_minute == pytest.approx(change.economy / 50000)


def test_a_home_level_is_a_change_of_its_own() -> None:
    (change,) = study(solved_with(instance_of(small()), home={"oejne": 1})).changes
    assert (change.site, change.kind, change.days, change.days_today) == ("home", "home", 0.2, 0.0)
    assert change.visits == pytest.approx(1260)


def test_an_idle_unit_that_goes_is_a_change_of_its_own() -> None:
    tree = small(sites__nord__equipment_today={"scanner": 3}, policy__existing_in_houses="free")
    (change,) = study(solved_with(instance_of(tree), units={("scanner", "nord"): 2})).changes
    assert (change.kind, change.function, change.item) == ("units", "oejne", "scanner")
    assert (change.days, change.days_today) == (2, 3)
    assert change.operating_per_year == pytest.approx(-10000)
    assert math.isnan(change.money_per_minute)


def test_an_idle_unit_that_a_hospital_retires_changes_nothing() -> None:
    tree = small(sites__hosp__equipment_today={"scanner": 9})
    found = study(solved_with(instance_of(tree), units={("scanner", "hosp"): 8}))
    assert found.changes == ()


def test_days_that_follow_the_visits_are_no_change() -> None:
    solved = solved_with(instance_of(small()), home={"oejne": 1})
    assert solved.plan.days[1, 1] != solved.today.days[1, 1]
    assert [change.kind for change in study(solved).changes] == ["home"]


@pytest.mark.parametrize("policy", ["keep", "days_may_change", "free"])
def test_the_steps_end_at_the_proposal(policy: str) -> None:
    changed = dict(CHANGED)
    if policy == "free":
        changed["close"] = [("oejne", "nord")]
    solved = solved_with(instance_of(small(policy__existing_in_houses=policy)), **changed)
    found = study(solved)
    last, aims = found.steps[-1], solved.evaluation.objectives
    assert (last.citizen_minutes, last.quality_visits, last.economy) == pytest.approx(aims.as_tuple())
    assert last.feasible == solved.evaluation.feasible
    assert [step.order for step in found.steps] == list(range(1, len(found.changes) + 1))


def test_what_the_steps_buy_adds_up() -> None:
    solved = solved_with(instance_of(small()), **CHANGED)
    assert solved.today_evaluation is not None
    steps = study(solved).steps
    after, before = solved.evaluation.objectives, solved.today_evaluation.objectives
    assert sum(step.change.minutes_per_year for step in steps) == pytest.approx(
        after.citizen_minutes - before.citizen_minutes
    )
    assert sum(step.change.economy for step in steps) == pytest.approx(after.economy - before.economy)


def test_each_change_is_the_proposal_against_the_proposal_without_it() -> None:
    instance = instance_of(small())
    solved = solved_with(instance, **CHANGED)
    today, _ = describe_today(instance)
    without = evaluate(instance, today, made_plan(instance, today, add={("oejne", "syd"): 2.0}, home={"oejne": 1}))
    change = next(change for change in study(solved).changes if change.function == "lunge")
    aims = solved.evaluation.objectives
    assert change.minutes_per_year == pytest.approx(aims.citizen_minutes - without.objectives.citizen_minutes)
    assert change.economy == pytest.approx(aims.economy - without.objectives.economy)


def test_the_cheapest_minute_comes_first() -> None:
    found = study(solved_with(instance_of(small()), **CHANGED))
    prices = [change.money_per_minute for change in found.changes]
    assert prices == sorted(prices)
    first = [step.change.money_per_minute for step in found.steps]
    assert first[0] == min(first)


def test_a_step_that_breaks_a_rule_waits() -> None:
    tree = small(functions__lunge__requires_on_site=["oejne"], functions__lunge__staff_per_clinic_day={})
    solved = solved_with(instance_of(tree), add={("lunge", "syd"): 1.0, ("oejne", "syd"): 2.0})
    order = [step.change.function for step in study(solved).steps]
    assert order == ["oejne", "lunge"]


def test_a_closed_clinic_shows_todays_visits() -> None:
    tree = small(policy__existing_in_houses="free")
    solved = solved_with(instance_of(tree), close=[("oejne", "nord")])
    (change,) = study(solved).changes
    assert (change.kind, change.days) == ("closed", 0)
    assert change.visits == pytest.approx(solved.today.volume[1, 1])
    assert change.minutes_saved < 0
    assert math.isnan(change.money_per_minute)


def test_without_a_today_everything_is_new_and_there_are_no_steps() -> None:
    instance = instance_of(small(baseline={}))
    today, today_plan = describe_today(instance)
    plan = made_plan(instance, today, add={("lunge", "hosp"): 0.0, ("oejne", "hosp"): 0.0, ("lunge", "nord"): 2.0})
    found = study(solved_from(instance, today, today_plan, plan))
    assert {change.kind for change in found.changes} == {"new"}
    assert len(found.changes) == 3
    assert found.steps == ()
    assert found.calibration == ()


def test_where_the_region_allocates_the_steps_end_at_the_proposal_too() -> None:
    tree = small(functions__lunge__choice={"within_minutes": 30})
    instance = instance_of(tree)
    today, today_plan = describe_today(instance)
    plan = made_plan(instance, today, add={("lunge", "nord"): 2.0, ("lunge", "syd"): 1.0})
    solved = solved_from(instance, today, today_plan, plan)
    found = study(solved)
    assert found.steps[-1].citizen_minutes == pytest.approx(solved.evaluation.objectives.citizen_minutes)
    assert np.isfinite([change.minutes_saved for change in found.changes]).all()


def test_a_price_on_what_functions_share_is_that_of_the_whole_plan() -> None:
    tree = small(
        sites__syd__free_room_days_per_week={"consultation": 1},
        policy__soft_rules={"a": {"rule": "free_room_days_per_week", "price_per_unit": 90_000, "reason": "R"}},
    )
    both: dict[tuple[str, str], float] = {("lunge", "syd"): 1.0, ("oejne", "syd"): 2.0}
    instance = instance_of(tree)
    together = solved_with(instance, add=both)
    assert together.evaluation.indicators["soft_rules_price_per_year"] == 180_000

    for change in study(together).changes:
        others = {pair: days for pair, days in both.items() if pair != (change.function, change.site)}
        without = solved_with(instance, add=others).evaluation.objectives.economy
        assert change.economy == pytest.approx(together.evaluation.objectives.economy - without)
