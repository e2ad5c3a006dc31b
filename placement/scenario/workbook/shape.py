"""The schema as sheets: the tables and forms of a scenario, their columns, and the path of each in the scenario.

A map of records is a table with a row for each record; records nested in it are further columns with a dotted name.
Maps and lists of records inside a record are tables of their own, with the record's id in the first column. A field
that the scenario has once is a line of a form. The code names fields of the schema only to say whose ids they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, StringConstraints

from placement.scenario.schema.base import Title
from placement.scenario.schema.offers import Function
from placement.scenario.schema.places import Area, Site
from placement.scenario.schema.quantity import In, Quantity
from placement.scenario.schema.scenario import About, Scenario
from placement.scenario.source.paths import TABLE_KEYS, alternatives, record_of
from placement.scenario.source.positions import Path
from placement.scenario.source.tables import BASELINE, DEMAND

ID, PLACE = "*", "#"
"""Placeholders in the path of a sheet: for an id, and for an index of a list. The id ``*`` is for defaults."""
MOST_NAME = 31
"""Most characters of a sheet's name."""
VALUE = "value"
"""The column of the value, in tables whose rows are single values."""
PATH = "path"
"""The column of a form with the paths of its lines."""
ROOT_FORM = "scenario"
OTHER = "other"
"""The sheet of values that fit in no table or form."""
CONTENTS, FIELDS, LISTS = "contents", "fields", "lists"
"""Sheets that explain the others, and are not read."""

Kind = Literal["number", "text", "flag", "choice", "ids", "lines", "numbers", "any"]

_SHORT: dict[type[BaseModel], str] = {Quantity: "value", Title: "da"}
"""By record, the part that its short form gives."""
_NAMED = {
    "sites": "site",
    "functions": "function",
    "areas": "area",
    "equipment": "equipment",
    "staff_roles": "staff_role",
    "partners": "partner",
    "segments": "segment",
    "rooms": "room",
    "variants": "variant",
    "phases": "phase",
    "sources": "source",
}
"""By section, the name of one entry, for a column of its ids in other tables."""
_REFERS = {
    "source": "sources",
    "parent_hospital": "sites",
    "catchment": "sites",
    "catchment_hospital": "sites",
    "area": "areas",
    "site": "sites",
    "destination": "sites",
    "function": "functions",
    "room": "rooms",
}
"""By name of a field that contains an id, the section of the id."""
_TERMS: dict[tuple[type[BaseModel], str], str] = {
    (About, "status"): "statuses",
    (Function, "allowed_at"): "site_kinds",
    (Function, "level"): "levels",
    (Site, "kind"): "site_kinds",
}
"""By name of a field that contains a key of ``terms``, the part of ``terms``."""
_KEYS = {
    "equipment": ("equipment",),
    "equipment_today": ("equipment",),
    "partners": ("partners",),
    "free_room_days_per_week": ("rooms",),
    "let_room_days_per_week": ("rooms",),
    "staff_per_clinic_day": ("staff_roles",),
    "staff_minutes_per_visit": ("staff_roles",),
    "visits_per_1000_per_year_by_segment": ("segments",),
    "extra_days_per_week": ("sites",),
    "recruit_days_per_week": ("sites",),
    "opening_hours_at": ("sites", ""),
    "placements": ("functions", "sites"),
    "baseline": ("functions", "sites"),
    "demand": ("functions", "areas"),
}
"""By name of a nested map whose keys are ids, the section of the ids."""


