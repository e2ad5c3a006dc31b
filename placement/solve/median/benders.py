"""Benders decomposition of a p-median: one integer program in the sites, and what units pay as cuts.

For any level ``L`` a unit pays at least L − Σ_s max(0, L − c[s, u]) · open[s]: whoever is nearer than the level takes
off what it is nearer by. These are the Benders cuts of the radius formulation, and the one that is violated most at a
point is found without a linear program: its level is the cost at which the open sites, nearest first, add up to one
(Duran-Mateluna, Ales and Elloumi, *Computers & Operations Research* 153, 2023). The program has a column for each site
and one for what each unit pays, whatever the number of different costs.

First the cuts of the linear relaxation are found in rounds, warm from round to round. Its dual values, whatever their
rounding, are a Lagrangian bound that is computed anew from the costs; sites whose opening or closing would lift it
above the best plan are settled. What is left, mostly a few dozen sites and a few cuts for each unit, is solved as an
integer program; cuts that its plan violates are added until it violates none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from placement.errors import Message, SolverError
from placement.instance.instance import Floats, Ints
from placement.solve.highs.quiet_highs import QuietHighs
from placement.solve.median.interchange import improve
from placement.solve.median.lagrange import Picture, opened, out_of_time, settled
from placement.solve.median.problem import Incumbent, Sites
from placement.solve.stage import Clock, Stage

_STATUS = highspy.HighsModelStatus
_TRUSTED = (_STATUS.kOptimal, _STATUS.kTimeLimit, _STATUS.kInterrupt)
"""Statuses that come with a bound; the best plan known is feasible, so an infeasible program would be an error."""
_HEURISTICS = (
    "mip_heuristic_run_rins",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_root_reduced_cost",
    "mip_heuristic_run_feasibility_jump",
)
"""Heuristics that are switched off: what they find pays too little, since cuts are missing; swaps find better plans.
``mip_heuristic_effort`` is 0 for the same reason."""
_SCALE = 1e4
"""The best plan's cost as the solver sees it: its absolute tolerances then are shares of the cost."""
_TOLERANCE = 1e-9
"""Of the solver: it is added up over all units."""
_VIOLATED = 1e-7
"""A cut is added where a unit pays less by more than this, as the solver sees costs."""
_SLACK = 0.02
"""Cuts with more slack at the relaxation's optimum than this share of what a unit pays on average are left out of the
integer program; those that are missed come back."""


@dataclass(frozen=True, eq=False)
class Cuts:
    """Levels of units, each a row of the program; they hold whichever sites are left.

    Attributes:
        units: ``(K,)`` unit of each.
        levels: ``(K,)`` its level, in the costs' unit.
    """

    units: Ints
    levels: Floats

    def __add__(self, other: Cuts) -> Cuts:
        return Cuts(np.append(self.units, other.units), np.append(self.levels, other.levels))

    def those(self, chosen: Any) -> Cuts:
        """The cuts at these places."""
        return Cuts(self.units[chosen], self.levels[chosen])

    def once(self) -> Cuts:
        """The same without repetition."""
        pairs = np.unique(np.stack([self.units.astype(float), self.levels]), axis=1)
        return Cuts(pairs[0].astype(np.int64), pairs[1])


def _priced(sites: Sites, cuts: Cuts, duals: Floats) -> Picture:
    """The Lagrangian problem for dual values of cuts: those of a unit are made to add up to one at most."""
    share = np.maximum(duals, 0.0)
    units = sites.cost.shape[1]
    total = np.bincount(cuts.units, share, minlength=units)
    share = share / np.maximum(total, 1.0)[cuts.units]
    used = cuts.those(share > 0)
    share = share[share > 0]
    rest = 1.0 - np.minimum(total, 1.0)
    base = float(share @ used.levels + rest @ sites.cost.min(axis=0))
    worth = -np.maximum(used.levels - sites.cost[:, used.units], 0.0) @ share
    return opened(sites, base, worth)


