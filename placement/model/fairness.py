"""Floors under coverage and the ceiling on digital visits."""

from __future__ import annotations

from placement.instance.fairness import Floor
from placement.model.draft import Draft
from placement.model.linear import Linear
from placement.model.measures import of_floor
from placement.model.rules import MARGIN
from placement.scenario.rules import Rule


def coverage(draft: Draft) -> None:
    """Enough of the visits are near, in every group a floor is about; home counts as near."""
    for n, floor in enumerate(draft.instance.floors):
        functions = _functions(draft, floor)
        stands = bool(draft.instance.baseline.open[functions].any())
        share = min(floor.share, float(draft.today.coverage[n])) if stands else floor.share
        near = Linear()
        for f in functions:
            near.add(draft.totals[of_floor(floor), f])
            visits = draft.instance.demand.visits[f] * floor.units
            for chosen, at_home in zip(draft.level[f], draft.instance.demand.home_share[f], strict=True):
                near.add(chosen, float(visits @ at_home))
        draft.row(Rule.COVERAGE, near * (1 / floor.visits), ">=", Linear(share - MARGIN), floor.name, floor.label)


def _functions(draft: Draft, floor: Floor) -> list[int]:
    return [f for f, name in enumerate(draft.instance.function_ids) if name in floor.functions]


def max_digital_share(draft: Draft) -> None:
    """Telemedicine, and specialists by video at houses, are at most so much of all visits."""
    instance, limit = draft.instance, draft.instance.scenario.policy.max_digital_share
    total = instance.demand.total_visits
    if limit is None or total <= 0:
        return
    digital = Linear()
    for f, name in enumerate(instance.function_ids):
        home = instance.scenario.functions[name].home
        if home is not None and home.mode == "telemedicine":
            for chosen, share in zip(draft.level[f], instance.demand.home_share[f], strict=True):
                digital.add(chosen, float(instance.demand.visits[f] @ share) / total)
    for f, s in draft.possible:
        by_video = float(instance.clinics.hybrid_share[f, s]) / total
        digital.add(draft.volume[f, s], by_video)
        digital.add(draft.open[f, s], -by_video * float(instance.demand.fixed[f, s]))
    most = max(limit.value, draft.today.digital_share)
    draft.row(Rule.MAX_DIGITAL_SHARE, digital, "<=", Linear(most + MARGIN))
