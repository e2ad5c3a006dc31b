"""The configuration block: for each site, one column per set of rivals that may be open.

Where citizens follow a preference order, a site sees the visits whose earlier sites (its rivals for them) are all
closed. Which rivals are open therefore fixes everything about a site: what it sees, from where, what is short of the
target, the days it needs, whether its minimum holds. All of that is computed on arrays beforehand and may be
non-linear; the solver picks one configuration for each open site, and the columns of openness tie the sites together.
Only nearby sites are rivals, so the number of columns grows with the number of sites, not with that of all sets of them
(decision 0011).
"""

from __future__ import annotations

from collections.abc import Mapping

from placement.model.configuration.columns import write_function
from placement.model.configuration.tables import SiteTables, all_tables
from placement.model.draft import Draft

__all__ = ["enumerated", "write_configurations"]


def enumerated(draft: Draft) -> dict[int, list[SiteTables]]:
    """The tables of every function (index) that can be written as this block."""
    return all_tables(draft)


def write_configurations(draft: Draft, functions: Mapping[int, list[SiteTables]]) -> None:
    """Write the columns and rows of these functions."""
    for f, tables in functions.items():
        write_function(draft, f, tables)
