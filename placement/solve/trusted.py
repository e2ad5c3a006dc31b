"""Releases of HiGHS that are known to have called a plan best that was not."""

from __future__ import annotations

import re
from importlib import metadata

LEAST = "1.16"
"""Every release before it fails at least one of the published cases in ``tests/solve/test_published.py``."""


def known_wrong() -> str:
    """The installed version of HiGHS where it is such a release; empty otherwise."""
    installed = metadata.version("highspy")
    return installed if _parts(installed) < _parts(LEAST) else ""


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
