"""The Pareto set of the three aims: its plans, the weights for which each is best, and their exchange rates."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np

from placement.errors import Message, NoPlanError, UsageError
from placement.instance.instance import Bools, Floats, Instance, Today
from placement.locale import N_
from placement.plan.plan import Evaluation, Plan
from placement.scenario.brief import brief
from placement.scenario.schema.frame import AIMS, Aim
from placement.solve.pareto_front import Front, Proven
from placement.solve.payoff import PAYOFF_SHARE, payoff_of
from placement.solve.prepared import Workbench, written_in_time
from placement.solve.proposal_search import STOPPED_EMPTY, infeasible
from placement.solve.result import WEIGHING, Options, Progress, Scale
from placement.solve.run import clock_of
from placement.solve.stage import Clock, Three

if TYPE_CHECKING:
    from placement.scenario.load import Loaded
    from placement.scenario.schema.frame import Method, Weights


GRID = 60
"""Steps along each side of the grid of weights on which shares are counted."""
TIE = 1e-9
"""Plans whose scaled objectives differ by less are equally good."""
THIN = 1e-6
"""A polygon in the triangle of weights no wider than this counts as empty."""
_AIMS = 3


@dataclass(frozen=True, eq=False)
class Weighing:
    """Finds which plan is best for given weights, and for which weights a plan is best.

    Attributes:
        regrets: ``(P, 3)`` (aim − ideal) / range of each plan.
        balanced: whether a plan's objective is its largest weighted regret; otherwise it is their sum.
    """

    regrets: Floats
    balanced: bool

    def objectives(self, weights: Floats) -> Floats:
        """``(..., P)`` objective of each plan for ``(..., 3)`` weights."""
        weighted: Floats = weights[..., None, :] * self.regrets
        result: Floats = weighted.max(axis=-1) if self.balanced else weighted.sum(axis=-1)
        return result

    def best(self, weights: Floats) -> int:
        """Position of the best plan; among equally good ones, of the one with the smallest sum of regrets."""
        objectives = self.objectives(weights)
        ties = np.flatnonzero(objectives <= objectives.min() + TIE)
        return int(ties[np.argmin(self.regrets[ties].sum(axis=1))])

    @cached_property
    def shares(self) -> Floats:
        """``(P,)`` share of all weights, as counted on a grid, for which each plan is best."""
        steps = [(a, b, GRID - a - b) for a in range(GRID + 1) for b in range(GRID + 1 - a)]
        wins = [self.best(weights) for weights in np.array(steps, dtype=float) / GRID]
        share: Floats = np.bincount(wins, minlength=len(self.regrets)) / len(wins)
        return share

    def representative(self, plan: int) -> Floats | None:
        """``(3,)`` weights with sum 1 for which the plan is best; None where there are none.

        ``balanced``: the reciprocals of its regrets. Otherwise the middle of its polygon in the triangle of weights.
        """
        weights = self._reciprocals(plan) if self.balanced else self._middle(plan)
        return None if weights is None else weights / weights.sum()

    def _reciprocals(self, plan: int) -> Floats:
        """``(3,)`` 1 / regret of each aim; a regret of 0 is replaced by the least positive regret of any plan."""
        least = np.array([min((r for r in column if r > TIE), default=1.0) for column in self.regrets.T])
        result: Floats = 1 / np.maximum(self.regrets[plan], least)
        return result

    def _middle(self, plan: int) -> Floats | None:
        corners = np.eye(_AIMS)
        for worse in self.regrets - self.regrets[plan]:
            corners = _clipped(corners, corners @ worse)
        spread = np.ptp(corners, axis=0) if len(corners) else np.zeros(_AIMS)
        return corners.mean(axis=0) if (spread > THIN).sum() > 1 else None

    def interval(self, plan: int, weights: Floats, aim: int) -> tuple[float, float]:
        """The interval of the aim's share of the weights in which the plan stays best.

        The other two keep their proportion. NaN where the plan is not best to begin with.
        """
        total = float(weights.sum())
        rest = weights.copy()
        rest[aim] = 0.0
        if rest.sum() <= 0:
            rest = 1.0 - np.eye(_AIMS)[aim]
        rest, end = rest / rest.sum(), np.eye(_AIMS)[aim]
        marks = self._crossings(plan, rest, end)
        middles = (marks[:-1] + marks[1:]) / 2
        good = self._is_best(plan, middles[:, None] * end + (1 - middles[:, None]) * rest)
        share = float(weights[aim]) / total
        here = self._is_best(plan, np.atleast_2d(share * end + (1 - share) * rest))[0]
        return _around(share, marks, good) or ((share, share) if here else (float("nan"), float("nan")))

    def _is_best(self, plan: int, weights: Floats) -> Bools:
        objectives = self.objectives(weights)
        good: Bools = objectives[:, plan] <= objectives.min(axis=1) + TIE
        return good

    def _crossings(self, plan: int, rest: Floats, end: Floats) -> Floats:
        """Shares of the way from weights ``rest`` to ``end`` at which the best plan may change, 0 and 1 among them.

        Objectives are piecewise linear on the way: these are the crossings of the plan's pieces with those of other
        plans.
        """
        starts, ends = self.regrets * rest, self.regrets * end
        if not self.balanced:
            starts, ends = starts.sum(axis=1, keepdims=True), ends.sum(axis=1, keepdims=True)
        slopes = ends - starts
        rise = slopes[plan][:, None, None] - slopes
        with np.errstate(divide="ignore", invalid="ignore"):
            met = ((starts - starts[plan][:, None, None]) / rise).ravel()
        inside = met[np.isfinite(met) & (met > TIE) & (met < 1 - TIE)]
        marks: Floats = np.unique(np.concatenate(([0.0, 1.0], inside.round(12))))
        return marks


def _clipped(corners: Floats, heights: Floats) -> Floats:
    """The part of a polygon (``(N, 3)`` corners in order) where a linear function is at least 0."""
    kept: list[Floats] = []
    for n, (corner, height) in enumerate(zip(corners, heights, strict=True)):
        before, low = corners[n - 1], heights[n - 1]
        if (height < -TIE < TIE < low) or (low < -TIE < TIE < height):
            kept.append(before + (corner - before) * (low / (low - height)))
        if height >= -TIE:
            kept.append(corner)
    return np.array(kept).reshape(-1, _AIMS)


def _around(share: float, marks: Floats, good: Bools) -> tuple[float, float] | None:
    """The longest interval of good pieces between ``marks`` that contains ``share``; None where none does."""
    touching = [n for n in range(len(good)) if good[n] and marks[n] - TIE <= share <= marks[n + 1] + TIE]
    if not touching:
        return None
    first, last = touching[0], touching[-1]
    while first > 0 and good[first - 1]:
        first -= 1
    while last < len(good) - 1 and good[last + 1]:
        last += 1
    return float(marks[first]), float(marks[last + 1])


DKK = 100_000.0
"""Rates are per this many DKK a year."""
PAIRS: tuple[tuple[Aim, Aim], ...] = (("economy", "citizen"), ("economy", "quality"), ("quality", "citizen"))
"""The aims traded: the one paid with, and the one bought."""
SAME = 1e-9


@dataclass(frozen=True)
class Exchange:
    """The step from one plan to the next that is better in one aim.

    Attributes:
        paid, gained: the aims.
        before, after: positions of the plans.
        price: how much worse ``paid`` gets; ``gain``: how much better ``gained`` gets. Both are positive.
        other: change of the third aim; positive is worse.
    """

    paid: Aim
    gained: Aim
    before: int
    after: int
    price: float
    gain: float
    other: float

    @property
    def per_unit(self) -> float:
        """Gain per 100,000 DKK, or per visit of lost quality."""
        return self.gain / self.price * (DKK if self.paid == "economy" else 1.0)


@dataclass(frozen=True)
class Next:
    """What the next 100,000 DKK a year buy beyond one plan.

    Attributes:
        gained: the aim.
        within: the best exchange for at most 100,000 DKK; None where that buys nothing.
        beyond: the cheapest exchange that costs more; None where none is known.
    """

    gained: Aim
    within: Exchange | None
    beyond: Exchange | None


def exchange(aims: Floats, paid: Aim, gained: Aim, before: int, after: int) -> Exchange:
    """The exchange between two plans of ``(P, 3)`` aims."""
    p, g = AIMS.index(paid), AIMS.index(gained)
    change = aims[after] - aims[before]
    return Exchange(paid, gained, before, after, float(change[p]), float(-change[g]), float(change[3 - p - g]))


def exchanges(aims: Floats) -> list[Exchange]:
    """For each of ``PAIRS`` the exchanges along its two-dimensional front, by rising cost."""
    return [each for paid, gained in PAIRS for each in _staircase(aims, paid, gained)]


def _staircase(aims: Floats, paid: Aim, gained: Aim) -> Iterator[Exchange]:
    p, g = AIMS.index(paid), AIMS.index(gained)
    stairs: list[int] = []
    for n in np.lexsort((aims[:, 3 - p - g], aims[:, g], aims[:, p])):
        if not stairs or aims[n, g] < aims[stairs[-1], g] - SAME * max(1.0, abs(float(aims[n, g]))):
            stairs.append(int(n))
    yield from (exchange(aims, paid, gained, *pair) for pair in pairwise(stairs))


def next_buys(aims: Floats, plan: int) -> list[Next]:
    """What 100,000 DKK a year more than a plan costs buy of the aims citizen and quality."""
    return [_next(aims, plan, gained) for paid, gained in PAIRS if paid == "economy"]


def _next(aims: Floats, plan: int, gained: Aim) -> Next:
    dearer = np.flatnonzero(aims[:, AIMS.index("economy")] > aims[plan, AIMS.index("economy")])
    offers = [exchange(aims, "economy", gained, plan, int(other)) for other in dearer]
    useful = [one for one in offers if one.gain > SAME * max(1.0, abs(float(aims[plan, AIMS.index(gained)])))]
    within = [one for one in useful if one.price <= DKK]
    beyond = [one for one in useful if one.price > DKK]
    return Next(
        gained,
        max(within, key=lambda one: (one.gain, -one.price), default=None),
        min(beyond, key=lambda one: (one.price, -one.gain), default=None),
    )


NO_END = N_(
    "A spacing of 0 asks for every plan, and where the region allocates visits ({functions}) there is no end of them; "
    "give a --spacing or a number of --points."
)


@dataclass(frozen=True, eq=False)
class Point:
    """A plan of the set.

    Attributes:
        plan, evaluation: of the last phase where there are several, and what the judge found.
        aims: the three aims in real units; means over the years where there are phases.
        weights: ``(3,)`` weights with sum 1 for which it is best; None where there are none.
        spans: for each aim, the interval of its share of those weights in which the plan stays best.
        share: of all weights for which it is best.
    """

    plan: Plan
    evaluation: Evaluation
    aims: Three
    weights: Floats | None
    spans: tuple[tuple[float, float], ...]
    share: float

    __repr__ = brief


@dataclass(frozen=True, eq=False)
class Tradeoff:
    """The Pareto set, the cheapest plan first.

    Attributes:
        instance, today, today_plan: the scenario as arrays, and what stands; ``reference``: today's aims.
        variants: names of the applied variants.
        options: as asked; ``method``, ``weights``: what plans are weighed with.
        scale: the scenario's own pay-off table; ``measured_by``: the one that weights are measured by (the base
            scenario's, as in ``solve``).
        points: the plans.
        spacing: as asked, a share of each range; ``step``: the same in real units, never finer than the solver.
        reached: no plan is better than all of these, in every aim, by more than this share of the ranges.
        complete: whether the asked spacing is proven; ``open_zones``: number of zones still to be searched otherwise.
        most: the number of plans asked for; None without one.
        solves, resumed: questions asked now, and plans taken over from an earlier run.
        seconds: of this run; ``stopped``: ``""``, ``"time_limit"`` or ``"interrupt"``.
        formulation: the one used.
    """

    instance: Instance
    today: Today
    today_plan: Plan | None
    reference: Three
    variants: tuple[str, ...]
    options: Options
    method: Method
    weights: Weights
    scale: Scale
    measured_by: Scale
    points: tuple[Point, ...]
    spacing: float
    step: Three
    reached: float
    complete: bool
    open_zones: int
    most: int | None
    solves: int
    resumed: int
    seconds: float
    stopped: str
    formulation: str

    __repr__ = brief

    @cached_property
    def aims(self) -> Floats:
        """``(P, 3)`` the aims of each plan in real units."""
        return np.array([point.aims for point in self.points])

    @cached_property
    def weighing(self) -> Weighing:
        """Finds the best of these plans for any weights."""
        return _weighing(self.aims, self.measured_by, self.method)

    @cached_property
    def own_weights(self) -> Floats:
        """``(3,)`` the scenario's weights, or those asked for."""
        return np.array([self.weights.citizen, self.weights.quality, self.weights.economy], dtype=float)

    @cached_property
    def best(self) -> int:
        """Position of the plan that ``own_weights`` choose."""
        return self.weighing.best(self.own_weights)

    @cached_property
    def own_spans(self) -> tuple[tuple[float, float], ...]:
        """For each aim, the interval of its weight in which the best plan stays, the others held; inf: no end."""
        return tuple(self._own_span(aim) for aim in range(3))

    def _own_span(self, aim: int) -> tuple[float, float]:
        low, high = self.weighing.interval(self.best, self.own_weights, aim)
        others = float(self.own_weights.sum() - self.own_weights[aim])
        return tuple(np.inf if share >= 1 else share / (1 - share) * others for share in (low, high))  # type: ignore[return-value]  # two in, two out

    @cached_property
    def exchanges(self) -> list[Exchange]:
        """The exchange rates between neighbouring plans of the set."""
        return exchanges(self.aims)

    @cached_property
    def next(self) -> list[Next]:
        """What 100,000 DKK a year more buy from the best plan on."""
        return next_buys(self.aims, self.best)

    @cached_property
    def worst(self) -> Three:
        """The worst value of each aim in the set: the true nadir where the set is complete."""
        return cast("Three", tuple(float(value) for value in self.aims.max(axis=0)))


