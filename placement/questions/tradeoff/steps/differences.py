"""How a plan of the staircase differs from the one before: decisions, trips, and the scarce things that decide."""

from __future__ import annotations

from dataclasses import dataclass

from placement.plan.compare import AgainstToday, compare_with_today
from placement.plan.plan import Evaluation, Plan, RuleCheck
from placement.questions.proposal.changes import Comparison, Edit
from placement.questions.proposal.findings import HOME
from placement.questions.proposal.left_out import Attempt, Notes
from placement.questions.proposal.page.stairs import KINDS, Otherwise
from placement.questions.proposal.trials import Bench, Trial, Whole
from placement.scenario.brief import brief
from placement.scenario.schema.rules import Rule
from placement.solve.stage import Three, three

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


def difference(bench: Bench, before: Stand, after: Stand, lost_quality_visit: float) -> Difference:
    """One plan beside another.

    Args:
        bench: evaluates plans of the scenario; of several phases the last.
        before: the plan before.
        after: the plan after.
        lost_quality_visit: price of a visit of lost quality, for what is kept on trial.
    """
    later = Trial(after.plan, after.evaluation)
    comparison = Comparison.of(bench, before.plan, later)
    trying = _Trying(comparison, lost_quality_visit)
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

    def __init__(self, comparison: Comparison, lost_quality_visit: float) -> None:
        self.bench, self._lost = comparison.bench, lost_quality_visit
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
        before, after = self._later.evaluation.objectives, trial.evaluation.objectives
        minutes = after.citizen_minutes - before.citizen_minutes
        money = after.economy - before.economy + self._lost * (after.quality_visits - before.quality_visits)
        return Kept(days, tuple(sorted(broken, key=_most_telling)), minutes, money)


def _most_telling(check: RuleCheck) -> tuple[bool, int]:
    """Sort key: rules in their order, with the number of changes last."""
    return check.rule is Rule.MAX_CHANGES, list(Rule).index(check.rule)
