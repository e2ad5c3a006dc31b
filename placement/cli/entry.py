"""One call of the command line, from its arguments to its exit status."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import click
from click.shell_completion import split_arg_string

from placement.console.endings import CtrlC, Exit, explain
from placement.console.output import Answer, answering, prepare, terminal_of
from placement.console.types import ASKED
from placement.errors import ResultError, UsageError, cannot, no_name
from placement.present.words.currency import KRONER, speaking_of
from placement.present.words.terms import NEUTRAL, Words
from placement.present.words.voice import Voice, language_of
from placement.scenario.schema.text import settled
from placement.solve.quiet import quiet


class Early(NamedTuple):
    """Settings needed before the arguments are parsed, for messages about the parsing itself."""

    say: Voice
    debug: bool
    as_json: bool


def early(args: Sequence[str]) -> Early:
    """Language, ``--debug`` and ``--json``, wherever they are among the arguments."""
    wanted = None
    for n, arg in enumerate(args):
        if arg == "--lang" and n + 1 < len(args):
            wanted = args[n + 1]
        elif arg.startswith("--lang="):
            wanted = arg.removeprefix("--lang=")
    say = Voice(language_of(wanted, lambda: _of_scenario(args)), _words(args))
    return Early(say, "--debug" in args, "--json" in args)


def _of_scenario(args: Sequence[str]) -> str:
    """The language of the first scenario among the arguments that names one; empty if none does."""
    given = _given(args)
    if not given:
        return ""
    from placement.scenario.unchecked import written_language  # noqa: PLC0415 - only where nobody asks for a language

    return next(filter(None, map(written_language, given)), "")


def _words(args: Sequence[str]) -> Words:
    """The own words (``terms``) of the first scenario among the arguments with valid ones; else neutral words."""
    given = _given(args)
    if not given:
        return NEUTRAL
    from pydantic import ValidationError  # noqa: PLC0415 - only where a scenario is named, which needs it anyway

    from placement.scenario.schema.terms import Terms  # noqa: PLC0415
    from placement.scenario.unchecked import written_terms  # noqa: PLC0415

    for path in given:
        written, main = written_terms(path)
        with contextlib.suppress(ValidationError):
            if written:
                return Words(Terms.model_validate(written), main)
    return NEUTRAL


def _given(args: Sequence[str]) -> list[str]:
    """Arguments that are existing files or folders, apart from that of ``--out``, which is written."""
    there = os.path.exists  # Path.exists stumbles over a name that is too long
    return [arg for before, arg in pairwise(("", *args)) if before != "--out" and there(arg)]


def run(args: Sequence[str], *, ours: bool = False) -> int:
    """Run the command line and return its exit status.

    Args:
        args: without the program's name.
        ours: the process ends with the call, so that the former handling of Ctrl-C need not be restored.
    """
    prepare()
    with speaking_of(KRONER):
        return _run(args, ours=ours)


def _run(args: Sequence[str], *, ours: bool) -> int:
    say, debug, as_json = early(_asked(args))
    with quiet(loud=debug), answering(wanted=as_json) as answer:

        def aborted() -> None:
            explain(click.Abort(), say)
            answer.write()

        ctrl_c = CtrlC(aborted)
        try:
            ctrl_c.begin()
            status = _status(list(args), say, answer, debug=debug)
        except KeyboardInterrupt:
            aborted()
            status = Exit.NO_PLAN
        finally:
            if not ours:
                ctrl_c.end()
        if ours:
            ctrl_c.done(status)
        return status


def _status(args: list[str], say: Voice, answer: Answer, *, debug: bool) -> int:
    try:
        status = int(_invoke(args, say))
        answer.write()
    except Exception as error:  # noqa: BLE001 - the last line of defence: a sentence instead of a traceback
        if debug:
            traceback.print_exception(error, file=sys.stderr)
        status = explain(error, say)
        with contextlib.suppress(ResultError):  # it is said
            answer.write()
    return status


def _asked(args: Sequence[str]) -> list[str]:
    """The arguments; where a shell asks for completions, those typed so far."""
    if ASKED not in os.environ:
        return list(args)
    return [word for word in split_arg_string(os.environ.get("COMP_WORDS", ""))[1:] if word != "--json"]


def _invoke(args: list[str], say: Voice) -> int:
    from placement.cli.group import commands  # noqa: PLC0415 - an import that fails is an error like any other
    from placement.console.command import localise  # noqa: PLC0415
    from placement.console.types import answer  # noqa: PLC0415

    localise(commands, say, terminal_of(sys.stdout))
    if ASKED in os.environ:
        return answer(commands, say)
    for arg in args:
        if "\0" in arg:
            raise UsageError(cannot(arg, no_name()))
    # Bytes of a name that are no characters could not be written to any file.
    command = settled(shlex.join(["placement", *args])).encode(errors="replace").decode()
    try:
        with commands.make_context("placement", args or ["--help"], obj=say) as ctx:
            ctx.meta["placement.command"] = command
            status = commands.invoke(ctx)
    except click.exceptions.Exit as left:
        return left.exit_code
    return status if isinstance(status, int) else Exit.DONE
