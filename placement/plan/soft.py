"""Rules that may be broken at a price: which one holds at a place, and what breaking it costs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from placement.plan.evaluation import RuleCheck
from placement.scenario.frame import SoftRule


def priced(check: RuleCheck, soft_rules: Mapping[str, SoftRule], units: float) -> RuleCheck:
    """The check with the price of breaking it, under the first soft rule that fits; unchanged where none does.

    Args:
        check: a rule at a place.
        soft_rules: those of the scenario.
        units: how many units of the price one unit of the check is; 0 where there is nothing to count.
    """
    if not check.binds:
        return check
    for name, soft in soft_rules.items():
        if _fits(soft, check):
            most = math.inf if soft.most is None or units == 0 else soft.most.value / units
            price = max(0.0, -check.slack) * units * soft.dkk_per_unit.value
            owner = soft.dkk_per_unit.owner or check.owner
            return replace(check, soft=name, may_lack=most, price_dkk=price, owner=owner)
    return check


def _fits(soft: SoftRule, check: RuleCheck) -> bool:
    asked = (soft.function, check.function), (soft.site, check.site), (soft.item, check.item)
    return soft.rule is check.rule and all(wanted in (None, seen) for wanted, seen in asked)


def price_of(checks: Iterable[RuleCheck]) -> float:
    """The price of everything that is broken, DKK a year."""
    return sum(check.price_dkk for check in checks)
