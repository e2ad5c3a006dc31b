"""A stage, which is one question to a solver with one objective; its answer; and what every solver here can do.

Stages are in *column units*: each aim has a column ``(value − reference) / unit``, so that 0 is what stands today, and
one tolerance suits minutes, visits and DKK.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from placement.solve.result import Progress, Status

Three = tuple[float, float, float]
"""A value for each aim: citizen, quality, economy."""
INF = float("inf")


def three(values: Iterable[float]) -> Three:
    """Three floats from any iterable."""
    citizen, quality, economy = (float(v) for v in values)
    return citizen, quality, economy


SLACK = 1e-7
"""How far a bound on an aim may be exceeded, in column units: the solvers' own feasibility tolerance."""
HAIR = 1e-6
"""Slack on a value held from an earlier stage, in column units: 0.01 minutes, 10⁻⁵ visits or 0.01 DKK a year. Without
any the plan at hand may be infeasible in the next stage by a rounding error; ten times the solvers' tolerance."""
MOST_LIMITS = 2
"""Limits a stage may have: no method holds more than two measures that are sums of several aims."""
Limit = tuple[Three, float]
"""Coefficients and right side of ``Σ coefficient · aim ≤ right side``, in column units."""


@dataclass(frozen=True)
class Chebyshev:
    """Rows ``t ≥ slope · aim − offset``, one for each aim in column units: minimised, t is the largest of them.

    An aim with an infinite offset has no row.
    """

    slope: Three
    offset: Three

    @property
    def bounds_t(self) -> bool:
        """Whether any row holds t from below; without one t must be held at 0."""
        return any(math.isfinite(offset) for offset in self.offset)

    def times(self, factor: float) -> Chebyshev:
        """The same rows for ``factor · t``."""
        return Chebyshev(three(factor * s for s in self.slope), three(factor * o for o in self.offset))


def _near_one(coefficients: Three) -> float:
    """The factor that brings the largest coefficient into [1, 2): a power of two, so that nothing is rounded."""
    largest = max(map(abs, coefficients))
    return 2.0 ** -math.floor(math.log2(largest)) if largest else 1.0


