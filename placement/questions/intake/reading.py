"""Reading tables as a region has them: encodings, dialects, sheets of workbooks, and which column is which.

Rows of CSV are read one at a time, so that a table of a million rows needs little memory. Each cell has a place: line
and column of a text, or sheet and cell (``Ark1!B7``) of a workbook.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from placement.errors import Fault, Message, UsageError, why
from placement.questions.intake.findings import Cell, Findings, as_id
from placement.scenario.checks.notes import few
from placement.scenario.schema.text import COMMA, POINT, ambiguous, no_number, settled
from placement.scenario.source.files import MAX_FILE_BYTES, read_bytes
from placement.scenario.source.tables import is_comment
from placement.scenario.workbook.grid import column_name, scan_of
from placement.time_limit import in_time

Row = tuple[int, list[Cell]]
"""Number of a row, from 1 (the line of a text or the row of a sheet), and its cells."""
ROWS_ABOVE = 30
"""The heading must be among this many first rows."""
MOST_UNPACKED = 1_000_000_000
"""Most bytes that a workbook may have when unpacked."""
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_FOREIGN = (b"%PDF", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff", b"PAR1", b"\x1f\x8b", b"SQLite format 3")
_SIGNS = ";\t,|"
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?")
_DECIMAL_COMMA = re.compile(r"[-+]?(\d+,\d*|,\d+)")
_EXTRA = "pip install '.[import]'"


def needs(module: str, what: Message) -> None:
    """Raise UsageError if ``module``, a library of the extra ``import``, is not installed."""
    if find_spec(module) is None:
        raise UsageError(
            Message(
                "{what} needs {module}, which is missing: {install}. Or give the table as CSV.",
                what=what,
                module=module,
                install=_EXTRA,
            )
        )


@dataclass
class Raw:
    """A table of a file as it is written there, before its heading is found.

    Attributes:
        file: name for messages.
        sheet: name of a workbook's sheet; empty for text.
        comma: whether a decimal comma is allowed.
    """

    file: str
    findings: Findings
    sheet: str = ""
    comma: bool = False
    path: Path = Path()
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    grid: list[list[Cell]] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """The rows in order, empty ones and comments left out."""
        if self.sheet:
            for number, cells in enumerate(self.grid, 1):
                if any(cell != "" for cell in cells):
                    yield number, cells
        else:
            yield from self._lines()

    def _lines(self) -> Iterator[Row]:
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(_uncommented(file), delimiter=self.delimiter, strict=True)
            number = 1
            while True:
                try:
                    record = next(reader, None)
                except (csv.Error, UnicodeDecodeError):
                    self.fault(
                        number,
                        0,
                        Message(
                            "the row that begins here cannot be read: a quote is opened and not closed, or the text "
                            "ends in the middle; correct it, or save the file again."
                        ),
                    )
                    return
                if record is None:
                    return
                in_time()
                if any(record) and not (number == 1 and record[0].casefold().startswith("sep=")):
                    yield number, [*record] if "".join(record).isascii() else [settled(cell) for cell in record]
                number = reader.line_num + 1

    def where(self, row: int, column: int) -> tuple[str, int, int]:
        """File, line and column of a cell for a fault (``column`` from 0); 0, 0 if the file's name has the cell."""
        if self.sheet:
            return f"{self.file} [{self.sheet}!{column_name(column)}{row}]", 0, 0
        return self.file, row, column + 1

    def fault(self, row: int, column: int, message: Message, suggestion: str = "") -> None:
        """Add a fault about a cell."""
        file, line, at = self.where(row, column)
        if line:
            message = Message("cell {n} of the row: {what}", n=at, what=message) if column else message
        self.findings.fault(Fault(message, "", file, line, 1 if line else 0, "", suggestion))

    def reject(self, template: str, row: int, column: int, suggestion: str = "", /, **values: object) -> None:
        """Add a fault about a cell from a message template."""
        self.fault(row, column, Message(template, **values), suggestion)

    def number(self, row: int, column: int, cell: Cell) -> float | None:
        """The number in a cell; None, and a fault, where it is none."""
        found = read_number(cell, comma=self.comma)
        if isinstance(found, Message):
            self.fault(row, column, found)
            return None
        return found


