"""Tables of a result folder: typed and described columns, rows of plain values, suppression of small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Cell = str | float | int | bool | None
Row = tuple[Cell, ...]
ColumnType = Literal["string", "number", "integer", "boolean"]


@dataclass(frozen=True)
class Column:
    """A column of a table. Its name contains the unit, and never changes its meaning from version to version.

    Attributes:
        name: technical name, the first line of CSV files.
        type: ``string``, ``number``, ``integer`` or ``boolean``.
        heading: for people, in a workbook or on a page; English, marked for the translation catalogue.
        meaning: one sentence; English, marked for the catalogue.
        unit: of a number, in words; empty where there is none.
        key: whether it is part of the key that identifies a row.
        allowed: the words a string column may hold; empty: any.
    """

    name: str
    type: ColumnType
    heading: str
    meaning: str
    unit: str = ""
    key: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableKind:
    """The definition of a table: its name, columns and meaning, without rows.

    Attributes:
        name: file name without its suffix.
        sheet: name of its sheet in a workbook; English, marked for the catalogue.
        shows: one sentence; English, marked for the catalogue.
        columns: in the order of the file.
        by_area: whether a row is about one area, so that its visits can be few enough to identify citizens; small
            numbers are then suppressed (`suppressed`).
        changes_first: whether a workbook puts the rows first whose ``change`` column names a change.
    """

    name: str
    sheet: str
    shows: str
    columns: tuple[Column, ...]
    by_area: bool = False
    changes_first: bool = False


def table_kind(
    name: str, sheet: str, shows: str, *columns: Column, by_area: bool = False, changes_first: bool = False
) -> TableKind:
    """Make a ``TableKind``, with its columns as further arguments."""
    return TableKind(name, sheet, shows, columns, by_area, changes_first)


def by_name(*kinds: TableKind) -> dict[str, TableKind]:
    """Kinds of tables by their name, in the order given."""
    return {kind.name: kind for kind in kinds}


@dataclass(frozen=True)
class Table:
    """A table with its rows, the content of one file.

    Attributes:
        kind: its definition.
        rows: one tuple of cells per row; None is a missing value.
    """

    kind: TableKind
    rows: list[Row]

    @property
    def name(self) -> str:
        """The file name without its suffix."""
        return self.kind.name

    @property
    def columns(self) -> tuple[Column, ...]:
        """In the order of the file."""
        return self.kind.columns

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)

    @property
    def key(self) -> tuple[int, ...]:
        """Positions of the key columns."""
        return tuple(at for at, column in enumerate(self.columns) if column.key)

    def records(self) -> list[dict[str, Any]]:
        """The rows by column name."""
        return [dict(zip(self.headings, row, strict=True)) for row in self.rows]

    def position(self, name: str) -> int:
        """The position of the column ``name``."""
        return self.headings.index(name)


def key(name: str, heading: str, meaning: str, allowed: Sequence[str] = ()) -> Column:
    """A text column that is part of the key."""
    return Column(name, "string", heading, meaning, key=True, allowed=tuple(allowed))


def text(name: str, heading: str, meaning: str, allowed: Sequence[str] = ()) -> Column:
    """A text column."""
    return Column(name, "string", heading, meaning, allowed=tuple(allowed))


def flag(name: str, heading: str, meaning: str, *, is_key: bool = False) -> Column:
    """A column of true and false."""
    return Column(name, "boolean", heading, meaning, key=is_key)


def whole(name: str, heading: str, unit: str, meaning: str, *, is_key: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(name, "integer", heading, meaning, unit, key=is_key)


def number(name: str, heading: str, unit: str, meaning: str) -> Column:
    """A column of numbers."""
    return Column(name, "number", heading, meaning, unit)


_VISITS = "visits/year"


def suppressed(table: Table, below: float) -> Table:
    """The table with numbers of visits above 0 and below ``below`` made empty, if its rows are about areas.

    In ``assignments`` the shares of the same area and function are emptied too: with one number they give the rest.
    """
    if below <= 0 or not table.kind.by_area:
        return table
    hidden = {at for at, column in enumerate(table.columns) if column.unit == _VISITS}
    rows = [_without_small(row, hidden, below) for row in table.rows]
    if table.name == "assignments":
        rows = _without_shares(table, rows)
    return Table(table.kind, rows)


def _without_small(row: Row, hidden: set[int], below: float) -> Row:
    return tuple(None if at in hidden and _is_small(cell, below) else cell for at, cell in enumerate(row))


def _is_small(cell: object, below: float) -> bool:
    return isinstance(cell, int | float) and 0 < cell < below


def _without_shares(table: Table, rows: list[Row]) -> list[Row]:
    visits, shares = table.position("visits_per_year"), table.position("share")
    touched = {row[:2] for row in rows if row[visits] is None}
    return [tuple(None if at == shares and row[:2] in touched else cell for at, cell in enumerate(row)) for row in rows]
