"""Whether there is time to go on: long work asks now and then, so that a limit or Ctrl-C ends it where it stands."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from placement.errors import NoPlanError

Over = Callable[[], str]
"""``""`` while there is time; otherwise why there is none: ``time_limit`` or ``interrupt``."""
_NOW: ContextVar[tuple[str, Over] | None] = ContextVar("patience", default=None)


class OutOfTimeError(NoPlanError):
    """There is no time for what is under way.

    Attributes:
        what: ``reading`` or ``building``, and others of the caller's; ``why``: ``time_limit`` or ``interrupt``.
        size: of the scenario, where it is known: areas, sites and functions.
    """

    def __init__(self, what: str, why: str, size: tuple[int, int, int] | None = None) -> None:
        self.what, self.why, self.size = what, why, size
        super().__init__(f"There was no time left while {what}.")

    def __reduce__(self) -> tuple[type[OutOfTimeError], tuple[str, str, tuple[int, int, int] | None]]:
        return OutOfTimeError, (self.what, self.why, self.size)


@contextlib.contextmanager
def patient(what: str, over: Over) -> Iterator[None]:
    """As long as ``over`` says nothing; of several the innermost is asked."""
    before = _NOW.set((what, over))
    try:
        yield
    finally:
        _NOW.reset(before)


def in_time() -> None:
    """Go on only if there is time; nobody is asked outside ``patient``.

    Raises:
        OutOfTimeError: there is none.
    """
    now = _NOW.get()
    if now is not None and (why := now[1]()):
        raise OutOfTimeError(now[0], why)
