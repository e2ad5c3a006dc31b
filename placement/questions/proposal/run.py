"""``placement solve``: the calculated proposal, on the screen, as JSON and as a folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.console.endings import Exit, Interrupts, ending_of, explain
from placement.console.output import remark, show, show_json
from placement.console.request import SolvingRequest, names, reading, side_by_side
from placement.errors import InfeasibleError, NoPlanError, ResultError, UsageError
from placement.present.screen.lines import Line
from placement.present.screen.progress import ProgressLine
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.findings import Study
from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.study import study
from placement.scenario.load import Loaded
from placement.solve.confirmation import ANY
from placement.solve.result import MOST_ALTERNATIVES, WEIGHING, Options, Solved, Status

if TYPE_CHECKING:
    from placement.solve.confirmation import Confirmation
    from placement.solve.repair import Repair


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the options of the command."""

    alternatives: bool
    suppress_below: int
    profiles: bool
    confirm: bool = False
    confirm_with: str | None = None

    @property
    def options(self) -> Options:
        """How to solve, with alternatives and confirmation as asked for."""
        confirm = self.confirm_with or (ANY if self.confirm else "")
        return replace(super().options, alternatives=MOST_ALTERNATIVES if self.alternatives else 0, confirm=confirm)


def solve(request: Request) -> Exit:
    """Solve each combination of variants, one after the other; the exit status is that of the worst one."""
    with reading(request.time_limit):
        scenarios = side_by_side(request.scenario, request.variant, request.overrides, request.voice)
    if len(scenarios) > 1 and request.as_json:
        raise UsageError(
            request.voice(
                "--json gives one document, but {names} are several calculations. Run one at a time, or use --out.",
                names=names(scenarios),
            )
        )
    check(request, scenarios)
    endings = []
    for number, loaded in enumerate(scenarios):
        if number:
            show(lambda: [Line("")])
        endings.append(_one(request, loaded, alone=len(scenarios) == 1))
    return max(endings)


def check(request: Request, scenarios: Sequence[Loaded]) -> None:
    """Refuse impossible requests before a long solve.

    Raises:
        UsageError: profiles that are not there or not for the method, or no solver to confirm with.
        ResultError: the folder cannot be written.
    """
    if request.profiles:
        for loaded in scenarios:
            _check_profiles(request, loaded)
    _check_folders(request, scenarios)
    if request.options.confirm:
        from placement.solve.confirmation import second_solver  # noqa: PLC0415 - only where another solver is asked

        second_solver(request.options)


def _check_profiles(request: Request, loaded: Loaded) -> None:
    """UsageError where profiles are to be compared and there are none, or none for the method."""
    method = request.method or loaded.scenario.objectives.method
    if not loaded.scenario.profiles:
        raise UsageError(request.voice("The scenario has no profiles; write them under profiles."))
    if method == "price" and not any(one.prices for one in loaded.scenario.profiles.values()):
        raise UsageError(request.voice("The profiles have weights, and the method price needs prices; write prices."))
    if method not in (*WEIGHING, "price"):
        raise UsageError(
            request.voice(
                "Profiles are prices or weights, and the method {method} uses neither; use {known}.",
                method=method,
                known=", ".join(("price", *WEIGHING)),
            )
        )


def _check_folders(request: Request, scenarios: Sequence[Loaded]) -> None:
    """ResultError where a folder cannot be written."""
    if request.out is None:
        return
    from placement.questions.proposal.folder import check_shared, check_target  # noqa: PLC0415 - only where a folder is asked for

    if len(scenarios) > 1:
        check_shared(request.out)
    for loaded in scenarios:
        check_target(_folder(request, loaded, alone=len(scenarios) == 1) or request.out)


def _one(request: Request, loaded: Loaded, *, alone: bool) -> Exit:
    try:
        solved, studied = calculate(request, loaded)
    except (InfeasibleError, NoPlanError) as error:
        found = repairs_of(request, loaded) if isinstance(error, InfeasibleError) else ()
        if request.as_json:
            show_json(_without_plan(loaded, error, found, request.voice))
        if isinstance(error, InfeasibleError):
            return _infeasible(request, loaded, error, found)
        return explain(error, request.voice)
    folder = _folder(request, loaded, alone=alone)
    problem = _written(request, loaded, solved, studied, folder) if folder else None
    if request.as_json:
        show_json(_document(request, loaded, solved, studied))
    else:
        show(lambda: _screen(request, solved, studied, None if problem else folder))
        _warn(request, loaded, solved)
    if problem:
        return explain(problem, request.voice)
    if solved.violations:
        return Exit.INTERNAL
    if studied.confirmation is not None and studied.confirmation.verdict(solved).agrees is False:
        return Exit.CONTRADICTED
    return Exit.DONE if solved.status is Status.OPTIMAL else Exit.STOPPED


