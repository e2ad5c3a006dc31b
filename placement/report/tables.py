"""Lines and tables in fixed columns: never wider than the screen, never wrapped inside a row."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from placement.report.names import short_names

WIDTH = 98
"""Most signs in a line."""
NO_BREAK = "\N{NO-BREAK SPACE}"
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_COUNTED = re.compile(r"(?<=\d) (?=[^\W\d_])")
"""Between a number and what it counts no line ends."""
_TIE = "\ue000"
_LEAST = 8
"""No column that gives way gets narrower."""


class Line(NamedTuple):
    """A line and how many of its first signs are a heading; ``mark`` is ``warning`` where it should catch the eye."""

    text: str
    heading: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        heading: as many rows as wanted.
        right: whether it holds numbers.
        gives: whether it gives way when space is short.
        least: it gives way no further than this.
        names: whether it holds names, which are shortened before anything is cut.
    """

    heading: tuple[str, ...] = ("",)
    right: bool = False
    gives: bool = False
    least: int = _LEAST
    names: bool = False


@dataclass(frozen=True, eq=False)
class Sentence:
    """What some lines were wrapped from: the sentence, and what stands before it."""

    text: str
    lead: str


@dataclass(frozen=True, eq=False)
class Table:
    """What some lines are the rows of: the columns, and the cells as they were before anything was shortened."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Laid(str):
    """A line that remembers what it was laid out from, so that a page can lay it out otherwise."""

    __slots__ = ("source",)
    source: Sentence | Table

    def __new__(cls, text: str, source: Sentence | Table) -> Laid:
        """The line."""
        made = super().__new__(cls, text)
        made.source = source
        return made


def printable(text: str) -> str:
    """``text`` on one line without signs that could steer a terminal."""
    flat = " ".join(_SPACES.split(text.strip()))
    return "".join(sign if sign.isprintable() or sign == NO_BREAK else "\N{REPLACEMENT CHARACTER}" for sign in flat)


def cells(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(s) else 2 if unicodedata.east_asian_width(s) in "WF" else 1 for s in text)


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` columns; ``…`` says that something is left out."""
    if cells(text) <= width:
        return text
    kept = text
    while kept and cells(kept) > width - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """``text`` in exactly ``width`` columns."""
    shown = cut(text, width)
    space = " " * (width - cells(shown))
    return space + shown if right else shown + space


def wrapped(text: str, first: str = "", rest: str | None = None, width: int = WIDTH) -> list[str]:
    """A sentence over as many lines as it needs; ``first`` and ``rest`` stand before them."""
    lines = textwrap.wrap(
        _COUNTED.sub(_TIE, printable(text)),
        width,
        initial_indent=first,
        subsequent_indent=" " * cells(first) if rest is None else rest,
        break_on_hyphens=False,
    )
    source = Sentence(text, first)
    return [Laid(line.replace(_TIE, " "), source) for line in lines] or [first.rstrip()]


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, indent: int = 1, gap: int = 2, width: int = WIDTH
) -> list[str]:
    """Headings and rows in columns as narrow as they can be; columns that give way share what is lacking."""
    room = width - indent - gap * (len(columns) - 1)
    whole = [[printable(cell) for cell in row] for row in rows]
    source = Table(tuple(columns), tuple(map(tuple, whole)))
    body = _with_short_names(columns, whole, room)
    widths = _narrowed(columns, _widths(columns, body), room)
    height = max(len(column.heading) for column in columns)
    head = list(zip(*(("",) * (height - len(column.heading)) + column.heading for column in columns), strict=True))
    return [Laid(_row(row, columns, widths, indent, gap), source) for row in [*(h for h in head if any(h)), *body]]


def _widths(columns: Sequence[Column], body: Sequence[Sequence[str]]) -> list[int]:
    """As wide as the widest cell of each column."""
    return [
        max([*(cells(part) for part in column.heading), *(cells(row[n]) for row in body)])
        for n, column in enumerate(columns)
    ]


def _with_short_names(columns: Sequence[Column], body: list[list[str]], room: int) -> list[list[str]]:
    """Where the rows are too wide, names are shortened, a whole column at a time, the widest first."""
    widths = _widths(columns, body)
    for n in sorted((n for n, column in enumerate(columns) if column.names), key=lambda n: -widths[n]):
        if sum(_widths(columns, body)) > room:
            short = short_names([row[n] for row in body])
            body = [[*row[:n], name, *row[n + 1 :]] for row, name in zip(body, short, strict=True)]
    return body


def _narrowed(columns: Sequence[Column], widths: list[int], room: int) -> list[int]:
    """Columns that give way share what is lacking; other text gives way where that is not enough."""
    for gives in (True, False):
        while sum(widths) > room:
            giving = [
                n
                for n, column in enumerate(columns)
                if column.gives is gives and not column.right and widths[n] > column.least
            ]
            if not giving:
                break
            widths[max(giving, key=lambda n: widths[n])] -= 1
    return widths


def _row(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int], indent: int, gap: int) -> str:
    parts = [pad(cell, width, right=column.right) for cell, width, column in zip(row, widths, columns, strict=True)]
    return (" " * indent + (" " * gap).join(parts)).rstrip()
