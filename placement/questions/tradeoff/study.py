"""The Pareto set of the three aims: its plans, and the weights for which each plan is best."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from placement.errors import Message, NoPlanError, UsageError
from placement.instance.instance import Floats, Instance, Today
from placement.locale import N_
from placement.plan.plan import Evaluation, Plan
from placement.questions.tradeoff.weighing import Exchange, Next, Weighing, exchanges, next_buys
from placement.scenario.brief import brief
from placement.solve.pareto_front import Front, Proven
from placement.solve.payoff import PAYOFF_SHARE, payoff_of
from placement.solve.proposal_search import STOPPED_EMPTY, infeasible
from placement.solve.result import WEIGHING, Options, Progress, Scale
from placement.solve.run import clock_of
from placement.solve.stage import Clock, Three
from placement.solve.workbench import Workbench, written_in_time

if TYPE_CHECKING:
    from placement.scenario.load import Loaded
    from placement.scenario.schema.frame import Method, Weights

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
