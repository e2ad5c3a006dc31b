"""What the plans of a Pareto set mean for a choice: the weights for which each is best, and their exchange rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from placement.instance.instance import Bools, Floats
from placement.scenario.schema.frame import AIMS, Aim

GRID = 60
"""Steps along each side of the grid of weights on which shares are counted."""
TIE = 1e-9
"""Plans whose scaled objectives differ by less are equally good."""
THIN = 1e-6
"""A polygon in the triangle of weights no wider than this counts as empty."""
_AIMS = 3


@dataclass(frozen=True, eq=False)
class Weighing:
    """Finds which plan is best for given weights, and for which weights a plan is best.

    Attributes:
        regrets: ``(P, 3)`` (aim − ideal) / range of each plan.
        balanced: whether a plan's objective is its largest weighted regret; otherwise it is their sum.
    """

    regrets: Floats
    balanced: bool

    def objectives(self, weights: Floats) -> Floats:
        """``(..., P)`` objective of each plan for ``(..., 3)`` weights."""
        weighted: Floats = weights[..., None, :] * self.regrets
        result: Floats = weighted.max(axis=-1) if self.balanced else weighted.sum(axis=-1)
        return result

    def best(self, weights: Floats) -> int:
        """Position of the best plan; among equally good ones, of the one with the smallest sum of regrets."""
        objectives = self.objectives(weights)
        ties = np.flatnonzero(objectives <= objectives.min() + TIE)
        return int(ties[np.argmin(self.regrets[ties].sum(axis=1))])

    @cached_property
    def shares(self) -> Floats:
        """``(P,)`` share of all weights, as counted on a grid, for which each plan is best."""
        steps = [(a, b, GRID - a - b) for a in range(GRID + 1) for b in range(GRID + 1 - a)]
        wins = [self.best(weights) for weights in np.array(steps, dtype=float) / GRID]
        share: Floats = np.bincount(wins, minlength=len(self.regrets)) / len(wins)
        return share

    def representative(self, plan: int) -> Floats | None:
        """``(3,)`` weights with sum 1 for which the plan is best; None where there are none.

        ``balanced``: the reciprocals of its regrets. Otherwise the middle of its polygon in the triangle of weights.
        """
        weights = self._reciprocals(plan) if self.balanced else self._middle(plan)
        return None if weights is None else weights / weights.sum()

    def _reciprocals(self, plan: int) -> Floats:
        """``(3,)`` 1 / regret of each aim; a regret of 0 is replaced by the least positive regret of any plan."""
        least = np.array([min((r for r in column if r > TIE), default=1.0) for column in self.regrets.T])
        result: Floats = 1 / np.maximum(self.regrets[plan], least)
        return result

    def _middle(self, plan: int) -> Floats | None:
        corners = np.eye(_AIMS)
        for worse in self.regrets - self.regrets[plan]:
            corners = _clipped(corners, corners @ worse)
        spread = np.ptp(corners, axis=0) if len(corners) else np.zeros(_AIMS)
        return corners.mean(axis=0) if (spread > THIN).sum() > 1 else None

    def interval(self, plan: int, weights: Floats, aim: int) -> tuple[float, float]:
        """The interval of the aim's share of the weights in which the plan stays best.

        The other two keep their proportion. NaN where the plan is not best to begin with.
        """
        total = float(weights.sum())
        rest = weights.copy()
        rest[aim] = 0.0
        if rest.sum() <= 0:
            rest = 1.0 - np.eye(_AIMS)[aim]
        rest, end = rest / rest.sum(), np.eye(_AIMS)[aim]
        marks = self._crossings(plan, rest, end)
        middles = (marks[:-1] + marks[1:]) / 2
        good = self._is_best(plan, middles[:, None] * end + (1 - middles[:, None]) * rest)
        share = float(weights[aim]) / total
        here = self._is_best(plan, np.atleast_2d(share * end + (1 - share) * rest))[0]
        return _around(share, marks, good) or ((share, share) if here else (float("nan"), float("nan")))

    def _is_best(self, plan: int, weights: Floats) -> Bools:
        objectives = self.objectives(weights)
        good: Bools = objectives[:, plan] <= objectives.min(axis=1) + TIE
        return good

    def _crossings(self, plan: int, rest: Floats, end: Floats) -> Floats:
        """Shares of the way from weights ``rest`` to ``end`` at which the best plan may change, 0 and 1 among them.

        Objectives are piecewise linear on the way: these are the crossings of the plan's pieces with those of other
        plans.
        """
        starts, ends = self.regrets * rest, self.regrets * end
        if not self.balanced:
            starts, ends = starts.sum(axis=1, keepdims=True), ends.sum(axis=1, keepdims=True)
        slopes = ends - starts
        rise = slopes[plan][:, None, None] - slopes
        with np.errstate(divide="ignore", invalid="ignore"):
            met = ((starts - starts[plan][:, None, None]) / rise).ravel()
        inside = met[np.isfinite(met) & (met > TIE) & (met < 1 - TIE)]
        marks: Floats = np.unique(np.concatenate(([0.0, 1.0], inside.round(12))))
        return marks


def _clipped(corners: Floats, heights: Floats) -> Floats:
    """The part of a polygon (``(N, 3)`` corners in order) where a linear function is at least 0."""
    kept: list[Floats] = []
    for n, (corner, height) in enumerate(zip(corners, heights, strict=True)):
        before, low = corners[n - 1], heights[n - 1]
        if (height < -TIE < TIE < low) or (low < -TIE < TIE < height):
            kept.append(before + (corner - before) * (low / (low - height)))
        if height >= -TIE:
            kept.append(corner)
    return np.array(kept).reshape(-1, _AIMS)


def _around(share: float, marks: Floats, good: Bools) -> tuple[float, float] | None:
    """The longest interval of good pieces between ``marks`` that contains ``share``; None where none does."""
    touching = [n for n in range(len(good)) if good[n] and marks[n] - TIE <= share <= marks[n + 1] + TIE]
    if not touching:
        return None
    first, last = touching[0], touching[-1]
    while first > 0 and good[first - 1]:
        first -= 1
    while last < len(good) - 1 and good[last + 1]:
        last += 1
    return float(marks[first]), float(marks[last + 1])


DKK = 100_000.0
"""Rates are per this many DKK a year."""
PAIRS: tuple[tuple[Aim, Aim], ...] = (("economy", "citizen"), ("economy", "quality"), ("quality", "citizen"))
"""The aims traded: the one paid with, and the one bought."""
SAME = 1e-9


@dataclass(frozen=True)
class Exchange:
    """The step from one plan to the next that is better in one aim.

    Attributes:
        paid, gained: the aims.
        before, after: positions of the plans.
        price: how much worse ``paid`` gets; ``gain``: how much better ``gained`` gets. Both are positive.
        other: change of the third aim; positive is worse.
    """

    paid: Aim
    gained: Aim
    before: int
    after: int
    price: float
    gain: float
    other: float

    @property
    def per_unit(self) -> float:
        """Gain per 100,000 DKK, or per visit of lost quality."""
        return self.gain / self.price * (DKK if self.paid == "economy" else 1.0)


@dataclass(frozen=True)
class Next:
    """What the next 100,000 DKK a year buy beyond one plan.

    Attributes:
        gained: the aim.
        within: the best exchange for at most 100,000 DKK; None where that buys nothing.
        beyond: the cheapest exchange that costs more; None where none is known.
    """

    gained: Aim
    within: Exchange | None
    beyond: Exchange | None


def exchange(aims: Floats, paid: Aim, gained: Aim, before: int, after: int) -> Exchange:
    """The exchange between two plans of ``(P, 3)`` aims."""
    p, g = AIMS.index(paid), AIMS.index(gained)
    change = aims[after] - aims[before]
    return Exchange(paid, gained, before, after, float(change[p]), float(-change[g]), float(change[3 - p - g]))


def exchanges(aims: Floats) -> list[Exchange]:
    """For each of ``PAIRS`` the exchanges along its two-dimensional front, by rising cost."""
    return [each for paid, gained in PAIRS for each in _staircase(aims, paid, gained)]


def _staircase(aims: Floats, paid: Aim, gained: Aim) -> Iterator[Exchange]:
    p, g = AIMS.index(paid), AIMS.index(gained)
    stairs: list[int] = []
    for n in np.lexsort((aims[:, 3 - p - g], aims[:, g], aims[:, p])):
        if not stairs or aims[n, g] < aims[stairs[-1], g] - SAME * max(1.0, abs(float(aims[n, g]))):
            stairs.append(int(n))
    yield from (exchange(aims, paid, gained, *pair) for pair in pairwise(stairs))


def next_buys(aims: Floats, plan: int) -> list[Next]:
    """What 100,000 DKK a year more than a plan costs buy of the aims citizen and quality."""
    return [_next(aims, plan, gained) for paid, gained in PAIRS if paid == "economy"]


def _next(aims: Floats, plan: int, gained: Aim) -> Next:
    dearer = np.flatnonzero(aims[:, AIMS.index("economy")] > aims[plan, AIMS.index("economy")])
    offers = [exchange(aims, "economy", gained, plan, int(other)) for other in dearer]
    useful = [one for one in offers if one.gain > SAME * max(1.0, abs(float(aims[plan, AIMS.index(gained)])))]
    within = [one for one in useful if one.price <= DKK]
    beyond = [one for one in useful if one.price > DKK]
    return Next(
        gained,
        max(within, key=lambda one: (one.gain, -one.price), default=None),
        min(beyond, key=lambda one: (one.price, -one.gain), default=None),
    )
