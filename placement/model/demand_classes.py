"""Demand classes: units that try the same sites in the same order behave as one.

For a function with a preference order a unit never tries a site beyond the first that is certainly open. Cut there,
most of a region's areas have the same short list, or a list of one site and so nothing to decide; what is left is a
small model. Exact ties are split: a unit with k sites of one rank becomes one equal part for each of their k! orders,
which shares the visits equally over whichever of them are open. More than ``MOST_TIED`` such sites are refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import permutations
from math import lcm

import numpy as np

from placement.errors import Fault, Message, ScenarioError, SolverError
from placement.instance.instance import NO_SITE, Bools, Floats, Instance, Ints, Ranks, Today
from placement.model.decisions import certain_pairs
from placement.model.draft import DemandClass, Draft, Group, Loads, Order
from placement.model.linear import Grid
from placement.model.measures import measures
from placement.scenario.checks.notes import few
from placement.scenario.source.positions import shown
from placement.time_limit import in_time

MOST_TIED = 6
"""At most this many sites may share a rank for a unit, which then has a part for each of their 6! = 720 orders."""


class TiedError(SolverError):
    """More than ``MOST_TIED`` sites are exactly as far from an area; ``sites`` are their indices."""

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


def visits_of(instance: Instance, function: int, *, movable: bool) -> Floats:
    """``(L, U)`` movable or bound visits a year of each unit at each home level."""
    demand = instance.demand
    share = demand.movable_share[function] if movable else 1 - demand.movable_share[function]
    visits: Floats = demand.visits[function][None, :] * (1 - demand.home_share[function]) * share
    return visits


def loads(group: DemandClass, sites: Sequence[int], visits: Floats, amounts: Mapping[str, Floats], grid: Grid) -> Loads:
    """The visits a class brings to ``sites``, and what they add to each measure.

    Args:
        group: the class.
        sites: where its visits can be seen.
        visits: ``(L, U)`` visits a year.
        amounts: by measure, ``(U, S)`` amount per visit.
        grid: what visits are rounded to; the model rounds them nowhere else.
    """
    own = visits[:, group.units] * group.weights[None, :]
    chosen = np.ix_(group.units, np.asarray(sites, dtype=np.int64))
    brought = {name: own @ amount[chosen] for name, amount in amounts.items()}
    return Loads(grid.round(own.sum(axis=1)), {name: amount for name, amount in brought.items() if amount.any()})


def ordered_classes(
    instance: Instance, function: int, sites: Sequence[int], certain: frozenset[int], units: Ints
) -> list[DemandClass]:
    """Demand classes for a function with a preference order: units, or parts of them, with the same list of sites.

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
    """The units grouped by which of the ``sites`` they can get to: mostly one group that can get to all."""
    columns = np.array(sorted(sites), dtype=np.int64)
    way = np.isfinite(instance.travel.minutes[np.ix_(units, columns)])
    if way.all():
        return [(tuple(columns.tolist()), units)]
    reach, alike = np.unique(way, axis=0, return_inverse=True)
    return [(tuple(columns[row].tolist()), units[alike.ravel() == n]) for n, row in enumerate(reach)]


def _gather(
    members: dict[Order, dict[int, float]], rank: Ranks, sites: Order, certain: frozenset[int], units: Ints
) -> None:
    """Add units, with the share of each, to ``members`` by their order of ``sites``, all of which they can get to."""
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


def _without_ties(rank: Ranks, sites: Ints, certain: frozenset[int]) -> tuple[Ints, Bools]:
    """``(n, S)`` sites of each unit by rank, cut at the first certain one; and ``(n,)`` bool: ranks tie before the cut.

    A row that is cut is filled up with its last site, so that equal lists have equal rows.

    Args:
        rank: ``(n, S)`` preference ranks of the units.
        sites: indices of sites that may be open, ascending.
        certain: indices of sites that are open in every plan.
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


@lru_cache(maxsize=1 << 16)
def _parts(ranks: tuple[int, ...], sites: tuple[int, ...], certain: frozenset[int]) -> list[Order]:
    """The orders of sites that a unit is split over in equal parts; one order where nothing ties.

    ``ranks`` belong to ``sites``. Each order of every group of tied sites appears in equally many parts, which takes
    fewer parts than all combinations. Cached, because a what-if with a model of its own needs nearly the same orders.
    """
    arrangements = [_arrangements(group) for group in _groups(ranks, sites, certain)]
    count = lcm(*(len(a) for a in arrangements)) if arrangements else 1
    return [_cut((s for a in arrangements for s in a[part % len(a)]), certain) for part in range(count)]


def _groups(ranks: Sequence[int], sites: Sequence[int], certain: frozenset[int]) -> list[list[int]]:
    """The sites in groups of equal rank, lowest first, up to the first group with a certainly open site."""
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
    """Every order of tied sites.

    Raises:
        TiedError: there are too many.
    """
    if len(group) > MOST_TIED:
        raise TiedError(tuple(group))
    return list(permutations(group))


def _cut(order: Iterable[int], certain: frozenset[int]) -> Order:
    """The order, cut after the first certainly open site."""
    kept = []
    for site in order:
        kept.append(site)
        if site in certain:
            break
    return tuple(kept)


def allocated_classes(
    instance: Instance, amounts: Mapping[str, Floats], sites: Sequence[int], units: Ints
) -> list[DemandClass]:
    """Demand classes for a function whose visits the region allocates: one per unit, over the ``sites`` it can get to.

    Units with the same minutes and amounts per visit at every site are merged.
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


