"""What else is decided otherwise in one plan than in another, and what is scarce between two things."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved

NO_PAIR = (-1, -1)
"""Stands for a pair where none is asked about."""
HOME = "home"
"""Stands for a site where the share at home is meant."""
_LESS_DAYS = 1e-6


class Scarce(NamedTuple):
    """The scarce thing that keeps two things apart: the rule, and the ids of what it is about."""

    rule: Rule
    function: str
    site: str
    item: str


@dataclass(frozen=True)
class Displaced:
    """Something else that is decided otherwise because of the pair.

    Attributes:
        function, site: ids; ``site`` is ``home`` for another share at home.
        opens: True where it opens, or there is more of it; False where it closes, or there is less.
        visits: visits a year seen there, in the plan where it is open; for less or more of it in the plan with the
            pair. NaN at home.
        kind: ``offer``, ``days`` (clinic days a week) or ``home`` (ceiling of the share at home).
        before, after: days, or shares, in the proposal and with the pair; of an offer NaN.
        scarce: what there is too little of for both; None where nothing was found to be, or nobody tried.
    """

    function: str
    site: str
    opens: bool
    visits: float
    kind: str = "offer"
    before: float = math.nan
    after: float = math.nan
    scarce: Scarce | None = None

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What tells it from the others."""
        return self.function, self.site, self.kind, self.opens


def displaced(proposal: Solved, answer: Solved, pair: tuple[int, int]) -> Iterator[Displaced]:
    """What else is decided otherwise in the second plan: offers, then clinic days where both have them, then homes."""
    names, (before, after) = proposal.instance.function_ids, (proposal.plan, answer.plan)
    sites = proposal.instance.site_ids
    for f, s in np.argwhere(before.open != after.open).tolist():
        if (f, s) != pair:
            opens = bool(after.open[f, s])
            seen = (answer if opens else proposal).evaluation.volume[f, s]
            yield Displaced(names[f], sites[s], opens, float(seen))
    both = before.open & after.open & (np.abs(before.days - after.days) > _LESS_DAYS)
    for f, s in np.argwhere(both).tolist():
        days = float(before.days[f, s]), float(after.days[f, s])
        yield Displaced(names[f], sites[s], days[1] > days[0], float(answer.evaluation.volume[f, s]), "days", *days)
    for f in np.flatnonzero(before.home_level != after.home_level).tolist():
        ceilings = proposal.instance.demand.home_ceiling[f]
        shares = float(ceilings[before.home_level[f]]), float(ceilings[after.home_level[f]])
        yield Displaced(names[f], HOME, shares[1] > shares[0], math.nan, "home", *shares)
