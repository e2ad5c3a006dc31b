"""From YAML text to plain values, with the place of every key and value.

The values are built from the parser's events without recursion, so that deep nesting cannot exhaust the stack. The
language is a subset of YAML 1.2: only ``true`` and ``false`` are booleans, only ordinary decimal numbers are numbers;
``no``, ``1:30``, ``0766``, ``1_000`` and dates are text. Anchors, aliases, tags and repeated keys are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from placement.errors import Fault, Message
from placement.locale import N_
from placement.scenario.schema.quantity import WrittenFloat
from placement.scenario.schema.text import first_forbidden, forbidden, no_number, settled, shown
from placement.scenario.source.former import NEWEST, Former, new_key, new_value
from placement.scenario.source.positions import Mark, Path, Positions, fault_at, split_lines
from placement.scenario.source.yaml_library import events, explain_syntax
from placement.time_limit import in_time

MAX_DEPTH = 50
MAX_BYTES = 20_000_000
MAX_DIGITS = 40

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMBER_START = frozenset("+-.0123456789")


class Parsed(NamedTuple):
    """The values of a text (None if nothing could be read), and its faults."""

    value: Any
    faults: tuple[Fault, ...]
    complete: bool
    """Whether everything written is in the value; of a repeated key only one value is."""


class _StopError(Exception):
    """Reading cannot continue; the fault has been added."""


@dataclass
class _Frame:
    """A mapping or list being read."""

    container: dict[str, Any] | list[Any]
    path: Path
    flow: bool
    key: str | None = None
    key_end: int = 0
    previous: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)

    @property
    def awaits_key(self) -> bool:
        return self.key is None and isinstance(self.container, dict)


def resolve(text: str) -> Any:
    """The value of unquoted text: None, a boolean, an integer, a `WrittenFloat`, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START or len(text) > MAX_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return WrittenFloat(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    return text


def parse(text: str, file: str, positions: Positions, under: Path = ()) -> Parsed:
    """Read ``text``, and record the places of its values, in ``file``, in ``positions``. Raises nothing.

    Old names are read as the new ones, and recorded. ``under`` is the path that the value of ``text`` belongs to.
    """
    positions.lines[file] = split_lines(text)
    reader = _Reader(text, file, positions, under)
    reader.read()
    return Parsed(None if reader.borrowed else reader.root, tuple(reader.faults), not reader.doubled)


class _Reader:
    def __init__(self, text: str, file: str, positions: Positions, under: Path = ()) -> None:
        self.under = under
        self.text = text
        self.file = file
        self.positions = positions
        self.root: Any = None
        self.faults: list[Fault] = []
        self.stack: list[_Frame] = []
        self.documents = 0
        self.borrowed = False  # anchors, aliases or merge keys: the values are not all here
        self.doubled = False

    def read(self) -> None:
        try:
            self._check_text()
            for event in events(self.text):
                in_time()
                self._take(event)
        except _StopError:
            self.root = None
        except yaml.YAMLError as error:
            self.root = None
            message, mark = explain_syntax(error, self.positions.lines[self.file])
            self._note(Mark(self.file, *mark), message)

    def _check_text(self) -> None:
        if len(self.text) > MAX_BYTES:
            self._stop(
                Mark(self.file, 1, 1),
                Message("the text is longer than {most} characters; use CSV tables.", most=f"{MAX_BYTES:,}"),
            )
        odd = first_forbidden(self.text)
        if odd:
            message, line, column = odd
            self._stop(Mark(self.file, line, column), message)

    def _take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._refuse_extras(event)
                self._settle(event)
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_extras(event)
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._document(event)
            case _:
                pass

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            words = N_("a second document begins with '---'; a scenario is one document.")
            self._stop(self._mark(event), Message(words))

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            words = N_("the anchor '&{name}' is not allowed; use 'defaults' or repeat it.")
            self._note(self._mark(event), Message(words, name=event.anchor))
        if event.tag is not None:
            word = event.tag.replace("tag:yaml.org,2002:", "!!")
            words = N_("the tag '{word}' is not allowed; put text in quotes, numbers without.")
            self._note(self._mark(event), Message(words, word=word))

    def _settle(self, event: Any) -> None:
        """Convert a text to Unicode NFC, and refuse forbidden characters, which an escape may contain."""
        odd = forbidden(event.value)
        if odd:
            self._note(self._mark(event), odd)
        event.value = settled(shown(event.value) if odd else event.value)

    def _alias(self, event: Any) -> None:
        self.borrowed = True
        self._note(
            self._mark(event), Message("the alias '*{name}' is not allowed; write the values out.", name=event.anchor)
        )
        if self.stack and self.stack[-1].awaits_key:
            self.stack[-1].key = f"*{event.anchor}"
        else:
            self._place(None, self._mark(event))

    def _scalar(self, event: Any) -> None:
        frame = self.stack[-1] if self.stack else None
        plain = event.implicit[0] and event.style in (None, "")
        if frame is not None and frame.awaits_key:
            self._key(frame, event, plain=plain)
        elif frame is not None and plain and self._is_silent(frame, event):
            self._silent(frame)
        else:
            self._value(resolve(event.value) if plain else event.value, event)

    def _value(self, value: Any, event: Any) -> None:
        path = (*self.under, *self._place(value, self._mark(event)))
        if path == ("schema_version",) and value in range(1, NEWEST):
            self._former(event, event.value, str(NEWEST))
        new = new_value(path, value) if path else None
        if new is not None:
            self._replace(new)
            self._former(event, event.value, new)

    def _replace(self, value: str) -> None:
        """Replace the value placed last."""
        frame = self.stack[-1] if self.stack else None
        if frame is None:
            self.root = value
        elif isinstance(frame.container, list):
            frame.container[-1] = value
        else:
            frame.container[frame.previous] = value

    def _new_key(self, path: Path, event: Any) -> str:
        new = new_key(path)
        if new != path[-1]:
            self._former(event, path[-1], new)
        return new

    def _former(self, event: Any, old: str, new: str) -> None:
        mark, start, end = self._mark(event), event.start_mark.index, event.end_mark.index
        self.positions.former.append(Former(mark.file, mark.line, mark.column, start, end, old, new))

    def _key(self, frame: _Frame, event: Any, *, plain: bool) -> None:
        mark, key = self._mark(event), self._new_key((*self.under, *frame.path, event.value), event)
        if plain and key == "<<":
            self.borrowed = True
            self._note(mark, Message("the merge key '<<' is not allowed; use 'defaults', or write the values out."))
        if not key:
            self._note(mark, Message("a key is empty; write a name before the ':'."))
        if key in frame.marks:
            self.doubled = True
            self._note(
                mark,
                Message(
                    "the key '{key}' stands twice, first in line {line}; keep one of them.",
                    key=key,
                    line=frame.marks[key].line,
                ),
                (*frame.path, key),
            )
        frame.marks.setdefault(key, mark)
        frame.key, frame.key_end = key, event.end_mark.index
        self.positions.keys.setdefault((*frame.path, key), mark)

    def _is_silent(self, frame: _Frame, event: Any) -> bool:
        nothing = event.value == "" and frame.flow and frame.key is not None
        return nothing and ":" not in self.text[frame.key_end : event.start_mark.index + 1]

    def _silent(self, frame: _Frame) -> None:
        key, before = frame.key or "", frame.container.get(frame.previous) if isinstance(frame.container, dict) else ""
        if isinstance(before, int | float) and re.fullmatch("[0-9]+", key):
            message = no_number(f"{getattr(before, 'text', before)},{key}")
        else:
            example = f'{frame.previous}: "{before}, {key}"' if isinstance(before, str) else f'"..., {key}"'
            message = Message(
                "'{key}' has no value: a comma inside {{...}} starts a new key; put the text in quotes: {example}.",
                key=key,
                example=example,
            )
        self._note(frame.marks[key], message, (*frame.path, key))
        frame.key = None

    def _open(self, event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            words = N_("nested deeper than {most} levels; a scenario needs fewer than ten.")
            self._stop(self._mark(event), Message(words, most=MAX_DEPTH))
        if self.stack and self.stack[-1].awaits_key:
            words = N_("a list or mapping cannot be a key; put text that begins with {{ or [ in quotes.")
            self._stop(self._mark(event), Message(words))
        container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(container, self._mark(event))
        self.stack.append(_Frame(container, path, bool(event.flow_style)))

    def _place(self, value: Any, mark: Mark) -> Path:
        """Put a value into the mapping or list being read; returns its path."""
        if not self.stack:
            self.root = value
            path: Path = ()
        else:
            path = self._put(self.stack[-1], value)
        self.positions.values.setdefault(path, mark)
        return path

    def _put(self, frame: _Frame, value: Any) -> Path:
        if isinstance(frame.container, list):
            frame.container.append(value)
            return (*frame.path, str(len(frame.container) - 1))
        key = frame.key or ""
        frame.container.setdefault(key, value)
        frame.previous, frame.key = key, None
        return (*frame.path, key)

    def _mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _note(self, mark: Mark, message: Message, path: Path = ()) -> None:
        self.faults.append(fault_at(mark, message, self.positions.lines, path=".".join(path)))

    def _stop(self, mark: Mark, message: Message) -> None:
        self._note(mark, message)
        raise _StopError
