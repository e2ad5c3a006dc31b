"""Converts what the planner wrote to what the schema expects: tables are read into rows, defaults put into entries.

It also finds which fields of a finished scenario were not written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from placement.errors import Fault, Message
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.boundaries import Unfit, read_outlines
from placement.scenario.source.files import Folder, Unreadable
from placement.scenario.source.paths import TABLE_KEYS, Tree, nearest
from placement.scenario.source.positions import Path, Positions
from placement.scenario.source.tables import AREAS, BASELINE, DEMAND, OBSERVED, TRAVEL, CsvTable, Row, Shape, read_table

DEFAULTED = {"functions": "function", "sites": "site", "equipment": "equipment", "staff_roles": "staff_role"}
"""By section, the key of ``defaults`` for its entries."""
BOTH = Message("'file' and rows written out are both given; keep one of them.")


@dataclass
class Normaliser:
    """Converts one tree to what the schema expects; collects faults, and records where values were written."""

    folder: Folder
    positions: Positions
    cache: dict[tuple[str, ...], CsvTable | Unreadable]
    faults: list[Fault] = field(default_factory=list)
    incomplete: bool = False
    """Whether a table could not be read completely, so that ids the planner wrote may be missing."""

    @property
    def areas_explained(self) -> bool:
        """Whether there is a fault that explains why there are no areas."""
        return any(fault.path.startswith("areas") or not fault.path for fault in self.faults)

    def tables(self, raw: Tree) -> Tree:
        """``raw`` with the rows of every table under ``rows``; of the areas only those that ``only`` names."""
        return self.brought_in(raw, whole=False)

    def brought_in(self, raw: Tree, *, whole: bool = True) -> Tree:
        """``raw`` with the rows of every table under ``rows``; with ``whole`` also areas that ``only`` leaves out."""
        tree = dict(raw)
        for name, shape in (("areas", AREAS), ("baseline", BASELINE), ("demand", DEMAND)):
            if isinstance(tree.get(name), dict):
                tree[name] = self._section(name, tree[name], shape)
        if isinstance(tree.get("areas"), dict) and not whole:
            tree["areas"] = self._only(tree["areas"])
        if isinstance(tree.get("observed"), dict):
            tree["observed"] = self._listed(("observed",), tree["observed"], OBSERVED)
        if isinstance(tree.get("travel"), dict):
            tree["travel"] = self._travel(tree["travel"])
        if isinstance(tree.get("boundaries"), dict):
            tree["boundaries"] = self._boundaries(tree["boundaries"], tree.get("areas"))
        return tree

    def _section(self, name: str, section: Tree, shape: Shape) -> Tree:
        section = self._shorthand(name, section)
        rows = self._from_file((name,), section, shape)
        if rows is None:
            return section
        return {**{key: part for key, part in section.items() if key != "file"}, "rows": nested(rows, shape)}

    def _shorthand(self, name: str, section: Tree) -> Tree:
        """The section with rows that are written directly under it moved to ``rows``."""
        inline = {k: v for k, v in section.items() if k not in TABLE_KEYS[name] and isinstance(v, dict)}
        if not inline or "rows" in section:
            return section
        for key in inline:
            self.positions.move((name, "rows", key), (name, key))
        return {**{key: part for key, part in section.items() if key not in inline}, "rows": inline}

    def _travel(self, travel: Tree) -> Tree:
        travel = self._listed(("travel",), travel)
        overrides = travel.get("overrides")
        if isinstance(overrides, dict):
            travel = {**travel, "overrides": self._listed(("travel", "overrides"), overrides)}
        return travel

    def _listed(self, path: Path, section: Tree, shape: Shape = TRAVEL) -> Tree:
        rows = self._from_file(path, section, shape)
        if rows is None:
            return section
        return {**{key: part for key, part in section.items() if key != "file"}, "rows": rows}

    def _boundaries(self, section: Tree, areas: Any) -> Tree:
        """The section with the outlines of its file that belong to areas or their groups."""
        name, path = section.get("file"), ("boundaries", "file")
        if not isinstance(name, str):
            return section
        if section.get("rows"):
            self.faults.append(self.positions.fault(path, BOTH))
            return section
        text = self.folder.read(name)
        found = text if isinstance(text, Unreadable) else read_outlines(text, as_text(section.get("property", "id")))
        rest = {key: part for key, part in section.items() if key != "file"}
        if isinstance(found, Unreadable):
            self._unreadable(("boundaries",), name, found)
        elif isinstance(found, list):
            self.faults += [self._unfit(path, name, one) for one in found]
        else:
            wanted = _outlined(section.get("of"), areas)
            needed = {key: found[key] for key in found if key in wanted}
            return {**rest, "rows": needed if len(needed) == len(wanted) else found}
        self.incomplete = True
        return {**rest, "rows": {}}

    def _unfit(self, path: Path, name: str, why: Unfit) -> Fault:
        """The fault at its place in the file, else where the file is named."""
        if why.line:
            return Fault(why.message, "", self.folder.display(name), why.line, why.column)
        return self.positions.fault(path, Message("{place}: {what}", place=name, what=why.message))

    def _from_file(self, path: Path, section: Tree, shape: Shape) -> list[Row] | None:
        """The rows of the section's file; None if it names none."""
        name = section.get("file")
        if not isinstance(name, str):
            return None
        if section.get("rows"):
            self.faults.append(self.positions.fault((*path, "file"), BOTH))
            return None
        cached = (name, *shape.key)
        if cached not in self.cache:
            self.cache[cached] = read_table(self.folder, name, shape, self.positions)
        table = self.cache[cached]
        if isinstance(table, Unreadable):
            return self._unreadable(path, name, table)
        self.faults += table.faults
        self.incomplete = self.incomplete or not table.complete
        self.positions.tables[(*path, "rows")] = table
        return table.rows

    def _unreadable(self, path: Path, name: str, why: Unreadable) -> list[Row]:
        self.incomplete = True
        if why.line:
            file = self.folder.display(name)
            self.faults.append(Fault(why.message, "", file, why.line, why.column))
        else:
            self.faults.append(self.positions.fault((*path, "file"), why.message, suggestion=why.suggestion))
        return []

    def _only(self, areas: Tree) -> Tree:
        only, rows = areas.get("only"), areas.get("rows")
        if not isinstance(only, dict) or not isinstance(rows, dict) or not rows:
            return areas
        for column, wanted in only.items():
            if isinstance(wanted, list):
                rows = self._filtered(column, [as_text(word) for word in wanted], rows)
        texts = {c: [as_text(w) for w in ws] if isinstance(ws, list) else ws for c, ws in only.items()}
        return {**areas, "only": texts, "rows": rows}

    def _filtered(self, column: str, wanted: list[str], rows: Tree) -> Tree:
        path = ("areas", "only", column)
        entries = {key: row for key, row in rows.items() if isinstance(row, dict)}
        known = sorted({as_text(row[column]) for row in entries.values() if row.get(column) is not None})
        if column == "id":
            known = sorted(rows)
        if not known:
            columns = sorted({name for row in entries.values() for name in row})
            message = Message(
                "the areas have no column '{column}'; columns: {columns}.", column=column, columns=", ".join(columns)
            )
            self.faults.append(self.positions.fault(path, message, key=True, suggestion=nearest(column, columns)))
            return rows
        for index, word in enumerate(wanted):
            if word not in known:
                message = Message(
                    "no area has '{word}' as {column}; write it as in the table.", word=word, column=column
                )
                where = (*path, str(index))
                self.faults.append(self.positions.fault(where, message, suggestion=nearest(word, known)))
        kept = {key: row for key, row in rows.items() if column == "id" and key in wanted}
        return kept or {key: row for key, row in entries.items() if as_text(row.get(column, "")) in wanted}


