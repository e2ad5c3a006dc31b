"""Why nothing is possible: what is decided, put into force at once, and the rules that breaks."""

from __future__ import annotations

import numpy as np

from placement.instance.build import build
from placement.plan.allocate import flows
from placement.plan.evaluation import RuleCheck
from placement.plan.plan import Plan
from placement.plan.today import describe_today
from placement.scenario.schema import Scenario
from placement.study.trials import Bench, Draft


def contradictions(scenario: Scenario) -> tuple[RuleCheck, ...]:
    """The rules broken when every ``must`` and ``must_not`` is put into force and all else is as today.

    Empty where that breaks nothing: then the contradiction lies in what has not been decided.
    """
    instance = build(scenario)
    today, plan = describe_today(instance)
    bench = Bench(instance, today)
    start = _nothing(bench) if plan is None else bench.draft(plan)
    open_ = (start.open | instance.must) & ~instance.must_not
    days = np.where(open_, start.days, 0.0)
    sent = flows(instance, open_, days, start.home_level, bench.fill(start).assign if bench.allocated else None).sent
    for f, s in np.argwhere(open_ & ~start.open & ~instance.is_hospital).tolist():
        days[f, s] = bench.days_for(f, s, float(sent[f, s]))
    decided = Draft(open_, days, start.home_level, start.units, start.allocated)
    return bench.try_(decided).evaluation.violations


def _nothing(bench: Bench) -> Draft:
    functions, _, sites = bench.instance.shape
    shape, level = (functions, sites), np.zeros(functions, dtype=np.int64)
    units = np.zeros((len(bench.instance.equipment_ids), sites), dtype=np.int64)
    hospitals = np.broadcast_to(bench.instance.is_hospital, shape) & bench.instance.allowed
    return bench.draft(Plan(hospitals, np.zeros(shape), units, level, np.zeros(bench.instance.shape)))
