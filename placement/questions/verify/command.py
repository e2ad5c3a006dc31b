"""``placement verify``: a result folder against its scenario, without the solver."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.output import show, show_json
from placement.console.types import Existing, voice
from placement.locale import N_
from placement.present.screen.lines import Line, wrapped
from placement.present.words.voice import Voice


@click.command("verify", cls=Command, help=N_("Audit a result folder against its scenario, without the solver."))
@click.argument("folder", type=Existing(), metavar="DIR")
@click.argument("scenario", type=Existing(), required=False, metavar="[SCENARIO]")
@options.as_json
@options.common
@click.pass_context
def command(ctx: click.Context, folder: str, scenario: str | None, *, as_json: bool) -> Exit:
    """Audit a result folder."""
    return verify(folder, scenario, voice(ctx), as_json=as_json)


def verify(folder: str, scenario: str | None, say: Voice, *, as_json: bool) -> Exit:
    """Print every difference between the folder and what is recomputed."""
    from placement.questions.verify.study import verify as differences_of  # noqa: PLC0415 - help comes at once

    differences = differences_of(Path(folder), scenario)
    found = [each.said(say) for each in differences]
    if as_json:
        listed = [asdict(each) for each in differences]
        show_json({"schema_version": 1, "folder": folder, "agrees": not found, "differences": listed})
    else:
        head = (
            say.some("{folder}: {n} difference.", "{folder}: {n} differences.", len(found), folder=folder)
            if found
            else say(_same(folder), folder=folder)
        )
        show(lambda: _screen(head, found))
    return Exit.DIFFERENCE if found else Exit.DONE


def _screen(head: str, found: list[str]) -> list[Line]:
    return [*map(Line, wrapped(head)), *(Line(line) for text in found for line in wrapped(text, "  - ", "    "))]


def _same(folder: str) -> str:
    """What is said where nothing differs: of a proposal everything is recomputed, of other folders only the plans."""
    from placement.present.folder.manifest import KIND, OURS, read_manifest  # noqa: PLC0415 - help comes at once

    return (
        N_("{folder}: everything that can be recomputed is recomputed and agrees.")
        if read_manifest(Path(folder), OURS)["kind"] == KIND
        else N_("{folder}: the files say the same, and the plans in them are recomputed and agree.")
    )
