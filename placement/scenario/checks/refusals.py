"""Errors of the schema in a planner's words, and the rest of the scenario without the refused parts.

A message has the value seen, what is allowed and what to do. The rest of the scenario is checked too, so that all
faults are found at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import ValidationError

from placement.errors import Fault, Message, why
from placement.locale import N_
from placement.scenario.schema.base import REFUSED, Title
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import SOFTENABLE, WAIVABLE
from placement.scenario.schema.scenario import Scenario
from placement.scenario.schema.terms import Term, Word
from placement.scenario.source.paths import TABLE_KEYS, Tree, alternatives, annotation_at, nearest, record_at
from placement.scenario.source.positions import Path, Positions, is_position

_QUOTED = re.compile(r"'([^']*)'")
_MOST_KEYS = 16
_TEXT_LENGTH = 60
_ROUNDS = 8
"""Most attempts to remove refused parts from a tree, as each may cause further refusals."""


class Refusal(NamedTuple):
    """One error of the schema."""

    path: Path
    message: Message
    suggestion: str = ""
    key: bool = False
    kind: str = ""


def refusals(errors: Sequence[Mapping[str, Any]], tree: Any) -> list[Refusal]:
    """The schema's errors about ``tree``; for a union of types only those about the type that the value has."""
    found = [(error, *_walk(error["loc"], tree)) for error in errors]
    fitting = [(error, path) for error, path, choice in found if not _other_shape(error, choice, tree)]
    kept = fitting or [(error, path) for error, path, _ in found]
    counted = [(error, path) for error, path in kept if error["type"] != "too_short" or not value_at(tree, path)]
    return [_refusal(error, path, tree) for error, path in counted or kept]


def as_faults(refused: Sequence[Refusal], positions: Positions) -> list[Fault]:
    """The refusals as faults with their places."""
    return [positions.fault(one.path, one.message, key=one.key, suggestion=one.suggestion) for one in refused]


def value_at(tree: Any, path: Path) -> Any:
    """The value at ``path``; None if there is none."""
    for key in path:
        if isinstance(tree, dict):
            tree = tree.get(key)
        elif isinstance(tree, list) and is_position(key) and int(key) < len(tree):
            tree = tree[int(key)]
        else:
            return None
    return tree


def _walk(loc: Sequence[str | int], tree: Any) -> tuple[Path, Path | None]:
    """The path of an error in the tree, and of the value for which the schema tried several types, if any."""
    path: list[str] = []
    choice: Path | None = None
    current = tree
    for at, part in enumerate(loc):
        key = str(part)
        if isinstance(current, dict) and (key in current or (at == len(loc) - 1 and key.isidentifier())):
            current = current.get(key)
            path.append(key)
        elif isinstance(current, list | tuple) and is_position(key) and int(key) < len(current):
            current = current[int(key)]
            path.append(key)
        else:
            choice = choice if key in ("[key]", "value", "segment_shares") else tuple(path)
    return tuple(path), choice


def _other_shape(error: Mapping[str, Any], choice: Path | None, tree: Any) -> bool:
    """Whether an error is about a type of a union other than that of the value."""
    if choice is None:
        return False
    return bool((error["type"] == "literal_error") == isinstance(value_at(tree, choice), dict))


def _refusal(error: Mapping[str, Any], path: Path, tree: Any) -> Refusal:
    kind = error["type"]
    if error["loc"] and error["loc"][-1] == "[key]":
        return Refusal(path, _key_message(error, path), _near_key(error), key=True, kind=kind)
    explain = _EXPLAIN.get(kind)
    if explain is None:
        message = error.get("ctx", {}).get(REFUSED) or why(ValueError(error["msg"]))
        return Refusal(path, message, key=isinstance(value_at(tree, path), dict), kind=kind)
    message, suggestion = explain(error, path)
    return Refusal(path, message, suggestion, key=kind in ("extra_forbidden", "missing"), kind=kind)


def _key_message(error: Mapping[str, Any], path: Path) -> Message:
    if error["type"] == "literal_error":
        allowed = ", ".join(_allowed(error))
        return Message("'{key}' is not allowed here; allowed: {allowed}.", key=path[-1], allowed=allowed)
    if error["type"] in ("string_pattern_mismatch", "too_long"):
        return _EXPLAIN[error["type"]](error, path)[0]
    said: Message = error.get("ctx", {}).get(REFUSED) or why(ValueError(error["msg"]))
    return said


