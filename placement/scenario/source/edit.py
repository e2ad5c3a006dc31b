"""Changing single values in the text of a scenario; every other line, comments too, stays as it is.

A value is put where it stands, or after the last entry of the mapping it belongs to. What comes out is read again: it
must say what was to be said and nothing else, or nothing is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from placement.errors import Message, UsageError
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_library import Loader
from placement.scenario.source.yaml_source import parse

Place = tuple[str, ...]
TAKEN_OUT = object()
"""In place of a value: the key goes."""
_INDENT = 2
_LINES = ("|", ">")
"""Styles of text on lines of its own."""
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class _Entry(NamedTuple):
    key: yaml.Node
    value: yaml.Node


def edited(text: str, changes: Mapping[Place, Any], file: str) -> str:
    """The text with each value at its place; mappings on the way are made where they are missing.

    Args:
        text: of a scenario that can be read.
        changes: value by place: text, a number, None, a mapping of them, or `TAKEN_OUT`.
        file: named where it cannot be done.

    Raises:
        UsageError: the text is written in a way that cannot be changed safely; it says what to write by hand.
    """
    expected, changed = parse(text, file, Positions()).value, text
    for place, value in changes.items():
        expected = _with(expected, place, value)
        try:
            changed = _put(changed, place, value)
        except (yaml.YAMLError, _UnlikeError) as error:
            raise _by_hand(changes, file) from error
    read = parse(changed, file, Positions())
    if read.faults or read.value != expected:
        raise _by_hand(changes, file)
    return changed


class _UnlikeError(Exception):
    """On the way to a place stands something else than a mapping."""


def _by_hand(changes: Mapping[Place, Any], file: str) -> UsageError:
    lines = [
        f"{'.'.join(place)}: {'' if value is TAKEN_OUT else _flow(value)}".rstrip() for place, value in changes.items()
    ]
    return UsageError(
        Message(
            "{file} is written in a way that cannot be changed safely; write it yourself (an empty value: take it "
            "out): {lines}",
            file=file,
            lines="; ".join(lines),
        )
    )


def _with(tree: Any, place: Place, value: Any) -> Any:
    """The tree as it shall be."""
    if not place:
        return value
    here = dict(tree) if isinstance(tree, dict) else {}
    if value is TAKEN_OUT and (len(place) == 1 or not here.get(place[0])):
        if len(place) == 1:
            here.pop(place[0], None)
    else:
        here[place[0]] = _with(here.get(place[0]), place[1:], value)
    return here


def _put(text: str, place: Place, value: Any) -> str:
    """The text with one change."""
    node = yaml.compose(text, Loader=Loader)
    for depth, key in enumerate(place):
        if not isinstance(node, yaml.MappingNode):
            raise _UnlikeError
        entry = next((_Entry(k, v) for k, v in node.value if k.value == key), None)
        if entry is None:
            if value is TAKEN_OUT:
                return text
            for more in reversed(place[depth + 1 :]):
                value = {more: value}
            return _inserted(text, node, key, value)
        if depth == len(place) - 1:
            return _removed(text, node, entry) if value is TAKEN_OUT else _replaced(text, node, entry, value)
        if isinstance(entry.value, yaml.ScalarNode) and entry.value.value in ("", "null", "~"):
            if value is TAKEN_OUT:
                return text
            for more in reversed(place[depth + 1 :]):
                value = {more: value}
            return _replaced(text, node, entry, value)
        node = entry.value
    return text


def _end(text: str, node: yaml.Node) -> int:
    """Where the last sign of a value stands; comments behind it, and empty lines, are no part of it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end = int(node.end_mark.index)
    return len(text[:end].rstrip()) if isinstance(node, yaml.ScalarNode) and node.style in _LINES else end


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _replaced(text: str, parent: yaml.MappingNode, entry: _Entry, value: Any) -> str:
    start, end = int(entry.value.start_mark.index), _end(text, entry.value)
    colon = text.index(":", int(entry.key.end_mark.index)) + 1
    if isinstance(value, dict) and not parent.flow_style:
        said = _block(value, int(entry.key.start_mark.column) + _INDENT, _newline(text))
        rest = text[end:].rstrip(" ") if end > colon else text[colon:]
        return text[:colon] + said + rest
    if isinstance(entry.value, yaml.ScalarNode) and end > start and entry.value.style not in _LINES:
        return text[:start] + _flow(value) + text[end:]
    kept = text[colon : max(colon, end)]
    tail = text[max(colon, end) :]
    if kept.endswith("\n") and not tail.startswith("\n"):
        tail = _newline(text) + tail
    return text[:colon] + " " + _flow(value) + tail


def _inserted(text: str, mapping: yaml.MappingNode, key: str, value: Any) -> str:
    newline = _newline(text)
    if mapping.flow_style:
        if mapping.value:
            at = _end(text, mapping.value[-1][1])
            return f"{text[:at]}, {key}: {_flow(value)}{text[at:]}"
        at = int(mapping.end_mark.index) - 1
        return f"{text[:at]}{key}: {_flow(value)}{text[at:]}"
    column = int(mapping.value[0][0].start_mark.column)
    at = _line_end(text, _end(text, mapping.value[-1][1]))
    if at and text[at - 1] == "\r":
        at -= 1
    said = _block(value, column + _INDENT, newline) if isinstance(value, dict) else " " + _flow(value)
    gap = newline if column == 0 else ""
    return f"{text[:at]}{newline}{gap}{' ' * column}{key}:{said}{text[at:]}"


def _removed(text: str, parent: yaml.MappingNode, entry: _Entry) -> str:
    entries = [_Entry(k, v) for k, v in parent.value]
    n = next(n for n, each in enumerate(entries) if each.key is entry.key)
    if parent.flow_style:
        if n:
            return text[: _end(text, entries[n - 1].value)] + text[_end(text, entry.value) :]
        following = int(entries[1].key.start_mark.index) if len(entries) > 1 else _end(text, entry.value)
        return text[: int(entry.key.start_mark.index)] + text[following:]
    start = text.rfind("\n", 0, int(entry.key.start_mark.index)) + 1
    if text[start : int(entry.key.start_mark.index)].strip():  # the first key of a mapping in a list
        raise _UnlikeError
    return text[:start] + text[_line_end(text, max(_end(text, entry.value) - 1, 0)) + 1 :]


def _block(value: Mapping[str, Any], column: int, newline: str) -> str:
    """A mapping on lines of its own, as it stands behind the colon of its key."""
    lines = ""
    for key, part in value.items():
        said = _block(part, column + _INDENT, newline) if isinstance(part, dict) else " " + _flow(part)
        lines += f"{newline}{' ' * column}{key}:{said}"
    return lines


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value)
