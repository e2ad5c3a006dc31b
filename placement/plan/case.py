"""The case before the judge: scenario, today, plan, what follows from it, and who has been excused from what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.instance.instance import Bools, Instance, Today
from placement.plan.allocate import Flows
from placement.plan.evaluation import RuleCheck
from placement.plan.plan import Plan
from placement.plan.soft import priced
from placement.scenario.offers import Function, StaffRole
from placement.scenario.places import Site
from placement.scenario.quantity import Quantity
from placement.scenario.rules import Rule

Sense = Literal["at_least", "at_most", "exactly"]
Waivers = Mapping[tuple[Rule, int, int], str]
ANYWHERE = -1
"""Stands for no function or no site."""


@dataclass(frozen=True, eq=False)
class Case:
    """Everything a rule may look at.

    Attributes:
        instance: the scenario as arrays.
        today: what stands today.
        plan: the plan judged.
        flows: what it does to the visits.
        waivers: id of the exception that waives a rule for a function (index) at a site (index).
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
        """What the scenario says about a function."""
        return self.instance.scenario.functions[self.instance.function_ids[function]]

    def site(self, site: int) -> Site:
        """What the scenario says about a site."""
        return self.instance.scenario.sites[self.instance.site_ids[site]]

    def role(self, role: int) -> StaffRole:
        """What the scenario says about a staff role."""
        return self.instance.scenario.staff_roles[self.instance.role_ids[role]]

    def functions(self) -> Iterator[tuple[int, Function]]:
        """Index and text of every function."""
        for index, name in enumerate(self.instance.function_ids):
            yield index, self.instance.scenario.functions[name]

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
        """A rule at a place (indices of function and site, either may be ANYWHERE).

        ``units`` is how many units of a soft rule's price one ``unit`` of the rule is.
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
    """Who has been excused from what; the first exception that says so is named."""
    found: dict[tuple[Rule, int, int], str] = {}
    for name, exception in instance.scenario.exceptions.items():
        site = instance.site_ids.index(exception.site)
        for f, function in enumerate(instance.function_ids):
            if exception.function in (None, function):
                for rule in exception.rules:
                    found.setdefault((rule, f, site), name)
    return found
