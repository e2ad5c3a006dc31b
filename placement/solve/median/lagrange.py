"""The Lagrangian bound of the p-median: the rows that every unit is served once are relaxed; sites are then separate.

With multiplier λ[u] a site is worth ρ[s] = Σ_u min(0, c[s,u] − λ[u]), and no plan costs less than Σ λ + the smallest
``count`` of ρ. A site whose opening (or closing) would lift that above the best plan known is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.solve.median.problem import Incumbent, Sites, nearest_two
from placement.solve.stage import INF, Clock, Stage

_PATIENCE = 25
"""Steps without a better bound before steps become smaller."""
_SHRINK = 1.5
"""By which steps are then divided."""
_MEMORY = 0.7
"""Share of the last direction that is added to the subgradient, which alone zigzags."""
_SMALLEST = 1e-5
"""The ascent ends when steps are shrunk to this share of what they began with."""


@dataclass(eq=False)
class Picture:
    """The Lagrangian problem solved for one set of multipliers.

    Attributes:
        bound: no plan costs less.
        worth: ``(S,)`` ρ of each row: 0 or less.
        top: the rows it opens, certainly open ones included.
        last: the largest ρ of the opened rows that are not certain: of the row that gives way when another is opened.
        following: the smallest ρ of the other rows: of the row that is opened when one is closed.
    """

    bound: float
    worth: Floats
    top: Ints
    last: float
    following: float


def picture(sites: Sites, multipliers: Floats, room: Floats | None = None) -> Picture:
    """The Lagrangian problem solved for ``(U,)`` multipliers; ``room`` is an ``(S, U)`` array to work in."""
    total = float(multipliers.sum())
    worth = np.minimum(sites.cost, multipliers, out=room).sum(axis=1) - total
    return opened(sites, total, worth)


def opened(sites: Sites, base: float, worth: Floats) -> Picture:
    """What the Lagrangian problem opens where rows are worth so much and ``base`` is paid whatever is open."""
    certain = np.flatnonzero(sites.fixed)
    free = np.flatnonzero(~sites.fixed)
    wanted = sites.count - len(certain)
    if wanted < len(free):
        nearest = np.argpartition(worth[free], wanted)[: wanted + 1]
        nearest = nearest[np.argsort(worth[free[nearest]], kind="stable")]
        chosen, following = free[nearest[:wanted]], float(worth[free[nearest[wanted]]])
    else:
        chosen, following = free, INF
    last = float(worth[chosen].max()) if len(chosen) else -INF
    top = np.concatenate([certain, chosen])
    return Picture(base + float(worth[top].sum()), worth, top, last, following)


def settled(seen: Picture, limit: float) -> tuple[Bools, Bools]:
    """``(S,)`` each: the rows that no plan within the limit opens, and those that none closes."""
    top = np.zeros(len(seen.worth), dtype=bool)
    top[seen.top] = True
    return ~top & (seen.bound + seen.worth - seen.last > limit), top & (
        seen.bound - seen.worth + seen.following > limit
    )


@dataclass(eq=False)
class Ascent:
    """Multipliers being raised for one set of sites.

    Attributes:
        sites: those still to be decided; fewer as sites are closed for good.
        best: the best plan known.
        multipliers: ``(U,)`` those of the best bound.
        bound: the best bound.
    """

    sites: Sites
    best: Incumbent
    multipliers: Floats
    bound: float = -INF

    def run(self, steps: int, gap: float, stage: Stage, clock: Clock, size: float = 1.0) -> None:
        """Take deflected subgradient steps until the gap is closed, steps are tiny or time is up.

        Args:
            steps: at most so many.
            gap: absolute, in the costs' unit.
            stage: named in progress.
            clock: time, interruption and progress.
            size: of the first steps, as a share of what would reach the best plan's cost.
        """
        now, direction = self.multipliers.copy(), np.zeros_like(self.multipliers)
        room, stalled = np.empty_like(self.sites.cost), 0
        for step in range(steps):
            seen = picture(self.sites, now, room)
            gained = seen.bound - self.bound
            stalled = 0 if gained > 1e-4 * (self.best.cost - self.bound) or self.bound == -INF else stalled + 1
            if gained > 0:
                self.bound, self.multipliers = seen.bound, now.copy()
            if stalled >= _PATIENCE:
                size, stalled = size / _SHRINK, 0
            if step % 50 == 0:
                clock.tell(stage, self.best.cost, min(self.bound, self.best.cost))
            if self.closed(gap) or size < _SMALLEST or out_of_time(clock):
                return
            slope = 1.0 - (self.sites.cost[seen.top] < now).sum(axis=0)
            if self._fix(seen):
                if len(self.sites.ids) == self.sites.count:
                    return
                room = np.empty_like(self.sites.cost)
            direction = slope + _MEMORY * direction
            length = float(direction @ direction)
            if length == 0:
                return
            now = now + size * max(self.best.cost - seen.bound, self.best.noise) / length * direction

    def closed(self, gap: float) -> bool:
        """Whether the best plan is proven within the gap, or no other sites are left."""
        if len(self.sites.ids) == self.sites.count:
            self.bound = self.best.cost
        return self.best.cost - self.bound <= max(gap, self.best.noise)

    def _fix(self, seen: Picture) -> bool:
        """Close and open for good the sites that no better plan has otherwise; says whether any were closed."""
        close, must = settled(seen, self.best.cost + self.best.noise)
        if (must & ~self.sites.fixed).any():
            self.sites = self.sites.with_open(must)
        if not close.any():
            return False
        self.sites = self.sites.without(close)
        return True


def first_multipliers(sites: Sites, open_: Ints) -> Floats:
    """``(U,)`` multipliers to begin with: halfway between a unit's cost in a plan and at its second best site there."""
    _, first, second = nearest_two(sites.cost, open_)
    middle: Floats = first + 0.5 * (np.minimum(second, 3 * first) - first)
    return middle


def out_of_time(clock: Clock) -> bool:
    """Whether the search must end."""
    return clock.stop.is_set() or clock.left <= 0
