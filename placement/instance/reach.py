"""Floors that no plan can meet: too few visits are near enough, wherever a function may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Fault, Message
from placement.instance.tolerance import SAME, SAME_MINUTES
from placement.scenario.schema.rules import Rule

if TYPE_CHECKING:
    from placement.instance.instance import Floats, Instance


def beyond_reach(instance: Instance) -> Iterator[Fault]:
    """A cause of infeasibility for each floor and longest trip out of reach; with its path, without file and line.

    What is looked at is every site where a function may be, all open, and as much at home as is allowed. Floors that
    leave today's share where it is lower are passed over: today meets them.
    """
    yield from _coverage(instance)
    yield from _longest_trips(instance)


def _coverage(instance: Instance) -> Iterator[Fault]:
    for floor in instance.floors:
        own = [f for f, name in enumerate(instance.function_ids) if name in floor.functions]
        if floor.demanded or not instance.baseline.open[own].any():
            near = sum(float(most_near(instance, f, floor.minutes)[floor.units].sum()) for f in own)
            path = f"policy.coverage.{floor.name}.min_share"
            yield from _too_few(floor.item, path, floor.share, floor.minutes, near / floor.visits)


def _longest_trips(instance: Instance) -> Iterator[Fault]:
    clinics = instance.clinics
    soft = [rule.function for rule in instance.scenario.policy.soft_rules.values() if rule.rule is Rule.MAX_TRAVEL]
    for f, (name, function) in enumerate(instance.scenario.functions.items()):
        minutes, visits = float(clinics.max_travel_minutes[f]), float(instance.demand.visits[f].sum())
        holds = clinics.travel_demanded[f] or not instance.baseline.open[f].any()
        if np.isfinite(minutes) and visits > 0 and holds and None not in soft and name not in soft:
            own = function.max_travel_minutes is not None
            level = instance.scenario.level_key(name)
            path = f"functions.{name}.max_travel_share" if own else f"policy.max_travel_by_level.{level}.share"
            near = float(most_near(instance, f, minutes).sum())
            yield from _too_few(name, path, float(clinics.max_travel_share[f]), minutes, near / visits)


def _too_few(item: str, path: str, need: float, minutes: float, have: float) -> Iterator[Fault]:
    if have < need - SAME:
        message = Message(
            "{item} asks for a share of {need:g} of the visits within {minutes:g} minutes, but with every site open "
            "that may be it is {have:.4g}; ask for less, or allow more sites.",
            item=item,
            need=need,
            minutes=minutes,
            have=have,
        )
        yield Fault(message, path)


def most_near(instance: Instance, function: int, minutes: float) -> Floats:
    """``(U,)`` visits a year that are at home or within so many minutes, at most, in any plan."""
    demand = instance.demand
    near = (instance.travel.minutes <= minutes + SAME_MINUTES) & instance.allowed[function]
    anywhere, hospital = near.any(axis=1), (near & instance.is_hospital).any(axis=1)
    movable, home = demand.movable_share[function], demand.home_share[function].max(axis=0)
    out = movable * anywhere + (1 - movable) * hospital
    found: Floats = demand.visits[function] * (home + (1 - home) * out)
    return found
