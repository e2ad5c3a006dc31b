"""Two versions of a scenario: which input changed, its source and owner, and its effect on the proposal."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel

from placement.errors import InfeasibleError, NoPlanError, ScenarioError, UsageError
from placement.questions.compare.assumptions import Input, differing_inputs
from placement.questions.compare.choice import Alternative
from placement.questions.compare.study import SideBySide, beside_today
from placement.questions.proposal.against_reference import Pair, Standing, opened_and_closed
from placement.scenario.brief import brief
from placement.scenario.dump import lock
from placement.scenario.load import load_text
from placement.scenario.schema.scenario import Scenario
from placement.solve.proposal_search import STOPPED_EMPTY
from placement.solve.result import Options, Progress, Solved, Status
from placement.solve.run import Live

OLD, NEW = "old", "new"
Kind = Literal["added", "removed", "changed"]
_WRITTEN_OUT = "defaults"
"""A part that is not put back: its values are written out in every function, site and role."""


@dataclass(frozen=True)
class Origin:
    """Source and owner of a value; each field empty where the scenario does not say.

    Attributes:
        source: key of the scenario's sources.
        quality: ``sourced``, ``derived`` or ``assumption``.
        owner: who can change the number.
        responsible: who is responsible for the function it is about.
        decided_by: who made the decision it is part of.
    """

    source: str = ""
    quality: str = ""
    owner: str = ""
    responsible: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class InputChange:
    """One value, row or decision that differs between the versions.

    Attributes:
        path: its dotted path.
        kind: whether the new version has it and the old has not, the other way round, or both.
        before, after: the value in each.
        before_from, after_from: its source and owner in each.
    """

    path: str
    kind: Kind
    before: Input
    after: Input
    before_from: Origin
    after_from: Origin

    @property
    def part(self) -> str:
        """The part of the scenario it belongs to: the first key of its path."""
        return self.path.partition(".")[0]


@dataclass(frozen=True, eq=False)
class PutBack:
    """The new version with one part of it as in the old one, solved again.

    Attributes:
        part: that part of the scenario.
        inputs: number of its values that differ.
        solved: the proposal; None where there is none, and ``failure`` says why.
        opens, closes: what opens and closes in that proposal, against the new one's own.
    """

    part: str
    inputs: int
    solved: Solved | None = None
    failure: ScenarioError | InfeasibleError | NoPlanError | None = None
    opens: tuple[Pair, ...] = ()
    closes: tuple[Pair, ...] = ()

    @property
    def status(self) -> str:
        """How its search ended; empty where the part cannot be put back alone."""
        if self.solved is not None:
            return str(self.solved.status)
        match self.failure:
            case InfeasibleError():
                return str(Status.INFEASIBLE)
            case NoPlanError():
                return str(Status.NO_PLAN_FOUND)
            case _:
                return ""


@dataclass(frozen=True, eq=False)
class Drafts:
    """Two versions, the old one as the reference.

    Attributes:
        beside: both with their proposals, called ``old`` and ``new``.
        put_back: the new one with one part at a time as in the old one, compared to ``asked_again``; None: not asked
            for.
        asked_again: the proposal of the new version to which these are compared.
    """

    beside: SideBySide
    put_back: tuple[PutBack, ...] | None = None
    asked_again: Solved | None = None

    __repr__ = brief

    @property
    def old(self) -> Alternative:
        """The earlier version."""
        return self.beside.alternatives[0]

    @property
    def new(self) -> Alternative:
        """The later version."""
        return self.beside.alternatives[1]

    @cached_property
    def inputs(self) -> tuple[InputChange, ...]:
        """Every value that differs between the versions, in the order of the schema."""
        return input_changes(self.old.loaded.scenario, self.new.loaded.scenario)


def drafts(old: Alternative, new: Alternative) -> Drafts:
    """Two versions side by side.

    Raises:
        UnrelatedError: they have no site, or no function, in common.
    """
    check_related(old.loaded.scenario, new.loaded.scenario)
    return Drafts(beside_today(new.loaded, (old, new), reference=0))


def check_related(old: Scenario, new: Scenario) -> None:
    """Raise UnrelatedError where two scenarios have no site, or no function, in common."""
    for what in ("sites", "functions"):
        before, after = getattr(old, what), getattr(new, what)
        if not before.keys() & after.keys():
            raise UnrelatedError(what, old.name, new.name)


class UnrelatedError(UsageError):
    """Two scenarios that cannot be versions of each other.

    Args:
        what: ``sites`` or ``functions``, of which they have none in common.
        old, new: names of the scenarios.
    """

    def __init__(self, what: str, old: str, new: str) -> None:
        self.what, self.old, self.new = what, old, new
        super().__init__(f"'{old}' and '{new}' have no {what} in common; compare versions of one scenario.")


def input_changes(old: Scenario, new: Scenario) -> tuple[InputChange, ...]:
    """Every value that differs between two versions, in the order of the schema."""
    found = []
    for each in differing_inputs([old, new]):
        before, after = each.values
        origins = origin_of(old, each.path), origin_of(new, each.path)
        found.append(InputChange(each.path, _kind(before, after), before, after, *origins))
    return tuple(found)


def _kind(before: Input, after: Input) -> Kind:
    if not before.text:
        return "added"
    return "changed" if after.text else "removed"


def origin_of(scenario: Scenario, path: str) -> Origin:
    """Source and owner of the value at a dotted path: its own, else those of the nearest record or column around it."""
    told: dict[str, str] = {}
    for record in _on_the_way(scenario, path.split(".")):
        for name in Origin.__dataclass_fields__:
            said = getattr(record, name, None)
            if isinstance(said, str) and said:
                told[name] = said
    return Origin(**told)


def _on_the_way(scenario: Scenario, keys: list[str]) -> Iterator[Any]:
    """The records that may say who owns a value, from the widest to the value itself.

    For a cell of a table, its function or its column too; for a mapping with one entry, that entry.
    """
    if len(keys) > 2 and keys[0] in ("baseline", "demand") and keys[2] in scenario.functions:
        yield scenario.functions[keys[2]]
    if keys[:2] == ["policy", "placements"] and len(keys) > 2 and keys[2] in scenario.functions:
        yield scenario.functions[keys[2]]
    if keys[:2] == ["areas", "rows"]:
        yield from (scenario.areas.columns[key] for key in keys[3:] if key in scenario.areas.columns)
    value: Any = scenario
    for key in keys:
        value = _inside(value, key)
        yield value
    if isinstance(value, dict) and len(value) == 1:
        yield from value.values()


def _inside(value: Any, key: str) -> Any:
    if isinstance(value, BaseModel):
        return getattr(value, key, None)
    if isinstance(value, dict):
        return next((item for name, item in value.items() if str(name) == key), None)
    return None


def put_back(
    live: Live,
    drafted: Drafts,
    options: Options,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> tuple[PutBack, ...]:
    """Solve the new version with one part at a time as in the old one, and compare its proposals.

    A part that cannot be put back alone, because other parts refer to what it lacks, is listed with the faults.

    Args:
        live: the new version, solved.
        drafted: both versions.
        options: how to solve; a time limit is for each part.
        progress: called with each line of progress.
        stop: set it to keep what is done.
    """
    stop = stop or threading.Event()
    counted = Counter(change.part for change in drafted.inputs if change.part != _WRITTEN_OUT)
    found = []
    for part, inputs in counted.items():
        try:
            if stop.is_set():
                raise NoPlanError(STOPPED_EMPTY)
            solved = _solved_with(live, drafted, part, options, progress, stop)
            opens, closes = opened_and_closed(_standing(live.solved), _standing(solved))
            found.append(PutBack(part, inputs, solved, None, tuple(sorted(opens)), tuple(sorted(closes))))
        except (ScenarioError, InfeasibleError, NoPlanError) as error:
            found.append(PutBack(part, inputs, failure=error))
    return tuple(found)


def _solved_with(
    live: Live,
    drafted: Drafts,
    part: str,
    options: Options,
    progress: Callable[[Progress], None] | None,
    stop: threading.Event,
) -> Solved:
    """The new version solved with one part as in the old one."""
    old, new = drafted.old.loaded.scenario, drafted.new.loaded.scenario
    mixed = load_text(lock(new.model_copy(update={part: getattr(old, part)})), file=f"({part})")
    return live.ask(mixed, options, progress=progress, stop=stop, keep_scale=True)


def _standing(solved: Solved) -> Standing:
    return Standing(solved.instance, solved.plan, solved.evaluation)
