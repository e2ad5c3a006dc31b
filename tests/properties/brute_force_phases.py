"""Every course of a tiny scenario in phases: plans of each phase put together, and judged together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product

import numpy as np

from placement.instance.instance import Ints
from placement.plan.phases import Course, Situation, judge
from tests.properties.brute_force import BruteForce, Three, TooManyPlans

MOST_PLANS = 60
MOST_COURSES = 1500


def every_course(parts: tuple[Situation, ...]) -> Iterator[Three]:
    """The aims of every course worth considering that keeps every rule.

    In each phase the fewest units that its rules accept are enough, unless the phase before has bought more or the
    phase after needs what would be given up.
    """
    plans = [list(BruteForce(part.instance, part.today, MOST_PLANS).all()) for part in parts]
    if np.prod([len(found) for found in plans]) > MOST_COURSES:
        raise TooManyPlans
    stand = parts[0].today.units
    for found in product(*plans):
        units = _in_line([one.plan.units for one in found], stand)
        course: Course = tuple(replace(one.plan, units=of_phase) for one, of_phase in zip(found, units, strict=True))
        verdict = judge(parts, course)
        if verdict.feasible:
            yield verdict.objectives.as_tuple()


def _in_line(units: list[Ints], stand: Ints) -> list[Ints]:
    """The fewest units that are at least those given, bought once and given up once."""
    units = list(units)
    for before, now in pairwise(range(len(units))):
        units[now] = np.where(units[before] > stand, np.maximum(units[now], units[before]), units[now])
    for now, before in pairwise(reversed(range(len(units)))):
        units[before] = np.maximum(units[before], np.minimum(units[now], stand))
    return units
