"""What a second solver says of a proposal, in sentences."""

from __future__ import annotations

import math

from placement.report.text import Voice
from placement.solve.confirmation import PRECISION, Confirmation, Verdict
from placement.solve.result import Solved, Status

_NAMES = {"scip": "SCIP", "cbc": "CBC", "highs": "HiGHS"}
_DIGITS = 7


def confirmation(solved: Solved, found: Confirmation, say: Voice) -> list[str]:
    """Whether it agrees, with what both found; where it does not, that the proposal is in doubt."""
    verdict = found.verdict(solved)
    infeasible = verdict is Verdict.NONE_SO_GOOD and found.status is Status.INFEASIBLE
    first = say(
        f"confirm.{'infeasible' if infeasible else verdict}",
        solver=_NAMES.get(found.solver, found.solver),
        objective=_shown(found.objective, say),
        bound=_shown(found.bound, say),
        own=_shown(solved.objective, say),
        proven=_shown(solved.bound, say),
        precision=say.percent(PRECISION, 4),
        better=say.percent(found.better(solved), 3),
        n=say.number(found.seconds, 1),
        why=say.told(found.fault),
    )
    return [first, say("confirm.doubt")] if verdict.agrees is False else [first]


def _shown(value: float, say: Voice) -> str:
    """With as many digits as tell two solvers apart."""
    if not math.isfinite(value):
        return "–"
    before = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return say.number(value, max(0, _DIGITS - before))
