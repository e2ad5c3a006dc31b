"""The p-median problem as arrays, its answer, and the best plan known on the way."""

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
