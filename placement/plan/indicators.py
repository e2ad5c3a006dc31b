"""Indicators: named numbers about a plan, with their units in the names."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools, Floats, Instance, Ints
from placement.instance.tolerance import SAME, SAME_MINUTES
from placement.plan.aims import distributed_equally, finite_minutes, longest_mean, saved_trips
from placement.plan.allocate import Flows
from placement.plan.case import Case
from placement.plan.money import Ledger, operating_at_release
from placement.plan.service import digital_share

_LONG, _VERY_LONG = 30, 45
"""Minutes one way."""
_MOST = 0.9
"""The share of the visits that travel no longer than `p90_minutes`."""
_LONGEST = 0.1
"""The share of the visits that `worst_tenth_minutes` is the mean of."""
_HALF, _ALL = 0.5, 1.0
"""Further release shares for which the running cost is shown."""


def indicators(case: Case, money: Ledger, target: Floats) -> dict[str, float]:
    """Every indicator by name. Visits are a year's: those at home count as 0 minutes, fixed ones are left out.

    Args:
        case: the case.
        money: its ledger.
        target: ``(F, S)`` target visits a year; 0 without.
    """
    terms = case.instance.scenario.terms
    by_payer = {f"operating_{name}_per_year": money.operating(*keys) for name, keys in terms.payer_columns.items()}
    return {
        **_travel(case),
        **_under_one_roof(case.instance, case.flows),
        **_places(case.instance, case.flows),
        **_clinics(case, target),
        "operating_per_year": money.public,
        **by_payer,
        "operating_gross_per_year": operating_at_release(case, money, 0.0),
        "operating_release_50_per_year": operating_at_release(case, money, _HALF),
        "operating_release_100_per_year": operating_at_release(case, money, _ALL),
        "citizen_travel_per_year": money.operating("citizen"),
        "investment": money.investment,
        "outflow_visits_per_year": float(case.instance.demand.outflow.sum()),
        "open_pairs": float(case.plan.open.sum()),
        "changes": float((case.plan.open != case.today.open).sum()),
    }


def _travel(case: Case) -> dict[str, float]:
    instance, flows = case.instance, case.flows
    seen = flows.seen.sum(axis=0)
    minutes, visits = finite_minutes(instance)[seen > 0], seen[seen > 0]
    home, total = float(flows.home.sum()), float(flows.home.sum() + visits.sum())
    share = 1 / total if total > 0 else 0.0
    return {
        "visits_per_year": total,
        "mean_minutes_per_visit": float(minutes @ visits) * share,
        "p90_minutes": _quantile(minutes, visits, home, _MOST),
        "share_beyond_30_min": float(visits[is_beyond(minutes, _LONG)].sum()) * share,
        "share_beyond_45_min": float(visits[is_beyond(minutes, _VERY_LONG)].sum()) * share,
        "worst_tenth_minutes": longest_mean(minutes, visits, home, _LONGEST),
        "ede_minutes": distributed_equally(minutes, visits, home, case.today.fairness.kappa),
        **_social(case),
    }


def is_beyond(minutes: Floats, limit: float) -> Bools:
    """Which trips are longer than ``limit`` minutes one way, by more than the tolerance."""
    longer: Bools = minutes > limit + SAME_MINUTES
    return longer


def _social(case: Case) -> dict[str, float]:
    """Mean minutes of the socially exposed and of the others, where areas give the share of the exposed."""
    instance, column = case.instance, case.instance.scenario.areas.social_share
    if column is None:
        return {}
    rows = instance.scenario.areas.rows
    exposed = np.array([rows[area].share(column) for area in instance.area_ids])[instance.unit_area]
    minutes = (case.flows.seen.sum(axis=0) * finite_minutes(instance)).sum(axis=1)
    visits = case.flows.seen.sum(axis=(0, 2)) + case.flows.home.sum(axis=0)
    return {
        "mean_minutes_social": _mean(float(exposed @ minutes), float(exposed @ visits)),
        "mean_minutes_others": _mean(float((1 - exposed) @ minutes), float((1 - exposed) @ visits)),
    }


def _mean(total: float, visits: float) -> float:
    return total / visits if visits > 0 else 0.0


def functions_under_one_roof(instance: Instance, seen: Floats) -> Ints:
    """``(n,)`` how many functions a group has under one roof: the largest number with the same most visited house.

    Args:
        instance: the scenario as arrays.
        seen: ``(F, n, S)`` visits a year seen, by area or any other group of citizens.
    """
    main = seen.argmax(axis=2)[:, :, None] == np.arange(seen.shape[2])
    held = (main & (seen.sum(axis=2) > 0)[:, :, None] & ~instance.is_hospital).sum(axis=0)
    most: Ints = held.max(axis=1)
    return most


def _under_one_roof(instance: Instance, flows: Flows) -> dict[str, float]:
    """Mean over all visits of how many functions their area has under one roof."""
    visits = _by_area(instance, flows.home + flows.seen.sum(axis=2)).sum(axis=0)
    count = functions_under_one_roof(instance, _by_area(instance, flows.seen))
    return {
        "functions_under_one_roof_mean": _mean(float(count @ visits), float(visits.sum())),
        "saved_trips_per_year": float(saved_trips(instance, flows).sum()),
    }


def _by_area(instance: Instance, amounts: Floats) -> Floats:
    """``(F, A, ...)`` from ``(F, U, ...)``: sums over the units of each area, which follow each other."""
    first = np.searchsorted(instance.unit_area, np.arange(len(instance.area_ids)))
    summed: Floats = np.add.reduceat(amounts, first, axis=1)
    return summed


def _quantile(minutes: Floats, visits: Floats, home: float, level: float) -> float:
    """The minutes within which the share ``level`` of the visits travels, those at home as 0 minutes."""
    order = np.argsort(minutes, kind="stable")
    within = home + np.cumsum(visits[order])
    if not len(within) or home >= level * within[-1]:
        return 0.0
    return float(minutes[order][np.searchsorted(within, level * within[-1] * (1 - SAME))])


def _places(instance: Instance, flows: Flows) -> dict[str, float]:
    at_sites, home = flows.seen.sum(axis=(0, 1)), float(flows.home.sum())
    total = float(at_sites.sum()) + home
    share = 1 / total if total > 0 else 0.0
    return {
        "home_share": home * share,
        "house_share": float(at_sites[~instance.is_hospital].sum()) * share,
        "hospital_share": float(at_sites[instance.is_hospital].sum()) * share,
        "digital_share": digital_share(instance, flows),
    }


def _clinics(case: Case, target: Floats) -> dict[str, float]:
    clinics, volume = case.instance.clinics, case.flows.volume
    below = falls_short(case.plan.open, volume, target)
    minimum = np.maximum(clinics.min_visits, clinics.min_patients)[:, None]
    too_small = falls_short(case.plan.open & case.houses, volume, minimum)
    return {
        "visits_below_target": float(volume[below].sum()),
        "clinics_below_target": float(below.sum()),
        "clinics_below_minimum": float(too_small.sum()),
    }


def falls_short(places: Bools, volume: Floats, least: Floats) -> Bools:
    """``(F, S)`` bool: which of the pairs ``places`` see fewer visits a year than ``least``."""
    short: Bools = places & (volume < least * (1 - SAME))
    return short
