"""Variants: named changes to dotted paths, which can build on each other, and single changes by ``--set``.

A change replaces the whole value at its path: a bare number for a quantity written as a mapping drops its range and
source. To change only the number, write ``functions.dialyse.min_visits_per_year.value``.
A null removes an entry from a map of ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placement.errors import Fault, Message, UsageError, together
from placement.scenario.schema.text import forbidden, settled
from placement.scenario.schema.text import shown as shown_text
from placement.scenario.source.former import Former, new_path
from placement.scenario.source.paths import PathError, Tree, nearest, put, split_path
from placement.scenario.source.positions import Path, Positions, shown
from placement.scenario.source.yaml_source import parse

_BEFORE_TABLES = {
    ("areas",), ("areas", "file"), ("baseline",), ("baseline", "file"), ("demand",), ("demand", "file"),
    ("observed",), ("observed", "file"),
    ("travel",), ("travel", "file"), ("travel", "overrides"), ("travel", "overrides", "file"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A new value for a path, and the variant, phase or option it comes from."""

    path: Path
    value: Any
    variant: str = ""
    key: str = ""
    """The path as written in the variant."""
    override: str = ""
    """The text after ``--set``, if the change comes from the command line."""
    section: str = "variants"
    """Where the change is written: ``variants`` or ``phases``."""
    former: tuple[Former, ...] = ()
    """Old names in it that were read as new ones."""

    @property
    def before_tables(self) -> bool:
        """Whether it changes a table's file or rows, and so must be applied before tables are read."""
        return self.path in _BEFORE_TABLES or self.path[:2] == ("areas", "only") or self.path[0] == "boundaries"

    @property
    def origin(self) -> Path:
        """The path in the scenario where the change of a variant or phase is written."""
        return (self.section, self.variant, "set", self.key)


