"""Converts the sheets of a workbook to a scenario's tree, with the place of every value and all faults.

Columns are found by the technical names in a row of the sheet, rows by their ids, so that neither's order matters.
Blank rows and columns, and everything above the technical names, are skipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from placement.errors import Message
from placement.scenario.source.files import Unreadable
from placement.scenario.source.normalise import DEFAULTED
from placement.scenario.source.paths import Tree, nearest
from placement.scenario.source.positions import Mark, Path, Positions
from placement.scenario.source.yaml_source import Parsed
from placement.scenario.workbook import shape
from placement.scenario.workbook.cells import from_cell, key_from
from placement.scenario.workbook.finding import Columns, Finding, Rows
from placement.scenario.workbook.grid import Grid, grids_in
from placement.scenario.workbook.other_values import PARTS, Others
from placement.scenario.workbook.shape import ID, OTHER, PATH, PLACE, VALUE, Field, Sheet

NULL = object()
"""Marks an entry that is an explicit null."""


class Read(NamedTuple):
    """A workbook as read."""

    parsed: Parsed
    remarks: tuple[Message, ...]
    """Remarks that are no faults."""


def read_workbook(content: bytes, file: str, positions: Positions) -> Read | Unreadable:
    """The tree in a workbook; records the places of its values, in ``file``, in ``positions``."""
    grids = grids_in(content)
    if isinstance(grids, Unreadable):
        return grids
    find = Finding(file, positions)
    reader = _Reader(find)
    reader.read(grids)
    parsed = Parsed(reader.tree, tuple(find.faults), complete=find.complete)
    return Read(parsed, tuple(find.remarks))


class _Reader:
    def __init__(self, find: Finding) -> None:
        self.find = find
        self.tree: Tree = {}

    def read(self, grids: Sequence[Grid]) -> None:
        """Read every sheet: the forms, the tables from outer to inner ones, and the other values."""
        found = self.find.begin(grids)
        for sheet in shape.sheets().values():
            if sheet.name in found:
                (self._form if sheet.form else self._table)(sheet, found[sheet.name])
        if OTHER in found:
            Others(self.find, self.tree).read(found[OTHER])
        self._silent_rows()

    # ---- forms

    def _form(self, sheet: Sheet, grid: Grid) -> None:
        known = (PATH, VALUE, *PARTS, "field", "unit", "allowed", "default", "meaning")
        columns = self.find.columns(grid, known, (PATH, VALUE))
        if columns is None:
            return
        names = {".".join(path): path for path, form in shape.forms().items() if not form.fields[path].part}
        seen: dict[Path, int] = {}
        values: dict[Path, Any] = {}
        for row in range(columns.head + 1, len(grid.rows)):
            name = key_from(self.find.cell(grid, row, columns.at[PATH]))
            given = [columns.at[part] for part in (VALUE, *PARTS) if part in columns.at]
            if not name:
                if not self.find.is_blank(grid, row, given):
                    message = Message("the cell '{name}' is empty; every row needs it.", name=PATH)
                    self.find.fault(self.find.places.cell(grid, row, columns.at[PATH]), message)
                continue
            path = names.get(name)
            if path is None:
                self.find.fault(
                    self.find.places.cell(grid, row, columns.at[PATH]),
                    Message("there is no '{key}' in {named}.", key=name, named=f"'{sheet.name}'"),
                    nearest(name, [each for each in names if each.split(".")[0] == name.split(".")[0]] or names),
                )
            elif path in seen:
                self.find.twice(columns, row, columns.at[PATH], name, seen[path])
            else:
                seen[path] = row
                values |= self._line(columns, row, path)
        self._into(self.tree, values, {path: shape.forms()[path].fields[path] for path in values}, ())

    def _line(self, columns: Columns, row: int, path: Path) -> dict[Path, Any]:
        """By path, the value in a line of a form and the values in the columns beside it."""
        one = shape.forms()[path].fields[path]
        grid = columns.grid
        self.find.places.forms[path] = self.find.places.cell(grid, row, columns.at[VALUE])
        values: dict[Path, Any] = {}
        for name in (VALUE, *PARTS):
            cell = self.find.cell(grid, row, columns.at.get(name))
            if cell is None:
                continue
            inner = path if name == VALUE else (*path, name)
            mark = self.find.places.cell(grid, row, columns.at[name])
            field_of = shape.forms()[inner].fields[inner] if inner in shape.forms() else None
            if name != VALUE and (field_of is None or not one.quantity):
                message = Message("'{path}' has no {part}; leave the cell empty.", path=".".join(path), part=name)
                self.find.fault(mark, message)
            elif field_of is not None:
                values[inner] = from_cell(field_of, cell)
                self.find.places.forms[inner] = mark
        return values

    # ---- tables

    def _table(self, sheet: Sheet, grid: Grid) -> None:
        fields = sheet.columns()
        known = [*sheet.keys, *fields]
        columns = self.find.columns(grid, known, sheet.keys, sheet.extra)
        if columns is None:
            return
        rows = self.find.places.tables[sheet.path] = Rows(columns)
        for name in columns.at:
            if name not in known:
                fields[name] = Field((name,), "number")
        cells = {name: column for name, column in columns.at.items() if name not in sheet.keys}
        for row in range(columns.head + 1, len(grid.rows)):
            if not self.find.is_blank(grid, row, columns.at.values()):
                self._row(sheet, rows, row, {fields[name]: column for name, column in cells.items()})

    def _row(self, sheet: Sheet, rows: Rows, row: int, cells: Mapping[Field, int]) -> None:
        columns = rows.columns
        keys = self._keys(sheet, columns, row)
        box, path = self._box(sheet, columns, row, keys) if keys is not None else (None, ())
        if box is None or keys is None:
            return
        if isinstance(box, list):
            path = (*path, str(len(box)))
        elif path[-1] in box:
            self.find.twice(columns, row, columns.at[sheet.keys[0]], " / ".join(keys), rows.rows.get(path, row))
            return
        rows.rows[path] = row
        entry = self._entry(sheet, columns, row, path, cells)
        if isinstance(box, list):
            box.append(entry)
        elif entry is not None:
            box[path[-1]] = entry if entry is not NULL else None

    def _keys(self, sheet: Sheet, columns: Columns, row: int) -> list[str] | None:
        """The ids of a row; None, and a fault, if one is missing."""
        keys = [key_from(self.find.cell(columns.grid, row, columns.at[name])) for name in sheet.keys]
        if all(keys):
            return keys
        name = sheet.keys[keys.index("")]
        place = (row, columns.at[name])
        if place not in columns.grid.errors and place not in columns.grid.uncounted:
            message = Message("the cell '{name}' is empty; every row needs it.", name=name)
            self.find.fault(self.find.places.cell(columns.grid, *place), message)
        self.find.complete = False
        return None

    def _entry(self, sheet: Sheet, columns: Columns, row: int, path: Path, cells: Mapping[Field, int]) -> Any:
        """The record or single value of a row; None, and a fault, if it is missing."""
        values: dict[Path, Any] = {}
        for one, column in cells.items():
            cell = self.find.cell(columns.grid, row, column)
            if cell is not None:
                values[one.path] = from_cell(one, cell)
            elif one.nothing:
                values[one.path] = None
        if () in sheet.fields and set(values) <= {()}:
            if values or sheet.record is not None:
                found = values.get((), {})
                return NULL if found is None else found
            mark = self.find.places.cell(columns.grid, row, columns.at.get(VALUE, columns.at[sheet.keys[0]]))
            if (mark.line - 1, mark.column - 1) not in {*columns.grid.errors, *columns.grid.uncounted}:
                message = Message("the cell '{name}' is empty; every row needs it.", name=VALUE)
                self.find.fault(mark, message)
            return None
        entry: Tree = {}
        self._into(entry, values, {one.path: one for one in cells}, path)
        return entry

    def _box(
        self, sheet: Sheet, columns: Columns, row: int, keys: Sequence[str]
    ) -> tuple[Tree | list[Any] | None, Path]:
        """The map or list for a row's record, and its path; None, and a fault, if the record around it is missing."""
        box: Any = self.tree
        path: Path = ()
        left = list(zip(sheet.keys, keys, strict=True))
        for number, part in enumerate(sheet.path):
            last = number == len(sheet.path) - 1
            if part == PLACE:
                return box, path
            key = part
            if part == ID:
                name, key = left.pop(0)
                outer = self.find.places.tables.get(sheet.path[: number + 1])
                if outer is not None and not last and (*path, key) not in outer.rows:
                    known = [each[-1] for each in outer.rows if each[:-1] == path]
                    message = Message(
                        "there is no '{key}' in the sheet '{sheet}'.", key=key, sheet=outer.columns.grid.name
                    )
                    mark = self.find.places.cell(columns.grid, row, columns.at[name])
                    self.find.fault(mark, message, nearest(key, known))
                    return None, path
            path = (*path, key)
            if last:
                return box, path
            fresh: Any = [] if sheet.path[number + 1] == PLACE else {}
            box = box.setdefault(key, fresh)
            if not isinstance(box, list if isinstance(fresh, list) else dict):
                self.find.both(columns, row, path)
                return None, path
        return box, path

    def _into(self, box: Tree, values: Mapping[Path, Any], fields: Mapping[Path, Field], real: Path) -> None:
        """Put the values of a row into a record; a number with range or provenance beside it becomes a mapping.

        ``real`` is the path of the record.
        """
        longer = {path[:size] for path in values for size in range(len(path))}
        for path, value in values.items():
            one = fields.get(path)
            beside = one is not None and path in longer
            if one is not None and beside and not one.short:
                mark = self.find.places.mark((*real, *path), None) or Mark(self.find.file, 0, 0)
                named = ".".join((*real, *path))
                self.find.fault(
                    mark,
                    Message("'{path}' is a word, and has parts in other columns too; keep one of them.", path=named),
                )
                continue
            whole = (*path, one.short) if one is not None and beside else path
            inner = box
            for part in whole[:-1]:
                inner = inner.setdefault(part, {})
            inner[whole[-1]] = value

    # ---- rows for all that are silent

    def _silent_rows(self) -> None:
        """Move rows with the id ``*`` to the section's ``defaults``."""
        for section, key in DEFAULTED.items():
            entries = self.tree.get(section)
            if isinstance(entries, dict) and ID in entries:
                fields = entries.pop(ID)
                defaults = self.tree.setdefault("defaults", {})
                if isinstance(defaults, dict) and key not in defaults:
                    defaults[key] = fields
                if not entries:
                    del self.tree[section]
