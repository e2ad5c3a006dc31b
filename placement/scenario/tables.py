"""CSV tables beside the scenario.

Two dialects are read: comma-separated with a decimal point, and semicolon-separated (Danish Excel), where a decimal
comma is accepted too. UTF-8, with or without byte order mark. Lines that begin with ``#`` are comments. Columns are
found by their heading and rows by their ids, so the order of neither matters. An empty cell is a value not given.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from placement.errors import Fault
from placement.patience import in_time
from placement.scenario.files import Folder, Unreadable
from placement.scenario.positions import Mark, Path, Positions, fault_at
from placement.scenario.quantity import WrittenFloat

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,39})")
_POINT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]{0,39})(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_COMMA = re.compile(r"[-+]?(0|[1-9][0-9]{0,39}),[0-9]+")

Row = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """What a table may hold."""

    key: tuple[str, ...]
    """The columns that name a row; none, or more than one, may be needed."""
    columns: tuple[str, ...]
    """Every column by name."""
    numbers: frozenset[str]
    """Columns whose cells are numbers."""
    required: tuple[str, ...]
    """Columns that must be there."""
    numbers_starting: str = ""
    """Other columns with this beginning are allowed, and are numbers."""
    nested: bool = True
    """Rows are keyed by their key, not listed."""
    value: str = ""
    """The only column beside the key, whose number stands for the row."""

    def allows(self, column: str) -> bool:
        """Whether a table of this shape may have ``column``."""
        return column in self.columns or bool(self.numbers_starting and column.startswith(self.numbers_starting))

    def is_number(self, column: str) -> bool:
        """Whether the cells of ``column`` are numbers."""
        return column in self.numbers or column not in self.columns


AREAS = Shape(
    key=("id",),
    columns=(
        "id", "name", "municipality", "group", "catchment_hospital", "landmass", "lat", "lon", "people",
        "need_index", "share_without_car", "share_digitally_exempt", "growth_per_year",
    ),
    numbers=frozenset(
        {"lat", "lon", "people", "need_index", "share_without_car", "share_digitally_exempt", "growth_per_year"}
    ),
    required=("id", "name", "people"),
    numbers_starting="share_",
)  # fmt: skip
BASELINE = Shape(
    key=("function", "site"),
    columns=(
        "function", "site", "status", "days_per_week", "visits_observed_per_year", "fixed_visits_per_year", "year",
        "source", "note",
    ),
    numbers=frozenset({"days_per_week", "visits_observed_per_year", "fixed_visits_per_year", "year"}),
    required=("function", "site"),
)  # fmt: skip
DEMAND = Shape(
    key=("function", "area"),
    columns=("area", "function", "visits_per_year"),
    numbers=frozenset({"visits_per_year"}),
    required=("area", "function", "visits_per_year"),
    value="visits_per_year",
)
TRAVEL = Shape(
    key=("origin", "destination", "mode"),
    columns=("origin", "destination", "minutes", "mode", "km", "source", "note"),
    numbers=frozenset({"minutes", "km"}),
    required=("origin", "destination", "minutes"),
    nested=False,
)


@dataclass
class CsvTable:
    """A table as read: rows of cells by column, each with its line."""

    file: str
    shape: Shape
    delimiter: str = ","
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lines_of: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    complete: bool = False
    """Every row's key could be read."""

    def mark(self, row: Path, column: str | None) -> Mark | None:
        """The place of the row, or of its cell under ``column``; None where there is no such row."""
        line = self.lines_of.get(row)
        if line is None:
            return None
        column = column or self.shape.value
        if column not in self.header:
            return Mark(self.file, line, 1)
        return Mark(self.file, line, cell_column(self.text[line - 1], self.delimiter, self.header.index(column)))


def cell_column(line: str, delimiter: str, index: int) -> int:
    """The column (from 1) at which cell number ``index`` (from 0) begins."""
    quoted, seen = False, 0
    for at, sign in enumerate(line):
        if seen == index:
            return at + 1
        if sign == '"':
            quoted = not quoted
        elif sign == delimiter and not quoted:
            seen += 1
    return len(line) + 1 if seen == index else 1


def read_table(folder: Folder, name: str, shape: Shape, positions: Positions) -> CsvTable | Unreadable:
    """Read a CSV file; what is wrong inside it is in ``faults``, row by row."""
    text = folder.read(name)
    if isinstance(text, Unreadable):
        return text
    table = CsvTable(folder.display(name), shape, text=split_csv_lines(text))
    positions.lines[table.file] = table.text
    reader = _TableReader(table, positions)
    reader.read()
    return table


def split_csv_lines(text: str) -> list[str]:
    """The lines of a CSV file, without their ends."""
    return re.split(r"\r\n|[\r\n]", text)