@dataclass(frozen=True)
class Stage:
    """What is minimised over the model: Σ cost · aim + t_cost · t, under upper bounds on the aims.

    Attributes:
        name: for progress lines.
        cost: of each aim, for one column unit.
        upper: upper bound of each aim's column.
        t_cost: cost of the Chebyshev variable t.
        t_upper: upper bound of t.
        chebyshev: rows that bound t from below; None where t is not used.
        gap: absolute gap asked, in the objective's unit.
        share: the gap asked as a share of how far the bound is below 0, which is today; the wider of the two is asked.
        unit: so many objective units are the whole range; gaps are told as shares of it.
        relaxed: solve the linear relaxation only.
        limits: values held from earlier stages.
        decisions: costs of other columns, by name.
        enough: stop as soon as it is known whether any plan has an objective this low; NaN where that is not asked.
        to_end: go on to a gap of 0 after the asked one is reached, as far as that is little work. With an infinite gap
            the search stops after little work whatever it has found.
        factor: the objective is so many times what was asked for (`in_columns`).
    """

    name: str
    cost: Three
    upper: Three = (INF, INF, INF)
    t_cost: float = 0.0
    t_upper: float = INF
    chebyshev: Chebyshev | None = None
    gap: float = 0.0
    share: float = 0.0
    unit: float = 1.0
    relaxed: bool = False
    limits: tuple[Limit, ...] = ()
    decisions: Mapping[str, float] = field(default_factory=dict)
    enough: float = math.nan
    to_end: bool = False
    factor: float = 1.0

    def in_columns(self) -> Stage:
        """The same stage with its largest coefficient near 1; ``factor`` says by how much the objective is multiplied.

        Coefficients per share of a range are small, and solvers take objectives that differ by a millionth for the
        same. So scaled, that is a millionth of a column unit. The Chebyshev rows are scaled likewise, and t with them.
        """
        rows = 1.0 if self.chebyshev is None else _near_one(self.chebyshev.slope)
        by = rows if self.t_cost else 1.0 if self.decisions else _near_one(self.cost)
        return replace(
            self,
            cost=three(by * c for c in self.cost),
            chebyshev=self.chebyshev and self.chebyshev.times(rows),
            t_upper=rows * self.t_upper,
            gap=by * self.gap,
            unit=by * self.unit,
            enough=by * self.enough,
            factor=by * self.factor,
        )

    def asked(self, bound: float) -> float:
        """The gap that is asked, in the objective's unit, once so much is proven."""
        return max(self.gap, self.share * -bound) if self.share and math.isfinite(bound) else self.gap

    def told(self, best: float, bound: float) -> float:
        """The gap as it is told: a share of the range, or of how far the bound is below today."""
        within = max(-bound, self.gap) if self.share else self.unit
        return max(0.0, best - bound) / within if within else 0.0

    def held(self, aims: Three, slack: Three = (HAIR, HAIR, HAIR)) -> Stage:
        """The next stage without its objective: no plan may be worse by this stage's measure than one with these aims.

        A measure of one aim becomes an upper bound, t an upper bound of t, any other a limit.

        Args:
            aims: of the plan, in column units.
            slack: how much larger each aim may be, in column units. A measure of several aims is given what the slack
                of that aim is worth of which it is worth least.
        """
        nothing = replace(self, cost=(0.0, 0.0, 0.0), t_cost=0.0, to_end=False)
        if self.t_cost:
            return replace(nothing, t_upper=min(self.t_upper, self.t_of(aims) + self.worth(slack)))
        if sum(cost != 0 for cost in self.cost) == 1:
            counted = zip(self.cost, self.upper, aims, slack, strict=True)
            return replace(nothing, upper=three(min(u, a + s) if cost else u for cost, u, a, s in counted))
        largest = max(map(abs, self.cost))
        if not largest:
            return nothing
        cost = three(c / largest for c in self.cost)
        most = sum(c * aim for c, aim in zip(cost, aims, strict=True)) + self.worth(slack) / largest
        return replace(nothing, limits=(*self.limits, (cost, most)))

    def worth(self, slack: Three) -> float:
        """The least by which the objective grows where one aim that counts grows by its slack (column units)."""
        weights = self.chebyshev.slope if self.chebyshev and self.t_cost else self.cost
        return min((abs(w) * s for w, s in zip(weights, slack, strict=True) if w), default=0.0)

    def t_of(self, aims: Three) -> float:
        """The Chebyshev variable at these aims (column units): the largest of its rows, 0 where there is none."""
        if self.chebyshev is None:
            return 0.0
        rows = zip(self.chebyshev.slope, self.chebyshev.offset, aims, strict=True)
        return max((slope * aim - offset for slope, offset, aim in rows if offset < INF), default=0.0)

    def value(self, aims: Three) -> float:
        """The objective at these aims (column units), without what decisions cost."""
        linear = sum(cost * aim for cost, aim in zip(self.cost, aims, strict=True) if cost)
        return linear + (self.t_cost * self.t_of(aims) if self.t_cost else 0.0)

    def keeps(self, aims: Three) -> bool:
        """Whether these aims (column units) are within all bounds and limits, up to the solvers' own tolerance."""
        t = self.t_of(aims)
        kept = all(a <= u + SLACK * max(1.0, abs(a)) for a, u in zip(aims, self.upper, strict=True))
        limits = all(sum(c * a for c, a in zip(cost, aims, strict=True)) <= most + SLACK for cost, most in self.limits)
        return kept and limits and t <= self.t_upper + SLACK * max(1.0, abs(t))


