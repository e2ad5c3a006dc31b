"""Which offers concern the people of each group of areas: where they come today, and where they would."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools
from placement.solve.result import Solved

USED, UNUSED = "u", "-"
"""One sign for each function and site, from a group's view."""
_FEWEST = 1.0
"""Visits a year; where fewer of a group are seen, its people do not come."""


def used_by_groups(solved: Solved) -> dict[str, tuple[str, ...]]:
    """By group, for each function a sign for each site: whether its people come there, today or in the plan."""
    labels = np.array(solved.instance.group, dtype=object)[solved.instance.unit_area]
    return {
        name: tuple("".join(USED if each else UNUSED for each in row) for row in _used(solved, labels == name))
        for name in sorted(set(solved.instance.group) - {""})
    }


def _used(solved: Solved, units: Bools) -> Bools:
    """``(F, S)`` whether visits of these demand units are seen there."""
    judged = filter(None, (solved.today_evaluation, solved.evaluation))
    used: Bools = np.any([each.seen[:, units].sum(axis=1) >= _FEWEST for each in judged], axis=0)
    return used
