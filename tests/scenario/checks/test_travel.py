"""Whether everybody can get somewhere: the two methods of travel know the same things."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.errors import ScenarioError
from placement.scenario.dump import dump
from placement.scenario.load import load, load_text

HEAD = """\
schema_version: 2
name: veje
title: Veje
areas:
  rows:
    a: {name: A, people: 10, lat: 56.0, lon: 9.0}
    b: {name: B, people: 20, lat: 56.2, lon: 9.2}
    c: {name: C, people: 30, lat: 55.9, lon: 10.6, landmass: oe}
sites:
  h: {title: H, kind: hospital, lat: 56.1, lon: 9.1}
  s: {title: S, kind: health_house, parent_hospital: h, lat: 55.8, lon: 10.6, landmass: oe}
functions:
  f: {title: F, visits_per_1000_per_year: 100, minutes_per_visit: 30}
"""
TABLE = "origin,destination,minutes\na,h,10\nb,h,12\nc,s,8\n"
FERRY = "  crossings: {faerge: {between: [oe, mainland], minutes: 60}}\n"


def faults(text: str, folder: Path | None = None) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        load_text(text, folder=folder)
    return [f"{fault.path}: {fault.message}" for fault in raised.value.faults]


def with_table(folder: Path, rows: str, *, more: str = "") -> str:
    (folder / "t.csv").write_text(rows, encoding="utf-8")
    return f"{HEAD}travel:\n  method: table\n  file: t.csv\n{more}"


def test_an_island_of_its_own_is_in_order_in_both(tmp_path: Path) -> None:
    assert load_text(HEAD).scenario.travel.method == "straight_line"
    assert len(load_text(with_table(tmp_path, TABLE), folder=tmp_path).scenario.travel.rows) == 3


def test_an_empty_cell_says_that_nobody_can_get_there(tmp_path: Path) -> None:
    text = with_table(tmp_path, TABLE + "a,s,\nb,s,\nc,h,\ns,h,\n", more=FERRY)
    rows = load_text(text, folder=tmp_path).scenario.travel.rows
    assert [row.minutes for row in rows] == [10, 12, 8, None, None, None, None]


def test_a_pair_that_is_missing_is_a_fault_where_there_is_a_crossing(tmp_path: Path) -> None:
    (one,) = faults(with_table(tmp_path, TABLE + "s,h,60\n", more=FERRY), tmp_path)
    assert "lacks 3 of the times by car from areas to sites: a → s, b → s, c → h." in one
    assert "leave the minutes of the row empty" in one


def test_rows_with_ids_that_lead_nowhere_are_the_only_fault(tmp_path: Path) -> None:
    said = faults(with_table(tmp_path, TABLE.replace("b,h", "bb,h").replace("c,s", "c,ss")), tmp_path)
    assert said == [
        "travel.rows.1.origin: there is no area and no site 'bb'.",
        "travel.rows.2.destination: there is no site 'ss'.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (", landmass: oe}\nsites", ", landmass: øe}\nsites", "areas.c.landmass: nobody can get from 'øe'"),
        (", landmass: oe}\nfunctions", ", landmass: o}\nfunctions", "areas.c.landmass: nobody can get from 'oe'"),
    ],
)
def test_a_landmass_that_is_misspelt_is_found(old: str, new: str, fault: str) -> None:
    assert old in HEAD
    assert any(one.startswith(fault) for one in faults(HEAD.replace(old, new)))


@pytest.mark.parametrize("method", ["table", "straight_line"])
def test_a_site_on_a_landmass_of_nobody_is_found(tmp_path: Path, method: str) -> None:
    text = with_table(tmp_path, TABLE) if method == "table" else HEAD
    site = "  t: {title: T, kind: hospital, lat: 56, lon: 9, landmass: x}\n"
    (one,) = faults(text.replace("functions:\n", f"{site}functions:\n"), tmp_path)
    assert one.startswith("sites.t.landmass: nobody can get from 'x' to 'mainland'; add it to travel.crossings")


@pytest.mark.parametrize("method", ["table", "straight_line"])
def test_an_area_that_nobody_can_leave(tmp_path: Path, method: str) -> None:
    rows = "    - {origin: b, destination: h, minutes: null}\n"
    text = with_table(tmp_path, TABLE) if method == "table" else f"{HEAD}travel:\n"
    (one,) = faults(f"{text}  overrides:\n    rows:\n{rows}", tmp_path)
    assert one == "areas.b: nobody can get from b to any site; give the minutes to one of them in the travel times."
    other = "    - {origin: b, destination: s, minutes: 90}\n"
    assert load_text(f"{text}  overrides:\n    rows:\n{rows}{other}", folder=tmp_path)


def test_those_without_a_car_must_get_somewhere_too() -> None:
    rows = "  overrides:\n    rows:\n    - {origin: b, destination: h, minutes: null, mode: without_car}\n"
    assert load_text(f"{HEAD}travel:\n{rows}")
    some = HEAD.replace("people: 20,", "people: 20, share_without_car: 0.1,")
    assert faults(f"{some}travel:\n{rows}")[0].startswith("areas.b: nobody can get from b to any site")


def test_minutes_that_are_left_out_are_missing_and_not_nothing() -> None:
    rows = "travel:\n  overrides:\n    rows:\n    - {origin: b, destination: h}\n"
    assert any("'minutes' is missing" in one for one in faults(HEAD + rows))


def test_a_name_that_is_an_area_and_a_site_cannot_be_where_a_row_begins() -> None:
    rows = "travel:\n  overrides:\n    rows:\n    - {origin: h, destination: s, minutes: 5}\n"
    both = HEAD.replace("    a: {name", "    h: {name")
    assert faults(both + rows) == ["travel.overrides.rows.0.origin: 'h' is an area and a site; rename one of them."]


def test_nothing_is_lost_where_a_scenario_is_written_out(tmp_path: Path) -> None:
    text = with_table(tmp_path, TABLE + "a,s,\n")
    scenario = load_text(text, folder=tmp_path).base
    assert load_text(dump(scenario)).base == scenario


def test_the_teaching_island_still_has_its_ferry() -> None:
    assert load("scenarios/oe-undtagelse").scenario.travel.crossings
