"""Worlds: the scenario with other numbers in it, its best plans, and plans evaluated in it.

What varies in a world beside its numbers, and in what unit plans are measured, is a `Measure`: prices (``pricing``) or
weights (``weighing``). Functions keep no state between calls and take and return plain values, so that worlds can be
spread over processes. A plan is carried from one world to another by its decisions (`Offers`), which name functions and
sites by id.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

import numpy as np

from placement.errors import InfeasibleError, NoPlanError, together
from placement.instance.instance import Bools, Floats, Instance, Today
from placement.plan.phases import situations
from placement.plan.plan import Plan
from placement.questions.proposal.trials import Bench, Draft
from placement.questions.robust.ranges import Contradiction, with_values
from placement.scenario.load import Loaded
from placement.scenario.schema.scenario import Scenario
from placement.solve.payoff import Payoff
from placement.solve.prepared import Workbench
from placement.solve.result import PRINTED, Options, Solved, Status
from placement.solve.run import Live
from placement.solve.stage import INF, Answer, Clock, Three

Outcome = Literal["solved", "infeasible", "contradiction", "stopped"]
"""How a world ended: with plans; no plan keeps the rules; its numbers contradict each other; time ran out."""
Pair = tuple[str, str]
"""Ids of function and site; the site is ``home`` for a programme at home."""
HOME = "home"
NOT_THERE = "not there"
"""In place of a rule: the world lacks something that a plan offers."""


@dataclass(frozen=True)
class Offers:
    """The decisions of a plan by id, in sorted order, so that the same plan can be evaluated in another world.

    Attributes:
        open: function and site of everything offered.
        home: function and level of each programme at home that is not today's.
        days: function, site and clinic days a week, at houses.
        units: equipment type, site and how many more than today, or fewer.
        allocated: function and shares by unit and site, where the region allocates visits.
        sites: the sites of the shares' second axis, in order.
    """

    open: tuple[Pair, ...]
    home: tuple[tuple[str, int], ...]
    days: tuple[tuple[str, str, float], ...]
    units: tuple[tuple[str, str, int], ...]
    allocated: tuple[tuple[str, tuple[tuple[float, ...], ...]], ...] = ()
    sites: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[tuple[Pair, ...], tuple[tuple[str, int], ...]]:
        """The key by which plans are compared: offers and home levels, but not days."""
        return self.open, self.home

    @property
    def placements(self) -> frozenset[Pair]:
        """Everything the plan contains, programmes at home beside sites."""
        return frozenset(self.open) | {(function, HOME) for function, _ in self.home}


def offers_of(instance: Instance, today: Today, plan: Plan) -> Offers:
    """The decisions of a plan by id."""
    units = plan.units - today.units
    functions, sites, types = instance.function_ids, instance.site_ids, instance.equipment_ids
    free = [(name, plan.assign[f]) for f, name in enumerate(functions) if not instance.follows_order(f)]
    away = np.argwhere(plan.open & (plan.days > 0)).tolist()
    return Offers(
        open=tuple(sorted((functions[f], sites[s]) for f, s in np.argwhere(plan.open).tolist())),
        home=tuple(sorted((functions[f], int(plan.home_level[f])) for f in np.flatnonzero(plan.home_level))),
        days=tuple(sorted((functions[f], sites[s], float(plan.days[f, s])) for f, s in away)),
        units=tuple((types[e], sites[s], int(units[e, s])) for e, s in np.argwhere(units).tolist()),
        allocated=tuple((name, tuple(map(tuple, shares.tolist()))) for name, shares in free),
        sites=sites if free else (),
    )


@dataclass(frozen=True)
class World:
    """A scenario with other numbers in it.

    Attributes:
        name: ``base``, ``draw 3``, or the path of a number and its end.
        variant: position of the variant.
        values: path and value of each number that is not the scenario's own.
        own_only: whether it is asked at the scenario's own prices, or for its own weights, alone.
    """

    name: str
    variant: int = 0
    values: tuple[tuple[str, float], ...] = ()
    own_only: bool = False


@dataclass(frozen=True)
class Asked:
    """The best plan at some prices, or for some weights.

    Attributes:
        offers: what it decides; ``aims``: in that world.
        objective: by the method's measure; ``bound``: proven lower bound of it.
        proven: whether the asked gap was reached.
        share: its weight among the good plans of its world: the share of the price's range in which it is best; with
            weights 1 where it is good, once for each plan. 0: it does not count.
    """

    offers: Offers
    aims: Three
    objective: float
    bound: float
    proven: bool
    share: float = 1.0


@dataclass(frozen=True)
class Found:
    """The result of one world.

    Attributes:
        outcome: ``solved``, or why there is no plan; ``why``: in words, where there are any.
        asked: the plans, the one at the scenario's own prices or weights first; with weights one for each of them, in
            their order, fewer where time ran out.
        seconds: processor time it took.
        prices: with prices those of a minute at which plans are compared: the ends of the range, and between them where
            one best plan gives way to the next; ``price``: the scenario's own; ``lost_quality_visit``: the other price.
        complete: whether every price in the range was searched.
        ideal, nadir, unit: with weights the scale of the world.
    """

    outcome: Outcome
    why: str = ""
    asked: tuple[Asked, ...] = ()
    seconds: float = 0.0
    prices: tuple[float, ...] = ()
    price: float = 0.0
    lost_quality_visit: float = 0.0
    complete: bool = True
    ideal: Three = (0.0, 0.0, 0.0)
    nadir: Three = (0.0, 0.0, 0.0)
    unit: Three = PRINTED


class Measure(Protocol):
    """What varies in every world beside its numbers, and how plans are measured.

    A world has ``W`` *points* (prices of a minute, or sets of weights) at which plans are compared.
    """

    def ask(self, world: World, loaded: Loaded, options: Options, stop: threading.Event) -> Found:
        """Solve a world, whose scenario is ``loaded``; at its own point alone where it has ``own_only``.

        Raises:
            InfeasibleError, NoPlanError: as ``solve``.
        """
        ...

    def objectives(self, found: Found, aims: Three) -> Floats:
        """``(W,)`` objective of a plan with these aims at each point of a world."""
        ...

    def least(self, found: Found) -> Floats:
        """``(W,)`` the least objective that was found at each point."""
        ...

    def parts(self, found: Found) -> Floats:
        """``(W,)`` weight of each point in a mean; with sum 1."""
        ...

    def own(self, found: Found, aims: Three) -> float:
        """Objective of a plan with these aims at the scenario's own prices or weights."""
        ...

    def side_by_side(self, scenario: Scenario, there: Sequence[Three], before: Sequence[Three], /) -> list[float]:
        """Objectives of plans in a world that is not solved, by its own prices or weights.

        Args:
            scenario: the world's.
            there: the plans' aims in it.
            before: their aims with the first variant's own numbers.
        """
        ...


