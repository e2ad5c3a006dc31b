"""Visits as the model counts them: rounded once, where they enter it, so that everything made of them is exact.

Sums of floating-point numbers depend on their order: what hospitals see today, added up by the judge, differs in the
last digits from the same visits added up class by class, and a row that holds both cannot be kept exactly. Multiples of
one power of two have exact sums and differences, as long as those stay far below the precision of a number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from placement.instance.instance import Floats, Instance

_BITS = 49
"""A function's visits are counted in steps of 2⁻⁴⁹ of them all: four bits are left for sums that pass the whole."""


@dataclass(frozen=True)
class Grid:
    """Multiples of ``step``, a power of two."""

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
    """The least power of two, 1 at least, that is no smaller: what is divided by it keeps its digits."""
    mantissa, exponent = math.frexp(max(1.0, amount))
    return math.ldexp(1.0, exponent - (mantissa == 0.5))
