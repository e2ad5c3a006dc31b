"""Floors that no plan can meet are seen without solving."""

from __future__ import annotations

from typing import Any

import pytest

from placement.cli.entry import run
from placement.errors import InfeasibleError
from placement.instance.travel import beyond_reach
from placement.scenario.dump import lock
from placement.scenario.load import load_text
from placement.solve.result import Options
from placement.solve.run import solve
from tests.helpers.judged import instance, scenario

DEMAND = {"when_today_is_lower": "demand"}
FLOOR: dict[str, Any] = {"within_minutes": 20, "min_share": 0.95, **DEMAND}
HOME = {"max_share": 0.8, "mode": "home_treatment"}


def said(sets: dict[str, Any]) -> list[str]:
    return [f"{cause.path}: {cause.message}" for cause in beyond_reach(instance(sets))]


def test_a_floor_within_reach_is_no_cause() -> None:
    assert said({"policy.coverage.near": FLOOR}) == []  # west by s1, east by h1


@pytest.mark.parametrize(
    ("sets", "have"),
    [
        ({"policy.coverage.near": FLOOR, "sites.s1.scope": "outside", "sites.s1.scope_reason": "x"}, "0.6667"),
        ({"policy.coverage.near": FLOOR, "functions.f.max_house_share": 0.8}, "0.9333"),
        ({"policy.coverage.near": {**FLOOR, "within_minutes": 5}}, "0"),
    ],
    ids=["no house", "some are bound to a hospital", "nobody is so near"],
)
def test_a_floor_beyond_reach_is_a_cause(sets: dict[str, Any], have: str) -> None:
    (cause,) = said(sets)
    assert cause.startswith("policy.coverage.near.min_share: near asks for a share of 0.95 of the visits within ")
    assert f"it is {have};" in cause


def test_home_counts_as_near() -> None:
    far = {"policy.coverage.near": {**FLOOR, "within_minutes": 5, "min_share": 0.8}}
    assert said({**far, "functions.f.home": HOME}) == []
    assert len(said({**far, "functions.f.home": {**HOME, "max_share": 0.7}})) == 1


def test_what_today_may_keep_is_no_cause() -> None:
    floor = {"within_minutes": 5, "min_share": 0.95}
    assert said({"policy.coverage.near": floor}) == []
    assert len(said({"policy.coverage.near": floor, "baseline": {"rows": {}}})) == 1


@pytest.mark.parametrize(
    ("sets", "path"),
    [
        (
            {"functions.f.max_travel_minutes": 5, "functions.f.max_travel_when_today_is_lower": "demand"},
            "functions.f.max_travel_share",
        ),
        (
            {"policy.max_travel_by_level": {"general": {"minutes": 5, **DEMAND}}},
            "policy.max_travel_by_level.general.share",
        ),
    ],
)
def test_a_longest_trip_beyond_reach_is_a_cause_unless_it_has_a_price(sets: dict[str, Any], path: str) -> None:
    (cause,) = said(sets)
    assert cause.startswith(f"{path}: f asks for a share of 1 ")
    soft = {"rule": "max_travel_minutes", "price_per_unit": 5, "reason": "r"}
    assert said({**sets, "policy.soft_rules": {"a": soft}}) == []


def test_check_and_solve_name_it(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    text = lock(scenario({"policy.coverage.near": {**FLOOR, "within_minutes": 5}, "objectives.prices.minute": 1}))
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    assert run(["check", str(tmp_path), "--lang", "en"]) == 4
    assert "near asks for a share of 0.95" in " ".join("".join(capsys.readouterr()).split())
    with pytest.raises(InfeasibleError) as caught:
        solve(load_text(text), Options())
    assert [cause.path for cause in caught.value.causes] == ["policy.coverage.near.min_share"]


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
def test_a_demanded_floor_opens_what_a_kept_one_does_not(formulation: str) -> None:
    """At no price of a minute: only the floor asks for the house."""
    kept: dict[str, Any] = {
        "objectives.prices.minute": 0,
        "functions.f.staff_per_clinic_day": {"doctor": 1},
        "staff_roles": {"doctor": {"title": "D", "cost_per_clinic_day": 1000}},
        "policy.coverage.near": {**FLOOR, "when_today_is_lower": "keep_today"},
    }
    demanded = {**kept, "policy.coverage.near": FLOOR}
    for sets, opened in ((kept, [True, False]), (demanded, [True, True])):
        solved = solve(load_text(lock(scenario(sets))), Options(formulation=formulation))
        assert solved.plan.open[0, [0, 2]].tolist() == opened
        assert solved.evaluation.feasible
