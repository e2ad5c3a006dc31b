"""Which versions made a result."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

import placement

_PACKAGES = ("placement", "numpy", "pulp", "highspy", "pydantic", "xlsxwriter")


@cache
def versions() -> dict[str, str]:
    """Version of Python and of every package that has a say in the files; empty where one is not installed."""
    return {"python": platform.python_version(), **{name: version_of(name) for name in _PACKAGES}}


def version_of(package: str) -> str:
    """Version of an installed package, this one among them; empty where it is not installed."""
    try:
        return placement.__version__ if package == "placement" else metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