@dataclass(frozen=True, eq=False)
class Given:
    """What all worlds share.

    Attributes:
        loaded: each variant as read.
        options: how to solve.
        measure: what varies beside the numbers, and how plans are measured.
        plans: those that are evaluated in every world.
        aims: of those plans, with the first variant's own numbers; only where plans are compared with the first one.
    """

    loaded: tuple[Loaded, ...]
    options: Options
    measure: Measure
    plans: tuple[Offers, ...] = ()
    aims: tuple[Three, ...] = ()


@dataclass(frozen=True)
class Judged:
    """The given plans evaluated in one world: their aims, or None where they break a rule.

    Attributes:
        aims: one for each plan.
        broken: the first rule that each breaks, as ``rule function site``; empty where it keeps them all.
    """

    aims: tuple[Three | None, ...]
    broken: tuple[str, ...] = field(default=())


def ask_worlds(given: Given, worlds: Sequence[World], stop: threading.Event) -> list[Found]:
    """Solve each world; fewer results than worlds where ``stop`` was set."""
    found: list[Found] = []
    for world in worlds:
        if stop.is_set():
            break
        began = time.process_time()
        answer = _ask(given, world, stop)
        if answer.outcome == "stopped" and stop.is_set():
            break
        found.append(replace(answer, seconds=time.process_time() - began))
    return found


