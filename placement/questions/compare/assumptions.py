"""The assumptions that differ between alternatives, and which of them makes the difference between two proposals.

One number at a time of the second alternative is set to the first one's value, all else left as it is. If the proposal
becomes the first one's, that number makes the difference, and somewhere between the two values the proposal turns.
Bisection finds where, with the live model. Proposals count as the same where they offer the same at the same sites, and
the same at home; days may differ.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from pydantic import BaseModel

from placement.errors import InfeasibleError, NoPlanError, PlacementError
from placement.scenario.load import Loaded
from placement.scenario.schema.base import Title
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.normalise import plain
from placement.solve.result import Options, Progress, Solved, Status
from placement.solve.run import Live

_NO_ASSUMPTIONS = frozenset({"variants", "profiles", "sources", "about", "name", "title", "schema_version"})


class _Missing:
    """Sentinel for a value that one of the scenarios lacks."""


_MISSING = _Missing()


@dataclass(frozen=True)
class Input:
    """A value of a scenario as it is shown.

    Attributes:
        text: the value, as JSON where it is not a single one; empty where there is none.
        number: the same where it is one number.
        quality: ``sourced``, ``derived`` or ``assumption`` of a number that says it; empty otherwise.
    """

    text: str = ""
    number: float | None = None
    quality: str = ""


@dataclass(frozen=True)
class InputDifference:
    """One dotted path at which the scenarios differ, and the value of each, in the order given."""

    path: str
    values: tuple[Input, ...]


def differing_inputs(scenarios: Sequence[Scenario]) -> tuple[InputDifference, ...]:
    """Every path at which not all scenarios agree, in the order of the schema.

    A record that one scenario has and another lacks (an exception, a decision) is one difference, not one for each
    field. What those that have it differ in is said for them alone, where the first is one of them.
    """
    found: list[InputDifference] = []
    for name in Scenario.model_fields:
        if name not in _NO_ASSUMPTIONS:
            _walk(name, [getattr(scenario, name) for scenario in scenarios], found)
    return tuple(found)


def _walk(path: str, values: Sequence[Any], found: list[InputDifference]) -> None:
    if all(value == values[0] for value in values[1:]):
        return
    if values[0] is not _MISSING and _MISSING in values and _parts(values[0]) is not None:
        held = [values[0] if value is _MISSING else value for value in values]
        if any(value != values[0] for value in held):
            whole = _told(values[0])
            found.append(InputDifference(path, tuple(Input() if one is _MISSING else whole for one in values)))
            values = held
    parts = [_parts(value) for value in values]
    if any(part is None for part in parts) or len({type(value) for value in values}) > 1:
        found.append(InputDifference(path, tuple(map(_told, values))))
        return
    inside = [part for part in parts if part is not None]
    for key in dict.fromkeys(key for part in inside for key in part):
        _walk(f"{path}.{key}", [part.get(key, _MISSING) for part in inside], found)


def _parts(value: Any) -> dict[str, Any] | None:
    """The fields of a record or entries of a mapping; None for a single value."""
    if isinstance(value, BaseModel) and not isinstance(value, Quantity | Title):
        return {name: getattr(value, name) for name in type(value).model_fields}
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else None


def _told(value: Any) -> Input:
    if value is _MISSING or value is None:
        return Input()
    known = plain(value)
    number = float(known) if isinstance(known, int | float) and not isinstance(known, bool) else None
    text = known if isinstance(known, str) else json.dumps(_said(known), ensure_ascii=False, default=str)
    return Input(text, number, str(value.quality) if isinstance(value, Quantity) else "")


def _said(value: Any) -> Any:
    """A record without its empty fields, whole numbers without decimals."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _said(item) for key, item in value.items() if item not in (None, "", [], {})}
    return value


