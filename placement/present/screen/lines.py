"""Text for a terminal of some width and encoding: lines, and tables in columns that fit.

At the standard width and above, each row of a table is one line, and cells of columns that may shrink are cut. On a
narrower terminal nothing is cut: cells are wrapped over several lines, and where even the numbers have no room beside
each other, each row is written as a sentence. Characters that the terminal's encoding lacks are replaced by readable
ASCII.
"""

from __future__ import annotations

import codecs
import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len

from placement.present.words.terms import short_names

SUBSTITUTE = "placement.substitute"
"""Name of an error handler for codecs that never fails, for ``errors=`` of a stream."""
MARGIN = 2
"""Number of columns left free at the end of a line."""
_INSTEAD = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "...", "•": "*", "·": "|", "×": "x",
    "→": "->", "←": "<-", "↑": "^", "↓": "v", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "°": " deg", "€": "EUR",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
    "▸": ">", "●": "*", "■": "#", "✓": "v", "✗": "x", "Σ": "S", "½": "1/2", "‰": " per mille",
    "æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "œ": "oe", "Œ": "Oe",
    "ß": "ss", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i",
}  # fmt: skip
"""By character, readable ASCII in its place; other letters lose their accents."""


@dataclass(frozen=True)
class Terminal:
    """The terminal or file that is written to.

    Attributes:
        columns: its width in characters; the standard width for a file.
        encoding: name of the encoding of its text.
    """

    columns: int = 100
    encoding: str = "utf-8"

    @property
    def width(self) -> int:
        """The most characters a line may have."""
        return self.columns - MARGIN


STANDARD = Terminal()
"""The terminal assumed for files and pages."""
_NOW: ContextVar[Terminal] = ContextVar("terminal", default=STANDARD)


def terminal() -> Terminal:
    """The terminal of the current `writing_to`; the standard one outside of it."""
    return _NOW.get()


@contextlib.contextmanager
def writing_to(one: Terminal) -> Iterator[None]:
    """A context in which lines are laid out for a terminal."""
    before = _NOW.set(one)
    try:
        yield
    finally:
        _NOW.reset(before)


def showable(text: str) -> str:
    """``text`` with characters the terminal lacks replaced."""
    encoding = terminal().encoding
    if text.isascii() or _has(text, encoding):
        return text
    return text.encode(encoding, SUBSTITUTE).decode(encoding)


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _substituted(error: UnicodeError) -> tuple[str, int]:
    """Error handler of codecs: readable ASCII in place of characters the encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object
    return "".join(_instead(text, at) for at in range(error.start, error.end)), error.end


def _instead(text: str, at: int) -> str:
    sign = text[at]
    if sign in _INSTEAD:
        return _as_loud(_INSTEAD[sign], text[max(at - 1, 0) : at], text[at + 1 : at + 2])
    if "\u2500" <= sign <= "\u257f":  # lines of boxes
        return "-" if sign in "─━╌╍┄┅┈┉╴╶" else "|" if sign in "│┃╎╏┆┇┊┋╵╷" else "+"
    plain = (part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    known = "".join(part if part.isascii() else _INSTEAD.get(part, "") for part in plain)
    return known or ("" if unicodedata.category(sign) in ("Mn", "Me", "Cf") else "?")


def _as_loud(instead: str, before: str, after: str) -> str:
    """The two letters that replace one (Æ), both capital where the word is in capitals."""
    loud = after.isupper() or (before.isupper() and not after.islower())
    return instead.upper() if instead[0].isupper() and loud else instead


codecs.register_error(SUBSTITUTE, _substituted)


WIDTH = STANDARD.width
"""Most characters of a line at the standard width."""
NO_BREAK = "\N{NO-BREAK SPACE}"
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_COUNTED = re.compile(r"(?<=\d) (?=[^\W\d_])")
"""The space between a number and what it counts, where a line may not break."""
_TIE = "\ue000"
"""Stands in for a space at which a line may not break, while text is laid out."""
_LEAST = 8
"""Least width of a column that may shrink."""
_MARK = 1
"""Width of a first column that only marks its row; a wider one names it."""
_LONGEST_WORD = 36
"""On a narrow terminal longer words are broken."""


class Line(NamedTuple):
    """A line, how many of its first characters are a heading, and ``mark``, ``warning`` for a line that warns."""

    text: str
    heading: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table on the screen.

    Attributes:
        heading: may have several lines.
        right: whether it holds numbers, which are aligned right.
        gives: whether it may shrink when space is short.
        least: the width below which it does not shrink.
        names: whether it holds names, which get their short forms before anything is cut.
    """

    heading: tuple[str, ...] = ("",)
    right: bool = False
    gives: bool = False
    least: int = _LEAST
    names: bool = False


@dataclass(frozen=True, eq=False)
class Sentence:
    """The sentence that some lines were wrapped from, and the text in front of it."""

    text: str
    lead: str


