"""What a solved relaxation says of single columns: which of them no good plan moves off their end.

Where a column at an end of its bounds has the reduced cost ``d``, every plan that has it elsewhere costs at least
``bound + |d|``, because whole numbers move by 1. So once a plan is known, columns with ``|d| > its objective − bound``
stand where they are in every better plan. Presolve then leaves a fraction of the model: worth it where the plan is
near the bound, as after a moved price or where another plan as good is asked for. (Dantzig, Fulkerson and Johnson,
*Operations Research* 2, 1954.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from placement.instance.instance import Bools, Floats
from placement.solve.stage import Stage

_MARGIN = 1e-6
"""Reduced costs are known to the solver's tolerance only: a column must be further away than needed by this share of
the objective, and by this much at least."""


@dataclass(frozen=True, eq=False)
class Relaxation:
    """A linear relaxation that was solved, cuts included, while every plan was allowed.

    It says as much of a search in which some plans are excluded.

    Attributes:
        asked: the stage without what only a search needs.
        bound: its optimum. reduced: ``(n,)`` reduced costs of the columns.
    """

    asked: Stage
    bound: float
    reduced: Floats

    def is_about(self, stage: Stage) -> bool:
        """Whether a stage minimises the same under the same bounds."""
        return self.asked == question(stage)

    def decided(self, most: float, open_: Bools) -> tuple[Bools, Bools]:
        """Columns that every plan with an objective up to ``most`` has at an end of their bounds.

        Args:
            most: the objective.
            open_: ``(n,)`` columns that take whole numbers and may take more than one.

        Returns:
            Those at their lower ends, and those at their upper ends, each ``(n,)``.
        """
        apart = most - self.bound + _MARGIN * max(1.0, abs(self.bound))
        return open_ & (self.reduced > apart), open_ & (self.reduced < -apart)


def question(stage: Stage) -> Stage:
    """A stage without what only a search needs: what is left is the same linear program."""
    return replace(stage, name="relaxation", gap=0.0, share=0.0, unit=1.0, relaxed=True, enough=0.0, to_end=False)
