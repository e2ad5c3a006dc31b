"""What is decided: open, home levels and clinic days."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pulp

from placement.instance.instance import Instance, Today
from placement.model.assignment.draft import Draft, Pair
from placement.model.linear import Linear, total
from placement.scenario.rules import Rule


def certain_pairs(instance: Instance, today: Today) -> frozenset[Pair]:
    """Pairs that are open in every plan: decided, or kept from today."""
    keeps_houses = instance.scenario.policy.existing_in_houses != "free"
    kept = today.open & ~instance.must_not
    kept &= np.where(instance.is_hospital[None, :], instance.hospital_fixed[:, None], keeps_houses)
    return frozenset((int(f), int(s)) for f, s in np.argwhere(kept | instance.must))


def new_draft(instance: Instance, today: Today) -> Draft:
    """An empty model with the pairs that may be open."""
    certain = certain_pairs(instance, today)
    possible = {(int(f), int(s)) for f, s in np.argwhere(instance.allowed)} | certain
    return Draft(
        problem=pulp.LpProblem("placement", pulp.LpMinimize),
        instance=instance,
        today=today,
        certain=certain,
        possible=tuple(sorted(possible)),
    )


def decide_open(draft: Draft) -> None:
    """open[f,s]; a must at a place where it is not allowed contradicts itself."""
    for pair in draft.possible:
        if pair not in draft.certain:
            draft.open[pair] = draft.variable("open", *draft.ids(*pair), whole=True)
            continue
        draft.open[pair] = Linear(1.0)
        if not draft.instance.allowed[pair]:
            draft.row(Rule.MUST, Linear(1.0), "<=", Linear(0.0), *draft.ids(*pair))


def decide_home(draft: Draft) -> None:
    """level[f][ℓ]: one home level per function, for the whole region."""
    for f, function_id in enumerate(draft.instance.function_ids):
        count = len(draft.instance.demand.home_share[f])
        if count == 1:
            draft.level[f] = [Linear(1.0)]
            continue
        draft.level[f] = [draft.variable("home", function_id, level, whole=True) for level in range(count)]
        draft.row(Rule.HOME_LEVEL, total((one, 1.0) for one in draft.level[f]), "==", Linear(1.0), function_id)


@dataclass(frozen=True)
class Timetable:
    """Days a week that are allowed at one house.

    Attributes:
        single: values that stand alone: parts of a day, and today's days where they fit no line.
        line: days of one line (1, or the exact days asked); lines run from ``fewest`` to ``most``.
    """

    single: tuple[float, ...]
    line: float
    fewest: int
    most: int


def timetable(draft: Draft, pair: Pair) -> Timetable:
    """The allowed days: not below the minimum, nor so few that the minimum volume could not be seen."""
    today, clinics = draft.today, draft.instance.clinics
    f, _ = pair
    line = 1.0 if np.isnan(clinics.exact_days[f]) else float(clinics.exact_days[f])
    least, own = _least_days(draft, pair)
    needed = draft.most_sent[pair] / draft.capacity(pair) if draft.capacity(pair) > 0 else 0.0
    fewest = max(1, math.ceil(least / line - 1e-9))
    most = max(fewest, math.ceil(max(needed, float(today.days[pair])) / line - 1e-9))
    single = {part for part in clinics.fractions[f] if part >= least - 1e-9}
    for value in own:
        if value > 0 and not (math.isclose(value / line, round(value / line)) and round(value / line) >= fewest):
            single.add(value)
    return Timetable(tuple(sorted(single)), line, fewest, most)


def _least_days(draft: Draft, pair: Pair) -> tuple[float, tuple[float, ...]]:
    """The fewest days a step may have, and today's own values that are allowed besides."""
    instance, clinics = draft.instance, draft.instance.clinics
    f, s = pair
    minimum = 0.0 if instance.is_waived(Rule.MIN_DAYS_PER_WEEK, f, s) else float(clinics.min_days[f])
    if draft.stands(pair):
        listed = float(np.nan_to_num(instance.baseline.days[pair]))
        own = (listed, float(draft.today.days[pair]))
        return (max(minimum, listed), own) if keeps_days(draft, pair) else (minimum, own)
    capacity = draft.capacity(pair)
    return max(minimum, minimum_volume(draft, pair) / capacity if capacity > 0 else 0.0), ()


def minimum_volume(draft: Draft, pair: Pair) -> float:
    """The hard minimum of a new clinic at a house in visits a year; 0 where waived or none."""
    instance, clinics = draft.instance, draft.instance.clinics
    visits = 0.0 if instance.is_waived(Rule.MIN_VISITS, *pair) else float(clinics.min_visits[pair[0]])
    patients = 0.0 if instance.is_waived(Rule.MIN_PATIENTS, *pair) else float(clinics.min_patients[pair[0]])
    return max(visits, patients)


def keeps_days(draft: Draft, pair: Pair) -> bool:
    """Whether the house keeps today's days (with open doors: at least today's)."""
    policy = draft.instance.scenario.policy
    return policy.existing_in_houses == "keep" and draft.stands(pair) and pair in draft.certain


def decide_days(draft: Draft) -> None:
    """days[f,s] at houses: one of the allowed values where open."""
    for pair in draft.pairs(houses=True):
        if keeps_days(draft, pair) and not draft.instance.clinics.expand[pair[0]]:
            draft.days[pair] = Linear(float(draft.today.days[pair]))
            continue
        table, ids = timetable(draft, pair), draft.ids(*pair)
        lines = draft.variable("lines", *ids, upper=table.most, whole=True)
        parts = [(draft.variable("days", *ids, f"{value:g}", whole=True), value) for value in table.single]
        some = draft.variable("in_lines", *ids, whole=True) if parts else draft.open[pair]
        if parts:
            chosen = total(((part, 1.0) for part, _ in parts)).add(some)
            draft.row(Rule.DAYS_PER_WEEK_STEPS, chosen, "==", draft.open[pair], *ids)
        draft.row(Rule.DAYS_PER_WEEK_STEPS, lines, ">=", some * table.fewest, *ids, "fewest")
        draft.row(Rule.DAYS_PER_WEEK_STEPS, lines, "<=", some * table.most, *ids, "most")
        draft.days[pair] = total(parts).add(lines, table.line)
