"""Which fields of a scenario nobody wrote."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from placement.scenario.quantity import Quantity
from placement.scenario.schema import Scenario

_SECTIONS = ("travel", "prices", "objectives", "policy")
_HIDDEN = frozenset({"note", "title", "rows", "file", "reason"})


def fields_not_written(scenario: Scenario) -> tuple[tuple[str, Any], ...]:
    """Dotted path and value of each field that has a default and was left to it, empty ones left out."""
    found: list[tuple[str, Any]] = []
    for name in _SECTIONS:
        found += _unwritten(getattr(scenario, name), name)
    return (*found, *_of_functions(scenario))


def _unwritten(record: BaseModel, path: str) -> list[tuple[str, Any]]:
    values = ((name, getattr(record, name)) for name in type(record).model_fields if name not in _HIDDEN)
    return [
        (f"{path}.{name}", plain(value))
        for name, value in values
        if name not in record.model_fields_set and not _is_empty(plain(value))
    ]


def _is_empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_empty(item) for item in value.values())
    return value is None or value in ("", [])


def _of_functions(scenario: Scenario) -> list[tuple[str, Any]]:
    by_function = {key: dict(_unwritten(function, "f")) for key, function in scenario.functions.items()}
    everywhere = set.intersection(*(set(fields) for fields in by_function.values()))
    first = next(iter(by_function.values()))
    common = [(f"functions.*{path[1:]}", value) for path, value in first.items() if path in everywhere]
    single = [
        (f"functions.{key}{path[1:]}", value)
        for key, fields in by_function.items()
        for path, value in fields.items()
        if path not in everywhere
    ]
    return common + single


def plain(value: Any) -> Any:
    """A value as ordinary Python: quantities as their number, records as mappings."""
    if isinstance(value, Quantity):
        return value.value
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
