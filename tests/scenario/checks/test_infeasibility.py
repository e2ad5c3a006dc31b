"""Causes of infeasibility that are seen without solving."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.scenario.checks.infeasibility import structural_causes
from placement.scenario.load import load
from tests.helpers.small import write

MUST = "policy.placements.{}={{{}: {{decision: must, reason: x}}}}"


def causes(folder: Path, *overrides: str) -> list[str]:
    """What is said about the small scenario with changes."""
    loaded = load(write(folder, {}), overrides=overrides)
    return [f"{fault.path}: {fault.message}" for fault in structural_causes(loaded.scenario, loaded.positions)]


def test_a_scenario_in_order_has_no_causes(tmp_path: Path) -> None:
    assert causes(tmp_path) == []


CASES = {
    "nowhere": (
        ["baseline.roentgen=null", "functions.roentgen.allowed_at=[outreach_point]"],
        "no site may offer roentgen",
    ),
    "no hospital": (
        ["baseline.roentgen=null", "functions.roentgen.allowed_at=[health_house]"],
        "no hospital may offer roentgen",
    ),
    "must outside": ([MUST.format("lunge", "sh_nord"), "sites.sh_nord.scope=outside"], "the rule scope forbids it"),
    "must new house": (
        [MUST.format("lunge", "sh_nord"), "sites.sh_nord.existing=false"],
        "the rule no_new_houses forbids it",
    ),
    "must kind": (
        [MUST.format("lunge", "sh_nord"), "functions.lunge.allowed_at=[hospital]"],
        "the rule allowed_at forbids it: sh_nord is a health_house",
    ),
    "must level": (
        [MUST.format("lunge", "sh_nord"), "functions.lunge.level=hospitals_only"],
        "the rule planning_level forbids it",
    ),
    "must partner": (
        [
            MUST.format("lunge", "sh_nord"),
            "functions.lunge.requires_on_site=[almen_praksis]",
            "sites.sh_nord.partners={almen_praksis: interested}",
        ],
        "the rule requires_on_site forbids it: it requires the partner almen_praksis",
    ),
    "must function": (
        [
            MUST.format("lunge", "sh_nord"),
            "functions.lunge.requires_on_site=[roentgen]",
            "functions.roentgen.allowed_at=[hospital]",
        ],
        "it requires roentgen, which cannot be at sh_nord",
    ),
    "too many": (
        [MUST.format("lunge", "sh_nord"), "functions.lunge.number_of_sites={at_most: 2}"],
        "3 sites must offer lunge",
    ),
    "too few": (
        ["functions.lunge.number_of_sites={exactly: 4}"],
        "exactly asks for 4 sites, but only 3 may offer lunge",
    ),
    "changes": (
        [MUST.format("lunge", "sh_nord"), "policy.max_changes=0"],
        "1 new and 0 closed offers are decided, but max_changes allows 0",
    ),
    "no room": (
        [MUST.format("lunge", "sh_nord"), "sites.sh_nord.free_room_days_per_week={billeddiagnostik: 2}"],
        "lunge must be at sh_nord and need at least 0.25 days a week of consultation, but 0 are free or let there",
    ),
    "days exactly": (
        [MUST.format("lunge", "sh_nord"), "functions.lunge.days_per_week_exactly=5"],
        "need at least 5 days a week of consultation, but 3 are free",
    ),
    "days between clinics": (
        [MUST.format("lunge", "sh_nord"), "functions.lunge.max_days_between_clinics=2"],
        "need at least 3.5 days a week of consultation, but 3 are free",
    ),
    "who passes the houses by has no hospital": (
        [
            "functions.lunge.house_bypass_share=0.2",
            "functions.lunge.allowed_at=[health_house]",
            "policy.placements={}",
            "baseline.rows={}",
        ],
        "houses may see 0.8 of the visits, but no hospital may offer lunge; allow one, or write 0",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_cause_is_named(name: str, tmp_path: Path) -> None:
    overrides, wanted = CASES[name]
    found = causes(tmp_path, *overrides)
    assert any(wanted in cause for cause in found), found


@pytest.mark.parametrize(
    "way_out",
    [
        "sites.sh_nord.let_room_days_per_week={consultation: 2}",
        "exceptions.x={site: sh_nord, rules: [max_days_between_clinics], reason: y}",
    ],
)
def test_tenants_or_an_exception_make_room(tmp_path: Path, way_out: str) -> None:
    overrides = [MUST.format("lunge", "sh_nord"), "functions.lunge.max_days_between_clinics=2"]
    assert not [cause for cause in causes(tmp_path, *overrides, way_out) if "consultation" in cause]


def test_an_exception_waives_a_required_partner(tmp_path: Path) -> None:
    overrides = [
        MUST.format("lunge", "sh_nord"),
        "functions.lunge.requires_on_site=[almen_praksis]",
        "sites.sh_nord.partners={}",
        "exceptions.x={site: sh_nord, rules: [requires_on_site], reason: y}",
    ]
    assert causes(tmp_path, *overrides) == []


@pytest.mark.parametrize(
    ("name", "soft"),
    [
        ("changes", "{rule: max_changes, price_per_unit: 5, reason: y}"),
        ("no room", "{rule: free_room_days_per_week, site: sh_nord, most: 0.25, price_per_unit: 5, reason: y}"),
        ("days exactly", "{rule: free_room_days_per_week, item: consultation, price_per_unit: 5, reason: y}"),
    ],
)
def test_what_may_be_broken_at_a_price_is_no_cause(name: str, soft: str, tmp_path: Path) -> None:
    assert causes(tmp_path, *CASES[name][0], f"policy.soft_rules.a={soft}") == []


def test_a_soft_rule_that_does_not_reach_leaves_the_cause(tmp_path: Path) -> None:
    soft = "policy.soft_rules.a={rule: free_room_days_per_week, most: 1, price_per_unit: 5, reason: y}"
    assert causes(tmp_path, *CASES["days exactly"][0], soft)


def test_what_is_impossible_in_one_phase_is_said_of_that_phase(tmp_path: Path) -> None:
    must = "policy.placements.lunge: {sh_nord: {decision: must, reason: x}}"
    second = f"b: {{title: B, from_year: 2030, years: 4, set: {{policy.max_changes: 0, {must}}}}}"
    told = causes(tmp_path, f"phases={{a: {{title: A, from_year: 2026, years: 4}}, {second}}}")

    assert len(told) == 1
    assert told[0].startswith("policy.max_changes: in phase 'b': 1 new")
