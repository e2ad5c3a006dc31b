"""``placement roads``: minutes as reckoned by hand from lengths and speeds; nothing written where it must not be."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from placement.cli import run
from placement.errors import RefusedError, UsageError
from placement.questions.roads import run as room
from placement.questions.roads import valhalla
from placement.questions.roads.valhalla import FOLDER_IS, find_programs
from placement.scenario.load import load
from tests.helpers.road_map import ROADS, Place, degrees, write_map

Capture = pytest.CaptureFixture[str]
SITES = {"rh_west": (1.0, 0.0), "sh_north": (10.0, 4.5), "sh_isle": (43.0, 0.0)}
AREAS = {"town": (0.0, 4.0), "north": (10.0, 5.0), "east": (30.0, 2.0), "isle": (41.0, 0.0), "west": (1.0, 0.0)}
ACCESS, WAIT, CROSSING = 6.0, 5.0, 40.0
MOTORWAY = 20 / 110 * 60
"""Minutes from one end to the other."""
BY_HAND = {
    ("town", "rh_west"): 4 / 50 * 60 + 1 / 80 * 60,
    ("west", "rh_west"): 0,
    ("north", "rh_west"): (1 + 10.05) / 60 * 60 + 5 / 50 * 60 + 1 / 80 * 60,  # the road is one-way: round by the north
    ("rh_west", "sh_north"): 9 / 80 * 60 + 4.5 / 60 * 60,
    ("sh_north", "rh_west"): (1.5 + 10.05) / 60 * 60 + 5 / 50 * 60 + 1 / 80 * 60,
    ("east", "rh_west"): 2 / 50 * 60 + MOTORWAY + 9 / 80 * 60,
    ("isle", "rh_west"): 1 / 50 * 60 + CROSSING + WAIT + MOTORWAY + 9 / 80 * 60,
    ("isle", "sh_isle"): 2 / 50 * 60,
}
"""Minutes by car without parking and walking."""
SCENARIO = """\
schema_version: 2
name: land
title: A made-up land
about: {{language: en}}   # English
# where people live
areas: {{file: areas.csv}}
sites:
{sites}
travel:   # crow-fly for now
  method: straight_line   # to be replaced
  access_minutes: 6
functions:
  clinic:
    title: Clinic
    visits_per_1000_per_year: 500
    minutes_per_visit: 30
    choice: nearest
