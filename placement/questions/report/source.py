"""Proposals, comparisons, versions, explanations and trade-offs read back from their folders, without a solver.

The plan stands in the folder; the scenario is read again, and the judge recomputes everything else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from placement.errors import Fault, InfeasibleError, Message, NoPlanError, RefusedError, ResultError
from placement.plan.evaluate import evaluate
from placement.plan.phases import situations, todays_aims
from placement.plan.plan import Plan
from placement.present.folder.manifest import COMPARISON, read_manifest
from placement.present.folder.reading import AIM_NAMES, json_in
from placement.present.tables.columns import Row
from placement.present.words.currency import speak_of
from placement.questions.compare.assumptions import Turn, Turning, Turnings
from placement.questions.compare.choice import Alternative, LeftOut
from placement.questions.compare.folder import DOCUMENT as COMPARED
from placement.questions.compare.study import SideBySide, beside_today
from placement.questions.drafts.study import Drafts
from placement.questions.drafts.study import drafts as beside_each_other
from placement.questions.drafts.tables import AIMS
from placement.questions.explain.price import Price, Waiver, decided, priced, waiver_of
from placement.questions.explain.study import Explanation, explained_at
from placement.questions.explain.tables import break_even_of, with_scarce
from placement.questions.proposal.document import RESULT
from placement.questions.proposal.findings import Study
from placement.questions.proposal.rebuild import (
    is_result_folder,
    options_of,
    plan_of,
    solved_of,
    study_of,
    table_of,
)
from placement.questions.proposal.rebuild import read_result as read_proposal
from placement.questions.tradeoff.steps.study import Evidence, Stairway, Stand, told
from placement.questions.tradeoff.study import Tradeoff, weighed
from placement.scenario.brief import brief
from placement.scenario.load import Loaded, load
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.files import as_stored
from placement.solve.result import WEIGHING, Solved, Status
from placement.solve.stage import three
from placement.solve.staircase import step_between

_ALIKE = 1e-6
"""Aims that differ by less, absolutely or relatively, are the same."""


@dataclass(frozen=True, eq=False)
class Source:
    """A proposal read back from its folder.

    Attributes:
        solved: the plan and its evaluation, made anew.
        study: the findings about it.
        loaded: the scenario as read.
        manifest: of the folder.
    """

    solved: Solved
    study: Study
    loaded: Loaded
    manifest: dict[str, Any]

    __repr__ = brief


def read_result(folder: Path, scenario: Path | str | None = None) -> Source:
    """The proposal in a result folder.

    Args:
        folder: of ``solve --out``.
        scenario: where the scenario lies now; None: where the manifest says.

    Raises:
        ResultError: the folder is no result, or the scenario is not there or no longer the same.
        ScenarioError: the scenario is faulty.
    """
    manifest = read_manifest(folder)
    loaded = _scenario(folder, manifest, scenario)
    path = folder / RESULT
    try:
        document = json_in(path)
        solved = solved_of(loaded, document, manifest["options"])
        studied = study_of(solved, loaded, document)
        _check(folder, solved, document)
    except RefusedError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, ResultError) as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}. Solve again to make a new result.", path=path, why=error)
        ) from error
    return Source(solved, studied, loaded, manifest)


def read_comparison(folder: Path, scenario: Path | str | None = None) -> tuple[SideBySide, dict[str, Any]]:
    """The comparison in a folder, and the folder's manifest; raises like ``read_result``."""
    manifest = read_manifest(folder, (COMPARISON,))
    path = _place(folder, manifest, scenario)
    try:
        told = json_in(folder / COMPARED)
        side = comparison_in(told, path, manifest)
    except RefusedError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, ResultError) as error:
        raise RefusedError(
            Message(
                "{path} cannot be read: {why}. Solve again to make a new result.", path=folder / COMPARED, why=error
            )
        ) from error
    _same_inputs(folder, path, manifest, side.plain.inputs)
    for each, one in zip(side.alternatives, told["alternatives"], strict=True):
        if each.solved is not None:
            _check(folder, each.solved, one)
    return side, manifest


