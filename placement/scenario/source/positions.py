"""Where each value of a scenario was written: file, line and column; or the command line.

Names that earlier versions of the format had for what is called something else now.

Version 1 named fields by a currency. The old names are still read, each with a word about the new one, and
`placement migrate` writes the new ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from placement.errors import Fault
from placement.scenario.brief import brief

NEWEST = 2
"""Version of the format that is written."""

_RULES = {"max_investment_dkk": "max_investment", "max_extra_operating_dkk_per_year": "max_extra_operating_per_year"}
_FIELDS: dict[tuple[str, ...], dict[str, str]] = {
    ("functions", "*"): {"variable_dkk_per_visit": "variable_per_visit", "fitting_out_dkk": "fitting_out"},
    ("functions", "*", "home"): {
        "dkk_per_visit": "cost_per_visit",
        "onboarding_dkk_per_patient": "onboarding_per_patient",
    },
    ("functions", "*", "hybrid"): {"equipment_dkk_per_site": "equipment_per_site"},
    ("sites", "*"): {"room_dkk_per_day": "room_per_day", "let_room_dkk_per_year": "let_room_per_year"},
    ("rooms", "*"): {"fitting_out_dkk": "fitting_out"},
    ("equipment", "*"): {
        "price_dkk": "price",
        "fixed_price_dkk_per_site": "fixed_price_per_site",
        "service_dkk_per_year": "service_per_year",
    },
    ("staff_roles", "*"): {"dkk_per_clinic_day": "cost_per_clinic_day", "recruit_dkk_per_year": "recruit_per_year"},
    ("prices",): {
        "patient_transport_dkk_per_km": "patient_transport_per_km",
        "staff_travel_dkk_per_km": "staff_travel_per_km",
        "citizen_travel_dkk_per_km": "citizen_travel_per_km",
    },
    ("objectives", "epsilon"): {"economy_dkk": "economy"},
    ("policy",): _RULES,
    ("policy", "rule_owners"): _RULES,
    ("policy", "soft_rules", "*"): {"dkk_per_unit": "price_per_unit"},
    ("phases", "*"): _RULES,
}
"""Old names of fields and new ones, by the record they are in."""
_DEFAULTS = {"function": "functions", "site": "sites", "equipment": "equipment", "staff_role": "staff_roles"}
_LISTS_OF_CHANGES = ("variants", "phases")
_DOTTED = 4
"""Length of the path of a key under ``set``, itself a path with dots."""


class Former(NamedTuple):
    """An old name in a text.

    Attributes:
        file, line, column: where it stands; the file is empty for what no file holds.
        start, end: the characters of the text it takes, with quotes if it has them.
        old, new: the names.
    """

    file: str
    line: int
    column: int
    start: int
    end: int
    old: str
    new: str


def new_key(path: Sequence[str]) -> str:
    """The new name of a key, given with the keys above it; the same where it has not changed."""
    whole, key = tuple(path), path[-1]
    if whole[0] in _LISTS_OF_CHANGES and len(whole) >= _DOTTED and whole[2] == "set":
        above = tuple(whole[3].split("."))
        return new_path(key) if len(whole) == _DOTTED else _new((*above, *whole[_DOTTED:-1]), key)
    if whole[0] == "defaults" and len(whole) > len(("defaults", "function")):
        whole = (_DEFAULTS.get(whole[1], whole[1]), "*", *whole[2:])
    return _new(whole[:-1], key)


def new_path(dotted: str) -> str:
    """A path with dots, as after ``--set`` and in variants, with new names."""
    parts = dotted.split(".")
    return ".".join(_new(parts[:at], part) for at, part in enumerate(parts))


def new_value(path: Sequence[str], value: object) -> str | None:
    """The new name of a rule where a value is an old one; None for every other value."""
    if not isinstance(value, str) or value not in _RULES:
        return None
    names_a_rule = path[-1] == "rule" or (len(path) > 1 and path[-2] == "rules")
    return _RULES[value] if names_a_rule else None


def _new(above: Sequence[str], key: str) -> str:
    for record, names in _FIELDS.items():
        if key not in names or len(record) != len(above):
            continue
        if all(own in ("*", part) for own, part in zip(record, above, strict=True)):
            return names[key]
    return key


Path = tuple[str, ...]
"""A path in the tree of values; an index of a list is written as digits."""

LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_LONGEST_LINE = 200
_MOST_DIGITS = 9
_TABLES = ("areas", "baseline", "demand")


class Mark(NamedTuple):
    """A place in a file; line and column count from 1, 0 is unknown. In a workbook they are a cell of a sheet."""

    file: str
    line: int
    column: int
    sheet: str = ""


class Table(Protocol):
    """A table read from a file, as far as places are concerned."""

    def mark(self, row: Path, column: str | None) -> Mark | None:
        """The place of a row, or of one of its cells; None where there is no such row."""


def is_position(key: str) -> bool:
    """Whether a part of a path is written as a place in a list: a few digits."""
    return key.isascii() and key.isdecimal() and len(key) <= _MOST_DIGITS


def split_lines(text: str) -> list[str]:
    """The lines of ``text``, counted the way the YAML parser counts them."""
    return LINE_END.split(text)


def shown(path: Path) -> str:
    """The dotted path a planner would write: `rows` of a table is left out."""
    if len(path) > 2 and path[0] in _TABLES and path[1] == "rows":
        path = (path[0], *path[2:])
    return ".".join(path)


@dataclass
class Positions:
    """The places of one scenario's values, over all its files."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    moved: dict[Path, Path] = field(default_factory=dict)
    """Values that were written elsewhere: defaults, shorthand tables, variants."""
    overridden: dict[Path, str] = field(default_factory=dict)
    """Values given on the command line, by the text that gave them."""
    tables: dict[Path, Table] = field(default_factory=dict)
    former: list[Former] = field(default_factory=list)
    """Old names that were read as the new ones."""

    __repr__ = brief

    def branch(self) -> Positions:
        """A copy in which values can be moved without moving them here."""
        return Positions(self.lines, self.keys, self.values, dict(self.moved), dict(self.overridden), dict(self.tables))

    def move(self, path: Path, origin: Path) -> None:
        """Say that what stands at ``path`` was written at ``origin``."""
        for known in (self.moved, self.overridden):
            for inner in [place for place in known if place[: len(path)] == path]:
                del known[inner]
        self.moved[path] = origin

    def override(self, path: Path, text: str) -> None:
        """Say that what stands at ``path`` came from the command line as ``text``."""
        self.move(path, path)
        del self.moved[path]
        self.overridden[path] = text

    def find(self, path: Path, *, key: bool = False) -> tuple[Mark, Path]:
        """The place of ``path``, or of the nearest thing around it that has one, and the path as it was written."""
        for size in range(len(path), -1, -1):
            head, rest = path[:size], path[size:]
            if head in self.overridden:
                return Mark(f"--set {self.overridden[head]}", 0, 0), path
            if head in self.moved:
                return self.find(self.moved[head] + rest, key=key)
            mark = self._written(head, key=key) or self._in_table(head, rest)
            if mark:
                return mark, path
        return Mark("", 0, 0), path

    def _written(self, path: Path, *, key: bool) -> Mark | None:
        first: Mapping[Path, Mark] = self.keys if key else self.values
        second: Mapping[Path, Mark] = self.values if key else self.keys
        return first.get(path) or second.get(path)

    def _in_table(self, head: Path, rest: Path) -> Mark | None:
        for size in range(len(head)):
            table = self.tables.get(head[:size])
            mark = table.mark(head[size:], rest[0] if rest else None) if table is not None else None
            if mark is not None:
                return mark
        return None

    def fault(self, path: Path, message: str, *, key: bool = False, suggestion: str = "") -> Fault:
        """A fault about what stands at ``path`` (or about its key)."""
        mark, written = self.find(path, key=key)
        return fault_at(mark, message, self.lines, path=shown(written), suggestion=suggestion)


def fault_at(
    mark: Mark, message: str, lines: Mapping[str, list[str]], *, path: str = "", suggestion: str = ""
) -> Fault:
    """A fault at a place in a file, with the line it stands on."""
    known = lines.get(mark.file, [])
    source = known[mark.line - 1] if 0 < mark.line <= len(known) else ""
    return Fault(
        message, path, mark.file, mark.line, mark.column, _printable(source[:_LONGEST_LINE]), suggestion, mark.sheet
    )


def _printable(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() or sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in line)