def _ask(given: Given, world: World, stop: threading.Event) -> Found:
    loaded = given.loaded[world.variant]
    try:
        scenario = with_values(loaded.scenario, dict(world.values))
        return given.measure.ask(world, replace(loaded, scenario=scenario), given.options, stop)
    except Contradiction as error:
        return Found("contradiction", error.message)
    except InfeasibleError as error:
        return Found("infeasible", together(*(cause.sentence for cause in error.causes)))
    except NoPlanError:
        return Found("stopped")


def asked_of(solved: Solved) -> Asked:
    """A proposal as plain values."""
    return Asked(
        offers=offers_of(solved.instance, solved.today, solved.plan),
        aims=solved.evaluation.objectives.as_tuple(),
        objective=solved.objective,
        bound=solved.bound,
        proven=solved.status is Status.OPTIMAL,
    )


def judge_worlds(given: Given, worlds: Sequence[World], stop: threading.Event) -> list[Judged]:
    """Evaluate the given plans in each world; fewer results than worlds where ``stop`` was set."""
    found: list[Judged] = []
    for world in worlds:
        if stop.is_set():
            break
        found.append(_judge(given, world))
    return found


def _judge(given: Given, world: World) -> Judged:
    try:
        bench = bench_of(given, world)
    except Contradiction as error:
        return Judged((None,) * len(given.plans), (error.message,) * len(given.plans))
    told = [outcome_of(offers, bench) for offers in given.plans]
    return Judged(tuple(aims for aims, _ in told), tuple(broken for _, broken in told))


def bench_of(given: Given, world: World) -> Bench:
    """A bench for evaluating plans in a world; Contradiction where its numbers may not be together."""
    [part] = situations(with_values(given.loaded[world.variant].scenario, dict(world.values)))
    return Bench(part.instance, part.today)


def outcome_of(offers: Offers, bench: Bench, *, checked: bool = True) -> tuple[Three | None, str]:
    """A plan's aims in a world, or None and the rule that it breaks, as ``rule function site``.

    ``checked=False`` ignores the rules.
    """
    draft = carried(offers, bench)
    if draft is None:
        return None, NOT_THERE
    aims, broken = bench.outcome(draft, checked=checked)
    if broken is None:
        return aims.as_tuple(), ""
    return None, f"{broken.rule} {broken.function} {broken.site}".strip()


def carried(offers: Offers, bench: Bench) -> Draft | None:
    """A plan's decisions as a draft in another world; None where that world lacks a function, site or level at home.

    Offers that are as today get that world's days of today. Days of new clinics are raised to that world's minimum.
    """
    instance, today = bench.instance, bench.today
    functions = {name: f for f, name in enumerate(instance.function_ids)}
    sites = {name: s for s, name in enumerate(instance.site_ids)}
    types = {name: e for e, name in enumerate(instance.equipment_ids)}
    levels = {name: len(instance.demand.home_share[f]) for name, f in functions.items()}
    if any(f not in functions or s not in sites for f, s in offers.open):
        return None
    if any(level >= levels.get(function, 0) for function, level in offers.home):
        return None
    is_open, days = np.zeros(today.open.shape, dtype=bool), np.zeros(today.open.shape)
    units, level = np.array(today.units), np.zeros(len(functions), dtype=np.int64)
    for function, site in offers.open:
        is_open[functions[function], sites[site]] = True
    for function, site, number in offers.days:
        days[functions[function], sites[site]] = number
    for function, chosen in offers.home:
        level[functions[function]] = chosen
    for item, site, count in offers.units:
        if item in types and site in sites:
            units[types[item], sites[site]] = max(0, units[types[item], sites[site]] + count)
    if instance.scenario.policy.existing_in_houses == "keep":
        days = np.where(is_open & today.open & ~instance.is_hospital, today.days, days)
    for f, s in np.argwhere((days > 0) & ~today.open).tolist():
        days[f, s] = bench.days_for(f, s, bench.minimum_visits(f, s), float(days[f, s]))
    return Draft(is_open, days, level, units, _allocated(offers, instance, functions))


