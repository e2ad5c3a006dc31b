"""Finds the heading of a table among its first rows: each column by its known names, or by the name an option gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from placement.errors import Message
from placement.questions.intake.findings import Cell, as_id
from placement.questions.intake.reading import ROWS_ABOVE, Raw, Row
from placement.scenario.checks.notes import few
from placement.scenario.schema.text import settled


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
