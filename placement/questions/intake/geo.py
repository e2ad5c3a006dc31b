"""Points and outlines from geographic files and from tables with coordinates, in degrees (WGS 84).

GDAL converts from any coordinate system while reading. Exchanged axes are detected by the outlines of land: points in
the sea that would be on land with their axes exchanged.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from placement.errors import Message, UsageError, why
from placement.instance.instance import Floats
from placement.instance.land import out_at_sea
from placement.questions.intake.findings import Cell, Findings, as_id
from placement.questions.intake.reading import Aliases, first_bytes, headed, needs, no_heading, open_table, plain
from placement.scenario.checks.notes import few
from placement.scenario.schema.text import settled, spreadsheet_error

GEOGRAPHIC = frozenset({".geojson", ".json", ".gpkg", ".shp", ".fgb", ".gml", ".kml", ".tab", ".topojson"})
WGS84 = "OGC:CRS84"
COORDINATES: Aliases = {
    "lat": ("lat", "latitude", "breddegrad", "bredde", "wgs84koordinat_bredde", "wgs84_lat"),
    "lon": ("lon", "lng", "long", "longitude", "længdegrad", "længde", "wgs84koordinat_længde", "wgs84_lon"),
    "x": ("x", "øst", "oest", "east", "easting", "x_koordinat", "etrs89koordinat_øst", "etrs89_x", "utm_x"),
    "y": ("y", "nord", "north", "northing", "y_koordinat", "etrs89koordinat_nord", "etrs89_y", "utm_y"),
}  # fmt: skip
_DANISH = frozenset(map(plain, ("etrs89koordinat_øst", "etrs89_x")))
"""Headings of the Danish register of addresses, whose coordinates are ETRS89 / UTM zone 32N."""
_DANISH_CRS = "EPSG:25832"
_MOST = 0.5


@dataclass
class Features:
    """The places of a file.

    Attributes:
        lonlat: ``(n, 2)`` longitude and latitude of a point in each place, in degrees.
        shapes: the outlines as shapely geometries; empty where the file has points.
        cells: by column, the value of each place.
        where: for each place, how faults refer to it.
    """

    file: str
    lonlat: Floats
    cells: dict[str, list[Cell]]
    where: list[tuple[str, int]]
    shapes: list[Any] = field(default_factory=list)


def is_geographic(path: str) -> bool:
    """Whether a file is read as a map rather than as a table."""
    return Path(path).suffix.casefold() in GEOGRAPHIC


def _silent() -> AbstractContextManager[Any]:
    return warnings.catch_warnings(action="ignore")


def read_features(path: str, findings: Findings, *, crs: str | None, layer: str | None, swap: bool) -> Features | None:
    """The places in a geographic file; None, and faults, where they cannot be read.

    Raises:
        UsageError: a library is missing, there is no such layer, or the coordinate system is unknown.
    """
    needs("pyogrio", Message("A geographic file"))
    needs("shapely", Message("A geographic file"))
    import pyogrio  # noqa: PLC0415 - an extra
    import shapely  # noqa: PLC0415 - an extra

    try:
        if not first_bytes(Path(path)).strip():
            findings.reject("the file is empty; export the map again.", path)
            return None
        with _silent():
            layer = _layer(path, layer, [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None])
            info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
            if info["features"] == 0:
                findings.reject("the file has no features; export the map again.", path)
                return None
            asked = _crs(info["crs"], crs, path, findings)
            if asked is None:
                return None
            meta, _, shapes, values = _warped(path, layer, asked)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        OSError,
        ValueError,
        RuntimeError,
    ) as error:
        findings.reject("the file cannot be read as a map: {why}. Export it again.", path, why=why(error))
        return None
    geometries = [None if one is None else shapely.from_wkb(one, on_invalid="ignore") for one in shapes]
    cells = {
        settled(str(name)): [_as_cell(one) for one in column]
        for name, column in zip(meta["fields"], values, strict=True)
    }
    where = [(path, n) for n in range(1, len(geometries) + 1)]
    return _sound(Features(path, np.zeros((0, 2)), cells, where, geometries), findings, swap=swap)


def _layer(path: str, wanted: str | None, names: Sequence[str]) -> str:
    """The name of the layer asked for, or of the only one.

    Raises:
        UsageError: there is no such layer, or several and none is asked for.
    """
    if wanted is not None and wanted not in names:
        raise UsageError(
            Message("{file} has no layer '{layer}'; it has: {names}.", file=path, layer=wanted, names=few(names))
        )
    if wanted is None and len(names) > 1:
        raise UsageError(
            Message("{file} has several layers: {names}. Choose one with --layer.", file=path, names=few(names))
        )
    if not names:
        raise ValueError(Message("it has no layer with geometry"))
    return wanted or names[0]


def _crs(own: str | None, asked: str | None, path: str, findings: Findings) -> str | None:
    """The coordinate system to read the file by: the one asked for, else its own; None, and a fault, without either."""
    if asked and own and asked.casefold() != own.casefold():
        findings.warnings.say(
            "{file} says {own}; it is read as {asked}, as you say.", file=path, own=own[:60], asked=asked
        )
    if not asked and not own:
        findings.reject(
            "the file does not say its coordinate system (a Shapefile needs its .prj); add --crs, in Denmark mostly "
            "--crs EPSG:25832.",
            path,
        )
        return None
    if own and not asked:
        findings.say("{file} is in the coordinate system {crs}.", file=path, crs=own[:60])
    return asked or own


def _warped(path: str, layer: str, crs: str) -> Any:
    """The features of a layer, converted to degrees by GDAL."""
    from pyogrio.raw import read  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory() as folder:
        vrt = Path(folder) / "degrees.vrt"
        vrt.write_text(
            "<OGRVRTDataSource><OGRVRTWarpedLayer>"
            f"<OGRVRTLayer name={quoteattr(layer)}><SrcDataSource>{escape(str(Path(path).absolute()))}</SrcDataSource>"
            f"<SrcLayer>{escape(layer)}</SrcLayer><LayerSRS>{escape(crs)}</LayerSRS></OGRVRTLayer>"
            f"<SrcSRS>{escape(crs)}</SrcSRS><TargetSRS>{WGS84}</TargetSRS></OGRVRTWarpedLayer></OGRVRTDataSource>",
            encoding="utf-8",
        )
        try:
            return read(vrt, force_2d=True, datetime_as_string=True)
        except IndexError:  # GDAL gives no layer for an unknown coordinate system
            words = Message("the coordinate system {seen} is unknown; write it as --crs EPSG:25832.", seen=crs[:60])
            raise UsageError(words) from None


def _as_cell(value: Any) -> Cell:
    if value is None or value is np.ma.masked:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | float | np.number):
        return "" if np.isnan(float(value)) else float(value)
    return settled(str(value))


def _sound(features: Features, findings: Findings, *, swap: bool) -> Features | None:
    """The features with a point inside each; a feature without a geometry is a fault."""
    import shapely  # noqa: PLC0415 - an extra

    shapes: list[Any] = []
    for (file, n), shape in zip(features.where, features.shapes, strict=True):
        if shape is None or shape.is_empty:
            findings.reject("feature {n} has no geometry; draw it, or take it out.", file, n=n)
        elif shape.geom_type not in ("Point", "Polygon", "MultiPolygon"):
            findings.reject(
                "feature {n} is a {kind}; a point or an outline is needed.", file, n=n, kind=shape.geom_type
            )
        else:
            shapes.append(shapely.transform(shape, lambda xy: xy[:, ::-1]) if swap else shape)
    if len(shapes) < len(features.shapes) or not shapes:
        return None
    broken = [n for n, shape in enumerate(shapes) if not shape.is_valid]
    if broken:
        findings.say("{n} outlines crossed themselves, and are mended.", n=len(broken))
        shapes = [shapely.make_valid(shape) if n in set(broken) else shape for n, shape in enumerate(shapes)]
    features.lonlat = np.array([(point.x, point.y) for point in map(shapely.point_on_surface, shapes)], dtype=float)
    flat = [shape.geom_type for shape in shapes]
    if "Point" in flat and len(set(flat)) > 1:
        findings.reject("the file has points and outlines; keep one kind.", features.file)
        return None
    features.shapes = [] if "Point" in flat else shapes
    return features if sound_places(features, findings) else None


def sound_places(features: Features, findings: Findings) -> bool:
    """Whether the points are possible places on earth; otherwise, or with exchanged axes, there are faults."""
    lonlat = features.lonlat
    odd = ~np.isfinite(lonlat).all(axis=1) | (np.abs(lonlat) > (180, 90)).any(axis=1)
    if exchanged(lonlat):
        findings.reject(
            "the axes are exchanged: the places lie in the sea, but on land with latitude and longitude exchanged. Add "
            "--swap-axes.",
            features.file,
        )
        return False
    if odd.any():
        n = int(np.flatnonzero(odd)[0])
        findings.reject(
            "{n} places are outside the earth (first: {x} {y}); say which coordinate system it is with --crs, in "
            "Denmark mostly --crs EPSG:25832.",
            features.file,
            n=int(odd.sum()),
            x=f"{lonlat[n, 0]:.6g}",
            y=f"{lonlat[n, 1]:.6g}",
        )
        return False
    at_sea = int((out_at_sea(lonlat) > 0).sum())
    if at_sea:
        findings.warnings.say("{n} places lie in the sea.", n=at_sea)
    return True


def exchanged(lonlat: Floats) -> bool:
    """Whether most points are in the sea or out of range, but on land with longitude and latitude exchanged."""
    turned = lonlat[:, ::-1]
    if not len(lonlat) or not np.isfinite(lonlat).all() or (np.abs(turned) > (180, 90)).any():
        return False
    nowhere = (np.abs(lonlat) > (180, 90)).any(axis=1)
    at_sea = np.where(nowhere, True, out_at_sea(np.where(np.expand_dims(nowhere, 1), 0.0, lonlat)) > 0)
    return bool(at_sea.mean() > _MOST and (out_at_sea(turned) == 0).mean() > _MOST)


def degrees(xy: Floats, crs: str) -> Floats:
    """``(n, 2)`` longitudes and latitudes, in degrees, of ``(n, 2)`` points in the coordinate system ``crs``.

    Raises:
        UsageError: a library is missing, or the system is unknown.
    """
    needs("pyogrio", Message("Another coordinate system than degrees"))
    import shapely  # noqa: PLC0415 - an extra

    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [float(x), float(y)]}}
            for x, y in xy
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.geojson"
        path.write_text(json.dumps(document), encoding="utf-8")
        with _silent():
            shapes = _warped(str(path), "points", crs)[2]
    points = [None if one is None else shapely.from_wkb(one) for one in shapes]
    return np.array(
        [(np.nan, np.nan) if one is None or one.is_empty else (one.x, one.y) for one in points], dtype=float
    )


class PlacesAsked(Protocol):
    """How a file of places is to be read; the fields are options of the command."""

    columns: Mapping[str, str]
    sheet: str | None
    crs: str | None
    layer: str | None
    swap_axes: bool


def read_places(
    path: str, asked: PlacesAsked, findings: Findings, known: Aliases, required: Sequence[str]
) -> Features | None:
    """Places in a geographic file, or in a table with coordinates and ``required`` columns; None if faulty."""
    if is_geographic(path):
        return read_features(path, findings, crs=asked.crs, layer=asked.layer, swap=asked.swap_axes)
    return read_points(
        path,
        findings,
        known=known,
        required=required,
        crs=asked.crs,
        sheet=asked.sheet,
        swap=asked.swap_axes,
        columns=asked.columns,
    )


def read_points(
    path: str,
    findings: Findings,
    *,
    known: Aliases,
    required: Sequence[str],
    crs: str | None,
    sheet: str | None,
    swap: bool,
    columns: Mapping[str, str],
) -> Features | None:
    """Places in a table with coordinates in degrees or in ``crs``; None, and faults, where they cannot be read."""
    raw = open_table(path, findings, sheet)
    aliases = {**known, **COORDINATES}
    table = headed(raw, aliases, [*required, "lat", "lon"], columns) or headed(
        raw, aliases, [*required, "x", "y"], columns
    )
    if table is None:
        no_heading(raw, [*required, "lat", "lon"], aliases)
        return None
    first, second = ("lon", "lat") if "lat" in table.at and "lon" in table.at else ("x", "y")
    if first == "x" and crs is None:
        crs = _DANISH_CRS if plain(table.header[table.at["x"]]) in _DANISH else None
        if crs is None:
            raw.reject(
                "the columns '{x}' and '{y}' do not say their coordinate system; add --crs, in Denmark mostly --crs "
                "EPSG:25832.",
                table.row,
                table.at["x"],
                x=table.header[table.at["x"]],
                y=table.header[table.at["y"]],
            )
            return None
        findings.say("The coordinates are read as {crs}, as the Danish register of addresses has them.", crs=crs)
    points, where = [], []
    cells: dict[str, list[Cell]] = {name: [] for name in table.at if name in known}
    for number, row in table.rows():
        pair = [raw.number(number, table.at[name], row[table.at[name]]) for name in (first, second)]
        if pair == [0.0, 0.0]:
            raw.reject(
                "0, 0 is a place in the sea off Africa; leave no place out, and write its coordinates.",
                number,
                table.at[first],
            )
        points.append([float("nan") if one is None else one for one in pair])
        where.append((raw.where(number, 0)[0], number if not raw.sheet else 0))
        for name, values in cells.items():
            values.append(row[table.at[name]])
    if findings.faults:
        return None
    if not points:
        raw.reject("the table has a heading but no rows.", table.row, 0)
        return None
    xy = np.array(points, dtype=float)[:, ::-1] if swap else np.array(points, dtype=float)
    converted = degrees(xy, crs) if crs else xy
    features = Features(path, converted, cells, where)
    if crs and not swap and _turned_is_better(xy, converted, crs):
        findings.reject("the axes are exchanged: with x and y exchanged the places lie on land. Add --swap-axes.", path)
        return None
    return features if sound_places(features, findings) else None


def _turned_is_better(xy: Floats, lonlat: Floats, crs: str) -> bool:
    """Whether points of another coordinate system are on land only with their axes exchanged."""
    if _on_land(lonlat) > _MOST:
        return False
    return _on_land(degrees(xy[:, ::-1], crs)) > _MOST


def _on_land(lonlat: Floats) -> float:
    sound = np.isfinite(lonlat).all(axis=1) & (np.abs(np.nan_to_num(lonlat)) <= (180, 90)).all(axis=1)
    return float((out_at_sea(lonlat[sound]) == 0).sum() / len(lonlat)) if sound.any() else 0.0


def column(features: Features, words: Sequence[str], asked: str | None) -> list[Cell] | None:
    """The cells of the column with one of the names ``words``, or with the name ``asked`` for; None without one.

    Raises:
        UsageError: there is no column of the name ``asked`` for.
    """
    known = {plain(name): name for name in features.cells}
    if asked is not None:
        if plain(asked) not in known:
            raise UsageError(
                Message(
                    "{file} has no column '{column}'; it has: {columns}.",
                    file=features.file,
                    column=asked,
                    columns=few(list(features.cells)) or Message("none"),
                )
            )
        return features.cells[known[plain(asked)]]
    found = next((known[plain(word)] for word in words if plain(word) in known), None)
    return None if found is None else features.cells[found]


def first_error(cells: Iterable[str]) -> Message | None:
    """Why the first cell is refused that a spreadsheet could not work out; None where there is none."""
    return next(filter(None, map(spreadsheet_error, cells)), None)


def texts(cells: Sequence[Cell] | None, count: int) -> list[str]:
    """Cells as text; ``count`` empty texts without the column."""
    return [""] * count if cells is None else [as_id(cell) for cell in cells]
