"""What the checks across a scenario share: the ids that were written, and a place for each fault."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from placement.errors import Fault, Message
from placement.scenario.paths import TABLE_KEYS, Tree, nearest
from placement.scenario.positions import Path, Positions
from placement.scenario.quantity import Quantity
from placement.scenario.schema import Scenario

_NO_QUANTITIES = frozenset({"rows", "variants", "defaults"})


@dataclass
class Notes:
    """A scenario being checked and the faults found so far."""

    scenario: Scenario
    tree: Tree
    """The same as written; it knows ids whose entries were refused and are missing from ``scenario``."""
    positions: Positions
    found: list[tuple[Path, Fault]] = field(default_factory=list)

    def add(self, path: Path, message: str, *, key: bool = False, suggestion: str = "") -> None:
        """Note a fault about what stands at ``path`` (or about its key)."""
        self.found.append((path, self.positions.fault(path, message, key=key, suggestion=suggestion)))

    def ids(self, section: str) -> Collection[str]:
        """The ids written in a section, those of refused entries too."""
        part = self.tree.get(section)
        if section in TABLE_KEYS and isinstance(part, dict):
            part = part.get("rows")
        return part.keys() if isinstance(part, dict) else ()

    def entries(self, section: str) -> list[Tree]:
        """The entries written in a section, the refused ones too."""
        part = self.tree.get(section)
        return [entry for entry in part.values() if isinstance(entry, dict)] if isinstance(part, dict) else []

    def refer(self, path: Path, name: str, section: str, what: str, *, key: bool = False) -> bool:
        """Check that ``name`` stands in ``section``; whether it does."""
        known = self.ids(section)
        if name in known:
            return True
        remedy = f"; write it under '{section}'." if not known else "."
        self.add(
            path,
            Message("there is no {what} '{name}'{remedy}", what=what, name=name, remedy=remedy),
            key=key,
            suggestion=nearest(name, known),
        )
        return False

    def refer_to_hospital(self, path: Path, name: str, *, key: bool = False) -> None:
        """Check that ``name`` is a site, and a hospital."""
        if not self.refer(path, name, "sites", "site", key=key):
            return
        site = self.scenario.sites.get(name)
        if site is not None and site.kind != "hospital" and site.kind == self.tree["sites"][name].get("kind"):
            hospitals = ", ".join(key for key, other in self.scenario.sites.items() if other.kind == "hospital")
            message = Message(
                "'{name}' is a {kind}, where a hospital is needed; hospitals: {hospitals}.",
                name=name,
                kind=site.kind,
                hospitals=hospitals or Message("none"),
            )
            self.add(path, message, key=key)


def quantities(part: Any, path: Path = ()) -> Iterator[tuple[Path, Quantity]]:
    """Every quantity of a scenario with its path; rows of tables hold none and are passed over."""
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
    """The first names and how many more there are."""
    first = list(names)[:5]
    more = len(names) - len(first)
    return ", ".join(first) + (f" and {more} more" if more else "")
