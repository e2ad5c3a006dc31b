"""HiGHS that writes nothing to the screen: the only way this program makes one."""

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
