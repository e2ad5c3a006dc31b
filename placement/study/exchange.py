"""What more of one aim buys of another, from plan to plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from placement.instance.instance import Floats
from placement.scenario.frame import AIMS, Aim

DKK = 100_000.0
"""The amount a rate is told for."""
PAIRS: tuple[tuple[Aim, Aim], ...] = (("economy", "citizen"), ("economy", "quality"), ("quality", "citizen"))
"""What is paid with, and what it buys."""
SAME = 1e-9


@dataclass(frozen=True)
class Exchange:
    """From one plan to the next that is better in one aim.

    Attributes:
        paid, gained: the aims.
        before, after: positions of the plans.
        price: how much worse ``paid`` gets; ``gain``: how much better ``gained`` gets. Both are positive.
        other: what happens to the third aim; positive is worse.
    """

    paid: Aim
    gained: Aim
    before: int
    after: int
    price: float
    gain: float
    other: float

    @property
    def per_unit(self) -> float:
        """Gain per 100,000 DKK, or per visit of lost quality."""
        return self.gain / self.price * (DKK if self.paid == "economy" else 1.0)


@dataclass(frozen=True)
class Next:
    """What the next 100,000 DKK a year buy, from one plan on.

    Attributes:
        gained: the aim.
        within: the best exchange for at most 100,000 DKK; None where that buys nothing.
        beyond: the cheapest exchange that costs more; None where none is known.
    """

    gained: Aim
    within: Exchange | None
    beyond: Exchange | None


def exchange(aims: Floats, paid: Aim, gained: Aim, before: int, after: int) -> Exchange:
    """The exchange between two plans of ``(P, 3)`` aims."""
    p, g = AIMS.index(paid), AIMS.index(gained)
    change = aims[after] - aims[before]
    return Exchange(paid, gained, before, after, float(change[p]), float(-change[g]), float(change[3 - p - g]))


def exchanges(aims: Floats) -> list[Exchange]:
    """For each pair of aims, the plans that are best in one for what is paid of the other, one after the other."""
    return [each for paid, gained in PAIRS for each in _staircase(aims, paid, gained)]


def _staircase(aims: Floats, paid: Aim, gained: Aim) -> Iterator[Exchange]:
    p, g = AIMS.index(paid), AIMS.index(gained)
    stairs: list[int] = []
    for n in np.lexsort((aims[:, 3 - p - g], aims[:, g], aims[:, p])):
        if not stairs or aims[n, g] < aims[stairs[-1], g] - SAME * max(1.0, abs(float(aims[n, g]))):
            stairs.append(int(n))
    yield from (exchange(aims, paid, gained, *pair) for pair in pairwise(stairs))


def next_buys(aims: Floats, plan: int) -> list[Next]:
    """What 100,000 DKK a year more than the plan costs buy of citizen and quality."""
    return [_next(aims, plan, gained) for paid, gained in PAIRS if paid == "economy"]


def _next(aims: Floats, plan: int, gained: Aim) -> Next:
    dearer = np.flatnonzero(aims[:, AIMS.index("economy")] > aims[plan, AIMS.index("economy")])
    offers = [exchange(aims, "economy", gained, plan, int(other)) for other in dearer]
    useful = [one for one in offers if one.gain > SAME * max(1.0, abs(float(aims[plan, AIMS.index(gained)])))]
    within = [one for one in useful if one.price <= DKK]
    beyond = [one for one in useful if one.price > DKK]
    return Next(
        gained,
        max(within, key=lambda one: (one.gain, -one.price), default=None),
        min(beyond, key=lambda one: (one.price, -one.gain), default=None),
    )
