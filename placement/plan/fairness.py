"""How evenly the way is shared: what a long trip counts, floors under coverage, and the ceiling on digital visits.

Which trips there can be: who may be seen where in some plan, and how long the longest of those trips is.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import NO_SITE, STEEPEST, Bools, Fairness, Floats, Floor, Instance
from placement.instance.tolerance import SAME_MINUTES
from placement.plan.allocate import Flows
from placement.plan.case import ANYWHERE, Case, owner_of
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule

_REACHED = 1e-12
"""The longest trips are so large a share of the visits where they lack no more of it."""


def finite_minutes(instance: Instance) -> Floats:
    """``(U, S)`` minutes one way; 0 where there is no way (nobody is seen there)."""
    return np.where(np.isfinite(instance.travel.minutes), instance.travel.minutes, 0.0)


def aim_minutes(instance: Instance) -> Floats:
    """``(F, U, S)`` minutes one way in the citizen aim; lack of cover with ``site_by: patient_base``."""
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
    """What trips of so many minutes count in the citizen aim, in minutes; 0 for none."""
    if fairness.equity == "worst_share":
        return fairness.slope * np.maximum(minutes - fairness.threshold, 0.0)
    if fairness.equity == "ede" and fairness.kappa > 0:
        return fairness.slope * np.expm1(np.minimum(fairness.kappa * minutes, STEEPEST)) / fairness.kappa
    return minutes


def fairness_of(instance: Instance, flows: Flows) -> Fairness:
    """How much a minute counts, where people travel as in ``flows``: today.

    The Kolm-Pollak κ is the aversion times Σ minutes / Σ minutes² of all visits. For ``ede`` the aim is the tangent of
    the equally distributed equivalent, for ``worst_share`` the mean of the longest trips with their threshold held:
    both are the measure itself for ``flows``.
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
    """κ per minute; no larger than what makes the longest trip there could be count e^`STEEPEST` times a short one."""
    visits, minutes = flows.seen.sum(axis=0), finite_minutes(instance)
    squares = float((visits * minutes**2).sum())
    if squares <= 0:
        return 0.0
    furthest = max(float(minutes[visits > 0].max()), longest(instance, aim_minutes(instance)))
    return min(aversion * float((visits * minutes).sum()) / squares, STEEPEST / furthest)


def distributed_equally(minutes: Floats, visits: Floats, home: float, kappa: float) -> float:
    """Kolm-Pollak equally distributed equivalent: minutes that, were they everybody's, would be as good."""
    total = float(visits.sum()) + home
    if total <= 0:
        return 0.0
    if kappa <= 0:
        return float(minutes @ visits) / total
    curve = float(visits @ np.exp(np.minimum(kappa * minutes, STEEPEST))) + home
    return float(np.log(curve / total)) / kappa


def longest_from(minutes: Floats, visits: Floats, home: float, share: float) -> float:
    """Minutes from which the longest trips begin that together are ``share`` of the visits, those at home as 0."""
    order = np.argsort(-minutes, kind="stable")
    beyond = np.cumsum(visits[order])
    wanted = share * (float(visits.sum()) + home)
    first = int(np.searchsorted(beyond, wanted * (1 - _REACHED)))
    return float(minutes[order][first]) if first < len(beyond) else 0.0


def longest_mean(minutes: Floats, visits: Floats, home: float, share: float) -> float:
    """Mean minutes of the longest trips that together are ``share`` of the visits, those at home as 0."""
    wanted = share * (float(visits.sum()) + home)
    if wanted <= 0:
        return 0.0
    threshold = longest_from(minutes, visits, home, share)
    return threshold + float(visits @ np.maximum(minutes - threshold, 0.0)) / wanted


def coverage(instance: Instance, flows: Flows) -> Floats:
    """Share of the visits within each floor's minutes, home included."""
    return np.array([_covered(instance, flows, floor) for floor in instance.floors], dtype=float)


