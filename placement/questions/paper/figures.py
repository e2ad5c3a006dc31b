"""The figures of a paper, each with the table cell it was read from."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from placement.locale import N_
from placement.present.tables.columns import Cell, Row, Table, number, table_kind, text, whole
from placement.present.words.voice import Voice

FIGURES = table_kind(
    "paper_figures",
    N_("Figures"),
    N_("Where each figure of the paper was read: a cell, or a sum, count or difference of cells."),
    whole("figure", N_("Figure"), "", N_("In the order of the paper."), is_key=True),
    text("said", N_("As the paper has it"), N_("The figure as it stands in the paper.")),
    text("file", N_("File"), N_("Of the result folder, or of the folder of the staircase.")),
    text("rows", N_("Rows"), N_("What the columns hold in the rows it was read from; empty: every row.")),
    text("column", N_("Column"), N_("The column; in a JSON document the path of the number.")),
    text(
        "how",
        N_("How"),
        N_("cell, sum, count, distinct or difference (the first path minus the second, as rounded)."),
        ("cell", "sum", "count", "distinct", "difference"),
    ),
    number(
        "value",
        N_("Value"),
        "",
        N_("The number itself, in the unit of its column; empty where a text is said as it stands."),
    ),
)


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        said: as it stands in the paper.
        file: a table with its ending, or a JSON document.
        rows: column and value pairs that identify the rows it was read from.
        column: the column, or the path in the document; of a difference two paths with `` - `` between.
        how: ``cell``, ``sum``, ``count``, ``distinct`` or ``difference``.
        value: the number or text itself.
    """

    said: str
    file: str
    rows: tuple[tuple[str, Cell], ...]
    column: str
    how: str
    value: Cell


class Figures:
    """Reads figures from tables and a document, and records where each was read.

    Attributes:
        say: the voice of the paper.
        found: the figures read so far.
    """

    def __init__(self, tables: Mapping[str, Table], document: Mapping[str, Any], say: Voice) -> None:
        self.say = say
        self.found: list[Figure] = []
        self._tables = {name: table.records() for name, table in tables.items()}
        self._document = document

    def records(self, table: str, **where: Cell) -> list[dict[str, Any]]:
        """The rows of a table that match ``where``."""
        return [row for row in self._tables.get(table, []) if _holds(row, where)]

    def cell(self, table: str, column: str, show: Callable[[Any], str], **where: Cell) -> str:
        """A cell of the one row that matches ``where``, as text.

        Raises:
            ValueError: no row matches, or several do.
        """
        (row,) = self.records(table, **where)
        return self._keep(show(row[column]), f"{table}.csv", where, column, "cell", row[column])

    def total(self, table: str, column: str, **where: Cell) -> float:
        """The sum of a column over the rows that match ``where``; not recorded, see ``said_total``."""
        return float(sum(row[column] or 0.0 for row in self.records(table, **where)))

    def said_total(self, table: str, column: str, show: Callable[[Any], str], **where: Cell) -> str:
        """The sum of a column over the rows that match ``where``, as text."""
        value = self.total(table, column, **where)
        return self._keep(show(value), f"{table}.csv", where, column, "sum", value)

    def count(self, table: str, column: str, **where: Cell) -> int:
        """The number of rows that match ``where``; recorded as a whole number."""
        value = len(self.records(table, **where))
        return self._counted(value, f"{table}.csv", where, column, "count")

    def distinct(self, table: str, column: str, **where: Cell) -> int:
        """The number of distinct values of a column in the matching rows; recorded as a whole number."""
        value = len({row[column] for row in self.records(table, **where)})
        return self._counted(value, f"{table}.csv", where, column, "distinct")

    def length(self, path: str) -> int:
        """The number of items of a list in the document; recorded as a whole number."""
        return self._counted(len(at(self._document, path)), "result.json", {}, path, "count")

    def _counted(self, value: int, file: str, where: Mapping[str, Cell], column: str, how: str) -> int:
        """A number of things, recorded unless it is 0, which no sentence says in figures."""
        if value:
            self._keep(self.say.number(value), file, where, column, how, value)
        return value

    def of(self, path: str) -> float:
        """A number of the document; NaN where it has none. Not recorded, see ``told``."""
        value = at(self._document, path)
        return float(value) if isinstance(value, int | float) else math.nan

    def told(self, path: str, show: Callable[[Any], str]) -> str:
        """A number of the document, as text."""
        value = self.of(path)
        return self._keep(show(value), "result.json", {}, path, "cell", value)

    def difference(self, path: str, less: str, decimals: int, show: Callable[[Any], str]) -> str:
        """A number of the document less another, both rounded as in the paper, so that readers can check it."""
        value = round(self.of(path), decimals) - round(self.of(less), decimals)
        return self._keep(show(value), "result.json", {}, f"{path} - {less}", "difference", value)

    def table(self) -> Table:
        """Every figure, in the order of reading."""
        return Table(FIGURES, [_row(at, figure) for at, figure in enumerate(self.found, 1)])

    def _keep(self, said: str, file: str, where: Mapping[str, Cell], column: str, how: str, value: Cell) -> str:
        self.found.append(Figure(said, file, tuple(where.items()), column, how, value))
        return said


def at(document: Mapping[str, Any], path: str) -> Any:
    """The value in a document at a dotted path, where a number is the place in a list; None where there is none."""
    found: Any = document
    for name in path.split("."):
        if isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _holds(row: Mapping[str, Any], where: Mapping[str, Cell]) -> bool:
    return all(row[name] == value for name, value in where.items())


def _row(at: int, one: Figure) -> Row:
    rows = "; ".join(f"{name}={_plain(value)}" for name, value in one.rows)
    value = one.value if isinstance(one.value, int | float) and math.isfinite(one.value) else None
    return at, one.said, one.file, rows, one.column, one.how, value


def _plain(value: Cell) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower() if value is not None else ""
    return f"{value:.10g}" if isinstance(value, int | float) else value
