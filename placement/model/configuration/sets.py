"""Every set of open houses in a neighbourhood, and what it does to the visits. Plain arithmetic on arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import NO_SITE, Bools, Floats, Ints
from placement.model.configuration.neighbourhoods import Neighbourhood
from placement.model.draft import Draft, Group

MEASURES = ("minutes", "km", "within")
"""What is added up over the visits besides their number, as in ``Loads``."""


@dataclass(frozen=True, eq=False)
class Sets:
    """Consequences of all n sets at one home level. Houses are columns, in the neighbourhood's order.

    Attributes:
        open: ``(n, H)`` bool.
        served: ``(n,)`` whether everybody has a site to go to.
        sent: ``(n, H)`` movable visits a year sent to the house.
        here: by measure, ``(n, H)`` were all of them seen there; ``away``: were all seen at the overflow hospital.
        hospital: visits a year sent straight to each hospital, ``(n,)`` by site.
        rest: by measure, ``(n,)`` for those visits.
    """

    open: Bools
    served: Bools
    sent: Floats
    here: dict[str, Floats]
    away: dict[str, Floats]
    hospital: dict[int, Floats]
    rest: dict[str, Floats]


def all_sets(draft: Draft, hood: Neighbourhood, level: int) -> Sets:
    """Every subset of the candidates, certain houses always in."""
    count, houses = 1 << len(hood.candidates), len(hood.houses)
    bits = (np.arange(count)[:, None] >> np.arange(len(hood.candidates))[None, :]) & 1
    open_ = np.concatenate([bits.astype(bool), np.ones((count, len(hood.certain)), dtype=bool)], axis=1)
    sets = Sets(
        open=open_,
        served=np.ones(count, dtype=bool),
        sent=np.zeros((count, houses)),
        here={m: np.zeros((count, houses)) for m in MEASURES},
        away={m: np.zeros((count, houses)) for m in MEASURES},
        hospital={},
        rest={m: np.zeros(count) for m in MEASURES},
    )
    column = {s: n for n, s in enumerate(hood.houses)}
    for group in hood.groups:
        _place(draft, sets, column, group, level)
    return sets


def _place(draft: Draft, sets: Sets, column: dict[int, int], group: Group, level: int) -> None:
    """Send one group to the first open site of its list, in every set at once."""
    waiting = np.ones(len(sets.open), dtype=bool)
    volume = float(group.loads.volume[level])
    for s in group.demand.sites:
        place = group.places.index(s)
        if s in column:
            taken = waiting & sets.open[:, column[s]]
            sets.sent[taken, column[s]] += volume
            target = int(draft.instance.overflow_site[group.function, s])
            over = group.places.index(target) if target in group.places else place
            for measure in MEASURES:
                loads = getattr(group.loads, measure)
                sets.here[measure][taken, column[s]] += loads[level, place]
                sets.away[measure][taken, column[s]] += loads[level, over]
            waiting &= ~taken
        else:
            own = sets.hospital.setdefault(s, np.zeros(len(sets.open)))
            own[waiting] += volume
            for measure in MEASURES:
                sets.rest[measure][waiting] += getattr(group.loads, measure)[level, place]
            return
    if volume > 0:
        sets.served[waiting] = False


@dataclass(frozen=True, eq=False)
class Options:
    """Ways to run one house in the sets where it is open: one row per set and number of days.

    Attributes:
        house: its site; ``column``: its column in ``Sets``.
        row: ``(k,)`` the set; ``days``: ``(k,)`` clinic days a week; ``seen``: ``(k,)`` share of the sent that is seen.
    """

    house: int
    column: int
    row: Ints
    days: Floats
    seen: Floats


def options(draft: Draft, hood: Neighbourhood, sets: Sets, column: int, steps: Floats, least: float) -> Options:
    """The allowed days of a house in every set.

    With open doors the fewest that hold everybody; where the rest may overflow, those and every fewer number whose
    visits still reach ``least``. ``steps`` are the allowed days, rising; kept days are a single step.
    """
    s, f = hood.houses[column], hood.function
    capacity = draft.capacity((f, s))
    sent = sets.sent[:, column]
    enough = np.searchsorted(steps * capacity * (1 + 1e-9), sent)
    may_overflow = draft.overflows((f, s)) and int(draft.instance.overflow_site[f, s]) != NO_SITE
    last = np.minimum(enough, len(steps) - 1)
    step = np.arange(len(steps))[None, :]
    allowed = (step <= last[:, None]) if may_overflow else (step == enough[:, None])
    allowed = allowed & sets.open[:, column][:, None]
    held = steps[None, :] * capacity
    seen = np.where(sent[:, None] > 0, np.minimum(1.0, held / np.maximum(sent, 1e-300)[:, None]), 1.0)
    seen = np.where(enough[:, None] <= step, 1.0, seen)
    if least > 0:
        allowed &= seen * sent[:, None] >= least * (1 - 1e-9)
    row, day = np.nonzero(allowed)
    return Options(s, column, row, steps[day], seen[row, day])
