"""What stands in two places of one result stands the same; a maker of tables that is wrong is seen as well."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placement.present.tables.columns import Table
from placement.present.words.voice import Voice
from placement.questions.proposal import folder as places
from placement.questions.proposal.document import result_document
from placement.questions.proposal.findings import Study
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.study import study
from placement.questions.verify.tables import disagreements
from placement.scenario.load import Loaded, load_text
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Solved
from placement.solve.run import solve
from tests.helpers import world

HOSPITALS = """\
schema_version: 2
name: sygehuse
title: Sygehuse
areas:
  rows:
    nord: {name: Nord, people: 8000, lat: 56.9, lon: 9.2}
    midt: {name: Midt, people: 24000, lat: 56.4, lon: 9.4}
    syd: {name: Syd, people: 14000, lat: 55.9, lon: 9.1}
sites:
  stor: {title: Stor, kind: hospital, lat: 56.4, lon: 9.1}
  ny: {title: Ny, kind: hospital, lat: 55.9, lon: 9.1}
  gammel: {title: Gammel, kind: hospital, lat: 56.95, lon: 9.9}
  hus: {title: Hus, kind: health_house, parent_hospital: stor, lat: 56.9, lon: 9.2}
functions:
  oere: {title: Øre, choice: nearest, visits_per_1000_per_year: 90, minutes_per_visit: 25}
baseline: {oere: {stor: 5, gammel: 2}}
objectives: {prices: {minute: 10}}
policy:
  hospital_functions: free
  placements:
    oere:
      ny: {decision: must, reason: Besluttet}
      gammel: {decision: must_not, reason: Lukkes}