@dataclass(frozen=True, eq=False)
class Table:
    """The table that some lines are rows of: its columns, and its cells before anything was shortened."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Laid(str):
    """A line that knows the `Sentence` or `Table` it was laid out from, so that a page can lay that out anew."""

    __slots__ = ("source",)
    source: Sentence | Table

    def __new__(cls, text: str, source: Sentence | Table) -> Laid:
        """``text`` as a line, with the ``source`` it was laid out from."""
        made = super().__new__(cls, text)
        made.source = source
        return made


def printable(text: str) -> str:
    """``text`` on one line without control characters, and with characters the terminal lacks replaced."""
    flat = " ".join(_SPACES.split(text.strip()))
    shown = "".join(sign if sign.isprintable() or sign == NO_BREAK else "\N{REPLACEMENT CHARACTER}" for sign in flat)
    return showable(shown)


def cells(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` columns; ends with ``…`` if something is left out."""
    if cells(text) <= width:
        return text
    end = showable("…")
    return _head(text, width - cells(end)).rstrip() + end


def _head(text: str, width: int) -> str:
    """As much of the beginning of ``text`` as fits in ``width`` columns."""
    kept = text
    while kept and cells(kept) > width:
        kept = kept[:-1]
    return kept


def pad(text: str, width: int, *, right: bool = False) -> str:
    """``text`` in exactly ``width`` columns."""
    shown = cut(text, width)
    space = " " * (width - cells(shown))
    return space + shown if right else shown + space


def wrapped(text: str, first: str = "", rest: str | None = None, width: int | None = None) -> list[str]:
    """A sentence over as many lines as it needs, the first beginning with ``first``, the others with ``rest``."""
    lead = showable(first)
    below = " " * cells(lead) if rest is None else rest
    lines = _lines(_COUNTED.sub(_TIE, printable(text)), terminal().width if width is None else width, lead, below)
    source = Sentence(text, first)
    return [Laid(line.replace(_TIE, " "), source) for line in lines]


