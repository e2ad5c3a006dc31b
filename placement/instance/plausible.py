"""Input that is hardly meant: implausible places, times and names, and products too large for a solver.

Coordinates are compared with the land, with the other places and with outlines; travel times with distances; letters
with what a wrong encoding makes of them. The findings are warnings: the scenario is still solved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Fault, Message
from placement.instance.instance import Floats, Instance
from placement.instance.land import AT_SEA, inside, land_of, nearest_km, out_at_sea
from placement.instance.travel import great_circle_km, paired_km
from placement.locale import N_
from placement.scenario.checks.notes import few
from placement.scenario.load import Loaded
from placement.scenario.schema.places import Area, Site, TravelTime
from placement.scenario.schema.scenario import Scenario
from placement.scenario.schema.units import DAYS, VISITS
from placement.scenario.source.boundaries import polygons
from placement.scenario.source.positions import Path

if TYPE_CHECKING:
    from placement.instance.instance import Floats, Instance


MOST = 0.8
"""Where this share of a table's places are odd in the same way, it is said once of the table."""
SAMPLE = 200
"""At most about so many points of a table are looked at for that."""
FEWEST = 3
"""With fewer points than this, none is called far from the others."""
FAR_KM, FAR_TIMES = 300.0, 6.0
"""A place is far from the others beyond so many km from their middle, and beyond so many times what is usual."""
OUTSIDE_KM = 1.0
"""A point less far outside its outline is not mentioned: the outline may be drawn coarsely."""
FASTEST_KMH = 200.0
"""Trips that would need more than this, as the crow flies, are mentioned."""
SHORTEST = 0.98
"""Road distances below this share of the distance as the crow flies are mentioned."""
NEAR_KM = 2.0
"""Between places nearer to each other than this, times and distances are not compared."""
DAY_MINUTES = 1440.0
"""Trips of this length or more probably stand for something else."""


@dataclass(frozen=True)
class _Point:
    """An area or site whose coordinates are known; ``path`` is that of its latitude."""

    name: str
    path: Path
    record: Area | Site
    lon: float
    lat: float


Points = Sequence[_Point]
Odd = tuple[Path, Message]


def plausible(loaded: Loaded, instance: Instance) -> tuple[Fault, ...]:
    """A warning for everything implausible, each with its file and line.

    Args:
        loaded: the scenario and where it was written.
        instance: the same scenario as arrays.
    """
    found = (*_odd(loaded.scenario), *_without_staff(instance), *_garbled(loaded.scenario), *_falling(loaded.scenario))
    return tuple(loaded.positions.fault(path, message) for path, message in found)


def _without_staff(instance: Instance) -> Iterator[Odd]:
    """A finding for each house that staff cannot reach from its parent hospital."""
    for house in np.flatnonzero(np.isinf(instance.travel.parent_minutes)).tolist():
        message = Message(
            "nobody can get from {hospital} to {house}, so only functions whose staff is stationed there can be there.",
            hospital=instance.site_ids[instance.parent[house]],
            house=instance.site_ids[house],
        )
        yield ("sites", instance.site_ids[house], "parent_hospital"), message


def _garbled(scenario: Scenario) -> Iterator[Odd]:
    """A finding for each name with wrong letters, as after reading a file in another encoding than its own."""
    for key, area in scenario.areas.rows.items():
        for field in ("name", "municipality", "group"):
            yield from _letters(("areas", "rows", key, field), getattr(area, field))
    for key, site in scenario.sites.items():
        yield from _letters(("sites", key, "title"), site.title.in_language("da"))


def _falling(scenario: Scenario) -> Iterator[Odd]:
    """A finding if the price index falls from its first year to the price year: perhaps the years are reversed."""
    index, year = scenario.prices.index, scenario.about.price_year
    first = min(index, default=None)
    if first is not None and year in index and index[year] < index[first]:
        message = Message(
            "the price index falls from {before:g} in {first} to {after:g} in {year}, so prices of {first} become "
            "lower; an index of prices mostly rises. A price is multiplied by index {year} / index {first}.",
            before=index[first],
            first=first,
            after=index[year],
            year=year,
        )
        yield ("prices", "index"), message


