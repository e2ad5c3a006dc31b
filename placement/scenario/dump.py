"""A scenario as YAML again: everything written out, tables inline, so that reading it gives the same scenario."""

from __future__ import annotations

import re
from typing import Any

import yaml
from pydantic import BaseModel

from placement.scenario import yaml_library
from placement.scenario.base import Title
from placement.scenario.normalise import DEFAULTED
from placement.scenario.offers import Function
from placement.scenario.quantity import Quantity
from placement.scenario.schema import Scenario
from placement.scenario.yaml_source import resolve

_LARGEST_WHOLE = 1e15
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_SAFE_TEXT = re.compile(r"[A-Za-zÆØÅæøå][\w ÆØÅæøå./()\-]*[\wÆØÅæøå)]|[A-Za-zÆØÅæøå]")


def dump(scenario: Scenario) -> str:
    """YAML text of ``scenario`` with every value written out; ``load_text(dump(s)).base == s``.

    Variants stay as the register they are; they are not part of what is written out elsewhere.
    """
    plain = {name: _plain(getattr(scenario, name)) for name in Scenario.model_fields}
    plain = {name: value for name, value in plain.items() if value is not None}
    _restore_nulls(plain, scenario)
    _drop_meaningless(plain, scenario)
    return yaml.dump(plain, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


def lock(scenario: Scenario) -> str:
    """YAML text of ``scenario`` as it was solved: without the register of variants, which are applied already.

    What a variant took away, others of the register may still name.
    """
    return dump(scenario.model_copy(update={"variants": {}}))


def _plain(value: Any) -> Any:
    """A value as YAML can show it; short forms are used where nothing is lost.

    None is left out of records, unless it must be said.
    """
    if isinstance(value, Quantity | Title):
        return _short(value)
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        parts = {name: _plain(getattr(value, name)) for name in fields}
        return {name: part for name, part in parts.items() if part is not None or fields[name].is_required()}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    return _number(value) if isinstance(value, int | float) else str(value)


def _short(value: Quantity | Title) -> Any:
    parts = {name: part for name in type(value).model_fields if (part := _plain(getattr(value, name))) is not None}
    if isinstance(value, Quantity):
        if set(parts) == {"value", "quality"} and value.quality == "assumption":
            return parts["value"]
        return parts
    return value.da if value.en is None else parts


def _number(value: float) -> int | float:
    """Whole numbers without a point, so that no text such as 1.200 can come about."""
    whole = float(value).is_integer() and abs(value) < _LARGEST_WHOLE
    return int(value) if whole else float(value)


def _restore_nulls(plain: dict[str, Any], scenario: Scenario) -> None:
    """Write a null where an entry has nothing although `defaults` has something."""
    for section, key in DEFAULTED.items():
        for name, entry in getattr(scenario, section).items():
            for field in getattr(scenario.defaults, key):
                if getattr(entry, field, None) is None:
                    plain[section][name][field] = None


def _drop_meaningless(plain: dict[str, Any], scenario: Scenario) -> None:
    """Leave out what may not be written: an overflow where the region allocates."""
    for key, function in scenario.functions.items():
        if function.choice == "free" or not isinstance(function.choice, str):
            default = scenario.defaults.function.get("overflow", Function.model_fields["overflow"].default)
            if function.overflow == default:
                del plain["functions"][key]["overflow"]


class Dumper(yaml_library.Dumper):  # type: ignore[misc] # one of two classes
    """Block style, text in quotes wherever it could be read as anything else, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002, D102 - its name and signature are PyYAML's
        return True


def _text(dumper: Dumper, value: str) -> yaml.ScalarNode:
    safe = _SAFE_TEXT.fullmatch(value) and isinstance(resolve(value), str)
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if safe else '"')
    return node


def _float(dumper: Dumper, value: float) -> yaml.ScalarNode:
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:float", _float_text(value))
    return node


def _float_text(value: float) -> str:
    """The number in digits; 1.234 gets a further zero, lest it look like 1234 with a thousands separator."""
    text = repr(value)
    if "e" in text and "." not in text:
        text = text.replace("e", ".0e")
    return text + "0" if _THOUSANDS.fullmatch(text) else text


Dumper.add_representer(str, _text)
Dumper.add_representer(float, _float)