def _covered(instance: Instance, flows: Flows, floor: Floor) -> float:
    own = [f for f, name in enumerate(instance.function_ids) if name in floor.functions]
    near = (instance.travel.minutes <= floor.minutes + SAME_MINUTES) & floor.units[:, None]
    visits = flows.seen[own].sum(axis=0)[near].sum() + flows.home[own][:, floor.units].sum()
    return float(visits) / floor.visits


def digital_share(instance: Instance, flows: Flows) -> float:
    """Share of all visits by telemedicine, or with a specialist by video at a house; 0 without visits."""
    total = instance.demand.total_visits
    homes = [instance.scenario.functions[name].home for name in instance.function_ids]
    digital = [home is not None and home.mode == "telemedicine" for home in homes]
    by_video = float((flows.seen.sum(axis=1) * instance.clinics.hybrid_share).sum())
    return (float(flows.home[digital].sum()) + by_video) / total if total > 0 else 0.0


def fairness_checks(case: Case) -> Iterator[RuleCheck]:
    """Floors under coverage and the ceiling on digital visits; today's share is the bound where it does not reach."""
    policy, today = case.instance.scenario.policy, case.today
    for floor, have, before in zip(
        case.instance.floors, coverage(case.instance, case.flows), today.coverage, strict=True
    ):
        need = min(floor.share, float(before)) if _offered_today(case, floor) else floor.share
        asked = policy.coverage[floor.name]
        yield case.check(
            Rule.COVERAGE,
            (ANYWHERE, ANYWHERE),
            float(have),
            "at_least",
            need,
            "share",
            item=floor.item,
            threshold=floor.share if need < floor.share else None,
            owner=owner_of(asked.min_share, asked.within_minutes),
        )
    ceiling = policy.max_digital_share
    if ceiling is not None:
        yield case.check(
            Rule.MAX_DIGITAL_SHARE,
            (ANYWHERE, ANYWHERE),
            digital_share(case.instance, case.flows),
            "at_most",
            max(ceiling.value, today.digital_share),
            "share",
            threshold=ceiling.value if today.digital_share > ceiling.value else None,
            owner=owner_of(ceiling),
        )


def _offered_today(case: Case, floor: Floor) -> bool:
    rows = case.instance.scenario.baseline.rows
    return any(entry.status == "open" for name in floor.functions for entry in rows.get(name, {}).values())


def offered_in_every_plan(instance: Instance) -> Bools:
    """``(F, S)`` pairs that are decided, or kept from today."""
    keeps_houses = instance.scenario.policy.existing_in_houses != "free"
    kept = np.where(instance.is_hospital[None, :], instance.hospital_fixed[:, None], keeps_houses)
    found: Bools = instance.must | (instance.baseline.open & ~instance.must_not & kept)
    return found


def usable(instance: Instance, function: int) -> Bools:
    """``(U, S)`` where some plan may see visits of the unit.

    The function may be there, there is a way, the visits are of a kind that the site sees, and no site that is open in
    every plan stands before it.
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


def _doors(instance: Instance, key: Floats, possible: Bools, always: Bools, slack: float) -> Bools:
    """``(U, S)`` sites with a way whose key is no more than ``slack`` above that of a site that is always open."""
    way = np.isfinite(instance.travel.minutes)
    surely = np.where(way & always, key, np.inf).min(axis=1, keepdims=True)
    found: Bools = way & possible & (key <= surely + slack)
    return found


def _overflow(instance: Instance, function: int, doors: Bools, possible: Bools) -> Bools:
    """``(U, S)`` hospitals that see what the days of a unit's house do not hold."""
    found = np.zeros(doors.shape, dtype=bool)
    if not instance.clinics.expand[function]:
        for site in np.flatnonzero(doors.any(axis=0) & ~instance.is_hospital).tolist():
            hospital = int(instance.overflow_site[function, site])
            if hospital != NO_SITE and possible[hospital]:
                found[:, hospital] |= doors[:, site]
    return found


def longest(instance: Instance, minutes: Floats) -> float:
    """The largest of ``(F, U, S)`` minutes over the trips there can be; 0 without any."""
    found = (minutes[f][usable(instance, f)].max(initial=0.0) for f in range(len(instance.function_ids)))
    return float(max(found, default=0.0))
