"""Benders decomposition of a p-median: a master program in the sites, and cuts on what each unit pays.

For any level ``L`` a unit pays at least L − Σ_s max(0, L − c[s, u]) · open[s]: each open site that is nearer than the
level lowers it by what it is nearer. These are the Benders cuts of the radius formulation. The one that is violated
most at a point is found without a linear program: its level is the cost at which the open sites, nearest first, add up
to one (Duran-Mateluna, Ales and Elloumi, *Computers & Operations Research* 153, 2023). The program has a column for
each site and one for what each unit pays, however many different costs there are.

First the cuts of the linear relaxation are found in rounds, each warm started from the last. Its dual values, whatever
their rounding, give a Lagrangian bound that is computed anew from the costs; sites whose opening or closing would lift
it above the best plan are fixed. Where a gap is left, branch and bound on the fractionally open sites closes it: each
node starts from the last simplex basis, adds the cuts that it violates, and has a Lagrangian bound of its own from its
dual values. So no bound depends on the solver's tolerances. Swaps turn every rounded relaxation into a plan.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from placement.errors import Message, SolverError
from placement.instance.instance import Bools, Floats, Ints
from placement.solve.highs.quiet_highs import QuietHighs
from placement.solve.median.problem import Incumbent, Picture, Sites, improve, opened, out_of_time, settled
from placement.solve.stage import INF, Clock, Stage

_SCALE = 1e4
"""The best plan's cost as scaled for the solver, whose absolute tolerances then are relative to the cost."""
_TOLERANCE = 1e-9
"""Primal feasibility tolerance of the solver, small because it adds up over all units."""
_VIOLATED = 5e-9
"""A cut is added where a unit pays less by more than this, in the solver's scale."""
_PRICED = 1e-9
"""Cuts with smaller duals at the relaxation's optimum are left out of the tree's programs; needed ones are found
again."""
_WHOLE = 1e-6
"""Sites open to a share this close to 0 or 1 are branched on last."""


@dataclass(frozen=True, eq=False)
class Cuts:
    """Benders cuts, each given by a unit and a level; they stay valid when sites are closed for good.

    Attributes:
        units: ``(K,)`` unit of each.
        levels: ``(K,)`` its level, in the costs' unit.
    """

    units: Ints
    levels: Floats

    def __add__(self, other: Cuts) -> Cuts:
        return Cuts(np.append(self.units, other.units), np.append(self.levels, other.levels))

    def those(self, chosen: Any) -> Cuts:
        """The chosen cuts: a mask or indices."""
        return Cuts(self.units[chosen], self.levels[chosen])


@dataclass(frozen=True, eq=False)
class _Point:
    """A relaxation's optimum.

    Attributes:
        open: ``(S,)`` share to which the site of each row is open.
        pays: ``(U,)`` what the units pay under the cuts added so far.
        duals: ``(K,)`` of the cuts.
        seen: the Lagrangian problem solved for these duals.
    """

    open: Floats
    pays: Floats
    duals: Floats
    seen: Picture


_Node = tuple[float, Bools, Bools]
"""A bound, the rows fixed closed and the rows fixed open."""


def priced(sites: Sites, cuts: Cuts, duals: Floats, shut: Bools, must: Bools) -> Picture:
    """The Lagrangian problem for dual values of cuts, those of each unit scaled down to a sum of at most 1."""
    share = np.maximum(duals, 0.0)
    units = sites.cost.shape[1]
    total = np.bincount(cuts.units, share, minlength=units)
    share = share / np.maximum(total, 1.0)[cuts.units]
    used = cuts.those(share > 0)
    share = share[share > 0]
    rest = 1.0 - np.minimum(total, 1.0)
    base = float(share @ used.levels + rest @ sites.cost.min(axis=0))
    worth = -np.maximum(used.levels - sites.cost[:, used.units], 0.0) @ share
    return opened(sites.with_open(must), base, np.where(shut, INF, worth))


