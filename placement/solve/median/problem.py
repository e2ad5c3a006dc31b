"""The p-median problem as arrays, and the interchange heuristic on it.

Vertex substitution (interchange) closes one open site and opens another. What each pair changes is computed for all
pairs together from each unit's nearest and second nearest open site: Whitaker, *INFOR* 21, 1983; Resende and Werneck,
*Annals of Operations Research* 150, 2007.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.solve.result import Status
from placement.solve.stage import INF

RELATIVE = 1e-9
"""Differences below this share of the objective are rounding noise."""


@dataclass(frozen=True, eq=False)
class Sites:
    """The sites that may still be open, and what they cost; one row per site, so that a site's costs lie together.

    Attributes:
        cost: ``(S, U)`` cost of serving each unit from each site, in the objective's unit.
        ids: ``(S,)`` the caller's index of each site.
        fixed: ``(S,)`` bool: open in every plan worth considering.
        count: how many are open.
    """

    cost: Floats
    ids: Ints
    fixed: Bools
    count: int

    def without(self, closed: Bools) -> Sites:
        """The same without the sites marked in ``(S,)``."""
        return Sites(np.ascontiguousarray(self.cost[~closed]), self.ids[~closed], self.fixed[~closed], self.count)

    def with_open(self, fixed: Bools) -> Sites:
        """The same with more sites certainly open."""
        return Sites(self.cost, self.ids, self.fixed | fixed, self.count)

    def rows(self, ids: Ints) -> Ints:
        """Rows of the caller's indices; those that are left out already are skipped."""
        return np.flatnonzero(np.isin(self.ids, ids))


@dataclass(frozen=True, eq=False)
class MedianAnswer:
    """What is known about the best set of open sites.

    Attributes:
        open: the caller's indices of the open sites, increasing; empty without a plan.
        objective: what they cost, in the costs' unit.
        bound: no plan costs less.
        status: ``OPTIMAL`` only when the asked gap is proven.
        stopped: what ended the search early: ``time_limit``, ``interrupt`` or nothing.
    """

    open: Ints
    objective: float
    bound: float
    status: Status
    stopped: str = ""


@dataclass(eq=False)
class Incumbent:
    """The best plan so far.

    Attributes:
        open: the caller's indices of its sites.
        cost: of it, in the costs' unit.
    """

    open: Ints
    cost: float = INF

    def offer(self, open_: Ints, cost: float) -> bool:
        """Take a plan if it is better by more than rounding; says whether it was."""
        better = cost < self.cost - RELATIVE * abs(cost)
        if better:
            self.open, self.cost = np.sort(open_), cost
        return better

    @property
    def noise(self) -> float:
        """Differences below this are rounding."""
        return RELATIVE * max(1.0, abs(self.cost))


def greedy(sites: Sites) -> Ints:
    """Rows to open, chosen one by one: each the one that saves most. Certainly open ones come first."""
    chosen = np.flatnonzero(sites.fixed).tolist()
    served = np.full(sites.cost.shape[1], float(sites.cost.max(initial=0.0)) * 2 + 1)
    if chosen:
        served = sites.cost[chosen].min(axis=0)
    while len(chosen) < sites.count:
        total = np.minimum(sites.cost, served).sum(axis=1)
        total[chosen] = np.inf
        chosen.append(int(np.argmin(total)))
        served = np.minimum(served, sites.cost[chosen[-1]])
    return np.array(chosen, dtype=np.int64)


def nearest_two(cost: Floats, open_: Ints) -> tuple[Ints, Floats, Floats]:
    """For each unit the position in ``open_`` of the site that serves it, its cost and that of the second best."""
    own = cost[open_]
    position = np.argmin(own, axis=0)
    units = np.arange(own.shape[1])
    first = own[position, units]
    if len(open_) == 1:
        return position, first, np.full(len(units), max(float(cost.max()), 0.0) + 1.0)
    own[position, units] = np.inf
    return position, first, own.min(axis=0)


def swap_changes(cost: Floats, open_: Ints) -> Floats:
    """``(S, len(open_))`` what the objective changes by when a row opens and a position of ``open_`` closes instead."""
    position, first, second = nearest_two(cost, open_)
    order = np.argsort(position, kind="stable")
    starts = np.searchsorted(position[order], np.arange(len(open_)))
    lost = np.clip(cost, first, second)[:, order] - first[order]
    lost = np.add.reduceat(np.append(lost, np.zeros((len(cost), 1)), axis=1), starts, axis=1)
    lost[:, np.bincount(position, minlength=len(open_)) == 0] = 0.0
    gained: Floats = np.minimum(cost - first, 0.0).sum(axis=1)
    change: Floats = lost + gained[:, None]
    return change


def improve(sites: Sites, open_: Ints) -> tuple[Ints, float]:
    """Make the swap that saves most as long as one saves anything; returns the open rows and their cost."""
    open_ = open_.copy()
    kept = np.flatnonzero(sites.fixed[open_])
    cost = float(sites.cost[open_].min(axis=0).sum())
    while len(open_) < len(sites.cost):
        change = swap_changes(sites.cost, open_)
        change[open_] = np.inf
        change[:, kept] = np.inf
        row, position = divmod(int(np.argmin(change)), len(open_))
        if not change[row, position] < -1e-12 * max(1.0, abs(cost)):
            break
        open_[position] = row
        before, cost = cost, float(sites.cost[open_].min(axis=0).sum())
        if cost >= before:
            break
    return open_, cost


def shaken(sites: Sites, open_: Ints, swaps: int, dice: np.random.Generator) -> Ints:
    """The open rows with so many of them swapped at random for closed ones; certainly open ones stay."""
    closed = np.setdiff1d(np.arange(len(sites.cost)), open_)
    movable = np.flatnonzero(~sites.fixed[open_])
    swaps = min(swaps, len(closed), len(movable))
    shaken_ = open_.copy()
    shaken_[dice.permutation(movable)[:swaps]] = dice.permutation(closed)[:swaps]
    return shaken_
