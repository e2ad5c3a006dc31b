"""Every function at every site: which rule decides, where it tips, and what it would cost to decide the contrary.

The price is exact where the scenario is solved again with the pair decided the other way. That takes a model and a
search for nearly every pair, so it is done for those that came closest, as long as there is time. For the rest the
price is an interval (``relaxation``): the linear relaxation is its low end, and the proposal with only this pair
decided otherwise, where it keeps the rules, its high end.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from placement.errors import InfeasibleError, Message, NoPlanError, UsageError
from placement.instance.instance import Instance
from placement.model.decisions import certain_pairs
from placement.plan.plan import RuleCheck
from placement.questions.explain.break_even import Asking, Budget, Span, spans_of, tight
from placement.questions.explain.case import Case, RuleNote, whole_notes
from placement.questions.explain.price import Difference, Displaced, Place, Question, difference, displaced
from placement.questions.explain.study import nearness
from placement.questions.pairs.relaxation import Alone, Relaxation, never
from placement.questions.proposal.changes import changes
from placement.questions.proposal.findings import PairNote
from placement.questions.proposal.left_out import Notes, pair_notes
from placement.scenario.load import Loaded
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import PRINTED, Options, Progress, Solved, Status
from placement.solve.run import Live
from placement.solve.scalarisation import HOLD, question_of, span_of
from placement.solve.scarce import Worths, worths
from placement.solve.staircase import Staircase

TIMES = 30
"""Without a time limit all pairs together may take so many times what building and solving the proposal took."""
LEAST_SECONDS = 20.0
"""Without a time limit they may take this long in any case."""
STAIRS_SHARE = 0.35
"""At most this share of a time limit goes to the staircase of prices."""
SCARCE_SHARE = 0.2
"""At most this share of a time limit goes to what the scarce things are worth."""
SCARCE_SECONDS = 20.0
"""So much without a time limit."""
EXACT_SHARE = 0.2
"""At least this share of the time is kept for solving again; bounds come first."""
PHASES = Message("a scenario with phases cannot be explained pair by pair; leave out the phases.")


class Kind(StrEnum):
    """How a price is known."""

    EXACT = "exact"
    """Solved again, to the asked gap."""
    BOUND = "bound"
    """An interval: its low end is proven, its high end is a plan's; either may be missing."""
    NONE = "none"
    """No plan does it."""


@dataclass(frozen=True, eq=False)
class PairPrice:
    """The price of deciding a pair otherwise, as an interval.

    Attributes:
        forced: ``in`` or ``out``.
        kind: how it is known.
        low, high: the best plan with the pair decided otherwise is worse than the best plan by at least and at most so
            much, by the proposal's own measure, as a share of the range or, where it was found by prices, in DKK a
            year; -inf and inf where nothing is known, both inf where there is no plan.
        waived: rules set aside for the pair, and where their exceptions are written.
        solved: what the plan costs and gives more than the proposal; of exact prices alone.
        displaced: what else is decided otherwise in it.
        least: smaller differences are none.
    """

    forced: str
    kind: Kind
    low: float
    high: float
    waived: tuple[Place, ...] = ()
    solved: Difference | None = None
    displaced: tuple[Displaced, ...] = ()
    least: float = HOLD

    @property
    def proven(self) -> bool:
        """Whether a difference is proven: whether the interval leaves out 0."""
        return self.low > self.least or self.high < -self.least

    @property
    def unit(self) -> str:
        """Of the ends: ``share`` of the range, or ``DKK/year``."""
        return "share" if self.least == HOLD else "DKK/year"

    @property
    def unknown(self) -> bool:
        """Whether there was no time to find out anything."""
        return self.low == -math.inf and self.high == math.inf


