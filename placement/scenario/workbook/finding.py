"""Finds the tables in a workbook, and the cell of each path for messages.

Errors are faults at their cell; remarks are for what is no error.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from placement.errors import Fault, Message
from placement.scenario.schema.text import forbidden, settled
from placement.scenario.source.normalise import DEFAULTED
from placement.scenario.source.positions import Mark, Path, Positions, fault_at
from placement.scenario.source.tables import nearest_column
from placement.scenario.workbook import shape
from placement.scenario.workbook.grid import Cell, Grid, column_name
from placement.scenario.workbook.shape import ID, OTHER, PLACE, VALUE


@dataclass
class Columns:
    """A sheet with the row of its technical names, and the column of each name."""

    grid: Grid
    head: int
    at: dict[str, int]


@dataclass
class Rows:
    """The rows of a table's records."""

    columns: Columns
    rows: dict[Path, int] = field(default_factory=dict)


@dataclass
class Places:
    """The cell of each value in a workbook, for `Positions`."""

    file: str
    forms: dict[Path, Mark] = field(default_factory=dict)
    tables: dict[Path, Rows] = field(default_factory=dict)

    def mark(self, row: Path, column: str | None) -> Mark | None:  # noqa: ARG002 - every path is asked for by itself
        """The cell of the value at path ``row``, or the first cell of its row; None if there is none."""
        if len(row) > 1 and row[0] == "defaults":
            section = next((name for name, key in DEFAULTED.items() if key == row[1]), "")
            row = (section, ID, *row[2:])
        if row in self.forms:
            return self.forms[row]
        for pattern, found in self.tables.items():
            size = len(pattern)
            fits = all(part in (ID, PLACE) or part == own for part, own in zip(pattern, row, strict=False))
            if len(row) >= size and fits and (line := found.rows.get(row[:size])) is not None:
                name = ".".join(row[size:]) or VALUE
                columns = found.columns.at
                whole = name if name in columns else name.removesuffix(".value").removesuffix(".da")
                if whole in columns:
                    return self.cell(found.columns.grid, line, columns[whole])
                if len(row) == size:
                    return self.cell(found.columns.grid, line, min(columns.values(), default=0))
        return None

    def cell(self, grid: Grid, row: int, column: int) -> Mark:
        """The mark of a cell; row and column from 0."""
        return Mark(self.file, row + 1, column + 1, grid.name)


_MOST_ABOVE = 20
"""The technical names are searched for in this many first rows."""
_MOST_LISTED = 24
_LIKE = 0.75
"""How similar a sheet's name must be to a known one to be taken for a typing error (`difflib`)."""
BLANKS = " \t\u00a0"


