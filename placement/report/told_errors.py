"""What went wrong, in sentences of the user's language."""

from __future__ import annotations

from placement.errors import Fault, PlacementError, ScenarioError
from placement.report.refused import RefusedError
from placement.report.text import Voice


def sentences(error: PlacementError, say: Voice) -> list[str]:
    """One for each fault of a scenario; one where it is something else."""
    match error:
        case ScenarioError():
            return [fault_sentence(fault, say) for fault in error.faults]
        case RefusedError():
            return [error.said(say)]
    return [say.told(error.message)]


def fault_sentence(fault: Fault, say: Voice) -> str:
    """Where, what, and the nearest allowed word."""
    near = say("fault.suggestion", word=fault.suggestion) if fault.suggestion else ""
    said = ": ".join(part for part in (fault.location, fault.path, say.told(fault.message)) if part)
    return f"{said} {near}".rstrip()
