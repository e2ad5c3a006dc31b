"""One function at one site, in the proposal with it and without it: the rules it meets, and what would let it in.

Everything here is evaluated, not solved: the rest of the proposal stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from placement.instance.instance import Instance
from placement.plan.plan import RuleCheck
from placement.questions.explain.break_even import BreakEven
from placement.questions.explain.price import Difference, difference
from placement.questions.proposal.changes import Comparison
from placement.questions.proposal.findings import PairNote
from placement.questions.proposal.left_out import Attempt, Notes
from placement.questions.proposal.study import compared_with_today
from placement.questions.proposal.trials import Bench, Trial, Whole, key_of
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.repair import rounded, threshold_path
from placement.solve.result import Solved

_SILENT = frozenset(
    {Rule.VISITS_SERVED, Rule.PREFERENCE_ORDER, Rule.WITHIN_MINUTES, Rule.HOME_LEVEL, Rule.DAYS_PER_WEEK_STEPS}
)
"""Rules that every plan keeps by the way visits are sent and days are chosen; they are not listed."""
_AT_LEAST = frozenset({Rule.MIN_UTILISATION, Rule.MIN_DAYS_PER_WEEK, Rule.RETAINED_VOLUME})
"""Rules that ask for nothing where the bound is 0; they are not listed then."""
_VISITS = frozenset({Rule.MIN_VISITS, Rule.MIN_PATIENTS, Rule.MIN_UTILISATION})
"""Rules that more visits would mend."""
_DECISIONS = {
    Rule.MUST_NOT: "policy.placements.{function}.{site}",
    Rule.NO_NEW_HOUSES: "policy.no_new_houses",
    Rule.SCOPE: "sites.{site}.scope",
}
"""Rules without a number that somebody has decided, and where the decision is written."""
_SAME = 1e-9
"""Slacks that differ by less, relative to the bound, are the same."""


@dataclass(frozen=True)
class RuleNote:
    """One rule that the pair meets.

    Attributes:
        check: the rule, its value with the pair open, what is needed, and the slack.
        says_no: whether it is broken when the pair is added to the proposal as it is.
        path: dotted path of its number; empty where it has none.
        quality: ``sourced``, ``derived`` or ``assumption``; empty without a number.
        low, high: the range stated for the number; NaN where there is none.
        owner: who owns the rule; empty where nobody is named.
        tipping_value: value of the number at which the rule's answer changes, in the unit of the check; NaN without a
            number and where today's offers are exempt.
    """

    check: RuleCheck
    says_no: bool
    path: str
    quality: str
    low: float
    high: float
    owner: str
    tipping_value: float


@dataclass(frozen=True)
class Remedy:
    """One change that would let the pair in, or would contribute to it.

    Attributes:
        kind: ``threshold`` (a number of the scenario), ``decision``, ``rule`` (without a number), ``demand`` (more
            visits from where the patients live), ``home`` (another ceiling of the share at home), ``minute`` (what a
            saved minute may cost at least) or ``cheaper_minute`` (what it may cost at most).
        rule: the rule that says no; empty where none is meant.
        path: dotted path of what changes; empty where it has none.
        before, after: its values; for ``demand`` 1 and the factor.
        unit: of the values.
        enough: whether this alone would do. For a proposal found by prices this was tried: solved with it, the pair is
            in the plan. For other methods it is the judge's word that no rule says no any more, and for ``minute``
            whether it would pay.
        allowed: whether no rule says no any more, with all else as in the proposal.
        tried: whether it was solved with it.
    """

    kind: str
    rule: str
    path: str
    before: float
    after: float
    unit: str
    enough: bool
    allowed: bool = False
    tried: bool = False


def whole_notes(solved: Solved) -> Notes:
    """Notes that evaluate pairs in the whole proposal, not in one function's part of it."""
    return Notes(compared_with_today(solved), Whole(solved.evaluation), {})


