"""The place where each value of a scenario was written: file, line and column, or the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from placement.errors import Fault
from placement.scenario.brief import brief
from placement.scenario.source.former import Former

Path = tuple[str, ...]
"""A path in the tree of values; an index of a list is written as digits."""

LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_LONGEST_LINE = 200
_MOST_DIGITS = 9
_TABLES = ("areas", "baseline", "demand")


class Mark(NamedTuple):
    """A place in a file: line and column from 1, or 0 if unknown. In a workbook they are row and column of a cell."""

    file: str
    line: int
    column: int
    sheet: str = ""


class Table(Protocol):
    """What `Positions` needs of a table read from a file."""

    def mark(self, row: Path, column: str | None) -> Mark | None:
        """The place of a row, or of one of its cells; None if there is no such row."""


def is_position(key: str) -> bool:
    """Whether a part of a path can be an index of a list: a few digits."""
    return key.isascii() and key.isdecimal() and len(key) <= _MOST_DIGITS


def split_lines(text: str) -> list[str]:
    """The lines of ``text``, split at the line breaks that the YAML parser counts."""
    return LINE_END.split(text)


def shown(path: Path) -> str:
    """The dotted path as a planner would write it, without ``rows`` of a table."""
    if len(path) > 2 and path[0] in _TABLES and path[1] == "rows":
        path = (path[0], *path[2:])
    return ".".join(path)


@dataclass
class Positions:
    """The places of a scenario's values in all its files."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    moved: dict[Path, Path] = field(default_factory=dict)
    """By path, the path where a value was actually written: defaults, tables without ``rows``, variants."""
    overridden: dict[Path, str] = field(default_factory=dict)
    """By path of a value from the command line, the text that set it."""
    tables: dict[Path, Table] = field(default_factory=dict)
    former: list[Former] = field(default_factory=list)
    """Old names that were read as new ones."""

    __repr__ = brief

    def branch(self) -> Positions:
        """A copy in which moves do not affect this object."""
        return Positions(self.lines, self.keys, self.values, dict(self.moved), dict(self.overridden), dict(self.tables))

    def move(self, path: Path, origin: Path) -> None:
        """Record that the value at ``path`` was written at ``origin``."""
        for known in (self.moved, self.overridden):
            for inner in [place for place in known if place[: len(path)] == path]:
                del known[inner]
        self.moved[path] = origin

    def override(self, path: Path, text: str) -> None:
        """Record that the value at ``path`` came from the command line as ``text``."""
        self.move(path, path)
        del self.moved[path]
        self.overridden[path] = text

    def find(self, path: Path, *, key: bool = False) -> tuple[Mark, Path]:
        """The place of ``path``, or of the nearest value around it with a place, and the path as it was written."""
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
        """A fault about the value at ``path``, or about its key."""
        mark, written = self.find(path, key=key)
        return fault_at(mark, message, self.lines, path=shown(written), suggestion=suggestion)


def fault_at(
    mark: Mark, message: str, lines: Mapping[str, list[str]], *, path: str = "", suggestion: str = ""
) -> Fault:
    """A fault at a place in a file, with the source line."""
    known = lines.get(mark.file, [])
    source = known[mark.line - 1] if 0 < mark.line <= len(known) else ""
    return Fault(
        message, path, mark.file, mark.line, mark.column, _printable(source[:_LONGEST_LINE]), suggestion, mark.sheet
    )


def _printable(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() or sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in line)
