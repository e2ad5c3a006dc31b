"""The scarce things of a scenario, and what a little more of each is worth, by solving again with that much more.

Offers compete only for things there is too little of: a room at a house, a specialist's day from a hospital, a budget.
With more of such a thing the best plan can only be better, and the gain is what the thing is worth. More of everything
is worth at least as much as more of any one thing. So if more of a whole group is worth nothing, nothing in it is worth
anything, and one search rules out the group: groups that are worth something are halved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import add
from typing import Any

import numpy as np
from pydantic import BaseModel

from placement.instance.instance import Instance, Today
from placement.plan.plan import RuleCheck
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import PRINTED, Solved

MORE = {
    Rule.FREE_ROOM_DAYS: (1.0, "days/week"),
    Rule.STAFF_DAYS: (1.0, "days/week"),
    Rule.MAX_INVESTMENT: (100_000.0, "DKK"),
    Rule.MAX_EXTRA_OPERATING: (100_000.0, "DKK/year"),
    Rule.MAX_CHANGES: (1.0, "changes"),
    Rule.NUMBER_OF_SITES: (1.0, "sites"),
    Rule.RETAINED_VOLUME: (100.0, "visits/year"),
    Rule.MAX_UTILISATION: (0.05, "share"),
}
"""The step by which each scarce thing is increased, and its unit."""
PLENTY = 100.0
"""With this many steps more of a thing it is no longer scarce."""
_NEAR = 2.0
"""A thing with room for less than this many steps nearly binds: the next offer may need more than is left."""
_SAME_MONEY = PRINTED[2]
_LEAST = 1e-9


@dataclass(frozen=True)
class Thing:
    """A scarce thing: something of which there is a limited amount.

    Attributes:
        rule: that limits it.
        function, site, item: ids of what it is about; empty where it is about none. Highest utilisation is that of a
            kind of apparatus wherever it stands.
        used, limit: how much the plan uses and there is; of retained volume how many visits are kept and must be.
        room: how much is left.
        more: one step more, in ``unit``.
    """

    rule: Rule
    function: str
    site: str
    item: str
    used: float
    limit: float
    room: float
    more: float
    unit: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Rule and ids, which no other thing shares."""
        return str(self.rule), self.function, self.site, self.item


@dataclass(frozen=True, eq=False)
class Worth:
    """The worth of one step more of a scarce thing.

    Attributes:
        thing: what is increased.
        money_per_year: how much better the best plan is with it, by the price method's measure.
        low, high: the same as proven by the bounds of both plans.
        answer: the best plan with it; None where a search with more of several things together showed it to be worth
            nothing.
    """

    thing: Thing
    money_per_year: float
    low: float
    high: float
    answer: Solved | None


@dataclass(frozen=True, eq=False)
class Worths:
    """The worths of a proposal's scarce things.

    Attributes:
        found: those worth something, or not proven to be worth nothing, the most valuable first.
        nothing: those that are proven to be worth nothing.
        unasked: things for which there was no time.
    """

    found: tuple[Worth, ...]
    nothing: tuple[Worth, ...]
    unasked: tuple[Thing, ...]

    @property
    def known(self) -> tuple[Worth, ...]:
        """All that are known, the most valuable first."""
        return self.found + self.nothing


def scarce_things(solved: Solved) -> tuple[Thing, ...]:
    """The things whose limit a plan reaches or nearly reaches, in the order of the rules."""
    found = {thing.key: thing for thing in _things(solved) if thing.room <= _NEAR * thing.more + _LEAST}
    order = list(MORE)
    return tuple(sorted(found.values(), key=lambda thing: (order.index(thing.rule), thing.room, thing.key)))


def _things(solved: Solved) -> Iterator[Thing]:
    """The scarce things among the plan's checks; of a kind of apparatus, the place with the least room."""
    kinds: dict[str, Thing] = {}
    seen = set()
    for check in solved.evaluation.checks:
        if check.rule not in MORE or not check.binds or check.soft:
            continue
        thing = _of_check(check)
        seen.add(thing.key)
        if check.rule is Rule.MAX_UTILISATION:
            known = kinds.get(check.item)
            if known is None or thing.room < known.room:
                kinds[check.item] = thing
        elif check.rule is not Rule.NUMBER_OF_SITES or check.item == "at_most":
            yield thing
    yield from kinds.values()
    yield from (thing for thing in _unused(solved.instance) if thing.key not in seen)


def _of_check(check: RuleCheck) -> Thing:
    more, unit = MORE[check.rule]
    site = "" if check.rule is Rule.MAX_UTILISATION else check.site
    ids = check.function, site, check.item
    return Thing(check.rule, *ids, check.have, check.need, max(0.0, check.slack), more, unit)


def _unused(instance: Instance) -> Iterator[Thing]:
    """Rooms and staff with a limit of which the plan uses nothing, so that no check of a rule mentions them."""
    clinics, staff, sites = instance.clinics, instance.staff, instance.site_ids
    rooms = clinics.free_rooms + clinics.let_rooms
    for s, k in np.argwhere(np.isfinite(rooms) & ~instance.is_hospital[:, None]).tolist():
        yield _whole(Rule.FREE_ROOM_DAYS, sites[s], instance.room_ids[k], float(rooms[s, k]))
    days = staff.extra_days + staff.recruit_days
    for r, h in np.argwhere(np.isfinite(days) & instance.is_hospital).tolist():
        yield _whole(Rule.STAFF_DAYS, sites[h], instance.role_ids[r], float(days[r, h]))


