"""Which versions made a result.

What decides an answer, in one line: where it is the same, what was found before still holds.

Releases of HiGHS that are known to have called a plan best that was not.
"""

from __future__ import annotations

import hashlib
import platform
import re
from functools import cache
from importlib import metadata

import placement
from placement.scenario.dump import dump
from placement.scenario.schema.scenario import Scenario

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


def fingerprint(*parts: Scenario | str) -> str:
    """Of scenarios and whatever else decides, and of the version of this program."""
    told = [part if isinstance(part, str) else dump(part) for part in parts]
    return hashlib.sha256("\n".join([*told, versions()["placement"]]).encode()).hexdigest()


LEAST = "1.16"
"""Every release before it fails at least one of the published cases in ``tests/solve/test_published.py``."""


def known_wrong() -> str:
    """The installed version of HiGHS where it is such a release; empty otherwise."""
    installed = metadata.version("highspy")
    return installed if _parts(installed) < _parts(LEAST) else ""


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
