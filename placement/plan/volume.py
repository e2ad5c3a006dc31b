"""Rules on volume: the minimum and target of a clinic, and what hospitals keep when functions move out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import FORTSAT_SLACK, Floats, Instance
from placement.plan.case import VISITS, Case, Waivers, owner_of
from placement.plan.plan import RuleCheck
from placement.scenario.schema.rules import Rule


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
    """A minimum volume, checked in visits or patients a year; *fortsat* for what stands today and may close.

    ``visits`` is the minimum in visits a year, ``per_patient`` the visits of a patient (1 where visits are checked).
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
    """What a hospital keeps of a function it has today: a share of today's volume, and a number of visits."""
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
