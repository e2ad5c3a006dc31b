"""Worlds with prices: every plan of a world that is best for some price of a minute in the price's range.

With the price of lost quality held, the least total V(p) = min over plans of (kroner + p · minutes) is concave and
piecewise linear in the price p of a minute. This is a dichotomic search as in ``placement.solve.staircase``: between
two prices with known best plans, the price at which those two cost the same is asked, and either a third plan is
cheaper at it, or no other is best in between. The regret of a plan, kroner + p · minutes − V(p), is convex in p, so its
maximum is at an end of the range.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from placement.errors import NoPlanError
from placement.instance.instance import Floats
from placement.questions.robust.worlds import Asked, Found, World, asked_of
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Method, Objectives
from placement.scenario.schema.scenario import Scenario
from placement.solve.proposal_search import STOPPED_EMPTY
from placement.solve.result import PRINTED, WEIGHING, Options, Prices, Status
from placement.solve.run import Live
from placement.solve.scalarisation import prices_of
from placement.solve.stage import Clock, Stage, Three
from placement.solve.workbench import Workbench

MINUTE = "objectives.prices.minute"
"""The number that is not drawn: every world covers its whole range."""
LOST_QUALITY_VISIT = "objectives.prices.lost_quality_visit"
MOST_ASKED = 24
"""The most prices asked in a world; where there are more steps, the finest are left out."""
_SAME_PRICE = 1e-6
"""Prices of a minute closer than this, in DKK, are the same."""
_SAME_MONEY = PRINTED[2]
Line = tuple[float, float]
"""A plan's DKK a year without its minutes, and its minutes."""


@dataclass(frozen=True)
class Pricing:
    """Every price of a minute in its range, in every world; objectives are DKK a year.

    Attributes:
        asked: prices in place of the scenario's; None: the scenario's.
    """

    asked: Prices | None = None

    def ask(self, world: World, loaded: Loaded, options: Options, stop: threading.Event) -> Found:
        """See ``Measure``."""
        given = loaded.scenario.objectives
        own = prices_of(given, self.asked)
        lost = own.lost_quality_visit or 0.0
        low, high = (own.minute, own.minute) if world.own_only else range_of(loaded.scenario, own.minute)

        def at(price: float) -> Options:
            return replace(options, method="price", prices=Prices(price, lost))

        live = Live(loaded, at(own.minute), stop=stop)

        def ask(price: float) -> Asked:
            if stop.is_set():
                raise NoPlanError(STOPPED_EMPTY)
            return asked_of(live.ask(loaded, at(price), stop=stop))

        plans, complete = between(ask, asked_of(live.solved), own.minute, (low, high), lost)
        edges, best = envelope([line_of(plan.aims, lost) for plan in plans], low, high)
        asked = _counted(plans, edges, best)
        return Found("solved", asked=asked, prices=edges, price=own.minute, lost_quality_visit=lost, complete=complete)

    def objectives(self, found: Found, aims: Three) -> Floats:
        """See ``Measure``."""
        money, minutes = line_of(aims, found.lost_quality_visit)
        totals: Floats = money + np.array(found.prices) * minutes
        return totals

    def least(self, found: Found) -> Floats:
        """See ``Measure``."""
        least: Floats = np.array([self.objectives(found, plan.aims) for plan in found.asked]).min(axis=0)
        return least

    def parts(self, found: Found) -> Floats:
        """See ``Measure``; prices weigh the same all over the range, regrets are linear between points (trapezoids)."""
        prices = np.array(found.prices)
        if len(prices) == 1:
            return np.ones(1)
        halves = np.diff(prices) / (prices[-1] - prices[0]) / 2
        parts: Floats = np.append(halves, 0.0) + np.append(0.0, halves)
        return parts

    def own(self, found: Found, aims: Three) -> float:
        """See ``Measure``."""
        money, minutes = line_of(aims, found.lost_quality_visit)
        return money + found.price * minutes

    def side_by_side(self, scenario: Scenario, there: Sequence[Three], _before: Sequence[Three], /) -> list[float]:
        """See ``Measure``."""
        own = prices_of(scenario.objectives, self.asked)
        lines = [line_of(aims, own.lost_quality_visit or 0.0) for aims in there]
        return [money + own.minute * minutes for money, minutes in lines]