def read_number(cell: Cell, *, comma: bool) -> float | Message:
    """The number in a cell, or what is wrong with it."""
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else Message("{seen} is no number; write digits.", seen=str(cell))
    text = cell.strip()
    unclear = ambiguous(text, COMMA if comma else POINT)
    if unclear is not None:
        return unclear
    if _NUMBER.fullmatch(text) and text.isascii():
        return float(text)
    if comma and _DECIMAL_COMMA.fullmatch(text) and text.isascii():
        return float(text.replace(",", "."))
    return no_number(text, COMMA if comma else POINT)


def _uncommented(lines: Iterable[str]) -> Iterator[str]:
    """The lines with comments made empty, so that line numbers stay right."""
    for line in lines:
        if is_comment(line):
            yield "\n"
        else:
            yield line.replace("\0", "\ufffd") if "\0" in line else line


def open_table(path: str, findings: Findings, sheet: str | None = None) -> Raw:
    """The table in a file of any kind; faults that prevent reading are raised at once.

    Raises:
        ScenarioError: the file cannot be read, is too large, or is no table.
        UsageError: the library for its kind is missing, or it has no such sheet.
    """
    file = Path(path)
    try:
        head = first_bytes(file)
    except OSError as error:
        findings.reject("the file cannot be read: {reason}.", path, reason=why(error))
        findings.stop()
        raise
    if head.startswith(_WORKBOOK):
        return _workbook(file, path, findings, sheet)
    foreign = _foreign(head)
    if foreign is not None:
        findings.fault(Fault(foreign, "", path))
        findings.stop()
    if sheet:
        raise UsageError(Message("{file} is no workbook and has no sheets; leave --sheet out.", file=path))
    return _text(file, path, findings)


def first_bytes(file: Path, most: int = MAX_FILE_BYTES) -> bytes:
    """The content of an ordinary file of at most ``most`` bytes."""
    if not file.is_file() or file.stat().st_size > most:
        read_bytes(file, most)  # says what it is
    with file.open("rb") as opened:
        return opened.read(65536)


