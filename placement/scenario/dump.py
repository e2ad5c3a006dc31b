"""A scenario as YAML text: written out in full, or as the planner wrote it with one more variant.

Written out in full, tables are inline and reading the text gives the same scenario. With one more variant, everything
else stays as it was written, comments too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import BaseModel

from placement.scenario.schema.base import Title
from placement.scenario.schema.frame import BASE, TODAY
from placement.scenario.schema.offers import Function
from placement.scenario.schema.quantity import Quantity, WrittenFloat
from placement.scenario.schema.scenario import Scenario
from placement.scenario.schema.text import NoNumber
from placement.scenario.source import yaml_library
from placement.scenario.source.normalise import DEFAULTED
from placement.scenario.source.positions import LINE_END
from placement.scenario.source.yaml_source import resolve

INDENT = 2
_LARGEST_WHOLE = 1e15
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_SAFE_TEXT = re.compile(r"[A-Za-zÆØÅæøå][\w ÆØÅæøå./()\-]*[\wÆØÅæøå)]|[A-Za-zÆØÅæøå]")
_NO_ID = re.compile(r"[^0-9a-zæøå]+")
_LONGEST = 60
_END_MARKER = re.compile(r"(?<=[\n\r\x85\u2028\u2029])\.\.\.(?=\s|$)")


def dump(scenario: Scenario) -> str:
    """YAML text of ``scenario`` with every value written out; ``load_text(dump(s)).base == s``.

    The list of variants is kept as it is; none is applied.
    """
    plain = {name: _plain(getattr(scenario, name)) for name in Scenario.model_fields}
    plain = {name: value for name, value in plain.items() if value is not None}
    _restore_nulls(plain, scenario)
    _drop_meaningless(plain, scenario)
    return yaml.dump(plain, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


def dump_written(tree: Mapping[str, Any]) -> str:
    """YAML text of a tree as it was written, each number in its own digits; reading the text gives the same tree."""
    return yaml.dump(dict(tree), Dumper=_WrittenDumper, allow_unicode=True, sort_keys=False, width=1_000_000)


def lock(scenario: Scenario) -> str:
    """YAML text of ``scenario`` as it was solved: the variants asked for are applied, and none are listed.

    The list could name entries that an applied variant has removed, and so could not be read again.
    """
    return dump(scenario.model_copy(update={"variants": {}}))


def _plain(value: Any) -> Any:
    """A value as plain YAML values, in short form where that loses nothing.

    None is left out of records, unless the field is required.
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
    return value.da if value.en is None and value.da is not None else parts


def _number(value: float) -> int | float:
    """Whole numbers as integers, so that no text such as 1.200 is written."""
    whole = float(value).is_integer() and abs(value) < _LARGEST_WHOLE
    return int(value) if whole else float(value)


def _restore_nulls(plain: dict[str, Any], scenario: Scenario) -> None:
    """Write a null for a field without value in an entry for which ``defaults`` gives one."""
    for section, key in DEFAULTED.items():
        for name, entry in getattr(scenario, section).items():
            for field in getattr(scenario.defaults, key):
                if getattr(entry, field, None) is None:
                    plain[section][name][field] = None


def _drop_meaningless(plain: dict[str, Any], scenario: Scenario) -> None:
    """Leave out a default that may not be written: ``overflow`` of a function whose visits the region allocates."""
    for key, function in scenario.functions.items():
        if function.choice == "free" or not isinstance(function.choice, str):
            default = scenario.defaults.function.get("overflow", Function.model_fields["overflow"].default)
            if function.overflow == default:
                del plain["functions"][key]["overflow"]


class Dumper(yaml_library.Dumper):  # type: ignore[misc] # one of two classes
    """A dumper with block style, quotes around text that could be read as another type, and no anchors."""

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
    """The number in digits; 1.234 becomes 1.2340, so that it does not look like 1234 with a thousands separator."""
    text = repr(value)
    if "e" in text and "." not in text:
        text = text.replace("e", ".0e")
    return text + "0" if _THOUSANDS.fullmatch(text) else text


