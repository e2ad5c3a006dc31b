"""Ctrl-C: the first asks the search to stop and keeps what it has, the second aborts."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

from placement.cli.output import remark
from placement.report.text import Voice


class Interrupts:
    """While in force, the first SIGINT sets ``stop``; the second raises KeyboardInterrupt; a third ends the program."""

    def __init__(self, say: Voice) -> None:
        self.stop = threading.Event()
        self._say = say
        self._before: signal._HANDLER = signal.SIG_DFL
        self._ours = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Interrupts:
        if self._ours:
            self._before = signal.signal(signal.SIGINT, self._first_or_second)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ours:
            signal.signal(signal.SIGINT, self._before)

    def _first_or_second(self, _number: int, _frame: FrameType | None) -> None:
        if self.stop.is_set():
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            raise KeyboardInterrupt
        self.stop.set()
        remark(self._say("end.interrupt"))
