"""Repairs: the smallest sets of changes that make an infeasible scenario feasible, with amounts and owners.

The elastic model (`placement.model.elastic`) has a *lever* for each number, decision or exception that may give way.
The fewest levers that permit a plan are searched, and the judge says by how much that plan breaks each rule. Each set
of changes is written into the scenario, which is read and solved again. A second solver is asked whether fewer changes
would do, and whether the repaired scenario has a plan.

The judge says by how much a rule is broken; here that becomes the number to write in the scenario, rounded to one that
somebody would write.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from placement.errors import PlacementError, SolverError, UsageError
from placement.instance.build import build
from placement.instance.instance import Instance, Today
from placement.model.column_values import read_solution
from placement.model.demand_classes import TiedError
from placement.model.elastic import BOUNDS, Elastic, Lever, build_elastic
from placement.model.formulation import Model
from placement.plan.evaluate import describe_today, evaluate
from placement.plan.plan import Plan, RuleCheck
from placement.scenario.dump import dump
from placement.scenario.load import load_text
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.paths import annotation_at, record_of
from placement.solve.highs.search import HighsBackend
from placement.solve.prepared import Workbench
from placement.solve.pulp_backend import PulpBackend
from placement.solve.result import Options, Status
from placement.solve.stage import INF, Answer, Clock, Stage


@dataclass(frozen=True)
class Change:
    """One change of a scenario.

    Attributes:
        path: dotted path in the scenario.
        before: value there; None where there is none.
        after: the new value; None where the old one is removed.
        kind: ``bound`` (a number), ``exception`` or ``decision``.
        rule: that is broken without the change.
        function: id the change is about; empty where it is about none.
        site: likewise.
        item: likewise: a room, staff role, apparatus, or ``min`` and ``max`` of a number of sites.
        unit: of the values; empty where they are no amounts.
        owner: who owns the number, or took the decision; empty where nobody is named.
        beyond: ``low`` or ``high`` where the value leaves that end of its stated range, which then moves too.
    """

    path: str
    before: Any
    after: Any
    kind: str
    rule: Rule
    function: str = ""
    site: str = ""
    item: str = ""
    unit: str = ""
    owner: str = ""
    beyond: str = ""

    @property
    def amount(self) -> float | None:
        """``after − before``; None for changes that are not of a number."""
        both = isinstance(self.before, float | int) and isinstance(self.after, float | int)
        return float(self.after - self.before) if both and self.kind == "bound" else None

    @property
    def overrides(self) -> tuple[str, ...]:
        """The change as ``--set`` takes it: one text for the value, one for the end of its range where that moves."""
        after = json.dumps(self.after, ensure_ascii=False)
        range_too = (f"{self.path.removesuffix('.value')}.{self.beyond}={after}",) if self.beyond else ()
        return f"{self.path}={after}", *range_too


def changes_for(
    scenario: Scenario, today: Today, broken: Iterable[RuleCheck], levers: frozenset[Lever]
) -> tuple[Change, ...]:
    """The changes after which a plan breaks no rule; empty where some broken rule cannot be changed.

    Args:
        scenario: as it is.
        today: what stands today.
        broken: the rules the plan breaks, with the plan's value and the needed one.
        levers: what gave way in the model that found the plan: they say where an exception is written instead of
            another bound.
    """
    changes: dict[str, Change] = {}
    for check in broken:
        excused = Lever("exception", check.rule, check.function, check.site) in levers
        if excused:
            found = [_exception(scenario, check)]
        elif check.rule is Rule.RECRUITMENT:
            found = _sent(scenario, today, check, levers)
        else:
            found = _written(scenario, today, check)
        if not found:
            return ()
        for change in found:
            changes[change.path] = _further(changes.get(change.path), change)
    return tuple(changes.values())


def _further(one: Change | None, other: Change) -> Change:
    """The change of the same path that goes further."""
    if one is None or one.amount is None or other.amount is None:
        return other
    return max(one, other, key=lambda change: abs(change.amount or 0.0))


def _exception(scenario: Scenario, check: RuleCheck) -> Change:
    """An exception from the rule for the function at the site, under a name that is not yet used."""
    name = f"{check.function}_{check.site}_{check.rule}"
    while name in scenario.exceptions:
        name += "_2"
    after = {"site": check.site, "function": check.function, "rules": [str(check.rule)], "reason": "not decided"}
    decision = scenario.policy.placements[check.function][check.site]
    owner = check.owner or decision.decided_by
    return Change(f"exceptions.{name}", None, after, "exception", check.rule, check.function, check.site, owner=owner)


def _written(scenario: Scenario, today: Today, check: RuleCheck) -> list[Change]:
    """The changes of decisions or numbers that make the check hold; empty where the rule has no number of its own."""
    if check.rule in (Rule.MUST, Rule.MUST_NOT):
        decision = scenario.policy.placements[check.function][check.site]
        path = f"policy.placements.{check.function}.{check.site}"
        owner = decision.decided_by
        return [Change(path, decision.decision, None, "decision", check.rule, check.function, check.site, owner=owner)]
    if check.rule is Rule.NO_NEW_HOUSES:
        return [Change("policy.no_new_houses", True, False, "decision", check.rule)]
    if check.rule is Rule.RETAINED_VOLUME:
        return _retained(scenario, today, check)
    path = threshold_path(scenario, check)
    if not path:
        return []
    return [_bound(scenario, path, _PATHS[check.rule][1](_enough(scenario, path, check)), check)]


def threshold_path(scenario: Scenario, check: RuleCheck) -> str:
    """Dotted path of the number that a rule compares with, in the unit of the check; empty where it has none."""
    if check.rule not in _PATHS:
        return ""
    where, _ = _PATHS[check.rule]
    return where(scenario, check) if callable(where) else where.format(**_ids(check))


def rounded(check: RuleCheck) -> float:
    """The plan's value, rounded to a number that somebody would write and with which the check holds."""
    return _PATHS[check.rule][1](check.have)


