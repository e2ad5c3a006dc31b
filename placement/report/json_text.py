"""JSON as every document of ours is written: plain values, no number that is none."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

SCHEMA_VERSION = 1


AIM_NAMES = ("citizen_minutes", "quality_visits", "economy_dkk")


Document = dict[str, Any]


def to_json(document: Mapping[str, Any]) -> bytes:
    """The document as text in UTF-8, indented, without NaN."""
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def plain(value: Any) -> Any:
    """``value`` as JSON knows it: no arrays, no tuples, no NaN and no infinity."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, str) else value
