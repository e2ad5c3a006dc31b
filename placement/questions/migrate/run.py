"""``placement migrate``: what the command does."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from json import dumps
from pathlib import Path

from placement.console.endings import Exit
from placement.console.output import show
from placement.errors import Fault, Message, ResultError, ScenarioError
from placement.locale import NN_
from placement.present.folder.writing import put
from placement.present.screen.lines import Line
from placement.present.words.voice import Voice
from placement.scenario.load import load
from placement.scenario.source.edit import EditError, edited
from placement.scenario.source.files import MAX_SCENARIO_BYTES, Unreadable, decode, read_bytes, read_text
from placement.scenario.source.former import Former, first_words
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import parse
from placement.scenario.unchecked import NAMES


@dataclass(frozen=True)
class Rewritten:
    """A scenario's file with its new text.

    Attributes:
        file: its path.
        before: its text now.
        content: its new text.
        former: the old names in it, in order.
        added: paths of values that version 1 implied and that must now be written.
    """

    file: Path
    before: bytes
    content: bytes
    former: tuple[Former, ...]
    added: tuple[str, ...]


def newest(file: Path) -> Rewritten:
    """The file rewritten with new names; nothing is written to disk.

    Raises:
        ScenarioError: it cannot be read, or is no valid YAML of a scenario.
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
    """``text`` with each old name replaced; quotes around it are kept."""
    for each in reversed(former):
        raw = text[each.start : each.end]
        new = raw.replace(each.old, each.new) if each.old in raw else dumps(each.new, ensure_ascii=False)
        text = text[: each.start] + new + text[each.end :]
    return text


def migrate(scenario: str, *, dry_run: bool, say: Voice) -> Exit:
    """Rewrite the scenario's file, or each file of a folder that is a scenario, if it has old names.

    Raises:
        ScenarioError: a file has faults or does not exist; nothing is written.
        ResultError: a file cannot be written; it is unchanged.
    """
    rewritten = [newest(file) for file in _files(Path(scenario))]
    for one in rewritten:
        load(one.file)
    if not dry_run:
        _write([one for one in rewritten if one.content != one.before])
    show(lambda: [Line(text) for one in rewritten for text in _told(one, say, dry_run=dry_run)])
    return Exit.DONE


def _write(changed: list[Rewritten]) -> None:
    for at, one in enumerate(changed):
        try:
            put(one.file, one.content)
        except ResultError:
            for done in changed[:at]:
                put(done.file, done.before)
            raise


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = [path / name for name in NAMES if (path / name).is_file()]
    if not found:
        message = Message("there is no {names} in this folder.", names=" or ".join(NAMES))
        raise ScenarioError([Fault(message, "", str(path))])
    return found


def _told(one: Rewritten, say: Voice, *, dry_run: bool) -> list[str]:
    if not one.former:
        return [say("{file}: nothing to change.", file=one.file)]
    lines = [
        say("{file}:{line}: {old} → {new}", file=each.file, line=each.line, old=each.old, new=each.new)
        for each in one.former
    ]
    lines += [
        say("{file}: {path} added, which version 1 had by itself.", file=one.file, path=path) for path in one.added
    ]
    counted = (
        NN_("{file}: {n} change, not written.", "{file}: {n} changes, not written.")
        if dry_run
        else NN_("{file}: {n} change written.", "{file}: {n} changes written.")
    )
    return [*lines, say.some(*counted, len(one.former) + len(one.added), file=one.file)]
