"""The model against counts by area: scenarios whose truth the test makes, so that the right answer is known."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import placement as pl
from placement.cli import run
from placement.errors import ScenarioError
from placement.scenario.load import load

PEOPLE = {"alm": 10_000, "birk": 6_000, "cedar": 4_000}
NEAREST = {"alm": "north", "birk": "north", "cedar": "south"}
SCENARIO = """\
schema_version: 2
name: truth
title: Known by construction
about: {language: en}
terms: {grouping: {en: {one: ward, other: wards}}}
areas:
  file: areas.csv
sites:
  north: {title: North Hospital, kind: hospital, lat: 56.2, lon: 9.0}
  south: {title: South Hospital, kind: hospital, lat: 56.0, lon: 9.0}
objectives: {prices: {minute: {value: 3, low: 1, high: 5}}}
segments:
  old: {title: Old, people_share: share_65plus}
  young: {title: Young, people_share: rest}
travel: {method: table, file: times.csv}
functions:
  eyes:
    title: Eye clinic
    visits_per_1000_per_year: {value: 100, low: 90, high: 110}
    minutes_per_visit: 20
  ears:
    title: Ear clinic
    visits_per_1000_per_year_by_segment: {old: 60, young: 20}
    minutes_per_visit: 20
    home: {today_share: 0.25, max_share: 0.25}
baseline:
  eyes: {north: open, south: {status: open, fixed_visits_per_year: 50}}
  ears: {north: open}
