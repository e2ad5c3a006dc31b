"""Rules that hold or fail for a function at a site whatever else is decided."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import NO_SITE
from placement.plan.case import Case, owner_of
from placement.plan.evaluation import RuleCheck
from placement.scenario.rules import Rule

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
