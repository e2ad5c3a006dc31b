"""The textbook block: columns for open, days and who is sent where.

Small enough in practice because units that try the same sites in the same order are one demand class, cut at the first
site that is certainly open (``placement.model.classes``). It can say everything ``docs/model.md`` says, and is the
reference for the tests.
"""

from __future__ import annotations

from collections.abc import Collection

from placement.model.assignment.days import decide_days, decide_open
from placement.model.assignment.flows import let_overflow, send_visits
from placement.model.draft import Draft

__all__ = ["write_assignment"]


def write_assignment(draft: Draft, functions: Collection[int]) -> None:
    """The block for these functions (indices)."""
    decide_open(draft, functions)
    decide_days(draft, functions)
    send_visits(draft, functions)
    let_overflow(draft, functions)
