"""The staircase of one scenario: the plan for every price of a minute, and what each step between them does."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import Instance, Ints, Today
from placement.plan.compare import AgainstToday, compare_with_today
from placement.plan.evaluate import evaluate
from placement.plan.phases import Situation
from placement.plan.plan import Evaluation, Plan, RuleCheck
from placement.questions.proposal.changes import Comparison, Edit
from placement.questions.proposal.findings import HOME
from placement.questions.proposal.left_out import Attempt, Notes
from placement.questions.proposal.page.stairs import KINDS, MinutePrice, Otherwise
from placement.questions.proposal.trials import Bench, Cut, Trial, Whole
from placement.scenario.brief import brief
from placement.scenario.schema.frame import official_price
from placement.scenario.schema.rules import Rule
from placement.solve.prepared import written_in_time
from placement.solve.result import Options, Progress
from placement.solve.run import JUDGE_SHARE, clock_of
from placement.solve.stage import Three, three
from placement.solve.staircase import Step, staircase_on

if TYPE_CHECKING:
    from placement.scenario.load import Loaded
    from placement.solve.stage import Three


_KIND = {"new": "in", "closed": "out"}


@dataclass(frozen=True)
class Kept:
    """The effect of keeping in the later plan something that a step removes, by the judge.

    Attributes:
        days: clinic days a week it is kept with; the ceiling of the share at home, for that.
        broken: the rules that are then broken: what is scarce. Empty where nothing is.
        minutes: increase of travel a year; negative where keeping it saves some.
        money: increase of the later plan's cost, DKK a year, lost quality at its price included.
    """

    days: float
    broken: tuple[RuleCheck, ...]
    minutes: float
    money: float

    @property
    def price(self) -> float | None:
        """DKK for each minute saved by keeping it; None where no minute is saved."""
        return self.money / -self.minutes if self.minutes < 0 else None


@dataclass(frozen=True)
class Change(Otherwise):
    """One decision that differs, with its visits.

    Attributes:
        visits_before, visits_after: visits a year seen at the site, or at home.
        kept: where an offer closes or a share at home falls: the effect of keeping it; None elsewhere.
    """

    visits_before: float
    visits_after: float
    kept: Kept | None = None


@dataclass(frozen=True, eq=False)
class Difference:
    """A plan beside the one before.

    Attributes:
        aims: increase of each aim a year: minutes, visits of lost quality, DKK.
        operating: increase of the region's running cost, DKK a year; ``investment``: likewise, DKK.
        changes: decisions that differ, offers that open first.
        travel: whose trips get shorter and longer, as a whole and by group.
    """

    aims: Three
    operating: float
    investment: float
    changes: tuple[Change, ...]
    travel: AgainstToday

    __repr__ = brief

    def of(self, *kinds: str) -> tuple[Change, ...]:
        """The changes of the given kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)


@dataclass(frozen=True, eq=False)
class Stand:
    """A plan of the staircase.

    Attributes:
        plan, evaluation: of the last phase where there are several, and the judge's word on it.
        aims: the three aims a year; means over the years where there are phases.
    """

    plan: Plan
    evaluation: Evaluation
    aims: Three

    __repr__ = brief

    def money(self, lost_quality_visit: float) -> float:
        """DKK a year of the plan without its minutes: economy, and lost quality at its price."""
        return self.aims[2] + lost_quality_visit * self.aims[1]


def difference(bench: Bench, before: Stand, after: Stand) -> Difference:
    """One plan beside another.

    Args:
        bench: evaluates plans of the scenario, at its price of lost quality; of several phases the last.
        before: the plan before.
        after: the plan after.
    """
    later = Trial(after.plan, after.evaluation)
    comparison = Comparison.of(bench, before.plan, later)
    trying = _Trying(comparison)
    changes = [_change(trying, before, after, edit) for edit in comparison.edits]
    old, new = before.evaluation.indicators, after.evaluation.indicators
    return Difference(
        aims=three(now - then for now, then in zip(after.aims, before.aims, strict=True)),
        operating=new["operating_region_per_year"] - old["operating_region_per_year"],
        investment=new["investment"] - old["investment"],
        changes=tuple(sorted(changes, key=lambda change: KINDS.index(change.kind))),
        travel=compare_with_today(bench.instance, before.evaluation, after.evaluation),
    )


