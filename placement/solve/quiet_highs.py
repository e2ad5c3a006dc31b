"""HiGHS without a word: the only way this program makes one."""

from __future__ import annotations

import highspy

from placement.solve.quiet import quiet


class QuietHighs(highspy.Highs):  # noqa: TID251 - here it is made quiet
    """A solver that writes nothing to the screen, not even where its options cannot prevent it."""

    def __init__(self) -> None:
        with quiet():  # some versions present themselves before they take options
            super().__init__()  # type: ignore[no-untyped-call]
        self.setOptionValue("output_flag", False)

    def run(self) -> highspy.HighsStatus:
        """Solve."""
        with quiet():
            return super().run()

    def presolve(self) -> highspy.HighsStatus:
        """Make the model smaller."""
        with quiet():
            return super().presolve()
