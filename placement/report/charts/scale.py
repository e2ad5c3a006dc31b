"""Where a number lies on an axis, and which round numbers are written along it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

INK = "#1f2933"
MUTED = "#52606d"
LINES = "#cbd2d9"
BLUE = "#0072b2"
ORANGE = "#d55e00"
"""Told apart by everybody, and by their lightness in black and white."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """From numbers to points.

    Attributes:
        low, high: ends of the axis in its unit.
        start, end: where they lie, in user units.
        step: between the round numbers.
    """

    low: float
    high: float
    start: float
    end: float
    step: float

    def __call__(self, value: float) -> float:
        """Where ``value`` lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """The round numbers along the axis."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [self.step * n for n in range(first, last + 1)]

    @property
    def decimals(self) -> int:
        """How many the round numbers need."""
        return next(n for n in range(13) if abs(round(self.step, n) - self.step) < self.step * 1e-6)


def fitted(values: Iterable[float], start: float, end: float, *, zero: bool = True, most: int = 6) -> Scale:
    """An axis that holds every value, ends at round numbers and has at most so many of them.

    Args:
        values: finite numbers, at least one.
        start: where the axis begins.
        end: where it ends.
        zero: whether it must hold zero.
        most: round numbers along it.
    """
    found = [*values, *([0.0] if zero else [])]
    low, high = min(found), max(found)
    span = (high - low) or max(abs(high), 1.0)
    rough = span / most
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * each for each in _STEPS if unit * each >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Scale(first, last if last > first else first + step, start, end, step)
