"""HiGHS that writes nothing to the screen: the only way this program makes one.

The options HiGHS is given for a search, and why each is not left at its default.

Limits and gaps that change from stage to stage are set where a stage is posed (`placement.solve.highs.search`); output
and threads where a solver is made (`placement.solve.highs.quiet_highs`).
"""

from __future__ import annotations

from typing import Any

import highspy

from placement.solve.quiet import quiet


class QuietHighs(highspy.Highs):  # noqa: TID251 - here it is made quiet
    """A solver that writes nothing to the screen, not even where its options cannot prevent it (decision 0021).

    Args:
        threads: it uses. HiGHS' default of 0 means half of those the machine has: answers within a gap would then
            depend on the machine, and several processes at once would be in each other's way. All solvers of a process
            use the same number; for another one ``resetGlobalScheduler`` is called first.
    """

    def __init__(self, threads: int = 1) -> None:
        with quiet():  # 1.16 presents itself before it takes options
            super().__init__()  # type: ignore[no-untyped-call]
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", threads)
        self._raised: BaseException | None = None

    def setCallback(self, called: Any, data: Any) -> highspy.HighsStatus:
        """Let a function be called during a search; what it raises ends the search, and is raised by `run`."""

        def guarded(*given: Any) -> None:
            try:
                called(*given)
            except BaseException as error:  # noqa: BLE001 - some versions take it for a fault of the solver's
                self._raised = error
                if given[3] is not None:
                    given[3].user_interrupt = True

        return super().setCallback(guarded, data)

    def run(self) -> highspy.HighsStatus:
        """Solve.

        Raises:
            BaseException: what the function given to `setCallback` has raised.
        """
        with quiet():
            status = super().run()
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised
        return status

    def presolve(self) -> highspy.HighsStatus:
        """Make the model smaller without solving it."""
        with quiet():
            return super().presolve()


SMALL = 1000
"""Columns of the largest model that is solved without presolve."""
MIDDLING = 3000
"""Columns of the largest model that is searched without restarts and symmetry detection."""
_PROBING, _ENUMERATION = 1 << 15, 1 << 16
"""Bits of HiGHS' presolve rules 15 and 16, as its log numbers them (1.16)."""

Option = str | float | bool


def search_options(columns: int, seed: int) -> dict[str, Option]:
    """Options by name for a model with so many columns."""
    return {
        "random_seed": seed,
        # HiGHS' default, fixed: `placement.solve.stage.SLACK` is the same number, and columns are scaled for it.
        "primal_feasibility_tolerance": 1e-7,
        # Aims are counted from today, so an objective may be near 0 and a share of it says nothing. HiGHS stops at
        # whichever gap is reached first: only the absolute one is left, a share of the pay-off table's range.
        "mip_rel_gap": 0.0,
        # Presolve has cut off the best plan of one random model in 320, and no status gives that away. Small models
        # cost little without it; larger ones took one and a half to four times as long (decision 0009).
        "presolve": "off" if columns <= SMALL else "choose",
        # Both take most of the time on large models, and the search begins as well without them (decision 0011).
        "presolve_rule_off": _PROBING | _ENUMERATION,
        # A restart presolves and solves the root node anew once enough columns are fixed there. That, and looking for
        # symmetry, pays on large models only.
        "mip_allow_restart": columns > MIDDLING,
        "mip_detect_symmetry": columns > MIDDLING,
        # Sub-searches around the relaxation and the best plan. Searches here begin with a good plan, and with one these
        # took half of the time and found nothing.
        "mip_heuristic_run_rins": False,
        "mip_heuristic_run_rens": False,
    }
