"""The reference pages are what the schema and the columns say, and leave nothing out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from placement.questions.proposal.outputs import ABOUT, OTHERS, tables
from placement.questions.proposal.study import study
from placement.reference import TABLES, results_reference, scenario_reference, sections, write
from placement.scenario.schema.scenario import Scenario
from placement.solve.run import solve
from tests.helpers.taught import loaded
from tests.helpers.taught import solved as taught

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "made"), [("scenario-reference.md", scenario_reference), ("results.md", results_reference)]
)
def test_the_page_is_what_is_generated(page: str, made: Any) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == made(), "run `make reference`"


def test_writing_makes_both_pages(tmp_path: Path) -> None:
    assert sorted(page.name for page in write(tmp_path)) == ["results.md", "scenario-reference.md"]


def objects(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Scenario", schema
    yield from schema["$defs"].items()


def test_every_property_of_the_json_schema_is_in_the_page() -> None:
    page = scenario_reference()
    short_forms = {"Title"}

    missing = [
        f"{name}.{field}"
        for name, part in objects(Scenario.model_json_schema())
        for field in part.get("properties", {})
        if name not in short_forms and f"| `{field}` |" not in page
    ]
    assert missing == []


def test_every_field_stands_under_its_own_path() -> None:
    page = scenario_reference()

    for path, record in sections():
        heading = f"### `{path}`\n" if path else "### The scenario\n"
        below = page.partition(heading)[2].partition("\n### ")[0]
        assert [name for name in record.model_fields if f"| `{name}` |" not in below] == [], path


def test_nothing_is_left_without_a_meaning() -> None:
    rows = [line for page in (scenario_reference(), results_reference()) for line in page.splitlines()]

    assert [row for row in rows if row.startswith("| `") and row.rstrip(" |").endswith("|")] == []
    assert [row for row in rows if row.endswith("|  |")] == []


def test_the_results_page_has_the_files_and_columns_that_are_written() -> None:
    scenario = loaded("udnyttelse")
    solved = solve(scenario)
    made = tables(solved, study(solved, scenario))

    of_phases = {"phases", "phase_placements"}
    assert {name: table.kind for name, table in made.items()} == {
        name: kind for name, kind in TABLES.items() if name not in of_phases
    }
    in_phases = tables(taught("etaper"), study(taught("etaper"), loaded("etaper")))
    assert {name: table.kind for name, table in in_phases.items()} == TABLES
    assert list(ABOUT) == list(TABLES)
    assert set(OTHERS) == {
        "report.html",
        "placements.geojson",
        "sheet_<site>.md",
        "recommendation.xlsx",
        "result.json",
        "scenario.lock.yaml",
        "manifest.json",
        "datapackage.json",
    }
