"""The aims of the citizen and of quality (economy: ``placement.plan.money``), and indicators with units in names.

The citizen aim is travel time, in which long trips may count more than their minutes: by the mean of the longest trips,
or by Kolm and Pollak's equally distributed equivalent. Both are made linear at how people travel today (`Fairness`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import NO_SITE, SAME, SAME_MINUTES, STEEPEST, Bools, Fairness, Floats, Instance, Ints
from placement.plan.allocate import Flows
from placement.plan.case import Case
from placement.plan.money import Ledger, operating_at_release
from placement.plan.service import digital_share

_REACHED = 1e-12
"""Relative tolerance for "reached" when the longest trips are added up until they make a given share of the visits."""


def citizen_minutes(instance: Instance, fairness: Fairness, flows: Flows) -> float:
    """The citizen aim: minutes a year, both ways and weighted, each trip as it counts, less trips saved.

    For ``site_by: patient_base`` a visit counts the base radius where it is not covered, and nothing where it is.
    """
    functions = [instance.scenario.functions[name] for name in instance.function_ids]
    minutes = flows.seen.reshape(len(functions), -1) @ felt(fairness, finite_minutes(instance)).ravel()
    for f, function in enumerate(functions):
        if function.site_by == "patient_base":
            uncovered = flows.seen[f][~instance.travel.covered[f]].sum()
            minutes[f] = felt(fairness, np.array(function.base_radius_minutes.value)) * uncovered
    saved = saved_minutes(instance, fairness, flows)
    return float(2 * citizen_weights(instance) @ minutes) + fairness.constant - saved


def saved_minutes(instance: Instance, fairness: Fairness, flows: Flows) -> float:
    """Minutes a year, both ways and weighted, that are taken off the citizen aim because trips are saved."""
    if not (instance.synergies and instance.zones):
        return 0.0
    minutes = np.array([np.where(np.isfinite(zone.minutes), zone.minutes, 0.0) for zone in instance.zones])
    weights = np.array([pair.weight for pair in instance.synergies])
    each = saved_trips(instance, flows) * felt(fairness, minutes)
    return float(2 * weights @ each.sum(axis=(1, 2)))


def saved_trips(instance: Instance, flows: Flows) -> Floats:
    """``(pairs, zones, S)`` trips a year that each pair of functions saves the citizens of each zone at each house."""
    zones = np.array([zone.units for zone in instance.zones], dtype=float).reshape(-1, instance.shape[1])
    saved = np.zeros((len(instance.synergies), len(instance.zones), instance.shape[2]))
    for n, pair in enumerate(instance.synergies):
        one, other = (zones @ flows.seen[instance.function_ids.index(name)] for name in pair.functions)
        saved[n] = np.where(instance.is_hospital, 0.0, pair.share * np.minimum(one, other))
    return saved


@dataclass(frozen=True, eq=False)
class LostQuality:
    """Visits a year of lost quality; their sum is the quality aim.

    Attributes:
        at: ``(F, S)`` visits at a house × (1 − its quality relative to a hospital), plus what is lost below the target
            volume; never more than the visits the clinic has.
        home: ``(F,)`` visits at home × (1 − their quality relative to a visit at a site).
    """

    at: Floats
    home: Floats


def lost_quality(instance: Instance, volume: Floats, home: Floats, is_open: Bools, target: Floats) -> LostQuality:
    """Where quality is lost: at houses, below target and at home.

    Args:
        instance: the scenario as arrays.
        volume: ``(F, S)`` visits a year seen at each site.
        home: ``(F, U)`` visits a year at home.
        is_open: ``(F, S)`` bool.
        target: ``(F, S)`` visits a year; 0 without.
    """
    clinics = instance.clinics
    at_houses = np.where(instance.is_hospital, 0.0, volume * (1 - clinics.house_parity))
    below = np.where(is_open, np.maximum(target - volume, 0.0), 0.0) * clinics.target_slope[:, None]
    at_home = (1 - clinics.home_parity) * home.sum(axis=1)
    return LostQuality(np.minimum(at_houses + below, volume), at_home)


def quality_visits(instance: Instance, flows: Flows, is_open: Bools, target: Floats) -> float:
    """The quality aim: visits a year of lost quality for these ``flows``; the other arguments as of `lost_quality`."""
    lost = lost_quality(instance, flows.volume, flows.home, is_open, target)
    return float(lost.at.sum() + lost.home.sum())


def finite_minutes(instance: Instance) -> Floats:
    """``(U, S)`` minutes one way, with 0 in place of inf, where nobody of the unit is seen."""
    return np.where(np.isfinite(instance.travel.minutes), instance.travel.minutes, 0.0)


def aim_minutes(instance: Instance) -> Floats:
    """``(F, U, S)`` minutes one way in the citizen aim; by ``patient_base`` the base radius, or 0 where covered."""
    minutes = np.repeat(finite_minutes(instance)[None], len(instance.function_ids), axis=0)
    for f, name in enumerate(instance.function_ids):
        function = instance.scenario.functions[name]
        if function.site_by == "patient_base":
            minutes[f] = np.where(instance.travel.covered[f], 0.0, function.base_radius_minutes.value)
    return minutes


def citizen_weights(instance: Instance) -> Floats:
    """``(F,)`` weight of each function's visits in the citizen aim."""
    functions = [instance.scenario.functions[name] for name in instance.function_ids]
    return np.array([function.citizen_weight.value for function in functions])


