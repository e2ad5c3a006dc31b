"""Equipment: how many units stand at each site, shared by its functions, and how much they must and may be used."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import SAME, Instance, Today, whole
from placement.model.decisions import fortsat
from placement.model.draft import Draft
from placement.model.linear import Linear, total
from placement.scenario.schema.rules import Rule


def equipment_minutes(draft: Draft, e: int, s: int) -> Linear:
    """Minutes a year the functions at the site use the equipment."""
    minutes = draft.instance.apparatus.minutes_per_visit[:, e]
    return total((draft.volume[f, s], float(m)) for f, m in enumerate(minutes) if m > 0 and (f, s) in draft.open)


def least_minutes(instance: Instance, today: Today, e: int, s: int, units: int) -> float:
    """L[u]: minutes of use a year below which ``units`` units may not stand; units up to today's by *fortsat*.

    Without the ``min`` against full use of one unit less, a demand between one full unit and two half-full ones could
    not be served at all.
    """
    capacity = float(instance.apparatus.capacity[e])
    share = float(instance.apparatus.min_utilisation[e])
    if units <= today.units[e, s]:
        share = fortsat(share, float(today.utilisation[e, s]))
    if units <= 1:
        return units * share * capacity
    return capacity * min(share * units, highest_utilisation(instance, today, e, s) * (units - 1))


def highest_utilisation(instance: Instance, today: Today, e: int, s: int) -> float:
    """Highest allowed share of the capacity in use: the planned maximum, or today's share where that is higher."""
    return max(float(instance.apparatus.max_utilisation[e]), float(today.utilisation[e, s]))


def is_waived(instance: Instance, rule: Rule, e: int, s: int) -> bool:
    """Whether an exception waives the rule for some function that uses the equipment at the site."""
    users = np.flatnonzero(instance.apparatus.needed[:, e])
    return any(instance.is_waived(rule, int(f), s) for f in users)


def decide_units(draft: Draft) -> None:
    """Columns units[e,s][u], exactly one of which is 1, wherever a function that needs the type may be."""
    instance = draft.instance
    for e, equipment_id in enumerate(instance.equipment_ids):
        for s, site_id in enumerate(instance.site_ids):
            may_leave = draft.today.units[e, s] > 0 and not instance.is_hospital[s]
            bought = _may_be_bought_before(draft, e, s)
            if may_leave or bought or draft.today.utilisation[e, s] > 0 or _can_be_needed(draft, e, s):
                choices = _unit_choices(draft, e, s)
                choices += range(choices[-1] + 1, bought + 1)
                draft.units[e, s] = {
                    count: draft.variable("units", equipment_id, site_id, count, whole=True) for count in choices
                }
                every = total((chosen, 1.0) for chosen in draft.units[e, s].values())
                draft.row(Rule.REQUIRED_EQUIPMENT, every, "==", Linear(1.0), equipment_id, site_id, "units")


def _may_be_bought_before(draft: Draft, e: int, s: int) -> int:
    """Most units the phase before may have bought, if more than today's, else 0: they stay, needed or not."""
    most = max(draft.before.units.get((e, s), ()), default=0) if draft.before else 0
    return most if most > int(draft.today.units[e, s]) else 0


def _can_be_needed(draft: Draft, e: int, s: int) -> bool:
    return any((int(f), s) in draft.open for f in np.flatnonzero(draft.instance.apparatus.needed[:, e]))


def _unit_choices(draft: Draft, e: int, s: int) -> list[int]:
    """Numbers of units worth a column, up to what the most possible visits need; kept houses lose none."""
    instance, today = draft.instance, draft.today
    stand = int(today.units[e, s])
    users = np.flatnonzero(instance.apparatus.needed[:, e])
    keeps = instance.scenario.policy.existing_in_houses == "keep" and not instance.is_hospital[s]
    keeps = keeps and not (instance.must_not & today.open)[users, s].any()
    fewest = stand if keeps else 0
    capacity = float(instance.apparatus.capacity[e])
    if not np.isfinite(capacity) or is_waived(instance, Rule.MAX_UTILISATION, e, s):
        return list(range(fewest, max(1, stand) + 1))
    minutes = instance.apparatus.minutes_per_visit[:, e]
    most_minutes = sum(float(m) * draft.most[int(f), s] for f, m in enumerate(minutes) if m > 0)
    need = whole(most_minutes / (highest_utilisation(instance, today, e, s) * capacity))
    return list(range(fewest, max(stand, need, 1) + 1))


def required_equipment(draft: Draft) -> None:
    """Rows: an open function has at least one unit of each type it needs."""
    for (e, s), choices in draft.units.items():
        if 0 not in choices:
            continue
        for f in np.flatnonzero(draft.instance.apparatus.needed[:, e]):
            if (int(f), s) in draft.open:
                ids = draft.instance.equipment_ids[e], *draft.ids(int(f), s)
                draft.row(Rule.REQUIRED_EQUIPMENT, draft.open[int(f), s], "<=", 1.0 - choices[0], *ids)


def utilisation(draft: Draft) -> None:
    """Rows: units are used enough to be allowed, and hold the minutes of use; in units, not minutes, for scale."""
    instance = draft.instance
    for (e, s), choices in draft.units.items():
        capacity = float(instance.apparatus.capacity[e])
        if not np.isfinite(capacity):
            continue
        used = equipment_minutes(draft, e, s) * (1 / capacity)
        ids = instance.equipment_ids[e], instance.site_ids[s]
        if not is_waived(instance, Rule.MIN_UTILISATION, e, s):
            least = total((z, least_minutes(instance, draft.today, e, s, u) / capacity) for u, z in choices.items())
            draft.row(Rule.MIN_UTILISATION, used, ">=", least, *ids, unit=capacity)
        if not is_waived(instance, Rule.MAX_UTILISATION, e, s):
            highest = highest_utilisation(instance, draft.today, e, s)
            most = total((z, highest * u) for u, z in choices.items())
            draft.row(Rule.MAX_UTILISATION, used, "<=", most, *ids, unit=capacity)
            if not draft.yields(Rule.MAX_UTILISATION, *ids):
                _whole_units(draft, e, s, highest * capacity)


def _whole_units(draft: Draft, e: int, s: int, holds: float) -> None:
    """Cuts: configurations of one function that need more than u units by themselves are chosen only with more than u.

    They are implied for whole numbers but not by the relaxation (decision 0011). No cut for 0 units, which
    ``required_equipment`` covers, nor for the largest number.
    """
    choices = draft.units[e, s]
    for f in np.flatnonzero(draft.instance.apparatus.needed[:, e]):
        minutes = float(draft.instance.apparatus.minutes_per_visit[f, e])
        steps = draft.at_least.get((int(f), s), [])
        for u in sorted(choices)[1:-1]:
            larger = total((column, 1.0) for column, visits in steps if visits * minutes > u * holds * (1 + SAME))
            if larger.terms:
                enough = total((z, 1.0) for count, z in choices.items() if count > u)
                ids = draft.instance.equipment_ids[e], *draft.ids(int(f), s)
                draft.row(Rule.MAX_UTILISATION, larger, "<=", enough, *ids, u)
