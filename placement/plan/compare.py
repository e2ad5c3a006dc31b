"""A plan compared with today, visits that move and who gains or loses, and which of equally good plans is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from placement.instance.instance import SAME, SAME_MINUTES, Bools, Floats, Instance, Ints, Today
from placement.instance.travel import mean_minutes
from placement.plan.aims import finite_minutes
from placement.plan.phases import Course, Situation
from placement.plan.plan import Evaluation, Plan

REACH_MINUTES = 30.0
"""An offer within this time, door to door, counts as near."""
_HALF = 0.5
"""A function counts as near a group where it is near at least this share of its people."""
_LITTLE = 0.05
"""Minutes by which a mean trip must change to count as longer or shorter."""
_NOBODY = 1e-9
"""Visits a year, and share of a unit's visits, below which a change is rounding noise."""


@dataclass(frozen=True)
class Moved:
    """Visits a year that are seen elsewhere than today, at another site or at home.

    Attributes:
        visits: how many.
        minutes_today, minutes_now: their mean one-way minutes, home as 0; 0 if no visit moves.
        visits_shorter, visits_longer: those with a shorter or longer trip; the others' trips are equally long.
        minutes_shorter, minutes_longer: mean one-way minutes saved or added for them, both positive.
    """

    visits: float
    minutes_today: float
    minutes_now: float
    visits_shorter: float
    visits_longer: float
    minutes_shorter: float
    minutes_longer: float


@dataclass(frozen=True)
class Some:
    """Some visits a year, and the mean minutes one way by which their trip changes; 0 where there are none."""

    visits: float
    minutes: float


@dataclass(frozen=True)
class Touched:
    """Visits a year that move, those at home apart.

    Attributes:
        home: those seen at home instead, and the trip they are spared.
        shorter, longer: those seen at another site, by the change of their trip; both minutes are positive.
    """

    home: Some
    shorter: Some
    longer: Some

    def as_indicators(self) -> dict[str, float]:
        """Its numbers by name."""
        return {f"moved_{kind}_{name}": number for kind, some in asdict(self).items() for name, number in some.items()}


@dataclass(frozen=True)
class GroupChange:
    """A reporting group against today.

    Attributes:
        visits: visits a year, home included.
        minutes_today, minutes_now: mean one-way minutes of all its visits, home as 0.
        moved: its visits that move.
        transport_km: change in kilometres a year, both ways, of the transport the region pays.
    """

    visits: float
    minutes_today: float
    minutes_now: float
    moved: Moved
    transport_km: float


@dataclass(frozen=True)
class AgainstToday:
    """A plan against today.

    Attributes:
        moved: all visits that move.
        touched: the same, those at home apart.
        by_function: visits that move, by function id.
        groups: by group label, in the order of the scenario; areas without a group are under the empty label.
    """

    moved: Moved
    touched: Touched
    by_function: Mapping[str, Moved]
    groups: Mapping[str, GroupChange]

    @property
    def worst_group(self) -> str:
        """The group with the longest mean trip now; empty without groups."""
        return max(self.groups, key=lambda name: self.groups[name].minutes_now, default="")

    @property
    def worst_group_today(self) -> str:
        """The group with the longest mean trip today; empty without groups."""
        return max(self.groups, key=lambda name: self.groups[name].minutes_today, default="")

    def as_indicators(self) -> dict[str, float]:
        """The comparison as indicators of the plan, by name."""
        return {
            "affected_visits": self.moved.visits,
            "affected_mean_minutes": self.moved.minutes_now,
            "affected_mean_minutes_today": self.moved.minutes_today,
            "shorter_visits": self.moved.visits_shorter,
            "longer_visits": self.moved.visits_longer,
            **self.touched.as_indicators(),
        }


def compare_with_today(instance: Instance, today: Evaluation, plan: Evaluation) -> AgainstToday:
    """Compare a plan with today, visit by visit; see `Moved` for what counts as affected."""
    moves = _moves(instance, today, plan)
    functions = np.arange(len(instance.function_ids))[:, None]
    everything = np.ones(moves.visits.shape, dtype=bool)
    by_function = {name: _summed(moves, everything & (functions == f)) for f, name in enumerate(instance.function_ids)}
    groups = {name: _group(instance, today, plan, moves, name) for name in dict.fromkeys(instance.group)}
    return AgainstToday(_summed(moves, everything), _touched(moves), by_function, groups)


