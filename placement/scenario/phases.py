"""Phases: the scenario of each, with the numbers that the phase sets and the inhabitants of its first year."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from placement.scenario.checks.agreement import REST
from placement.scenario.schema.frame import Phase
from placement.scenario.schema.places import Area, Areas
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.paths import Tree, put, split_path


def phase_scenarios(scenario: Scenario) -> tuple[Scenario, ...]:
    """The scenario of each phase, which has that phase alone; the scenario itself where it has no phases."""
    return tuple(_in_phase(scenario, name) for name in scenario.phases) or (scenario,)


def _in_phase(scenario: Scenario, name: str) -> Scenario:
    """The scenario while the phase lasts; it must have passed its checks."""
    phase, tree = scenario.phases[name], {key: getattr(scenario, key) for key in Scenario.model_fields}
    changes = {split_path(dotted): value for dotted, value in phase.set.items()}
    if phase.max_extra_operating_per_year is not None:
        own = phase.max_extra_operating_per_year.model_dump(mode="json")
        changes["policy", "max_extra_operating_per_year"] = own
    for section in {path[0] for path in changes}:
        tree[section] = _plain(tree[section])
    for path, value in changes.items():
        tree = put(tree, path, value, {})
    return Scenario.model_validate({**tree, "phases": {name: phase}, **_grown(scenario, name)})


def _plain(part: Any) -> Any:
    if isinstance(part, BaseModel):
        return part.model_dump(mode="json")
    return {key: _plain(item) for key, item in part.items()}


def _grown(scenario: Scenario, name: str) -> Tree:
    """The sections ``areas`` and ``demand`` in the phase's first year; empty where no number of people changes."""
    spans = _spans(scenario, name)
    rows = {key: _grown_area(scenario, area, spans) for key, area in scenario.areas.rows.items()}
    if rows == scenario.areas.rows:
        return {}
    more = {
        key: area.people / before.people if before.people > 0 else 1.0
        for (key, area), before in zip(rows.items(), scenario.areas.rows.values(), strict=True)
    }
    known = {
        function: {area: visits * more[area] for area, visits in by_area.items()}
        for function, by_area in scenario.demand.rows.items()
    }
    areas: Areas = scenario.areas.model_copy(update={"rows": rows})
    return {"areas": areas, "demand": scenario.demand.model_copy(update={"rows": known})}


def _spans(scenario: Scenario, name: str) -> list[tuple[int, float]]:
    """From each phase to the next, up to this one: how many years, and the growth a year."""
    phases: list[Phase] = list(scenario.phases.values())[: list(scenario.phases).index(name) + 1]
    return [(b.from_year - a.from_year, b.growth_per_year.value) for a, b in pairwise(phases)]


def _grown_area(scenario: Scenario, area: Area, spans: list[tuple[int, float]]) -> Area:
    """People and segment shares of an area after ``spans``; segments with a growth of their own grow by that.

    Where the area has a growth of its own, that is the growth of all its people, and segments only shift their shares.
    """
    years, own = sum(length for length, _ in spans), area.growth_per_year
    factor = 1.0
    for length, growth in spans:
        factor *= (1 + (growth if own is None else own)) ** length
    parts = {}
    for segment in scenario.segments.values():
        if segment.growth_per_year is not None:
            parts[segment.people_share] = (1 + segment.growth_per_year.value) ** years
    if not parts:
        return area if factor == 1 else area.model_copy(update={"people": area.people * factor})
    named = {s.people_share for s in scenario.segments.values()} - {REST}
    grown = {column: area.segment_shares[column] * parts.get(column, factor) for column in named}
    grown[REST] = (1 - sum(area.segment_shares[column] for column in named)) * parts.get(REST, factor)
    total = sum(grown.values())
    shares = {
        column: grown[column] / total if column in named else share for column, share in area.segment_shares.items()
    }
    return area.model_copy(
        update={"people": area.people * (total if own is None else factor), "segment_shares": shares}
    )
