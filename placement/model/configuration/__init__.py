"""The configuration block: for each site, one column per set of rivals that may be open.

Where citizens follow a preference order, a site sees the visits whose earlier sites (its rivals for them) are all
closed. Which rivals are open therefore fixes everything about a site: what it sees, from where, what is short of the
target, the days it needs, whether its minimum holds. That is arithmetic on arrays, as non-linear as one likes; the
solver picks one configuration for each open site, and openness ties them together. Only nearby sites are rivals, so the
number of columns grows with the number of sites, and not with the number of their sets.
"""

from __future__ import annotations

from collections.abc import Mapping

from placement.model.configuration.columns import write_function
from placement.model.configuration.tables import SiteTables, all_tables
from placement.model.draft import Draft

__all__ = ["enumerated", "write_configurations"]


def enumerated(draft: Draft) -> dict[int, list[SiteTables]]:
    """The functions (indices) the block can take, worked out."""
    return all_tables(draft)


def write_configurations(draft: Draft, functions: Mapping[int, list[SiteTables]]) -> None:
    """The block for these functions."""
    for f, tables in functions.items():
        write_function(draft, f, tables)
