"""The tables of a result folder as files: a CSV file each, one workbook, and a description for programs.

The description is ``datapackage.json``, after the Frictionless Data Package standard: every file, its dialect, and the
type, unit and meaning of every column, in English and Danish.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from placement.locale import SOURCE
from placement.present.folder.manifest import Call
from placement.present.folder.reading import to_json
from placement.present.tables.columns import Column, Table
from placement.present.tables.csv_dialect import Dialect, dump
from placement.present.tables.workbook import About, workbook
from placement.present.words.currency import unit_in_currency
from placement.present.words.terms import Words
from placement.present.words.voice import Voice
from placement.scenario.load import Loaded
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import versions


def tabular_files(
    made: Mapping[str, Table], scenario: Scenario, call: Call, book: str, variants: str = ""
) -> dict[str, bytes]:
    """By name, the content of every file.

    Args:
        made: the tables.
        scenario: the scenario they are about.
        call: how the program was called.
        book: name of the workbook.
        variants: the variants that are in the tables, as text.
    """
    described = datapackage(scenario, made, call.dialect, call.stamp, call.suppress_below, book)
    return {
        **{f"{name}.csv": dump(table, call.dialect) for name, table in made.items()},
        book: workbook(made, about(scenario, call, variants), call.lang),
        DATAPACKAGE: to_json(described),
    }


def about(scenario: Scenario, call: Call, variants: str = "") -> About:
    """The workbook's first sheet, made from scenario and manifest alone, so that ``verify`` can make it again."""
    facts = (
        ("scenario", scenario.name),
        ("variants", variants),
        ("purpose", scenario.about.purpose),
        ("not_in_model", "; ".join(scenario.about.not_in_model)),
        ("command", call.command),
        ("version", f"placement {versions()['placement']}"),
    )
    title = scenario.title.in_language(call.lang)
    return About(title, facts, call.moment, call.suppress_below, Words.of(scenario))


def variants_in(loaded: Loaded) -> str:
    """The variants and overrides a scenario was read with, as text."""
    return ", ".join(["+".join(loaded.variants), *loaded.overrides]).strip(", ")


DATAPACKAGE = "datapackage.json"
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def datapackage(
    scenario: Scenario,
    tables: Mapping[str, Table],
    dialect: Dialect,
    created: str,
    suppress_below: float = 0.0,
    workbook: str = "",
) -> dict[str, Any]:
    """The description of ``tables`` in files of this dialect; ``workbook`` is the name of the file with all of them.

    Descriptions are in English, and also in the scenario's language where that is another.
    """
    words = Words.of(scenario)
    own = scenario.about.first_language
    said = {"description": Voice(SOURCE, words)}
    if own != SOURCE:
        said[f"description_{own}"] = Voice(own, words)
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"placement-{_slug(scenario.name)}",
        "title": scenario.title.in_language(own),
        "description": scenario.about.purpose,
        "created": created,
        "workbook": workbook,
        "resources": [_resource(table, dialect, suppress_below, said) for table in tables.values()],
    }
    return {name: value for name, value in package.items() if value}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower().translate(_LETTERS)).strip("-") or "scenario"


def _resource(table: Table, dialect: Dialect, suppress_below: float, said: Mapping[str, Voice]) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        **{name: say(table.kind.shows) for name, say in said.items()},
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
                _field(column, dialect, said, always=_is_always_told(table, at))
                for at, column in enumerate(table.columns)
            ],
            "primaryKey": [table.columns[at].name for at in table.key] if _tells_apart(table) else [],
            "missingValues": [""],
        },
    }
    if suppress_below > 0 and table.kind.by_area:
        resource["suppressed_below"] = suppress_below
        resource["description"] += f" Visits above 0 and below {suppress_below:g} are left out (empty)."
    return resource


def _is_always_told(table: Table, at: int) -> bool:
    """Whether a key column is filled in every row; the name of the group of areas without one is empty, for example."""
    return table.columns[at].key and all(row[at] not in (None, "") for row in table.rows)


def _tells_apart(table: Table) -> bool:
    """Whether every row has some key."""
    return all(any(row[at] not in (None, "") for at in table.key) for row in table.rows)


def _field(column: Column, dialect: Dialect, said: Mapping[str, Voice], *, always: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        **{name: say(column.meaning) for name, say in said.items()},
    }
    if column.unit:
        field["unit"] = unit_in_currency(column.unit)
    if column.type == "number":
        field["decimalChar"] = dialect.decimal
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": True} if always else {}
    if column.allowed:
        constraints["enum"] = [unit_in_currency(word) for word in column.allowed]
    return {**field, "constraints": constraints} if constraints else field
