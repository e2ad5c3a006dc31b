"""How calls end: exit statuses, faults on standard error, Ctrl-C."""

from __future__ import annotations

import atexit
import os
import re
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from enum import IntEnum
from types import FrameType, TracebackType
from typing import Any, NamedTuple

import click

from placement.console.output import complain, remark, show, show_problem
from placement.errors import (
    Fault,
    InfeasibleError,
    NoPlanError,
    PlacementError,
    ResultError,
    ScenarioError,
    UsageError,
    refused,
)
from placement.locale import N_
from placement.present.screen.lines import Line
from placement.present.words.voice import Voice
from placement.time_limit import OutOfTimeError


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    """A plan, proven optimal or within the asked gap; or whatever else was asked for."""
    INTERNAL = 1
    """An internal error."""
    USAGE = 2
    """The request cannot be understood."""
    FAULTY = 3
    """The scenario is faulty."""
    INFEASIBLE = 4
    """No plan keeps the rules."""
    STOPPED = 5
    """Stopped by a limit or Ctrl-C with a plan."""
    NO_PLAN = 6
    """Stopped without one."""
    DIFFERENCE = 7
    """``verify`` found a difference."""
    CONTRADICTED = 8
    """``solve --confirm``: another solver contradicts the answer, which is told all the same."""


OUT_OF_TIME: dict[str, str] = {
    "reading": N_(
        "The time was up while the scenario was being read; nothing is written. Allow more time with --time-limit."
    ),
    "building": N_(
        "The time was up while the model was being built ({areas} areas × {sites} sites "
        "× {functions} functions); nothing is written. Allow more time with "
        "--time-limit, or put areas together."
    ),
}

_FORMER = {"--gap-dkk": "--gap-money"}
"""Former names of options, with the present names."""
_TAKES_NONE = "does not take a value"
_NO_COMMAND = "Missing command."
"""Click's own message where no command is named."""
_OPTION = re.compile(r"--?[\w-]+")
PLANLESS = ("infeasible", "no_plan_found", "interrupted")
"""Endings that are no error in the request or scenario: there is just no plan."""
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")


class Ending(NamedTuple):
    """How a call without an answer ended.

    Attributes:
        exit: the exit status; ``status``: the same as a word.
        message: a sentence or two, in the user's language; ``screen``: lines shown in its place, where there are any.
        faults: what is wrong with the scenario, each with its place; ``causes``: what makes every plan impossible.
    """

    exit: Exit
    status: str
    message: str
    faults: Sequence[Fault] = ()
    causes: Sequence[Fault] = ()
    screen: Callable[[], Sequence[Line]] | None = None

    @property
    def document(self) -> dict[str, Any]:
        """The ending as a JSON document."""
        faults = self.faults or ([] if self.status in PLANLESS else [Fault(self.message)])
        return {
            "schema_version": 1,
            "status": self.status,
            "exit_status": int(self.exit),
            "message": self.message,
            "faults": [asdict(fault) for fault in faults],
            "causes": [asdict(cause) for cause in self.causes],
        }


def explain(error: BaseException, say: Voice) -> Exit:
    """Write what went wrong to standard error; returns the exit status."""
    ending = ending_of(error, say)
    show_problem(ending.document)
    if ending.screen:
        show(ending.screen, to_stderr=True)
    else:
        complain(ending.message, say)
    return ending.exit


def ending_of(error: BaseException, say: Voice) -> Ending:
    """The ending that an error leads to."""
    match error:
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "placement"
            message = usage_words(error, say)
            fault = Fault(message, path=_path(error))
            return Ending(
                Exit.USAGE, "refused", (f"{message} " + say("Help: {command} --help", command=command)), [fault]
            )
        case click.Abort():
            return Ending(Exit.NO_PLAN, "interrupted", say("Aborted; nothing is written."))
        case click.ClickException():
            return Ending(Exit.USAGE, "refused", error.format_message())
        case PlacementError():
            return _ending_of_ours(error, say)
        case OSError(errno=int()):
            return Ending(Exit.USAGE, "refused", say.told(refused(error)))
        case _:
            message = " ".join(str(error).split()) or "?"
            said = say(
                "Internal error ({kind}): {message}. Run again with --debug, and report it with the scenario.",
                kind=type(error).__name__,
                message=message,
            )
            return Ending(Exit.INTERNAL, "internal_error", said)


def _ending_of_ours(error: PlacementError, say: Voice) -> Ending:
    match error:
        case ScenarioError():
            from placement.present.screen.faults import faults_screen  # noqa: PLC0415 - only where there are faults

            return Ending(
                Exit.FAULTY,
                "faulty",
                say.some("{n} fault found.", "{n} faults found.", len(error.faults)),
                faults=[say.fault(fault) for fault in error.faults],
                screen=lambda: faults_screen(error.faults, say),
            )
        case InfeasibleError():
            from placement.present.screen.faults import infeasible_screen  # noqa: PLC0415

            return Ending(
                Exit.INFEASIBLE,
                "infeasible",
                say("No plan keeps all the rules."),
                causes=[say.fault(cause) for cause in error.causes],
                screen=lambda: infeasible_screen(error.causes, language=say.language),
            )
        case NoPlanError():
            return _without_plan(error, say)
        case UsageError() | ResultError():
            return Ending(Exit.USAGE, "refused", say.told(error.message))
        case _:
            return Ending(Exit.INTERNAL, "internal_error", say.told(error.message))