def comparison_in(told: Mapping[str, Any], path: Path, manifest: dict[str, Any]) -> SideBySide:
    """The comparison in ``compare.json``; every proposal is evaluated anew."""
    found = tuple(_alternative(path, manifest, each) for each in told["alternatives"])
    names = [each.name for each in found]
    reference = names.index(manifest["reference"]) if manifest["reference"] in names else None
    side = beside_today(load(path, overrides=manifest["overrides"]), found, reference)
    left_out = tuple(LeftOut(**{**each, "variants": tuple(each["variants"])}) for each in told.get("left_out", ()))
    return replace(side, turnings=_turnings(told["tips"]) if told["tips"] else None, left_out=left_out)


def _alternative(path: Path, manifest: dict[str, Any], told: dict[str, Any]) -> Alternative:
    loaded = load(path, variants=told["variant"], overrides=manifest["overrides"])
    speak_of(loaded.scenario.about.currency)
    return alternative_of(told, loaded, manifest["options"])


def _turnings(told: dict[str, Any]) -> Turnings:
    """The turnings from ``tips`` of ``compare.json``; null becomes NaN."""
    found: list[dict[str, Any]] = [
        {name: math.nan if value is None else value for name, value in each.items()} for each in told["found"]
    ]
    return Turnings(
        tuple(Turning(**{**each, "turn": Turn(each["turn"])}) for each in found),
        tuple((each["first"], each["second"]) for each in told["alike"]),
        tuple((each["first"], each["second"], tuple(each["paths"])) for each in told["untold"]),
        told["solves"],
    )


def _scenario(folder: Path, manifest: dict[str, Any], scenario: Path | str | None) -> Loaded:
    path = _place(folder, manifest, scenario)
    loaded = load(path, variants=manifest["variants"], overrides=manifest["overrides"])
    speak_of(loaded.scenario.about.currency)
    _same_inputs(folder, path, manifest, loaded.inputs)
    return loaded


def _place(folder: Path, manifest: dict[str, Any], scenario: Path | str | None) -> Path:
    path = as_stored(Path(scenario or manifest["scenario"]["path"]))
    if not path.exists():
        raise RefusedError(
            Message(
                "The scenario {scenario} is not there. Say where it lies now: placement report {folder} SCENARIO",
                scenario=path,
                folder=folder,
            )
        )
    return path


def _same_inputs(folder: Path, path: Path, manifest: dict[str, Any], now: dict[str, str]) -> None:
    then = manifest["inputs"]
    other = sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
    if other:
        raise RefusedError(
            Message(
                "{scenario} is no longer what {folder} was calculated from ({files}). Solve "
                "again, or bring the old one back.",
                scenario=path,
                folder=folder,
                files=", ".join(other),
            )
        )


def _check(folder: Path, solved: Solved, document: dict[str, Any]) -> None:
    """Raise RefusedError where the aims in a folder (of phases their means over the years) are not the judge's."""
    told = document.get("phase_aims", document["objectives"])
    for name, found in zip(AIM_NAMES, solved.objectives.as_tuple(), strict=True):
        if not math.isclose(found, float(told[name]), rel_tol=_ALIKE, abs_tol=_ALIKE):
            raise RefusedError(
                Message(
                    "{folder}: {name} is {seen} in result.json, but {found} by the scenario. Run placement verify.",
                    folder=folder,
                    name=name,
                    seen=told[name],
                    found=f"{found:.6g}",
                )
            )


def regained_tradeoff(loaded: Loaded, told: Mapping[str, Any], options: Mapping[str, Any]) -> Tradeoff:
    """The trade-off in ``tradeoff.json``; plans are evaluated anew, and weights calculated from their aims.

    Args:
        loaded: the scenario, read again.
        told: the document.
        options: the options in the manifest.
    """
    parts, asked, objectives = situations(loaded.scenario), options_of(options), loaded.scenario.objectives
    last = parts[-1]
    method = asked.method or objectives.method
    method = method if method in WEIGHING else "balanced"
    scale = table_of(told["scale"])
    measured_by = table_of({"rows": [], "proven": True, **told["measured_by"]})
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


