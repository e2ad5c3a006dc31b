"""The model as it is written: one tiny scenario per family of rules, as LP; UPDATE_GOLDEN=1 writes the golden files.

Proposals and today keep every row in rational arithmetic, not only within a solver's tolerance.

Quality lost below target, as both formulations count it and as the judge does.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pulp
import pytest

from placement.instance.build import build
from placement.model.column_values import start_values
from placement.model.formulation import AIM_UNITS, build_model
from placement.model.lp_mps import lp_text
from placement.plan.evaluate import describe_today
from placement.plan.phases import Course
from placement.scenario.schema.rules import Rule
from placement.solve.highs.search import HighsBackend
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Solved
from placement.solve.stage import Clock, Stage
from tests.helpers.judged import G, Places, judge, scenario
from tests.helpers.taught import FLAGSHIP, NAMES, loaded, solved
from tests.model.exact import exact

GOLDEN = Path(__file__).parent / "golden"
ACCOUNTS = {"aim", "staff_hospitals", "rooms"}
"""Rows that are no rules: what an aim amounts to, visits more or fewer at hospitals, room days beyond today."""
SMALL: dict[str, Any] = {"functions.f.overflow": "expand", "sites.s2.scope": "outside", "sites.s2.scope_reason": "x"}
SCANNER: dict[str, Any] = {
    "equipment": {"scan": {"title": "S", "capacity_minutes_per_week": 500, "min_utilisation": 0.2, "price": 1000}},
    "functions.f.equipment": {"scan": {"minutes_per_visit": 20}},
}
DOCTOR: dict[str, Any] = {
    "staff_roles": {"doctor": {"title": "D", "cost_per_clinic_day": 1000, "extra_days_per_week": {"h1": 1}}},
    "functions.f.staff_per_clinic_day": {"doctor": 1},
}
FAMILIES: dict[str, dict[str, Any]] = {
    "order_of_preference": {},
    "overflow": {"functions.f.overflow": "parent_hospital"},
    "allocated": {"functions.f.choice": {"within_minutes": 25}},
    "volumes": {
        "functions.f.min_visits_per_year": 500,
        "functions.f.target_visits_per_year": 900,
        "functions.f.retained_share": 0.8,
    },
    "days": {"functions.f.days_per_week_exactly": 2, "sites.s1.free_room_days_per_week": {"consultation": 3}},
    "equipment": SCANNER,
    "staff_and_money": {
        **DOCTOR,
        "sites.s1.room_per_day": 100,
        "policy.max_investment": 5000,
        "policy.max_extra_operating_per_year": 100_000,
        "functions.f.fitting_out": 4000,
    },
    "number_and_changes": {"functions.f.number_of_sites": {"at_most": 2}, "policy.max_changes": 1},
    "together": {**G, "functions.g.overflow": "expand", "functions.g.requires_on_site": ["f"]},
    "home": {"functions.f.home": {"max_share": 0.5, "steps": [0.2], "acceptance": 0.8}},
    "longest_trip": {"functions.f.max_travel_minutes": 30, "functions.f.max_travel_share": 0.9},
    "must": {"policy.placements": {"f": {"s1": {"decision": "must", "reason": "x"}}}},
}


def lp(sets: dict[str, Any], formulation: str) -> str:
    region = build(scenario({**SMALL, **sets}))
    today, _ = describe_today(region)
    return lp_text(build_model(region, today, formulation).problem)


def rows(text: str) -> list[str]:
    """The first word of each row's name."""
    rest = text.partition("Subject To\n")[2]
    return re.findall(r"^(\w+)(?:\([^:\n]*\))?:", rest, flags=re.MULTILINE)


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_model_is_written_word_for_word(family, formulation):
    text = lp(FAMILIES[family], formulation)
    golden = GOLDEN / formulation / f"{family}.lp"

    if "UPDATE_GOLDEN" in os.environ:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="ascii")
    assert text == golden.read_text(encoding="ascii")
    assert len(text.splitlines()) < 120


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
def test_every_row_is_named_after_its_rule(formulation):
    seen = {row for family in FAMILIES.values() for row in rows(lp(family, formulation))}

    assert seen <= {*Rule, *ACCOUNTS}
    assert {Rule.NUMBER_OF_SITES, Rule.PREFERENCE_ORDER, Rule.MIN_VISITS, Rule.MAX_INVESTMENT, "aim"} <= seen


