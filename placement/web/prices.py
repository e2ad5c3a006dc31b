"""The sliders of the two prices: where they begin and end, and what a saved what-if sets in a scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from placement.scenario.schema.frame import Objectives
from placement.scenario.schema.quantity import Quantity
from placement.web.what_ifs import PRICES, Controls, WhatIf, short

MOST = {"minute": 1_000.0, "lost": 1_000_000.0}
"""The largest price that can be asked for, in DKK."""
_ABOVE = 1.5
"""A slider ends at this many times the scenario's own value or the end of its range, whichever is larger."""
_UNKNOWN = {"minute": 20.0, "lost": 1_000.0}
"""The end of a slider where the scenario gives no price, or 0."""
_NOTCHES = 200
"""About how many positions a slider has."""


@dataclass(frozen=True)
class Slider:
    """The slider of a price, in DKK.

    Attributes:
        name: in the address: ``minute`` or ``lost``.
        own: the scenario's price; None where it gives none.
        low, high: of its range; None where it gives none.
        value: what is asked for, else the scenario's.
        notch: step of the slider; ``top``: its maximum.
    """

    name: str
    own: float | None
    low: float | None
    high: float | None
    value: float
    notch: float
    top: float

    @property
    def step(self) -> str:
        """The ``step`` attribute; ``any`` for a price between two notches, which the browser would else round."""
        apart = self.value / self.notch
        return short(self.notch) if abs(apart - round(apart)) < 1e-6 else "any"

    def at(self, price: float) -> float:
        """Position of a price, in per cent of the slider."""
        return round(100 * price / self.top, 2)


def sliders(controls: Controls, whatif: WhatIf) -> list[Slider]:
    """Both prices, the minute first."""
    asked, given = dict(whatif.prices), controls.objectives(whatif.variants).prices
    return [_slider(name, getattr(given, field), asked.get(name)) for name, field in PRICES.items()]


def _slider(name: str, own: Quantity | None, asked: float | None) -> Slider:
    value, low, high = (None, None, None) if own is None else (own.value, own.low, own.high)
    end = _ABOVE * max(value or 0.0, high or 0.0) or _UNKNOWN[name]
    notch = _notch(end / _NOTCHES)
    shown = next((price for price in (asked, value) if price is not None), 0.0)
    top = notch * math.ceil(max(end, shown) / notch - 1e-9)
    return Slider(name, value, low, high, shown, notch, round(top, 6))


def _notch(least: float) -> float:
    """The least number from ``least`` up among 1, 2 and 5 times powers of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return round(next(n * power for n in (1, 2, 5, 10) if n * power >= least * (1 - 1e-9)), 6)


def price_between(low: float, high: float, notch: float) -> float:
    """A round price just above ``low`` and below ``high`` (may be infinite): on a notch, or with few digits."""
    for unit in (notch, *(10.0**-places for places in range(7))):
        found = round((math.floor(low / unit + 1e-9) + 1) * unit, 6)
        if low < found < high:
            return found
    return (low + high) / 2


def price_inside(low: float, high: float, notch: float) -> float | None:
    """A price well inside a range (may end at infinity), in few digits; None where no slider reaches it."""
    if high == math.inf:
        high = min(MOST["minute"], 3 * low) if low else notch * 2
    third = (high - low) / 3
    if third <= 0 or low + third >= MOST["minute"]:
        return None
    return price_between(low + third, min(high - third, MOST["minute"]), notch)


def traded_off(controls: Controls, whatif: WhatIf) -> dict[str, Any]:
    """What a saved what-if sets in the scenario's objectives: new values by path."""
    own = controls.scenario.objectives
    asked: dict[str, Any] = {}
    if whatif.weights is not None:
        asked["objectives.weights"] = dict(zip(("citizen", "quality", "economy"), whatif.weights, strict=True))
    asked.update(_prices_set(own, whatif))
    if whatif.method:
        asked["objectives.method"] = whatif.method
    return asked


def _prices_set(own: Objectives, whatif: WhatIf) -> Iterator[tuple[str, float | str | None]]:
    """Paths and values of the prices that a what-if sets.

    A price within its range keeps the range, any other stands alone; decided prices become undecided, since a price
    that was tried in a meeting has not been decided by anybody.
    """
    for name, price in whatif.prices:
        field = PRICES[name]
        given: Quantity | None = getattr(own.prices, field)
        path = f"objectives.prices.{field}"
        if given is not None and _holds(given, price):
            yield f"{path}.value", price
            if given.year is not None:  # price and range are in money of the price year now
                yield from ((f"{path}.{end}", getattr(given, end)) for end in ("low", "high", "year"))
        else:
            yield path, price
    if whatif.prices and own.prices.status == "decided":
        yield "objectives.prices.status", "not_decided"


def _holds(given: Quantity, price: float) -> bool:
    """Whether a price lies in the range of an assumption, so that unit, source and range stay true."""
    low = price if given.low is None else given.low
    high = price if given.high is None else given.high
    ranged = given.low is not None or given.high is not None
    return ranged and given.quality == "assumption" and low <= price <= high
