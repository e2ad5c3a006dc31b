"""The reference pages, made from the schema and the columns so that they cannot drift apart.

``python -m placement.report.reference`` writes ``docs/scenario-reference.md`` and ``docs/results.md`` in the current
folder, or in the one named.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel

from placement.report import (
    rows_ballots,
    rows_card,
    rows_catalogue,
    rows_citizens,
    rows_compare,
    rows_drafts,
    rows_every_pair,
    rows_explain,
    rows_functions,
    rows_offers,
    rows_phases,
    rows_places,
    rows_profiles,
    rows_resources,
    rows_robust,
    rows_rooms,
    rows_rules,
    rows_study,
    rows_tradeoff,
    rows_vulnerability,
)
from placement.report import text_reference as words
from placement.report.columns import Column
from placement.report.reference_types import default_of, hints_of, records_in, type_and_limits
from placement.scenario.places import Area, BaselineEntry, TravelTime
from placement.scenario.quantity import Quantity
from placement.scenario.rules import WAIVABLE, Rule
from placement.scenario.schema import Scenario
from placement.scenario.tables import AREAS, BASELINE, DEMAND, TRAVEL, Shape
from placement.scenario.units import UNITS

FOLDER = Path("docs")
COLUMNS: dict[str, tuple[Column, ...]] = {
    "recommendation": rows_offers.RECOMMENDATION,
    "assignments": rows_offers.ASSIGNMENTS,
    "sites": rows_places.SITES,
    "hospitals": rows_places.HOSPITALS,
    "functions": rows_functions.FUNCTIONS,
    "areas": rows_citizens.AREAS,
    "groups": rows_citizens.GROUPS,
    "steps": rows_study.STEPS,
    "calibration": rows_study.CALIBRATION,
    "knife_edge": rows_study.KNIFE_EDGE,
    "assumptions": rows_study.ASSUMPTIONS,
    "equipment": rows_resources.EQUIPMENT,
    "staff": rows_resources.STAFF,
    "rooms": rows_rooms.ROOMS,
    "vulnerability": rows_vulnerability.VULNERABILITY,
    "payers": rows_resources.PAYERS,
    "catalogue": rows_catalogue.CATALOGUE,
    "report_card": rows_card.REPORT_CARD,
    "profiles": rows_profiles.PROFILES,
    "rules": rows_rules.RULES,
    "phases": rows_phases.PHASES,
    "phase_placements": rows_phases.PHASE_PLACEMENTS,
}
"""The columns of every table of the result folder; the last two are only there where the scenario has phases."""
KEYS = {
    "sources": "<source>",
    "areas.rows": "<area>",
    "areas.columns": "<column>",
    "segments": "<segment>",
    "sites": "<site>",
    "rooms": "<room>",
    "partners": "<partner>",
    "travel.crossings": "<crossing>",
    "equipment": "<equipment>",
    "staff_roles": "<role>",
    "functions": "<function>",
    "functions.<function>.equipment": "<equipment>",
    "profiles": "<profile>",
    "policy.max_travel_by_level": "<level>",
    "policy.placements": "<function>.<site>",
    "policy.soft_rules": "<soft rule>",
    "exceptions": "<exception>",
    "baseline.rows": "<function>.<site>",
    "variants": "<variant>",
    "phases": "<phase>",
}
"""What stands for the ids under a path."""
_TABLES: tuple[tuple[str, Shape, type[BaseModel] | None], ...] = (
    ("areas.file", AREAS, Area),
    ("baseline.file", BASELINE, BaselineEntry),
    ("demand.file", DEMAND, None),
    ("travel.file and travel.overrides.file", TRAVEL, TravelTime),
)
_OWN_WORDS = {
    "id": "Id of the area.",
    "area": "Id of an area.",
    "function": "Id of a function.",
    "site": "Id of a site.",
    "visits_per_year": "Known visits a year, instead of a rate.",
}


def scenario_reference() -> str:
    """The whole page as Markdown."""
    parts = [
        words.HEAD,
        words.YAML,
        words.NUMBERS,
        _table(Quantity),
        words.UNITS,
        _units(),
        words.NAMES,
        words.PATHS,
        words.TABLES,
        *(_csv(*table) for table in _TABLES),
        words.FIELDS,
        *(_section(path, record) for path, record in sections()),
        words.WAIVABLE_RULES,
        "\n".join(f"* `{rule}`" for rule in Rule if rule in WAIVABLE) + "\n",
    ]
    return "\n".join(parts)


def sections(record: type[BaseModel] = Scenario, path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Every record of the schema with the path that leads to it, in the order in which one reads a scenario."""
    yield path, record
    for name, annotation in hints_of(record).items():
        for inner, ids, listed in records_in(annotation):
            yield from sections(inner, _below(f"{path}.{name}".lstrip("."), ids, listed=listed))


def _below(path: str, ids: int, *, listed: bool) -> str:
    key = KEYS.get(path, ".".join(["<id>"] * ids)) if ids else "<n>" if listed else ""
    return f"{path}.{key}" if key else path


def _section(path: str, record: type[BaseModel]) -> str:
    heading = f"`{path}`" if path else "The scenario"
    about = " ".join((record.__doc__ or "").split())
    return f"### {heading}\n\n{about}\n\n{_table(record)}"


