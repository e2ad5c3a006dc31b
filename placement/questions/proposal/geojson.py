"""``placements.geojson``: sites with their offers, and areas with what the proposal means for them, for GIS programs.

RFC 7946: longitude before latitude in degrees (WGS 84), outer rings counter-clockwise, no ``crs``. Areas are points
unless the scenario has outlines of them; where it has outlines of groups of areas, these are features too. A place
without coordinates has a null geometry, so that it is not lost. Properties are named as the columns of the tables they
come from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from placement.instance.land import area
from placement.present.tables.columns import Cell, Table
from placement.scenario.schema.places import Area, Site
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.boundaries import Ring, polygons

NAME = "placements.geojson"
_PLACEMENT = ("function", "change", "days_per_week", "days_today", "visits_per_year", "visits_today")
_LISTS = {"offers": ("new", "kept"), "opens": ("new",), "closes": ("closed",)}
"""Ids of the functions by what becomes of them, with a space between, for programs that read no lists."""
Feature = dict[str, Any]


def geojson(scenario: Scenario, made: Mapping[str, Table]) -> dict[str, Any]:
    """The FeatureCollection.

    Args:
        scenario: where places are.
        made: the tables of the result, small numbers suppressed.
    """
    features = [*_sites(scenario, made), *_areas(scenario, made["areas"]), *_groups(scenario, made["groups"])]
    return {"type": "FeatureCollection", "features": features}


def written(document: Mapping[str, Any]) -> bytes:
    """The document as UTF-8, with one feature on each line."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, allow_nan=False) for one in document["features"])
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()


def _sites(scenario: Scenario, made: Mapping[str, Table]) -> Iterator[Feature]:
    placements: dict[Cell, list[dict[str, Cell]]] = {}
    for row in _rows(made["recommendation"]):
        if row["change"] != "none":
            placements.setdefault(row["site"], []).append({name: row[name] for name in _PLACEMENT})
    for row in _rows(made["sites"]):
        there = placements.get(row["site"], [])
        lists = {name: _ids(there, changes) for name, changes in _LISTS.items()}
        place = scenario.sites[str(row["site"])]
        yield _feature("site", row, _point(place), {**lists, "placements": there})


def _areas(scenario: Scenario, table: Table) -> Iterator[Feature]:
    own = _outlines(scenario, "area")
    for row in _rows(table):
        name = str(row["area"])
        yield _feature("area", row, own.get(name) or _point(scenario.areas.rows[name]), {})


def _groups(scenario: Scenario, table: Table) -> Iterator[Feature]:
    """Groups of areas with an outline, with the figures of the groups' table where it is of the same groups."""
    told = {row["group"]: row for row in _rows(table)} if scenario.areas.group_by == "municipality" else {}
    for name, outline in _outlines(scenario, "municipality").items():
        yield _feature("municipality", {"municipality": name, **told.get(name, {})}, outline, {})


def _outlines(scenario: Scenario, of: str) -> dict[str, Feature]:
    """The scenario's own outlines as geometries."""
    boundaries = scenario.boundaries
    return (
        {key: _multipolygon(one) for key, one in boundaries.rows.items()} if boundaries and boundaries.of == of else {}
    )


def _multipolygon(outline: str) -> Feature:
    parts = [[_turned(ring, outer=not at) for at, ring in enumerate(polygon)] for polygon in polygons(outline)]
    return {"type": "MultiPolygon", "coordinates": parts}


def _turned(ring: Ring, *, outer: bool) -> list[list[float]]:
    """A closed ring, counter-clockwise outside and clockwise around holes."""
    corners = list(ring) if (area(np.array(ring)) > 0) is outer else list(ring[::-1])
    return [list(corner) for corner in (*corners, corners[0])]


def _feature(kind: str, row: Mapping[str, Cell], geometry: Feature | None, more: Feature) -> Feature:
    """One place; since ids of sites and areas may be equal, the kind is part of the feature's id."""
    properties = {"feature": kind, **row, **more}
    return {"type": "Feature", "id": f"{kind}:{row[kind]}", "geometry": geometry, "properties": properties}


def _point(place: Site | Area) -> Feature | None:
    if place.lon is None or place.lat is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _ids(placements: list[dict[str, Cell]], changes: tuple[str, ...]) -> str:
    return " ".join(str(one["function"]) for one in placements if one["change"] in changes)


def _rows(table: Table) -> Iterator[dict[str, Cell]]:
    return (dict(zip(table.headings, row, strict=True)) for row in table.rows)
