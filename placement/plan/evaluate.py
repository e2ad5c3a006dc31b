"""The judge: from a plan and its scenario every volume, rule check, amount of money and aim. Knows no solver."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from placement.instance.instance import Floats, Instance, Today
from placement.plan.aims import citizen_minutes, finite_minutes, quality_visits
from placement.plan.allocate import Flows, flows
from placement.plan.capacity import capacity_checks, home_days, recruited_days, rooms_taken_back
from placement.plan.case import Case, price_of, waivers_of
from placement.plan.days import clinic_days
from placement.plan.decisions import decision_checks, static_checks
from placement.plan.equipment import equipment_checks, utilisation
from placement.plan.indicators import indicators
from placement.plan.money import Ledger, budget_checks, ledger
from placement.plan.plan import Evaluation, Objectives, Plan, RuleCheck
from placement.plan.service import coverage_checks, service_checks
from placement.plan.volume import targets, volume_checks
from placement.scenario.schema.rules import Rule

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
    """The aims, and one rule that is broken, if any; as by `evaluate`, but quicker, for searches over many plans.

    Args:
        instance: the scenario.
        today: what stands today.
        plan: the plan judged.
        through: what it does to the visits, where that is known already.
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
