"""What went wrong, in sentences of the user's language."""

from __future__ import annotations

from placement.errors import PlacementError, ScenarioError
from placement.report.refused import RefusedError
from placement.report.text import Voice


def sentences(error: PlacementError, say: Voice) -> list[str]:
    """One for each fault of a scenario; one where it is something else."""
    match error:
        case ScenarioError():
            return [say.told(fault.sentence) for fault in error.faults]
        case RefusedError():
            return [error.said(say)]
    return [say.told(error.message)]
