"""Why a function is, or is not, at a site; and what it would cost to insist on the contrary."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.errors import UsageError
from placement.instance.instance import Instance
from placement.plan.evaluation import RuleCheck
from placement.scenario.load import Loaded
from placement.scenario.paths import nearest
from placement.scenario.rules import Rule
from placement.solve.result import Options, Progress, Solved
from placement.solve.run import Live
from placement.study.changes import Comparison
from placement.study.contract import KnifeEdge, PairNote, Study
from placement.study.explanation import AreaNote, Explanation, Price, RuleNote
from placement.study.insist import Question, difference
from placement.study.knife_edge import knife_edges
from placement.study.pairs import Attempt, Notes, deciding
from placement.study.part import Whole, key_of
from placement.study.remedies import Remedies, number_of
from placement.study.study import nothing
from placement.study.trials import Bench, Trial

_SILENT = frozenset(
    {Rule.VISITS_SERVED, Rule.PREFERENCE_ORDER, Rule.WITHIN_MINUTES, Rule.HOME_LEVEL, Rule.DAYS_PER_WEEK_STEPS}
)
"""Rules that hold by how visits are sent and days are chosen: nothing to discuss."""
_AT_LEAST = frozenset({Rule.MIN_UTILISATION, Rule.MIN_DAYS_PER_WEEK, Rule.RETAINED_VOLUME})
"""Rules that ask for nothing where they ask for 0."""
_SAME = 1e-9
_LEAST_VISITS = 1e-6


def explain(
    live: Live,
    loaded: Loaded,
    study: Study,
    function: str,
    site: str,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Explanation:
    """Explain one pair.

    Args:
        live: the proposal, kept ready for questions.
        loaded: its scenario.
        study: what is said beside the proposal.
        function: id of the function.
        site: id of the site.
        options: how to solve; those of the proposal where nothing is said.
        progress: called with each line of progress.
        stop: set it to end the search and keep the best plan so far.

    Raises:
        UsageError: a name the scenario does not have, or a scenario with phases.
        NoPlanError: a search stopped before any plan was found.
    """
    check_names(live.solved.instance, function, site)
    question = Question(live, loaded, function, site, options or live.solved.options, progress, stop)
    return _Case(question, study).explanation()


def check_names(instance: Instance, function: str, site: str) -> None:
    """Refuse a function or site that the scenario does not have.

    Raises:
        UsageError: with the nearest name, or with all of them.
    """
    for kind, name, known in (("function", function, instance.function_ids), ("site", site, instance.site_ids)):
        if name not in known:
            near = nearest(name, known)
            hint = f"Did you mean '{near}'?" if near else f"There are: {', '.join(known)}."
            raise UsageError(f"there is no {kind} '{name}' in the scenario. {hint}")


@dataclass(frozen=True, eq=False)
class _Case:
    """One pair, seen with it and without it."""

    question: Question
    study: Study

    def explanation(self) -> Explanation:
        """Everything that is said of the pair."""
        question, note = self.question, self.note
        return Explanation(
            function=question.function,
            site=question.site,
            note=note,
            rules=tuple(self._rules()),
            areas=tuple(sorted(self._areas(), key=lambda area: -area.visits)),
            edges=self._edges(),
            price=self._price(),
            remedies=() if note.recommended else tuple(self._remedies().all()),
            alternative=alternative(self.study.pairs, question.function, question.site),
        )

    def _price(self) -> Price:
        """Alone, and with all else decided again."""
        question, proposal = self.question, self.solved.evaluation
        price = question.forced_out() if self.note.recommended else question.forced_in(self.blocking)
        other = self.absent if self.note.recommended else self.present
        if other.evaluation is proposal:
            return price
        broken = Whole(proposal).new_violations(proposal, other.evaluation)
        return replace(price, alone=difference(self.solved.instance, proposal, other.evaluation, broken))

    @property
    def solved(self) -> Solved:
        """The proposal."""
        return self.question.live.solved

    @cached_property
    def comparison(self) -> Comparison:
        """The proposal beside today."""
        solved = self.solved
        today = solved.today_plan or nothing(solved.instance)
        return Comparison.of(Bench(solved.instance, solved.today), today, Trial(solved.plan, solved.evaluation))

    @cached_property
    def notes(self) -> Notes:
        """Tries pairs on the whole scenario."""
        return Notes(self.comparison, Whole(self.solved.evaluation), {})

    @property
    def holds_nobody(self) -> bool:
        """Whether a clinic day there is too short for a single visit, so that no plan can be tried."""
        return Rule.CLINIC_CAPACITY in self.solved.instance.barred.get(self.question.pair, ())

    @cached_property
    def attempt(self) -> Attempt | None:
        """The pair added to the proposal as it is; None where it is there already or cannot be tried."""
        if self.solved.plan.open[self.question.pair] or self.holds_nobody:
            return None
        return self.notes.best(*self.question.pair)

    @cached_property
    def present(self) -> Trial:
        """The plan with the pair; the proposal where it cannot be tried."""
        return self.attempt.trial if self.attempt else self.comparison.proposal

    @cached_property
    def absent(self) -> Trial:
        """The plan without the pair: the proposal, or the proposal less the pair."""
        if not self.solved.plan.open[self.question.pair]:
            return self.comparison.proposal
        bench, (function, site) = self.comparison.bench, self.question.pair
        units = self.solved.plan.units.copy()
        users = self.solved.instance.apparatus.needed[function]
        units[users, site] = np.minimum(units[users, site], self.solved.today.units[users, site])
        draft = bench.draft(self.solved.plan, units)
        return bench.try_(draft.with_pair(function, site, is_open=False, days=0.0))

    @property
    def blocking(self) -> tuple[RuleCheck, ...]:
        """Rules broken when the pair is added to the proposal as it is."""
        return self.attempt.blocking if self.attempt else self.note.blocking

    @cached_property
    def note(self) -> PairNote:
        """The study's note; of a hospital it has none of, one in the same words."""
        names = self.question.function, self.question.site
        known = next((note for note in self.study.pairs if (note.function, note.site) == names), None)
        return known or self._own_note()

    def _own_note(self) -> PairNote:
        attempt = self.notes.best(*self.question.pair)
        return PairNote(
            self.question.function,
            self.question.site,
            recommended=False,
            change="none",
            deciding_limit=deciding(attempt.blocking),
            blocking=attempt.blocking,
            visits=float(attempt.trial.evaluation.volume[self.question.pair]),
            days=attempt.days,
            tipping_value=math.nan,
            dkk_per_minute=attempt.dkk_per_minute,
            minutes_per_year=attempt.minutes,
            shortfall=attempt.shortfall,
        )

    # ---- rules

    def _rules(self) -> Iterator[RuleNote]:
        """What says no, and then what says yes."""
        broken = {key_of(check) for check in self.blocking}
        yield from (self._rule(check, says_no=True) for check in self.blocking)
        yield from (self._rule(check, says_no=False) for check in self._touched() if key_of(check) not in broken)

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

    def _rule(self, check: RuleCheck, *, says_no: bool) -> RuleNote:
        scenario = self.solved.instance.scenario
        path, number = number_of(scenario, check)
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

    # ---- people

    def _areas(self) -> Iterator[AreaNote]:
        """Areas that send visits to the site."""
        f, s = self.question.pair
        instance = self.solved.instance
        visits = self.present.evaluation.seen[f, :, s]
        minutes = instance.travel.minutes
        before = self.absent.evaluation.seen[f]
        otherwise = (np.where(before > 0, minutes, 0.0) * before).sum(axis=1)
        for area in np.unique(instance.unit_area[visits > _LEAST_VISITS]).tolist():
            units = instance.unit_area == area
            here = float(visits[units].sum())
            seen = float(before[units].sum())
            name = instance.area_ids[area]
            yield AreaNote(
                area=name,
                people=float(instance.scenario.areas.rows[name].people),
                visits=here,
                minutes_here=float((visits * np.where(visits > 0, minutes[:, s], 0.0))[units].sum() / here),
                minutes_otherwise=float(otherwise[units].sum() / seen) if seen > 0 else math.nan,
            )

    def _edges(self) -> tuple[KnifeEdge, ...]:
        """Areas between this site and another, with the pair in place."""
        instance, trial = self.solved.instance, self.present
        found = knife_edges(instance, trial.plan, trial.evaluation, ())
        return tuple(
            edge
            for edge in found
            if edge.function == self.question.function and self.question.site in (edge.site, edge.next_site)
        )

    def _remedies(self) -> Remedies:
        return Remedies(
            self.comparison, *self.question.pair, self.blocking, self.attempt, self.solved.implied_dkk_per_minute
        )


def alternative(pairs: tuple[PairNote, ...], function: str, site: str) -> PairNote | None:
    """The other house without the function that is nearest to taking it in: fewest rules broken, then the least.

    Houses that a static rule bars are left out; None where no house is left.
    """
    others = [
        note
        for note in pairs
        if note.function == function and note.site != site and note.change == "none" and note.days > 0
    ]
    return min(others, key=_nearness, default=None)


def _nearness(note: PairNote) -> tuple[int, float, float, str]:
    dear = math.inf if math.isnan(note.dkk_per_minute) else note.dkk_per_minute
    return len(note.blocking), note.shortfall, dear, note.site