"""


def _told(loaded: Loaded) -> tuple[Solved, Study, dict[str, Table], dict[str, Any]]:
    solved = solve(loaded)
    studied = study(solved, loaded)
    return solved, studied, tables(solved, studied, lang="en"), result_document(solved, studied, loaded, "placement")


def _rows(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def test_days_at_a_hospital_are_the_same_in_every_table() -> None:
    solved, studied, made, document = _told(load_text(HOSPITALS))
    right = {(r["function"], r["site"]): r for r in _rows(made["recommendation"])}
    new, closed = right["oere", "ny"], right["oere", "gammel"]
    assert new["days_per_week"] > 0.5
    assert closed["days_today"] > 0.2
    steps = {row["site"]: row for row in _rows(made["steps"]) if row["change"] in ("new", "closed")}
    assert steps["gammel"]["days_today"] == pytest.approx(closed["days_today"])
    assert steps["gammel"]["days_per_week"] == 0
    assert steps["gammel"]["visits_per_year"] == pytest.approx(closed["visits_today"])
    changes = {change.site: change for change in studied.changes}
    assert changes["ny"].days == pytest.approx(new["days_per_week"])
    assert changes["gammel"].visits == pytest.approx(closed["visits_today"])
    hospital = {row["hospital"]: row for row in _rows(made["hospitals"])}
    assert hospital["ny"]["days_per_week"] == pytest.approx(new["days_per_week"])
    features = places.geojson(solved.instance.scenario, made)["features"]
    (there,) = [one["properties"] for one in features if one["id"] == "site:ny"]
    assert there["placements"][0]["days_per_week"] == pytest.approx(there["days_per_week"])
    assert disagreements(made, document, solved.instance.scenario) == []


def test_the_screen_has_the_days_of_a_new_hospital_offer() -> None:
    solved, studied, made, _ = _told(load_text(HOSPITALS))
    (days,) = [row["days_per_week"] for row in _rows(made["recommendation"]) if row["site"] == "ny"]
    text = "\n".join(line.text for line in first_screen(solved, studied, "en", date=dt.date(2026, 3, 2)))
    table = text.partition("\n NEW")[2].partition("\n\n")[0]
    (line,) = [each for each in table.splitlines() if each.split()[1:2] == ["Ny"]]
    assert Voice("en").short(days) in line.split()


def test_a_days_step_goes_on_from_today_itself_even_where_today_breaks_a_rule() -> None:
    """Units that today lacks are bought by the first step that needs them, so that steps add up to the proposal."""
    tree = HOSPITALS.replace(
        "functions:\n  oere: {", "functions:\n  oere: {equipment: {audio: {minutes_per_visit: 25}}, "
    )
    tree += "equipment: {audio: {title: Audio, price: 90000, capacity_minutes_per_week: 1000}}\n"
    solved, studied, made, document = _told(load_text(tree))
    assert disagreements(made, document, solved.instance.scenario) == []
    assert sum(step.change.economy for step in studied.steps) == pytest.approx(
        document["objectives"]["economy"] - document["baseline"]["objectives"]["economy"]
    )


def test_a_waived_target_has_no_visits_below_it_in_any_table() -> None:
    tree = HOSPITALS.replace("minutes_per_visit: 25}", "minutes_per_visit: 25, target_visits_per_year: 2000}")
    waived = (
        "exceptions: {nyt: {function: oere, site: ny, rules: [target_visits_per_year], reason: Ny, decided_by: R}}\n"
    )
    _, _, made, document = _told(load_text(tree))
    (before,) = _rows(made["functions"])
    assert before["visits_below_target"] > 1000
    _, _, made, document = _told(load_text(tree + waived))
    (after,) = _rows(made["functions"])
    assert after["visits_below_target"] == pytest.approx(document["indicators"]["visits_below_target"])
    assert after["visits_below_target"] < before["visits_below_target"] - 1000


def _by_hand(tmp_path: Path) -> tuple[dict[str, Table], dict[str, Any], Scenario]:
    solved, studied, loaded = world.solved_in(world.on_disk(tmp_path))
    return tables(solved, studied), result_document(solved, studied, loaded, "placement"), loaded.scenario


TOLD_TWICE = [
    ("recommendation", "days_per_week"),
    ("recommendation", "days_today"),
    ("recommendation", "visits_per_year"),
    ("recommendation", "visits_today"),
    ("recommendation", "mean_minutes_per_visit"),
    ("recommendation", "recommended"),
    ("recommendation", "change"),
    ("assignments", "visits_per_year"),
    ("assignments", "share"),
    ("assignments", "minutes"),
    ("sites", "days_per_week"),
    ("sites", "days_today"),
    ("sites", "visits_per_year"),
    ("sites", "functions"),
    ("sites", "functions_new"),
    ("sites", "mean_minutes_per_visit"),
    ("sites", "investment"),
    ("hospitals", "days_per_week"),
    ("hospitals", "visits_per_year"),
    ("hospitals", "retained_bound_visits_per_year"),
    ("functions", "sites"),
    ("functions", "houses"),
    ("functions", "visits_at_houses"),
    ("functions", "visits_at_hospitals"),
    ("functions", "visits_at_home"),
    ("functions", "mean_minutes_per_visit"),
    ("functions", "share_beyond_45_min"),
    ("functions", "home_level"),
    ("areas", "visits_per_year"),
    ("areas", "people"),
    ("areas", "mean_minutes_per_visit"),
    ("groups", "people"),
    ("groups", "visits_longer_per_year"),
    ("groups", "areas"),
    ("steps", "days_today"),
    ("steps", "change"),
    ("steps", "citizen_minutes"),
    ("steps", "economy_per_year"),
    ("calibration", "modelled_visits_per_year"),
    ("staff", "days_per_week"),
    ("payers", "money_per_year"),
    ("payers", "investment"),
    ("catalogue", "days_per_week"),
    ("report_card", "proposal"),
    ("rules", "kept"),
]


@pytest.mark.parametrize(("table", "column"), TOLD_TWICE, ids=lambda value: value)
def test_a_maker_that_is_wrong_is_seen(tmp_path: Path, table: str, column: str) -> None:
    """Every value of the column is made wrong, whatever makes it; nothing is read from a file."""
    made, document, scenario = _by_hand(tmp_path)
    assert disagreements(made, document, scenario) == []
    right = made[table]
    at = right.position(column)
    rows = [(*row[:at], _wrong(row[at]), *row[at + 1 :]) for row in right.rows]
    found = disagreements({**made, table: replace(right, rows=rows)}, document, scenario)
    assert found
    assert any(table in f"{each.file} {each.expected}" for each in found)


def _wrong(cell: Any) -> Any:
    if isinstance(cell, bool):
        return not cell
    if isinstance(cell, str):
        return "kept" if cell == "new" else "new"
    return cell if cell is None else cell * 2 + 1


OF_THE_DOCUMENT: dict[str, Callable[[dict[str, Any]], None]] = {
    "placements.days_per_week": lambda told: told["placements"][0].update(days_per_week=9.5),
    "placements.open": lambda told: told["placements"][0].update(open=False),
    "home.visits_per_year": lambda told: told["home"][0].update(visits_per_year=7.0),
    "indicators.investment": lambda told: told["indicators"].update(investment=1.0),
    "indicators.operating_municipality_per_year": lambda told: told["indicators"].update(
        operating_municipality_per_year=1.0
    ),
    "audit.violations": lambda told: told["audit"].update(violations=[{}]),
}


@pytest.mark.parametrize("place", OF_THE_DOCUMENT)
def test_a_document_that_says_otherwise_is_seen(tmp_path: Path, place: str) -> None:
    made, document, scenario = _by_hand(tmp_path)
    changed = json.loads(json.dumps(document))
    OF_THE_DOCUMENT[place](changed)
    assert ("result.json", place) in {(each.file, each.column) for each in disagreements(made, changed, scenario)}


def test_the_sentence_names_both_places(tmp_path: Path) -> None:
    made, document, scenario = _by_hand(tmp_path)
    table = made["hospitals"]
    at = table.position("days_per_week")
    first = (*table.rows[0][:at], 0.0, *table.rows[0][at + 1 :])
    found = disagreements({**made, "hospitals": replace(table, rows=[first, *table.rows[1:]])}, document, scenario)
    told = [str(each) for each in found if each.column == "days_per_week" and each.file == "hospitals.csv"]
    assert len(told) == 1
    assert told[0].startswith("hospitals.csv, ")
    assert ", days_per_week: 0 where " in told[0]
    assert told[0].endswith("(recommendation.csv) is expected")
