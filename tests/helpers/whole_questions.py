"""The staircase by whole questions, each of which settles its ties: slow, and independent of the search on a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from placement.errors import NoPlanError
from placement.solve.result import Solved
from placement.solve.staircase import Staircase, _Climb, _Seen, minutes, money


def staircase(ask: Callable[[float], Solved], lost_quality_visit: float) -> Staircase:
    """All plans that are best at some price of a minute; ``ask``: the best plan at one, infinite: fewest minutes."""
    return _Climb(_Asking(ask, lost_quality_visit), lost_quality_visit).run()


class _Asking:
    def __init__(self, ask: Callable[[float], Solved], lost: float) -> None:
        self._ask, self._lost = ask, lost
        self._solved: dict[int, Solved] = {}
        self._kept: list[_Seen] = []

    def best(self, price: float, near: Sequence[_Seen]) -> _Seen:  # noqa: ARG002 - ``ask`` begins where it likes
        solved = self._ask(price)
        seen = _Seen(minutes(solved), money(solved, self._lost), solved.bound, bool(solved.stopped))
        self._solved[id(seen)] = solved
        self._kept.append(seen)
        return seen

    def settled(self, seen: _Seen, price: float, bound: float) -> Solved:  # noqa: ARG002 - settled when found
        return self._solved[id(seen)]

    def refusal(self) -> NoPlanError:
        return NoPlanError("none")
