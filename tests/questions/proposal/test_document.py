from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from placement.present.folder.reading import plain, to_json
from placement.questions.proposal.document import result_document
from placement.questions.proposal.outputs import tables
from tests.helpers import world

AGREED = {
    "schema_version", "scenario", "variant", "status", "method", "weights", "bound", "objective", "gap", "seconds",
    "objectives", "implied_price_per_minute", "indicators", "baseline", "placements", "audit", "manifest",
}  # fmt: skip


def document(**changes: Any) -> dict[str, Any]:
    solved, study, loaded = world.solved()
    return result_document(replace(solved, **changes), study, loaded, "placement solve here")


def test_the_document_holds_what_was_agreed() -> None:
    found = document()
    assert set(found) >= AGREED
    assert found["variant"] == ["flere"]
    assert set(found["objectives"]) == {"citizen_minutes", "quality_visits", "economy"}
    assert {"mean_minutes_per_visit", "p90_minutes", "share_beyond_45_min", "visits_below_target"} <= set(
        found["indicators"]
    )
    assert {"home_share", "affected_visits", "affected_mean_minutes"} <= set(found["indicators"])
    assert set(found["manifest"]) == {"inputs", "versions", "seed", "command"}
    assert found["audit"] == {"feasible": True, "violations": [], "max_relative_error": 0.0}
    assert found["exceptions"][0]["decided_by"] == "Regionsrådet"
    assert found["decisions"][0]["reason"] == "Ingen lokaler"


def test_placements_are_what_is_open_and_what_closes() -> None:
    placements = {(each["function"], each["site"]): each for each in document()["placements"]}
    assert placements["lunge", "nord"]["change"] == "new"
    assert placements["skan", "nord"]["change"] == "kept"
    assert ("tolk", "nord") not in placements


def test_the_league_is_the_table_without_names() -> None:
    solved, study, _ = world.solved()
    rows = tables(solved, study, lang="en")["league"].records()
    named = {"function_title", "site_title"}
    told = document()["league"]
    assert told == [{name: value for name, value in row.items() if name not in named} for row in rows]
    assert {row["kind"] for row in told} >= {"today", "proposed"}


def test_numbers_that_are_none_are_null() -> None:
    found = document(bound=float("-inf"), gap=float("nan"))
    assert (found["bound"], found["gap"]) == (None, None)
    assert json.loads(to_json(found)) == found
    assert plain({"a": (float("inf"), 1)}) == {"a": [None, 1]}


def test_without_a_today_there_is_no_baseline() -> None:
    found = document(today_plan=None, today_evaluation=None)
    assert found["baseline"] is None
    assert "affected_visits" not in found["indicators"]


def test_the_worst_violation_is_measured() -> None:
    solved, _, _ = world.solved()
    check = solved.evaluation.checks[0]
    broken = check._replace(have=8.0, need=10.0, slack=-2.0, binds=True)
    audit = document(evaluation=replace(solved.evaluation, checks=(broken,)))["audit"]
    assert (audit["feasible"], audit["max_relative_error"]) == (False, pytest.approx(0.2))
    assert audit["violations"][0]["need"] == 10.0
