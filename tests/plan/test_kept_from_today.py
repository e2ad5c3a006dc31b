"""What stands today is measured by itself: minimum, retained volume, travel, days, utilisation."""

from __future__ import annotations

from typing import Any

import pytest

from placement.plan.equipment import least_load
from placement.scenario.schema.rules import Rule
from tests.helpers.judged import FUNCTION, Places, Sets, judge
from tests.plan.test_every_rule import SCANNER

HOUSE: Places = {"f": {"h1": 0, "s1": 1}}
TODAY: Sets = {
    "baseline.rows.f": {"h1": "open", "s1": 1},
    "functions.f.min_visits_per_year": {"value": 600, "owner": "O"},
}


@pytest.mark.parametrize(
    ("policy", "need", "threshold", "violated"),
    [("keep", 600, None, False), ("days_may_change", 600, None, False), ("free", 486, 600, False)],
)
def test_minimum_of_an_existing_clinic(policy: str, need: float, threshold: float | None, violated: bool) -> None:
    check = judge({**TODAY, "policy.existing_in_houses": policy}, HOUSE).check(Rule.MIN_VISITS, site="s1")
    assert (check.have, check.need, check.threshold, check.owner) == pytest.approx((540, need, threshold, "O"))
    assert (check.binds, check.violated) == (policy == "free", violated)


def test_an_existing_clinic_may_not_get_much_worse() -> None:
    sets = {**TODAY, "policy.existing_in_houses": "free"}
    check = judge(sets, {"f": {"h1": 0, "s1": 0.5}}).check(Rule.MIN_VISITS, site="s1")
    assert (check.have, check.need, check.violated) == (270, 486, True)


@pytest.mark.parametrize(
    ("changes", "need", "threshold"),
    [
        ({"retained_share": 0.5}, 1500, None),
        ({"retained_visits_per_year": 2000}, 2000, None),
        ({"retained_visits_per_year": 2900}, 2700, 2900),
        ({"retained_visits_per_year": 2900, "retained_share": 0.95}, 2850, 2900),
    ],
)
def test_retained_volume(changes: Sets, need: float, threshold: float | None) -> None:
    sets = {f"functions.f.{key}": value for key, value in changes.items()}
    check = judge(sets, HOUSE).check(Rule.RETAINED_VOLUME, site="h1")
    assert (check.have, check.need, check.threshold) == pytest.approx((2460, need, threshold))


def test_retained_volume_lets_a_hospital_close() -> None:
    sets = {"functions.f.retained_share": 1, "policy.hospital_functions": "free"}
    checks = judge(sets, {"f": {"h2": 0}}).evaluation.checks
    assert not [check for check in checks if check.rule is Rule.RETAINED_VOLUME]


def test_travel_may_stay_as_today_but_not_get_worse() -> None:
    sets = {"functions.f.max_travel_minutes": 20}
    check = judge(sets, {"f": {"h1": 0}}).check(Rule.MAX_TRAVEL)
    assert (check.need, check.threshold, check.kept) == (pytest.approx(2 / 3), 1, True)


@pytest.mark.parametrize(
    "demand",
    [
        {"functions.f.max_travel_minutes": 20, "functions.f.max_travel_when_today_is_lower": "demand"},
        {
            "policy.max_travel_by_level": {"general": {"minutes": 20, "when_today_is_lower": "demand"}},
            "functions.f.max_travel_when_today_is_lower": "keep_today",  # of a limit of its own, which it has not
        },
    ],
)
def test_travel_may_be_demanded_to_get_better(demand: dict[str, Any]) -> None:
    check = judge(demand, {"f": {"h1": 0}}).check(Rule.MAX_TRAVEL)
    assert (check.need, check.threshold, check.violated) == (1, None, True)
    assert judge(demand, {"f": {"h1": 0, "s1": 2}}).check(Rule.MAX_TRAVEL).kept


def test_a_function_offered_nowhere_today_must_meet_the_travel_limit_itself() -> None:
    sets = {"functions.g": {**FUNCTION, "max_travel_minutes": 20}}
    check = judge(sets, {"f": {"h1": 0}, "g": {"h1": 0}}).check(Rule.MAX_TRAVEL, "g")
    assert (check.have, check.need, check.violated) == (pytest.approx(2 / 3), 1, True)