def _table(record: type[BaseModel]) -> str:
    rows = []
    for name, annotation in hints_of(record).items():
        kind, limits = type_and_limits(annotation)
        field = record.model_fields[name]
        rows.append((f"`{name}`", kind, limits or "", default_of(field), _meaning(record, name)))
    return _markdown(("field", "type", "unit, allowed", "default", "meaning"), rows)


def _units() -> str:
    """The largest number of each unit, and the smallest above 0."""
    rows = [(unit.name, f"{unit.most:,.0f}", f"{unit.least:.9f}".rstrip("0") if unit.least else "–") for unit in UNITS]
    return _markdown(("unit", "at most", "smallest above 0"), rows)


def _csv(path: str, shape: Shape, record: type[BaseModel] | None) -> str:
    """The columns a CSV file may have, in the words of the fields they fill."""
    rows = [
        (
            f"`{column}`",
            "number" if shape.is_number(column) else "text",
            "yes" if column in shape.required else "",
            _OWN_WORDS[column] if column in _OWN_WORDS else _meaning(record, column),
        )
        for column in shape.columns
    ]
    if shape.numbers_starting:
        rows.append((f"`{shape.numbers_starting}...`", "number", "", _meaning(Area, "segment_shares")))
    name = " and ".join(f"`{part}`" for part in path.split(" and "))
    return f"### {name}\n\n{_markdown(('column', 'type', 'required', 'meaning'), rows)}"


def _meaning(record: type[BaseModel] | None, name: str) -> str:
    field = record.model_fields[name] if record else None
    return " ".join((field.description or "").split()) if field else ""


def _markdown(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def results_reference() -> str:
    """The page about the result folder as Markdown."""
    files = {f"{name}.csv": about for name, about in words.RESULTS_TABLES.items()} | words.RESULTS_OTHERS
    listed = "".join(f"| `{name}` | {about} |\n" for name, about in files.items())
    tables = (f"## `{name}.csv`\n\n{_columns(columns)}" for name, columns in COLUMNS.items())
    explained = (f"### `{name}.csv`\n\n{_columns(columns)}" for name, columns in rows_explain.COLUMNS.items())
    pairs = (f"### `{name}.csv`\n\n{_columns(columns)}" for name, columns in rows_every_pair.COLUMNS.items())
    explain = (words.EXPLAIN_HEAD, *explained, words.PAIRS_HEAD, *pairs)
    others = (*_comparison(), *_drafts(), *_tradeoff(), *_ballots(), *_robust(), *explain)
    return "\n".join([words.RESULTS_HEAD + listed, *tables, words.RESULTS_JSON, words.VERIFIED, *others])


def _comparison() -> Iterator[str]:
    """The folder of a comparison."""
    files = {f"{name}.csv": about for name, about in words.COMPARISON_TABLES.items()} | words.COMPARISON_OTHERS
    yield words.COMPARISON_HEAD + "".join(f"| `{name}` | {about} |\n" for name, about in files.items())
    for name, columns in (rows_compare.TABLES | rows_compare.OPTIONAL).items():
        yield f"### `{name}.csv`\n\n{_columns(columns)}"


def _drafts() -> Iterator[str]:
    """What ``drafts`` writes."""
    files = {f"{name}.csv": about for name, about in words.DRAFTS_TABLES.items()} | words.DRAFTS_OTHERS
    yield words.DRAFTS_HEAD + "".join(f"| `{name}` | {about} |\n" for name, about in files.items())
    for name in words.DRAFTS_TABLES:
        yield f"### `{name}.csv`\n\n{_columns(rows_drafts.TABLES[name])}"


def _tradeoff() -> Iterator[str]:
    """What ``tradeoff`` writes."""
    files = {f"{name}.csv": about for name, about in words.TRADEOFF_TABLES.items()} | words.TRADEOFF_OTHERS
    yield words.TRADEOFF_HEAD + "".join(f"| `{name}` | {about} |\n" for name, about in files.items())
    for name, columns in rows_tradeoff.COLUMNS.items():
        yield f"### `{name}.csv`\n\n{_columns(columns)}"


def _ballots() -> Iterator[str]:
    """What ``ballots`` writes."""
    files = {f"{name}.csv": about for name, about in words.BALLOTS_TABLES.items()} | words.BALLOTS_OTHERS
    yield words.BALLOTS_HEAD + "".join(f"| `{name}` | {about} |\n" for name, about in files.items())
    for name, columns in rows_ballots.COLUMNS.items():
        yield f"### `{name}.csv`\n\n{_columns(columns)}"


def _robust() -> Iterator[str]:
    """What ``robust`` writes."""
    files = {f"{name}.csv": about for name, about in words.ROBUST_TABLES.items()} | words.ROBUST_OTHERS
    yield words.ROBUST_HEAD + "".join(f"| `{name}` | {about} |\n" for name, about in files.items())
    for name, columns in rows_robust.TABLES.items():
        yield f"### `{name}.csv`\n\n{_columns(columns)}"


def _columns(columns: Sequence[Column]) -> str:
    rows = [
        (
            f"**`{column.name}`**" if column.key else f"`{column.name}`",
            column.unit or column.type,
            " · ".join(f"`{word}`" for word in column.allowed),
            column.meaning,
        )
        for column in columns
    ]
    return _markdown(("column (**key**)", "unit or type", "allowed", "meaning"), rows)


def write(folder: Path = FOLDER) -> list[Path]:
    """Write both pages and say where they are."""
    pages = {"scenario-reference.md": scenario_reference(), "results.md": results_reference()}
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in pages]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{page}\n" for page in write(*map(Path, sys.argv[1:2]))))
