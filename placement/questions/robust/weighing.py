"""Worlds with weights: the best plan of each for every set of weights, on the variant's scale shifted to the world."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from placement.solve.proposal_search import STOPPED_EMPTY, infeasible
from placement.solve.result import PRINTED, Options, Scale, Status
from placement.solve.run import Live
from placement.solve.scalarisation import objective_value, pose
from placement.solve.stage import Clock, Three, three
from placement.solve.workbench import Workbench

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
