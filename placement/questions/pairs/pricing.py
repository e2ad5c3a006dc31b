"""What deciding one pair otherwise costs: solved again where there is time, else bounded without solving.

From below by the linear relaxation: one model serves all pairs of a function. To have pairs in, every site asked about
may have the function, and every rule is waived that would be for any of the pairs; to do without, no site asked about
need keep it. For one pair its variable is fixed and the others are bounded as in the question. The model allows more
plans than the question, so its relaxation bounds every plan of the question.

From above by the proposal with only this pair decided otherwise, where that keeps the rules.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.errors import InfeasibleError, NoPlanError, SolverError
from placement.instance.instance import Instance
from placement.model.decisions import certain_pairs
from placement.model.draft import Draft
from placement.plan.plan import RuleCheck
from placement.questions.explain.break_even import tight
from placement.questions.explain.case import Case
from placement.questions.explain.price import Place, Question, difference, displaced, undecided
from placement.questions.pairs.findings import Kind, PairPrice
from placement.questions.proposal.left_out import Notes
from placement.questions.proposal.trials import Trial
from placement.scenario.load import Loaded
from placement.scenario.schema.rules import WAIVABLE, Rule
from placement.solve.highs.search import HighsBackend
from placement.solve.prepared import Workbench
from placement.solve.result import PRINTED, Options, Solved, Status
from placement.solve.run import Live
from placement.solve.scalarisation import HOLD, objective_value, question_of, span_of

_DECIDED = frozenset({Rule.MUST, Rule.MUST_NOT, Rule.KEEP_HOSPITAL_FUNCTIONS, Rule.KEEP_EXISTING_IN_HOUSES})
"""Rules that say how a pair is decided, which give way when it is decided otherwise."""


class Relaxation:
    """The relaxed model of one function's pairs.

    Args:
        live: the proposal, its model kept ready; ``loaded``: its scenario.
        function: index.
        sites: indices of the sites that are asked about.
        forced: ``in`` or ``out``.
        waived: rules that are set aside for any of its pairs.
        options: how to solve; ``stop`` as in `Live.ask`.
    """

    def __init__(
        self,
        live: Live,
        loaded: Loaded,
        function: int,
        sites: Sequence[int],
        forced: str,
        waived: Sequence[Place],
        options: Options,
        stop: threading.Event,
    ) -> None:
        self._live, self._function, self._options, self._stop = live, function, options, stop
        self._forced = 1.0 if forced == "in" else 0.0
        instance, today = live.solved.instance, live.solved.today
        self._certain = certain_pairs(instance, today)
        leaving = [instance.site_ids[s] for s in sites if forced == "out"]
        name = instance.function_ids[function]
        self._loaded = replace(loaded, scenario=undecided(loaded.scenario, name, leaving, waived))
        self._bench = Workbench(self._loaded.scenario, replace(options, time_limit=None))
        (only,) = self._bench.phases
        allowed = only.instance.allowed.copy()
        allowed[function] |= instance.allowed[function]
        if forced == "in":
            allowed[function, sites] = True
        self._bench.phases = (replace(only, instance=replace(only.instance, allowed=allowed)),)

    def least(self, site: int) -> float:
        """Lower bound on the objective of plans with the pair decided; inf: no plan exists; -inf: not known."""
        backend = self._bench.backend
        if not isinstance(backend, HighsBackend):
            return -math.inf
        (draft,) = self._bench.model.drafts
        columns = {}
        for f, s in draft.possible:
            if f == self._function and (name := _column(draft, (f, s))) is not None:
                columns[name] = (self._forced, self._forced) if s == site else self._bounds(s)
        if _column(draft, (self._function, site)) is None:
            return -math.inf
        backend.hold(columns, {})
        try:
            return self._live.relaxed(self._bench, self._loaded, self._options, stop=self._stop)
        except SolverError:  # a large relaxation may end without a result
            return -math.inf

    def _bounds(self, site: int) -> tuple[float, float]:
        """Bounds of another pair's variable: 1 where it is always open, 0 where it may not be open, else free."""
        pair = self._function, site
        if pair in self._certain:
            return 1.0, 1.0
        return (0.0, 1.0) if self._live.solved.instance.allowed[pair] else (0.0, 0.0)


def _column(draft: Draft, pair: tuple[int, int]) -> str | None:
    """Name of the model's variable that opens a pair; None where the model has none."""
    name = draft.name("open", *draft.ids(*pair))
    return name if name in draft.variables else None


def never(instance: Instance, pair: tuple[int, int]) -> bool:
    """Whether a rule that cannot be waived bars a pair that is not open today."""
    barred = set(instance.barred.get(pair, ())) - WAIVABLE - {Rule.MUST_NOT}
    return bool(barred) and not instance.baseline.open[pair]


