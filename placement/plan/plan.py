"""An answer: what is open where, how many days, how many units, who is seen where."""

from __future__ import annotations

from dataclasses import dataclass

from placement.instance.instance import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan, independent of how it was found.

    Attributes:
        open: ``(F, S)`` bool.
        days: ``(F, S)`` clinic days a week at houses; 0 at hospitals and where closed.
        units: ``(E, S)`` equipment units.
        home_level: ``(F,)`` index of the chosen home level; 0 is today.
        assign: ``(F, U, S)`` share of the unit's movable visits that is *seen* at the site, overflow left out:
            what overflows from a house is seen at its overflow hospital and counted there. Sums to 1 over the sites
            for each unit that has movable visits.
    """

    open: Bools
    days: Floats
    units: Ints
    home_level: Ints
    assign: Floats
