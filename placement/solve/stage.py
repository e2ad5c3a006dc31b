"""One question to a solver, and its answer."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from placement.solve.result import Progress, Status

Three = tuple[float, float, float]
INF = float("inf")


def three(values: Iterable[float]) -> Three:
    """Three floats from any iterable."""
    citizen, quality, economy = (float(v) for v in values)
    return citizen, quality, economy


SLACK = 1e-7
"""How far a bound on an aim may be exceeded, in columns."""
HAIR = 1e-6
"""Slack on a value held from an earlier stage, in columns: a hundredth of a minute or of a krone a year."""
MOST_LIMITS = 2
"""So many limits a stage may have."""
Limit = tuple[Three, float]
"""Σ coefficient · aim ≤ right side, in column units."""


@dataclass(frozen=True)
class Chebyshev:
    """t ≥ slope · aim − offset for each aim, in the aims' column units."""

    slope: Three
    offset: Three

    @property
    def bounds_t(self) -> bool:
        """Whether any row holds t from below; without one t must be held at 0."""
        return any(math.isfinite(offset) for offset in self.offset)

    def times(self, factor: float) -> Chebyshev:
        """For so many times t."""
        return Chebyshev(three(factor * s for s in self.slope), three(factor * o for o in self.offset))


def _near_one(coefficients: Three) -> float:
    """What brings the largest of the coefficients near 1; a power of two, so that nothing is rounded."""
    largest = max(map(abs, coefficients))
    return 2.0 ** -math.floor(math.log2(largest)) if largest else 1.0


@dataclass(frozen=True)
class Stage:
    """What is minimised over the model: Σ cost · aim + t_cost · t, under upper bounds on the aims.

    Attributes:
        name: for progress lines.
        cost: of each aim's column; ``upper``: its upper bound. Both in column units.
        t_cost: cost of the Chebyshev variable; ``t_upper``: its upper bound.
        chebyshev: rows that define t; None leaves t free to be anything above minus infinity, at no cost.
        gap: absolute gap asked, in the objective's unit; ``unit``: that many objective units are the whole range.
        relaxed: solve the linear relaxation only.
        limits: values held from earlier stages.
        decisions: costs of other columns, by name.
        enough: a search may stop as soon as it is known whether any plan is this good; NaN where that is not asked.
        to_end: go on to the end where the asked gap is reached, as far as that is little work; with an infinite gap the
            search stops after little work whatever it has found.
        factor: the objective is so many times what was asked for.
    """

    name: str
    cost: Three
    upper: Three = (INF, INF, INF)
    t_cost: float = 0.0
    t_upper: float = INF
    chebyshev: Chebyshev | None = None
    gap: float = 0.0
    unit: float = 1.0
    relaxed: bool = False
    limits: tuple[Limit, ...] = ()
    decisions: Mapping[str, float] = field(default_factory=dict)
    enough: float = math.nan
    to_end: bool = False
    factor: float = 1.0

    def in_columns(self) -> Stage:
        """The same with an objective as large as the columns, so that a solver's tolerance is theirs.

        A share of a range is a small number, and solvers take what differs by a millionth for the same.
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

    def held(self, aims: Three, slack: Three = (HAIR, HAIR, HAIR)) -> Stage:
        """Nothing to minimise yet, and no plan worse by this stage's measure than one with these aims.

        Args:
            aims: in column units.
            slack: a plan is no worse where each aim alone may be so much larger, in column units.
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
        """What the slack of one aim is worth in the objective, of the aim of which it is worth least."""
        weights = self.chebyshev.slope if self.chebyshev and self.t_cost else self.cost
        return min((abs(w) * s for w, s in zip(weights, slack, strict=True) if w), default=0.0)

    def t_of(self, aims: Three) -> float:
        """The Chebyshev variable at these aims (column units): the largest of its rows; 0 where none binds."""
        if self.chebyshev is None:
            return 0.0
        rows = zip(self.chebyshev.slope, self.chebyshev.offset, aims, strict=True)
        return max((slope * aim - offset for slope, offset, aim in rows if offset < INF), default=0.0)

    def value(self, aims: Three) -> float:
        """The objective at these aims."""
        linear = sum(cost * aim for cost, aim in zip(self.cost, aims, strict=True) if cost)
        return linear + (self.t_cost * self.t_of(aims) if self.t_cost else 0.0)

    def keeps(self, aims: Three) -> bool:
        """Whether these aims are within the upper bounds, up to the solvers' own tolerance."""
        t = self.t_of(aims)
        kept = all(a <= u + SLACK * max(1.0, abs(a)) for a, u in zip(aims, self.upper, strict=True))
        limits = all(sum(c * a for c, a in zip(cost, aims, strict=True)) <= most + SLACK for cost, most in self.limits)
        return kept and limits and t <= self.t_upper + SLACK * max(1.0, abs(t))


@dataclass(frozen=True, eq=False)
class Answer:
    """What a solver said.

    Attributes:
        status: one of the four words; ``OPTIMAL`` only when the asked gap is proven.
        values: column values by name; empty without a solution.
        objective, bound: in the stage's unit; infinities where there is none.
        stopped: ``""``, ``"time_limit"`` or ``"interrupt"``.
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
        """In the unit that was asked for, of a stage in columns."""
        return replace(self, objective=self.objective / stage.factor, bound=self.bound / stage.factor)


@dataclass
class Clock:
    """Time, interruption and progress of a whole solve.

    Attributes:
        limit: seconds for everything; None without a limit.
        stop: set by whoever wants the search to end and keep its incumbent.
        report: receives progress.
        found: receives each better solution while a stage is searched: the stage, column values, and the bound.
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
        """A clock that leaves so many seconds for what comes after, and no more than a share of the limit."""
        return self if self.limit is None else replace(self, limit=self.limit - min(seconds, share * self.limit))

    def part(self, share: float) -> Clock:
        """A clock for a share of the time left."""
        return self if self.limit is None else replace(self, limit=self.seconds + self.left * share)

    def tell(self, stage: Stage, best: float | None, bound: float | None) -> None:
        """Report a line of progress."""
        if self.report is not None:
            gap = None if best is None or bound is None else max(0.0, best - bound) / stage.unit
            best, bound = (None if value is None else value / stage.factor for value in (best, bound))
            self.report(Progress(stage.name, self.seconds, best, bound, gap))


class Backend(Protocol):
    """A solver that holds a model and answers stages on it."""

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
        """Solve a stage; ``start`` holds values of whole-number columns of a known plan."""
        ...

    def exclude(self, values: Mapping[str, float]) -> None:
        """No plan with the same offers and home levels as this one, until ``include_all``."""
        ...

    def fix(self, values: Mapping[str, float]) -> None:
        """Only plans with the same offers and home levels as this one, until ``include_all``."""
        ...

    def include_all(self) -> None:
        """Every plan again."""
        ...

    def polished(
        self, values: Mapping[str, float], measures: Sequence[Stage], further: Sequence[Mapping[str, float]]
    ) -> Mapping[str, float]:
        """The plan with the same whole-number columns that minimises each measure, then each of the further costs.

        Nothing of a measure is given to the next one: each leaves exactly its best plans.
        """
        ...

    @property
    def can_exclude(self) -> bool:
        """Whether plans may be excluded: not in a large model, where it would take long."""
        ...