def method_of(options: Options, objectives: Objectives) -> Method:
    """The method asked for, or the scenario's, if it has prices or weights.

    In place of any other: prices, or weights where there is no price of a minute.
    """
    asked = options.method or objectives.method
    if asked == "price" or asked in WEIGHING:
        return asked
    return "price" if objectives.prices.minute is not None or options.prices is not None else "balanced"


def line_of(aims: Three, lost_quality_visit: float) -> Line:
    """A plan's total as a line in the price of a minute: DKK a year without minutes (lost quality priced), minutes."""
    minutes, quality, economy = aims
    return economy + lost_quality_visit * quality, minutes


def range_of(scenario: Scenario, own: float) -> tuple[float, float]:
    """The range of the price of a minute, widened to the price asked for and to the price of each profile."""
    minute = scenario.objectives.prices.minute
    ends = [] if minute is None else [end for end in (minute.value, minute.low, minute.high) if end is not None]
    profiles = [one.prices.minute.value for one in scenario.profiles.values() if one.prices is not None]
    return min([own, *ends, *profiles]), max([own, *ends, *profiles])


def between(
    ask: Callable[[float], Asked], first: Asked, own: float, ends: tuple[float, float], lost: float
) -> tuple[list[Asked], bool]:
    """The plans that are best at some price in a range, ``first`` before the others.

    Args:
        ask: the best plan at a price of a minute.
        first: that at ``own``, a price in the range.
        own: the scenario's own price.
        ends: of the range.
        lost: price of a visit of lost quality.

    Returns:
        The plans as they were found, and whether the search was finished within ``MOST_ASKED`` prices.
    """
    at = {own: first}
    for end in ends:
        if end not in at:
            at[end] = ask(end)
    left_over = deque(pairwise(sorted(at)))
    while left_over and len(at) < MOST_ASKED:
        low, high = left_over.popleft()
        one, other = (line_of(at[price].aims, lost) for price in (low, high))
        price = _meeting(one, other)
        if not low + _SAME_PRICE < price < high - _SAME_PRICE:
            continue
        at[price] = ask(price)
        money, minutes = line_of(at[price].aims, lost)
        if money + price * minutes < one[0] + price * one[1] - _SAME_MONEY:
            left_over += [(low, price), (price, high)]
    return list(at.values()), not left_over


def _meeting(one: Line, other: Line) -> float:
    """The price of a minute at which two plans cost the same; NaN where they have as many minutes."""
    saved = one[1] - other[1]
    return (other[0] - one[0]) / saved if saved > PRINTED[0] else float("nan")


def envelope(lines: Sequence[Line], low: float, high: float) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The lower envelope of lines between two prices.

    Returns:
        The edges: the ends of the range and, between them, the prices at which one line gives way to another; then the
            index of the lowest line on each piece. A range of one price has one edge and one piece.
    """
    if high - low <= _SAME_PRICE:
        return (low,), (_lowest(lines, low),)
    meetings = {_meeting(one, other) for one in lines for other in lines if one is not other}
    cuts = [low, *sorted(price for price in meetings if low < price < high), high]
    edges = [low]
    best: list[int] = []
    for left, right in pairwise(cuts):
        lowest = _lowest(lines, (left + right) / 2)
        if best and best[-1] == lowest:
            edges[-1] = right
        else:
            best.append(lowest)
            edges.append(right)
    return tuple(edges), tuple(best)


def _lowest(lines: Sequence[Line], price: float) -> int:
    """Index of the first of the lines that are lowest at a price."""
    totals = [money + price * minutes for money, minutes in lines]
    return totals.index(min(totals))


def _counted(plans: Sequence[Asked], edges: Sequence[float], best: Sequence[int]) -> tuple[Asked, ...]:
    """The plans with the share of the range in which each is best; of plans without a share only the first is kept."""
    share = dict.fromkeys(range(len(plans)), 0.0)
    widths = [right - left for left, right in pairwise(edges)] or [1.0]
    for width, n in zip(widths, best, strict=True):
        share[n] += width / sum(widths)
    return tuple(replace(plan, share=share[n]) for n, plan in enumerate(plans) if n == 0 or share[n] > 0)


def has_plan(loaded: Loaded, options: Options, clock: Clock) -> bool:
    """Whether any plan keeps the rules; True too where there was no time to find out."""
    bench = Workbench(loaded.scenario, options)
    answer = bench.backend.answer(Stage("proposal", (0.0, 0.0, 0.0)), clock)
    return answer.status is not Status.INFEASIBLE
