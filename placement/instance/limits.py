"""Limits on products: numbers that are each possible, and multiplied with each other too large for a solver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Fault, Message
from placement.locale import N_
from placement.scenario.schema.units import DAYS, VISITS

if TYPE_CHECKING:
    from placement.instance.instance import Floats, Instance

MOST_MINUTES = 1e14
"""Minutes of travel a year of one function; solvers refuse rows with numbers from 1e15."""
MOST_MONEY = 1e14
"""DKK a year of one function."""


def too_large(instance: Instance) -> Iterator[Fault]:
    """A fault for each function with too many visits, days, minutes or DKK; with its path, without file and line."""
    visits = instance.demand.visits.sum(axis=1) + instance.demand.fixed.sum(axis=1)
    days, lines = _days(instance, visits)
    minutes = visits * _furthest(instance.travel.minutes)
    money = _money(instance, visits, days)
    for f, function in enumerate(instance.function_ids):
        path = ("functions", function)
        if visits[f] > VISITS.most:
            yield _fault(path, _large("visits a year", visits[f], VISITS.most, N_("inhabitants, rates and need_index")))
        elif days[f] > DAYS.most:
            yield _fault(
                path, _large(N_("clinic days a week"), days[f], DAYS.most, N_("the visits, and how many a day holds"))
            )
        elif lines[f] > DAYS.most:
            exact = (*path, "days_per_week_exactly")
            yield _fault(
                exact, _large(N_("lines side by side"), lines[f], DAYS.most, N_("the visits, and the days of a line"))
            )
        elif minutes[f] > MOST_MINUTES:
            yield _fault(
                path, _large(N_("minutes of travel a year"), minutes[f], MOST_MINUTES, N_("the visits and the times"))
            )
        elif money[f] > MOST_MONEY:
            yield _fault(path, _large(N_("DKK a year"), money[f], MOST_MONEY, N_("the visits and the prices")))


def _days(instance: Instance, visits: Floats) -> tuple[Floats, Floats]:
    """Two ``(F,)`` upper bounds: clinic days a week, were all visits seen where a day holds fewest, and lines of them.

    A line is ``days_per_week_exactly`` days a week; 0 lines where steps apply.
    """
    clinics = instance.clinics
    holds = np.where(clinics.visits_per_day > 0, clinics.visits_per_day, np.inf).min(axis=1, initial=np.inf)
    days = visits / (holds * clinics.weeks)
    return days, np.nan_to_num(days / clinics.exact_days, nan=0.0)


def _furthest(minutes: Floats) -> float:
    """The largest finite entry; 0 where there is none."""
    return float(minutes[np.isfinite(minutes)].max(initial=0.0))


def _money(instance: Instance, visits: Floats, days: Floats) -> Floats:
    """``(F,)`` DKK a year, a rough upper bound on what the function can cost."""
    money = instance.economics
    km = _furthest(instance.travel.km)
    a_visit = money.variable_visit + money.home_visit + money.hospital_visit
    a_visit = a_visit + money.transport_share * money.transport_km * 2 * km + money.citizen_km * 2 * km
    a_day = money.staff_day + money.travel_day.max(axis=1, initial=0.0) + money.room_day.max(initial=0.0)
    total: Floats = visits * a_visit + days * instance.clinics.weeks * a_day
    return total


def _fault(path: tuple[str, ...], message: Message) -> Fault:
    return Fault(message, ".".join(path))


def _large(what: str, seen: float, most: float, look: str) -> Message:
    return Message(
        "together this makes {seen} {what}, more than can be reckoned with ({most}); check {look}.",
        seen=f"{seen:.3g}",
        what=Message(what),
        most=f"{most:,.0f}",
        look=Message(look),
    )
