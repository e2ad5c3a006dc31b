"""The judge: computes every volume, rule check, amount of money and aim from a plan and its scenario, without a solver.

Today is judged as a plan too: days are computed where they follow the catchment, units inferred where none are listed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import Bools, Floats, Instance, Today
from placement.plan.aims import citizen_minutes, fairness_of, finite_minutes, indicators, quality_visits
from placement.plan.allocate import Flows, flows
from placement.plan.capacity import (
    capacity_checks,
    clinic_days,
    home_days,
    recruited_days,
    rooms_taken_back,
    todays_days,
)
from placement.plan.case import Case, price_of, waivers_of
from placement.plan.decisions import decision_checks, static_checks
from placement.plan.equipment import equipment_checks, todays_units, utilisation
from placement.plan.money import Ledger, budget_checks, ledger, visit_km
from placement.plan.plan import Evaluation, Objectives, Plan, RuleCheck
from placement.plan.service import (
    coverage,
    coverage_checks,
    digital_share,
    service_checks,
    share_within,
    targets,
    volume_checks,
)
from placement.scenario.schema.rules import Rule
from placement.time_limit import in_time

_ORDER = {rule: position for position, rule in enumerate(Rule)}


def evaluate(instance: Instance, today: Today, plan: Plan) -> Evaluation:
    """Judge a plan.

    Visits of functions with a preference order go where the order and the days send them; the plan's own shares are
    then compared with that. Only for ``free`` and ``within_minutes`` functions the plan's shares are taken as given.
    """
    through = flows(instance, plan.open, plan.days, plan.home_level, plan.assign)
    case = Case(instance, today, plan, through, waivers_of(instance))
    money, target = ledger(case), targets(instance, case.waivers)
    checks = tuple(sorted(_checks(case, money), key=lambda check: _ORDER[check.rule]))
    broken_at_a_price = price_of(checks)
    return Evaluation(
        objectives=Objectives(
            citizen_minutes(instance, today.fairness, through),
            quality_visits(instance, through, plan.open, target),
            money.economy + broken_at_a_price,
        ),
        indicators={**indicators(case, money, target), "soft_rules_price_per_year": broken_at_a_price},
        checks=checks,
        money=money.items,
        volume=through.volume,
        sent=through.sent,
        capacity=through.capacity,
        seen=through.seen,
        home=through.home,
        minutes_by_unit=_minutes_by_unit(case),
        utilisation=utilisation(instance, plan.units, through.volume),
        days=clinic_days(instance, through.days, through.volume),
        taken_back=rooms_taken_back(case),
        recruited=recruited_days(case),
        home_days=home_days(case),
    )


def outcome(
    instance: Instance, today: Today, plan: Plan, through: Flows | None = None, *, checked: bool = True
) -> tuple[Objectives, RuleCheck | None]:
    """The aims, and one broken rule if any is broken; agrees with `evaluate`, but is quicker, for searches.

    Args:
        instance: the scenario.
        today: what stands today.
        plan: the plan judged.
        through: the plan's flows, where they are known already.
        checked: False leaves the rules aside, which is quicker.
    """
    through = through or flows(instance, plan.open, plan.days, plan.home_level, plan.assign)
    case = Case(instance, today, plan, through, waivers_of(instance))
    money = ledger(case)
    checks: Iterator[RuleCheck] | tuple[RuleCheck, ...] = _checks(case, money)
    price = 0.0
    if instance.scenario.policy.soft_rules:
        checks = tuple(checks)
        price = price_of(checks)
    aims = Objectives(
        citizen_minutes(instance, today.fairness, through),
        quality_visits(instance, through, plan.open, targets(instance, case.waivers)),
        money.economy + price,
    )
    return aims, next((check for check in checks if check.violated), None) if checked else None


def _checks(case: Case, money: Ledger) -> Iterator[RuleCheck]:
    yield from static_checks(case)
    yield from decision_checks(case)
    yield from service_checks(case)
    yield from coverage_checks(case)
    yield from capacity_checks(case)
    yield from volume_checks(case)
    yield from equipment_checks(case)
    yield from budget_checks(case, money.investment, money.operating(case.instance.scenario.terms.own_payer))


def _minutes_by_unit(case: Case) -> Floats:
    """``(F, U)`` mean one-way minutes of all visits, home as 0; NaN without visits."""
    minutes = (case.flows.seen * finite_minutes(case.instance)).sum(axis=2)
    visits = case.flows.home + case.flows.seen.sum(axis=2)
    mean: Floats = np.divide(minutes, visits, out=np.full_like(minutes, np.nan), where=visits > 0)
    return mean


def describe_today(instance: Instance) -> tuple[Today, Plan | None]:
    """What stands today, and the plan that keeps it; all 0 and no plan where no baseline row is open."""
    if not instance.baseline.exists:
        return _nothing(instance), None
    is_open = instance.baseline.open
    level = np.zeros(len(instance.function_ids), dtype=np.int64)
    in_time()
    sent = flows(instance, is_open, np.zeros(is_open.shape), level).sent
    in_time()
    days = todays_days(instance, is_open, sent)
    through = flows(instance, is_open, days, level)
    in_time()
    units = todays_units(instance, is_open, through.volume)
    return _described(instance, through, units), Plan(is_open, days, units, level, through.assign)


def at_hospitals(instance: Instance) -> Plan:
    """The plan that opens each function at every hospital where it may be; if at none, at every site where it may."""
    functions, _, sites = instance.shape
    is_open, days = _doors(instance), np.zeros((functions, sites))
    level = np.zeros(functions, dtype=np.int64)
    through = flows(instance, is_open, days, level)
    return Plan(is_open, through.days, todays_units(instance, is_open, through.volume), level, through.assign)


def _doors(instance: Instance) -> Bools:
    """``(F, S)`` bool: every hospital where the function may be; if there is none, every site where it may."""
    hospitals = instance.allowed & instance.is_hospital
    doors: Bools = np.where(hospitals.any(axis=1, keepdims=True), hospitals, instance.allowed)
    return doors


def _described(instance: Instance, through: Flows, units: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Today:
    is_open = instance.baseline.open
    target = targets(instance, waivers_of(instance))
    fairness = fairness_of(instance, through)
    return Today(
        open=is_open,
        days=through.days,
        units=units,
        volume=through.volume,
        utilisation=utilisation(instance, units, through.volume),
        travel_share=np.array([share_within(instance, through, f) for f in range(len(is_open))]),
        site_visits=through.seen.sum(axis=(1, 2)),
        home_visits=through.home.sum(axis=1),
        visit_km=visit_km(instance, through),
        citizen_minutes=citizen_minutes(instance, fairness, through),
        quality_visits=quality_visits(instance, through, is_open, target),
        fairness=fairness,
        coverage=coverage(instance, through),
        digital_share=digital_share(instance, through),
    )


def _nothing(instance: Instance) -> Today:
    """A today of zeros; its `Fairness` is computed for the plan that opens everything at hospitals (`at_hospitals`)."""
    functions, _, sites = instance.shape
    types = len(instance.equipment_ids)
    level = np.zeros(functions, dtype=np.int64)
    return Today(
        open=np.zeros((functions, sites), dtype=bool),
        days=np.zeros((functions, sites)),
        units=np.zeros((types, sites), dtype=np.int64),
        volume=np.zeros((functions, sites)),
        utilisation=np.zeros((types, sites)),
        travel_share=np.zeros(functions),
        site_visits=np.zeros(functions),
        home_visits=np.zeros(functions),
        visit_km=np.zeros(functions),
        citizen_minutes=0.0,
        quality_visits=0.0,
        fairness=fairness_of(instance, flows(instance, _doors(instance), np.zeros((functions, sites)), level)),
        coverage=np.zeros(len(instance.floors)),
        digital_share=0.0,
    )
