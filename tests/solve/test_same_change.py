"""A number changed in the file, on the command line, by a variant or in a lock leads to the same proposal."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import placement
from placement.scenario.dump import lock
from placement.scenario.load import Loaded, load_text
from placement.solve.result import Options, Solved
from placement.solve.run import Live, solve
from tests.helpers.taught import FOLDER

TEMPLATE = Path(placement.__path__[0]) / "scenario" / "template" / "en"
ROOMS = ("sites.hh_fiordtown.free_room_days_per_week.consultation", 0)
TARGET = ("functions.lung_clinic.min_visits_per_year", 500)
METHODS: dict[str, dict[str, Any]] = {
    "price": {},
    "balanced": {"method": "balanced"},
    "weighted": {"method": "weighted", "weights": {"citizen": 2, "quality": 1, "economy": 1}},
    "lexicographic": {"method": "lexicographic", "order": ["citizen", "economy"], "tolerance": 0.02},
    "epsilon": {"method": "epsilon", "epsilon": {"minimise": "economy", "citizen_minutes": -200_000}},
}


def tree(folder: Path, objectives: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load((folder / "scenario.yaml").read_text(encoding="utf-8"))
    return {**written, "objectives": {**written.get("objectives", {}), **objectives}}


def put(written: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    *parents, last = path.split(".")
    part = written
    for key in parents:
        part = part.setdefault(key, {})
    part[last] = value
    return written


def read(written: dict[str, Any], folder: Path, **asked: Any) -> Loaded:
    return load_text(yaml.safe_dump(written, allow_unicode=True), folder=folder, **asked)


def told(solved: Solved) -> tuple[Any, ...]:
    """What a proposal says."""
    plan = solved.plan
    aims = tuple(float(f"{aim:.9g}") for aim in solved.objectives.as_tuple())
    return plan.open.tolist(), plan.days.round(6).tolist(), plan.home_level.tolist(), aims, round(solved.objective, 6)


@cache
def ways(folder: Path, method: str, path: str, value: Any) -> tuple[Loaded, ...]:
    """The same change in the file, by ``--set``, by a variant, and the lock of the second."""
    objectives = METHODS[method]
    in_file = read(put(tree(folder, objectives), path, value), folder)
    by_set = read(tree(folder, objectives), folder, overrides=[f"{path}={value}"])
    variant = {"title": "V", "set": {path: value}}
    varied = read(put(tree(folder, objectives), "variants.other", variant), folder, variants=["other"])
    return in_file, by_set, varied, load_text(lock(by_set.scenario))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("change", [ROOMS, TARGET], ids=["rooms", "minimum"])
def test_a_change_is_the_same_however_it_is_made(method: str, change: tuple[str, Any]) -> None:
    first, *others = [told(solve(loaded, Options(gap=0.0))) for loaded in ways(TEMPLATE, method, *change)]
    assert others == [first] * len(others)


@pytest.mark.parametrize("method", METHODS)
def test_a_live_what_if_is_what_a_scenario_of_its_own_would_be(method: str) -> None:
    in_file, by_set, *_ = ways(TEMPLATE, method, *ROOMS)
    live = Live(read(tree(TEMPLATE, METHODS[method]), TEMPLATE), Options(gap=0.0))
    assert told(live.ask(by_set)) == told(solve(in_file, Options(gap=0.0)))


@pytest.mark.parametrize("method", ["balanced", "weighted"])
def test_a_change_may_change_the_range_that_is_measured_by(method: str) -> None:
    """Otherwise the tests above would say nothing of methods that weigh."""
    plain = solve(read(tree(TEMPLATE, METHODS[method]), TEMPLATE), Options(gap=0.0))
    changed = solve(ways(TEMPLATE, method, *ROOMS)[1], Options(gap=0.0))
    assert plain.scale is not None
    assert changed.scale is not None
    assert plain.scale.nadir != changed.scale.nadir


def test_answers_set_beside_each_other_are_measured_by_the_first() -> None:
    plain = read(tree(TEMPLATE, METHODS["balanced"]), TEMPLATE)
    live = Live(plain, Options(gap=0.0))
    beside = live.ask(ways(TEMPLATE, "balanced", *ROOMS)[1], keep_scale=True)
    assert beside.scale == live.solved.scale


@pytest.mark.parametrize("method", ["price", "balanced"])
def test_a_lock_of_another_home_share_replays(method: str) -> None:
    prices = {"prices": {"minute": 2}} if method == "price" else {}
    folder = FOLDER / "hjemme"
    ways_of = tree(folder, {"method": method, **prices})
    asked = read(ways_of, folder, overrides=["functions.lunge_amb.home.max_share=0.30"])
    assert told(solve(asked, Options(gap=0.0))) == told(solve(load_text(lock(asked.scenario)), Options(gap=0.0)))
