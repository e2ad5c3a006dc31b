"""The p-median problem as arrays, the interchange heuristic on it, and its Lagrangian bound.

Vertex substitution (interchange) closes one open site and opens another. The change in cost of every such pair is
computed at once from each unit's nearest and second nearest open site: Whitaker, *INFOR* 21, 1983; Resende and Werneck,
*Annals of Operations Research* 150, 2007.

The Lagrangian bound relaxes the rows that every unit is served once; sites are then separate. With multiplier λ[u] a
site is worth ρ[s] = Σ_u min(0, c[s,u] − λ[u]), and no plan costs less than Σ λ + the smallest ``count`` of ρ. A site
is closed (or opened) for good if opening (or closing) it would lift that bound above the best plan known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.solve.result import Status
from placement.solve.stage import INF, Clock, Stage

RELATIVE = 1e-9
"""Differences below this share of the objective are rounding noise."""


@dataclass(frozen=True, eq=False)
class Sites:
    """The undecided sites and their costs; one row per site, so that a site's costs lie together in memory.

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
        """A copy without the sites marked in ``closed``, ``(S,)``."""
        return Sites(np.ascontiguousarray(self.cost[~closed]), self.ids[~closed], self.fixed[~closed], self.count)

    def with_open(self, fixed: Bools) -> Sites:
        """A copy in which the sites marked in ``fixed``, ``(S,)``, are open in every plan too."""
        return Sites(self.cost, self.ids, self.fixed | fixed, self.count)

    def rows(self, ids: Ints) -> Ints:
        """Rows of the sites with these indices of the caller; sites closed for good are skipped."""
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
        """Take a plan if it is cheaper by more than rounding; returns whether it was."""
        better = cost < self.cost - RELATIVE * abs(cost)
        if better:
            self.open, self.cost = np.sort(open_), cost
        return better

    @property
    def noise(self) -> float:
        """Differences below this are rounding."""
        return RELATIVE * max(1.0, abs(self.cost))


def greedy(sites: Sites) -> Ints:
    """Rows to open: those certainly open, then one at a time the row that saves most."""
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
    """For each unit the position in ``open_`` of its cheapest site, its cost there, and at the second cheapest."""
    own = cost[open_]
    position = np.argmin(own, axis=0)
    units = np.arange(own.shape[1])
    first = own[position, units]
    if len(open_) == 1:
        return position, first, np.full(len(units), max(float(cost.max()), 0.0) + 1.0)
    own[position, units] = np.inf
    return position, first, own.min(axis=0)


def swap_changes(cost: Floats, open_: Ints) -> Floats:
    """``(S, len(open_))`` change of the objective if a row opens and the site at a position of ``open_`` closes."""
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
    """Make the swap that saves most until none saves any (steepest descent); returns the open rows and their cost."""
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
    """The open rows with ``swaps`` of them exchanged at random for closed ones; certainly open ones stay."""
    closed = np.setdiff1d(np.arange(len(sites.cost)), open_)
    movable = np.flatnonzero(~sites.fixed[open_])
    swaps = min(swaps, len(closed), len(movable))
    shaken_ = open_.copy()
    shaken_[dice.permutation(movable)[:swaps]] = dice.permutation(closed)[:swaps]
    return shaken_


_PATIENCE = 25
"""Steps without a better bound before the step size is reduced."""
_SHRINK = 1.5
"""Divisor of the step size then."""
_MEMORY = 0.7
"""Share of the last direction added to the subgradient (deflection), which alone zigzags."""
_SMALLEST = 1e-5
"""The ascent ends when the step size is this share of the first."""


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
    """The Lagrangian problem solved, given ρ of each row (``worth``) and the bound's part without rows (``base``)."""
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
    """``(S,)`` masks of the rows that no plan within ``limit`` opens, and of those that every such plan opens."""
    top = np.zeros(len(seen.worth), dtype=bool)
    top[seen.top] = True
    return ~top & (seen.bound + seen.worth - seen.last > limit), top & (
        seen.bound - seen.worth + seen.following > limit
    )


@dataclass(eq=False)
class Ascent:
    """Subgradient ascent of the Lagrangian bound over one set of sites.

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
            steps: the most steps.
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
        """Whether the best plan is proven within the gap, or no more sites are left than must be open."""
        if len(self.sites.ids) == self.sites.count:
            self.bound = self.best.cost
        return self.best.cost - self.bound <= max(gap, self.best.noise)

    def _fix(self, seen: Picture) -> bool:
        """Fix the sites that are the same in every better plan; returns whether any were closed."""
        close, must = settled(seen, self.best.cost + self.best.noise)
        if (must & ~self.sites.fixed).any():
            self.sites = self.sites.with_open(must)
        if not close.any():
            return False
        self.sites = self.sites.without(close)
        return True


def first_multipliers(sites: Sites, open_: Ints) -> Floats:
    """``(U,)`` to begin with: halfway between a unit's cheapest and second cheapest cost under ``open_``."""
    _, first, second = nearest_two(sites.cost, open_)
    middle: Floats = first + 0.5 * (np.minimum(second, 3 * first) - first)
    return middle


def out_of_time(clock: Clock) -> bool:
    """Whether time is up or the search is interrupted."""
    return clock.stop.is_set() or clock.left <= 0