def _foreign(head: bytes) -> Message | None:
    if not head.strip():
        return Message("the file is empty; a table has a heading and rows.")
    if head.startswith(_FOREIGN):
        return Message("the file is no table (packed, a document, a database or a picture); save the table as CSV.")
    start = head[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        return Message("the file is a web page or XML, and not the table that is expected; download it as CSV.")
    return None


def _text(file: Path, shown: str, findings: Findings) -> Raw:
    encoding = _encoding(file, shown, findings)
    with file.open(encoding=encoding, newline="", errors="replace") as opened:
        lines = [line for line, _ in zip(opened, range(ROWS_ABOVE), strict=False)]
    raw = Raw(shown, findings, path=file, encoding=encoding)
    raw.delimiter = _delimiter(lines)
    raw.comma = raw.delimiter != ","
    return raw


def _encoding(file: Path, shown: str, findings: Findings) -> str:
    """The encoding of a text, by its byte order mark or by trial; one other than UTF-8 is remarked on."""
    with file.open("rb") as opened:
        head = opened.read(4096)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            if name == "utf-16":
                findings.say("{file} is read as {encoding}.", file=shown, encoding="UTF-16")
            return name
    if head[:400].count(0) > len(head[:400]) / 4:
        findings.say("{file} is read as {encoding}.", file=shown, encoding="UTF-16")
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    for name in ("utf-8", "cp1252"):
        if _decodes(file, name):
            if name == "cp1252":
                findings.say("{file} is read as {encoding}.", file=shown, encoding="Windows-1252")
            return name
    findings.reject("the file is neither UTF-8 nor Windows-1252; save it with the encoding UTF-8.", shown)
    findings.stop()
    return "utf-8"


def _decodes(file: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with file.open("rb") as opened:
            while part := opened.read(1 << 20):
                decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(lines: Sequence[str]) -> str:
    """The separator of the cells: the character that occurs equally often in most lines."""
    if lines and (declared := re.fullmatch(r'"?sep=(.)"?', lines[0].strip(), re.IGNORECASE)):
        return declared[1]
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines if not is_comment(line)]

    def score(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in bare if sign in line)
        if not counts:
            return 0, 0
        many, times = max(counts.items(), key=lambda item: (item[1], item[0]))
        return times, many

    return max(_SIGNS, key=lambda sign: (score(sign), -_SIGNS.index(sign)))


def _workbook(file: Path, shown: str, findings: Findings, wanted: str | None) -> Raw:
    needs("python_calamine", Message("A workbook"))
    import python_calamine as calamine  # noqa: PLC0415 - an extra

    content = read_bytes(file)
    unpacked = _unpacked(content)
    if unpacked > MOST_UNPACKED:
        findings.reject("it unpacks to more than {most:,} bytes; save the sheet as CSV.", shown, most=MOST_UNPACKED)
        findings.stop()
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        seen = [one.name for one in book.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible]
        name = _sheet(book, seen, shown, findings, wanted)
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        merged = list(sheet.merged_cell_ranges or [])
    except calamine.PasswordError:
        findings.reject("the workbook is protected by a password; save it without one, or the sheet as CSV.", shown)
        findings.stop()
        raise
    except (calamine.CalamineError, OSError, ValueError) as error:
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in content:
            message = Message("the workbook is protected by a password; save it without one, or the sheet as CSV.")
        else:
            message = Message("the workbook cannot be read: {why}. Save it again, or the sheet as CSV.", why=why(error))
        findings.fault(Fault(message, "", shown))
        findings.stop()
        raise
    raw = Raw(shown, findings, name, comma=True, grid=[[_cell(value) for value in row] for row in rows])
    _fill(raw, merged)
    _look_inside(raw, content, name)
    findings.stop()
    return raw


def _unpacked(content: bytes) -> int:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return 0
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return sum(part.file_size for part in packed.infolist())


def _sheet(book: Any, seen: Sequence[str], shown: str, findings: Findings, wanted: str | None) -> str:
    """The name of the sheet asked for, else of the first visible one with content."""
    if wanted is not None:
        if wanted not in book.sheet_names:
            raise UsageError(
                Message(
                    "{file} has no sheet '{sheet}'; it has: {names}.",
                    file=shown,
                    sheet=wanted,
                    names=few(book.sheet_names),
                )
            )
        return wanted
    filled = [name for name in seen if book.get_sheet_by_name(name).height]
    if not filled:
        findings.reject("the workbook has no sheet with anything in it.", shown)
        findings.stop()
    if len(filled) > 1:
        findings.say(
            "{file} has several sheets ({names}); '{sheet}' is read. Another: --sheet NAME.",
            file=shown,
            names=few(filled),
            sheet=filled[0],
        )
    hidden = [name for name in book.sheet_names if name not in seen]
    if hidden:
        findings.say("{file} has hidden sheets, which are not read: {names}.", file=shown, names=few(hidden))
    return filled[0]


def _cell(value: Any) -> Cell:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return float(value)
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return str(value)
        case _:
            return settled(str(value))


def _fill(raw: Raw, merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Copy the value of each merged range into all its cells."""
    filled = 0
    for (top, left), (bottom, right) in merged:
        if top >= len(raw.grid) or left >= len(raw.grid[top]) or raw.grid[top][left] == "":
            continue
        for row in range(top, min(bottom + 1, len(raw.grid))):
            for column in range(left, min(right + 1, len(raw.grid[row]))):
                raw.grid[row][column] = raw.grid[top][left]
        filled += 1
    if filled:
        raw.findings.say("{n} merged cells are read as if each part held the text.", n=filled)


def _look_inside(raw: Raw, content: bytes, name: str) -> None:
    """Add remarks on what the library does not report: hidden rows and columns, formulas without a value."""
    scan = scan_of(content, name)
    if scan is None:
        return
    if scan.hidden_rows:
        raw.findings.say("Hidden rows are read too: {rows}.", rows=few([str(row + 1) for row in scan.hidden_rows]))
    columns = [column_name(column) for column in scan.hidden_columns if raw.grid and column < len(raw.grid[0])]
    if columns:
        raw.findings.say("Hidden columns are read too: {columns}.", columns=few(columns))
    for row, column in sorted(scan.uncounted):
        message = Message("the cell holds a formula without its value; open the workbook, calculate and save it.")
        raw.fault(row + 1, column, message)


@dataclass
class Table:
    """A table whose heading has been found.

    Attributes:
        at: by name of a known column, its position from 0.
        header: texts of the heading, cell by cell.
        row: number of the heading's row.
    """

    raw: Raw
    at: dict[str, int]
    header: list[str]
    row: int

    def rows(self, *, padded: bool = True) -> Iterator[Row]:
        """The rows below the heading; with ``padded`` filled up to the heading's length."""
        width = len(self.header) if padded else 0
        for number, cells in self.raw.rows():
            if number > self.row:
                yield number, cells if len(cells) >= width else cells + [""] * (width - len(cells))

    def cell(self, cells: Sequence[Cell], name: str) -> Cell:
        """The cell of a known column; empty where there is no such column."""
        return cells[self.at[name]] if name in self.at else ""


Aliases = Mapping[str, tuple[str, ...]]
"""By name of a column, the headings it may have; compared without capitals, spaces and signs."""


def plain(text: str) -> str:
    """A heading in the form in which it is compared: without capitals, spaces and signs."""
    return re.sub(r"[\s\-_./()\[\]:*\ufeff]+", "", settled(text).casefold())


def headed(raw: Raw, aliases: Aliases, required: Sequence[str], asked: Mapping[str, str]) -> Table | None:
    """Find the heading among the first rows; None if there is none.

    Args:
        raw: the table.
        aliases: the known columns and their headings.
        required: names of columns that must be there.
        asked: by name of a column, its heading as given by an option.

    Raises:
        UsageError: no row has a heading that was asked for.
    """
    wanted = {name: {plain(word) for word in words} for name, words in aliases.items()}
    wanted |= {name: {plain(word)} for name, word in asked.items()}
    for number, cells in first_rows(raw):
        header = [as_id(cell) for cell in cells]
        at: dict[str, int] = {}
        for name, words in wanted.items():
            places = [n for n, cell in enumerate(header) if plain(cell) in words]
            if places:
                at[name] = places[0]
                if len(places) > 1:
                    raw.reject(
                        "the column '{name}' stands twice; keep one of them.", number, places[1], name=header[places[1]]
                    )
        if all(name in at for name in (*required, *asked)):
            return Table(raw, at, header, number)
        raw.findings.faults = [one for one in raw.findings.faults if one.line != number or raw.sheet]
    return None


def first_rows(raw: Raw) -> Iterator[Row]:
    """The first rows, which may be the heading."""
    for row, _ in zip(raw.rows(), range(ROWS_ABOVE), strict=False):
        yield row


def no_heading(raw: Raw, required: Sequence[str], aliases: Aliases) -> None:
    """End the import because no row names the ``required`` columns; the message lists the known headings.

    Raises:
        ScenarioError: always.
    """
    first = next(first_rows(raw), (1, []))
    seen = [as_id(cell) for cell in first[1] if cell != ""]
    raw.reject(
        "no row names the columns that are needed: {needed}. The first row has: {seen}. Say which is which with "
        "--column, as in --column {example}.",
        first[0],
        0,
        needed=", ".join(f"{name} ({'/'.join(aliases[name][:4])})" for name in required),
        seen=few(seen) or Message("none"),
        example=f"{required[0]}={seen[0] if seen else 'X'}",
    )
    raw.findings.stop()