def tradeoff(
    loaded: Loaded,
    options: Options | None = None,
    *,
    spacing: float = 0.0,
    most: int | None = None,
    known: Proven | None = None,
    keep: Callable[[Proven], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Tradeoff:
    """The Pareto set of a scenario, within a spacing.

    Args:
        loaded: the scenario with its variants applied, and its base.
        options: how to solve; ``gap`` is that of each question.
        spacing: share of each aim's range within which a plan may stand for another; 0 for every plan.
        most: stop at this number of plans; None for all.
        known: what an earlier run found of the same scenario.
        keep: called with everything found so far, after each question.
        progress: called with each line of progress.
        stop: set it to end the search and keep what is found.

    Raises:
        UsageError: every plan is asked for where there is no end of them.
        InfeasibleError, NoPlanError, SolverError: as ``solve``.
    """
    options = options or Options()
    clock = clock_of(loaded, options, stop, progress)
    bench = written_in_time(loaded.scenario, _without_shortcuts(options), clock)
    if spacing <= 0 and most is None:
        _check_finite(bench.instance)
    front, measured_by = _prepared(loaded, bench, options, clock, known, spacing)
    resumed = len(front.set)
    if keep is not None:
        keep(front.proven)
    front.run(most, keep)
    if not front.found:
        raise NoPlanError(STOPPED_EMPTY)
    objectives = loaded.scenario.objectives
    asked = options.method or objectives.method
    method: Method = asked if asked in WEIGHING else "balanced"
    return Tradeoff(
        instance=bench.instance,
        today=bench.today,
        today_plan=bench.phases[-1].today_plan,
        reference=bench.columns.reference,
        variants=loaded.variants,
        options=options,
        method=method,
        weights=options.weights or objectives.weights,
        scale=front.scale,
        measured_by=measured_by,
        points=weighed([(one.course[-1], one.verdict.phases[-1], one.aims) for one in front.set], measured_by, method),
        spacing=spacing,
        step=front.step,
        reached=front.reached,
        complete=front.complete,
        open_zones=len(front.open),
        most=most,
        solves=front.solves,
        resumed=resumed if known else 0,
        seconds=clock.seconds,
        stopped=front.stopped,
        formulation=bench.written.name,
    )


def _without_shortcuts(options: Options) -> Options:
    """The options without the p-median formulation, which has no bounds on aims and so cannot search a set."""
    return replace(options, formulation="configuration") if options.formulation == "auto" else options


def _check_finite(instance: Instance) -> None:
    without = [name for f, name in enumerate(instance.function_ids) if not instance.follows_order(f)]
    if without:
        raise UsageError(Message(NO_END, functions=", ".join(without)))


def _prepared(
    loaded: Loaded, bench: Workbench, options: Options, clock: Clock, known: Proven | None, spacing: float
) -> tuple[Front, Scale]:
    """A search that begins with the plans of the pay-off table or of an earlier run, and the scale of the weights."""
    share = replace(clock, limit=None if clock.limit is None else clock.limit * PAYOFF_SHARE)
    if known is not None and known.scale.proven:
        front = Front(bench, known.scale, clock, spacing, options.gap)
        front.resume(known)
    else:
        payoff = payoff_of(bench, share, options.gap)
        if payoff.scale is None:
            raise infeasible(loaded.scenario)
        front = Front(bench, payoff.scale, clock, spacing, options.gap)
        for values in payoff.plans:
            front.add(values)
    return front, front.scale


def _weighing(aims: Floats, scale: Scale, method: Method) -> Weighing:
    regrets = (aims - np.array(scale.ideal)) / np.array(scale.ranges)
    return Weighing(regrets, balanced=method == "balanced")


def weighed(plans: Sequence[tuple[Plan, Evaluation, Three]], measured_by: Scale, method: Method) -> tuple[Point, ...]:
    """The points of a set, with the weights for which each is best.

    Args:
        plans: each plan with its evaluation and its aims.
        measured_by: the scale of the weights.
        method: ``balanced`` or ``weighted``.
    """
    if not plans:
        return ()
    weighing = _weighing(np.array([aims for _, _, aims in plans]), measured_by, method)
    return tuple(Point(*plan, *_stands_for(weighing, n)) for n, plan in enumerate(plans))


def _stands_for(weighing: Weighing, plan: int) -> tuple[Floats | None, tuple[tuple[float, float], ...], float]:
    """The ``weights``, ``spans`` and ``share`` of the ``Point`` of a plan."""
    weights = weighing.representative(plan)
    spans = () if weights is None else tuple(weighing.interval(plan, weights, aim) for aim in range(3))
    return weights, spans, float(weighing.shares[plan])
