"""Ideals and nadirs: one lexicographic row per aim, on the base scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from placement.scenario.frame import AIMS
from placement.solve.method import HOLD, ROW_GAP, Columns, three, unit_vector
from placement.solve.result import Scale, Status
from placement.solve.stage import INF, Answer, Backend, Clock, Stage, Three

_SIDE = 0.01
"""Cost of the other aims in the first guess, so that they are not left arbitrarily bad."""
_ROUGH = 1e-3
"""Without any table an aim's range is taken to be at least this share of its value."""
_LOOSE = 1.5
"""A row whose proven gap is larger than this many times the asked share of the true range is solved again."""


@dataclass(frozen=True, eq=False)
class Payoff:
    """The pay-off table and the plans behind it.

    Attributes:
        scale: ideals, nadirs, rows; None where the rules contradict each other. Where time ran out it rests on
            the linear relaxations and is not proven.
        plans: column values of each row's plan, for starting later searches.
        answer: the last answer, for its status where no plan was found.
    """

    scale: Scale | None
    plans: tuple[Mapping[str, float], ...]
    answer: Answer


@dataclass(frozen=True, eq=False)
class _Row:
    """One solved row: the lexicographic answer, the plan that proved the aim, its bound and gap in column units."""

    answer: Answer
    first: Answer
    bound: float
    gap: float
    done: bool


class PayoffTable:
    """Solves the rows on a live model.

    Args:
        backend: holds the model; ``columns``: units of the aims' columns; ``clock``: time for all rows.
        read: the aims in real units of a solution, by the judge.
    """

    def __init__(
        self, backend: Backend, columns: Columns, clock: Clock, read: Callable[[Mapping[str, float]], Three]
    ) -> None:
        self._backend, self._columns, self._clock, self._read = backend, columns, clock, read

    def solve(self, start: Mapping[str, float] | None) -> Payoff:
        """The three rows; where time runs out the ideal is a proven bound, and the scale is not proven."""
        ends = self._relax()
        ranges = three(max(1.0, max(e[n] for e in ends) - min(e[n] for e in ends)) for n in range(3))
        rows: list[_Row] = []
        for aim in range(3):
            row = self._row(aim, ranges, rows[-1].answer.values if rows else start)
            if not row.answer.values:
                scale = None if row.answer.status is Status.INFEASIBLE else self._rough_scale(ends, rows)
                return Payoff(scale, tuple(r.answer.values for r in rows), row.answer)
            rows.append(row)
        rows = [self._again_if_loose(aim, rows) for aim in range(3)]
        return Payoff(self._scale(rows), tuple(r.answer.values for r in rows), rows[-1].answer)

    def _relax(self) -> list[Three]:
        """Column values of today and where each relaxation ends."""
        ends: list[Three] = [(0.0, 0.0, 0.0)]
        for aim in range(3):
            cost = three(1.0 if n == aim else _SIDE for n in range(3))
            answer = self._backend.answer(Stage("relaxation", cost, relaxed=True), self._clock)
            if answer.values:
                ends.append(self._column_values(answer.values))
        return ends

    def _real(self, column_values: Three) -> Three:
        reference, unit = self._columns.reference, self._columns.unit
        return three(r + u * v for r, u, v in zip(reference, unit, column_values, strict=True))

    def _rough_scale(self, ends: list[Three], rows: list[_Row]) -> Scale:
        """From the relaxations, today and the plans found so far."""
        found = [self._read(row.answer.values) for row in rows]
        seen = [*found, *(self._real(end) for end in ends)]
        least = three(min(values[n] for values in seen) for n in range(3))
        worst = three(max(values[n] for values in seen) for n in range(3))
        span = three(max(_ROUGH * abs(w), u) for w, u in zip(worst, self._columns.unit, strict=True))
        nadir = three(max(least[n] + span[n], worst[n]) for n in range(3))
        return Scale(least, nadir, tuple(found), proven=False)

    def _column_values(self, values: Mapping[str, float]) -> Three:
        return three(values[f"aim({name})"] for name in AIMS)

    def _row(self, aim: int, ranges: Three, start: Mapping[str, float] | None) -> _Row:
        stage = Stage(f"pay-off {AIMS[aim]}", unit_vector(aim), gap=ROW_GAP * ranges[aim], unit=ranges[aim])
        first = self._backend.answer(stage, self._clock, start)
        if not first.values:
            return _Row(first, first, first.bound, INF, done=False)
        slack = first.gap + HOLD * ranges[aim]  # as much as is not proven: held tighter, any plan is hard to find
        held = three(first.objective + slack if n == aim else INF for n in range(3))
        others = three(0.0 if n == aim else 1 / ranges[n] for n in range(3))
        rest = Stage(stage.name, others, held, gap=2 * ROW_GAP, unit=2.0)
        second = self._backend.answer(rest, self._clock, first.values)
        done = first.status is Status.OPTIMAL and second.status is Status.OPTIMAL
        return _Row(second if second.values else first, first, first.bound, first.gap, done)

    def _again_if_loose(self, aim: int, rows: list[_Row]) -> _Row:
        """The relaxations may overstate a range; a row solved too loosely for the true one is tightened."""
        ends = [self._column_values(row.answer.values) for row in rows]
        ranges = three(max(e[n] for e in ends) - min(e[n] for e in ends) for n in range(3))
        if ranges[aim] <= HOLD or rows[aim].gap <= _LOOSE * ROW_GAP * ranges[aim]:
            return rows[aim]
        safe = three(max(r, HOLD) for r in ranges)
        row = self._row(aim, safe, rows[aim].answer.values)
        return row if row.answer.values else rows[aim]

    def _scale(self, rows: list[_Row]) -> Scale:
        values = [self._read(row.answer.values) for row in rows]
        proven = all(row.done for row in rows)
        bounds = self._real(three(row.bound for row in rows))
        firsts = [self._read(row.first.values)[n] for n, row in enumerate(rows)]
        ideal = three(min(firsts[n], *(v[n] for v in values)) if rows[n].done else bounds[n] for n in range(3))
        nadir = three(max(ideal[n], *(v[n] for v in values)) for n in range(3))
        return Scale(ideal, nadir, tuple(values), proven)
