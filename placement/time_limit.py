"""Stopping long work that no solver watches: it calls `in_time` now and then, which ends it at a limit or Ctrl-C.

Reading, building and studying a scenario do so. Who starts the work says by `patient` when it must stop; without that
nothing is stopped.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from placement.errors import NoPlanError

DEFAULT_SECONDS: float | None = None
"""How long a solve may take where nobody says; None: as long as it needs."""
Over = Callable[[], str]
"""Empty while the work may go on; otherwise why it must stop: ``time_limit`` or ``interrupt``."""
_NOW: ContextVar[tuple[str, Over] | None] = ContextVar("time_limit", default=None)


class OutOfTimeError(NoPlanError):
    """Work was stopped before it was done.

    Attributes:
        what: the work: ``reading``, ``building``, ``studying`` or another word of the caller's.
        why: ``time_limit`` or ``interrupt``.
        size: numbers of areas, sites and functions of the scenario, where they are known.
    """

    def __init__(self, what: str, why: str, size: tuple[int, int, int] | None = None) -> None:
        self.what, self.why, self.size = what, why, size
        super().__init__(f"There was no time left while {what}.")

    def __reduce__(self) -> tuple[type[OutOfTimeError], tuple[str, str, tuple[int, int, int] | None]]:
        return OutOfTimeError, (self.what, self.why, self.size)


@contextlib.contextmanager
def patient(what: str, over: Over) -> Iterator[None]:
    """Stop the work in the ``with`` block when ``over`` gives a reason; of nested blocks only the innermost is asked.

    Args:
        what: the work, for the error.
        over: asked by every `in_time`.
    """
    before = _NOW.set((what, over))
    try:
        yield
    finally:
        _NOW.reset(before)


def in_time() -> None:
    """Do nothing while the work may go on; always so outside `patient`.

    Raises:
        OutOfTimeError: the work must stop.
    """
    now = _NOW.get()
    if now is not None and (why := now[1]()):
        raise OutOfTimeError(now[0], why)