@dataclass(frozen=True, eq=False)
class _Moves:
    """By function and unit, ``(F, U)``: visits that move, their minutes today and now (sums, not means).

    ``home``: those of the visits that are seen at home instead.
    """

    visits: Floats
    home: Floats
    today: Floats
    now: Floats


def _moves(instance: Instance, today: Evaluation, plan: Evaluation) -> _Moves:
    """Visits that move: what a unit's visits lose at some sites, or at home, they gain at others.

    Visits that nobody sees on one side (a function offered nowhere today) have not moved.
    """
    change = plan.seen - today.seen
    minutes = finite_minutes(instance)
    lost, gained = np.maximum(-change, 0), np.maximum(change, 0)
    away, arrived = lost.sum(axis=2), gained.sum(axis=2)
    home = plan.home - today.home
    to_home = np.maximum(home, 0)
    away, arrived = away + np.maximum(-home, 0), arrived + to_home
    visits = np.minimum(away, arrived)
    visits = np.where(visits > _NOBODY * (1 + instance.demand.visits), visits, 0.0)
    before = _mean((lost * minutes).sum(axis=2), away) * visits
    after = _mean((gained * minutes).sum(axis=2), arrived) * visits
    return _Moves(visits, visits * _mean(to_home, arrived), before, after)


def _mean(total: Floats, visits: Floats) -> Floats:
    mean: Floats = np.divide(total, visits, out=np.zeros_like(total), where=visits > 0)
    return mean


def _summed(moves: _Moves, where: Bools) -> Moved:
    visits, before, after = moves.visits[where], moves.today[where], moves.now[where]
    saved = before - after
    shorter, longer = saved > _LITTLE * visits, -saved > _LITTLE * visits
    return Moved(
        visits=float(visits.sum()),
        minutes_today=_ratio(before, visits),
        minutes_now=_ratio(after, visits),
        visits_shorter=float(visits[shorter].sum()),
        visits_longer=float(visits[longer].sum()),
        minutes_shorter=_ratio(saved[shorter], visits[shorter]),
        minutes_longer=_ratio(-saved[longer], visits[longer]),
    )


def _touched(moves: _Moves) -> Touched:
    """Visits are not followed one by one: a unit's visits at home come from its sites alike."""
    spared = moves.today * _mean(moves.home, moves.visits)
    elsewhere, saved = moves.visits - moves.home, moves.today - spared - moves.now
    return Touched(
        home=_some(moves.home, spared, moves.home > 0),
        shorter=_some(elsewhere, saved, saved > _LITTLE * elsewhere),
        longer=_some(elsewhere, -saved, -saved > _LITTLE * elsewhere),
    )


def _some(visits: Floats, minutes: Floats, where: Bools) -> Some:
    return Some(float(visits[where].sum()), _ratio(minutes[where], visits[where]))


def _ratio(total: Floats, visits: Floats) -> float:
    return float(total.sum() / visits.sum()) if visits.sum() > 0 else 0.0


def _group(instance: Instance, today: Evaluation, plan: Evaluation, moves: _Moves, name: str) -> GroupChange:
    members = np.array([label == name for label in instance.group])[instance.unit_area]
    km = np.nan_to_num(instance.travel.km[instance.unit_area[members]], posinf=0.0)
    change = (plan.seen[:, members] - today.seen[:, members]).reshape(len(plan.seen), -1) @ km.ravel()
    return GroupChange(
        visits=float(plan.home[:, members].sum() + plan.seen[:, members].sum()),
        minutes_today=_mean_minutes(today, members),
        minutes_now=_mean_minutes(plan, members),
        moved=_summed(moves, np.broadcast_to(members, moves.visits.shape)),
        transport_km=float(2 * instance.economics.transport_share @ change),
    )


