"""Lines and tables in fixed columns: never wider than the screen, never wrapped inside a row."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH = 98
"""Most signs in a line."""
NO_BREAK = "\N{NO-BREAK SPACE}"
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_SORTS = ("hus", "huset", "center", "centre", "hospital", "house")
"""Endings of words that many sites share; the town stands elsewhere in the name."""
_LEAST = 8
"""A column that gives way never gets narrower."""


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
        squeezed: whether it then keeps the last word too.
    """

    heading: tuple[str, ...] = ("",)
    right: bool = False
    gives: bool = False
    squeezed: bool = False


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


def squeeze(text: str, width: int) -> str:
    """A name in at most ``width`` columns, its last word kept unless it says only what sort of place it is."""
    last = text.rsplit(" ", 1)[-1]
    left = width - cells(last) - 1
    if cells(text) <= width or left < _LEAST // 2 or last.lower().endswith(_SORTS):
        return cut(text, width)
    return f"{cut(text, left)} {last}"


def pad(text: str, width: int, *, right: bool = False, squeezed: bool = False) -> str:
    """``text`` in exactly ``width`` columns."""
    shown = squeeze(text, width) if squeezed else cut(text, width)
    space = " " * (width - cells(shown))
    return space + shown if right else shown + space


def wrapped(text: str, first: str = "", rest: str | None = None, width: int = WIDTH) -> list[str]:
    """A sentence over as many lines as it needs; ``first`` and ``rest`` stand before them."""
    return textwrap.wrap(
        printable(text),
        width,
        initial_indent=first,
        subsequent_indent=" " * cells(first) if rest is None else rest,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, indent: int = 1, gap: int = 2, width: int = WIDTH
) -> list[str]:
    """Headings and rows in columns as narrow as they can be; columns that give way share what is lacking."""
    body = [[printable(cell) for cell in row] for row in rows]
    widths = _widths(columns, body, width - indent - gap * (len(columns) - 1))
    height = max(len(column.heading) for column in columns)
    head = list(zip(*(("",) * (height - len(column.heading)) + column.heading for column in columns), strict=True))
    return [_row(row, columns, widths, indent, gap) for row in [*(h for h in head if any(h)), *body]]


def _widths(columns: Sequence[Column], body: Sequence[Sequence[str]], room: int) -> list[int]:
    widths = [
        max([*(cells(part) for part in column.heading), *(cells(row[n]) for row in body)])
        for n, column in enumerate(columns)
    ]
    while sum(widths) > room:
        giving = [n for n, column in enumerate(columns) if column.gives and widths[n] > _LEAST]
        if not giving:
            break
        widest = max(giving, key=lambda n: widths[n])
        widths[widest] -= 1
    return widths


def _row(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int], indent: int, gap: int) -> str:
    parts = [
        pad(cell, width, right=column.right, squeezed=column.squeezed)
        for cell, width, column in zip(row, widths, columns, strict=True)
    ]
    return (" " * indent + (" " * gap).join(parts)).rstrip()
