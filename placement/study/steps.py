"""The changes by value for money, and in the order that gives most at each step."""

from __future__ import annotations

from collections.abc import Iterator

from placement.plan.evaluation import Evaluation
from placement.study.changes import Comparison, Edit, Purchase, describe, value_for_money
from placement.study.contract import Change, Step
from placement.study.part import Whole


def changes(comparison: Comparison) -> tuple[Change, ...]:
    """What each change buys in the whole proposal: with it against without it; best value for money first."""
    found = [comparison.part(edit.function).buy(edit, comparison.edits).change for edit in comparison.edits]
    return tuple(sorted(found, key=value_for_money))


def steps(comparison: Comparison) -> tuple[Step, ...]:
    """The changes one at a time, from today to the proposal.

    Each step takes the cheapest minute among the changes that break no rule that was kept before; where every change
    breaks one, among all of them. The last step ends at the proposal itself.
    """
    return tuple(_Walk(comparison).all_steps())


class _Walk:
    """Remembers what each change would buy next, as long as no earlier step touches it."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.applied: frozenset[Edit] = frozenset()
        self.here = comparison.reach(self.applied)
        self.known: dict[Edit, Purchase] = {}

    def all_steps(self) -> Iterator[Step]:
        for order in range(1, len(self.comparison.edits) + 1):
            edit = self._best()
            self.applied |= {edit}
            there = self.comparison.reach(self.applied)
            yield _step(order, describe(self.comparison, edit, self.here, there), there.evaluation)
            self.here = there
            self.known = {other: found for other, found in self.known.items() if not self._touches(edit, other)}

    def _touches(self, one: Edit, other: Edit) -> bool:
        """Whether one change may alter what another buys or breaks."""
        return one in self.comparison.part(other.function).edits

    def _best(self) -> Edit:
        left = [edit for edit in self.comparison.edits if edit not in self.applied]
        for edit in left:
            if edit not in self.known:
                self.known[edit] = self.comparison.part(edit.function).buy(edit, self.applied)
        ranked = sorted(left, key=lambda edit: value_for_money(self.known[edit].change))
        whole = Whole(self.here.evaluation)
        return next((edit for edit in ranked if self._breaks_nothing(edit, whole)), ranked[0])

    def _breaks_nothing(self, edit: Edit, whole: Whole) -> bool:
        found = self.known[edit]
        return not whole.new_violations(found.before.evaluation, found.after.evaluation)


def _step(order: int, change: Change, after: Evaluation) -> Step:
    aims = after.objectives
    return Step(order, change, aims.citizen_minutes, aims.quality_visits, aims.economy_dkk, after.feasible)
