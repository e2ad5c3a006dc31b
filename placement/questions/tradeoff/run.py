"""``placement tradeoff``: the staircase, or with ``--all`` the Pareto set, on the screen, as JSON and as a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts
from placement.console.output import complain
from placement.console.request import SolvingRequest, one, reading
from placement.errors import UsageError
from placement.locale import N_
from placement.present.screen.progress import ProgressLine
from placement.questions.tradeoff.folder import (
    OURS,
    OURS_OF_STEPS,
    STATE,
    check_folder,
    document_of,
    read_state,
    write_folder,
    write_state,
)
from placement.questions.tradeoff.screen import tradeoff_screen
from placement.questions.tradeoff.steps.screen import stairway_screen
from placement.questions.tradeoff.steps.study import stairway
from placement.questions.tradeoff.study import tradeoff as calculate

if TYPE_CHECKING:
    from placement.present.screen.lines import Line
    from placement.questions.tradeoff.steps.study import Stairway
    from placement.questions.tradeoff.study import Tradeoff
    from placement.scenario.load import Loaded
    from placement.solve.pareto_front import Proven


MOST_POINTS = 30
"""The default number of plans after which the search for all plans stops."""


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the options of the command."""

    spacing: float | None
    points: int | None

    @property
    def misplaced(self) -> list[str]:
        """Options that were given and have no effect on what is asked."""
        of_all = ("spacing", "points", "weights", "method")
        names = ("price",) if self.every else of_all
        return [f"--{name}" for name in names if getattr(self, name) is not None]


def tradeoff(request: Request) -> Exit:
    """Find the staircase or the Pareto set, write it, show it; a limit or Ctrl-C keeps what is found."""
    check(request)
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    folder = Path(request.out) if request.out else None
    if folder is not None:
        check_folder(folder, OURS if request.every else OURS_OF_STEPS)
    return _all(request, loaded, folder) if request.every else _steps(request, loaded, folder)


def check(request: Request) -> None:
    """Refuse options without effect.

    Raises:
        UsageError: an option of the staircase is given for all plans, or the reverse.
    """
    if request.misplaced:
        told = (
            N_("{options} is for the staircase; leave it out, or --all.")
            if request.every
            else N_("{options} is for all plans; add --all, or leave it out.")
        )
        raise UsageError(request.voice(told, options=", ".join(request.misplaced)))


def _steps(request: Request, loaded: Loaded, folder: Path | None) -> Exit:
    found = steps(request, loaded)
    shown = partial(stairway_screen, found, request.voice.language)
    return _ended(request, loaded, found, folder, shown, stopped=not found.evidence.complete)


def steps(request: Request, loaded: Loaded) -> Stairway:
    """Search the staircase."""
    say, options = request.voice, replace(request.options, method=None)
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:
        return stairway(loaded, options, progress=line, stop=interrupts.stop)


def _all(request: Request, loaded: Loaded, folder: Path | None) -> Exit:
    known = None if folder is None else read_state(folder, loaded, request.formulation)
    try:
        found = every_plan(request, loaded, known, folder)
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
    shown = partial(tradeoff_screen, found, request.voice.language)
    return _ended(request, loaded, found, folder, shown, stopped=bool(found.stopped) and not found.complete)


def _ended(
    request: Request,
    loaded: Loaded,
    found: Tradeoff | Stairway,
    folder: Path | None,
    screen: Callable[..., list[Line]],
    *,
    stopped: bool,
) -> Exit:
    """Write the folder, show the answer, and return the exit status."""
    return request.deliver(
        Exit.STOPPED if stopped else Exit.DONE,
        write=None if folder is None else lambda call: write_folder(folder, found, loaded, call),
        document=lambda: document_of(found, loaded, request.command),
        screen=lambda shown: screen(folder=shown),
    )


def every_plan(request: Request, loaded: Loaded, known: Proven | None = None, folder: Path | None = None) -> Tradeoff:
    """Search the Pareto set; ``known``: from an earlier run; ``folder``: where the state is stored meanwhile."""
    keep: Callable[[Proven], None] | None = None
    if folder is not None:

        def keep(proven: Proven) -> None:
            write_state(folder, loaded, request.formulation, proven)

    say = request.voice
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:
        return calculate(
            loaded,
            request.options,
            spacing=request.spacing or 0.0,
            most=(MOST_POINTS if request.points is None else request.points) or None,
            known=known,
            keep=keep,
            progress=line,
            stop=interrupts.stop,
        )
