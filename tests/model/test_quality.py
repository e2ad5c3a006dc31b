"""Quality lost below target, as both formulations count it and as the judge does."""

from __future__ import annotations

from typing import Any

import pulp
import pytest

from placement.model.column_values import start_values
from placement.model.formulation import AIM_UNITS, build_model
from tests.helpers.judged import Places, judge

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