def _letters(path: Path, text: str) -> Iterator[Odd]:
    meant = "" if text.isascii() else _misread(text)
    if meant:
        yield (
            path,
            Message("'{seen}' may be '{meant}', read in another encoding; save it anew.", seen=text, meant=meant),
        )
    elif "\N{REPLACEMENT CHARACTER}" in text:
        yield (
            path,
            Message("'{seen}' has lost a letter where it was saved in another encoding; write it anew.", seen=text),
        )


def _misread(text: str) -> str:
    """The text meant, if UTF-8 has been read as Windows-1252; else empty."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def _odd(scenario: Scenario) -> Iterator[Odd]:
    """Findings about places and times: only the first of each place, or of each table."""
    tables = _points(("areas", "rows"), scenario.areas.rows), _points(("sites",), scenario.sites)
    exchanged = [message for table in tables if (message := _exchanged(table))]
    if exchanged:
        yield from exchanged
        return
    points = [point for table in tables for point in table]
    for check in (_far, _at_sea, _on_other_land, _outside(scenario)):
        found = dict(check(points))
        yield from found.items()
        points = [point for point in points if point.path not in found]
    yield from _times(scenario, ("travel", "rows"), scenario.travel.rows)
    yield from _times(scenario, ("travel", "overrides", "rows"), scenario.travel.overrides.rows)


def _points(head: Path, records: Mapping[str, Area] | Mapping[str, Site]) -> list[_Point]:
    return [
        _Point(key, (*head, key, "lat"), record, record.lon, record.lat)
        for key, record in records.items()
        if record.lon is not None and record.lat is not None
    ]


def _lonlat(points: Points) -> Floats:
    return np.array([(point.lon, point.lat) for point in points], dtype=float).reshape(len(points), 2)


def _exchanged(points: Points) -> Odd | None:
    """A finding where most of a table's points lie in the sea, but on land with latitude and longitude exchanged."""
    lonlat = _lonlat(points)[:: 1 + len(points) // SAMPLE]
    turned = lonlat[:, ::-1]
    if not len(lonlat) or np.abs(turned[:, 1]).max() > 90:
        return None
    at_sea, on_land = (out_at_sea(lonlat) > 0).mean(), (land_of(turned) != AT_SEA).mean()
    if at_sea < MOST or on_land < MOST:
        return None
    message = Message(
        "{count} of {all} points lie in the sea, but on land where latitude and longitude are exchanged; did you swap "
        "lat and lon?",
        count=round(at_sea * len(points)),
        all=len(points),
    )
    return points[0].path, message


def _far(points: Points) -> Iterator[Odd]:
    """A finding for each place far from all others; see ``FAR_KM``."""
    if len(points) < FEWEST:
        return
    lonlat = _lonlat(points)
    middle = np.median(lonlat, axis=0)
    km = _km(middle, lonlat)
    limit = max(FAR_KM, FAR_TIMES * float(np.median(km)))
    turned = _km(middle, lonlat[:, ::-1])
    for at in np.flatnonzero(km > limit).tolist():
        if turned[at] <= limit:
            message = Message(
                "{name} lies {km} km from the middle of the other places, and among them where latitude and longitude "
                "are exchanged; are they?",
                name=points[at].name,
                km=round(float(km[at])),
            )
        else:
            message = Message(
                "{name} lies {km} km from the middle of the other places; are its latitude and longitude right?",
                name=points[at].name,
                km=round(float(km[at])),
            )
        yield points[at].path, message


def _km(point: Floats, others: Floats) -> Floats:
    """``(n,)`` from one longitude and latitude to each of ``(n, 2)`` others."""
    between: Floats = great_circle_km(point[1:], point[:1], others[:, 1], others[:, 0])[0]
    return between


def _at_sea(points: Points) -> Iterator[Odd]:
    km = out_at_sea(_lonlat(points))
    for at in np.flatnonzero(km).tolist():
        message = Message(
            "{name} lies in the sea, {km} km from land; are its latitude and longitude right?",
            name=points[at].name,
            km=round(float(km[at])),
        )
        yield points[at].path, message


def _on_other_land(points: Points) -> Iterator[Odd]:
    """A finding for each place whose ``landmass`` differs from that of most places on the same ring of land."""
    land = land_of(_lonlat(points))
    for ring in np.unique(land[land != AT_SEA]).tolist():
        there = [points[at] for at in np.flatnonzero(land == ring).tolist()]
        said = Counter(point.record.landmass for point in there)
        own, count = said.most_common(1)[0]
        for point in there:
            if point.record.landmass != own and count > said[point.record.landmass]:
                message = Message(
                    "{name} has the landmass '{said}', but lies on the same land as {count} places of '{own}'; correct "
                    "the point or the landmass.",
                    name=point.name,
                    said=point.record.landmass,
                    count=count,
                    own=own,
                )
                yield point.path, message


def _outside(scenario: Scenario) -> Callable[[Points], Iterator[Odd]]:
    """The check of points against the outlines of their areas, or of what those belong to."""

    def check(points: Points) -> Iterator[Odd]:
        if scenario.boundaries is None:
            return
        rings = {key: _rings(outline) for key, outline in scenario.boundaries.rows.items()}
        named = [(point, _outline_of(point, scenario.boundaries.of)) for point in points]
        held = [(point, name) for point, name in named if name in rings]
        out = [(point, name) for point, name in held if _beyond(point.lon, point.lat, rings[name])]
        if out and len(out) >= MOST * len(held):
            turned = [one for one in out if not _beyond(one[0].lat, one[0].lon, rings[one[1]])]
            yield ("boundaries", "file"), _all_outside(len(out), len(held), turned=len(turned) >= MOST * len(out))
            return
        for point, name in out:
            message = Message(
                "{name} lies outside the outline of '{outline}'; correct the point or the outline.",
                name=point.name,
                outline=name,
            )
            yield point.path, message

    return check


def _all_outside(count: int, of: int, *, turned: bool) -> Message:
    if turned:
        return Message(
            "{count} of {all} points lie outside their outlines, but inside where longitude and latitude of the "
            "outlines are exchanged; GeoJSON has the longitude first.",
            count=count,
            all=of,
        )
    return Message(
        "{count} of {all} points lie outside their outlines; do the outlines, or the points, belong to another region?",
        count=count,
        all=of,
    )


def _rings(outline: str) -> list[Floats]:
    return [np.array(ring) for polygon in polygons(outline) for ring in polygon]


def _outline_of(point: _Point, of: str) -> str:
    if of == "area":
        return point.name if isinstance(point.record, Area) else ""
    return point.record.municipality


def _beyond(lon: float, lat: float, rings: list[Floats]) -> bool:
    """Whether a point lies outside an outline by more than ``OUTSIDE_KM``."""
    place = np.array([[lon, lat]])
    return bool(not inside(place, rings)[0] and nearest_km(place, rings)[0] > OUTSIDE_KM)


def _times(scenario: Scenario, path: Path, rows: Sequence[TravelTime]) -> Iterator[Odd]:
    """Times and kilometres compared with the distance; one finding for all rows that are odd in the same way."""
    crow = _crow_km(scenario, rows)
    minutes = np.array([np.nan if row.minutes is None else row.minutes for row in rows], dtype=float)
    km = np.array([np.nan if row.km is None else row.km for row in rows], dtype=float)
    far = crow > NEAR_KM
    odd = {
        "minutes": far & (minutes < crow / FASTEST_KMH * 60),
        "km": far & (km < SHORTEST * crow),
        "day": minutes >= DAY_MINUTES,
    }
    for kind, marks in odd.items():
        found = np.flatnonzero(marks).tolist()
        if found:
            pairs = few([f"{rows[at].origin} → {rows[at].destination}" for at in found])
            yield (*path, str(found[0]), "km" if kind == "km" else "minutes"), _odd_times(kind, pairs)


def _odd_times(kind: str, pairs: str) -> Message:
    if kind == "minutes":
        return Message(
            "there are times shorter than at {kmh} km/h as the crow flies: {pairs}; are they minutes, and are the "
            "places where they are?",
            kmh=round(FASTEST_KMH),
            pairs=pairs,
        )
    if kind == "km":
        return Message(
            "there are distances shorter than the crow flies: {pairs}; are they km, and are the places where they are?",
            pairs=pairs,
        )
    return Message(
        "there are times of a day or longer: {pairs}; where nobody can get there, leave the minutes empty.", pairs=pairs
    )


def _crow_km(scenario: Scenario, rows: Sequence[TravelTime]) -> Floats:
    """``(n,)`` km as the crow flies between the ends of each row; NaN where a place has no coordinates."""
    known = {
        point.name: (point.lon, point.lat)
        for point in (*_points((), scenario.areas.rows), *_points((), scenario.sites))
    }
    nowhere = (np.nan, np.nan)
    ends = np.array(
        [(*known.get(row.origin, nowhere), *known.get(row.destination, nowhere)) for row in rows], dtype=float
    ).reshape(len(rows), 4)
    return paired_km(ends[:, 1], ends[:, 0], ends[:, 3], ends[:, 2])


MOST_MINUTES = 1e14
"""Minutes of travel a year of one function; solvers refuse rows with numbers from 1e15."""
MOST_MONEY = 1e14
"""DKK a year of one function."""


def too_large(instance: Instance) -> Iterator[Fault]:
    """A fault for each function with too many visits, days, minutes or DKK; with its path, without file and line."""
    visits = instance.demand.visits.sum(axis=1) + instance.demand.fixed.sum(axis=1)
    days, lines = _days(instance, visits)
    minutes = visits * _furthest(instance.travel.minutes)
    money = _money(instance, visits, days)
    for f, function in enumerate(instance.function_ids):
        path = ("functions", function)
        if visits[f] > VISITS.most:
            yield _fault(path, _large("visits a year", visits[f], VISITS.most, N_("inhabitants, rates and need_index")))
        elif days[f] > DAYS.most:
            yield _fault(
                path, _large(N_("clinic days a week"), days[f], DAYS.most, N_("the visits, and how many a day holds"))
            )
        elif lines[f] > DAYS.most:
            exact = (*path, "days_per_week_exactly")
            yield _fault(
                exact, _large(N_("lines side by side"), lines[f], DAYS.most, N_("the visits, and the days of a line"))
            )
        elif minutes[f] > MOST_MINUTES:
            yield _fault(
                path, _large(N_("minutes of travel a year"), minutes[f], MOST_MINUTES, N_("the visits and the times"))
            )
        elif money[f] > MOST_MONEY:
            yield _fault(path, _large(N_("DKK a year"), money[f], MOST_MONEY, N_("the visits and the prices")))


def _days(instance: Instance, visits: Floats) -> tuple[Floats, Floats]:
    """Two ``(F,)`` upper bounds: clinic days a week, were all visits seen where a day holds fewest, and lines of them.

    A line is ``days_per_week_exactly`` days a week; 0 lines where steps apply.
    """
    clinics = instance.clinics
    holds = np.where(clinics.visits_per_day > 0, clinics.visits_per_day, np.inf).min(axis=1, initial=np.inf)
    days = visits / (holds * clinics.weeks)
    return days, np.nan_to_num(days / clinics.exact_days, nan=0.0)


def _furthest(minutes: Floats) -> float:
    """The largest finite entry; 0 where there is none."""
    return float(minutes[np.isfinite(minutes)].max(initial=0.0))


def _money(instance: Instance, visits: Floats, days: Floats) -> Floats:
    """``(F,)`` DKK a year, a rough upper bound on what the function can cost."""
    money = instance.economics
    km = _furthest(instance.travel.km)
    a_visit = money.variable_visit + money.home_visit + money.hospital_visit
    a_visit = a_visit + money.transport_share * money.transport_km * 2 * km + money.citizen_km * 2 * km
    a_day = money.staff_day + money.travel_day.max(axis=1, initial=0.0) + money.room_day.max(initial=0.0)
    total: Floats = visits * a_visit + days * instance.clinics.weeks * a_day
    return total


def _fault(path: tuple[str, ...], message: Message) -> Fault:
    return Fault(message, ".".join(path))


def _large(what: str, seen: float, most: float, look: str) -> Message:
    return Message(
        "together this makes {seen} {what}, more than can be reckoned with ({most}); check {look}.",
        seen=f"{seen:.3g}",
        what=Message(what),
        most=f"{most:,.0f}",
        look=Message(look),
    )
