"""Every statement of the region's papers has its place, and every place that is named is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from placement.questions.proposal.document import result_document
from placement.questions.proposal.outputs import OTHERS
from placement.reference import TABLES
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.rules import Rule
from placement.scenario.source.paths import annotation_at
from tests.helpers import world

DOCS = Path(__file__).parents[2] / "docs"
STATEMENTS = range(1, 92)
KINDS = {
    *("scope", "rule", "aim", "cost", "parameter", "mode", "segment", "function", "synergy"),
    *("indicator", "output", "process", "text"),
}
LEAST_REASON = 20


class Statement(NamedTuple):
    number: int
    said: str
    kind: str
    lives: tuple[str, ...]
    how: str


def statements() -> list[Statement]:
    rows = re.findall(r"^\| (\d+) \|(.*)\|$", (DOCS / "mechanisms.md").read_text(encoding="utf-8"), re.MULTILINE)
    found = []
    for number, rest in rows:
        said, kind, lives, how = (cell.strip() for cell in rest.split(" | "))
        found.append(Statement(int(number), said, kind, tuple(re.findall(r"`([^`]+)`", lives)), how))
    return found


def anchors(page: Path) -> Iterator[str]:
    for heading in re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        yield re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


@cache
def indicators() -> set[str]:
    solved, study, loaded = world.solved()
    return set(result_document(solved, study, loaded, "")["indicators"])


def in_schema(path: str) -> bool:
    """Whether the schema has a field there."""
    return annotation_at(tuple(path.split("."))) is not None


def in_docs(place: str) -> bool:
    name, _, anchor = place.partition("#")
    page = DOCS / name
    return page.is_file() and (not anchor or anchor in set(anchors(page)))


def in_columns(place: str) -> bool:
    table, _, column = place.partition(".")
    return table in TABLES and column in {each.name for each in TABLES[table].columns}


LOOK_UP = {
    "schema": in_schema,
    "rule": lambda name: name in {rule.value for rule in Rule},
    "aim": lambda name: name in AIMS,
    "indicator": lambda name: name in indicators(),
    "table": lambda name: name in TABLES,
    "column": in_columns,
    "file": lambda name: name in OTHERS,
    "doc": in_docs,
}


def is_there(reference: str) -> bool:
    kind, _, name = reference.partition(":")
    return kind in LOOK_UP and LOOK_UP[kind](name)


def test_every_statement_stands_there_once() -> None:
    assert [statement.number for statement in statements()] == list(STATEMENTS)


@pytest.mark.parametrize("statement", statements(), ids=lambda statement: str(statement.number))
def test_what_a_statement_names_is_there(statement: Statement) -> None:
    assert statement.said
    assert statement.kind in KINDS
    assert [reference for reference in statement.lives if not is_there(reference)] == []


@pytest.mark.parametrize("statement", statements(), ids=lambda statement: str(statement.number))
def test_a_statement_lives_in_the_program_or_says_why_not(statement: Statement) -> None:
    if statement.kind == "text":
        assert len(statement.how) >= LEAST_REASON
    else:
        assert [reference for reference in statement.lives if not reference.startswith("doc:")] != []


@pytest.mark.parametrize(
    "reference",
    [
        "schema:functions.*.min_visit_per_year",
        "schema:phase",
        "rule:min_visits",
        "aim:travel",
        "indicator:mean_minutes",
        "table:recommendations",
        "column:sites.minutes",
        "file:report.pdf",
        "doc:limits.md#nowhere",
        "doc:limit.md",
        "somewhere:else",
    ],
)
def test_a_name_that_is_not_there_is_found(reference: str) -> None:
    assert not is_there(reference)
