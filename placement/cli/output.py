"""Results on standard output, faults on standard error; a closed pipe ends the writing, not the work."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import click

from placement.report.tables import Line, wrapped
from placement.report.text import Voice

_COLOURS = {"warning": "yellow", "fault": "red"}


def show(lines: Iterable[Line], *, to_stderr: bool = False) -> None:
    """Write lines; headings are bold on a terminal."""
    stream = sys.stderr if to_stderr else sys.stdout
    text = "\n".join(map(_styled, lines))
    _write(text, stream)


def _styled(line: Line) -> str:
    head, rest = line.text[: line.heading], line.text[line.heading :]
    if line.mark == "warning":
        mark = line.text.index("!") + 1
        return click.style(line.text[:mark], fg=_COLOURS["warning"], bold=True) + line.text[mark:]
    return (click.style(head, bold=True, fg=_COLOURS.get(line.mark)) if head else "") + rest


def show_json(document: Any) -> None:
    """Write one JSON document."""
    _write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False), sys.stdout)


def complain(message: str, say: Voice) -> None:
    """Say on standard error what went wrong, in a sentence or two."""
    first = f"{say('error')} "
    lines = wrapped(message, first)
    show([Line(lines[0], len(first), "fault"), *map(Line, lines[1:])], to_stderr=True)


def remark(message: str) -> None:
    """Say something on standard error that is neither fault nor result."""
    show(map(Line, wrapped(message)), to_stderr=True)


def _write(text: str, stream: TextIO) -> None:
    try:
        click.echo(text, file=stream)
        stream.flush()
    except BrokenPipeError:
        _close(stream)


def _close(stream: TextIO) -> None:
    """Send what is still written to a closed pipe nowhere."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
