"""How two plans differ: aims, money and trips, other decisions, and the scarce thing two offers compete for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from placement.instance.instance import Instance
from placement.plan.compare import GroupChange, Moved, compare_with_today
from placement.plan.plan import Evaluation, RuleCheck
from placement.scenario.schema.rules import Rule
from placement.solve.result import Prices, Solved

NO_PAIR = (-1, -1)
"""Stands for a pair where none is asked about."""
HOME = "home"
"""Stands for a site where the share at home is meant."""
_LESS_DAYS = 1e-6
_LESS_MONEY = 1.0
_LESS_MINUTES = 1e-3
"""Smaller differences a year count as none."""


class Scarce(NamedTuple):
    """The scarce thing for which two offers compete: the rule, and the ids of what it is about."""

    rule: Rule
    function: str
    site: str
    item: str


@dataclass(frozen=True)
class Displaced:
    """Another decision that changes because of the pair.

    Attributes:
        function, site: ids; ``site`` is ``home`` for another share at home.
        opens: True where it opens, or there is more of it; False where it closes, or there is less.
        visits: visits a year seen at the site, in the plan where it is open; where days alone change, in the plan with
            the pair. NaN at home.
        kind: ``offer``, ``days`` (clinic days a week) or ``home`` (ceiling of the share at home).
        before, after: days, or shares, in the proposal and with the pair; of an offer NaN.
        scarce: what there is too little of for both; None where none was found or looked for.
    """

    function: str
    site: str
    opens: bool
    visits: float
    kind: str = "offer"
    before: float = math.nan
    after: float = math.nan
    scarce: Scarce | None = None

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """The key that no other changed decision shares."""
        return self.function, self.site, self.kind, self.opens


def displaced(proposal: Solved, answer: Solved, pair: tuple[int, int]) -> Iterator[Displaced]:
    """The other decisions that differ in the second plan: offers, then clinic days where both have them, then homes."""
    names, (before, after) = proposal.instance.function_ids, (proposal.plan, answer.plan)
    sites = proposal.instance.site_ids
    for f, s in np.argwhere(before.open != after.open).tolist():
        if (f, s) != pair:
            opens = bool(after.open[f, s])
            seen = (answer if opens else proposal).evaluation.volume[f, s]
            yield Displaced(names[f], sites[s], opens, float(seen))
    both = before.open & after.open & (np.abs(before.days - after.days) > _LESS_DAYS)
    for f, s in np.argwhere(both).tolist():
        days = float(before.days[f, s]), float(after.days[f, s])
        yield Displaced(names[f], sites[s], days[1] > days[0], float(answer.evaluation.volume[f, s]), "days", *days)
    for f in np.flatnonzero(before.home_level != after.home_level).tolist():
        ceilings = proposal.instance.demand.home_ceiling[f]
        shares = float(ceilings[before.home_level[f]]), float(ceilings[after.home_level[f]])
        yield Displaced(names[f], HOME, shares[1] > shares[0], math.nan, "home", *shares)


@dataclass(frozen=True)
class CostItem:
    """A cost item in which two plans differ.

    Attributes:
        payer, item: as in ``Evaluation.money``.
        money_per_year: running cost; ``investment``: investment; the plan's less the proposal's.
    """

    payer: str
    item: str
    money_per_year: float
    investment: float


@dataclass(frozen=True)
class Difference:
    """How one plan differs from the proposal; amounts are the plan's less the proposal's.

    Attributes:
        minutes_per_year, quality_visits, economy: change of the three aims.
        operating_per_year: the region's running cost; ``investment``: investment.
        money_per_minute: kroner paid for each minute saved, or saved for each minute more; NaN unless one rises and the
            other falls.
        items: cost items that differ, the largest first.
        moved: visits that go elsewhere than in the proposal.
        groups: the same by reporting group.
        broken: rules the plan breaks that the proposal keeps.
        total: change of everything at its price: the economy aim, minutes and lost quality, DKK a year; positive is
            worse. NaN where the proposal was not found by prices.
    """

    minutes_per_year: float
    quality_visits: float
    economy: float
    operating_per_year: float
    investment: float
    money_per_minute: float
    items: tuple[CostItem, ...]
    moved: Moved
    groups: tuple[tuple[str, GroupChange], ...]
    broken: tuple[RuleCheck, ...] = ()
    total: float = math.nan


def difference(
    instance: Instance,
    before: Evaluation,
    after: Evaluation,
    broken: tuple[RuleCheck, ...] = (),
    prices: Prices | None = None,
) -> Difference:
    """The costs and gains of one evaluated plan against another.

    Args:
        instance: the scenario as arrays.
        before: the judge's word on the one.
        after: the judge's word on the other.
        broken: rules that the second breaks and the first does not.
        prices: of the aims, where the proposal was found by them.
    """
    aims = zip(before.objectives.as_tuple(), after.objectives.as_tuple(), strict=True)
    minutes, quality, economy = (now - then for then, now in aims)
    against = compare_with_today(instance, before, after)
    return Difference(
        minutes_per_year=minutes,
        quality_visits=quality,
        economy=economy,
        operating_per_year=after.operating - before.operating,
        investment=after.investment - before.investment,
        money_per_minute=exchange(minutes, economy),
        items=tuple(_items(before, after)),
        moved=against.moved,
        groups=tuple(against.groups.items()),
        broken=broken,
        total=_total(minutes, quality, economy, prices),
    )


def _total(minutes: float, quality: float, economy: float, prices: Prices | None) -> float:
    """Everything at its price, DKK a year; NaN without prices, or where minutes come before all else."""
    if prices is None or not math.isfinite(prices.minute):
        return math.nan
    return economy + prices.minute * minutes + (prices.lost_quality_visit or 0.0) * quality


def exchange(minutes: float, economy: float) -> float:
    """DKK for each minute where one rises and the other falls; else NaN."""
    if abs(minutes) < _LESS_MINUTES or minutes * economy >= 0:
        return math.nan
    return abs(economy / minutes)


def _items(before: Evaluation, after: Evaluation) -> list[CostItem]:
    """Cost items that differ, summed by payer and item, the largest first."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for evaluation, sign in ((before, -1.0), (after, 1.0)):
        for item in evaluation.money:
            both = sums[item.payer, item.item]
            both[0] += sign * item.money_per_year
            both[1] += sign * item.investment
    items = [CostItem(*names, *amounts) for names, amounts in sums.items() if max(map(abs, amounts)) >= _LESS_MONEY]
    return sorted(items, key=lambda item: -abs(item.money_per_year) - abs(item.investment))
