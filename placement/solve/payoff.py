"""The pay-off table: ideal and nadir of each aim, which every method measures by.

It has one lexicographic row per aim: that aim as small as can be, then the sum of the other two (in column units). The
ideal is the aim's value in its own row, the nadir its worst value over the rows. Each scenario, with the variants and
changes asked for, has its own; answers that are set beside each other are measured by one, that of the first.

A row is solved in two stages, to a gap in shares of a range that is itself only known at the end. So ranges are first
guessed from linear relaxations, and rows that turn out to be too loose for the true ranges are solved again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from placement.scenario.schema.frame import AIMS
from placement.solve.highs.search import HighsBackend
from placement.solve.prepared import Workbench
from placement.solve.result import PRINTED, Options, Scale, Status
from placement.solve.scalarisation import HOLD, ROW_GAP, Columns, unit_vector
from placement.solve.stage import HAIR, INF, Answer, Backend, Clock, Stage, Three, three

if TYPE_CHECKING:
    from placement.instance.instance import Instance

_SIDE = 0.01
"""Cost of the other aims in the guess of ranges, so that they are not left arbitrarily bad."""
_ROUGH = 1e-3
"""Before there is a table, an aim's range is taken to be at least this share of its value."""
STAGE_SHARE = 0.5
"""At most this share of the time left for the table goes to its next stage, so that all rows get some."""
ROUGH_SHARE = 0.7
"""Share of the time left for the table that its one search takes in a model that is too large to be searched whole."""
PAYOFF_SHARE = 0.6
"""At most this share of a time limit goes to the pay-off table; the rest is for the proposal."""
ROW_SHARE = 0.2
"""Ideals are proven to this share of the asked gap, nadirs to the gap itself, and neither closer than ``ROW_GAP``."""
_LOOSE = 1.5
"""A row whose proven gap is larger than this many times the asked share of the true range is solved again."""
AIM_COLUMNS = tuple(f"aim({name})" for name in AIMS)
"""Names of the aims' columns."""


@dataclass(frozen=True, eq=False)
class Payoff:
    """The pay-off table and the plans behind it.

    Attributes:
        scale: ideals, nadirs, rows; None where no plan keeps the rules. Where time ran out it rests on the linear
            relaxations and is not proven.
        plans: column values of each row's plan, as starts of later searches.
        answer: to the last stage, for its status where no plan was found.
    """

    scale: Scale | None
    plans: tuple[Mapping[str, float], ...]
    answer: Answer


@dataclass(frozen=True, eq=False)
class _Row:
    """One solved row; numbers in column units.

    Attributes:
        answer: to the second stage, where it found a plan; otherwise to the first.
        first: to the first stage, which minimises the aim itself.
        bound: no plan has a lower value of the aim.
        gap: of the first stage.
        rest: gap of the second stage, the sum of the other aims.
        ranges: what the aims were taken to range over.
        done: whether both stages ended as asked.
    """

    answer: Answer
    first: Answer
    bound: float
    gap: float
    rest: float
    ranges: Three
    done: bool


