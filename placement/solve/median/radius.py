"""The radius formulation of a p-median, for the sites that the Lagrangian leaves undecided.

A unit's different costs, increasing, are rings around it. The column ``beyond`` of a set of sites is 1 when none of
them is open; a unit pays the difference to the next cost when nothing up to a ring is open. Units with the same set of
nearest sites share the column, which is what makes the program small (radius or covering formulation: Elloumi, Labbé
and Pochet, *INFORMS Journal on Computing* 16, 2004, for the p-centre; García, Labbé and Marín, ibid. 23, 2011, for the
p-median).

A unit's rings end at the first site that is certainly open, and where the Lagrangian proves that something nearer is
open in every plan as good as the best known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from placement.errors import Message, SolverError
from placement.instance.instance import Floats, Ints
from placement.solve.highs.quiet_highs import QuietHighs
from placement.solve.median.lagrange import picture
from placement.solve.median.problem import Incumbent, Sites
from placement.solve.stage import INF, Clock, Stage

_STATUS = highspy.HighsModelStatus
_TRUSTED = (_STATUS.kOptimal, _STATUS.kTimeLimit, _STATUS.kInterrupt)
"""Statuses that come with a bound; the best plan known is feasible, so an infeasible program would be an error."""
_HEURISTICS = (
    "mip_heuristic_run_rins",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_root_reduced_cost",
    "mip_heuristic_run_feasibility_jump",
)
"""Heuristics that are switched off: swaps have found the best plan, or nearly; these took two thirds of the time and
found nothing. ``mip_heuristic_effort`` is 0 for the same reason."""
_SCALE = 1e4
"""The best plan's cost as the solver sees it: its absolute tolerances then are shares of the cost."""


@dataclass(eq=False)
class _Rings:
    """Columns and rows being collected, unit by unit.

    Attributes:
        number: of each set of sites, by its bits.
        width: cost of each set's column, summed over the units that share it.
        rows: ``(set, inner set or -1, new sites)``: beyond(set) + Σ open(new) ≥ beyond(inner), or ≥ 1.
        covers: ``(inner set or -1, new sites)``: Σ open(new) ≥ beyond(inner), or ≥ 1.
        base: what is paid whatever is open.
    """

    number: dict[bytes, int] = field(default_factory=dict)
    width: list[float] = field(default_factory=list)
    rows: list[tuple[int, int, Ints]] = field(default_factory=list)
    covers: dict[tuple[int, bytes], Ints] = field(default_factory=dict)
    base: float = 0.0

    def add(self, cost: Floats, order: Ints, cut: int) -> None:
        """Add a unit.

        Args:
            cost: ``(S,)`` of serving it from each site.
            order: ``(S,)`` sites by increasing cost.
            cut: so many of the nearest are sure to include an open one.
        """
        rising = cost[order[:cut]]
        self.base += float(rising[0])
        edges = np.flatnonzero(np.diff(rising)) + 1
        mask, inner, start = np.zeros(len(cost), dtype=bool), -1, 0
        for edge in edges:
            new = order[start:edge]
            mask[new] = True
            key = np.packbits(mask).tobytes()
            if key not in self.number:
                self.number[key] = len(self.width)
                self.width.append(0.0)
                self.rows.append((self.number[key], inner, new))
            inner, start = self.number[key], int(edge)
            self.width[inner] += float(rising[edge] - rising[edge - 1])
        new = np.sort(order[start:cut])
        if cut < len(order):
            self.covers[inner, new.tobytes()] = new


def _cuts(sites: Sites, order: Ints, multipliers: Floats, best: Incumbent) -> Ints:
    """``(U,)`` how many of a unit's nearest sites are sure to hold one that is open in any plan as good as the best.

    Closing them all lifts the Lagrangian bound by at least what each opened one is worth beyond the next in line.
    """
    seen = picture(sites, multipliers)
    lifts = np.zeros(len(sites.ids))
    lifts[seen.top] = np.maximum(seen.following - seen.worth[seen.top], 0.0)
    lifts[sites.fixed] = INF
    sure = seen.bound + np.cumsum(lifts[order], axis=0) > best.cost + best.noise
    return np.where(sure.any(axis=0), np.argmax(sure, axis=0) + 1, len(sites.ids))


