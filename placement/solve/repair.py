"""Repairs: the smallest sets of changes that make an infeasible scenario feasible, with amounts and owners.

The elastic model (`placement.model.elastic`) has a *lever* for each number, decision or exception that may give way.
The fewest levers that permit a plan are searched, and the judge says by how much that plan breaks each rule. Each set
of changes is written into the scenario, which is read and solved again. A second solver is asked whether fewer changes
would do, and whether the repaired scenario has a plan.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from placement.errors import PlacementError, SolverError, UsageError
from placement.instance.build import build
from placement.instance.instance import Instance, Today
from placement.model.column_values import read_solution
from placement.model.demand_classes import TiedError
from placement.model.elastic import Elastic, Lever, build_elastic
from placement.model.formulation import Model
from placement.plan.evaluate import describe_today, evaluate
from placement.plan.plan import Plan, RuleCheck
from placement.scenario.dump import dump
from placement.scenario.load import load_text
from placement.scenario.schema.scenario import Scenario
from placement.solve.highs.search import HighsBackend
from placement.solve.pulp_backend import PulpBackend
from placement.solve.result import Options, Status
from placement.solve.scenario_changes import Change, changes_for
from placement.solve.stage import INF, Answer, Clock, Stage
from placement.solve.workbench import Workbench

MOST_REPAIRS = 3
"""The most repairs searched for: somebody has to choose among them."""
SECONDS = 60.0
"""Time limit of the whole search; what is not found by then is left out."""
SECOND_OPINION_SECONDS = 20.0
"""Time limit of each question to the second solver."""
_ANY_PLAN = Stage("any plan", (0.0, 0.0, 0.0))
_FEWEST = Stage("smallest change", (1.0, 0.0, 0.0), gap=0.5)
"""In the elastic model the first aim is the number of levers, a whole number, and the second the sum of amounts."""


@dataclass(frozen=True)
class Repair:
    """Changes that together make the scenario feasible.

    Attributes:
        changes: all of them are needed.
        confirmed: whether a second solver finds a plan of the repaired scenario, and none with fewer changes.
    """

    changes: tuple[Change, ...]
    confirmed: bool

    @property
    def overrides(self) -> tuple[str, ...]:
        """The changes as ``--set`` takes them."""
        return tuple(text for change in self.changes for text in change.overrides)


def repairs(
    scenario: Scenario, options: Options | None = None, stop: threading.Event | None = None
) -> tuple[Repair, ...]:
    """Up to ``MOST_REPAIRS`` repairs, smallest first.

    They have the fewest changes that suffice; one with a change more is listed only if there is a single one of the
    fewest. Empty where the scenario has a plan, where no change of its numbers and decisions gives it one, and where
    that is not known in time. Empty too for a scenario with phases, in which repairs are not searched.

    Args:
        scenario: checked, variants applied.
        options: solver, threads, seed and time limit count.
        stop: set it to end the search.
    """
    if scenario.phases:
        return ()
    options = options or Options()
    limit = SECONDS if options.time_limit is None else min(options.time_limit, SECONDS)
    return _Search(scenario, options, limit, Clock(limit, stop or threading.Event())).run()


def _order(changes: tuple[Change, ...]) -> tuple[int, int]:
    """Sort key: fewer changes first; among equally many, numbers before exceptions before decisions."""
    return len(changes), sum(("bound", "exception", "decision").index(change.kind) for change in changes)


@dataclass(eq=False)
class _Search:
    """One search for repairs."""

    scenario: Scenario
    options: Options
    limit: float
    clock: Clock
    instance: Instance = field(init=False)
    today: Today = field(init=False)

    def __post_init__(self) -> None:
        self.instance = build(self.scenario)
        self.today, _ = describe_today(self.instance)

    def run(self) -> tuple[Repair, ...]:
        """Repairs from sets of levers, smallest first, as far as their changes can be written and give a plan."""
        try:
            elastic = build_elastic(self.instance, self.today)
        except TiedError:  # with decisions relaxed, too many sites may be open at one distance from an area
            return ()
        found: list[tuple[Change, ...]] = []
        fewest = largest = 0
        for number in range(2 * MOST_REPAIRS):
            answer = self._next(elastic)
            if answer is None:
                break
            levers, plan = answer
            if not fewest:
                fewest, largest = len(levers), len(levers) + 1
            if not levers or len(levers) > largest or len(found) == MOST_REPAIRS:
                break
            changes = self._changes(plan, levers)
            if changes and self._works(changes):
                found.append(changes)
                largest = fewest if len(found) > 1 else fewest + 1
            elastic.forbid(levers, number)
        found.sort(key=_order)
        smallest = bool(found) and self._confirms_fewest(fewest)
        return tuple(Repair(changes, smallest and self._confirms_plan(changes)) for changes in found)

    def _next(self, elastic: Elastic) -> tuple[frozenset[Lever], Plan] | None:
        """The fewest levers that permit a plan, and the plan with the smallest amounts; None where unproven."""
        try:
            backend = HighsBackend(elastic.model, self.options.threads, self.options.seed)
            first = backend.answer(_FEWEST, self.clock)
        except SolverError:
            return None
        if first.status is not Status.OPTIMAL:
            return None
        least = Stage("smallest amounts", (0.0, 1.0, 0.0), (round(first.objective) + 0.5, INF, INF), gap=1e-6)
        second = backend.answer(least, self.clock, first.values)
        values = dict(second.values or first.values)
        return elastic.chosen(values), _plan(elastic.model, values)

    def _changes(self, plan: Plan, levers: frozenset[Lever]) -> tuple[Change, ...]:
        broken: Iterable[RuleCheck] = evaluate(self.instance, self.today, plan).violations
        return changes_for(self.scenario, self.today, broken, levers)

    def _repaired(self, changes: tuple[Change, ...]) -> Workbench:
        """The scenario with the changes, read anew as if they had been given with ``--set``."""
        text = dump(self.scenario.model_copy(update={"variants": {}}))
        loaded = load_text(text, overrides=[text for change in changes for text in change.overrides])
        return Workbench(loaded.scenario, self.options)

    def _works(self, changes: tuple[Change, ...]) -> bool:
        """Whether the repaired scenario has a plan that passes the judge."""
        try:
            bench = self._repaired(changes)
            answer = bench.backend.answer(_ANY_PLAN, self.clock)
            return bool(answer.values) and bench.judged(answer.values)[1].feasible
        except PlacementError:
            return False

    def _second(self, model: Model, stage: Stage) -> Answer | None:
        """A second solver's answer; None where it is not installed or fails."""
        try:
            other = PulpBackend(model, "cbc", self.options.threads)
            return other.answer(stage, Clock(min(SECOND_OPINION_SECONDS, self.limit), self.clock.stop))
        except (SolverError, UsageError):
            return None

    def _confirms_fewest(self, count: int) -> bool:
        """Whether a second solver proves too that no plan needs fewer levers than this."""
        answer = self._second(build_elastic(self.instance, self.today).model, _FEWEST)
        return answer is not None and answer.status is Status.OPTIMAL and round(answer.objective) == count

    def _confirms_plan(self, changes: tuple[Change, ...]) -> bool:
        """Whether a second solver finds a plan of the repaired scenario."""
        bench = self._repaired(changes)
        answer = self._second(bench.model, _ANY_PLAN)
        return answer is not None and bool(answer.values) and bench.judge((_plan(bench.model, answer.values),)).feasible


def _plan(model: Model, values: Mapping[str, float]) -> Plan:
    (read,) = read_solution(model, values)
    return Plan(read.open, read.days, read.units, read.home_level, read.assign)
