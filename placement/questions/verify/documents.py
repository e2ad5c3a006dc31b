"""Checks of documents in what cannot be recomputed without the solver.

``pairs.json`` and ``robust.json`` repeat their tables (`echoed`), and some of their fields follow from others
(`expected_of`, `expected_pairs`). What the search states about a proposal must at least be possible (`claims`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from placement.present.folder import manifest as manifests
from placement.present.folder.differences import TOLERANCE
from placement.present.folder.manifest import shown
from placement.present.folder.reading import AIM_NAMES, SCHEMA_VERSION
from placement.present.tables.columns import Cell, Column, Table, TableKind
from placement.questions.pairs.findings import Kind
from placement.questions.pairs.tables import TABLES as PAIRS
from placement.questions.proposal.rebuild import options_of
from placement.questions.robust.best_plans import method_of
from placement.questions.robust.tables import TABLES as ROBUST
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import AIMS
from placement.solve.result import Options
from placement.solve.scalarisation import needs_table

Told = Mapping[str, Any]
"""A document, or a part of it."""
Records = Sequence[Mapping[str, Any]]
_FITS: dict[str, tuple[type, ...]] = {"string": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float)}
TITLES = frozenset({"function_title", "site_title", "other_title", "reason", "why"})
"""Columns in the language asked for, while the document is in the scenario's main language; not compared."""


def echoed(name: str, told: Mapping[str, Any]) -> dict[str, Table]:
    """The tables that a document repeats, by name.

    Args:
        name: of the document.
        told: its content.
    """
    match name:
        case "pairs.json":
            return {name: _table(PAIRS[name], told[name]) for name in PAIRS}
        case "robust.json":
            lists = {table: told[table.removeprefix("robust_")] or [] for table in ROBUST if table != "robust_values"}
            lists["robust_values"] = list(_values(told["worlds"]))
            return {table: _table(kind, lists[table]) for table, kind in ROBUST.items()}
    return {}


def _table(kind: TableKind, records: Records) -> Table:
    return Table(kind, [tuple(_cell(each[column.name], column) for column in kind.columns) for each in records])


def _cell(value: Any, column: Column) -> Cell:
    """A value as a cell; TypeError if it is not of the column's type."""
    fits = isinstance(value, _FITS[column.type]) and isinstance(value, bool) is (column.type == "boolean")
    if value is None or fits:
        return cast("Cell", value)
    raise TypeError(f"{column.name}: {value!r}")


def _values(worlds: Records) -> Iterator[Mapping[str, Any]]:
    for world in worlds:
        for path, value in world["values"].items():
            yield {"variant": world["variant"], "world": world["world"], "path": path, "value": value}


def expected_pairs(told: Told, manifest: Told, loaded: Loaded) -> dict[str, Any]:
    """``pairs.json`` without its proposal, as it should be: the counts follow from the rows."""
    kinds = [each["price_kind"] for each in told["pairs"]]
    limit = manifest["options"]["time_limit"]
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": loaded.scenario.name,
        "variant": list(loaded.variants),
        "pairs": told["pairs"],
        "money_per_minute": told["money_per_minute"],
        "every_price_known": all(each["every_price_known"] for each in told["pairs"]),
        "scarce": told["scarce"],
        "counts": {str(kind): kinds.count(str(kind)) for kind in Kind},
        "seconds": _at_least(told["seconds"]),
        "time_limit": _at_least(told["time_limit"]) if limit is None else limit,
        "stopped": bool(told["stopped"]),
        "manifest": told.get("manifest"),
    }


def expected_of(told: Told, manifest: Told, loaded: Loaded) -> dict[str, Any]:
    """``robust.json`` as it should be: parts that follow from others recomputed, the rest as they are."""
    parts = {part: told[part] for part in _ROBUST_PARTS}
    options = options_of(manifest["options"])
    own = {"schema_version": SCHEMA_VERSION, "scenario": loaded.scenario.name, "manifest": told.get("manifest")}
    return {**parts, **own, **_robust(told, method_of(options, loaded.scenario.objectives))}