class Rest:
    """The integer program of the sites that are left.

    Args:
        sites: those left.
        multipliers: ``(U,)`` of the Lagrangian's best bound.
        best: the best plan known, which is feasible here.
        least: no plan costs less, by the Lagrangian.
    """

    def __init__(self, sites: Sites, multipliers: Floats, best: Incumbent, least: float) -> None:
        self._sites, self._best, self._least = sites, best, least
        self._unit = max(abs(best.cost), 1e-9) / _SCALE
        order = np.argsort(sites.cost, axis=0, kind="stable")
        cuts = _cuts(sites, order, multipliers, best)
        self._rings = _Rings()
        for u in range(sites.cost.shape[1]):
            self._rings.add(sites.cost[:, u], order[:, u], int(cuts[u]))
        QuietHighs.resetGlobalScheduler(True)  # another number of threads is only taken by a new scheduler
        self._highs = QuietHighs()

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of columns and rows."""
        rings = self._rings
        return len(self._sites.ids) + len(rings.width), 1 + len(rings.rows) + len(rings.covers)

    def solve(self, gap: float, stage: Stage, clock: Clock, threads: int, seed: int) -> float:
        """Search, making the best plan better on the way; returns a proven bound on the plans that are left.

        Args:
            gap: absolute, in the costs' unit.
            stage: named in progress.
            clock: time, interruption and progress.
            threads: of the solver.
            seed: of the solver.

        Raises:
            SolverError: HiGHS refuses the program.
        """
        highs = self._highs
        options: dict[str, Any] = {
            "threads": threads,
            "random_seed": seed,
            "mip_rel_gap": 0.0,
            "mip_heuristic_effort": 0.0,
            "mip_abs_gap": max(gap / self._unit, 1e-6),
            "time_limit": min(clock.left, highspy.kHighsInf),
        }
        options |= dict.fromkeys(_HEURISTICS, False)
        for option, value in options.items():
            highs.setOptionValue(option, value)
        if highs.passModel(self._lp()) == highspy.HighsStatus.kError:
            raise SolverError(Message("HiGHS refused the p-median; run with --debug and report it."))
        self._begin()
        self._listen(stage, clock)
        highs.run()
        return self._read()

    def _lp(self) -> highspy.HighsLp:
        rings, count = self._rings, len(self._sites.ids)
        rows: list[tuple[list[int], list[float], float, float]] = [
            (list(range(count)), [1.0] * count, float(self._sites.count), float(self._sites.count))
        ]
        for own, inner, new in rings.rows:
            rows.append(_row([count + own, *new.tolist()], inner, count))
        for (inner, _), new in rings.covers.items():
            rows.append(_row(new.tolist(), inner, count))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.shape
        lp.offset_ = rings.base / self._unit
        lp.col_cost_ = np.append(np.zeros(count), np.array(rings.width) / self._unit)
        lp.col_lower_ = np.append(self._sites.fixed.astype(float), np.zeros(len(rings.width)))
        lp.col_upper_ = np.ones(lp.num_col_)
        lp.row_lower_ = np.array([row[2] for row in rows])
        lp.row_upper_ = np.array([row[3] for row in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0] + [len(row[0]) for row in rows]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([n for row in rows for n in row[0]], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([v for row in rows for v in row[1]], dtype=float)
        whole, any_ = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [whole] * count + [any_] * len(rings.width)
        return lp

    def _begin(self) -> None:
        rows = self._sites.rows(self._best.open)
        open_ = np.zeros(len(self._sites.ids))
        open_[rows] = 1.0
        self._highs.setSolution(len(open_), np.arange(len(open_), dtype=np.int32), open_)

    def _listen(self, stage: Stage, clock: Clock) -> None:
        def called(kind: Any, _message: str, data: Any, reply: Any, _user: Any) -> None:
            if kind == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
                clock.tell(stage, self._best.cost, self._bound(data.mip_dual_bound))
            if reply is not None and clock.stop.is_set():
                reply.user_interrupt = True

        self._highs.setCallback(called, None)
        for kind in ("kCallbackMipInterrupt", "kCallbackSimplexInterrupt"):
            self._highs.startCallback(getattr(highspy.cb.HighsCallbackType, kind))

    def _bound(self, said: float) -> float:
        """The solver's bound in the costs' unit, or the Lagrangian's where that is higher."""
        return max(self._least, min(said * self._unit, self._best.cost))

    def _read(self) -> float:
        info, status = self._highs.getInfo(), self._highs.getModelStatus()
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            values = np.array(self._highs.getSolution().col_value[: len(self._sites.ids)])
            rows = np.sort(np.argsort(-values, kind="stable")[: self._sites.count])
            self._best.offer(self._sites.ids[rows], float(self._sites.cost[rows].min(axis=0).sum()))
        return self._bound(float(info.mip_dual_bound)) if status in _TRUSTED else self._least


def _row(columns: list[int], inner: int, count: int) -> tuple[list[int], list[float], float, float]:
    """Σ columns ≥ beyond(inner), or ≥ 1 where there is no inner set."""
    if inner < 0:
        return columns, [1.0] * len(columns), 1.0, highspy.kHighsInf
    return [*columns, count + inner], [*[1.0] * len(columns), -1.0], 0.0, highspy.kHighsInf
