"""Who wants to go where: the demand classes of every function, and upper bounds on what a site may see."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from placement.instance.instance import NO_SITE, Floats, Ints
from placement.model.classes import allocated_classes, loads, ordered_classes, visits_of
from placement.model.draft import Draft, Group
from placement.model.measures import measures


def group_demand(draft: Draft) -> None:
    """The demand classes of every function: movable visits over all sites, bound visits over hospitals."""
    for f in range(len(draft.instance.function_ids)):
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
        places = (*demand.sites, *sorted(targets - set(demand.sites) - {NO_SITE}))
        group = Group(f, stream, number, demand, places, loads(demand, places, visits, amounts))
        draft.groups.append(group)
        most = float(group.loads.volume.max(initial=0.0))
        for s in demand.sites:
            draft.most_sent[f, s] += most
        for s in places:
            draft.most[f, s] += most


def bound_fixed(draft: Draft) -> None:
    """Fixed visits come on top of every upper bound."""
    for f, s in draft.possible:
        draft.most[f, s] += float(draft.instance.demand.fixed[f, s])
