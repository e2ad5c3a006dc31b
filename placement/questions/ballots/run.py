"""``placement ballots``: either-or questions, or the answers to them, on the screen, as JSON and as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from placement.console.endings import Exit, explain
from placement.console.interrupt import Interrupts
from placement.console.output import show, show_json
from placement.console.request import SolvingRequest, one, reading
from placement.errors import ResultError, UsageError
from placement.present.screen.progress import ProgressLine
from placement.scenario.ballots import Ballots, anonymous, read_ballots
from placement.scenario.load import Loaded

if TYPE_CHECKING:
    from placement.questions.ballots.questionnaire import Questionnaire
    from placement.questions.ballots.study import Count


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the arguments and options of the command."""

    ballots: str | None
    questions: str | None
    anonymous: bool


def ballots(request: Request) -> Exit:
    """Find the questions; show and write them, or count the answers to them."""
    _check(request)
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    if request.ballots is None:
        return _ask(request, _asked(request, loaded))
    cast = read_ballots(request.ballots)
    loaded = replace(loaded, inputs={**loaded.inputs, request.ballots: next(iter(cast.inputs.values()))})
    return _count(request, cast, _asked(request, loaded))


def _check(request: Request) -> None:
    """Refuse what does not go together, and files that cannot be written, before anybody waits."""
    say = request.voice
    if request.ballots is not None and request.questions is not None:
        raise UsageError(say("--questions writes questions, and BALLOTS.csv holds answers to them; leave one out."))
    if request.ballots is None and request.out is not None:
        raise UsageError(say("--out is for the answers; --questions FILE.csv writes the questions."))
    if request.questions is not None:
        from placement.questions.ballots.folder import check_sheet  # noqa: PLC0415 - only where questions are written

        check_sheet(request.questions)
    if request.out is not None:
        from placement.questions.proposal.folder import check_target  # noqa: PLC0415 - only where a folder is asked for

        check_target(request.out)


def _asked(request: Request, loaded: Loaded) -> Questionnaire:
    from placement.questions.ballots.questionnaire import ask  # noqa: PLC0415 - the solver, only when it is needed

    with (
        Interrupts(request.voice) as interrupts,
        ProgressLine(request.voice, wanted=request.shows_progress) as line,
    ):
        return ask(loaded, request.options, progress=line, stop=interrupts.stop)


def _ask(request: Request, asked: Questionnaire) -> Exit:
    from placement.present.tables.csv_dialect import dialect_named  # noqa: PLC0415 - the solver has run
    from placement.questions.ballots.folder import questions_document, write_questions  # noqa: PLC0415
    from placement.questions.ballots.screen import questions_screen  # noqa: PLC0415

    say = request.voice
    written: list[str] = []
    if request.questions is not None:
        written = write_questions(request.questions, asked, say.language, dialect_named(request.csv))
    if request.as_json:
        show_json(questions_document(asked, request.command, say.language))
    else:
        show(lambda: questions_screen(asked, say.language, written=written))
    return Exit.DONE if asked.complete else Exit.STOPPED


def _count(request: Request, cast: Ballots, asked: Questionnaire) -> Exit:
    from placement.questions.ballots.study import check, count  # noqa: PLC0415 - the solver has run

    say = request.voice
    check(asked, cast)
    if request.anonymous:
        cast = anonymous(cast, say("Participant"))
    found = count(asked, cast.participants)
    problem = _written(request, found) if request.out else None
    _tell(request, found, "" if problem or not request.out else f"{Path(request.out)}/")
    if problem:
        return explain(problem, say)
    return Exit.DONE if asked.complete else Exit.STOPPED


def _written(request: Request, found: Count) -> ResultError | None:
    """Write the folder; an error is returned, to be told after the answer is shown."""
    from placement.present.folder.manifest import Call  # noqa: PLC0415
    from placement.present.tables.csv_dialect import dialect_named  # noqa: PLC0415
    from placement.questions.ballots.folder import write_ballots  # noqa: PLC0415 - only where a folder is asked for

    call = Call(request.command, request.scenario, request.voice.language, dialect_named(request.csv))
    try:
        write_ballots(request.out or "", found, call)
    except ResultError as error:
        return error
    return None


def _tell(request: Request, found: Count, folder: str) -> None:
    if request.as_json:
        from placement.questions.ballots.folder import ballots_document  # noqa: PLC0415 - only where JSON is asked for

        show_json(ballots_document(found, request.command, request.voice.language))
        return
    from placement.questions.ballots.screen import ballots_screen  # noqa: PLC0415 - only where somebody reads

    show(lambda: ballots_screen(found, request.voice.language, folder=folder, every=request.every))
