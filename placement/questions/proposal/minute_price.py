"""What a saved minute may cost: the price that holds, its range, and the lines to hold it against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placement.locale import N_
from placement.present.words.voice import Voice
from placement.scenario.schema.frame import OFFICIAL_DKK_PER_MINUTE
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Options

_ALIKE = 0.05
"""Prices that differ by less read the same."""
MARK = {
    "official": N_("official unit price (assumption)"),
    "low": N_("lowest plausible"),
    "price": N_("the price"),
    "high": N_("highest plausible"),
}
"""What a reference line is, in few words."""


@dataclass(frozen=True)
class MinutePrice:
    """What the scenario, or whoever asks, says that a saved minute may cost.

    Attributes:
        value: in DKK; None where nobody says.
        low, high: its range; None where there is none.
        asked: whether it was given for this calculation, in place of the scenario's.
    """

    value: float | None
    low: float | None
    high: float | None
    asked: bool

    @classmethod
    def of(cls, scenario: Scenario, options: Options) -> MinutePrice:
        """The price asked for, otherwise the scenario's; its range in either case."""
        given = scenario.objectives.prices.minute
        low, high = (given.low, given.high) if given else (None, None)
        if options.prices is not None:
            return cls(options.prices.minute, low, high, asked=True)
        return cls(given.value if given else None, low, high, asked=False)


@dataclass(frozen=True)
class Mark:
    """A price to hold others against.

    Attributes:
        price: in DKK a minute.
        kinds: what it is, keys of ``MARK``.
    """

    price: float
    kinds: tuple[str, ...]


def marks(price: MinutePrice) -> tuple[Mark, ...]:
    """The reference lines, the lowest first; those that read the same are one."""
    named = (("official", OFFICIAL_DKK_PER_MINUTE), ("low", price.low), ("price", price.value), ("high", price.high))
    known = [(value, kind) for kind, value in named if value is not None]
    found: list[Mark] = []
    for value, kind in sorted(known, key=lambda one: (one[0], list(MARK).index(one[1]))):
        if found and value - found[-1].price < _ALIKE:
            kept = value if kind == "price" else found[-1].price
            found[-1] = Mark(kept, (*found[-1].kinds, kind))
        else:
            found.append(Mark(value, (kind,)))
    return tuple(found)


def words_of(say: Voice, mark: Mark) -> str:
    """What a reference line is."""
    return ", ".join(say(MARK[kind]) for kind in mark.kinds)


def decimals(prices: Sequence[float]) -> int:
    """As few decimals as tell prices that follow each other apart: one or two."""
    return 1 if len({round(price, 1) for price in prices}) == len(prices) else 2


def shown(say: Voice, price: float, low: float, high: float, digits: int) -> str:
    """The price of a step; from where to where it may be, where a gap is open."""
    if low == price == high:
        return say.number(price, digits)
    return f"{say.number(low, digits)}\N{EN DASH}{say.number(high, digits)}"


def official(say: Voice) -> str:
    """What the official unit price is, and how sure that is."""
    return say(
        "The official unit price of travel time is about {dkk} kr. a minute: an assumption until somebody looks it up.",
        dkk=say.number(OFFICIAL_DKK_PER_MINUTE, 1),
    )
