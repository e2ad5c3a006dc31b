"""CSV tables beside the scenario: areas, baseline, demand, observed visits and travel times.

Two dialects are read: comma-separated with a decimal point, and semicolon-separated (Danish Excel), where a decimal
comma is accepted too. The encoding is UTF-8, with or without byte order mark. Lines that begin with ``#`` are comments,
except inside a cell in quotes. Columns are found by their heading and rows by their ids, so neither's order matters. An
empty cell is a value not given. A line break inside a cell in quotes is read as a space.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from placement.errors import Fault, Message, together
from placement.scenario.schema.quantity import WrittenFloat
from placement.scenario.schema.text import (
    COMMA,
    POINT,
    Dialect,
    NoNumber,
    ambiguous,
    first_forbidden,
    no_number,
    settled,
    spreadsheet_error,
)
from placement.scenario.source.files import Folder, Unreadable
from placement.scenario.source.positions import Mark, Path, Positions, fault_at
from placement.time_limit import in_time

csv.field_size_limit(2**31 - 1)  # of the whole process: a cell of any length is read, and refused for what it is

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,39})")
_POINT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]{0,39})(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_COMMA = re.compile(r"[-+]?(,[0-9]+|(0|[1-9][0-9]{0,39}),[0-9]*)([eE][-+]?[0-9]{1,3})?")
_BREAK = re.compile(r"\s*[\r\n\x85\u2028\u2029]\s*")
_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_DELIMITERS = {"\t": Message("tabs"), "|": "'|'"}
_MOST_ABOVE = 20
"""The heading is searched for in this many first lines, for the message."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """The columns a kind of table may have."""

    key: tuple[str, ...]
    """The columns that identify a row: none, one or more."""
    columns: tuple[str, ...]
    """The names of all columns."""
    numbers: frozenset[str]
    """Columns whose cells are numbers."""
    required: tuple[str, ...]
    """Columns that must be there."""
    numbers_starting: str = ""
    """Other columns with this prefix are allowed, and contain numbers."""
    nested: bool = True
    """Whether rows become mappings by their key; otherwise they become a list."""
    value: str = ""
    """The only column beside the key, whose number becomes the row's value; empty if there are more."""
    small: frozenset[str] = frozenset()
    """Number columns with values below 1,000, where three digits after a point must be decimals, not thousands."""
    nothing: frozenset[str] = frozenset()
    """Columns in which an empty cell is the value None."""

    def allows(self, column: str) -> bool:
        """Whether a table of this shape may have ``column``."""
        return column in self.columns or bool(self.numbers_starting and column.startswith(self.numbers_starting))

    def is_number(self, column: str) -> bool:
        """Whether the cells of ``column`` are numbers."""
        return column in self.numbers or column not in self.columns

    def is_small(self, column: str) -> bool:
        """Whether the numbers of ``column`` are below 1,000: degrees and shares."""
        return column in self.small or bool(self.numbers_starting and column.startswith(self.numbers_starting))


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
    small=frozenset({"lat", "lon", "growth_per_year"}),
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
OBSERVED = Shape(
    key=("function", "area", "site"),
    columns=("function", "area", "site", "visits_per_year", "year", "source"),
    numbers=frozenset({"visits_per_year", "year"}),
    required=("function", "area", "visits_per_year"),
    nested=False,
)
TRAVEL = Shape(
    key=("origin", "destination", "mode"),
    columns=("origin", "destination", "minutes", "mode", "km", "source", "note"),
    numbers=frozenset({"minutes", "km"}),
    required=("origin", "destination", "minutes"),
    nested=False,
    nothing=frozenset({"minutes"}),
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
    """Whether every row's key could be read."""

    @property
    def dialect(self) -> Dialect:
        """The dialect of its numbers."""
        return COMMA if self.delimiter == ";" else POINT

    def mark(self, row: Path, column: str | None) -> Mark | None:
        """The place of the row, or of its cell under ``column``; None if there is no such row."""
        line = self.lines_of.get(row)
        if line is None:
            return None
        column = column or self.shape.value
        return self.cell(line, self.header.index(column)) if column in self.header else Mark(self.file, line, 1)

    def cell(self, line: int, index: int) -> Mark:
        """The place of cell number ``index`` (from 0) of the row that begins in ``line``."""
        return Mark(self.file, *cell_place(self.text, line, self.delimiter, index))


def cell_place(lines: Sequence[str], first: int, delimiter: str, index: int) -> tuple[int, int]:
    """Line and column (from 1) at which cell number ``index`` (from 0) of the row in line ``first`` begins.

    A cell in quotes may extend over several lines.
    """
    seen, quoted = 0, False
    for number in range(first, len(lines) + 1):
        begins = not quoted
        for at, sign in enumerate(lines[number - 1]):
            if seen == index and not quoted and begins:
                return number, at + 1
            if sign == '"':
                quoted = not quoted
                begins = False
            elif not quoted:
                seen, begins = (seen + 1, True) if sign == delimiter else (seen, False)
        if not quoted:
            return (number, len(lines[number - 1]) + 1) if seen == index else (first, 1)
    return first, 1


def read_table(folder: Folder, name: str, shape: Shape, positions: Positions) -> CsvTable | Unreadable:
    """Read a CSV file; the result's ``faults`` has what is wrong in it, row by row."""
    text = folder.read(name)
    if isinstance(text, Unreadable):
        return text
    odd = first_forbidden(text)
    table = CsvTable(folder.display(name), shape, text=split_csv_lines(text))
    positions.lines[table.file] = table.text
    reader = _TableReader(table, positions)
    if odd is not None:
        message, line, column = odd
        reader.note(Mark(table.file, line, column), message)
    else:
        reader.read()
    return table


def split_csv_lines(text: str) -> list[str]:
    """The lines of a CSV file, without their ends."""
    return re.split(r"\r\n|[\r\n]", text)


def number_in(cell: str, dialect: Dialect, *, small: bool = False) -> int | WrittenFloat | NoNumber:
    """The number in a cell; with ``small`` it is below 1,000, so that three digits after a point are decimals."""
    if _INTEGER.fullmatch(cell):
        return int(cell)
    unclear = None if small else ambiguous(cell, dialect)
    if unclear is not None:
        return NoNumber(cell, unclear)
    if _POINT.fullmatch(cell) or (dialect.comma and _COMMA.fullmatch(cell)):
        return WrittenFloat(cell)
    return NoNumber(cell, no_number(cell, dialect))


class _TableReader:
    def __init__(self, table: CsvTable, positions: Positions) -> None:
        self.table = table
        self.positions = positions
        self.written: dict[Path, tuple[str, ...]] = {}
        self.between = True
        self.first = 0
        self.last = 0

    def read(self) -> None:
        start = self._start()
        if start is None:
            return
        records = self._records(start)
        header = next(records, None)
        if header is not None and self._take_header(header):
            self.table.complete = True
            for record in records:
                in_time()
                self._take_row(record)
            if not self.table.rows and not self.table.faults:
                self._say(self.first, Message("the table has a heading but no rows."))

    def _start(self) -> int | None:
        """The line number of the heading; None, and a fault, if the text is no such table."""
        lines = [(n, line) for n, line in enumerate(self.table.text, 1) if not is_comment(line)]
        if lines and (declared := _SEPARATOR.fullmatch(lines[0][1].strip(" "))):
            self.table.delimiter = declared[1]
            lines = lines[1:]
        elif lines:
            self.table.delimiter = _delimiter(lines[0][1])
        wrong = self._no_table(lines)
        if wrong is not None:
            self._say(lines[0][0] if lines else 1, wrong)
            return None
        return lines[0][0]

    def _no_table(self, lines: Sequence[tuple[int, str]]) -> Message | None:
        """Why the text cannot be a table of this shape; None if it can."""
        wanted = self._wanted()
        if not lines:
            return Message("the table is empty; its first line must name the columns: {columns}.", columns=wanted)
        head = lines[0][1].strip()
        if self.table.delimiter not in ",;":
            name = _DELIMITERS.get(self.table.delimiter, f"'{self.table.delimiter}'")
            return Message("the cells are separated by {sign}; save the table with commas or semicolons.", sign=name)
        if head[:1] in ("{", "["):
            return Message("the file is JSON, where a table is expected; its first line must name the columns.")
        if all(len(cells) == 1 and re.search("[,;\t]", cells[0]) for cells in (_cells(head, ","), _cells(head, ";"))):
            return Message('the whole line stands in quotes; take them away, and write " for each "" inside.')
        return self._further_down(lines)

    def _further_down(self, lines: Sequence[tuple[int, str]]) -> Message | None:
        """A message if another line than the first is the heading, as under a title; else None."""
        required = set(self.table.shape.required)
        named = (n for n, line in lines[:_MOST_ABOVE] if any(required <= set(_cells(line, sign)) for sign in ",;"))
        number = next(named, lines[0][0])
        if number == lines[0][0]:
            return None
        return Message("this is not the heading, line {line} is; delete what stands above it.", line=number)

    def _lines(self, start: int) -> Iterator[str]:
        """The lines for the CSV parser without comments; a line with ``#`` inside a quoted cell is no comment."""
        for number in range(start, len(self.table.text) + 1):
            line = self.table.text[number - 1]
            if self.between and is_comment(line):
                continue
            if self.between:
                self.first, self.between = number, False
            self.last = number
            yield line + "\n"

    def _records(self, start: int) -> Iterator[list[str]]:
        reader = csv.reader(self._lines(start), delimiter=self.table.delimiter, strict=True)
        while True:
            self.between = True
            try:
                record = next(reader, None)
            except csv.Error:
                self.table.complete = False
                self._no_record()
                return
            if record is None:
                return
            yield [settled(_BREAK.sub(" ", cell).strip()) for cell in record]

    def _no_record(self) -> None:
        """A fault on a row that the CSV parser refuses."""
        if self.last > self.first:
            self._say(
                self.first,
                Message(
                    'a quote that is opened in this row is not closed in it; close it, and write "" for a quote inside.'
                ),
            )
        else:
            self._say(self.first, Message('the quotes in this row do not fit; write "" for a quote inside.'))

    def _take_header(self, header: list[str]) -> bool:
        while header and not header[-1]:
            header.pop()
        self.table.header, line, meant = header, self.first, set(header)
        for index, name in enumerate(header):
            wrong = self._wrong_heading(index, name)
            if wrong is not None:
                near = nearest_column(name, self.table.shape.columns) if name not in header[:index] else ""
                self._cell(line, index, wrong, near)
                meant.add(near)
        missing = [name for name in self.table.shape.required if name not in meant]
        if missing:
            names = ", ".join(f"'{name}'" for name in missing)
            message = Message("the heading lacks {names}; columns: {columns}.", names=names, columns=self._wanted())
            self._say(line, message)
        return not self.table.faults

    def _wrong_heading(self, index: int, name: str) -> Message | None:
        if not name:
            return Message(
                "a column has no heading; name it or delete it (merged cells have a heading in the first only)."
            )
        if name in self.table.header[:index]:
            return Message("the column '{name}' stands twice; keep one of them.", name=name)
        if not self.table.shape.allows(name):
            return Message("the column '{name}' is unknown; columns: {columns}.", name=name, columns=self._wanted())
        return None

    def _wanted(self) -> str:
        shape = self.table.shape
        more = f", {shape.numbers_starting}..." if shape.numbers_starting else ""
        return ", ".join(shape.columns) + more

    def _take_row(self, record: list[str]) -> None:
        if not any(record):
            return
        header, line = self.table.header, self.first
        while len(record) > len(header) and not record[-1]:
            record.pop()
        if len(record) != len(header):
            self.table.complete = False
            self._say(line, self._wrong_length(len(record)))
            return
        if self._has_errors(record, line):
            self.table.complete = False
            return
        row = {name: self._value(name, cell) for name, cell in zip(header, record, strict=True) if cell}
        for name in self.table.shape.nothing:
            row.setdefault(name, None)
        key = self._key(row, line)
        if key is not None:
            self.table.lines_of[key] = line
            self.table.rows.append(row)

    def _has_errors(self, record: list[str], line: int) -> bool:
        """Whether cells of text are errors of a spreadsheet, with a fault for each; numbers are looked at as such."""
        numbers = map(self.table.shape.is_number, self.table.header)
        found = [None if number else spreadsheet_error(cell) for cell, number in zip(record, numbers, strict=True)]
        for index, message in enumerate(found):
            if message is not None:
                self._cell(line, index, message)
        return any(found)

    def _wrong_length(self, seen: int) -> Message:
        message = Message(
            "the row has {seen} cells where the heading has {wanted}; {hint}.",
            seen=seen,
            wanted=len(self.table.header),
            hint=self._why_length(seen),
        )
        if self.last == self.first:
            return message
        more = Message("A quote that is opened in it is closed in line {line} only; is one missing?", line=self.last)
        return together(message, more)

    def _why_length(self, seen: int) -> Message:
        """The message on a row with ``seen`` cells: what is probably wrong with it."""
        line, other = self.table.text[self.first - 1], "," if self.table.delimiter == ";" else ";"
        if seen == 1 and other in line and '"' not in line:
            return Message(
                "its cells are separated by '{other}', those of the heading by '{own}'",
                other=other,
                own=self.table.delimiter,
            )
        if seen == 1 and "\t" in line:
            return Message("its cells are separated by {sign}", sign=_DELIMITERS["\t"])
        if seen < len(self.table.header):
            return Message("leave a cell empty, but keep its separator")
        if self.table.delimiter == ",":
            return Message("text with a comma needs quotes, and decimals need a point")
        return Message("text with a semicolon needs quotes")

    def _key(self, row: Row, line: int) -> Path | None:
        shape = self.table.shape
        empty = [name for name in shape.key if name in shape.required and name not in row]
        if empty:
            self.table.complete = False
            message = Message("the cell '{name}' is empty; every row needs it.", name=empty[0])
            self._cell(line, self.table.header.index(empty[0]), message)
            return None
        key = tuple(str(row.get(name, "")) for name in shape.key) if shape.nested else (str(len(self.table.rows)),)
        if key in self.table.lines_of:
            message = Message(
                "'{named}' stands twice, first in line {line}; keep one of the rows.",
                named=" / ".join(key),
                line=self.table.lines_of[key],
            )
            self._cell(line, self.table.header.index(shape.key[0]), message)
            return None
        return key

    def _value(self, column: str, cell: str) -> Any:
        shape, dialect = self.table.shape, self.table.dialect
        if not shape.is_number(column):
            return cell
        return number_in(cell, dialect, small=shape.is_small(column))

    def _cell(self, line: int, index: int, message: str, suggestion: str = "") -> None:
        self.note(self.table.cell(line, index), message, suggestion)

    def _say(self, line: int, message: str) -> None:
        self.note(Mark(self.table.file, line, 1), message)

    def note(self, mark: Mark, message: str, suggestion: str = "") -> None:
        """Add a fault at a place."""
        self.table.faults.append(fault_at(mark, message, self.positions.lines, suggestion=suggestion))


def is_comment(line: str) -> bool:
    """Whether a line that begins a row is blank or begins with ``#``, and not with an error of a spreadsheet."""
    first = re.split(r"[,;|\t]", line, maxsplit=1)[0].strip()
    return not line.strip() or (first.startswith("#") and spreadsheet_error(first) is None)


def _delimiter(head: str) -> str:
    """The separator of a heading's cells: semicolon or comma, or another character if it has neither."""
    bare = re.sub(r'"[^"]*"', "", head)
    if ";" in bare or "," in bare:
        return ";" if bare.count(";") > bare.count(",") else ","
    return next((sign for sign in _DELIMITERS if sign in bare), ",")


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line, parsed by itself."""
    return [settled(cell.strip()) for cell in next(csv.reader([line], delimiter=delimiter), [""])]


def nearest_column(name: str, columns: Sequence[str]) -> str:
    """The column that a heading means, ignoring capitals and spaces; empty if none is similar."""
    plain = re.sub(r"[\s\-]+", "_", name.casefold())
    near = difflib.get_close_matches(plain, columns, n=1)
    return near[0] if near else ""
