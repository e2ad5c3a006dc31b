"""The staircase: every plan that is best for some price of a minute, and the prices at which one gives way to the next.

With the price of lost quality held, the least total V(p) = min over plans of (kroner + p · minutes) is concave and
piecewise linear in the price p of a minute: a parametric programme whose pieces are those plans, the supported points
of kroner against minutes. Where two of them meet, p is the kroner per minute saved by the step from one to the other.
They are found by dichotomic search on a live model (Aneja and Nair 1979): the plans at both ends come first, p = 0 and
minutes before everything, and between two plans the price at which they cost the same is asked. Either a third plan is
cheaper at that price, or the bound proves that none is.

During the search only kroner and minutes of a plan matter, so ties are left open. At the end each plan is settled at
a price in the middle of those for which it is best: all plans as good at that price have the same kroner and minutes,
and which of them stands is decided by rule (``placement.solve.other_plans``), not by where the search came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from placement.errors import NoPlanError
from placement.solve.chosen_formulation import Unwritten
from placement.solve.payoff import AIM_COLUMNS
from placement.solve.proposal_search import STOPPED_EMPTY, Search
from placement.solve.result import PRINTED, Options, Prices, Progress, Solved
from placement.solve.stage import INF

if TYPE_CHECKING:
    from placement.scenario.load import Loaded
    from placement.solve.prepared import Workbench
    from placement.solve.stage import Clock

_SAME_MONEY = PRINTED[2]
"""Plans whose totals differ by less than the last printed krone are equally good."""
_SAME_MINUTES = PRINTED[0]
STAGE = "staircase"
"""Name in progress reports."""
_ANY_PRICE = 1.0
"""DKK for a minute at which a plan is settled that is best at every price."""


@dataclass(frozen=True, eq=False)
class Step:
    """Where one plan gives way to the next.

    Attributes:
        price: of a minute, in DKK, at which both cost the same.
        unproven: DKK a year by which a third plan may at most be cheaper at that price; 0 if below the last printed
            krone.
        minutes: saved a year by the step.
        money: DKK paid a year for it, lost quality at its price included.
    """

    price: float
    unproven: float
    minutes: float
    money: float

    @property
    def low(self) -> float:
        """Below this price the plan before the step is proven to be cheaper than the plan after it."""
        return max(0.0, self.price - self.unproven / self.minutes)

    @property
    def high(self) -> float:
        """Above this price the plan after the step is proven to be cheaper than the plan before it."""
        return self.price + self.unproven / self.minutes


@dataclass(frozen=True, eq=False)
class Staircase:
    """Plans that are best for some price of a minute, from price 0 up, and the steps between them.

    Attributes:
        plans: ``n`` of them.
        steps: ``n − 1``, between neighbours, their prices rising.
        asked: how many prices were asked for.
        complete: whether no time limit or interruption left prices unasked.
        unproven_money: DKK a year by which another plan may at most be cheaper than the first, where minutes cost
            nothing; 0 if below the last printed krone.
        unproven_minutes: minutes a year that another plan may at most have less than the last; 0 if below one.
    """

    plans: tuple[Solved, ...]
    steps: tuple[Step, ...]
    asked: int
    complete: bool
    unproven_money: float = 0.0
    unproven_minutes: float = 0.0

    @property
    def proven(self) -> bool:
        """Whether it is proven to the last printed krone that no other plan is best at any price."""
        ends = self.unproven_money == 0 and self.unproven_minutes == 0
        return self.complete and ends and all(step.unproven == 0 for step in self.steps)

    def at(self, price: float) -> int:
        """Index of the plan that is best at a price; of two that cost the same, the one with fewer minutes."""
        return sum(step.price <= price for step in self.steps)


def money(solved: Solved, lost_quality_visit: float) -> float:
    """What a plan costs a year without its minutes: economy, and lost quality at its price."""
    _, quality, economy = solved.objectives.as_tuple()
    return economy + lost_quality_visit * quality


def minutes(solved: Solved) -> float:
    """The citizen aim of a plan, in minutes a year."""
    return solved.objectives.as_tuple()[0]


def staircase_on(
    bench: Workbench,
    loaded: Loaded,
    options: Options,
    clock: Clock,
    lost_quality_visit: float,
    memory: Memory | None = None,
) -> Staircase:
    """All plans that are best at some price of a minute, on a model kept ready: most prices take one short search each.

    Args:
        bench: of the scenario, such as that of `Live.bench_for`.
        loaded: the scenario.
        options: how to solve; method and prices are those of the staircase.
        clock: of all of it.
        lost_quality_visit: the price of lost quality.
        memory: what an earlier search of the same question found, which was interrupted; it grows.

    Returns:
        The staircase; not complete where a search was stopped, and then plans may be missing in between.

    Raises:
        InfeasibleError: no plan keeps the rules.
        NoPlanError: stopped before any plan was found.
        SolverError: the solver failed, or a plan did not pass the judge.
    """
    probing = _Probing(bench, loaded, options, clock, lost_quality_visit, memory or Memory())
    return _Climb(probing, lost_quality_visit).run()


def step_between(before: tuple[float, float], after: tuple[float, float], unproven: float) -> Step:
    """The step between two plans.

    Args:
        before: minutes and kroner a year of the plan before.
        after: of the plan after it, which has fewer minutes.
        unproven: as in ``Step``.
    """
    saved, paid = before[0] - after[0], after[1] - before[1]
    return Step(max(0.0, paid / saved), unproven, saved, paid)


@dataclass(frozen=True, eq=False)
class _Seen:
    """A plan found at a price, ties left open.

    Attributes:
        minutes, money: of the plan, a year; lost quality at its price is part of the money.
        bound: no plan has a lower total at that price; where the price is infinite, no plan has fewer minutes.
        stopped: whether the search was stopped early.
        values: column values of the plan.
    """

    minutes: float
    money: float
    bound: float
    stopped: bool
    values: Mapping[str, float] = field(default_factory=dict)

    def total(self, price: float) -> float:
        """Total cost at a price, DKK a year: money, and minutes at the price."""
        return self.money + price * self.minutes


@dataclass(eq=False)
class Memory:
    """What has been found of one staircase, so that an interrupted search can be resumed.

    Attributes:
        best: plans by price, of searches that came to their end.
        settled: settled plans, by the price at which they were settled.
    """

    best: dict[float, _Seen] = field(default_factory=dict)
    settled: dict[float, Solved] = field(default_factory=dict)


class _Prober(Protocol):
    """What the climb needs of a solver: the best plan at a price, and the settling of plans that stay."""

    def best(self, price: float, near: Sequence[_Seen]) -> _Seen | None:
        """The best plan at a price, starting from the plans ``near``; None where stopped before any plan was found."""
        ...

    def settled(self, seen: _Seen, price: float, bound: float) -> Solved:
        """The plan by rule among those as good as ``seen`` at a price; ``bound``: no plan has a lower total there."""
        ...

    def refusal(self) -> NoPlanError:
        """The error for a search that found no plan at all."""
        ...


class _Probing:
    """A prober on a live model: it searches the first measure alone, and settles ties only of the plans that stay."""

    def __init__(
        self, bench: Workbench, loaded: Loaded, options: Options, clock: Clock, lost: float, memory: Memory
    ) -> None:
        self._bench, self._loaded, self._lost, self._memory = bench, loaded, lost, memory
        self._clock = replace(clock, report=clock.report and partial(_renamed, clock.report))
        self._options = replace(options, method="price", alternatives=0)

    def _search(self, price: float) -> Search:
        options = replace(self._options, prices=Prices(price, self._lost))
        return Search(self._bench, None, options, self._clock, self._clock.seconds, self._loaded)

    def best(self, price: float, near: Sequence[_Seen]) -> _Seen | None:
        if price not in self._memory.best:
            found = self._found(price, near)
            if found is None or found.stopped:
                return found
            self._memory.best[price] = found
        return self._memory.best[price]

    def _found(self, price: float, near: Sequence[_Seen]) -> _Seen | None:
        answer = self._search(price).best([seen.values for seen in near])
        if not answer.values:
            return None
        citizen, quality, economy = (
            self._bench.columns.real(n, answer.values[name]) for n, name in enumerate(AIM_COLUMNS)
        )
        cost = economy + self._lost * quality
        return _Seen(citizen, cost, answer.bound, bool(answer.stopped), values=answer.values)

    def settled(self, seen: _Seen, price: float, bound: float) -> Solved:
        if price not in self._memory.settled:
            solved = self._search(price).known_best(seen.values, bound)
            if self._clock.over:
                return solved
            self._memory.settled[price] = solved
        return self._memory.settled[price]

    def refusal(self) -> NoPlanError:
        written = self._bench.written
        return written.error if isinstance(written, Unwritten) else NoPlanError(STOPPED_EMPTY)


def _renamed(report: Callable[[Progress], None], progress: Progress) -> None:
    """Report a line of progress under the staircase's name in place of the stage's."""
    report(replace(progress, stage=STAGE))


class _Climb:
    """The dichotomic search for one staircase."""

    def __init__(self, prober: _Prober, lost: float) -> None:
        self._prober = prober
        self._lost, self._asked, self._complete = lost, 0, True
        self._bounds: dict[float, float] = {}

    def run(self) -> Staircase:
        stairs = self._stairs()
        plans = self._settled(stairs)
        steps = [self._step(one, other) for one, other in pairwise(plans)]
        least, fewest = self._bounds.get(0.0, -INF), self._bounds.get(INF, -INF)
        return Staircase(
            tuple(plans),
            tuple(steps),
            self._asked,
            self._complete,
            _above(money(plans[0], self._lost) - least, _SAME_MONEY),
            _above(minutes(plans[-1]) - fewest, _SAME_MINUTES),
        )

    def _best(self, price: float, near: Sequence[_Seen]) -> _Seen | None:
        self._asked += 1
        seen = self._prober.best(price, near)
        self._complete = self._complete and seen is not None and not seen.stopped
        if seen is not None:
            self._bounds[price] = seen.bound
        return seen

    def _stairs(self) -> list[_Seen]:
        """The plans by falling minutes, ties left open."""
        first = self._best(0.0, ())
        if first is None:
            raise self._prober.refusal()
        last = self._best(INF, [first]) if self._complete else None
        stairs = sorted([first, *([last] if last else [])], key=lambda seen: (-seen.minutes, -seen.money))
        at = 0
        while at + 1 < len(stairs):
            if (gone := _superfluous(stairs, at)) is not None:
                del stairs[gone]
                at = max(0, at - 1)
                continue
            left, right = stairs[at : at + 2]
            third = self._below(left, right)
            if third is None:
                at += 1
            else:
                stairs.insert(at + 1, third)
        return stairs

    def _below(self, left: _Seen, right: _Seen) -> _Seen | None:
        """A plan cheaper than both at the price where they cost the same; None without one, or asked before."""
        price = (right.money - left.money) / (left.minutes - right.minutes)
        if not self._complete or price in self._bounds:
            return None
        third = self._best(price, [left, right])
        return third if third is not None and third.total(price) < left.total(price) - _SAME_MONEY else None

    def _settled(self, stairs: Sequence[_Seen]) -> list[Solved]:
        """Each plan settled at a price for which it is best; two that become the same plan count once."""
        edges = [(b.money - a.money) / (a.minutes - b.minutes) for a, b in pairwise(stairs)]
        end = 3 * edges[-1] if edges else 2 * _ANY_PRICE
        found: list[Solved] = []
        for seen, low, high in zip(stairs, [0.0, *edges], [*edges, end], strict=True):
            price = (low + high) / 2
            solved = self._prober.settled(seen, price, self._bound(price))
            if not found or minutes(found[-1]) - minutes(solved) > _SAME_MINUTES:
                found.append(solved)
        return found

    def _bound(self, price: float) -> float:
        """Lower bound on every plan's total at a price: V is concave, so it lies above every chord of its bounds."""
        finite = sorted((p, bound) for p, bound in self._bounds.items() if p < INF)
        return max(self._chords(finite, price), default=-INF)

    def _chords(self, finite: Sequence[tuple[float, float]], price: float) -> Iterator[float]:
        fewest = self._bounds.get(INF, 0.0)
        for low, under in finite:
            if low <= price:
                yield under + (price - low) * max(fewest, 0.0)
                for high, over in finite:
                    if high > price:
                        yield under + (over - under) * (price - low) / (high - low)

    def _step(self, before: Solved, after: Solved) -> Step:
        ends = [(minutes(solved), money(solved, self._lost)) for solved in (before, after)]
        step = step_between(ends[0], ends[1], 0.0)
        total = ends[0][1] + step.price * ends[0][0]
        return replace(step, unproven=_above(total - self._bound(step.price), _SAME_MONEY))


def _above(amount: float, nothing: float) -> float:
    """The amount; 0 where it is at most ``nothing``, the last printed digit."""
    return amount if amount > nothing else 0.0


def _superfluous(stairs: Sequence[_Seen], at: int) -> int | None:
    """Position of a plan at a step or beside it that is best at no price; None where each may be."""
    left, right = stairs[at : at + 2]
    if left.minutes - right.minutes <= _SAME_MINUTES:
        return at if right.money <= left.money else at + 1
    if right.money - left.money <= _SAME_MONEY:
        return at
    if at > 0:
        before = stairs[at - 1]
        slope = (right.money - left.money) / (left.minutes - right.minutes)
        if left.total(slope) >= before.total(slope):
            return at
    return None
