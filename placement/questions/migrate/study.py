"""A scenario's text with the names of the newest version; all else stays as it was written, to the byte."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from json import dumps
from pathlib import Path

from placement.errors import Fault, ScenarioError
from placement.scenario.source.editing import EditError, edited
from placement.scenario.source.files import MAX_SCENARIO_BYTES, Unreadable, decode, read_bytes, read_text
from placement.scenario.source.former import Former, first_words
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import parse


@dataclass(frozen=True)
class Rewritten:
    """A scenario's file.

    Attributes:
        file: where it is.
        before: what stands there.
        content: what is to stand there.
        former: the old names, in the order of the file.
        added: paths of what version 1 had by itself and is written now.
    """

    file: Path
    before: bytes
    content: bytes
    former: tuple[Former, ...]
    added: tuple[str, ...]


def newest(file: Path) -> Rewritten:
    """The file with new names.

    Raises:
        ScenarioError: it cannot be read, or is no YAML of the kind a scenario is.
    """
    found = read_text(file, MAX_SCENARIO_BYTES)
    if isinstance(found, Unreadable):
        raise ScenarioError([Fault(found.message, "", str(file), found.line, found.column)])
    before = read_bytes(file, MAX_SCENARIO_BYTES)
    found = decode(before)
    if isinstance(found, Unreadable):
        raise ScenarioError([Fault(found.message, "", str(file), found.line, found.column)])
    positions = Positions()
    parsed = parse(found[0], str(file), positions)
    if parsed.faults:
        raise ScenarioError(parsed.faults)
    former = tuple(sorted(positions.former, key=lambda each: each.start))
    text, added = rewritten(found[0], former), first_words(parsed.value)
    try:
        text = edited(text, added) if added else text
    except EditError as error:
        raise ScenarioError([Fault(error.message, "", str(file))]) from error
    mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
    return Rewritten(file, before, mark + text.encode(), former, tuple(".".join(path) for path in added))


def rewritten(text: str, former: tuple[Former, ...]) -> str:
    """``text`` with each old name replaced where it stands; quotes stay."""
    for each in reversed(former):
        raw = text[each.start : each.end]
        new = raw.replace(each.old, each.new) if each.old in raw else dumps(each.new, ensure_ascii=False)
        text = text[: each.start] + new + text[each.end :]
    return text
