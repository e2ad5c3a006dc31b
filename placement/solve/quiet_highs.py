"""HiGHS without a word: the only way this program makes one."""

from __future__ import annotations

from typing import Any

import highspy

from placement.solve.quiet import quiet


class QuietHighs(highspy.Highs):  # noqa: TID251 - here it is made quiet
    """A solver that writes nothing to the screen, not even where its options cannot prevent it.

    Args:
        threads: it uses; never as many as the machine happens to have. One process works with one number at a time:
            another is only taken after ``resetGlobalScheduler``.
    """

    def __init__(self, threads: int = 1) -> None:
        with quiet():  # some versions present themselves before they take options
            super().__init__()  # type: ignore[no-untyped-call]
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", threads)
        self._raised: BaseException | None = None

    def setCallback(self, called: Any, data: Any) -> highspy.HighsStatus:
        """Let a function be called on the way; what it raises ends the search, and is raised by ``run``."""

        def guarded(*given: Any) -> None:
            try:
                called(*given)
            except BaseException as error:  # noqa: BLE001 - some versions take it for a fault of the solver's
                self._raised = error
                if given[3] is not None:
                    given[3].user_interrupt = True

        return super().setCallback(guarded, data)

    def run(self) -> highspy.HighsStatus:
        """Solve."""
        with quiet():
            status = super().run()
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised
        return status

    def presolve(self) -> highspy.HighsStatus:
        """Make the model smaller."""
        with quiet():
            return super().presolve()
