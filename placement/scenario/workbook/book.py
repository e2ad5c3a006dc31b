"""A scenario's tree as rows of sheets, before they are written to a file: each value in the cell the schema gives it.

Where YAML has several ways to write the same, reading the workbook gives one of them: a quantity with only a value
becomes a number, a title only in Danish a text, an entry of today a mapping. Everything else is read back unchanged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from placement.scenario.schema.places import BaselineEntry
from placement.scenario.source.normalise import DEFAULTED
from placement.scenario.source.paths import Tree
from placement.scenario.source.positions import Path
from placement.scenario.workbook.cells import MOST_SIGNS, as_text, fits, key_from, to_cell
from placement.scenario.workbook.grid import Cell
from placement.scenario.workbook.shape import ID, PLACE, Field, Sheet, forms, tables

Step = str | int
"""A step of a path: a key, or an index of a list."""
WORDS = {"text": "text", "more": "more", "number": "number", "flag": "flag", "nothing": "nothing"}
EMPTY_LIST, EMPTY_MAP, DIGITS = "list", "map", "digits"
KINDS = (*WORDS, EMPTY_LIST, EMPTY_MAP, DIGITS)
"""Types in the sheet of other values; ``more`` continues the text of the line above, ``digits`` gives the exact digits
of a number in a table.
"""
_PLAIN = re.compile(r"[^\s.\[\]\"]+")
_CHUNK = MOST_SIGNS // 2 - 1


class Row(NamedTuple):
    """A row of a table: its ids, and by field the cells that are not empty."""

    keys: tuple[str, ...]
    cells: dict[Path, Cell]


class Other(NamedTuple):
    """A line of the sheet of other values."""

    path: str
    kind: str
    text: str


@dataclass
class Book:
    """A scenario as rows."""

    lines: dict[Path, Cell] = field(default_factory=dict)
    """By path, the cells of the forms."""
    tables: dict[str, list[Row]] = field(default_factory=dict)
    """By name of the sheet, the rows of tables that have any."""
    other: list[Other] = field(default_factory=list)


def book_of(tree: Tree) -> Book:
    """A scenario as rows; ``tree`` is the scenario as written, with its tables read in."""
    filling = _Filling()
    filling.record(None, (), (), (), _with_silent_rows(tree), filling.book.lines)
    filling.book.other.sort(key=lambda line: line.kind == DIGITS)
    return filling.book


def _with_silent_rows(tree: Tree) -> Tree:
    """The tree with ``defaults`` turned into entries with id ``*`` of their sections."""
    defaults = tree.get("defaults")
    if not isinstance(defaults, dict):
        return tree
    moved = {
        section: {ID: defaults[key], **tree[section]}
        for section, key in DEFAULTED.items()
        if isinstance(defaults.get(key), dict) and defaults[key]
        if isinstance(tree.get(section), dict) and ID not in tree[section]
    }
    rest = {key: part for key, part in defaults.items() if not any(DEFAULTED[section] == key for section in moved)}
    kept = {name: part for name, part in tree.items() if name != "defaults"}
    return {**kept, **({"defaults": rest} if rest or not moved else {}), **moved}


@cache
def maps() -> dict[Path, Sheet]:
    """By path of a map or list, its table."""
    found = {}
    for path, sheet in tables().items():
        size = max(at for at, part in enumerate(path, 1) if part not in (ID, PLACE))
        found[path[:size]] = sheet
    return found


@cache
def inner_paths(name: str) -> frozenset[Path]:
    """The paths within a row of a table that lead to fields or other tables; of the forms if ``name`` is empty."""
    start = _table(name).path if name else ()
    paths = set(_table(name).fields) if name else set(forms())
    below = {path[len(start) :] for path in maps() if path[: len(start)] == start}
    return frozenset(path[:size] for path in paths | below for size in range(1, len(path)))


@cache
def _table(name: str) -> Sheet:
    return next(sheet for sheet in tables().values() if sheet.name == name)


class _Filling:
    """A book being filled."""

    def __init__(self) -> None:
        self.book = Book()

    def record(
        self,
        sheet: Sheet | None,
        real: tuple[Step, ...],
        below: Path,
        pattern: Path,
        value: Tree,
        cells: dict[Path, Cell],
    ) -> None:
        """Put a record's values into ``cells``, and the maps and lists in it into other tables.

        ``sheet`` is None for the forms; ``real`` and ``pattern`` are the paths of the row's record, with ids and with
        placeholders, and ``below`` is the path from there to ``value``.
        """
        for key, part in value.items():
            path, here = (*below, key), (*real, *below, key)
            inner = maps().get((*pattern, *path))
            one = field_at(sheet, path)
            if inner is not None:
                self.table(inner, (*pattern, *path), here, part)
            elif isinstance(part, dict) and part and path in inner_paths(sheet.name if sheet else ""):
                self.record(sheet, real, path, pattern, part, cells)
            elif one is None and (short := field_at(sheet, below)) is not None and short.short == key:
                self.cell(short, here, part, cells)
            elif one is None:
                self.elsewhere(here, part)
            else:
                self.cell(one, here, part, cells)

    def cell(self, one: Field, here: tuple[Step, ...], value: Any, cells: dict[Path, Cell]) -> None:
        """Put a value into its cell, or into the sheet of other values."""
        if value is None and one.nothing:
            return
        cell, whole = to_cell(one, value)
        if cell is None:
            self.elsewhere(here, value)
            return
        cells[one.path] = cell
        if not whole:
            self.book.other.append(Other(written_path(here), DIGITS, as_text(value)))

    def table(self, sheet: Sheet, at: Path, here: tuple[Step, ...], value: Any) -> None:
        """Put the entries of a map or list into rows."""
        if sheet.listed:
            self._listed(sheet, here, value)
        else:
            self._entries(sheet, sheet.path[len(at) :], here, value)

    def _entries(self, sheet: Sheet, levels: Path, here: tuple[Step, ...], value: Any) -> None:
        if not levels:
            row = self._row(sheet, here, value)
            if row is not None:
                self.book.tables.setdefault(sheet.name, []).append(row)
        elif not isinstance(value, dict) or not value:
            self.elsewhere(here, value)
        else:
            for key, part in value.items():
                if key_from(key) == key and fits(key):
                    self._entries(sheet, levels[1:], (*here, key), part)
                else:
                    self.elsewhere((*here, key), part)

    def _listed(self, sheet: Sheet, here: tuple[Step, ...], value: Any) -> None:
        """Put a list into rows if each item can be a row; else all of it into the sheet of other values."""
        alone = _Filling()
        rows = [alone._row(sheet, (*here, n), part) for n, part in enumerate(value)] if isinstance(value, list) else []
        if rows and all(row is not None and row.cells for row in rows):
            self.book.tables.setdefault(sheet.name, []).extend(row for row in rows if row is not None)
            for name, more in alone.book.tables.items():
                self.book.tables.setdefault(name, []).extend(more)
            self.book.other += alone.book.other
        else:
            self.elsewhere(here, value)

    def _row(self, sheet: Sheet, here: tuple[Step, ...], value: Any) -> Row | None:
        """The row of an entry; None if it cannot be one and is put into the sheet of other values."""
        keys = tuple(str(key) for key, part in zip(here, sheet.path, strict=True) if part == ID)
        cells: dict[Path, Cell] = {}
        single = sheet.fields.get(())
        if single is not None and not (isinstance(value, dict) and value and single.short):
            self.cell(single, here, value, cells)
            return Row(keys, cells) if cells else None
        value = _written_out(sheet, value)
        if not isinstance(value, dict):
            self.elsewhere(here, value)
            return None
        self.record(sheet, here, (), sheet.path, value, cells)
        return Row(keys, cells)

    def elsewhere(self, here: tuple[Step, ...], value: Any) -> None:
        """Put a value, or each value within it, into a line of the sheet of other values."""
        path = written_path(here)
        match value:
            case dict() if value:
                for key, part in value.items():
                    self.elsewhere((*here, key), part)
            case list() if value:
                for n, part in enumerate(value):
                    self.elsewhere((*here, n), part)
            case dict() | list():
                self.book.other.append(Other(path, EMPTY_MAP if isinstance(value, dict) else EMPTY_LIST, ""))
            case bool():
                self.book.other.append(Other(path, "flag", "true" if value else "false"))
            case None:
                self.book.other.append(Other(path, "nothing", ""))
            case int() | float():
                self.book.other.append(Other(path, "number", as_text(value)))
            case _:
                parts = zip(("text", *["more"] * len(value)), chunks(str(value)), strict=False)
                self.book.other += [Other(path, kind, text) for kind, text in parts]


def _written_out(sheet: Sheet, value: Any) -> Any:
    """The value with an entry of the baseline in short form expanded to a mapping."""
    if sheet.record is BaselineEntry and isinstance(value, str):
        return {"status": value}
    if sheet.record is BaselineEntry and isinstance(value, int | float) and not isinstance(value, bool):
        return {"days_per_week": value}
    return value


def field_at(sheet: Sheet | None, path: Path) -> Field | None:
    """The field of a table, or of the forms, at a path."""
    if sheet is None:
        form = forms().get(path)
        return form.fields[path] if form else None
    found = sheet.fields.get(path)
    if found is None and sheet.extra and len(path) == 1 and path[0].startswith(sheet.extra):
        return Field(path, "number")
    return found


def chunks(text: str) -> Iterator[str]:
    """A text in parts that each fit into a cell."""
    first = text if len(text) <= _CHUNK and (not text or fits(text)) else text[: min(_CHUNK, max(1, len(text) - 1))]
    yield first
    for at in range(len(first), len(text), _CHUNK):
        yield text[at : at + _CHUNK]


def written_path(steps: Sequence[Step]) -> str:
    """A path as text: keys separated by dots, in quotes if they have other characters; indices in brackets."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            plain = step if _PLAIN.fullmatch(step) else json.dumps(step, ensure_ascii=False)
            text += f".{plain}" if text else plain
    return text


_STEP = re.compile(r'\[(?P<place>\d{1,7})\]|(?P<dot>\.?)(?P<key>"(?:[^"\\]|\\.)*"|[^\s.\[\]"]+)')


def read_path(text: str) -> tuple[Step, ...] | None:
    """The path that a text means, the inverse of `written_path`; None if it is none."""
    steps: list[Step] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (found["key"] and bool(found["dot"]) != bool(steps)):
            return None
        try:
            steps.append(int(found["place"]) if found["place"] else _key(found["key"]))
        except ValueError:
            return None
        at = found.end()
    return tuple(steps) or None


def _key(text: str) -> str:
    return str(json.loads(text)) if text.startswith('"') else text
