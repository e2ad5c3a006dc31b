"""A result folder read back: the scenario as it was solved, and its proposal, evaluated anew without a solver."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from placement.errors import Message, RefusedError, ResultError, why
from placement.instance.instance import Floats, Instance
from placement.plan.allocate import implied_assign
from placement.plan.evaluate import evaluate
from placement.plan.phases import judge, situations
from placement.plan.plan import Plan
from placement.present.folder import manifest as manifests
from placement.present.folder.manifest import read_manifest, sha256
from placement.present.folder.reading import AIM_NAMES, SCHEMA_VERSION, bytes_in, json_of
from placement.present.words.currency import speak_of
from placement.questions.proposal.document import RESULT
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import LOCK
from placement.questions.proposal.study import study
from placement.scenario.load import Loaded, load
from placement.scenario.schema.frame import Weights
from placement.solve.confirmation import Confirmation
from placement.solve.result import Options, Prices, ProfileAnswer, Scale, Solved, Status, Ties, solved_course
from placement.solve.scalarisation import (
    gap_of,
    implied_price_per_minute,
    needs_table,
    objective_value,
    prices_of,
    question_of,
)

MOST_DAYS = 1e6
MOST_UNITS = 1e6
"""The most clinic days a week and units of equipment in one place that a document may hold."""
_ROUNDING = 1e-6
_UNFIT = (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError)


def does_not_hold(error: BaseException) -> Message:
    """The message that a document contradicts itself, to stand in another message."""
    return Message("does not hold together ({kind}: {why})", kind=type(error).__name__, why=why(error))


def solved_of(loaded: Loaded, document: Mapping[str, Any], options: Mapping[str, Any]) -> Solved:
    """The solved scenario from ``result.json``: evaluations are made anew, the solver's bounds and status are read.

    Args:
        loaded: the scenario, read again.
        document: ``result.json``.
        options: the options in the manifest.

    Raises:
        ResultError: the document lacks something, or names what the scenario has not.
    """
    try:
        return _solved(loaded, document, options)
    except _UNFIT as error:
        raise ResultError(does_not_hold(error)) from error


def _solved(loaded: Loaded, document: Mapping[str, Any], options: Mapping[str, Any]) -> Solved:
    parts = situations(loaded.scenario)
    instance, today, today_plan = parts[-1].instance, parts[-1].today, parts[-1].today_plan
    told = [*(phase["plan"] for phase in document.get("phases", [])[:-1]), document["plan"]]
    course = tuple(plan_of(part.instance, one) for part, one in zip(parts, told, strict=True))
    verdict = judge(parts, course)
    asked, objectives = options_of(options), instance.scenario.objectives
    method = asked.method or objectives.method
    solved = Solved(
        instance=instance,
        variants=tuple(document["variant"]),
        options=asked,
        method=method,
        weights=asked.weights or objectives.weights,
        prices=None if needs_table(method) else prices_of(objectives, asked.prices),
        today=today,
        today_plan=today_plan,
        today_evaluation=evaluate(instance, today, today_plan) if today_plan else None,
        plan=course[-1],
        evaluation=verdict.phases[-1],
        course=solved_course(parts, course, verdict),
        status=Status(document["status"]),
        objective=_number(document["objective"]),
        bound=_number(document["bound"]),
        gap=_number(document["gap"]),
        scale=scale_of(document["scale"]),
        implied_price_per_minute=None,
        seconds=document["seconds"],
        stopped=document["stopped"],
        formulation=document["formulation"],
        formulation_reason=document["formulation_reason"],
        ties=_ties(instance, course[-1], document.get("ties")),
        undominated=bool(document.get("undominated", True)),
    )
    return replace(solved, implied_price_per_minute=implied_price_per_minute(question_of(solved)))


def reckoned(solved: Solved) -> dict[str, float | None]:
    """Objective, gap and price of a minute, recomputed from the judge's values, the pay-off table and the bound."""
    question = question_of(solved)
    objective = objective_value(question, solved.objectives.as_tuple())
    return {
        "objective": objective,
        "gap": gap_of(question, objective, solved.bound),
        "implied_price_per_minute": implied_price_per_minute(question),
    }


