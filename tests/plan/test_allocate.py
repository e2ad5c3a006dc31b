"""Where citizens go."""

from __future__ import annotations

import numpy as np
import pytest

from placement.plan.allocate import implied_assign
from placement.scenario.schema.rules import Rule
from tests.helpers.judged import Sets, instance, judge, judge_plan, plan

WEST, EAST = 0, 1
H1, H2, S1, S2 = range(4)


def test_what_the_days_do_not_hold_is_seen_at_the_parent_hospital() -> None:
    judged = judge({}, {"f": {"h1": 0, "s1": 1}})
    assert judged.plan.assign[0, WEST].tolist() == pytest.approx([0.46, 0, 0.54, 0])
    assert judged.plan.assign[0, EAST].tolist() == [1, 0, 0, 0]
    assert judged.at("sent", "f", "s1") == 1000
    assert judged.at("volume", "f", "s1") == pytest.approx(540)
    assert judged.at("volume", "f", "h1") == pytest.approx(2460)


def test_every_unit_overflows_by_the_same_fraction() -> None:
    judged = judge({"minutes.east.s1": 5}, {"f": {"h1": 0, "s1": 1}})
    assert judged.evaluation.seen[0, :, S1] == pytest.approx([180, 360])
    assert judged.evaluation.seen[0, :, H1] == pytest.approx([820, 1640])


def test_with_expand_everything_sent_is_seen() -> None:
    judged = judge({"functions.f.overflow": "expand"}, {"f": {"h1": 0, "s1": 2}})
    assert judged.at("volume", "f", "s1") == 1000
    assert judged.at("capacity", "f", "s1") == 1080
    assert judged.evaluation.feasible


def test_overflow_goes_to_the_nearest_hospital_that_offers_it_today() -> None:
    judged = judge({"baseline.rows.f": {"h2": "open"}}, {"f": {"h2": 0, "s1": 1}})
    assert judged.evaluation.seen[0, :, H2] == pytest.approx([820, 1640])  # 3,000 sent, 540 held
    assert judged.check(Rule.OVERFLOW_HOSPITAL, site="s1").item == "h2"
    assert judged.evaluation.feasible


def test_overflow_without_its_hospital_is_not_served() -> None:
    judged = judge({"policy.hospital_functions": "free"}, {"f": {"h2": 0, "s1": 1}})
    check = judged.check(Rule.VISITS_SERVED)
    assert check.slack == pytest.approx(-2460)


def test_equal_ranks_share_equally() -> None:
    judged = judge({"minutes.west.s2": 10}, {"f": {"h1": 0, "s1": 1, "s2": 1}})
    assert judged.evaluation.seen[0, WEST].tolist() == pytest.approx([0, 0, 500, 500])


def test_a_tenth_of_a_minute_is_no_difference() -> None:
    judged = judge({"minutes.west.s2": 10.04}, {"f": {"h1": 0, "s1": 1, "s2": 1}})
    assert judged.evaluation.seen[0, WEST, S2] == pytest.approx(500)


def test_catchment_pull() -> None:
    sets: Sets = {
        "functions.f.choice": "catchment",
        "functions.f.catchment_pull_minutes": 45,
        "areas.rows.west.catchment_hospital": "h2",
        "policy.hospital_functions": "free",
    }
    judged = judge(sets, {"f": {"h1": 0, "h2": 0, "s1": 1}})
    assert judged.evaluation.seen[0, WEST].tolist() == pytest.approx([460, 0, 540, 0])
    far = judge({**sets, "minutes.west.s1": 40}, {"f": {"h1": 0, "h2": 0, "s1": 1}})
    assert far.evaluation.seen[0, WEST].tolist() == [0, 1000, 0, 0]


def test_bound_visits_go_to_the_nearest_open_hospital() -> None:
    judged = judge({"functions.f.max_house_share": 0.4}, {"f": {"h1": 0, "s1": 1}})
    assert judged.evaluation.seen[0, WEST].tolist() == pytest.approx([600, 0, 400, 0])
    assert judged.evaluation.seen[0, EAST].tolist() == pytest.approx([2000, 0, 0, 0])


def test_bound_visits_without_a_hospital_are_not_served() -> None:
    sets = {"functions.f.max_house_share": 0.4, "functions.f.overflow": "expand", "policy.hospital_functions": "free"}
    judged = judge(sets, {"f": {"s1": 3}})
    assert judged.check(Rule.VISITS_SERVED).slack == pytest.approx(-1800)


def test_fixed_visits_come_on_top_and_end_with_the_function() -> None:
    sets: Sets = {
        "baseline.rows.f": {
            "h1": {"status": "open", "fixed_visits_per_year": 70},
            "h2": {"status": "open", "fixed_visits_per_year": 30},
        },
        "policy.hospital_functions": "free",
    }
    judged = judge(sets, {"f": {"h1": 0}})
    assert judged.evaluation.volume[0].tolist() == [3070, 0, 0, 0]


def test_free_functions_follow_the_plan_or_the_nearest_door() -> None:
    region = instance({"functions.f.choice": "free"})
    chosen = plan(region, {"f": {"h1": 0, "s1": 1}})
    assert chosen.assign[0, WEST].tolist() == [0, 0, 1, 0]
    given = np.full(chosen.assign.shape, 0.5)
    told = implied_assign(region, chosen.open, chosen.days, chosen.home_level, given)
    assert told[0, WEST].tolist() == [0.5, 0, 0.5, 0]


def test_shares_of_a_free_function_must_add_up_and_lie_at_open_sites() -> None:
    sets = {"functions.f.choice": "free"}
    assign = np.zeros((1, 2, 4))
    assign[0, :, H1] = 1
    assert judge(sets, {"f": {"h1": 0}}, assign=assign).evaluation.feasible
    region = instance(sets)
    short = plan(region, {"f": {"h1": 0}}, assign=assign * 0.9)
    (broken,) = judge_plan(region, short).evaluation.violations
    assert (broken.rule, broken.slack) == (Rule.VISITS_SERVED, pytest.approx(-300))


def test_without_car_goes_its_own_way() -> None:
    judged = judge({"areas.rows.west.share_without_car": 0.25}, {"f": {"h1": 0, "s1": 1}})
    assert judged.instance.unit_without_car.tolist() == [False, True, False]
    assert judged.evaluation.seen[0, :2, S1] == pytest.approx([405, 135])
    assert judged.evaluation.minutes_by_unit[0, 1] == pytest.approx(2.2 * (0.54 * 10 + 0.46 * 50))