def _sent(scenario: Scenario, today: Today, check: RuleCheck, levers: frozenset[Lever]) -> list[Change]:
    """For staff days that cannot be recruited: more days sent out by a hospital, where the levers name just one."""
    sites = [lever.site for lever in levers if (lever.rule, lever.item) == (Rule.STAFF_DAYS, check.item)]
    if len(sites) != 1:
        return []
    return _written(scenario, today, check._replace(rule=Rule.STAFF_DAYS, site=sites[0]))


def _enough(scenario: Scenario, path: str, check: RuleCheck) -> float:
    """The new number at the path that makes the check hold.

    Of a soft rule, what may be missing at a price is not asked for; of a bound shared with others, only the scenario's
    own part is moved.
    """
    priced = check.may_lack if check.have > check.need else -check.may_lack
    if check.rule not in _SHARED:
        return check.have - priced
    stands = _at(scenario, tuple(path.split(".")))
    own = stands.value if isinstance(stands, Quantity) else 0.0
    return own + check.have - check.need - priced


def _ids(check: RuleCheck) -> Mapping[str, str]:
    return {"function": check.function, "site": check.site, "item": check.item}


def _bound(scenario: Scenario, path: str, after: float, check: RuleCheck, unit: str = "") -> Change:
    """The change of a number; of a quantity with unit and source, of its value alone."""
    keys = tuple(path.split("."))
    stands = _at(scenario, keys)
    quantity = isinstance(stands, Quantity) or record_of(annotation_at(keys)) is Quantity
    before = stands.value if isinstance(stands, Quantity) else stands
    owner = (stands.owner if isinstance(stands, Quantity) else "") or check.owner
    whole = int(after) if float(after).is_integer() else after
    return Change(
        f"{path}.value" if quantity and stands is not None else path,
        0.0 if before is None else before,
        whole,
        "bound",
        check.rule,
        **{field: _ids(check)[field] for field in BOUNDS[check.rule]},
        unit=unit or check.unit,
        owner=owner,
        beyond=_beyond(stands, after) if isinstance(stands, Quantity) else "",
    )