class PayoffTable:
    """Solves the rows on a live model.

    Args:
        backend: holds the model.
        columns: units of the aims' columns.
        clock: time for all rows.
        read: the aims of a solution in real units, by the judge.
        gap: share of the range to which ideals are proven.
        rest: share of the ranges to which the other aims of a row are, which make the nadirs.
        unit: what stands for the range of an aim in which all plans of the table agree, in real units.
        constant: whether an aim is the same in every plan, so that no other order of the aims need be tried.
        polished: as ``Workbench.polished``.
        rough: make do with today and one search, in a model too large to be searched whole; the scale is not proven.
    """

    def __init__(
        self,
        backend: Backend,
        columns: Columns,
        clock: Clock,
        read: Callable[[Mapping[str, float]], Three],
        gap: float = ROW_GAP,
        rest: float = ROW_GAP,
        *,
        unit: Three = PRINTED,
        constant: tuple[bool, bool, bool] = (False, False, False),
        polished: Callable[[Mapping[str, float], Sequence[Stage]], Mapping[str, float]] = lambda values, _: values,
        rough: bool = False,
    ) -> None:
        self._backend, self._columns, self._clock, self._read = backend, columns, clock, read
        self._gap, self._rest, self._rough = gap, rest, rough
        self._unit, self._constant, self._polished = unit, constant, polished

    def solve(self, start: Mapping[str, float] | None) -> Payoff:
        """The table; where time runs out its ideals are proven bounds, and the scale counts as not proven.

        Args:
            start: whole-number columns of a known plan, and its aims where it keeps every rule.
        """
        payoff = self._solved(start)
        return payoff if payoff.scale is None else replace(payoff, scale=replace(payoff.scale, unit=self._unit))

    def _solved(self, start: Mapping[str, float] | None) -> Payoff:
        if self._rough and start and AIM_COLUMNS[0] in start:
            return self._roughly(start)
        ends = self._relax()
        ranges = three(max(1.0, max(e[n] for e in ends) - min(e[n] for e in ends)) for n in range(3))
        rows: list[_Row] = []
        for aim in range(3):
            known = [row.answer.values for row in rows] + ([start] if start else [])
            row = self._row(aim, ranges, min(known, key=lambda v: v.get(AIM_COLUMNS[aim], INF), default=None))
            if not row.answer.values:
                scale = None if row.answer.status is Status.INFEASIBLE else self._rough_scale(ends, rows)
                return Payoff(scale, tuple(r.answer.values for r in rows), row.answer)
            rows.append(row)
        rows = [self._again_if_loose(aim, rows) for aim in range(3)]
        scale = self._in_every_order(rows, self._scale(rows))
        return Payoff(scale, tuple(r.answer.values for r in rows), rows[-1].answer)

    def _roughly(self, start: Mapping[str, float]) -> Payoff:
        """A table of today and one plan with few minutes; only the citizen's ideal is a proven bound."""
        gap = _ROUGH * abs(self._columns.reference[0]) / self._columns.unit[0]
        stage = Stage(f"pay-off {AIMS[0]}", unit_vector(0), gap=gap)
        answer = self._backend.answer(stage, self._clock.part(ROUGH_SHARE), start)
        if not answer.values:
            return Payoff(
                None if answer.status is Status.INFEASIBLE else self._rough_scale([(0.0, 0.0, 0.0)], []), (), answer
            )
        today, few = self._real(self._column_values(start)), self._read(answer.values)
        bound = self._real((answer.bound, INF, INF))
        ideal = three(min(ends) for ends in zip(today, few, bound if answer.bound > -INF else today, strict=True))
        nadir = three(max(ends) for ends in zip(today, few, strict=True))
        return Payoff(Scale(ideal, nadir, (few, today, today), proven=False), (answer.values,), answer)

    def first_guess(self) -> Scale | None:
        """A scale from linear relaxations alone: ideals are proven bounds, nadirs guesses; None without time."""
        ends = self._relax()
        if len(ends) <= len(AIMS):
            return None
        return replace(self._rough_scale(ends, []), rows=tuple(self._real(end) for end in ends[1:]))

    def _relax(self) -> list[Three]:
        """Aims in column units: of today (zeros), then of the optimum of each aim's linear relaxation."""
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
        """A scale that is not proven, from the relaxations' optima, today, and the plans found so far."""
        found = [self._read(row.answer.values) for row in rows]
        seen = [*found, *(self._real(end) for end in ends)]
        least = three(min(values[n] for values in seen) for n in range(3))
        worst = three(max(values[n] for values in seen) for n in range(3))
        span = three(max(_ROUGH * abs(w), u) for w, u in zip(worst, self._columns.unit, strict=True))
        nadir = three(max(least[n] + span[n], worst[n]) for n in range(3))
        return Scale(least, nadir, tuple(found), proven=False)

    def _column_values(self, values: Mapping[str, float]) -> Three:
        return three(values[name] for name in AIM_COLUMNS)

    def _row(self, aim: int, ranges: Three, start: Mapping[str, float] | None) -> _Row:
        gap = self._gap * ranges[aim]
        stage = Stage(f"pay-off {AIMS[aim]}", unit_vector(aim), gap=gap, unit=ranges[aim], to_end=True)
        first = self._backend.answer(stage, self._share, start)
        if not first.values:
            return _Row(first, first, first.bound, INF, INF, ranges, done=False)
        return self._completed(aim, ranges, first, first.values)

    def _completed(self, aim: int, ranges: Three, first: Answer, start: Mapping[str, float]) -> _Row:
        """The second stage of a row: minimise the sum of the other two aims, in column units, with its own held.

        The sum is not in shares of the ranges: those are guesses that differ between formulations, and each formulation
        should find the same plan.
        """
        gap = self._gap * ranges[aim]
        # The aim is held as far as it is proven: held tighter, it is hard to find any plan, and the proof is no better.
        slack = min(first.gap, _LOOSE * gap) + HAIR
        held = three(first.objective + slack if n == aim else INF for n in range(3))
        others, unit = three(float(n != aim) for n in range(3)), sum(ranges) - ranges[aim]
        rest = Stage(f"pay-off {AIMS[aim]}", others, held, gap=self._rest * unit, unit=unit, to_end=True)
        second = self._backend.answer(rest, self._share, start)
        if not (second.values or second.stopped):  # the solver took the aim for less than it is, within its tolerance
            judged = self._columns.column(aim, self._read(first.values)[aim]) + slack
            held = three(judged if n == aim else INF for n in range(3))
            second = self._backend.answer(replace(rest, upper=held), self._share, start)
        done = first.status is Status.OPTIMAL and second.status is Status.OPTIMAL
        if second.values and first.gap <= HAIR:
            own = Stage(f"pay-off {AIMS[aim]}", unit_vector(aim))
            second = replace(second, values=self._polished(second.values, [own, rest]))
        return _Row(second if second.values else first, first, first.bound, first.gap, second.gap, ranges, done)

    @property
    def _share(self) -> Clock:
        """The clock of one stage, which gets ``STAGE_SHARE`` of the time left."""
        clock = self._clock
        return clock if clock.limit is None else replace(clock, limit=clock.seconds + clock.left * STAGE_SHARE)

    def _again_if_loose(self, aim: int, rows: list[_Row]) -> _Row:
        """Solve a row, or its second stage, anew where its gap is too large for the ranges now known.

        The first gap was a share of a range guessed from relaxations, which may overstate it.
        """
        row, ends = rows[aim], [self._column_values(row.answer.values) for row in rows]
        true = three(max(e[n] for e in ends) - min(e[n] for e in ends) for n in range(3))
        most, rest = _LOOSE * self._gap, 2 * _LOOSE * self._rest
        firm = true[aim] <= HOLD or row.gap <= most * true[aim]
        loose = any(row.rest > rest * true[n] > rest * HOLD for n in range(3) if n != aim)
        if firm and not loose:
            return row
        true = three(max(r, HOLD) for r in true)
        start = row.answer.values
        again = self._completed(aim, true, row.first, start) if firm and row.done else self._row(aim, true, start)
        return again if again.answer.values else row

    def _scale(self, rows: list[_Row]) -> Scale:
        values = [self._read(row.answer.values) for row in rows]
        proven = all(row.done for row in rows)
        bounds = self._real(three(row.bound for row in rows))
        # Where the first stage has no gap its aim is read off the row: the second stage holds it to the last digit.
        firsts = [INF if row.gap <= HAIR else self._read(row.first.values)[n] for n, row in enumerate(rows)]
        known = [rows[n].done or bounds[n] == -INF for n in range(3)]
        ideal = three(min(firsts[n], *(v[n] for v in values)) if known[n] else bounds[n] for n in range(3))
        nadir = three(max(ideal[n], *(v[n] for v in values)) for n in range(3))
        return Scale(ideal, nadir, tuple(values), proven)

    def _in_every_order(self, rows: list[_Row], scale: Scale) -> Scale:
        """The scale with nadirs of aims without range widened to their worst value over all six orders of aims.

        Plans outside the table may differ in such an aim, and a range of nearly 0 would make those differences huge.
        """
        nadir = list(scale.nadir)
        for aim in (n for n in range(3) if scale.indifferent[n] and not self._constant[n] and scale.proven):
            for first in (n for n in range(3) if n != aim):
                values = self._ordered(rows[first], first, 3 - first - aim, aim)
                nadir[aim] = max(nadir[aim], self._read(values)[aim])
        return replace(scale, nadir=three(nadir))

    def _ordered(self, row: _Row, *order: int) -> Mapping[str, float]:
        """Lexicographic optimum: each aim of ``order`` minimised while those before it are held; column values."""
        values, stage = row.answer.values, Stage(f"pay-off {AIMS[order[0]]}", unit_vector(order[0]))
        for before, aim in pairwise(order):
            held = replace(stage, cost=unit_vector(before)).held(self._column_values(values))
            gap, unit = self._rest * row.ranges[aim], row.ranges[aim]
            stage = replace(held, cost=unit_vector(aim), gap=gap, unit=unit, to_end=True)
            values = self._backend.answer(stage, self._share, values).values or values
        return self._polished(values, [Stage(f"pay-off {AIMS[aim]}", unit_vector(aim)) for aim in order])


