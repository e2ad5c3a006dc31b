"""The staircase: every plan that is best for some price of a minute, and the prices at which one gives way to the next.

With the price of lost quality held, the least total V(p) = min over plans of (kroner + p · minutes) is concave and
piecewise linear in the price p of a minute, and its pieces are those plans. Where two of them meet, p is kroner by
minutes: what the step from one to the other costs for each minute it saves. They are found by dichotomy on a live model
(Aneja and Nair 1979): the plans at both ends come first, p = 0 and minutes before everything, and between two plans the
price at which they cost the same is asked. Either a third plan is cheaper there, or the bound proves that none is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from placement.solve.result import PRINTED, Solved, Status
from placement.solve.stage import INF

_SAME_DKK = PRINTED[2]
"""Plans whose totals differ by less than the last printed krone are equally good."""
_SAME_MINUTES = PRINTED[0]
Ask = Callable[[float], Solved]
"""The best plan at a price of a minute (DKK; infinite: fewest minutes first); the other price is held."""


@dataclass(frozen=True, eq=False)
class Step:
    """Where one plan gives way to the next.

    Attributes:
        price: of a minute, in DKK, at which both cost the same.
        unproven: DKK a year by which a third plan may at most be cheaper there; below the last printed krone: 0.
        minutes: saved a year by the step.
        kroner: paid a year for it, lost quality at its price included.
    """

    price: float
    unproven: float
    minutes: float
    kroner: float

    @property
    def low(self) -> float:
        """Below this price the plan before is cheaper by more than what is not proven."""
        return max(0.0, self.price - self.unproven / self.minutes)

    @property
    def high(self) -> float:
        """Above this price the plan after is cheaper by more than what is not proven."""
        return self.price + self.unproven / self.minutes


@dataclass(frozen=True, eq=False)
class Staircase:
    """Plans that are best for some price of a minute, from price 0 up, and the steps between them.

    Attributes:
        plans: ``n`` of them.
        steps: ``n − 1``, between neighbours, their prices rising.
        asked: how many prices were asked for.
        complete: whether no time limit or interruption left prices unasked.
    """

    plans: tuple[Solved, ...]
    steps: tuple[Step, ...]
    asked: int
    complete: bool

    @property
    def proven(self) -> bool:
        """Whether no other plan is best at any price, by more than the last printed krone."""
        return self.complete and all(step.unproven == 0 for step in self.steps)

    def at(self, price: float) -> int:
        """Index of the plan that is best at a price; of two that cost the same, the one with fewer minutes."""
        return sum(step.price <= price for step in self.steps)

    def best_for(self, is_in: Callable[[Solved], bool]) -> tuple[tuple[float, float], ...]:
        """Intervals of the price in which the best plan has a property, neighbours joined; the last may end at inf."""
        edges = [0.0, *(step.price for step in self.steps), INF]
        found: list[tuple[float, float]] = []
        for plan, low, high in zip(self.plans, edges[:-1], edges[1:], strict=True):
            if is_in(plan):
                joined = bool(found) and found[-1][1] == low
                found[-1:] = [(found[-1][0], high)] if joined else [*found[-1:], (low, high)]
        return tuple(found)


def kroner(solved: Solved, lost_quality_visit: float) -> float:
    """What a plan costs a year without its minutes: economy, and lost quality at its price."""
    _, quality, economy = solved.objectives.as_tuple()
    return economy + lost_quality_visit * quality


def minutes(solved: Solved) -> float:
    """The citizen aim of a plan, in minutes a year."""
    return solved.objectives.as_tuple()[0]


def staircase(ask: Ask, lost_quality_visit: float, known: Sequence[Solved] = ()) -> Staircase:
    """All plans that are best at some price of a minute.

    Args:
        ask: solves at a price.
        lost_quality_visit: the price of lost quality that ``ask`` uses.
        known: plans that are best at some price already; they save searches.

    Returns:
        Not complete where a search was stopped: then plans may be missing between those there are.
    """
    return _Search(ask, lost_quality_visit, known).run()


class _Search:
    def __init__(self, ask: Ask, lost_quality_visit: float, known: Sequence[Solved]) -> None:
        self._ask, self._lost = ask, lost_quality_visit
        self._asked, self._complete = 0, True
        self._known = sorted(known, key=minutes, reverse=True)

    def run(self) -> Staircase:
        first, last = self._best(0.0), self._best(INF)
        plans, steps = [first], []
        ends = [first, *(plan for plan in self._known if self._between(first, plan, last)), last]
        for left, right in pairwise(ends):
            if minutes(left) - minutes(right) > _SAME_MINUTES:
                for step, plan in self._from(left, right):
                    steps.append(step)
                    plans.append(plan)
        return Staircase(tuple(plans), tuple(steps), self._asked, self._complete)

    def _between(self, first: Solved, plan: Solved, last: Solved) -> bool:
        """Whether a known plan is another than both ends."""
        return minutes(first) - _SAME_MINUTES > minutes(plan) > minutes(last) + _SAME_MINUTES

    def _best(self, price: float) -> Solved:
        self._asked += 1
        solved = self._ask(price)
        self._complete = self._complete and not solved.stopped
        return solved

    def _from(self, left: Solved, right: Solved) -> Iterator[tuple[Step, Solved]]:
        """The steps and plans after ``left`` up to ``right``."""
        saved, paid = minutes(left) - minutes(right), kroner(right, self._lost) - kroner(left, self._lost)
        price = paid / saved
        if price <= 0:  # the right one is no dearer: the left is best at no price above 0
            yield Step(0.0, 0.0, saved, paid), right
            return
        both = kroner(left, self._lost) + price * minutes(left)
        third = self._best(price) if self._complete else None
        if third is not None:
            total = kroner(third, self._lost) + price * minutes(third)
            inside = minutes(left) - _SAME_MINUTES > minutes(third) > minutes(right) + _SAME_MINUTES
            if total < both - _SAME_DKK and inside:
                yield from self._from(left, third)
                yield from self._from(third, right)
                return
        unproven = both - third.bound if third is not None else INF
        yield Step(price, 0.0 if unproven <= _SAME_DKK else unproven, saved, paid), right


def is_proven(solved: Solved) -> bool:
    """Whether a plan is proven best to the last printed krone."""
    return solved.status is Status.OPTIMAL and solved.objective - solved.bound <= _SAME_DKK
