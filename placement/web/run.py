"""``placement serve`` carried out: checks what it needs, then serves the workbench."""

from __future__ import annotations

import contextlib
import importlib.util
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from placement.console.endings import Exit
from placement.console.output import remark, show
from placement.console.request import SearchRequest
from placement.errors import Message, RefusedError, UsageError, why
from placement.executor.processes import copies_of
from placement.present.folder.writing import check_name
from placement.present.screen.lines import Line
from placement.present.words.currency import speak_of
from placement.scenario.load import Opened

if TYPE_CHECKING:
    import socket

    from placement.web.meeting.follow import Passes

EXTRA = ("starlette", "uvicorn", "jinja2", "segno")


@dataclass(frozen=True, kw_only=True)
class Request(SearchRequest):
    """What was asked for; the fields are the arguments and options of the command."""

    host: str
    port: int
    allow_host: Sequence[str]
    desks: int
    ballot: bool
    least_ballots: int
    anew: bool
    meeting: str | None
    guests: bool
    phones: int | None
    questions: str | None
    notes: str | None


def serve(request: Request) -> Exit:
    """Serve until interrupted.

    Raises:
        ScenarioError: the scenario is faulty.
    """
    missing = [name for name in EXTRA if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            request.voice(
                "the workbench lacks {missing}; in your copy of the program: pip install '.[web]'",
                missing=", ".join(missing),
            )
        )
    if (request.phones is None) != (request.questions is None):
        raise UsageError(request.voice("--phones and --questions belong together; give both, or neither."))
    if request.meeting is not None and request.anew:
        raise UsageError(request.voice("--meeting and --new-meeting contradict each other; give one of them."))
    copies_of("placement.web.solving.process")  # its imports take as long as those below: at the same time
    from placement.web.app import Settings, check_ballots, check_meeting  # noqa: PLC0415 - the web, only when it is served
    from placement.web.meeting.follow import read_questions  # noqa: PLC0415
    from placement.web.security import names_of  # noqa: PLC0415
    from placement.web.server import listen  # noqa: PLC0415
    from placement.web.server import serve as serve_forever  # noqa: PLC0415

    opened = Opened(request.scenario)
    speak_of(opened.plain.scenario.about.currency)  # before anything is said, or money is close enough
    settings = Settings(
        opened=opened,
        options=request.options,
        desks=request.desks,
        hosts=names_of(request.host, request.allow_host),
        notes=_notes(request.notes),
        ballot=request.ballot,
        least_ballots=request.least_ballots,
        anew=request.anew,
        meeting=None if request.meeting is None else Path(request.meeting),
        guests=request.guests,
        phones=request.phones or 0,
        questions=() if request.questions is None else read_questions(Path(request.questions)),
        language=request.voice.language,
    )
    if settings.ballot:
        check_ballots(settings)
    if settings.meeting is not None:
        check_meeting(settings)
    listening = listen(request.host, request.port)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is the normal end
        serve_forever(listening, settings, lambda passes: _started(request, listening, passes))
    return Exit.DONE


def _notes(folder: str | None) -> Path | None:
    """The folder for notes, created where it is missing; RefusedError where nothing can be written in it."""
    if folder is None:
        return None
    check_name(folder)
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise RefusedError(
            Message(
                "{folder} cannot be used for notes: {why}. Choose another folder with --notes.",
                folder=folder,
                why=why(error),
            )
        ) from error


def _started(request: Request, listening: socket.socket, passes: Passes | None) -> None:
    """Print where browsers find the workbench, and who else can reach it."""
    from placement.web.security import is_loopback  # noqa: PLC0415 - the web, only when it is served

    say, port = request.voice, listening.getsockname()[1]
    host = f"[{request.host}]" if ":" in request.host else request.host
    link = f"http://{host}:{port}/"
    show(lambda: [Line(say("The workbench is at {link}", link=link))])
    if passes is not None:
        remark(say("For the chair: {link}", link=link.rstrip("/") + passes.path("chair")))
        remark(say("For guests, who follow and cannot change: {link}", link=link.rstrip("/") + passes.path("guest")))
    elif not is_loopback(request.host):
        remark(say("Everybody who can reach this machine can see and change. There is no password."))
    remark(say("Ctrl-C ends it."))