def _change(trying: _Trying, before: Stand, after: Stand, edit: Edit) -> Change:
    instance = trying.bench.instance
    kind, f, s = _KIND.get(edit.kind, edit.kind), edit.function, edit.site
    site = HOME if edit.kind == HOME else instance.site_ids[s]
    if edit.kind == HOME:
        ceilings = instance.demand.home_ceiling[f]
        then, now = (float(ceilings[int(each.plan.home_level[f])]) for each in (before, after))
        visits = [float(each.evaluation.home[f].sum()) for each in (before, after)]
    else:
        visits = [float(each.evaluation.volume[f, s]) for each in (before, after)]
        then, now = (float(each.evaluation.days[f, s]) for each in (before, after))
    item = ""
    if edit.kind == "units":
        item = instance.equipment_ids[edit.item]
        then, now = (float(each.plan.units[edit.item, s]) for each in (before, after))
    kept = trying.offer(f, s) if kind == "out" else None
    if kind == "home" and now < then:
        kept = trying.home(f, int(before.plan.home_level[f]))
    return Change(kind, instance.function_ids[f], site, item, then, now, visits[0], visits[1], kept)


class _Trying:
    """Adds to the later plan what a step removed: the rules that break show what is scarce."""

    def __init__(self, comparison: Comparison) -> None:
        self.bench = comparison.bench
        self._later = comparison.proposal
        self._notes = Notes(comparison, Whole(comparison.proposal.evaluation), {})

    def offer(self, function: int, site: int) -> Kept:
        """The offer kept in the later plan, with the clinic days that break fewest rules."""
        attempt: Attempt = self._notes.best(function, site)
        return self._kept(attempt.trial, float(attempt.trial.evaluation.days[function, site]), attempt.blocking)

    def home(self, function: int, level: int) -> Kept:
        """The share at home kept as high as before the step."""
        trial = self.bench.try_(self.bench.draft(self._later.plan).with_home(function, level))
        broken = self._notes.whole.new_violations(self._later.evaluation, trial.evaluation)
        return self._kept(trial, float(self.bench.instance.demand.home_ceiling[function][level]), broken)

    def _kept(self, trial: Trial, days: float, broken: tuple[RuleCheck, ...]) -> Kept:
        worth = self.bench.worth(self._later.evaluation.objectives, trial.evaluation.objectives)
        return Kept(days, tuple(sorted(broken, key=_most_telling)), worth.minutes, worth.money)


def _most_telling(check: RuleCheck) -> tuple[bool, int]:
    """Sort key: rules in their order, with the number of changes last."""
    return check.rule is Rule.MAX_CHANGES, list(Rule).index(check.rule)


@dataclass(frozen=True)
class Standing:
    """An offer of today at a house, closed on trial with all else as today, by the judge.

    Attributes:
        function, site: ids.
        minutes: more travel a year without it; NaN where some visits could then be seen nowhere.
        money: DKK saved a year without it, lost quality at its price included; negative where closing costs money.
    """

    function: str
    site: str
    minutes: float
    money: float

    @property
    def price(self) -> float | None:
        """DKK for each minute that the offer saves, 0 where it saves money too; None where it saves no minute."""
        if not self.minutes > 0:
            return None
        return max(0.0, self.money / self.minutes)

    def dearer(self, price: float) -> bool:
        """Whether a minute that the offer saves costs more than a price, or it costs money and saves none."""
        if self.price is None:
            return self.minutes <= 0 < self.money
        return self.price > price