def _written_number(dumper: Dumper, value: WrittenFloat) -> yaml.ScalarNode:
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:float", value.text)
    return node


def _no_number(dumper: Dumper, value: NoNumber) -> yaml.ScalarNode:
    return _text(dumper, str(value))


class _WrittenDumper(Dumper):
    """The same dumper, with numbers in the digits in which they were written."""


Dumper.add_representer(str, _text)
Dumper.add_representer(float, _float)
_WrittenDumper.add_representer(WrittenFloat, _written_number)
_WrittenDumper.add_representer(NoNumber, _no_number)


def name_from(words: str, taken: Mapping[str, object]) -> str:
    """A name for a variant made from ``words``: none of those ``taken``, nor what a comparison calls something else."""
    plain = _NO_ID.sub("_", words.strip().lower()).strip("_")[:_LONGEST].strip("_") or "what_if"
    names = (plain if n == 1 else f"{plain}_{n}" for n in range(1, 10_000))
    return next(name for name in names if name not in {*taken, BASE, TODAY})


def with_variant(text: str, name: str, variant: Mapping[str, Any]) -> str:
    """The scenario's text with the variant inserted before the existing ones.

    Args:
        text: a valid scenario.
        name: a name that none of its variants has.
        variant: the variant in plain values, as in YAML.
    """
    ends = LINE_END.search(text)
    newline = ends[0] if ends else "\n"
    root: Any = yaml.compose(text, Loader=yaml_library.Loader)
    key, value = _variants(root)
    flow = bool(root.flow_style)
    if key is None and flow:
        return _inserted(text, root.start_mark.index + 1, f"variants: {_in_flow(name, variant)}, ")
    if key is None:
        return _at_the_end(text, newline, ["", "variants:", *_block(name, variant, INDENT)])
    filled = bool(value.value)
    if filled and value.flow_style:
        return _inserted(text, value.start_mark.index + 1, f"{_in_flow(name, variant)[1:-1]}, ")
    if filled:
        first = value.value[0][0].start_mark
        block = "".join(line + newline for line in _block(name, variant, first.column))
        return _inserted(text, first.index - first.column, block)
    before, after = text[: key.end_mark.index] + ":", text[value.end_mark.index :]
    if flow:
        return f"{before} {_in_flow(name, variant)}{after}"
    rest = LINE_END.search(after)
    line = after if rest is None else after[: rest.start()]
    block = "".join(newline + line for line in _block(name, variant, INDENT))
    return before + line + block + after[len(line) :]


def _variants(root: yaml.MappingNode) -> tuple[yaml.Node | None, Any]:
    """The nodes of the key ``variants`` and its value; None where there is no such key."""
    return next(((key, value) for key, value in root.value if key.value == "variants"), (None, None))


def _inserted(text: str, at: int, more: str) -> str:
    return text[:at] + more + text[at:]


def _at_the_end(text: str, newline: str, lines: list[str]) -> str:
    """The text with lines appended, before its end marker ``...`` if it has one."""
    marker = _END_MARKER.search(text)
    body, rest = (text[: marker.start()], text[marker.start() :]) if marker else (text, "")
    return newline.join([body.rstrip(), *lines, ""]) + rest


def _block(name: str, variant: Mapping[str, Any], column: int) -> list[str]:
    return [" " * column + line for line in _told(name, variant, flow=False).split("\n")]


def _in_flow(name: str, variant: Mapping[str, Any]) -> str:
    return _told(name, variant, flow=True)


def _told(name: str, variant: Mapping[str, Any], *, flow: bool) -> str:
    told: str = yaml.dump(
        {name: dict(variant)},
        Dumper=Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=1_000_000,
        default_flow_style=flow,
    )
    return told.rstrip("\n")
