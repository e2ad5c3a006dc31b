"""A known plan as values of the whole-number columns, so that a search begins with it."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.model.draft import Draft, Pair


def start_values(draft: Draft, open_: Bools, days: Floats, units: Ints, home_level: Ints) -> dict[str, float]:
    """Column values by name; columns the plan says nothing of are left to the solver."""
    values: dict[str, float] = {}
    for pair, chosen in draft.open.items():
        if draft.name("open", *draft.ids(*pair)) in draft.variables:
            values |= {v.name: float(open_[pair]) for v in chosen.terms}
        if draft.name("lines", *draft.ids(*pair)) in draft.variables:
            values |= _days(draft, pair, float(days[pair]))
    values |= _sets(draft, open_, days, home_level)
    for f, levels in draft.level.items():
        for level, one in enumerate(levels):
            values |= {v.name: float(level == home_level[f]) for v in one.terms}
    for (e, s), choices in draft.units.items():
        for count, one in choices.items():
            values |= {v.name: float(count == units[e, s]) for v in one.terms}
    return values


def _days(draft: Draft, pair: Pair, days: float) -> dict[str, float]:
    """Which part of a day, or how many lines."""
    ids = draft.ids(*pair)
    parts = {v.name: value for v, value in draft.days[pair].terms.items() if v.name.startswith("days(")}
    lines, in_lines = draft.name("lines", *ids), draft.name("in_lines", *ids)
    length = next(c for v, c in draft.days[pair].terms.items() if v.name == lines)
    alone = [name for name, value in parts.items() if np.isclose(value, days)]
    values = {name: float(name in alone) for name in parts} | {lines: 0.0 if alone else round(days / length)}
    if in_lines in draft.variables:
        values[in_lines] = float(not alone and days > 0)
    return values


def _sets(draft: Draft, open_: Bools, days: Floats, home_level: Ints) -> dict[str, float]:
    """The configuration each site of the plan has."""
    values: dict[str, float] = {}
    for choice in draft.choices:
        f, s = choice.function, choice.site
        chosen = open_[f, s] and home_level[f] == choice.level
        chosen = chosen and all(open_[f, r] == (r in choice.inside) for r in choice.rivals)
        chosen = chosen and (choice.days is None or bool(np.isclose(choice.days, days[f, s])))
        values[choice.name] = float(chosen)
    return values
