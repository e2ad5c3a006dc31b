"""JSON documents: read with care, since others may have changed the files, and written without NaN or infinity."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from placement.errors import Message, RefusedError, ResultError, why
from placement.scenario.schema.text import forbidden, settled
from placement.scenario.source.files import read_bytes

SCHEMA_VERSION = 1
"""Version of the format of every document in a result folder."""
AIM_NAMES = ("citizen_minutes", "quality_visits", "economy")
"""Fields of the three aims in documents: minutes, visits and DKK a year."""
Document = dict[str, Any]


def bytes_in(path: Path) -> bytes:
    """The content of a file; ResultError if it does not exist, or is no ordinary file."""
    try:
        return read_bytes(path)
    except (OSError, ValueError) as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}. Solve again to make a new result.", path=path, why=why(error))
        ) from error


def json_in(path: Path) -> Any:
    """The JSON document in a file; ResultError where it is none."""
    try:
        return json_of(bytes_in(path))
    except RefusedError:
        raise
    except ResultError as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}. Solve again to make a new result.", path=path, why=why(error))
        ) from error


def json_of(content: bytes) -> Any:
    """A JSON document with all texts in Unicode NFC.

    Raises:
        ResultError: it is no JSON, has NaN, infinity or a key twice, or holds a character that cannot be shown.
    """
    try:
        return in_one_form(json.loads(content, parse_constant=_refuse, object_pairs_hook=_once))
    except (ValueError, RecursionError) as error:
        raise ResultError(Message("is no JSON: {why}", why=why(error))) from error


def in_one_form(value: Any) -> Any:
    """A document with all texts in Unicode NFC; ValueError where one has a character that cannot be shown."""
    if isinstance(value, str):
        odd = forbidden(value)
        if odd:
            raise ValueError(odd)
        return settled(value)
    if isinstance(value, dict):
        return _once([(in_one_form(name), in_one_form(item)) for name, item in value.items()])
    return [in_one_form(item) for item in value] if isinstance(value, list) else value


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"'{twice}' stands there twice")
    return found


def to_json(document: Mapping[str, Any]) -> bytes:
    """The document as indented JSON in UTF-8; NaN and infinity become null."""
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def plain(value: Any) -> Any:
    """``value`` in JSON's types: arrays and tuples become lists, NaN and infinity None."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, str) else value
