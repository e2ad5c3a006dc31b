"""Which trips two functions under one roof can save, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import Bools, Floats

if TYPE_CHECKING:
    from placement.instance.index_sets import IndexSets


@dataclass(frozen=True, eq=False)
class Zone:
    """Citizens who can join their errands: those of a municipality; of an area that has none.

    Attributes:
        label: of the municipality or area.
        units: ``(U,)`` bool: its demand units.
        minutes: ``(S,)`` mean minutes one way of its people; inf where somebody has no way.
    """

    label: str
    units: Bools
    minutes: Floats


@dataclass(frozen=True)
class Synergy:
    """A pair of functions.

    Attributes:
        name: its id in the scenario.
        functions: ids of the two.
        share: trips saved per visit of the smaller of the two.
        weight: the smaller of their weights in the citizen aim.
    """

    name: str
    functions: tuple[str, str]
    share: float
    weight: float


def make_synergies(sets: IndexSets) -> tuple[Synergy, ...]:
    """Every pair."""
    functions = sets.scenario.functions
    return tuple(
        Synergy(
            name,
            pair.functions,
            pair.saved_trips_share.value,
            min(functions[function].citizen_weight.value for function in pair.functions),
        )
        for name, pair in sets.scenario.synergies.items()
    )


def make_zones(sets: IndexSets, people: Floats, minutes: Floats) -> tuple[Zone, ...]:
    """The zones with inhabitants; none where there is no synergy.

    Args:
        sets: the index sets.
        people: ``(U,)`` inhabitants.
        minutes: ``(U, S)`` one way.
    """
    if not sets.scenario.synergies:
        return ()
    labels = [area.municipality or name for name, area in zip(sets.area_ids, sets.areas, strict=True)]
    own = np.array(labels, dtype=object)[sets.unit_area]
    zones = []
    for label in sorted(set(labels)):
        units = (own == label) & (people > 0)
        if units.any():
            zones.append(Zone(label, units, people[units] @ minutes[units] / people[units].sum()))
    return tuple(zones)
