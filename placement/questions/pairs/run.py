"""``placement explain`` without a site: the table of all pairs, or of all sites for one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts
from placement.console.request import one, reading
from placement.present.screen.progress import ProgressLine
from placement.questions.explain.run import Request, check
from placement.solve.result import Solved, Status

if TYPE_CHECKING:
    from placement.questions.pairs.findings import PairTable
    from placement.scenario.load import Loaded


def every_pair(request: Request) -> Exit:
    """Solve, price every pair as far as there is time, and show the table."""
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    check(request, loaded)
    solved, found = calculate(request, loaded)
    from placement.questions.pairs.screen import every_pair_screen  # noqa: PLC0415
    from placement.questions.pairs.tables import every_pair_document, write_every_pair  # noqa: PLC0415 - the solver has run

    return request.deliver(
        Exit.DONE if solved.status is Status.OPTIMAL and not found.stopped else Exit.STOPPED,
        write=lambda call: write_every_pair(str(request.out), solved, loaded, found, call),
        document=lambda: every_pair_document(solved, loaded, found, request.command),
        screen=lambda folder: every_pair_screen(solved, found, request.voice, folder=folder, every=request.every),
    )


def calculate(request: Request, loaded: Loaded) -> tuple[Solved, PairTable]:
    """The proposal, and the table of pairs."""
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
