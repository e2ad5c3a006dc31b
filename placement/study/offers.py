"""What a plan decides, by ids, so that it can be carried into another world and judged there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats, Instance, Today
from placement.plan.plan import Plan
from placement.study.trials import Bench, Draft

Pair = tuple[str, str]
HOME = "home"
"""Stands where a site's id is expected, for a programme at home."""


@dataclass(frozen=True)
class Offers:
    """The decisions of a plan; plain values in sorted order.

    Attributes:
        open: function and site of everything offered.
        home: function and level of each programme at home that is not today's.
        days: function, site and clinic days a week, at houses.
        units: equipment type, site and how many more than today, or fewer.
        allocated: function and shares by unit and site, where the region allocates visits.
        sites: what the shares stand for, in their order.
    """

    open: tuple[Pair, ...]
    home: tuple[tuple[str, int], ...]
    days: tuple[tuple[str, str, float], ...]
    units: tuple[tuple[str, str, int], ...]
    allocated: tuple[tuple[str, tuple[tuple[float, ...], ...]], ...] = ()
    sites: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[tuple[Pair, ...], tuple[tuple[str, int], ...]]:
        """What makes it another plan: an offer, or another level at home."""
        return self.open, self.home

    @property
    def placements(self) -> frozenset[Pair]:
        """Everything it contains, programmes at home beside sites."""
        return frozenset(self.open) | {(function, HOME) for function, _ in self.home}


def offers_of(instance: Instance, today: Today, plan: Plan) -> Offers:
    """A plan's decisions."""
    units = plan.units - today.units
    functions, sites, types = instance.function_ids, instance.site_ids, instance.equipment_ids
    free = [(name, plan.assign[f]) for f, name in enumerate(functions) if not instance.follows_order(f)]
    away = np.argwhere(plan.open & (plan.days > 0)).tolist()
    return Offers(
        open=tuple(sorted((functions[f], sites[s]) for f, s in np.argwhere(plan.open).tolist())),
        home=tuple(sorted((functions[f], int(plan.home_level[f])) for f in np.flatnonzero(plan.home_level))),
        days=tuple(sorted((functions[f], sites[s], float(plan.days[f, s])) for f, s in away)),
        units=tuple((types[e], sites[s], int(units[e, s])) for e, s in np.argwhere(units).tolist()),
        allocated=tuple((name, tuple(map(tuple, shares.tolist()))) for name, shares in free),
        sites=sites if free else (),
    )


def carried(offers: Offers, bench: Bench) -> Draft | None:
    """The decisions in another world; None where a place is not there.

    Days of what stays as today are those that world has. A clinic that would be too short for that world's own minimum
    is made as long as it asks for.
    """
    instance, today = bench.instance, bench.today
    functions = {name: f for f, name in enumerate(instance.function_ids)}
    sites = {name: s for s, name in enumerate(instance.site_ids)}
    types = {name: e for e, name in enumerate(instance.equipment_ids)}
    levels = {name: len(instance.demand.home_share[f]) for name, f in functions.items()}
    if any(f not in functions or s not in sites for f, s in offers.open):
        return None
    if any(level >= levels.get(function, 0) for function, level in offers.home):
        return None
    is_open, days = np.zeros(today.open.shape, dtype=bool), np.zeros(today.open.shape)
    units, level = np.array(today.units), np.zeros(len(functions), dtype=np.int64)
    for function, site in offers.open:
        is_open[functions[function], sites[site]] = True
    for function, site, number in offers.days:
        days[functions[function], sites[site]] = number
    for function, chosen in offers.home:
        level[functions[function]] = chosen
    for item, site, count in offers.units:
        if item in types and site in sites:
            units[types[item], sites[site]] = max(0, units[types[item], sites[site]] + count)
    if instance.scenario.policy.existing_in_houses == "keep":
        days = np.where(is_open & today.open & ~instance.is_hospital, today.days, days)
    for f, s in np.argwhere((days > 0) & ~today.open).tolist():
        days[f, s] = bench.days_for(f, s, bench.minimum_visits(f, s), float(days[f, s]))
    return Draft(is_open, days, level, units, _allocated(offers, instance, functions))


def _allocated(offers: Offers, instance: Instance, functions: dict[str, int]) -> dict[int, Floats]:
    """Shares as they were, where the world has the same areas and sites; otherwise the nearest open site is used."""
    if offers.sites != instance.site_ids:
        return {}
    shares = {functions[name]: np.array(rows) for name, rows in offers.allocated if name in functions}
    return {f: rows for f, rows in shares.items() if rows.shape == instance.travel.minutes.shape}
