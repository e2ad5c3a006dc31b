"""Names of fields and rules in earlier versions of the format.

Version 1 had the currency in names of fields. The old names are still read, with a remark about the new one, and
``placement migrate`` writes the new ones. Version 1 also had built-in words for kinds of site, planning levels, payers
and statuses: a scenario of version 1 without ``terms`` is read with those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from placement.scenario.source.yaml_library import Loader

NEWEST = 2
"""The version of the format that is written."""

_RULES = {"max_investment_dkk": "max_investment", "max_extra_operating_dkk_per_year": "max_extra_operating_per_year"}
_FIELDS: dict[tuple[str, ...], dict[str, str]] = {
    ("functions", "*"): {"variable_dkk_per_visit": "variable_per_visit", "fitting_out_dkk": "fitting_out"},
    ("functions", "*", "home"): {
        "dkk_per_visit": "cost_per_visit",
        "onboarding_dkk_per_patient": "onboarding_per_patient",
    },
    ("functions", "*", "hybrid"): {"equipment_dkk_per_site": "equipment_per_site"},
    ("sites", "*"): {"room_dkk_per_day": "room_per_day", "let_room_dkk_per_year": "let_room_per_year"},
    ("rooms", "*"): {"fitting_out_dkk": "fitting_out"},
    ("equipment", "*"): {
        "price_dkk": "price",
        "fixed_price_dkk_per_site": "fixed_price_per_site",
        "service_dkk_per_year": "service_per_year",
    },
    ("staff_roles", "*"): {"dkk_per_clinic_day": "cost_per_clinic_day", "recruit_dkk_per_year": "recruit_per_year"},
    ("prices",): {
        "patient_transport_dkk_per_km": "patient_transport_per_km",
        "staff_travel_dkk_per_km": "staff_travel_per_km",
        "citizen_travel_dkk_per_km": "citizen_travel_per_km",
    },
    ("objectives", "epsilon"): {"economy_dkk": "economy"},
    ("policy",): _RULES,
    ("policy", "rule_owners"): _RULES,
    ("policy", "soft_rules", "*"): {"dkk_per_unit": "price_per_unit"},
    ("phases", "*"): _RULES,
}
"""By record, the old names of its fields with the new ones."""
_DEFAULTS = {"function": "functions", "site": "sites", "equipment": "equipment", "staff_role": "staff_roles"}
_LISTS_OF_CHANGES = ("variants", "phases")
_DOTTED = 4
"""Length of the path of a key under ``set``, itself a path with dots."""


class Former(NamedTuple):
    """An old name found in a text.

    Attributes:
        file, line, column: its place; the file is empty for text from no file.
        start, end: the characters of the text it takes, with its quotes if it has them.
        old, new: the two names.
    """

    file: str
    line: int
    column: int
    start: int
    end: int
    old: str
    new: str


@cache
def _first_words() -> dict[str, Any]:
    text = (resources.files(__package__) / "version_1.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.load(text, Loader=Loader)  # noqa: S506 - our own file, by a loader without objects
    return words


def first_words(tree: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """By path, built-in words of version 1 that this scenario's tree does not define; empty for a newer version."""
    version, own = tree.get("schema_version"), _first_words()
    if type(version) is not int or version != 1 or "terms" in tree:
        return {}
    found: dict[tuple[str, ...], Any] = {("terms",): own["terms"]}
    defaults = tree.get("defaults", {})
    functions = defaults.get("function", {}) if isinstance(defaults, dict) else None
    if isinstance(functions, dict) and "room" not in functions:
        found["defaults", "function", "room"] = own["defaults"]["function"]["room"]
    return found


def in_newest(tree: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario's tree, whose names are new already, with what the newest version needs besides."""
    whole = dict(tree)
    for path, value in first_words(tree).items():
        at = whole
        for key in path[:-1]:
            at[key] = dict(at.get(key, {}))
            at = at[key]
        at[path[-1]] = value
    version = whole.get("schema_version")
    if type(version) is int and 0 < version < NEWEST:
        whole["schema_version"] = NEWEST
    return whole


def new_key(path: Sequence[str]) -> str:
    """The new name of the last key of a path; the same if it has not changed."""
    whole, key = tuple(path), path[-1]
    if whole[0] in _LISTS_OF_CHANGES and len(whole) >= _DOTTED and whole[2] == "set":
        above = tuple(whole[3].split("."))
        return new_path(key) if len(whole) == _DOTTED else _new((*above, *whole[_DOTTED:-1]), key)
    if whole[0] == "defaults" and len(whole) > len(("defaults", "function")):
        whole = (_DEFAULTS.get(whole[1], whole[1]), "*", *whole[2:])
    return _new(whole[:-1], key)


def new_path(dotted: str) -> str:
    """A dotted path, as after ``--set`` and in variants, with new names."""
    parts = dotted.split(".")
    return ".".join(_new(parts[:at], part) for at, part in enumerate(parts))


def new_value(path: Sequence[str], value: object) -> str | None:
    """The new name of a rule, if the value is the old name of one; else None."""
    if not isinstance(value, str) or value not in _RULES:
        return None
    names_a_rule = path[-1] == "rule" or (len(path) > 1 and path[-2] == "rules")
    return _RULES[value] if names_a_rule else None


def _new(above: Sequence[str], key: str) -> str:
    for record, names in _FIELDS.items():
        if key not in names or len(record) != len(above):
            continue
        if all(own in ("*", part) for own, part in zip(record, above, strict=True)):
            return names[key]
    return key
