"""Column values by name: those of a known plan, as a start for the solver, and those of a solution, read as decisions.

Of a solution only the whole-number decisions are read; who is seen where follows from them exactly, so that no rounding
of the solver reaches the plan. Days are cut to the fewest allowed that hold what is sent: more would only cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from placement.instance.instance import SAME, Bools, Floats, Ints, enough
from placement.model.decisions import keeps_days, timetable
from placement.model.draft import Draft, Group, Pair
from placement.model.equipment import highest_utilisation, is_waived, least_minutes
from placement.model.formulation import Model, units_fit
from placement.model.linear import Linear
from placement.scenario.schema.rules import Rule

_DECIMALS = 9
"""Decimals kept of shares that the region allocates; further ones are rounding noise of the solver."""
_TINY = 1e-6
"""Shares below this are rounding noise of the solver, whose rows each hold to 1e-7."""


def start_values(draft: Draft, open_: Bools, days: Floats, units: Ints, home_level: Ints) -> dict[str, float]:
    """Column values of a known plan by name; continuous columns are left out, as the solver finds them."""
    values: dict[str, float] = {}
    for pair, chosen in draft.open.items():
        if draft.name("open", *draft.ids(*pair)) in draft.variables:
            values |= {v.name: float(open_[pair]) for v in chosen.terms}
        if draft.name("lines", *draft.ids(*pair)) in draft.variables:
            values |= _days(draft, pair, float(days[pair]))
    values |= _configurations(draft, open_, days, home_level)
    for f, levels in draft.level.items():
        for level, one in enumerate(levels):
            values |= {v.name: float(level == home_level[f]) for v in one.terms}
    for (e, s), choices in draft.units.items():
        for count, one in choices.items():
            values |= {v.name: float(count == units[e, s]) for v in one.terms}
    return values


def _days(draft: Draft, pair: Pair, days: float) -> dict[str, float]:
    """Values of the columns of one house's days: which part of a day, or how many lines."""
    ids = draft.ids(*pair)
    parts = {v.name: value for v, value in draft.days[pair].terms.items() if v.name.startswith("days(")}
    lines, in_lines = draft.name("lines", *ids), draft.name("in_lines", *ids)
    length = next(c for v, c in draft.days[pair].terms.items() if v.name == lines)
    alone = [name for name, value in parts.items() if np.isclose(value, days)]
    values = {name: float(name in alone) for name in parts} | {lines: 0.0 if alone else round(days / length)}
    if in_lines in draft.variables:
        values[in_lines] = float(not alone and days > 0)
    return values


def _configurations(draft: Draft, open_: Bools, days: Floats, home_level: Ints) -> dict[str, float]:
    """Values of the configuration columns: 1 for the one that describes an open site of the plan, else 0."""
    values: dict[str, float] = {}
    for choice in draft.choices:
        f, s = choice.function, choice.site
        chosen = open_[f, s] and home_level[f] == choice.level
        chosen = chosen and all(open_[f, r] == (r in choice.inside) for r in choice.rivals)
        chosen = chosen and (choice.days is None or bool(np.isclose(choice.days, days[f, s])))
        values[choice.name] = float(chosen)
    return values


@dataclass(frozen=True, eq=False)
class Decisions:
    """A solution in the shapes of a plan.

    Attributes:
        open: ``(F, S)`` bool; ``days``: ``(F, S)`` a week at houses; ``units``: ``(E, S)``; ``home_level``: ``(F,)``.
        assign: ``(F, U, S)`` share of the movable visits seen at the site.
    """

    open: Bools
    days: Floats
    units: Ints
    home_level: Ints
    assign: Floats


def read_solution(model: Model, values: Mapping[str, float]) -> tuple[Decisions, ...]:
    """The decisions that column values stand for, phase by phase."""
    readings = [_Reading(draft, values) for draft in model.drafts]
    return tuple(
        Decisions(reading.open, reading.days, units, reading.level, reading.assign)
        for reading, units in zip(readings, _units(readings), strict=True)
    )


