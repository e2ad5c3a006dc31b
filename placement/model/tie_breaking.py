"""What decides among plans that are equally good, as costs of columns by name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placement.instance.travel import mean_minutes
from placement.model.draft import Draft
from placement.model.formulation import Model
from placement.model.linear import Linear, total
from placement.model.rules import changes_since_today

Costs = dict[str, float]
_MANY = 1000.0
"""A day counts so many times what it counts whether it is far away."""


def nearest_to_today(model: Model) -> Costs:
    """Offers and home levels other than today's come first, then the number of offers.

    What a plan costs is what ``placement.plan.tie_breaking`` counts, less what no plan can change.
    """
    changes, offers = Linear(), Linear()
    for draft in model.drafts:
        changes.add(changes_since_today(draft))
        offers.add(total((draft.open[pair], 1.0) for pair in draft.possible))
        for levels in draft.level.values():
            changes.add(levels[0], -1.0)
    most = 1 + sum(len(draft.possible) for draft in model.drafts)
    return _costs((changes * most).add(offers))


def fewest_days(model: Model) -> Costs:
    """Clinic days a week; of as many those at the sites nearest to most people."""
    days = Linear()
    for draft in model.drafts:
        way = np.nan_to_num(mean_minutes(draft.instance), posinf=0.0)
        for pair, own in draft.days.items():
            days.add(own, _MANY + float(way[pair[1]] / (way.max(initial=0.0) or 1.0)))
    return _costs(days)


def where_the_region_sends(model: Model) -> tuple[Costs, ...]:
    """One after the other, where visits may as well be seen in several places.

    Nearest; at the site nearest to most people; where most are seen today; at a hospital. What is then left, whose
    visits go where, follows from how far each class of citizens has to either. Empty where no function leaves it to the
    region.
    """
    found = tuple(Linear() for _ in range(5))
    for draft in model.drafts:
        _send(draft, found)
    return tuple(costs for way in found if (costs := _costs(way)))


def _send(draft: Draft, found: Sequence[Linear]) -> None:
    travel, everybody = draft.instance.travel.minutes, mean_minutes(draft.instance)
    for flow in draft.flows:
        if flow.group.demand.ordered:
            continue
        visits = float(flow.group.loads.volume[flow.level])
        own = travel[int(flow.group.demand.units[0])]
        mean, everybodys = float(own[list(flow.group.demand.sites)].mean()), float(everybody[flow.site])
        today = -float(draft.today.volume[flow.group.function, flow.site])
        hospital = -float(draft.instance.is_hospital[flow.site])
        amounts = float(own[flow.site]), everybodys, today, hospital, mean * everybodys
        for way, amount in zip(found, amounts, strict=True):
            way.add(flow.sent, visits * float(np.nan_to_num(amount, posinf=0.0)))


def _costs(amount: Linear) -> Costs:
    """Without what is nothing."""
    return {variable.name: cost for variable, cost in amount.terms.items() if cost}
