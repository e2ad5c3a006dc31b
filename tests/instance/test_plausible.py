"""What is odd about places and times is said, and what is not is not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from placement.instance.build import build
from placement.instance.land import AT_SEA, land_of, out_at_sea
from placement.instance.plausible import plausible
from placement.scenario.load import Loaded, load, load_text

PLACES = {"hv": (8.40, 56.35), "st": (8.60, 56.50), "le": (8.31, 56.54), "ik": (9.17, 56.14), "sa": (10.61, 55.87)}
"""Longitude and latitude of towns in Denmark; the last one is an island of its own."""
SCENARIOS = sorted(path.parent for path in Path("scenarios").glob("*/scenario.yaml"))


Points = dict[str, tuple[float, float]]


def scenario(points: Points, *, more: str = "", sites: str = "", folder: Path | None = None) -> Loaded:
    rows = "".join(
        f"    {key}: {{name: {key}, municipality: M, people: 10, lon: {lon}, lat: {lat}"
        f"{', landmass: oe' if key == 'sa' else ''}}}\n"
        for key, (lon, lat) in points.items()
    )
    text = f"""\
schema_version: 2
name: steder
title: Steder
areas:
  rows:
{rows}sites:
  h: {{title: H, kind: hospital, lon: 8.90, lat: 56.16}}
  s: {{title: S, kind: health_house, municipality: M, lon: 10.60, lat: 55.85, landmass: oe}}
{sites}functions:
  f: {{title: F, visits_per_1000_per_year: 100, minutes_per_visit: 30}}
{more}"""
    return load_text(text, folder=folder)


def odd(loaded: Loaded) -> list[str]:
    """Path and message of everything odd, but for the house nobody can get to from its hospital."""
    found = plausible(loaded, build(loaded.scenario))
    return [f"{one.path}: {one.message}" for one in found if not one.message.startswith("nobody can get from h to")]


@pytest.mark.parametrize("folder", SCENARIOS, ids=[path.name for path in SCENARIOS])
def test_nothing_is_odd_about_the_scenarios_that_are_taught(folder: Path) -> None:
    assert odd(load(folder)) == []


INDEXED = "about: {purpose: P, price_year: 2024}\nprices: {index: {2010: FIRST, 2024: 100}}\n"


@pytest.mark.parametrize(("first", "said"), [("127", 1), ("79", 0)])
def test_an_index_of_prices_that_falls_is_said(first: str, said: int) -> None:
    found = odd(scenario(PLACES, more=INDEXED.replace("FIRST", first)))
    assert len(found) == said
    assert all(
        fault.startswith("prices.index: the price index falls from 127 in 2010 to 100 in 2024") for fault in found
    )


def test_nothing_is_odd_about_places_that_are_where_they_are() -> None:
    assert odd(scenario(PLACES)) == []


def test_latitude_and_longitude_exchanged_in_a_whole_table_is_said_once() -> None:
    (one,) = odd(scenario({key: (lat, lon) for key, (lon, lat) in PLACES.items()}))
    assert one.startswith("areas.hv.lat: 5 of 5 points lie in the sea, but on land where latitude and longitude are")
    assert one.endswith("did you swap lat and lon?")


def test_latitude_and_longitude_exchanged_at_one_place() -> None:
    said = odd(scenario({**PLACES, "le": (56.54, 8.31)}))
    assert len(said) == 1
    assert said[0].startswith("areas.le.lat: le lies 6")
    assert said[0].endswith("among them where latitude and longitude are exchanged; are they?")


@pytest.mark.parametrize("point", [(8.31, 36.54), (-8.31, 56.54), (0.0, 0.0), (83.1, 56.54)])
def test_a_place_far_from_all_others(point: tuple[float, float]) -> None:
    said = odd(scenario({**PLACES, "le": point}))
    assert len(said) == 1
    assert said[0].startswith("areas.le.lat: le lies ")
    assert said[0].endswith("km from the middle of the other places; are its latitude and longitude right?")


def test_a_place_in_the_sea() -> None:
    assert odd(scenario({**PLACES, "le": (7.2, 56.54)}))[0].startswith("areas.le.lat: le lies in the sea, ")
    said = odd(scenario(PLACES, sites="  t: {title: T, kind: hospital, lon: 7.2, lat: 56.5}\n"))
    assert [one.split(",")[0] for one in said] == ["sites.t.lat: t lies in the sea"]


def test_a_place_on_the_land_of_others() -> None:
    (one,) = odd(scenario({**PLACES, "sa": (8.5, 56.3)}))
    why = "sa has the landmass 'oe', but lies on the same land as 5 places of 'mainland'"
    assert one == f"areas.sa.lat: {why}; correct the point or the landmass."


SQUARE = [[7.9, 55.9], [9.6, 55.9], [9.6, 56.8], [7.9, 56.8], [7.9, 55.9]]


def outlines(folder: Path, points: dict[str, tuple[float, float]], ring: list[list[float]]) -> Loaded:
    """Every town of the mainland with a small outline about it; the second one with ``ring``."""
    features = []
    for key, (lon, lat) in points.items():
        own = [[lon + x, lat + y] for x, y in ((-0.1, -0.1), (0.1, -0.1), (0.1, 0.1), (-0.1, 0.1), (-0.1, -0.1))]
        shape = {"type": "Polygon", "coordinates": [ring if key == "st" and ring else own]}
        features.append({"type": "Feature", "properties": {"id": key}, "geometry": shape})
    (folder / "o.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return scenario(PLACES, more="boundaries: {file: o.geojson, of: area}\n", folder=folder)


def test_a_point_outside_its_outline(tmp_path: Path) -> None:
    assert odd(outlines(tmp_path, PLACES, [])) == []
    away = [[9.9, 56.4], [10.1, 56.4], [10.1, 56.6], [9.9, 56.4]]
    said = odd(outlines(tmp_path, PLACES, away))
    assert said == ["areas.st.lat: st lies outside the outline of 'st'; correct the point or the outline."]


def test_outlines_with_the_latitude_first(tmp_path: Path) -> None:
    turned = {key: (lat, lon) for key, (lon, lat) in PLACES.items()}
    (one,) = odd(outlines(tmp_path, turned, []))
    assert one.startswith("boundaries.file: 5 of 5 points lie outside their outlines, but inside where longitude and")


def test_outlines_of_another_region(tmp_path: Path) -> None:
    moved = {key: (lon + 3, lat - 2) for key, (lon, lat) in PLACES.items()}
    (one,) = odd(outlines(tmp_path, moved, []))
    assert one.endswith("do the outlines, or the points, belong to another region?")


def test_sites_are_held_against_the_outline_of_their_municipality(tmp_path: Path) -> None:
    island = [[10.5, 55.8], [10.7, 55.8], [10.7, 55.95], [10.5, 55.8]]
    shapes = {"type": "MultiPolygon", "coordinates": [[SQUARE], [island]]}
    feature = {"type": "Feature", "properties": {"id": "M"}, "geometry": shapes}
    written = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (tmp_path / "o.geojson").write_text(written, encoding="utf-8")
    site = "  t: {title: T, kind: hospital, municipality: M, lon: 9.9, lat: 56.3}\n"
    said = odd(scenario(PLACES, more="boundaries: {file: o.geojson}\n", sites=site, folder=tmp_path))
    assert said == ["sites.t.lat: t lies outside the outline of 'M'; correct the point or the outline."]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("minutes: 5", "there are times shorter than at 200 km/h as the crow flies: hv → h;"),
        ("minutes: 50, km: 12", "there are distances shorter than the crow flies: hv → h;"),
        ("minutes: 9999", "there are times of a day or longer: hv → h; where nobody can get there,"),
        ("minutes: 50, km: 60", ""),
        ("minutes: null", ""),
    ],
)
def test_times_are_held_against_the_distance(row: str, message: str) -> None:
    rows = f"    - {{origin: hv, destination: h, {row}}}\n    - {{origin: hv, destination: s, minutes: 95}}\n"
    said = odd(scenario(PLACES, more=f"travel:\n  overrides:\n    rows:\n{rows}"))
    assert [one.split(": ", 1)[1][: len(message)] for one in said] == ([message] if message else [])


def test_a_house_that_nobody_can_get_to_from_its_hospital() -> None:
    loaded = scenario(PLACES)
    (one,) = plausible(loaded, build(loaded.scenario))
    assert one.path == "sites.s.parent_hospital"
    assert one.message == "nobody can get from h to s, so only functions whose staff is stationed there can be there."


def test_where_there_is_land() -> None:
    points = np.array([[8.98, 56.13], [10.0, 57.65], [3.0, 56.5], [2.35, 48.86], [-30.0, 40.0], [36.8, -1.3]])
    assert (land_of(points) != AT_SEA).tolist() == [True, False, False, True, False, True]
    km = out_at_sea(points)
    assert (km > 0).tolist() == [False, False, True, False, True, False]
    assert 150 < km[2] < 400


def test_letters_that_came_out_as_others() -> None:
    loaded = scenario(PLACES, sites="  t: {title: R\u00c3\u00b8nde, kind: hospital, lon: 10.47, lat: 56.3}\n")
    assert odd(loaded) == ["sites.t.title: 'R\u00c3\u00b8nde' may be 'Rønde', read in another encoding; save it anew."]
    loaded = scenario(PLACES, sites="  t: {title: R\ufffdnde, kind: hospital, lon: 10.47, lat: 56.3}\n")
    (one,) = odd(loaded)
    assert one.startswith("sites.t.title: 'R\ufffdnde' has lost a letter")
    assert odd(scenario(PLACES, sites="  t: {title: Rønde Ærø Ã, kind: hospital, lon: 10.47, lat: 56.3}\n")) == []
