"""Named numbers about a plan; the units are in the names."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools, Floats, Instance
from placement.plan.aims import finite_minutes
from placement.plan.allocate import Flows
from placement.plan.case import Case
from placement.plan.money import Ledger
from placement.scenario.offers import PAYERS

_ROUNDING = 1e-9


def indicators(case: Case, money: Ledger, target: Floats) -> dict[str, float]:
    """Every indicator of a plan. Visits are a year's, home included as 0 minutes, fixed ones left out.

    Args:
        case: the case.
        money: its ledger.
        target: ``(F, S)`` target visits a year; 0 without.
    """
    by_payer = {f"operating_{payer}_dkk_per_year": money.operating(payer) for payer in PAYERS}
    return {
        **_travel(case.instance, case.flows),
        **_places(case.instance, case.flows),
        **_clinics(case, target),
        "operating_dkk_per_year": money.operating(*PAYERS),
        **by_payer,
        "citizen_travel_dkk_per_year": money.operating("citizen"),
        "investment_dkk": money.investment,
        "open_pairs": float(case.plan.open.sum()),
        "changes": float((case.plan.open != case.today.open).sum()),
    }


def _travel(instance: Instance, flows: Flows) -> dict[str, float]:
    minutes, visits = finite_minutes(instance).ravel(), flows.seen.sum(axis=0).ravel()
    home, total = float(flows.home.sum()), float(flows.home.sum() + visits.sum())
    share = 1 / total if total > 0 else 0.0
    return {
        "visits_per_year": total,
        "mean_minutes_per_visit": float(minutes @ visits) * share,
        "p90_minutes": _quantile(minutes, visits, home, 0.9),
        "share_beyond_30_min": float(visits[minutes > 30 + _ROUNDING].sum()) * share,
        "share_beyond_45_min": float(visits[minutes > 45 + _ROUNDING].sum()) * share,
    }


def _quantile(minutes: Floats, visits: Floats, home: float, level: float) -> float:
    """The least minutes within which ``level`` of the visits travel, those at home as 0."""
    used = visits > 0
    order = np.argsort(minutes[used], kind="stable")
    within = home + np.cumsum(visits[used][order])
    if not len(within) or home >= level * within[-1]:
        return 0.0
    return float(minutes[used][order][np.searchsorted(within, level * within[-1] * (1 - _ROUNDING))])


def _places(instance: Instance, flows: Flows) -> dict[str, float]:
    at_sites, home = flows.seen.sum(axis=(0, 1)), float(flows.home.sum())
    total = float(at_sites.sum()) + home
    share = 1 / total if total > 0 else 0.0
    return {
        "home_share": home * share,
        "house_share": float(at_sites[~instance.is_hospital].sum()) * share,
        "hospital_share": float(at_sites[instance.is_hospital].sum()) * share,
    }


def _clinics(case: Case, target: Floats) -> dict[str, float]:
    clinics, volume = case.instance.clinics, case.flows.volume
    below = _short(case.plan.open, volume, target)
    minimum = np.maximum(clinics.min_visits, clinics.min_patients)[:, None]
    too_small = _short(case.plan.open & case.houses, volume, minimum)
    return {
        "visits_below_target": float(volume[below].sum()),
        "clinics_below_target": float(below.sum()),
        "clinics_below_minimum": float(too_small.sum()),
    }


def _short(places: Bools, volume: Floats, least: Floats) -> Bools:
    short: Bools = places & (volume < least * (1 - _ROUNDING))
    return short
