"""Modelled visits for people: rounded, with the range of their rate where it has one, and small numbers left out."""

from __future__ import annotations

import math
from collections.abc import Iterable

from placement.present.words.voice import NOTHING, Voice
from placement.scenario.schema.offers import Function
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario

Spread = tuple[float, float]
_SURE: Spread = (1.0, 1.0)


class Counts:
    """Says how many visits a year.

    Attributes:
        say: the voice.
        below: numbers above 0 and below this are not told; 0 leaves nothing out.
    """

    def __init__(self, scenario: Scenario, say: Voice, below: float = 0.0) -> None:
        self.say, self.below = say, below
        self._spread = {name: spread(function) for name, function in scenario.functions.items()}

    def __call__(self, visits: float | None, *, signed: bool = False) -> str:
        """A number of visits to three digits, or that it is too small to tell."""
        if visits is None:
            return NOTHING
        if 0 < abs(visits) < self.below:
            return self.say("under {below}", below=self.say.number(self.below))
        return self.say.about(visits, signed=signed)

    def between(self, visits: float | None, function: str, most: float = math.inf) -> str:
        """The same and, in brackets, from what to what the visits of a function may be; never above ``most``."""
        shown = self(visits)
        low, high = (factor * (visits or 0.0) for factor in self._spread[function])
        high = min(high, max(most, visits or 0.0))
        if visits is None or low < self.below or self.say.about(low) == self.say.about(high):
            return shown
        return self.say("{visits} ({low}–{high})", visits=shown, low=self.say.about(low), high=self.say.about(high))


def spread(function: Function) -> Spread:
    """Lowest and highest plausible visits as factors of those reckoned with: the range of the rate of visits."""
    alone = function.visits_per_1000_per_year
    rates = [alone] if alone is not None else list(function.visits_per_1000_per_year_by_segment.values())
    return _widest(rate for rate in rates if rate.value > 0)


def _widest(rates: Iterable[Quantity]) -> Spread:
    found = list(rates)
    lows = [rate.value if rate.low is None else rate.low for rate in found]
    highs = [rate.value if rate.high is None else rate.high for rate in found]
    low = min((end / rate.value for end, rate in zip(lows, found, strict=True)), default=_SURE[0])
    return low, max((end / rate.value for end, rate in zip(highs, found, strict=True)), default=_SURE[1])
