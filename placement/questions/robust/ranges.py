"""The numbers that carry a range, samples of their values, and the scenario with such values in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from placement.instance.instance import Floats
from placement.questions.proposal.evidence import assumptions
from placement.questions.proposal.findings import Assumption
from placement.scenario.schema.frame import Method, Weights
from placement.scenario.schema.places import AREA_SHARES, Area
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario

_COLUMNS = "areas.*."
_FOLLOWS = {
    "min_visits_per_year": "target_visits_per_year",
    "min_utilisation": "max_utilisation",
    "hospital_release_share": "hospital_absorb_share",
}
"""Numbers that may not exceed another one of the same record, which moves with them where they would."""
_DAYS = "days_per_week_exactly"
Part = TypeVar("Part")


class Contradiction(Exception):
    """Values that a scenario may not have together; ``message`` says which."""

    @property
    def message(self) -> str:
        """The message to translate, or the plain text where there is only that."""
        return str(self) if not self.args else self.args[0]


@dataclass(frozen=True)
class Ranged:
    """A number with a range.

    Attributes:
        number: as the scenario has it.
        low, high: its ends; the value itself where the scenario gives only the other end.
    """

    number: Assumption
    low: float
    high: float

    @property
    def path(self) -> str:
        """Dotted path in the scenario."""
        return self.number.path

    def at(self, share: float) -> float:
        """The value at a share of the range: 0 is its low end, 0.5 the value, 1 the high end; piecewise linear."""
        value = self.number.value
        if share <= 0.5:
            return self.low + (value - self.low) * 2 * share
        return value + (self.high - value) * (2 * share - 1)


def ranged_numbers(scenario: Scenario, method: Method, weights: Weights) -> tuple[Ranged, ...]:
    """Every number in use whose low or high end differs from its value."""
    found = []
    for number in assumptions(scenario, method, weights):
        low, high = (number.value if math.isnan(end) else end for end in (number.low, number.high))
        if low < high:
            found.append(Ranged(number, low, high))
    return tuple(found)


def latin_hypercube(draws: int, numbers: int, seed: int) -> Floats:
    """``(draws, numbers)`` shares between 0 and 1: one draw of each number in each of ``draws`` equal parts."""
    rng = np.random.default_rng(seed)
    strata = rng.permuted(np.tile(np.arange(draws), (numbers, 1)), axis=1).T
    shares: Floats = (strata + rng.random((draws, numbers))) / draws
    return shares


def drawn(numbers: Sequence[Ranged], shares: Mapping[str, float]) -> dict[str, float]:
    """The values at these shares of their ranges, by path.

    A number that would contradict one that depends on it (``_FOLLOWS``) moves that one too.
    """
    known = {number.path: number for number in numbers}
    values = {path: known[path].at(share) for path, share in shares.items() if path in known}
    for path, share in shares.items():
        record, _, name = path.rpartition(".")
        other = known.get(f"{record}.{_FOLLOWS.get(name, '')}")
        if path in values and other is not None and values.get(other.path, other.number.value) <= values[path]:
            values[other.path] = max(other.at(share), values.get(other.path, other.number.value))
    return {path: _allowed(path, value) for path, value in values.items()}


def _allowed(path: str, value: float) -> float:
    """The value; prescribed clinic days, which are whole, are rounded."""
    return float(round(value)) if path.endswith(_DAYS) and value >= 1 else value


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The scenario with other values at these paths; ranges and sources stay.

    Raises:
        Contradiction: the values may not be together in a scenario.
    """
    update: dict[str, Any] = {}
    for path, value in values.items():
        head, *rest = path.split(".")
        part = update.get(head, getattr(scenario, head))
        update[head] = _column(part, rest[1], value) if path.startswith(_COLUMNS) else _put(part, rest, value)
    changed = scenario.model_copy(update=update)
    _check(changed, values)
    return changed


def _put(part: Any, keys: Sequence[str], value: float) -> Any:
    if isinstance(part, Quantity):
        return part.model_copy(update={"value": value})
    key, *rest = keys
    match part:
        case BaseModel():
            return part.model_copy(update={key: _put(getattr(part, key), rest, value)})
        case Mapping():
            own = next(name for name in part if str(name) == key)
            return {**part, own: _put(part[own], rest, value)}
        case _:
            at = int(key)
            return (*part[:at], _put(part[at], rest, value), *part[at + 1 :])


def _column(areas: Any, name: str, total: float) -> Any:
    """The areas with one column scaled, so that its total (of people) or mean over inhabitants becomes ``total``."""
    rows: Mapping[str, Area] = areas.rows
    people = sum(area.people for area in rows.values())
    now = people if name == "people" else sum(a.people * _cell(a, name) for a in rows.values()) / people
    factor = total / now
    changed = {key: _scaled(area, name, factor) for key, area in rows.items()}
    return areas.model_copy(update={"rows": changed})


def _cell(area: Area, name: str) -> float:
    return float(area.segment_shares[name]) if name in area.segment_shares else float(getattr(area, name) or 0.0)


def _scaled(area: Area, name: str, factor: float) -> Area:
    value = _cell(area, name) * factor
    value = min(1.0, value) if name in AREA_SHARES or name in area.segment_shares else value
    if name in area.segment_shares:
        return area.model_copy(update={"segment_shares": {**area.segment_shares, name: value}})
    return area.model_copy(update={name: value})


def _check(scenario: Scenario, values: Mapping[str, float]) -> None:
    """Validate the changed records again; raises Contradiction where one is refused."""
    for head, key in dict.fromkeys(tuple(path.split(".")[:2]) for path in values):
        part = getattr(scenario, head)
        record = part.get(key) if isinstance(part, Mapping) else part
        if head == "areas" or not isinstance(record, BaseModel):
            continue
        try:
            type(record).model_validate(dict(record))
        except ValidationError as error:
            said = error.errors(include_url=False)[0]["msg"]
            raise Contradiction(f"{head}.{key}: {said}" if record is not part else f"{head}: {said}") from error
