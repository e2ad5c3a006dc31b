"""Travel: minutes and kilometres between areas and sites, the order in which citizens prefer sites, mean minutes.

Where two sites are equally near, the one with the shorter mean trip for all inhabitants comes first, so that the order
in which a scenario lists its sites decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Fault, Message
from placement.instance.instance import NO_SITE, SAME, SAME_MINUTES, Bools, Floats, Instance, Ints, Ranks, Travel
from placement.scenario.schema.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from placement.instance.eligibility import IndexSets
    from placement.instance.instance import Floats, Instance
    from placement.scenario.schema.offers import Function
    from placement.scenario.schema.places import Area, Site, SpeedBand, TravelTime

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""
MINUTES_AN_HOUR = 60
KEYS_A_MINUTE = 10
"""Preference keys are compared in steps of 0.1 minute."""
_NO_WAY = 1e12
"""Minutes to a site nobody can get to, where sites are put in order."""


def great_circle_km(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Haversine distance in km between every a and every b, shape ``(len(a), len(b))``."""
    return paired_km(*(np.asarray(a)[:, None] for a in (lat_a, lon_a)), *(np.asarray(b)[None] for b in (lat_b, lon_b)))


def paired_km(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Haversine distance in km from each a to the b at the same index; shapes are broadcast."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_lat, half_lon = (phi_b - phi_a) / 2, np.radians(lon_b - lon_a) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lon) ** 2
    result: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return result


def drive_minutes(km: Floats, bands: Sequence[SpeedBand]) -> Floats:
    """Minutes at marginal speeds: the kilometres within each band at that band's speed."""
    minutes = np.zeros_like(km)
    start = 0.0
    for band in bands:
        end = np.inf if band.up_to_km is None else band.up_to_km
        minutes += np.clip(km - start, 0, end - start) / band.kmh * MINUTES_AN_HOUR
        start = end
    return minutes


def crossing_minutes(sets: IndexSets) -> tuple[dict[str, int], Floats]:
    """The index of each landmass, and ``(n, n)`` minutes of the shortest chain of crossings between two (or inf)."""
    masses = [sets.scenario.terms.mainland, *(a.landmass for a in sets.areas), *(s.landmass for s in sets.sites)]
    crossings = sets.scenario.travel.crossings.values()
    masses += [mass for crossing in crossings for mass in crossing.between]
    index = {mass: n for n, mass in enumerate(dict.fromkeys(masses))}
    minutes = np.full((len(index), len(index)), np.inf)
    np.fill_diagonal(minutes, 0)
    for crossing in crossings:
        one, other = (index[mass] for mass in crossing.between)
        best = min(minutes[one, other], crossing.minutes.value)
        minutes[one, other] = minutes[other, one] = best
    for via in range(len(index)):
        minutes = np.minimum(minutes, minutes[:, via, None] + minutes[None, via, :])
    return index, minutes


class _Places:
    """Coordinates of all areas, then all sites, and crossing minutes ``(areas + sites, sites)`` between them."""

    def __init__(self, sets: IndexSets) -> None:
        places: list[Area | Site] = [*sets.areas, *sets.sites]
        self.ids = (*sets.area_ids, *sets.site_ids)
        self.area_count = len(sets.areas)
        self.lat = np.array([np.nan if p.lat is None else p.lat for p in places], dtype=np.float64)
        self.lon = np.array([np.nan if p.lon is None else p.lon for p in places], dtype=np.float64)
        index, minutes = crossing_minutes(sets)
        mass = np.array([index[p.landmass] for p in places], dtype=np.int64)
        self.crossing = minutes[np.ix_(mass, mass[self.area_count :])]


def _calculated(sets: IndexSets, places: _Places) -> tuple[Floats, Floats, Floats]:
    """Car minutes without crossing, crossing minutes and km, each ``(areas + sites, sites)``."""
    travel = sets.scenario.travel
    n = places.area_count
    km = great_circle_km(places.lat, places.lon, places.lat[n:], places.lon[n:]) * travel.detour_factor.value
    drive = drive_minutes(km, travel.speed_bands) + travel.access_minutes.value
    return drive, places.crossing, km


def _written_rows(sets: IndexSets) -> Iterable[TravelTime]:
    travel = sets.scenario.travel
    yield from travel.rows
    yield from travel.overrides.rows


def travel_tables(sets: IndexSets) -> tuple[Floats, Floats, Floats]:
    """Car minutes, minutes without car and km, ``(areas + sites, sites)``; the diagonal of the sites is 0.

    Minutes are inf where nobody can get there: where a row says so, and between landmasses without a crossing unless a
    row gives a time. Who has no car takes the factor on the way over land, and the crossing as long as everybody.
    """
    places = _Places(sets)
    drive, crossing, km = _calculated(sets, places)
    factor = sets.scenario.travel.without_car_factor.value
    if sets.scenario.travel.method == "table":  # ways between sites may still be calculated
        drive[: places.area_count] = np.nan
    nobody = np.isinf(crossing)
    car = np.where(nobody, np.inf, drive + crossing)
    without = np.where(nobody, np.inf, drive * factor + crossing)
    origin = {place: n for n, place in enumerate(places.ids)}
    destination = {site: n for n, site in enumerate(sets.site_ids)}
    own_time: set[tuple[int, int]] = set()
    for row in _written_rows(sets):
        pair = origin[row.origin], destination[row.destination]
        minutes = np.inf if row.minutes is None else row.minutes
        if row.mode == "without_car":
            without[pair] = minutes
            own_time.add(pair)
        else:
            car[pair] = minutes
            if pair not in own_time:
                without[pair] = _without_car(minutes, float(crossing[pair]), factor)
        if row.km is not None:
            km[pair] = row.km
    own = np.arange(len(sets.sites))
    for table in (car, without, km):
        table[places.area_count + own, own] = 0
    _reverse_fill(places.area_count, car, without, km)
    return car, without, np.nan_to_num(km, nan=0.0)


def _without_car(minutes: float, crossing: float, factor: float) -> float:
    """Minutes without a car where a row gives those by car, of which at most ``crossing`` are not driven.

    Between landmasses that no crossing ties together (inf) nobody knows what is driven: the row's minutes hold for all.
    """
    driven = max(0.0, minutes - crossing)
    return minutes if np.isinf(minutes) else minutes + driven * (factor - 1)


def _reverse_fill(area_count: int, *tables: Floats) -> None:
    """Between sites, a missing direction takes the other direction's value."""
    for table in tables:
        between = table[area_count:]
        between[...] = np.where(np.isnan(between), between.T, between)


def preference_rank(key: Floats) -> Ranks:
    """Dense rank of each site for each unit by ``key`` ``(U, S)``, 0 first; keys equal at 0.1 share a rank.

    Sites without a way (inf) come last.
    """
    tenths = np.rint(np.where(np.isfinite(key), key, _NO_WAY) * KEYS_A_MINUTE).astype(np.int64)
    order = np.argsort(tenths, axis=1, kind="stable")
    ordered = np.take_along_axis(tenths, order, axis=1)
    steps = np.concatenate([np.zeros((len(key), 1), dtype=np.int64), np.diff(ordered, axis=1) > 0], axis=1)
    rank = np.empty_like(tenths)
    np.put_along_axis(rank, order, np.cumsum(steps, axis=1), axis=1)
    result: Ranks = rank.astype(np.int16)
    return result


def catchments(sets: IndexSets) -> tuple[Ints, Ints]:
    """Catchment hospital of each area ``(A,)`` and site ``(S,)`` as site indices; NO_SITE where unknown."""
    of_area = np.array([sets.site(area.catchment_hospital) for area in sets.areas], dtype=np.int64)

    def of_site(index: int) -> int:
        site = sets.sites[index]
        if site.catchment is not None:
            return sets.site(site.catchment)
        if sets.is_hospital[index]:
            return index
        return of_site(sets.site(site.parent_hospital)) if site.parent_hospital else NO_SITE

    return of_area, np.array([of_site(n) for n in range(len(sets.sites))], dtype=np.int64)


def _pull(sets: IndexSets, parent: Ints) -> Bools:
    """``(U, S)`` whether the site belongs to the catchment of another hospital than the unit's area does."""
    of_area, of_site = catchments(sets)
    inherited = np.where((of_site == NO_SITE) & (parent != NO_SITE), of_site[parent], of_site)
    unit = of_area[sets.unit_area]
    known = (unit[:, None] != NO_SITE) & (inherited[None, :] != NO_SITE)
    foreign: Bools = known & (unit[:, None] != inherited[None, :])
    return foreign


def _key(function: Function, minutes: Floats, foreign: Floats) -> Floats:
    """``(U, S)`` what citizens compare sites by: minutes, and for ``catchment`` a penalty on a foreign catchment."""
    if function.choice == "catchment":
        return minutes + function.catchment_pull_minutes.value * foreign
    return minutes


def find_parents(sets: IndexSets, car: Floats) -> Ints:
    """``(S,)`` parent hospital of each house: the one named, else the nearest by car; NO_SITE at hospitals."""
    between = car[len(sets.areas) :]
    people = np.array([area.people for area in sets.areas], dtype=float)
    hospitals = nearest_to_most_first(np.flatnonzero(sets.is_hospital), car[: len(sets.areas)], people)
    parent = np.full(len(sets.sites), NO_SITE, dtype=np.int64)
    for index, site in enumerate(sets.sites):
        if sets.is_hospital[index]:
            continue
        if site.parent_hospital is not None:
            parent[index] = sets.site(site.parent_hospital)
        elif len(hospitals):
            distance = np.nan_to_num(between[index, hospitals], nan=np.inf, posinf=np.inf)
            parent[index] = hospitals[int(np.argmin(distance))]
    return parent


def make_travel(sets: IndexSets) -> tuple[Travel, Ints, Floats]:
    """The travel arrays, the parent hospital ``(S,)`` of each house and car minutes between sites ``(S, S)``."""
    car, without, km = travel_tables(sets)
    n = len(sets.areas)
    parent = find_parents(sets, car)
    by_unit = np.where(sets.unit_without_car[:, None], without[:n][sets.unit_area], car[:n][sets.unit_area])
    minutes = np.asarray(by_unit, dtype=np.float64)
    foreign = _pull(sets, parent).astype(float)
    functions = sets.scenario.functions.values()
    ranks: dict[float | None, Ranks] = {}
    for function in functions:
        pull = function.catchment_pull_minutes.value if function.choice == "catchment" else None
        if pull not in ranks:
            ranks[pull] = preference_rank(_key(function, minutes, foreign))
    rank = np.stack([ranks[f.catchment_pull_minutes.value if f.choice == "catchment" else None] for f in functions])
    between = car[n:]
    own = np.arange(len(sets.sites))
    has_parent = parent != NO_SITE
    return (
        Travel(
            minutes=minutes,
            km=km[:n],
            parent_minutes=np.where(has_parent, np.nan_to_num(between[own, parent], posinf=np.inf), 0.0),
            parent_km=np.where(has_parent, km[n:][own, parent], 0.0),
            rank=rank,
            covered=_covered(sets, minutes),
        ),
        parent,
        between,
    )


def _covered(sets: IndexSets, minutes: Floats) -> Bools:
    """``(F, U, S)`` within the function's ``base_radius_minutes``, or in the same group of areas (`municipality`)."""
    town = np.array([area.municipality for area in sets.areas])[sets.unit_area]
    site_town = np.array([site.municipality for site in sets.sites])
    same = (town[:, None] == site_town[None, :]) & (site_town != "")[None, :]
    radius = np.array([f.base_radius_minutes.value for f in sets.scenario.functions.values()])
    covered: Bools = (minutes[None] <= radius[:, None, None] + SAME_MINUTES) | same[None]
    return covered


def mean_minutes(instance: Instance) -> Floats:
    """``(S,)`` mean minutes one way from all inhabitants who can get there; inf where nobody can."""
    return mean_way(instance.travel.minutes, instance.demand.people)


def mean_way(minutes: Floats, people: Floats) -> Floats:
    """``(S,)`` means of ``(n, S)`` minutes one way, weighted by ``(n,)`` people; who has no way (inf) is left out.

    Inf where nobody has a way.
    """
    there = np.isfinite(minutes)
    counted = people[:, None] * there
    way, total = (counted * np.where(there, minutes, 0.0)).sum(axis=0), counted.sum(axis=0)
    mean: Floats = np.divide(way, total, out=np.full(len(total), np.inf), where=total > 0)
    return mean


def nearest_to_most_first(sites: Ints, minutes: Floats, people: Floats) -> Ints:
    """The sites by mean minutes one way; where a citizen is equally near to several, the first in this order is taken.

    Equal means are told apart by the shortest trip, then by how many people make it, then by the next shortest trip.
    """
    way = mean_way(minutes, people)

    def nearness(site: int) -> tuple[float, list[tuple[float, float]]]:
        trips = zip(minutes[:, site].tolist(), (-people).tolist(), strict=True)
        return float(way[site]), sorted(trip for trip in trips if np.isfinite(trip[0]))

    return np.array(sorted(sites.tolist(), key=nearness), dtype=np.int64)


def beyond_reach(instance: Instance) -> Iterator[Fault]:
    """A cause of infeasibility for each floor and longest trip out of reach; with its path, without file and line.

    The best case is examined: every site open where a function may be, and as much at home as is allowed. Floors that
    fall to today's share where that is lower are passed over: today meets them.
    """
    yield from _coverage(instance)
    yield from _longest_trips(instance)


def _coverage(instance: Instance) -> Iterator[Fault]:
    for floor in instance.floors:
        own = [f for f, name in enumerate(instance.function_ids) if name in floor.functions]
        if floor.demanded or not instance.baseline.open[own].any():
            near = sum(float(most_near(instance, f, floor.minutes)[floor.units].sum()) for f in own)
            path = f"policy.coverage.{floor.name}.min_share"
            yield from _too_few(floor.item, path, floor.share, floor.minutes, near / floor.visits)


def _longest_trips(instance: Instance) -> Iterator[Fault]:
    clinics = instance.clinics
    soft = [rule.function for rule in instance.scenario.policy.soft_rules.values() if rule.rule is Rule.MAX_TRAVEL]
    for f, (name, function) in enumerate(instance.scenario.functions.items()):
        minutes, visits = float(clinics.max_travel_minutes[f]), float(instance.demand.visits[f].sum())
        holds = clinics.travel_demanded[f] or not instance.baseline.open[f].any()
        if np.isfinite(minutes) and visits > 0 and holds and None not in soft and name not in soft:
            own = function.max_travel_minutes is not None
            level = instance.scenario.level_key(name)
            path = f"functions.{name}.max_travel_share" if own else f"policy.max_travel_by_level.{level}.share"
            near = float(most_near(instance, f, minutes).sum())
            yield from _too_few(name, path, float(clinics.max_travel_share[f]), minutes, near / visits)


def _too_few(item: str, path: str, need: float, minutes: float, have: float) -> Iterator[Fault]:
    if have < need - SAME:
        message = Message(
            "{item} asks for a share of {need:g} of the visits within {minutes:g} minutes, but with every site open "
            "that may be it is {have:.4g}; ask for less, or allow more sites.",
            item=item,
            need=need,
            minutes=minutes,
            have=have,
        )
        yield Fault(message, path)


def most_near(instance: Instance, function: int, minutes: float) -> Floats:
    """``(U,)`` upper bound, over all plans, on the visits a year that are at home or within ``minutes`` one way."""
    demand = instance.demand
    near = (instance.travel.minutes <= minutes + SAME_MINUTES) & instance.allowed[function]
    anywhere, hospital = near.any(axis=1), (near & instance.is_hospital).any(axis=1)
    movable, home = demand.movable_share[function], demand.home_share[function].max(axis=0)
    out = movable * anywhere + (1 - movable) * hospital
    found: Floats = demand.visits[function] * (home + (1 - home) * out)
    return found
