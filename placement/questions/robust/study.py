"""How sure a proposal is: over prices or weights, over the ranges of the numbers, and over variants.

``worlds`` solves each world, ``findings`` counts over them, ``hinges`` tries single numbers.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

import numpy as np

from placement.errors import Message, UsageError
from placement.executor.batch import Batch, BatchProgress, Executor, InProcess, Kept
from placement.questions.proposal.findings import PoolLoss, Study
from placement.questions.proposal.sensitivity import LOST, rests_on_one_person
from placement.questions.proposal.study import study
from placement.questions.robust.best_plans import (
    MINUTE,
    Pricing,
    Weighing,
    has_plan,
    method_of,
    weighing_of,
    weights_of,
)
from placement.questions.robust.findings import Design, Held, Loss, Regret, Robust, core_indices, good_plans, regrets
from placement.questions.robust.hinges import (
    Hinge,
    Looked,
    Seen,
    beside_rivals,
    ends_of,
    hinges,
    in_doubt,
    look_worlds,
    most_telling,
    worth_asking,
)
from placement.questions.robust.ranges import Ranged, drawn, latin_hypercube, ranged_numbers
from placement.questions.robust.worlds import (
    HOME,
    Fewest,
    Found,
    Given,
    Judged,
    Measure,
    Offers,
    Pair,
    World,
    ask_worlds,
    fewest_changes,
    judge_worlds,
    offers_of,
)
from placement.scenario.checks.infeasibility import structural_causes
from placement.scenario.load import Loaded
from placement.scenario.source.positions import Positions
from placement.solve.other_plans import Different, most_different
from placement.solve.result import Options, Progress, Solved, fingerprint
from placement.solve.run import Live
from placement.solve.scalarisation import objective_value, question_of
from placement.solve.stage import Clock

MOST_JUDGED = 40
"""The most plans evaluated in every world: those found most often."""
MOST_STEPS = 8
"""The most plans with 1, 2, 3 ... changes."""
DIFFERENT = 3
"""Number of plans that differ most."""
PHASES = Message("robust looks at one moment and this scenario has phases; leave out the phases.")
_JUDGED = 4
"""Number of worlds evaluated in one task."""
_QUICK_SECONDS = 5.0
"""Worlds that take less than this together are solved in this process: others would take as long to start."""
_SHARES = {"proposal": 0.3, "worlds": 0.5, "judging": 0.6, "looking": 0.75, "numbers": 0.9}
"""The share of a time limit by which each stage must be done."""
Result = TypeVar("Result")


def robust(
    loaded: Sequence[Loaded],
    options: Options | None = None,
    design: Design | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[Progress], None] | None = None,
    told: Callable[[str, BatchProgress], None] | None = None,
    kept: Kept | None = None,
    stop: threading.Event | None = None,
) -> Robust:
    """How sure the proposal of the first variant is.

    Args:
        loaded: the variants, side by side; the scenario itself where there is one.
        options: how to solve; ``time_limit`` is for everything.
        design: what to try.
        executor: who solves the worlds; None: this process. It does not change what is found.
        progress: called with each line of progress of the search for the proposal.
        told: called with the stage and how far it is.
        kept: where finished worlds are stored for a later run.
        stop: set it to end, and keep what is done.

    Raises:
        UsageError: the scenario has phases.
        InfeasibleError, NoPlanError, SolverError: as ``solve``, for the proposal itself.
    """
    if any(one.scenario.phases for one in loaded):
        raise UsageError(PHASES)
    around = _Around(executor or InProcess(), progress, told, kept, stop or threading.Event())
    return _Study(tuple(loaded), options or Options(), design or Design(), around).run()


class _Until(threading.Event):
    """An event that is set when another event is, or when the time is up."""

    def __init__(self, stop: threading.Event, deadline: float) -> None:
        super().__init__()
        self._stop, self._deadline = stop, deadline

    def is_set(self) -> bool:
        return super().is_set() or self._stop.is_set() or time.monotonic() > self._deadline


@dataclass(frozen=True)
class _Around:
    """The arguments of ``robust`` about execution, progress and interruption."""

    executor: Executor
    progress: Callable[[Progress], None] | None
    told: Callable[[str, BatchProgress], None] | None
    kept: Kept | None
    stop: threading.Event


@dataclass
class _Study:
    """A running study, with its counters."""

    loaded: tuple[Loaded, ...]
    options: Options
    design: Design
    around: _Around
    began: float = field(default_factory=time.monotonic)
    solves: int = 1
    cpu: float = 0.0
    quick: bool = False
    cut: bool = False

    def __post_init__(self) -> None:
        self.loaded = tuple(replace(one, positions=Positions()) for one in self.loaded)
        method = method_of(self.options, self.loaded[0].scenario.objectives)
        self.inner = replace(self.options, method=method, time_limit=None, alternatives=0)

    def run(self) -> Robust:
        """Run all stages; each needs the results of those before it."""
        limit = self.options.time_limit
        first = None if limit is None else limit * _SHARES["proposal"]
        options = replace(self.inner, time_limit=first)
        live = Live(self.loaded[0], options, progress=self.around.progress, stop=self.around.stop)
        solved = live.solved
        proposal, studied = offers_of(solved.instance, solved.today, solved.plan), study(solved, self.loaded[0])
        given, lost = self._given(live)
        numbers = self._numbers(solved)
        worlds = self._worlds(given, lost, numbers)
        found = self._found(given, lost, worlds)
        regretted = self._regrets(given, worlds, found, proposal, solved)
        looked = self._hinges(given, solved, studied, numbers[0], found, proposal)
        few, losses = self._one_by_one(given, looked, numbers[0], solved, studied)
        apart, fewest = self._nearby(live)
        return self._put_together(
            given.measure,
            solved,
            studied,
            proposal,
            numbers,
            worlds,
            found,
            regretted,
            looked.count,
            few,
            losses,
            apart,
            fewest,
        )

    def _given(self, live: Live) -> tuple[Given, frozenset[int]]:
        """What all worlds share, and positions of variants without any plan."""
        clock = Clock(stop=self._until(_SHARES["worlds"]))
        measure: Pricing | Weighing
        if live.solved.method == "price":
            measure = Pricing(self.options.prices)
            others = enumerate(self.loaded[1:], 1)
            lost = frozenset(n for n, loaded in others if not has_plan(loaded, self.inner, clock))
        else:
            weights = weights_of(self.loaded[0], self.options, self.design.least_weight)
            measure, lost = weighing_of(live, self.loaded, self.inner, weights, clock)
        return Given(self.loaded, self.inner, measure), lost

    def _numbers(self, solved: Solved) -> list[tuple[Ranged, ...]]:
        """The numbers with a range, variant by variant."""
        return [ranged_numbers(one.scenario, solved.method, solved.weights) for one in self.loaded]

    def _worlds(self, given: Given, lost: frozenset[int], numbers: Sequence[Sequence[Ranged]]) -> tuple[World, ...]:
        """The sample: each variant with its own numbers, and with all of them drawn; the same draws in each."""
        paths = list(dict.fromkeys(number.path for each in numbers for number in each if number.path != MINUTE))
        draws = self.design.draws if paths else 0
        cube = latin_hypercube(draws, len(paths), self.options.seed) if draws else np.empty((0, 0))
        worlds = []
        for variant in range(len(given.loaded)):
            worlds.append(World("base", variant))
            for n, row in enumerate([] if variant in lost else cube.tolist()):
                values = drawn(numbers[variant], dict(zip(paths, row, strict=True)))
                worlds.append(World(f"draw {n + 1}", variant, tuple(values.items())))
        return tuple(worlds)

    def _found(self, given: Given, lost: frozenset[int], worlds: Sequence[World]) -> tuple[Found | None, ...]:
        """What was found in each world.

        The first world is solved in this process, to see whether other processes are worth starting.
        """
        first, *rest = (world for world in worlds if world.variant not in lost)
        base = next(iter(ask_worlds(given, [first], self._until(_SHARES["worlds"]))), None)
        self._count([base])
        self.quick = base is not None and base.seconds * len(rest) < _QUICK_SECONDS
        answers = {first: base, **dict(zip(rest, self._ask(given, rest, "worlds"), strict=True))}
        return tuple(self._lost(world) if world.variant in lost else answers[world] for world in worlds)

    def _lost(self, world: World) -> Found:
        """The result of a variant without any plan: the structural causes, read off the scenario."""
        return Found("infeasible", "; ".join(map(str, structural_causes(self.loaded[world.variant].scenario))))

    def _ask(self, given: Given, items: Sequence[World], stage: str) -> list[Found | None]:
        """Every world solved; None for those where time ran out."""
        batch = Batch(ask_worlds, given, tuple(items), 1, Found, _print(given))
        results = self._run(batch, stage)
        self._count(results)
        return results

    def _count(self, results: Sequence[Found | None]) -> None:
        for one in results:
            if one is not None:
                self.solves += len(one.asked)
                self.cpu += one.seconds

    def _judge(self, given: Given, items: Sequence[World], stage: str) -> list[Judged | None]:
        """The plans evaluated in every world; None for worlds where time ran out."""
        return self._run(Batch(judge_worlds, given, tuple(items), _JUDGED, Judged, _print(given)), stage)

    def _run(self, batch: Batch[Given, World, Result], stage: str) -> list[Result | None]:
        around = self.around
        told = None if around.told is None else partial(around.told, stage)
        executor = InProcess() if self.quick else around.executor
        results = executor.run(batch, stop=self._until(_SHARES[stage]), told=told, kept=around.kept)
        self.cut = self.cut or None in results
        return results

    @property
    def _stopped(self) -> str:
        if self.around.stop.is_set():
            return "interrupt"
        return "time_limit" if self.cut or self._until(1.0).is_set() else ""

    def _until(self, share: float) -> threading.Event:
        limit = self.options.time_limit
        return self.around.stop if limit is None else _Until(self.around.stop, self.began + share * limit)

    def _regrets(
        self, given: Given, worlds: Sequence[World], found: Sequence[Found | None], proposal: Offers, solved: Solved
    ) -> tuple[Regret, ...]:
        """The regret of the plans found most often, of the proposal and of today."""
        there = [(world, one) for world, one in zip(worlds, found, strict=True) if one and one.asked]
        plans = _most_often([one for _, one in there], _always(proposal, solved))
        told = self._judge(replace(given, plans=plans), [world for world, _ in there], "judging")
        known = [(world, one, judged) for (world, one), judged in zip(there, told, strict=True) if judged]
        if not known:
            return ()
        positions = [worlds.index(world) for world, _, _ in known]
        rows = regrets(plans, [_held(given.measure, one, judged) for _, one, judged in known])
        return tuple(replace(row, world=positions[row.world]) for row in rows)

    def _hinges(
        self,
        given: Given,
        solved: Solved,
        studied: Study,
        numbers: Sequence[Ranged],
        found: Sequence[Found | None],
        proposal: Offers,
    ) -> Looked:
        """The judge's look at the numbers that can matter; the most telling of them are solved later."""
        known, base = [one for one in found if one and one.asked], found[0]
        if base is None or not base.asked or not numbers or not self.design.numbers:
            return Looked((), {}, {}, 0)
        can = worth_asking(given.loaded[0].scenario, numbers, in_doubt(known, solved.instance))
        beside = beside_rivals(base, proposal, given)
        ends = tuple(world for number in can for world in ends_of(number, numbers))
        told = self._run(Batch(look_worlds, beside, ends, _JUDGED, Seen, _print(beside)), "looking")
        seen = {world.name: one for world, one in zip(ends, told, strict=True) if one}
        tips = {row.path: row.tipping_value for row in studied.assumptions}
        telling = most_telling(can, seen, tips, self.design.numbers) if seen else []
        return Looked(tuple(telling), seen, tips, len(can))

    def _one_by_one(
        self, given: Given, looked: Looked, numbers: Sequence[Ranged], solved: Solved, studied: Study
    ) -> tuple[tuple[Hinge, ...], tuple[Loss, ...]]:
        """The most telling numbers solved at their ends, and each short staff pool with a day a week less."""
        proposal = offers_of(solved.instance, solved.today, solved.plan)
        pools = {pool: _without_a_day(given, pool) for pool in studied.losses if pool.lacks > 0}
        ends = [world for number in looked.numbers for world in ends_of(number, numbers)]
        asked = [*ends, *(world for world in pools.values() if world)]
        found = {world.name: one for world, one in zip(asked, self._ask(given, asked, "numbers"), strict=True) if one}
        losses = (
            _loss(pool, found.get(world.name) if world else None, proposal, solved) for pool, world in pools.items()
        )
        return hinges(looked, numbers, found, proposal, given), tuple(losses)

    def _nearby(self, live: Live) -> tuple[tuple[Different, ...] | None, tuple[Fewest, ...]]:
        """The plans that differ most from the proposal, and the best plans with few changes."""
        solved, stop = live.solved, self._until(1.0)
        left = self.options.time_limit and max(0.1, self.began + self.options.time_limit - time.monotonic())
        apart = most_different(live.bench, solved, self.design.within, DIFFERENT, Clock(left, stop))
        today = solved.today_evaluation
        before = None if today is None else objective_value(question_of(solved), today.objectives.as_tuple())
        fewest = fewest_changes(solved, self.loaded[0], before, MOST_STEPS, stop)
        self.solves += 2 * len(apart or ()) + len(fewest)
        return apart, fewest

    def _put_together(
        self,
        measure: Measure,
        solved: Solved,
        studied: Study,
        proposal: Offers,
        numbers: Sequence[tuple[Ranged, ...]],
        worlds: tuple[World, ...],
        found: tuple[Found | None, ...],
        regretted: tuple[Regret, ...],
        looked: int,
        few: tuple[Hinge, ...],
        losses: tuple[Loss, ...],
        apart: tuple[Different, ...] | None,
        fewest: tuple[Fewest, ...],
    ) -> Robust:
        there = [(world, one) for world, one in zip(worlds, found, strict=True) if one and one.asked]
        known = [one for _, one in there]
        base = [n for n, (world, _) in enumerate(there) if not world.values]
        today = _today(solved)
        core = [] if not known else core_indices(known, base, today, proposal.placements, self.design.thresholds)
        seconds = time.monotonic() - self.began
        return Robust(
            solved=solved,
            study=studied,
            proposal=proposal,
            loaded=self.loaded,
            design=self.design,
            options=self.options,
            measure=measure,
            numbers=numbers[0],
            worlds=worlds,
            found=found,
            core=tuple(core),
            never=_never(solved, {row.pair for row in core}),
            good=sum(len(good_plans(one)) for one in known),
            plans=len({asked.offers.key for one in known for asked in one.asked}),
            regrets=regretted,
            doubted=tuple(in_doubt(known, solved.instance)),
            looked=looked,
            hinges=few,
            different=apart,
            fewest=fewest,
            losses=losses,
            on_one_person=tuple(_on_one_person(solved)),
            solves=self.solves,
            cpu_seconds=self.cpu,
            seconds=seconds,
            stopped=self._stopped,
        )


