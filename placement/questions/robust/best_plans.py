"""Best plans of a world: for every price of a minute in its range, or for every set of weights.

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
from placement.scenario.brief import brief
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Method, Objectives, Weights
from placement.scenario.schema.scenario import Scenario
from placement.solve.pareto_front import undominated
from placement.solve.payoff import Payoff, ideals
from placement.solve.prepared import Workbench
from placement.solve.proposal_search import STOPPED_EMPTY, infeasible
from placement.solve.result import PRINTED, WEIGHING, Options, Prices, Scale, Status
from placement.solve.run import Live
from placement.solve.scalarisation import objective_value, pose, prices_of
from placement.solve.stage import Clock, Stage, Three, three

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


STEPS = 3
"""Steps along each side of the triangle of weights: a lattice of ten weights, equal ones among them."""


@dataclass(frozen=True)
class Measured:
    """The scale of a variant.

    Attributes:
        ideal, nadir, unit: of the scale that all its worlds share.
        own: the best value of each aim in the variant with its own numbers; a world's scale is shifted by the
            difference of its own best values from these.
    """

    ideal: Three
    nadir: Three
    own: Three
    unit: Three = PRINTED

    @property
    def scale(self) -> Scale:
        """The same as a ``Scale``, whose rows are only the ideal and the nadir."""
        return Scale(self.ideal, self.nadir, (self.ideal, self.nadir), proven=True, unit=self.unit)


@dataclass(frozen=True)
class Weighing:
    """Every set of weights in every world; objectives are shares of the range.

    Attributes:
        method: ``balanced`` or ``weighted``.
        weights: all that are asked for, the scenario's own first: the points of a world.
        measured: the scale of each variant.
    """

    method: Method
    weights: tuple[Weights, ...]
    measured: tuple[Measured, ...]

    __repr__ = brief

    def ask(self, world: World, loaded: Loaded, options: Options, stop: threading.Event) -> Found:
        """See ``Measure``."""
        measured = self.measured[world.variant]
        weights = self.weights[:1] if world.own_only else self.weights
        options = replace(options, method=self.method)

        def measure(bench: Workbench, clock: Clock) -> Payoff:
            return slid(bench, clock, measured, options.gap, loaded.scenario)

        live = Live(loaded, replace(options, weights=weights[0]), stop=stop, payoff=measure)
        asked = [asked_of(live.solved)]
        for other in weights[1:]:
            if stop.is_set():
                raise NoPlanError(STOPPED_EMPTY)
            asked.append(asked_of(live.ask(loaded, replace(options, weights=other), stop=stop, keep_scale=True)))
        scale = live.solved.table
        return Found("solved", asked=good_once(asked), ideal=scale.ideal, nadir=scale.nadir, unit=scale.unit)

    def objectives(self, found: Found, aims: Three) -> Floats:
        """See ``Measure``."""
        scale = _scale(found)
        return np.array([weighed(aims, weights, self.method, scale) for weights in self.weights])

    def least(self, found: Found) -> Floats:
        """See ``Measure``."""
        return np.array([asked.objective for asked in found.asked])

    def parts(self, found: Found) -> Floats:
        """See ``Measure``; every set of weights has the same weight."""
        return np.full(len(found.asked), 1 / len(found.asked))

    def own(self, found: Found, aims: Three) -> float:
        """See ``Measure``."""
        return weighed(aims, self.weights[0], self.method, _scale(found))

    def side_by_side(self, _scenario: Scenario, there: Sequence[Three], before: Sequence[Three], /) -> list[float]:
        """See ``Measure``; the scale is shifted by how the best value of each aim among the plans differs."""
        scale = self.measured[0].scale
        by = [min(a[n] for a in there) - min(a[n] for a in before) for n in range(3)]
        ideal = three(i + b for i, b in zip(scale.ideal, by, strict=True))
        nadir = three(n + b for n, b in zip(scale.nadir, by, strict=True))
        moved = replace(scale, ideal=ideal, nadir=nadir)
        return [weighed(aims, self.weights[0], self.method, moved) for aims in there]


def _scale(found: Found) -> Scale:
    """The scale of a world, whose rows are only the ideal and the nadir."""
    return Scale(found.ideal, found.nadir, (found.ideal, found.nadir), proven=True, unit=found.unit)


def good_once(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """The plans of a world, the undominated ones each with share 1 once, all others with share 0."""
    first = {one.offers.key: n for n, one in reversed(list(enumerate(asked)))}
    positions = list(first.values())
    good = {positions[n] for n in undominated(asked[n].aims for n in positions)}
    return tuple(replace(one, share=float(n in good)) for n, one in enumerate(asked))


def weighed(aims: Three, weights: Weights, method: Method, scale: Scale) -> float:
    """The objective of a plan with these aims, 0 at the ideal; regrets are differences of objectives."""
    return objective_value(pose(Objectives(), method, weights, None, scale, (0.0, 0.0, 0.0)), aims)


def weights_of(loaded: Loaded, options: Options, least: float) -> tuple[Weights, ...]:
    """The scenario's own weights (or those asked for), a lattice with no weight below ``least``, and the profiles'."""
    own = options.weights or loaded.scenario.objectives.weights
    lattice = [
        tuple(least + (1 - 3 * least) * part / STEPS for part in (a, b, STEPS - a - b))
        for a in range(STEPS + 1)
        for b in range(STEPS + 1 - a)
    ]
    named = [profile.weights for profile in loaded.scenario.profiles.values() if profile.weights is not None]
    rest = [Weights(citizen=c, quality=q, economy=e) for c, q, e in lattice]
    once = {_shares(one): one for one in reversed((own, *rest, *named))}
    return tuple(once[shares] for shares in dict.fromkeys(map(_shares, (own, *rest, *named))))


def _shares(weights: Weights) -> Three:
    total = weights.citizen + weights.quality + weights.economy
    return tuple(round(part / total, 9) for part in (weights.citizen, weights.quality, weights.economy))  # type: ignore[return-value]  # three in, three out


def slid(bench: Workbench, clock: Clock, measured: Measured, gap: float, scenario: Scenario) -> Payoff:
    """The variant's scale, shifted by how the best value of each aim differs in this world.

    Raises:
        InfeasibleError: no plan keeps the rules.
        NoPlanError: time ran out.
    """
    payoff = ideals(bench.backend, bench.columns, clock, measured.scale, gap)
    if payoff.scale is None and payoff.answer.status is Status.INFEASIBLE and not bench.confirms_infeasible(clock):
        payoff = ideals(bench.backend, bench.columns, clock, measured.scale, gap)
    if payoff.scale is None:
        if payoff.answer.status is Status.INFEASIBLE:
            raise infeasible(scenario)
        raise NoPlanError(STOPPED_EMPTY)
    by = three(now - own for now, own in zip(payoff.scale.ideal, measured.own, strict=True))
    ideal = three(i + b for i, b in zip(measured.ideal, by, strict=True))
    nadir = three(n + b for n, b in zip(measured.nadir, by, strict=True))
    scale = replace(payoff.scale, ideal=ideal, nadir=nadir, rows=(ideal, nadir))
    return Payoff(scale, payoff.plans, payoff.answer)


def weighing_of(
    live: Live, loaded: Sequence[Loaded], options: Options, weights: tuple[Weights, ...], clock: Clock
) -> tuple[Weighing, frozenset[int]]:
    """The scale of each variant, and positions of the variants that have no plan at all.

    Args:
        live: the first variant, solved; its scale is that of all.
        loaded: the variants.
        options: how to solve.
        weights: all that are asked for, the scenario's own first.
        clock: time for all of them.
    """
    scale, measured, lost = live.solved.table, [], set()
    for n, each in enumerate(loaded):
        bench = live.bench if n == 0 else Workbench(each.scenario, options)
        own = ideals(bench.backend, bench.columns, clock, scale, options.gap)
        if own.answer.status is Status.INFEASIBLE:
            lost.add(n)
        measured.append(Measured(scale.ideal, scale.nadir, (own.scale or scale).ideal, scale.unit))
    return Weighing(live.solved.method, weights, tuple(measured)), frozenset(lost)
