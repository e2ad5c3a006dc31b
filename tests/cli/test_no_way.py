"""An island without a ferry: solved, explained, written and verified, and nowhere a number that is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.cli.entry import run

Capture = pytest.CaptureFixture[str]
ISLAND = """\
schema_version: 2
name: oe
title: Ø
areas:
  rows:
    a: {name: A, municipality: M, people: 10000, lat: 56.0, lon: 9.0, share_without_car: 0.1}
    b: {name: B, municipality: M, people: 20000, lat: 56.2, lon: 9.2}
    c: {name: C, municipality: O, people: 3000, lat: 55.9, lon: 10.6, landmass: oe}
sites:
  h: {title: H, kind: hospital, lat: 56.1, lon: 9.1}
  t: {title: T, kind: health_house, lat: 56.25, lon: 9.25}
  s: {title: S, kind: health_house, parent_hospital: h, lat: 55.8, lon: 10.6, landmass: oe}
staff_roles:
  d: {title: D, stationed_at_houses: true, cost_per_clinic_day: 4000}
functions:
  f: {title: F, choice: nearest, overflow: expand, visits_per_1000_per_year: 100, minutes_per_visit: 30,
      staff_per_clinic_day: {d: 1}}
  g: {title: G, choice: nearest, visits_per_1000_per_year: 50, minutes_per_visit: 30, staff_per_clinic_day: {d: 1},
      backup_hospital_within_minutes: 30}
travel:
  overrides:
    rows:
    - {origin: c, destination: h, minutes: 120}
    - {origin: b, destination: t, minutes: null}
prices: {staff_travel_per_km: 4, patient_transport_per_km: 5}
objectives: {prices: {minute: 2}}
baseline: {f: {h: 5}, g: {h: 5}}
"""


@pytest.fixture
def island(tmp_path: Path) -> str:
    (tmp_path / "scenario.yaml").write_text(ISLAND, encoding="utf-8")
    return str(tmp_path)


def test_check_counts_the_pairs_and_warns_of_the_house(island: str, capsys: Capture) -> None:
    assert run(["check", island, "--lang", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "For 4 pairs of area and site nobody can get there." in said
    assert "LOOKS ODD, worth a look" in said
    assert "nobody can get from h to s, so only functions whose staff is stationed there can be there." in said
    assert run(["check", island, "--lang", "da", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["pairs_nobody_can_travel"] == 4
    assert [warning["path"] for warning in told["warnings"]] == ["sites.s.parent_hospital"]
    assert told["warnings"][0]["message"].startswith("ingen kan komme fra h til s")


def test_the_result_is_written_verified_and_told_of(island: str, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    assert run(["solve", island, "--out", str(out), "--lang", "en", "--quiet"]) == 0
    assert "1 place or time in the scenario looks odd; placement check shows it." in capsys.readouterr().err
    assert run(["verify", str(out), island]) == 0
    rows = (out / "recommendation.csv").read_text(encoding="utf-8").splitlines()
    assert any("nobody can get there from the hospital" in row for row in rows if row.startswith("g,s,"))
    assert json.loads((out / "result.json").read_text(encoding="utf-8"))


def test_why_not_where_nobody_can_get_to(island: str, capsys: Capture) -> None:
    assert run(["explain", island, "g", "s", "--lang", "en", "--quiet"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "the rule gives way: distance to backup (then no rule says no)" in said
    assert " inf" not in said


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
def test_both_formulations_put_it_where_its_staff_is(island: str, formulation: str, capsys: Capture) -> None:
    near = ["--method", "balanced", "--weights", "citizen=1,quality=0,economy=0"]
    assert run(["solve", island, *near, "--formulation", formulation, "--json", "--quiet"]) == 0
    opened = json.loads(capsys.readouterr().out)["plan"]["open"]
    assert "s" in opened["f"]
    assert "s" not in opened["g"]
