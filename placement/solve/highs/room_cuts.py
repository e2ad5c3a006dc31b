"""Cuts for what is shared in whole days: the relaxation halves clinics that only fit one at a time.

Clinics share a room. Likewise the visits of one clinic, where they are written in parts, share the days it runs: the
relaxation gives it a part of a day.

Of each clinic at most one column is chosen, and each column takes so many days a week of the room: a multiple-choice
knapsack. A cut ``Σ weight · column ≤ 1`` holds for every choice of columns that fits into a week. It is found exactly:
a small linear program chooses the weights that the relaxation's solution breaks most; its rows are the fullest weeks so
far; dynamic programming finds the fullest week for given weights, or that none weighs more than 1. Columns that the
relaxation has not chosen are then lifted: each gets the largest weight that keeps the cut valid, which makes it a facet
or nearly. Sources: Kellerer, Pferschy and Pisinger, *Knapsack Problems*, 2004, chapter 11; Boyd, *Operations Research*
42, 1994.

HiGHS' own cover cuts do not know that a clinic takes one of its columns only (decision 0019).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate

import highspy
import numpy as np

from placement.instance.instance import Floats, Ints
from placement.model.draft import Shared
from placement.solve.highs.quiet_highs import QuietHighs

STEP = 0.05
"""Days a week are counted in whole steps of this, those of clinics rounded down: more seems to fit than does, so that a
cut for the rounded days holds for the true ones."""
VISITS_STEP = 1 / 400
"""Visits that the days of one clinic hold are counted in steps of this share of what can be left over."""
_SLACK = 1e-6
"""Solvers' tolerance: columns and weights up to this are 0, and a cut leaves so much room."""
MOST_WEEKS = 500
"""A room that takes more full weeks than this to find a cut gets none: each costs a linear program and a table."""
_VIOLATED = 1e-3
"""A cut is worth a row where the relaxation exceeds it by so much; its right side is 1."""


@dataclass(frozen=True, eq=False)
class Cut:
    """``Σ values · columns ≤ most``; positions and coefficients ``(k,)``."""

    columns: Ints
    values: Floats
    most: float


@dataclass(frozen=True, eq=False)
class _Clinic:
    """The days a week one clinic may take. Columns that take equally many are one option.

    Attributes:
        columns: ``(C,)`` positions in the model.
        option: ``(C,)`` which option each column is.
        steps: ``(O,)`` steps of days each option takes, beyond those the clinic takes anyway; increasing.
    """

    columns: Ints
    option: Ints
    steps: Ints

    def chosen(self, x: Floats) -> Floats:
        """``(O,)`` how much of each option a solution ``x`` of the relaxation chooses, between 0 and 1."""
        return np.bincount(self.option, np.maximum(0.0, x[self.columns]), minlength=len(self.steps)).astype(float)


