"""A scenario's text with one more variant: everything else stays as it was written, comments too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from placement.scenario import yaml_library
from placement.scenario.dump import Dumper
from placement.scenario.positions import LINE_END

INDENT = 2
_NO_ID = re.compile(r"[^0-9a-zæøå]+")
_LONGEST = 60
_END_MARKER = re.compile(r"(?<=[\n\r\x85\u2028\u2029])\.\.\.(?=\s|$)")


def name_from(words: str, taken: Mapping[str, object]) -> str:
    """A name for a variant made from somebody's words, free in the scenario."""
    plain = _NO_ID.sub("_", words.strip().lower()).strip("_")[:_LONGEST].strip("_") or "what_if"
    names = (plain if n == 1 else f"{plain}_{n}" for n in range(1, 10_000))
    return next(name for name in names if name not in taken)


def with_variant(text: str, name: str, variant: Mapping[str, Any]) -> str:
    """The text with the variant in front of those there are.

    Args:
        text: a scenario that can be read.
        name: free among its variants.
        variant: of plain values, as it would stand in YAML.
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
    """The key and what stands behind it; None where there is no such key."""
    return next(((key, value) for key, value in root.value if key.value == "variants"), (None, None))


def _inserted(text: str, at: int, more: str) -> str:
    return text[:at] + more + text[at:]


def _at_the_end(text: str, newline: str, lines: list[str]) -> str:
    """The text with further lines; in front of its end marker, where it has one."""
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
