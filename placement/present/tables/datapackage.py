"""``datapackage.json``: the Frictionless description of every table, for programs that read the folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from placement.locale import SOURCE, translated
from placement.present.tables.columns import SUPPRESSED, Column, Table
from placement.present.tables.csv_dialect import Dialect
from placement.present.tables.names import TABLES
from placement.scenario.schema.scenario import Scenario

NAME = "datapackage.json"
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def datapackage(
    scenario: Scenario,
    tables: Mapping[str, Table],
    dialect: Dialect,
    created: str,
    suppress_below: float = 0.0,
    workbook: str = "",
) -> dict[str, Any]:
    """The description of ``tables`` as they stand in files of this dialect; ``workbook`` holds them all."""
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"placement-{_slug(scenario.name)}",
        "title": scenario.title.da,
        "description": scenario.about.purpose,
        "created": created,
        "workbook": workbook,
        "resources": [_resource(table, dialect, suppress_below) for table in tables.values()],
    }
    return {name: value for name, value in package.items() if value}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower().translate(_LETTERS)).strip("-") or "scenario"


def _resource(table: Table, dialect: Dialect, suppress_below: float) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "description": translated(TABLES[table.name].shows, SOURCE),
        "description_da": translated(TABLES[table.name].shows, "da"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": dialect.encoding,
        "dialect": {
            "delimiter": dialect.delimiter,
            "lineTerminator": dialect.line_end,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "fields": [
                _field(column, dialect, always=_is_always_told(table, at)) for at, column in enumerate(table.columns)
            ],
            "primaryKey": [table.columns[at].name for at in table.key] if _tells_apart(table) else [],
            "missingValues": [""],
        },
    }
    if suppress_below > 0 and table.name in SUPPRESSED:
        resource["suppressed_below"] = suppress_below
        resource["description"] += f" Visits above 0 and below {suppress_below:g} are left out (empty)."
    return resource


def _is_always_told(table: Table, at: int) -> bool:
    """Whether a key stands in every row; areas without a municipality are a group without a name."""
    return table.columns[at].key and all(row[at] not in (None, "") for row in table.rows)


def _tells_apart(table: Table) -> bool:
    """Whether no row is without any key."""
    return all(any(row[at] not in (None, "") for at in table.key) for row in table.rows)


def _field(column: Column, dialect: Dialect, *, always: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": translated(column.meaning, SOURCE),
        "description_da": translated(column.meaning, "da"),
    }
    if column.unit:
        field["unit"] = column.unit
    if column.type == "number":
        field["decimalChar"] = dialect.decimal
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": True} if always else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    return {**field, "constraints": constraints} if constraints else field
