"""``result.json``, which ``solve --json`` prints too: what is proposed, how sure it is, and what it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from placement.instance.instance import Bools, Instance
from placement.plan.compare import compare_with_today
from placement.plan.plan import Evaluation, Plan, RuleCheck
from placement.present.folder.reading import AIM_NAMES, SCHEMA_VERSION, Document, plain
from placement.present.words.currency import unit_in_currency
from placement.questions.proposal.findings import Study
from placement.questions.proposal.tables.changes import league
from placement.questions.proposal.tables.placements import utilisation
from placement.questions.proposal.views import TableView, known
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import SoftRule
from placement.solve.confirmation import PRECISION, Confirmation
from placement.solve.repair import Repair
from placement.solve.result import InPhase, Options, ProfileAnswer, Scale, Solved, SolvedCourse, versions
from placement.solve.scalarisation import prices_of_profile

RESULT = "result.json"


def result_document(solved: Solved, study: Study, loaded: Loaded, command: str) -> Document:
    """The whole document, of plain JSON values; NaN and infinity are null.

    Args:
        solved: the plan and what the judge says of it.
        study: the findings about it.
        loaded: where the scenario was read.
        command: the command line, as the user wrote it.
    """
    scenario = solved.instance.scenario
    document = {
        "schema_version": SCHEMA_VERSION,
        "scenario": scenario.name,
        "variant": list(solved.variants),
        **outcome(solved),
        "objectives": asdict(solved.evaluation.objectives),
        "indicators": {**solved.evaluation.indicators, **_against_today(solved)},
        "baseline": _baseline(solved.today_evaluation),
        "placements": _placements(TableView(solved, study)),
        "home": _home(solved),
        "league": _league(TableView(solved, study)),
        "equally_good": study.equally_good,
        "confirmation": confirmation_document(solved, study.confirmation),
        "ties": _ties(solved),
        "examined": study.examined,
        "profiles": [_profile(solved, answer) for answer in study.profiles],
        "decisions": _decisions(solved),
        "exceptions": _exceptions(solved),
        "soft_rules": soft_rules(solved.evaluation, solved.instance.scenario.policy.soft_rules),
        "audit": audit(solved.evaluation),
        "plan": exact_plan(solved.instance, solved.plan),
        **course_document(solved.course),
        "manifest": made_of(loaded, solved.options, command),
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


def made_of(loaded: Loaded, options: Options, command: str) -> Document:
    """Digests of the files read, versions, seed and command, from which a document can be made again."""
    return {"inputs": dict(loaded.inputs), "versions": versions(), "seed": options.seed, "command": command}


def outcome(solved: Solved) -> Document:
    """How the search ended, and how the aims were weighed."""
    objectives = solved.instance.scenario.objectives
    return {
        "status": str(solved.status),
        "stopped": solved.stopped,
        "method": solved.method,
        "weights": {name: float(value) for name, value in solved.weights.model_dump().items()},
        "prices": None if solved.prices is None else asdict(solved.prices),
        "prices_status": objectives.prices.status,
        "weights_status": objectives.weights_status,
        "weights_decided_by": objectives.decided_by,
        "formulation": solved.formulation,
        "formulation_reason": solved.formulation_reason,
        "bound": solved.bound,
        "objective": solved.objective,
        "gap": solved.gap,
        "gap_money": solved.gap_money,
        "undominated": solved.undominated,
        "seconds": dict(solved.seconds),
        "implied_price_per_minute": solved.implied_price_per_minute,
        "scale": scale_document(solved.scale),
        "indifferent": list(solved.indifferent),
    }


def confirmation_document(solved: Solved, found: Confirmation | None) -> Document | None:
    """A second solver's answer and what it means for the proposal; None where none was asked."""
    if found is None:
        return None
    verdict = found.verdict(solved)
    return {
        **asdict(found),
        "verdict": str(verdict),
        "agrees": verdict.agrees,
        "better": found.better(solved),
        "precision": PRECISION,
    }


