"""Exact sums: visits are rounded once, where they enter the model, to multiples of a power of two.

Sums of floating-point numbers depend on their order: what hospitals see today, added up by the judge, differs in the
last digits from the same visits added up class by class, and a row that holds both cannot be met exactly. Multiples of
one power of two have exact sums and differences in floating point as long as these need no more than 53 bits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from placement.instance.instance import Floats, Instance

_BITS = 49
"""A step is 2⁻⁴⁹ of a function's visits; of the 53 bits of a double four are left for sums beyond them all."""


@dataclass(frozen=True)
class Grid:
    """A fixed-point grid: the multiples of ``step``, a power of two."""

    step: float

    def round(self, visits: Floats | float) -> Floats:
        """The nearest multiples."""
        nearest: Floats = np.rint(np.asarray(visits) / self.step) * self.step
        return nearest


def grid_of(instance: Instance, function: int) -> Grid:
    """The grid of a function's visits a year."""
    everything = float(instance.demand.visits[function].sum() + instance.demand.fixed[function].sum())
    return Grid(power_above(everything) * 2.0**-_BITS)


def power_above(amount: float) -> float:
    """The least power of two that is at least ``amount`` and 1; division by it loses no digits."""
    mantissa, exponent = math.frexp(max(1.0, amount))
    return math.ldexp(1.0, exponent - (mantissa == 0.5))