@dataclass(frozen=True)
class Field:
    """A column of a table, or a line of a form.

    Attributes:
        path: from the record of the row; empty if the row is a single value.
        kind: type of its values.
        meaning: the schema's description.
        unit: of its number; empty without one.
        allowed: the words it may have; empty if it is free.
        required: whether every record needs it.
        nothing: whether an empty cell is the value None.
        quantity: whether range and provenance have columns of their own; ``part``: whether it is one of those.
        short: the part of a record that its cell has; empty if it is a plain value.
        refers: the section whose ids it contains.
        term: the part of ``terms`` whose keys it contains.
        default: the value if it is left out, as text.
    """

    path: Path
    kind: Kind
    meaning: str = ""
    unit: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False
    nothing: bool = False
    quantity: bool = False
    part: bool = False
    short: str = ""
    refers: str = ""
    term: str = ""
    default: str = ""

    @property
    def name(self) -> str:
        """The technical name of the column."""
        return ".".join(self.path) or VALUE


@dataclass(frozen=True)
class Sheet:
    """A table, or if ``form`` a sheet with single values on its lines.

    Attributes:
        name: of the sheet.
        path: of its records, with ``ID`` and ``PLACE`` for ids and indices; empty for a form.
        keys: the columns of those ids.
        refers: for each key, the section of the ids; empty if the key is no id of a section.
        words: for each key, the words it may be; empty if it is free.
        fields: by path within the record.
        record: the record type of a row; None if a row is a single value.
        meaning: the schema's description.
        extra: prefix of further columns with numbers.
    """

    name: str
    path: Path
    keys: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    fields: dict[Path, Field] = field(default_factory=dict)
    record: type[BaseModel] | None = None
    meaning: str = ""
    extra: str = ""
    form: bool = False

    @property
    def listed(self) -> bool:
        """Whether its rows are a list, so that their order matters."""
        return self.path[-1:] == (PLACE,)

    @property
    def top(self) -> str:
        """The section whose entries are its rows; empty if it is not the main table of one."""
        plain = [part for part in self.path if part not in (ID, PLACE, "rows")]
        return plain[0] if len(plain) == 1 and len(self.keys) == 1 else ""

    def columns(self) -> dict[str, Field]:
        """The fields by technical name."""
        return {one.name: one for one in self.fields.values()}


def short_key(record: type[BaseModel] | None) -> str:
    """The part of a record that its short form gives; empty if it has none."""
    return _SHORT.get(record, "") if record else ""


@cache
def sheets() -> dict[str, Sheet]:
    """Every sheet a scenario can have, by name: the forms, then the tables, in the order of the schema."""
    found = _Sheets()
    found.root()
    return {sheet.name: sheet for sheet in (*found.forms.values(), *found.tables)}


@cache
def forms() -> dict[Path, Sheet]:
    """By path, the form of each field that the scenario has once."""
    return {path: sheet for sheet in sheets().values() if sheet.form for path in sheet.fields}


@cache
def tables() -> dict[Path, Sheet]:
    """By path, the tables."""
    return {sheet.path: sheet for sheet in sheets().values() if not sheet.form}


