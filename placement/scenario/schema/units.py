"""Units, and how large or small a number of each can be: beyond that it is certainly a mistake."""

from __future__ import annotations

from dataclasses import dataclass

from placement.errors import Message


@dataclass(frozen=True)
class Unit:
    """A unit, with the largest absolute value that makes sense and the smallest above 0."""

    name: Message
    most: float
    least: float = 1e-6

    def objection(self, number: float) -> Message | None:
        """Why a number is too large or too small for the unit; None if it is not."""
        if abs(number) > self.most:
            return Message(
                "{seen} is more than this can be ({unit}): at most {most}; check the number and its unit.",
                seen=f"{number:g}",
                unit=self.name,
                most=f"{self.most:,.0f}",
            )
        if 0 < abs(number) < self.least:
            return Message(
                "{seen} is nearer to 0 than this can be ({unit}): at least {least}; check the number, or write 0.",
                seen=f"{number:g}",
                unit=self.name,
                least=f"{self.least:g}",
            )
        return None


SHARE = Unit(Message("share"), 1, 1e-9)
MINUTES = Unit(Message("minutes"), 1e6, 1e-3)
TRAVEL_MINUTES = Unit(Message("minutes of a trip"), 1e6, 0)
KM = Unit(Message("kilometres"), 1e5, 0)
KMH = Unit(Message("kilometres an hour"), 1e3, 0.1)
PEOPLE = Unit(Message("inhabitants"), 1e9)
VISITS = Unit(Message("visits a year"), 1e9)
RATE = Unit(Message("visits per 1,000 inhabitants a year"), 1e6)
COUNT = Unit(Message("count"), 1e9)
THINGS = Unit(Message("things"), 1e6, 1)
DKK = Unit(Message("DKK"), 1e12)
DAYS = Unit(Message("days"), 1e4, 1e-3)
WEEKS = Unit(Message("weeks a year"), 53, 1e-2)
YEARS = Unit(Message("years"), 1e3, 1e-2)
STAFF = Unit(Message("persons in a clinic day"), 1e3, 1e-3)
FACTOR = Unit(Message("factor"), 1e3, 1e-3)
AVERSION = Unit(Message("aversion"), 5, 1e-3)
NUMBER = Unit(Message("number"), 1e6, 1e-3)
WEIGHT = Unit(Message("weight"), 1e9, 1e-9)
BROKEN = Unit(Message("units of a rule"), 1e12)
CHANGE = Unit(Message("change of an aim a year"), 1e15)
UNITS: tuple[Unit, ...] = (
    SHARE, MINUTES, TRAVEL_MINUTES, KM, KMH, PEOPLE, VISITS, RATE, COUNT, THINGS, DKK, DAYS, WEEKS, YEARS, STAFF,
    FACTOR, AVERSION, NUMBER, WEIGHT, BROKEN, CHANGE,
)  # fmt: skip
"""Every unit there is; the reference lists them. Years of the calendar are whole numbers from 1000 to 2999."""