_ROBUST_PARTS = (
    "variants",
    "method",
    "prices",
    "weights",
    "design",
    "stopped",
    "worlds_done",
    "worlds_impossible",
    "worlds_left",
    "plans_good",
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
        "plans_good": sum(world["plans_good"] or 0 for world in worlds),
        "cpu_seconds_in_worlds": _at_least(told["cpu_seconds_in_worlds"]),
        "seconds": _at_least(told["seconds"]),
    }


def _shares(weights: Told) -> dict[str, float]:
    """Weights scaled to sum 1."""
    total = sum(float(weights[aim]) for aim in AIMS)
    return {aim: float(weights[aim]) / total for aim in AIMS}


def _at_least(value: Any, least: float = 0.0) -> float:
    """A number unchanged; ValueError if it is no number, or below ``least``."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= least:
        raise ValueError(f"{value!r} is not {least:g} or more")
    return value


FORMULATIONS = ("configuration", "assignment", "median")
STOPPED = ("", "time_limit", "interrupt")
STATUSES = ("optimal", "feasible")
_SETS = re.compile(r"(\d+) of (\d+) functions ")
_ROUNDED = 1.0
"""Kroner by which a gap may be above the one asked for: it is printed in whole kroner."""
_BETWEEN = 5.0
"""Most seconds that may pass between the parts of a solve."""


class Claim(NamedTuple):
    """An impossible value in a document: its path, the value, and what is allowed."""

    path: str
    seen: str
    allowed: str


def claims(told: Mapping[str, Any], options: Options, functions: int, *, prefix: str = "") -> list[Claim]:
    """The impossible values in what a document states about the search for a proposal.

    Args:
        told: ``result.json``, or an alternative of ``compare.json``.
        options: of the search.
        functions: number of functions in the scenario.
        prefix: put in front of the paths.
    """
    found = [*_words(told), *_seconds(told["seconds"]), *_scale(told), *_formulation(told, options, functions)]
    found += [*_proof(told, options), *_last_word(told)]
    return [each._replace(path=prefix + each.path) for each in found]


def _words(told: Mapping[str, Any]) -> Iterator[Claim]:
    for name, allowed in (("status", STATUSES), ("stopped", STOPPED), ("formulation", FORMULATIONS)):
        if told[name] not in allowed:
            yield Claim(name, shown(told[name]), " / ".join(allowed).removeprefix(" / "))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _seconds(seconds: Mapping[str, Any]) -> Iterator[Claim]:
    """The seconds of the parts must add up to the total, or to a little less."""
    names = ("load", "build", "solve", "total")
    for name in dict.fromkeys((*names, *seconds)):
        if name not in names:
            yield Claim(f"seconds.{name}", "a value", "nothing")
        elif not _is_number(seconds.get(name)) or seconds[name] < 0:
            yield Claim(f"seconds.{name}", shown(seconds.get(name, "nothing")), "0 or more")
            return
    parts = sum(seconds[name] for name in names[:3])
    if not parts - TOLERANCE <= seconds["total"] <= parts + _BETWEEN:
        yield Claim("seconds.total", f"{seconds['total']:g}", f"{parts:g}")


def _scale(told: Mapping[str, Any]) -> Iterator[Claim]:
    """Every row of the pay-off table, if the method has one, must be between ideal and nadir."""
    scale, needed = told["scale"], needs_table(told["method"])
    if (scale is not None) != needed:
        yield Claim("scale", "nothing" if needed else "a value", "a value" if needed else "nothing")
    if scale is None:
        return
    if not isinstance(scale["proven"], bool):
        yield Claim("scale.proven", shown(scale["proven"]), "true or false")
    for aim in AIM_NAMES:
        values = [row[aim] for row in scale["rows"]]
        ideal, nadir = scale["ideal"][aim], scale["nadir"][aim]
        for path, value in (("ideal", ideal), ("nadir", nadir), *((f"rows.{n}", v) for n, v in enumerate(values))):
            if value is not None and not _is_number(value):
                yield Claim(f"scale.{path}.{aim}", shown(value), "a number")
                return
        if not _is_number(scale["unit"][aim]) or scale["unit"][aim] <= 0:
            yield Claim(f"scale.unit.{aim}", shown(scale["unit"][aim]), "above 0")
        known = [value for value in (ideal, *values) if value is not None]
        slack = TOLERANCE * max(1.0, *map(abs, known)) if known else 0.0
        if values and ideal is not None and ideal > min(values) + slack:
            yield Claim(f"scale.ideal.{aim}", f"{ideal:g}", f"at most {min(values):g}")
        if values and nadir is not None and nadir < max(values) - slack:
            yield Claim(f"scale.nadir.{aim}", f"{nadir:g}", f"at least {max(values):g}")


def _last_word(told: Mapping[str, Any]) -> Iterator[Claim]:
    """Flags on equally good plans must be booleans, and ``more`` must be false if not all of them were searched for."""
    ties = told.get("ties") or {}
    asked = (("undominated", told), ("ties.more", ties), ("ties.complete", ties))
    for path, where in asked:
        name = path.rpartition(".")[2]
        if name in where and not isinstance(where[name], bool):
            yield Claim(path, shown(where[name]), "true or false")
    if ties.get("complete") is False and told["status"] == "optimal" and ties.get("more") is True:
        yield Claim("ties.more", "true", "false (not all of them were looked for)")


def _formulation(told: Mapping[str, Any], options: Options, functions: int) -> Iterator[Claim]:
    name, reason = told["formulation"], told["formulation_reason"]
    asked = options.formulation == "assignment"
    if asked and name != "assignment":
        yield Claim("formulation", shown(name), "assignment")
    if not isinstance(reason, str) or not reason or (reason == "asked for") != asked:
        yield Claim("formulation_reason", shown(reason), "asked for" if asked else "another reason")
    counted = _SETS.match(reason) if isinstance(reason, str) else None
    if counted and (int(counted[2]) != functions or (int(counted[1]) == 0) != (name == "assignment")):
        yield Claim("formulation_reason", shown(reason), f"{functions} functions, {name}")


def _proof(told: Mapping[str, Any], options: Options) -> Iterator[Claim]:
    """A bound must not be worse than the objective, and a plan is "best" only if proven to the gap asked for."""
    objective, bound, gap = told["objective"], told["bound"], told["gap"]
    for name, value in (("objective", objective), ("bound", bound), ("gap", gap)):
        if value is not None and not _is_number(value):
            yield Claim(name, shown(value), "a number")
            return
    if bound is not None and objective is not None and bound > objective + TOLERANCE * max(1.0, abs(objective)):
        yield Claim("bound", f"{bound:g}", f"at most the objective, {objective:g},")
    scale_proven = told["scale"] is None or told["scale"]["proven"]
    near = told["scale"] is None and bound is not None and objective - bound <= options.gap_money + _ROUNDED
    proven = near or (gap is not None and gap <= options.gap + 2 * TOLERANCE)
    if told["status"] == "optimal" and not proven:
        yield Claim("gap", shown(gap) if gap is None else f"{gap:g}", f"at most {options.gap:g} (status optimal)")
    if told["status"] == "optimal" and scale_proven is False:
        yield Claim("status", "optimal", "feasible")
    if told["status"] == "feasible" and proven and scale_proven is True and not told["stopped"]:
        yield Claim("status", "feasible", "optimal")


def step_claims(told: Mapping[str, Any]) -> Iterator[Claim]:
    """Impossible values in a staircase: gaps below 0, falling prices, an end without a reason."""
    for path in ("seconds", "unproven_money", "unproven_minutes", "asked"):
        if not _is_number(told[path]) or told[path] < 0:
            yield Claim(path, shown(told[path]), "0 or more")
    for name, allowed in (("stopped", STOPPED), ("formulation", FORMULATIONS)):
        if told[name] not in allowed:
            yield Claim(name, shown(told[name]), " / ".join(allowed).removeprefix(" / "))
    if not isinstance(told["complete"], bool) or told["complete"] is bool(told["stopped"]):
        yield Claim("complete", shown(told["complete"]), "false where it was stopped, otherwise true")
    before = 0.0
    for n, step in enumerate(told["steps"]):
        if step["unproven"] < 0:
            yield Claim(f"steps.{n}.unproven", f"{step['unproven']:g}", "0 or more")
        if step["price"] < before:
            yield Claim(f"steps.{n}.price", f"{step['price']:g}", f"at least {before:g}")
        before = step["price"]