class _TableReader:
    def __init__(self, table: CsvTable, positions: Positions) -> None:
        self.table = table
        self.positions = positions
        self.first = 0
        self.last = 0

    def read(self) -> None:
        records = self._records()
        header = next(records, None)
        if header is None:
            self._note(1, 1, f"the table is empty; its first line must name the columns: {self._wanted()}.")
        elif self._take_header(header):
            self.table.complete = True
            for record in records:
                in_time()
                self._take_row(record)
            if not self.table.rows and not self.table.faults:
                self._note(self.first or 1, 1, "the table has a heading but no rows.")

    def _lines(self) -> Iterator[str]:
        for number, line in enumerate(self.table.text, 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            self.last = number
            self.first = self.first or number
            yield line

    def _records(self) -> Iterator[list[str]]:
        head = next((line for line in self.table.text if line.strip() and not line.lstrip().startswith("#")), "")
        self.table.delimiter = ";" if head.count(";") > head.count(",") else ","
        reader = csv.reader(self._lines(), delimiter=self.table.delimiter, strict=True)
        while True:
            self.first = 0
            try:
                record = next(reader, None)
            except csv.Error:
                self.table.complete = False
                self._note(
                    self.first or self.last, 1, 'the quotes in this row do not fit; write "" for a quote inside.'
                )
                return
            if record is None:
                return
            yield [cell.strip() for cell in record]

    def _take_header(self, header: list[str]) -> bool:
        self.table.header, line = header, self.first
        shape = self.table.shape
        for index, name in enumerate(header):
            if not name:
                self._cell(line, index, "a column has no heading; name it or delete it.")
            elif header.index(name) != index:
                self._cell(line, index, f"the column '{name}' stands twice; keep one of them.")
            elif not shape.allows(name):
                near = difflib.get_close_matches(name, shape.columns, n=1)
                message = f"the column '{name}' is unknown; columns: {self._wanted()}."
                self._cell(line, index, message, near[0] if near else "")
        missing = [name for name in shape.required if name not in header]
        if missing:
            names = ", ".join(f"'{name}'" for name in missing)
            self._note(line, 1, f"the heading lacks {names}; columns: {self._wanted()}.")
        return not self.table.faults

    def _wanted(self) -> str:
        shape = self.table.shape
        more = f", {shape.numbers_starting}..." if shape.numbers_starting else ""
        return ", ".join(shape.columns) + more

    def _take_row(self, record: list[str]) -> None:
        if not any(record):
            return
        header, line = self.table.header, self.first
        if len(record) != len(header):
            self.table.complete = False
            self._note(line, 1, self._wrong_length(len(record)))
            return
        row = {name: self._value(name, cell) for name, cell in zip(header, record, strict=True) if cell}
        key = self._key(row, line)
        if key is not None:
            self.table.lines_of[key] = line
            self.table.rows.append(row)

    def _wrong_length(self, seen: int) -> str:
        wanted = len(self.table.header)
        if seen > wanted and self.table.delimiter == ",":
            hint = "text with a comma needs quotes, and decimals need a point"
        else:
            hint = "leave a cell empty, but keep its separator"
        return f"the row has {seen} cells where the heading has {wanted}; {hint}."

    def _key(self, row: Row, line: int) -> Path | None:
        shape = self.table.shape
        empty = [name for name in shape.key if name in shape.required and name not in row]
        if empty:
            self.table.complete = False
            self._cell(line, self.table.header.index(empty[0]), f"the cell '{empty[0]}' is empty; every row needs it.")
            return None
        key = tuple(str(row.get(name, "")) for name in shape.key) if shape.nested else (str(len(self.table.rows)),)
        if key in self.table.lines_of:
            named = " / ".join(key)
            message = f"'{named}' stands twice, first in line {self.table.lines_of[key]}; keep one of the rows."
            self._cell(line, self.table.header.index(shape.key[0]), message)
            return None
        return key

    def _value(self, column: str, cell: str) -> Any:
        if not self.table.shape.is_number(column):
            return cell
        if _INTEGER.fullmatch(cell):
            return int(cell)
        if _POINT.fullmatch(cell):
            return WrittenFloat(cell)
        if self.table.delimiter == ";" and _COMMA.fullmatch(cell):
            return WrittenFloat(cell.replace(",", "."))
        return cell

    def _cell(self, line: int, index: int, message: str, suggestion: str = "") -> None:
        self._note(line, cell_column(self.table.text[line - 1], self.table.delimiter, index), message, suggestion)

    def _note(self, line: int, column: int, message: str, suggestion: str = "") -> None:
        mark = Mark(self.table.file, line, column)
        self.table.faults.append(fault_at(mark, message, self.positions.lines, suggestion=suggestion))
