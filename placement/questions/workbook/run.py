"""``placement workbook``: writes the scenario as it was written, with its tables, as one workbook."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from placement.console.endings import Exit
from placement.console.output import remark, show
from placement.console.request import say_remarks
from placement.errors import UsageError
from placement.present.folder.writing import put
from placement.present.screen.lines import Line
from placement.present.words.currency import speak_of
from placement.present.words.voice import Voice
from placement.questions.workbook.sheets import scenario_workbook
from placement.scenario.load import Opened
from placement.scenario.source.paths import Tree
from placement.scenario.workbook.book import book_of

ENDING = ".xlsx"


def workbook(scenario: str, file: str, say: Voice) -> Exit:
    """Write the workbook to a new file; it contains the variants, with none applied.

    Raises:
        ScenarioError: the scenario is faulty: a workbook of it would be too.
        UsageError: the file exists, or its name is not that of a workbook.
        ResultError: it cannot be written, or a table is too long for a sheet.
    """
    target = Path(file)
    if target.suffix.lower() != ENDING:
        raise UsageError(say("{file} does not end in .xlsx; a workbook is named so.", file=file))
    if _is_there(target):
        raise UsageError(say("{file} is there already; choose a new name, so that nothing is overwritten.", file=file))
    opened = Opened(scenario)
    speak_of(opened.plain.base.about.currency)
    say_remarks(opened.plain, say)
    tree = opened.written
    title = opened.plain.base.title.in_language(say.language)
    put(target, scenario_workbook(book_of(tree), title, Voice.of(opened.plain.base, say.language)))
    remark(say("Wrote {file}. Edit it, and try:", file=file))
    tries = [Line(f"  {shlex.join(['placement', command, file])}") for command in ("check", "solve")]
    show(lambda: tries, to_stderr=True)
    for variant, name in _files(tree):
        remark(
            say(
                "The variant '{variant}' reads the file {name}, which is not in the workbook; keep it beside the "
                "workbook.",
                variant=variant,
                name=name,
            )
        )
    return Exit.DONE


def _is_there(path: Path) -> bool:
    """Whether a file of that name exists; False for an impossible name, for which writing reports why."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _files(tree: Tree) -> Iterator[tuple[str, str]]:
    """Files that variants read, each with the id of its variant."""
    for name, variant in (tree.get("variants") or {}).items():
        for path, value in (variant.get("set") or {}).items():
            if path.endswith("file") and isinstance(value, str):
                yield name, value
            elif isinstance(value, dict) and isinstance(value.get("file"), str):
                yield name, value["file"]
