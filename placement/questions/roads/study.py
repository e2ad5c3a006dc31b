"""Times by road between the places of a scenario: checks before routing, and the rows of the result."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from placement.errors import Figure, Message, ScenarioError
from placement.instance.instance import Floats
from placement.questions.roads.extract import Box
from placement.questions.roads.valhalla import FARTHEST_LOOK, Costing, Point, Roads
from placement.scenario.load import Loaded
from placement.scenario.schema.places import Area, Mode, Site

HEADING = ("origin", "destination", "minutes", "mode", "km", "source")
_DECIMALS = 1


@dataclass(frozen=True)
class Trips:
    """A means of travel.

    Attributes:
        costing: Valhalla's name of the means; ``options``: its costing options.
        access: minutes added to every trip.
    """

    mode: Mode
    costing: Costing
    options: Mapping[str, Any] = field(default_factory=dict)
    access: float = 0.0

    def __str__(self) -> str:
        said = ", ".join(f"{name} {value}" for name, value in self.options.items())
        return f"{self.mode}: {self.costing} ({said}) + {self.access:g} min"


def ferries(use: float, wait: float) -> dict[str, Any]:
    """Valhalla's costing options for ferries: ``use`` from 0 (avoid all) to 1, ``wait`` minutes at each."""
    return {"use_ferry": use, "ferry_cost": round(wait * 60), **({"exclude_ferries": True} if use == 0 else {})}


@dataclass(frozen=True)
class Row:
    """A row of the table of times; minutes and km are None where there is no way."""

    origin: str
    destination: str
    minutes: float | None
    mode: Mode
    km: float | None


class Places:
    """The areas and sites of a scenario, with their coordinates.

    Raises:
        ScenarioError: some have no coordinates.
    """

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        base = loaded.base
        self.areas, self.sites = tuple(base.areas.rows), tuple(base.sites)
        self._all: dict[str, Area | Site] = {
            **{f"areas.{key}": area for key, area in base.areas.rows.items()},
            **{f"sites.{key}": site for key, site in base.sites.items()},
        }
        message = Message("it has no lat and lon, and no way along roads begins or ends there; write both.")
        self._refuse((path, message) for path, place in self._all.items() if place.lat is None or place.lon is None)
        points = [Point(place.lat or 0.0, place.lon or 0.0) for place in self._all.values()]
        self.points = tuple(points)
        self.area_points, self.site_points = points[: len(self.areas)], points[len(self.areas) :]

    def _refuse(self, found: Iterator[tuple[str, Message]]) -> None:
        faults = [self._loaded.fault_at(path, message) for path, message in found]
        if faults:
            raise ScenarioError(faults)

    def refuse_outside(self, box: Box) -> None:
        """Raise ScenarioError with every place outside the box of the extract."""
        self._refuse(
            (
                path,
                Message(
                    "{lat}, {lon} lies outside the extract, which covers {box}; correct the coordinates, or take a "
                    "larger extract.",
                    lat=f"{point.lat:g}",
                    lon=f"{point.lon:g}",
                    box=box,
                ),
            )
            for path, point in zip(self._all, self.points, strict=True)
            if not box.holds(point.lat, point.lon)
        )

    def metres_to_road(self, roads: Roads, trips: Trips, most: float) -> Floats:
        """``(areas + sites,)`` metres to the nearest road.

        Raises:
            ScenarioError: with every place that has none within ``most`` metres.
        """
        metres = roads.metres_to_road(self.points, trips.costing, most)
        metres[metres > most] = np.inf
        far = np.flatnonzero(np.isinf(metres))
        again = roads.metres_to_road([self.points[n] for n in far], trips.costing, FARTHEST_LOOK)
        paths = list(self._all)
        self._refuse((paths[n], _far(trips, near, most)) for n, near in zip(far, again, strict=True))
        return metres

    def named(self, n: int) -> str:
        """The id of a place, by its position among areas and sites."""
        return list(self._all)[n].partition(".")[2]


def _far(trips: Trips, metres: float, most: float) -> Message:
    remedy = Message("Move it to where people live or enter, or allow more by --snap.")
    if math.isinf(metres):
        return Message(
            "within {most} km there is no road for {costing}; is it in the sea, or the wrong way round? {remedy}",
            most=Figure(FARTHEST_LOOK / 1000),
            costing=trips.costing,
            remedy=remedy,
        )
    return Message(
        "the nearest road for {costing} is {metres} m away, and at most {most} m are allowed. {remedy}",
        costing=trips.costing,
        metres=Figure(round(metres)),
        most=Figure(most),
        remedy=remedy,
    )


def all_rows(places: Places, roads: Roads, car: Trips, without: Trips | None, within: float) -> list[Row]:
    """Areas to sites and sites to sites by car; areas to sites without one, where that is asked for."""
    asked = [(car, [*places.areas, *places.sites], places.points)]
    if without is not None:
        asked.append((without, list(places.areas), tuple(places.area_points)))
    found: list[Row] = []
    for trips, names, points in asked:
        seconds, km = roads.matrix(points, places.site_points, trips.costing, trips.options, within)
        found += _rows(names, places.sites, trips, seconds, km)
    return found


def _rows(origins: Sequence[str], sites: Sequence[str], trips: Trips, seconds: Floats, km: Floats) -> Iterator[Row]:
    for n, origin in enumerate(origins):
        for m, site in enumerate(sites):
            if origin == site:
                continue
            way = not math.isnan(seconds[n, m])
            yield Row(
                origin,
                site,
                round(float(seconds[n, m]) / 60 + trips.access, _DECIMALS) if way else None,
                trips.mode,
                round(float(km[n, m]), _DECIMALS) if way else None,
            )


def as_csv(rows: Sequence[Row], source: str) -> bytes:
    """The rows as the CSV table of times that a scenario reads."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEADING)
    for row in rows:
        table.writerow((row.origin, row.destination, _cell(row.minutes), row.mode, _cell(row.km), source))
    return text.getvalue().encode()


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.{_DECIMALS}f}"
