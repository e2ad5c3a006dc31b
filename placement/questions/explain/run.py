"""``placement explain``: why a function is, or is not, at a site, and what it costs to insist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts
from placement.console.request import SolvingRequest, one, reading
from placement.errors import UsageError
from placement.locale import N_
from placement.present.screen.progress import ProgressLine
from placement.scenario.brief import brief
from placement.scenario.load import Loaded
from placement.scenario.source.paths import nearest
from placement.solve.result import Solved, Status

if TYPE_CHECKING:
    from placement.questions.explain.study import Explanation
    from placement.questions.proposal.findings import Study


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the arguments and options of the command."""

    function: str
    site: str
    suppress_below: int
    exact: int | None


@dataclass(frozen=True, eq=False)
class Answer:
    """The proposal, its study, and the explanation."""

    solved: Solved
    study: Study
    explained: Explanation

    __repr__ = brief


def explain(request: Request) -> Exit:
    """Solve, solve again with the pair decided the other way, and show the explanation."""
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    check(request, loaded)
    answer = calculate(request, loaded)
    from placement.questions.explain.screen import explain_screen  # noqa: PLC0415
    from placement.questions.explain.tables import explain_document, write_explanation  # noqa: PLC0415 - the solver has run

    parts, explained, below = (answer.solved, answer.study), answer.explained, request.suppress_below
    contrary = explained.price.answer
    proven = answer.solved.status is Status.OPTIMAL and (contrary is None or contrary.status is Status.OPTIMAL)
    return request.deliver(
        Exit.DONE if proven else Exit.STOPPED,
        write=lambda call: write_explanation(str(request.out), *parts, loaded, explained, call),
        document=lambda: explain_document(*parts, loaded, explained, request.command, below),
        screen=lambda folder: explain_screen(*parts, explained, request.voice, folder=folder, every=request.every),
        suppress_below=below,
    )


def check(request: Request, loaded: Loaded) -> None:
    """Refuse, before anything is solved, what cannot be explained or written.

    Raises:
        UsageError: a function or site that the scenario does not have, or a scenario with phases.
        ResultError: the folder cannot be written.
    """
    say, scenario = request.voice, loaded.scenario
    for missing, name, known in (
        (N_("There is no function '{name}' in the scenario."), request.function, list(scenario.functions)),
        (N_("There is no site '{name}' in the scenario."), request.site, list(scenario.sites)),
    ):
        if name and name not in known:
            near = nearest(name, known)
            hint = f"'{near}'" if near else ", ".join(known)
            said = say("Did you mean {words}?", words=hint) if near else say("There are: {known}.", known=hint)
            told = say(missing, name=name)
            raise UsageError(f"{told} {said}")
    if request.site and request.exact is not None:
        raise UsageError(say("--exact is for the table of all pairs; leave out SITE."))
    if scenario.phases:
        raise UsageError(
            say("a scenario with phases cannot be explained place by place; leave them out with --set phases={{}}.")
        )
    if request.out:
        from placement.questions.proposal.folder import check_target  # noqa: PLC0415 - only where a folder is asked for

        check_target(request.out)


def calculate(request: Request, loaded: Loaded) -> Answer:
    """The proposal, and the pair explained."""
    from placement.questions.explain.study import explain as explain_pair  # noqa: PLC0415
    from placement.questions.proposal.study import study  # noqa: PLC0415
    from placement.solve.run import Live, clock_of, time_to_study  # noqa: PLC0415 - the solver, only when it is needed

    say = request.voice
    with Interrupts(say) as interrupts, ProgressLine(say, wanted=request.shows_progress) as line:
        clock = clock_of(loaded, request.options, interrupts.stop)
        live = Live(loaded, request.options, progress=line, stop=interrupts.stop)
        line.show(say("{stage} ...", stage=say("studying the proposal")))
        with time_to_study(clock):
            studied = study(live.solved, loaded)
        line.show(say("{stage} ...", stage=say("the price of insisting")))
        pair = request.function, request.site
        explained = explain_pair(live, loaded, studied, *pair, progress=line, stop=interrupts.stop)
        return Answer(live.solved, studied, explained)