def scale_of(bench: Workbench, options: Options, clock: Clock) -> Payoff:
    """The scenario's own pay-off table, solved within ``PAYOFF_SHARE`` of the time.

    The proposal is so the same whether a number is changed by a variant, on the command line or in the file itself.

    Args:
        bench: holds the scenario.
        options: asked gap.
        clock: of the whole solve.
    """
    share = None if clock.limit is None else clock.limit * PAYOFF_SHARE
    return payoff_of(bench, replace(clock, limit=share), options.gap)


def payoff_of(bench: Workbench, clock: Clock, asked: float) -> Payoff:
    """The pay-off table of the scenario a bench holds, precise enough for the ``asked`` gap (a share of the range).

    Where the solver says that no plan exists and a second solver finds one, the second solves the table anew.
    """
    rough = isinstance(bench.backend, HighsBackend) and bench.backend.huge and clock.limit is not None
    payoff = _table(bench, clock, asked, rough=rough).solve(bench.start(bench.today_course))
    if payoff.scale is None and not bench.held and not bench.confirms_infeasible(clock):
        payoff = _table(bench, clock, asked).solve(None)
    return payoff


def _table(bench: Workbench, clock: Clock, asked: float, *, rough: bool = False) -> PayoffTable:
    instances = [part.instance for part in bench.phases]
    return PayoffTable(
        bench.backend,
        bench.columns,
        clock,
        bench.aims,
        gap=max(ROW_GAP, asked * ROW_SHARE),
        rest=max(ROW_GAP, asked),
        unit=unit_of(instances[-1]),
        constant=(False, not any(map(quality_differs, instances)), False),
        polished=bench.polished,
        rough=rough,
    )


