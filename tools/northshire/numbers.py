"""Numbers with their range, the names of the fields that hold money, and how all of it is written as YAML."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

SOURCE = "made_up"
"""The one source of every number: this script."""
WIDE = 118
"""So many signs a line may have before a map is written in lines of its own."""


class Money:
    """The fields that hold an amount, by what they are: the one place that knows how the format spells them."""

    PRICE = "price"
    INSTALLATION = "fixed_price_per_site"
    SERVICE = "service_per_year"
    CLINIC_DAY = "cost_per_clinic_day"
    RECRUITING = "recruit_per_year"
    FITTING_OUT = "fitting_out"
    MATERIALS = "variable_per_visit"
    HOME_VISIT = "cost_per_visit"
    SCREENS = "equipment_per_site"
    ONBOARDING = "onboarding_per_patient"
    ROOM_DAY = "room_per_day"
    LOST_RENT = "let_room_per_year"
    PATIENT_KM = "patient_transport_per_km"
    STAFF_KM = "staff_travel_per_km"
    CITIZEN_KM = "citizen_travel_per_km"
    INVESTMENT = "max_investment"
    OPERATING = "max_extra_operating_per_year"


def guess(value: float, spread: float = 0.3, **more: Any) -> dict[str, Any]:
    """A made-up number and a range around it, by a share of it."""
    return between(value, _rounded(value * (1 - spread)), _rounded(value * (1 + spread)), **more)


def between(value: float, low: float, high: float, **more: Any) -> dict[str, Any]:
    """A made-up number between two others."""
    return {"value": value, "low": low, "high": high, "source": SOURCE, "quality": "assumption", **more}


def share(value: float, spread: float = 0.25, **more: Any) -> dict[str, Any]:
    """A made-up share; its range stays below 1."""
    return between(value, _rounded(value * (1 - spread)), min(1, _rounded(value * (1 + spread))), **more)


def _rounded(value: float) -> float:
    """To two digits that count, three from 1,000."""
    if value == 0:
        return 0
    digits = (2 if value < 1000 else 3) - math.floor(math.log10(abs(value))) - 1
    short = round(value, digits)
    return int(short) if float(short).is_integer() else short


# ---- YAML ----


def yaml(key: str, value: Any, depth: int = 0) -> Iterator[str]:
    """The lines of an entry: maps of maps in blocks, records of plain values in one line where they fit."""
    space = "  " * depth
    if isinstance(value, Mapping) and value:
        line = f"{space}{key}: {flow(value)}"
        if _short(value) and (len(line) <= WIDE or "value" in value):
            yield line
        else:
            yield f"{space}{key}:"
            for name, each in value.items():
                yield from yaml(str(name), each, depth + 1)
    elif isinstance(value, list) and len(flow(value)) + len(space) + len(key) > WIDE:
        yield f"{space}{key}:"
        for each in value:
            yield f"{space}  - {flow(each)}"
    else:
        yield f"{space}{key}: {flow(value)}"


def _short(value: Mapping[str, Any]) -> bool:
    """Whether a map holds plain values, or one map of them."""
    inner = [each for each in value.values() if isinstance(each, Mapping)]
    return not inner or (len(value) == 1 and _short(inner[0]))


def flow(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return _text(value) if isinstance(value, str) else f"{value}"


def _text(text: str) -> str:
    plain = text and text[0].isalpha() and not any(sign in text for sign in ',:#{}[]?&*!|>"%@`')
    return text if plain and text not in {"true", "false", "null", "no", "yes"} else '"' + text.replace('"', "'") + '"'
