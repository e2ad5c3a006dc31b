"""Checks of travel: coordinates, crossings and tables of times must give a way wherever the model needs one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from placement.errors import Message
from placement.scenario.checks.notes import Notes, few
from placement.scenario.schema.places import Area, Mode, Site, TravelTime
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.paths import nearest
from placement.scenario.source.positions import Path


def check(notes: Notes) -> None:
    """Add faults for missing coordinates, missing crossings and holes in tables.

    If rows or crossings name unknown ids, missing ways are not reported: they may be the ones with the wrong ids.
    """
    travel, ways = notes.scenario.travel, Ways(notes.scenario)
    _rows(notes, ("travel", "rows"), travel.rows)
    _rows(notes, ("travel", "overrides", "rows"), travel.overrides.rows)
    _crossings(notes)
    lead = all(path[-1] not in ("origin", "destination") and "crossings" not in path for path, _ in notes.found)
    if travel.method == "table":
        _complete(notes, ways, gaps=lead)
    else:
        _coordinates(notes)
        if travel.rows:
            notes.add(
                ("travel",), Message("a table of times is given, but method is straight_line; write 'method: table'.")
            )
    if lead and (travel.method != "table" or travel.rows):
        _stranded(notes, ways)


def _rows(notes: Notes, path: Path, rows: Sequence[TravelTime]) -> None:
    areas, sites, sources = notes.ids("areas"), notes.ids("sites"), notes.ids("sources")
    first: dict[tuple[str, str, str], int] = {}
    for index, row in enumerate(rows):
        where = (*path, str(index))
        if row.origin in areas and row.origin in sites:
            message = Message("'{name}' is an area and a site; rename one of them.", name=row.origin)
            notes.add((*where, "origin"), message)
        if row.origin not in areas and row.origin not in sites:
            near = nearest(row.origin, [*areas, *sites])
            message = Message("there is no area and no site '{name}'.", name=row.origin)
            notes.add((*where, "origin"), message, suggestion=near)
        if row.destination not in sites:
            notes.refer((*where, "destination"), row.destination, "sites")
        if row.source is not None and row.source != "assumption" and row.source not in sources:
            notes.refer((*where, "source"), row.source, "sources")
        earlier = first.setdefault((row.origin, row.destination, row.mode), index)
        if earlier != index:
            line = notes.positions.find((*path, str(earlier)))[0].line
            message = Message(
                "{pair} by {mode} stands twice, first in line {line}; keep one of them.",
                pair=f"{row.origin} → {row.destination}",
                mode=row.mode,
                line=line,
            )
            notes.add(where, message)


def _complete(notes: Notes, ways: Ways, *, gaps: bool) -> None:
    """Check that every area has a time to every site it has a way to; overrides fill holes."""
    travel, scenario = notes.scenario.travel, notes.scenario
    if not travel.rows:
        message = Message("method is table, but no table is given; write 'file: times.csv'.")
        notes.add(("travel", "method"), message)
        return
    holes = [
        f"{area} → {site}"
        for area in scenario.areas.rows
        for site in scenario.sites
        if (area, site, "car") not in ways.given and ways.tied(scenario.areas.rows[area], scenario.sites[site])
    ]
    if holes and gaps:
        message = Message(
            "the travel table lacks {count} of the times by car from areas to sites: {holes}. Where nobody can get "
            "there, leave the minutes of the row empty.",
            count=len(holes),
            holes=few(holes),
        )
        notes.add(("travel", "file"), message)
    if gaps:
        _between_sites(notes, ways)
    _kilometres(notes)


def _placed(place: Area | Site) -> bool:
    return place.lat is not None and place.lon is not None


def _between_sites(notes: Notes, ways: Ways) -> None:
    """Check the ways between houses and parent hospitals, which staff and backup need: a row, or coordinates."""
    sites = notes.scenario.sites
    hospitals = list(filter(notes.scenario.is_hospital, sites))
    for key, site in sites.items():
        parents = [site.parent_hospital] if site.parent_hospital else hospitals
        known = any(
            (key, parent, "car") in ways.given
            or (parent, key, "car") in ways.given
            or (_placed(site) and _placed(sites[parent]))
            or not ways.tied(site, sites[parent])
            for parent in parents
            if parent in sites
        )
        if not notes.scenario.is_hospital(key) and parents and not known:
            message = Message(
                "there is no time from {house} to its parent hospital; add a row {house},{hospital} or coordinates.",
                house=key,
                hospital=parents[0],
            )
            notes.add(("sites", key), message, key=True)


def _kilometres(notes: Notes) -> None:
    """Check that there are kilometres where a price is by the kilometre: in the row, or from coordinates."""
    prices, scenario = notes.scenario.prices, notes.scenario
    by_km = (prices.patient_transport_per_km, prices.staff_travel_per_km, prices.citizen_travel_per_km)
    if all(price.value == 0 for price in by_km):
        return
    places: dict[str, Area | Site] = {**scenario.areas.rows, **scenario.sites}
    lacking = [
        f"{row.origin} → {row.destination}"
        for row in scenario.travel.rows
        if row.km is None
        and row.origin in places
        and row.destination in places
        and not (_placed(places[row.origin]) and _placed(places[row.destination]))
    ]
    if lacking:
        message = Message(
            "{count} rows have no km and no coordinates, but a price by the km is given: {pairs}.",
            count=len(lacking),
            pairs=few(lacking),
        )
        notes.add(("travel", "file"), message)


def _coordinates(notes: Notes) -> None:
    for key, area in notes.scenario.areas.rows.items():
        if area.lat is None or area.lon is None:
            _no_coordinates(notes, ("areas", "rows", key))
    for key, site in notes.scenario.sites.items():
        if site.lat is None or site.lon is None:
            _no_coordinates(notes, ("sites", key))


def _no_coordinates(notes: Notes, path: Path) -> None:
    message = Message("lat and lon are needed where travel.method is straight_line; give both in degrees.")
    notes.add(path, message, key=True)


def _stranded(notes: Notes, ways: Ways) -> None:
    """Add faults for areas from which no site can be reached, and landmasses with sites nobody can reach."""
    areas, sites = notes.scenario.areas.rows, notes.scenario.sites
    places: dict[Path, str] = {("areas", "rows", key): area.landmass for key, area in areas.items()}
    places |= {("sites", key): site.landmass for key, site in sites.items()}
    counted = Counter(places.values())
    home = max(counted, key=lambda landmass: counted[landmass], default="")
    for key, area in areas.items():
        modes: tuple[Mode, ...] = ("car", "without_car") if area.share_without_car > 0 else ("car",)
        if not all(any(ways.leads(key, site, mode) for site in sites) for mode in modes):
            _cut_off(notes, ways, ("areas", "rows", key), area.landmass, home)
    inhabited = {ways.shore[area.landmass] for area in areas.values()}
    for key, site in sites.items():
        if ways.shore[site.landmass] not in inhabited and not any(ways.leads(area, key, "car") for area in areas):
            _cut_off(notes, ways, ("sites", key), site.landmass, home)


def _cut_off(notes: Notes, ways: Ways, path: Path, landmass: str, home: str) -> None:
    """Add a fault for a place that nobody can leave or reach; one per landmass if the whole landmass is cut off."""
    if ways.shore[landmass] == ways.shore[home]:
        message = Message(
            "nobody can get from {area} to any site; give the minutes to one of them in the travel times.",
            area=path[-1],
        )
        notes.add(path, message, key=True)
    elif landmass not in ways.told:
        ways.told.add(landmass)
        message = Message(
            "nobody can get from '{landmass}' to '{home}'; add it to travel.crossings, or correct the name.",
            landmass=landmass,
            home=home,
        )
        reached = [other for other, shore in ways.shore.items() if shore == ways.shore[home]]
        notes.add((*path, "landmass"), message, suggestion=nearest(landmass, reached))


def _crossings(notes: Notes) -> None:
    scenario = notes.scenario
    places: list[Area | Site] = [*scenario.areas.rows.values(), *scenario.sites.values()]
    used = dict.fromkeys(place.landmass for place in places)
    for key, crossing in scenario.travel.crossings.items():
        path = ("travel", "crossings", key, "between")
        if crossing.between[0] == crossing.between[1]:
            notes.add(path, Message("a crossing leads from one landmass to another; two different ones are needed."))
        for index, name in enumerate(crossing.between):
            if name not in used:
                message = Message("no area and no site lies on '{name}'.", name=name)
                notes.add((*path, str(index)), message, suggestion=nearest(name, used))


class Ways:
    """Between which places there is a way: by rows of travel times, else by landmasses and crossings.

    Attributes:
        given: minutes by origin, destination and mode; None where a row says that nobody can get there.
        shore: by landmass, one landmass that represents all those connected with it by crossings (union-find).
        told: landmasses already reported as cut off.
    """

    def __init__(self, scenario: Scenario) -> None:
        travel = scenario.travel
        rows = (*travel.rows, *travel.overrides.rows) if travel.method == "table" else travel.overrides.rows
        self.given = {(row.origin, row.destination, row.mode): row.minutes for row in rows}
        self.areas, self.sites = scenario.areas.rows, scenario.sites
        places: list[Area | Site] = [*self.areas.values(), *self.sites.values()]
        self.shore = _shores(
            [place.landmass for place in places], [crossing.between for crossing in travel.crossings.values()]
        )
        self.told: set[str] = set()

    def tied(self, one: Area | Site, other: Area | Site) -> bool:
        """Whether two places are on one landmass, or on two that crossings connect."""
        return self.shore[one.landmass] == self.shore[other.landmass]

    def leads(self, area: str, site: str, mode: Mode) -> bool:
        """Whether there is a way from area to site; without a car the same as by car, unless a row says otherwise."""
        both: tuple[Mode, Mode] = (mode, "car")
        for asked in both:
            if (area, site, asked) in self.given:
                return self.given[area, site, asked] is not None
        return self.tied(self.areas[area], self.sites[site])


def _shores(landmasses: Iterable[str], crossings: Iterable[tuple[str, str]]) -> dict[str, str]:
    shore = {landmass: landmass for landmass in landmasses}
    for pair in crossings:
        one, other = (shore.setdefault(name, name) for name in pair)
        shore = {name: one if own == other else own for name, own in shore.items()}
    return shore
