"""Heuristics for the p-median: greedy, and vertex substitution that finds the best of all swaps at once.

Vertex substitution (interchange) closes one open site and opens another. What each pair changes is computed for all
pairs together from each unit's nearest and second nearest open site: Whitaker, *INFOR* 21, 1983; Resende and Werneck,
*Annals of Operations Research* 150, 2007.
"""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Floats, Ints
from placement.solve.median.problem import Sites


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
