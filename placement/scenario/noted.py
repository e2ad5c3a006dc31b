"""A scenario's text with one more variant: everything else stays as it was written, comments too."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from placement.scenario.dump import Dumper

INDENT = 2
_NO_ID = re.compile(r"[^0-9a-zæøå]+")
_LONGEST = 60


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
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    key, value = _variants(text)
    if key is None:
        return newline.join([*_without_end(lines), "", "variants:", *_block(name, variant, INDENT), ""])
    if value is not None and value.flow_style and value.value:
        line, column = value.start_mark.line, value.start_mark.column + 1
        entry = f"{json.dumps(name)}: {json.dumps(variant, ensure_ascii=False)}, "
        lines[line] = f"{lines[line][:column]}{entry}{lines[line][column:]}"
        return newline.join(lines)
    if value is None or not value.value:
        at = key.start_mark.line
        comment = re.search(r"\s#.*$", lines[at])
        lines[at] = f"variants:{comment[0] if comment else ''}"
        return newline.join([*lines[: at + 1], *_block(name, variant, INDENT), *lines[at + 1 :]])
    first = value.value[0][0].start_mark
    return newline.join([*lines[: first.line], *_block(name, variant, first.column), *lines[first.line :]])


def _variants(text: str) -> tuple[yaml.Node | None, yaml.MappingNode | None]:
    """Where the key stands, and the mapping behind it; None where there is none."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "variants":
            return key, value if isinstance(value, yaml.MappingNode) else None
    return None, None


def _block(name: str, variant: Mapping[str, Any], column: int) -> list[str]:
    told = yaml.dump({name: dict(variant)}, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    return [" " * column + line for line in told.rstrip("\n").split("\n")]


def _without_end(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
