"""Dotted paths into a scenario: the schema's type at a path, and setting a value there."""

from __future__ import annotations

import difflib
import types
from collections.abc import Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from placement.errors import Message
from placement.locale import N_
from placement.scenario.schema.base import Title
from placement.scenario.schema.places import Area, BaselineEntry
from placement.scenario.schema.quantity import Number, Quantity
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.positions import Path, is_position, shown

TABLE_KEYS = {
    "areas": ("file", "only", "columns", "group_by", "social_share", "rows"),
    "baseline": ("file", "date", "rows"),
    "demand": ("file", "rows"),
}
"""By table that may be written without ``rows``, its keys that are not rows."""

Tree = dict[str, Any]


class PathError(Exception):
    """A path is not in the schema; the message says why, ``suggestion`` what may have been meant."""

    def __init__(self, message: Message, suggestion: str = "") -> None:
        self.message, self.suggestion = message, suggestion
        super().__init__(message)


def alternatives(annotation: Any) -> list[Any]:
    """The types an annotation allows, without ``Annotated`` and None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [found for part in get_args(annotation) for found in alternatives(part)]
    return [] if annotation is type(None) else [annotation]


def record_of(annotation: Any) -> type[BaseModel] | None:
    """The record type among the types an annotation allows, if there is one."""
    for part in alternatives(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def child(annotation: Any, key: str) -> Any | None:
    """The annotation of the value under ``key``; None if there may be none."""
    for part in alternatives(annotation):
        origin, args = get_origin(part), get_args(part)
        if part is Any:
            return Any
        if isinstance(part, type) and issubclass(part, BaseModel):
            if key in part.model_fields:
                return whole_annotation(part.model_fields[key])
            if part is Area and key.startswith("share_"):
                return Number
        elif origin is dict:
            return args[1]
        elif origin is tuple and is_position(key):
            return args[0]
    return None


def whole_annotation(field: FieldInfo) -> Any:
    """The annotation of a field with its metadata, which pydantic keeps apart."""
    return field.annotation


def annotation_at(path: Path) -> Any | None:
    """The annotation of the schema at ``path``."""
    found: Any | None = Scenario
    for key in path:
        found = child(found, key)
        if found is None:
            return None
    return found


def record_at(path: Path) -> type[BaseModel] | None:
    """The record type at ``path``."""
    return record_of(annotation_at(path))


def nearest(word: str, words: Any) -> str:
    """The word most similar to ``word``; empty if none is similar."""
    found = difflib.get_close_matches(word, [str(known) for known in words], n=1)
    return found[0] if found else ""


def split_path(dotted: str) -> Path:
    """The path of a dotted text; the key ``rows`` of a table is inserted.

    Raises:
        PathError: a part is empty.
    """
    parts = tuple(part.strip() for part in dotted.split("."))
    if not all(parts):
        raise PathError(
            Message(
                "'{dotted}' is no path; write names with single dots between, as in functions.dialyse.room.",
                dotted=dotted,
            )
        )
    keys = TABLE_KEYS.get(parts[0])
    if keys and len(parts) > 1 and parts[1] not in keys:
        return (parts[0], "rows", *parts[1:])
    return parts


def put(tree: Tree, path: Path, value: Any, defaults: Mapping[str, Tree]) -> Tree:
    """A copy of ``tree`` with ``value`` at ``path``; parts that are not on the path are shared with ``tree``.

    A null removes an entry from a map of ids. If the path leads into a value in short form (a bare number, a title as
    text), the short form is expanded first. ``defaults`` has, by section, the default fields of an entry; a path into
    one that the entry lacks starts from a copy of the default.

    Raises:
        PathError: the schema has nothing at the path, or the path contains an id that does not exist.
    """
    if path[0] in ("variants", "schema_version", "name"):
        raise PathError(Message("'{key}' cannot be changed by a variant or --set.", key=path[0]))
    changed: Tree = _put(tree, path, 0, Scenario, value, defaults)
    return changed


def _put(current: Any, path: Path, at: int, annotation: Any, value: Any, defaults: Mapping[str, Tree]) -> Any:
    if at == len(path):
        return value
    key = path[at]
    inner = child(annotation, key)
    if inner is None:
        raise _unknown(annotation, path, at)
    if isinstance(current, list):
        return _put_in_list(current, path, at, inner, value, defaults)
    box = _opened(current, annotation, path, at)
    last = at == len(path) - 1
    by_id = record_of(annotation) is None
    if last and value is None and by_id:
        return {name: item for name, item in box.items() if name != key}
    spare = defaults.get(path[0], {}) if at == 2 else {}
    below = box.get(key, spare.get(key))
    if below is None and by_id and not last and _needs_more(inner):
        raise PathError(Message("there is no '{key}' in {named}.", key=key, named=_named(path[:at])), nearest(key, box))
    return {**box, key: _put(below, path, at + 1, inner, value, defaults)}


def _put_in_list(
    current: list[Any], path: Path, at: int, inner: Any, value: Any, defaults: Mapping[str, Tree]
) -> list[Any]:
    if not is_position(path[at]):
        words = N_("'{box}' is a list here; it has numbers from 0, and no '{key}'.")
        raise PathError(Message(words, box=shown(path[:at]), key=path[at]))
    index = int(path[at])
    if index >= len(current):
        raise PathError(
            Message(
                "{named} has {n} entries; number {index} (from 0) is not among them.",
                named=_named(path[:at]),
                n=len(current),
                index=index,
            )
        )
    return [_put(item, path, at + 1, inner, value, defaults) if n == index else item for n, item in enumerate(current)]


def _needs_more(annotation: Any) -> bool:
    record = record_of(annotation)
    return record is not None and any(field.is_required() for field in record.model_fields.values())


def _opened(current: Any, annotation: Any, path: Path, at: int) -> Tree:
    """``current`` as a mapping, with a short form expanded."""
    if isinstance(current, dict):
        return current
    if current is None:
        return {}
    record = record_of(annotation)
    if record is Quantity:
        return {"value": current}
    if record is Title:
        return {"da": current}
    if record is BaselineEntry:
        return {"status": current} if isinstance(current, str) else {"days_per_week": current}
    if isinstance(current, str) and record is not None:
        return {}
    raise PathError(Message("{named} is a single value; nothing stands inside it.", named=_named(path[:at])))


def _unknown(annotation: Any, path: Path, at: int) -> PathError:
    record = record_of(annotation)
    if record is None:
        return PathError(
            Message("{named} is a single value; '{key}' cannot stand inside it.", named=_named(path[:at]), key=path[at])
        )
    return PathError(
        Message("there is no '{key}' in {named}.", key=path[at], named=_named(path[:at])),
        nearest(path[at], record.model_fields),
    )


def _named(path: Path) -> str:
    return f"'{'.'.join(part for part in path if part != 'rows')}'" if path else Message("the scenario")
