"""A made-up land with a few roads, written as an OpenStreetMap extract; places are km east and north of its corner."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm import Box, Location
from osmium.osm.mutable import Node, Way

LAT, LON = 56.0, 9.0
KM_A_DEGREE = 6371.0088 * math.pi / 180
Place = tuple[float, float]
Road = tuple[Sequence[Place], Mapping[str, str]]

ROADS: tuple[Road, ...] = (
    ([(x, 0) for x in range(11)], {"highway": "primary", "maxspeed": "80"}),
    ([(x, 0) for x in range(10, 31)], {"highway": "motorway", "maxspeed": "110"}),
    ([(30, 0), *((x, 0.02) for x in range(29, 10, -1)), (10, 0)], {"highway": "motorway", "maxspeed": "110"}),
    ([(0, 0), (0, 5)], {"highway": "residential", "maxspeed": "50"}),
    ([(10, 0), (10, 6)], {"highway": "secondary", "maxspeed": "60", "oneway": "yes"}),
    ([(10, 6), (0, 5)], {"highway": "secondary", "maxspeed": "60"}),
    ([(30, 0), (30, 3)], {"highway": "residential", "maxspeed": "50"}),
    (
        [(30, 0), (40, 0)],
        {"route": "ferry", "duration": "00:40", "foot": "yes", "bicycle": "yes", "motor_vehicle": "yes"},
    ),
    ([(40, 0), (44, 0)], {"highway": "tertiary", "maxspeed": "50"}),
    ([(60, 0), (64, 0)], {"highway": "tertiary", "maxspeed": "50"}),
)
"""A main road, a motorway, side roads, a one-way road and a way round, an isle with a ferry, one without."""


def degrees(place: Place) -> tuple[float, float]:
    """Latitude and longitude."""
    x, y = place
    return LAT + y / KM_A_DEGREE, LON + x / (KM_A_DEGREE * math.cos(math.radians(LAT)))


def write_map(path: Path, roads: Sequence[Road] = ROADS, box: tuple[Place, Place] | None = None) -> Path:
    """The roads as an extract; ``box`` gives its south-western and north-eastern corner."""
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-03-01T00:00:00Z")
    if box:
        corners = [Location(lon, lat) for lat, lon in map(degrees, box)]
        header.add_box(Box(*corners))
    places = list(dict.fromkeys(place for line, _ in roads for place in line))
    ids = {place: n for n, place in enumerate(places, 1)}
    with osmium.SimpleWriter(str(path), header=header) as out:
        for place, n in ids.items():
            lat, lon = degrees(place)
            out.add_node(Node(id=n, location=(lon, lat), version=1))
        for n, (line, tags) in enumerate(roads, 1):
            out.add_way(Way(id=n, nodes=[ids[place] for place in line], tags=dict(tags), version=1))
    return path