class Packing:
    """One row ``Σ days · column ≤ upper`` in which clinics share a room, or the parts of one clinic its days.

    The room to share is the right side, less what every clinic takes in any case, plus what columns that belong to no
    clinic may give back within their bounds.

    Where all of it stands under an offer, the relaxation's share of the offer takes the place of the 1: a cut is then
    ``Σ weight · column ≤ offer``.

    Full weeks that were found are kept, so that the next cut takes fewer programs.

    Args:
        shared: the clinics, each with the names of its columns.
        position: of the columns by name.
        columns: ``(k,)`` positions of the row's columns.
        values: ``(k,)`` their coefficients.
        upper: right side of the row.
        ends: lower and upper bounds of all columns, each ``(n,)``.
        threads: of the solver of the small linear programs.
    """

    def __init__(
        self,
        shared: Shared,
        position: Mapping[str, int],
        columns: Ints,
        values: Floats,
        upper: float,
        ends: tuple[Floats, Floats],
        threads: int = 1,
    ) -> None:
        self._threads = threads
        takes = dict(zip(columns.tolist(), values.tolist(), strict=True))
        clinics: list[tuple[Ints, Floats]] = []
        for names, always in shared.clinics:
            own = np.array(sorted(position[name] for name in names), dtype=np.int64)
            days = np.array([takes.pop(n, 0.0) for n in own.tolist()])
            least = float(days.min()) if always else min(0.0, float(days.min(initial=0.0)))
            upper -= least
            clinics.append((own, days - least))
        rest = np.array(list(takes), dtype=np.int64)
        factors = np.array(list(takes.values()))
        upper -= float(np.where(factors > 0, factors * ends[0][rest], factors * ends[1][rest]).sum())
        self._offer = position[shared.offer] if shared.offer else None
        step = max(upper, 1.0) * VISITS_STEP if shared.visits else STEP
        self._room = int(upper / step + _SLACK) if np.isfinite(upper) and upper >= 0 else -1
        self._clinics = [_clinic(own, days / step) for own, days in clinics if (days > step).any()]
        never = [clinic.columns[clinic.steps[clinic.option] > self._room] for clinic in self._clinics]
        self._never = np.concatenate([np.zeros(0), *never]).astype(np.int64)
        self._weeks: list[dict[int, int]] = []

    @property
    def may_bind(self) -> bool:
        """Whether not everything fits at once."""
        return self._room >= 0 and sum(int(clinic.steps[-1]) for clinic in self._clinics) > self._room

    def cut(self, x: Floats) -> Cut | None:
        """The cut that a solution ``x`` breaks most; None where it breaks none by enough to be worth a row."""
        if (x[self._never] > _SLACK).any():
            return Cut(self._never, np.ones(len(self._never)), 0.0)
        if self._offer is None:
            return self._found(x)
        offered = float(x[self._offer])
        cut = self._found(x / offered) if offered > _VIOLATED else None
        return cut and Cut(np.append(cut.columns, self._offer), np.append(cut.values, -cut.most), 0.0)

    def _found(self, x: Floats) -> Cut | None:
        """The cut that a solution breaks most in which the row counts wholly."""
        chosen = [clinic.chosen(x) for clinic in self._clinics]
        some = [n for n, shares in enumerate(chosen) if (shares > _SLACK).any()]
        if not any(_SLACK < share < 1 - _SLACK for n in some for share in chosen[n].tolist()):
            return None
        weights = [np.zeros(len(shares)) for shares in chosen]
        if self._separate(some, chosen, weights) <= 1 + _VIOLATED:
            return None
        self._lift(sorted(range(len(chosen)), key=lambda n: -float(chosen[n].sum())), weights)
        columns = np.concatenate([clinic.columns for clinic in self._clinics])
        values = np.concatenate([w[clinic.option] for clinic, w in zip(self._clinics, weights, strict=True)])
        kept = values > _SLACK
        most = max(1.0, float(self._fullest(weights)[-1][-1]))
        return Cut(columns[kept], values[kept], most + _SLACK)

    def _separate(self, some: Sequence[int], chosen: Sequence[Floats], weights: list[Floats]) -> float:
        """Write into ``weights`` those of the chosen options that the solution breaks most; returns its left side.

        Args:
            some: clinics of which anything is chosen.
            chosen: ``(O,)`` for each clinic, how much of each option is chosen.
            weights: ``(O,)`` for each clinic, all 0.

        Returns:
            More than 1 where the solution breaks the cut; 0 where too many weeks were needed to find it.
        """
        at = [(n, o) for n in some for o in np.flatnonzero(chosen[n] > _SLACK).tolist()]
        value = np.array([chosen[n][o] for n, o in at])
        solver = QuietHighs(self._threads)
        solver.addVars(len(at), np.zeros(len(at)), np.ones(len(at)))
        solver.changeColsCost(len(at), np.arange(len(at), dtype=np.int32), -value)
        for week in self._weeks:
            _hold(solver, at, week)
        for _ in range(MOST_WEEKS):
            solver.run()
            found = np.array(solver.getSolution().col_value)
            for (n, o), weight in zip(at, found.tolist(), strict=True):
                weights[n][o] = max(0.0, weight)
            tables = self._fullest(weights)
            if tables[-1][-1] <= 1 + _SLACK:
                return float(value @ found)
            self._weeks.append(dict(self._trace(tables, weights)))
            _hold(solver, at, self._weeks[-1])
        return 0.0

    def _fullest(self, weights: Sequence[Floats]) -> list[Floats]:
        """The most weight that fits into 0, 1, ... steps of room, ``(room + 1,)``; one table after each clinic."""
        parts = list(zip(self._clinics, weights, strict=True))
        return list(accumulate(parts, lambda best, part: _with(best, *part), initial=np.zeros(self._room + 1)))

    def _trace(self, tables: Sequence[Floats], weights: Sequence[Floats]) -> Iterator[tuple[int, int]]:
        """Clinic and option of a week that weighs most, read back from the tables."""
        left = self._room
        for n in reversed(range(len(self._clinics))):
            if tables[n + 1][left] <= tables[n][left]:
                continue
            steps = self._clinics[n].steps
            fits = np.flatnonzero(steps <= left)
            o = int(fits[np.argmax(tables[n][left - steps[fits]] + weights[n][fits])])
            yield n, o
            left -= int(steps[o])

    def _lift(self, order: Sequence[int], weights: list[Floats]) -> None:
        """Lift: raise each option's weight to 1 less the most that fits beside it, one clinic after another.

        Clinics of which most is chosen come first: what is raised first is raised most.
        """
        for n in order:
            others = [k for k in order if k != n and weights[k].any()]
            empty = np.zeros(self._room + 1)
            beside = reduce(lambda best, k: _with(best, self._clinics[k], weights[k]), others, empty)
            left = self._room - self._clinics[n].steps
            most = np.where(left >= 0, 1.0 - beside[np.maximum(left, 0)], 1.0)
            weights[n] = np.maximum.accumulate(np.maximum(weights[n], most))


def _clinic(columns: Ints, amounts: Floats) -> _Clinic:
    """A clinic whose columns take so many steps each, ``(C,)``, parts of steps included."""
    steps, option = np.unique((amounts + _SLACK).astype(np.int64), return_inverse=True)
    return _Clinic(columns, option.ravel(), steps)


def _hold(solver: QuietHighs, at: Sequence[tuple[int, int]], week: Mapping[int, int]) -> None:
    """Let the weights, of clinics and options ``at``, add up to at most 1 in a full week: options by clinic."""
    members = np.array([k for k, (n, o) in enumerate(at) if week.get(n) == o], dtype=np.int32)
    solver.addRow(-highspy.kHighsInf, 1.0, len(members), members, np.ones(len(members)))


def _with(best: Floats, clinic: _Clinic, weights: Floats) -> Floats:
    """A table of the most weight by room, where one more clinic may take part with one of its options."""
    result = best.copy()
    for step, weight in zip(clinic.steps.tolist(), weights.tolist(), strict=True):
        if weight > 0 and step < len(best):
            np.maximum(result[step:], best[: len(best) - step] + weight, out=result[step:])
    return result
