"""Maps and GeoJSON of a scenario with outlines of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from placement.instance.land import area, inside
from placement.present.maps.draw import _Drawing, draw
from placement.present.svg import NAMESPACE
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import NAME, result_files, write_result
from placement.questions.proposal.maps import Atlas
from placement.questions.verify.study import verify
from placement.scenario.load import Loaded
from placement.solve.result import Solved
from tests.helpers import world

SVG = f"{{{NAMESPACE}}}"
STRIPES = {"sydby": (8.0, 8.6), "kantby": (8.6, 9.0), "midtby": (9.0, 9.6), "oestby": (9.6, 10.6)}


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """With the clock, as RFC 7946 does not want it."""
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


def feature(name: str, *rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"id": name}, "geometry": {"type": "Polygon", "coordinates": list(rings)}}


AREAS = [
    *(feature(name, box(west, 55.9, east, 56.45)) for name, (west, east) in STRIPES.items()),
    feature("nordby", box(8.0, 56.45, 8.6, 56.7), box(8.45, 56.6, 8.5, 56.65)),
]
MUNICIPALITIES = [feature(name, box(8.0 + at, 55.9, 8.9 + at, 56.7)) for at, name in enumerate(("Nord", "Syd", "Øst"))]
MUNICIPALITIES.append(feature("Kant", box(8.0, 56.8, 8.2, 56.9)))


def solved_with(folder: Path, of: str, features: list[dict[str, Any]]) -> tuple[Solved, Study, Loaded]:
    world.on_disk(folder)
    (folder / "b.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    scenario = folder / "scenario.yaml"
    outlines = f"boundaries: {{file: b.geojson, of: {of}}}\nsites:\n"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("sites:\n", outlines, 1), encoding="utf-8")
    return world.solved_in(folder)


def test_an_areas_own_outline_wins(tmp_path: Path) -> None:
    shown = Atlas(solved_with(tmp_path, "area", AREAS)[0]).travel()
    assert shown is not None
    drawing = _Drawing(shown, "map")
    for at, one in enumerate(shown.areas):
        own = drawing.shapes.areas[at]
        assert len(own) == (2 if one.id == "nordby" else 1)
        expected = np.array(box(*_extent(one.id))[:-1])
        assert abs(area(own[0])) == pytest.approx(abs(area(drawing.frame(expected))), rel=0.01)
    assert drawing.shapes.within == ""
    assert "scenariets egne" in " ".join(shown.notes)


def _extent(name: str) -> tuple[float, float, float, float]:
    if name == "nordby":
        return 8.0, 56.45, 8.6, 56.7
    west, east = STRIPES[name]
    return west, 55.9, east, 56.45


def test_borders_between_catchments_run_along_common_outlines(tmp_path: Path) -> None:
    shown = Atlas(solved_with(tmp_path, "area", AREAS)[0]).catchments("lunge")
    assert shown is not None
    goes = {one.id: one.site for one in shown.areas}
    drawing = _Drawing(shown, "map")
    between = [
        (one, other)
        for one, other in (("sydby", "kantby"), ("kantby", "midtby"), ("midtby", "oestby"))
        if goes[one] != goes[other]
    ]
    assert between
    length = sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in drawing.shapes.borders)
    tall = abs(np.diff(drawing.frame(np.array([[9.0, 55.9], [9.0, 56.45]]))[:, 1])[0])
    wide = abs(np.diff(drawing.frame(np.array([[8.0, 56.45], [8.6, 56.45]]))[:, 0])[0])
    top = wide if goes["nordby"] != goes["sydby"] else 0
    assert length == pytest.approx(len(between) * tall + top, rel=0.02)


def test_areas_stay_within_the_municipalities(tmp_path: Path) -> None:
    shown = Atlas(solved_with(tmp_path, "municipality", MUNICIPALITIES)[0]).travel()
    assert shown is not None
    drawn = ET.fromstring(draw(shown, "m"))
    (cut,) = drawn.iterfind(f".//{SVG}clipPath[@id='m-land']/{SVG}use")
    assert cut.get("href") == "#m-lines"
    (line,) = drawn.iterfind(f".//{SVG}path[@id='m-lines']")
    assert len(re.findall("M", line.get("d", ""))) == 4
    drawing = _Drawing(shown, "m")
    inner = drawing.frame(np.array([[8.5, 56.3], [9.5, 56.3], [10.5, 56.3]]))
    assert inside(inner, drawing.shapes.lines).all()
    cells = [ring for own in drawing.shapes.areas for ring in own]
    assert inside(inner, cells).all()


def test_geojson_has_the_outlines_against_the_clock(tmp_path: Path) -> None:
    solved, study, loaded = solved_with(tmp_path / "here", "area", AREAS)
    read = json.loads(result_files(solved, study, loaded, world.call())[NAME])
    shapes = {one["properties"].get("area"): one["geometry"] for one in read["features"]}
    assert {shapes[name]["type"] for name in (*STRIPES, "nordby")} == {"MultiPolygon"}
    (outer, hole) = shapes["nordby"]["coordinates"][0]
    assert outer[0] == outer[-1]
    assert (area(np.array(outer[:-1])) > 0, area(np.array(hole[:-1])) > 0) == (True, False)
    folder = write_result(tmp_path / "out", solved, study, loaded, command=world.call(tmp_path / "here").command)
    assert verify(folder) == []


def test_geojson_has_the_municipalities_with_what_their_group_tells(tmp_path: Path) -> None:
    solved, study, loaded = solved_with(tmp_path, "municipality", MUNICIPALITIES)
    read = json.loads(result_files(solved, study, loaded, world.call())[NAME])
    found = {one["id"]: one for one in read["features"] if one["properties"]["feature"] == "municipality"}
    assert set(found) == {f"municipality:{name}" for name in ("Nord", "Syd", "Øst", "Kant")}
    assert found["municipality:Nord"]["properties"]["people"] == 13000
    assert found["municipality:Nord"]["geometry"]["type"] == "MultiPolygon"
