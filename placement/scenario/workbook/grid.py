"""Reads a spreadsheet file as grids of cells, safely, with what users should know about them.

The values come from python-calamine; failed formulas, formulas never calculated, and hidden rows and columns from the
sheets' own XML. Nothing here knows the schema.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.parsers import expat

from placement.errors import Message, letters
from placement.scenario.source.files import Unreadable
from placement.time_limit import in_time

Cell = str | float | bool | dt.date | dt.time | dt.timedelta | None
"""The value of a cell; a date with a time of day is a ``dt.datetime``."""
ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods")
"""Suffixes of spreadsheet files; the first can be read, the others are refused with advice."""
MOST_BYTES = 100_000_000
MOST_UNPACKED = 1_000_000_000
MOST_ENTRIES = 10_000
MOST_CELLS = 20_000_000
"""Most cells of a sheet, from its first to its last cell, empty ones included."""
_BLOCK = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WORKSHEET = "/worksheet"


@dataclass
class Grid:
    """A sheet: rows of cells from A1 on, None where a cell is empty.

    Attributes:
        errors: by row and column (from 0), the error a formula shows; ``uncounted``: formulas without a value.
        merged: merged ranges: first row and column, last row and column.
        hidden_rows, hidden_columns: numbers from 0, without those of folded groups.
        hidden: whether the sheet is hidden.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncounted: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The value of a cell; None outside the grid."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else None


def is_workbook(path: Path) -> bool:
    """Whether a file has the suffix of a spreadsheet."""
    return path.suffix.lower() in ENDINGS


def column_name(column: int) -> str:
    """The letters of a column, counted from 0."""
    return letters(column + 1)


