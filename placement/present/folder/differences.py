"""Differences between the content of a result folder and what it should be.

Tables and workbooks are compared cell by cell, documents value by value.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from placement.errors import Message, ResultError, why
from placement.locale import N_
from placement.present.tables.columns import Cell, Column, Row, Table
from placement.present.tables.csv_dialect import Dialect, format_cell, parse_cell, read
from placement.present.words.voice import Voice
from placement.scenario.schema.text import settled

TOLERANCE = 1e-6
"""Numbers that differ by no more than this, relatively or absolutely, are the same."""
MOST = 50
"""Most differences of one file that are listed; the rest are counted."""
_WORDS = frozenset(
    (
        N_("nothing"),
        N_("none"),
        N_("a row"),
        N_("the row twice"),
        N_("a file"),
        N_("no file"),
        N_("a table"),
        N_("the result"),
        N_("a workbook"),
        N_("a value"),
        N_("a text"),
        N_("a number"),
        N_("a whole number"),
        N_("a list"),
        N_("a map"),
        N_("a scenario"),
        N_("the scenario"),
        N_("true or false"),
        N_("0 or more"),
        N_("a name or a fingerprint"),
        N_("a value that can be"),
        N_("as in the command"),
        N_("another reason"),
    )
)
"""Words that a difference may have in place of a value."""
_STARTS = (
    N_("at most "),
    N_("at least "),
)
"""Beginnings of texts that a difference may have in place of a value."""
_NOTHING = "nothing"
_A_ROW = "a row"


@dataclass(frozen=True)
class Difference:
    """One value in a result folder that is not what it should be.

    Attributes:
        file: name of the file.
        row: values of the row's key columns, separated by spaces; empty if the difference is about the whole file.
        column: name of the column, or path in a document.
        seen: what the file has.
        expected: what it should have.
    """

    file: str
    row: str
    column: str
    seen: str
    expected: str

    def __str__(self) -> str:
        return self.said(Voice("en"))

    def said(self, say: Voice) -> str:
        """The difference in a sentence."""
        place = ", ".join(part for part in (self.file, self.row, self.column) if part)
        seen, expected = (_in_words(shown, say) for shown in (self.seen, self.expected))
        return say("{place}: {seen} where {expected} is expected", place=place, seen=seen, expected=expected)


def _in_words(shown: str, say: Voice) -> str:
    """A value as text; words that stand in place of a value ("missing") in the language of the voice."""
    if isinstance(shown, Message):
        return say.told(shown)
    if shown in _WORDS:
        return say(shown)
    start = next((each for each in _STARTS if shown.startswith(each)), "")
    return (say(start) if start else "") + shown.removeprefix(start)


def same(seen: Any, expected: Any) -> bool:
    """Whether two values are the same, numbers within the tolerance."""
    numbers = isinstance(seen, int | float) and isinstance(expected, int | float)
    if numbers and not isinstance(seen, bool) and not isinstance(expected, bool):
        try:
            return math.isclose(seen, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        except OverflowError:  # an integer beyond the range of floats
            return bool(seen == expected)
    return type(seen) is type(expected) and bool(seen == expected)


def few(found: Sequence[Difference]) -> list[Difference]:
    """At most ``MOST`` differences of a file, then one that says how many more there are."""
    if len(found) <= MOST:
        return list(found)
    more = Difference(found[0].file, "", "", Message("{n} more differences", n=len(found) - MOST), "none")
    return [*found[:MOST], more]


def table_differences(
    expected: Table, content: bytes, dialect: Dialect, skip: frozenset[str] = frozenset()
) -> list[Difference]:
    """The cells in which a CSV file differs from ``expected``; rows are matched by their key columns.

    Args:
        expected: the table as it should be.
        content: the file.
        dialect: how it is written.
        skip: columns that are not compared.
    """
    file = f"{expected.name}.csv"
    try:
        headings, lines = read(content, dialect)
    except ResultError as error:
        return [Difference(file, "", "", Message("a file that {why}", why=why(error)), "a table")]
    if headings != expected.headings:
        return [Difference(file, "heading", "", ", ".join(headings), ", ".join(expected.headings))]
    return few([each for each in _row_differences(file, expected, lines, dialect) if each.column not in skip])


def _row_differences(
    file: str, expected: Table, lines: Sequence[tuple[str, ...]], dialect: Dialect
) -> Iterator[Difference]:
    wanted = {_key(_texts(row, expected.columns, dialect), expected): row for row in expected.rows}
    found: set[tuple[str, ...]] = set()
    for line in lines:
        if len(line) != len(expected.columns):
            yield Difference(
                file, " ".join(line[:2]), "", Message("{n} cells", n=len(line)), f"{len(expected.columns)}"
            )
            continue
        key = _key(line, expected)
        if key in found or key not in wanted:
            yield Difference(file, " ".join(key), "", "the row twice" if key in found else _A_ROW, _NOTHING)
        else:
            yield from _cell_differences(file, " ".join(key), line, wanted[key], expected.columns, dialect)
        found.add(key)
    yield from (Difference(file, " ".join(key), "", _NOTHING, _A_ROW) for key in wanted if key not in found)


def _texts(row: Row, columns: Sequence[Column], dialect: Dialect) -> tuple[str, ...]:
    """The cells as they are read from the file: without quotes, with the apostrophes of `guard`."""
    return tuple(format_cell(value, column, dialect, quoted=False) for value, column in zip(row, columns, strict=True))


def _key(texts: Sequence[str], table: Table) -> tuple[str, ...]:
    return tuple(texts[at] for at in table.key)


def _cell_differences(
    file: str, key: str, line: Sequence[str], row: Row, columns: Sequence[Column], dialect: Dialect
) -> Iterator[Difference]:
    for text, value, column in zip(line, row, columns, strict=True):
        if not _same_cell(text, value, column, dialect):
            right = format_cell(value, column, dialect, quoted=False)
            yield Difference(file, key, column.name, text or _NOTHING, right or _NOTHING)


def _same_cell(text: str, value: Cell, column: Column, dialect: Dialect) -> bool:
    try:
        seen = parse_cell(text, column, dialect)
    except ValueError:
        return False
    if column.type == "string":
        return seen == (value or "")
    if column.type == "number" and isinstance(value, float | int) and not math.isfinite(value):
        return seen is None
    return same(seen, value)


def tree_differences(file: str, seen: Any, expected: Any) -> list[Difference]:
    """The values in which a document differs from ``expected``, with their dotted paths."""
    return few(list(_tree(file, "", seen, expected)))


def _tree(file: str, path: str, seen: Any, expected: Any) -> Iterator[Difference]:
    if isinstance(seen, Mapping) and isinstance(expected, Mapping):
        for name in dict.fromkeys((*expected, *seen)):
            inner = f"{path}.{name}" if path else str(name)
            yield from _tree(file, inner, seen.get(name, _MISSING), expected.get(name, _MISSING))
    elif isinstance(seen, list) and isinstance(expected, list) and len(seen) == len(expected):
        for at, (one, other) in enumerate(zip(seen, expected, strict=True)):
            yield from _tree(file, f"{path}.{at}", one, other)
    elif not same(seen, expected):
        yield Difference(file, "", path, _shown(seen), _shown(expected))


class _Missing:
    """The value of a path that a document does not have."""


_MISSING = _Missing()


def _shown(value: Any) -> str:
    if isinstance(value, _Missing):
        return _NOTHING
    if isinstance(value, list | Mapping):
        return f"{len(value)} entries"
    return "null" if value is None else str(value)


_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(r"<(?:v|t)\b[^>]*>(.*?)</(?:v|t)>", re.DOTALL)
_SHEET = re.compile(r'<sheet\b[^>]*?\bname="([^"]*)"')
_SHARED = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_FORMULA = re.compile(r"<f[ >]")
_BEGINS = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, IndexError, UnicodeDecodeError, RuntimeError, EOFError, OSError)
"""Errors raised by reading a file that is no workbook, or a damaged one."""


def workbook_differences(file: str, seen: bytes, expected: bytes) -> list[Difference]:
    """The cells in which a workbook differs from another one; both as this program writes them.

    Only cells are compared: other changes (widths, colours) show in the file's fingerprint.
    """
    try:
        found = _cells(seen)
    except ValueError as error:
        return [Difference(file, "", "", Message("a file that is no workbook: {why}", why=why(error)), "a workbook")]
    wanted = _cells(expected)
    if list(found) != list(wanted):
        return [Difference(file, "", "", ", ".join(found), ", ".join(wanted))]
    return few(list(_told(file, found, wanted)))


def _told(file: str, found: Mapping[str, dict[str, str]], wanted: Mapping[str, dict[str, str]]) -> Iterator[Difference]:
    for sheet, cells in wanted.items():
        for place in dict.fromkeys((*cells, *found[sheet])):
            seen, right = found[sheet].get(place, ""), cells.get(place, "")
            if seen != right:
                yield Difference(file, sheet, place, seen or "nothing", right or "nothing")


def _cells(content: bytes) -> dict[str, dict[str, str]]:
    """By sheet and cell name, the content of each cell, whichever program saved it; ValueError if it is no workbook."""
    if not content.startswith(_BEGINS):  # zip allows data in front of an archive, spreadsheets do not
        raise ValueError("it does not begin as one")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [unescape(name) for name in _SHEET.findall(parts.read("xl/workbook.xml").decode())]
            pages = [parts.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, len(names) + 1)]
            shared = _shared(parts)
        return {
            name: {at: _value(kind, inside, shared) for at, kind, inside in _CELL.findall(page)}
            for name, page in zip(names, pages, strict=True)
        }
    except _BROKEN as error:
        raise ValueError(str(error)) from error


def _shared(parts: zipfile.ZipFile) -> list[str]:
    """Texts that cells refer to by number, as most programs save them."""
    name = "xl/sharedStrings.xml"
    if name not in parts.namelist():
        return []
    return ["".join(_VALUE.findall(text)) for text in _SHARED.findall(parts.read(name).decode())]


def _value(kind: str, inside: str, shared: Sequence[str]) -> str:
    """A cell as text; a number in its shortest form."""
    value = "".join(_VALUE.findall(inside))
    if 't="s"' in kind and value:
        value = shared[int(value)]
    elif "t=" not in kind or 't="n"' in kind:
        value = _number(value)
    return f"={value}" if _FORMULA.search(inside) else settled(unescape(value))


def _number(value: str) -> str:
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return value