class _Sheets:
    """The sheets found so far in a walk through the schema."""

    def __init__(self) -> None:
        self.forms: dict[str, Sheet] = {ROOT_FORM: Sheet(ROOT_FORM, (), form=True)}
        self.tables: list[Sheet] = []
        self.names: set[str] = {ROOT_FORM, OTHER, CONTENTS, FIELDS, LISTS}

    def root(self) -> None:
        """Walk through every section of the scenario."""
        inside = {name: record_of(hint) for name, hint in _hints(Scenario).items()}
        sections = [name for name, one in inside.items() if one and one is not Title and not _is_map(Scenario, name)]
        bare = [
            name for name in sections if (one := inside[name]) and set(one.model_fields) == {"file", "rows"}
        ]  # a table, and no more
        own = [name for name in sections if name not in (*TABLE_KEYS, *bare, "defaults")]
        for name in own:
            about = Scenario.model_fields[name].description or ""
            self.forms[name] = Sheet(name, (), meaning=about, form=True)
        self.names |= set(own)
        for name in Scenario.model_fields:
            if name != "defaults":  # its entries are rows with id * in other tables
                form = self.forms[name if name in own else ROOT_FORM]
                self._field(Scenario, name, _hints(Scenario)[name], (), (), form)

    def _record(self, record: type[BaseModel], above: Path, below: Path, into: Sheet) -> None:
        """Add the fields of a record: ``above`` is the path of the row's record, ``below`` the path from there."""
        for name, hint in _hints(record).items():
            self._field(record, name, hint, above, below, into)

    def _field(self, record: type[BaseModel], name: str, hint: Any, above: Path, below: Path, into: Sheet) -> None:
        parts, path = alternatives(hint), (*below, name)
        inner = record_of(hint)
        about = record.model_fields[name].description or ""
        if any(get_origin(part) is dict for part in parts):
            self._map(hint, (*above, *path), about)
        elif inner in (Quantity, Title):
            self._add(into, _field_of(record, name, hint, path))
            self._parts(inner, path, into)
        elif any(get_origin(part) is tuple and _is_record(get_args(part)[0]) for part in parts):
            self._list(hint, (*above, *path), about)
        elif inner:
            if len(parts) > 1:  # also allows a word, which needs a column of its own
                self._add(into, _field_of(record, name, hint, path))
            self._record(inner, above, path, into)
        else:
            self._add(into, _field_of(record, name, hint, path))

    def _parts(self, record: type[BaseModel], path: Path, into: Sheet) -> None:
        """Add the parts of a quantity beside its number, or of a title beside its Danish."""
        for name, hint in _hints(record).items():
            if name != short_key(record):
                self._add(into, _field_of(record, name, hint, (*path, name), part=record is Quantity))

    @staticmethod
    def _add(into: Sheet, one: Field) -> None:
        into.fields[one.path] = one

    def _map(self, hint: Any, path: Path, about: str) -> None:
        """Add a table of a map's values; each map nested in it adds a key column."""
        words: list[tuple[str, ...]] = [()] * path.count(ID)
        while found := next((part for part in alternatives(hint) if get_origin(part) is dict), None):
            words.append(tuple(_words(get_args(found)[0])))
            path, hint = (*path, ID), get_args(found)[1]
        self._table(hint, path, about, tuple(words))

    def _list(self, hint: Any, path: Path, about: str) -> None:
        found = next(part for part in alternatives(hint) if get_origin(part) is tuple)
        self._table(get_args(found)[0], (*path, PLACE), about, ((),) * path.count(ID))

    def _table(self, hint: Any, path: Path, about: str, words: tuple[tuple[str, ...], ...]) -> None:
        record = record_of(hint)
        keys, refers = _keys(path)
        extra = "share_" if record is Area else ""
        sheet = Sheet(self._name(path), path, keys, refers, words, {}, record, about, extra)
        self.tables.append(sheet)
        if record in (Quantity, Title) and record is not None:
            self._add(sheet, _field(hint, (), about))
            self._parts(record, (), sheet)
        elif record is not None:
            self._record(record, path, (), sheet)
        else:
            self._add(sheet, _field(hint, (), about))

    def _name(self, path: Path) -> str:
        words = [part for part in path if part not in (ID, PLACE)]
        plain = [part for part in words if part != "rows"]
        name = ".".join(plain if ".".join(plain) not in self.names else words)[:MOST_NAME].rstrip("._")
        n = 2
        while name in self.names:
            name, n = f"{name[: MOST_NAME - 2].rstrip('._')}_{n}", n + 1
        self.names.add(name)
        return name


def _hints(record: type[BaseModel]) -> dict[str, Any]:
    hints = get_type_hints(record, include_extras=True)
    return {name: hints[name] for name in record.model_fields}


def _is_map(record: type[BaseModel], name: str) -> bool:
    return any(get_origin(part) is dict for part in alternatives(_hints(record)[name]))


def _is_record(hint: Any) -> bool:
    return record_of(hint) not in (None, Quantity, Title)


