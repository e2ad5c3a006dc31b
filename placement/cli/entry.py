"""From arguments to an exit status: every error becomes a sentence, none a traceback."""

from __future__ import annotations

import re
import shlex
import sys
import traceback
from collections.abc import Sequence
from typing import NamedTuple

import click

from placement.cli.output import complain, prepare, show, terminal_of
from placement.cli.status import Exit
from placement.errors import (
    InfeasibleError,
    NoPlanError,
    PlacementError,
    ResultError,
    ScenarioError,
    UsageError,
)
from placement.report.refused import RefusedError
from placement.report.text import Voice, language_of
from placement.solve.quiet import quiet

_TAKES_NONE = "does not take a value"
_NO_COMMAND = "Missing command."
_OPTION = re.compile(r"--?[\w-]+")
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")


class Early(NamedTuple):
    """What must be known before the arguments are read in earnest."""

    say: Voice
    debug: bool


def early(args: Sequence[str]) -> Early:
    """Language and debugging, wherever they stand among the arguments."""
    wanted = None
    for n, arg in enumerate(args):
        if arg == "--lang" and n + 1 < len(args):
            wanted = args[n + 1]
        elif arg.startswith("--lang="):
            wanted = arg.removeprefix("--lang=")
    return Early(Voice(language_of(wanted)), "--debug" in args)


def run(args: Sequence[str]) -> int:
    """Run the command line and return its exit status."""
    prepare()
    say, debug = early(args)
    with quiet(loud=debug):
        return _run(args, say, debug=debug)


def _run(args: Sequence[str], say: Voice, *, debug: bool) -> int:
    try:
        return int(_invoke(list(args), say))
    except KeyboardInterrupt:
        complain(say("end.aborted"), say)
        return Exit.NO_PLAN
    except Exception as error:  # noqa: BLE001 - the last line of defence: a sentence instead of a traceback
        if debug:
            traceback.print_exception(error, file=sys.stderr)
        return explain(error, say)


def _invoke(args: list[str], say: Voice) -> int:
    from placement.cli.commands import commands  # noqa: PLC0415 - an import that fails is an error like any other
    from placement.cli.localise import localise  # noqa: PLC0415

    localise(commands, say, terminal_of(sys.stdout))
    command = shlex.join(["placement", *args])
    try:
        with commands.make_context("placement", args or ["--help"], obj=say) as ctx:
            ctx.meta["placement.command"] = command
            status = commands.invoke(ctx)
    except click.exceptions.Exit as left:
        return left.exit_code
    return status if isinstance(status, int) else Exit.DONE


def explain(error: Exception, say: Voice) -> Exit:
    """Say what went wrong, and with what status that ends."""
    match error:
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "placement"
            complain(f"{usage_words(error, say)} {say('usage.hint', command=command)}", say)
            return Exit.USAGE
        case click.Abort():
            complain(say("end.aborted"), say)
            return Exit.NO_PLAN
        case click.ClickException():
            complain(error.format_message(), say)
            return Exit.USAGE
        case PlacementError():
            return _explain_ours(error, say)
        case _:
            message = " ".join(str(error).split()) or "?"
            complain(say("end.internal", kind=type(error).__name__, message=message), say)
            return Exit.INTERNAL


def _explain_ours(error: PlacementError, say: Voice) -> Exit:
    match error:
        case ScenarioError():
            from placement.report.screen_check import faults_screen  # noqa: PLC0415 - only where there are faults

            show(lambda: faults_screen(error.faults, say), to_stderr=True)
            return Exit.FAULTY
        case InfeasibleError():
            from placement.report.screen import infeasible_screen  # noqa: PLC0415

            show(lambda: infeasible_screen(error.causes, language=say.language), to_stderr=True)
            return Exit.INFEASIBLE
        case NoPlanError():
            complain(say("end.no_plan"), say)
            return Exit.NO_PLAN
        case RefusedError():
            complain(error.said(say), say)
            return Exit.USAGE
        case UsageError() | ResultError():
            complain(say.told(error.message), say)
            return Exit.USAGE
        case _:
            complain(say.told(error.message), say)
            return Exit.INTERNAL


def usage_words(error: click.UsageError, say: Voice) -> str:
    """What cannot be understood, in the user's language where click's own words are known."""
    match error:
        case click.NoSuchOption():
            near = f" {say('usage.suggestion', words=error.possibilities[0])}" if error.possibilities else ""
            return say("usage.no_option", name=error.option_name) + near
        case click.MissingParameter():
            return say("usage.missing", name=_name(error))
        case click.BadParameter():
            return say("usage.bad_value", name=_name(error), why=error.message)
        case click.BadOptionUsage():
            return say("usage.takes_none" if _TAKES_NONE in error.message else "usage.needs_value", name=_option(error))
    if extra := _EXTRA.search(error.message):
        return say("usage.extra", seen=extra[1])
    return say("usage.no_command_named") if error.message == _NO_COMMAND else error.message


def _option(error: click.BadOptionUsage) -> str:
    """The option with its dashes, which click leaves out here and there."""
    named = _OPTION.search(error.message)
    return named[0] if named else error.option_name


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return param.opts[-1]
    return (param.metavar or param.human_readable_name) if isinstance(param, click.Argument) else "?"
