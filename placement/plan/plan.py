"""The records of an answer: a plan, and what the judge finds about it.

A plan is what is open where, how many days and units, and who is seen where; the judge (``placement.plan.evaluate``)
adds volumes, aims, money and the slack of every rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isinf
from typing import NamedTuple

import numpy as np

from placement.instance.instance import SAME, Bools, Floats, Ints
from placement.scenario.brief import brief
from placement.scenario.schema.rules import Rule


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan, independent of how it was found.

    Attributes:
        open: ``(F, S)`` bool.
        days: ``(F, S)`` clinic days a week at houses; 0 at hospitals and where closed.
        units: ``(E, S)`` equipment units.
        home_level: ``(F,)`` index of the chosen home level; 0 is today.
        assign: ``(F, U, S)`` share of the unit's movable visits that is *seen* at the site, overflow left out:
            what overflows from a house is seen at its overflow hospital and counted there. Sums to 1 over the sites
            for each unit that has movable visits.
    """

    open: Bools
    days: Floats
    units: Ints
    home_level: Ints
    assign: Floats

    __repr__ = brief


def same_plan(one: Plan, other: Plan) -> bool:
    """Whether two plans of one scenario are equal in every array."""
    parts = ("open", "days", "units", "home_level", "assign")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)


TOLERANCE = SAME
"""Relative slack below which a rule counts as kept."""


class RuleCheck(NamedTuple):
    """One rule at one place. A named tuple because it is quick to make: a search judges hundreds of plans.

    Attributes:
        rule: its name.
        function, site: ids; empty where the rule is not about one (budgets, changes).
        item: id of the equipment type, staff role, room kind or required function it is about; empty without one.
        have: the value seen.
        need: the bound that binds this plan.
        slack: how much room is left, in ``unit``; negative when the rule is broken.
        unit: unit of ``have``, ``need`` and ``slack``.
        binds: False where the rule is shown but does not bind: waived by an exception, or only reported because the
            function is there today.
        waived_by: id of the exception that waives it.
        threshold: the rule's own threshold, where ``need`` is less strict because of today's value (*fortsat*).
        owner: who owns the threshold, where the scenario says so.
        soft: id of the soft rule that lets it be broken at a price; empty where it is hard.
        may_lack: by how much it may then be broken, in ``unit``.
        price: the price of breaking it, DKK a year.
        phase: id of the phase, for a rule between phases.
    """

    rule: Rule
    function: str
    site: str
    item: str
    have: float
    need: float
    slack: float
    unit: str
    binds: bool = True
    waived_by: str = ""
    threshold: float | None = None
    owner: str = ""
    soft: str = ""
    may_lack: float = 0.0
    price: float = 0.0
    phase: str = ""

    @property
    def kept(self) -> bool:
        """Whether the rule is satisfied, within the tolerance."""
        return self.excess(0.0) <= TOLERANCE

    @property
    def violated(self) -> bool:
        """Whether a binding rule is broken by more than a soft rule allows."""
        return self.binds and self.excess(self.may_lack) > TOLERANCE

    @property
    def bought(self) -> bool:
        """Whether the rule is broken, as a soft rule allows at a price."""
        return self.binds and bool(self.soft) and not self.kept and not self.violated

    def excess(self, allowed: float) -> float:
        """By how much it is broken beyond ``allowed``, relative to the larger of bound, value and 1; may be inf."""
        broken = max(0.0, -self.slack - allowed)
        return broken if isinf(broken) else broken / max(1.0, abs(self.need), abs(self.have))


@dataclass(frozen=True)
class MoneyItem:
    """One payer's share of one cost item, relative to today.

    Attributes:
        payer: a key of the scenario's `terms.payers`, or ``citizen``.
        item: name of the item (``docs/model.md``, the aims).
        function, site: ids where the item belongs to one; empty otherwise.
        money_per_year: running cost; positive is dearer than today.
        investment: investment.
        own: whether the payer is the one with the scenario's own budget.
    """

    payer: str
    item: str
    function: str
    site: str
    money_per_year: float
    investment: float
    own: bool = False


@dataclass(frozen=True)
class Objectives:
    """The three aims in real units; all are minimised.

    Attributes:
        citizen_minutes: minutes a year, both ways.
        quality_visits: visits a year of lost quality.
        economy: DKK a year relative to today, annuities and prices of soft rules included.
    """

    citizen_minutes: float
    quality_visits: float
    economy: float

    def as_tuple(self) -> tuple[float, float, float]:
        """``(citizen_minutes, quality_visits, economy)``."""
        return self.citizen_minutes, self.quality_visits, self.economy


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What the judge finds about a plan.

    Attributes:
        objectives: the three aims.
        indicators: named numbers; units in the names.
        checks: every rule at every place where it applies.
        money: every item of running cost and investment that is not 0.
        volume: ``(F, S)`` visits a year seen at the site, fixed visits included.
        sent: ``(F, S)`` movable visits a year whose door is the site, before overflow.
        capacity: ``(F, S)`` visits a year the days hold at houses; inf at hospitals.
        seen: ``(F, U, S)`` visits a year of the unit seen at the site, all kinds but fixed.
        home: ``(F, U)`` visits a year at home.
        minutes_by_unit: ``(F, U)`` mean one-way minutes of the unit's visits, home as 0; NaN without visits.
        utilisation: ``(E, S)`` share of the units' capacity in use; 0 without units.
        days: ``(F, S)`` clinic days a week, hospitals' continuous days included.
        taken_back: ``(S, K)`` room-days a week that tenants give up.
        recruited: ``(R, S)`` days a week that each hospital recruits for.
        home_days: ``(F, R, S)`` person-days a week at home beyond today, by the hospital that sends them.
    """

    objectives: Objectives
    indicators: Mapping[str, float]
    checks: tuple[RuleCheck, ...]
    money: tuple[MoneyItem, ...]
    volume: Floats
    sent: Floats
    capacity: Floats
    seen: Floats
    home: Floats
    minutes_by_unit: Floats
    utilisation: Floats
    days: Floats
    taken_back: Floats
    recruited: Floats
    home_days: Floats

    __repr__ = brief

    @property
    def violations(self) -> tuple[RuleCheck, ...]:
        """The binding rules that are broken."""
        return tuple(check for check in self.checks if check.violated)

    @property
    def operating(self) -> float:
        """The running cost of the own budget relative to today, DKK a year."""
        return sum(item.money_per_year for item in self.money if item.own)

    @property
    def investment(self) -> float:
        """Investment, DKK."""
        return sum(item.investment for item in self.money)

    @property
    def feasible(self) -> bool:
        """Whether no binding rule is broken."""
        return not self.violations
