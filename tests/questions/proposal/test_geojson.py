from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from placement.questions.proposal.folder import NAME, result_files, write_result
from placement.questions.verify.study import verify
from tests.helpers import world

SITES = ("hosp", "vest", "nord", "syd")


def document(suppress_below: float = 0) -> dict[str, Any]:
    solved, study, loaded = world.solved()
    read: dict[str, Any] = json.loads(
        result_files(solved, study, loaded, world.call(suppress_below=suppress_below))[NAME]
    )
    return read


def features(kind: str, read: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    found = [one for one in (read or document())["features"] if one["properties"]["feature"] == kind]
    return {one["properties"][kind]: one for one in found}


def test_it_is_a_feature_collection_in_degrees_without_a_crs() -> None:
    read = document()
    assert set(read) == {"type", "features"}
    assert read["type"] == "FeatureCollection"
    ids = [one["id"] for one in read["features"]]
    assert len(ids) == len(set(ids)) == 9
    for one in read["features"]:
        assert one["type"] == "Feature"
        lon, lat = one["geometry"]["coordinates"]
        assert one["geometry"]["type"] == "Point"
        assert (8 < lon < 11, 55 < lat < 57) == (True, True)


def test_a_site_tells_what_is_offered_there() -> None:
    syd = features("site")["syd"]
    assert syd["geometry"] == {"type": "Point", "coordinates": [8.30, 56.10]}
    told = syd["properties"]
    assert (told["offers"], told["opens"], told["closes"]) == ("lunge", "lunge", "")
    assert [one["function"] for one in told["placements"]] == ["lunge"]
    assert told["placements"][0]["change"] == "new"
    assert told["placements"][0]["visits_per_year"] == pytest.approx(told["visits_per_year"])


def test_an_area_tells_what_its_table_tells() -> None:
    areas = world.solved()[2].scenario.areas.rows
    told = {name: one["properties"] for name, one in features("area").items()}
    assert told["oestby"]["people"] == 50000
    before, now = (told["sydby"][name] for name in ("mean_minutes_today", "mean_minutes_per_visit"))
    assert now < before
    assert set(told) == set(areas)


def test_names_stay_as_they_are_written() -> None:
    assert features("area")["sydby"]["properties"]["name"] == "=Sydby"
    assert features("site")["nord"]["properties"]["title"] == "+Nord; hus"


def test_small_numbers_are_left_out_where_areas_are_told_apart() -> None:
    plain, hidden = (features("area", document(below)) for below in (0, 400))
    small = {
        (area, name)
        for area, one in plain.items()
        for name, value in one["properties"].items()
        if "visits" in name and isinstance(value, float) and 0 < value < 400
    }
    assert small
    assert {hidden[area]["properties"][name] for area, name in small} == {None}


def test_what_lies_nowhere_is_not_lost(tmp_path: Path) -> None:
    folder = world.on_disk(tmp_path)
    table = folder / "areas.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("6000,0.1,56.10,8.30", "6000,0.1,,"), encoding="utf-8")
    rows = [f"{area},{site},30,20" for area in ("oestby", "nordby", "sydby", "midtby", "kantby") for site in SITES]
    (folder / "od.csv").write_text("\n".join(["origin,destination,minutes,km", *rows]), encoding="utf-8")
    scenario = folder / "scenario.yaml"
    travel = "travel: {method: table, file: od.csv}\npolicy:\n"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("policy:\n", travel), encoding="utf-8")
    solved, study, loaded = world.solved_in(folder)
    read = json.loads(result_files(solved, study, loaded, world.call(folder))[NAME])
    assert features("area", read)["sydby"]["geometry"] is None


def test_a_place_that_was_moved_is_found(tmp_path: Path) -> None:
    solved, study, loaded = world.solved_in(world.on_disk(tmp_path / "here"))
    folder = write_result(tmp_path / "out", solved, study, loaded, command="placement solve here")
    assert verify(folder) == []
    file = folder / NAME
    file.write_text(file.read_text(encoding="utf-8").replace("[8.3, 56.1]", "[8.4, 56.1]"), encoding="utf-8")
    assert {difference.file for difference in verify(folder)} == {NAME}
