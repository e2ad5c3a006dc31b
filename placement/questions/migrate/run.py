"""``placement migrate``: what the command does."""

from __future__ import annotations

from pathlib import Path

from placement.console.endings import Exit
from placement.console.output import show
from placement.errors import Fault, Message, ResultError, ScenarioError
from placement.locale import NN_
from placement.present.folder.writing import put
from placement.present.screen.lines import Line
from placement.present.words.voice import Voice
from placement.questions.migrate.study import Rewritten, newest
from placement.scenario.load import load
from placement.scenario.unchecked import NAMES


def migrate(scenario: str, *, dry_run: bool, say: Voice) -> Exit:
    """Rewrite the scenario's file, or in a folder each file that holds one, where it has old names.

    Raises:
        ScenarioError: one of them has faults, or is not there; nothing is written.
        ResultError: a file cannot be written; it is as it was.
    """
    rewritten = [newest(file) for file in _files(Path(scenario))]
    for one in rewritten:
        load(one.file)
    if not dry_run:
        _write([one for one in rewritten if one.content != one.before])
    show(lambda: [Line(text) for one in rewritten for text in _told(one, say, dry_run=dry_run)])
    return Exit.DONE


def _write(changed: list[Rewritten]) -> None:
    """Write all of them, or none."""
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