def felt(fairness: Fairness, minutes: Floats) -> Floats:
    """What trips of these minutes one way count in the citizen aim, in aim minutes; see `Fairness`."""
    if fairness.equity == "worst_share":
        return fairness.slope * np.maximum(minutes - fairness.threshold, 0.0)
    if fairness.equity == "ede" and fairness.kappa > 0:
        return fairness.slope * np.expm1(np.minimum(fairness.kappa * minutes, STEEPEST)) / fairness.kappa
    return minutes


def fairness_of(instance: Instance, flows: Flows) -> Fairness:
    """How much a minute counts in the citizen aim, made linear at today's trips, which are ``flows``.

    κ of the Kolm-Pollak measure is the aversion times Σ minutes / Σ minutes² over all visits, so that the aversion has
    no unit (as in Logan et al. 2021). For ``ede`` the aim is the tangent of the equally distributed equivalent; for
    ``worst_share`` it is the conditional value at risk with its threshold fixed (Rockafellar and Uryasev 2000). At
    ``flows`` both equal the measure itself.
    """
    asked = instance.scenario.objectives.citizen
    kappa = _kappa(instance, flows, asked.aversion.value)
    weights = citizen_weights(instance)
    weighted = flows.seen * weights[:, None, None]
    home = float(weights @ flows.home.sum(axis=1))
    total = float(weighted.sum()) + home
    if asked.equity == "mean" or total <= 0:
        return Fairness(kappa=kappa)
    way, seen = aim_minutes(instance).ravel(), weighted.ravel()
    if asked.equity == "worst_share":
        share = asked.worst_share.value
        given = asked.longest_from_minutes
        threshold = longest_from(way, seen, home, share) if given is None else given.value
        return Fairness("worst_share", kappa, threshold, 1 / share, 2 * total * threshold)
    curve = float(seen @ np.exp(np.minimum(kappa * way, STEEPEST))) + home
    tangent = Fairness("ede", kappa, slope=total / curve)
    constant = 2 * (total * distributed_equally(way, seen, home, kappa) - float(seen @ felt(tangent, way)))
    return Fairness("ede", kappa, slope=total / curve, constant=constant)


def _kappa(instance: Instance, flows: Flows, aversion: float) -> float:
    """κ per minute, capped so that κ · minutes of the longest trip possible in any plan is `STEEPEST`."""
    visits, minutes = flows.seen.sum(axis=0), finite_minutes(instance)
    squares = float((visits * minutes**2).sum())
    if squares <= 0:
        return 0.0
    furthest = max(float(minutes[visits > 0].max()), longest(instance, aim_minutes(instance)))
    return min(aversion * float((visits * minutes).sum()) / squares, STEEPEST / furthest)


def distributed_equally(minutes: Floats, visits: Floats, home: float, kappa: float) -> float:
    """Kolm-Pollak's equally distributed equivalent: the minutes that would be as good if everybody had them.

    ln(Σ visits · e^(κ·minutes) / Σ visits) / κ; the ``home`` visits travel 0 minutes.
    """
    total = float(visits.sum()) + home
    if total <= 0:
        return 0.0
    if kappa <= 0:
        return float(minutes @ visits) / total
    curve = float(visits @ np.exp(np.minimum(kappa * minutes, STEEPEST))) + home
    return float(np.log(curve / total)) / kappa