@dataclass(frozen=True, eq=False)
class PairRow:
    """One function at one site.

    Attributes:
        note: what decides it.
        rule: the deciding rule and its number; of a pair in the proposal its own rule with the least room; None where
            there is none.
        price: of deciding it otherwise.
        spans: prices of a minute at which the best plan has it, as far as they are known.
    """

    note: PairNote
    rule: RuleNote | None
    price: PairPrice
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, eq=False)
class PairTable:
    """All pairs, those that came closest first.

    Attributes:
        rows: one for each function at each site.
        limit: seconds the questions might take; ``seconds``: what they took.
        stopped: whether somebody stopped it.
        minute: the price of a minute the proposal was found by; None where it was found without.
        every_price: whether the prices at which each pair is in are all known.
        scarce: what a little more of each scarce thing is worth; None where the proposal was found without prices.
    """

    rows: tuple[PairRow, ...]
    limit: float
    seconds: float
    stopped: bool
    minute: float | None = None
    every_price: bool = False
    scarce: Worths | None = None

    def count(self, kind: Kind) -> int:
        """How many prices are known this way."""
        return sum(row.price.kind is kind for row in self.rows)


def every_pair(
    live: Live,
    loaded: Loaded,
    options: Options | None = None,
    *,
    function: str = "",
    exact: int | None = None,
    told: Callable[[int, int], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> PairTable:
    """The table of all pairs.

    Args:
        live: the proposal, kept ready for questions.
        loaded: its scenario.
        options: how to solve; those of the proposal where nothing is said. A time limit is for all the questions.
        function: only the pairs of this function.
        exact: solve again for at most so many pairs; None: as many as there is time for.
        told: called with how many pairs are done, and of how many.
        progress: called with each line of progress.
        stop: set it to keep what is known so far.

    Raises:
        UsageError: a scenario with phases.
    """
    if loaded.scenario.phases:
        raise UsageError(PHASES)
    options, stop = options or live.solved.options, stop or threading.Event()
    began = time.perf_counter()
    stairs, scarce = _stairs(live, loaded, options, stop), _scarce(live, loaded, options, stop)
    used = time.perf_counter() - began
    budget = _Budget(max(0.0, _limit(live.solved, options) - (used if options.time_limit else 0.0)), exact, stop)
    cases = _cases(live.solved, function)
    spans = {case.pair: () if stairs is None else spans_of(stairs, case.is_in) for case in cases}
    cases.sort(key=lambda case: (case.is_in(live.solved) or not spans[case.pair], _closeness(case)))
    pricings = [
        _Pricing(Question(live, loaded, *case.names, options, progress, budget.stop), case, budget) for case in cases
    ]
    bounds = _bounds(pricings, budget, told)
    rows = []
    for n, pricing in enumerate(pricings):
        if told is not None:
            told(n, len(cases))
        case = pricing.case
        rows.append(PairRow(case.note, _rule(case), pricing.price(bounds.get(case.pair)), spans[case.pair]))
    return PairTable(
        rows=tuple(rows),
        limit=options.time_limit or budget.limit + used,
        seconds=time.perf_counter() - began,
        stopped=stop.is_set(),
        minute=live.solved.prices.minute if live.solved.prices else None,
        every_price=stairs is not None and stairs.complete,
        scarce=scarce,
    )


def _asking(live: Live, loaded: Loaded, options: Options, stop: threading.Event, budget: Budget) -> Asking | None:
    """Asks at other prices; None where the proposal was found without prices, or minutes come before all else."""
    prices = live.solved.prices
    if prices is None or not math.isfinite(prices.minute):
        return None
    return Asking(live, loaded, options, budget, stop)


def _stairs(live: Live, loaded: Loaded, options: Options, stop: threading.Event) -> Staircase | None:
    """The staircase that every pair's prices are read from."""
    asking = _asking(live, loaded, options, stop, Budget(options, stop, share=STAIRS_SHARE))
    return None if asking is None else asking.staircase()


def _scarce(live: Live, loaded: Loaded, options: Options, stop: threading.Event) -> Worths | None:
    """What a little more of each scarce thing is worth, as far as there is time."""
    asking = _asking(live, loaded, options, stop, Budget(options, stop, SCARCE_SECONDS, SCARCE_SHARE))
    if asking is None:
        return None

    def ask(scenario: Scenario) -> Solved | None:
        return asking.at(asking.prices.minute, replace(loaded, scenario=scenario))

    return worths(live.solved, loaded.scenario, ask)


def _bounds(
    pricings: Sequence[_Pricing], budget: _Budget, told: Callable[[int, int], None] | None
) -> dict[tuple[int, int], _Known]:
    """Bounds on the objective of each pair decided otherwise, by its indices, as far as there is time for them.

    Pairs that have no plan with the fewest rules set aside are tried again with more; pairs at hospitals come last.
    """
    found: dict[tuple[int, int], _Known] = {}
    for leaves_hospital in (False, True):
        left = [p for p in pricings if p.askable and p.leaves_hospital is leaves_hospital]
        for tier in range(max((len(pricing.tiers) for pricing in left), default=0)):
            for own in _grouped(left):
                if budget.for_bounds > 0:
                    if told is not None:
                        told(len(found), len(pricings))
                    found |= _group_bounds(own, tier, budget)
            left = [p for p in left if p.case.pair in found and found[p.case.pair].may_go_on(p)]
    return found


def _grouped(pricings: Sequence[_Pricing]) -> list[list[_Pricing]]:
    """The pairs that one relaxed model serves: first what could come in, function by function, then what could go."""
    groups: dict[tuple[bool, int], list[_Pricing]] = {}
    for pricing in pricings:
        groups.setdefault((pricing.forced == "out", pricing.case.pair[0]), []).append(pricing)
    return [groups[key] for key in sorted(groups)]


def _group_bounds(own: Sequence[_Pricing], tier: int, budget: _Budget) -> dict[tuple[int, int], _Known]:
    """The bounds of pairs that one relaxed model serves, with the rules of a tier set aside."""
    question, notes, function = own[0].question, own[0].case.notes, own[0].case.pair[0]
    waived = tuple(dict.fromkeys(place for pricing in own for place in pricing.tiers[tier]))
    options = replace(question.options, time_limit=budget.for_bounds)
    asked = function, [pricing.case.pair[1] for pricing in own], own[0].forced, waived
    relaxation = Relaxation(question.live, question.loaded, *asked, options, budget.stop)
    part = Notes(notes.comparison.part(function).comparison, notes.whole, {})
    found = {}
    for pricing in own:
        if budget.for_bounds > 0:
            found[pricing.case.pair] = _Known(tier, *pricing.between(relaxation, part, tier))
    return found


@dataclass(frozen=True)
class _Known:
    """Bounds on the objective with a pair decided otherwise.

    Attributes:
        tier: position in the pair's ``tiers`` of the rules set aside; with those of earlier tiers there is no plan.
        least: inf where there is no plan with these either; ``most``: inf where no plan is known.
    """

    tier: int
    least: float
    most: float

    def may_go_on(self, pricing: _Pricing) -> bool:
        """Whether there is no plan yet, and another tier to try."""
        return self.least == math.inf and self.tier + 1 < len(pricing.tiers)


def _limit(solved: Solved, options: Options) -> float:
    own = solved.seconds["build"] + solved.seconds["solve"]
    return options.time_limit or max(LEAST_SECONDS, TIMES * own)


def _cases(solved: Solved, function: str) -> list[Case]:
    notes = whole_notes(solved)
    known = {(n.function, n.site): n for n in pair_notes(notes.comparison, changes(notes.comparison), hospitals=True)}
    functions, _, sites = solved.instance.shape
    asked = [f for f in range(functions) if function in ("", solved.instance.function_ids[f])]
    return [Case(notes, solved, (f, s), known) for f in asked for s in range(sites)]


def _closeness(case: Case) -> tuple[bool, bool, int, float, float, str, str]:
    """Sorting key: new offers and near misses, then offers of today, least visited first; all at hospitals last."""
    note = case.note
    kept = note.change == "kept"
    near = (0, note.visits, 0.0) if kept else nearness(note)[:3]
    return bool(case.solved.instance.is_hospital[case.pair[1]]), kept, *near, note.site, note.function


def _rule(case: Case) -> RuleNote | None:
    """The deciding rule; of a pair in the proposal its own threshold with the least room."""
    note = case.note
    if not note.recommended:
        blocking = [check for check in note.blocking if str(check.rule) == note.deciding_limit]
        return case.rule(min(blocking, key=_room), says_no=True) if blocking else None
    own = [check for check in case.solved.evaluation.checks if _is_threshold(check, case.names)]
    return case.rule(min(own, key=_room), says_no=False) if own else None


def _is_threshold(check: RuleCheck, names: tuple[str, str]) -> bool:
    asks = check.unit != "yes/no" and check.need != 0 and check.rule is not Rule.TARGET_VISITS
    return (check.function, check.site) == names and check.binds and asks


def _room(check: RuleCheck) -> float:
    return check.slack / max(abs(check.need), HOLD)


class _Budget:
    """The time that is left, and how many pairs may still be solved again."""

    def __init__(self, limit: float, exact: int | None, stop: threading.Event) -> None:
        self.limit, self.stop = limit, stop
        self._exact = math.inf if exact is None else exact
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since the questions began."""
        return time.perf_counter() - self._began

    @property
    def left(self) -> float:
        """Seconds left; 0 after somebody stopped it."""
        return 0.0 if self.stop.is_set() else max(0.0, self.limit - self.seconds)

    @property
    def for_bounds(self) -> float:
        """Seconds left for bounds."""
        return max(0.0, self.left - self.limit * EXACT_SHARE)

    def take(self) -> float:
        """Seconds for one more exact answer; 0 where there are none, or none is allowed."""
        if self._exact <= 0 or self.left <= 0:
            return 0.0
        self._exact -= 1
        return self.left


@dataclass(frozen=True, eq=False)
class _Pricing:
    """Finds the price of one pair."""

    question: Question
    case: Case
    budget: _Budget

    def price(self, bounds: _Known | None) -> PairPrice:
        """The price: exact where there is time to solve, else an interval, at worst what needs no calculation."""
        if not self.askable:
            return self._no_plan(())
        for n, places in enumerate(self.tiers):
            if bounds is not None and n < bounds.tier:
                continue
            known = bounds if bounds is not None and n == bounds.tier else None
            if known is None and self.budget.left <= 0:
                return self._plain(places)
            found = self._asked(places, known)
            if found is not None:
                return found
        return self._no_plan(self.tiers[-1])

    def _asked(self, places: tuple[Place, ...], known: _Known | None) -> PairPrice | None:
        """The price with rules set aside; None where there is no plan."""
        if known is not None and known.least == math.inf:
            return None
        seconds = self.budget.take()
        posed = self.question.posed("must" if self.forced == "in" else "must_not", places)
        least, most = (known.least, known.most) if known is not None else self._between(posed)
        if least == math.inf:
            return None
        if seconds:
            try:
                return self._solved(posed, places, seconds)
            except InfeasibleError:
                return None
            except NoPlanError:
                pass
        return self._bounded(places, least, most)

    def between(self, relaxation: Relaxation, part: Notes, tier: int) -> tuple[float, float]:
        """The relaxed model's bound, and the objective of the proposal with this one thing decided otherwise."""
        site = self.case.pair[1]
        least = relaxation.least(site)
        if least == math.inf:
            return least, math.inf
        return least, Alone.of(part, site).objective(self._proposal, site, self.tiers[tier])

    @cached_property
    def tiers(self) -> tuple[tuple[Place, ...], ...]:
        """Sets of rules to set aside, as of ``Question.waivers``; to do without, one empty set."""
        return ((),) if self.forced == "out" else tuple(self.question.waivers(self._blocking))

    @property
    def _blocking(self) -> Sequence[RuleCheck]:
        """Rules that say no; where a static rule bars the pair its note does not list them all."""
        barred = self.case.pair in self.instance.barred
        return self.case.blocking if barred else self.case.note.blocking

    @property
    def leaves_hospital(self) -> bool:
        """Whether the contrary would take the function from a hospital; such pairs come last."""
        return self.forced == "out" and bool(self.instance.is_hospital[self.case.pair[1]])

    @property
    def askable(self) -> bool:
        """Whether there may be a plan at all."""
        return not never(self.instance, self.case.pair)

    @property
    def forced(self) -> str:
        """How the pair is decided otherwise: ``in`` or ``out``."""
        return "out" if self._proposal.plan.open[self.case.pair] else "in"

    @property
    def _proposal(self) -> Solved:
        return self.case.solved

    @property
    def instance(self) -> Instance:
        """The scenario as arrays."""
        return self._proposal.instance

    @property
    def _unit(self) -> float:
        """The objective's amount that is the whole range, by which prices are divided; 1 where they are in kroner."""
        by_prices = self._proposal.prices is not None
        return 1.0 if by_prices else span_of(question_of(self._proposal), self._proposal.bound)

    @property
    def _least(self) -> float:
        """Smaller differences are none."""
        return HOLD if self._proposal.prices is None else PRINTED[2]

    def _between(self, posed: Loaded) -> tuple[float, float]:
        options = replace(self.question.options, time_limit=self.budget.left)
        plan = self.case.contrary.plan
        there = plan.open[self.case.pair] == (self.forced == "in")
        return self.question.live.between(posed, plan if there else None, options, stop=self.budget.stop)

    def _solved(self, posed: Loaded, places: Sequence[Place], seconds: float) -> PairPrice:
        question, proposal = self.question, self._proposal
        options = replace(question.options, time_limit=seconds)
        if proposal.prices is not None:
            options = replace(tight(options), prices=proposal.prices)
        answer = question.live.ask(
            posed,
            options,
            progress=question.progress,
            stop=self.budget.stop,
            keep_scale=True,
            begin=self.case.contrary.plan,
        )
        both = answer.status is Status.OPTIMAL and proposal.status is Status.OPTIMAL
        found = self._bounded(places, answer.bound, answer.objective)
        if not both:
            return found
        return replace(
            found,
            kind=Kind.EXACT,
            solved=difference(proposal.instance, proposal.evaluation, answer.evaluation, prices=proposal.prices),
            displaced=tuple(displaced(proposal, answer, self.case.pair)),
        )

    def _bounded(self, places: Sequence[Place], least: float, most: float) -> PairPrice:
        """The price as an interval, from bounds on the objective and those of the proposal."""
        proposal = self._proposal
        low, high = (least - proposal.objective) / self._unit, (most - proposal.bound) / self._unit
        low = max(low, self._at_least(places))
        return PairPrice(self.forced, Kind.BOUND, low, high, tuple(places), least=self._least)

    def _plain(self, places: Sequence[Place]) -> PairPrice:
        return PairPrice(self.forced, Kind.BOUND, self._at_least(places), math.inf, tuple(places), least=self._least)

    def _at_least(self, places: Collection[Place]) -> float:
        """A low end without calculation: where no rule is set aside, no plan can be better than the best plan."""
        proposal = self._proposal
        free = self.case.pair not in certain_pairs(self.instance, proposal.today)
        if places or not free or not self.instance.allowed[self.case.pair]:
            return -math.inf
        return float(proposal.bound - proposal.objective) / self._unit

    def _no_plan(self, places: Sequence[Place]) -> PairPrice:
        return PairPrice(self.forced, Kind.NONE, math.inf, math.inf, tuple(places), least=self._least)
