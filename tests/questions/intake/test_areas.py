# ruff: noqa: E501 - a case is a line
"""``import areas``: from maps in any coordinate system and tables of points; and files with something wrong in them."""

from __future__ import annotations

import json
import sqlite3
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from placement.scenario.load import load
from tests.helpers.raw_files import Capture, dump, locked, read, refused, region, sparse, taken, workbook

UTM = "EPSG:25832"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return region(tmp_path)


def square(n: int) -> list[list[float]]:
    west, south = 9.3 + 0.2 * (n % 2), 56.3 + 0.1 * (n // 2)
    return [[west, south], [west + 0.2, south], [west + 0.2, south + 0.1], [west, south + 0.1], [west, south]]


def feature(n: int, **changed: Any) -> dict[str, Any]:
    cells = {"kode": f"070{n}", "navn": f"Sogn {n}", "kommune": "Viborg"} | changed.pop("properties", {})
    shape = changed.pop("geometry", {"type": "Polygon", "coordinates": [square(n)]})
    return {"type": "Feature", "properties": {k: v for k, v in cells.items() if v != "gone"}, "geometry": shape}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


FOUR = collection(*map(feature, range(4)))


def mapped(tmp: Path, document: dict[str, Any] = FOUR, name: str = "a.geojson") -> Path:
    return dump(tmp / name, document)


def projected(tmp: Path, name: str, *, crs: str | None = UTM) -> Path:
    """The same four areas in UTM, written by GDAL."""
    from placement.questions.intake.geo import _warped  # noqa: PLC0415 - its own opposite, for the tests

    source = mapped(tmp, name="source.geojson")
    meta, _, shapes, values = _warped(str(source), "source", "OGC:CRS84")
    rings = [shapely.transform(shapely.from_wkb(one), _to_utm) for one in shapes]
    with warnings.catch_warnings(action="ignore"):  # that there is no coordinate system is the point
        _write(tmp / name, rings, values, meta, crs)
    return tmp / name


def _write(path: Path, rings: list[Any], values: Any, meta: Any, crs: str | None) -> None:
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(one) for one in rings], dtype=object),
        field_data=list(values),
        fields=list(meta["fields"]),
        geometry_type="Polygon",
        crs=crs,
    )


def _to_utm(lonlat: Any) -> Any:
    """ETRS89 / UTM 32N on GRS80 by the series of Krüger, to a metre."""
    lat, lon = np.radians(lonlat[:, 1]), np.radians(lonlat[:, 0] - 9)
    n = 1 / 298.257222101 / (2 - 1 / 298.257222101)
    radius = 6378137 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    e = 2 * np.sqrt(n) / (1 + n)
    t = np.sinh(np.arctanh(np.sin(lat)) - e * np.arctanh(e * np.sin(lat)))
    xi, eta = np.arctan2(t, np.cos(lon)), np.arctanh(np.sin(lon) / np.sqrt(1 + t**2))
    series = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5)
    east = eta + sum(a * np.cos(2 * k * xi) * np.sinh(2 * k * eta) for k, a in enumerate(series, 1))
    north = xi + sum(a * np.sin(2 * k * xi) * np.cosh(2 * k * eta) for k, a in enumerate(series, 1))
    return np.column_stack([500000 + 0.9996 * radius * east, 0.9996 * radius * north])


