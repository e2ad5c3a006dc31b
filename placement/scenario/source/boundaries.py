"""Outlines of areas, or of groups of them, for maps: read from a GeoJSON file beside the scenario, stored as WKT."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Field

from placement.errors import Message
from placement.scenario.schema.base import Record, Text, refusal
from placement.scenario.schema.text import first_forbidden, forbidden, settled

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
"""The outer ring, then its holes; no ring repeats its first point."""

MOST_POINTS = 300_000
_DECIMALS = 5
"""Decimals of a degree: about a metre."""
_WKT = re.compile(r"MULTIPOLYGON ?\(\((.+)\)\)", re.DOTALL)


def polygons(outline: str) -> tuple[Polygon, ...]:
    """The polygons of a WKT ``MULTIPOLYGON``; ValueError if the text is none."""
    found = _WKT.fullmatch(outline.strip())
    if not found:
        raise ValueError(Message("write it as MULTIPOLYGON (((9.1 56.0, 9.4 56.0, 9.2 56.3, 9.1 56.0)))"))
    inner = re.sub(r"\s*([(),])\s*", r"\1", found[1])
    parts = [part.strip("()").split("),(") for part in inner.split(")),((")]
    return tuple(tuple(_closed([_point(pair.split()) for pair in ring.split(",")]) for ring in part) for part in parts)


def written(outline: tuple[Polygon, ...]) -> str:
    """Polygons as WKT."""
    parts = (", ".join(f"({_pairs(ring)})" for ring in polygon) for polygon in outline)
    return "MULTIPOLYGON (" + ", ".join(f"({part})" for part in parts) + ")"


def _pairs(ring: Ring) -> str:
    return ", ".join(f"{lon:.{_DECIMALS}f} {lat:.{_DECIMALS}f}" for lon, lat in (*ring, ring[0]))


def _point(pair: Any) -> Point:
    """Longitude and latitude; ValueError if they are no degrees."""
    try:
        lon, lat = (round(float(part), _DECIMALS) for part in pair[:2])
    except (TypeError, ValueError, OverflowError):
        raise ValueError(Message("a point is a longitude and a latitude, not {seen}", seen=f"{pair!r:.40}")) from None
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise ValueError(
            Message(
                "{lon:.10g} {lat:.10g} is no longitude and latitude in degrees; convert the file to WGS 84 (EPSG:4326)",
                lon=lon,
                lat=lat,
            )
        )
    return lon, lat


def _closed(points: list[Point]) -> Ring:
    """A ring without repeated points; ValueError if it has no area or is not closed."""
    if points[0] != points[-1]:
        raise ValueError(Message("a ring ends where it begins"))
    ring = tuple(point for point, after in pairwise(points) if point != after)
    if len(ring) < 3:
        raise ValueError(Message("a ring has at least three points that differ"))
    return ring


def _checked(outline: str) -> str:
    try:
        return written(polygons(outline))
    except ValueError as error:
        raise refusal("{why}.", why=error.args[0]) from error


class Boundaries(Record):
    """Outlines that maps are drawn with, in place of those calculated."""

    file: str | None = None
    """GeoJSON file beside the scenario; longitudes and latitudes in degrees (WGS 84)."""
    of: Literal["area", "municipality"] = "municipality"
    """What the outlines are of: each area, or each group in the areas' column `municipality`; others are left out."""
    property: Text = "id"
    """The property of a feature that holds the area's id, or the group's name as the areas write it."""
    rows: dict[str, Annotated[str, AfterValidator(_checked)]] = Field(default_factory=dict)
    """The outlines as WKT, by area or group."""


class Unfit(NamedTuple):
    """Why a file has no usable outlines, with line and column; both 0 if it is about the file as a whole."""

    message: str
    line: int = 0
    column: int = 0


def read_outlines(text: str, name: str) -> dict[str, str] | list[Unfit]:
    """By the property ``name`` (for ``id`` also the features' own id), the outlines of a GeoJSON as WKT."""
    odd = first_forbidden(text)
    if odd:
        return [Unfit(*odd)]
    try:
        read = json.loads(text)
    except RecursionError:
        return [Unfit(Message("the file is no GeoJSON: it is nested too deep."))]
    except ValueError as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (0, 0)
        return [Unfit(Message("the file is no JSON here."), line, column)]
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not features:
        return [Unfit(Message("the file is no GeoJSON FeatureCollection with features."))]
    return _outlines([one if isinstance(one, dict) else {} for one in features], name)


def _outlines(features: list[dict[str, Any]], name: str) -> dict[str, str] | list[Unfit]:
    """The outlines by name; where features are unfit, why each of them is."""
    shapes: dict[str, tuple[Polygon, ...]] = {}
    written_as: dict[str, str] = {}
    found: list[Unfit] = []
    for number, feature in enumerate(features, 1):
        raw = _properties(feature).get(name)
        if raw is None:
            message = Message(
                "feature {number} has no property '{name}'; it has: {properties}.",
                number=number,
                name=name,
                properties=", ".join(_properties(feature)) or Message("none"),
            )
            found.append(Unfit(message))
            continue
        key = settled(str(raw))
        odd = forbidden(key) or _alike(key, written_as.setdefault(key, str(raw)), str(raw))
        if odd:
            found.append(Unfit(Message("feature {number}: {why}", number=number, why=odd)))
            continue
        try:
            shapes[key] = (*shapes.get(key, ()), *_shape(feature.get("geometry")))
        except ValueError as error:
            why = Message("feature {number} ({key}): {error}.", number=number, key=key, error=error.args[0])
            found.append(Unfit(why))
    points = sum(len(ring) for shape in shapes.values() for polygon in shape for ring in polygon)
    if points > MOST_POINTS:
        message = Message(
            "the outlines have {points:,} points, more than {most_points:,}; simplify them in a GIS program first.",
            points=points,
            most_points=MOST_POINTS,
        )
        found.append(Unfit(message))
    return found or {key: written(shape) for key, shape in shapes.items()}


def _alike(key: str, first: str, second: str) -> Message | None:
    """Why two names are refused that differ only in the Unicode form of their accents; None if they are equal."""
    if first == second:
        return None
    return Message("'{key}' stands twice, written with different signs that look alike; keep one of them.", key=key)


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    own = feature.get("properties")
    return {**({"id": feature["id"]} if "id" in feature else {}), **(own if isinstance(own, dict) else {})}


def _shape(geometry: Any) -> tuple[Polygon, ...]:
    """The polygons of a geometry; ValueError says what is wrong with it."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(
            Message(
                "its geometry is {kind}, where a Polygon or MultiPolygon is needed", kind=kind or Message("missing")
            )
        )
    parts = geometry.get("coordinates")
    parts = [parts] if kind == "Polygon" else parts
    if not isinstance(parts, list) or not all(isinstance(part, list) and part for part in parts):
        raise ValueError(Message("its coordinates are no list of rings"))
    return tuple(tuple(_closed([_point(pair) for pair in _listed(ring)]) for ring in part) for part in parts)


def _listed(ring: Any) -> list[Any]:
    if not isinstance(ring, list) or not ring:
        raise ValueError(Message("a ring is a list of points"))
    return ring
