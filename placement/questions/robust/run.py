"""``placement robust``: how sure the proposal is, on the screen, as JSON and as a folder of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts
from placement.console.request import SolvingRequest, executor_for, reading, side_by_side
from placement.errors import UsageError
from placement.present.screen.progress import ProgressLine, batch_text, stage_words
from placement.solve.result import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placement.executor.batch import BatchProgress
    from placement.present.folder.manifest import Call
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
    """Solve in every world, write and show what was found; a limit or Ctrl-C keeps what is done."""
    with reading(request.time_limit):
        loaded = side_by_side(request.scenario, request.variant, request.overrides, request.voice)
    check(request, loaded)
    kept = _kept(request)
    found = ask(request, loaded, kept)
    from placement.questions.robust.screen import robust_screen  # noqa: PLC0415
    from placement.questions.robust.tables import robust_document, write_robust  # noqa: PLC0415 - the solver has run

    def write(call: Call) -> None:
        write_robust(str(request.out), found, call)
        if kept is not None and not found.stopped:
            kept.remove()

    return request.deliver(
        Exit.DONE if found.solved.status is Status.OPTIMAL and not found.stopped else Exit.STOPPED,
        write=write,
        document=lambda: robust_document(found, request.command),
        screen=lambda folder: robust_screen(found, request.voice.language, folder=folder, every=request.every),
    )


def check(request: Request, loaded: Sequence[Loaded]) -> None:
    """Refuse impossible requests before a long solve.

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
    """The file in which finished worlds are stored until the folder is written."""
    if not request.out:
        return None
    from placement.present.folder.writing import kept_beside  # noqa: PLC0415 - only where a folder is asked for

    return kept_beside(request.out)


def ask(request: Request, loaded: Sequence[Loaded], kept: KeptFile | None = None) -> Robust:
    """The study over all worlds; ``kept``: where finished worlds are stored meanwhile."""
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