CENTRES = {f"070{n}": (56.35 + 0.1 * (n // 2), 9.4 + 0.2 * (n % 2)) for n in range(4)}

TAKEN: dict[str, tuple[Callable[[Path], list[Any]], str]] = {
    "GeoJSON": (lambda tmp: [mapped(tmp)], "is in the coordinate system EPSG:4326"),
    "GeoPackage in UTM": (lambda tmp: [projected(tmp, "a.gpkg")], "is in the coordinate system EPSG:25832"),
    "Shapefile in UTM": (lambda tmp: [projected(tmp, "a.shp")], "is in the coordinate system EPSG:25832"),
    "FlatGeobuf": (lambda tmp: [projected(tmp, "a.fgb")], "EPSG:25832"),
    "Shapefile without .prj": (lambda tmp: [projected(tmp, "a.shp", crs=None), "--crs", UTM], "4 areas."),
    "axes exchanged, said": (lambda tmp: [mapped(tmp, turned()), "--swap-axes"], "4 areas."),
    "columns named": (lambda tmp: [mapped(tmp, collection(*(feature(n, properties={"kode": "gone", "X": f"070{n}"}) for n in range(4)))), "--column", "id=X"], "4 areas."),
    "ids as numbers": (lambda tmp: [mapped(tmp, collection(*(feature(n, properties={"kode": f"070{n}"}) for n in range(4))))], "4 areas."),
    "parts of one area": (lambda tmp: [mapped(tmp, collection(*FOUR["features"][:3], half(3, 0), half(3, 1)))], "1 parts with the id and name of another were joined to it"),
    "crossing itself": (lambda tmp: [mapped(tmp, collection(*FOUR["features"], feature(3, geometry=bow())))], "1 outlines crossed themselves, and are mended"),
    "table of points": (lambda tmp: [table(tmp)], "4 areas."),
    "table in UTM": (lambda tmp: [table(tmp, utm=True), "--crs", UTM], "4 areas."),
    "workbook of points": (lambda tmp: [workbook(tmp / "a.xlsx", [["kode", "navn", "kommune", "lat", "lon"], *([key, f"Sogn {n}", "Viborg", *at] for n, (key, at) in enumerate(CENTRES.items()))])], "4 areas."),
    "merged and hidden": (lambda tmp: [workbook(tmp / "a.xlsx", [["Sogne 2026", "", "", "", ""], ["kode", "navn", "kommune", "lat", "lon"], *([key, f"Sogn {n}", "Viborg", *at] for n, (key, at) in enumerate(CENTRES.items()))], merge=["A1:E1"], hide=[4])], "Hidden rows are read too: 4"),
    "layers, one chosen": (lambda tmp: [layered(tmp), "--layer", "sogne"], "4 areas."),
}  # fmt: skip


def turned() -> dict[str, Any]:
    return collection(
        *(feature(n, geometry={"type": "Polygon", "coordinates": [[[y, x] for x, y in square(n)]]}) for n in range(4))
    )


def half(n: int, part: int) -> dict[str, Any]:
    (west, south), _, (east, north), *_ = square(n)
    middle = (west + east) / 2
    west, east = (west, middle) if part == 0 else (middle, east)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return feature(n, geometry={"type": "Polygon", "coordinates": [ring]})


def bow() -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[9.5, 56.4], [9.7, 56.5], [9.7, 56.4], [9.5, 56.5], [9.5, 56.4]]]}


def table(tmp: Path, *, utm: bool = False) -> Path:
    rows = ["kode;navn;kommune;" + ("x;y" if utm else "lat;lon")]
    for n, (key, (lat, lon)) in enumerate(CENTRES.items()):
        at = _to_utm(np.array([[lon, lat]]))[0] if utm else (lat, lon)
        rows.append(f"{key};Sogn {n};Viborg;" + ";".join(f"{one:.6f}".rstrip("0").replace(".", ",") for one in at))
    (tmp / "a.csv").write_text("\n".join(rows), encoding="cp1252")
    return tmp / "a.csv"


def layered(tmp: Path) -> Path:
    path = projected(tmp, "two.gpkg")
    with sqlite3.connect(path) as base:
        assert base.execute("select count(*) from gpkg_contents").fetchone() == (1,)
    meta, _, shapes, values = pyogrio.raw.read(path)
    for name in ("sogne", "kommuner"):
        pyogrio.raw.write(
            tmp / "l.gpkg",
            shapes,
            list(values),
            list(meta["fields"]),
            layer=name,
            geometry_type="Polygon",
            crs=UTM,
            append=(tmp / "l.gpkg").exists(),
        )
    return tmp / "l.gpkg"


@pytest.mark.parametrize("name", TAKEN)
def test_every_kind_of_file_gives_the_same_areas(name: str, into: Path, tmp_path: Path, capsys: Capture) -> None:
    make, expected = TAKEN[name]
    said = taken("areas", into, capsys, *make(tmp_path), "--replace")
    assert expected in said
    rows = {row["id"]: row for row in read(into / "areas.csv")}
    assert sorted(rows) == list(CENTRES)
    for key, (lat, lon) in CENTRES.items():
        assert (float(rows[key]["lat"]), float(rows[key]["lon"])) == (
            pytest.approx(lat, abs=0.02),
            pytest.approx(lon, abs=0.02),
        )
        assert rows[key]["municipality"] == "Viborg"
    assert "4 areas have no people yet: import people next." in said


