"""Changes values in the text of a scenario in place, so that comments, order and layout are kept.

A value replaces the present one, or is added after the last entry of its mapping. The new text is read again, and is
rejected unless its values are the old ones with exactly the changes asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from placement.errors import Message
from placement.scenario.schema.text import settled
from placement.scenario.source.positions import Path, Positions
from placement.scenario.source.yaml_library import Loader
from placement.scenario.source.yaml_source import parse, resolve

TAKEN_OUT = object()
"""In place of a value in ``changes``: remove the key."""
_PLAIN = re.compile(r"[A-Za-zÆØÅæøå_][\wÆØÅæøå./+\-]*(?: [\wÆØÅæøå./+\-]+)*")
_INDENT = 2
_LONGEST_LINE = 120
_LONGEST_SECTION = 3
"""Most entries of a new mapping that is written on one line."""


class EditError(Exception):
    """A value in the text cannot be changed in place; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class _Edit(NamedTuple):
    start: int
    end: int
    indent: int
    """Orders additions at the same place: the more deeply indented comes first."""
    text: str


@dataclass
class _Additions:
    node: Any
    entries: dict[str, Any] = field(default_factory=dict)


def edited(text: str, changes: Mapping[Path, Any]) -> str:
    """``text`` with the value at each path replaced, removed, or added if there is none.

    Args:
        text: YAML without faults.
        changes: by path, a scalar, a list or mapping of them, or `TAKEN_OUT`.

    Raises:
        EditError: a comment would be lost, or the new text does not have the values asked for.
    """
    root = yaml.compose(text, Loader=Loader)
    if not isinstance(root, yaml.MappingNode):
        raise EditError(Message("the scenario is no mapping."))
    additions: dict[int, _Additions] = {}
    edits = [edit for path, value in changes.items() for edit in _planned(text, root, path, value, additions)]
    edits += [_added(text, one, root) for one in additions.values()]
    result = text
    for start, end, _, said in sorted(edits, key=lambda one: (one.start, one.end, -one.indent), reverse=True):
        result = result[:start] + said + result[end:]
    _hold_against(text, result, changes)
    return result


def _planned(text: str, root: Any, path: Path, value: Any, additions: dict[int, _Additions]) -> Iterator[_Edit]:
    """The edits for one change; new entries are collected in ``additions``, by mapping."""
    node = parent = root
    at = -1
    for depth, key in enumerate(path):
        if not isinstance(node, yaml.MappingNode) and not _is_empty(node):
            words = Message("{path} is a single value; nothing can be added to it.", path=".".join(path[:depth]))
            raise EditError(words)
        names = [] if _is_empty(node) else [name.value for name, _ in node.value]
        if key not in names:
            if value is not TAKEN_OUT:
                entries = additions.setdefault(id(node), _Additions(node)).entries
                for part in path[depth:-1]:
                    entries = entries.setdefault(part, {})
                entries[path[-1]] = value
            return
        parent, at = node, names.index(key)
        node = parent.value[at][1]
    yield _removed(text, parent, at) if value is TAKEN_OUT else _replaced(text, parent, at, path, value)


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def _replaced(text: str, parent: yaml.MappingNode, at: int, path: Path, value: Any) -> _Edit:
    key, node = parent.value[at]
    start, end, column = node.start_mark.index, _end(text, node), key.start_mark.column
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        start = text.index(":", key.end_mark.index) + 1
        if "#" in text[start:end]:
            raise EditError(Message("{path} is written over several lines; change it by hand.", path=".".join(path)))
    elif start < end:
        return _Edit(start, end, column, written(value))
    return _Edit(start, end, column, f" {written(value)}" if parent.flow_style else _behind_colon(text, value, column))


def _removed(text: str, parent: yaml.MappingNode, at: int) -> _Edit:
    key, node = parent.value[at]
    start, end = key.start_mark.index, _end(text, node)
    if not parent.flow_style:
        before = text.rfind("\n", 0, start)
        if before < 0:
            return _Edit(0, text.find("\n", end) + 1 or len(text), 0, "")
        return _Edit(before - (text[before - 1 : before] == "\r"), _line_end(text, end), 0, "")
    if at:
        return _Edit(_end(text, parent.value[at - 1][1]), end, 0, "")
    return _Edit(start, parent.value[1][0].start_mark.index if len(parent.value) > 1 else end, 0, "")


def _added(text: str, one: _Additions, root: Any) -> _Edit:
    """The edit that adds new entries at the end of a mapping, or in place of an empty value."""
    node = one.node
    if isinstance(node, yaml.ScalarNode):
        lead = " " if node.start_mark.index == node.end_mark.index else ""
        return _Edit(node.start_mark.index, node.end_mark.index, 0, lead + written(one.entries))
    if node.flow_style:
        at = _end(text, node.value[-1][1]) if node.value else node.end_mark.index - 1
        return _Edit(at, at, 0, (", " if node.value else "") + written(one.entries)[1:-1])
    column, at = node.value[0][0].start_mark.column, _line_end(text, _end(text, node))
    return _Edit(at, at, column, _lines(text, one.entries, column, section=node is root))


def _lines(text: str, entries: Mapping[str, Any], column: int, *, section: bool = False) -> str:
    """The text of entries of a mapping, each on a new line."""
    newline = "\r\n" if "\r\n" in text else "\n"
    return "".join(
        f"{newline}{' ' * column}{written(key)}:{_behind_colon(text, value, column, section=section)}"
        for key, value in entries.items()
    )


def _behind_colon(text: str, value: Any, column: int, *, section: bool = False) -> str:
    """The text of a value after its key: on the same line, or for a mapping on further lines."""
    line = f" {written(value)}"
    if isinstance(value, Mapping) and value:
        nested = any(isinstance(part, Mapping) for part in value.values())
        if nested or column + len(line) > _LONGEST_LINE or (section and len(value) > _LONGEST_SECTION):
            return _lines(text, value, column + _INDENT)
    return line


def _end(text: str, node: Any) -> int:
    """The position after the last character of a value, before any comment and empty lines."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = int(node.end_mark.index)
    return len(text[:end].rstrip()) if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") else end


def _line_end(text: str, at: int) -> int:
    """The position of the end of a line, before its line break."""
    found = text.find("\n", at)
    end = len(text) if found < 0 else found
    return end - (text[max(end - 1, 0) : end] == "\r")


def written(value: Any) -> str:
    """A value on one line, as YAML."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:.10g}"
        case dict():
            return "{" + ", ".join(f"{written(key)}: {written(part)}" for key, part in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(written, value)) + "]"
        case _:
            text = str(value)
            plain = _PLAIN.fullmatch(text) and isinstance(resolve(text), str)
            return text if plain else json.dumps(text, ensure_ascii=False)


def _hold_against(before: str, after: str, changes: Mapping[Path, Any]) -> None:
    """Read the new text, and raise EditError if its values are not those meant."""
    meant = parse(before, "", Positions()).value
    for path, value in changes.items():
        box = meant
        for key in path[:-1]:
            if not isinstance(box.get(key), dict):
                if value is TAKEN_OUT:
                    break
                box[key] = {}
            box = box[key]
        else:
            box[path[-1]] = value
            if value is TAKEN_OUT:
                del box[path[-1]]
    read = parse(after, "", Positions())
    if read.faults or _plain(read.value) != _plain(meant):
        raise EditError(Message("the text of the scenario cannot be changed safely there; change it by hand."))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return float(f"{value:.10g}")
    return settled(value) if isinstance(value, str) else value