def parse_variants(text: str, known: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """``a+b,c`` as (("a", "b"), ("c",)): combined with ``+``, side by side with ``,``.

    Raises:
        UsageError: a name is empty, repeated in a combination, or not among ``known``.
    """
    names = list(known)
    groups = tuple(tuple(name.strip() for name in group.split("+")) for group in settled(text).split(","))
    for group in groups:
        check_names(group, names)
    return groups


def check_names(group: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a combination with unknown or repeated names.

    Raises:
        UsageError: with the nearest known name, or the list of all.
    """
    for name in group:
        if name not in known:
            near = nearest(name, known)
            missing = Message("there is no variant '{name}' in the scenario.", name=name)
            listed = Message("Variants: {known}.", known=", ".join(known) or Message("none"))
            raise UsageError(together(missing, Message("Did you mean '{word}'?", word=near) if near else listed))
    if len(set(group)) != len(group):
        raise UsageError(Message("a variant is named twice in '{group}'; name it once.", group="+".join(group)))


def parse_override(text: str) -> tuple[Change | None, list[Fault]]:
    """``path=value`` as a change, with the value read as YAML; or None and its faults.

    Raises:
        UsageError: ``=`` is missing, or one side of it is empty.
    """
    odd = forbidden(text)
    if odd:
        return None, [Fault(odd, "", f"--set {shown_text(text)}")]
    dotted, sign, written = text.partition("=")
    if not sign or not dotted.strip() or not written.strip():
        raise UsageError(
            Message("--set '{text}' is not of the form path=value, as in policy.max_changes=3.", text=text)
        )
    scratch, given = Positions(), dotted.strip()
    dotted = new_path(given)
    parsed = parse(written.strip(), f"--set {text}", scratch, tuple(dotted.split(".")))
    faults = [Fault(fault.message, dotted, fault.file) for fault in parsed.faults]
    former = [] if dotted == given else [Former(f"--set {text}", 0, 0, 0, 0, given, dotted)]
    try:
        return Change(split_path(dotted), parsed.value, override=text, former=(*former, *scratch.former)), faults
    except PathError as error:
        return None, [*faults, Fault(error.message, dotted, f"--set {text}", suggestion=error.suggestion)]


class VariantBook:
    """The variants of a scenario as written; only variants that are used are checked in full."""

    def __init__(self, raw: Tree, positions: Positions) -> None:
        written = raw.get("variants")
        self.entries: dict[str, Tree] = (
            {name: entry for name, entry in written.items() if isinstance(entry, dict)}
            if isinstance(written, dict)
            else {}
        )
        self.positions = positions

    def includes(self, name: str) -> list[str]:
        """The variants that a variant includes directly."""
        found = self.entries[name].get("include")
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def faults(self) -> list[Fault]:
        """Faults for inclusions of unknown variants, and for cycles of inclusion."""
        found: list[Fault] = []
        for name in self.entries:
            for index, other in enumerate(self.includes(name)):
                path = ("variants", name, "include", str(index))
                if other not in self.entries:
                    message = Message("there is no variant '{other}' to include.", other=other)
                    found.append(self.positions.fault(path, message, suggestion=nearest(other, self.entries)))
                elif name in self.below(other):
                    message = Message(
                        "'{name}' includes '{other}', which includes '{name}' again; break the circle.",
                        name=name,
                        other=other,
                    )
                    found.append(self.positions.fault(path, message))
        return found

    def below(self, name: str) -> set[str]:
        """The variant and all that it includes, directly or not."""
        found, open_names = set(), [name]
        while open_names:
            current = open_names.pop()
            if current in self.entries and current not in found:
                found.add(current)
                open_names += self.includes(current)
        return found

    def order(self, group: Sequence[str]) -> list[str]:
        """The variants of a combination with all that they include, each after those it includes."""
        names = set().union(*(self.below(name) for name in group)) if group else set()
        return sorted(names, key=lambda name: (len(self.below(name)), list(self.entries).index(name)))

    def changes(self, group: Sequence[str]) -> tuple[list[Change], list[Fault]]:
        """The changes of a combination in the order they apply, and faults in their paths."""
        changes: list[Change] = []
        faults: list[Fault] = []
        for name in self.order(group):
            written = self.entries[name].get("set")
            for key, value in (written if isinstance(written, dict) else {}).items():
                try:
                    changes.append(Change(split_path(key), value, name, key))
                except PathError as error:
                    faults.append(self.positions.fault(("variants", name, "set", key), error.message, key=True))
        return changes, faults + self._contradictions(changes)

    def _contradictions(self, changes: Sequence[Change]) -> list[Fault]:
        """One fault for each pair of variants that set different values for the same thing."""
        return [
            self._contradiction(first, second)
            for index, second in enumerate(changes)
            for first in changes[:index]
            if self._contradict(first, second) and not self._settled(first, second, changes[index + 1 :])
        ]

    def _contradict(self, first: Change, second: Change) -> bool:
        if first.variant in self.below(second.variant) or second.variant in self.below(first.variant):
            return False
        shorter, longer = sorted((first, second), key=lambda change: len(change.path))
        if longer.path[: len(shorter.path)] != shorter.path:
            return False
        return bool(_inside(shorter.value, longer.path[len(shorter.path) :]) != longer.value)

    def _settled(self, first: Change, second: Change, later: Sequence[Change]) -> bool:
        """Whether a variant that includes both sets the value itself, which decides the contradiction."""
        shared = min(first.path, second.path, key=len)
        return any(
            shared[: len(change.path)] == change.path and {first.variant, second.variant} <= self.below(change.variant)
            for change in later
        )

    def _contradiction(self, first: Change, second: Change) -> Fault:
        message = Message(
            "variants '{variant}' ({key}) and '{variant2}' ({key2}) set different values for the "
            "same thing and cannot be combined; use one of them, or write a variant that includes "
            "both and decides.",
            variant=first.variant,
            key=first.key,
            variant2=second.variant,
            key2=second.key,
        )
        return self.positions.fault(second.origin, message, key=True)


def _inside(value: Any, path: Path) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def apply(
    tree: Tree, changes: Iterable[Change], positions: Positions, defaults: Mapping[str, Tree]
) -> tuple[Tree, list[Fault]]:
    """``tree`` with the changes applied in order, and a fault for each change whose path does not exist."""
    faults: list[Fault] = []
    for change in changes:
        try:
            tree = put(tree, change.path, change.value, defaults)
        except PathError as error:
            faults.append(_lost(change, error, positions))
            continue
        if change.override:
            positions.override(change.path, change.override)
        else:
            positions.move(change.path, change.origin)
    return tree, faults


def _lost(change: Change, error: PathError, positions: Positions) -> Fault:
    if change.override:
        return Fault(error.message, shown(change.path), f"--set {change.override}", suggestion=error.suggestion)
    return positions.fault(change.origin, error.message, key=True, suggestion=error.suggestion)
