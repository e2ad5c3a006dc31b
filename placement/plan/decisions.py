"""Rules on decisions: which function may be at which site, what stays as today, numbers of sites, and home levels."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

import numpy as np

from placement.instance.instance import NO_SITE, Instance
from placement.plan.capacity import day_checks, kept_days
from placement.plan.case import ANYWHERE, DAYS, YES_NO, Case, Sense, owner_of
from placement.plan.equipment import types_used
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule

_STATIC: WeakKeyDictionary[Instance, dict[tuple[int, int, bool], tuple[RuleCheck, ...]]] = WeakKeyDictionary()
"""Cache of these rules' checks, by function, site and whether they bind: a search judges many plans of one instance."""


def static_checks(case: Case) -> Iterator[RuleCheck]:
    """The rules that hold or fail for a pair whatever else is decided; for pairs open today they are only reported."""
    known = _STATIC.setdefault(case.instance, {})
    for f, s in case.open_pairs():
        pair = f, s, not case.today.open[f, s]
        if pair not in known:
            known[pair] = tuple(_of_pair(case, f, s, binds=pair[2]))
        yield from known[pair]
    yield from _decided(case)


def _of_pair(case: Case, f: int, s: int, *, binds: bool) -> Iterator[RuleCheck]:
    yield from _about_the_site(case, f, s, binds=binds)
    yield from _planning_level(case, f, s, binds=binds)
    yield _holds_a_visit(case, f, s, binds=binds)
    if case.houses[s]:
        yield from _backup(case, f, s, binds=binds)
        yield from _partners(case, f, s, binds=binds)


def _about_the_site(case: Case, f: int, s: int, *, binds: bool) -> Iterator[RuleCheck]:
    site = case.instance.scenario.sites[case.instance.site_ids[s]]
    yield case.check(Rule.SCOPE, (f, s), site.scope == "candidate", "at_least", 1, YES_NO, binds=binds)
    if case.instance.scenario.policy.no_new_houses:
        yield case.check(Rule.NO_NEW_HOUSES, (f, s), site.existing, "at_least", 1, YES_NO, binds=binds)
    allowed = site.kind in case.instance.scenario.allowed_at(case.instance.function_ids[f])
    yield case.check(Rule.ALLOWED_AT, (f, s), allowed, "at_least", 1, YES_NO, binds=binds)


def _planning_level(case: Case, f: int, s: int, *, binds: bool) -> Iterator[RuleCheck]:
    """Whether the planning level allows the site: one check, of the rule that the level has for sites."""
    function = case.function(f)
    sites = case.instance.scenario.level_of(case.instance.function_ids[f]).sites
    if sites == "any":
        return
    instance, parent = case.instance, case.instance.parent[s]
    approved = instance.site_ids[s] in function.approved_sites
    if sites == "hospitals":
        approved = bool(instance.is_hospital[s])
    elif sites == "approved_departments" and parent != NO_SITE:
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
    """Checks of ``must`` and ``must_not``, which bind pairs that are open today too."""
    for f, s in np.argwhere(case.instance.must).tolist():
        owner = _decided_by(case, f, s)
        yield case.check(Rule.MUST, (f, s), case.plan.open[f, s], "at_least", 1, YES_NO, owner=owner)
    for f, s in np.argwhere(case.instance.must_not).tolist():
        owner = _decided_by(case, f, s)
        yield case.check(Rule.MUST_NOT, (f, s), case.plan.open[f, s], "at_most", 0, YES_NO, owner=owner)


def _decided_by(case: Case, f: int, s: int) -> str:
    instance = case.instance
    return instance.scenario.policy.placements[instance.function_ids[f]][instance.site_ids[s]].decided_by


def decision_checks(case: Case) -> Iterator[RuleCheck]:
    """Every rule about what is opened, closed and chosen, those on days a week included."""
    yield from _hospitals_as_today(case)
    yield from _houses_as_today(case)
    yield from _numbers_of_sites(case)
    yield from _changes(case)
    yield from _required_functions(case)
    yield from _home_levels(case)
    yield from day_checks(case)


