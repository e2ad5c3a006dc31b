"""The numbers the proposal hinges on: each is set to its low and to its high end, with the others as they are.

Solving at both ends of every number takes too long where there are hundreds. So the judge first compares the proposal
with its nearest rivals at each end, and only the numbers at whose ends it does worst are solved. Numbers of functions
about which all plans agree are left out.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from placement.instance.instance import Instance
from placement.questions.proposal.findings import Assumption
from placement.questions.robust.ranges import Contradiction, Ranged, drawn
from placement.questions.robust.worlds import Found, Given, Offers, Pair, World, bench_of, outcome_of
from placement.scenario.schema.scenario import Scenario
from placement.solve.stage import Three

RIVALS = 2
"""Number of plans compared with the proposal when the judge looks for the numbers that matter."""
_BROKEN, _TIPS = 2e15, 1e15
"""Scores above any regret, in shares or DKK: the proposal breaks a rule at the end; it is known to tip in the range."""
SIDES: tuple[Literal["low", "high"], ...] = ("low", "high")
_AT: Mapping[str, float] = {"low": 0.0, "high": 1.0}


@dataclass(frozen=True)
class End:
    """The effect of setting a number to one end of its range.

    Attributes:
        side: ``low`` or ``high``; ``value``: the number at that end.
        outcome: as of the world: ``solved``, ``infeasible``, ``contradiction`` or ``stopped``.
        broken: the rule that the proposal breaks in it, as ``rule function site``; empty where it keeps them all.
        regret: how much worse the proposal is than the best plan, in the unit of the objective; None where it breaks a
            rule or nothing is known.
        opens, closes: what the best plan has that the proposal has not, and the other way round.
    """

    side: Literal["low", "high"]
    value: float
    outcome: str
    broken: str
    regret: float | None
    opens: tuple[Pair, ...]
    closes: tuple[Pair, ...]

    @property
    def changes(self) -> bool:
        """Whether another plan is best, or the proposal is infeasible."""
        return bool(self.opens or self.closes or self.broken) or self.outcome == "infeasible"


@dataclass(frozen=True)
class Hinge:
    """A number with the effects at its two ends.

    Attributes:
        number: value, range, source, owner, and the value at which the proposal is known to change.
        ends: low and high, where the number has both.
    """

    number: Assumption
    ends: tuple[End, ...]

    @property
    def regret(self) -> float:
        """The larger regret of keeping the proposal at an end; 0 where none is known."""
        return max((end.regret or 0.0 for end in self.ends), default=0.0)

    @property
    def breaks(self) -> bool:
        """Whether the proposal is infeasible at one of the ends."""
        return any(end.broken for end in self.ends)

    @property
    def changes(self) -> bool:
        """Whether another plan is best at one of the ends."""
        return any(end.changes for end in self.ends)


@dataclass(frozen=True)
class Seen:
    """The proposal beside its rivals in one world, as evaluated.

    Attributes:
        aims: the proposal's, or None where it breaks a rule.
        broken: that rule, as ``rule function site``.
        behind: how much better the best rival is, negative where none is; ``_BROKEN`` where the proposal breaks a rule.
    """

    aims: Three | None
    broken: str
    behind: float


@dataclass(frozen=True)
class Looked:
    """The judge's comparison of the proposal with its rivals at the ends of the numbers.

    Attributes:
        numbers: those with the greatest effect, which are worth solving.
        seen: how the proposal does at each end, by the world's name.
        tipping: by path, the value at which the proposal is known to change.
        count: number of numbers looked at.
    """

    numbers: tuple[Ranged, ...]
    seen: Mapping[str, Seen]
    tipping: Mapping[str, float]
    count: int


def ends_of(number: Ranged, numbers: Sequence[Ranged]) -> tuple[World, ...]:
    """The worlds at a number's ends; one where the value itself is an end."""
    return tuple(
        World(f"{number.path} {side}", 0, tuple(drawn(numbers, {number.path: _AT[side]}).items()), own_only=True)
        for side in SIDES
        if number.at(_AT[side]) != number.number.value
    )


def worth_asking(scenario: Scenario, numbers: Sequence[Ranged], open_to_doubt: Collection[str]) -> list[Ranged]:
    """The numbers that can matter: all but those of functions about which every plan agrees.

    Args:
        scenario: says what the functions use.
        numbers: all with a range.
        open_to_doubt: ids of the functions about which plans differ.
    """
    functions = [scenario.functions[name] for name in open_to_doubt if name in scenario.functions]
    used = {
        "functions": set(open_to_doubt),
        "equipment": {item for function in functions for item in function.equipment},
        "staff_roles": {role for function in functions for role in function.staff_per_clinic_day},
    }

    def can(number: Ranged) -> bool:
        head, key, *_ = [*number.path.split("."), ""]
        return head not in used or key in used[head]

    return [number for number in numbers if can(number)]


