"""Each rule says who owns it, where the scenario names somebody."""

from __future__ import annotations

from placement.scenario.schema.rules import Rule
from tests.helpers.judged import judge
from tests.plan.test_every_rule import HOSPITAL, HOUSE

ROOMS = {"sites.s1.free_room_days_per_week": {"consultation": {"value": 3, "owner": "House board"}}}
DOCTORS = {
    "staff_roles.doctor": {"title": "D", "extra_days_per_week": {"h1": {"value": 2, "owner": "Head of H1"}}},
    "functions.f.staff_per_clinic_day": {"doctor": 1},
}
DECIDED = {"decision": "must", "reason": "r", "decided_by": "Council"}


def test_rooms_and_staff_days_have_an_owner() -> None:
    judged = judge({**ROOMS, **DOCTORS}, HOUSE)

    assert judged.check(Rule.FREE_ROOM_DAYS, "", "s1").owner == "House board"
    assert judged.check(Rule.STAFF_DAYS, "", "h1").owner == "Head of H1"


def test_a_decision_is_owned_by_who_took_it() -> None:
    judged = judge({"policy.placements": {"f": {"s1": DECIDED, "h2": {**DECIDED, "decision": "must_not"}}}}, HOUSE)

    assert judged.check(Rule.MUST, "f", "s1").owner == "Council"
    assert judged.check(Rule.MUST_NOT, "f", "h2").owner == "Council"


def test_a_rule_without_a_number_takes_the_owner_that_the_policy_names() -> None:
    named = {"policy.rule_owners": {"max_changes": "Council", "scope": "Ministry"}, "policy.max_changes": 1}
    judged = judge(named, HOUSE)

    assert judged.check(Rule.MAX_CHANGES, "").owner == "Council"
    assert judged.check(Rule.SCOPE, "f", "s1").owner == "Ministry"
    assert judged.check(Rule.ALLOWED_AT, "f", "s1").owner == ""


def test_the_owner_of_the_number_comes_before_the_owner_of_the_rule() -> None:
    named = {
        "policy.rule_owners": {"free_room_days_per_week": "Council", "min_visits_per_year": "Council"},
        "functions.f.min_visits_per_year": 5,
    }
    judged = judge({**ROOMS, **named}, HOUSE)

    assert judged.check(Rule.FREE_ROOM_DAYS, "", "s1").owner == "House board"
    assert judged.check(Rule.MIN_VISITS, "f", "s1").owner == "Council"


def test_nobody_owns_what_nobody_names() -> None:
    assert {check.owner for check in judge({}, HOSPITAL).evaluation.checks} == {""}