def as_text(value: Any) -> str:
    """A scalar as the text that was written."""
    return str(getattr(value, "text", value))


def _outlined(of: Any, areas: Any) -> set[str]:
    """The names that may have an outline: ids of areas, or of the groups they belong to."""
    rows = areas.get("rows") if isinstance(areas, dict) else None
    rows = rows if isinstance(rows, dict) else {}
    if of == "area":
        return set(map(str, rows))
    return {as_text(row["municipality"]) for row in rows.values() if isinstance(row, dict) and row.get("municipality")}


def nested(rows: Iterable[Row], shape: Shape) -> Tree:
    """Rows as nested mappings by their key columns; if there is one further column, its value is the row."""
    found: Tree = {}
    for row in rows:
        box = found
        for name in shape.key[:-1]:
            box = box.setdefault(row[name], {})
        rest = {name: cell for name, cell in row.items() if name not in shape.key}
        box[row[shape.key[-1]]] = rest.get(shape.value) if shape.value else rest
    return found


def with_defaults(tree: Tree, positions: Positions) -> Tree:
    """``tree`` with each field of ``defaults`` put into every entry that lacks it."""
    defaults = tree.get("defaults")
    if not isinstance(defaults, dict):
        return tree
    tree = dict(tree)
    for section, key in DEFAULTED.items():
        fields, entries = defaults.get(key), tree.get(section)
        if isinstance(fields, dict) and isinstance(entries, dict):
            tree[section] = {name: _filled(section, name, entry, fields, positions) for name, entry in entries.items()}
    return tree


def _filled(section: str, name: str, entry: Any, fields: Tree, positions: Positions) -> Any:
    if not isinstance(entry, dict):
        return entry
    for key in fields:
        if key not in entry:
            positions.moved[section, name, key] = ("defaults", DEFAULTED[section], key)
    return {**fields, **entry}


_SECTIONS = ("travel", "prices", "objectives", "policy")
_HIDDEN = frozenset({"note", "title", "rows", "file", "reason"})


def fields_not_written(scenario: Scenario) -> tuple[tuple[str, Any], ...]:
    """Dotted path and value of each field that was left to its default, without empty defaults."""
    found: list[tuple[str, Any]] = []
    for name in _SECTIONS:
        found += _unwritten(getattr(scenario, name), name)
    return (*found, *_of_functions(scenario))


def _unwritten(record: BaseModel, path: str) -> list[tuple[str, Any]]:
    values = ((name, getattr(record, name)) for name in type(record).model_fields if name not in _HIDDEN)
    return [
        (f"{path}.{name}", plain(value))
        for name, value in values
        if name not in record.model_fields_set and not _is_empty(plain(value))
    ]


def _is_empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_empty(item) for item in value.values())
    return value is None or value in ("", [])


def _of_functions(scenario: Scenario) -> list[tuple[str, Any]]:
    by_function = {key: dict(_unwritten(function, "f")) for key, function in scenario.functions.items()}
    everywhere = set.intersection(*(set(fields) for fields in by_function.values()))
    first = next(iter(by_function.values()))
    common = [(f"functions.*{path[1:]}", value) for path, value in first.items() if path in everywhere]
    single = [
        (f"functions.{key}{path[1:]}", value)
        for key, fields in by_function.items()
        for path, value in fields.items()
        if path not in everywhere
    ]
    return common + single


def plain(value: Any) -> Any:
    """A value in plain Python types: quantities as their number, records as mappings."""
    if isinstance(value, Quantity):
        return value.value
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
