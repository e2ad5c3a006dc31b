"""Names that earlier versions of the format had for what is called something else now.

Version 1 named fields by a currency. The old names are still read, each with a word about the new one, and
`placement migrate` writes the new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

NEWEST = 2
"""Version of the format that is written."""

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
"""Old names of fields and new ones, by the record they are in."""
_DEFAULTS = {"function": "functions", "site": "sites", "equipment": "equipment", "staff_role": "staff_roles"}
_LISTS_OF_CHANGES = ("variants", "phases")
_DOTTED = 4
"""Length of the path of a key under ``set``, itself a path with dots."""


class Former(NamedTuple):
    """An old name in a text.

    Attributes:
        file, line, column: where it stands; the file is empty for what no file holds.
        start, end: the characters of the text it takes, with quotes if it has them.
        old, new: the names.
    """

    file: str
    line: int
    column: int
    start: int
    end: int
    old: str
    new: str


def new_key(path: Sequence[str]) -> str:
    """The new name of a key, given with the keys above it; the same where it has not changed."""
    whole, key = tuple(path), path[-1]
    if whole[0] in _LISTS_OF_CHANGES and len(whole) >= _DOTTED and whole[2] == "set":
        above = tuple(whole[3].split("."))
        return new_path(key) if len(whole) == _DOTTED else _new((*above, *whole[_DOTTED:-1]), key)
    if whole[0] == "defaults" and len(whole) > len(("defaults", "function")):
        whole = (_DEFAULTS.get(whole[1], whole[1]), "*", *whole[2:])
    return _new(whole[:-1], key)


def new_path(dotted: str) -> str:
    """A path with dots, as after ``--set`` and in variants, with new names."""
    parts = dotted.split(".")
    return ".".join(_new(parts[:at], part) for at, part in enumerate(parts))


def new_value(path: Sequence[str], value: object) -> str | None:
    """The new name of a rule where a value is an old one; None for every other value."""
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