def _ties(instance: Instance, proposal: Plan, told: Mapping[str, Any] | None) -> Ties | None:
    if told is None:
        return None
    return Ties(tuple(_tied(instance, proposal, one) for one in told["plans"]), told["more"], told["complete"])


def _tied(instance: Instance, proposal: Plan, told: Mapping[str, Any]) -> Plan:
    """The plan of a tie: the proposal with the offers and home levels that the document lists, and no other change."""
    is_open = proposal.open.copy()
    for how, there in (("with", True), ("without", False)):
        for pair in told[how]:
            is_open[instance.function_ids.index(pair["function"]), instance.site_ids.index(pair["site"])] = there
    levels = np.array([told["home_level"][function] for function in instance.function_ids], dtype=np.int64)
    return replace(proposal, open=is_open, home_level=levels)


def answers_of(solved: Solved, told: Sequence[Mapping[str, Any]]) -> tuple[ProfileAnswer, ...]:
    """The profiles' proposals from ``profiles`` in ``result.json``, evaluated anew.

    Raises:
        ResultError: one lacks something, or names what the scenario has not.
    """
    try:
        return tuple(_answer(solved, each) for each in told)
    except _UNFIT as error:
        raise ResultError(does_not_hold(error)) from error


def study_of(solved: Solved, loaded: Loaded, document: Mapping[str, Any]) -> Study:
    """The study of the proposal in ``result.json``, made anew; what needs a solver is read from the document.

    Raises:
        ResultError: it lacks something, or names what the scenario has not.
    """
    return replace(
        study(solved, loaded, examined=bool(document.get("examined", True))),
        equally_good=document.get("equally_good"),
        profiles=answers_of(solved, document.get("profiles", [])),
        confirmation=confirmation_of(document.get("confirmation")),
    )


def confirmation_of(told: Mapping[str, Any] | None) -> Confirmation | None:
    """A second solver's answer from ``confirmation`` in ``result.json``; None where none was asked.

    Raises:
        ResultError: it lacks something.
    """
    if told is None:
        return None
    try:
        plain = {field.name: told[field.name] for field in fields(Confirmation)}
        status, bound = Status(told["status"]), told["bound"]
        infeasible = math.inf if status is Status.INFEASIBLE else -math.inf
        numbers = {"objective": math.inf if told["objective"] is None else float(told["objective"])}
        numbers["bound"] = infeasible if bound is None else float(bound)
        return Confirmation(**{**plain, **numbers, "status": status})
    except (KeyError, TypeError, ValueError) as error:
        raise ResultError(does_not_hold(error)) from error


def _answer(solved: Solved, told: Mapping[str, Any]) -> ProfileAnswer:
    plan = plan_of(solved.instance, told["plan"])
    evaluation = evaluate(solved.instance, solved.today, plan)
    if told["profile"] not in solved.instance.scenario.profiles:
        raise KeyError(told["profile"])
    return ProfileAnswer(told["profile"], plan, evaluation, Status(told["status"]), _number(told["gap"]))


def options_of(options: Mapping[str, Any]) -> Options:
    """The options from a manifest."""
    weights = Weights(**options["weights"]) if options["weights"] else None
    prices = Prices(**options["prices"]) if options["prices"] else None
    return Options(**{**options, "weights": weights, "prices": prices})


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def scale_of(scale: Mapping[str, Any] | None) -> Scale | None:
    """The pay-off table from a document; None where it has none."""
    return None if scale is None else table_of(scale)


def table_of(scale: Mapping[str, Any]) -> Scale:
    """The pay-off table from its JSON."""
    rows = tuple(_aims(row) for row in scale["rows"])
    return Scale(_aims(scale["ideal"]), _aims(scale["nadir"]), rows, bool(scale["proven"]), _aims(scale["unit"]))


def _aims(values: Mapping[str, Any]) -> tuple[float, float, float]:
    citizen, quality, economy = (_number(values[name]) for name in AIM_NAMES)
    return citizen, quality, economy


