"""``placement tradeoff``: the plans there is a choice between, on the screen, as JSON and as a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from placement.console.endings import Exit, explain
from placement.console.interrupt import Interrupts
from placement.console.output import complain, show, show_json
from placement.console.request import SolvingRequest, one, reading
from placement.errors import ResultError
from placement.present.folder.manifest import Call
from placement.present.screen.progress import ProgressLine
from placement.present.tables.csv_dialect import dialect_named
from placement.questions.tradeoff.folder import STATE, check_folder, document, read_state, write_folder, write_state
from placement.questions.tradeoff.screen import tradeoff_screen
from placement.questions.tradeoff.study import tradeoff as calculate

if TYPE_CHECKING:
    from placement.questions.tradeoff.study import Tradeoff
    from placement.scenario.load import Loaded
    from placement.solve.pareto_front import Proven


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the options of the command."""

    spacing: float
    points: int


def tradeoff(request: Request) -> Exit:
    """Find the set, write it, show it; a limit or Ctrl-C keeps what is found."""
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    folder = Path(request.out) if request.out else None
    known = None
    if folder is not None:
        check_folder(folder)
        known = read_state(folder, loaded, request.formulation)
    try:
        found = _calculate(request, loaded, known, folder)
    except KeyboardInterrupt:
        if folder is None or not (folder / STATE).exists():
            raise
        complain(
            request.voice(
                "Aborted; no tables are written. What is found and proven is in {file}; the same "
                "command goes on from there.",
                file=folder / STATE,
            ),
            request.voice,
        )
        return Exit.NO_PLAN
    problem = _written(request, loaded, found, folder) if folder else None
    if request.as_json:
        show_json(document(found, loaded, request.command))
    else:
        shown = f"{folder}/" if folder and not problem else ""
        show(lambda: tradeoff_screen(found, request.voice.language, folder=shown, every=request.every))
    if problem:
        return explain(problem, request.voice)
    return Exit.STOPPED if found.stopped and not found.complete else Exit.DONE


def _calculate(request: Request, loaded: Loaded, known: Proven | None, folder: Path | None) -> Tradeoff:
    keep: Callable[[Proven], None] | None = None
    if folder is not None:

        def keep(proven: Proven) -> None:
            write_state(folder, loaded, request.formulation, proven)

    say = request.voice
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:
        return calculate(
            loaded,
            request.options,
            spacing=request.spacing,
            most=request.points or None,
            known=known,
            keep=keep,
            progress=line,
            stop=interrupts.stop,
        )


def _written(request: Request, loaded: Loaded, found: Tradeoff, folder: Path) -> ResultError | None:
    """Write the folder; an error is returned, to be told after the answer is shown."""
    try:
        dialect = dialect_named(request.csv)
        write_folder(folder, found, loaded, Call(request.command, request.scenario, request.voice.language, dialect))
    except ResultError as error:
        return error
    return None
