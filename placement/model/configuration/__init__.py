"""The configuration block: one column per set of houses that could offer a function.

Where citizens follow a preference order, a set of open houses fixes everything: who goes where, what each house sees,
what overflows, whether minimums hold, which days are needed. All of that is arithmetic on arrays, as non-linear as one
likes; the solver only picks one set per neighbourhood. Sets that break a house's own minimum are never written. The
bound is much tighter than that of the assignment block, because the sets are whole to begin with.
"""

from __future__ import annotations

from collections.abc import Mapping

from placement.model.configuration.columns import write_function
from placement.model.configuration.tables import Table, tables_of
from placement.model.draft import Draft

__all__ = ["enumerated", "write_configurations"]


def enumerated(draft: Draft) -> dict[int, list[Table]]:
    """The functions (indices) the block can take, worked out."""
    tables = {f: tables_of(draft, f) for f in range(len(draft.instance.function_ids))}
    return {f: worked for f, worked in tables.items() if worked is not None}


def write_configurations(draft: Draft, functions: Mapping[int, list[Table]]) -> None:
    """The block for these functions."""
    for f, tables in functions.items():
        write_function(draft, f, tables)
