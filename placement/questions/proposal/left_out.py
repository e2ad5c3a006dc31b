"""Why an offer is left out: the rules against each function at each site, and those that contradict a decision."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats, Instance
from placement.plan.allocate import flows
from placement.plan.phases import Situation, judge, situations
from placement.plan.plan import Plan, RuleCheck
from placement.questions.proposal.changes import Comparison
from placement.questions.proposal.findings import Change, PairNote
from placement.questions.proposal.trials import Bench, Draft, Trial, Whole
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.time_limit import in_time

PRICE = "price"
"""In place of a rule: not a rule decides but the trade-off between the aims."""

_STATIC = frozenset(
    {
        Rule.SCOPE,
        Rule.NO_NEW_HOUSES,
        Rule.ALLOWED_AT,
        Rule.PLANNING_LEVEL,
        Rule.BACKUP_HOSPITAL,
        Rule.REQUIRES_ON_SITE,
        Rule.MUST,
        Rule.MUST_NOT,
        Rule.KEEP_HOSPITAL_FUNCTIONS,
        Rule.KEEP_EXISTING_IN_HOUSES,
        Rule.OVERFLOW_HOSPITAL,
        Rule.VISITS_SERVED,
    }
)

VOLUME = frozenset(
    {Rule.MIN_VISITS, Rule.MIN_PATIENTS, Rule.MIN_DAYS_PER_WEEK, Rule.MAX_DAYS_BETWEEN, Rule.RETAINED_VOLUME}
)

_EQUIPMENT = frozenset({Rule.REQUIRED_EQUIPMENT, Rule.MIN_UTILISATION, Rule.MAX_UTILISATION})
_YES_NO = ("yes/no", 0.0, 1.0)
"""Unit, have and need of a rule that is kept or broken without a number."""
_NOTHING = 1e-9


def pair_notes(comparison: Comparison, bought: Iterable[Change], *, hospitals: bool = False) -> tuple[PairNote, ...]:
    """A note for every function at every house, and at the hospitals that have it today or in the proposal.

    Args:
        comparison: the proposal beside today.
        bought: the changes, with their prices.
        hospitals: at every other hospital too.

    Raises:
        OutOfTimeError: there is no time for all of them.
    """
    whole = Whole(comparison.proposal.evaluation)
    changes = {(change.function, change.site): change for change in bought}
    functions = range(len(comparison.bench.instance.function_ids))
    in_time()
    parts = (comparison.part(function).comparison for function in functions)
    return tuple(note for part in parts for note in Notes(part, whole, changes).all_notes(hospitals=hospitals))


def notes_at(comparison: Comparison, bought: Iterable[Change], site: int) -> tuple[PairNote, ...]:
    """A note for every function at one site; the arguments are those of ``pair_notes``."""
    whole = Whole(comparison.proposal.evaluation)
    changes = {(change.function, change.site): change for change in bought}
    parts = (comparison.part(f).comparison for f in range(len(comparison.bench.instance.function_ids)))
    return tuple(Notes(part, whole, changes).note(0, site) for part in parts)


def order_of(rule: Rule) -> int:
    """Rank by which a broken rule counts as the reason: static rules, volume, equipment, then shared resources."""
    for position, rules in enumerate((_STATIC, VOLUME, _EQUIPMENT)):
        if rule in rules:
            return position
    return 3


def relative_shortfall(check: RuleCheck) -> float:
    """How far a broken rule is from being kept, as a share of what it asks; 1 where it asks for 0."""
    return -check.slack / abs(check.need) if abs(check.need) > _NOTHING else 1.0


def deciding(blocking: Sequence[RuleCheck]) -> str:
    """The rule that decides: the first by ``order_of`` and, of as many, the furthest from being kept."""
    if not blocking:
        return PRICE
    return str(min(blocking, key=lambda check: (order_of(check.rule), -relative_shortfall(check))).rule)


@dataclass(frozen=True, eq=False)
class Attempt:
    """A pair added to the proposal with some days.

    Attributes:
        trial: the plan with the pair, and the judge's word on it.
        days: clinic days a week.
        blocking: rules newly broken.
        minutes: change of the citizen aim, minutes a year both ways.
        money_per_minute: price of a saved minute, lost quality at its price included; NaN where none is saved.
    """

    trial: Trial
    days: float
    blocking: tuple[RuleCheck, ...]
    minutes: float
    money_per_minute: float

    @property
    def shortfall(self) -> float:
        """Largest relative shortfall over the newly broken rules; 0 without any."""
        return max((relative_shortfall(check) for check in self.blocking), default=0.0)

    @property
    def rank(self) -> tuple[int, float, float]:
        """Sort key: fewest rules broken, then the smallest shortfall, then the cheapest minute."""
        dear = math.inf if math.isnan(self.money_per_minute) else self.money_per_minute
        return len(self.blocking), self.shortfall, dear


class Notes:
    """Makes the notes of one function, in its part of the scenario, where its index is 0."""

    def __init__(self, part: Comparison, whole: Whole, bought: Mapping[tuple[str, str], Change]) -> None:
        self.comparison = part
        self.bench: Bench = part.bench
        self.instance: Instance = part.bench.instance
        self.proposal: Trial = part.proposal
        self.whole = whole
        self.bought = bought
        self.draft: Draft = part.bench.draft(part.proposal.plan)

    def all_notes(self, *, hospitals: bool = False) -> Iterator[PairNote]:
        """The notes at houses, and at hospitals that have the function; with ``hospitals`` at every one."""
        open_ = self.proposal.plan.open[0] | self.bench.today.open[0]
        for site in np.flatnonzero(open_ | ~self.instance.is_hospital | hospitals):
            in_time()
            yield self.note(0, int(site))

    def note(self, function: int, site: int) -> PairNote:
        """The note of one pair."""
        if self.proposal.plan.open[function, site]:
            return self._open(function, site)
        if (function, site) in self.instance.barred and not self.instance.allowed[function, site]:
            return self._barred(function, site)
        return self._tried(function, site)

    # ---- pairs that are open in the proposal

    def _open(self, function: int, site: int) -> PairNote:
        names = self.instance.function_ids[function], self.instance.site_ids[site]
        visits = float(self.proposal.evaluation.volume[function, site])
        change = self.bought.get(names)
        return PairNote(
            *names,
            recommended=True,
            change="kept" if self.bench.today.open[function, site] else "new",
            deciding_limit=self._deciding_open(function, site),
            blocking=(),
            visits=visits,
            days=float(self.proposal.evaluation.days[function, site]),
            tipping_value=visits if self.bench.minimum_visits(function, site) > 0 else math.nan,
            money_per_minute=change.money_per_minute if change else math.nan,
            minutes_per_year=0.0,
            shortfall=0.0,
        )

    def _deciding_open(self, function: int, site: int) -> str:
        if self.instance.must[function, site]:
            return str(Rule.MUST)
        if self.bench.today.open[function, site]:
            return "" if self._stays_anyway(function, site) else PRICE
        return self._what_limits_days(function, site)

    def _stays_anyway(self, function: int, site: int) -> bool:
        if self.instance.is_hospital[site]:
            return bool(self.instance.hospital_fixed[function])
        return self.instance.scenario.policy.existing_in_houses != "free"

    def _what_limits_days(self, function: int, site: int) -> str:
        """The rule that forbids more days where a new offer's days hold too few visits; else the price."""
        evaluation = self.proposal.evaluation
        sent, held = float(evaluation.sent[function, site]), float(evaluation.capacity[function, site])
        if sent <= held * (1 + _NOTHING):
            return PRICE
        days = float(self.proposal.plan.days[function, site])
        more = self._next_days(function, days)
        trial = self.bench.try_(self.draft.with_pair(function, site, is_open=True, days=more))
        return deciding(self.whole.new_violations(evaluation, trial.evaluation))

    def _next_days(self, function: int, days: float) -> float:
        steps = self.instance.clinics.steps(function, days + 1)
        return min((step for step in steps if step > days + _NOTHING), default=days)

    # ---- pairs that cannot be open

    def _barred(self, function: int, site: int) -> PairNote:
        rules = self.instance.barred[function, site]
        if self.bench.today.open[function, site]:
            rules = (Rule.MUST_NOT,)
        blocking = tuple(self._static(rule, function, site) for rule in rules)
        return PairNote(
            self.instance.function_ids[function],
            self.instance.site_ids[site],
            recommended=False,
            change=self._change(function, site),
            deciding_limit=str(rules[0]),
            blocking=blocking,
            visits=self._would_come(function, site),
            days=0.0,
            tipping_value=math.nan,
            money_per_minute=math.nan,
            minutes_per_year=math.nan,
            shortfall=max(relative_shortfall(check) for check in blocking),
        )

    def _change(self, function: int, site: int) -> str:
        return "closed" if self.bench.today.open[function, site] else "none"

    def _static(self, rule: Rule, function: int, site: int) -> RuleCheck:
        names = self.instance.function_ids[function], self.instance.site_ids[site]
        unit, have, need = _YES_NO
        scenario = self.instance.scenario
        owner = scenario.policy.rule_owners.get(rule, "")
        limit = scenario.functions[names[0]].backup_hospital_within_minutes
        if rule is Rule.BACKUP_HOSPITAL and limit is not None:
            unit, have, need = "minutes", float(self.instance.travel.parent_minutes[site]), limit.value
            owner = limit.owner or owner
        elif rule is Rule.CLINIC_CAPACITY:
            unit, have = "visits/day", float(self.instance.clinics.visits_per_day[function, site])
        elif rule is Rule.MUST_NOT:
            have, need = 1.0, 0.0
            owner = scenario.policy.placements[names[0]][names[1]].decided_by or owner
        slack = have - need if rule not in (Rule.BACKUP_HOSPITAL, Rule.MUST_NOT) else need - have
        return RuleCheck(rule, *names, "", have, need, slack, unit, owner=owner)

    def _would_come(self, function: int, site: int) -> float:
        """Movable visits a year that would come if the pair were open, with no limit of days."""
        return float(self._share_attracted(function, site) @ self._movable(function))

    def _movable(self, function: int) -> Floats:
        return self.bench.movable(function, int(self.proposal.plan.home_level[function]))

    def _share_attracted(self, function: int, site: int) -> Floats:
        """``(U,)`` share of each unit's movable visits that would come if the site were open too."""
        open_ = self.proposal.plan.open[function].copy()
        open_[site] = True
        if not self.instance.follows_order(function):
            return self._allocation(function, site)[:, site]
        reachable = open_ & np.isfinite(self.instance.travel.minutes)
        rank = np.where(reachable, self.instance.travel.rank[function], np.iinfo(np.int16).max)
        best = reachable & (rank == rank.min(axis=1, keepdims=True))
        return np.asarray(best[:, site] / np.maximum(best.sum(axis=1), 1), dtype=np.float64)

    # ---- pairs that could be open

    def _tried(self, function: int, site: int) -> PairNote:
        best = self.best(function, site)
        visits = float(best.trial.evaluation.volume[function, site])
        return PairNote(
            self.instance.function_ids[function],
            self.instance.site_ids[site],
            recommended=False,
            change=self._change(function, site),
            deciding_limit=deciding(best.blocking),
            blocking=best.blocking,
            visits=visits,
            days=float(best.trial.evaluation.days[function, site]),
            tipping_value=visits if self.bench.minimum_visits(function, site) > 0 else math.nan,
            money_per_minute=best.money_per_minute,
            minutes_per_year=best.minutes,
            shortfall=best.shortfall,
        )

    def best(self, function: int, site: int) -> Attempt:
        """The pair added to the proposal, with the days that rank best (``Attempt.rank``)."""
        attempts = [self._attempt(function, site, days) for days in self._days_to_try(function, site)]
        return min(attempts, key=lambda attempt: attempt.rank)

    def _days_to_try(self, function: int, site: int) -> Iterable[float]:
        """Days that hold all who would come and, where overflow is allowed, days that just meet the minimum."""
        if self.instance.is_hospital[site]:
            return (0.0,)
        coming = self._would_come(function, site)
        everybody = self.bench.days_for(function, site, coming)
        if self.instance.clinics.expand[function]:
            return (everybody,)
        least = min(coming, self.bench.minimum_visits(function, site))
        return sorted({everybody, self.bench.days_for(function, site, least)})

    def _attempt(self, function: int, site: int, days: float) -> Attempt:
        draft = self.draft.with_pair(function, site, is_open=True, days=days)
        if not self.instance.follows_order(function):
            draft = draft.with_allocation(function, self._allocation(function, site))
        trial = self.bench.try_(draft)
        worth = self.bench.worth(self.proposal.evaluation.objectives, trial.evaluation.objectives)
        blocking = self.whole.new_violations(self.proposal.evaluation, trial.evaluation)
        return Attempt(trial, days, blocking, worth.minutes, worth.money_per_minute)

    def _allocation(self, function: int, site: int) -> Floats:
        """``(U, S)`` allocation with the site added: who gets nearer, then others until the minimum is met."""
        shares: Floats = self.proposal.plan.assign[function]
        minutes = self.instance.travel.minutes
        finite = np.where(np.isfinite(minutes), minutes, 0.0)
        extra = minutes[:, site] - (shares * finite).sum(axis=1)
        moving = self._who_moves(function, site, extra)
        added = np.where(moving[:, None], 0.0, shares)
        added[moving, site] = 1.0
        return added

    def _who_moves(self, function: int, site: int, extra: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """``(U,)`` whether a unit is allocated to a new site: nearer ones first, as far as the region may allocate."""
        minutes, movable = self.instance.travel.minutes, self._movable(function)
        open_ = self.proposal.plan.open[function].copy()
        open_[site] = True
        nearest = np.where(open_[None, :], minutes, np.inf).min(axis=1)
        within = np.isfinite(minutes[:, site]) & (movable > 0)
        within &= minutes[:, site] <= nearest + self.instance.within_minutes(function)
        minimum = self.bench.minimum_visits(function, site)
        moving = np.zeros(len(movable), dtype=bool)
        gathered = 0.0
        for unit in np.argsort(extra, kind="stable"):
            if within[unit] and (extra[unit] < 0 or gathered < minimum):
                moving[unit] = True
                gathered += float(movable[unit])
        return moving


def contradictions(scenario: Scenario) -> tuple[RuleCheck, ...]:
    """The rules broken when every ``must`` and ``must_not`` is put into force and all else is as today.

    Of the first phase in which any rule is broken, else those between phases. Empty where none is: then the
    contradiction lies in what has not been decided.
    """
    parts = situations(scenario)
    tried = [_decided(part) for part in parts]
    within = next((trial.evaluation.violations for trial in tried if trial.evaluation.violations), ())
    between = (check for check in judge(parts, tuple(trial.plan for trial in tried)).links if check.violated)
    return within or tuple(between)


def _decided(part: Situation) -> Trial:
    instance = part.instance
    bench = Bench(instance, part.today)
    start = _hospitals_only(bench) if part.today_plan is None else bench.draft(part.today_plan)
    open_ = (start.open | instance.must) & ~instance.must_not
    days = np.where(open_, start.days, 0.0)
    sent = flows(instance, open_, days, start.home_level, bench.fill(start).assign if bench.allocated else None).sent
    for f, s in np.argwhere(open_ & ~start.open & ~instance.is_hospital).tolist():
        days[f, s] = bench.days_for(f, s, float(sent[f, s]))
    decided = Draft(open_, days, start.home_level, start.units, start.allocated)
    return bench.try_(decided)


def _hospitals_only(bench: Bench) -> Draft:
    functions, _, sites = bench.instance.shape
    shape, level = (functions, sites), np.zeros(functions, dtype=np.int64)
    units = np.zeros((len(bench.instance.equipment_ids), sites), dtype=np.int64)
    hospitals = np.broadcast_to(bench.instance.is_hospital, shape) & bench.instance.allowed
    return bench.draft(Plan(hospitals, np.zeros(shape), units, level, np.zeros(bench.instance.shape)))