def test_outlines_are_written_for_maps_and_read_back(into: Path, tmp_path: Path, capsys: Capture) -> None:
    people = collection(*(feature(n, properties={"folketal": 1000 + n}) for n in range(4)))
    taken("areas", into, capsys, mapped(tmp_path, people), "--replace")
    scenario = load(into).scenario
    assert scenario.boundaries is not None
    assert (scenario.boundaries.of, scenario.boundaries.property) == ("area", "id")
    assert list(scenario.boundaries.rows) == list(CENTRES)
    assert [area.people for area in scenario.areas.rows.values()] == [1000, 1001, 1002, 1003]
    assert scenario.areas.columns["lat"].source == "areas_2026"


def test_neighbours_keep_a_common_border_where_it_is_simplified(into: Path, tmp_path: Path, capsys: Capture) -> None:
    jagged = [[9.5 + 0.001 * (k % 2), 56.3 + 0.001 * k] for k in range(101)]
    left = [[9.3, 56.3], *jagged, [9.3, 56.4], [9.3, 56.3]]
    right = [[9.7, 56.3], *jagged, [9.7, 56.4], [9.7, 56.3]]
    two = collection(
        *(feature(n, geometry={"type": "Polygon", "coordinates": [ring]}) for n, ring in enumerate((left, right)))
    )
    said = taken("areas", into, capsys, mapped(tmp_path, two), "--replace", "--simplify", "300")
    assert "of 208, at most about 300 m off" in said
    shapes = [
        shapely.geometry.shape(one["geometry"])
        for one in json.loads((into / "outlines.geojson").read_text())["features"]
    ]
    assert sum(shapely.get_num_coordinates(shapes)) < 30
    assert shapes[0].intersection(shapes[1]).area < 1e-9
    assert shapes[0].union(shapes[1]).area == pytest.approx(0.4 * 0.1, rel=1e-3)


def test_what_was_known_of_an_area_stays(into: Path, tmp_path: Path, capsys: Capture) -> None:
    taken("areas", into, capsys, mapped(tmp_path), "--replace")
    path = into / "areas.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "0700,Sogn 0,Viborg,56.35000,9.40000,", "0700,Sogn 0,Viborg,56.35000,9.40000,77"
        ),
        encoding="utf-8",
    )
    said = taken("areas", into, capsys, mapped(tmp_path, collection(*FOUR["features"][:3])), "--replace")
    assert "No longer there: 0703." in said
    assert [row["people"] for row in read(path)] == ["77", "", ""]


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def spoilt(n: int, **changed: Any) -> dict[str, Any]:
    return collection(*(feature(k, **changed) if k == n else feature(k) for k in range(4)))


def text_of(tmp: Path, content: str, name: str = "a.csv") -> Path:
    (tmp / name).write_text(content, encoding="utf-8")
    return tmp / name