@dataclass(frozen=True, eq=False)
class Alone:
    """The proposal with one pair decided otherwise, evaluated in the part of the pair's function (index 0).

    Attributes:
        notes: evaluates pairs in the part.
        trial: the part with the pair decided otherwise.
    """

    notes: Notes
    trial: Trial

    @classmethod
    def of(cls, notes: Notes, site: int) -> Alone:
        """Close the pair if it is open; else open it, with the days that break fewest rules."""
        plan, bench = notes.proposal.plan, notes.bench
        if not plan.open[0, site]:
            return cls(notes, notes.best(0, site).trial)
        units = plan.units.copy()
        users = notes.instance.apparatus.needed[0]
        units[users, site] = np.minimum(units[users, site], bench.today.units[users, site])
        return cls(notes, bench.try_(bench.draft(plan, units).with_pair(0, site, is_open=False, days=0.0)))

    @property
    def broken(self) -> tuple[RuleCheck, ...]:
        """Rules newly broken in the whole plan when the pair is decided otherwise."""
        return self.notes.whole.new_violations(self.notes.proposal.evaluation, self.trial.evaluation)

    def objective(self, solved: Solved, site: int, waived: Sequence[Place]) -> float:
        """The whole plan's objective by the proposal's measure; inf where it breaks a rule that is not waived."""
        if not all(self._excused(check, site, waived) for check in self.broken):
            return math.inf
        parts = (each.evaluation.objectives.as_tuple() for each in (self.notes.proposal, self.trial))
        whole = solved.evaluation.objectives.as_tuple()
        citizen, quality, economy = (w + now - then for w, then, now in zip(whole, *parts, strict=True))
        question = question_of(solved)
        within = all(aim <= upper for aim, upper in zip((citizen, quality, economy), question.upper, strict=True))
        return objective_value(question, (citizen, quality, economy)) if within else math.inf

    def _excused(self, check: RuleCheck, site: int, waived: Sequence[Place]) -> bool:
        names = self.notes.instance.function_ids[0], self.notes.instance.site_ids[site]
        if check.rule in _DECIDED:
            return (check.function, check.site, check.item) == (*names, "")
        return any(check.rule is rule and at in (check.site, names[1]) for rule, at in waived)


EXACT_SHARE = 0.2
"""At least this share of the time is reserved for solving again; bounds come first."""


class PairBudget:
    """The time left, and how many pairs may still be solved again."""

    def __init__(self, limit: float, exact: int | None, stop: threading.Event) -> None:
        self.limit, self.stop = limit, stop
        self._exact = math.inf if exact is None else exact
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds since the questions began."""
        return time.perf_counter() - self._began

    @property
    def left(self) -> float:
        """Seconds left; 0 after the user stopped it."""
        return 0.0 if self.stop.is_set() else max(0.0, self.limit - self.seconds)

    @property
    def for_bounds(self) -> float:
        """Seconds left for bounds, so that ``EXACT_SHARE`` of the time remains for exact prices."""
        return max(0.0, self.left - self.limit * EXACT_SHARE)

    def take(self) -> float:
        """Seconds for one more exact price, which is counted; 0 where no time is left, or none is allowed."""
        if self._exact <= 0 or self.left <= 0:
            return 0.0
        self._exact -= 1
        return self.left


@dataclass(frozen=True)
class Known:
    """Bounds on the objective with a pair decided otherwise.

    Attributes:
        tier: position in the pair's ``tiers`` of the rules set aside; with those of earlier tiers no plan exists.
        least: inf where no plan exists with these either; ``most``: inf where no plan is known.
    """

    tier: int
    least: float
    most: float

    def may_go_on(self, pricing: Pricing) -> bool:
        """Whether no plan exists yet, and another tier can be tried."""
        return self.least == math.inf and self.tier + 1 < len(pricing.tiers)


@dataclass(frozen=True, eq=False)
class Pricing:
    """Finds the price of deciding one pair otherwise."""

    question: Question
    case: Case
    budget: PairBudget

    def price(self, bounds: Known | None) -> PairPrice:
        """The price: exact where there is time to solve, else an interval, at worst from bounds known beforehand."""
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

    def _asked(self, places: tuple[Place, ...], known: Known | None) -> PairPrice | None:
        """The price with some rules set aside; None where no plan exists."""
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
        """The relaxation's bound, and the objective of the proposal with only this pair decided otherwise."""
        site = self.case.pair[1]
        least = relaxation.least(site)
        if least == math.inf:
            return least, math.inf
        return least, Alone.of(part, site).objective(self._proposal, site, self.tiers[tier])

    @cached_property
    def tiers(self) -> tuple[tuple[Place, ...], ...]:
        """Sets of rules to set aside, as of ``Question.waivers``; for ``out`` one empty set."""
        return ((),) if self.forced == "out" else tuple(self.question.waivers(self._blocking))

    @property
    def _blocking(self) -> Sequence[RuleCheck]:
        """Rules that say no; the note of a statically barred pair does not list them all, so it is tried anew."""
        barred = self.case.pair in self.instance.barred
        return self.case.blocking if barred else self.case.note.blocking

    @property
    def leaves_hospital(self) -> bool:
        """Whether deciding otherwise takes the function from a hospital; such pairs are asked last."""
        return self.forced == "out" and bool(self.instance.is_hospital[self.case.pair[1]])

    @property
    def askable(self) -> bool:
        """Whether a plan may exist at all with the pair decided otherwise."""
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
        """The size of the range in the objective's unit, by which prices are divided; 1 for prices in kroner."""
        by_prices = self._proposal.prices is not None
        return 1.0 if by_prices else span_of(question_of(self._proposal), self._proposal.bound)

    @property
    def _least(self) -> float:
        """The difference at or below which two objectives count as equal."""
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
        """A low end without solving: where no rule is set aside, no plan can be better than the best plan."""
        proposal = self._proposal
        free = self.case.pair not in certain_pairs(self.instance, proposal.today)
        if places or not free or not self.instance.allowed[self.case.pair]:
            return -math.inf
        return float(proposal.bound - proposal.objective) / self._unit

    def _no_plan(self, places: Sequence[Place]) -> PairPrice:
        return PairPrice(self.forced, Kind.NONE, math.inf, math.inf, tuple(places), least=self._least)