def _warn(request: Request, loaded: Loaded, solved: Solved) -> None:
    """Print a remark where places or travel times look odd; ``check`` has the details."""
    from placement.instance.plausible import plausible  # noqa: PLC0415 - with the rest of the studies

    odd = plausible(loaded, solved.instance)
    if odd:
        remark(
            request.voice.some(
                "{n} place or time in the scenario looks odd; placement check shows it.",
                "{n} things about places and times in the scenario look odd; placement check shows them.",
                len(odd),
            )
        )


def repairs_of(request: Request, loaded: Loaded) -> tuple[Repair, ...]:
    """The smallest changes that would make the scenario feasible, as far as they can be found in time."""
    from placement.solve.repair import repairs  # noqa: PLC0415 - only where there is no plan

    say = request.voice
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:
        line.show(say("{stage} ...", stage=say("the smallest change that makes it possible")))
        return repairs(loaded.scenario, request.options, interrupts.stop)


def _infeasible(request: Request, loaded: Loaded, error: InfeasibleError, found: Sequence[Repair]) -> Exit:
    """Show why no plan is possible, and the repairs."""
    show(lambda: infeasible_lines(loaded, error, found, request.voice.language), to_stderr=True)
    return Exit.INFEASIBLE


def infeasible_lines(loaded: Loaded, error: InfeasibleError, found: Sequence[Repair], language: Language) -> list[Line]:
    """The screen on why no plan is possible, with the smallest changes that would make one possible."""
    from placement.present.screen.faults import infeasible_screen  # noqa: PLC0415 - only where there is no plan
    from placement.questions.proposal.left_out import contradictions  # noqa: PLC0415

    return infeasible_screen(error.causes, contradictions(loaded.scenario), loaded.scenario, language, found)


def calculate(request: Request, loaded: Loaded) -> tuple[Solved, Study]:
    """The proposal and its study."""
    from placement.solve.run import (  # noqa: PLC0415 - the solver, only when it is needed
        Live,
        clock_of,
        solve_profiles,
        time_to_study,
    )

    say = request.voice
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:
        clock = clock_of(loaded, request.options, interrupts.stop)
        live = Live(loaded, request.options, progress=line, stop=interrupts.stop)
        solved = live.solved
        answers = solve_profiles(live, loaded, progress=line, stop=interrupts.stop) if request.profiles else ()
        confirmation = _confirmed(request, loaded, solved, line, interrupts)
        line.show(say("{stage} ...", stage=say("studying the proposal")))
        with time_to_study(clock):
            return solved, replace(study(solved, loaded), profiles=answers, confirmation=confirmation)


def _confirmed(
    request: Request, loaded: Loaded, solved: Solved, line: ProgressLine, interrupts: Interrupts
) -> Confirmation | None:
    """A second solver's answer, within the time left; None where none was asked."""
    options = solved.options
    if not options.confirm:
        return None
    from placement.solve.confirmation import confirm  # noqa: PLC0415 - only where another solver is asked
    from placement.solve.stage import Clock  # noqa: PLC0415

    left = None if options.time_limit is None else max(0.0, options.time_limit - solved.seconds["total"])
    line.show(request.voice("{stage} ...", stage=request.voice("asking another solver")))
    return confirm(loaded, solved, Clock(left, interrupts.stop))


def _folder(request: Request, loaded: Loaded, *, alone: bool) -> Path | None:
    if request.out is None:
        return None
    return Path(request.out) if alone else Path(request.out) / "+".join(loaded.variants)


def _screen(request: Request, solved: Solved, studied: Study, folder: Path | None) -> list[Line]:
    return first_screen(
        solved,
        studied,
        request.voice.language,
        date=dt.datetime.now().astimezone().date(),
        folder=f"{folder}/" if folder else "",
        every_pair=request.every,
    )


def _written(request: Request, loaded: Loaded, solved: Solved, studied: Study, folder: Path) -> ResultError | None:
    """Write the result folder; an error is returned, to be shown after the screen, so that the answer is not lost."""
    from placement.questions.proposal.folder import write_result  # noqa: PLC0415 - only where a folder is asked for

    try:
        write_result(
            folder,
            solved,
            studied,
            loaded,
            command=request.command,
            scenario=request.scenario,
            csv=request.csv,
            lang=request.voice.language,
            suppress_below=request.suppress_below,
        )
    except ResultError as error:
        return error
    return None


def _document(request: Request, loaded: Loaded, solved: Solved, studied: Study) -> Any:
    from placement.questions.proposal.document import result_document  # noqa: PLC0415 - only where JSON is asked for

    return result_document(solved, studied, loaded, command=request.command)


def _without_plan(
    loaded: Loaded, error: InfeasibleError | NoPlanError, found: Sequence[Repair], say: Voice
) -> dict[str, Any]:
    """The JSON document where there is no plan."""
    from placement.questions.proposal.document import repairs_document  # noqa: PLC0415 - only where there is no plan

    return {
        **ending_of(error, say).document,
        "scenario": loaded.scenario.name,
        "variant": list(loaded.variants),
        "repairs": repairs_document(found),
    }
