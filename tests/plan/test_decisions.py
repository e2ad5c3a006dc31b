"""Rules on decisions: policy, planning level, what only binds what is new, days.

An exception waives a rule at one place: it is still shown, and no longer binds.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placement.scenario.schema.rules import WAIVABLE, Rule
from tests.helpers.judged import G, Judged, Places, Sets, instance, judge, judge_plan, plan
from tests.plan.test_every_rule import BREAKS

HOUSE: Places = {"f": {"h1": 0, "s1": 1}}
TODAY: Sets = {"baseline.rows.f": {"h1": "open", "s1": 1}}


@pytest.mark.parametrize(
    ("level", "approved", "places", "kept"),
    [
        ("hospitals_only", [], HOUSE, False),
        ("approved", ["s1"], HOUSE, True),
        ("outreach", ["h1"], HOUSE, True),
        ("outreach", ["h2"], HOUSE, False),
        ("outreach", ["s1"], HOUSE, True),
    ],
)
def test_planning_level(level: str, approved: list[str], places: Places, *, kept: bool) -> None:
    judged = judge({"functions.f.level": level, "functions.f.approved_sites": approved}, places)
    assert judged.check(Rule.PLANNING_LEVEL, site="s1").kept is kept


@pytest.mark.parametrize(
    "sets",
    [
        {"sites.s1.scope": "outside"},
        {"functions.f.allowed_at": ["hospital"]},
        {"functions.f.backup_hospital_within_minutes": 10},
        {"functions.f.requires_on_site": ["doctor"]},
        {"sites.s1.existing": False},
    ],
)
def test_static_rules_are_only_reported_for_what_stands(sets: Sets) -> None:
    judged = judge({**sets, **TODAY}, HOUSE)
    assert judged.evaluation.feasible
    assert [check for check in judged.evaluation.checks if not check.kept and not check.binds]


def test_a_clinic_day_must_hold_a_visit() -> None:
    sets = {
        "staff_roles.doctor": {"title": "D"},
        "functions.f.staff_per_clinic_day": {"doctor": 1},
        "functions.f.staff_workday_minutes": 100,
    }
    judged = judge(sets, HOUSE)  # 100 − 2 · 40 < 30
    check = next(c for c in judged.evaluation.checks if c.rule is Rule.CLINIC_CAPACITY and c.site == "s1")
    assert (check.have, check.need, check.unit, check.violated) == (0, 1, "visits/day", True)


def test_travel_is_taken_out_of_the_visiting_day() -> None:
    sets = {"staff_roles.doctor": {"title": "D"}, "functions.f.staff_per_clinic_day": {"doctor": 1}}
    judged = judge({**sets, "functions.f.staff_workday_minutes": 320}, {"f": {"h1": 0, "s1": 1}})
    assert judged.at("capacity", "f", "s1") == 8 * 45
    assert judged.at("capacity", "f", "h1") == np.inf


def test_a_must_not_wins_over_keeping() -> None:
    ban = {"policy.placements": {"f": {"s1": {"decision": "must_not", "reason": "r"}}}}
    assert judge({**TODAY, **ban}, {"f": {"h1": 0}}).evaluation.feasible
    (broken,) = judge({**TODAY, **ban}, HOUSE).evaluation.violations
    assert broken.rule is Rule.MUST_NOT


def test_functions_without_a_baseline_row_may_open_at_hospitals() -> None:
    assert judge({"functions.g": G["functions.g"]}, {"f": {"h1": 0}, "g": {"h2": 0}}).evaluation.feasible


@pytest.mark.parametrize(("policy", "feasible"), [("keep", False), ("days_may_change", False), ("free", True)])
def test_closing_a_house(policy: str, *, feasible: bool) -> None:
    assert judge({**TODAY, "policy.existing_in_houses": policy}, {"f": {"h1": 0}}).evaluation.feasible is feasible


@pytest.mark.parametrize(("policy", "feasible"), [("keep", False), ("days_may_change", True), ("free", True)])
def test_changing_days(policy: str, *, feasible: bool) -> None:
    judged = judge({**TODAY, "policy.existing_in_houses": policy}, {"f": {"h1": 0, "s1": 2}})
    assert judged.evaluation.feasible is feasible


@pytest.mark.parametrize(
    ("changes", "days", "nearest"),
    [
        ({}, 0.25, 0.25),
        ({}, 0.3, 0.25),
        ({}, 7, 7),
        ({"functions.f.days_per_week_steps": [0.2]}, 0.5, 0.2),
        ({"functions.f.days_per_week_exactly": 2.5}, 5, 5),
        ({"functions.f.days_per_week_exactly": 2.5}, 3, 2.5),
        ({**TODAY, "baseline.rows.f.s1": 1.3, "policy.existing_in_houses": "free"}, 1.3, 1.3),
    ],
)
def test_steps(changes: Sets, days: float, nearest: float) -> None:
    check = judge(changes, {"f": {"h1": 0, "s1": days}}).check(Rule.DAYS_PER_WEEK_STEPS, site="s1")
    assert (check.need, check.slack) == pytest.approx((nearest, -abs(days - nearest)))


def test_days_only_where_a_house_is_open() -> None:
    region = instance()
    chosen = plan(region, {"f": {"h1": 0}})
    days = chosen.days.copy()
    days[0, :3] = [4, 0, 3]
    judged = judge_plan(region, replace(chosen, days=days))
    broken = [(check.rule, check.site, check.have) for check in judged.evaluation.violations]
    assert broken == [(Rule.DAYS_PER_WEEK_STEPS, "h1", 4), (Rule.DAYS_PER_WEEK_STEPS, "s1", 3)]
    assert judged.evaluation.days[0].tolist() == pytest.approx([3000 / 540, 0, 0, 0])


def test_number_of_sites_exactly() -> None:
    sets = {"functions.f.number_of_sites": {"exactly": 2}}
    assert judge(sets, HOUSE).evaluation.feasible
    one = judge(sets, {"f": {"h1": 0}})
    assert one.check(Rule.NUMBER_OF_SITES, item="at_least").slack == -1
    assert one.check(Rule.NUMBER_OF_SITES, item="at_most").slack == 1


def test_units_cannot_be_negative() -> None:
    sets: Sets = {"equipment.scanner": {"title": "Scanner"}}
    (broken,) = judge(sets, {"f": {"h1": 0}}, {"scanner": {"h1": -1}}).evaluation.violations
    assert (broken.rule, broken.item, broken.slack) == (Rule.REQUIRED_EQUIPMENT, "scanner", -1)


def test_rooms_freed_by_one_function_may_be_used_by_another() -> None:
    sets = {**G, **TODAY, "sites.s1.free_room_days_per_week": {}, "policy.existing_in_houses": "free"}
    assert judge(sets, {"f": {"h1": 0}, "g": {"h1": 0, "s1": 1}}).evaluation.feasible
    (broken,) = judge(sets, {"f": {"h1": 0, "s1": 1}, "g": {"h1": 0, "s1": 1}}).evaluation.violations
    assert (broken.rule, broken.need, broken.have) == (Rule.FREE_ROOM_DAYS, 0, 1)


def test_staff_days_are_counted_over_all_houses_of_a_hospital() -> None:
    sets: Sets = {
        "staff_roles.nurse": {"title": "N", "extra_days_per_week": {"h1": 3}},
        "functions.f.staff_per_clinic_day": {"nurse": 1},
        "sites.s2.parent_hospital": "h2",
        "policy.hospital_functions": "free",
    }
    judged = judge(sets, {"f": {"h1": 0, "h2": 0, "s1": 2, "s2": 1}})
    assert judged.check(Rule.STAFF_DAYS, "", "h1").slack == 1
    assert judged.check(Rule.STAFF_DAYS, "", "h2").slack == -1  # not in the list: sends nothing extra


def judged_with(rule: Rule, exceptions: Sets) -> Judged:
    case = BREAKS[rule]
    return judge({**case.sets, "exceptions": exceptions}, case.places, case.units, case.level)


def exception(site: str, rule: Rule, function: str | None = None) -> Sets:
    return {"excused": {"site": site, "function": function, "rules": [rule], "reason": "r"}}


@pytest.mark.parametrize("function", [None, "f"])
@pytest.mark.parametrize("rule", sorted(WAIVABLE))
def test_waived_here(rule: Rule, function: str | None) -> None:
    case = BREAKS[rule]
    judged = judged_with(rule, exception(case.site, rule, function))
    (check,) = [c for c in judged.evaluation.checks if c.rule is rule and c.site == case.site and not c.kept]
    assert (check.waived_by, check.binds, check.violated) == ("excused", False, False)
    assert (check.have, check.need) == pytest.approx((case.have, case.need))
    assert judged.evaluation.feasible


@pytest.mark.parametrize("rule", sorted(WAIVABLE - {Rule.TARGET_VISITS}))
def test_not_waived_elsewhere(rule: Rule) -> None:
    judged = judged_with(rule, exception("s2", rule))
    assert [check.rule for check in judged.evaluation.violations] == [rule]


def test_staff_may_be_waived_at_the_house() -> None:
    assert judged_with(Rule.STAFF_DAYS, exception("s1", Rule.STAFF_DAYS)).evaluation.feasible


def test_a_waived_target_counts_as_nothing() -> None:
    judged = judged_with(Rule.TARGET_VISITS, exception("s1", Rule.TARGET_VISITS))
    assert judged.evaluation.objectives.quality_visits == 0
    assert judged.evaluation.indicators["clinics_below_target"] == 0


def test_another_functions_exception_does_not_help() -> None:
    case = BREAKS[Rule.MIN_VISITS]
    sets = {**G, **case.sets, "exceptions": exception("s1", Rule.MIN_VISITS, "g")}
    assert judge(sets, {**case.places, "g": {"h1": 0}}).evaluation.violations


def test_any_function_that_uses_the_equipment_excuses_it() -> None:
    case = BREAKS[Rule.MIN_UTILISATION]
    sets = {**G, **case.sets, "exceptions": exception("s1", Rule.MIN_UTILISATION, "g")}
    places = {**case.places, "g": {"h1": 0}}
    assert judge(sets, places, case.units).evaluation.violations
    sets["functions.g"] = {**G["functions.g"], "equipment": {"scanner": {"minutes_per_visit": 1}}}
    assert judge(sets, places, case.units).evaluation.feasible


@pytest.mark.parametrize(("excused", "bound", "violated"), [("f", 1, True), ("g", 2, True), (None, None, False)])
def test_the_days_of_an_excused_function_do_not_use_up_rooms(
    excused: str | None, bound: float | None, *, violated: bool
) -> None:
    sets = {
        **G,
        "sites.s1.free_room_days_per_week": {"consultation": 0.5},
        "exceptions": exception("s1", Rule.FREE_ROOM_DAYS, excused),
    }
    judged = judge(sets, {"f": {"h1": 0, "s1": 2}, "g": {"h1": 0, "s1": 1}})
    checks = [check for check in judged.evaluation.checks if check.rule is Rule.FREE_ROOM_DAYS]
    assert [check.have for check in checks if check.binds] == ([] if bound is None else [bound])
    assert [check.have for check in checks if check.waived_by] == [3]
    assert (not judged.evaluation.feasible) is violated