@dataclass(frozen=True, eq=False)
class Case:
    """One pair, in the proposal with it and without it.

    Attributes:
        notes: evaluates pairs in the whole proposal.
        solved: the proposal.
        pair: indices of function and site.
        known: the study's notes, by function and site.
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

    def is_in(self, solved: Solved) -> bool:
        """Whether another plan of the same scenario has the pair."""
        return bool(solved.plan.open[self.pair])

    @property
    def comparison(self) -> Comparison:
        """The proposal beside today."""
        return self.notes.comparison

    @property
    def holds_nobody(self) -> bool:
        """Whether a clinic day at the site is too short for a single visit, so that no plan can be tried."""
        return Rule.CLINIC_CAPACITY in self.solved.instance.barred.get(self.pair, ())

    @cached_property
    def attempt(self) -> Attempt | None:
        """The pair added to the proposal as it is; None where it is open already or cannot be tried."""
        if self.solved.plan.open[self.pair] or self.holds_nobody:
            return None
        return self.notes.best(*self.pair)

    @cached_property
    def present(self) -> Trial:
        """The plan with the pair; the proposal where it cannot be tried."""
        return self.attempt.trial if self.attempt else self.comparison.proposal

    @cached_property
    def absent(self) -> Trial:
        """The plan without the pair: the proposal, or the proposal with the pair closed."""
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
        """The proposal with only this pair decided otherwise; the proposal itself where that cannot be tried."""
        return self.absent if self.solved.plan.open[self.pair] else self.present

    @property
    def alone(self) -> Difference | None:
        """The difference made by deciding the pair otherwise, all else as proposed; None where it cannot be tried."""
        before, after = self.solved.evaluation, self.contrary.evaluation
        if after is before:
            return None
        broken = self.notes.whole.new_violations(before, after)
        return difference(self.solved.instance, before, after, broken, self.solved.prices)

    @property
    def blocking(self) -> tuple[RuleCheck, ...]:
        """Rules broken when the pair is added to the proposal as it is."""
        return self.attempt.blocking if self.attempt else self.note.blocking

    @cached_property
    def note(self) -> PairNote:
        """The study's note on the pair; one made now where the study has none, as for hospitals."""
        return self.known.get(self.names) or self.notes.note(*self.pair)

    # ---- rules

    def rules(self) -> Iterator[RuleNote]:
        """The rules that are broken with the pair added, then those kept whose slack changes."""
        broken = {key_of(check) for check in self.blocking}
        yield from (self.rule(check, says_no=True) for check in self.blocking)
        yield from (self.rule(check, says_no=False) for check in self._touched() if key_of(check) not in broken)

    def _touched(self) -> Iterator[RuleCheck]:
        """Kept rules whose slack differs with the pair, in the order of ``Rule``."""
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
        """A rule with the number behind it, its owner, and the value at which its answer changes."""
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


def number_of(scenario: Scenario, check: RuleCheck) -> tuple[str, Quantity | None]:
    """Dotted path of the number behind a check, and the number; an empty path where the rule has none."""
    if check.rule is Rule.BACKUP_HOSPITAL and check.function:
        path = f"functions.{check.function}.backup_hospital_within_minutes"
    else:
        path = threshold_path(scenario, check)
    stands: Any = scenario
    for key in path.split(".") if path else ():
        stands = stands.get(key) if isinstance(stands, Mapping) else getattr(stands, key, None)
    return path, stands if isinstance(stands, Quantity) else None