def unit_of(instance: Instance) -> Three:
    """What stands for an aim's missing range: a minute, 0.001 lost visits and a krone, for each visit a year."""
    visits = instance.demand.total_visits
    return three(max(visits * each, printed) for each, printed in zip((1.0, 0.001, 1.0), PRINTED, strict=True))


def quality_differs(instance: Instance) -> bool:
    """Whether plans can differ in lost quality."""
    clinics = instance.clinics
    return bool((clinics.target_slope > 0).any() or (clinics.house_parity < 1).any() or (clinics.home_parity < 1).any())


def ideals(backend: Backend, columns: Columns, clock: Clock, scale: Scale, gap: float = ROW_GAP) -> Payoff:
    """A pay-off table with the ideals of this model and the ranges of another.

    For worlds with other numbers: their ideals move, and regrets stay in one unit.

    Args:
        backend: holds the model.
        columns: units of the aims' columns.
        clock: time for all of it.
        scale: gives the ranges.
        gap: share of the range to which each is solved.
    """
    found: list[Answer] = []
    best = list(scale.ideal)
    for aim in range(3):
        width = scale.ranges[aim] / columns.unit[aim]
        stage = Stage(f"pay-off {AIMS[aim]}", unit_vector(aim), gap=gap * width, unit=width)
        known = (answer.values for answer in found)
        answer = backend.answer(stage, clock, min(known, key=lambda v: v[AIM_COLUMNS[aim]], default=None))
        if not answer.values:
            return Payoff(None, tuple(one.values for one in found), answer)
        found.append(answer)
        best[aim] = columns.real(aim, answer.objective)
    ideal, ranges = three(best), (n - i for n, i in zip(scale.nadir, scale.ideal, strict=True))
    proven = scale.proven and all(answer.status is Status.OPTIMAL for answer in found)
    nadir = three(i + width for i, width in zip(ideal, ranges, strict=True))
    moved = replace(scale, ideal=ideal, nadir=nadir, rows=(ideal, nadir), proven=proven)
    return Payoff(moved, tuple(one.values for one in found), found[-1])
