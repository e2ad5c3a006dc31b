"""``placement verify``: a result folder against its scenario, without the solver; or solved again, on request."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.output import show, show_json
from placement.console.types import Decimal, Existing, voice
from placement.errors import UsageError
from placement.locale import N_
from placement.present.screen.lines import Line, wrapped
from placement.present.words.voice import Voice

if TYPE_CHECKING:
    from placement.questions.verify.study import Again


@click.command(
    "verify",
    cls=Command,
    help=N_("Audit a result folder against its scenario, without the solver; with --solve, solve it again too."),
)
@click.argument("folder", type=Existing(), metavar="DIR")
@click.argument("scenario", type=Existing(), required=False, metavar="[SCENARIO]")
@click.option(
    "--solve",
    "again",
    is_flag=True,
    help=N_("Solve again from the folder's own scenario.lock.yaml: does the same plan come out, or one as good?"),
)
@click.option(
    "--time-limit",
    type=Decimal(above=True),
    default=None,
    metavar="SECONDS",
    help=N_("With --solve: stop after so many seconds, in place of the folder's own limit."),
)
@options.as_json
@options.quiet
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, folder: str, scenario: str | None, **asked: Any) -> Exit:
    """Audit a result folder."""
    return verify(folder, scenario, voice(ctx), **asked)


def verify(
    folder: str,
    scenario: str | None,
    say: Voice,
    *,
    as_json: bool,
    again: bool = False,
    time_limit: float | None = None,
    quiet: bool = False,
) -> Exit:
    """Print every difference between the folder and what is recomputed; with ``again`` also solve again."""
    from placement.questions.verify.study import verify as differences_of  # noqa: PLC0415 - help comes at once

    if time_limit is not None and not again:
        raise UsageError(say("--time-limit is for --solve; without it nothing is solved. Leave it out."))
    if again:
        from placement.questions.verify.study import check_kind  # noqa: PLC0415 - only where it is solved again

        check_kind(Path(folder))
    differences = differences_of(Path(folder), scenario)
    found = [each.said(say) for each in differences]
    anew = _again(folder, say, time_limit, as_json, quiet) if again and not found else None
    if as_json:
        listed = [asdict(each) for each in differences]
        told = {"schema_version": 1, "folder": folder, "agrees": not found, "differences": listed}
        show_json({**told, "solved_again": anew and _document(anew)} if again else told)
    else:
        show(lambda: _screen(_head(folder, found, say), found, _anew(anew, say) if again else []))
    if found or (anew and anew.outcome.agrees is False):
        return Exit.DIFFERENCE
    return Exit.STOPPED if anew and anew.outcome.agrees is None else Exit.DONE


def _head(folder: str, found: list[str], say: Voice) -> str:
    if found:
        return say.some("{folder}: {n} difference.", "{folder}: {n} differences.", len(found), folder=folder)
    return say(_same(folder), folder=folder)


def _again(folder: str, say: Voice, time_limit: float | None, *unless: bool) -> Again:
    """The folder's proposal solved again, with progress on a terminal; the first Ctrl-C stops the search."""
    from placement.console.endings import Interrupts  # noqa: PLC0415 - only where it is solved again
    from placement.console.request import shows_progress  # noqa: PLC0415
    from placement.present.screen.progress import ProgressLine  # noqa: PLC0415
    from placement.questions.verify.study import solve_again  # noqa: PLC0415

    with Interrupts(say) as interrupts, ProgressLine(say, wanted=shows_progress(*unless)) as line:
        return solve_again(Path(folder), time_limit, progress=line, stop=interrupts.stop)


def _document(anew: Again) -> dict[str, Any]:
    from placement.present.folder.reading import plain  # noqa: PLC0415 - only where it is solved again

    return {
        "outcome": str(anew.outcome),
        "agrees": anew.outcome.agrees,
        "status": str(anew.now.status),
        "objective": plain(anew.objective),
        "bound": plain(anew.now.bound),
        "objective_before": plain(anew.before.objective),
        "seconds": plain(dict(anew.now.seconds)),
    }


def _anew(anew: Again | None, say: Voice) -> list[str]:
    """Sentences on the result of solving again."""
    if anew is None:
        return [say("It was not solved again: what is in the folder is not what was written.")]
    from placement.questions.verify.screen import outcome_in_words  # noqa: PLC0415 - only where it is solved again

    return [outcome_in_words(anew, say)]


def _screen(head: str, found: list[str], then: list[str]) -> list[Line]:
    listed = (Line(line) for text in found for line in wrapped(text, "  - ", "    "))
    return [*map(Line, wrapped(head)), *listed, *(Line(line) for text in then for line in wrapped(text))]


def _same(folder: str) -> str:
    """The sentence for no differences: all of a proposal is recomputed, but only the plans of other folders."""
    from placement.present.folder.manifest import KIND, OURS, read_manifest  # noqa: PLC0415 - help comes at once

    return (
        N_("{folder}: everything that can be recomputed is recomputed and agrees.")
        if read_manifest(Path(folder), OURS)["kind"] == KIND
        else N_("{folder}: the files say the same, and the plans in them are recomputed and agree.")
    )
