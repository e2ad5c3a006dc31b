"""Which assumptions differ between scenarios that are compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from placement.scenario.base import Title
from placement.scenario.quantity import Quantity
from placement.scenario.schema import Scenario
from placement.scenario.written import plain

_NO_ASSUMPTIONS = frozenset({"variants", "profiles", "sources", "about", "name", "title", "schema_version"})


class _Missing:
    """Stands where one of the scenarios has nothing."""


_MISSING = _Missing()


@dataclass(frozen=True)
class Input:
    """A value of a scenario as it is told.

    Attributes:
        text: the value, as JSON where it is more than one; empty where there is none.
        number: the same where it is one number.
        quality: ``sourced``, ``derived`` or ``assumption`` of a number that says so; empty otherwise.
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
    """Every path at which not all scenarios say the same, in the order of the schema.

    What one scenario has as a whole and another lacks (an exception, a decision) is one difference, not one a field.
    """
    found: list[InputDifference] = []
    for name in Scenario.model_fields:
        if name not in _NO_ASSUMPTIONS:
            _walk(name, [getattr(scenario, name) for scenario in scenarios], found)
    return tuple(found)


def _walk(path: str, values: Sequence[Any], found: list[InputDifference]) -> None:
    if all(value == values[0] for value in values[1:]):
        return
    parts = [_parts(value) for value in values]
    if any(part is None for part in parts) or len({type(value) for value in values}) > 1:
        found.append(InputDifference(path, tuple(map(_told, values))))
        return
    inside = [part for part in parts if part is not None]
    for key in dict.fromkeys(key for part in inside for key in part):
        _walk(f"{path}.{key}", [part.get(key, _MISSING) for part in inside], found)


def _parts(value: Any) -> dict[str, Any] | None:
    """What stands inside a record or a mapping; None for a single value."""
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
    """A record without the fields that say nothing, whole numbers without decimals."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _said(item) for key, item in value.items() if item not in (None, "", [], {})}
    return value
