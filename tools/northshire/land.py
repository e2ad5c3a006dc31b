"""The land of Northshire: places, wards and their people, roads, buses and the train. All of it is made up."""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

ORIGIN = (54.32, -1.30)
"""Latitude and longitude of Kingsminster; the region is made up, the land below it is that of northern England."""
KM_PER_DEGREE = 111.2


class Place(NamedTuple):
    """A town or village: km east and north of Kingsminster, its district, its people, and into how many wards."""

    name: str
    east: float
    north: float
    district: str
    people: int
    wards: int
    growth: float = 0.003
    older: float = 0.22
    deprived: float = 0.15


PLACES = (
    Place("Kingsminster", 0, 0, "Kingsminster", 96_000, 14, 0.006, 0.17, 0.24),
    Place("Millgate", 4.5, -4, "Kingsminster", 25_000, 4, 0.004, 0.18, 0.30),
    Place("Saltmouth", 51, 5, "Saltcoast", 38_000, 6, 0.0, 0.27, 0.32),
    Place("Ravensby", 55, -12, "Saltcoast", 11_500, 2, 0.001, 0.31, 0.25),
    Place("Gullhaven", 46, 14, "Saltcoast", 6_200, 1, -0.004, 0.33, 0.28),
    Place("Aldermoor", -34, 10, "Aldermoor Dales", 29_500, 5, 0.004, 0.24, 0.16),
    Place("Stanbeck", -49, -9, "Aldermoor Dales", 8_200, 2, 0.0, 0.29, 0.12),
    Place("Upper Swinton", -44, 18, "Aldermoor Dales", 3_100, 1, -0.003, 0.30, 0.10),
    Place("Wetherfold", -15, -19, "Vale of Wether", 20_500, 3, 0.006, 0.23, 0.10),
    Place("Thorpe Abbey", -24, -8, "Vale of Wether", 6_400, 1, 0.004, 0.25, 0.09),
    Place("Eastholme", 19, -9, "Holme and Thornwick", 17_000, 3, 0.028, 0.16, 0.11),
    Place("Thornwick", 37, -17, "Holme and Thornwick", 16_500, 3, 0.005, 0.24, 0.17),
    Place("Harrowby", 23, 15, "Harrow Hills", 11_800, 2, 0.002, 0.27, 0.13),
    Place("Kelby", 9, 17, "Harrow Hills", 7_300, 2, 0.009, 0.21, 0.10),
)
"""Towns; the rest of the people live in villages around them."""

VILLAGES = (
    "Ashby", "Birkdale", "Carrwick", "Dunsby", "Elmsall", "Fenwick Green", "Garthorpe", "Hollin Bank", "Ingleby Row",
    "Kirkstow", "Langtoft End", "Marrick", "Netherby", "Oxcroft", "Pickhill Moor", "Quarnley", "Rudstone", "Scarth",
    "Tollbridge", "Ulley", "Westow", "Yarrowby", "Appleton Fold", "Brackenber", "Cowthorpe", "Denholme",
    "Egton Cross", "Foxup",
)  # fmt: skip
AROUND = ("Kingsminster", "Aldermoor", "Stanbeck", "Wetherfold", "Thorpe Abbey", "Eastholme", "Thornwick", "Harrowby")
AROUND_TOO = ("Kelby", "Saltmouth", "Upper Swinton")


class Road(NamedTuple):
    """A main road between two towns: km/h by car, buses an hour, and whether a train runs beside it."""

    one: str
    other: str
    kmh: float
    buses: float
    train: bool = False


ROADS = (
    Road("Kingsminster", "Millgate", 32, 6),
    Road("Kingsminster", "Kelby", 62, 2),
    Road("Kelby", "Harrowby", 56, 1),
    Road("Kingsminster", "Eastholme", 74, 2, train=True),
    Road("Millgate", "Eastholme", 66, 2),
    Road("Eastholme", "Thornwick", 64, 1, train=True),
    Road("Thornwick", "Ravensby", 58, 1),
    Road("Thornwick", "Saltmouth", 54, 1, train=True),
    Road("Ravensby", "Saltmouth", 50, 2),
    Road("Saltmouth", "Gullhaven", 48, 1),
    Road("Harrowby", "Gullhaven", 52, 0.5),
    Road("Harrowby", "Saltmouth", 54, 0.5),
    Road("Kingsminster", "Thorpe Abbey", 66, 1),
    Road("Kingsminster", "Wetherfold", 68, 2),
    Road("Thorpe Abbey", "Wetherfold", 54, 0.5),
    Road("Thorpe Abbey", "Aldermoor", 62, 1),
    Road("Thorpe Abbey", "Stanbeck", 52, 0.5),
    Road("Aldermoor", "Stanbeck", 46, 0.5),
    Road("Aldermoor", "Upper Swinton", 48, 0.5),
)
DETOUR = 1.18
LANE_KMH = 42.0
PARKING = 6.0
WALK_TO_BUS = 7.0
BUS_SLOWER = 1.45
TRAIN_KMH = 78.0


@dataclass(frozen=True)
class Ward:
    """An area: where it lies, who lives there, and how far from its town."""

    id: str
    name: str
    town: str
    district: str
    east: float
    north: float
    people: int
    young: float
    older: float
    deprived: float
    without_car: float
    exempt: float
    need: float
    growth: float
    rural: bool


