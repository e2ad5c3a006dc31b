"""Sums over columns of the model, and the grid to which visits are rounded so that sums are exact.

Sums of floating-point numbers depend on their order: what hospitals see today, added up by the judge, differs in the
last digits from the same visits added up class by class, and a row with both could not be met exactly. Multiples of one
power of two have exact sums and differences in floating point as long as these need no more than 53 bits.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pulp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from placement.instance.instance import Floats, Instance

_ROUNDING = 2.0**-36
"""Share of a row's largest number, 1.5e-11: covers thousands of rounding errors, far below the judge's tolerance."""
_DIGITS = 2.0**20
"""Numbers that this makes whole (whole and half days, for instance) have exact sums."""


class Linear:
    """Σ coefficient · variable + constant, summed in place.

    PuLP's own sums copy at each step, which is quadratic in the terms; this one is handed to PuLP once it is complete.
    """

    __slots__ = ("constant", "terms")

    def __init__(self, constant: float = 0.0, terms: dict[pulp.LpVariable, float] | None = None) -> None:
        self.constant = constant
        self.terms = {} if terms is None else terms

    @classmethod
    def of(cls, variable: pulp.LpVariable, coefficient: float = 1.0) -> Linear:
        """One variable times a coefficient."""
        return cls(0.0, {variable: coefficient})

    def add(self, other: Linear, factor: float = 1.0) -> Linear:
        """Add ``factor`` times another expression; returns itself."""
        if factor == 0:
            return self
        self.constant += factor * other.constant
        terms = self.terms
        for variable, coefficient in other.terms.items():
            terms[variable] = terms.get(variable, 0.0) + factor * coefficient
        return self

    def spread(self, parts: Iterable[Linear], factors: Iterable[float]) -> Linear:
        """Add many expressions at once; returns itself."""
        terms = self.terms
        for part, factor in zip(parts, factors, strict=True):
            if factor:
                self.constant += factor * part.constant
                for variable, coefficient in part.terms.items():
                    terms[variable] = terms.get(variable, 0.0) + factor * coefficient
        return self

    def __add__(self, other: Linear | float) -> Linear:
        result = Linear(self.constant, dict(self.terms))
        if isinstance(other, Linear):
            return result.add(other)
        result.constant += other
        return result

    def __sub__(self, other: Linear | float) -> Linear:
        return self + (other * -1 if isinstance(other, Linear) else -other)

    def __mul__(self, factor: float) -> Linear:
        return Linear(self.constant * factor, {v: c * factor for v, c in self.terms.items()})

    def __rsub__(self, other: float) -> Linear:
        return self * -1 + other

    @property
    def at_most(self) -> float | None:
        """Upper bound of a column equal to it, from its variables' bounds; at least 0, None where unbounded."""
        sides = [(v.upBound if c > 0 else v.lowBound, c) for v, c in self.terms.items() if c]
        if any(side is None for side, _ in sides):
            return None
        return max(0.0, self.constant + sum(float(side) * c for side, c in sides)) + self.rounding

    @property
    def rounding(self) -> float:
        """By how much rounding errors may move the sum of its terms off a limit; 0 where such sums are exact."""
        sizes = [abs(c) for c in self.terms.values() if c] + [abs(self.constant)]
        return 0.0 if all((size * _DIGITS).is_integer() for size in sizes) else max(sizes) * _ROUNDING

    @property
    def is_constant(self) -> bool:
        """Whether no variable is left in it."""
        return not any(self.terms.values())

    def expression(self) -> pulp.LpAffineExpression:
        """The same as an expression of PuLP, without zero coefficients."""
        return pulp.LpAffineExpression({v: c for v, c in self.terms.items() if c}, constant=self.constant)


def total(parts: Iterable[tuple[Linear, float]], constant: float = 0.0) -> Linear:
    """Σ factor · part + constant."""
    result = Linear(constant)
    for part, factor in parts:
        result.add(part, factor)
    return result


_ODD = re.compile(r"[^A-Za-z0-9_]")
_ESCAPED = re.compile(r"~([0-9a-f]+)~")


def name_of(kind: str, *ids: str | float) -> str:
    """A name such as ``open(lunge,sh_skive)``; anything but ASCII letters, digits and ``_`` in an id becomes ``~hex~``.

    Distinct ids stay distinct, which PuLP's own replacement of ``-`` by ``_`` does not guarantee.
    """
    words = (_ODD.sub(lambda seen: f"~{ord(seen.group()):x}~", str(i)) for i in ids)
    return f"{kind}({','.join(words)})"


def read_name(name: str) -> tuple[str, tuple[str, ...]]:
    """Kind and ids behind a name of ``name_of``; a name without brackets has no ids."""
    kind, _, inside = name.partition("(")
    ids = inside.removesuffix(")").split(",") if inside.removesuffix(")") else []
    return kind, tuple(_ESCAPED.sub(lambda seen: chr(int(seen.group(1), 16)), i) for i in ids)


_BITS = 49
"""A step is 2⁻⁴⁹ of a function's visits: of a double's 53 bits four are left for sums above the total."""


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
    """The least power of two that is at least ``amount`` and at least 1; division by it loses no digits."""
    mantissa, exponent = math.frexp(max(1.0, amount))
    return math.ldexp(1.0, exponent - (mantissa == 0.5))
