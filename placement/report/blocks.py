"""What a page is made of before it is Markdown or HTML: headings, sentences, lists and tables of shown cells."""

from __future__ import annotations

from dataclasses import dataclass


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
    """A table as shown.

    Attributes:
        caption: what it is about; unlike any other caption of the page.
        heads: one for each column.
        rows: cells as shown, one for each column; a row of one cell is the heading of those below it.
        empty: said in place of a table without rows.
        named: position of the column that names the rows.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""
    named: int = 0


@dataclass(frozen=True)
class Part:
    """Something under a heading of its own, in this order; any of it may be lacking.

    Attributes:
        heading: empty where it needs none.
        texts: sentences.
        items: a list.
        pictures: SVG; Markdown has none.
        grid: a table.
        loud: whether the list warns.
    """

    heading: str = ""
    texts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    grid: Grid | None = None
    loud: bool = False


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
