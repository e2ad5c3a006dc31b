"""Tables of studies whose rows stand in the study's document too: worlds, ballots, pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from placement.report.columns import Cell, Column, Row, Table
from placement.report.rows_ballots import COLUMNS as BALLOTS
from placement.report.rows_every_pair import COLUMNS as PAIRS
from placement.report.rows_robust import TABLES as ROBUST

Records = Sequence[Mapping[str, Any]]
_OF_BALLOTS = {
    "ballots": ("ballots",),
    "ballot_placements": ("placements",),
    "ballot_plans": ("plans",),
    "ballot_plan_placements": ("plan_placements",),
}
_FITS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
TITLES = frozenset({"function_title", "site_title", "other_title", "reason", "why"})
"""Columns in the language asked for; the document is in the scenario's first."""


def echoed(name: str, told: Mapping[str, Any]) -> dict[str, Table]:
    """The tables that a document repeats, by name.

    Args:
        name: of the document.
        told: what it says.
    """
    match name:
        case "pairs.json":
            return {"pairs": _table("pairs", PAIRS, told["pairs"])}
        case "ballots.json":
            made = {table: _table(table, BALLOTS, _at(told, path)) for table, path in _OF_BALLOTS.items()}
            return {**made, "ballot_regrets": _table("ballot_regrets", BALLOTS, list(_regrets(told)))}
        case "robust.json":
            lists = {table: told[table.removeprefix("robust_")] or [] for table in ROBUST if table != "robust_values"}
            lists["robust_values"] = list(_values(told["worlds"]))
            return {table: _table(table, ROBUST, lists[table]) for table in ROBUST}
    return {}


def _at(told: Mapping[str, Any], path: Sequence[str]) -> Records:
    found: Any = told
    for name in path:
        found = found[name]
    return found  # type: ignore[no-any-return]  # a list of records, or it does not hold together


def _table(name: str, columns: Mapping[str, tuple[Column, ...]], records: Records) -> Table:
    return Table(name, columns[name], [_row(each, columns[name]) for each in records])


def _row(record: Mapping[str, Any], columns: Sequence[Column]) -> Row:
    return tuple(_cell(record[column.name], column) for column in columns)


def _cell(value: Any, column: Column) -> Cell:
    """A value, where its column can hold it; TypeError elsewhere."""
    fits = isinstance(value, _FITS[column.type]) and isinstance(value, bool) is (column.type == "boolean")
    if value is None or fits:
        return cast("Cell", value)
    raise TypeError(f"{column.name}: {value!r}")


def _regrets(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    names = [column.name for column in BALLOTS["ballot_regrets"]]
    for ballot, regrets in zip(told["ballots"], told["regrets"], strict=True):
        for plan, regret in enumerate(regrets, 1):
            yield dict(zip(names, (ballot["participant"], plan, regret), strict=True))


def _values(worlds: Records) -> Iterator[Mapping[str, Any]]:
    for world in worlds:
        for path, value in world["values"].items():
            yield {"variant": world["variant"], "world": world["world"], "path": path, "value": value}
