"""A solved scenario without a solver: today's plan, with some pairs opened by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from placement.instance.build import build
from placement.instance.instance import Instance, Today
from placement.plan.allocate import flows
from placement.plan.evaluate import describe_today, evaluate
from placement.plan.plan import Plan
from placement.scenario.load import Loaded, load
from placement.solve.payoff import unit_of
from placement.solve.result import Options, Scale, Solved, Status

TEMPLATES = Path(__file__).parents[2] / "placement" / "scenario" / "template"
OPENED = {
    "da": {"lunge_amb": {"sh_vestkoebing": 1.0}, "diabetes_amb": {"sh_oestkoebing": 1.0, "sh_vestkoebing": 1.0}},
    "en": {"lung_clinic": {"hh_westmarket": 1.0}, "diabetes_clinic": {"hh_eastmarket": 1.0, "hh_westmarket": 1.0}},
}


def template(language: str = "da", overrides: tuple[str, ...] = ()) -> Loaded:
    return load(TEMPLATES / language, overrides=overrides)


def solved(
    loaded: Loaded,
    opened: Mapping[str, Mapping[str, float]] | None = None,
    *,
    closed: Mapping[str, str] | None = None,
    status: Status = Status.OPTIMAL,
    gap: float = 0.0004,
    stopped: str = "",
    options: Options | None = None,
) -> Solved:
    instance = build(loaded.scenario)
    today, today_plan = describe_today(instance)
    plan = _plan(instance, today, today_plan, opened or {}, closed or {})
    evaluation = evaluate(instance, today, plan)
    before = None if today_plan is None else evaluate(instance, today, today_plan)
    aims = evaluation.objectives.as_tuple()
    ideal = tuple(0.9 * aim for aim in aims)
    options = options or Options()
    return Solved(
        instance=instance,
        variants=loaded.variants,
        options=options,
        method=options.method or "balanced",
        weights=options.weights or loaded.scenario.objectives.weights,
        prices=None,
        today=today,
        today_plan=today_plan,
        today_evaluation=before,
        plan=plan,
        evaluation=evaluation,
        status=status,
        objective=0.4,
        bound=0.4 - gap,
        gap=gap,
        scale=Scale(
            ideal, tuple(1.1 * aim + 1 for aim in aims), (ideal, aims, aims), proven=True, unit=unit_of(instance)
        ),
        implied_price_per_minute=11.6,
        seconds={"load": 0.1, "build": 0.2, "solve": 1.0, "total": 1.3},
        stopped=stopped,
        formulation="assignment",
        formulation_reason="",
    )


def _plan(
    instance: Instance,
    today: Today,
    base: Plan | None,
    opened: Mapping[str, Mapping[str, float]],
    closed: Mapping[str, str],
) -> Plan:
    functions, units, sites = instance.shape
    base = base or Plan(
        open=np.zeros((functions, sites), dtype=bool),
        days=np.zeros((functions, sites)),
        units=today.units,
        home_level=np.zeros(functions, dtype=np.int64),
        assign=np.zeros((functions, units, sites)),
    )
    is_open, days = base.open.copy(), base.days.copy()
    for function, places in opened.items():
        for site, number in places.items():
            f, s = instance.function_ids.index(function), instance.site_ids.index(site)
            is_open[f, s], days[f, s] = True, 0.0 if instance.is_hospital[s] else number
    for function, site in closed.items():
        f, s = instance.function_ids.index(function), instance.site_ids.index(site)
        is_open[f, s], days[f, s] = False, 0.0
    through = flows(instance, is_open, days, base.home_level)
    return replace(base, open=is_open, days=days, assign=through.assign)
