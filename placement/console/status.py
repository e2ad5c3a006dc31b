"""Exit statuses, as users' scripts know them."""

from __future__ import annotations

from enum import IntEnum


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
