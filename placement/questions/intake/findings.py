"""What an import finds: faults with their places, remarks, and the scenario's ids for the names in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from placement.errors import Fault, Message, ScenarioError
from placement.scenario.checks.notes import few
from placement.scenario.load import MOST_FAULTS
from placement.scenario.schema.text import settled
from placement.scenario.source.paths import nearest

Cell = str | float
"""Text, or a number of a workbook."""
_GAPS = re.compile("[\\s\u00a0\u200b\ufeff]+")
_ID = re.compile(r"[\wÆØÅæøå][\wÆØÅæøå\-]{0,79}")


class Sayings(list[Message]):
    """A list of messages without repetition."""

    def say(self, template: str, /, **values: object) -> None:
        """Add a message, unless it is there already."""
        message = Message(template, **values)
        if message not in self:
            self.append(message)


@dataclass
class Findings:
    """Faults and remarks collected while a file is read; faults end the import, remarks are shown with its result."""

    faults: list[Fault] = field(default_factory=list)
    said: Sayings = field(default_factory=Sayings)
    warnings: Sayings = field(default_factory=Sayings)
    _more: int = 0

    def fault(self, fault: Fault) -> None:
        """Add a fault; beyond a number that anybody would correct by hand, faults are only counted."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self._more += 1

    def reject(self, template: str, file: str, suggestion: str = "", /, **values: object) -> None:
        """Add a fault about a file as a whole."""
        self.fault(Fault(Message(template, **values), "", file, suggestion=suggestion))

    def say(self, template: str, /, **values: object) -> None:
        """Add a remark on what was done or left out."""
        self.said.say(template, **values)

    def stop(self) -> None:
        """End the import if there are faults.

        Raises:
            ScenarioError: with all of them.
        """
        if self._more:
            more = Fault(Message("and {n} more faults; correct these first.", n=self._more))
            raise ScenarioError([*self.faults, more])
        if self.faults:
            raise ScenarioError(self.faults)


def as_id(cell: Cell) -> str:
    """A cell with an id or name as text: stripped, and a whole number without decimals."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:g}"
    return settled(_GAPS.sub(" ", cell).strip())


def sound_id(text: str) -> bool:
    """Whether a scenario may have ``text`` as an id."""
    return bool(_ID.fullmatch(text))


class Names:
    """Finds the scenario's id for a name in a file.

    Spaces around a name, other capital letters, lost leading zeros, and code and name in one cell are understood, each
    with a remark.

    Args:
        ids: by id, the name shown to people.
        findings: where remarks are added.
        others: ids by further names, such as titles in another language.
    """

    def __init__(self, ids: dict[str, str], findings: Findings, others: Mapping[str, str] | None = None) -> None:
        self.ids = ids
        self.findings = findings
        self._known = {key: key for key in ids}
        self._alike = _unique((key.casefold(), key) for key in ids)
        self._bare = _unique((key.lstrip("0").casefold(), key) for key in ids)
        named = [(name, key) for key, name in ids.items() if name] + list((others or {}).items())
        self._named = _unique((name.casefold(), key) for name, key in named)
        self._mended: dict[str, dict[str, str]] = {}

    def find(self, cell: Cell) -> str | None:
        """The id that a cell means; None if there is none."""
        text = as_id(cell)
        found = self._known.get(text)
        if found is None:
            found = self._otherwise(text)
            if found is not None:
                self._known[text] = found
        elif isinstance(cell, str) and cell != text:
            self._mended.setdefault("space", {})[cell] = found
        return found

    def _otherwise(self, text: str) -> str | None:
        code, _, name = text.partition(" ")
        for kind, table, key in (
            ("case", self._alike, text.casefold()),
            ("zeros", self._bare, text.lstrip("0").casefold()),
            ("name", self._named, text.casefold()),
            ("code", self._alike, code.casefold() if name else ""),
            ("code", self._bare, code.lstrip("0").casefold() if name and code.isdigit() else ""),
            ("name", self._named, name.casefold() if code.isdigit() else ""),
        ):
            if key and key in table:
                self._mended.setdefault(kind, {})[text] = table[key]
                return table[key]
        return None

    def nearest(self, cell: Cell) -> str:
        """The id or name most similar to the cell; empty if none is similar."""
        text = as_id(cell)
        return nearest(text, self.ids) or self._named.get(nearest(text.casefold(), self._named), "")

    def tell(self) -> None:
        """Add remarks on names that were understood although the scenario writes them otherwise."""
        for kind, pairs in self._mended.items():
            shown = few([f"{seen.strip()} → {meant}" for seen, meant in pairs.items()])
            match kind:
                case "zeros":
                    self.findings.say("Leading zeros were missing, and are put back: {pairs}.", pairs=shown)
                case "case":
                    self.findings.say("Capital letters differ, and are read as the same: {pairs}.", pairs=shown)
                case "name":
                    self.findings.say("Found by their names: {pairs}.", pairs=shown)
                case "code":
                    self.findings.say("Code and name stand in one cell, and the code was used: {pairs}.", pairs=shown)
                case _:
                    self.findings.say("Spaces around ids were taken away: {pairs}.", pairs=shown)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A mapping of the pairs, without first elements that have several different second ones."""
    found: dict[str, str] = {}
    doubled = set()
    for key, value in pairs:
        if found.setdefault(key, value) != value:
            doubled.add(key)
    return {key: value for key, value in found.items() if key not in doubled}


def listed(items: Iterable[object]) -> str:
    """The first items, in quotes, and the number of the others."""
    texts: Sequence[str] = [f"'{item}'" for item in items]
    return few(texts)
