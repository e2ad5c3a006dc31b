"""The price of deciding one pair otherwise: solved again where there is time, else bounded."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from placement.errors import InfeasibleError, NoPlanError
from placement.instance.instance import Instance
from placement.model.decisions import certain_pairs
from placement.plan.plan import RuleCheck
from placement.questions.explain.break_even import tight
from placement.questions.explain.case import Case
from placement.questions.explain.displaced import displaced
from placement.questions.explain.price import Place, Question, difference
from placement.questions.pairs.findings import Kind, PairPrice
from placement.questions.pairs.relaxation import Alone, Relaxation, never
from placement.questions.proposal.left_out import Notes
from placement.scenario.load import Loaded
from placement.solve.result import PRINTED, Solved, Status
from placement.solve.scalarisation import HOLD, question_of, span_of

EXACT_SHARE = 0.2
"""At least this share of the time is kept for solving again; bounds come first."""


class PairBudget:
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


@dataclass(frozen=True)
class Known:
    """Bounds on the objective with a pair decided otherwise.

    Attributes:
        tier: position in the pair's ``tiers`` of the rules set aside; with those of earlier tiers there is no plan.
        least: inf where there is no plan with these either; ``most``: inf where no plan is known.
    """

    tier: int
    least: float
    most: float

    def may_go_on(self, pricing: Pricing) -> bool:
        """Whether there is no plan yet, and another tier to try."""
        return self.least == math.inf and self.tier + 1 < len(pricing.tiers)


@dataclass(frozen=True, eq=False)
class Pricing:
    """Finds the price of one pair."""

    question: Question
    case: Case
    budget: PairBudget

    def price(self, bounds: Known | None) -> PairPrice:
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

    def _asked(self, places: tuple[Place, ...], known: Known | None) -> PairPrice | None:
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