PARTS = 16
"""A turning point is found to one in this many parts of the way between two values; for close whole numbers exactly."""
MOST = 40
"""The most numbers that are tried for each two alternatives."""
TIMES = 20
"""Without a time limit the search may take this many times the mean time of the two proposals."""
LEAST_SECONDS = 10.0
_ROUNDING = 1e-9


class Turn(StrEnum):
    """What becomes of the second alternative's proposal when one number has the first one's value."""

    ALIKE = "alike"
    """The second alternative becomes the first."""
    OTHER = "other"
    """It becomes something else."""
    NOTHING = "nothing"
    """It stays as it is."""
    NO_PLAN = "no_plan"
    """There is no plan at the first one's value, or none was found."""


@dataclass(frozen=True)
class Turning:
    """One number that differs between two alternatives, and its effect.

    Attributes:
        first, second: their names.
        path: the number; ``at_first`` and ``at_second``: its values.
        turn: what becomes of the second's proposal at the first one's value.
        last, next: for ``alike``: going from the first one's value to the second's, the last value tried with equal
            proposals and the next one with different proposals; NaN otherwise.
        proven: whether every answer on the way was solved to the asked gap.
    """

    first: str
    second: str
    path: str
    at_first: float
    at_second: float
    turn: Turn
    last: float = float("nan")
    next: float = float("nan")
    proven: bool = True


@dataclass(frozen=True)
class Turnings:
    """The numbers that make the differences between alternatives.

    Attributes:
        found: number by number.
        alike: pairs of alternatives that propose the same anyway.
        untold: for each two alternatives the paths that were not tried: not a number on both sides, or no time.
        solves: number of solves.
    """

    found: tuple[Turning, ...]
    alike: tuple[tuple[str, str], ...]
    untold: tuple[tuple[str, str, tuple[str, ...]], ...]
    solves: int


@dataclass(frozen=True, eq=False)
class Side:
    """One of the alternatives.

    Attributes:
        name: as asked for; ``loaded``: its scenario; ``solved``: its proposal.
        at: its position among the values of each difference.
    """

    name: str
    loaded: Loaded
    solved: Solved
    at: int


