"""Changing values in the text of a scenario, in place: comments, order and everything else stay as they are written.

Only what can be changed without touching its neighbours is: a single value, a ``{...}`` or ``[...]``, a key that is
not there yet. What was written is read back and compared with what was meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from placement.errors import Message
from placement.scenario.schema.text import settled
from placement.scenario.source.positions import Path, Positions
from placement.scenario.source.yaml_library import Loader
from placement.scenario.source.yaml_source import parse, resolve

Tree = dict[str, Any]
_PLAIN = re.compile(r"[A-Za-zÆØÅæøå_][\wÆØÅæøå./+\-]*(?: [\wÆØÅæøå./+\-]+)*")
_STEP = "  "


class EditError(Exception):
    """The text cannot be changed there; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass
class _Edit:
    start: int
    end: int
    text: str
    indent: int = 0


@dataclass
class _Additions:
    node: Any
    entries: Tree = field(default_factory=dict)


def edited(text: str, changes: Mapping[Path, Any]) -> str:
    """``text`` with the value at each path replaced, or added where nothing stands there.

    Args:
        text: YAML without faults.
        changes: by path, a scalar or a mapping of scalars (and mappings).

    Raises:
        EditError: something longer than a line stands at a path, or what was written does not read as it was meant.
    """
    root = yaml.compose(text, Loader=Loader)
    if not isinstance(root, yaml.MappingNode):
        raise EditError(Message("the scenario is no mapping."))
    edits: list[_Edit] = []
    additions: dict[int, _Additions] = {}
    for path, value in changes.items():
        _plan(root, path, value, edits, additions)
    edits += [_added(text, one, root) for one in additions.values()]
    result = text
    for edit in sorted(edits, key=lambda one: (one.start, one.end, -one.indent), reverse=True):
        result = result[: edit.start] + edit.text + result[edit.end :]
    _hold_against(text, result, changes)
    return result


def _plan(root: Any, path: Path, value: Any, edits: list[_Edit], additions: dict[int, _Additions]) -> None:
    node = root
    for depth, key in enumerate(path):
        if _is_empty(node):
            edits.append(_Edit(node.start_mark.index, node.end_mark.index, f" {written(_nested(path[depth:], value))}"))
            return
        if not isinstance(node, yaml.MappingNode):
            words = Message("{path} is a single value; nothing can be added to it.", path=".".join(path[:depth]))
            raise EditError(words)
        below = next((inner for name, inner in node.value if name.value == key), None)
        if below is None:
            box = additions.setdefault(id(node), _Additions(node)).entries
            for part in path[depth:-1]:
                box = box.setdefault(part, {})
            box[path[-1]] = value
            return
        node = below
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        raise EditError(Message("{path} is written over several lines; change it by hand.", path=".".join(path)))
    lead = " " if _is_empty(node) and node.start_mark.index == node.end_mark.index else ""
    edits.append(_Edit(node.start_mark.index, node.end_mark.index, lead + written(value)))


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def _nested(path: Sequence[str], value: Any) -> Any:
    for key in reversed(path):
        value = {key: value}
    return value


def _added(text: str, one: _Additions, root: Any) -> _Edit:
    """New entries at the end of a mapping."""
    node = one.node
    if node.flow_style:
        entries = ", ".join(f"{written(key)}: {written(value)}" for key, value in one.entries.items())
        if not node.value:
            return _Edit(node.start_mark.index + 1, node.end_mark.index - 1, entries)
        at = node.value[-1][1].end_mark.index
        return _Edit(at, at, f", {entries}")
    indent = " " * node.value[0][0].start_mark.column
    lines = "".join(f"{line}\n" for line in _block(one.entries, indent, deep=node is root))
    newline = "\r\n" if "\r\n" in text else "\n"
    at = _line_end(text, _last(node))
    lead = newline if at and text[at - 1] != "\n" else ""
    return _Edit(at, at, lead + lines.replace("\n", newline), len(indent))


def _block(entries: Tree, indent: str, *, deep: bool) -> Iterator[str]:
    for key, value in entries.items():
        below = isinstance(value, dict) and any(isinstance(part, dict) for part in value.values())
        if below or (deep and isinstance(value, dict) and len(value) > 3):
            yield f"{indent}{written(key)}:"
            yield from _block(value, indent + _STEP, deep=False)
        else:
            yield f"{indent}{written(key)}: {written(value)}"


def _last(node: Any) -> Any:
    """The last thing written in a block."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _line_end(text: str, node: Any) -> int:
    """Where the line after a node begins."""
    at = int(node.end_mark.index)
    if at and text[at - 1] == "\n" and node.start_mark.index != at:
        return at
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


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
    """Read back, and compare with what was meant."""
    meant = parse(before, "", Positions()).value
    for path, value in changes.items():
        box = meant
        for key in path[:-1]:
            if not isinstance(box.get(key), dict):
                box[key] = {}
            box = box[key]
        box[path[-1]] = value
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