def longest_from(minutes: Floats, visits: Floats, home: float, share: float) -> float:
    """Minutes of the shortest among the longest trips that make up ``share`` of the visits; at home is 0 minutes."""
    order = np.argsort(-minutes, kind="stable")
    beyond = np.cumsum(visits[order])
    wanted = share * (float(visits.sum()) + home)
    first = int(np.searchsorted(beyond, wanted * (1 - _REACHED)))
    return float(minutes[order][first]) if first < len(beyond) else 0.0


def longest_mean(minutes: Floats, visits: Floats, home: float, share: float) -> float:
    """Mean minutes of the longest trips that make up ``share`` of the visits; at home is 0 minutes."""
    wanted = share * (float(visits.sum()) + home)
    if wanted <= 0:
        return 0.0
    threshold = longest_from(minutes, visits, home, share)
    return threshold + float(visits @ np.maximum(minutes - threshold, 0.0)) / wanted


def longest(instance: Instance, minutes: Floats) -> float:
    """The largest of ``(F, U, S)`` minutes over the trips of all plans; 0 without any."""
    found = (minutes[f][usable(instance, f)].max(initial=0.0) for f in range(len(instance.function_ids)))
    return float(max(found, default=0.0))


def usable(instance: Instance, function: int) -> Bools:
    """``(U, S)`` whether visits of the unit can be seen at the site in some plan.

    The function may be there, there is a way, the visits are of a kind that the site sees, and no site that is open in
    every plan comes before it in the preference order.
    """
    always = offered_in_every_plan(instance)[function]
    possible = instance.allowed[function] | always
    visits, movable = instance.demand.visits[function] > 0, instance.demand.movable_share[function]
    hospitals = instance.is_hospital
    rank = instance.travel.rank[function].astype(float)
    found = np.zeros(instance.travel.minutes.shape, dtype=bool)
    if movable > 0:
        ordered = instance.follows_order(function)
        key = rank if ordered else instance.travel.minutes
        slack = 0.0 if ordered else instance.within_minutes(function) + SAME_MINUTES
        found |= _doors(instance, key, possible, always, slack)
        found |= _overflow(instance, function, found, possible)
    if movable < 1:
        found |= _doors(instance, rank, possible & hospitals, always & hospitals, 0.0)
    found &= visits[:, None]
    return found


def offered_in_every_plan(instance: Instance) -> Bools:
    """``(F, S)`` pairs that are open in every plan: decided as ``must``, or kept from today."""
    keeps_houses = instance.scenario.policy.existing_in_houses != "free"
    kept = np.where(instance.is_hospital[None, :], instance.hospital_fixed[:, None], keeps_houses)
    found: Bools = instance.must | (instance.baseline.open & ~instance.must_not & kept)
    return found


def _doors(instance: Instance, key: Floats, possible: Bools, always: Bools, slack: float) -> Bools:
    """``(U, S)`` sites within reach whose preference key is at most ``slack`` above the best of an always open site."""
    way = np.isfinite(instance.travel.minutes)
    surely = np.where(way & always, key, np.inf).min(axis=1, keepdims=True)
    found: Bools = way & possible & (key <= surely + slack)
    return found


def _overflow(instance: Instance, function: int, doors: Bools, possible: Bools) -> Bools:
    """``(U, S)`` hospitals to which visits of the unit may overflow from one of its ``doors``."""
    found = np.zeros(doors.shape, dtype=bool)
    if not instance.clinics.expand[function]:
        for site in np.flatnonzero(doors.any(axis=0) & ~instance.is_hospital).tolist():
            hospital = int(instance.overflow_site[function, site])
            if hospital != NO_SITE and possible[hospital]:
                found[:, hospital] |= doors[:, site]
    return found


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
    visits = by_area(instance, flows.home + flows.seen.sum(axis=2)).sum(axis=0)
    count = functions_under_one_roof(instance, by_area(instance, flows.seen))
    return {
        "functions_under_one_roof_mean": _mean(float(count @ visits), float(visits.sum())),
        "saved_trips_per_year": float(saved_trips(instance, flows).sum()),
    }


def by_area(instance: Instance, amounts: Floats, axis: int = 1) -> Floats:
    """Sums over the units of each area, which has at least one and whose units follow each other.

    Args:
        instance: the scenario as arrays.
        amounts: ``(F, U, ...)``, or any array whose ``axis`` is the units.
        axis: the axis that has units, and areas in the result.
    """
    first = np.searchsorted(instance.unit_area, np.arange(len(instance.area_ids)))
    summed: Floats = np.add.reduceat(amounts, first, axis=axis)
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
