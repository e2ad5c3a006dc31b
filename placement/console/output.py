"""Writing to standard output and standard error: results, remarks and faults, as screens or as one JSON document.

A pipe that is closed at the other end stops the writing, not the calculation.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

import click

from placement.errors import Message, ResultError, why
from placement.present.screen.lines import STANDARD, SUBSTITUTE, Line, Terminal, fitted, wrapped, writing_to
from placement.present.words.voice import Voice

NARROWEST, WIDEST = 40, 200
"""Narrowest and widest line that screens are laid out for, in characters; longer lines are hard to read."""
_COLOURS = {"warning": "yellow", "fault": "red"}


def prepare() -> None:
    """Make the standard streams replace characters their encoding lacks, in place of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=SUBSTITUTE)


def terminal_of(stream: TextIO | None) -> Terminal:
    """The terminal behind a stream; the standard one if the stream was closed when the program started."""
    if stream is None:
        return STANDARD
    return Terminal(_columns(stream), stream.encoding or STANDARD.encoding)


def _columns(stream: TextIO) -> int:
    """The width: ``COLUMNS``, else that of the terminal, else the standard."""
    said = os.environ.get("COLUMNS", "")
    seen = int(said) if re.fullmatch(r"[0-9]{1,4}", said) else 0
    if not seen and stream.isatty():
        with contextlib.suppress(OSError, ValueError):  # a terminal that does not know its size
            seen = os.get_terminal_size(stream.fileno()).columns
    return min(max(seen, NARROWEST), WIDEST) if seen else STANDARD.columns


def show(screen: Callable[[], Iterable[Line]], *, to_stderr: bool = False) -> None:
    """Lay a screen out for the terminal and write it, with headings in bold."""
    stream = sys.stderr if to_stderr else sys.stdout
    _write("\n".join(map(_styled, laid_out(screen, terminal_of(stream)))), stream)


def laid_out(screen: Callable[[], Iterable[Line]], on: Terminal) -> list[Line]:
    """A screen as lines that fit a terminal."""
    with writing_to(on):
        return [part for line in screen() for part in fitted(line)]


def _styled(line: Line) -> str:
    head, rest = line.text[: line.heading], line.text[line.heading :]
    if line.mark == "warning":
        mark = line.text.index("!") + 1
        return click.style(line.text[:mark], fg=_COLOURS["warning"], bold=True) + line.text[mark:]
    return (click.style(head, bold=True, fg=_COLOURS.get(line.mark)) if head else "") + rest


class Answer:
    """The single JSON document of a call, written when the call ends: the answer, or why there is none.

    Attributes:
        wanted: whether the call asked for JSON.
        found: the answer's document; ``problem``: the ending's document, where there is no answer.
    """

    def __init__(self, *, wanted: bool) -> None:
        self.wanted = wanted
        self.found: Any = None
        self.problem: Any = None

    def write(self) -> None:
        """Write the document, if there is one; a second call writes nothing."""
        document = self.found if self.found is not None else self.problem
        if self.found is not None and self.problem is not None:  # such as a folder that could not be written
            document = {**self.found, **{key: self.problem[key] for key in ("exit_status", "faults")}}
        self.found = self.problem = None
        if document is not None:
            _write(_json(document), sys.stdout)


_CALLS: list[Answer] = []
"""Calls under way, the innermost last: a program may call the command line within another call."""


@contextlib.contextmanager
def answering(*, wanted: bool) -> Iterator[Answer]:
    """A context for a call that collects its document."""
    _CALLS.append(Answer(wanted=wanted))
    try:
        yield _CALLS[-1]
    finally:
        _CALLS.pop()


def show_json(document: Any) -> None:
    """Make this the answer's document of the current call."""
    _CALLS[-1].found = document


def show_problem(document: Any) -> None:
    """Make this the ending's document of the current call, if JSON is wanted."""
    if _CALLS and _CALLS[-1].wanted:
        _CALLS[-1].problem = document


def _json(document: Any) -> str:
    """A document as JSON text; characters that standard output cannot encode are escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or STANDARD.encoding)
    except UnicodeEncodeError:
        return json.dumps(document, indent=2, allow_nan=False)
    return text


def complain(message: str, say: Voice) -> None:
    """Write to standard error what went wrong, in a sentence or two."""
    show(lambda: _complaint(message, (say("Error:") + " ")), to_stderr=True)


def _complaint(message: str, first: str) -> list[Line]:
    lines = wrapped(message, first)
    return [Line(lines[0], len(first), "fault"), *map(Line, lines[1:])]


def remark(message: str) -> None:
    """Write something to standard error that is neither fault nor result."""
    show(lambda: map(Line, wrapped(message)), to_stderr=True)


def write(text: str) -> None:
    """Write text that is laid out already."""
    _write(text, sys.stdout)


def _write(text: str, stream: TextIO | None) -> None:
    if stream is None:  # closed by who started the program
        return
    try:
        click.echo(text, file=stream, color=colour())
        stream.flush()
    except BrokenPipeError:
        _close(stream)
    except OSError as error:
        _close(stream)
        if stream is sys.stdout:  # a full disk: a reader must not take the part for the whole
            raise ResultError(Message("<stdout>: {why}.", why=why(error))) from error


def colour() -> bool | None:
    """False where colours are switched off; None to let click decide: colours on a terminal only."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _close(stream: TextIO) -> None:
    """Redirect a stream whose pipe is closed to the null device."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
