"""Rules on volume and service: what a clinic must see, what hospitals keep, who must be near, what may be digital."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import FORTSAT_SLACK, NO_SITE, SAME_MINUTES, Bools, Floats, Floor, Instance
from placement.plan.allocate import Flows
from placement.plan.case import ANYWHERE, VISITS, YES_NO, Case, Waivers, owner_of
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule


def service_checks(case: Case) -> Iterator[RuleCheck]:
    """Every rule about how citizens are served."""
    told, unserved = case.flows.movable * _misplaced(case), _unserved(case)
    for f in range(len(case.instance.function_ids)):
        yield _everybody_served(case, f, float(unserved[f].sum()))
        rule = Rule.PREFERENCE_ORDER if case.instance.follows_order(f) else Rule.WITHIN_MINUTES
        asked = float(case.flows.movable[f].sum())
        yield case.check(rule, (f, ANYWHERE), asked - float(told[f].sum()), "at_least", asked, VISITS)
        yield from _travel(case, f)
    yield from _overflow_hospitals(case)


def _everybody_served(case: Case, f: int, unserved: float) -> RuleCheck:
    """Visits that are seen somewhere, against all visits outside the home."""
    asked = float((case.flows.movable[f] + case.flows.bound[f]).sum())
    return case.check(Rule.VISITS_SERVED, (f, ANYWHERE), asked - unserved, "at_least", asked, VISITS)


def _unserved(case: Case) -> Floats:
    """``(F, U)`` visits a year that the plan sees nowhere: shares below 0, at closed sites or not adding up to 1."""
    flows, told = case.flows, case.plan.assign
    fine = _over_sites(np.maximum(told, 0), case.plan.open)
    impossible = _over_sites(np.abs(told)) - fine
    wrong = np.maximum(np.abs(1 - _over_sites(told)) + impossible, 1 - _over_sites(flows.assign))
    unserved: Floats = flows.movable * wrong + flows.bound * (1 - _over_sites(flows.bound_share))
    return unserved


def _over_sites(shares: Floats, sites: Bools | None = None) -> Floats:
    """``(F, U)`` sums of ``(F, U, S)`` shares over all sites, or over those marked in ``(F, S)``."""
    marked = np.ones((len(shares), shares.shape[2])) if sites is None else sites.astype(float)
    summed: Floats = (shares @ marked[:, :, None])[:, :, 0]
    return summed


def _misplaced(case: Case) -> Floats:
    """``(F, U)`` share of the movable visits that the plan places where the citizens' choice does not send them."""
    instance, told = case.instance, case.plan.assign
    misplaced: Floats = 0.5 * np.abs(told - case.flows.assign).sum(axis=2)
    for f in range(len(instance.function_ids)):
        if not instance.follows_order(f):
            within = _within_reach(instance, case.plan.open[f], instance.within_minutes(f))
            misplaced[f] = np.where(within, 0.0, np.abs(told[f])).sum(axis=1)
    return misplaced


def _within_reach(instance: Instance, is_open: Bools, slack: float) -> Bools:
    """``(U, S)`` open sites at most ``slack`` minutes further away than the nearest open site."""
    minutes = np.where(is_open & np.isfinite(instance.travel.minutes), instance.travel.minutes, np.inf)
    within: Bools = np.isfinite(minutes) & (minutes <= minutes.min(axis=1, keepdims=True) + slack + SAME_MINUTES)
    return within


def share_within(instance: Instance, flows: Flows, function: int) -> float:
    """Share of the visits, home included, that travel at most ``max_travel_minutes``; 1 without visits."""
    visits = float(instance.demand.visits[function].sum())
    if visits <= 0:
        return 1.0
    near = instance.travel.minutes <= instance.clinics.max_travel_minutes[function] + SAME_MINUTES
    return float(flows.home[function].sum() + flows.seen[function][near].sum()) / visits


def _travel(case: Case, f: int) -> Iterator[RuleCheck]:
    """The share of visits within the longest trip; today's is the bound if lower, unless the scenario demands more."""
    clinics = case.instance.clinics
    if not np.isfinite(clinics.max_travel_minutes[f]):
        return
    asked = float(clinics.max_travel_share[f])
    kept = case.today.open[f].any() and not clinics.travel_demanded[f]
    need = min(asked, float(case.today.travel_share[f])) if kept else asked
    yield case.check(
        Rule.MAX_TRAVEL,
        (f, ANYWHERE),
        share_within(case.instance, case.flows, f),
        "at_least",
        need,
        "share",
        threshold=asked if need < asked else None,
        owner=_travel_owner(case, f),
        units=float(case.instance.demand.visits[f].sum()),
    )


def _travel_owner(case: Case, f: int) -> str:
    function = case.function(f)
    if function.max_travel_minutes is not None:
        return owner_of(function.max_travel_minutes, function.max_travel_share)
    limit = case.instance.scenario.policy.max_travel_by_level[
        case.instance.scenario.level_key(case.instance.function_ids[f])
    ]
    return owner_of(limit.minutes, limit.share)


