"""A short ``repr`` for large records: a notebook that shows one shall not print a million characters."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import fields

_LONGEST = 40
"""Signs of one value that are shown."""
_MOST = 6
"""Values that are shown."""


def brief(record: object) -> str:
    """A dataclass by its first plain values; what holds many is told by how many, the rest by its name.

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
