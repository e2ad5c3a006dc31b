"""One meaning of *enough*: two numbers this close are the same to the judge, to the model and to what stands today.

Whoever sends visits freely fills a day to its last visit, so that sums end a rounding error above or below it.
"""

from __future__ import annotations

import math

SAME = 1e-6
"""Share of a number, and at least so much of its unit, by which it may miss another and still reach it."""
SAME_MINUTES = 1e-6
"""A trip this little longer than a limit is within it."""


def slack(need: float) -> float:
    """By how much a number may fall short of ``need`` or pass it."""
    return SAME * max(1.0, abs(need))


def enough(have: float, need: float) -> bool:
    """Whether ``have`` reaches ``need``."""
    return have >= need - slack(need)


def whole(amount: float) -> int:
    """The least whole number that is enough for an amount."""
    return math.ceil(amount - slack(amount))