def _near_key(error: Mapping[str, Any]) -> str:
    return nearest(str(error["input"]), _allowed(error)) if error["type"] == "literal_error" else ""


def seen(value: Any) -> str:
    """A value as it is quoted in a message."""
    if value is None:
        return Message("nothing")
    if isinstance(value, dict):
        return Message("a mapping")
    if isinstance(value, list | tuple):
        return Message("a list")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(getattr(value, "text", value))
    short = text if len(text) <= _TEXT_LENGTH else text[:_TEXT_LENGTH] + "..."
    return f"'{short}'" if isinstance(value, str) else short


def _allowed(error: Mapping[str, Any]) -> list[str]:
    expected = str(error.get("ctx", {}).get("expected", ""))
    return _QUOTED.findall(expected) or [expected]


def _missing(error: Mapping[str, Any], path: Path) -> tuple[Message, str]:
    if isinstance(error["loc"][-1], int):
        return Message("there are too few; {least} are needed.", least=error["loc"][-1] + 1), ""
    if path == ("areas", "rows"):
        told = Message("no areas are given; name a table, as in 'areas: {{file: areas.csv}}', or write them out.")
        return told, ""
    record = record_at(path[:-1])
    about = record.model_fields[path[-1]].description if record and path[-1] in record.model_fields else ""
    if about:
        return Message("'{key}' is missing ({about}).", key=path[-1], about=_in_short(about)), ""
    return Message("'{key}' is missing.", key=path[-1]), ""


def _in_short(text: str) -> str:
    first = text.splitlines()[0].split(";")[0].rstrip(".")
    return first[0].lower() + first[1:]


_RENAMED = {
    ("objectives", "monetised"): N_(
        "objectives.monetised is now objectives.prices; write minute for dkk_per_minute and lost_quality_visit for "
        "dkk_per_quality_visit."
    )
}
"""By key of an earlier version, the message about it."""


def _extra(_error: Mapping[str, Any], path: Path) -> tuple[Message, str]:
    if path in _RENAMED:
        return Message(_RENAMED[path]), ""
    record = record_at(path[:-1])
    known = list(record.model_fields) if record else []
    message = Message("the key '{name}' is unknown here.", name=path[-1])
    if 0 < len(known) <= _MOST_KEYS:
        message = Message("the key '{name}' is unknown here; keys: {known}.", name=path[-1], known=", ".join(known))
    return message, nearest(path[-1], known)


def _literal(error: Mapping[str, Any], path: Path) -> tuple[Message, str]:
    allowed, written = _allowed(error), seen(error["input"])
    if path == ("schema_version",):
        told = Message("schema_version {seen} is not known; this program reads schema_version 1 and 2.", seen=written)
        return told, ""
    message = Message("{seen} is not allowed; allowed: {allowed}.", seen=written, allowed=", ".join(allowed))
    if path and path[-1] == "choice":
        message = Message(
            "{seen} is not allowed; allowed: {allowed} or {{within_minutes: n}}.",
            seen=written,
            allowed=", ".join(allowed),
        )
    return message, nearest(str(error["input"]), allowed)


def _rule(error: Mapping[str, Any], path: Path) -> tuple[Message, str]:
    soft = path[:2] == ("policy", "soft_rules")
    allowed, written = sorted(SOFTENABLE if soft else WAIVABLE), seen(error["input"])
    known = ", ".join(allowed)
    message = Message("{seen} is no rule an exception may waive; allowed: {known}.", seen=written, known=known)
    if soft:
        message = Message(
            "{seen} is no rule that may be broken at a price; allowed: {known}.", seen=written, known=known
        )
    return message, nearest(str(error["input"]), allowed)


def _no_text(error: Mapping[str, Any], _path: Path) -> tuple[Message, str]:
    value = error["input"]
    if isinstance(value, bool | int | float):
        return Message("{seen} stands where text is expected; put it in quotes.", seen=seen(value)), ""
    return Message("{seen} stands where text is expected; write one text.", seen=seen(value)), ""


def _no_id(error: Mapping[str, Any], _path: Path = ()) -> tuple[Message, str]:
    told = N_("{seen} cannot be an id; an id has letters, digits, '_' and '-' only, no spaces or dots.")
    return Message(told, seen=seen(error["input"])), ""


