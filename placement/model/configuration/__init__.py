"""The configuration block: one column per set of houses that could offer a function.

Where citizens follow a preference order, a set of open houses fixes everything: who goes where, what each house sees,
what overflows, whether minimums hold, which days are needed. All of that is arithmetic on arrays, as non-linear as one
likes; the solver only picks one set per neighbourhood. Sets that break a house's own minimum are never written. The
bound is much tighter than that of the assignment block, because the sets are whole to begin with.
"""

from __future__ import annotations

from collections.abc import Collection

from placement.model.configuration.columns import write_function
from placement.model.configuration.neighbourhoods import enumerable_functions, neighbourhoods
from placement.model.draft import Draft

__all__ = ["enumerable_functions", "write_configurations"]


def write_configurations(draft: Draft, functions: Collection[int]) -> None:
    """The block for these functions (indices)."""
    for f in functions:
        write_function(draft, f, neighbourhoods(draft, f))
