"""Converts prices of different years to the scenario's price year by its price index."""

from __future__ import annotations

from typing import TypeVar

from placement.scenario.schema.frame import AimPrices, ProfilePrices
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario

_Prices = TypeVar("_Prices", AimPrices, ProfilePrices)


def factor(scenario: Scenario, money: Quantity) -> float:
    """The factor from a price's own year to the price year: index ratio, or 1 if price or scenario has no year."""
    index, year = scenario.prices.index, scenario.about.price_year
    if money.year is None or year is None or not {money.year, year} <= index.keys():
        return 1.0
    return index[year] / index[money.year]


def in_price_year(scenario: Scenario, money: Quantity) -> float:
    """A price converted from its own year to ``about.price_year``."""
    return money.value * factor(scenario, money)


def with_prices_of_aims(scenario: Scenario) -> Scenario:
    """The scenario with the prices of its aims, and those of its profiles, in the money of the price year.

    These prices are compared with kroner wherever they are shown, set by a slider or drawn, so they are converted once,
    with their ranges. Every other price is converted where it becomes a cost.
    """
    given = scenario.objectives.prices
    found = _converted(scenario, given)
    profiles = {
        name: one if one.prices is None else one.model_copy(update={"prices": _converted(scenario, one.prices)})
        for name, one in scenario.profiles.items()
    }
    if found is given and all(profiles[name].prices is one.prices for name, one in scenario.profiles.items()):
        return scenario
    objectives = scenario.objectives.model_copy(update={"prices": found})
    return scenario.model_copy(update={"objectives": objectives, "profiles": profiles})


def _converted(scenario: Scenario, prices: _Prices) -> _Prices:
    """Prices in the money of the price year; the same object if nothing changes."""
    changed = {}
    for field in ("minute", "lost_quality_visit"):
        money: Quantity | None = getattr(prices, field)
        if money is None or (times := factor(scenario, money)) == 1.0:
            continue
        ends = {name: getattr(money, name) for name in ("value", "low", "high")}
        scaled = {name: None if end is None else end * times for name, end in ends.items()}
        changed[field] = money.model_copy(update={**scaled, "year": scenario.about.price_year})
    return prices.model_copy(update=changed) if changed else prices
