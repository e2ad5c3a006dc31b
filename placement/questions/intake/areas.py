"""``import areas``: areas with a point each, and outlines for maps, from geographic files or a table of points."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from placement.errors import Fault, Message
from placement.locale import N_
from placement.questions.intake.findings import Findings, sound_id
from placement.questions.intake.geo import Features, column, first_error, is_geographic, read_places, texts
from placement.questions.intake.reading import Aliases
from placement.questions.intake.scenario import (
    Outcome,
    Provenance,
    Region,
    areas_table,
    note_column,
    note_source,
    target,
)
from placement.scenario.checks.notes import few
from placement.scenario.source.boundaries import MOST_POINTS
from placement.scenario.source.files import on_disk

KNOWN: Aliases = {
    "id": ("id", "kode", "code", "komkode", "kommunekode", "sognekode", "postnr", "postnummer", "lau_id", "lokalid"),
    "name": ("name", "navn", "komnavn", "kommunenavn", "sognenavn", "postnavn", "lau_name", "title", "betegnelse"),
    "municipality": ("municipality", "kommune", "kommunenavn", "komnavn"),
    "people": ("people", "indbyggere", "folketal", "population", "inhabitants"),
}
OUTLINES = "outlines.geojson"
_METRES_A_DEGREE = 111_195.0
_DECIMALS = 5


@dataclass
class Request:
    """The options of ``import areas``.

    Attributes:
        simplify: metres by which a simplified outline may differ from the file's.
    """

    files: Sequence[str]
    columns: Mapping[str, str]
    sheet: str | None
    crs: str | None
    layer: str | None
    swap_axes: bool
    simplify: float


@dataclass
class _Area:
    lonlat: tuple[float, float]
    cells: dict[str, str]
    shapes: list[Any]


def import_areas(region: Region, request: Request, source: Provenance, findings: Findings, *, replace: bool) -> Outcome:
    """Read the files; returns the table of areas, their outlines, and changes to the YAML.

    Raises:
        ScenarioError: with all faults.
        UsageError: options that do not fit.
    """
    found: dict[str, _Area] = {}
    for path in request.files:
        features = read_places(path, request, findings, KNOWN, ["id"])
        if features is not None:
            _take(features, request, found, findings)
    findings.stop()
    name = target(region, "areas", "areas.csv", findings, replace=replace)
    outlined = bool(found) and all(area.shapes for area in found.values())
    outcome = Outcome()
    if outlined:
        _outlines(region, request, found, outcome, findings, replace=replace)
    findings.stop()
    key = note_source(region, outcome, "areas", source, request.files, replace=replace)
    _table(region, name, found, outcome, findings)
    outcome.changes["areas", "file"] = name
    for one in ("lat", "lon"):
        note_column(outcome, one, key, source.year, "derived" if outlined else "sourced")
    return outcome


def _take(features: Features, request: Request, found: dict[str, _Area], findings: Findings) -> None:
    """Add the areas of a file to ``found``; missing, invalid and repeated ids are faults."""
    count = len(features.lonlat)
    asked = request.columns if is_geographic(features.file) else {}
    columns = {name: column(features, words, asked.get(name)) for name, words in KNOWN.items()}
    if columns["id"] is None:
        findings.reject(
            "no column holds the ids of the areas; there are: {columns}. Say which with --column id=NAME.",
            features.file,
            columns=few(list(features.cells)) or Message("none"),
        )
        return
    cells = {name: texts(values, count) for name, values in columns.items() if values is not None}
    merged = 0
    for n in range(count):
        row = {name: values[n] for name, values in cells.items()}
        key = row.pop("id")
        wrong = _wrong(key, row, n, features)
        if wrong is not None:
            findings.fault(wrong)
            continue
        row["name"] = row.get("name") or key
        shapes = features.shapes[n : n + 1]
        if key not in found:
            lon, lat = features.lonlat[n]
            found[key] = _Area((float(lon), float(lat)), row, shapes)
        elif shapes and found[key].cells["name"] == row["name"]:
            found[key].shapes += shapes
            merged += 1
        else:
            findings.fault(
                _place(features, n, Message("the id '{id}' stands twice; every area needs its own.", id=key))
            )
    if merged:
        _join(found)
        findings.say("{n} parts with the id and name of another were joined to it.", n=merged)


def _wrong(key: str, row: Mapping[str, str], n: int, features: Features) -> Fault | None:
    broken = first_error([key, *row.values()])
    if broken is not None:
        return _place(features, n, broken)
    if not key:
        return _place(features, n, Message("the id is empty; every area needs one."))
    if not sound_id(key):
        message = Message(
            "the id '{id}' has other signs than letters, digits, '_' and '-'; choose another column.", id=key[:60]
        )
        return _place(features, n, message)
    return None


def _place(features: Features, n: int, message: Message) -> Fault:
    file, number = features.where[n]
    if is_geographic(features.file):
        return Fault(Message("feature {n}: {what}", n=number, what=message), "", file)
    return Fault(message, "", file, number, 1 if number else 0)


def _join(found: Mapping[str, _Area]) -> None:
    import shapely  # noqa: PLC0415 - an extra

    for area in found.values():
        if len(area.shapes) > 1:
            whole = shapely.union_all(area.shapes)
            point = shapely.point_on_surface(whole)
            area.shapes, area.lonlat = [whole], (float(point.x), float(point.y))


def _table(region: Region, name: str, found: Mapping[str, _Area], outcome: Outcome, findings: Findings) -> None:
    """Add the table of areas to the outcome: the present one, with the cells that the file gives replaced."""
    table = areas_table(region, name)
    before = table.rows
    gone = [key for key in before if key not in found]
    if before and gone:
        findings.say("No longer there: {names}.", names=few(gone))
    table.rows = {key: dict(before.get(key, {})) for key in found}
    if not before:
        table.columns = ["name", "municipality", "lat", "lon", "people"]
    for key, area in found.items():
        for column_name, text in area.cells.items():
            if text:
                table.put(key, column_name, text)
        table.put(key, "lat", f"{area.lonlat[1]:.{_DECIMALS}f}")
        table.put(key, "lon", f"{area.lonlat[0]:.{_DECIMALS}f}")
    table.columns = [
        one for one in table.columns if any(row.get(one) for row in table.rows.values()) or one == "people"
    ]
    findings.say("{n} areas.", n=len(found))
    empty = [key for key, row in table.rows.items() if not row.get("people")]
    if empty:
        findings.say(N_("{n} areas have no people yet: import people next."), n=len(empty))
    if not any(row.get("municipality") for row in table.rows.values()):
        findings.warnings.say(
            "No area says what it belongs to; say which column holds it with --column municipality=NAME."
        )
    outcome.files[name] = [table.text()]


def _outlines(
    region: Region, request: Request, found: Mapping[str, _Area], outcome: Outcome, findings: Findings, *, replace: bool
) -> None:
    """Add the file of outlines to the outcome, simplified together so that neighbours keep a common border."""
    import shapely  # noqa: PLC0415 - an extra

    boundaries = region.written.get("boundaries")
    named = boundaries.get("file") if isinstance(boundaries, dict) else None
    name = named if isinstance(named, str) else OUTLINES
    if not replace and (named or on_disk(region.folder, name).exists()):
        message = Message("there are outlines already ({name}); --replace writes over them.", name=name)
        findings.fault(region.fault(("boundaries", "file"), message))
    shapes = np.array([area.shapes[0] for area in found.values()])
    before = int(shapely.get_num_coordinates(shapes).sum())
    tolerance = request.simplify / _METRES_A_DEGREE
    simple = (
        shapely.coverage_simplify(shapes, tolerance)
        if hasattr(shapely, "coverage_simplify")
        else shapely.simplify(shapes, tolerance)
    )
    simple = np.array([new if _whole(new) else old for new, old in zip(simple, shapes, strict=True)])
    after = int(shapely.get_num_coordinates(simple).sum())
    if after > MOST_POINTS:
        findings.reject(
            "the outlines have {points:,} points, more than {most_points:,}; simplify them more, with --simplify "
            "METRES.",
            request.files[0],
            points=after,
            most_points=MOST_POINTS,
        )
        return
    findings.say(
        "Outlines: {after} points of {before}, at most about {metres} m off.",
        after=after,
        before=before,
        metres=f"{request.simplify:g}",
    )
    outcome.files[name] = _geojson(found, list(simple))
    for key, value in (("file", name), ("of", "area"), ("property", "id")):
        outcome.changes["boundaries", key] = value


def _whole(shape: Any) -> bool:
    return bool(shape is not None and not shape.is_empty and shape.is_valid)


def _geojson(found: Mapping[str, _Area], shapes: Sequence[Any]) -> Iterator[str]:
    """The lines of a GeoJSON file with one feature on each."""
    yield '{"type": "FeatureCollection", "features": [\n'
    for n, ((key, area), shape) in enumerate(zip(found.items(), shapes, strict=True)):
        feature = {
            "type": "Feature",
            "properties": {"id": key, "name": area.cells["name"]},
            "geometry": _polygons(shape),
        }
        yield ("" if n == 0 else ",\n") + json.dumps(feature, ensure_ascii=False)
    yield "\n]}\n"


def _polygons(shape: Any) -> dict[str, Any]:
    """A shape as a GeoJSON geometry, to decimals of about a metre; parts without extent are left out."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    parts += [inner for part in getattr(shape, "geoms", []) if part.geom_type == "MultiPolygon" for inner in part.geoms]
    rounded = [
        [ring for ring in ([_rounded(one.coords) for one in (part.exterior, *part.interiors)]) if len(ring) > 3]
        for part in parts
    ]
    return {"type": "MultiPolygon", "coordinates": [part for part in rounded if part]}


def _rounded(coordinates: Any) -> list[list[float]]:
    points = [[round(float(x), _DECIMALS), round(float(y), _DECIMALS)] for x, y in coordinates]
    return [point for n, point in enumerate(points) if not n or point != points[n - 1]]
