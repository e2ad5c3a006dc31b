"""One proposal against a reference: what opens, closes and moves, who gains and loses, what hospitals give away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placement.instance.instance import Bools, Floats, Instance
from placement.plan.compare import (
    AgainstToday,
    Moved,
    Touched,
    compare_with_today,
    functions_near,
    money_where_people_live,
    near,
    of_group,
)
from placement.plan.plan import Evaluation, Plan
from placement.scenario.brief import brief
from placement.scenario.schema.rules import Rule

_LESS = 1e-6
_LEAST_DAYS = 1e-6
LEAST_SHARE = 5e-4
"""Shares at home that differ by less are the same."""

Pair = tuple[str, str]
"""Function id and site id."""


@dataclass(frozen=True, eq=False)
class Standing:
    """A plan, today's or a proposal, with its evaluation and the instance it was evaluated in."""

    instance: Instance
    plan: Plan
    evaluation: Evaluation

    __repr__ = brief


@dataclass(frozen=True)
class Move:
    """A function that closes at one site and opens at another, where visits of the first are seen.

    Attributes:
        function, origin, target: ids.
        visits: visits a year that move along.
    """

    function: str
    origin: str
    target: str
    visits: float


@dataclass(frozen=True)
class GroupFigures:
    """The figures of a group of areas.

    Attributes:
        visits: visits a year, home included.
        mean_minutes: mean one-way minutes of them, home as 0.
        functions_near: functions that at least half the people have within 30 minutes.
        moved: its visits that move, against the reference; visits, never inhabitants.
        money: by payer, DKK a year for transport and care at home beyond the reference.
    """

    visits: float
    mean_minutes: float
    functions_near: int
    moved: Moved
    money: Mapping[str, float]


@dataclass(frozen=True)
class HospitalFigures:
    """One function at one hospital.

    Attributes:
        hospital, function: ids.
        visits_reference, visits: visits a year with the reference and now, fixed ones included.
        bound, slack: visits it must keep at least, and the room above; None without this rule.
    """

    hospital: str
    function: str
    visits_reference: float
    visits: float
    bound: float | None
    slack: float | None

    @property
    def change(self) -> float:
        """Visits gained; negative where it gives visits away."""
        return self.visits - self.visits_reference


@dataclass(frozen=True)
class HomeFigures:
    """A function whose share at home differs from the reference.

    Attributes:
        function: its id.
        share_reference, share: of its visits, fixed ones left out.
        visits: visits a year at home now.
    """

    function: str
    share_reference: float
    share: float
    visits: float


@dataclass(frozen=True, eq=False)
class Versus:
    """A proposal against the reference; without a reference (no today) every open offer counts as opened.

    Attributes:
        now: the proposal.
        opens, closes, days: pairs that open, close, or stay with other days.
        moves: pairs that close in one place and open in another; they are among ``opens`` and ``closes`` too.
        home: functions with more or fewer visits at home.
        moved, touched: visits that move, and those at home apart; None without a reference.
        groups: by group.
        hospitals: every function seen at a hospital on either side.
    """

    now: Standing
    opens: tuple[Pair, ...]
    closes: tuple[Pair, ...]
    days: tuple[Pair, ...]
    moves: tuple[Move, ...]
    home: tuple[HomeFigures, ...]
    moved: Moved | None
    touched: Touched | None
    groups: Mapping[str, GroupFigures]
    hospitals: tuple[HospitalFigures, ...]

    __repr__ = brief


def versus(reference: Standing | None, now: Standing) -> Versus:
    """A proposal against a reference; functions, areas and sites are matched by id."""
    before = None if reference is None else matched(reference, now.instance)
    opens, closes = opened_and_closed(reference, now)
    moves = () if before is None else _moves(now, before, opens, closes)
    against = None if before is None else compare_with_today(now.instance, before.evaluation, now.evaluation)
    return Versus(
        now=now,
        opens=tuple(sorted(opens)),
        closes=tuple(sorted(closes)),
        days=() if before is None else _other_days(now, before),
        moves=moves,
        home=() if before is None else home_figures(now, before),
        moved=against.moved if against else None,
        touched=against.touched if against else None,
        groups=_groups(now, before, against),
        hospitals=_hospitals(now, before),
    )


def opened_and_closed(reference: Standing | None, now: Standing) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """Offers open now and not in the reference, and offers open in the reference and not now."""
    open_now = _open_pairs(now)
    before = frozenset() if reference is None else _open_pairs(reference)
    return open_now - before, before - open_now


def _open_pairs(standing: Standing) -> frozenset[Pair]:
    instance = standing.instance
    return frozenset((instance.function_ids[f], instance.site_ids[s]) for f, s in np.argwhere(standing.plan.open))


def unit_ids(instance: Instance) -> list[tuple[str, bool]]:
    """Area id and whether without a car, of each demand unit: its key across scenarios."""
    areas = (instance.area_ids[a] for a in instance.unit_area)
    return list(zip(areas, map(bool, instance.unit_without_car), strict=True))