_SAME = 1e-9
"""Absolute (visits a year) and relative tolerance: sums of the same visits in different orders differ by less."""


def group_demand(draft: Draft) -> None:
    """Add the demand classes of every function: movable visits over all its sites, bound visits over its hospitals."""
    for f in range(len(draft.instance.function_ids)):
        in_time()
        sites = draft.sites_of(f)
        hospitals = [s for s in sites if draft.instance.is_hospital[s]]
        amounts = measures(draft.instance, draft.today, f)
        _group(draft, f, "movable", sites, amounts)
        _group(draft, f, "bound", hospitals, amounts)


def _group(draft: Draft, f: int, stream: str, sites: list[int], amounts: Mapping[str, Floats]) -> None:
    """Add the classes of one stream to the draft, and their visits to the upper bounds of the sites."""
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
    """Replace today's volumes by sums of the model's rounded visits, so that rows about today hold exactly.

    Where the classes do not determine where everybody goes today (the region allocates) the judge's sum is rounded.
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
    """Add fixed visits to the upper bound on the volume of each pair."""
    for f, s in draft.possible:
        draft.most[f, s] += draft.fixed((f, s))


def refuse_tied(phases: Iterable[tuple[Instance, Today]]) -> None:
    """Refuse a scenario in which more than ``MOST_TIED`` sites are equally near to an area.

    Raises:
        ScenarioError: with a fault for every such group of sites, at the path of the first area.
    """
    found = list(dict.fromkeys(fault for instance, today in phases for fault in _ties(instance, today)))
    if found:
        raise ScenarioError(found)


def _ties(instance: Instance, today: Today) -> Iterator[Fault]:
    """One fault for each group of too many tied sites."""
    certain = certain_pairs(instance, today)
    for f, function in enumerate(instance.function_ids):
        sites = [s for s in range(len(instance.site_ids)) if instance.allowed[f, s] or (f, s) in certain]
        hospitals = [s for s in sites if instance.is_hospital[s]]
        held = frozenset(s for g, s in certain if g == f)
        streams = ((True, sites), (False, hospitals)) if instance.follows_order(f) else ((False, hospitals),)
        found: dict[tuple[int, ...], dict[str, None]] = defaultdict(dict)
        for movable, columns in streams:
            for unit, same in _tied(instance, f, movable=movable, sites=columns, certain=held):
                found[same][instance.area_ids[instance.unit_area[unit]]] = None
        for same, areas in found.items():
            yield _too_many_tied(function, list(areas), [instance.site_ids[s] for s in same])


def _tied(
    instance: Instance, function: int, *, movable: bool, sites: list[int], certain: frozenset[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Units with visits that have too many tied sites, and those sites."""
    units: Ints = np.flatnonzero(visits_of(instance, function, movable=movable).max(axis=0) > 0)
    if len(sites) <= MOST_TIED:
        return
    ranks = np.sort(instance.travel.rank[function][np.ix_(units, np.array(sites))], axis=1)
    suspicious = (ranks[:, MOST_TIED:] == ranks[:, :-MOST_TIED]).any(axis=1)
    for unit in units[suspicious]:
        try:
            ordered_classes(instance, function, sites, certain, np.array([unit]))
        except TiedError as error:
            yield int(unit), error.sites


def _too_many_tied(function: str, areas: list[str], sites: list[str]) -> Fault:
    message = Message(
        "{count} sites are exactly as far from {areas} for {function}: {sites}. At most {most} can share an area's "
        "visits; give the sites coordinates or times of their own.",
        count=len(sites),
        areas=few(areas),
        function=function,
        sites=", ".join(sites),
        most=MOST_TIED,
    )
    return Fault(message, shown(("areas", "rows", areas[0])))
