"""Free choice, continuity and travel by planning level, on numbers worked out by hand."""

from __future__ import annotations

import pytest

from placement.scenario.schema.rules import Rule
from tests.helpers.judged import instance, judge, judge_today
from tests.plan.test_every_rule import HOSPITAL, HOUSE

GAP = "functions.f.max_days_between_clinics"
SELDOM = {"f": {"h1": 0, "s1": 0.25}}


def test_who_leaves_is_gone_before_a_threshold_is_asked() -> None:
    stays = judge({"functions.f.min_visits_per_year": 500, "functions.f.outflow_share": 0.5}, {"f": {"h1": 0, "s1": 2}})

    assert stays.check(Rule.MIN_VISITS, "f", "s1").have == pytest.approx(500)
    assert stays.evaluation.indicators["outflow_visits_per_year"] == pytest.approx(1500)
    assert stays.evaluation.indicators["visits_per_year"] == pytest.approx(1500)


def test_an_area_with_an_outflow_of_its_own_uses_that() -> None:
    region = instance({"functions.f.outflow_share": 0.5, "areas.rows.east.share_outflow": 0.1})

    assert region.demand.visits[0] == pytest.approx([500, 1800])
    assert region.demand.outflow == pytest.approx([700])


def test_outflow_is_taken_off_a_table_of_visits_too() -> None:
    table = {"functions.f.visits_per_1000_per_year": None, "demand.rows.f": {"west": 40, "east": 60}}

    assert instance({**table, "functions.f.outflow_share": 0.25}).demand.visits[0] == pytest.approx([30, 45])


def test_who_passes_the_house_by_is_seen_at_the_hospital() -> None:
    sets = {"functions.f.max_house_share": 0.8, "functions.f.house_bypass_share": 0.25}
    judged = judge(sets, {"f": {"h1": 0, "s1": 2}})

    assert judged.at("volume", "f", "s1") == pytest.approx(1000 * 0.8 * 0.75)
    assert judged.at("volume", "f", "h1") == pytest.approx(3000 - 600)


def test_days_between_clinics_follow_from_days_a_week() -> None:
    check = judge({GAP: {"value": 28, "owner": "Specialty council"}}, SELDOM).check(Rule.MAX_DAYS_BETWEEN, "f", "s1")

    assert (check.have, check.need, check.slack, check.kept) == (28, 28, 0, True)
    assert check.owner == "Specialty council"
    assert judge({GAP: 27}, SELDOM).check(Rule.MAX_DAYS_BETWEEN, "f", "s1").violated


def test_no_days_at_all_is_no_continuity() -> None:
    assert judge({GAP: 10}, {"f": {"h1": 0, "s1": 0}}).check(Rule.MAX_DAYS_BETWEEN, "f", "s1").violated


def test_what_stands_today_may_come_as_seldom_as_today() -> None:
    stands = {"baseline.rows.f": {"h1": "open", "s1": 0.25}, GAP: 10, "policy.existing_in_houses": "days_may_change"}
    check = judge_today(stands).check(Rule.MAX_DAYS_BETWEEN, "f", "s1")

    assert (check.have, check.need, check.threshold, check.kept) == (28, 28, 10, True)
    assert judge(stands, {"f": {"h1": 0, "s1": 0.5}}).check(Rule.MAX_DAYS_BETWEEN, "f", "s1").violated


def test_an_exception_waives_it_at_one_site() -> None:
    waived = {"site": "s1", "rules": ["max_days_between_clinics"], "reason": "Island"}
    check = judge({GAP: 7, "exceptions.x": waived}, SELDOM).check(Rule.MAX_DAYS_BETWEEN, "f", "s1")

    assert (check.waived_by, check.kept, check.violated) == ("x", False, False)


def test_a_level_limits_the_trip_of_functions_without_a_limit_of_their_own() -> None:
    level = {"minutes": {"value": 20, "owner": "Council"}, "share": 0.5}
    sets = {"policy.max_travel_by_level": {"general": level}, "baseline.rows.f": {"h2": "open"}}
    by_level = judge({**sets, "policy.hospital_functions": "free"}, HOSPITAL).check(Rule.MAX_TRAVEL)
    own = judge({**sets, "functions.f.max_travel_minutes": 50, "policy.hospital_functions": "free"}, HOSPITAL)

    assert (by_level.have, by_level.threshold, by_level.owner) == (pytest.approx(2 / 3), 0.5, "Council")
    assert own.check(Rule.MAX_TRAVEL).have == 1


def test_other_levels_travel_as_far_as_they_like() -> None:
    sets = {"policy.max_travel_by_level": {"outreach": {"minutes": 5}}}

    assert not [c for c in judge(sets, HOUSE).evaluation.checks if c.rule is Rule.MAX_TRAVEL]