@dataclass(frozen=True, eq=False)
class Remedies:
    """What would have to change before one pair could be in the proposal, one change at a time.

    Attributes:
        comparison: the proposal beside today.
        function, site: indices.
        blocking: rules broken when the pair is added to the proposal as it is.
        attempt: that plan; None where it cannot be tried.
        implied_price_per_minute: the price of a minute by the weights; None where they do not give one.
        break_even: at which prices of a minute the pair is in; None where the proposal was found without prices.
        by_prices: whether it was found by prices.
    """

    comparison: Comparison
    function: int
    site: int
    blocking: tuple[RuleCheck, ...]
    attempt: Attempt | None
    implied_price_per_minute: float | None
    break_even: BreakEven | None = None
    by_prices: bool = False

    def all(self) -> Iterator[Remedy]:
        """Numbers and decisions first, then more visits, then fewer at home, then the price of a minute.

        For a proposal found by prices nothing counts as enough before it is tried (see `Remedy.enough`).
        """
        rules = (self._of_rule(check) for check in self.blocking)
        for remedy in (*rules, *self._more_visits(), *self._less_at_home()):
            yield replace(remedy, allowed=remedy.enough, enough=remedy.enough and not self.by_prices)
        yield from self._other_price() if self.by_prices else self._dearer_minute()

    def _other_price(self) -> Iterator[Remedy]:
        """The nearest prices of a minute, above and below, at which the pair was found in the plan."""
        found = self.break_even
        if found is None:
            return
        for kind, price in (("minute", found.enough), ("cheaper_minute", found.cheap_enough)):
            if math.isfinite(price):
                path = "objectives.prices.minute"
                yield Remedy(kind, "", path, found.price, price, "DKK/minute", enough=True, allowed=True, tried=True)

    @property
    def _instance(self) -> Instance:
        return self.comparison.bench.instance

    def _of_rule(self, check: RuleCheck) -> Remedy:
        """Another value of the rule's number; where it has none, another decision, or setting the rule aside."""
        path, number = number_of(self._instance.scenario, check)
        alone = len(self.blocking) == 1
        if path and math.isfinite(check.have):
            before = number.value if number else check.need
            after = math.ceil(check.have) if check.rule is Rule.BACKUP_HOSPITAL else rounded(check)
            return Remedy("threshold", check.rule, path, before, after, check.unit, alone)
        kind = "decision" if check.rule in _DECISIONS else "rule"
        where = _DECISIONS.get(check.rule, "").format(function=check.function, site=check.site)
        return Remedy(kind, check.rule, where, check.need, check.have, check.unit, alone)

    def _more_visits(self) -> Iterator[Remedy]:
        """The factor on visits from the areas that would come at which every minimum is reached."""
        short = [check for check in self.blocking if check.rule in _VISITS and check.have > 0]
        if not short or self.attempt is None:
            return
        check = max(short, key=lambda check: check.need / check.have)
        factor = check.need / check.have
        enough = not self._tried(self._grown(factor))
        yield Remedy("demand", check.rule, "", 1.0, factor, "factor", enough)

    def _grown(self, factor: float) -> Instance:
        """The scenario with ``factor`` times the visits from the demand units that would come."""
        instance = self._instance
        coming = self.attempt.trial.evaluation.seen[self.function, :, self.site] > 0 if self.attempt else False
        visits = instance.demand.visits.copy()
        visits[self.function] = np.where(coming, visits[self.function] * factor * (1 + 1e-9), visits[self.function])
        return replace(instance, demand=replace(instance.demand, visits=visits))

    def _tried(self, instance: Instance, level: int | None = None) -> tuple[RuleCheck, ...]:
        """Rules that the pair newly breaks in another scenario, or with another level at home."""
        bench = Bench(instance, self.comparison.bench.today, self.comparison.bench.lost_visit_price)
        plan = self.comparison.proposal.plan
        draft = bench.draft(plan)
        proposal: Trial = bench.try_(draft if level is None else draft.with_home(self.function, level))
        comparison = Comparison(bench, self.comparison.today, proposal, ())
        notes = Notes(comparison, Whole(proposal.evaluation), {})
        return notes.best(self.function, self.site).blocking

    def _less_at_home(self) -> Iterator[Remedy]:
        """Each lower share at home that may be chosen, where visits are lacking."""
        if self.attempt is None or not any(check.rule in _VISITS for check in self.blocking):
            return
        ceilings = self._instance.demand.home_ceiling[self.function]
        level = int(self.comparison.proposal.plan.home_level[self.function])
        now = float(ceilings[level])
        for other in np.argsort(ceilings)[::-1].tolist():
            if ceilings[other] < now:
                enough = not self._tried(self._instance, other)
                yield Remedy("home", "", "", now, float(ceilings[other]), "share", enough)

    def _dearer_minute(self) -> Iterator[Remedy]:
        """The price a saved minute would need, where no rule says no."""
        if self.blocking or self.attempt is None or not math.isfinite(self.attempt.money_per_minute):
            return
        implied = math.nan if self.implied_price_per_minute is None else self.implied_price_per_minute
        price = self.attempt.money_per_minute
        yield Remedy("minute", "", "", implied, price, "DKK/minute", price > 0)
