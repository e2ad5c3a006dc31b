"""Where the values of a workbook stand: the cell of each path, for the messages about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from placement.scenario.source.normalise import DEFAULTED
from placement.scenario.source.positions import Mark, Path
from placement.scenario.workbook.grid import Grid
from placement.scenario.workbook.shape import ID, PLACE, VALUE


@dataclass
class Columns:
    """A sheet with its technical names: in which row they stand, and the column of each."""

    grid: Grid
    head: int
    at: dict[str, int]


@dataclass
class Rows:
    """Where the records of a table stand."""

    columns: Columns
    rows: dict[Path, int] = field(default_factory=dict)


@dataclass
class Places:
    """Where each value of the workbook stands, for `Positions`."""

    file: str
    forms: dict[Path, Mark] = field(default_factory=dict)
    tables: dict[Path, Rows] = field(default_factory=dict)

    def mark(self, row: Path, column: str | None) -> Mark | None:  # noqa: ARG002 - every path is asked for by itself
        """The place of a value, or of the row that is about it."""
        if len(row) > 1 and row[0] == "defaults":
            section = next((name for name, key in DEFAULTED.items() if key == row[1]), "")
            row = (section, ID, *row[2:])
        if row in self.forms:
            return self.forms[row]
        for pattern, found in self.tables.items():
            size = len(pattern)
            fits = all(part in (ID, PLACE) or part == own for part, own in zip(pattern, row, strict=False))
            if len(row) >= size and fits and (line := found.rows.get(row[:size])) is not None:
                name = ".".join(row[size:]) or VALUE
                columns = found.columns.at
                whole = name if name in columns else name.removesuffix(".value").removesuffix(".da")
                if whole in columns:
                    return self.cell(found.columns.grid, line, columns[whole])
                if len(row) == size:
                    return self.cell(found.columns.grid, line, min(columns.values(), default=0))
        return None

    def cell(self, grid: Grid, row: int, column: int) -> Mark:
        """The place of a cell, counted from 0."""
        return Mark(self.file, row + 1, column + 1, grid.name)
