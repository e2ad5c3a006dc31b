"""Who is not to be left behind: floors under coverage, and how the citizen aim weighs the long trips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import Bools, Floats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from placement.instance.index_sets import IndexSets
    from placement.scenario.schema.frame import Coverage

STEEPEST = 16.0
"""Largest κ · minutes: beyond it a single trip would drown all others, in the aim and in the solver's arithmetic."""


@dataclass(frozen=True, eq=False)
class Floor:
    """A floor under coverage, for the citizens of one group.

    Attributes:
        name: its id in the scenario; ``label``: the group; empty for the whole region.
        functions: ids of the functions it is about.
        units: ``(U,)`` bool: demand units in the group.
        minutes: one way; ``share``: the least share of the visits within them.
        visits: visits a year of those functions in the group.
    """

    name: str
    label: str
    functions: tuple[str, ...]
    units: Bools
    minutes: float
    share: float
    visits: float

    @property
    def item(self) -> str:
        """What a rule calls it."""
        return f"{self.name}: {self.label}" if self.label else self.name


@dataclass(frozen=True)
class Fairness:
    """How much a minute counts in the citizen aim; fixed by how people travel today, so that the aim stays linear.

    Attributes:
        equity: ``mean``, ``ede`` or ``worst_share``.
        kappa: κ of the Kolm-Pollak measure, per minute.
        threshold: η: minutes from which the worst-off share of the visits begins.
        slope: aim minutes per minute of the curve.
        constant: aim minutes a year on top, so that the aim is the measure itself today.
    """

    equity: str = "mean"
    kappa: float = 0.0
    threshold: float = 0.0
    slope: float = 1.0
    constant: float = 0.0


def make_floors(sets: IndexSets, groups: tuple[str, ...], visits: Floats) -> tuple[Floor, ...]:
    """Every floor of the policy, one for each group that has visits.

    Args:
        sets: the index sets.
        groups: ``(A,)`` label of each area's reporting group.
        visits: ``(F, U)`` visits a year.
    """
    return tuple(
        floor
        for name, asked in sets.scenario.policy.coverage.items()
        for floor in _floors(sets, groups, visits, name, asked)
    )


def _floors(sets: IndexSets, groups: tuple[str, ...], visits: Floats, name: str, asked: Coverage) -> Iterator[Floor]:
    labels = {
        "region": ("",) * len(sets.areas),
        "group": groups,
        "municipality": tuple(area.municipality for area in sets.areas),
    }[asked.by]
    functions = asked.functions or sets.function_ids
    chosen = np.array([function in functions for function in sets.function_ids])
    own = np.array(labels, dtype=object)[sets.unit_area]
    for label in sorted(set(labels)):
        units = own == label
        total = float(visits[np.ix_(chosen, units)].sum())
        if total > 0:
            yield Floor(name, label, functions, units, asked.within_minutes.value, asked.min_share.value, total)
