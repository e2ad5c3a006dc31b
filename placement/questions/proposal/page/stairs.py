"""The staircase of prices as a picture and as rows: what the next step costs for each minute it saves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placement.locale import N_
from placement.present.stairs import Level, Tread, stairs
from placement.present.svg import write
from placement.questions.proposal.minute_price import MinutePrice, decimals, marks, shown, words_of
from placement.questions.proposal.otherwise import Otherwise, lines
from placement.questions.proposal.views import Titles

_MILLION = 1e6


@dataclass(frozen=True)
class Rise:
    """One step.

    Attributes:
        price: of a minute, in DKK, at which it begins; ``low``, ``high``: from where to where, where a gap is open.
        minutes: saved a year.
        kroner: paid a year for them.
        changes: what it decides otherwise than the step before.
    """

    price: float
    low: float
    high: float
    minutes: float
    kroner: float
    changes: tuple[Otherwise, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Rise:
        """From a step of a document."""
        names = ("price", "low", "high", "minutes", "kroner")
        price, low, high, minutes, kroner = (float(told[name]) for name in names)
        return cls(price, low, high, minutes, kroner, tuple(map(_decision, told["changes"])))


def _decision(told: Mapping[str, Any]) -> Otherwise:
    before, after = float(told["before"]), float(told["after"])
    return Otherwise(str(told["kind"]), str(told["function"]), str(told["site"]), str(told["item"]), before, after)


def drawn(rises: Sequence[Rise], price: MinutePrice, titles: Titles) -> str:
    """The picture: each step as wide as the minutes it saves and as high as its price, and the reference lines."""
    say, digits = titles.say, decimals([rise.price for rise in rises])
    prices = [shown(say, rise.price, rise.low, rise.high, digits) for rise in rises]
    own = price.value
    treads = [
        Tread(rise.minutes / _MILLION, rise.price, text, within=own is not None and rise.price <= own)
        for rise, text in zip(rises, prices, strict=True)
    ]
    levels = [
        Level(mark.price, f"{say.number(mark.price, 1)} {words_of(say, mark)}", strong="price" in mark.kinds)
        for mark in marks(price)
    ]
    told = [
        say("{price} kr.: {what}", price=text, what="; ".join(lines(titles, rise.changes)))
        for rise, text in zip(rises, prices, strict=True)
    ]
    picture = stairs(
        "staircase",
        treads,
        levels,
        say,
        title=say("What the next step costs for each minute saved"),
        description=say(
            "Steps from the cheapest minute on. {steps}. Lines: {lines}.",
            steps=". ".join(told),
            lines="; ".join(level.words for level in levels),
        ),
        x_words=say("million minutes saved a year →"),
        y_words=say("↑ kr. a minute saved"),
    )
    return write(picture)


def rows(rises: Sequence[Rise], titles: Titles) -> Iterator[list[str]]:
    """Price, step, minutes, million kroner, and million kroner in all, of each step."""
    say, digits, in_all = titles.say, decimals([rise.price for rise in rises]), 0.0
    for rise in rises:
        in_all += rise.kroner
        what = "; ".join(lines(titles, rise.changes)) or say("the same offers, other visits")
        yield [
            shown(say, rise.price, rise.low, rise.high, digits),
            what,
            say.about(-rise.minutes, signed=True),
            say.number(rise.kroner / _MILLION, 2, signed=True),
            say.number(in_all / _MILLION, 2, signed=True),
        ]


PROVEN = {
    True: N_("No other plan is cheaper at any price of a minute: that is proven."),
    False: N_("Other plans may be cheaper at some prices: the search left a gap open."),
}
"""Whether steps may be missing."""
