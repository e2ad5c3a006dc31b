"""What is left out of tables that tell areas apart, where numbers are small."""

from __future__ import annotations

from placement.report.columns import Row, Table

SUPPRESSED = ("assignments", "areas", "knife_edge", "explain_areas")
"""Tables by area, in which small numbers are left out when asked."""


_VISITS = "visits/year"


def suppressed(table: Table, below: float) -> Table:
    """The table without visits above 0 and below ``below``, where it tells areas apart.

    In ``assignments`` the shares of the same area and function go too: they and one number would give the rest away.
    """
    if below <= 0 or table.name not in SUPPRESSED:
        return table
    hidden = {at for at, column in enumerate(table.columns) if column.unit == _VISITS}
    rows = [_without_small(row, hidden, below) for row in table.rows]
    if table.name == "assignments":
        rows = _without_shares(table, rows)
    return Table(table.name, table.columns, rows)


def _without_small(row: Row, hidden: set[int], below: float) -> Row:
    return tuple(None if at in hidden and _is_small(cell, below) else cell for at, cell in enumerate(row))


def _is_small(cell: object, below: float) -> bool:
    return isinstance(cell, int | float) and 0 < cell < below


def _without_shares(table: Table, rows: list[Row]) -> list[Row]:
    visits, shares = table.position("visits_per_year"), table.position("share")
    touched = {row[:2] for row in rows if row[visits] is None}
    return [tuple(None if at == shares and row[:2] in touched else cell for at, cell in enumerate(row)) for row in rows]
