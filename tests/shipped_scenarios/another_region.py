"""A teaching scenario told as that of a made-up English region: every id, title, kind and word is another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import yaml

from placement.scenario.dump import dump
from placement.scenario.schema.scenario import Scenario

PREFIX = {
    "areas": "area", "sites": "site", "functions": "offer", "equipment": "machine", "staff_roles": "role",
    "partners": "partner", "segments": "part", "rooms": "room", "sources": "source", "variants": "whatif",
    "phases": "phase", "profiles": "profile", "exceptions": "exception", "synergies": "pair",
}  # fmt: skip
"""What the new ids of a section begin with."""
POLICY = {"coverage": "near", "soft_rules": "soft"}
TITLES = ("Ashford", "Brookside", "Elmtree", "Fairlea", "Greenhill", "Harwell", "Ironbridge", "Kingsmead", "Longmoor")
SHARE = re.compile(r"share_\w+")
KEPT_SHARES = {"share_without_car", "share_digitally_exempt", "share_outflow"}
PROSE = {
    "purpose", "prepared_by", "reason", "decided_by", "note", "owner", "asked_by", "responsible", "target_group",
    "referral", "scope_reason", "date",
}  # fmt: skip
"""Free text, all of it replaced by one English sentence."""
TERMS: dict[str, Any] = {
    "grouping": {"en": {"one": "ward", "other": "wards"}},
    "site_kinds": {
        "district_hospital": {"role": "hospital", "symbol": "square", "name": {"en": "district hospital"}},
        "clinic": {"role": "house", "symbol": "circle", "name": {"en": {"one": "clinic", "other": "clinics"}}},
    },
    "levels": {"everywhere": {"sites": "any", "name": {"en": "local service"}}},
    "payers": {
        "trust": {"budget": "own", "name": {"en": {"one": "trust", "other": "trusts"}}},
        "council": {"name": {"en": {"one": "council", "other": "councils"}}},
    },
    "statuses": {"sketch": {"en": "sketch"}},
    "visions_title": {"en": {"one": "pledge", "other": "pledges", "definite_other": "the two pledges"}},
    "visions": {
        "fair": {"title": {"en": "Fair to everybody"}, "measures": ["p90_minutes", "between_groups", "without_car"]},
        "prudent": {"title": {"en": "Prudent with money"}, "measures": ["operating_per_year", "investment"]},
    },
}


def english(scenario: Scenario) -> dict[str, Any]:
    """The scenario's tree with new ids, English titles and prose, and ``TERMS`` in place of its own words."""
    tree: dict[str, Any] = yaml.safe_load(dump(scenario))
    new = _ids(tree)
    told: dict[str, Any] = _renamed(tree, new, iter(count(1)))
    told["name"], told["title"], told["terms"] = "another-region", {"en": "Clinics nearer home"}, TERMS
    told["about"] |= {"language": "en", "currency": "GBP", "status": "sketch", "not_in_model": ["waiting time"]}
    return told


def _ids(tree: dict[str, Any]) -> dict[str, str]:
    """Every id of the tree, and what it is called now."""
    new = {"consultation": "consulting", "mainland": "mainland"}
    for section, prefix in PREFIX.items():
        entries = tree.get(section) or {}
        for n, key in enumerate(entries.get("rows", entries) if section == "areas" else entries, 1):
            new[str(key)] = f"{prefix}_{n}"
    for section, prefix in POLICY.items():
        new |= {str(key): f"{prefix}_{n}" for n, key in enumerate(tree["policy"].get(section) or {}, 1)}
    new |= {str(key): f"ferry_{n}" for n, key in enumerate(tree["travel"]["crossings"], 1)}
    for function in tree["functions"].values():
        new.setdefault(function["room"], f"room_of_{new.get(function['room'], len(new))}")
    places = [*tree["areas"]["rows"].values(), *tree["sites"].values()]
    new |= {mass: f"island_{n}" for n, mass in enumerate({place["landmass"] for place in places} - {"mainland"}, 1)}
    kinds, terms = tree["terms"]["site_kinds"], tree["terms"]
    new |= {key: "district_hospital" if kind["role"] == "hospital" else "clinic" for key, kind in kinds.items()}
    new |= dict.fromkeys(terms["levels"], "everywhere")
    return new | {key: "trust" if who["budget"] == "own" else "council" for key, who in terms["payers"].items()}


def _renamed(part: Any, new: dict[str, str], numbers: Iterator[int], field: str = "") -> Any:
    if isinstance(part, dict):
        return {
            str(key) if isinstance(value, str) and key == "municipality" else _path(str(key), new): _field(
                str(key), value, new, numbers
            )
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [_renamed(each, new, numbers, field) for each in part]
    return _path(part, new) if isinstance(part, str) else part


def _field(key: str, value: Any, new: dict[str, str], numbers: Iterator[int]) -> Any:
    if key in ("title", "name") and value:
        n = next(numbers)
        told = f"{TITLES[n % len(TITLES)]} {n}"
        return {"en": told} if key == "title" else told
    if key in ("by", "group_by", "of"):
        return value
    if key == "municipality" and isinstance(value, str) and value:
        return f"Ward of {TITLES[len(value) % len(TITLES)]}"
    if key in PROSE and isinstance(value, str) and value:
        return "As the board said"
    if key == "allowed_at":
        return list(dict.fromkeys(_renamed(value, new, numbers)))
    return {} if key in ("opening_hours", "opening_hours_at") else _renamed(value, new, numbers, key)


def _path(text: str, new: dict[str, str]) -> str:
    """An id, or a dotted path of ids and fields; ``share_...`` columns by a neutral name."""
    if text in new:
        return new[text]
    parts = [new.get(part, part) for part in text.split(".")]
    return ".".join("share_of_some" if SHARE.fullmatch(p) and p not in FIELDS else p for p in parts)


FIELDS = KEPT_SHARES | {"share_of_visits", "share_entitled"}
