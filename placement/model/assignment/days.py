"""open and days as columns."""

from __future__ import annotations

from collections.abc import Collection

from placement.model.decisions import keeps_days, timetable
from placement.model.draft import Draft, Pair
from placement.model.linear import Linear, total
from placement.scenario.rules import Rule


def decide_open(draft: Draft, functions: Collection[int]) -> None:
    """open[f,s]; a must at a place where it is not allowed contradicts itself."""
    for pair in draft.possible:
        if pair[0] not in functions:
            continue
        if pair not in draft.certain:
            draft.open[pair] = draft.variable("open", *draft.ids(*pair), whole=True)
            continue
        draft.open[pair] = Linear(1.0)
        if not draft.instance.allowed[pair]:
            draft.row(Rule.MUST, Linear(1.0), "<=", Linear(0.0), *draft.ids(*pair))


def house_pairs(draft: Draft, functions: Collection[int]) -> list[Pair]:
    """Possible pairs of these functions at houses."""
    return [pair for pair in draft.pairs(houses=True) if pair[0] in functions]


def decide_days(draft: Draft, functions: Collection[int]) -> None:
    """days[f,s] at houses: one of the allowed values where open."""
    for pair in house_pairs(draft, functions):
        decide_days_of(draft, pair)


def decide_days_of(draft: Draft, pair: Pair) -> None:
    """days[f,s] of one house."""
    if keeps_days(draft, pair) and not draft.instance.clinics.expand[pair[0]]:
        draft.days[pair] = Linear(float(draft.today.days[pair]))
        return
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
