"""What would have to change before a pair could be taken in: one thing at a time, each tried by the judge."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from placement.instance.instance import Instance
from placement.plan.plan import RuleCheck
from placement.questions.explain.findings import Remedy
from placement.questions.proposal.changes import Comparison
from placement.questions.proposal.left_out import Attempt, Notes
from placement.questions.proposal.trials import Bench, Trial, Whole
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.scenario_changes import rounded, threshold_path

_VISITS = frozenset({Rule.MIN_VISITS, Rule.MIN_PATIENTS, Rule.MIN_UTILISATION})
"""Rules that more visits would mend."""
_DECISIONS = {
    Rule.MUST_NOT: "policy.placements.{function}.{site}",
    Rule.NO_NEW_HOUSES: "policy.no_new_houses",
    Rule.SCOPE: "sites.{site}.scope",
}


def number_of(scenario: Scenario, check: RuleCheck) -> tuple[str, Quantity | None]:
    """Dotted path of the number behind a check, and the number; no path where the rule has none of its own."""
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
    """What stands in the way of one pair.

    Attributes:
        comparison: the proposal beside today.
        function, site: indices.
        blocking: rules broken when the pair is added to the proposal as it is.
        attempt: that plan; None where it cannot be tried.
        implied_dkk_per_minute: what the weights say a minute is worth; None where they say nothing.
    """

    comparison: Comparison
    function: int
    site: int
    blocking: tuple[RuleCheck, ...]
    attempt: Attempt | None
    implied_dkk_per_minute: float | None

    def all(self) -> Iterator[Remedy]:
        """Numbers and decisions first, then more visits, then fewer at home; the price where nothing else is wrong."""
        yield from (self._of_rule(check) for check in self.blocking)
        yield from self._more_visits()
        yield from self._less_at_home()
        yield from self._dearer_minute()

    @property
    def _instance(self) -> Instance:
        return self.comparison.bench.instance

    def _of_rule(self, check: RuleCheck) -> Remedy:
        """Another number, where the rule has one; else that the rule itself gives way."""
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
        """So many more visits from where the patients live that no minimum says no."""
        short = [check for check in self.blocking if check.rule in _VISITS and check.have > 0]
        if not short or self.attempt is None:
            return
        check = max(short, key=lambda check: check.need / check.have)
        factor = check.need / check.have
        enough = not self._tried(self._grown(factor))
        yield Remedy("demand", check.rule, "", 1.0, factor, "factor", enough)

    def _grown(self, factor: float) -> Instance:
        """The scenario with so many times the visits from the units that would come."""
        instance = self._instance
        coming = self.attempt.trial.evaluation.seen[self.function, :, self.site] > 0 if self.attempt else False
        visits = instance.demand.visits.copy()
        visits[self.function] = np.where(coming, visits[self.function] * factor * (1 + 1e-9), visits[self.function])
        return replace(instance, demand=replace(instance.demand, visits=visits))

    def _tried(self, instance: Instance, level: int | None = None) -> tuple[RuleCheck, ...]:
        """Rules newly broken by the pair in another scenario, or with another level at home."""
        bench = Bench(instance, self.comparison.bench.today)
        plan = self.comparison.proposal.plan
        draft = bench.draft(plan)
        proposal: Trial = bench.try_(draft if level is None else draft.with_home(self.function, level))
        comparison = Comparison(bench, self.comparison.today, proposal, ())
        notes = Notes(comparison, Whole(proposal.evaluation), {})
        return notes.best(self.function, self.site).blocking

    def _less_at_home(self) -> Iterator[Remedy]:
        """Each lower ceiling of the share at home that may be chosen, where visits are lacking."""
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
        """What a saved minute would have to be worth, where only the trade-off says no."""
        if self.blocking or self.attempt is None or not math.isfinite(self.attempt.dkk_per_minute):
            return
        implied = math.nan if self.implied_dkk_per_minute is None else self.implied_dkk_per_minute
        price = self.attempt.dkk_per_minute
        yield Remedy("minute", "", "", implied, price, "DKK/minute", price > 0)
