"""What a second solver answered to a proposal's own question, and whether that contradicts the first solver.

Nothing here needs a solver, so a confirmation can be read, checked and shown without one; `second_solver` asks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from placement.solve.result import Solved, Status
from placement.solve.scalarisation import gap_of, question_of, span_of

ANY = "any"
"""As ``Options.confirm``: whichever other solver is installed."""
PRECISION = 1e-6
"""Share of the range to which the second solver proves its answer, and within which objectives are the same."""


class Verdict(StrEnum):
    """What a second solver's answer says of the first's."""

    SAME_PLAN = "same_plan"
    """The same plan."""
    EQUALLY_GOOD = "equally_good"
    """Another plan, as good within the precision."""
    BETTER_WITHIN_GAP = "better_within_gap"
    """A better plan, within the first solver's proven bound."""
    BETTER = "better"
    """A contradiction: a plan better than the first solver's bound."""
    NONE_SO_GOOD = "none_so_good"
    """A contradiction: no plan is said to be as good as the proposal, which the judge has found to keep every rule."""
    WORSE = "worse"
    """A contradiction: its best plan is no match for the proposal, which the judge has found to keep every rule."""
    UNFINISHED = "unfinished"
    """Stopped before it was done, and nothing until then contradicts the first."""
    FAILED = "failed"
    """The second solver could not do its work, or its plan breaks a rule."""

    @property
    def agrees(self) -> bool | None:
        """Whether both solvers agree; None where the second does not say."""
        if self in {Verdict.UNFINISHED, Verdict.FAILED}:
            return None
        return self not in {Verdict.BETTER, Verdict.NONE_SO_GOOD, Verdict.WORSE}


@dataclass(frozen=True)
class Confirmation:
    """What a second solver answered.

    Attributes:
        solver: ``scip``, ``cbc``, ``highs`` or the name of another.
        version: of the package it comes with; empty where not known.
        formulation: how the model was written for it.
        status: how its search ended.
        objective: of its plan, by the judge, in the method's unit; infinity without a plan.
        bound: no plan has a lower objective, it says, in the method's unit; minus infinity where it proved nothing.
        same_plan: whether its plan is the proposal.
        fault: why it failed; empty where it did not.
        seconds: it took.
    """

    solver: str
    version: str
    formulation: str
    status: Status
    objective: float
    bound: float
    same_plan: bool
    fault: str
    seconds: float

    def verdict(self, solved: Solved) -> Verdict:
        """What the answer says of a proposal."""
        if self.fault:
            return Verdict.FAILED
        if (contradiction := self._contradiction(solved)) is not None:
            return contradiction
        if self.status is not Status.OPTIMAL:
            return Verdict.UNFINISHED
        if self.better(solved) > PRECISION:
            return Verdict.BETTER_WITHIN_GAP
        return Verdict.SAME_PLAN if self.same_plan else Verdict.EQUALLY_GOOD

    def _contradiction(self, solved: Solved) -> Verdict | None:
        # The second term is for ranges that are tiny beside the objective: its own last digits decide nothing.
        near = max(
            PRECISION * span_of(question_of(solved), solved.bound), PRECISION * PRECISION * abs(solved.objective)
        )
        if self.objective < solved.bound - near:
            return Verdict.BETTER
        if self.bound > solved.objective + near:
            return Verdict.NONE_SO_GOOD
        if self.status is Status.OPTIMAL and self.objective > solved.objective + near:
            return Verdict.WORSE
        return None

    def better(self, solved: Solved) -> float:
        """How much lower its plan's objective is than the proposal's, as a share as of ``gap_of``; 0 where not."""
        if not math.isfinite(self.objective):
            return 0.0
        return max(0.0, gap_of(question_of(solved), solved.objective, self.objective))
