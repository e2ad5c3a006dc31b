"""Ctrl-C: the first asks a calculation to stop and keep what it has; the next ends the program at once."""

from __future__ import annotations

import atexit
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType

from placement.console.endings import Exit
from placement.console.output import remark
from placement.present.words.voice import Voice

GRACE = 2.0
"""Seconds in which what was begun is cleared away; then the program is left from where it stands."""


class CtrlC:
    """Hears SIGINT in a thread of its own, also while a solver keeps the main thread busy.

    Args:
        last_words: what is left to be said where the main thread does not come to it.
    """

    in_force: CtrlC | None = None
    """The one in force now, of the main thread; None where SIGINT has its usual effect."""

    def __init__(self, last_words: Callable[[], None]) -> None:
        self.calculation: Interrupts | None = None
        self._last_words = last_words
        self._ending = self._raised = False
        self._over = threading.Event()
        self._status: int | None = None

    def begin(self) -> None:
        """Take SIGINT over; nothing happens outside the main thread, or where another one has it."""
        if threading.current_thread() is not threading.main_thread() or CtrlC.in_force is not None:
            return
        CtrlC.in_force = self
        self._before = signal.signal(signal.SIGINT, self._raise)
        reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        self._told_before = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        threading.Thread(target=self._listen, args=(reader,), daemon=True).start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # what came earlier is heard now

    def end(self) -> None:
        """Give SIGINT back as it was."""
        self._over.set()
        if CtrlC.in_force is not self:
            return
        CtrlC.in_force = None
        signal.set_wakeup_fd(self._told_before)
        signal.signal(signal.SIGINT, self._before)
        os.close(self._writer)

    def done(self, status: int) -> None:
        """Note that the result is written: from now on Ctrl-C ends the program at once, with this status."""
        self._status = status
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)  # Python's end would make it deadly again

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
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)  # wakes it where it waits

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
    """A calculation that may be stopped: while in force, the first Ctrl-C sets ``stop``."""

    def __init__(self, say: Voice) -> None:
        self.stop = threading.Event()
        self._say = say

    def ask(self) -> None:
        """Ask it to stop."""
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