def _units(readings: Sequence[_Reading]) -> list[Ints]:
    """``(E, S)`` units of each phase: the cheapest allowed numbers, of equally cheap ones the nearest to today's.

    A solution within the gap may have idle units, so numbers are chosen anew. What one phase buys or gives up binds the
    next, so the phases are looked at together. Where a later phase has a budget, units may be bought early to spare it:
    then the solver's own numbers are kept.
    """
    units = [reading.draft.today.units.copy() for reading in readings]
    own = any(np.isfinite(reading.instance.economics.max_phase_investment) for reading in readings[1:])
    for e, s in sorted({place for reading in readings for place in reading.draft.units}):
        stand = int(units[0][e, s])
        chosen = tuple(reading.chosen_units(e, s) for reading in readings) if own else _cheapest(readings, e, s, stand)
        for of_phase, count in zip(units, chosen, strict=True):
            of_phase[e, s] = count
    return units


def _cheapest(readings: Sequence[_Reading], e: int, s: int, stand: int) -> tuple[int, ...]:
    """The cheapest number of units in each phase that the rules allow; combinations are tried from the cheapest on."""
    is_hospital = bool(readings[0].instance.is_hospital[s])
    every = product(*(reading.choices(e, s) for reading in readings))
    for counts in sorted(every, key=lambda counts: _cost(counts, stand, is_hospital=is_hospital)):
        pairs = zip(readings, counts, strict=True)
        if units_fit(stand, counts) and all(reading.may_stand(e, s, count) for reading, count in pairs):
            return counts
    return tuple(reading.chosen_units(e, s) for reading in readings)


def _cost(counts: Sequence[int], stand: int, *, is_hospital: bool) -> tuple[int, int]:
    """Sort key: units paid for in all phases (at a hospital only those beyond today's), then distance from today's."""
    paid = sum(max(0, count - stand) if is_hospital else count for count in counts)
    return paid, sum(abs(count - stand) for count in counts)


