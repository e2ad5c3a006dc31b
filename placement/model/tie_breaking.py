"""Tie-breaking: which of equally good plans is proposed, as costs of columns to minimise one after the other."""

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
"""Weight of a clinic day; that of its distance is at most 1, so that fewer days always come first."""


def nearest_to_today(model: Model) -> Costs:
    """Fewest offers and home levels other than today's; of equally many, fewest offers.

    The cost is what ``placement.plan.compare`` counts, less a constant.
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
    """Fewest clinic days a week; of equally many, those at the sites with the shortest mean trip."""
    days = Linear()
    for draft in model.drafts:
        way = np.nan_to_num(mean_minutes(draft.instance), posinf=0.0)
        for pair, own in draft.days.items():
            days.add(own, _MANY + float(way[pair[1]] / (way.max(initial=0.0) or 1.0)))
    return _costs(days)


def where_the_region_sends(model: Model) -> tuple[Costs, ...]:
    """Costs to minimise one after the other where the region allocates visits; empty where no function leaves it to it.

    Minutes of the class itself; mean minutes of everybody to the site; visits that are not where most are seen today;
    visits that are not at a hospital. If which class goes where is still open, the last cost decides it by the product
    of the class's mean minutes and everybody's.
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
    """The costs by column name, zeros left out."""
    return {variable.name: cost for variable, cost in amount.terms.items() if cost}
