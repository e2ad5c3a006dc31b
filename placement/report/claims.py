"""What only the search knows of a proposal: held to what can be, as nobody can recompute it without a solver."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from placement.report.differences import TOLERANCE
from placement.report.json_text import AIM_NAMES
from placement.report.manifest_shape import shown
from placement.solve.result import Options

FORMULATIONS = ("configuration", "assignment", "median")
STOPPED = ("", "time_limit", "interrupt")
STATUSES = ("optimal", "feasible")
_SETS = re.compile(r"(\d+) of (\d+) functions ")
_BETWEEN = 5.0
"""Seconds that may pass between the parts of a solve."""


class Claim(NamedTuple):
    """A path in the document, what stands there, and what may."""

    path: str
    seen: str
    allowed: str


def claims(told: Mapping[str, Any], options: Options, functions: int, *, prefix: str = "") -> list[Claim]:
    """Everything the search cannot have said.

    Args:
        told: ``result.json``, or an alternative of ``compare.json``.
        options: as asked.
        functions: how many the scenario has.
        prefix: before the paths.
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
    """Parts of the time are no more than all of it, and little is lost between them."""
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
    """Every row of the pay-off table lies between ideal and nadir."""
    scale = told["scale"]
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
    """What is said of plans as good, and of better ones, is yes or no; without a look at the former there are none."""
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
    """A bound is no better than the objective, and best is only what is proven to the asked gap."""
    objective, bound, gap = told["objective"], told["bound"], told["gap"]
    for name, value in (("objective", objective), ("bound", bound), ("gap", gap)):
        if value is not None and not _is_number(value):
            yield Claim(name, shown(value), "a number")
            return
    if bound is not None and objective is not None and bound > objective + TOLERANCE * max(1.0, abs(objective)):
        yield Claim("bound", f"{bound:g}", f"at most the objective, {objective:g},")
    proven = gap is not None and gap <= options.gap + 2 * TOLERANCE
    if told["status"] == "optimal" and not proven:
        yield Claim("gap", shown(gap) if gap is None else f"{gap:g}", f"at most {options.gap:g} (status optimal)")
    if told["status"] == "optimal" and told["scale"]["proven"] is False:
        yield Claim("status", "optimal", "feasible")
    if told["status"] == "feasible" and proven and told["scale"]["proven"] is True and not told["stopped"]:
        yield Claim("status", "feasible", "optimal")
