"""What the planner wrote: read, checked, varied."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placement.scenario.dump import dump
    from placement.scenario.load import Loaded, load, load_text
    from placement.scenario.schema import Scenario

_HOMES = {"Loaded": "load", "Scenario": "schema", "dump": "dump", "load": "load", "load_text": "load"}
__all__ = ["Loaded", "Scenario", "dump", "load", "load_text"]


def __getattr__(name: str) -> Any:  # imported on first use: a command line that only prints help needs none of it
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
