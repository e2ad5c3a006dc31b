"""Scenarios that cannot be done, and what should be among the smallest changes that make them possible."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import yaml

from placement.scenario.load import Loaded, load_text

Tree = dict[str, Any]


def must(*pairs: str) -> Tree:
    """Decisions that functions must be at sites, each written ``function@site``."""
    decided: Tree = {}
    for pair in pairs:
        function, site = pair.split("@")
        decided.setdefault(function, {})[site] = {"decision": "must", "reason": "R", "decided_by": "Udvalget"}
    return decided


BASE: Tree = {
    "schema_version": 2,
    "name": "base",
    "title": "Base",
    "objectives": {"prices": {"minute": 3}},
    "areas": {
        "midt": {"name": "Midt", "people": 40000, "lat": 56.0, "lon": 9.0},
        "vest": {"name": "Vest", "people": 15000, "lat": 56.0, "lon": 8.5},
        "oest": {"name": "Øst", "people": 12000, "lat": 56.0, "lon": 9.6},
    },
    "sites": {
        "rh": {"title": "Hospitalet", "kind": "hospital", "lat": 56.0, "lon": 9.0},
        "sh_vest": {"title": "Vest", "kind": "health_house", "lat": 56.0, "lon": 8.5},
        "sh_oest": {"title": "Øst", "kind": "health_house", "lat": 56.0, "lon": 9.6},
    },
    "partners": {"praksis": {"title": "Almen praksis"}},
    "equipment": {
        "scanner": {"title": "Scanner", "price": 800000, "capacity_minutes_per_week": 2000, "max_utilisation": 0.8}
    },
    "staff_roles": {"laege": {"title": "Læge", "cost_per_clinic_day": 5000}},
    "functions": {
        "lunge": {
            "title": "Lunge",
            "overflow": "expand",
            "visits_per_1000_per_year": 20,
            "visits_per_clinic_day": 12,
            "staff_per_clinic_day": {"laege": 1},
            "fitting_out": 95000,
        },
        "skan": {
            "title": "Skan",
            "overflow": "expand",
            "visits_per_1000_per_year": 50,
            "visits_per_clinic_day": 20,
            "staff_per_clinic_day": {"laege": 1},
            "equipment": {"scanner": {"minutes_per_visit": 20}},
        },
    },
    "baseline": {"lunge": {"rh": "open"}, "skan": {"rh": "open"}},
    "policy": {},
}
"""300 lung visits a year in the west and 240 in the east, 750 and 600 scans; a weekly day holds 540 and 900."""


class Impossible(NamedTuple):
    """What is written into the base, and the changes that must be among the repairs: path and value, sorted."""

    sets: Tree
    repairs: tuple[tuple[tuple[str, Any], ...], ...]


IMPOSSIBLE = {
    "rooms": Impossible(
        {
            "policy.placements": must("lunge@sh_vest", "skan@sh_vest"),
            "sites.sh_vest.free_room_days_per_week": {"consultation": 1},
        },
        (
            (("sites.sh_vest.free_room_days_per_week.consultation.value", 2),),
            (("policy.placements.lunge.sh_vest", None),),
            (("policy.placements.skan.sh_vest", None),),
        ),
    ),
    "rooms_that_are_let": Impossible(
        {
            "policy.placements": must("lunge@sh_vest", "skan@sh_vest"),
            "sites.sh_vest.free_room_days_per_week": {"consultation": 0},
            "sites.sh_vest.let_room_days_per_week": {"consultation": 1},
        },
        (
            (("sites.sh_vest.free_room_days_per_week.consultation.value", 1),),
            (("policy.placements.lunge.sh_vest", None),),
        ),
    ),
    "rooms_at_a_price": Impossible(
        {
            "policy.placements": must("lunge@sh_vest", "skan@sh_vest"),
            "sites.sh_vest.free_room_days_per_week": {"consultation": 0},
            "policy.soft_rules": {
                "x": {"rule": "free_room_days_per_week", "price_per_unit": 5, "most": 1, "reason": "R"}
            },
        },
        ((("sites.sh_vest.free_room_days_per_week.consultation.value", 1),),),
    ),
    "recruits": Impossible(
        {
            "policy.placements": must("lunge@sh_vest", "lunge@sh_oest"),
            "staff_roles.laege.extra_days_per_week": {"rh": 0.5},
            "staff_roles.laege.recruit_days_per_week": {"rh": 0.5},
        },
        ((("staff_roles.laege.extra_days_per_week.rh.value", 1),), (("policy.placements.lunge.sh_vest", None),)),
    ),
    "staff": Impossible(
        {"policy.placements": must("lunge@sh_vest"), "staff_roles.laege.extra_days_per_week": {"rh": 0.5}},
        ((("staff_roles.laege.extra_days_per_week.rh.value", 1),), (("policy.placements.lunge.sh_vest", None),)),
    ),
    "investment": Impossible(
        {
            "policy.placements": must("lunge@sh_vest"),
            "policy.max_investment": {"value": 50000, "owner": "Regionsrådet"},
        },
        ((("policy.max_investment.value", 100000),), (("policy.placements.lunge.sh_vest", None),)),
    ),
    "running_cost": Impossible(
        {
            "policy.placements": must("lunge@sh_vest"),
            "policy.max_extra_operating_per_year": 0,
            "prices.hospital_release_share": 0,
        },
        ((("policy.max_extra_operating_per_year.value", 230000),), (("policy.placements.lunge.sh_vest", None),)),
    ),
    "changes": Impossible(
        {"policy.placements": must("lunge@sh_vest", "lunge@sh_oest"), "policy.max_changes": 1},
        (
            (("policy.max_changes", 2),),
            (("policy.placements.lunge.sh_oest", None),),
            (("policy.placements.lunge.sh_vest", None),),
        ),
    ),
    "number_of_sites": Impossible(
        {"functions.lunge.number_of_sites": {"at_least": 4}}, ((("functions.lunge.number_of_sites.at_least", 3),),)
    ),
    "minimum_volume": Impossible(
        {
            "policy.placements": must("lunge@sh_vest"),
            "functions.lunge.min_visits_per_year": {"value": 400, "low": 350, "high": 500, "owner": "Specialerådet"},
        },
        (
            (("functions.lunge.min_visits_per_year.value", 300),),
            (("policy.placements.lunge.sh_vest", None),),
            (("exceptions.lunge_sh_vest_min_visits_per_year", ...),),
        ),
    ),
    "planning_level": Impossible(
        {
            "policy.placements": must("lunge@sh_vest"),
            "functions.lunge.level": "approved",
            "functions.lunge.approved_sites": ["rh"],
        },
        ((("policy.placements.lunge.sh_vest", None),),),
    ),
    "retained_volume": Impossible(
        {"policy.placements": must("lunge@sh_vest", "lunge@sh_oest"), "functions.lunge.retained_share": 0.7},
        (
            (("functions.lunge.retained_share.value", 0.59),),
            (("policy.placements.lunge.sh_oest", None),),
            (("policy.placements.lunge.sh_vest", None),),
        ),
    ),
    "travel": Impossible(
        {
            "policy.max_changes": 1,
            "baseline": {"skan": {"rh": "open"}},
            "functions.lunge.max_travel_minutes": 20,
            "functions.lunge.max_travel_share": 1,
            "policy.existing_in_houses": "free",
            "policy.hospital_functions": "free",
        },
        ((("functions.lunge.max_travel_share.value", 0.59),), (("policy.max_changes", 3),)),
    ),
    "coverage_demanded": Impossible(
        {
            "policy.max_changes": 1,
            "policy.coverage": {"near": {"within_minutes": 20, "min_share": 0.95, "when_today_is_lower": "demand"}},
        },
        ((("policy.coverage.near.min_share.value", 0.75),), (("policy.max_changes", 4),)),
    ),
    "travel_demanded": Impossible(
        {
            "policy.max_changes": 1,
            "functions.lunge.max_travel_minutes": 20,
            "functions.lunge.max_travel_share": 1,
            "functions.lunge.max_travel_when_today_is_lower": "demand",
        },
        ((("functions.lunge.max_travel_share.value", 0.82),), (("policy.max_changes", 2),)),
    ),
    "travel_of_a_level_demanded": Impossible(
        {
            "policy.max_changes": 1,
            "policy.existing_in_houses": "free",
            "functions.skan.max_travel_minutes": 600,
            "policy.max_travel_by_level": {
                "general": {"minutes": 20, "share": 1, "when_today_is_lower": "demand"},
            },
        },
        ((("policy.max_travel_by_level.general.share.value", 0.82),), (("policy.max_changes", 2),)),
    ),
    "utilisation": Impossible(
        {"policy.placements": must("skan@sh_vest"), "equipment.scanner.min_utilisation": 0.4},
        ((("equipment.scanner.min_utilisation.value", 0.16),), (("policy.placements.skan.sh_vest", None),)),
    ),
    "two_at_once": Impossible(
        {
            "policy.placements": must("lunge@sh_vest"),
            "policy.max_investment": 0,
            "staff_roles.laege.extra_days_per_week": {"rh": 0},
            "functions.lunge.number_of_sites": {"at_least": 2},
        },
        (
            (("policy.max_investment.value", 100000), ("staff_roles.laege.extra_days_per_week.rh.value", 1)),
            (("functions.lunge.number_of_sites.at_least", 1), ("policy.placements.lunge.sh_vest", None)),
        ),
    ),
    "partner": Impossible(
        {"policy.placements": must("lunge@sh_vest"), "functions.lunge.requires_on_site": ["praksis"]},
        (
            (("exceptions.lunge_sh_vest_requires_on_site", ...),),
            (("policy.placements.lunge.sh_vest", None),),
        ),
    ),
    "must_not": Impossible(
        {
            "policy.placements": {"lunge": {"rh": {"decision": "must_not", "reason": "R"}}},
            "functions.lunge.max_house_share": 0.9,
        },
        ((("policy.placements.lunge.rh", None),),),
    ),
}


def tree_of(name: str) -> Tree:
    """The scenario as it would be written."""
    tree = copy.deepcopy(BASE)
    for path, value in IMPOSSIBLE[name].sets.items():
        *way, last = path.split(".")
        place = tree
        for key in way:
            place = place.setdefault(key, {})
        place[last] = copy.deepcopy(value)
    return tree


def impossible(name: str, *overrides: str) -> Loaded:
    """The scenario, with changes as from the command line."""
    return load_text(yaml.safe_dump(tree_of(name), allow_unicode=True), overrides=overrides)