def _without_plan(error: NoPlanError, say: Voice) -> Ending:
    """The ending of a search that was stopped before it had any plan."""
    if not isinstance(error, OutOfTimeError):
        return Ending(
            Exit.NO_PLAN,
            "no_plan_found",
            say("Stopped before any proposal was found; nothing is written. Allow more time with --time-limit."),
        )
    if error.why == "interrupt":
        return Ending(Exit.NO_PLAN, "interrupted", say("Aborted; nothing is written."))
    size = dict(zip(("areas", "sites", "functions"), map(say.number, error.size or ()), strict=False))
    return Ending(Exit.NO_PLAN, "no_plan_found", say(OUT_OF_TIME[error.what], **size))


def usage_words(error: click.UsageError, say: Voice) -> str:
    """The message of a usage error, translated where it is a message of click that is known here."""
    match error:
        case click.NoSuchOption():
            return _no_option(error, say)
        case click.MissingParameter():
            return say("{name} is missing.", name=_name(error))
        case click.BadParameter():
            return say("{name}: {why}", name=_name(error), why=error.message)
        case click.BadOptionUsage():
            return say(
                N_("{name} takes no value.") if _TAKES_NONE in error.message else N_("{name} needs a value."),
                name=_option(error),
            )
    if extra := _EXTRA.search(error.message):
        return say("There is something too much: {seen}.", seen=extra[1])
    return say("The command is missing.") if error.message == _NO_COMMAND else error.message


def _no_option(error: click.NoSuchOption, say: Voice) -> str:
    """The message for an unknown option; for a former name, the present one."""
    if error.option_name in _FORMER:
        return say("{name} is called {now} now.", name=error.option_name, now=_FORMER[error.option_name])
    near = (" " + say("Did you mean {words}?", words=error.possibilities[0])) if error.possibilities else ""
    return say("There is no option {name}.", name=error.option_name) + near


def _option(error: click.BadOptionUsage) -> str:
    """The option with its dashes, which click leaves out in some errors."""
    named = _OPTION.search(error.message)
    return named[0] if named else error.option_name


def _path(error: click.UsageError) -> str:
    """The name of the option or argument at fault; empty if the error names none."""
    return str(getattr(error, "option_name", "")) or (_name(error) if isinstance(error, click.BadParameter) else "")


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return param.opts[-1]
    return (param.metavar or param.human_readable_name) if isinstance(param, click.Argument) else "?"


GRACE = 2.0
"""Seconds for cleaning up after Ctrl-C; then the process exits at once, whatever it is doing."""


class CtrlC:
    """Handles SIGINT in a thread of its own, as Python's handlers wait while a solver keeps the main thread busy.

    Args:
        last_words: called before the process exits, if the main thread does not end in time.
    """

    in_force: CtrlC | None = None
    """The handler in force; None where SIGINT has its usual effect."""

    def __init__(self, last_words: Callable[[], None]) -> None:
        self.calculation: Interrupts | None = None
        self._last_words = last_words
        self._ending = self._raised = False
        self._over = threading.Event()
        self._status: int | None = None

    def begin(self) -> None:
        """Take SIGINT over. Does nothing outside the main thread, or if another handler of this class is in force."""
        if threading.current_thread() is not threading.main_thread() or CtrlC.in_force is not None:
            return
        CtrlC.in_force = self
        self._before = signal.signal(signal.SIGINT, self._raise)
        reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        self._told_before = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        threading.Thread(target=self._listen, args=(reader,), daemon=True).start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # a signal that came earlier is handled now

    def end(self) -> None:
        """Restore the former handling of SIGINT."""
        self._over.set()
        if CtrlC.in_force is not self:
            return
        CtrlC.in_force = None
        signal.set_wakeup_fd(self._told_before)
        signal.signal(signal.SIGINT, self._before)
        os.close(self._writer)

    def done(self, status: int) -> None:
        """Tell the handler that the result is written: from now on Ctrl-C exits at once, with this status."""
        self._status = status
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)  # Python's end would restore its default

    def _listen(self, reader: int) -> None:
        while pressed := os.read(reader, 1):
            if pressed[0] == signal.SIGINT and signal.getsignal(signal.SIGINT) == self._raise:
                self._pressed()
        os.close(reader)

    def _pressed(self) -> None:
        if self._status is not None:
            os._exit(self._status)
        if self.calculation is not None and not self.calculation.stop.is_set():
            self.calculation.ask()
        elif not self._ending:
            self._ending = True
            threading.Thread(target=self._leave, daemon=True).start()
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)  # wakes it from a system call

    def _raise(self, _number: int, _frame: FrameType | None) -> None:
        if self._ending and not self._raised:
            self._raised = True
            raise KeyboardInterrupt

    def _leave(self) -> None:
        if not self._over.wait(GRACE):
            if self._status is None:
                self._last_words()
            os._exit(Exit.NO_PLAN)


class Interrupts:
    """A context for a calculation that can be stopped: within it the first Ctrl-C sets ``stop``."""

    def __init__(self, say: Voice) -> None:
        self.stop = threading.Event()
        self._say = say

    def ask(self) -> None:
        """Ask the calculation to stop, and say so."""
        self.stop.set()
        remark(self._say("Stopping and keeping the best proposal. Ctrl-C again aborts."))

    def __enter__(self) -> Interrupts:
        if CtrlC.in_force is not None:
            CtrlC.in_force.calculation = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if CtrlC.in_force is not None:
            CtrlC.in_force.calculation = None