def standing(bench: Bench, today: Plan) -> tuple[Standing, ...]:
    """Every offer at a house today, the dearest minute first.

    Args:
        bench: evaluates plans of the scenario, at its price of lost quality; of several phases the last.
        today: today's plan.
    """
    instance = bench.instance
    found: list[Standing] = []
    for f in np.flatnonzero((today.open & ~instance.is_hospital).any(axis=1)).tolist():
        cut = Cut.around(instance, f)
        part, plan = bench.part(cut), cut.plan(today)
        before = part.try_(part.draft(plan)).evaluation.objectives
        for s in np.flatnonzero(plan.open[0] & ~instance.is_hospital).tolist():
            draft = part.draft(plan, _units(part, plan, s)).with_pair(0, s, is_open=False, days=0.0)
            after = part.try_(draft).evaluation
            served = not any(check.rule is Rule.VISITS_SERVED for check in after.violations)
            minutes = after.objectives.citizen_minutes - before.citizen_minutes if served else float("nan")
            kept = part.worth(after.objectives, before)
            found.append(Standing(instance.function_ids[f], instance.site_ids[s], minutes, kept.money))
    return tuple(sorted(found, key=lambda one: (-(one.price or 0.0), one.function, one.site)))


def _units(part: Bench, plan: Plan, site: int) -> Ints:
    """Units to keep where the first function's offer closes: all but those that only this offer uses."""
    units = plan.units.copy()
    users = part.instance.apparatus.needed
    others = users[1:][plan.open[1:, site]].any(axis=0)
    units[users[0] & ~others, site] = 0
    return units


@dataclass(frozen=True)
class Evidence:
    """How a staircase was searched, and what is proven at its ends.

    Attributes:
        asked: number of prices asked for.
        complete: whether no limit or interruption left prices unasked; ``stopped``: which, otherwise empty.
        unproven_money: DKK a year by which another plan may at most be cheaper than the first, minutes at no price.
        unproven_minutes: minutes a year that another plan may at most have less than the last.
        seconds: of the run.
        formulation: the one used.
    """

    asked: int
    complete: bool
    stopped: str
    unproven_money: float
    unproven_minutes: float
    seconds: float
    formulation: str


@dataclass(frozen=True, eq=False)
class Stairway:
    """The plans that are best for some price of a minute, the cheapest first, and the steps between them.

    Attributes:
        instance, today, today_plan: the scenario as arrays, and what stands; ``reference``: today's aims.
        variants: names of the applied variants.
        options: as asked.
        price: what a minute may cost, as far as it is given.
        lost_quality_visit: price of a visit of lost quality, in DKK.
        plans: ``n`` of them; ``steps``: ``n − 1``, their prices rising.
        start: the first plan beside today; None where nothing is known of today.
        differences: of each step: the plan after it beside the one before.
        standing: today's offers at houses on the same scale; none where nothing is known of today.
        evidence: how it was searched and what is proven.
    """

    instance: Instance
    today: Today
    today_plan: Plan | None
    reference: Three
    variants: tuple[str, ...]
    options: Options
    price: MinutePrice
    lost_quality_visit: float
    plans: tuple[Stand, ...]
    steps: tuple[Step, ...]
    start: Difference | None
    differences: tuple[Difference, ...]
    standing: tuple[Standing, ...]
    evidence: Evidence

    __repr__ = brief

    @property
    def proven(self) -> bool:
        """Whether it is proven to the last printed krone that no other plan is best at any price."""
        ends = self.evidence.unproven_money == 0 and self.evidence.unproven_minutes == 0
        return self.evidence.complete and ends and all(step.unproven == 0 for step in self.steps)

    @property
    def has_phases(self) -> bool:
        """Whether the scenario has phases; then only the last phase of each plan is shown."""
        return bool(self.instance.scenario.phases)

    def at(self, price: float) -> int:
        """Position of the plan that is best at a price; of two that cost the same, the one with fewer minutes."""
        return sum(step.price <= price for step in self.steps)

    @property
    def dearer(self) -> tuple[tuple[Standing, ...], float]:
        """Today's offers whose minute costs more than the price, or else the official one or 0; and that price."""
        own = self.price.value
        against = (official_price(self.instance.scenario.about.currency) or 0.0) if own is None else own
        return tuple(one for one in self.standing if one.dearer(against)), against

    @cached_property
    def chosen(self) -> int | None:
        """Position of the plan that the price chooses; None where there is no price."""
        return None if self.price.value is None else self.at(self.price.value)

    @property
    def proven_ranges(self) -> tuple[tuple[float, float], ...]:
        """For each plan the prices between which it is proven best; low above high where there are none."""
        lows = [0.0, *(step.high for step in self.steps)]
        highs = [*(step.low for step in self.steps), math.inf]
        return tuple(zip(lows, highs, strict=True))

    def range_of(self, plan: int) -> tuple[float, float | None]:
        """The prices between which a plan is best; None: without upper end."""
        edges = [0.0, *(step.price for step in self.steps)]
        return edges[plan], edges[plan + 1] if plan + 1 < len(edges) else None

    @cached_property
    def against(self) -> Three:
        """The aims from which cumulative figures count: today's, or the first plan's where today is not known."""
        return self.reference if self.start is not None else self.plans[0].aims

    def cumulative(self, plan: int) -> tuple[float, float]:
        """Minutes saved a year and kroner paid for them up to a plan, counted from ``against``."""
        here = self.plans[plan]
        start = self.against[2] + self.lost_quality_visit * self.against[1]
        return self.against[0] - here.aims[0], here.money(self.lost_quality_visit) - start


