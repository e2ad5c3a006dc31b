"""Names that look like formulas, in every text field of a scenario, stay text in every file."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from placement.present.tables.columns import Table
from placement.present.tables.csv_dialect import DIALECTS, Dialect, parse
from placement.present.tables.workbook import in_order
from placement.present.words.vocabulary import told as in_words
from placement.present.words.voice import Voice
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import WORKBOOK, write_result
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.study import study
from placement.questions.verify.study import verify
from placement.scenario.dump import dump
from placement.scenario.load import Loaded, load
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Solved
from tests.helpers import world

STARTS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "'=1",
    "=cmd|'/C calc'!A0",
)
BOTH = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)


def odd_scenario(scenario: Scenario) -> Scenario:
    """The scenario with every text field begun with something that a spreadsheet could take for a formula."""
    starts = itertools.cycle(STARTS)
    return Scenario.model_validate(_odd(scenario, starts))


def _odd(value: Any, starts: Iterator[str]) -> Any:
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {name: _field(field, getattr(value, name), starts) for name, field in fields.items()}
    if isinstance(value, dict):
        return {name: _odd(item, starts) for name, item in value.items()}
    return [_odd(item, starts) for item in value] if isinstance(value, tuple | list) else value


def _field(field: FieldInfo, value: Any, starts: Iterator[str]) -> Any:
    if isinstance(value, str) and _is_free_text(field):
        return f"{next(starts)} {value}"
    if isinstance(value, tuple) and value and all(isinstance(each, str) for each in value) and _lists_text(field):
        return [f"{next(starts)} {each}" for each in value]
    return _odd(value, starts)


def _is_free_text(field: FieldInfo) -> bool:
    parts = [field.annotation, *get_args(field.annotation)]
    rules = [*field.metadata, *(rule for part in parts for rule in getattr(part, "__metadata__", ()))]
    return any(isinstance(rule, StringConstraints) and rule.pattern is None for rule in rules)


def _lists_text(field: FieldInfo) -> bool:
    inner = get_args(field.annotation)[:1]
    rules = [rule for part in inner for rule in getattr(part, "__metadata__", ())]
    return get_origin(field.annotation) is tuple and any(
        isinstance(rule, StringConstraints) and rule.pattern is None for rule in rules
    )


@cache
def made(folder: Path) -> tuple[Solved, Study, Loaded]:
    """The trial with odd names, read back from its own YAML."""
    _, _, plain = world.solved()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.yaml").write_bytes(dump(odd_scenario(plain.scenario)).encode())
    loaded = load(folder)
    solved = world.proposal(loaded)
    return solved, study(solved, loaded), loaded


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Solved, Study, Loaded]:
    return made(tmp_path_factory.mktemp("odd"))


def texts(table: Table) -> list[str]:
    """Every text in the table's text columns."""
    at = [n for n, column in enumerate(table.columns) if column.type == "string"]
    return [str(row[n]) for row in table.rows for n in at if row[n]]


def test_the_scenario_has_such_names_wherever_text_is_written(odd: tuple[Solved, Study, Loaded]) -> None:
    solved, studied, loaded = odd
    lung = loaded.scenario.functions["lunge"]
    assert lung.title.da.endswith(" Lunge")
    assert lung.title.da.startswith(STARTS)
    assert lung.responsible.startswith(STARTS)
    assert loaded.scenario.areas.rows["oestby"].name.startswith(STARTS)
    found = [text for table in tables(solved, studied).values() for text in texts(table) if text.startswith(STARTS)]
    assert {start for start in STARTS if any(text.startswith(start) for text in found)} == set(STARTS)


@BOTH
def test_text_is_guarded_in_csv_and_typed_in_the_workbook(
    tmp_path: Path, odd: tuple[Solved, Study, Loaded], dialect: Dialect
) -> None:
    solved, studied, loaded = odd
    folder = write_result(tmp_path / "out", solved, studied, loaded, command="=cmd", csv=dialect.name)
    book = openpyxl.load_workbook(folder / WORKBOOK)
    for (name, table), sheet in zip(tables(solved, studied).items(), book.worksheets[1:-1], strict=True):
        _check_csv(table, (folder / f"{name}.csv").read_bytes(), dialect)
        for row, cells in zip(in_order(table), sheet.iter_rows(min_row=3, max_row=2 + len(table.rows)), strict=True):
            for value, cell, column in zip(row, cells, table.columns, strict=True):
                assert cell.data_type != "f"
                if column.type == "string" and value:
                    shown = in_words(column, value, Voice.of(loaded.scenario, "da"))
                    assert (cell.data_type, unescape(cell.value)) == ("s", shown), (name, column.name)
    assert not [
        c for sheet in book for row in sheet for c in row if c.data_type == "f" or (c.hyperlink and c.hyperlink.target)
    ]
    assert verify(folder, loaded.folder) == []


def _check_csv(table: Table, content: bytes, dialect: Dialect) -> None:
    """No text cell begins as a formula would, and what is read back is what was meant."""
    raw = list(csv.reader(io.StringIO(content.decode(dialect.encoding), newline=""), delimiter=dialect.delimiter))
    for line in raw[1:]:
        for text, column in zip(line, table.columns, strict=True):
            if column.type == "string" and text:
                first = text.lstrip(" ")[:1]
                assert first not in tuple("=+-@\t\r\n＝＋－＠"), (table.name, column.name, text)
    back = parse(table, content, dialect)
    assert texts(back) == texts(table)