def _print(given: Given) -> str:
    """A digest of everything the answers depend on, so that stored answers are used for the same question alone."""
    scenarios = [one.scenario for one in given.loaded]
    return fingerprint(*scenarios, repr((given.options, given.measure, given.plans, given.aims)))


def _today(solved: Solved) -> frozenset[Pair]:
    if solved.today_plan is None:
        return frozenset()
    return offers_of(solved.instance, solved.today, solved.today_plan).placements


def _always(proposal: Offers, solved: Solved) -> list[Offers]:
    """Plans that are always evaluated: the proposal and today."""
    today = solved.today_plan
    return [proposal, *([] if today is None else [offers_of(solved.instance, solved.today, today)])]


def _most_often(found: Sequence[Found], always: Sequence[Offers]) -> tuple[Offers, ...]:
    """At most ``MOST_JUDGED`` distinct plans: ``always`` first, then those found most often."""
    first: dict[Any, Offers] = {plan.key: plan for plan in always}
    times = Counter(asked.offers.key for one in found for asked in one.asked)
    every: dict[Any, Offers] = {}
    for one in found:
        for asked in one.asked:
            every.setdefault(asked.offers.key, asked.offers)
    ranked = sorted((key for key in every if key not in first), key=lambda key: (-times[key], key))
    return (*first.values(), *(every[key] for key in ranked[: max(0, MOST_JUDGED - len(first))]))


