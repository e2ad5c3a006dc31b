from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.errors import ScenarioError
from placement.scenario.dump import dump
from placement.scenario.load import Loaded, load, load_text
from placement.scenario.source.boundaries import Boundaries, polygons, read_outlines, written

SCENARIO = """\
schema_version: 2
name: outlined
title: Outlined
areas:
  rows:
    a1: {name: A, municipality: North, people: 1000, lat: 56.1, lon: 9.1}
    a2: {name: B, municipality: South, people: 1000, lat: 55.9, lon: 9.1}
boundaries: BOUNDARIES
sites:
  hosp: {title: Hospital, kind: hospital, lat: 56.0, lon: 9.0}
functions:
  f: {title: F, visits_per_1000_per_year: 10, minutes_per_visit: 20}
baseline:
  rows: {f: {hosp: 5}}
"""


def square(lon: float, lat: float, size: float = 0.2) -> list[list[float]]:
    return [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]


def feature(properties: dict[str, Any], *rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": list(rings)}}


TWO = [feature({"navn": "North"}, square(9, 56)), feature({"navn": "South", "kode": 615}, square(9, 55.8))]


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def loaded(folder: Path, geojson: str, boundaries: str = "{file: b.geojson, property: navn}") -> Loaded:
    (folder / "b.geojson").write_text(geojson, encoding="utf-8")
    (folder / "scenario.yaml").write_text(SCENARIO.replace("BOUNDARIES", boundaries), encoding="utf-8")
    return load(folder)


def faults(folder: Path, geojson: str, boundaries: str = "{file: b.geojson, property: navn}") -> list[str]:
    """What is said; the place too where it is not the line of the boundaries."""
    with pytest.raises(ScenarioError) as caught:
        loaded(folder, geojson, boundaries)
    places = (f"{Path(fault.file).name}:{fault.line} " for fault in caught.value.faults)
    said = (f"{fault.message} {fault.suggestion}".strip() for fault in caught.value.faults)
    return [f"{place}{one}".removeprefix("scenario.yaml:8 ") for place, one in zip(places, said, strict=True)]


def test_outlines_are_joined_by_a_property(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, collection(*TWO, feature({"navn": "Elsewhere"}, square(11, 56)))).scenario
    assert scenario.boundaries is not None
    assert set(scenario.boundaries.rows) == {"North", "South"}
    assert polygons(scenario.boundaries.rows["North"]) == ((((9, 56), (9.2, 56), (9.2, 56.2), (9, 56.2)),),)


def test_areas_can_have_outlines_and_numbers_are_ids(tmp_path: Path) -> None:
    features = [feature({"id": "a1"}, square(9, 56)), {**feature({}, square(9, 55.8)), "id": "a2"}]
    scenario = loaded(tmp_path, collection(*features), "{file: b.geojson, of: area}").scenario
    assert scenario.boundaries is not None
    assert set(scenario.boundaries.rows) == {"a1", "a2"}
    assert read_outlines(collection(TWO[1]), "kode") == {"615": scenario.boundaries.rows["a2"]}


def test_several_features_of_one_name_and_holes_are_kept(tmp_path: Path) -> None:
    island = feature({"navn": "North"}, square(9.5, 56, 0.05))
    holed = feature({"navn": "South"}, square(9, 55.8), square(9.05, 55.85, 0.05))
    scenario = loaded(tmp_path, collection(TWO[0], island, holed)).scenario
    assert scenario.boundaries is not None
    assert [len(polygons(scenario.boundaries.rows[name])) for name in ("North", "South")] == [2, 1]
    assert len(polygons(scenario.boundaries.rows["South"])[0]) == 2


def test_the_scenario_as_solved_holds_them(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, collection(*TWO)).scenario
    assert load_text(dump(scenario)).base == scenario


def test_the_file_is_among_the_inputs(tmp_path: Path) -> None:
    assert set(loaded(tmp_path, collection(*TWO)).inputs) == {"scenario.yaml", "b.geojson"}


def test_without_outlines_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert loaded(tmp_path, "", "null").scenario.boundaries is None


@pytest.mark.parametrize(
    ("geojson", "boundaries", "said"),
    [
        ("{]", "{file: b.geojson}", "b.geojson:1 the file is no JSON here."),
        (
            "[" * 100_000,
            "{file: b.geojson}",
            "b.geojson: the file is no GeoJSON: it is nested too deep.",
        ),
        (
            "{}",
            "{file: b.geojson}",
            "b.geojson: the file is no GeoJSON FeatureCollection with features.",
        ),
        (
            collection(*TWO),
            "{file: b.geojson, property: name}",
            "b.geojson: feature 1 has no property 'name'; it has: navn.",
        ),
        (
            collection({"properties": {"navn": "North"}, "geometry": {"type": "Point", "coordinates": [9, 56]}}),
            "{file: b.geojson, property: navn}",
            ("b.geojson: feature 1 (North): its geometry is Point, where a Polygon or MultiPolygon is needed."),
        ),
        (
            collection(feature({"navn": "North"}, square(523456, 6234567))),
            "{file: b.geojson, property: navn}",
            (
                "b.geojson: feature 1 (North): 523456 6234567 is no longitude and latitude in degrees; convert "
                "the file to WGS 84 (EPSG:4326)."
            ),
        ),
        (
            collection(feature({"navn": "North"}, square(9, 56)[:3])),
            "{file: b.geojson, property: navn}",
            "b.geojson: feature 1 (North): a ring ends where it begins.",
        ),
        (
            collection(feature({"navn": "North"}, [["x", "y"]])),
            "{file: b.geojson, property: navn}",
            "b.geojson: feature 1 (North): a point is a longitude and a latitude, not ['x', 'y'].",
        ),
        (
            collection(TWO[0], feature({"navn": "Suoth"}, square(9, 55.8))),
            "{file: b.geojson, property: navn}",
            (
                "there is no outline of South; there are outlines of North, Suoth. Is 'property' the one that holds "
                "the id, or the name of the area group? Suoth"
            ),
        ),
        (
            collection(*TWO),
            "{file: c.geojson}",
            "the file 'c.geojson' is not in the scenario folder. b.geojson",
        ),
        (
            "",
            "{rows: {North: 'POINT (9 56)', South: 'POINT (9 56)'}}",
            "write it as MULTIPOLYGON (((9.1 56.0, 9.4 56.0, 9.2 56.3, 9.1 56.0))).",
        ),
        (
            collection(*TWO),
            "{file: b.geojson, rows: {North: ''}}",
            "'file' and rows written out are both given; keep one of them.",
        ),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, geojson: str, boundaries: str, said: str) -> None:
    assert said in faults(tmp_path, geojson, boundaries)


def test_every_feature_that_is_unfit_is_named(tmp_path: Path) -> None:
    point = {"properties": {"navn": "South"}, "geometry": {"type": "Point", "coordinates": [9, 56]}}
    said = faults(tmp_path, collection(feature({"navn": "North"}, square(9, 96)), feature({}, square(9, 56)), point))
    assert said == [
        (
            "b.geojson: feature 1 (North): 9 96 is no longitude and latitude in degrees; convert the file to WGS 84 "
            "(EPSG:4326)."
        ),
        "b.geojson: feature 2 has no property 'navn'; it has: none.",
        "b.geojson: feature 3 (South): its geometry is Point, where a Polygon or MultiPolygon is needed.",
    ]


def test_too_fine_outlines_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placement.scenario.source.boundaries.MOST_POINTS", 7)
    said = "the outlines have 8 points, more than 7; simplify them in a GIS program first."
    assert faults(tmp_path, collection(*TWO)) == [f"b.geojson: {said}"]


LON = st.integers(-18_000_000, 18_000_000).map(lambda n: n / 1e5)
LAT = st.integers(-9_000_000, 9_000_000).map(lambda n: n / 1e5)
RING = st.lists(st.tuples(LON, LAT), min_size=3, max_size=8, unique=True).map(tuple)


@given(st.lists(st.lists(RING, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple))
def test_outlines_are_read_as_they_were_written(outline: Any) -> None:
    assert polygons(written(outline)) == outline
    assert Boundaries(rows={"x": written(outline)}).rows["x"] == written(outline)


@given(st.text(alphabet="MULTIPOLYGON(),. 0123456789e-", max_size=60))
def test_no_text_makes_it_fall(text: str) -> None:
    for wkt in (text, f"MULTIPOLYGON ((({text})))"):
        read: tuple[Any, ...] = ()
        with suppress(ValueError):
            read = polygons(wkt)
        assert not read or polygons(written(read)) == read


LEAF = st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.integers()
JSON = LEAF | st.lists(LEAF | st.lists(LEAF | st.lists(LEAF, max_size=3), max_size=3), max_size=3)


@given(JSON, JSON)
def test_no_document_makes_it_fall(properties: Any, coordinates: Any) -> None:
    for kind in ("Polygon", "MultiPolygon", properties):
        geometry = {"type": kind, "coordinates": coordinates}
        assert read_outlines(collection({"properties": {"id": 1}, "geometry": geometry}), "id") is not None
        assert read_outlines(collection({"properties": properties, "geometry": properties}), "id") is not None