def test_a_scenario_is_always_written_the_same_way():
    everything = {key: value for family in FAMILIES.values() for key, value in family.items()}

    assert lp(everything, "configuration") == lp(everything, "configuration")


POSSIBLE = [name for name in NAMES if name != "umuligt"]


def proposed(answer: Solved) -> Course:
    return tuple(one.plan for one in answer.course.phases) if answer.course else (answer.plan,)


def broken(bench: Workbench, course: Course) -> list[str]:
    backend = bench.backend
    assert isinstance(backend, HighsBackend)
    start = bench.written.start(course)
    told = backend._completed(Stage("exact", (1e-6, 1e-6, 1e-6)), Clock(), start)
    assert told
    return exact(bench.model.problem).complete(told).broken()


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
@pytest.mark.parametrize("name", [*POSSIBLE, pytest.param(FLAGSHIP, marks=pytest.mark.slow)])
def test_the_proposal_and_today_keep_every_row_exactly(name: str, formulation: str) -> None:
    bench = Workbench(loaded(name).scenario, Options(formulation=formulation))

    assert broken(bench, proposed(solved(name))) == []
    if bench.feasible_today is not None:
        assert broken(bench, bench.feasible_today) == []


OVERFLOW = {"functions.f.overflow": "parent_hospital"}
EXPAND = {"functions.f.overflow": "expand"}
ALLOCATED = {"functions.f.choice": "free"}
PLACES: tuple[tuple[Places, dict[str, Any]], ...] = (
    ({"f": {"h1": 0, "s1": 1}}, OVERFLOW),
    ({"f": {"h1": 0, "s1": 2}}, OVERFLOW),
    ({"f": {"h1": 0, "h2": 0}}, EXPAND),  # nobody comes to the other hospital
    ({"f": {"h1": 0, "s1": 2, "s2": 0.25}}, EXPAND),  # nor to the second house
    ({"f": {"h1": 0}}, EXPAND),
)
TARGETS = (
    {"target_visits_per_year": 600},
    {"target_visits_per_year": 1500, "min_visits_per_year": 1200},
    {"target_visits_per_year": 5000, "quality_loss_at_minimum": 0.5},
    {"target_visits_per_year": 1500, "quality_parity_at_houses": 0.7},
    {"target_visits_per_year": 1500, "quality_parity_at_houses": 0},
)
STANDS = {"h1": "open", "h2": "open", "s1": {"status": "open", "days_per_week": 1}, "s2": "open"}


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("places", "sets"), PLACES)
def test_the_model_loses_what_the_judge_says(
    places: Places, sets: dict[str, Any], target: dict[str, float], formulation: str
) -> None:
    sets = {
        **sets,
        **{f"functions.f.{key}": value for key, value in target.items()},
        "baseline.rows.f": STANDS,
        "policy.hospital_functions": "free",
        "policy.existing_in_houses": "free",
        "exceptions": {site: {"site": site, "rules": ["min_visits_per_year"], "reason": "x"} for site in ("s1", "s2")},
    }
    judged = judge(sets, places)
    model = build_model(judged.instance, judged.today, formulation)
    chosen = judged.plan
    known = start_values(model.draft, chosen.open, chosen.days, chosen.units, chosen.home_level)
    for name, value in known.items():
        column = model.draft.variables[name]
        column.lowBound = column.upBound = value
    model.problem.setObjective(pulp.LpAffineExpression({model.aims[1]: 1.0}))
    model.problem.solve(pulp.HiGHS(msg=False))
    assert pulp.LpStatus[model.problem.status] == "Optimal"
    lost = model.reference[1] + AIM_UNITS[1] * pulp.value(model.aims[1])
    assert lost == pytest.approx(judged.evaluation.objectives.quality_visits, abs=1e-3)