"""
EYES = "functions.eyes.visits_per_1000_per_year"
EARS = "functions.ears.visits_per_1000_per_year_by_segment"
Count = tuple[str, str, str, float]
"""Function, site, area and visits."""


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "truth"
    folder.mkdir()
    wards = {"alm": "Upper", "birk": "Lower", "cedar": "Lower"}
    areas = [f"{key},{key.title()},{wards[key]},{people},0.2" for key, people in PEOPLE.items()]
    times = [f"{area},{site},{10 if NEAREST[area] == site else 30}" for area in PEOPLE for site in ("north", "south")]
    times += ["north,south,30", "south,north,30"]
    put(folder / "areas.csv", ["id,name,municipality,people,share_65plus", *areas])
    put(folder / "times.csv", ["origin,destination,minutes", *times])
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder


def put(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def counted(into: Path, counts: Iterable[Count], *more: str) -> None:
    """Import counts by function, site and area."""
    rows = [",".join(map(str, row)) for row in counts]
    file = put(into.parent / "counts.csv", ["function,site,area,visits", *rows])
    told = ["--scenario", str(into), "--source", "Register", "--date", "2025", "--replace", "--lang", "en"]
    assert run(["import", "observed", str(file), *told, *more]) == 0


def checked(into: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["check", str(into), "--json", "--lang", "en", *more]) == 0
    return dict(json.loads(capsys.readouterr().out))


def eyes(rate: float, need: dict[str, float] | None = None) -> list[Count]:
    """What is counted where everybody goes to the nearest hospital, at this rate by 1,000."""
    return [
        ("eyes", NEAREST[area], area, people * rate * (need or {}).get(area, 1) / 1000)
        for area, people in PEOPLE.items()
    ]


def test_the_true_rate_is_proposed_and_only_proposed(into: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted(into, eyes(120))
    before = {path.name: path.read_bytes() for path in into.iterdir()}
    found = checked(into, capsys, "--set", "baseline.eyes.south.visits_observed_per_year=530")
    assert [one["ratio"] for one in found["calibration_areas"]] == [pytest.approx(100 / 120)] * 3
    (proposed,) = found["proposed_rates"]
    assert (proposed["path"], proposed["now"], proposed["proposed"]) == (EYES, 100, 120)
    assert (proposed["low"], proposed["high"]) == (90, 120)
    assert {path.name: path.read_bytes() for path in into.iterdir()} == before
    assert load(into).scenario.functions["eyes"].visits_per_1000_per_year.value == 100  # type: ignore[union-attr]

    better = ["--set", f"{EYES}={{value: 120, low: 90, high: 120}}"]
    again = checked(into, capsys, *better, "--set", "baseline.eyes.south.visits_observed_per_year=530")
    assert [one["ratio"] for one in again["calibration_areas"]] == [pytest.approx(1)] * 3
    assert [one["ratio"] for one in again["calibration"]] == [pytest.approx(1)] * 2
    assert again["proposed_rates"] == []


def test_an_area_of_its_own_is_seen_in_its_group(into: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted(into, eyes(100, {"birk": 2.0}))
    found = checked(into, capsys)["calibration_sums"]
    sums = {(one["of"], one["name"]): one for one in found if one["counted"] == "area"}
    assert {name: sums["area", name]["ratio"] for name in PEOPLE} == {"alm": 1, "birk": 0.5, "cedar": 1}
    assert sums["group", "Upper"]["ratio"] == 1
    assert (sums["group", "Lower"]["observed_visits_per_year"], sums["group", "Lower"]["ratio"]) == (1600, 0.625)
    assert sums["function", "eyes"]["ratio"] == pytest.approx(2000 / 2600)
    assert sums["site", "north"]["ratio"] == pytest.approx(1600 / 2200)
    assert sums["site", "south"]["ratio"] == 1


def test_who_goes_elsewhere_than_the_model_says_is_seen_by_site(into: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = eyes(100)
    counts[2:] = [("eyes", "north", "cedar", 300), ("eyes", "south", "cedar", 100)]
    counted(into, counts)
    found = checked(into, capsys, "--set", "baseline.eyes.south.visits_observed_per_year=150")
    cells = {(one["area"], one["site"]): one["modelled_visits_per_year"] for one in found["calibration_areas"]}
    assert cells["cedar", "north"] == 0
    assert cells["cedar", "south"] == 400
    sums = {(one["of"], one["name"]): one["ratio"] for one in found["calibration_sums"] if one["counted"] == "area"}
    assert sums["area", "cedar"] == 1
    assert sums["site", "south"] == 4
    assert found["proposed_rates"] == [], "there are as many visits as the model has"


def test_the_visits_a_register_leaves_out_are_none(into: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = eyes(100)
    counts[0] = ("eyes", "south", "alm", 1000)
    counted(into, counts)
    found = checked(into, capsys)["calibration_sums"]
    sums = {(one["of"], one["name"]): one for one in found if one["counted"] == "area"}
    assert sums["area", "alm"]["modelled_visits_per_year"] == 1000
    assert sums["area", "alm"]["counts"] == 2
    assert sums["site", "north"]["ratio"] == pytest.approx(1600 / 600)


def test_rates_of_segments_keep_their_proportions_and_home_is_left_out(
    into: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    true = 1.5 * (0.2 * 60 + 0.8 * 20) / 1000 * (1 - 0.25)
    counted(into, [("ears", "north", area, people * true) for area, people in PEOPLE.items()])
    found = checked(into, capsys)
    assert {one["path"]: one["proposed"] for one in found["proposed_rates"]} == {f"{EARS}.old": 90, f"{EARS}.young": 30}
    more = [part for one in found["proposed_rates"] for part in ("--set", f"{one['path']}.value={one['proposed']}")]
    assert [one["ratio"] for one in checked(into, capsys, *more)["calibration_areas"]] == [pytest.approx(1)] * 3


def test_counts_without_sites_are_enough(into: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"eyes,{area},{people * 0.08}" for area, people in PEOPLE.items()]
    put(into / "observed.csv", ["function,area,visits_per_year", *rows])
    (into / "scenario.yaml").write_text(SCENARIO + "observed: {file: observed.csv}\n", encoding="utf-8")
    found = checked(into, capsys)
    assert [(one["site"], one["ratio"]) for one in found["calibration_areas"]] == [("", 1.25)] * 3
    assert [(one["proposed"], one["low"], one["counted"]) for one in found["proposed_rates"]] == [(80, 80, "area")]


def test_no_rate_where_an_area_or_a_site_was_not_counted(into: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (into / "scenario.yaml").write_text(SCENARIO.replace("south: {status: open,", "south: {status: closed,"))
    counted(into, eyes(200)[:2])
    found = checked(into, capsys)
    assert [one["ratio"] for one in found["calibration_areas"]] == [0.5, 0.5]
    assert found["proposed_rates"][0]["counted"] == "site", "the only open site was counted"
    unseen = checked(into, capsys, "--set", "baseline.eyes.north.visits_observed_per_year=null")
    assert unseen["proposed_rates"] == [], "one area was not"


def test_the_screen_has_sums_by_the_scenarios_own_words(into: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted(into, eyes(120, {"birk": 2.0}))
    capsys.readouterr()
    assert run(["check", str(into), "--lang", "en"]) == 0
    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "WHERE THE COUNTED VISITS COME FROM, visits a year today" in said
    assert "Ward Upper 1,200 1,000 83%" in said
    assert "Area, furthest off Birk 1,440 600 42%" in said
    assert "Of the areas, added up, the model hits 2 of 3 within 20%." in said
    assert f"{EYES} 100 153.5 +53.5%" in said, "3,120 visits, 50 of which never move, where the model has 2,000"
    assert "Nothing is changed; write them into the scenario, or try one: --set" in said
    assert f"'{EYES}={{value: 153.5, low: 90, high: 153.5}}'" in said


def test_every_table_is_written_and_is_a_frame(into: Path, tmp_path: Path) -> None:
    counted(into, eyes(120))
    assert run(["check", str(into), "--out", str(tmp_path / "out")]) == 0
    found = pl.check(into, lang="en")
    assert {path.stem for path in (tmp_path / "out").glob("*.csv")} == set(found.tables)
    for name, table in found.tables.items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == list(table.to_frame().columns)
        assert len(rows) == len(table) + 1
    assert len(found.tables.calibration_areas) == 3
    assert found.tables.proposed_rates.records() == found.document()["proposed_rates"]


FAULTY = {
    "unknown area": (["eyes,elm,north,5"], "observed.csv:2:6", "there is no area 'elm'."),
    "unknown site": (["eyes,alm,west,5"], "observed.csv:2:10", "there is no site 'west'."),
    "unknown function": (["eye,alm,north,5"], "observed.csv:2:1", "there is no function 'eye'."),
    "twice": (["eyes,alm,north,5", "eyes,alm,north,6"], "observed.csv:3:1", "alm / north stand twice, first in line 2"),
    "in all and by site": (["eyes,alm,north,5", "eyes,alm,,6"], "observed.csv:2:10", "are given in all too"),
    "negative": (["eyes,alm,north,-5"], "observed.csv:2:16", "-5"),
    "no number": (["eyes,alm,north,many"], "observed.csv:2:16", "many"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_faults_of_the_table_have_their_cell(name: str, into: Path) -> None:
    rows, place, expected = FAULTY[name]
    put(into / "observed.csv", ["function,area,site,visits_per_year", *rows])
    (into / "scenario.yaml").write_text(SCENARIO + "observed: {file: observed.csv}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as faulty:
        load(into)
    (fault,) = faulty.value.faults
    assert expected in str(fault.message), fault
    assert f"{fault.file}:{fault.line}:{fault.column}".endswith(place)


def test_a_proposal_and_its_page_say_which_areas_are_furthest_off(
    into: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["solve", str(into), "--lang", "en", "--quiet"]
    assert run(asked) == 0
    assert "Of the areas" not in capsys.readouterr().out
    counted(into, eyes(100, {"birk": 2.0}))
    capsys.readouterr()
    assert run([*asked, "--out", str(tmp_path / "out")]) == 0
    told = "Of the areas visits were counted from it hits 2 of 3 within 20%. "
    assert f"{told}Furthest off, calculated for counted: Birk 600 for 1,200." in " ".join(
        capsys.readouterr().out.split()
    )
    assert f"{told}Furthest off, calculated for counted: Birk 600 for 1,200." in (
        tmp_path / "out" / "report.html"
    ).read_text(encoding="utf-8")
