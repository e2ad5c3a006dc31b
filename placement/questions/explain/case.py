"""One function at one site, seen in the proposal with it and without it; no solver is used."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.plan.plan import RuleCheck
from placement.questions.explain.findings import Difference, RuleNote
from placement.questions.explain.insist import difference
from placement.questions.explain.remedies import number_of
from placement.questions.proposal.changes import Comparison
from placement.questions.proposal.findings import PairNote
from placement.questions.proposal.left_out import Attempt, Notes
from placement.questions.proposal.study import nothing
from placement.questions.proposal.trials import Bench, Trial, Whole, key_of
from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved

_SILENT = frozenset(
    {Rule.VISITS_SERVED, Rule.PREFERENCE_ORDER, Rule.WITHIN_MINUTES, Rule.HOME_LEVEL, Rule.DAYS_PER_WEEK_STEPS}
)
"""Rules that hold by how visits are sent and days are chosen: nothing to discuss."""
_AT_LEAST = frozenset({Rule.MIN_UTILISATION, Rule.MIN_DAYS_PER_WEEK, Rule.RETAINED_VOLUME})
"""Rules that ask for nothing where they ask for 0."""
_SAME = 1e-9


def whole_notes(solved: Solved) -> Notes:
    """Tries pairs on the whole proposal."""
    today = solved.today_plan or nothing(solved.instance)
    trial = Trial(solved.plan, solved.evaluation)
    return Notes(Comparison.of(Bench(solved.instance, solved.today), today, trial), Whole(solved.evaluation), {})


@dataclass(frozen=True, eq=False)
class Case:
    """One pair, seen with it and without it.

    Attributes:
        notes: tries pairs on the whole proposal.
        solved: the proposal.
        pair: indices of function and site.
        known: the notes there are, by function and site.
    """

    notes: Notes
    solved: Solved
    pair: tuple[int, int]
    known: Mapping[tuple[str, str], PairNote]

    @property
    def names(self) -> tuple[str, str]:
        """Ids of function and site."""
        instance = self.solved.instance
        return instance.function_ids[self.pair[0]], instance.site_ids[self.pair[1]]

    @property
    def comparison(self) -> Comparison:
        """The proposal beside today."""
        return self.notes.comparison

    @property
    def holds_nobody(self) -> bool:
        """Whether a clinic day there is too short for a single visit, so that no plan can be tried."""
        return Rule.CLINIC_CAPACITY in self.solved.instance.barred.get(self.pair, ())

    @cached_property
    def attempt(self) -> Attempt | None:
        """The pair added to the proposal as it is; None where it is there already or cannot be tried."""
        if self.solved.plan.open[self.pair] or self.holds_nobody:
            return None
        return self.notes.best(*self.pair)

    @cached_property
    def present(self) -> Trial:
        """The plan with the pair; the proposal where it cannot be tried."""
        return self.attempt.trial if self.attempt else self.comparison.proposal

    @cached_property
    def absent(self) -> Trial:
        """The plan without the pair: the proposal, or the proposal less the pair."""
        if not self.solved.plan.open[self.pair]:
            return self.comparison.proposal
        bench, (function, site) = self.comparison.bench, self.pair
        units = self.solved.plan.units.copy()
        users = self.solved.instance.apparatus.needed[function]
        units[users, site] = np.minimum(units[users, site], self.solved.today.units[users, site])
        draft = bench.draft(self.solved.plan, units)
        return bench.try_(draft.with_pair(function, site, is_open=False, days=0.0))

    @property
    def contrary(self) -> Trial:
        """The proposal with only this decided otherwise; the proposal itself where that cannot be tried."""
        return self.absent if self.solved.plan.open[self.pair] else self.present

    @property
    def alone(self) -> Difference | None:
        """What it costs with all else as proposed; None where that cannot be tried."""
        before, after = self.solved.evaluation, self.contrary.evaluation
        if after is before:
            return None
        return difference(self.solved.instance, before, after, self.notes.whole.new_violations(before, after))

    @property
    def blocking(self) -> tuple[RuleCheck, ...]:
        """Rules broken when the pair is added to the proposal as it is."""
        return self.attempt.blocking if self.attempt else self.note.blocking

    @cached_property
    def note(self) -> PairNote:
        """The study's note; of a hospital it has none of, one in the same words."""
        return self.known.get(self.names) or self.notes.note(*self.pair)

    # ---- rules

    def rules(self) -> Iterator[RuleNote]:
        """What says no, and then what says yes."""
        broken = {key_of(check) for check in self.blocking}
        yield from (self.rule(check, says_no=True) for check in self.blocking)
        yield from (self.rule(check, says_no=False) for check in self._touched() if key_of(check) not in broken)

    def _touched(self) -> Iterator[RuleCheck]:
        """Rules that look otherwise with the pair than without it, in the order of the rules."""
        if self.present is self.absent:
            return
        without = {key_of(check): check for check in self.absent.evaluation.checks}
        order = list(Rule)
        for check in sorted(self.present.evaluation.checks, key=lambda check: order.index(check.rule)):
            before = without.get(key_of(check))
            idle = check.need == 0 and check.rule in _AT_LEAST
            same = before is not None and abs(check.slack - before.slack) <= _SAME * max(1.0, abs(check.need))
            if not (same or idle) and check.rule not in _SILENT and check.kept and (check.binds or check.waived_by):
                yield check

    def rule(self, check: RuleCheck, *, says_no: bool) -> RuleNote:
        """A rule with the number behind it, who owns it and where it tips."""
        path, number = number_of(self.solved.instance.scenario, check)
        known = path != ""
        tips = known and check.threshold is None and not check.waived_by
        return RuleNote(
            check=check,
            says_no=says_no,
            path=path,
            quality=number.quality if number else "assumption" if known else "",
            low=number.low if number and number.low is not None else math.nan,
            high=number.high if number and number.high is not None else math.nan,
            owner=(number.owner if number else "") or check.owner,
            tipping_value=check.have if tips else math.nan,
        )