def plan_of(instance: Instance, told: Mapping[str, Any]) -> Plan:
    """The plan from ``plan`` in ``result.json``; visits that follow an order are sent by the rules anew."""
    functions, sites, types = (
        _positions(ids) for ids in (instance.function_ids, instance.site_ids, instance.equipment_ids)
    )
    is_open = np.zeros((len(functions), len(sites)), dtype=bool)
    days = np.zeros(is_open.shape)
    units = np.zeros((len(types), len(sites)), dtype=np.int64)
    for function, site, number in _entries(told["open"]):
        is_open[functions[function], sites[site]] = True
        days[functions[function], sites[site]] = _between(number, 0, MOST_DAYS)
    for item, site, number in _entries(told["units"]):
        units[types[item], sites[site]] = _between(number, 0, MOST_UNITS)
    levels = [
        _between(told["home_level"][name], 0, len(ceilings) - 1)
        for name, ceilings in zip(instance.function_ids, instance.demand.home_ceiling, strict=True)
    ]
    level = np.array(levels, dtype=np.int64)
    given = _given(instance, told["assign"], functions, sites)
    return Plan(is_open, days, units, level, implied_assign(instance, is_open, days, level, given))


def _between(value: float, least: float, most: float) -> float:
    """``value``; ValueError where it is not between ``least`` and ``most``."""
    if isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{value!r} is not between {least:g} and {most:g}")
    return value


def _entries(nested: Mapping[str, Mapping[str, float]]) -> list[tuple[str, str, float]]:
    return [(name, site, number) for name, by_site in nested.items() for site, number in by_site.items()]


def _positions(ids: Sequence[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(ids)}


def _given(
    instance: Instance, told: Mapping[str, Any], functions: Mapping[str, int], sites: Mapping[str, int]
) -> Floats:
    """``(F, U, S)`` shares of the functions that the region allocates; 0 for all others."""
    units = {
        (instance.area_ids[area], bool(instance.unit_without_car[u])): u for u, area in enumerate(instance.unit_area)
    }
    given = np.zeros(instance.shape)
    for function, shares in told.items():
        for area, without_car, site, share in shares:
            given[functions[function], units[area, without_car], sites[site]] = _between(share, 0, 1 + _ROUNDING)
    return given


@dataclass(frozen=True, eq=False)
class Result:
    """The content of a result folder.

    Attributes:
        loaded: the scenario as it was solved, with every value written out.
        solved: its proposal, evaluated anew.
        variants: the variants and overrides that are applied in it.
        created: when it was made, in UTC.
    """

    loaded: Loaded
    solved: Solved
    variants: tuple[str, ...]
    created: str


def is_result_folder(path: Path) -> bool:
    """Whether a path is a folder that this program wrote, even if something is wrong with it."""
    return (path / manifests.NAME).is_file()


def read_result(folder: Path) -> Result:
    """The scenario and the proposal in a result folder.

    Raises:
        ResultError: it is no result, of another version, incomplete, or changed since it was made.
        ScenarioError: its scenario is faulty.
    """
    told = read_manifest(folder)
    documents = {name: _unchanged(folder, name, told["outputs"]) for name in (LOCK, RESULT)}
    document = json_of(documents[RESULT])
    if not isinstance(document, dict):
        raise RefusedError(
            Message(
                "{path} cannot be read: {why}. Solve again to make a new result.", path=folder / RESULT, why="no map"
            )
        )
    _check_version(folder / RESULT, document.get("schema_version"))
    loaded = load(folder / LOCK)
    speak_of(loaded.scenario.about.currency)
    try:
        solved = solved_of(loaded, document, told["options"])
    except ResultError as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}. Solve again to make a new result.", path=folder / RESULT, why=error)
        ) from error
    return Result(loaded, solved, (*told["variants"], *told["overrides"]), str(told["created"]))


def _check_version(path: Path, seen: Any) -> None:
    if seen != SCHEMA_VERSION:
        raise RefusedError(
            Message(
                "{path} is of version {seen}; this program reads version {known}. Solve again with it.",
                path=path,
                seen=seen,
                known=SCHEMA_VERSION,
            )
        )


def _unchanged(folder: Path, name: str, listed: dict[str, str]) -> bytes:
    """The content of a file; ResultError where its fingerprint is not the listed one."""
    content = bytes_in(folder / name)
    if sha256(content) != listed.get(name):
        raise RefusedError(
            Message(
                "{path} has changed since the result was made. placement verify {folder} says how; solve again.",
                path=folder / name,
                folder=folder,
            )
        )
    return content