def beside_rivals(found: Found, proposal: Offers, given: Given) -> Given:
    """``given`` with the proposal and its nearest rivals in the base world as the plans to be compared."""
    known = {asked.offers.key: asked for asked in found.asked}
    others = [asked for key, asked in known.items() if key != proposal.key]
    others.sort(key=lambda one: (given.measure.own(found, one.aims), one.offers.key))
    beside = others[:RIVALS]
    aims = (known.get(proposal.key, found.asked[0]).aims, *(one.aims for one in beside))
    return replace(given, plans=(proposal, *(one.offers for one in beside)), aims=aims)


def look_worlds(given: Given, worlds: Sequence[World], stop: threading.Event) -> list[Seen]:
    """How the first of the plans does beside the others in each world, without solving."""
    found: list[Seen] = []
    for world in worlds:
        if stop.is_set():
            break
        found.append(_look(given, world))
    return found


def _look(given: Given, world: World) -> Seen:
    proposal, *others = given.plans
    try:
        bench = bench_of(given, world)
    except Contradiction as error:
        return Seen(None, error.message, 0.0)
    aims, broken = outcome_of(proposal, bench)
    if aims is None:
        return Seen(None, broken, _BROKEN)
    beside = [(offers, there) for offers in others if (there := outcome_of(offers, bench, checked=False)[0])]
    told = given.measure.side_by_side(bench.instance.scenario, [aims, *(there for _, there in beside)], given.aims)
    ranked = sorted(zip(told[1:], (offers for offers, _ in beside), strict=True), key=lambda one: one[0])
    for total, offers in ranked:
        behind = told[0] - total
        if behind <= 0 or not outcome_of(offers, bench)[1]:  # a better rival counts only if it keeps the rules
            return Seen(aims, "", behind)
    return Seen(aims, "", -_BROKEN)


def most_telling(
    numbers: Sequence[Ranged], seen: Mapping[str, Seen], tipping: Mapping[str, float], most: int
) -> list[Ranged]:
    """The numbers at whose ends the proposal does worst beside its rivals, the worst first.

    Args:
        numbers: those that can matter.
        seen: what the judge saw at each end, by the world's name.
        tipping: by path, the value at which the proposal is known to change.
        most: the largest number of them.
    """

    def score(number: Ranged) -> float:
        tips = number.low <= tipping.get(number.path, math.nan) <= number.high
        ends = [seen[world.name] for world in ends_of(number, numbers) if world.name in seen]
        return max((end.behind for end in ends), default=-_BROKEN) + _TIPS * tips

    ranked = sorted(numbers, key=lambda number: (-score(number), number.path))
    return ranked[:most]


def hinges(
    looked: Looked, numbers: Sequence[Ranged], found: Mapping[str, Found], proposal: Offers, given: Given
) -> tuple[Hinge, ...]:
    """The effects at the ends of each number; first those where the proposal breaks a rule, then by regret.

    Args:
        looked: the numbers, and what the judge saw at their ends.
        numbers: all with a range; some go with others.
        found: the best plan at each end, by the world's name.
        proposal: the decisions that are kept.
        given: how plans are measured.
    """
    rows = [
        Hinge(
            replace(number.number, tipping_value=looked.tipping.get(number.path, math.nan)),
            tuple(_ends(ends_of(number, numbers), number.path, looked.seen, found, proposal, given)),
        )
        for number in looked.numbers
    ]
    return tuple(
        sorted(rows, key=lambda row: (not row.breaks, not row.changes, -round(row.regret, 9), row.number.path))
    )


def _ends(
    worlds: Sequence[World],
    path: str,
    seen: Mapping[str, Seen],
    found: Mapping[str, Found],
    proposal: Offers,
    given: Given,
) -> Iterator[End]:
    for world in worlds:
        if world.name in found and world.name in seen:
            yield _end(world, path, seen[world.name], found[world.name], proposal, given)


def _end(world: World, path: str, seen: Seen, there: Found, proposal: Offers, given: Given) -> End:
    aims, best = seen.aims, next(iter(there.asked), None)
    regret = None
    if aims is not None and best is not None:
        regret = max(0.0, given.measure.own(there, aims) - best.objective)
    placements = best.offers.placements if best else proposal.placements
    return End(
        side="low" if world.name.endswith(" low") else "high",
        value=dict(world.values)[path],
        outcome=there.outcome,
        broken=seen.broken,
        regret=regret,
        opens=tuple(sorted(placements - proposal.placements)),
        closes=tuple(sorted(proposal.placements - placements)),
    )


def in_doubt(found: Sequence[Found], instance: Instance) -> list[str]:
    """The functions about which the plans differ, in the scenario's order."""
    plans = [asked.offers.placements for one in found for asked in one.asked]
    if not plans:
        return []
    differ = frozenset.union(*plans) - frozenset.intersection(*plans)
    named = {function for function, _ in differ}
    return [name for name in instance.function_ids if name in named]
