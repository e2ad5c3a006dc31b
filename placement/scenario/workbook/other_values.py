"""Reads the sheet of other values: one value on each line, by path and type, and the exact digits of numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from placement.errors import Message
from placement.scenario.source.paths import Tree, nearest
from placement.scenario.workbook import book
from placement.scenario.workbook.cells import agrees, exact, key_from
from placement.scenario.workbook.finding import Columns, Finding
from placement.scenario.workbook.grid import Cell, Grid
from placement.scenario.workbook.shape import PATH, VALUE

PARTS = ("low", "high", "source", "quality", "year", "owner", "note")
"""Columns of a form beside the value."""
OTHER_COLUMNS = (PATH, "type", VALUE)


class Others:
    """Puts the values of that sheet into a tree that has everything else."""

    def __init__(self, find: Finding, tree: Tree) -> None:
        self.find, self.tree = find, tree

    def read(self, grid: Grid) -> None:
        """Read every line of the sheet; a text may continue on the lines below it."""
        columns = self.find.columns(grid, OTHER_COLUMNS, OTHER_COLUMNS)
        if columns is None:
            return
        text: list[str] | None = None
        pending: tuple[int, tuple[book.Step, ...]] | None = None
        for row in range(columns.head + 1, len(grid.rows)):
            if self.find.is_blank(grid, row, columns.at.values()):
                continue
            name = key_from(self.find.cell(grid, row, columns.at[PATH]))
            kind = key_from(self.find.cell(grid, row, columns.at["type"])).casefold()
            cell = grid.cell(row, columns.at[VALUE])
            if kind == "more" and text is not None:
                text.append(_plain(cell))
                continue
            if pending is not None and text is not None:
                self._place(columns, pending[0], pending[1], "".join(text))
            text, pending = None, None
            steps = book.read_path(name)
            if steps is None or kind not in book.KINDS or kind == "more":
                self._wrong_other(columns, row, name, kind, named=steps is not None)
            elif kind == "text":
                text, pending = [_plain(cell)], (row, steps)
            else:
                self._typed(columns, row, steps, kind, _plain(cell))
        if pending is not None and text is not None:
            self._place(columns, pending[0], pending[1], "".join(text))

    def _wrong_other(self, columns: Columns, row: int, name: str, kind: str, *, named: bool) -> None:
        if not named:
            message = Message("'{seen}' is no path; write it as in functions.dialyse.note.", seen=name)
            self.find.fault(self.find.places.cell(columns.grid, row, columns.at[PATH]), message)
            return
        message = Message("'{seen}' is no type of a value; types: {known}.", seen=kind, known=", ".join(book.KINDS))
        self.find.fault(
            self.find.places.cell(columns.grid, row, columns.at["type"]), message, nearest(kind, book.KINDS)
        )

    def _typed(self, columns: Columns, row: int, steps: tuple[book.Step, ...], kind: str, text: str) -> None:
        """Read a line of another type than text."""
        values: dict[str, Any] = {"nothing": None, book.EMPTY_LIST: [], book.EMPTY_MAP: {}}
        if kind in values:
            self._place(columns, row, steps, values[kind])
        elif kind == "flag" and text in ("true", "false"):
            self._place(columns, row, steps, text == "true")
        else:
            try:
                number = exact(text)
            except ValueError:
                message = Message("'{seen}' is not a {kind}; correct it, or its type.", seen=text[:60], kind=kind)
                self.find.fault(self.find.places.cell(columns.grid, row, columns.at[VALUE]), message)
                return
            if kind == book.DIGITS:
                self._digits(steps, number)
            else:
                self._place(columns, row, steps, number)

    def _digits(self, steps: tuple[book.Step, ...], number: float) -> None:
        """Give a number in the tree its exact digits, unless its cell has been changed to another number."""
        box, key = _owner(steps, self.tree)
        try:
            seen = box[key]
        except (KeyError, IndexError, TypeError):
            return
        if isinstance(seen, dict):  # a quantity in full form
            box, key, seen = seen, VALUE, seen.get(VALUE)
        if agrees(seen, number):
            box[key] = number

    def _place(self, columns: Columns, row: int, steps: tuple[book.Step, ...], value: Any) -> None:
        """Put a value at its path; a fault if there is a value already."""
        path = tuple(str(step) for step in steps)
        mark = self.find.places.cell(columns.grid, row, columns.at[VALUE])
        box: Any = self.tree
        for step, after in pairwise(steps):
            fresh: Any = [] if isinstance(after, int) else {}
            found = _get(box, step)
            if found is None:
                found = fresh
                if not _set(box, step, fresh):
                    self.find.both(columns, row, path)
                    return
            elif not isinstance(found, dict | list) or isinstance(found, list) != isinstance(after, int):
                whole = "da" if after == "en" else VALUE if after in PARTS else ""
                if not whole or isinstance(found, dict | list):
                    self.find.both(columns, row, path)
                    return
                found = box[step] = {whole: found}
            box = found
        if _get(box, steps[-1]) is not None or not _set(box, steps[-1], value):
            self.find.both(columns, row, path)
            return
        self.find.places.forms[path] = mark


def _plain(cell: Cell) -> str:
    """The text of a cell unchanged, with blanks."""
    return cell if isinstance(cell, str) else key_from(cell)


def _owner(steps: tuple[book.Step, ...], tree: Tree) -> tuple[Any, book.Step]:
    box: Any = tree
    for step in steps[:-1]:
        box = _get(box, step)
    return box, steps[-1]


def _get(box: Any, step: book.Step) -> Any:
    if isinstance(box, dict) and isinstance(step, str):
        return box.get(step)
    if isinstance(box, list) and isinstance(step, int) and step < len(box):
        return box[step]
    return None


def _set(box: Any, step: book.Step, value: Any) -> bool:
    """Put a value into a map, or at the end of a list; returns whether that was possible."""
    if isinstance(box, dict) and isinstance(step, str):
        if step in box:
            return False
        box[step] = value
        return True
    if isinstance(box, list) and step == len(box):
        box.append(value)
        return True
    return False
