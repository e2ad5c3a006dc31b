"""A neighbourhood worked out at one home level, before a column is written: which sets can be run, and how."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Ints
from placement.model.configuration.neighbourhoods import MOST_CANDIDATES, Neighbourhood, neighbourhoods
from placement.model.configuration.sets import Options, Sets, all_sets, options
from placement.model.decisions import keeps_days, least_volume, timetable
from placement.model.draft import Draft

MOST_COLUMNS = 3000
"""A function that would need more columns than this is smaller as an assignment block."""


@dataclass(frozen=True, eq=False)
class Table:
    """One neighbourhood at one home level.

    Attributes:
        sets: all sets and what they do; ``rows``: those in which every open house can be run.
        ways: options of each house, in the neighbourhood's order; ``count``: ``(n, H)`` how many each has in each set.
    """

    hood: Neighbourhood
    level: int
    sets: Sets
    rows: Ints
    ways: list[Options]
    count: Ints

    @property
    def columns(self) -> int:
        """Columns it needs: one per set, and one per option where a house has several."""
        several = self.count[self.rows]
        return len(self.rows) + int(several[several > 1].sum())


def tables_of(draft: Draft, function: int) -> list[Table] | None:
    """Every neighbourhood of a function at every level; None where the configuration block does not fit.

    It needs a preference order, hospitals that are settled, and not too many columns.
    """
    hospitals = [(function, s) for s in draft.sites_of(function) if draft.instance.is_hospital[s]]
    if not draft.instance.follows_order(function) or not all(pair in draft.certain for pair in hospitals):
        return None
    hoods = neighbourhoods(draft, function)
    if any(len(hood.candidates) > MOST_CANDIDATES for hood in hoods):
        return None
    tables: list[Table] = []
    for hood in hoods:
        tables += [_table(draft, hood, level) for level in range(len(draft.level[function]))]
        if sum(table.columns for table in tables) > MOST_COLUMNS:
            return None
    return tables


def _table(draft: Draft, hood: Neighbourhood, level: int) -> Table:
    sets = all_sets(draft, hood, level)
    ways = [_ways(draft, hood, sets, column) for column in range(len(hood.houses))]
    count = np.stack([np.bincount(way.row, minlength=len(sets.open)) for way in ways], axis=1)
    feasible = ((count > 0) | ~sets.open).all(axis=1) & sets.served
    return Table(hood, level, sets, np.flatnonzero(feasible), ways, count)


def _ways(draft: Draft, hood: Neighbourhood, sets: Sets, column: int) -> Options:
    pair = hood.function, hood.houses[column]
    if keeps_days(draft, pair) and not draft.instance.clinics.expand[pair[0]]:
        steps, least = np.array([float(draft.today.days[pair])]), 0.0
    else:
        table, least = timetable(draft, pair), least_volume(draft, pair)
        lines = (table.line * n for n in range(table.fewest, table.most + 1))
        steps = np.array(sorted({*table.single, *lines}))
    fixed = float(draft.instance.demand.fixed[pair])
    return options(draft, hood, sets, column, steps, least - fixed)
