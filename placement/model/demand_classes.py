"""Demand classes: units that try the same sites in the same order behave as one.

For a function with a preference order a unit never looks beyond the first site that is certainly open. Cut there,
most of a region's areas have the same short list, or nothing to decide at all; what is left is a small model. Exact
ties are split: a unit that likes k sites equally becomes one part per order of those sites, which shares the visits
equally over whichever of them are open.


Who wants to go where: the demand classes of every function, and upper bounds on what a site may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Message, SolverError
from placement.instance.instance import NO_SITE, Bools, Floats, Instance, Ints, Ranks
from placement.model.draft import Draft, Group
from placement.model.exact_sums import Grid
from placement.model.measures import measures
from placement.patience import in_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Order = tuple[int, ...]
MOST_TIED = 6
"""Sites that may share a rank; the number of orders is its factorial."""


class TiedError(SolverError):
    """More sites are exactly as far from an area than can share its visits; ``sites`` are their indices."""

    def __init__(self, sites: Order) -> None:
        self.sites = sites
        super().__init__(
            Message(
                "{n} sites are exactly as far from the same area; at most {most} can share its visits. "
                "Give the sites their own coordinates or times.",
                n=len(sites),
                most=MOST_TIED,
            )
        )


@dataclass(frozen=True, eq=False)
class DemandClass:
    """Units, or parts of units, with the same list of sites.

    Attributes:
        sites: the sites they may be sent to; in order of preference when ``ordered``.
        units: ``(n,)`` unit indices; ``weights``: ``(n,)`` the part of each unit's visits.
        ordered: whether the first open site of the list takes them; otherwise the region allocates.
    """

    sites: Order
    units: Ints
    weights: Floats
    ordered: bool


def _groups(ranks: Sequence[int], sites: Sequence[int], certain: frozenset[int]) -> list[list[int]]:
    """Sites in groups of equal rank, up to the first group that holds a certainly open site."""
    groups: list[list[int]] = []
    previous = None
    for rank, site in sorted(zip(ranks, sites, strict=True)):
        if rank != previous:
            if groups and any(s in certain for s in groups[-1]):
                break
            groups.append([])
            previous = rank
        groups[-1].append(site)
    return groups


def _arrangements(group: list[int]) -> list[Order]:
    if len(group) > MOST_TIED:
        raise TiedError(tuple(group))
    return list(permutations(group))


def _cut(order: Iterable[int], certain: frozenset[int]) -> Order:
    kept = []
    for site in order:
        kept.append(site)
        if site in certain:
            break
    return tuple(kept)


@lru_cache(maxsize=1 << 16)
def _parts(ranks: tuple[int, ...], sites: tuple[int, ...], certain: frozenset[int]) -> list[Order]:
    """The orders a unit is split into, equally; one order where nothing ties. ``ranks`` are those of ``sites``.

    Remembered, because a what-if that needs a model of its own asks for nearly the same orders again.
    """
    arrangements = [_arrangements(group) for group in _groups(ranks, sites, certain)]
    count = lcm(*(len(a) for a in arrangements)) if arrangements else 1
    return [_cut((s for a in arrangements for s in a[part % len(a)]), certain) for part in range(count)]


def _without_ties(rank: Ranks, sites: Ints, certain: frozenset[int]) -> tuple[Ints, Bools]:
    """``(n, S)`` sites of each unit by rank, the same one again after the first that is certain; and where ranks tie.

    Args:
        rank: ``(n, S)`` of the units.
        sites: those that may be open, ascending.
        certain: those that are open in every plan.
    """
    own = rank[:, sites]
    if not len(sites):
        return np.empty(own.shape, dtype=np.int64), np.zeros(len(own), dtype=bool)
    by_rank = np.argsort(own, axis=1, kind="stable")
    order, ranks = sites[by_rank], np.take_along_axis(own, by_rank, axis=1)
    ends = np.isin(order, list(certain))
    last = np.where(ends.any(axis=1), ends.argmax(axis=1), order.shape[1] - 1)[:, None]
    place = np.arange(order.shape[1])
    tied = ((ranks[:, :-1] == ranks[:, 1:]) & (place[:-1] <= last)).any(axis=1)
    return np.where(place <= last, order, np.take_along_axis(order, last, axis=1)), tied


def ordered_classes(
    instance: Instance, function: int, sites: Sequence[int], certain: frozenset[int], units: Ints
) -> list[DemandClass]:
    """Classes of the units that follow the function's preference order over the ``sites`` they can get to.

    Args:
        instance: the arrays.
        function: its index.
        sites: sites that may be open.
        certain: those that are open in every plan.
        units: indices of the units that have visits.
    """
    members: dict[Order, dict[int, float]] = {}
    for reached, own in _by_reach(instance, sites, units):
        _gather(members, instance.travel.rank[function], reached, certain.intersection(reached), own)
    return [
        DemandClass(order, np.array(list(own), dtype=np.int64), np.array(list(own.values())), ordered=True)
        for order, own in members.items()
    ]


def _by_reach(instance: Instance, sites: Sequence[int], units: Ints) -> list[tuple[tuple[int, ...], Ints]]:
    """The units, together where they can get to the same of the sites; mostly to all of them."""
    columns = np.array(sorted(sites), dtype=np.int64)
    way = np.isfinite(instance.travel.minutes[np.ix_(units, columns)])
    if way.all():
        return [(tuple(columns.tolist()), units)]
    reach, alike = np.unique(way, axis=0, return_inverse=True)
    return [(tuple(columns[row].tolist()), units[alike.ravel() == n]) for n, row in enumerate(reach)]


def _gather(
    members: dict[Order, dict[int, float]], rank: Ranks, sites: Order, certain: frozenset[int], units: Ints
) -> None:
    """Put units under their list of ``sites``, all of which they can get to."""
    known: dict[bytes, list[Order]] = {}
    columns = np.array(sites, dtype=np.int64)
    plain, tied = _without_ties(rank[units], columns, certain)
    for unit, own_order, ties in zip(units, plain, tied.tolist(), strict=True):
        if ties:
            orders = _parts(tuple(rank[unit, columns].tolist()), sites, certain)
        elif (signature := own_order.tobytes()) in known:
            orders = known[signature]
        else:
            orders = known[signature] = [_cut(own_order.tolist(), certain)]
        for order in orders:
            own = members.setdefault(order, {})
            own[int(unit)] = own.get(int(unit), 0.0) + 1 / len(orders)


def allocated_classes(
    instance: Instance, amounts: Mapping[str, Floats], sites: Sequence[int], units: Ints
) -> list[DemandClass]:
    """One class per unit where the region allocates, over the ``sites`` it can get to.

    Units with the same minutes and amounts everywhere are merged.
    """
    members: dict[bytes, list[int]] = {}
    columns = np.asarray(sites, dtype=np.int64)
    minutes = instance.travel.minutes[:, columns]
    alike = [minutes, *(amount[:, columns] for amount in amounts.values())]
    for unit in units:
        members.setdefault(b"".join(one[unit].tobytes() for one in alike), []).append(int(unit))
    return [
        DemandClass(
            tuple(columns[np.isfinite(minutes[own[0]])].tolist()),
            np.array(own, dtype=np.int64),
            np.ones(len(own)),
            ordered=False,
        )
        for own in members.values()
    ]


@dataclass(frozen=True, eq=False)
class Loads:
    """What a class brings to each of its sites, were all of it seen there.

    Attributes:
        volume: ``(L,)`` visits a year at each home level.
        amounts: by measure, ``(L, n)`` a year; a measure it brings nothing of is left out.
    """

    volume: Floats
    amounts: Mapping[str, Floats]


def visits_of(instance: Instance, function: int, *, movable: bool) -> Floats:
    """``(L, U)`` movable or bound visits a year of each unit at each home level."""
    demand = instance.demand
    share = demand.movable_share[function] if movable else 1 - demand.movable_share[function]
    visits: Floats = demand.visits[function][None, :] * (1 - demand.home_share[function]) * share
    return visits


def loads(group: DemandClass, sites: Sequence[int], visits: Floats, amounts: Mapping[str, Floats], grid: Grid) -> Loads:
    """What a class brings to ``sites``: of ``(L, U)`` visits, and ``(U, S)`` amounts per visit by measure.

    Visits are rounded here, once.
    """
    own = visits[:, group.units] * group.weights[None, :]
    chosen = np.ix_(group.units, np.asarray(sites, dtype=np.int64))
    brought = {name: own @ amount[chosen] for name, amount in amounts.items()}
    return Loads(grid.round(own.sum(axis=1)), {name: amount for name, amount in brought.items() if amount.any()})


_SAME = 1e-9
"""Visits a year, and a share of them: sums of the same visits in another order differ by less."""


def group_demand(draft: Draft) -> None:
    """The demand classes of every function: movable visits over all sites, bound visits over hospitals."""
    for f in range(len(draft.instance.function_ids)):
        in_time()
        sites = draft.sites_of(f)
        hospitals = [s for s in sites if draft.instance.is_hospital[s]]
        amounts = measures(draft.instance, draft.today, f)
        _group(draft, f, "movable", sites, amounts)
        _group(draft, f, "bound", hospitals, amounts)


def _group(draft: Draft, f: int, stream: str, sites: list[int], amounts: Mapping[str, Floats]) -> None:
    instance = draft.instance
    movable = stream == "movable"
    visits = visits_of(instance, f, movable=movable)
    units: Ints = np.flatnonzero(visits.max(axis=0) > 0)
    certain = frozenset(s for g, s in draft.certain if g == f)
    if movable and not instance.follows_order(f):
        classes = allocated_classes(instance, amounts, sites, units)
    else:
        classes = ordered_classes(instance, f, sites, certain, units)
    for number, demand in enumerate(classes):
        targets = {int(instance.overflow_site[f, s]) for s in demand.sites if draft.overflows((f, s))}
        further = targets - set(demand.sites) - {NO_SITE}
        way = set(np.flatnonzero(np.isfinite(instance.travel.minutes[demand.units]).all(axis=0)).tolist())
        places = (*demand.sites, *sorted(further & way))
        group = Group(f, stream, number, demand, places, loads(demand, places, visits, amounts, draft.grids[f]))
        draft.groups.append(group)
        most = float(group.loads.volume.max(initial=0.0))
        for s in demand.sites:
            draft.most_sent[f, s] += most
        for s in places:
            draft.most[f, s] += most


def count_today(draft: Draft) -> None:
    """What sites see today, made of the same rounded visits as everything else, instead of the judge's own sum.

    Where the classes do not say where everybody goes today (the region allocates, ties aside) it is rounded.
    """
    today = draft.today
    counted = np.array([_today(draft, f) for f in range(len(draft.grids))]).reshape(today.volume.shape)
    rounded = np.array([grid.round(own) for grid, own in zip(draft.grids, today.volume, strict=True)])
    same = np.isclose(counted, rounded, rtol=_SAME, atol=_SAME)
    draft.today = replace(today, volume=np.where(same, counted, rounded.reshape(counted.shape)))


def _today(draft: Draft, f: int) -> Floats:
    """``(S,)`` visits a year of the function, each class at the first of its sites that is open today."""
    is_open, houses = draft.today.open[f], ~draft.instance.is_hospital
    seen, sent = np.zeros(len(is_open)), np.zeros(len(is_open))
    for group in (group for group in draft.groups if group.function == f):
        first = next((s for s in group.demand.sites if is_open[s]), NO_SITE)
        if first != NO_SITE:
            (sent if houses[first] else seen)[first] += group.loads.volume[0]
    for s in np.flatnonzero(sent).tolist():
        held = draft.held((f, s), float(sent[s]), float(draft.today.days[f, s]))
        seen[s] += held
        if sent[s] > held:
            seen[draft.instance.overflow_site[f, s]] += sent[s] - held
    fixed = [draft.fixed((f, s)) if is_open[s] else 0.0 for s in range(len(is_open))]
    volume: Floats = seen + np.array(fixed)
    return volume


def bound_fixed(draft: Draft) -> None:
    """Fixed visits come on top of every upper bound."""
    for f, s in draft.possible:
        draft.most[f, s] += draft.fixed((f, s))