def _held(measure: Measure, found: Found, judged: Judged) -> Held:
    """The evaluated plans beside what was found in their world."""
    least = measure.least(found)
    nowhere = np.full(len(least), np.nan)
    objectives = [nowhere if aims is None else measure.objectives(found, aims) for aims in judged.aims]
    return Held(judged, np.array(objectives), least, measure.parts(found))


def _without_a_day(given: Given, pool: PoolLoss) -> World | None:
    """The world in which a hospital can send a day less than its extra days; None where it has no whole one."""
    extra = (given.loaded[0].scenario.staff_roles[pool.role].extra_days_per_week or {}).get(pool.hospital)
    if extra is None or extra.value < LOST:
        return None
    path = f"staff_roles.{pool.role}.extra_days_per_week.{pool.hospital}"
    return World(f"{path} - {LOST:g}", 0, ((path, extra.value - LOST),), own_only=True)


def _loss(pool: PoolLoss, found: Found | None, proposal: Offers, solved: Solved) -> Loss:
    if found is None or not found.asked:
        return Loss(pool, (), (), None)
    best = found.asked[0]
    closes, opens = proposal.placements - best.offers.placements, best.offers.placements - proposal.placements
    worse = objective_value(question_of(solved), best.aims) - solved.objective
    return Loss(pool, tuple(sorted(closes)), tuple(sorted(opens)), max(0.0, worse))


def _never(solved: Solved, named: set[Pair]) -> tuple[Pair, ...]:
    """Placements that are possible and not in ``named``, programmes at home included."""
    instance = solved.instance
    functions, sites = instance.function_ids, instance.site_ids
    pairs = [(functions[f], sites[s]) for f, s in np.argwhere(instance.allowed).tolist()]
    pairs += [(name, HOME) for f, name in enumerate(functions) if len(instance.demand.home_share[f]) > 1]
    return tuple(pair for pair in pairs if pair not in named)


def _on_one_person(solved: Solved) -> list[Pair]:
    instance, plan = solved.instance, solved.plan
    houses = np.argwhere(plan.open & ~instance.is_hospital & (plan.days > 0)).tolist()
    hangs = [(f, s) for f, s in houses if rests_on_one_person(instance, plan, f, s)]
    return [(instance.function_ids[f], instance.site_ids[s]) for f, s in hangs]