@pytest.mark.parametrize(("days", "kept"), [(1, True), (2, False), (3, True)])
def test_minimum_days_allow_what_stands_today(days: float, kept: bool) -> None:
    sets = {**TODAY, "functions.f.min_days_per_week": 3, "policy.existing_in_houses": "days_may_change"}
    assert judge(sets, {"f": {"h1": 0, "s1": days}}).check(Rule.MIN_DAYS_PER_WEEK, site="s1").kept is kept


@pytest.mark.parametrize(("days", "slack"), [(1, 0), (2, -1)])
def test_kept_days_are_todays(days: float, slack: float) -> None:
    check = judge(TODAY, {"f": {"h1": 0, "s1": days}}).check(Rule.KEEP_EXISTING_IN_HOUSES, site="s1", item="days")
    assert (check.need, check.slack) == (1, slack)


@pytest.mark.parametrize(("minimum", "need"), [(0, 5), (6, 6)])
def test_kept_days_that_expand_follow_the_visits(minimum: float, need: float) -> None:
    sets = {
        "functions.f.overflow": "expand",
        "functions.f.min_days_per_week": minimum,
        "baseline.rows.f": {"h1": "open", "s1": 1, "s2": 1},
        "areas.rows.east.people": 1500,
        "minutes.east.s1": 5,  # the east's 1,500 go to s1
        "minutes.west.s1": 31,  # the west's 1,000 to s2, and to s1 when s2 closes
        "policy.placements": {"f": {"s2": {"decision": "must_not", "reason": "r"}}},
    }
    as_today = judge(sets, {"f": {"h1": 0, "s1": 3, "s2": 2}})
    assert as_today.today.days[0].tolist() == [0, 0, 3, 2]
    assert as_today.check(Rule.KEEP_EXISTING_IN_HOUSES, site="s1", item="days").need == 3
    alone = judge(sets, {"f": {"h1": 0, "s1": need}})
    assert alone.check(Rule.KEEP_EXISTING_IN_HOUSES, site="s1", item="days").need == need
    assert alone.evaluation.feasible


@pytest.mark.parametrize(
    ("units", "minimum", "ceiling", "load"),
    [(0, 0.6, 0.9, 0), (1, 0.6, 0.9, 0.6), (2, 0.6, 0.9, 0.9), (3, 0.6, 0.9, 1.8), (2, 0.4, 0.9, 0.8), (3, 0, 0.9, 0)],
)
def test_least_load_has_no_holes(units: int, minimum: float, ceiling: float, load: float) -> None:
    assert least_load(units, minimum, ceiling) == pytest.approx(load)
    assert least_load(units + 1, minimum, ceiling) <= ceiling * max(units, 1)


@pytest.mark.parametrize(
    ("standing", "plan", "least", "threshold", "most"),
    [
        (4, 4, 0.9 * 60000 / 86400, None, 0.9),  # 69 % today: θ = 0.6 < 0.625
        (6, 6, 0.9 * 60000 / 129600, 0.6, 0.9),  # 46 % today
        (6, 7, 0.6, None, 0.9),  # a unit beyond today's
        (2, 2, 0.6, None, 60000 / 43200),  # 139 % today
    ],
)
def test_utilisation_of_what_stands(
    standing: int, plan: int, least: float, threshold: float | None, most: float
) -> None:
    sets = {**SCANNER, "sites.h1.equipment_today": {"scanner": standing}}
    judged = judge(sets, {"f": {"h1": 0}}, {"scanner": {"h1": plan}})
    low, high = judged.check(Rule.MIN_UTILISATION, "", "h1"), judged.check(Rule.MAX_UTILISATION, "", "h1")
    assert low.need == pytest.approx(min(0.6, least))
    assert low.threshold == (pytest.approx(threshold) if threshold else None)
    assert (low.have, high.need) == pytest.approx((3000 * 20 / (21600 * plan), most))
