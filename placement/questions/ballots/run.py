"""``placement ballots``: either-or questions, or the answers to them, on the screen, as JSON and as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placement.console.endings import Exit, Interrupts
from placement.console.output import show, show_json
from placement.console.request import SolvingRequest, one, reading
from placement.errors import UsageError
from placement.present.screen.progress import ProgressLine
from placement.scenario.ballots import anonymous, read_ballots
from placement.scenario.load import Loaded

if TYPE_CHECKING:
    from placement.questions.ballots.questionnaire import Questionnaire
    from placement.questions.ballots.study import Count


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the arguments and options of the command."""

    price: None = None
    weights: None = None
    method: None = None
    ballots: str | None
    questions: str | None
    anonymous: bool


def ballots(request: Request) -> Exit:
    """Find the questions; then show and write them, or count the answers to them."""
    check(request)
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    if request.ballots is None:
        return _ask(request, questions(request, loaded))
    return _deliver(request, counted(request, loaded))


def check(request: Request) -> None:
    """Refuse options that exclude each other, and files that cannot be written, before a long solve."""
    say = request.voice
    if request.ballots is not None and request.questions is not None:
        raise UsageError(say("--questions writes questions, and BALLOTS.csv holds answers to them; leave one out."))
    if request.ballots is None and request.out is not None:
        raise UsageError(say("--out is for the answers; --questions FILE.csv writes the questions."))
    if request.questions is not None:
        from placement.questions.ballots.tables import check_sheet  # noqa: PLC0415 - only where questions are written

        check_sheet(request.questions)
    if request.out is not None:
        from placement.questions.proposal.folder import check_target  # noqa: PLC0415 - only where a folder is asked for

        check_target(request.out)


def questions(request: Request, loaded: Loaded) -> Questionnaire:
    """The staircase of the scenario with its questions."""
    from placement.questions.ballots.questionnaire import ask  # noqa: PLC0415 - the solver, only when it is needed

    with Interrupts(request.voice) as interrupts, ProgressLine(request.voice, wanted=request.shows_progress) as line:
        return ask(loaded, request.options, progress=line, stop=interrupts.stop)


def _ask(request: Request, asked: Questionnaire) -> Exit:
    from placement.present.tables.csv_dialect import dialect_named  # noqa: PLC0415 - the solver has run
    from placement.questions.ballots.screen import questions_screen  # noqa: PLC0415
    from placement.questions.ballots.tables import questions_document, write_questions  # noqa: PLC0415

    say = request.voice
    written: list[str] = []
    if request.questions is not None:
        written = write_questions(request.questions, asked, say.language, dialect_named(request.csv))
    if request.as_json:
        show_json(questions_document(asked, request.command, say.language))
    else:
        show(lambda: questions_screen(asked, say.language, written=written))
    return Exit.DONE if asked.complete else Exit.STOPPED


def counted(request: Request, loaded: Loaded) -> Count:
    """The counted answers of the file.

    Raises:
        ScenarioError: with every fault of the file, and each answer to a question that is not asked.
    """
    from placement.questions.ballots import study  # noqa: PLC0415 - the solver, only when it is needed

    name = request.ballots or ""
    cast = read_ballots(name)
    loaded = replace(loaded, inputs={**loaded.inputs, name: next(iter(cast.inputs.values()))})
    asked = questions(request, loaded)
    study.check(asked, cast)
    if request.anonymous:
        cast = anonymous(cast, request.voice("Participant"))
    return study.count(asked, cast.participants)


def _deliver(request: Request, found: Count) -> Exit:
    from placement.questions.ballots.screen import ballots_screen  # noqa: PLC0415
    from placement.questions.ballots.tables import ballots_document, write_ballots  # noqa: PLC0415 - the solver has run

    return request.deliver(
        Exit.DONE if found.asked.complete else Exit.STOPPED,
        write=lambda call: write_ballots(request.out or "", found, call),
        document=lambda: ballots_document(found, request.command, request.voice.language),
        screen=lambda folder: ballots_screen(found, request.voice.language, folder=folder, every=request.every),
    )
