"""What the CSV files alone tell of a plan: where functions are open, on how many days, with how much equipment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from placement.report.columns import Cell, Column, Table
from placement.report.csv_dialect import Dialect, parse
from placement.report.rows_functions import FUNCTIONS
from placement.report.rows_offers import RECOMMENDATION
from placement.report.rows_resources import EQUIPMENT

_COLUMNS: dict[str, tuple[Column, ...]] = {
    "recommendation": RECOMMENDATION,
    "equipment": EQUIPMENT,
    "functions": FUNCTIONS,
}
TELLING = frozenset(f"{name}.csv" for name in _COLUMNS)
"""The files that tell the plan; where functions are allocated freely, only ``result.json`` tells who goes where."""


def told_by_tables(content: Mapping[str, bytes], dialect: Dialect) -> dict[str, Any]:
    """``open``, ``units`` and ``home_level`` as in ``result.json``; ResultError where a file cannot be read."""
    return {
        "open": _open(_rows(content, "recommendation", dialect)),
        "units": _units(_rows(content, "equipment", dialect)),
        "home_level": {str(row["function"]): row["home_level"] for row in _rows(content, "functions", dialect)},
    }


def _rows(content: Mapping[str, bytes], name: str, dialect: Dialect) -> list[dict[str, Cell]]:
    table = parse(Table(name, _COLUMNS[name], []), content[f"{name}.csv"], dialect)
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def _open(rows: list[dict[str, Cell]]) -> dict[str, dict[str, float]]:
    """Days by function and site; hospitals have no days of their own."""
    told: dict[str, dict[str, float]] = {}
    for row in rows:
        if row["recommended"]:
            days = 0.0 if row["site_kind"] == "hospital" else float(row["days_per_week"] or 0)
            told.setdefault(str(row["function"]), {})[str(row["site"])] = days
    return told


def _units(rows: list[dict[str, Cell]]) -> dict[str, dict[str, int]]:
    told: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["units"]:
            told.setdefault(str(row["equipment"]), {})[str(row["site"])] = int(row["units"])
    return told
