"""Checks of phases: their order, what may differ between them, and segments that grow."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from placement.errors import Message
from placement.scenario.checks.agreement import REST
from placement.scenario.checks.notes import Notes, few
from placement.scenario.schema.frame import Phase
from placement.scenario.schema.places import Area, Areas
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.paths import PathError, Tree, put, split_path
from placement.scenario.source.positions import Path

MAY_DIFFER = ("functions", "sites", "equipment", "staff_roles", "prices", "policy", "exceptions")
"""Parts of a scenario that a phase may set."""
_BY_ID = frozenset({"functions", "sites", "equipment", "staff_roles"})
"""Sections in which a phase may change fields of an entry, but not add or remove entries."""
_INSIDE = 3
"""Length of a path that leads to a field of an entry."""
_ONE_YEAR = Message("what an investment costs is counted in one year's money")
_SAME = {
    ("functions", "fitting_out"): _ONE_YEAR,
    ("functions", "hybrid"): Message("its equipment is an investment, counted in one year's money"),
    ("equipment", "price"): _ONE_YEAR,
    ("equipment", "fixed_price_per_site"): _ONE_YEAR,
    ("sites", "equipment_today"): Message("what stands today stands when the first phase begins"),
    ("sites", "kind"): Message("a site keeps its kind"),
}
"""Fields inside an entry that must be the same in every phase, and why."""


def check(notes: Notes) -> None:
    """Add every fault of the phases."""
    _in_order(notes)
    _growth(notes)
    for name, phase in notes.scenario.phases.items():
        for dotted in phase.set:
            _may_differ(notes, name, dotted)
    if notes.scenario.phases:
        _segments(notes)


def _in_order(notes: Notes) -> None:
    for (before, first), (after, second) in pairwise(notes.scenario.phases.items()):
        path = ("phases", after, "from_year")
        if second.from_year <= first.from_year:
            message = Message(
                "'{after}' begins in {from_year}, but '{before}' before it in {from_year2}; write the "
                "phases in the order of their years.",
                after=after,
                from_year=second.from_year,
                before=before,
                from_year2=first.from_year,
            )
            notes.add(path, message)
        elif first.from_year + first.years > second.from_year + 1e-9:
            last = f"{first.from_year + first.years:g}"
            message = Message(
                "'{after}' begins in {from_year}, when '{before}' still lasts (to {last}); shorten it.",
                after=after,
                from_year=second.from_year,
                before=before,
                last=last,
            )
            notes.add(path, message)


def _growth(notes: Notes) -> None:
    for name, phase in list(notes.scenario.phases.items())[:1]:
        if phase.growth_per_year.value != 0:
            message = Message(
                "the scenario's numbers are those of the first phase, so nothing has grown yet; write "
                "the growth in the phases after it."
            )
            notes.add(("phases", name, "growth_per_year"), message)


def _may_differ(notes: Notes, name: str, dotted: str) -> None:
    try:
        path = split_path(dotted)
    except PathError:
        return  # reported when the phase's changes are applied
    refused = objection(path)
    if refused:
        notes.add(("phases", name, "set", dotted), refused, key=True)


def objection(path: Path) -> Message | None:
    """Why a phase may not set the value at ``path``; None if it may."""
    if path[0] not in MAY_DIFFER:
        return Message(
            "'{key}' is the same in every phase; what may differ: {known}.", key=path[0], known=", ".join(MAY_DIFFER)
        )
    if path[0] in _BY_ID and len(path) < _INSIDE:
        return Message("every phase has the same {key}; set what stands inside one of them.", key=path[0])
    if path[0] in _BY_ID and (path[0], path[2]) in _SAME:
        return Message(
            "'{key}' is the same in every phase: {why}; take the line out.", key=path[2], why=_SAME[path[0], path[2]]
        )
    return None


def _segments(notes: Notes) -> None:
    """Check that segments with a growth of their own are disjoint parts of the people."""
    segments = notes.scenario.segments
    growing = [key for key, segment in segments.items() if segment.growth_per_year is not None]
    columns = {segment.people_share for segment in segments.values()} - {REST}
    if not growing:
        return
    rows = notes.scenario.areas.rows
    over = [
        key for key, area in rows.items() if sum(area.segment_shares.get(column, 0.0) for column in columns) > 1 + 1e-9
    ]
    if over:
        message = Message(
            "segments can only grow apart where no inhabitant is in two of them; their shares add up "
            "to more than 1 in {n} areas: {over}.",
            n=len(over),
            over=few(over),
        )
        notes.add(("segments", growing[0], "growth_per_year"), message)


def phase_scenarios(scenario: Scenario) -> tuple[Scenario, ...]:
    """For each phase the scenario with that phase alone; without phases the scenario itself."""
    return tuple(_in_phase(scenario, name) for name in scenario.phases) or (scenario,)


def _in_phase(scenario: Scenario, name: str) -> Scenario:
    """The scenario during a phase; ``scenario`` must have passed its checks."""
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
    """The sections ``areas`` and ``demand`` in the phase's first year; empty if no population changes."""
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
    """For each step from one phase to the next, up to this one: years, and growth a year."""
    phases: list[Phase] = list(scenario.phases.values())[: list(scenario.phases).index(name) + 1]
    return [(b.from_year - a.from_year, b.growth_per_year.value) for a, b in pairwise(phases)]


def _grown_area(scenario: Scenario, area: Area, spans: list[tuple[int, float]]) -> Area:
    """The area with its people and segment shares after ``spans``; segments with a growth of their own grow by that.

    If the area has a growth of its own, its people grow by that in all, and growing segments only change the shares.
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