def _beyond(stands: Quantity, after: float) -> str:
    """The end of the stated range that a value passes."""
    if stands.low is not None and after < stands.low:
        return "low"
    return "high" if stands.high is not None and after > stands.high else ""


def _at(part: Any, keys: tuple[str, ...]) -> Any:
    """The value at a path, key by key, of a scenario; None where there is none."""
    for key in keys:
        part = part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)
    return part


def _number_of_sites(scenario: Scenario, check: RuleCheck) -> str:
    wanted = scenario.functions[check.function].number_of_sites
    field = check.item if wanted.exactly is None else "exactly"
    return f"functions.{check.function}.number_of_sites.{field}"


def _travel_share(scenario: Scenario, check: RuleCheck) -> str:
    """Path of the share of the longest trip: the function's own, or that of its planning level."""
    function = scenario.functions[check.function]
    if function.max_travel_minutes is None:
        return f"policy.max_travel_by_level.{function.level}.share"
    return f"functions.{check.function}.max_travel_share"


def _floor(scenario: Scenario, check: RuleCheck) -> str:
    """Path of the share of the coverage floor that the check's group of areas belongs to."""
    names = (name for name in scenario.policy.coverage if f"{check.item}: ".startswith(f"{name}: "))
    return f"policy.coverage.{max(names, key=len)}.min_share"


def _retained(scenario: Scenario, today: Today, check: RuleCheck) -> list[Change]:
    """Changes of the retained share, the number, or both: of each that exceeds what the hospital would keep."""
    offer, path = scenario.functions[check.function], f"functions.{check.function}"
    functions, sites = list(scenario.functions), list(scenario.sites)
    before = float(today.volume[functions.index(check.function), sites.index(check.site)])
    found = []
    if offer.retained_share is not None and offer.retained_share.value * before > check.have:
        found.append(_bound(scenario, f"{path}.retained_share", _down(0.01)(check.have / before), check, "share"))
    if offer.retained_visits_per_year is not None and offer.retained_visits_per_year.value > check.have:
        found.append(_bound(scenario, f"{path}.retained_visits_per_year", _down(10)(check.have), check))
    return found


def _up(step: float) -> Callable[[float], float]:
    """A function that rounds up to a multiple of a step; what exceeds a multiple by a rounding error is not raised."""
    return lambda value: round(math.ceil(value / step - 1e-6) * step, 6)


def _down(step: float) -> Callable[[float], float]:
    """A function that rounds down to a multiple of a step; what misses one by a rounding error is not lowered."""
    return lambda value: round(math.floor(value / step + 1e-6) * step, 6)


_SHARED = frozenset({Rule.FREE_ROOM_DAYS, Rule.STAFF_DAYS})
"""Rules whose bound exceeds the scenario's number, as rooms let and people recruited count too."""
_PATHS: dict[Rule, tuple[str | Callable[[Scenario, RuleCheck], str], Callable[[float], float]]] = {
    Rule.NUMBER_OF_SITES: (_number_of_sites, _up(1)),
    Rule.MAX_CHANGES: ("policy.max_changes", _up(1)),
    Rule.MIN_VISITS: ("functions.{function}.min_visits_per_year", _down(10)),
    Rule.MIN_PATIENTS: ("functions.{function}.min_patients_per_year", _down(1)),
    Rule.MAX_TRAVEL: (_travel_share, _down(0.01)),
    Rule.MIN_UTILISATION: ("equipment.{item}.min_utilisation", _down(0.01)),
    Rule.MAX_UTILISATION: ("equipment.{item}.max_utilisation", _up(0.01)),
    Rule.FREE_ROOM_DAYS: ("sites.{site}.free_room_days_per_week.{item}", _up(0.5)),
    Rule.STAFF_DAYS: ("staff_roles.{item}.extra_days_per_week.{site}", _up(0.5)),
    Rule.MAX_INVESTMENT: ("policy.max_investment", _up(10_000)),
    Rule.MAX_EXTRA_OPERATING: ("policy.max_extra_operating_per_year", _up(10_000)),
    Rule.COVERAGE: (_floor, _down(0.01)),
}
"""The path of each rule's number, and how a plan's value is rounded so that the rule holds."""


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