def _keys(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The key columns for the ids in a path, and the section of each."""
    plain = [part for part in path if part not in (ID, PLACE, "rows")]
    ids = path.count(ID)
    own = [plain[0]] if len(plain) > 1 and ID in (*path[1:2], *(path[2:3] if path[1:2] == ("rows",) else ())) else []
    if len(plain) == 1 and ids == 1:
        return ("id",), ("",)
    refers = [*own, *_KEYS.get(plain[-1], ())][:ids]
    refers += [""] * (ids - len(refers))
    known = {"baseline": BASELINE.key, "demand": DEMAND.key}.get(".".join(plain))
    if known:
        return known, tuple(refers)
    spare = iter(["key", *(f"key{n}" for n in range(2, 9))])
    return tuple(_NAMED.get(section) or (section and "id") or next(spare) for section in refers), tuple(refers)


def _field_of(record: type[BaseModel], name: str, hint: Any, path: Path, *, part: bool = False) -> Field:
    info = record.model_fields[name]
    default = "" if info.is_required() else _shown(info.get_default(call_default_factory=True))
    made = _field(hint, path, info.description or "", required=info.is_required() and not part)
    allows_none = type(None) in get_args(hint)
    return Field(
        **{
            **made.__dict__,
            "nothing": info.is_required() and allows_none and not part,
            "part": part,
            "term": _TERMS.get((record, name), ""),
            "default": default,
        }
    )


def _field(hint: Any, path: Path, about: str, *, required: bool = False) -> Field:
    units = [str(note.unit.name) for note in _notes(hint) if isinstance(note, In)]
    return Field(
        path,
        _kind(hint),
        about,
        units[0] if units else "",
        tuple(_words(hint)),
        required=required,
        quantity=record_of(hint) is Quantity and not _many(hint),
        short="" if _many(hint) else short_key(record_of(hint)),
        refers=_REFERS.get(path[-1] if path else "", ""),
    )


def _notes(hint: Any) -> Iterator[Any]:
    """All metadata of an annotation, of nested ones too."""
    yield from getattr(hint, "__metadata__", ())
    for part in get_args(hint):
        if hasattr(part, "__metadata__") or get_origin(part) is not None:
            yield from _notes(part)


def _many(hint: Any) -> Any | None:
    """The type of a list's elements; None if the annotation is no list."""
    found = next((part for part in alternatives(hint) if get_origin(part) is tuple), None)
    return get_args(found)[0] if found is not None else None


def _kind(hint: Any) -> Kind:
    inner = _many(hint)
    if inner is not None:
        return _kind_of_list(inner)
    record = record_of(hint)
    if record in (Quantity, Title):
        return "number" if record is Quantity else "text"
    parts = alternatives(hint)
    plain: tuple[tuple[Any, Kind], ...] = ((Any, "any"), (bool, "flag"), (int, "number"), (float, "number"))
    found = next((kind for known, kind in plain if known in parts), None)
    if found is None and any(isinstance(word, int) for word in _literals(hint)):
        return "number"
    return found or ("choice" if list(_words(hint)) else "text")


def _kind_of_list(inner: Any) -> Kind:
    if record_of(inner) is Quantity or _kind(inner) == "number":
        return "numbers"
    named = any(isinstance(note, StringConstraints) and note.pattern for note in _notes(inner))
    return "ids" if named or list(_words(inner)) else "lines"


def _literals(hint: Any) -> Iterator[Any]:
    for part in alternatives(hint):
        if get_origin(part) is Literal:
            yield from get_args(part)
        elif isinstance(part, type) and issubclass(part, Enum):
            yield from (one.value for one in part)


def _words(hint: Any) -> Iterator[str]:
    """The words an annotation allows; for a list, those of its elements."""
    inner = _many(hint)
    yield from (word for word in _literals(hint if inner is None else inner) if isinstance(word, str))


def _shown(value: Any) -> str:
    """A default as short text; empty if it is empty or too long."""
    if isinstance(value, Quantity):
        value = value.value
    if isinstance(value, BaseModel) or value in (None, "", (), {}):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "" if isinstance(value[0], BaseModel) else ", ".join(map(_shown, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