def scale_document(scale: Scale | None) -> Document | None:
    """The pay-off table; None where the method needs none."""
    if scale is None:
        return None
    named = {"ideal": scale.ideal, "nadir": scale.nadir, "unit": scale.unit}
    return {
        **{name: dict(zip(AIM_NAMES, values, strict=True)) for name, values in named.items()},
        "rows": [dict(zip(AIM_NAMES, row, strict=True)) for row in scale.rows],
        "proven": scale.proven,
    }


def _ties(solved: Solved) -> Document | None:
    """Plans that are as good, by how they differ from the proposal."""
    if solved.ties is None:
        return None
    plans = [_otherwise(solved, plan) for plan in solved.ties.plans]
    return {"plans": plans, "more": solved.ties.more, "complete": solved.ties.complete}


def _otherwise(solved: Solved, plan: Plan) -> Document:
    """How another plan differs: offers it has and the proposal has not, the reverse, and its home levels."""
    instance, own = solved.instance, solved.plan
    functions, sites = instance.function_ids, instance.site_ids
    moved = {"with": plan.open & ~own.open, "without": own.open & ~plan.open}
    return {
        **{
            how: [{"function": functions[f], "site": sites[s]} for f, s in np.argwhere(pairs).tolist()]
            for how, pairs in moved.items()
        },
        "home_level": dict(zip(functions, plan.home_level.tolist(), strict=True)),
    }


def _against_today(solved: Solved) -> dict[str, float]:
    if solved.today_evaluation is None:
        return {}
    return compare_with_today(solved.instance, solved.today_evaluation, solved.evaluation).as_indicators()


def _baseline(today: Evaluation | None) -> Document | None:
    return {"objectives": asdict(today.objectives), "indicators": dict(today.indicators)} if today else None


def _placements(view: TableView) -> list[Document]:
    """A record for each offer that is open in the proposal, or closes."""
    wanted = ((f, s) for f, s in view.pairs if view.change(f, s) != "none")
    return [_placement(view, f, s) for f, s in wanted]


def _placement(view: TableView, f: int, s: int) -> Document:
    function, site = view.instance.function_ids[f], view.instance.site_ids[s]
    note, today = view.notes.get((function, site)), view.solved.today
    is_known = view.today(f, s) != "unknown"
    return {
        "function": function,
        "site": site,
        "open": bool(view.solved.plan.open[f, s]),
        "change": view.change(f, s),
        "days_per_week": float(view.now.days[f, s]),
        "days_today": float(view.days_before[f, s]) if is_known else None,
        "visits_per_year": float(view.now.volume[f, s]),
        "visits_today": float(today.volume[f, s]) if is_known else None,
        "utilisation": utilisation(view.solved, f, s),
        "deciding_limit": note.deciding_limit if note else "",
        "tipping_value": known(note.tipping_value) if note else None,
    }


def _league(view: TableView) -> list[Document]:
    """The rows of the league table without titles, which depend on the language."""
    return [
        {name: value for name, value in row.items() if not name.endswith("_title")} for row in league(view).records()
    ]


def _home(solved: Solved) -> list[Document]:
    """The chosen level of care at home of each function that has levels or visits at home."""
    demand = solved.instance.demand
    return [
        {
            "function": function,
            "level": int(solved.plan.home_level[f]),
            "ceiling": demand.home_ceiling[f][int(solved.plan.home_level[f])],
            "ceiling_today": demand.home_ceiling[f][0],
            "visits_per_year": float(solved.evaluation.home[f].sum()),
        }
        for f, function in enumerate(solved.instance.function_ids)
        if len(demand.home_ceiling[f]) > 1 or demand.home_ceiling[f][0] > 0
    ]


def _decisions(solved: Solved) -> list[Document]:
    placements = solved.instance.scenario.policy.placements
    return [
        {"function": function, "site": site, **decision.model_dump()}
        for function, by_site in placements.items()
        for site, decision in by_site.items()
    ]


def _exceptions(solved: Solved) -> list[Document]:
    return [
        {"id": name, **exception.model_dump(), "rules": [str(rule) for rule in exception.rules]}
        for name, exception in solved.instance.scenario.exceptions.items()
    ]