def wards(chance: random.Random) -> list[Ward]:
    """Every ward: those of the towns in a ring around the middle, villages further out."""
    found: list[Ward] = []
    quarters = ("Central", "North", "South", "East", "West", "Abbey", "Castle", "Riverside", "Park", "Hill")
    more = ("Moorgate", "Station", "Newtown", "Priory")
    by_name = {place.name: place for place in PLACES}
    for place in PLACES:
        parts = [chance.uniform(0.8, 1.2) for _ in range(place.wards)]
        for at, part in enumerate(parts):
            turn, out = 2 * math.pi * at / place.wards, (0.0 if at == 0 else 0.5 + 0.16 * place.wards)
            name = place.name if place.wards == 1 else f"{place.name} {(quarters + more)[at]}"
            spot = place.east + out * math.cos(turn), place.north + out * math.sin(turn)
            found.append(_ward(name, place, spot, round(place.people * part / sum(parts)), chance, rural=False))
    towns = [
        by_name[name]
        for name in (*AROUND, *AROUND, *AROUND_TOO, *AROUND_TOO, *AROUND_TOO, "Aldermoor", "Thornwick", "Eastholme")
    ]
    for name, place in zip(VILLAGES, towns, strict=False):
        turn, out = chance.uniform(0, 2 * math.pi), chance.uniform(4.5, 8.5)
        if place.name == "Saltmouth":
            turn = chance.uniform(0.6 * math.pi, 1.4 * math.pi)  # the sea is in the east
        spot = place.east + out * math.cos(turn), place.north + out * math.sin(turn)
        found.append(_ward(name, place, spot, chance.randrange(1_300, 3_300, 10), chance, rural=True))
    return found


def _ward(
    name: str, town: Place, spot: tuple[float, float], people: int, chance: random.Random, *, rural: bool
) -> Ward:
    older = town.older * chance.uniform(0.88, 1.12) + (0.03 if rural else 0)
    deprived = town.deprived * (0.5 if rural else chance.uniform(0.5, 1.5))
    without_car = 0.09 if rural else 0.12 + 0.45 * deprived + (0.05 if people > 5_000 else 0)
    return Ward(
        name.lower().replace(" ", "_"), name, town.name, town.district, *spot, people,
        young=round(0.43 * (0.68 - older), 3), older=round(older, 3), deprived=round(deprived, 3),
        without_car=round(without_car, 3), exempt=round(0.30 * older + 0.03, 3),
        need=round(0.9 + 0.55 * deprived + 0.3 * (older - 0.22), 3),
        growth=round(town.growth * (0.5 if rural else 1.0), 4), rural=rural,
    )  # fmt: skip


Graph = Mapping[str, Sequence[tuple[str, float]]]


def network(minutes: Mapping[tuple[str, str], float]) -> Graph:
    """Neighbours and what it takes to get there, both ways."""
    graph: dict[str, list[tuple[str, float]]] = {place.name: [] for place in PLACES}
    for (one, other), long in minutes.items():
        graph[one].append((other, long))
        graph[other].append((one, long))
    return graph


def shortest(graph: Graph, start: str) -> dict[str, float]:
    """The shortest way from a town to every other."""
    reached: dict[str, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        long, here = heapq.heappop(waiting)
        if here not in reached:
            reached[here] = long
            for there, more in graph[here]:
                heapq.heappush(waiting, (long + more, there))
    return reached


class Ways:
    """Minutes and km between towns: by car, and by bus and train with the waits on the way."""

    def __init__(self) -> None:
        at = {place.name: place for place in PLACES}
        self._at = at
        km = {(road.one, road.other): DETOUR * _apart(at[road.one], at[road.other]) for road in ROADS}
        car = {(road.one, road.other): 60 * km[road.one, road.other] / road.kmh for road in ROADS}
        bus = {}
        for road in ROADS:
            long = BUS_SLOWER * car[road.one, road.other] + min(10.0, 15 / road.buses)
            if road.train:
                long = min(long, 60 * km[road.one, road.other] / TRAIN_KMH + 9)
            bus[road.one, road.other] = long
        self.km, self.car, self.bus = (
            {place.name: shortest(network(ways), place.name) for place in PLACES} for ways in (km, car, bus)
        )

    def to(self, ward: Ward, site: Place) -> tuple[int, int, int]:
        """Minutes by car, minutes without one, and km from a ward to a town's site, door to door."""
        ends = [(ward.town, math.hypot(ward.east - self._at[ward.town].east, ward.north - self._at[ward.town].north))]
        ends += [(place.name, _beside(ward, place)) for place in PLACES if place.name != ward.town and ward.rural]
        kmh = LANE_KMH if ward.rural else 24.0
        lane = [(60 * DETOUR * out / kmh, DETOUR * out, name) for name, out in ends if out < 18 or name == ward.town]
        car = min((minutes + self.car[name][site.name], km + self.km[name][site.name]) for minutes, km, name in lane)
        wait = 16.0 if ward.rural else 5.0
        bus = min(wait + 2.0 * minutes + self.bus[name][site.name] for minutes, _, name in lane)
        if not ward.rural and ward.town == site.name:
            bus = min(bus, 10 + 4 * lane[0][1])
        return round(PARKING + 3 + car[0]), round(WALK_TO_BUS + PARKING + bus), round(1.5 + car[1])

    def between(self, one: Place, other: Place) -> tuple[int, int]:
        """Minutes by car and km between two sites."""
        return round(PARKING + self.car[one.name][other.name]), round(1 + self.km[one.name][other.name])


def _apart(one: Place, other: Place) -> float:
    return math.hypot(one.east - other.east, one.north - other.north)


def _beside(ward: Ward, place: Place) -> float:
    return math.hypot(ward.east - place.east, ward.north - place.north)


def degrees(east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude of a point."""
    lat = ORIGIN[0] + north / KM_PER_DEGREE
    return round(lat, 4), round(ORIGIN[1] + east / KM_PER_DEGREE / math.cos(math.radians(ORIGIN[0])), 4)
