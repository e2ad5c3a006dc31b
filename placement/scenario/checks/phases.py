"""Checks of phases: their order, what may differ between them, and segments that grow."""

from __future__ import annotations

from itertools import pairwise

from placement.errors import Message
from placement.scenario.checks.agreement import REST
from placement.scenario.checks.notes import Notes, few
from placement.scenario.source.paths import PathError, split_path
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
"""Fields inside an entry that every phase shares, and why."""


def check(notes: Notes) -> None:
    """Note every fault of the phases."""
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
        return  # said where the path is tried out
    refused = objection(path)
    if refused:
        notes.add(("phases", name, "set", dotted), refused, key=True)


def objection(path: Path) -> Message | None:
    """Why a phase may not set what stands at ``path``; None where it may."""
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
    """Segments that grow must be parts of the people that do not overlap."""
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