def raw(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


REFUSED: dict[str, tuple[Callable[[Path], list[Any]], tuple[str, ...]]] = {
    "no coordinate system": (lambda tmp: [projected(tmp, "a.shp", crs=None)], ("the file does not say its coordinate system (a Shapefile needs its .prj)", "--crs EPSG:25832")),
    "unknown coordinate system": (lambda tmp: [projected(tmp, "a.shp", crs=None), "--crs", "UTM32"], ("the coordinate system UTM32 is unknown; write it as --crs EPSG:25832",)),
    "axes exchanged": (lambda tmp: [mapped(tmp, turned())], ("the axes are exchanged", "Add --swap-axes")),
    "metres called degrees": (lambda tmp: [mapped(tmp, collection(feature(0, geometry=point(575000, 6220000))))], ("1 places are outside the earth (first: 575000 6.22e+06)", "--crs EPSG:25832")),
    "no geometry": (lambda tmp: [mapped(tmp, spoilt(1, geometry=None))], ("feature 2 has no geometry; draw it, or take it out",)),
    "empty geometry": (lambda tmp: [mapped(tmp, spoilt(2, geometry={"type": "Polygon", "coordinates": []}))], ("feature 3 has no geometry",)),
    "a line": (lambda tmp: [mapped(tmp, spoilt(0, geometry={"type": "LineString", "coordinates": square(0)}))], ("feature 1 is a LineString; a point or an outline is needed",)),
    "points and outlines": (lambda tmp: [mapped(tmp, spoilt(0, geometry=point(9.4, 56.4)))], ("the file has points and outlines; keep one kind",)),
    "id twice": (lambda tmp: [mapped(tmp, spoilt(1, properties={"kode": "0700"}))], ("feature 2: the id '0700' stands twice; every area needs its own",)),
    "error of a spreadsheet": (
        lambda tmp: [mapped(tmp, spoilt(1, properties={"kode": "0701", "kommune": "#I/T"}))],
        ("feature 2: '#I/T' is an error in a spreadsheet; correct its formula and save again",),
    ),
    "no id": (lambda tmp: [mapped(tmp, spoilt(1, properties={"kode": None}))], ("feature 2: the id is empty; every area needs one",)),
    "id with a dot": (lambda tmp: [mapped(tmp, spoilt(1, properties={"kode": "07.01"}))], ("feature 2: the id '07.01' has other signs than letters",)),
    "no column of ids": (lambda tmp: [mapped(tmp, collection(*(feature(n, properties={"kode": "gone"}) for n in range(4))))], ("no column holds the ids of the areas; there are: navn, kommune", "--column id=NAME")),
    "no such column": (lambda tmp: [mapped(tmp), "--column", "id=SOGNEKODE"], ("has no column 'SOGNEKODE'; it has: kode, navn, kommune",)),
    "several layers": (lambda tmp: [layered(tmp)], ("has several layers: sogne, kommuner. Choose one with --layer",)),
    "no such layer": (lambda tmp: [mapped(tmp), "--layer", "sogne"], ("has no layer 'sogne'; it has: a",)),
    "cut off": (lambda tmp: [text_of(tmp, json.dumps(FOUR)[:300], "a.geojson")], ("the file cannot be read as a map", "Export it again")),
    "no features": (lambda tmp: [mapped(tmp, collection())], ("the file has no features; export the map again",)),
    "no GeoJSON": (lambda tmp: [mapped(tmp, {"a": 1})], ("the file cannot be read as a map",)),
    "empty": (lambda tmp: [text_of(tmp, "", "a.geojson")], ("the file is empty; export the map again",)),
    "broken GeoPackage": (lambda tmp: [raw(tmp / "a.gpkg", b"SQLite format 3\0 and no more")], ("the file cannot be read as a map",)),
    "Shapefile without its parts": (lambda tmp: [raw(tmp / "a.shp", b"\0\0\x27\x0a" + b"\0" * 96)], ("the file cannot be read as a map",)),
    "too large": (lambda tmp: [sparse(tmp / "a.geojson", 200_000_001)], ("it is larger than 200,000,000 bytes",)),
    "table without a system": (lambda tmp: [table(tmp, utm=True)], ("a.csv:1:1", "the columns 'x' and 'y' do not say their coordinate system; add --crs")),
    "table with axes exchanged": (lambda tmp: [text_of(tmp, "id,lat,lon\n" + "".join(f"{k},{lon},{lat}\n" for k, (lat, lon) in CENTRES.items()))], ("the axes are exchanged",)),
    "table with x and y exchanged": (lambda tmp: [text_of(tmp, "id,x,y\na,6245000,525000\nb,6255000,535000\n"), "--crs", UTM], ("the axes are exchanged: with x and y exchanged the places lie on land",)),
    "table without numbers": (lambda tmp: [text_of(tmp, "id,lat,lon\na,N56,9.4\nb,56.4,\nc,0,0\n")], ("a.csv:2:1", "'N56' holds more than a number", "a.csv:3:1", "a.csv:4:1", "0, 0 is a place in the sea", "3 faults found")),
    "table with a formula": (lambda tmp: [workbook(tmp / "a.xlsx", [["id", "lat", "lon"], ["a", "=1+1", 9.4]])], ("a.xlsx [Ark1!B2]", "the cell holds a formula without its value")),
    "password": (lambda tmp: [locked(tmp / "a.xlsx")], ("the workbook is protected by a password",)),
    "table without rows": (lambda tmp: [text_of(tmp, "id,lat,lon\n")], ("the table has a heading but no rows",)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_file_is_refused_with_where_and_what_to_do(
    name: str, into: Path, tmp_path: Path, capsys: Capture
) -> None:
    make, expected = REFUSED[name]
    said = refused("areas", into, capsys, *make(tmp_path), "--replace")
    for part in expected:
        assert part in said, said


def test_nothing_is_overwritten_unasked_and_rows_in_the_yaml_are_told_to_move(
    into: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert "'areas' has the table areas.csv already; --replace writes over it." in refused(
        "areas", into, capsys, mapped(tmp_path)
    )
    path = into / "scenario.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("  file: areas.csv\n", "  rows: {a: {name: A, people: 5}}\n"),
        encoding="utf-8",
    )
    said = refused("areas", into, capsys, mapped(tmp_path), "--replace")
    assert "the rows of 'areas' are written out here. Take them out (leave 'areas: {}'), and import again" in said
