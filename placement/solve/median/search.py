"""The search for a p-median: a good plan by swaps, the Lagrangian bound, Benders cuts for what is left."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.solve.median.benders import Benders
from placement.solve.median.problem import (
    Ascent,
    Incumbent,
    MedianAnswer,
    Sites,
    first_multipliers,
    greedy,
    improve,
    out_of_time,
    shaken,
)
from placement.solve.result import Status
from placement.solve.stage import INF, Clock, Stage

_STEPS = 100
"""Subgradient steps: they fix the easy sites and give the first cuts, which then raise the bound faster."""
_SHAKES = 30
"""Plans tried before branching: the best one with two to five sites swapped at random, improved by swaps."""


def solve_median(
    costs: Floats,
    p_min: int,
    p_max: float,
    fixed_open: Bools,
    fixed_closed: Bools,
    gap: float,
    stage: Stage,
    clock: Clock,
    *,
    start: Ints | None = None,
    threads: int = 1,
    seed: int = 0,
) -> MedianAnswer:
    """Open sites so that serving every unit from its cheapest open site costs least.

    Args:
        costs: ``(U, S)`` finite cost of serving a unit from a site, its demand included.
        p_min: the fewest sites that may be open.
        p_max: the most that may be open, may be infinite; one more open site never costs anything.
        fixed_open: ``(S,)`` bool: open in every plan.
        fixed_closed: ``(S,)`` bool: closed in every plan.
        gap: absolute gap asked, in the costs' unit.
        stage: named in progress.
        clock: time, interruption and progress.
        start: indices of the open sites of a known plan.
        threads: of the solver of the relaxations.
        seed: of the random swaps, and of that solver.
    """
    may = np.flatnonzero(~fixed_closed)
    count = int(min(p_max, len(may)))
    if count < max(1, p_min, int(fixed_open.sum())) or (fixed_open & fixed_closed).any():
        return MedianAnswer(np.array([], dtype=np.int64), INF, INF, Status.INFEASIBLE)
    if clock.stop.is_set() or clock.left <= 0:
        return MedianAnswer(np.array([], dtype=np.int64), INF, -INF, Status.NO_PLAN_FOUND, _why(clock))
    sites = Sites(np.ascontiguousarray(costs[:, may].T), may, fixed_open[may], count)
    search = _Search(sites, gap, stage, clock, seed)
    search.begin(start)
    bound = search.prove(threads)
    best = search.best
    open_ = _needed(costs, best.open, p_min, fixed_open)
    proven = best.cost - bound <= max(gap, best.noise)
    bound = min(bound, best.cost)
    clock.tell(stage, best.cost, bound)
    return MedianAnswer(
        open_, best.cost, bound, Status.OPTIMAL if proven else Status.FEASIBLE, "" if proven else _why(clock)
    )


def _why(clock: Clock) -> str:
    return "interrupt" if clock.stop.is_set() else "time_limit" if clock.left <= 0 else ""


def _needed(costs: Floats, open_: Ints, p_min: int, fixed: Bools) -> Ints:
    """The open sites without those whose closing costs nothing, as long as ``p_min`` stay open."""
    kept = open_.tolist()
    for site in reversed(open_.tolist()):
        rest = [s for s in kept if s != site]
        if fixed[site] or len(rest) < max(1, p_min):
            continue
        if (costs[:, rest].min(axis=1) <= costs[:, kept].min(axis=1)).all():
            kept = rest
    return np.array(kept, dtype=np.int64)


class _Search:
    """The search for one p-median: its sites, the best plan and the bound."""

    def __init__(self, sites: Sites, gap: float, stage: Stage, clock: Clock, seed: int) -> None:
        self.best = Incumbent(np.array([], dtype=np.int64))
        self._sites, self._gap, self._stage, self._clock = sites, gap, stage, clock
        self._seed, self._dice = seed, np.random.default_rng(seed)

    def begin(self, start: Ints | None) -> None:
        """Find the first plan by greedy and swaps, and improve a known plan by swaps too."""
        first, _ = improve(self._sites, greedy(self._sites))
        self._offer(first)
        if start is not None:
            rows = self._sites.rows(start)
            rows = np.concatenate([rows[self._sites.fixed[rows]], rows[~self._sites.fixed[rows]]])
            spare = np.setdiff1d(first, rows)
            known = np.concatenate([rows, spare])[: self._sites.count]
            if len(known) == self._sites.count and self._sites.fixed[known].sum() == self._sites.fixed.sum():
                self._offer(improve(self._sites, known)[0])

    def _offer(self, rows: Ints, sites: Sites | None = None) -> None:
        sites = sites or self._sites
        self.best.offer(sites.ids[rows], float(sites.cost[rows].min(axis=0).sum()))

    def prove(self, threads: int) -> float:
        """Improve plan and bound until they meet or time is up; returns the proven bound."""
        ascent = Ascent(self._sites, self.best, first_multipliers(self._sites, self._sites.rows(self.best.open)))
        ascent.run(_STEPS, self._gap, self._stage, self._clock)
        if ascent.closed(self._gap) or out_of_time(self._clock):
            return ascent.bound
        benders = Benders(
            ascent.sites,
            ascent.multipliers,
            self.best,
            ascent.bound,
            self._gap,
            self._stage,
            self._clock,
            threads=threads,
            seed=self._seed,
        )
        benders.relax()
        if not benders.closed():
            self._shake(benders.sites)
            benders.settle()
            benders.decide()
        return min(self.best.cost, benders.bound)

    def _shake(self, sites: Sites) -> None:
        """Swap some sites of the best plan at random and improve again."""
        for n in range(_SHAKES):
            if out_of_time(self._clock):
                break
            rows = sites.rows(self.best.open)
            better, _ = improve(sites, shaken(sites, rows, 2 + n % 4, self._dice))
            self._offer(better, sites)
