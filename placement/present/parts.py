"""The content of a page before it is Markdown or HTML: headings, sentences, lists and tables.

A page can be made from the lines of a screen (`parts_of`), so that both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from placement.locale import N_
from placement.present.screen.lines import Column, Laid, Line, Sentence, Table

Depth = Literal["summary", "meeting", "everything"]
DEPTHS: dict[Depth, str] = {
    "summary": N_("Summary"),
    "meeting": N_("For the meeting"),
    "everything": N_("Everything"),
}
"""Depths of a report, the shortest first; each contains all of the one before."""


@dataclass(frozen=True)
class Head:
    """The heading of a column.

    Attributes:
        words: the heading.
        right: whether the column holds numbers.
    """

    words: str
    right: bool = False


@dataclass(frozen=True)
class Grid:
    """A table for a page, with every cell as text.

    Attributes:
        caption: what it is about; unique on the page.
        heads: one for each column.
        rows: cells as shown, one for each column; a row of one cell is the heading of those below it.
        empty: sentence in place of a table without rows.
        named: position of the column that names the rows.
        keys: for each row the id of what it is about, for links to its page; empty where there are no such pages.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""
    named: int = 0
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of a page under a heading of its own, its content in the order of the fields; each may be empty.

    Attributes:
        heading: empty where it needs none.
        texts: sentences.
        items: a list.
        pictures: SVG; Markdown has none.
        grid: a table.
        loud: whether the list is a warning.
        depth: the shortest depth of a report that shows the part.
    """

    heading: str = ""
    texts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    grid: Grid | None = None
    loud: bool = False
    depth: Depth = "everything"


@dataclass(frozen=True)
class Sheet:
    """A page about one place.

    Attributes:
        name: id of the place.
        title: its name.
        kind: ``house``, ``hospital`` or ``group``.
        texts: sentences below the title.
        parts: the rest.
    """

    name: str
    title: str
    kind: str
    texts: tuple[str, ...]
    parts: tuple[Part, ...]


_ITEM = re.compile(r"[•!·-]|\d+\.")
"""The mark in front of a list item."""


def parts_of(lines: Iterable[Line]) -> tuple[Part, ...]:
    """The parts in the order of the lines; a blank line ends one, and so does a table."""
    gathered = _Gathered()
    for line in lines:
        gathered.take(line)
    gathered.close()
    return tuple(gathered.parts)


@dataclass
class _Gathered:
    """The parts so far, the one being made, and the source of the last line."""

    parts: list[Part] = field(default_factory=list)
    now: Part = field(default_factory=Part)
    caption: str = ""
    last: Sentence | Table | None = None

    def take(self, line: Line) -> None:
        source = line.text.source if isinstance(line.text, Laid) else None
        if source is not None and source is self.last:
            return
        self.last = source
        heading = line.text[: line.heading].strip() if line.heading and line.mark != "warning" else ""
        if isinstance(source, Table):
            self._table(source)
        elif not line.text.strip():
            self.close()
        elif isinstance(source, Sentence):
            self._sentence(source, heading)
        else:
            self._heading(heading)
            self._text(line.text[len(heading) :].strip() if not heading else line.text[line.heading :].strip())

    def close(self) -> None:
        """Add the part being made to the finished ones."""
        if self.now != Part():
            self.parts.append(self.now)
        self.now = Part()

    def _heading(self, heading: str) -> None:
        if heading:
            self.close()
            self.now, self.caption = Part(heading), heading

    def _sentence(self, source: Sentence, heading: str) -> None:
        self._heading(heading)
        lead, text = source.lead.strip().removeprefix(heading).strip(), source.text.strip()
        if heading and heading == text:
            return
        if text.startswith("! "):
            lead, text = "!", text[2:]
        if _ITEM.fullmatch(lead):
            loud = lead == "!"
            if self.now.items and self.now.loud != loud:
                self.close()
            self.now = replace(self.now, items=(*self.now.items, text), loud=loud)
        else:
            self._text(f"{lead} {text}".strip())

    def _text(self, text: str) -> None:
        if text:
            if self.now.items:
                self.close()
            self.now = replace(self.now, texts=(*self.now.texts, text))

    def _table(self, table: Table) -> None:
        if self.now.items:
            self.close()
        self.parts.append(replace(self.now, grid=_grid(self.caption, table)))
        self.now = Part()


def _grid(caption: str, table: Table) -> Grid:
    """The table as a `Grid`; where its first column only names groups of rows, each name gets a row of its own."""
    heads = [Head(joined(column), column.right) for column in table.columns]
    rows = [tuple(cell.strip() for cell in row) for row in table.rows]
    grouped = len(heads) > 1 and not any(head.words or head.right for head in heads[:2])
    if not grouped:
        whole = [n for n in range(len(heads)) if all(row[n] for row in rows)]
        named = next((n for n in whole if not heads[n].right), whole[0] if whole else 0)
        return Grid(caption, tuple(heads), tuple(rows), named=named)
    told: list[tuple[str, ...]] = []
    for label, *cells in rows:
        if label.startswith("(") and told:
            at = max(n for n, row in enumerate(told) if len(row) == 1)
            told[at] = (f"{told[at][0]} {label}",)
        elif label:
            told.append((label,))
        told.append(tuple(cells))
    return Grid(caption, tuple(heads[1:]), tuple(told))


def joined(column: Column) -> str:
    """The heading of a column on one line."""
    return " ".join(filter(None, column.heading)).replace("- ", "\N{SOFT HYPHEN}").replace(" /", "/").strip()
