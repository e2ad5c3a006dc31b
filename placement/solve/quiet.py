"""Keeps what C libraries write off the screen, while what Python writes comes through (decision 0021).

A solver's banner between two lines of JSON spoils an answer, and no option of the solver can prevent what it writes
before it takes options. So file descriptors 1 and 2 lead to ``/dev/null`` while a solver works, and the files below
``sys.stdout`` and ``sys.stderr`` write to duplicates of what was there.

The command line imports this module early, so it imports nothing beyond the standard library.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_STREAMS = {1: ("stdout", "__stdout__"), 2: ("stderr", "__stderr__")}
"""Descriptors, and the names in ``sys`` of the streams that write to them."""
_C_STDOUT = ("stdout", "__stdoutp")
"""Names of the standard output in C libraries: glibc and musl, and macOS."""


class _Moved(NamedTuple):
    """What a redirected descriptor was: a duplicate of it, and the Python files that now write to that."""

    own: int
    files: tuple[io.FileIO, ...]


@dataclass
class _Guard:
    """The descriptors of this process: the first to enter redirects them, the last to leave restores them."""

    loud: bool = False
    _count: int = 0
    _moved: dict[int, _Moved] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, *, loud: bool = False) -> None:
        with self._lock:
            if not self._count:
                self.loud = loud
                self._turn_away()
            self._count += 1

    def leave(self) -> None:
        with self._lock:
            self._count -= 1
            if not self._count:
                self._turn_back()

    def _turn_away(self) -> None:
        _flush_c()
        sink = _nowhere()
        for number in _STREAMS:
            self._moved[number] = _Moved(os.dup(number), tuple(_files_on(number)))
        if self.loud:
            os.dup2(self._moved[2].own, sink)
        for number, moved in self._moved.items():
            _lead(moved.files, moved.own, number)
            os.dup2(sink, number)
        os.close(sink)

    def _turn_back(self) -> None:
        _flush_c()
        while self._moved:
            number, moved = self._moved.popitem()
            os.dup2(moved.own, number)
            _lead(moved.files, number, number)
            os.close(moved.own)


def _nowhere() -> int:
    """A new descriptor of the null device.

    Standard descriptors that were closed are opened on it too: else the next file to be opened would get their numbers,
    and libraries would write into that file.
    """
    while True:
        if (descriptor := os.open(os.devnull, os.O_RDWR)) not in (0, *_STREAMS):
            return descriptor


def _files_on(number: int) -> Iterator[io.FileIO]:
    """The files below Python's own streams that write to the descriptor: none where a test replaced the streams."""
    seen: list[io.FileIO] = []
    for name in _STREAMS[number]:
        buffer = getattr(getattr(sys, name), "buffer", None)
        raw = getattr(buffer, "raw", buffer)
        if isinstance(raw, io.FileIO) and raw not in seen and not raw.closed and raw.fileno() == number:
            seen.append(raw)
            yield raw


def _lead(files: tuple[io.FileIO, ...], to: int, number: int) -> None:
    """Point the same file objects to another descriptor, so that whoever holds a stream (a logger) keeps it."""
    for file in files:
        file.__init__(to, "wb", closefd=False)  # type: ignore[misc]
        file.name = f"<{_STREAMS[number][0]}>"


def _flush_c() -> None:
    """Flush the C library's standard output, so that buffered text is written before the descriptor is redirected."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # the C library cannot be called here
        library = ctypes.CDLL(None)
        for name in _C_STDOUT:
            with contextlib.suppress(ValueError):
                library.fflush(ctypes.c_void_p.in_dll(library, name))


_GUARD = _Guard()


@contextlib.contextmanager
def quiet(*, loud: bool = False) -> Iterator[None]:
    """Keep what libraries print off standard output and standard error; may be nested, and used by many threads.

    Args:
        loud: show it on standard error instead, to look for a fault; the outermost call decides.
    """
    _GUARD.enter(loud=loud)
    try:
        yield
    finally:
        _GUARD.leave()


def stay_quiet(*, loud: bool = False) -> None:
    """Like `quiet`, until the process ends: for the program's own worker processes."""
    _GUARD.enter(loud=loud)


def is_loud() -> bool:
    """Whether what libraries print is shown."""
    return _GUARD.loud
