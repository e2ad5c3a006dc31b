"""The documents of ballots, worlds and pairs as they should be, as far as they can be reckoned without a solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from placement.report import manifest as manifests
from placement.report.json_text import SCHEMA_VERSION
from placement.report.rebuild import options_of
from placement.scenario.frame import AIMS
from placement.scenario.load import Loaded
from placement.solve.result import WEIGHING
from placement.study.every_pair import Kind

Told = Mapping[str, Any]


def expected_pairs(told: Told, manifest: Told, loaded: Loaded) -> dict[str, Any]:
    """``pairs.json`` without its proposal: the counts follow from the rows."""
    kinds = [each["price_kind"] for each in told["pairs"]]
    limit = manifest["options"]["time_limit"]
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": loaded.scenario.name,
        "variant": list(loaded.variants),
        "pairs": told["pairs"],
        "counts": {str(kind): kinds.count(str(kind)) for kind in Kind},
        "seconds": _at_least(told["seconds"]),
        "time_limit": _at_least(told["time_limit"]) if limit is None else limit,
        "stopped": bool(told["stopped"]),
        "manifest": told.get("manifest"),
    }


def expected_of(name: str, told: Told, manifest: Told, loaded: Loaded) -> dict[str, Any]:
    """``robust.json`` or ``ballots.json``: every part it has, those that follow from others reckoned."""
    parts = {part: told[part] for part in (_ROBUST if name == "robust.json" else _BALLOTS)}
    options = options_of(manifest["options"])
    method = options.method or loaded.scenario.objectives.method
    asked = method if method in WEIGHING else "balanced"
    own = {"schema_version": SCHEMA_VERSION, "scenario": loaded.scenario.name, "manifest": told.get("manifest")}
    more = _robust(told, asked) if name == "robust.json" else _ballots(told, manifest, loaded, asked)
    return {**parts, **own, **more}


_ROBUST = (
    "variants",
    "method",
    "weights",
    "design",
    "stopped",
    "worlds_done",
    "worlds_impossible",
    "worlds_left",
    "plans_not_dominated",
    "plans_distinct",
    "plans_judged",
    "numbers_ranged",
    "numbers_looked_at",
    "functions_in_doubt",
    "never_in_a_plan",
    "rests_on_one_person",
    "solves",
    "cpu_seconds_in_worlds",
    "seconds",
    "placements",
    "plans",
    "worlds",
    "numbers",
    "different",
    "steps",
    "losses",
    "proposal",
)


def _robust(told: Told, asked: str) -> dict[str, Any]:
    worlds = told["worlds"]
    outcomes = [world["outcome"] for world in worlds]
    return {
        "kind": manifests.ROBUST,
        "method": asked,
        "weights": [_shares(each) for each in told["weights"]],
        "worlds_impossible": sum(outcome in ("infeasible", "contradiction") for outcome in outcomes),
        "plans_not_dominated": sum(world["plans_not_dominated"] or 0 for world in worlds),
        "cpu_seconds_in_worlds": _at_least(told["cpu_seconds_in_worlds"]),
        "seconds": _at_least(told["seconds"]),
    }


_BALLOTS = (
    "method",
    "gap",
    "participants",
    "participants_solved",
    "weightings",
    "complete",
    "stopped",
    "proven",
    "ideal",
    "nadir",
    "baseline",
    "mean_weights",
    "mean_plan",
    "compromise_plan",
    "apart",
    "ballots",
    "plans",
    "placements",
    "plan_placements",
    "regrets",
)


def _ballots(told: Told, manifest: Told, loaded: Loaded, asked: str) -> dict[str, Any]:
    ballots = told["ballots"]
    return {
        "kind": manifests.BALLOTS,
        "variant": list(loaded.variants),
        "method": asked,
        "gap": manifest["options"]["gap"],
        "participants": len(ballots),
        "mean_weights": _mean([{aim: each[f"weight_{aim}"] for aim in AIMS} for each in ballots]),
    }


def _shares(weights: Told) -> dict[str, float]:
    """Weights with sum 1."""
    total = sum(float(weights[aim]) for aim in AIMS)
    return {aim: float(weights[aim]) / total for aim in AIMS}


def _mean(ballots: Sequence[Told]) -> dict[str, float]:
    """The mean of everybody's shares."""
    shares = [_shares(each) for each in ballots]
    return {aim: sum(each[aim] for each in shares) / len(shares) for aim in AIMS}


def _at_least(value: Any, least: float = 0.0) -> float:
    """A number as it is; ValueError where it is none, or too small."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= least:
        raise ValueError(f"{value!r} is not {least:g} or more")
    return value
