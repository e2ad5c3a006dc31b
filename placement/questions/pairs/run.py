"""``placement explain`` without a site: the table of all pairs, or of all sites for one function."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts
from placement.console.endings import explain as explain_error
from placement.console.output import show, show_json
from placement.console.request import one, reading
from placement.errors import ResultError
from placement.present.screen.progress import ProgressLine
from placement.questions.explain.run import Request, check
from placement.solve.result import Solved, Status

if TYPE_CHECKING:
    from placement.questions.pairs.findings import PairTable
    from placement.scenario.load import Loaded


def every_pair(request: Request) -> Exit:
    """Solve, ask about every pair as far as there is time, and say what was found."""
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    check(request, loaded)
    solved, found = calculate(request, loaded)
    problem = _written(request, loaded, solved, found) if request.out else None
    _show(request, loaded, solved, found, folder="" if problem or not request.out else f"{Path(request.out)}/")
    if problem:
        return explain_error(problem, request.voice)
    return Exit.DONE if solved.status is Status.OPTIMAL and not found.stopped else Exit.STOPPED


def calculate(request: Request, loaded: Loaded) -> tuple[Solved, PairTable]:
    """The proposal, and what is known of every pair."""
    from placement.questions.pairs.study import every_pair as ask  # noqa: PLC0415
    from placement.solve.run import Live  # noqa: PLC0415 - the solver, only when it is needed

    say = request.voice
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:
        live = Live(loaded, request.options, progress=line, stop=interrupts.stop)

        def told(done: int, every: int) -> None:
            line.show(say("{stage} ...", stage=say("all pairs: {n} of {of}", n=done, of=every)))

        told(0, len(live.solved.instance.site_ids) * (1 if request.function else len(loaded.scenario.functions)))
        found = ask(live, loaded, function=request.function, exact=request.exact, told=told, stop=interrupts.stop)
        return live.solved, found


def _show(request: Request, loaded: Loaded, solved: Solved, found: PairTable, *, folder: str) -> None:
    if request.as_json:
        from placement.questions.pairs.folder import every_pair_document  # noqa: PLC0415 - only where it is asked for

        show_json(every_pair_document(solved, loaded, found, request.command))
        return
    from placement.questions.pairs.screen import every_pair_screen  # noqa: PLC0415 - only where somebody reads

    show(lambda: every_pair_screen(solved, found, request.voice, folder=folder, every=request.every))


def _written(request: Request, loaded: Loaded, solved: Solved, found: PairTable) -> ResultError | None:
    """Write the folder; an error is returned, to be told after the answer is shown."""
    from placement.present.folder.manifest import Call  # noqa: PLC0415
    from placement.present.tables.csv_dialect import dialect_named  # noqa: PLC0415
    from placement.questions.pairs.folder import write_every_pair  # noqa: PLC0415 - only where a folder is asked for

    call = Call(request.command, request.scenario, request.voice.language, dialect_named(request.csv))
    try:
        write_every_pair(str(request.out), solved, loaded, found, call)
    except ResultError as error:
        return error
    return None
