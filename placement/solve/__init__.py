"""From a scenario to a judged proposal."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placement.solve.export import write_model
    from placement.solve.result import Options, Solved, Status
    from placement.solve.run import solve

_HOMES = {"Options": "result", "Solved": "result", "Status": "result", "solve": "run", "write_model": "export"}
__all__ = ["Options", "Solved", "Status", "solve", "write_model"]


def __getattr__(name: str) -> Any:  # imported on first use: a command line that only prints help needs none of it
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
