"""Versions of what makes a result: packages, a digest of all that decides an answer, known faulty HiGHS releases."""

from __future__ import annotations

import hashlib
import platform
import re
from functools import cache
from importlib import metadata

from placement.distribution import version
from placement.scenario.dump import dump
from placement.scenario.schema.scenario import Scenario

_PACKAGES = ("placement", "numpy", "pulp", "highspy", "pydantic", "xlsxwriter")


@cache
def versions() -> dict[str, str]:
    """Versions of Python and of every package that decides what a result says; empty where one is not installed."""
    return {"python": platform.python_version(), **{name: version_of(name) for name in _PACKAGES}}


def version_of(package: str) -> str:
    """Version of an installed package, this one among them; empty where it is not installed."""
    try:
        return version() if package == "placement" else metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def fingerprint(*parts: Scenario | str) -> str:
    """A digest of everything that decides an answer: what was found under an equal one still holds.

    Args:
        parts: scenarios, and options or whatever else decides, as texts. The version of this program is added.
    """
    told = [part if isinstance(part, str) else dump(part) for part in parts]
    return hashlib.sha256("\n".join([*told, versions()["placement"]]).encode()).hexdigest()


LEAST = "1.16"
"""First release of HiGHS that gets all published cases in ``tests/solve/test_published.py`` right (decision 0024)."""


def known_wrong() -> str:
    """The installed version of HiGHS where it is known to call plans best that are not; empty otherwise."""
    installed = metadata.version("highspy")
    return installed if _parts(installed) < _parts(LEAST) else ""


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