class _Reading:
    """One solution of one phase; each property is computed from those above it."""

    def __init__(self, draft: Draft, values: Mapping[str, float]) -> None:
        self.draft = draft
        self.instance = draft.instance
        self._values = values

    def _value(self, expression: Linear) -> float:
        return expression.constant + sum(c * self._values[v.name] for v, c in expression.terms.items())

    @cached_property
    def open(self) -> Bools:
        open_ = np.zeros(self.instance.allowed.shape, dtype=bool)
        for pair, chosen in self.draft.open.items():
            open_[pair] = self._value(chosen) > 0.5
        return open_

    @cached_property
    def level(self) -> Ints:
        functions = range(len(self.instance.function_ids))
        chosen = [[self._value(one) for one in self.draft.level[f]] for f in functions]
        return np.array([int(np.argmax(levels)) for levels in chosen], dtype=np.int64)

    def _brings(self, group: Group) -> float:
        """Visits a year of the group at the chosen home level."""
        return float(group.loads.volume[self.level[group.function]])

    @cached_property
    def shares(self) -> dict[int, dict[int, float]]:
        """By ``id()`` of the group and by site, the share sent there: all to the first open site, or as allocated."""
        shares: dict[int, dict[int, float]] = {}
        for group in self.draft.groups:
            sites = [s for s in group.demand.sites if self.open[group.function, s]]
            shares[id(group)] = {sites[0]: 1.0} if sites else {}
        free: dict[int, dict[int, float]] = defaultdict(dict)
        for flow in self.draft.flows:
            group = flow.group
            if not group.demand.ordered and flow.level == self.level[group.function]:
                free[id(group)][flow.site] = self._value(flow.sent)
        for key, raw in free.items():
            kept = {s: round(share, _DECIMALS) for s, share in raw.items() if share > _TINY}
            shares[key] = {s: share / sum(kept.values()) for s, share in kept.items()}
        return shares

    @cached_property
    def sent(self) -> dict[Pair, float]:
        """Movable visits a year sent to each pair, before overflow."""
        sent: dict[Pair, float] = defaultdict(float)
        for group in self.draft.groups:
            if group.stream == "movable":
                for s, share in self.shares[id(group)].items():
                    sent[group.function, s] += share * self._brings(group)
        return sent

    @cached_property
    def days(self) -> Floats:
        days = np.zeros(self.open.shape)
        for pair in self.draft.days:
            if not self.open[pair]:
                continue
            kept = keeps_days(self.draft, pair) and not self.instance.clinics.expand[pair[0]]
            days[pair] = float(self.draft.today.days[pair]) if kept else self._fewest_days(pair)
        return days

    def _fewest_days(self, pair: Pair) -> float:
        chosen = self._value(self.draft.days[pair])
        table = timetable(self.draft, pair)
        allowed = sorted({*table.single, *(table.line * n for n in range(table.fewest, table.most + 1))})
        chosen = min(allowed, key=lambda step: abs(step - chosen))
        holds = self.draft.capacity(pair)
        return next((step for step in allowed if step <= chosen and enough(step * holds, self.sent[pair])), chosen)

    def _seen(self, pair: Pair) -> float:
        """Share of the visits sent to the pair that its days hold."""
        if not self.draft.overflows(pair) or self.sent[pair] <= 0:
            return 1.0
        return min(1.0, float(self.days[pair]) * self.draft.capacity(pair) / self.sent[pair])

    def _arrivals(self, group: Group) -> list[tuple[int, float]]:
        """Sites where the group is seen, with its share there; what overflows is seen at the overflow hospital."""
        arrivals = []
        for s, share in self.shares[id(group)].items():
            seen = self._seen((group.function, s)) if group.stream == "movable" else 1.0
            arrivals.append((s, share * seen))
            if seen < 1:
                arrivals.append((int(self.instance.overflow_site[group.function, s]), share * (1 - seen)))
        return arrivals

    @cached_property
    def assign(self) -> Floats:
        assign = np.zeros(self.instance.shape)
        for group in self.draft.groups:
            if group.stream == "movable":
                for s, share in self._arrivals(group):
                    assign[group.function, group.demand.units, s] += group.demand.weights * share
        return assign

    @cached_property
    def volume(self) -> Floats:
        """``(F, S)`` visits a year seen, of all kinds."""
        volume: Floats = np.where(self.open, self.instance.demand.fixed, 0.0)
        for group in self.draft.groups:
            for s, share in self._arrivals(group):
                volume[group.function, s] += share * self._brings(group)
        return volume

    @cached_property
    def _minutes(self) -> Floats:
        """``(E, S)`` minutes a year that the visits take of each type."""
        minutes: Floats = self.instance.apparatus.minutes_per_visit.T @ self.volume
        return minutes

    def choices(self, e: int, s: int) -> Sequence[int]:
        """Numbers of units to try: the model's choices; only the solver's number where a soft rule's price decides."""
        known = () if self._may_be_broken(e, s) else tuple(self.draft.units.get((e, s), ()))
        return known or (self.chosen_units(e, s),)

    def may_stand(self, e: int, s: int, count: int) -> bool:
        """Whether ``count`` units keep the rules; where rounding rejects every number, the solver's own is taken to."""
        if self._may_be_broken(e, s):
            return True
        minutes = float(self._minutes[e, s])
        if self._may_stand(e, s, count, minutes):
            return True
        others = self.draft.units.get((e, s), ())
        return count == self.chosen_units(e, s) and not any(self._may_stand(e, s, n, minutes) for n in others)

    def chosen_units(self, e: int, s: int) -> int:
        """The number of units in the solution; today's where the model has no choice."""
        choices = self.draft.units.get((e, s), {})
        return max(choices, key=lambda count: self._value(choices[count]), default=int(self.draft.today.units[e, s]))

    def _may_be_broken(self, e: int, s: int) -> bool:
        """Whether a utilisation rule is soft here, so that only the solver can weigh the number of units."""
        ids = self.instance.equipment_ids[e], self.instance.site_ids[s]
        return any(self.draft.yields(rule, *ids) for rule in (Rule.MIN_UTILISATION, Rule.MAX_UTILISATION))

    def _may_stand(self, e: int, s: int, count: int, minutes: float) -> bool:
        today, capacity = self.draft.today, float(self.instance.apparatus.capacity[e])
        needed = bool((self.open[:, s] & self.instance.apparatus.needed[:, e]).any())
        if needed and count == 0:
            return False
        if not np.isfinite(capacity):
            return True
        highest = highest_utilisation(self.instance, today, e, s)
        most, least = highest * capacity * count, least_minutes(self.instance, today, e, s, count)
        holds = is_waived(self.instance, Rule.MAX_UTILISATION, e, s) or minutes <= most * (1 + SAME)
        return holds and (is_waived(self.instance, Rule.MIN_UTILISATION, e, s) or least <= minutes * (1 + SAME))