objectives: {{method: lexicographic, order: [citizen, economy, quality]}}
"""


@pytest.fixture(scope="module", autouse=True)
def _programs() -> None:
    try:
        find_programs()
    except UsageError as error:
        pytest.skip(f"{error} (The package has no wheel for this Python or this machine.)")


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_map(tmp_path_factory.mktemp("land") / "land.osm.pbf", box=((-5.0, -5.0), (70.0, 60.0)))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def scenario(folder: Path, areas: dict[str, Place] = AREAS, sites: dict[str, Place] = SITES) -> Path:
    folder.mkdir(exist_ok=True)
    lines = []
    for name, place in sites.items():
        lat, lon = degrees(place)
        kind = "hospital" if name.startswith("rh") else "health_house"
        lines.append(f"  {name}: {{title: {name}, kind: {kind}, lat: {lat:.6f}, lon: {lon:.6f}}}")
    (folder / "scenario.yaml").write_text(SCENARIO.format(sites="\n".join(lines)), encoding="utf-8")
    rows = [f"{name},{name},1000,{degrees(p)[0]:.6f},{degrees(p)[1]:.6f},0.2" for name, p in areas.items()]
    (folder / "areas.csv").write_text("id,name,people,lat,lon,share_without_car\n" + "\n".join(rows) + "\n")
    return folder


def asked(folder: Path, land: Path, cache: Path, *more: str) -> int:
    return run(["roads", str(folder), str(land), "--cache", str(cache), "--lang", "en", *more])


def minutes(folder: Path, mode: str = "car") -> dict[tuple[str, str], float | None]:
    with (folder / "travel_roads.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["mode"] == mode]
    return {(row["origin"], row["destination"]): float(row["minutes"]) if row["minutes"] else None for row in rows}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def said(capsys: Capture) -> str:
    seen = capsys.readouterr()
    return " ".join((seen.out + seen.err).split())


def test_minutes_are_those_reckoned_by_hand(tmp_path: Path, land: Path, cache: Path, capsys: Capture) -> None:
    folder = scenario(tmp_path / "s")

    assert asked(folder, land, cache) == 0, said(capsys)

    found = minutes(folder)
    assert len(found) == len(AREAS) * len(SITES) + len(SITES) * (len(SITES) - 1)
    for pair, by_hand in BY_HAND.items():
        assert found[pair] == pytest.approx(by_hand + ACCESS, abs=0.35), pair
    assert "travel_roads.csv holds 21 times, and scenario.yaml reads it." in said(capsys)


def test_the_scenario_reads_them_keeps_its_comments_and_says_where_they_are_from(
    tmp_path: Path, land: Path, cache: Path, capsys: Capture
) -> None:
    folder = scenario(tmp_path / "s")
    before = (folder / "scenario.yaml").read_text(encoding="utf-8")

    assert asked(folder, land, cache) == 0

    after = (folder / "scenario.yaml").read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after] == ["  method: straight_line   # to be replaced"]
    assert "  method: table   # to be replaced\n  access_minutes: 6\n  file: travel_roads.csv\n" in after
    loaded = load(folder)
    source = loaded.base.sources["osm_roads"]
    assert source.title == "© OpenStreetMap contributors, ODbL: land.osm.pbf (2026-03-01); Valhalla 3.9.1"
    assert source.year == 2026
    assert source.note is not None
    assert source.note.startswith("car: auto (use_ferry 0.5, ferry_cost 300) + 6 min; snap 1000 m; sha256 ")
    assert {row.source for row in loaded.base.travel.rows} == {"osm_roads"}
    capsys.readouterr()
    out = tmp_path / "out"
    assert run(["solve", str(folder), "--out", str(out)]) == 0
    assert run(["verify", str(out)]) == 0


def test_nothing_is_overwritten_unless_asked(tmp_path: Path, land: Path, cache: Path, capsys: Capture) -> None:
    folder = scenario(tmp_path / "s")
    before = files(folder)

    assert asked(folder, land, cache, "--dry-run") == 0
    assert files(folder) == before
    assert "Nothing is written: travel_roads.csv would hold 21 times" in said(capsys)

    assert asked(folder, land, cache) == 0
    written = files(folder)
    capsys.readouterr()
    assert asked(folder, land, cache, "--access", "10") == 3
    assert files(folder) == written
    shown = said(capsys)
    assert "3 faults" in shown
    assert "the table is there already; --replace writes it anew, --file another." in shown
    assert "a table of times is given here; --replace puts the times by road in its place." in shown
    assert "a source of that name is there already; --replace writes it anew." in shown

    assert asked(folder, land, cache, "--access", "10", "--replace") == 0
    assert minutes(folder)["west", "rh_west"] == 10
    assert sorted(files(folder)) == sorted(written)
    assert load(folder).base.sources["osm_roads"].note != load(folder).base.sources["osm_roads"].title


def test_where_the_scenario_cannot_be_written_the_table_is_as_it_was(
    tmp_path: Path, land: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = scenario(tmp_path / "s")
    put = room.put

    def only_tables(path: Path, content: bytes) -> None:
        if path.suffix == ".yaml":
            raise RefusedError("no")
        put(path, content)

    before = files(folder)
    monkeypatch.setattr(room, "put", only_tables)
    assert asked(folder, land, cache) == 2
    assert files(folder) == before


def test_without_ferries_the_isle_has_no_way(tmp_path: Path, land: Path, cache: Path, capsys: Capture) -> None:
    folder = scenario(tmp_path / "s")

    assert asked(folder, land, cache, "--use-ferry", "0") == 0

    found = minutes(folder)
    assert found["isle", "rh_west"] is None
    assert found["isle", "sh_isle"] == pytest.approx(BY_HAND["isle", "sh_isle"] + ACCESS, abs=0.35)
    assert "! No way by car between 6 pairs: town → sh_isle," in said(capsys)
    capsys.readouterr()
    assert run(["check", str(folder), "--lang", "en"]) == 0
    assert "6 pairs" in said(capsys)


def test_waiting_for_the_ferry_is_as_long_as_said(tmp_path: Path, land: Path, cache: Path) -> None:
    folder = scenario(tmp_path / "s")

    assert asked(folder, land, cache, "--ferry-wait", "25") == 0

    assert minutes(folder)["isle", "rh_west"] == pytest.approx(BY_HAND["isle", "rh_west"] + 20 + ACCESS, abs=0.4)


@pytest.mark.parametrize(("how", "kmh"), [("bicycle", (14, 22)), ("pedestrian", (4.5, 5.5)), ("bus", (40, 60))])
def test_those_without_a_car_have_rows_of_their_own(
    how: str, kmh: tuple[float, float], tmp_path: Path, land: Path, cache: Path, capsys: Capture
) -> None:
    folder = scenario(tmp_path / "s")

    assert asked(folder, land, cache, "--without-car", how) == 0

    found = minutes(folder, "without_car")
    assert set(found) == {(area, site) for area in AREAS for site in SITES}
    took = found["town", "rh_west"]
    assert took is not None
    took -= ACCESS if how == "bus" else 0
    assert kmh[0] <= 5 / (took / 60) <= kmh[1]
    shown = said(capsys)
    if how != "bus":
        assert found["east", "rh_west"] is None, "on the motorway nobody walks or rides"
        assert found["isle", "sh_isle"] is not None
        assert "! No way without a car between" in shown
    assert ("the time is too short. Timetables are not read here." in shown) == (how == "bus")


def test_places_far_from_any_road_are_named_all_at_once(
    tmp_path: Path, land: Path, cache: Path, capsys: Capture
) -> None:
    wild = {"town": (0.0, 4.0), "moor": (5.0, 2.5), "deep": (52.0, 40.0)}
    folder = scenario(tmp_path / "s", areas=wild, sites={**SITES, "sh_field": (2.0, 1.5)})
    before = files(folder)

    assert asked(folder, land, cache) == 3

    shown = said(capsys)
    assert files(folder) == before
    assert "3 faults" in shown
    assert "the nearest road for auto is 2,500 m away, and at most 1,000 m are allowed." in shown
    assert "the nearest road for auto is 1,500 m away" in shown
    assert "within 35 km there is no road for auto; is it in the sea, or the wrong way round?" in shown
    capsys.readouterr()
    folder = scenario(tmp_path / "t", areas={"town": (0.0, 4.0), "moor": (5.0, 2.4)})
    assert asked(folder, land, cache, "--snap", "3000") == 0
    assert "Farthest from a road: moor, 2,400 m." in said(capsys)


def test_places_outside_the_extract_are_named_with_its_box(tmp_path: Path, capsys: Capture) -> None:
    folder = scenario(tmp_path / "s")
    small = write_map(tmp_path / "small.osm.pbf", ROADS[:6], box=((-2.0, -2.0), (20.0, 8.0)))

    assert asked(folder, small, tmp_path / "cache") == 3

    shown = said(capsys)
    assert "3 faults" in shown
    assert "lies outside the extract, which covers 55.982–56.072 N, 8.968–9.322 E; correct the coordinates" in shown
    assert not (tmp_path / "cache").exists(), "nothing was made of it"

    silent = write_map(tmp_path / "silent.osm.pbf", ROADS[:6])
    folder = scenario(tmp_path / "t", areas={"town": (0.0, 4.0), "afar": (600.0, 4.0)})
    assert asked(folder, silent, tmp_path / "cache") == 3
    assert "which covers 56.000–56.250 N, 9.000–9.500 E" in said(capsys)


def test_who_cannot_get_anywhere_is_a_fault_before_anything_is_written(
    tmp_path: Path, land: Path, cache: Path, capsys: Capture
) -> None:
    folder = scenario(tmp_path / "s", areas={**AREAS, "lonely": (61.0, 0.0)})
    before = files(folder)

    assert asked(folder, land, cache) == 3

    assert files(folder) == before
    assert "areas.lonely nobody can get from lonely to any site;" in said(capsys)


def test_a_site_nobody_gets_to_is_a_row_without_minutes(tmp_path: Path, land: Path, cache: Path) -> None:
    folder = scenario(tmp_path / "s", sites={**SITES, "sh_lonely": (61.0, 0.0)})

    assert asked(folder, land, cache) == 0

    found = minutes(folder)
    assert [found[area, "sh_lonely"] for area in AREAS] == [None] * len(AREAS)
    assert found["sh_lonely", "rh_west"] is None


def test_many_places_are_asked_about_block_by_block(
    tmp_path: Path, land: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(scenario(tmp_path / "at_once"), land, cache) == 0
    monkeypatch.setattr(valhalla, "BLOCK", 2)
    assert asked(scenario(tmp_path / "in_blocks"), land, cache) == 0

    assert minutes(tmp_path / "in_blocks") == minutes(tmp_path / "at_once")


def test_places_without_coordinates_are_told(tmp_path: Path, land: Path, cache: Path, capsys: Capture) -> None:
    folder = scenario(tmp_path / "s", areas={"town": (0.0, 4.0), "west": (1.0, 0.0)}, sites={"rh_west": (1.0, 0.0)})
    areas, yaml = folder / "areas.csv", folder / "scenario.yaml"
    areas.write_text("id,name,people\ntown,Town,1000\nwest,West,1000\n", encoding="utf-8")
    rows = "[{origin: town, destination: rh_west, minutes: 9}, {origin: west, destination: rh_west, minutes: 1}]"
    text = yaml.read_text(encoding="utf-8").replace("straight_line", f"table\n  rows: {rows}")
    yaml.write_text(text, encoding="utf-8")

    assert asked(folder, land, cache, "--replace") == 3

    shown = said(capsys)
    assert "2 faults" in shown
    assert "areas.west it has no lat and lon, and no way along roads begins or ends there; write both." in shown
    assert yaml.read_text(encoding="utf-8") == text


def test_a_table_in_the_scenario_gives_way_where_that_is_asked_for(tmp_path: Path, land: Path, cache: Path) -> None:
    folder = scenario(tmp_path / "s", areas={"town": (0.0, 4.0)}, sites={"rh_west": (1.0, 0.0)})
    yaml = folder / "scenario.yaml"
    rows = "table   # ours\n  rows:\n    - {origin: town, destination: rh_west, minutes: 9}\n  tie_minutes: 3   # so"
    yaml.write_text(yaml.read_text(encoding="utf-8").replace("straight_line", rows), encoding="utf-8")

    assert asked(folder, land, cache) == 3
    assert asked(folder, land, cache, "--replace") == 0

    after = yaml.read_text(encoding="utf-8")
    assert "  method: table   # ours\n  tie_minutes: 3   # so   # to be replaced\n" in after
    assert "rows" not in after


def test_a_bad_name_and_a_bad_extract_are_told(tmp_path: Path, land: Path, cache: Path, capsys: Capture) -> None:
    folder = scenario(tmp_path / "s")
    for name in ("../times.csv", "times.txt", "a/b.csv", ".csv"):
        assert asked(folder, land, cache, "--file", name) == 2
        assert "is no plain name ending in .csv" in said(capsys)
    assert asked(folder, tmp_path / "nothing.osm.pbf", cache) == 2
    assert asked(folder, folder / "areas.csv", cache) == 2
    assert "is no OpenStreetMap extract of the form PBF" in said(capsys)


def test_an_extract_without_roads_is_told(tmp_path: Path, capsys: Capture) -> None:
    lakes = write_map(tmp_path / "lakes.osm.pbf", [([(0, 0), (1, 0), (1, 1)], {"natural": "water"})])
    folder = scenario(tmp_path / "s")

    assert asked(folder, lakes, tmp_path / "cache") == 2

    assert "lakes.osm.pbf holds no roads; take an extract with the ways and their tags." in said(capsys)
    assert list((tmp_path / "cache").iterdir()) == []


def test_tiles_are_kept_for_the_next_time(tmp_path: Path, land: Path, capsys: Capture) -> None:
    folder, kept = scenario(tmp_path / "s"), tmp_path / "kept"

    assert asked(folder, land, kept, "--dry-run") == 0
    assert "Making road tiles of land.osm.pbf" in said(capsys)
    assert asked(folder, land, kept, "--dry-run") == 0
    assert "Making road tiles" not in said(capsys)
    (built,) = kept.iterdir()
    (built / "built").unlink()
    shutil.rmtree(built / "tiles")
    assert asked(folder, land, kept, "--dry-run") == 0, "half-made tiles are made anew"
    assert "Making road tiles" in said(capsys)


@pytest.mark.parametrize("content", [None, "#!/bin/sh\necho broken >&2; exit 3\n"])
def test_programs_that_are_not_there_or_do_not_run_are_told(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: Sequence[str] = () if content is None else ("valhalla_build_tiles", "valhalla_service")
    for name in names:
        (tmp_path / name).write_text(content or "")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr("placement.questions.roads.valhalla.find_spec", lambda _: None)
    expected = "are not found.*on the path, or name their folder in" if content is None else "does not run here: broken"
    with pytest.raises(UsageError, match=expected):
        find_programs({FOLDER_IS: str(tmp_path), "PATH": "/usr/bin:/bin"})


def test_a_scenario_that_cannot_be_changed_safely_is_told_what_to_write(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text("travel: [1, 2]\n", encoding="utf-8")

    with pytest.raises(
        UsageError, match=r"scenario\.yaml is written in a way .*: travel\.method: table; .*travel\.rows:; "
    ):
        room._new_text(SimpleNamespace(file=file, table="t.csv"), {"year": 2026})