def regained_stairway(loaded: Loaded, document: Mapping[str, Any], options: Mapping[str, Any]) -> Stairway:
    """The staircase in ``tradeoff.json``: plans are evaluated anew, and all else follows from them.

    Args:
        loaded: the scenario, read again.
        document: the content of the file.
        options: the options in the manifest.
    """
    parts = situations(loaded.scenario)
    last, plans = parts[-1], []
    for each in document["plans"]:
        plan = plan_of(last.instance, each["exact"])
        judged = evaluate(last.instance, last.today, plan)
        said = three(float(each["objectives"][name]) for name in AIM_NAMES)
        plans.append(Stand(plan, judged, said if last.phase else judged.objectives.as_tuple()))
    reference = todays_aims(parts)
    lost = loaded.scenario.objectives.prices.lost_quality_visit.value
    steps = [
        step_between((before.aims[0], before.money(lost)), (after.aims[0], after.money(lost)), float(each["unproven"]))
        for (before, after), each in zip(pairwise(plans), document["steps"], strict=True)
    ]
    names = [field.name for field in fields(Evidence)]
    evidence = Evidence(**{name: document[name] for name in names})
    return told(last, loaded, options_of(options), plans, steps, reference.as_tuple(), evidence)


def regained_explanation(solved: Solved, studied: Study, loaded: Loaded, told: Mapping[str, Any]) -> Explanation:
    """The explanation in ``explain.json``, without the ``repairs`` of its price, which need a search.

    Args:
        solved: its proposal.
        studied: the findings about the proposal.
        loaded: the scenario, read again.
        told: the document.
    """
    price = told["price"]
    names = told["function"], told["site"]
    places = [(Rule(each["rule"]), each["site"]) for each in price["waived"]]
    known_prices = break_even_of(told["break_even"]), [(each["enough"], each["tried"]) for each in told["changes"]]
    if price["plan"] is None:
        waivers = tuple(Waiver(*place, needed=True) for place in places)
        return explained_at(
            solved, studied, *names, Price(price["forced"], None, None, None, waivers, math.nan, (), ()), *known_prices
        )
    decision = "must" if price["forced"] == "in" else "must_not"
    answer = _answer(solved, decided(loaded.scenario, *names, decision, places), price)
    pair = solved.instance.function_ids.index(names[0]), solved.instance.site_ids.index(names[1])
    known = loaded.scenario.exceptions
    waived = [waiver_of(answer, place, known) for place in places]
    again = with_scarce(priced(solved, answer, pair, price["forced"], waived), price["displaced"])
    return explained_at(solved, studied, *names, again, *known_prices)


def _answer(solved: Solved, scenario: Scenario, price: Mapping[str, Any]) -> Solved:
    """The best plan with the pair decided otherwise, from the document, evaluated anew."""
    (part,) = situations(scenario)
    plan = plan_of(part.instance, price["plan"])
    judged = evaluate(part.instance, part.today, plan)
    gap = math.nan if price["gap"] is None else float(price["gap"])
    return replace(
        solved, instance=part.instance, plan=plan, evaluation=judged, status=Status(price["status"]), gap=gap
    )


def regained_drafts(told: Mapping[str, Any], options: Mapping[str, Any]) -> Drafts:
    """Both versions in ``drafts.json``, without the solves with a part put back."""
    sides = (told["old"], told["new"])
    old, new = (_version(side, each, options) for side, each in zip(sides, told["alternatives"], strict=True))
    return beside_each_other(old, new)


def _version(side: Mapping[str, Any], told: Mapping[str, Any], options: Mapping[str, Any]) -> Alternative:
    path = Path(side["path"])
    if not path.exists():
        raise ResultError(Message("names a version that is not there: {path}", path=path))
    if is_result_folder(path):
        result = read_proposal(path)
        return Alternative(told["name"], result.loaded, result.solved)
    return alternative_of(told, load(path), options)


def alternative_of(told: Mapping[str, Any], loaded: Loaded, options: Mapping[str, Any]) -> Alternative:
    """One alternative of a comparison, with its proposal or the reason why it has none."""
    if "plan" in told:
        return Alternative(told["name"], loaded, solved_of(loaded, told, options))
    if told["status"] == Status.INFEASIBLE:
        return Alternative(told["name"], loaded, None, InfeasibleError("", [Fault(cause) for cause in told["causes"]]))
    return Alternative(told["name"], loaded, None, NoPlanError())


def put_back_rows(told: Sequence[Mapping[str, Any]] | None) -> list[Row]:
    """The rows of ``draft_put_back`` as ``drafts.json`` has them."""
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
