"""The case before the judge: scenario, today, plan, what follows from it, and which rules are waived where.

A check of a rule is made here, with its slack and, where a soft rule lets it be broken, the price of breaking it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.instance.instance import Bools, Instance, Today
from placement.plan.allocate import Flows
from placement.plan.plan import Plan, RuleCheck
from placement.scenario.schema.frame import SoftRule
from placement.scenario.schema.offers import Function, StaffRole
from placement.scenario.schema.places import Site
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule

Sense = Literal["at_least", "at_most", "exactly"]
Waivers = Mapping[tuple[Rule, int, int], str]
ANYWHERE = -1
"""Stands in place of a function or site index where a rule is not about one."""
DAYS, VISITS, YES_NO = "days/week", "visits/year", "yes/no"
"""Units of rule checks."""


@dataclass(frozen=True, eq=False)
class Case:
    """Everything a rule may look at.

    Attributes:
        instance: the scenario as arrays.
        today: what stands today.
        plan: the plan judged.
        flows: what it does to the visits.
        waivers: id of the exception, by rule, function index and site index.
    """

    instance: Instance
    today: Today
    plan: Plan
    flows: Flows
    waivers: Waivers

    @property
    def houses(self) -> Bools:
        """``(S,)`` sites that are not hospitals."""
        return ~self.instance.is_hospital

    def function(self, function: int) -> Function:
        """The scenario's record of a function."""
        return self.instance.scenario.functions[self.instance.function_ids[function]]

    def site(self, site: int) -> Site:
        """The scenario's record of a site."""
        return self.instance.scenario.sites[self.instance.site_ids[site]]

    def role(self, role: int) -> StaffRole:
        """The scenario's record of a staff role."""
        return self.instance.scenario.staff_roles[self.instance.role_ids[role]]

    def open_pairs(self, sites: Bools | None = None) -> Iterator[tuple[int, int]]:
        """Function and site index of every open pair, at the given sites."""
        is_open = self.plan.open if sites is None else self.plan.open & sites
        yield from map(tuple, np.argwhere(is_open).tolist())

    def is_new(self, function: int, site: int) -> bool:
        """Whether the pair is open and not open today."""
        return bool(self.plan.open[function, site] and not self.today.open[function, site])

    def waiver(self, rule: Rule, function: int, site: int) -> str:
        """Id of the exception that waives the rule for the pair; empty where none does."""
        return self.waivers.get((rule, function, site), "")

    def check(
        self,
        rule: Rule,
        place: tuple[int, int],
        have: float,
        sense: Sense,
        need: float,
        unit: str,
        *,
        item: str = "",
        binds: bool = True,
        waived_by: str | None = None,
        threshold: float | None = None,
        owner: str = "",
        units: float = 1.0,
    ) -> RuleCheck:
        """A check of a rule at a place: indices of function and site, either of which may be ANYWHERE.

        ``units`` converts to a soft rule's price: how many priced units one ``unit`` of the rule is.
        """
        function, site = place
        have, need = float(have), float(need)
        excused = self.waiver(rule, function, site) if waived_by is None else waived_by
        check = RuleCheck(
            rule=rule,
            function="" if function == ANYWHERE else self.instance.function_ids[function],
            site="" if site == ANYWHERE else self.instance.site_ids[site],
            item=item,
            have=have,
            need=need,
            slack=_slack(have, sense, need),
            unit=unit,
            binds=bool(binds) and not excused,
            waived_by=excused,
            threshold=threshold,
            owner=owner or self.instance.scenario.policy.rule_owners.get(rule, ""),
        )
        return priced(check, self.instance.scenario.policy.soft_rules, units)


def _slack(have: float, sense: Sense, need: float) -> float:
    if sense == "exactly":
        return -abs(have - need)
    return have - need if sense == "at_least" else need - have


def owner_of(*quantities: Quantity | None) -> str:
    """The owner of the first number that names one."""
    return next((quantity.owner for quantity in quantities if quantity is not None and quantity.owner), "")


def waivers_of(instance: Instance) -> Waivers:
    """By rule, function and site, the id of the first exception that waives it."""
    found: dict[tuple[Rule, int, int], str] = {}
    for name, exception in instance.scenario.exceptions.items():
        site = instance.site_ids.index(exception.site)
        for f, function in enumerate(instance.function_ids):
            if exception.function in (None, function):
                for rule in exception.rules:
                    found.setdefault((rule, f, site), name)
    return found


def priced(check: RuleCheck, soft_rules: Mapping[str, SoftRule], units: float) -> RuleCheck:
    """The check with the price of breaking it, under the first soft rule that fits; unchanged where none does.

    Args:
        check: a rule at a place.
        soft_rules: those of the scenario.
        units: how many priced units one unit of the check is; 0 where there is nothing to count.
    """
    if not check.binds:
        return check
    for name, soft in soft_rules.items():
        if _fits(soft, check):
            most = math.inf if soft.most is None or units == 0 else soft.most.value / units
            price = max(0.0, -check.slack) * units * soft.price_per_unit.value
            owner = soft.price_per_unit.owner or check.owner
            return check._replace(soft=name, may_lack=most, price=price, owner=owner)
    return check


def _fits(soft: SoftRule, check: RuleCheck) -> bool:
    asked = (soft.function, check.function), (soft.site, check.site), (soft.item, check.item)
    return soft.rule is check.rule and all(wanted in (None, seen) for wanted, seen in asked)


def price_of(checks: Iterable[RuleCheck]) -> float:
    """The price of everything that is broken, DKK a year."""
    return sum(check.price for check in checks)
