"""The scenario reference, made from the schema so that the two cannot drift apart.

``python -m placement.report.reference`` writes ``docs/scenario-reference.md`` in the current folder, or the file named.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from placement.report import text_reference as words
from placement.report.reference_types import annotations, default_of, records_in, type_and_limits
from placement.scenario.places import Area, BaselineEntry, TravelTime
from placement.scenario.quantity import Quantity
from placement.scenario.rules import WAIVABLE, Rule
from placement.scenario.schema import Scenario
from placement.scenario.tables import AREAS, BASELINE, DEMAND, TRAVEL, Shape

PAGE = Path("docs/scenario-reference.md")
KEYS = {
    "sources": "<source>",
    "areas.rows": "<area>",
    "areas.columns": "<column>",
    "segments": "<segment>",
    "sites": "<site>",
    "partners": "<partner>",
    "travel.crossings": "<crossing>",
    "equipment": "<equipment>",
    "staff_roles": "<role>",
    "functions": "<function>",
    "functions.<function>.equipment": "<equipment>",
    "profiles": "<profile>",
    "policy.placements": "<function>.<site>",
    "exceptions": "<exception>",
    "baseline.rows": "<function>.<site>",
    "variants": "<variant>",
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
        words.NUMBERS,
        _table(Quantity),
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
    for name, annotation in annotations(record).items():
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
    for name, annotation in annotations(record).items():
        kind, limits = type_and_limits(annotation)
        field = record.model_fields[name]
        rows.append((f"`{name}`", kind, limits or "", default_of(field), _meaning(record, name)))
    return _markdown(("field", "type", "unit, allowed", "default", "meaning"), rows)


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


def _markdown(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write(page: Path = PAGE) -> Path:
    """Write the page and say where it is."""
    page.write_text(scenario_reference(), encoding="utf-8")
    return page


if __name__ == "__main__":
    sys.stdout.write(f"{write(*map(Path, sys.argv[1:2]))}\n")
