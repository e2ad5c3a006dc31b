"""Whether every area can reach every site by what the scenario says about travel."""

from __future__ import annotations

from collections.abc import Sequence

from placement.scenario.notes import Notes, few
from placement.scenario.paths import nearest
from placement.scenario.places import Area, Site, TravelTime
from placement.scenario.positions import Path


def check(notes: Notes) -> None:
    """Note missing coordinates, missing crossings and holes in tables."""
    travel = notes.scenario.travel
    _rows(notes, ("travel", "rows"), travel.rows)
    _rows(notes, ("travel", "overrides", "rows"), travel.overrides.rows)
    if travel.method == "table":
        _complete(notes)
    else:
        _coordinates(notes)
        _landmasses(notes)
        if travel.rows:
            notes.add(("travel",), "a table of times is given, but method is straight_line; write 'method: table'.")


def _rows(notes: Notes, path: Path, rows: Sequence[TravelTime]) -> None:
    areas, sites, sources = notes.ids("areas"), notes.ids("sites"), notes.ids("sources")
    first: dict[tuple[str, str, str], int] = {}
    for index, row in enumerate(rows):
        where = (*path, str(index))
        if row.origin not in areas and row.origin not in sites:
            near = nearest(row.origin, [*areas, *sites])
            notes.add((*where, "origin"), f"there is no area and no site '{row.origin}'.", suggestion=near)
        if row.destination not in sites:
            notes.refer((*where, "destination"), row.destination, "sites")
        if row.source is not None and row.source != "assumption" and row.source not in sources:
            notes.refer((*where, "source"), row.source, "sources")
        earlier = first.setdefault((row.origin, row.destination, row.mode), index)
        if earlier != index:
            line = notes.positions.find((*path, str(earlier)))[0].line
            pair = f"{row.origin} to {row.destination}"
            notes.add(where, f"{pair} by {row.mode} stands twice, first in line {line}; keep one of them.")


def _complete(notes: Notes) -> None:
    """A time for every area and site; overrides fill holes."""
    travel, scenario = notes.scenario.travel, notes.scenario
    if not travel.rows:
        notes.add(("travel", "method"), "method is table, but no table is given; write 'file: times.csv'.")
        return
    known = {(row.origin, row.destination) for row in (*travel.rows, *travel.overrides.rows) if row.mode == "car"}
    holes = [
        f"{area} to {site}" for area in scenario.areas.rows for site in scenario.sites if (area, site) not in known
    ]
    if holes:
        message = f"the travel table lacks {len(holes)} of the times by car from areas to sites: {few(holes)}."
        notes.add(("travel", "file"), message)
    _between_sites(notes, known)
    _kilometres(notes)


def _placed(place: Area | Site) -> bool:
    return place.lat is not None and place.lon is not None


def _between_sites(notes: Notes, known: set[tuple[str, str]]) -> None:
    """Staff and back-up need the way from a house to its parent hospital: a row either way, or coordinates."""
    sites = notes.scenario.sites
    hospitals = [key for key, site in sites.items() if site.kind == "hospital"]
    for key, site in sites.items():
        parents = [site.parent_hospital] if site.parent_hospital else hospitals
        reached = any(
            (key, parent) in known or (parent, key) in known or (_placed(site) and _placed(sites[parent]))
            for parent in parents
            if parent in sites
        )
        if site.kind != "hospital" and parents and not reached:
            message = (
                f"there is no time from {key} to its parent hospital; add a row {key},{parents[0]} or coordinates."
            )
            notes.add(("sites", key), message, key=True)


def _kilometres(notes: Notes) -> None:
    """Prices by the kilometre need kilometres: in the row, or coordinates."""
    prices, scenario = notes.scenario.prices, notes.scenario
    by_km = (prices.patient_transport_dkk_per_km, prices.staff_travel_dkk_per_km, prices.citizen_travel_dkk_per_km)
    if all(price.value == 0 for price in by_km):
        return
    places: dict[str, Area | Site] = {**scenario.areas.rows, **scenario.sites}
    lacking = [
        f"{row.origin} to {row.destination}"
        for row in scenario.travel.rows
        if row.km is None
        and row.origin in places
        and row.destination in places
        and not (_placed(places[row.origin]) and _placed(places[row.destination]))
    ]
    if lacking:
        message = f"{len(lacking)} rows have no km and no coordinates, but a price by the km is given: {few(lacking)}."
        notes.add(("travel", "file"), message)


def _coordinates(notes: Notes) -> None:
    for key, area in notes.scenario.areas.rows.items():
        if area.lat is None or area.lon is None:
            _no_coordinates(notes, ("areas", "rows", key))
    for key, site in notes.scenario.sites.items():
        if site.lat is None or site.lon is None:
            _no_coordinates(notes, ("sites", key))


def _no_coordinates(notes: Notes, path: Path) -> None:
    notes.add(path, "lat and lon are needed where travel.method is straight_line; give both in degrees.", key=True)


def _landmasses(notes: Notes) -> None:
    places: dict[Path, str] = {("areas", "rows", key): area.landmass for key, area in notes.scenario.areas.rows.items()}
    places |= {("sites", key): site.landmass for key, site in notes.scenario.sites.items()}
    used = list(dict.fromkeys(places.values()))
    _crossings(notes, used)
    home = max(used, key=list(places.values()).count)
    reached = _connected(notes, home)
    first_of = {landmass: path for path, landmass in reversed(places.items())}
    for landmass in used:
        if landmass not in reached:
            message = f"nobody can get from '{landmass}' to '{home}'; add it to travel.crossings, or correct the name."
            notes.add((*first_of[landmass], "landmass"), message, suggestion=nearest(landmass, reached))


def _crossings(notes: Notes, used: Sequence[str]) -> None:
    for key, crossing in notes.scenario.travel.crossings.items():
        path = ("travel", "crossings", key, "between")
        if crossing.between[0] == crossing.between[1]:
            notes.add(path, "a crossing leads from one landmass to another; two different ones are needed.")
        for index, name in enumerate(crossing.between):
            if name not in used:
                message = f"no area and no site lies on '{name}'."
                notes.add((*path, str(index)), message, suggestion=nearest(name, used))


def _connected(notes: Notes, start: str) -> set[str]:
    pairs = [crossing.between for crossing in notes.scenario.travel.crossings.values()]
    reached: set[str] = {start}
    grown = True
    while grown:
        new = {end for pair in pairs for end in pair if set(pair) & reached} - reached
        grown = bool(new)
        reached |= new
    return reached