class Benders:
    """Branch and cut on the sites that are still undecided.

    Args:
        sites: the undecided sites.
        multipliers: ``(U,)`` of the Lagrangian's best bound, as the first cuts' levels.
        best: the best plan known; improved in place.
        least: lower bound on every plan, by the Lagrangian.
        gap: absolute gap asked, in the costs' unit.
        stage: named in progress.
        clock: time, interruption and progress.
        threads: of the solver.
        seed: of the solver.
    """

    def __init__(
        self,
        sites: Sites,
        multipliers: Floats,
        best: Incumbent,
        least: float,
        gap: float,
        stage: Stage,
        clock: Clock,
        *,
        threads: int = 1,
        seed: int = 0,
    ) -> None:
        self.sites, self.bound = sites, least
        self._best, self._gap, self._stage, self._clock = best, gap, stage, clock
        self._threads, self._seed = threads, seed
        self._unit = max(abs(best.cost), 1e-9) / _SCALE
        self._seen: list[Picture] = []
        self._tried: set[bytes] = set()
        QuietHighs.resetGlobalScheduler(True)  # only a new scheduler takes another number of threads
        self._sort()
        units, place = np.arange(sites.cost.shape[1]), (self._ranked < multipliers).sum(axis=0)
        near = [np.clip(place + step, 0, len(sites.ids) - 1) for step in (-1, 0)]
        self.cuts = Cuts(units, multipliers) + Cuts(np.tile(units, 2), self._ranked[np.concatenate(near), [*units] * 2])

    def _sort(self) -> None:
        self._order = np.argsort(self.sites.cost, axis=0, kind="stable")
        self._ranked = np.take_along_axis(self.sites.cost, self._order, axis=0)

    def closed(self) -> bool:
        """Whether the best plan is proven within the gap, or no more sites are left than must be open."""
        if len(self.sites.ids) == self.sites.count:
            self.bound = self._best.cost
        return self._best.cost - self.bound <= max(self._gap, self._best.noise)

    def relax(self) -> None:
        """Add violated cuts until the linear relaxation has none, then fix sites.

        Raises:
            SolverError: HiGHS refuses the program.
        """
        highs = self._solver()
        free = np.zeros(len(self.sites.ids), dtype=bool)
        while (point := self._point(highs, free, self.sites.fixed)) is not None:
            self._seen.append(point.seen)
            self.bound = max(self.bound, point.seen.bound)
            self._clock.tell(self._stage, self._best.cost, min(self.bound, self._best.cost))
            self._offer(np.sort(np.argsort(-point.open, kind="stable")[: self.sites.count]))
            violated = self._violated(point)
            if not len(violated.units) or self.closed():
                self.cuts = self.cuts.those(point.duals > _PRICED)
                break
            self._add(highs, violated)
        self.settle()

    def settle(self) -> None:
        """Fix sites that are the same in every better plan, by the Lagrangian bounds seen (reduced-cost fixing)."""
        limit = self._best.cost + self._best.noise
        shut, must = np.zeros(len(self.sites.ids), dtype=bool), self.sites.fixed.copy()
        for seen in self._seen:
            close, opens = settled(seen, limit)
            shut |= close
            must |= opens
        self.sites = self.sites.with_open(must)
        if shut.any():
            self._seen = [_kept(seen, ~shut) for seen in self._seen]
            self.sites = self.sites.without(shut)
            self._sort()

    def decide(self) -> None:
        """Branch on sites, the node with the least bound first, until the gap is closed or time is up.

        Raises:
            SolverError: HiGHS refuses the program.
        """
        highs, number = self._solver(), itertools.count()
        nodes = [(self.bound, next(number), np.zeros(len(self.sites.ids), dtype=bool), self.sites.fixed)]
        done = INF
        while nodes and not self.closed():
            least, _, shut, must = nodes[0]
            children = self._node(highs, least, shut, must)
            if children is None:
                return
            heapq.heappop(nodes)
            for bound, closed, opens in children:
                if self._worse(bound):
                    done = min(done, bound)
                else:
                    heapq.heappush(nodes, (bound, next(number), closed, opens))
            self.bound = max(self.bound, min(done, nodes[0][0] if nodes else INF, self._best.cost))
            self._clock.tell(self._stage, self._best.cost, self.bound)

    def _worse(self, bound: float) -> bool:
        return self._best.cost - bound <= max(self._gap, self._best.noise)

    def _node(self, highs: QuietHighs, least: float, shut: Bools, must: Bools) -> list[_Node] | None:
        """What replaces a node: one node without children but with a bound, or two children; None when time is up."""
        while True:
            left = np.flatnonzero(~shut)
            if must.sum() == self.sites.count or len(left) == self.sites.count:
                rows = np.flatnonzero(must) if must.sum() == self.sites.count else left
                self._offer(rows)
                return [(max(least, float(self.sites.cost[rows].min(axis=0).sum())), shut, must)]
            point = self._point(highs, shut, must)
            if point is None:
                return None
            least = max(least, point.seen.bound)
            if self._worse(least):
                return [(least, shut, must)]
            close, opens = settled(point.seen, self._best.cost + self._best.noise)
            shut, must = shut | close, must | opens
            violated = self._violated(point)
            fraction = np.where(shut | must, -1.0, np.minimum(point.open, 1 - point.open))
            self._offer(np.sort(np.argsort(-point.open, kind="stable")[: self.sites.count]))
            if len(violated.units):
                self._add(highs, violated)
            elif not (shut | must).all():
                break
        row = np.arange(len(shut)) == int(np.argmax(fraction))
        if self._worse(least):
            return [(least, shut, must)]
        return [(least, shut, must | row), (least, shut | row, must)]

    def _point(self, highs: QuietHighs, shut: Bools, must: Bools) -> _Point | None:
        """The relaxation's optimum with the ``shut`` rows closed and the ``must`` rows open; None when time is up."""
        if out_of_time(self._clock):
            return None
        count = len(self.sites.ids)
        highs.changeColsBounds(count, np.arange(count, dtype=np.int32), must.astype(float), (~shut).astype(float))
        highs.setOptionValue("time_limit", highs.getRunTime() + min(self._clock.left, highspy.kHighsInf / 2))
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = highs.getSolution()
        values, duals = np.array(solution.col_value), np.array(solution.row_dual)[1:]
        seen = priced(self.sites, self.cuts, duals, shut, must)
        return _Point(values[:count], values[count:] * self._unit, duals, seen)

    def _offer(self, rows: Ints) -> None:
        """Improve the plan that opens these rows by swaps and offer it as the best, unless it was tried before."""
        key = self.sites.ids[rows].tobytes()
        if key in self._tried:
            return
        self._tried.add(key)
        rows, cost = improve(self.sites, rows)
        self._best.offer(self.sites.ids[rows], cost)

    def _violated(self, point: _Point) -> Cuts:
        """The most violated cut of each unit that pays too little."""
        nearest = point.open[self._order]
        place = np.minimum((np.cumsum(nearest, axis=0) < 1 - 1e-9).sum(axis=0), len(nearest) - 1)
        level = self._ranked[place, np.arange(len(place))]
        owed = level - (np.maximum(level - self._ranked, 0.0) * nearest).sum(axis=0)
        units = np.flatnonzero(owed - point.pays > _VIOLATED * self._unit)
        return Cuts(units, level[units])

    def _solver(self) -> QuietHighs:
        """A HiGHS instance that holds the relaxation with all cuts found so far."""
        highs, sites = QuietHighs(self._threads), self.sites
        for option, value in (("random_seed", self._seed), ("primal_feasibility_tolerance", _TOLERANCE)):
            highs.setOptionValue(option, value)
        count, units = sites.cost.shape
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = count + units, 1
        lp.col_cost_ = np.append(np.zeros(count), np.ones(units))
        lp.col_lower_ = np.append(sites.fixed.astype(float), self._ranked[0] / self._unit)
        lp.col_upper_ = np.append(np.ones(count), np.full(units, highspy.kHighsInf))
        lp.row_lower_ = lp.row_upper_ = np.array([float(sites.count)])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array([0, count], dtype=np.int32)
        lp.a_matrix_.index_, lp.a_matrix_.value_ = np.arange(count, dtype=np.int32), np.ones(count)
        if highs.passModel(lp) == highspy.HighsStatus.kError:
            raise SolverError(Message("HiGHS refused the p-median; run with --debug and report it."))
        cuts, self.cuts = self.cuts, Cuts(self.cuts.units[:0], self.cuts.levels[:0])
        self._add(highs, cuts)
        self._listen(highs)
        return highs

    def _add(self, highs: QuietHighs, cuts: Cuts) -> None:
        """Rows pays[u] + Σ max(0, level − c[s, u]) · open[s] ≥ level."""
        self.cuts += cuts
        count, levels = len(self.sites.ids), cuts.levels / self._unit
        near = [int(np.searchsorted(self._ranked[:, u], v)) for u, v in zip(cuts.units, cuts.levels, strict=True)]
        pairs = list(zip(cuts.units.tolist(), near, strict=True))
        nearer = [np.append(self._order[:n, u], count + u) for u, n in pairs]
        saved = [
            np.append(level - self._ranked[:n, u] / self._unit, 1.0)
            for (u, n), level in zip(pairs, levels, strict=True)
        ]
        starts = np.cumsum([0, *(n + 1 for n in near)])
        index, value = np.concatenate(nearer).astype(np.int32), np.concatenate(saved)
        above = np.full(len(levels), highspy.kHighsInf)
        highs.addRows(len(levels), levels, above, len(index), starts[:-1].astype(np.int32), index, value)

    def _listen(self, highs: QuietHighs) -> None:
        def called(_kind: Any, _message: str, _data: Any, reply: Any, _user: Any) -> None:
            if reply is not None and self._clock.stop.is_set():
                reply.user_interrupt = True

        highs.setCallback(called, None)
        highs.startCallback(highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt)


def _kept(seen: Picture, kept: Any) -> Picture:
    """A solved Lagrangian problem restricted to the sites that are left; none of those it opened was removed."""
    place = np.cumsum(kept) - 1
    return Picture(seen.bound, seen.worth[kept], place[seen.top], seen.last, seen.following)