def _allocated(offers: Offers, instance: Instance, functions: dict[str, int]) -> dict[int, Floats]:
    """Shares by function; empty where sites or areas differ: visits then go to the nearest."""
    if offers.sites != instance.site_ids:
        return {}
    shares = {functions[name]: np.array(rows) for name, rows in offers.allocated if name in functions}
    return {f: rows for f, rows in shares.items() if rows.shape == instance.travel.minutes.shape}


@dataclass(frozen=True, eq=False)
class Fewest:
    """The best plan with a limited number of changes.

    Attributes:
        changes: the largest number of offers that may be new or closed; programmes at home do not count.
        opens, closes: function and site of each, programmes at home among what opens.
        worse: how much worse than the proposal, in the unit of the objective.
        better: how much better than today, in the same unit.
        gain: share of what the proposal gains on today; NaN where it gains nothing.
        nested: whether it keeps every change of the plan with one change fewer.
        proven: whether the asked gap was reached.
    """

    changes: int
    opens: tuple[Pair, ...]
    closes: tuple[Pair, ...]
    worse: float
    better: float
    gain: float
    nested: bool
    proven: bool


def fewest_changes(
    solved: Solved, loaded: Loaded, today: float | None, most: int, stop: threading.Event
) -> tuple[Fewest, ...]:
    """The best plans with at most 1, 2, ... changes, up to the number in the proposal.

    Args:
        solved: the proposal.
        loaded: its scenario.
        today: today's objective by the proposal's measure; None without a today, where no changes can be counted.
        most: at most this number of plans.
        stop: set it to end.
    """
    changed = int((solved.plan.open != solved.today.open).sum())
    if today is None or changed == 0 or solved.course is not None:
        return ()
    found: list[Fewest] = []
    try:
        found.extend(_each(solved, loaded, today, min(most, changed), stop))
    except (NoPlanError, InfeasibleError):
        return tuple(found)  # a stop or an infeasible limit ends the list
    return tuple(found)


def _each(solved: Solved, loaded: Loaded, today: float, most: int, stop: threading.Event) -> Iterator[Fewest]:
    options = replace(
        solved.options, method=solved.method, weights=solved.weights, prices=solved.prices, alternatives=0
    )
    live, before = _counting(solved, loaded, options, stop), np.zeros_like(solved.plan.open)
    for changes in range(1, most + 1):
        answer = live.ask(_limited(loaded, changes), options, stop=stop, keep_scale=True)
        now = answer.plan.open != solved.today.open
        yield _told(solved, answer, changes, today, nested=not (before & ~now).any())
        before = now


def _counting(solved: Solved, loaded: Loaded, options: Options, stop: threading.Event) -> Live:
    """A live model with the rule on the number of changes, not yet binding, measured as the proposal is."""

    def measure(_bench: Workbench, _clock: Clock) -> Payoff:
        return Payoff(solved.scale, (), Answer(Status.FEASIBLE, {}, INF, -INF, ""))

    return Live(_limited(loaded, solved.plan.open.size), options, stop=stop, payoff=measure)


def _limited(loaded: Loaded, changes: int) -> Loaded:
    """The scenario with at most ``changes`` changes; a stricter limit of its own stays."""
    own = loaded.scenario.policy.max_changes
    limit = changes if own is None else min(own, changes)
    policy = loaded.scenario.policy.model_copy(update={"max_changes": limit})
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"policy": policy}))


def _told(solved: Solved, answer: Solved, changes: int, today: float, *, nested: bool) -> Fewest:
    whole = today - solved.objective
    now, stands = offers_of(solved.instance, solved.today, answer.plan).placements, _pairs(solved, solved.today.open)
    return Fewest(
        changes=changes,
        opens=tuple(sorted(now.difference(stands))),
        closes=tuple(sorted(set(stands) - now)),
        worse=max(0.0, answer.objective - solved.objective),
        better=today - answer.objective,
        gain=(today - answer.objective) / whole if whole > 0 else float("nan"),
        nested=nested,
        proven=answer.status is Status.OPTIMAL,
    )


def _pairs(solved: Solved, where: Bools) -> tuple[Pair, ...]:
    names = solved.instance
    return tuple((names.function_ids[f], names.site_ids[s]) for f, s in np.argwhere(where).tolist())
