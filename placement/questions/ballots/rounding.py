"""A step of the staircase in exact numbers, and in the roundest ones that still give its price."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

_PLAIN = 0.001
"""Where travelled minutes differ from the aim's by no more than this share, the scenario's weights are not
mentioned."""
_ROUGHEST, _FINEST = 2, 7
"""Significant digits that are tried."""


@dataclass(frozen=True)
class Trips:
    """Some visits a year, and the mean minutes one way by which the trip of each gets shorter or longer."""

    visits: float
    minutes: float


@dataclass(frozen=True)
class Numbers:
    """What a step does in a year.

    Attributes:
        money: DKK it costs; below 0 it saves money.
        shorter: visits with a shorter trip.
        spared: visits that need no trip any more, and the minutes of that trip.
        longer: visits with a longer trip.
        lost_visits: additional visits of lost quality; below 0 fewer.
        minutes: minutes saved in the citizen aim, both ways and with the scenario's weights.
    """

    money: float
    shorter: Trips
    spared: Trips
    longer: Trips
    lost_visits: float
    minutes: float

    @property
    def travelled(self) -> float:
        """Minutes a year saved in actual travel, both ways, without the scenario's weights."""
        gained, lost = (self.shorter, self.spared), self.longer
        return 2 * (sum(one.visits * one.minutes for one in gained) - lost.visits * lost.minutes)

    @property
    def is_plain(self) -> bool:
        """Whether the minutes of the aim are those travelled: no weights, and no trips saved in other ways."""
        return abs(self.travelled - self.minutes) <= _PLAIN * abs(self.minutes)

    def price(self, lost_quality_visit: float, *, plain: bool) -> float:
        """DKK for a minute saved, lost quality at its price included.

        Args:
            lost_quality_visit: DKK.
            plain: take the minutes from visits and trips, otherwise those of the aim.
        """
        minutes = self.travelled if plain else self.minutes
        paid = self.money + lost_quality_visit * self.lost_visits
        return paid / minutes if minutes > 0 else math.inf


def round_numbers(exact: Numbers, lost_quality_visit: float, closeness: float) -> Numbers:
    """The roundest numbers whose price is that of the exact ones.

    Args:
        exact: with a price above 0.
        lost_quality_visit: DKK.
        closeness: the relative error allowed in the price.

    Returns:
        ``minutes`` are those travelled where the exact numbers are plain, so that the round ones are plain too.
    """
    plain = exact.is_plain
    wanted = exact.price(lost_quality_visit, plain=False)
    told = exact
    for digits in range(_ROUGHEST, _FINEST + 1):
        told = _rounded(exact, digits)
        told = replace(told, minutes=told.travelled) if plain else told
        if abs(told.price(lost_quality_visit, plain=plain) / wanted - 1) <= closeness:
            break
    return told


def _rounded(exact: Numbers, digits: int) -> Numbers:
    return Numbers(
        money=_to(exact.money, digits, 0),
        shorter=_round_trips(exact.shorter, digits),
        spared=_round_trips(exact.spared, digits),
        longer=_round_trips(exact.longer, digits),
        lost_visits=_to(exact.lost_visits, digits, digits - 2),
        minutes=_to(exact.minutes, digits, 0),
    )


def _round_trips(exact: Trips, digits: int) -> Trips:
    """Trips to ``digits`` significant digits; with decimals only where fewer digits were not close enough."""
    visits, minutes = _to(exact.visits, digits, digits - _ROUGHEST), _to(exact.minutes, digits, digits - _ROUGHEST)
    return Trips(visits, minutes) if visits and minutes else Trips(0.0, 0.0)


def _to(value: float, digits: int, decimals: int) -> float:
    """``value`` to ``digits`` significant digits, and at most ``decimals`` decimals."""
    if value == 0:
        return 0.0
    return float(round(value, min(decimals, digits - 1 - math.floor(math.log10(abs(value))))))