def grids_in(content: bytes) -> list[Grid] | Unreadable:
    """The sheets of a workbook, or why it cannot be read."""
    foreign = _foreign(content)
    if foreign is not None:
        return Unreadable(foreign)
    if find_spec("python_calamine") is None:
        return Unreadable(
            Message(
                "reading a workbook needs the package python-calamine, which is not installed; install placement with "
                "its extra 'import', or give the scenario as YAML."
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            too_large = _unpacked(packed)
            return too_large or _read(packed, content)
    except _RefusedError as error:
        return Unreadable(error.args[0])
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, NotImplementedError, EOFError, OSError):
        return Unreadable(_DAMAGED)


_DAMAGED = Message("the workbook is damaged; open it in a spreadsheet and save it anew as .xlsx.")
_SAVE_AS = Message("open it in a spreadsheet and save it as 'Excel workbook (.xlsx)'")


class _RefusedError(Exception):
    """The workbook cannot be used; the argument is the reason."""


def _foreign(content: bytes) -> Message | None:
    """What kind of file it is, if it is no workbook that can be read; else None."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return Message("the workbook is protected by a password; take it away in the spreadsheet and save again.")
        return Message("the file is a workbook of an old kind (.xls); {remedy}.", remedy=_SAVE_AS)
    if not content.startswith(b"PK\x03\x04"):
        if not content.strip():
            return Message("the file is empty, and no workbook.")
        return Message(
            "the file is no workbook, whatever its name says (perhaps text or CSV); {remedy}.", remedy=_SAVE_AS
        )
    if b"application/vnd.oasis.opendocument" in content[:200]:
        return Message("the file is a workbook of LibreOffice (.ods); {remedy}.", remedy=_SAVE_AS)
    return None


def _unpacked(packed: zipfile.ZipFile) -> Unreadable | None:
    """Why a file is refused that would be too large when unpacked, judged before unpacking; else None."""
    names = packed.namelist()
    total = sum(info.file_size for info in packed.infolist())
    if len(names) > MOST_ENTRIES or total > MOST_UNPACKED:
        return Unreadable(
            Message(
                "the workbook unpacks to {seen:,} bytes in {n:,} parts; at most {most:,} bytes in {parts:,} parts are "
                "read.",
                seen=total,
                n=len(names),
                most=MOST_UNPACKED,
                parts=MOST_ENTRIES,
            )
        )
    if any(info.flag_bits & 1 for info in packed.infolist()):
        return Unreadable(
            Message("the workbook is protected by a password; take it away in the spreadsheet and save again.")
        )
    if "xl/workbook.xml" not in names:
        if "xl/workbook.bin" in names:
            return Unreadable(Message("the file is a binary workbook (.xlsb); {remedy}.", remedy=_SAVE_AS))
        return Unreadable(
            Message("the file is packed, but is no workbook (there is no xl/workbook.xml); {remedy}.", remedy=_SAVE_AS)
        )
    return None


def _blocks(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of the zip file in blocks; refused if it is larger than the zip's directory says (a zip bomb)."""
    info = packed.getinfo(name)
    loose = copy.copy(info)
    loose.file_size = info.file_size + 1
    seen = 0
    with packed.open(loose) as part:
        while block := part.read(_BLOCK):
            in_time()
            seen += len(block)
            if seen > info.file_size:
                raise _RefusedError(_DAMAGED)
            yield block


def _read(packed: zipfile.ZipFile, content: bytes) -> list[Grid] | Unreadable:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum  # noqa: PLC0415 - an extra

    scans = _scanned(packed)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = {one.name for one in book.sheets_metadata if one.visible != SheetVisibleEnum.Visible}
        found = []
        for name, scan in scans:
            in_time()
            sheet = book.get_sheet_by_name(name)
            rows = [[None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            found.append(scan.grid(name, rows, hidden=name in hidden))
    except PasswordError:
        return Unreadable(
            Message("the workbook is protected by a password; take it away in the spreadsheet and save again.")
        )
    except CalamineError:
        return Unreadable(_DAMAGED)
    return found


def scan_of(content: bytes, name: str) -> _Scan | None:
    """What a sheet's XML says beyond its values; None if the file is no .xlsx or has no such sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return dict(_scanned(packed)).get(name)
    except (_RefusedError, zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, NotImplementedError, EOFError):
        return None


def _scanned(packed: zipfile.ZipFile) -> list[tuple[str, _Scan]]:
    """Name and scan of each sheet with cells, in the order of the workbook."""
    targets = _Links()
    targets.read(_blocks(packed, "xl/_rels/workbook.xml.rels"))
    sheets = _Sheets()
    sheets.read(_blocks(packed, "xl/workbook.xml"))
    read, found = {"xl/_rels/workbook.xml.rels", "xl/workbook.xml"}, []
    for name, link in sheets.found:
        target = targets.found.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if target:
            scan = _Scan(name)
            scan.read(_blocks(packed, part))
            read.add(part)
            found.append((name, scan))
    for part in set(packed.namelist()) - read:
        for _ in _blocks(packed, part):  # each has the size the directory gives, so reading is safe
            pass
    return found


class _Xml:
    """A handler that reads an XML part of the file element by element."""

    def read(self, blocks: Iterator[bytes]) -> None:
        """Parse a part; one that declares entities, as no spreadsheet does, is refused."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, found: self.start(name.rpartition(":")[2], found)
        parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self.text
        parser.EntityDeclHandler = self._entity
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)

    @staticmethod
    def _entity(*_: Any) -> None:
        raise _RefusedError(_DAMAGED)

    def start(self, name: str, found: dict[str, str]) -> None:
        """Handle the start of an element."""

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def text(self, text: str) -> None:
        """Handle text in an element, or a part of it."""


class _Links(_Xml):
    """The relationships: by id, the name of a part of the file."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, found: dict[str, str]) -> None:
        if name == "Relationship" and found.get("Type", "").endswith(_WORKSHEET):
            self.found[found.get("Id", "")] = found.get("Target", "")


class _Sheets(_Xml):
    """The list of sheets in order, each with the id of its part."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def start(self, name: str, found: dict[str, str]) -> None:
        if name == "sheet":
            link = next((value for key, value in found.items() if key.rpartition(":")[2] == "id"), "")
            self.found.append((found.get("name", ""), link))


class _Scan(_Xml):
    """What a sheet's XML says beyond its values: formulas, errors, merged ranges, hidden rows and columns."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.errors: dict[tuple[int, int], str] = {}
        self.uncounted: set[tuple[int, int]] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self._at = (0, 0)
        self._last = [-1, -1]
        self._type, self._formula, self._value, self._inside = "", False, "", ""

    def start(self, name: str, found: dict[str, str]) -> None:
        match name:
            case "c":
                self._cell(found)
            case "f":
                self._formula = True
            case "v" | "t":
                self._inside = name
            case "row":
                in_time()
                self._at = (int(found.get("r", self._at[0] + 2)) - 1, -1)
                if _hides(found):
                    self.hidden_rows.append(self._at[0])
            case "col" if _hides(found):
                last = min(int(found["max"]), int(found["min"]) + 30)
                self.hidden_columns += range(int(found["min"]) - 1, last)
            case "mergeCell":
                corners = [_place(corner) for corner in found.get("ref", "").split(":")]
                if len(corners) == 2 and corners[0] and corners[1]:
                    self.merged.append((*corners[0], *corners[1]))
            case _:
                pass

    def _cell(self, found: dict[str, str]) -> None:
        self._at = _place(found.get("r", "")) or (self._at[0], self._at[1] + 1)
        self._type, self._formula, self._value = found.get("t", ""), False, ""
        self._last = [max(self._last[0], self._at[0]), max(self._last[1], self._at[1])]
        if (self._last[0] + 1) * (self._last[1] + 1) > MOST_CELLS:
            place = f"{self.name}!{column_name(self._at[1])}{self._at[0] + 1}"
            raise _RefusedError(
                Message(
                    "the sheet reaches to {place}, more cells than are read; delete the rows and columns beyond the "
                    "table, or keep a long table in a CSV file.",
                    place=place,
                )
            )

    def text(self, text: str) -> None:
        if self._inside:
            self._value += text

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = ""
        elif name == "c":
            if self._type == "e":
                self.errors[self._at] = self._value
            elif self._formula and not self._value and self._type != "str":
                self.uncounted.add(self._at)

    def grid(self, name: str, rows: list[list[Cell]], *, hidden: bool) -> Grid:
        """The sheet as a `Grid`, with ``rows`` as its values."""
        return Grid(
            name,
            rows,
            self.errors,
            self.uncounted,
            self.merged,
            [row for row in self.hidden_rows if any(cell is not None for each in rows[row : row + 1] for cell in each)],
            self.hidden_columns,
            hidden,
        )


def _hides(found: dict[str, str]) -> bool:
    """Whether a row or column is hidden, other than by a folded group."""
    return found.get("hidden") in ("1", "true") and found.get("outlineLevel", "0") == "0"


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column, from 0, of a reference such as C7; None if it is none."""
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