@dataclass(frozen=True, eq=False)
class Answer:
    """What a solver answered to a stage.

    Attributes:
        status: ``OPTIMAL`` only where the asked gap is proven.
        values: column values by name; empty without a solution.
        objective: of the solution, in the objective's unit; infinity without one.
        bound: no plan has a lower objective; infinity where there is no plan, minus infinity where nothing is proven.
        stopped: what ended the search early: ``time_limit``, ``interrupt`` or nothing.
    """

    status: Status
    values: Mapping[str, float]
    objective: float
    bound: float
    stopped: str

    @property
    def gap(self) -> float:
        """Objective − bound, never negative."""
        return max(0.0, self.objective - self.bound)

    def of(self, stage: Stage) -> Answer:
        """The answer to a scaled stage (`Stage.in_columns`), in the unit of the stage that was asked."""
        return replace(self, objective=self.objective / stage.factor, bound=self.bound / stage.factor)


@dataclass
class Clock:
    """Time, interruption and progress of a whole solve.

    Attributes:
        limit: seconds from ``start`` for everything; None without a limit.
        stop: set by whoever wants the search to end and keep its best plan.
        report: receives progress.
        found: receives each better solution while a stage is searched: the stage, column values, and the bound.
        start: reading of ``time.perf_counter`` when the solve began.
    """

    limit: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    report: Callable[[Progress], None] | None = None
    found: Callable[[Stage, Mapping[str, float], float], None] | None = None
    start: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Since the solve began."""
        return time.perf_counter() - self.start

    @property
    def left(self) -> float:
        """Seconds left; infinity without a limit."""
        return INF if self.limit is None else max(0.0, self.limit - self.seconds)

    @property
    def over(self) -> str:
        """Why there is no time to go on, ``time_limit`` or ``interrupt``; nothing while there is."""
        if self.stop.is_set():
            return "interrupt"
        return "" if self.left > 0 else "time_limit"

    def but(self, seconds: float, share: float) -> Clock:
        """A clock that ends so many seconds earlier, for what comes after; at most a share of the limit earlier."""
        return self if self.limit is None else replace(self, limit=self.limit - min(seconds, share * self.limit))

    def part(self, share: float) -> Clock:
        """A clock that ends when a share of the time left is over."""
        return self if self.limit is None else replace(self, limit=self.seconds + self.left * share)

    def tell(self, stage: Stage, best: float | None, bound: float | None) -> None:
        """Report a line of progress; best and bound are of the scaled stage, None where not known."""
        if self.report is not None:
            gap = None if best is None or bound is None else stage.told(best, bound)
            best, bound = (None if value is None else value / stage.factor for value in (best, bound))
            self.report(Progress(stage.name, self.seconds, best, bound, gap))


class Backend(Protocol):
    """A solver that holds a model and answers stages on it.

    Two plans count as the same where they have the same offers and home levels.
    """

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
        """Solve a stage.

        Args:
            stage: the question.
            clock: time, interruption and progress.
            start: values of (some) whole-number columns of a known plan to begin with, and of its aims where it keeps
                every rule.

        Raises:
            SolverError: the solver fails.
        """
        ...

    def exclude(self, values: Mapping[str, float]) -> None:
        """Forbid this plan until ``include_all``; several may be excluded."""
        ...

    def fix(self, values: Mapping[str, float]) -> None:
        """Allow only this plan until ``include_all``: days, units and who goes where are still open."""
        ...

    def include_all(self) -> None:
        """Allow every plan again."""
        ...

    def polished(
        self, values: Mapping[str, float], measures: Sequence[Stage], further: Sequence[Mapping[str, float]]
    ) -> Mapping[str, float]:
        """The plan with the same whole-number columns that minimises each measure in turn, then each further cost.

        Each is minimised over exactly the optimal solutions of those before it, without any slack.

        Args:
            values: of every column of a plan.
            measures: stages whose objectives come first.
            further: costs of columns by name.

        Returns:
            ``values`` themselves where some linear program has no optimum.
        """
        ...

    @property
    def can_exclude(self) -> bool:
        """Whether plans may be excluded: not in a large model, where the searches that follow would take long."""
        ...
