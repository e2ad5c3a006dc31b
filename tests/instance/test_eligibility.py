"""Each static rule keeps the function from exactly the sites it should."""

from __future__ import annotations

import pytest

from placement.scenario.schema.rules import Rule
from tests.helpers.judged import G, instance

SITES = ("h1", "h2", "s1", "s2")
STATIC = {
    "outside the scope": ({"sites.s1.scope": "outside", "sites.s1.scope_reason": "x"}, Rule.SCOPE, {"s1"}),
    "does not stand": ({"sites.s1.existing": False}, Rule.NO_NEW_HOUSES, {"s1"}),
    "may be built": ({"sites.s1.existing": False, "policy.no_new_houses": False}, Rule.NO_NEW_HOUSES, set()),
    "kind of site": ({"functions.f.allowed_at": ["hospital"]}, Rule.ALLOWED_AT, {"s1", "s2"}),
    "psychiatry house": ({"sites.s2.kind": "outreach_point"}, Rule.ALLOWED_AT, {"s2"}),
    "approved sites": (
        {"functions.f.level": "approved", "functions.f.approved_sites": ["h1", "s2"]},
        Rule.PLANNING_LEVEL,
        {"h2", "s1"},
    ),
    "highly specialised": ({"functions.f.level": "hospitals_only"}, Rule.PLANNING_LEVEL, {"s1", "s2"}),
    "branch of an approved department": (
        {
            "functions.f.level": "outreach",
            "functions.f.approved_sites": ["h1"],
            "sites.s2.parent_hospital": "h2",
        },
        Rule.PLANNING_LEVEL,
        {"h2", "s2"},
    ),
    "backup too far": ({"functions.f.backup_hospital_within_minutes": 30}, Rule.BACKUP_HOSPITAL, {"s1"}),
    "backup just within": ({"functions.f.backup_hospital_within_minutes": 40}, Rule.BACKUP_HOSPITAL, set()),
    "partner not committed": (
        {
            "functions.f.requires_on_site": ["doctor"],
            "sites.s1.partners": {"doctor": "committed"},
            "sites.s2.partners": {"doctor": "interested"},
        },
        Rule.REQUIRES_ON_SITE,
        {"s2"},
    ),
    "no visit fits the day": (
        {
            "staff_roles": {"doctor": {"title": "D"}},
            "functions.f.staff_per_clinic_day": {"doctor": 1},
            "functions.f.staff_workday_minutes": 109,  # s1: 109 − 2 · 40 = 29 minutes; s2: 59
        },
        Rule.CLINIC_CAPACITY,
        {"s1"},
    ),
}


@pytest.mark.parametrize(("sets", "rule", "sites"), STATIC.values(), ids=STATIC)
def test_static_rule(sets, rule, sites):
    region = instance(sets)

    found = {SITES[s] for (_, s), rules in region.barred.items() if rule in rules}
    others = {found for rules in region.barred.values() for found in rules} - {rule}

    assert found == sites
    assert not others


def test_every_rule_that_bars_is_named_and_must_not_is_last():
    decision = {"f": {"s1": {"decision": "must_not", "reason": "x"}}}
    region = instance(
        {"sites.s1.existing": False, "functions.f.allowed_at": ["hospital"], "policy.placements": decision}
    )

    assert region.barred[0, 2] == (Rule.NO_NEW_HOUSES, Rule.ALLOWED_AT, Rule.MUST_NOT)


def test_an_exception_waives_its_rule_at_its_place_for_its_function():
    limit = {f"functions.{f}.backup_hospital_within_minutes": 20 for f in "fg"}
    exception = {"x": {"site": "s1", "function": "f", "rules": ["backup_hospital_within_minutes"], "reason": "x"}}
    region = instance({**G, **limit, "exceptions": exception})

    assert set(region.barred) == {(0, 3), (1, 2), (1, 3)}
    assert region.is_waived(Rule.BACKUP_HOSPITAL, 0, 2)
    assert not region.is_waived(Rule.BACKUP_HOSPITAL, 1, 2)


def test_an_exception_without_a_function_holds_for_all():
    exception = {"x": {"site": "s1", "rules": ["min_days_per_week"], "reason": "x"}}
    region = instance({**G, "exceptions": exception})

    assert region.waived[Rule.MIN_DAYS_PER_WEEK].tolist() == [[False, False, True, False]] * 2


def test_hospitals_stay_as_today_unless_they_are_free_or_must():
    must = {"f": {"h2": {"decision": "must", "reason": "x"}}}

    assert instance().allowed[0].tolist() == [True, False, True, True]
    assert instance({"policy.hospital_functions": "free"}).allowed[0].tolist() == [True] * 4
    assert instance({"policy.placements": must}).allowed[0].tolist() == [True] * 4
    assert instance({"baseline.rows": {}}).allowed[0].tolist() == [True] * 4


def test_what_is_open_today_may_stay_although_a_rule_bars_it_but_not_against_a_decision():
    today = {"baseline.rows.f": {"h1": "open", "s1": 1}, "functions.f.allowed_at": ["hospital"]}
    must_not = {"f": {"s1": {"decision": "must_not", "reason": "x"}}}

    assert instance(today).allowed[0].tolist() == [True, False, True, False]
    assert instance({**today, "policy.placements": must_not}).allowed[0].tolist() == [True, False, False, False]
