"""Workbooks for tests: written by the program, edited as an analyst would, and read again."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from placement.errors import Fault, ScenarioError
from placement.present.words.voice import Voice
from placement.questions.workbook.sheets import scenario_workbook
from placement.scenario.load import Loaded, Opened, load
from placement.scenario.source.files import Unreadable
from placement.scenario.source.positions import Positions
from placement.scenario.workbook.book import book_of
from placement.scenario.workbook.reading import Read, read_workbook

LEMVIG = "scenarios/lemvig-foerste"
FILE = "model.xlsx"


def made(path: str | Path = LEMVIG) -> bytes:
    """The workbook of a scenario."""
    return scenario_workbook(book_of(Opened(path).written), "x", Voice("da"))


def of_tree(tree: dict[str, Any]) -> bytes:
    """The workbook of a tree, whatever is in it."""
    return scenario_workbook(book_of(tree), "x", Voice("en"))


def edited(change: Callable[[Any], object], path: str | Path = LEMVIG) -> bytes:
    """The workbook of a scenario after a change by another program."""
    book = openpyxl.load_workbook(io.BytesIO(made(path)))
    change(book)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def read(content: bytes) -> Read:
    """What is in a workbook that can be opened."""
    found = read_workbook(content, FILE, Positions())
    assert not isinstance(found, Unreadable), found.message
    return found


def refused(content: bytes) -> str:
    """Why a workbook cannot be opened."""
    found = read_workbook(content, FILE, Positions())
    assert isinstance(found, Unreadable)
    return str(found.message)


def loaded(content: bytes, folder: Path) -> Loaded:
    """The scenario in a workbook."""
    (folder / FILE).write_bytes(content)
    return load(folder / FILE)


def faults(content: bytes, folder: Path) -> list[Fault]:
    """What is wrong with the scenario in a workbook."""
    try:
        loaded(content, folder)
    except ScenarioError as error:
        return list(error.faults)
    return []


def told(content: bytes, folder: Path) -> list[str]:
    """The same as ``sheet!cell message``."""
    return [f"{fault.location.rpartition(':')[2]} {fault.message}" for fault in faults(content, folder)]


def cell(book: Any, sheet: str, row: str, column: str) -> Any:
    """The cell of a row by its id, or by the path of a form, and a technical name."""
    grid = book[sheet]
    at = {each.value: each.column for each in grid[2]}
    key = at.get("path", 1)
    number = next(line for line in range(3, grid.max_row + 1) if grid.cell(line, key).value == row)
    return grid.cell(number, at[column])
