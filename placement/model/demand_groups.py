"""Who wants to go where: the demand classes of every function, and upper bounds on what a site may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from placement.instance.instance import NO_SITE, Floats, Ints
from placement.model.classes import allocated_classes, loads, ordered_classes, visits_of
from placement.model.draft import Draft, Group
from placement.model.measures import measures
from placement.patience import in_time

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