class Benders:
    """The program of the sites that are left.

    Args:
        sites: those left.
        multipliers: ``(U,)`` of the Lagrangian's best bound: levels to begin with.
        best: the best plan known; made better on the way.
        least: no plan costs less, by the Lagrangian.
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
        QuietHighs.resetGlobalScheduler(True)  # another number of threads is only taken by a new scheduler
        self._sort()
        units, place = np.arange(sites.cost.shape[1]), (self._ranked < multipliers).sum(axis=0)
        near = [np.clip(place + step, 0, len(sites.ids) - 1) for step in (-1, 0)]
        self.cuts = Cuts(units, multipliers) + Cuts(np.tile(units, 2), self._ranked[np.concatenate(near), [*units] * 2])

    def _sort(self) -> None:
        self._order = np.argsort(self.sites.cost, axis=0, kind="stable")
        self._ranked = np.take_along_axis(self.sites.cost, self._order, axis=0)

    @property
    def closed(self) -> bool:
        """Whether the best plan is proven within the gap, or no other sites are left."""
        if len(self.sites.ids) == self.sites.count:
            self.bound = self._best.cost
        return self._best.cost - self.bound <= max(self._gap, self._best.noise)

    def relax(self) -> None:
        """Add cuts until the linear relaxation violates none, then settle sites.

        Raises:
            SolverError: HiGHS refuses the program.
        """
        highs = self._solver(whole=False)
        while not out_of_time(self._clock):
            highs.setOptionValue("time_limit", highs.getRunTime() + min(self._clock.left, highspy.kHighsInf / 2))
            highs.run()
            if highs.getModelStatus() != _STATUS.kOptimal:
                break
            solution, count = highs.getSolution(), len(self.sites.ids)
            values = np.array(solution.col_value)
            open_, pays = values[:count], values[count:] * self._unit
            seen = _priced(self.sites, self.cuts, np.array(solution.row_dual)[1:])
            self._seen.append(seen)
            self.bound = max(self.bound, seen.bound)
            self._clock.tell(self._stage, self._best.cost, min(self.bound, self._best.cost))
            violated = self._violated(open_, pays)
            if not len(violated.units) or self.closed:
                self._offer(np.sort(np.argsort(-open_, kind="stable")[: self.sites.count]))
                slack = np.array(solution.row_value)[1:] * self._unit - self.cuts.levels
                self.cuts = self.cuts.those(slack < _SLACK * abs(self._best.cost) / len(pays))
                break
            self._add(highs, violated)
            self.cuts += violated
        self.settle()

    def settle(self) -> None:
        """Close and open for good the sites that no better plan has otherwise, by the best relaxation's prices."""
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
        """Solve the integer program and add what its plan violates, until the gap is closed or time is up.

        Raises:
            SolverError: HiGHS refuses the program.
        """
        while not self.closed and not out_of_time(self._clock):
            highs = self._solver(whole=True)
            highs.setOptionValue("time_limit", min(self._clock.left, highspy.kHighsInf))
            highs.run()
            info, count = highs.getInfo(), len(self.sites.ids)
            if highs.getModelStatus() not in _TRUSTED:
                return
            self.bound = max(self.bound, min(float(info.mip_dual_bound) * self._unit, self._best.cost))
            if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
                return
            values = np.array(highs.getSolution().col_value)
            rows = np.sort(np.argsort(-values[:count], kind="stable")[: self.sites.count])
            open_ = np.zeros(count)
            open_[rows] = 1.0
            found = self._violated(open_, values[count:] * self._unit, around=2)
            self._offer(rows)
            before, self.cuts = len(self.cuts.units), (self.cuts + found).once()
            if len(self.cuts.units) == before:
                return
            self.settle()

    def _offer(self, rows: Ints) -> None:
        """Take a plan of these rows, improved by swaps, if it is better."""
        rows, cost = improve(self.sites, rows)
        self._best.offer(self.sites.ids[rows], cost)

    def _violated(self, open_: Floats, pays: Floats, around: int = 0) -> Cuts:
        """Of each unit that pays too little the cut that is violated most, and as many levels on either side."""
        nearest = open_[self._order]
        place = np.minimum((np.cumsum(nearest, axis=0) < 1 - 1e-9).sum(axis=0), len(open_) - 1)
        level = self._ranked[place, np.arange(len(pays))]
        owed = level - (np.maximum(level - self._ranked, 0.0) * nearest).sum(axis=0)
        units = np.flatnonzero(owed - pays > _VIOLATED * self._unit)
        steps = [np.clip(place[units] + step, 0, len(open_) - 1) for step in range(-around, around + 1)]
        several = np.tile(units, len(steps))
        return Cuts(several, self._ranked[np.concatenate(steps), several])

    def _solver(self, whole: bool) -> QuietHighs:
        """A solver with the program as it stands, its sites whole or not; it begins with the best plan."""
        highs, sites = QuietHighs(self._threads), self.sites
        options: dict[str, Any] = {
            "random_seed": self._seed,
            "mip_rel_gap": 0.0,
            "mip_heuristic_effort": 0.0,
            "mip_abs_gap": max(self._gap / self._unit, 1e-6),
            "primal_feasibility_tolerance": _TOLERANCE,
            "mip_feasibility_tolerance": _TOLERANCE,
        }
        options |= dict.fromkeys(_HEURISTICS, False)
        for option, value in options.items():
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
        if whole:
            kinds = highspy.HighsVarType
            lp.integrality_ = [kinds.kInteger] * count + [kinds.kContinuous] * units
        if highs.passModel(lp) == highspy.HighsStatus.kError:
            raise SolverError(Message("HiGHS refused the p-median; run with --debug and report it."))
        self._add(highs, self.cuts)
        if whole:
            rows = sites.rows(self._best.open)
            values = np.append(np.zeros(count), sites.cost[rows].min(axis=0) / self._unit)
            values[rows] = 1.0
            highs.setSolution(len(values), np.arange(len(values), dtype=np.int32), values)
        self._listen(highs)
        return highs

    def _add(self, highs: QuietHighs, cuts: Cuts) -> None:
        """Rows pays[u] + Σ max(0, level − c[s, u]) · open[s] ≥ level."""
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
        def called(kind: Any, _message: str, data: Any, reply: Any, _user: Any) -> None:
            if kind == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
                bound = max(self.bound, min(data.mip_dual_bound * self._unit, self._best.cost))
                self._clock.tell(self._stage, self._best.cost, bound)
            if reply is not None and self._clock.stop.is_set():
                reply.user_interrupt = True

        highs.setCallback(called, None)
        for kind in ("kCallbackMipInterrupt", "kCallbackSimplexInterrupt"):
            highs.startCallback(getattr(highspy.cb.HighsCallbackType, kind))


def _kept(seen: Picture, kept: Any) -> Picture:
    """The same for fewer sites: closed ones are not among those it opens."""
    place = np.cumsum(kept) - 1
    return Picture(seen.bound, seen.worth[kept], place[seen.top], seen.last, seen.following)