def _overflow_hospitals(case: Case) -> Iterator[RuleCheck]:
    """A house from which visits may overflow needs its overflow hospital to offer the function."""
    for f, s in case.open_pairs(case.houses):
        if not case.instance.clinics.expand[f]:
            hospital = case.instance.overflow_site[f, s]
            offers = hospital != NO_SITE and case.plan.open[f, hospital]
            item = "" if hospital == NO_SITE else case.instance.site_ids[hospital]
            yield case.check(Rule.OVERFLOW_HOSPITAL, (f, s), offers, "at_least", 1, YES_NO, item=item)


def coverage_checks(case: Case) -> Iterator[RuleCheck]:
    """Floors under coverage and the ceiling on digital visits; where today misses one, today's share is the bound.

    A floor with ``when_today_is_lower: demand`` is the exception: it binds at its own share.
    """
    policy, today = case.instance.scenario.policy, case.today
    for floor, have, before in zip(
        case.instance.floors, coverage(case.instance, case.flows), today.coverage, strict=True
    ):
        kept = _offered_today(case, floor) and not floor.demanded
        need = min(floor.share, float(before)) if kept else floor.share
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


def coverage(instance: Instance, flows: Flows) -> Floats:
    """``(floors,)`` share of the visits within each floor's minutes; visits at home count as within."""
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


def volume_checks(case: Case) -> Iterator[RuleCheck]:
    """Every rule about volumes."""
    for f, s in case.open_pairs():
        if case.houses[s]:
            yield from _least_visits(case, f, s)
            yield from _least_patients(case, f, s)
        elif case.today.open[f, s]:
            yield from _retained(case, f, s)
        if case.instance.clinics.target[f] > 0:
            have, need = case.flows.volume[f, s], case.instance.clinics.target[f]
            owner = owner_of(case.function(f).target_visits_per_year)
            yield case.check(Rule.TARGET_VISITS, (f, s), have, "at_least", need, VISITS, binds=False, owner=owner)


def _least_visits(case: Case, f: int, s: int) -> Iterator[RuleCheck]:
    minimum = float(case.instance.clinics.min_visits[f])
    if minimum > 0:
        owner = owner_of(case.function(f).min_visits_per_year)
        yield _least(case, Rule.MIN_VISITS, (f, s), minimum, 1.0, owner)


def _least_patients(case: Case, f: int, s: int) -> Iterator[RuleCheck]:
    visits = float(case.instance.clinics.min_patients[f])
    if visits > 0:
        owner = owner_of(case.function(f).min_patients_per_year)
        per_patient = float(case.instance.demand.visits_per_patient[f])
        yield _least(case, Rule.MIN_PATIENTS, (f, s), visits, per_patient, owner)


def _least(case: Case, rule: Rule, place: tuple[int, int], visits: float, per_patient: float, owner: str) -> RuleCheck:
    """A minimum volume in visits or patients a year; *fortsat* for a clinic there today that may close.

    ``visits`` is the minimum in visits a year; ``per_patient`` is visits a patient, 1 where visits are checked.
    """
    policy = case.instance.scenario.policy.existing_in_houses
    existing = bool(case.today.open[place])
    need = visits
    if existing and policy == "free":
        need = min(visits, (1 - FORTSAT_SLACK) * float(case.today.volume[place]))
    return case.check(
        rule,
        place,
        case.flows.volume[place] / per_patient,
        "at_least",
        need / per_patient,
        VISITS if rule is Rule.MIN_VISITS else "patients/year",
        binds=not existing or policy == "free",
        threshold=visits / per_patient if need < visits else None,
        owner=owner,
    )


def _retained(case: Case, f: int, s: int) -> Iterator[RuleCheck]:
    """What a hospital must keep of a function it has today: a share of today's visits, and a number of visits."""
    clinics, function = case.instance.clinics, case.function(f)
    share, visits = float(clinics.retained_share[f]), float(clinics.retained_visits[f])
    if share <= 0 and visits <= 0:
        return
    before = float(case.today.volume[f, s])
    asked = max(share * before, visits)
    need = max(share * before, min(visits, (1 - FORTSAT_SLACK) * before))
    yield case.check(
        Rule.RETAINED_VOLUME,
        (f, s),
        case.flows.volume[f, s],
        "at_least",
        need,
        VISITS,
        threshold=asked if need < asked else None,
        owner=owner_of(function.retained_visits_per_year, function.retained_share),
    )


def targets(instance: Instance, waivers: Waivers) -> Floats:
    """``(F, S)`` target visits a year; 0 where there is none or it is waived."""
    goal = np.repeat(instance.clinics.target[:, None], len(instance.site_ids), axis=1)
    for rule, f, s in waivers:
        if rule is Rule.TARGET_VISITS:
            goal[f, s] = 0.0
    return goal
