"""Today's offers on the scale of the steps: what keeping each of them costs for each minute that it saves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Ints
from placement.plan.plan import Plan
from placement.questions.proposal.trials import Bench, Cut
from placement.scenario.schema.rules import Rule


@dataclass(frozen=True)
class Standing:
    """An offer of today at a house, closed on trial with all else as today, by the judge.

    Attributes:
        function, site: ids.
        minutes: more travel a year without it; NaN where somebody could not be seen anywhere then.
        kroner: saved a year without it, lost quality at its price included; negative where closing costs money.
    """

    function: str
    site: str
    minutes: float
    kroner: float

    @property
    def price(self) -> float | None:
        """DKK that a minute saved by it costs, 0 where it saves money; None where that cannot be said."""
        if not self.minutes > 0:
            return None
        return max(0.0, self.kroner / self.minutes)

    def dearer(self, price: float) -> bool:
        """Whether a minute saved by it costs more than a price, or it costs money and saves none."""
        if self.price is None:
            return self.minutes <= 0 < self.kroner
        return self.price > price


def standing(bench: Bench, today: Plan, lost_quality_visit: float) -> tuple[Standing, ...]:
    """Every offer that stands at a house today, the dearest minute first.

    Args:
        bench: tries plans of the scenario; of several phases the last.
        today: today's plan.
        lost_quality_visit: what a visit of lost quality costs.
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
            quality = after.objectives.quality_visits - before.quality_visits
            saved = before.economy_dkk - after.objectives.economy_dkk - lost_quality_visit * quality
            found.append(Standing(instance.function_ids[f], instance.site_ids[s], minutes, saved))
    return tuple(sorted(found, key=lambda one: (-(one.price or 0.0), one.function, one.site)))


def _units(part: Bench, plan: Plan, site: int) -> Ints:
    """Units to keep where the offer of the part's first function closes: at its site only those others use."""
    units = plan.units.copy()
    users = part.instance.apparatus.needed
    others = users[1:][plan.open[1:, site]].any(axis=0)
    units[users[0] & ~others, site] = 0
    return units