def soft_rules(evaluation: Evaluation, known: Mapping[str, SoftRule]) -> list[Document]:
    """The soft rules that are broken, with the price paid for each."""
    return [
        {
            "id": check.soft,
            **_violation(check),
            "money_per_year": check.price,
            "reason": known[check.soft].reason,
            "decided_by": known[check.soft].decided_by,
            "owner": check.owner,
        }
        for check in evaluation.checks
        if check.bought
    ]


def repairs_document(repairs: Sequence[Repair]) -> list[Document]:
    """The repairs that would make an infeasible scenario feasible."""
    found = [
        {
            "confirmed": repair.confirmed,
            "set": repair.overrides,
            "changes": [{**asdict(change), "amount": change.amount} for change in repair.changes],
        }
        for repair in repairs
    ]
    return plain(found)  # type: ignore[no-any-return]  # a list stays a list


def audit(evaluation: Evaluation) -> Document:
    """The judge's word: whether every binding rule is kept, and by how much the worst one is exceeded."""
    return {
        "feasible": evaluation.feasible,
        "violations": [_violation(check) for check in evaluation.violations],
        "max_relative_error": max(
            (check.excess(check.may_lack) for check in evaluation.checks if check.binds), default=0.0
        ),
    }


def _violation(check: RuleCheck) -> Document:
    parts = ("rule", "function", "site", "item", "have", "need", "slack")
    return {**{part: getattr(check, part) for part in parts}, "unit": unit_in_currency(check.unit)}


def _profile(solved: Solved, answer: ProfileAnswer) -> Document:
    profile = solved.instance.scenario.profiles[answer.profile]
    return {
        "profile": answer.profile,
        "origin": profile.origin,
        "prices": None if profile.prices is None else asdict(prices_of_profile(profile.prices)),
        "weights": profile.weights and profile.weights.model_dump(),
        "objectives": asdict(answer.evaluation.objectives),
        "status": str(answer.status),
        "gap": answer.gap,
        "plan": exact_plan(solved.instance, answer.plan),
    }


def course_document(course: SolvedCourse | None) -> Document:
    """Every phase, and the rules between them; empty where the scenario has none."""
    if course is None:
        return {}
    return {
        "phases": [_phase(one) for one in course.phases],
        "phase_aims": asdict(course.objectives),
        "phase_rules": [{"phase": check.phase, **_violation(check)} for check in course.links],
    }


def _phase(one: InPhase) -> Document:
    instance = one.situation.instance
    phase = instance.scenario.phases[one.situation.phase]
    return {
        "id": one.situation.phase,
        "from_year": phase.from_year,
        "years": phase.years,
        "objectives": asdict(one.evaluation.objectives),
        "indicators": dict(one.evaluation.indicators),
        "audit": audit(one.evaluation),
        "plan": exact_plan(instance, one.plan),
    }


def exact_plan(instance: Instance, plan: Plan) -> Document:
    """The plan unrounded, so that everything else can be recomputed; shares where the region allocates visits."""
    is_open, units = _nested(plan.open), _nested(plan.units > 0)
    return {
        "open": {
            instance.function_ids[f]: {instance.site_ids[s]: float(plan.days[f, s]) for s in sites}
            for f, sites in is_open.items()
        },
        "units": {
            instance.equipment_ids[e]: {instance.site_ids[s]: int(plan.units[e, s]) for s in sites}
            for e, sites in units.items()
        },
        "home_level": {name: int(plan.home_level[f]) for f, name in enumerate(instance.function_ids)},
        "assign": {
            name: _shares(instance, plan, f)
            for f, name in enumerate(instance.function_ids)
            if not instance.follows_order(f)
        },
    }


def _nested(where: Bools) -> dict[int, list[int]]:
    """The true columns of each row; rows without any are left out."""
    return {int(row): [int(at) for at in np.flatnonzero(where[row])] for row in np.flatnonzero(where.any(axis=1))}


def _shares(instance: Instance, plan: Plan, f: int) -> list[Sequence[Any]]:
    """Area, whether without a car, site and share, of each allocation of a function that the region allocates."""
    return [
        [
            instance.area_ids[instance.unit_area[u]],
            bool(instance.unit_without_car[u]),
            instance.site_ids[s],
            float(plan.assign[f, u, s]),
        ]
        for u, s in np.argwhere(plan.assign[f] > 0)
    ]