def _whole(rule: Rule, site: str, item: str, limit: float) -> Thing:
    """A thing with a limit of which the plan uses nothing."""
    more, unit = MORE[rule]
    return Thing(rule, "", site, item, 0.0, limit, limit, more, unit)


def with_more(scenario: Scenario, today: Today, things: Iterable[Thing], times: float = 1.0) -> Scenario:
    """The scenario with ``times`` steps more of each of some things.

    Args:
        scenario: as it is.
        today: what stands today, of which a share is retained.
        things: of what there is more.
        times: number of steps.
    """
    for thing in things:
        for path, amount in _paths(scenario, today, thing, thing.more * times):
            scenario = _changed(scenario, path, partial(add, amount))
    return scenario


def _paths(scenario: Scenario, today: Today, thing: Thing, more: float) -> Iterator[tuple[tuple[str, ...], float]]:
    """Paths of the numbers that say how much there is of a thing, and what is added to each."""
    match thing.rule:
        case Rule.FREE_ROOM_DAYS:
            yield ("sites", thing.site, "free_room_days_per_week", thing.item), more
        case Rule.STAFF_DAYS:
            yield ("staff_roles", thing.item, "extra_days_per_week", thing.site), more
        case Rule.MAX_CHANGES:
            yield ("policy", "max_changes"), more
        case Rule.NUMBER_OF_SITES:
            yield ("functions", thing.function, "number_of_sites", "at_most"), more
        case Rule.MAX_UTILISATION:
            yield ("equipment", thing.item, "max_utilisation"), more
        case Rule.RETAINED_VOLUME:
            offer = scenario.functions[thing.function]
            site = list(scenario.sites).index(thing.site)
            before = float(today.volume[list(scenario.functions).index(thing.function), site])
            if offer.retained_share is not None and before > 0:
                yield ("functions", thing.function, "retained_share"), -min(more / before, offer.retained_share.value)
            if offer.retained_visits_per_year is not None:
                given = offer.retained_visits_per_year.value
                yield ("functions", thing.function, "retained_visits_per_year"), -min(more, given)
        case _:
            yield ("policy", str(thing.rule)), more


def with_number(scenario: Scenario, path: str, value: float) -> Scenario:
    """The scenario with another number at a dotted path; a stated range is widened to hold it.

    Raises:
        TypeError: there is no place for a number at the path.
    """
    changed: Scenario = _changed(scenario, path.split("."), lambda _: value)
    return changed


def _changed(part: Any, path: Sequence[str], new: Callable[[float], float]) -> Any:
    """A part of a scenario with another number at a path; a missing number counts as 0."""
    if not path:
        if part is None:
            return Quantity.model_validate({"value": new(0.0)})
        if not isinstance(part, Quantity):
            return type(part)(new(part))
        value = new(part.value)
        ends = {"low": part.low, "high": part.high}
        moved = {name: end for name, end in ends.items() if end is not None}
        moved |= {name: min(value, end) if name == "low" else max(value, end) for name, end in moved.items()}
        return part.model_copy(update={"value": value, **moved})
    key, *rest = path
    if isinstance(part, Mapping):
        return {**part, key: _changed(part.get(key), rest, new)}
    if not isinstance(part, BaseModel) or key not in type(part).model_fields:
        raise TypeError(f"{'.'.join(path)}: no place for a number")
    return part.model_copy(update={key: _changed(getattr(part, key), rest, new)})


Ask = Callable[[Scenario], Solved | None]
"""Finds the best plan of another scenario at the same prices; None where no time is left."""


def worths(solved: Solved, scenario: Scenario, ask: Ask, things: Sequence[Thing] | None = None) -> Worths:
    """What one step more of each scarce thing is worth, ranked.

    Args:
        solved: the proposal, of the price method.
        scenario: the scenario of the proposal.
        ask: solves a changed scenario.
        things: what is asked about; None: what binds in the proposal, or nearly does.
    """
    search = _Halving(solved, scenario, ask)
    asked = scarce_things(solved) if things is None else tuple(things)
    for _, group in groupby(asked, lambda thing: thing.rule):
        search.run(tuple(group))
    found = sorted(search.found, key=lambda worth: -worth.money_per_year)
    return Worths(tuple(found), tuple(search.nothing), tuple(search.unasked))


class _Halving:
    """Group testing: asks about a group at once and, where more of all of it is worth something, about its halves."""

    def __init__(self, solved: Solved, scenario: Scenario, ask: Ask) -> None:
        self._solved, self._scenario, self._ask = solved, scenario, ask
        self.found: list[Worth] = []
        self.nothing: list[Worth] = []
        self.unasked: list[Thing] = []

    def run(self, things: tuple[Thing, ...]) -> None:
        if not things:
            return
        answer = self._ask(with_more(self._scenario, self._solved.today, things))
        if answer is None:
            self.unasked += things
            return
        low, high = self._solved.bound - answer.objective, self._solved.objective - answer.bound
        if high <= _SAME_MONEY:
            self.nothing += [Worth(thing, 0.0, max(0.0, low), max(0.0, high), None) for thing in things]
        elif len(things) == 1:
            gain = max(0.0, self._solved.objective - answer.objective)
            self.found.append(Worth(things[0], gain, max(0.0, low), high, answer))
        else:
            half = len(things) // 2
            self.run(things[:half])
            self.run(things[half:])