def turnings(
    live: Live,
    sides: Sequence[Side],
    inputs: Sequence[InputDifference],
    options: Options,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Turnings:
    """Try every differing number of each alternative at the first alternative's value.

    Args:
        live: one of them, its model kept ready.
        sides: the alternatives, first the one the others are compared with.
        inputs: where their scenarios differ.
        options: how to solve; a time limit is for the search of each two.
        progress: called with each line of progress.
        stop: set it to keep what is known so far.
    """
    first, *others = sides
    found: list[Turning] = []
    alike: list[tuple[str, str]] = []
    untold: list[tuple[str, str, tuple[str, ...]]] = []
    solves = 0
    for second in others:
        search = _Search(live, first, second, options, progress, stop or threading.Event())
        if same(first.solved, second.solved):
            alike.append((first.name, second.name))
            continue
        left_out = []
        for difference in inputs:
            values = difference.values[first.at], difference.values[second.at]
            if values[0] == values[1]:
                continue
            turning = search.turning(difference.path, *values) if search.may_go_on else None
            if turning is None:
                left_out.append(difference.path)
            else:
                found.append(turning)
        solves += search.solves
        if left_out:
            untold.append((first.name, second.name, tuple(left_out)))
    return Turnings(tuple(found), tuple(alike), tuple(untold), solves)


def same(one: Solved, other: Solved) -> bool:
    """Whether two proposals offer the same at the same sites, and the same at home."""
    ids = [(each.instance.function_ids, each.instance.site_ids) for each in (one, other)]
    plans = one.plan, other.plan
    return ids[0] == ids[1] and all(
        np.array_equal(getattr(plans[0], name), getattr(plans[1], name)) for name in ("open", "home_level")
    )


class _Search:
    """The search for the numbers that turn one alternative into the first."""

    def __init__(
        self,
        live: Live,
        first: Side,
        second: Side,
        options: Options,
        progress: Callable[[Progress], None] | None,
        stop: threading.Event,
    ) -> None:
        self._live, self._first, self._second = live, first, second
        self._options, self._progress, self._stop = options, progress, stop
        own = sum(side.solved.seconds["build"] + side.solved.seconds["solve"] for side in (first, second)) / 2
        self._until = time.perf_counter() + (options.time_limit or max(LEAST_SECONDS, TIMES * own))
        self._tried, self._proven = 0, True
        self.solves = 0

    @property
    def may_go_on(self) -> bool:
        """Whether there is time for one more number, and fewer than ``MOST`` were tried."""
        return self._tried < MOST and self._left > 0 and not self._stop.is_set()

    @property
    def _left(self) -> float:
        return max(0.0, self._until - time.perf_counter())

    def turning(self, path: str, first: Input, second: Input) -> Turning | None:
        """The effect of one number; None where it is not a number on both sides, or time ran out."""
        if first.number is None or second.number is None or first.number == second.number:
            return None
        self._tried, self._proven = self._tried + 1, True
        told = Turning(self._first.name, self._second.name, path, first.number, second.number, Turn.NOTHING)
        try:
            answer = self._at(path, first.number)
        except (InfeasibleError, NoPlanError):
            return replace(told, turn=Turn.NO_PLAN) if self._left > 0 else None
        except PlacementError:  # the other scenario does not permit this value
            return None
        if same(answer, self._second.solved):
            return replace(told, proven=self._proven)
        if not same(answer, self._first.solved):
            return replace(told, turn=Turn.OTHER, proven=self._proven)
        last, next_ = self._halved(path, first.number, second.number)
        return replace(told, turn=Turn.ALIKE, last=last, next=next_, proven=self._proven)

    def _halved(self, path: str, last: float, next_: float) -> tuple[float, float]:
        """Bisect: two values between which the proposal turns, first the one with the first alternative's proposal."""
        step = abs(next_ - last) / PARTS
        whole = step >= 1 or isinstance(number_at(self._second.loaded.scenario, path), int)
        step = max(step, 1.0) if whole else step
        while abs(next_ - last) > step * (1 + _ROUNDING) and self._left > 0 and not self._stop.is_set():
            middle = (last + next_) / 2
            middle = float(round(middle)) if whole else middle
            if self._alike_at(path, middle):
                last = middle
            else:
                next_ = middle
        return last, next_

    def _alike_at(self, path: str, value: float) -> bool:
        try:
            return same(self._at(path, value), self._first.solved)
        except (InfeasibleError, NoPlanError):
            return False

    def _at(self, path: str, value: float) -> Solved:
        """The second alternative's proposal when one number has another value."""
        self.solves += 1
        loaded = self._second.loaded
        asked = replace(loaded, scenario=with_number(loaded.scenario, path, value))
        answer = self._live.ask(
            asked,
            replace(self._options, time_limit=self._left),
            progress=self._progress,
            stop=self._stop,
            keep_scale=True,
        )
        self._proven = self._proven and answer.status is Status.OPTIMAL
        return answer


def with_number(scenario: Scenario, path: str, value: float) -> Scenario:
    """The scenario with another value at a dotted path that holds a number."""
    changed: Scenario = _with(scenario, path.split("."), value)
    return changed


def number_at(scenario: Scenario, path: str) -> Any:
    """The value at a dotted path."""
    found: Any = scenario
    for name in path.split("."):
        found = found[name] if isinstance(found, dict) else getattr(found, name)
    return found


def _with(part: Any, names: Sequence[str], value: float) -> Any:
    if not names:
        if isinstance(part, Quantity):
            return part.model_copy(update={"value": value})
        return round(value) if isinstance(part, int) else value
    name, *rest = names
    if isinstance(part, dict):
        return {**part, name: _with(part[name], rest, value)}
    return part.model_copy(update={name: _with(getattr(part, name), rest, value)})
