"""One question to a solver, and its answer."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping
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


@dataclass(frozen=True)
class Chebyshev:
    """t ≥ slope · aim − offset for each aim, in the aims' column units."""

    slope: Three
    offset: Three

    @property
    def bounds_t(self) -> bool:
        """Whether any row holds t from below; without one t must be held at 0."""
        return any(math.isfinite(offset) for offset in self.offset)


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
        return kept and t <= self.t_upper + SLACK * max(1.0, abs(t))


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

    def part(self, share: float) -> Clock:
        """A clock for a share of the time left."""
        return self if self.limit is None else replace(self, limit=self.seconds + self.left * share)

    def tell(self, stage: Stage, best: float | None, bound: float | None) -> None:
        """Report a line of progress."""
        if self.report is not None:
            gap = None if best is None or bound is None else max(0.0, best - bound) / stage.unit
            self.report(Progress(stage.name, self.seconds, best, bound, gap))


class Backend(Protocol):
    """A solver that holds a model and answers stages on it."""

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
        """Solve a stage; ``start`` holds values of whole-number columns of a known plan."""
        ...
