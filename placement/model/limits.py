"""What no model can hold: more sites at one distance than can share an area's visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from placement.errors import Fault, Message, ScenarioError
from placement.instance.instance import Instance, Ints, Today
from placement.model.decisions import certain_pairs
from placement.model.demand_classes import MOST_TIED, TiedError, ordered_classes, visits_of
from placement.scenario.checks.notes import few
from placement.scenario.source.positions import shown


def refuse_tied(phases: Iterable[tuple[Instance, Today]]) -> None:
    """Refuse areas with more sites at the same distance than can share their visits.

    Raises:
        ScenarioError: with every such thing, by the path of what it is about.
    """
    found = list(dict.fromkeys(fault for instance, today in phases for fault in _ties(instance, today)))
    if found:
        raise ScenarioError(found)


def _ties(instance: Instance, today: Today) -> Iterator[Fault]:
    """Areas with more sites at the same distance than can share their visits."""
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
    """Units with visits whose list has too many sites at one place, and those sites."""
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
