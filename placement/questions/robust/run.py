"""``placement robust``: how sure the proposal is, on the screen, as JSON and as a folder of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts, explain
from placement.console.output import show, show_json
from placement.console.request import SolvingRequest, executor_for, reading, side_by_side
from placement.errors import ResultError, UsageError
from placement.present.screen.progress import ProgressLine, batch_text, stage_words
from placement.solve.result import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.executor.batch import BatchProgress
    from placement.present.folder.writing import KeptFile
    from placement.questions.robust.findings import Robust
    from placement.scenario.load import Loaded


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the options of the command."""

    draws: int
    numbers: int
    least_weight: float
    within: float
    decide: float
    drop: float
    workers: int | None
    cluster: str | None


def robust(request: Request) -> Exit:
    """Ask in every world, write what was found, show it; a limit or Ctrl-C keeps what is done."""
    with reading(request.time_limit):
        loaded = side_by_side(request.scenario, request.variant, request.overrides, request.voice)
    check(request, loaded)
    kept = _kept(request)
    found = ask(request, loaded, kept)
    problem = _written(request, found) if request.out else None
    if kept is not None and problem is None and not found.stopped:
        kept.remove()
    _show(request, found, folder="" if problem or not request.out else f"{request.out}/")
    if problem:
        return explain(problem, request.voice)
    proven = found.solved.status is Status.OPTIMAL and not found.stopped
    return Exit.DONE if proven else Exit.STOPPED


def check(request: Request, loaded: Sequence[Loaded]) -> None:
    """Refuse what cannot be, before anybody waits.

    Raises:
        UsageError: the thresholds leave nothing between them, or the scenario has phases.
        ResultError: the folder cannot be written.
    """
    say = request.voice
    if request.drop >= request.decide:
        raise UsageError(
            say(
                "--drop {drop} must be below --decide {decide}; otherwise there is nothing between them to discuss.",
                drop=say.short(request.drop),
                decide=say.short(request.decide),
            )
        )
    if any(one.scenario.phases for one in loaded):
        raise UsageError(say("robust looks at one moment, and the scenario has phases; leave out the phases."))
    if request.out:
        from placement.questions.proposal.folder import check_target  # noqa: PLC0415 - only where a folder is asked for

        check_target(request.out)


def _kept(request: Request) -> KeptFile | None:
    """Where finished worlds are kept until the folder is there."""
    if not request.out:
        return None
    from placement.present.folder.writing import kept_beside  # noqa: PLC0415 - only where a folder is asked for

    return kept_beside(request.out)


def ask(request: Request, loaded: Sequence[Loaded], kept: KeptFile | None = None) -> Robust:
    """The answer in every world; ``kept``: where finished worlds are kept meanwhile."""
    from placement.questions.robust.findings import Design, Thresholds  # noqa: PLC0415 - the solver, only when needed
    from placement.questions.robust.study import robust as calculate  # noqa: PLC0415

    say = request.voice
    thresholds = Thresholds(request.decide, request.drop)
    design = Design(request.draws, request.numbers, request.least_weight, request.within, thresholds)
    with (
        executor_for(request.workers, request.cluster, say) as executor,
        Interrupts(say) as interrupts,
        ProgressLine(say, wanted=request.shows_progress) as line,
    ):

        def told(stage: str, how: BatchProgress) -> None:
            line.show(batch_text(say, stage_words(say, stage), how))

        return calculate(
            loaded,
            request.options,
            design,
            executor=executor,
            progress=line,
            told=told,
            kept=kept,
            stop=interrupts.stop,
        )


def _written(request: Request, found: Robust) -> ResultError | None:
    """Write the folder; an error is returned, to be told after the answer is shown."""
    from placement.present.folder.manifest import Call  # noqa: PLC0415
    from placement.present.tables.csv_dialect import dialect_named  # noqa: PLC0415 - only where a folder is asked for
    from placement.questions.robust.folder import write_robust  # noqa: PLC0415

    call = Call(request.command, request.scenario, request.voice.language, dialect_named(request.csv))
    try:
        write_robust(str(request.out), found, call)
    except ResultError as error:
        return error
    return None


def _show(request: Request, found: Robust, *, folder: str) -> None:
    if request.as_json:
        from placement.questions.robust.folder import robust_document  # noqa: PLC0415 - only where JSON is asked for

        show_json(robust_document(found, request.command))
        return
    from placement.questions.robust.screen import robust_screen  # noqa: PLC0415 - only where somebody reads

    show(lambda: robust_screen(found, request.voice.language, folder=folder, every=request.every))
