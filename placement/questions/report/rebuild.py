"""Comparisons, versions and trade-offs again from their folders, to the last table; no solver is asked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from placement.errors import Fault, InfeasibleError, Message, NoPlanError, ResultError
from placement.plan.evaluate import evaluate
from placement.plan.phases import situations
from placement.plan.plan import Plan
from placement.present.folder.reading import AIM_NAMES
from placement.present.tables.columns import Row
from placement.questions.compare.study import Alternative
from placement.questions.drafts.folder import AIMS
from placement.questions.drafts.study import Drafts
from placement.questions.drafts.study import drafts as beside_each_other
from placement.questions.explain.price import Price, Waiver, decided, priced, waiver_of
from placement.questions.explain.study import Explanation, explained_at
from placement.questions.proposal.findings import Study
from placement.questions.proposal.rebuild import is_result_folder, options_of, plan_of, read_result, scale_of, solved_of
from placement.questions.tradeoff.study import Tradeoff, weighed
from placement.scenario.load import Loaded, load
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import WEIGHING, Solved, Status
from placement.solve.stage import three


def regained_tradeoff(loaded: Loaded, told: Mapping[str, Any], options: Mapping[str, Any]) -> Tradeoff:
    """The trade-off that ``tradeoff.json`` tells; plans are judged afresh, and weights reckoned from their aims.

    Args:
        loaded: the scenario, read again.
        told: the document.
        options: the options in the manifest.
    """
    parts, asked, objectives = situations(loaded.scenario), options_of(options), loaded.scenario.objectives
    last = parts[-1]
    method = asked.method or objectives.method
    method = method if method in WEIGHING else "balanced"
    scale = scale_of(told["scale"])
    measured_by = scale_of({"rows": [], "proven": True, **told["measured_by"]})
    if loaded.base == loaded.scenario:
        measured_by = replace(measured_by, ideal=scale.ideal, nadir=scale.nadir, unit=scale.unit)
    plans: list[Plan] = [plan_of(last.instance, each["exact"]) for each in told["plans"]]
    aims = [three(float(each["objectives"][name]) for name in AIM_NAMES) for each in told["plans"]]
    judged = [evaluate(last.instance, last.today, plan) for plan in plans]
    return Tradeoff(
        instance=last.instance,
        today=last.today,
        today_plan=last.today_plan,
        reference=three(float(told["baseline"][name]) for name in AIM_NAMES) if told["baseline"] else three((0, 0, 0)),
        variants=tuple(told["variant"]),
        options=asked,
        method=method,
        weights=asked.weights or objectives.weights,
        scale=scale,
        measured_by=measured_by,
        points=weighed(list(zip(plans, judged, aims, strict=True)), measured_by, method),
        spacing=told["spacing"],
        step=three(told["step"][name] for name in AIM_NAMES),
        reached=told["reached_spacing"],
        complete=told["complete"],
        open_zones=told["open_zones"],
        most=told["points_asked"],
        solves=told["solves"],
        resumed=told["points_resumed"],
        seconds=told["seconds"],
        stopped=told["stopped"],
        formulation=told["formulation"],
    )


def regained_explanation(solved: Solved, studied: Study, loaded: Loaded, told: Mapping[str, Any]) -> Explanation:
    """The explanation that ``explain.json`` tells; what would have to give where no plan does it is left out.

    Args:
        solved: its proposal.
        studied: what is said beside the proposal.
        loaded: the scenario, read again.
        told: the document.
    """
    price = told["price"]
    names = told["function"], told["site"]
    places = [(Rule(each["rule"]), each["site"]) for each in price["waived"]]
    if price["plan"] is None:
        waivers = tuple(Waiver(*place, needed=True) for place in places)
        return explained_at(
            solved, studied, *names, Price(price["forced"], None, None, None, waivers, math.nan, (), ())
        )
    decision = "must" if price["forced"] == "in" else "must_not"
    answer = _answer(solved, decided(loaded.scenario, *names, decision, places), price)
    pair = solved.instance.function_ids.index(names[0]), solved.instance.site_ids.index(names[1])
    known = loaded.scenario.exceptions
    waived = [waiver_of(answer, place, known) for place in places]
    return explained_at(solved, studied, *names, priced(solved, answer, pair, price["forced"], waived))


def _answer(solved: Solved, scenario: Scenario, price: Mapping[str, Any]) -> Solved:
    """The best plan with the pair decided otherwise."""
    (part,) = situations(scenario)
    plan = plan_of(part.instance, price["plan"])
    judged = evaluate(part.instance, part.today, plan)
    gap = math.nan if price["gap"] is None else float(price["gap"])
    return replace(
        solved, instance=part.instance, plan=plan, evaluation=judged, status=Status(price["status"]), gap=gap
    )


def regained_drafts(told: Mapping[str, Any], options: Mapping[str, Any]) -> Drafts:
    """Both versions that ``drafts.json`` tells, without what was solved again with a part put back."""
    sides = (told["old"], told["new"])
    old, new = (_version(side, each, options) for side, each in zip(sides, told["alternatives"], strict=True))
    return beside_each_other(old, new)


def _version(side: Mapping[str, Any], told: Mapping[str, Any], options: Mapping[str, Any]) -> Alternative:
    path = Path(side["path"])
    if not path.exists():
        raise ResultError(Message("names a version that is not there: {path}", path=path))
    if is_result_folder(path):
        result = read_result(path)
        return Alternative(told["name"], result.loaded, result.solved)
    return alternative_of(told, load(path), options)


def alternative_of(told: Mapping[str, Any], loaded: Loaded, options: Mapping[str, Any]) -> Alternative:
    """One alternative of a comparison, with its proposal or why it has none."""
    if "plan" in told:
        return Alternative(told["name"], loaded, solved_of(loaded, told, options))
    if told["status"] == Status.INFEASIBLE:
        return Alternative(told["name"], loaded, None, InfeasibleError("", [Fault(cause) for cause in told["causes"]]))
    return Alternative(told["name"], loaded, None, NoPlanError())


def put_back_rows(told: Sequence[Mapping[str, Any]] | None) -> list[Row]:
    """The rows of ``draft_put_back`` that the document tells."""
    return [
        (
            each["part"],
            each["inputs"],
            each["status"],
            _offers(each["opens"]),
            _offers(each["closes"]),
            *(each[name] for name in AIMS),
            each["reason"],
        )
        for each in told or ()
    ]


def _offers(pairs: Sequence[Mapping[str, str]]) -> str:
    return " ".join(f"{each['function']}@{each['site']}" for each in pairs)