def _mean_minutes(evaluation: Evaluation, members: Bools) -> float:
    visits = (evaluation.home + evaluation.seen.sum(axis=2))[:, members]
    return _ratio(np.nan_to_num(evaluation.minutes_by_unit[:, members]) * visits, visits)


def near(instance: Instance, is_open: Bools) -> Bools:
    """``(F, U)`` bool: an open site of the function is within `REACH_MINUTES`; ``is_open`` is ``(F, S)``."""
    within = (instance.travel.minutes <= REACH_MINUTES + SAME_MINUTES).astype(np.int32)
    reached: Bools = is_open.astype(np.int32) @ within.T > 0
    return reached


def functions_near(near_by: Bools, people: Floats) -> int:
    """How many functions are near at least half the people; ``near_by`` is ``(F, n)``, ``people`` ``(n,)``."""
    return int((near_by @ people >= _HALF * people.sum() * (1 - SAME)).sum()) if people.sum() > 0 else 0


def money_where_people_live(instance: Instance, before: Evaluation, now: Evaluation) -> dict[str, Floats]:
    """By payer, ``(U,)`` DKK a year that the unit's transport and care at home cost more than in ``before``."""
    money = instance.economics
    reachable = np.where(np.isfinite(instance.travel.km), instance.travel.km, 0.0)[instance.unit_area]
    km = 2 * np.einsum("fus,us->fu", now.seen - before.seen, reachable)
    at_home = (now.home - before.home) * money.home_visit[:, None]
    by_payer = dict(zip(instance.scenario.terms.payer_keys, money.home_payers.T @ at_home, strict=True))
    own = by_payer.pop(instance.scenario.terms.own_payer)
    others = sum(by_payer.values(), np.zeros_like(own))
    return {
        "region": own + money.transport_km * (money.transport_share @ km),
        "municipality": others,
        "citizen": money.citizen_km * ((1 - money.transport_share) @ km),
    }


def of_group(instance: Instance, name: str) -> Ints:
    """Indices of the demand units of a reporting group."""
    return np.flatnonzero(np.array([label == name for label in instance.group])[instance.unit_area])


_DECIMALS = 6
"""Decimals of visits and mean minutes that are compared."""


def changes_and_offers(parts: Sequence[Situation], course: Course) -> tuple[int, int]:
    """Over all phases: how many offers and home levels are not today's, and how many offers there are."""
    counted = [changes_of(part.today, plan) for part, plan in zip(parts, course, strict=True)]
    return sum(changes for changes, _ in counted), sum(offers for _, offers in counted)


def changes_of(today: Today, plan: Plan) -> tuple[int, int]:
    """How many of a plan's offers and home levels are not today's, and how many offers it has."""
    return int((plan.open != today.open).sum() + (plan.home_level != 0).sum()), int(plan.open.sum())


def preference(parts: Sequence[Situation], course: Course) -> tuple[object, ...]:
    """Sort key of equally good plans; the first is proposed.

    Least is: fewest changes from today; fewest offers; offers with the shortest mean trip of all inhabitants, compared
    function by function, most visits first. Names decide only where nothing else tells plans apart.
    """
    pairs = list(zip(parts, course, strict=True))
    places = tuple(_places(part.instance, plan) for part, plan in pairs)
    names = tuple(_names(part.instance, plan) for part, plan in pairs)
    return (*changes_and_offers(parts, course), places, names)


def _places(instance: Instance, plan: Plan) -> tuple[tuple[float, float], ...]:
    """Sorted, for each offer: minus its function's visits a year, and mean minutes from all inhabitants to the site."""
    visits, way = instance.demand.visits.sum(axis=1), mean_minutes(instance)
    found = [(-float(visits[f]), float(way[s])) for f, s in np.argwhere(plan.open).tolist()]
    return tuple(sorted((round(v, _DECIMALS), round(w, _DECIMALS)) for v, w in found))


def _names(instance: Instance, plan: Plan) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, int], ...]]:
    pairs = ((instance.function_ids[f], instance.site_ids[s]) for f, s in np.argwhere(plan.open).tolist())
    levels = zip(instance.function_ids, plan.home_level.tolist(), strict=True)
    return tuple(sorted(pairs)), tuple(sorted(levels))