def matched(standing: Standing, instance: Instance) -> Standing:
    """A standing on the functions, demand units and sites of another instance, matched by id; 0 where it has none."""
    own = standing.instance
    if own is instance:
        return standing
    functions = positions(own.function_ids, instance.function_ids)
    units = positions(unit_ids(own), unit_ids(instance))
    sites = positions(own.site_ids, instance.site_ids)
    plan, judged = standing.plan, standing.evaluation
    evaluation = replace(
        judged,
        seen=placed(judged.seen, functions, units, sites),
        home=placed(judged.home, functions, units),
        minutes_by_unit=placed(judged.minutes_by_unit, functions, units),
        volume=placed(judged.volume, functions, sites),
        days=placed(judged.days, functions, sites),
    )
    opened = placed(plan.open.astype(float), functions, sites) > 0
    there = replace(plan, open=opened, days=placed(plan.days, functions, sites))
    return Standing(instance, there, evaluation)


Positions = tuple[list[int], list[int], int]


def positions(own: Sequence[object], other: Sequence[object]) -> Positions:
    """Positions in ``own`` and in ``other`` of their common members, and the length of ``other``."""
    at = {name: n for n, name in enumerate(other)}
    both = [(n, at[name]) for n, name in enumerate(own) if name in at]
    return [n for n, _ in both], [m for _, m in both], len(other)


def placed(values: Floats, *axes: Positions) -> Floats:
    """Values moved to other axes; 0 where they have none."""
    there: Floats = np.zeros([length for *_, length in axes])
    there[np.ix_(*(other for _, other, _ in axes))] = values[np.ix_(*(own for own, _, _ in axes))]
    return there


def _moves(now: Standing, before: Standing, opens: frozenset[Pair], closes: frozenset[Pair]) -> tuple[Move, ...]:
    """Pairs each closed site with a new site of the same function, by most visits handed over; each site once."""
    instance = now.instance
    site, function = _index(instance.site_ids), _index(instance.function_ids)
    found = [
        Move(name, origin, target, _handed_over(before, now, function[name], site[origin], site[target]))
        for name, origin in closes
        if name in function and origin in site
        for other, target in opens
        if other == name
    ]
    taken: set[Pair] = set()
    moves = []
    for move in sorted(found, key=lambda m: (-m.visits, m.function, m.origin, m.target)):
        ends = {(move.function, move.origin), (move.function, move.target)}
        if move.visits > _LESS and not ends & taken:
            taken |= ends
            moves.append(move)
    return tuple(moves)


def _handed_over(before: Standing, now: Standing, function: int, origin: int, target: int) -> float:
    """Visits a year of units that were seen at ``origin`` before and are seen at ``target`` now."""
    left, come = before.evaluation.seen[function, :, origin], now.evaluation.seen[function, :, target]
    return float(np.minimum(left, come).sum())


def _index(names: Sequence[str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(names)}


def _other_days(now: Standing, before: Standing) -> tuple[Pair, ...]:
    """Pairs at houses that stay open with other clinic days; a hospital's days follow its visits."""
    instance = now.instance
    stays: Bools = now.plan.open & before.plan.open & ~instance.is_hospital[None]
    other = stays & (np.abs(now.evaluation.days - before.evaluation.days) > _LEAST_DAYS)
    return tuple((instance.function_ids[f], instance.site_ids[s]) for f, s in np.argwhere(other))


def home_figures(now: Standing, before: Standing) -> tuple[HomeFigures, ...]:
    """Functions whose share at home differs by more than is lost in rounding on a screen."""
    found = []
    for f, function in enumerate(now.instance.function_ids):
        (earlier, _), (share, visits) = (_at_home(standing.evaluation, f) for standing in (before, now))
        if abs(share - earlier) > LEAST_SHARE:
            found.append(HomeFigures(function, earlier, share, visits))
    return tuple(found)


def _at_home(judged: Evaluation, function: int) -> tuple[float, float]:
    """The share of a function's visits at home, and their number."""
    home = float(judged.home[function].sum())
    total = home + float(judged.seen[function].sum())
    return (home / total if total > 0 else 0.0), home


def _groups(now: Standing, before: Standing | None, against: AgainstToday | None) -> dict[str, GroupFigures]:
    instance, judged = now.instance, now.evaluation
    against = against or compare_with_today(instance, judged, judged)
    money = money_where_people_live(instance, before.evaluation if before else judged, judged)
    reached, people = near(instance, now.plan.open), instance.demand.people
    found = {}
    for name, change in against.groups.items():
        members = of_group(instance, name)
        found[name] = GroupFigures(
            visits=change.visits,
            mean_minutes=change.minutes_now,
            functions_near=functions_near(reached[:, members], people[members]),
            moved=change.moved,
            money={payer: float(amounts[members].sum()) for payer, amounts in money.items()},
        )
    return found


def _hospitals(now: Standing, before: Standing | None) -> tuple[HospitalFigures, ...]:
    instance, volume = now.instance, now.evaluation.volume
    earlier = np.zeros_like(volume) if before is None else before.evaluation.volume
    rules = {(c.site, c.function): c for c in now.evaluation.checks if c.rule is Rule.RETAINED_VOLUME}
    found = []
    for s, f in np.argwhere(((volume + earlier) > _LESS).T & instance.is_hospital[:, None]):
        hospital, function = instance.site_ids[s], instance.function_ids[f]
        rule = rules.get((hospital, function))
        both = float(earlier[f, s]), float(volume[f, s])
        kept = (rule.need, rule.slack) if rule else (None, None)
        found.append(HospitalFigures(hospital, function, *both, *kept))
    return tuple(found)
