"""The model as it is written: one tiny scenario per family of rules, as LP; UPDATE_GOLDEN=1 writes the golden files."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from placement.instance.build import build
from placement.model.formulation import build_model
from placement.model.lp_mps import lp_text
from placement.plan.evaluate import describe_today
from placement.scenario.schema.rules import Rule
from tests.helpers.judged import G, scenario

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
