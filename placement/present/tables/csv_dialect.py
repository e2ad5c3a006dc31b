"""CSV files in two dialects: ``standard`` for programs, ``excel-da`` for a Danish Excel.

Text that a spreadsheet could run as a formula gets an apostrophe in front; ``unguard`` removes exactly that apostrophe,
so that reading gives what was written. Numbers, negative ones too, are written as numbers.
"""

from __future__ import annotations

import csv
import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from placement.errors import Message, ResultError, UsageError, why
from placement.present.tables.columns import Cell, Column, Table
from placement.scenario.schema.text import settled

_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
_IGNORED_CATEGORIES = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc"})
_DIGITS = 10
_NOISE = 1e-9


@dataclass(frozen=True)
class Dialect:
    """A dialect of CSV.

    Attributes:
        name: as given to ``--csv``.
        delimiter: between cells.
        decimal: the decimal sign.
        line_end: ends every line, the last one too.
        encoding: ``utf-8`` or ``utf-8-sig`` (with the mark Excel needs).
    """

    name: str
    delimiter: str
    decimal: str
    line_end: str
    encoding: str


STANDARD = Dialect("standard", ",", ".", "\n", "utf-8")
EXCEL_DA = Dialect("excel-da", ";", ",", "\r\n", "utf-8-sig")
DIALECTS = {dialect.name: dialect for dialect in (STANDARD, EXCEL_DA)}


def dialect_named(name: str) -> Dialect:
    """The dialect called ``name``; UsageError with the allowed names otherwise."""
    if name not in DIALECTS:
        raise UsageError(
            Message("'{name}' is no CSV dialect; choose one of: {known}.", name=name, known=", ".join(DIALECTS))
        )
    return DIALECTS[name]


def guard(text: str) -> str:
    """``text``, with an apostrophe in front where a spreadsheet could take it for a formula."""
    return f"'{text}" if _looks_like_formula(text) else text


def unguard(text: str) -> str:
    """The inverse of ``guard``."""
    return text[1:] if text.startswith("'") and _looks_like_formula(text[1:]) else text


def _looks_like_formula(text: str) -> bool:
    """Whether the text starts like a formula, after any spaces, invisible characters and apostrophes."""
    for sign in text:
        if sign in _FORMULA:
            return True
        if sign != "'" and unicodedata.category(sign) not in _IGNORED_CATEGORIES:
            return False
    return False


def format_number(value: float, decimal: str = ".") -> str:
    """At most ten significant digits, without exponent or trailing zeros; empty if not finite."""
    if not math.isfinite(value):
        return ""
    if abs(value) < _NOISE:
        return "0"
    text = format(Decimal(f"{value:.{_DIGITS}g}"), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", decimal)


def format_cell(value: Cell, column: Column, dialect: Dialect, *, quoted: bool = True) -> str:
    """One cell as written in the file; in quotes where needed, unless ``quoted`` is False."""
    if value is None:
        return ""
    if column.type == "boolean":
        return "true" if value else "false"
    if column.type == "string":
        text = guard(str(value))
        return _quoted(text, dialect) if quoted else text
    if column.type == "integer":
        return str(int(value))
    return format_number(float(value), dialect.decimal)


def _quoted(text: str, dialect: Dialect) -> str:
    special = any(sign in text for sign in (dialect.delimiter, '"', "\r", "\n"))
    if not special and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"'


def dump(table: Table, dialect: Dialect) -> bytes:
    """The whole file: a heading line, then one line per row."""
    lines = [dialect.delimiter.join(_quoted(column.name, dialect) for column in table.columns)]
    lines += [_line(row, table.columns, dialect) for row in table.rows]
    return "".join(line + dialect.line_end for line in lines).encode(dialect.encoding)


def _line(row: Sequence[Cell], columns: Sequence[Column], dialect: Dialect) -> str:
    cells = (format_cell(value, column, dialect) for value, column in zip(row, columns, strict=True))
    return dialect.delimiter.join(cells)


def read(content: bytes, dialect: Dialect) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Column names and rows as text (still guarded); ResultError where the file is no CSV of the dialect."""
    try:
        text = content.decode(dialect.encoding)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ResultError(
            Message("cannot be read as CSV ({dialect}): {why}", dialect=dialect.name, why=why(error))
        ) from error
    if not lines:
        raise ResultError(Message("is empty; a heading line is needed"))
    return tuple(lines[0]), [tuple(line) for line in lines[1:]]


def parse_cell(text: str, column: Column, dialect: Dialect) -> Cell:
    """The value of one cell; ValueError where it is not of the column's type."""
    if column.type == "string":
        return settled(unguard(text))
    if not text:
        return None
    if column.type == "boolean":
        return _BOOLEANS[text] if text in _BOOLEANS else _refuse(text, "true or false")
    if column.type == "integer":
        return int(text)
    return float(text.replace(dialect.decimal, ".")) if "_" not in text else _refuse(text, "a number")


_BOOLEANS = {"true": True, "false": False}


def _refuse(text: str, wanted: str) -> Cell:
    raise ValueError(f"{text!r} is not {wanted}")


def parse(table: Table, content: bytes, dialect: Dialect) -> Table:
    """The table in a file written by ``dump``; ResultError where its columns are not those of ``table``."""
    headings, lines = read(content, dialect)
    if headings != table.headings:
        raise ResultError(
            Message(
                "has the columns {seen}; expected {known}", seen=", ".join(headings), known=", ".join(table.headings)
            )
        )
    return Table(table.kind, [_parsed(line, table.columns, dialect) for line in lines])


def _parsed(line: Iterable[str], columns: Sequence[Column], dialect: Dialect) -> tuple[Cell, ...]:
    cells = tuple(line)
    if len(cells) != len(columns):
        raise ResultError(
            Message(
                "has a row of {n} cells where {known} are expected: {cells}",
                n=len(cells),
                known=len(columns),
                cells=cells[:3],
            )
        )
    try:
        return tuple(parse_cell(text, column, dialect) for text, column in zip(cells, columns, strict=True))
    except ValueError as error:
        raise ResultError(Message("holds a value of the wrong type: {why}", why=why(error))) from error