class Finding:
    """The sheets being read, and the faults and remarks so far.

    Attributes:
        complete: whether every id that was written could be read.
    """

    def __init__(self, file: str, positions: Positions) -> None:
        self.file, self.positions = file, positions
        self.places = Places(file)
        self.faults: list[Fault] = []
        self.remarks: list[Message] = []
        self.complete = True

    def begin(self, grids: Sequence[Grid]) -> dict[str, Grid]:
        """By name, the sheets of a scenario; other and missing sheets give remarks and faults."""
        self.positions.lines[self.file] = []
        for grid in grids:
            self.positions.lines[f"{self.file}:{grid.name}"] = []
        self.positions.values[()] = Mark(self.file, 0, 0)
        self.positions.tables[()] = self.places
        found = self._recognised(grids)
        self._missing(grids, found)
        self._hidden(found.values())
        return found

    # ---- sheets

    def _recognised(self, grids: Sequence[Grid]) -> dict[str, Grid]:
        """By name, the sheets of a scenario; other sheets give a remark, or a fault if the name looks mistyped."""
        known = {name.casefold(): name for name in (*shape.sheets(), OTHER)}
        beside = {name.casefold() for name in (shape.CONTENTS, shape.FIELDS, shape.LISTS)}
        names = [grid.name.strip().casefold() for grid in grids]
        found: dict[str, Grid] = {}
        for grid, name in zip(grids, names, strict=True):
            if name in known:
                found[known[name]] = grid
            elif name not in beside:
                free = [one for one in known if one not in names]
                near = difflib.get_close_matches(name, free, n=1, cutoff=_LIKE)
                if near:
                    message = Message(
                        "there is no sheet '{name}' in a scenario; rename it, or delete it.", name=grid.name
                    )
                    self.fault(Mark(self.file, 1, 1, grid.name), message, known[near[0]])
                    self.complete = False
                elif any(cell is not None for row in grid.rows for cell in row):
                    self.remarks.append(
                        Message("The sheet '{name}' is no part of a scenario and was not read.", name=grid.name)
                    )
        return found

    def _missing(self, grids: Sequence[Grid], found: Mapping[str, Grid]) -> None:
        """Add a finding for sheets that the list of contents names and that are missing."""
        contents = next((grid for grid in grids if grid.name.casefold() == shape.CONTENTS), None)
        if contents is None:
            return
        known = {*shape.sheets(), OTHER}
        for number, row in enumerate(contents.rows):
            name = str(row[0]) if row and row[0] is not None else ""
            if name in known and name not in found:
                message = Message(
                    "the sheet '{name}' is listed here, but is gone; put it back, or delete this line.", name=name
                )
                self.fault(Mark(self.file, number + 1, 1, contents.name), message)
                self.complete = False

    def _hidden(self, grids: Iterable[Grid]) -> None:
        for grid in grids:
            rows = [str(row + 1) for row in grid.hidden_rows]
            columns = [column_name(column) for column in grid.hidden_columns]
            if grid.hidden:
                self.remarks.append(Message("The sheet '{name}' is hidden. It was read.", name=grid.name))
            if rows:
                self.remarks.append(
                    Message("Hidden rows of '{name}' were read: {rows}.", name=grid.name, rows=_few(rows))
                )
            if columns:
                self.remarks.append(
                    Message("Hidden columns of '{name}' were read: {columns}.", name=grid.name, columns=_few(columns))
                )

    # ---- headings

    def columns(self, grid: Grid, known: Sequence[str], needed: Sequence[str], extra: str = "") -> Columns | None:
        """The technical names of a sheet; None, and a fault, if there are none."""
        best, score = 0, 0
        for number, row in enumerate(grid.rows[:_MOST_ABOVE]):
            hits = sum(1 for cell in row if isinstance(cell, str) and cell.strip() in known)
            if hits > score:
                best, score = number, hits
        if not score:
            if any(cell is not None for row in grid.rows for cell in row):
                message = Message(
                    "no row of the sheet names its columns; write the technical names in the row under the headings: "
                    "{columns}.",
                    columns=_few(known, _MOST_LISTED),
                )
                self.fault(Mark(self.file, 1, 1, grid.name), message)
                self.complete = False
            return None
        found = Columns(grid, best, {})
        for column in range(max(map(len, grid.rows))):
            self._heading(found, column, known, extra)
        self._merged(found)
        missing = [name for name in needed if name not in found.at]
        if missing:
            names = ", ".join(f"'{name}'" for name in missing)
            message = Message(
                "the heading lacks {names}; columns: {columns}.", names=names, columns=_few(known, _MOST_LISTED)
            )
            self.fault(self.places.cell(grid, best, 0), message)
            self.complete = False
            return None
        return found

    def _heading(self, found: Columns, column: int, known: Sequence[str], extra: str) -> None:
        grid = found.grid
        cell = grid.cell(found.head, column)
        name = settled(str(cell).strip()) if cell is not None else ""
        message = None
        near = ""
        if name in found.at:
            message = Message("the column '{name}' stands twice; keep one of them.", name=name)
        elif not name:
            filled = next((n for n in range(found.head + 1, len(grid.rows)) if grid.cell(n, column) is not None), None)
            if filled is not None:
                message = Message(
                    "the column {letter} has values, but no technical name in row {row}; write it, or delete the "
                    "column.",
                    letter=column_name(column),
                    row=found.head + 1,
                )
        elif name not in known and not (extra and name.startswith(extra)):
            message = Message(
                "the column '{name}' is unknown; columns: {columns}.", name=name, columns=_few(known, _MOST_LISTED)
            )
            near = nearest_column(name, known)
        if message is not None:
            self.complete = False
            self.fault(self.places.cell(grid, found.head, column), message, near)
        elif name:
            found.at[name] = column

    def _merged(self, found: Columns) -> None:
        for first, left, last, right in found.grid.merged:
            if last >= found.head and left <= max(found.at.values(), default=-1):
                cells = f"{column_name(left)}{first + 1}:{column_name(right)}{last + 1}"
                message = Message(
                    "the cells {cells} are merged, so that only the first has a value; split them and fill each.",
                    cells=cells,
                )
                self.fault(self.places.cell(found.grid, first, left), message)

    # ---- cells

    def cell(self, grid: Grid, row: int, column: int | None) -> Cell:
        """The value of a cell; a formula with an error or without a value is a fault."""
        if column is None:
            return None
        cell = grid.cell(row, column)
        if isinstance(cell, str):
            if not cell.strip(BLANKS):
                return None
            odd = forbidden(cell)
            if odd is not None:
                self.fault(self.places.cell(grid, row, column), odd)
                return None
        if (row, column) in grid.errors:
            message = Message(
                "'{seen}' is an error in a spreadsheet; correct its formula and save again.",
                seen=grid.errors[row, column] or "#",
            )
            self.fault(self.places.cell(grid, row, column), message)
            self.complete = False
            return None
        if (row, column) in grid.uncounted:
            message = Message(
                "the formula has no value; open the workbook in a spreadsheet, which counts it, and save it there."
            )
            self.fault(self.places.cell(grid, row, column), message)
            self.complete = False
            return None
        return cell

    @staticmethod
    def is_blank(grid: Grid, row: int, columns: Iterable[int]) -> bool:
        """Whether these cells of a row are all empty, also without a failed formula."""
        return all(
            _empty(grid.cell(row, column)) and (row, column) not in grid.errors and (row, column) not in grid.uncounted
            for column in columns
        )

    def fault(self, mark: Mark, message: Message, suggestion: str = "") -> None:
        """Add a fault at a place."""
        self.faults.append(fault_at(mark, message, self.positions.lines, suggestion=suggestion))

    def both(self, columns: Columns, row: int, path: Path) -> None:
        """Add a fault: the value of a row is also given elsewhere."""
        mark = self.places.cell(columns.grid, row, min(columns.at.values()))
        self.fault(mark, Message("'{path}' stands elsewhere too; keep one of them.", path=".".join(path)))

    def twice(self, columns: Columns, row: int, column: int, named: str, first: int) -> None:
        """Add a fault: two rows have the same ids."""
        message = Message(
            "'{named}' stands twice, first in row {row}; keep one of the rows.", named=named, row=first + 1
        )
        self.fault(self.places.cell(columns.grid, row, column), message)


def _empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip(BLANKS))


def _few(words: Sequence[str], most: int = 12) -> str:
    return ", ".join(words[:most]) + (", ..." if len(words) > most else "")
