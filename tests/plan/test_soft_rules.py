"""What the judge says of rules that may be broken at a price."""

from __future__ import annotations

from typing import Any

import pytest

from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import SOFTENABLE, Rule
from tests.helpers.judged import Judged, Sets, judge
from tests.plan.test_every_rule import BREAKS

UNITS = {Rule.MIN_UTILISATION: 21600, Rule.MAX_UTILISATION: 21600, Rule.MAX_TRAVEL: 3000}
"""Minutes a year of the one scanner, and visits a year; where a rule's own unit is a share."""
PRICE = 7.0


def softened(rule: Rule, **soft: Any) -> Judged:
    case = BREAKS[rule]
    written = {"rule": str(rule), "price_per_unit": PRICE, "reason": "r", **soft}
    sets: Sets = {**case.sets, "policy.soft_rules": {"a": written}}
    return judge(sets, case.places, case.units, case.level)


def broken(rule: Rule, judged: Judged) -> RuleCheck:
    case = BREAKS[rule]
    (found,) = (
        check
        for check in judged.evaluation.checks
        if (check.rule, check.function, check.site, check.unit) == (rule, case.function, case.site, case.unit)
        and case.item in (None, check.item)
    )
    return found


def lacking(rule: Rule) -> float:
    return abs(BREAKS[rule].have - BREAKS[rule].need) * UNITS.get(rule, 1)


@pytest.mark.parametrize("rule", sorted(SOFTENABLE))
def test_every_soft_rule_has_its_price(rule: Rule) -> None:
    hard, soft = judge(*BREAKS[rule][:2], BREAKS[rule].units), softened(rule)
    check = broken(rule, soft)

    assert (check.soft, check.bought, check.violated, check.kept) == ("a", True, False, False)
    assert check.price == pytest.approx(lacking(rule) * PRICE)
    assert check.slack == broken(rule, hard).slack
    assert soft.evaluation.indicators["soft_rules_price_per_year"] == pytest.approx(check.price)
    added = soft.evaluation.objectives.economy - hard.evaluation.objectives.economy
    assert added == pytest.approx(check.price)
    assert soft.evaluation.money == hard.evaluation.money
    assert len(hard.evaluation.violations) == len(soft.evaluation.violations) + 1


@pytest.mark.parametrize("rule", sorted(SOFTENABLE))
def test_no_more_may_be_lacking_than_most(rule: Rule) -> None:
    enough, too_little = softened(rule, most=lacking(rule)), softened(rule, most=lacking(rule) * 0.99)

    assert broken(rule, enough).bought
    assert broken(rule, too_little).violated


def test_a_soft_rule_holds_where_it_names_the_place() -> None:
    named = softened(Rule.FREE_ROOM_DAYS, site="s1", item="consultation")
    elsewhere = softened(Rule.FREE_ROOM_DAYS, site="s2")

    assert broken(Rule.FREE_ROOM_DAYS, named).bought
    assert broken(Rule.FREE_ROOM_DAYS, elsewhere).violated


def test_the_first_that_fits_counts() -> None:
    case = BREAKS[Rule.MAX_CHANGES]
    written = {"rule": "max_changes", "reason": "r"}
    both = {"dear": {**written, "price_per_unit": 500}, "cheap": {**written, "price_per_unit": 1}}
    check = broken(Rule.MAX_CHANGES, judge({**case.sets, "policy.soft_rules": both}, case.places))

    assert (check.soft, check.price) == ("dear", 500)


def test_what_an_exception_waives_costs_nothing() -> None:
    case = BREAKS[Rule.RETAINED_VOLUME]
    sets = {
        **case.sets,
        "policy.soft_rules": {"a": {"rule": "retained_volume", "price_per_unit": 5, "reason": "r"}},
        "exceptions.x": {"site": "h1", "rules": ["retained_volume"], "reason": "r"},
    }
    assert judge(sets, case.places).evaluation.indicators["soft_rules_price_per_year"] == 0


def test_a_rule_that_is_kept_costs_nothing() -> None:
    sets = {
        "policy.max_changes": 3,
        "policy.soft_rules": {"a": {"rule": "max_changes", "price_per_unit": 5, "reason": "r"}},
    }
    check = judge(sets, {"f": {"h1": 0, "s1": 1}}).check(Rule.MAX_CHANGES, "")

    assert (check.soft, check.price, check.bought, check.kept) == ("a", 0, False, True)


def test_without_visits_no_trip_is_too_long() -> None:
    sets = {
        "functions.f.max_travel_minutes": 20,
        "functions.f.visits_per_1000_per_year": 0,
        "policy.soft_rules": {"a": {"rule": "max_travel_minutes", "price_per_unit": 5, "most": 1, "reason": "r"}},
    }
    assert judge(sets, {"f": {"h1": 0}}).check(Rule.MAX_TRAVEL).kept