def _hospitals_as_today(case: Case) -> Iterator[RuleCheck]:
    instance = case.instance
    fixed = instance.hospital_fixed[:, None] & instance.is_hospital & ~instance.must_not & ~instance.must
    for f, s in np.argwhere(fixed & (case.today.open | case.plan.open)).tolist():
        have, need = case.plan.open[f, s], case.today.open[f, s]
        yield case.check(Rule.KEEP_HOSPITAL_FUNCTIONS, (f, s), have, "exactly", need, YES_NO)


def _houses_as_today(case: Case) -> Iterator[RuleCheck]:
    policy = case.instance.scenario.policy.existing_in_houses
    if policy == "free":
        return
    for f, s in np.argwhere(case.today.open & case.houses & ~case.instance.must_not).tolist():
        have = case.plan.open[f, s]
        yield case.check(Rule.KEEP_EXISTING_IN_HOUSES, (f, s), have, "at_least", 1, YES_NO)
        if policy == "days_may_grow" and have:
            days, need = case.plan.days[f, s], case.today.days[f, s]
            yield case.check(Rule.KEEP_EXISTING_IN_HOUSES, (f, s), days, "at_least", need, DAYS, item="days")
        if policy == "keep" and have:
            days, need = case.plan.days[f, s], kept_days(case, f, s)
            yield case.check(Rule.KEEP_EXISTING_IN_HOUSES, (f, s), days, "exactly", need, DAYS, item="days")
    if policy == "keep":
        yield from _house_equipment_as_today(case)


def _house_equipment_as_today(case: Case) -> Iterator[RuleCheck]:
    """No unit is taken from a kept house, unless a ``must_not`` closes a function there that uses the type."""
    instance = case.instance
    leaving = types_used(instance, instance.must_not & case.today.open)
    for e, s in np.argwhere((case.today.units > 0) & case.houses & ~leaving).tolist():
        have, need = case.plan.units[e, s], case.today.units[e, s]
        item = instance.equipment_ids[e]
        yield case.check(Rule.KEEP_EXISTING_IN_HOUSES, (ANYWHERE, s), have, "at_least", need, "units", item=item)


def _numbers_of_sites(case: Case) -> Iterator[RuleCheck]:
    clinics = case.instance.clinics
    for f, have in enumerate(case.plan.open.sum(axis=1)):
        if clinics.sites_at_least[f] > 0:
            need = clinics.sites_at_least[f]
            yield case.check(Rule.NUMBER_OF_SITES, (f, ANYWHERE), have, "at_least", need, "sites", item="at_least")
        if np.isfinite(clinics.sites_at_most[f]):
            need = clinics.sites_at_most[f]
            yield case.check(Rule.NUMBER_OF_SITES, (f, ANYWHERE), have, "at_most", need, "sites", item="at_most")


def _changes(case: Case) -> Iterator[RuleCheck]:
    most = case.instance.scenario.policy.max_changes
    if most is not None:
        have = (case.plan.open != case.today.open).sum()
        yield case.check(Rule.MAX_CHANGES, (ANYWHERE, ANYWHERE), have, "at_most", most, "changes")


def _required_functions(case: Case) -> Iterator[RuleCheck]:
    instance = case.instance
    needing = instance.clinics.requires.sum(axis=1, keepdims=True) > 0
    for f, s in np.argwhere(case.plan.open & needing & case.houses).tolist():
        for other in np.flatnonzero(instance.clinics.requires[f]).tolist():
            have, item = case.plan.open[other, s], instance.function_ids[other]
            binds = case.is_new(f, s)
            yield case.check(Rule.REQUIRES_ON_SITE, (f, s), have, "at_least", 1, YES_NO, item=item, binds=binds)


def _home_levels(case: Case) -> Iterator[RuleCheck]:
    """The chosen level must exist; shown for functions that have a choice."""
    for f, level in enumerate(case.plan.home_level.tolist()):
        highest = len(case.instance.demand.home_share[f]) - 1
        if highest > 0 or level != 0:
            sense: Sense = "at_most" if level >= 0 else "at_least"
            yield case.check(Rule.HOME_LEVEL, (f, ANYWHERE), level, sense, highest if level >= 0 else 0, "level")
