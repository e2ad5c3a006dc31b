"""A short ``repr`` for large records, so that a notebook that shows one does not print a million characters."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import fields

_LONGEST = 40
"""Most characters shown of one value."""
_MOST = 6
"""Most values shown."""


def brief(record: object) -> str:
    """A dataclass as text: its first plain values, sizes of collections, and other values by their type.

    Write ``__repr__ = brief`` in the class.
    """
    told = [f"{field.name}={_told(getattr(record, field.name))}" for field in fields(record)]  # type: ignore[arg-type]
    more = [", ..."] if len(told) > _MOST else []
    return f"<{type(record).__name__} {', '.join(told[:_MOST])}{''.join(more)}>"


def _told(value: object) -> str:
    if value is None or isinstance(value, str | int | float):
        shown = repr(value)
        return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and not hasattr(value, "site_ids"):
        return f"[{' × '.join(map(str, shape))}]"
    return f"[{len(value)}]" if isinstance(value, Sized) else f"<{type(value).__name__}>"
