"""An exception waives a rule at one place: it is still shown, and no longer binds."""

from __future__ import annotations

import pytest

from placement.scenario.schema.rules import WAIVABLE, Rule
from tests.helpers.judged import G, Judged, Sets, judge
from tests.plan.test_every_rule import BREAKS


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
