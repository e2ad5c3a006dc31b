"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from placement.solve.result import version_of

PACKAGES = ("placement", "highspy", "PuLP", "numpy", "spopt")


def describe() -> str:
    """Cores, memory, processor and versions in one sentence."""
    return f"{os.cpu_count()} cores, {_memory()}, {_processor()}; {platform.system()}, {_versions()}"


def _memory() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return f"{round(pages * size / 2**30)} GiB"


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _versions() -> str:
    found = [f"{package} {version}" for package in PACKAGES if (version := version_of(package))]
    return ", ".join([f"Python {platform.python_version()}", *found])
