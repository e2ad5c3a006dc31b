"""What all checks of a scenario share: the faults found so far, each with its place, and the ids that were written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from pydantic import BaseModel

from placement.errors import Fault, Message
from placement.locale import N_
from placement.scenario.checks.refusals import value_at
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.paths import TABLE_KEYS, Tree, nearest
from placement.scenario.source.positions import Path, Positions

_NO_QUANTITIES = frozenset({"rows", "variants", "defaults"})
_MISSING = {
    "functions": N_("there is no function '{name}'"),
    "sites": N_("there is no site '{name}'"),
    "areas": N_("there is no area '{name}'"),
    "sources": N_("there is no source '{name}'"),
    "equipment": N_("there is no equipment '{name}'"),
    "staff_roles": N_("there is no staff role '{name}'"),
    "partners": N_("there is no partner '{name}'"),
    "segments": N_("there is no segment '{name}'"),
}
"""By section, the message about an id that it does not have."""


@dataclass
class Notes:
    """A scenario being checked and the faults found so far."""

    scenario: Scenario
    tree: Tree
    """The scenario as written, with entries that the schema refused, which ``scenario`` lacks."""
    positions: Positions
    found: list[tuple[Path, Fault]] = field(default_factory=list)

    def add(self, path: Path, message: str, *, key: bool = False, suggestion: str = "") -> None:
        """Add a fault about the value at ``path``, or about its key."""
        self.found.append((path, self.positions.fault(path, message, key=key, suggestion=suggestion)))

    def written(self, *path: str) -> Tree:
        """The mapping written at ``path``; empty if there is none."""
        found = value_at(self.tree, path)
        return found if isinstance(found, dict) else {}

    def ids(self, section: str) -> Collection[str]:
        """The ids written in a section, also those of refused entries."""
        return self.written(section, *(("rows",) if section in TABLE_KEYS else ())).keys()

    def rows(self, section: str, key: str) -> Collection[str]:
        """The ids written under a key of a table, also those of refused rows."""
        part: Any = self.tree
        for name in (section, "rows", key):
            part = part.get(name) if isinstance(part, dict) else None
        return part.keys() if isinstance(part, dict) else ()

    def entries(self, section: str) -> list[Tree]:
        """The entries written in a section, also refused ones."""
        return [entry for entry in self.written(section).values() if isinstance(entry, dict)]

    def refer(self, path: Path, name: str, section: str, *, key: bool = False) -> bool:
        """Whether ``name`` is an id of ``section``; adds a fault if it is not."""
        known = self.ids(section)
        if name in known:
            return True
        message = Message(_MISSING[section], name=name)
        if not known:
            message = Message("{missing}; write it under '{section}'.", missing=message, section=section)
        else:
            message = Message("{missing}.", missing=message)
        self.add(path, message, key=key, suggestion=nearest(name, known))
        return False

    def refer_to_hospital(self, path: Path, name: str, *, key: bool = False) -> None:
        """Add a fault if ``name`` is no site, or no hospital."""
        if not self.refer(path, name, "sites", key=key):
            return
        site = self.scenario.sites.get(name)
        if (
            site is not None
            and not self.scenario.is_hospital(name)
            and site.kind == self.written("sites", name).get("kind")
        ):
            hospitals = ", ".join(filter(self.scenario.is_hospital, self.scenario.sites))
            message = Message(
                "'{name}' is a {kind}, where a hospital is needed; hospitals: {hospitals}.",
                name=name,
                kind=site.kind,
                hospitals=hospitals or Message("none"),
            )
            self.add(path, message, key=key)


def quantities(part: Any, path: Path = ()) -> Iterator[tuple[Path, Quantity]]:
    """Every quantity of a scenario with its path; rows of tables, which contain none, are skipped."""
    if isinstance(part, Quantity):
        yield path, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            if name not in _NO_QUANTITIES:
                yield from quantities(getattr(part, name), (*path, name))
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from quantities(item, (*path, str(key)))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from quantities(item, (*path, str(index)))


def few(names: Collection[str]) -> str:
    """The first names, and how many more there are, as text."""
    first = list(names)[:5]
    more = len(names) - len(first)
    shown = ", ".join(first)
    return Message("{names} and {n} more", names=shown, n=more) if more else shown


def all_of(names: Iterable[str]) -> str:
    """``a and b and c``."""
    return reduce(lambda first, last: Message("{first} and {last}", first=first, last=last), names)
