"""``placement compare``: today and variants side by side, on the screen, as JSON and as a folder of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts, explain
from placement.console.output import show, show_json
from placement.console.request import SolvingRequest, reading
from placement.console.request import side_by_side as asked_for
from placement.errors import InfeasibleError, ResultError, UsageError
from placement.present.screen.progress import ProgressLine
from placement.scenario.load import Loaded, load
from placement.scenario.schema.frame import BASE, TODAY
from placement.solve.result import Status

if TYPE_CHECKING:
    from placement.questions.compare.choice import Alternative
    from placement.questions.compare.study import SideBySide


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the options of the command."""

    reference: str
    tips: bool


def compare(request: Request) -> Exit:
    """Solve the alternatives and show them side by side; the exit status is that of the worst one."""
    found = calculate(request)
    worst = max(map(ending, found.alternatives))
    problem = _written(request, found) if request.out and found.solved else None
    _tell(request, found, problem)
    return explain(problem, request.voice) if problem else worst


def _alternatives(request: Request, plain: Loaded) -> list[tuple[str, Loaded]]:
    """Name and scenario of each alternative: those asked for, or the scenario itself and each variant."""
    known = plain.base.variants
    text = ",".join([BASE, *known]) if request.variant is None else request.variant
    groups = [group.strip() for group in text.split(",")]
    named = [group for group in groups if group != BASE]
    loaded = asked_for(request.scenario, ",".join(named) or None, request.overrides, request.voice)
    found = {"+".join(each.variants): each for each in loaded}
    names = [BASE if group not in named else "+".join(part.strip() for part in group.split("+")) for group in groups]
    _check_names(request, names)
    if request.variant is not None:
        _check_number(request, names)
    return [(name, found.get(name, plain)) for name in names]


def _check_names(request: Request, names: Sequence[str]) -> None:
    """UsageError where a name is given twice."""
    twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
    if twice:
        raise UsageError(request.voice("'{name}' is named twice; name it once.", name=twice))


def _check_number(request: Request, names: Sequence[str]) -> None:
    """UsageError where there are more than can be read side by side."""
    from placement.questions.compare.sides import LETTERS  # noqa: PLC0415 - only where something is compared

    if len(names) > len(LETTERS):
        raise UsageError(
            request.voice(
                "{n} are too many side by side; at most {most} can be read. Choose them with --variant a,b: {known}.",
                n=len(names),
                most=len(LETTERS),
                known=", ".join(names),
            )
        )


def _check_reference(request: Request, plain: Loaded, names: Sequence[str]) -> None:
    """UsageError where the reference is not part of the comparison, before a long solve."""
    if request.reference == TODAY:
        if not plain.scenario.baseline.rows:
            raise UsageError(
                request.voice(
                    "The scenario says nothing about today, so today cannot be the reference; choose "
                    "{known} with --reference.",
                    known=", ".join(names),
                )
            )
    elif request.reference not in names:
        raise UsageError(
            request.voice(
                "'{name}' is not part of the comparison; choose {known}.",
                name=request.reference,
                known=", ".join([TODAY, *names]),
            )
        )


def _check_folder(request: Request) -> None:
    if request.out is not None:
        from placement.questions.proposal.folder import check_target  # noqa: PLC0415 - only where a folder is asked for

        check_target(request.out)


def calculate(request: Request) -> SideBySide:
    """The alternatives' proposals beside today."""
    with reading(request.time_limit):
        plain = load(request.scenario, overrides=request.overrides)
        asked = _alternatives(request, plain)
    _check_reference(request, plain, [name for name, _ in asked])
    _check_folder(request)
    from placement.questions.compare.sides import LETTERS  # noqa: PLC0415
    from placement.questions.compare.study import side_by_side  # noqa: PLC0415 - the solver, only when it is needed

    say = request.voice
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:
        return side_by_side(
            plain,
            asked,
            request.options,
            reference=request.reference,
            turning=request.tips,
            most=len(LETTERS),
            progress=line,
            stop=interrupts.stop,
        )


def ending(each: Alternative) -> Exit:
    """The exit status for one alternative."""
    if each.solved is None:
        return Exit.INFEASIBLE if isinstance(each.failure, InfeasibleError) else Exit.NO_PLAN
    if each.solved.violations:
        return Exit.INTERNAL
    return Exit.DONE if each.solved.status is Status.OPTIMAL else Exit.STOPPED


def _written(request: Request, found: SideBySide) -> ResultError | None:
    """Write the folder; an error is returned, to be shown after the answer."""
    from placement.present.folder.manifest import Call  # noqa: PLC0415
    from placement.present.tables.csv_dialect import dialect_named  # noqa: PLC0415
    from placement.questions.compare.folder import write_comparison  # noqa: PLC0415 - only where a folder is asked for

    call = Call(request.command, request.scenario, request.voice.language, dialect_named(request.csv))
    try:
        write_comparison(request.out or "", found, request.options, call)
    except ResultError as error:
        return error
    return None


def _tell(request: Request, found: SideBySide, problem: ResultError | None) -> None:
    if request.as_json:
        from placement.questions.compare.folder import compare_document  # noqa: PLC0415 - only where JSON is asked for

        show_json(compare_document(found, request.options, request.command))
        return
    from placement.questions.compare.screen import compare_screen  # noqa: PLC0415 - only where somebody reads

    folder = f"{request.out}/" if request.out and found.solved and not problem else ""
    show(
        lambda: compare_screen(found, request.voice.language, folder=folder, every=request.every),
        to_stderr=not found.solved,
    )
