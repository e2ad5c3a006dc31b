"""Every kind of task runs on a small region and tells what the tables read."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import Any

import pytest

from benchmarks import task as tasks
from benchmarks.measure import Measured, Seconds
from benchmarks.regions import SIZES
from benchmarks.tables import whatif_table

SMALL = {"size": asdict(SIZES["S"].with_(areas=20, houses=3, functions=4)), "seed": 1}


def told(kind: str, monkeypatch: pytest.MonkeyPatch, **more: Any) -> list[dict[str, Any]]:
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    out = io.StringIO()
    asked = {"kind": kind, "instance": SMALL, "formulation": "auto", "gap": 0.01, "cap": 60, "memory_gib": 8, **more}
    tasks.main(asked, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_solve_tells_its_model_its_progress_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    events = told("solve", monkeypatch)
    assert [event["event"] for event in events if event["event"] != "progress"] == [
        *("loaded", "model", "solved", "memory"),
    ]
    assert next(event for event in events if event["event"] == "solved")["status"] == "optimal"


def test_a_build_tells_where_the_time_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [event["event"] for event in told("build", monkeypatch)]
    assert names == ["scenario", "instance", "today", "model", "handed over", "memory"]


def test_what_ifs_agree_with_new_models(monkeypatch: pytest.MonkeyPatch) -> None:
    events = told("whatifs", monkeypatch, changes=3, seed=1)
    run = Measured({}, events, Seconds(1.0, 1.0), "")
    headings, lines = whatif_table(run)
    assert [line[0] for line in lines] == ["prices", "must", "must_not", "all"]
    assert dict(zip(headings, lines[-1], strict=True))["as good"] == "3 of 3"
