"""``placement ballots``: what the participants' weights would choose, on the screen, as JSON and as a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from placement.console.endings import Exit, explain
from placement.console.interrupt import Interrupts
from placement.console.output import show, show_json
from placement.console.request import SolvingRequest, executor_for, one, reading
from placement.errors import ResultError, UsageError
from placement.present.screen.progress import ProgressLine, batch_text
from placement.scenario.ballots import Ballots, anonymous, read_ballots
from placement.scenario.load import Loaded
from placement.solve.result import WEIGHING

if TYPE_CHECKING:
    from placement.executor.batch import BatchProgress
    from placement.present.folder.writing import KeptFile
    from placement.questions.ballots.study import Count


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the arguments and options of the command."""

    ballots: str
    anonymous: bool
    workers: int | None
    cluster: str | None


def ballots(request: Request) -> Exit:
    """Solve each weighting once, set the answers side by side; a limit or Ctrl-C keeps what is found."""
    say = request.voice
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, say)
    cast = read_ballots(request.ballots)
    loaded = replace(loaded, inputs={**loaded.inputs, request.ballots: next(iter(cast.inputs.values()))})
    if request.anonymous:
        cast = anonymous(cast, say("Participant"))
    _check(request, loaded)
    kept = _kept(request)
    found = _calculate(request, loaded, cast, kept)
    problem = _written(request, found, kept) if request.out else None
    _tell(request, found, "" if problem or not request.out else f"{Path(request.out)}/")
    if problem:
        return explain(problem, say)
    return Exit.STOPPED if found.unsolved or not found.proven else Exit.DONE


def _check(request: Request, loaded: Loaded) -> None:
    """Refuse methods without weights, and a folder that cannot be written, before anybody waits."""
    method = request.method or loaded.scenario.objectives.method
    if method not in WEIGHING:
        raise UsageError(
            request.voice(
                "Ballots are weights, and the method {method} uses none; use --method with {known}.",
                method=method,
                known=", ".join(WEIGHING),
            )
        )
    if request.out:
        from placement.questions.proposal.folder import check_target  # noqa: PLC0415 - only where a folder is asked for

        check_target(request.out)


def _kept(request: Request) -> KeptFile | None:
    if request.out is None:
        return None
    from placement.present.folder.writing import kept_beside  # noqa: PLC0415 - only where a folder is asked for

    return kept_beside(request.out)


def _calculate(request: Request, loaded: Loaded, cast: Ballots, kept: KeptFile | None) -> Count:
    from placement.questions.ballots.study import count  # noqa: PLC0415 - the solver, only when it is needed

    say = request.voice
    with (
        Interrupts(say) as interrupts,
        executor_for(request.workers, request.cluster, say) as executor,
        ProgressLine(say, wanted=request.shows_progress) as line,
    ):

        def told(now: BatchProgress) -> None:
            line.show(batch_text(say, say("ballots"), now))

        return count(
            loaded,
            cast.ballots,
            request.options,
            executor=executor,
            kept=kept,
            told=told,
            progress=line,
            stop=interrupts.stop,
        )


def _written(request: Request, found: Count, kept: KeptFile | None) -> ResultError | None:
    """Write the folder; an error is returned, to be told after the answer is shown."""
    from placement.present.folder.manifest import Call  # noqa: PLC0415
    from placement.present.tables.csv_dialect import dialect_named  # noqa: PLC0415
    from placement.questions.ballots.folder import write_ballots  # noqa: PLC0415 - only where a folder is asked for

    call = Call(request.command, request.scenario, request.voice.language, dialect_named(request.csv))
    try:
        write_ballots(request.out or "", found, call)
        if kept is not None and not found.unsolved:
            kept.remove()
    except ResultError as error:
        return error
    return None


def _tell(request: Request, found: Count, folder: str) -> None:
    if request.as_json:
        from placement.questions.ballots.folder import ballots_document  # noqa: PLC0415 - only where JSON is asked for

        show_json(ballots_document(found, request.command))
        return
    from placement.questions.ballots.screen import ballots_screen  # noqa: PLC0415 - only where somebody reads

    show(lambda: ballots_screen(found, request.voice.language, folder=folder, every=request.every))
