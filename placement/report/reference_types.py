"""A field of the scenario in words: its type, what is allowed, its default."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from placement.scenario import base, places, quantity
from placement.scenario.rules import Rule
from placement.scenario.sized import In

REQUIRED = "**required**"
_KNOWN: tuple[tuple[Any, str, str], ...] = (
    (quantity.Share, "quantity", "share, 0 to 1"),
    (quantity.Minutes, "quantity", "minutes, ≥ 0"),
    (quantity.Duration, "quantity", "minutes, > 0"),
    (quantity.Count, "quantity", "≥ 0"),
    (quantity.Broken, "quantity", "≥ 0"),
    (quantity.Rate, "quantity", "visits per 1,000 inhabitants a year, ≥ 0"),
    (quantity.Money, "quantity", "DKK, ≥ 0"),
    (quantity.Days, "quantity", "days, ≥ 0"),
    (quantity.Factor, "quantity", "> 0"),
    (quantity.Positive, "quantity", "> 0"),
    (quantity.Years, "quantity", "years, > 0"),
    (quantity.PlainCount, "number", ""),
    (quantity.Number, "number", ""),
    (quantity.Whole, "whole number", ""),
    (quantity.Flag, "true or false", ""),
    (quantity.YearKey, "year", ""),
    (base.Id, "id", ""),
    (base.Ids, "list of ids", ""),
    (base.Text, "text", ""),
    (base.AnyTitle, "title", ""),
    (places.AreaShare, "number", "share, 0 to 1"),
)
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def hints_of(record: type[BaseModel]) -> Mapping[str, Any]:
    """Every field's annotation with all that is said about it."""
    hints = get_type_hints(record, include_extras=True)
    return {name: hints[name] for name in record.model_fields}


def type_and_limits(annotation: Any) -> tuple[str, str]:
    """What a value is, and what is allowed of it."""
    for known, kind, limits in _KNOWN:
        if annotation == known:
            return kind, limits
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(args[0], args[1:])
    if origin in (Union, types.UnionType):
        return _joined([type_and_limits(part) for part in args if part is not type(None)])
    return _many(origin, args) if origin else _plain(annotation)


def _many(origin: Any, args: tuple[Any, ...]) -> tuple[str, str]:
    """One of some words, a map or a list."""
    if origin is Literal:
        return "word" if isinstance(args[0], str) else "number", " · ".join(f"`{word}`" for word in args)
    inner, limits = type_and_limits(args[1] if origin is dict else args[0])
    collection = "map" if origin is dict else "list" if args[-1] is Ellipsis else "pair"
    return f"{collection} of {inner}", limits


def _annotated(inner: Any, notes: tuple[Any, ...]) -> tuple[str, str]:
    kind, limits = type_and_limits(inner)
    units = [str(note.unit.name) for note in notes if isinstance(note, In)]
    found = [text for note in notes if isinstance(note, FieldInfo) for text in _limits(note)]
    return kind, "; ".join(part for part in (limits, *units, " and ".join(found)) if part)


def _limits(note: FieldInfo) -> Iterator[str]:
    for limit in note.metadata:
        for name, sign in _SIGNS.items():
            if hasattr(limit, name):
                yield f"{sign} {getattr(limit, name):g}"
        if hasattr(limit, "min_length"):
            yield f"at least {limit.min_length}"
        if hasattr(limit, "max_length"):
            yield f"at most {limit.max_length}"


def _joined(parts: list[tuple[str, str]]) -> tuple[str, str]:
    kinds = dict.fromkeys(kind for kind, _ in parts)
    return " or ".join(kinds), "; ".join(dict.fromkeys(limits for _, limits in parts if limits))


def _plain(annotation: Any) -> tuple[str, str]:
    if annotation is Rule:
        return "name of a rule", ""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return ("quantity" if annotation is quantity.Quantity else "record"), ""
    return _PLAIN.get(annotation, "any value"), ""


def records_in(annotation: Any) -> Iterator[tuple[type[BaseModel], int, bool]]:
    """The records an annotation holds, how many ids lead to each, and whether a place in a list does."""
    origin, args = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation not in (quantity.Quantity, base.Title):
            yield annotation, 0, False
    elif origin is dict:
        yield from ((record, ids + 1, listed) for record, ids, listed in records_in(args[1]))
    elif origin is tuple:
        yield from ((record, ids, True) for record, ids, _ in records_in(args[0]))
    elif origin is Annotated:
        yield from records_in(args[0])
    elif origin in (Union, types.UnionType):
        for part in args:
            yield from records_in(part)


def default_of(field: FieldInfo) -> str:
    """What holds where the field is left out."""
    return REQUIRED if field.is_required() else shown(field.get_default(call_default_factory=True))


def shown(value: Any) -> str:
    """A default as it would be written in a scenario."""
    if isinstance(value, quantity.Quantity):
        return _quantity(value)
    if isinstance(value, BaseModel):
        return "as below"
    if value is None or value in ("", (), {}):
        return "–"
    if isinstance(value, tuple) and isinstance(value[0], BaseModel):
        return f"`[{', '.join(_brief(part) for part in value)}]`"
    return f"`{_scalar(value)}`"


def _quantity(value: quantity.Quantity) -> str:
    plain = f"`{value.value:g}`"
    return plain if value.low is None and value.high is None else f"{plain} ({value.low:g} to {value.high:g})"


def _brief(part: BaseModel) -> str:
    inside = part.model_dump(exclude_none=True)
    return f"{{{', '.join(f'{name}: {_scalar(value)}' for name, value in inside.items())}}}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return f"[{', '.join(_scalar(part) for part in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_scalar(part)}' for name, part in value.items())}}}"
    return str(value)
