"""Why nothing is possible: what is decided, put into force at once, and the rules that breaks."""

from __future__ import annotations

import numpy as np

from placement.plan.allocate import flows
from placement.plan.phases import Situation, judge, situations
from placement.plan.plan import Plan, RuleCheck
from placement.questions.proposal.trials import Bench, Draft, Trial
from placement.scenario.schema.scenario import Scenario


def contradictions(scenario: Scenario) -> tuple[RuleCheck, ...]:
    """The rules broken when every ``must`` and ``must_not`` is put into force and all else is as today.

    Of the first phase in which any is, else those between phases. Empty where that breaks nothing: then the
    contradiction lies in what has not been decided.
    """
    parts = situations(scenario)
    tried = [_decided(part) for part in parts]
    within = next((trial.evaluation.violations for trial in tried if trial.evaluation.violations), ())
    between = (check for check in judge(parts, tuple(trial.plan for trial in tried)).links if check.violated)
    return within or tuple(between)


def _decided(part: Situation) -> Trial:
    instance = part.instance
    bench = Bench(instance, part.today)
    start = _nothing(bench) if part.today_plan is None else bench.draft(part.today_plan)
    open_ = (start.open | instance.must) & ~instance.must_not
    days = np.where(open_, start.days, 0.0)
    sent = flows(instance, open_, days, start.home_level, bench.fill(start).assign if bench.allocated else None).sent
    for f, s in np.argwhere(open_ & ~start.open & ~instance.is_hospital).tolist():
        days[f, s] = bench.days_for(f, s, float(sent[f, s]))
    decided = Draft(open_, days, start.home_level, start.units, start.allocated)
    return bench.try_(decided)


def _nothing(bench: Bench) -> Draft:
    functions, _, sites = bench.instance.shape
    shape, level = (functions, sites), np.zeros(functions, dtype=np.int64)
    units = np.zeros((len(bench.instance.equipment_ids), sites), dtype=np.int64)
    hospitals = np.broadcast_to(bench.instance.is_hospital, shape) & bench.instance.allowed
    return bench.draft(Plan(hospitals, np.zeros(shape), units, level, np.zeros(bench.instance.shape)))
