"""Tolerances: how far a sum may miss a limit and still count as reaching it.

The judge, the model and the reading of today share them. Where the region allocates visits freely, a clinic day is
filled to its last visit, so sums end a rounding error above or below the limit.
"""

from __future__ import annotations

import math

SAME = 1e-6
"""Relative tolerance, absolute for numbers below 1: ten times HiGHS's own feasibility tolerance for a row."""
SAME_MINUTES = 1e-6
"""Minutes by which a trip may be longer than a limit and still be within it."""


def slack(need: float) -> float:
    """By how much a sum may miss ``need``, in the unit of ``need``."""
    return SAME * max(1.0, abs(need))


def enough(have: float, need: float) -> bool:
    """Whether ``have`` is at least ``need``, within the tolerance."""
    return have >= need - slack(need)


def whole(amount: float) -> int:
    """The least whole number that is at least ``amount``, within the tolerance."""
    return math.ceil(amount - slack(amount))
