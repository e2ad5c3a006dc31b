"""Rules on how citizens are served: everybody, at the door they would choose, not too far away.

Rules that hold or fail for a function at a site whatever else is decided.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import NO_SITE, Bools, Floats, Instance
from placement.instance.tolerance import SAME_MINUTES
from placement.plan.allocate import Flows
from placement.plan.case import ANYWHERE, Case, owner_of
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule

VISITS = "visits/year"


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
    """Visits that have a place, against all visits outside the home."""
    asked = float((case.flows.movable[f] + case.flows.bound[f]).sum())
    return case.check(Rule.VISITS_SERVED, (f, ANYWHERE), asked - unserved, "at_least", asked, VISITS)


def _unserved(case: Case) -> Floats:
    """``(F, U)`` visits without a place; shares below 0, at closed sites or not adding up to 1 count as that."""
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
    """``(F, U)`` share of the movable visits that the plan puts elsewhere than the citizens' choice allows."""
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
    """Today's share is the bound where it is lower, if the function is offered anywhere today."""
    clinics = case.instance.clinics
    if not np.isfinite(clinics.max_travel_minutes[f]):
        return
    asked = float(clinics.max_travel_share[f])
    need = min(asked, float(case.today.travel_share[f])) if case.today.open[f].any() else asked
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
    limit = case.instance.scenario.policy.max_travel_by_level[function.level]
    return owner_of(limit.minutes, limit.share)


def _overflow_hospitals(case: Case) -> Iterator[RuleCheck]:
    """A house whose days may hold too little needs its overflow hospital."""
    for f, s in case.open_pairs(case.houses):
        if not case.instance.clinics.expand[f]:
            hospital = case.instance.overflow_site[f, s]
            offers = hospital != NO_SITE and case.plan.open[f, hospital]
            item = "" if hospital == NO_SITE else case.instance.site_ids[hospital]
            yield case.check(Rule.OVERFLOW_HOSPITAL, (f, s), offers, "at_least", 1, YES_NO, item=item)


YES_NO = "yes/no"


def static_checks(case: Case) -> Iterator[RuleCheck]:
    """Every static rule of every open pair. For what stands today they are only reported."""
    for f, s in case.open_pairs():
        binds = not case.today.open[f, s]
        yield from _about_the_site(case, f, s, binds=binds)
        yield from _planning_level(case, f, s, binds=binds)
        yield _holds_a_visit(case, f, s, binds=binds)
        if case.houses[s]:
            yield from _backup(case, f, s, binds=binds)
            yield from _partners(case, f, s, binds=binds)
    yield from _decided(case)


def _about_the_site(case: Case, f: int, s: int, *, binds: bool) -> Iterator[RuleCheck]:
    site = case.instance.scenario.sites[case.instance.site_ids[s]]
    yield case.check(Rule.SCOPE, (f, s), site.scope == "candidate", "at_least", 1, YES_NO, binds=binds)
    if case.instance.scenario.policy.no_new_houses:
        yield case.check(Rule.NO_NEW_HOUSES, (f, s), site.existing, "at_least", 1, YES_NO, binds=binds)
    allowed = site.kind in case.function(f).allowed_at
    yield case.check(Rule.ALLOWED_AT, (f, s), allowed, "at_least", 1, YES_NO, binds=binds)


def _planning_level(case: Case, f: int, s: int, *, binds: bool) -> Iterator[RuleCheck]:
    function = case.function(f)
    if function.level == "hovedfunktion":
        return
    instance, parent = case.instance, case.instance.parent[s]
    approved = instance.site_ids[s] in function.approved_sites
    if function.level == "hoejt_specialiseret":
        approved = bool(instance.is_hospital[s])
    elif function.level == "udefunktion" and parent != NO_SITE:
        approved = approved or instance.site_ids[parent] in function.approved_sites
    yield case.check(Rule.PLANNING_LEVEL, (f, s), approved, "at_least", 1, YES_NO, binds=binds)


def _holds_a_visit(case: Case, f: int, s: int, *, binds: bool) -> RuleCheck:
    have = case.instance.clinics.visits_per_day[f, s]
    return case.check(Rule.CLINIC_CAPACITY, (f, s), have, "at_least", 1, "visits/day", binds=binds)


def _backup(case: Case, f: int, s: int, *, binds: bool) -> Iterator[RuleCheck]:
    limit = case.function(f).backup_hospital_within_minutes
    if limit is not None:
        have = case.instance.travel.parent_minutes[s]
        owner = owner_of(limit)
        yield case.check(
            Rule.BACKUP_HOSPITAL, (f, s), have, "at_most", limit.value, "minutes", binds=binds, owner=owner
        )


def _partners(case: Case, f: int, s: int, *, binds: bool) -> Iterator[RuleCheck]:
    scenario = case.instance.scenario
    there = scenario.sites[case.instance.site_ids[s]].partners
    for partner in case.function(f).requires_on_site:
        if partner in scenario.partners:
            have = there.get(partner) == "committed"
            yield case.check(Rule.REQUIRES_ON_SITE, (f, s), have, "at_least", 1, YES_NO, item=partner, binds=binds)


def _decided(case: Case) -> Iterator[RuleCheck]:
    """What has been decided: it binds everywhere."""
    for f, s in np.argwhere(case.instance.must).tolist():
        owner = _decided_by(case, f, s)
        yield case.check(Rule.MUST, (f, s), case.plan.open[f, s], "at_least", 1, YES_NO, owner=owner)
    for f, s in np.argwhere(case.instance.must_not).tolist():
        owner = _decided_by(case, f, s)
        yield case.check(Rule.MUST_NOT, (f, s), case.plan.open[f, s], "at_most", 0, YES_NO, owner=owner)


def _decided_by(case: Case, f: int, s: int) -> str:
    instance = case.instance
    return instance.scenario.policy.placements[instance.function_ids[f]][instance.site_ids[s]].decided_by
