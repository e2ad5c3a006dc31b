"""What ``roads`` shows: how many times, between which minutes, where there is no way, and what else decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from placement.instance.instance import Floats
from placement.locale import N_
from placement.present.screen.lines import Line, wrapped
from placement.present.words.voice import Voice
from placement.questions.roads.study import Places, Row, Trips
from placement.scenario.checks.notes import few
from placement.scenario.schema.scenario import Scenario

WITHOUT: dict[str, str] = {
    "factor": N_("Those without a car take the car's minutes × {factor}, as the scenario says."),
    "bicycle": N_("Those without a car take a bicycle."),
    "pedestrian": N_("Those without a car walk."),
    "bus": N_(
        "Those without a car take a bus that leaves at once, goes straight there and stops nowhere: no bus does, so "
        "the time is too short. Timetables are not read here."
    ),
}
_FAR = 100.0
"""Metres from which the way to the nearest road is worth a word."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found.

    Attributes:
        metres: ``(areas + sites,)`` to the nearest road by car.
        before: the scenario as it was; ``after``: with the new times.
    """

    places: Places
    rows: Sequence[Row]
    trips: Sequence[Trips]
    metres: Floats
    before: Scenario
    after: Scenario


def screen(found: Found, say: Voice, *, table: Path, scenario: Path, dry_run: bool) -> list[Line]:
    """The lines."""
    done = N_("Nothing is written: {table} would hold {n}, and {scenario} would read it.")
    if not dry_run:
        done = N_("{table} holds {n}, and {scenario} reads it.")
    n = say.some("{n} time", "{n} times", len(found.rows))
    head = say(done, table=table.name, n=n, scenario=scenario.name)
    return [Line(part) for text in [head, *_said(found, say)] for part in wrapped(text)]


def _said(found: Found, say: Voice) -> Iterator[str]:
    areas = set(found.places.areas)
    for trips in found.trips:
        here = [row for row in found.rows if row.mode == trips.mode and row.origin in areas]
        yield from _minutes(here, trips, say)
    without = found.trips[1].costing if len(found.trips) > 1 else "factor"
    yield say(WITHOUT[without], factor=say.number(found.after.travel.without_car_factor.value, 1))
    farthest = int(found.metres.argmax())
    if found.metres[farthest] > _FAR:
        yield say(
            "Farthest from a road: {place}, {metres} m.",
            place=found.places.named(farthest),
            metres=say.number(float(found.metres[farthest])),
        )
    yield from _warnings(found, say)


def _minutes(rows: Sequence[Row], trips: Trips, say: Voice) -> Iterator[str]:
    known = [row.minutes for row in rows if row.minutes is not None]
    if known:
        text = N_("By car: {low}–{high} minutes, half of them under {middle}; {access} of them parking and walking.")
        if trips.mode == "without_car":
            text = N_("Without a car: {low}–{high} minutes, half of them under {middle}.")
        figures = {"low": min(known), "high": max(known), "middle": median(known), "access": trips.access}
        yield say(text, **{name: say.number(value) for name, value in figures.items()})
    none = [f"{row.origin} → {row.destination}" for row in rows if row.minutes is None]
    if none:
        text = N_("! No way by car between {n}: {pairs}.")
        if trips.mode == "without_car":
            text = N_("! No way without a car between {n}: {pairs}.")
        yield say(text, n=say.some("{n} pair", "{n} pairs", len(none)), pairs=few(none))


def _warnings(found: Found, say: Voice) -> Iterator[str]:
    after = found.after.travel
    if after.overrides.rows:
        rows = say.some("{n} row", "{n} rows", len(after.overrides.rows))
        yield say("! {n} of travel.overrides win over the table; take out those that the roads answer.", n=rows)
    if after.crossings and any(row.minutes is None for row in found.rows):
        yield say(
            "! The scenario has crossings, but the table says of some pairs that nobody can get there; where a ferry "
            "is missing on the map, write those pairs in travel.overrides."
        )