def _no_mapping(error: Mapping[str, Any], path: Path) -> tuple[Message, str]:
    record = record_at(path)
    if record in (Title, Word, Term):
        return _no_text(error, path)
    if path and path[0] in TABLE_KEYS and len(path) == 1:
        told = N_("{seen} stands where keys are expected; write '{{file: {name}.csv}}'.")
        return Message(told, seen=seen(error["input"]), name=path[0]), ""
    needed = [name for name, field in record.model_fields.items() if field.is_required()] if record else []
    example = next(iter([*needed, *(record.model_fields if record else ())]), "key")
    told = N_("{seen} stands where keys are expected; write '{example}: ...' inside it.")
    return Message(told, seen=seen(error["input"]), example=example), ""


def _no_list(error: Mapping[str, Any], _path: Path) -> tuple[Message, str]:
    value = error["input"]
    example = f"[{value}]" if isinstance(value, str) and value.isprintable() and len(value) < 40 else "[..., ...]"
    return Message("{seen} stands where a list is expected; write {example}.", seen=seen(value), example=example), ""


def _bound(sign: str) -> Callable[[Mapping[str, Any], Path], tuple[Message, str]]:
    def explain(error: Mapping[str, Any], _path: Path) -> tuple[Message, str]:
        limit = next(iter(error["ctx"].values()))
        told = N_("{seen} is outside what is allowed: {sign} {limit:g}.")
        return Message(told, seen=seen(error["input"]), sign=sign, limit=limit), ""

    return explain


def _empty(error: Mapping[str, Any], _path: Path) -> tuple[Message, str]:
    return Message("it is empty; at least {least} is needed.", least=error["ctx"]["min_length"]), ""


def _full(error: Mapping[str, Any], _path: Path) -> tuple[Message, str]:
    most = error["ctx"]["max_length"]
    if isinstance(error["input"], str):
        return Message("the text is longer than {most} characters; shorten it.", most=most), ""
    return Message("there are too many; at most {most} are allowed.", most=most), ""


def _whole(error: Mapping[str, Any], _path: Path) -> tuple[Message, str]:
    return Message("{seen} is not a whole number; write digits only.", seen=seen(error["input"])), ""


_EXPLAIN: dict[str, Callable[[Mapping[str, Any], Path], tuple[Message, str]]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _literal,
    "enum": _rule,
    "string_type": _no_text,
    "string_pattern_mismatch": _no_id,
    "dict_type": _no_mapping,
    "model_type": _no_mapping,
    "model_attributes_type": _no_mapping,
    "tuple_type": _no_list,
    "greater_than": _bound(">"),
    "greater_than_equal": _bound("≥"),
    "less_than": _bound("<"),
    "less_than_equal": _bound("≤"),
    "too_short": _empty,
    "too_long": _full,
    "int_type": _whole,
    "int_parsing": _whole,
    "int_parsing_size": _whole,
    "int_from_float": _whole,
}


def salvaged(tree: Tree, refused: Sequence[Refusal]) -> Scenario | None:
    """The scenario without refused parts, and with arbitrary valid values for required ones; None if that fails."""
    for _ in range(_ROUNDS):
        for one in refused:
            tree = _repaired(tree, one)
        try:
            return Scenario.model_validate(tree)
        except ValidationError as error:
            refused = refusals(error.errors(include_url=False), tree)
    return None


def _repaired(tree: Any, refusal: Refusal) -> Any:
    path = refusal.path
    if refusal.kind == "missing":
        found = _something(annotation_at(path))
        return _changed(tree, path, found) if found is not None else _changed(tree, path[:-1], None)
    return _changed(tree, path, None)


def _something(annotation: Any) -> Any:
    """An arbitrary value that the schema accepts; None if no simple one is accepted."""
    for part in alternatives(annotation):
        if get_origin(part) is Literal:
            return get_args(part)[0]
        if part in (str, Title):
            return "x"
        if part in (float, int, Quantity):
            return 1
    return None


def _changed(tree: Any, path: Path, value: Any) -> Any:
    """A copy of ``tree`` with ``value`` at ``path``; None removes the key."""
    if not path or not isinstance(value_at(tree, path[:-1]), dict | list):
        return tree
    key, rest = path[0], path[1:]
    if isinstance(tree, list):
        inner = [_changed(item, rest, value) if rest else value for n, item in enumerate(tree) if str(n) == key]
        before, after = tree[: int(key)], tree[int(key) + 1 :]
        return [*before, *(item for item in inner if item is not None), *after]
    if not rest and value is None:
        return {name: part for name, part in tree.items() if name != key}
    return {**tree, key: _changed(tree.get(key), rest, value) if rest else value}
