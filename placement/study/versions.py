"""Which versions made a result."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

_PACKAGES = ("placement", "numpy", "pulp", "highspy", "pydantic", "xlsxwriter")


@cache
def versions() -> dict[str, str]:
    """Version of Python and of every package that has a say in the files; empty where one is not installed."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