def stairway(
    loaded: Loaded,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Stairway:
    """The staircase of a scenario; it needs no price of a minute.

    Args:
        loaded: the scenario with its variants applied.
        options: how to solve; a price of a minute is only marked.
        progress: called with each line of progress.
        stop: set it to end the search and keep what is found.

    Raises:
        InfeasibleError, NoPlanError, SolverError: as ``solve``.
    """
    options = options or Options()
    clock = clock_of(loaded, options, stop, progress)
    bench = written_in_time(loaded.scenario, options, clock)
    lost = lost_quality_price(loaded, options)
    found = staircase_on(bench, loaded, options, clock.but(bench.seconds, JUDGE_SHARE), lost)
    plans = [Stand(each.plan, each.evaluation, each.objectives.as_tuple()) for each in found.plans]
    evidence = Evidence(
        found.asked,
        found.complete,
        "" if found.complete else clock.over or "time_limit",
        found.unproven_money,
        found.unproven_minutes,
        clock.seconds,
        bench.written.name,
    )
    return told(bench.phases[-1], loaded, options, plans, found.steps, bench.columns.reference, evidence)


def lost_quality_price(loaded: Loaded, options: Options) -> float:
    """Price of a visit of lost quality, DKK: as asked for, otherwise the scenario's."""
    asked = options.prices.lost_quality_visit if options.prices is not None else None
    return loaded.scenario.objectives.prices.lost_quality_visit.value if asked is None else asked


def told(
    last: Situation,
    loaded: Loaded,
    options: Options,
    plans: Sequence[Stand],
    steps: Sequence[Step],
    reference: Three,
    evidence: Evidence,
) -> Stairway:
    """A staircase with the changes of each of its steps, by the judge.

    Args:
        last: the scenario and today, in the last phase where there are several.
        loaded: the scenario.
        options: as asked.
        plans: evaluated.
        steps: between them.
        reference: today's aims.
        evidence: how they were found.
    """
    lost = lost_quality_price(loaded, options)
    bench = Bench(last.instance, last.today, lost)
    start = None
    if last.today_plan is not None:
        today = Stand(last.today_plan, evaluate(last.instance, last.today, last.today_plan), reference)
        start = difference(bench, today, plans[0])
    return Stairway(
        instance=last.instance,
        today=last.today,
        today_plan=last.today_plan,
        reference=reference,
        variants=loaded.variants,
        options=options,
        price=MinutePrice.of(loaded.scenario, options),
        lost_quality_visit=lost,
        plans=tuple(plans),
        steps=tuple(steps),
        start=start,
        differences=tuple(difference(bench, before, after) for before, after in pairwise(plans)),
        standing=() if last.today_plan is None else standing(bench, last.today_plan),
        evidence=evidence,
    )