def _lines(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Words in lines of at most ``width`` columns; a word that is wider than a line is broken."""
    lines, line, space = list[str](), first, ""
    for word in _short_words(text, max(1, width - cells(rest))):
        if line.strip() and cells(line) + len(space) + cells(word) > width:
            lines.append(line)
            line, space = rest, ""
        line, space = f"{line}{space}{word}", " "
    return [part.rstrip() for part in (*lines, line)]


def _short_words(text: str, width: int) -> Iterator[str]:
    """The words of a text, those wider than a line in pieces."""
    for word in text.split(" "):
        left = word
        while cells(left) > width:
            piece = _head(left, width) or left[0]
            yield piece
            left = left[len(piece) :]
        yield left


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    indent: int = 1,
    gap: int = 2,
    width: int | None = None,
) -> list[str]:
    """Headings and rows in columns as narrow as their cells allow; columns that may shrink share what is lacking.

    A row that takes several lines of a narrow terminal is one text with line breaks; the heading may be empty then.
    """
    whole = [[printable(cell) for cell in row] for row in rows]
    source = Table(tuple(columns), tuple(map(tuple, whole)))
    heads = [[showable(part) for part in row] for row in _heads(columns)]
    room = (terminal().width if width is None else width) - indent - gap * (len(columns) - 1)
    body = _with_short_names(columns, heads, whole, room)
    laid = _Laying(columns, heads, body, room, indent, gap)
    return [Laid(line, source) for line in laid.lines()]


def _heads(columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """The lines of the headings, without empty ones."""
    height = max(len(column.heading) for column in columns)
    head = zip(*(("",) * (height - len(column.heading)) + column.heading for column in columns), strict=True)
    return [row for row in head if any(row)]


@dataclass(frozen=True)
class _Laying:
    """A table being laid out: its headings and cells as shown, and the width available."""

    columns: Sequence[Column]
    heads: Sequence[Sequence[str]]
    body: Sequence[Sequence[str]]
    room: int
    indent: int
    gap: int

    def lines(self) -> list[str]:
        """The finished text of each row."""
        wanted = _widths(self.columns, [*self.heads, *self.body])
        if sum(wanted) <= self.room or terminal().columns >= STANDARD.columns:
            widths = _narrowed(self.columns, wanted, self.room)
            return [self._row(row, widths) for row in (*self.heads, *self.body)]
        widths = _narrowed(self.columns, wanted, self.room, self._words())
        if sum(widths) > self.room:
            return [*("" for _ in self.heads), *map(self._told, self.body)]
        return [self._high(row, widths) for row in (*self.heads, *self.body)]

    def _words(self) -> list[int]:
        """The width of each column's longest word, up to the longest that is not broken."""
        return [
            min(_LONGEST_WORD, max((cells(word) for row in self.body for word in row[n].split(" ")), default=0))
            for n in range(len(self.columns))
        ]

    def _row(self, row: Sequence[str], widths: Sequence[int]) -> str:
        shown = (pad(part, to, right=one.right) for part, to, one in zip(row, widths, self.columns, strict=True))
        return (" " * self.indent + (" " * self.gap).join(shown)).rstrip()

    def _high(self, row: Sequence[str], widths: Sequence[int]) -> str:
        """A row over as many lines as its tallest cell has."""
        stacks = [_lines(part, to) for part, to in zip(row, widths, strict=True)]
        return "\n".join(self._row(line, widths) for line in zip_longest(*stacks, fillvalue=""))

    def _told(self, row: Sequence[str]) -> str:
        """A row without columns: its name, and below it each number with its heading."""
        texts = [n for n, column in enumerate(self.columns) if not column.right]
        numbers = [n for n, column in enumerate(self.columns) if column.right and texts and n > texts[0]]
        first = numbers[0] if numbers else len(row)
        about, below = " " * self.indent, " " * (self.indent + 2)
        lead = (" " * self.gap).join(part for part in row[:first] if part)
        rest = f" {showable('·')} ".join(self._named(n, part) for n, part in enumerate(row) if n >= first and part)
        to = self.room + self.indent + self.gap * (len(self.columns) - 1)
        if cells(lead) <= _MARK:
            return "\n".join(_lines(rest, to, about + pad(lead, 2), below)).replace(_TIE, " ")
        lines = [*_lines(lead, to, about, below), *(_lines(rest, to, below, below) if rest else ())]
        return "\n".join(lines).replace(_TIE, " ")

    def _named(self, at: int, cell: str) -> str:
        heading = " ".join(filter(None, (row[at] for row in self.heads))).replace("- ", "")
        heading = heading.replace(" /", "/").replace("/ ", "/")
        return f"{heading} {cell}".strip().replace(" ", _TIE)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column's widest cell."""
    return [max((cells(row[n]) for row in rows), default=0) for n in range(len(columns))]


def _with_short_names(
    columns: Sequence[Column], heads: Sequence[Sequence[str]], body: list[list[str]], room: int
) -> list[list[str]]:
    """The rows, with names shortened if they are too wide: a whole column at a time, the widest first."""
    widths = _widths(columns, [*heads, *body])
    for n in sorted((n for n, column in enumerate(columns) if column.names), key=lambda n: -widths[n]):
        if sum(_widths(columns, [*heads, *body])) > room:
            short = short_names([row[n] for row in body])
            body = [[*row[:n], name, *row[n + 1 :]] for row, name in zip(body, short, strict=True)]
    return body


def _narrowed(columns: Sequence[Column], widths: list[int], room: int, words: Sequence[int] | None = None) -> list[int]:
    """Widths that fit in ``room``: columns that may shrink share what is lacking, then other columns of text.

    No column gets narrower than its ``least``, nor than its entry in ``words``.
    """
    widths = list(widths)
    for gives in (True, False):
        while sum(widths) > room:
            giving = [
                n
                for n, column in enumerate(columns)
                if column.gives is gives
                and not column.right
                and widths[n] > max(column.least, words[n] if words else 0)
            ]
            if not giving:
                break
            widths[max(giving, key=lambda n: widths[n])] -= 1
    return widths


def fitted(line: Line) -> Iterator[Line]:
    """A line as the terminal can show it: split at line breaks, and folded where it is too wide."""
    if isinstance(line.text, Laid) and not line.text:
        return
    head, rest = showable(line.text[: line.heading]), showable(line.text[line.heading :])
    heading, mark = len(head), line.mark
    for part in (part for text in (head + rest).split("\n") for part in _folded(text)):
        yield Line(part, min(heading, len(part)), mark)
        heading, mark = max(0, heading - len(part) - 1), ""


def _folded(text: str) -> list[str]:
    """A line that is too wide for the terminal, over several."""
    if cells(text) <= terminal().columns:
        return [text]
    margin = " " * (len(text) - len(text.lstrip()))
    return _lines(text.strip(), terminal().width, margin, margin + "  ")


def headed(heading: str, beside: str = "") -> Line:
    """A line that begins with a heading; ``beside`` is text after it that is not part of the heading."""
    return Line(f" {heading}  {beside}".rstrip(), len(heading) + 1)


def paragraph(heading: str, sentences: Iterable[str]) -> list[Line]:
    """A heading followed by sentences, on as many lines as they need; empty sentences are left out."""
    first = f" {heading}  "
    lines = wrapped(" ".join(filter(None, sentences)), first)
    return [Line(lines[0], len(first.rstrip())), *map(Line, lines[1:])]


def spaced(sections: Iterable[list[Line]]) -> list[Line]:
    """The lines of all sections, with an empty line between; sections without lines are left out."""
    lines: list[Line] = []
    for section in filter(None, sections):
        lines += [Line(""), *section] if lines else section
    return lines
