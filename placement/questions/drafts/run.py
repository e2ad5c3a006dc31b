"""``placement drafts``: two result folders or scenarios, what changed between them and what effect it had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts
from placement.console.request import SolvingRequest, reading
from placement.errors import InfeasibleError, NoPlanError, UsageError
from placement.locale import N_
from placement.present.screen.progress import ProgressLine
from placement.present.words.currency import speak_of
from placement.questions.compare.choice import Alternative
from placement.questions.drafts.study import NEW, OLD, Drafts, UnrelatedError, check_related, put_back
from placement.questions.drafts.study import drafts as beside_each_other
from placement.questions.drafts.tables import Version
from placement.questions.proposal.rebuild import is_result_folder, read_result
from placement.scenario.load import Loaded, load
from placement.solve.result import Options, Status

if TYPE_CHECKING:
    from placement.solve.run import Live

_NOTHING_IN_COMMON = {
    "sites": N_("'{old}' and '{new}' have no sites in common; compare versions of one scenario."),
    "functions": N_("'{old}' and '{new}' have no functions in common; compare versions of one scenario."),
}


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the arguments and options of the command; ``scenario`` is the new version."""

    old: str
    put_back: bool


@dataclass(frozen=True, eq=False)
class Side:
    """A version before it is solved; ``read`` is its proposal where it is a result folder."""

    version: Version
    loaded: Loaded
    read: Alternative | None


def drafts(request: Request) -> Exit:
    """Read or solve both versions, and show what changed."""
    sides, found = calculate(request)
    from placement.questions.drafts.screen import drafts_screen  # noqa: PLC0415
    from placement.questions.drafts.tables import drafts_document, write_drafts  # noqa: PLC0415 - the solver has run

    versions, options, both = (sides[0].version, sides[1].version), request.options, len(found.beside.solved) == 2
    return request.deliver(
        max(_ending(side, each) for side, each in zip(sides, found.beside.alternatives, strict=True)),
        write=(lambda call: write_drafts(request.out or "", found, versions, options, call)) if both else None,
        document=lambda: drafts_document(found, versions, options, request.command),
        screen=lambda folder: drafts_screen(
            found, versions, request.voice.language, folder=folder, every=request.every
        ),
        to_stderr=not both,
    )


def calculate(request: Request) -> tuple[tuple[Side, Side], Drafts]:
    """Both versions as read, the old one first, and the comparison."""
    with reading(request.time_limit):
        sides = _side(request.old, OLD), _side(request.scenario, NEW)
    _check(request, sides)
    return sides, _calculate(request, sides)


def _side(path: str, name: str) -> Side:
    """A version from a result folder or a scenario."""
    if is_result_folder(Path(path)):
        result = read_result(Path(path))
        loaded, solved = result.loaded, result.solved
        version = Version(path, result.variants, result.created, loaded.scenario.status)
        return Side(version, loaded, Alternative(name, loaded, solved))
    loaded = load(path)
    speak_of(loaded.scenario.about.currency)
    return Side(Version(path, (), "", loaded.scenario.status), loaded, None)


def _check(request: Request, sides: tuple[Side, Side]) -> None:
    """Refuse versions with nothing in common, and a folder that cannot be written, before a long solve."""
    try:
        check_related(sides[0].loaded.scenario, sides[1].loaded.scenario)
    except UnrelatedError as error:
        said = request.voice(_NOTHING_IN_COMMON[error.what], old=error.old, new=error.new)
        raise UsageError(said) from error
    if request.out is not None:
        from placement.questions.proposal.folder import check_target  # noqa: PLC0415 - only where a folder is asked for

        check_target(request.out)


def _calculate(request: Request, sides: tuple[Side, Side]) -> Drafts:
    say = request.voice
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:

        def live(side: Side) -> Live:
            from placement.solve.run import Live  # noqa: PLC0415 - the solver, only when it is needed

            return Live(side.loaded, _options(request, side), progress=line, stop=interrupts.stop)

        old, _ = _solved(sides[0], OLD, live)
        new, kept = _solved(sides[1], NEW, live)
        found = beside_each_other(old, new)
        if not request.put_back or len(found.beside.solved) < 2:
            return found
        line.show(say("{stage} ...", stage=say("the changes put back one by one")))
        kept = kept or live(sides[1])
        parts = put_back(kept, found, _options(request, sides[1]), progress=line, stop=interrupts.stop)
        return replace(found, put_back=parts, asked_again=kept.solved)


def _options(request: Request, side: Side) -> Options:
    """How to solve a version: of a result folder with its own method and weights, unless others are asked for."""
    options = request.options
    if side.read is None or side.read.solved is None:
        return options
    solved = side.read.solved
    return replace(options, method=options.method or solved.method, weights=options.weights or solved.weights)


def _solved(side: Side, name: str, live: Callable[[Side], Live]) -> tuple[Alternative, Live | None]:
    """A version with its proposal, or with the error; and the live model where it had to be solved."""
    if side.read is not None:
        return side.read, None
    try:
        kept = live(side)
    except (InfeasibleError, NoPlanError) as error:
        return Alternative(name, side.loaded, None, error), None
    return Alternative(name, side.loaded, kept.solved), kept


def _ending(side: Side, each: Alternative) -> Exit:
    """The exit status for one version; a result that was read counts as done, whatever its gap."""
    if each.solved is None:
        return Exit.INFEASIBLE if isinstance(each.failure, InfeasibleError) else Exit.NO_PLAN
    if each.solved.violations:
        return Exit.INTERNAL
    return Exit.DONE if side.read is not None or each.solved.status is Status.OPTIMAL else Exit.STOPPED
