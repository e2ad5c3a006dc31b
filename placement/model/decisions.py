"""What may be decided: pairs that may be open, home levels, and the clinic days allowed at a house.

Quality lost below the target volume: at a clinic with few visits never more than it has.

With ``kept`` the quality of a visit at a clinic that meets its target T (1 at hospitals, less at some houses) and k the
loss for each visit below T, V visits lose ``min(kept * V, k * max(0, T - V))`` on top of what they lose by being seen
at a house. Up to the turn, ``k T / (k + kept)`` visits, the clinic loses them all. A clinic that may be on both sides
of the turn has a loss that first rises and then falls, so a whole-number column ``few`` says on which side it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pulp

from placement.instance.instance import FORTSAT_SLACK, Floats, Instance, Today, enough, slack, whole
from placement.model.draft import Draft, Pair
from placement.model.linear import Linear, grid_of, total
from placement.scenario.schema.rules import Rule


def certain_pairs(instance: Instance, today: Today) -> frozenset[Pair]:
    """Pairs that are open in every plan: decided, or kept from today."""
    keeps_houses = instance.scenario.policy.existing_in_houses != "free"
    kept = today.open & ~instance.must_not
    kept &= np.where(instance.is_hospital[None, :], instance.hospital_fixed[:, None], keeps_houses)
    return frozenset((int(f), int(s)) for f, s in np.argwhere(kept | instance.must))


def new_draft(instance: Instance, today: Today, before: Draft | None = None) -> Draft:
    """An empty model with the pairs that may be open; a later phase goes on in the problem of the phase ``before``."""
    certain = certain_pairs(instance, today)
    possible = {(int(f), int(s)) for f, s in np.argwhere(instance.allowed)} | certain
    return Draft(
        problem=before.problem if before else pulp.LpProblem("placement", pulp.LpMinimize),
        instance=instance,
        today=today,
        certain=certain,
        possible=tuple(sorted(possible)),
        grids=tuple(grid_of(instance, f) for f in range(len(instance.function_ids))),
        variables=before.variables if before else {},
        phase=next(iter(instance.scenario.phases), ""),
        before=before,
    )


def decide_home(draft: Draft) -> None:
    """Columns level[f][ℓ]: exactly one home level per function, for the whole region."""
    for f, function_id in enumerate(draft.instance.function_ids):
        count = len(draft.instance.demand.home_share[f])
        if count == 1:
            draft.level[f] = [Linear(1.0)]
            continue
        draft.level[f] = [draft.variable("home", function_id, level, whole=True) for level in range(count)]
        draft.row(Rule.HOME_LEVEL, total((one, 1.0) for one in draft.level[f]), "==", Linear(1.0), function_id)


def fortsat(threshold: float, today: float) -> float:
    """The bound for what is there today (*fortsat*): the threshold, or a little less than today's if that is lower."""
    return min(threshold, (1 - FORTSAT_SLACK) * today)


@dataclass(frozen=True)
class Timetable:
    """Days a week that are allowed at one house: one of ``single``, or ``line`` × n with ``fewest`` ≤ n ≤ ``most``.

    Attributes:
        single: parts of a day, and today's days where they are no multiple of ``line``.
        line: days a week of one line: 1, or ``days_per_week_exactly``.
        fewest, most: least and largest number of lines.
    """

    single: tuple[float, ...]
    line: float
    fewest: int
    most: int


def timetable(draft: Draft, pair: Pair) -> Timetable:
    """The allowed days of a house: at least its minimum, enough for its minimum volume, at most what its room can hold.

    Where none is left the pair cannot be open. More days than all possible visits need are left out: they only cost.
    """
    today, clinics = draft.today, draft.instance.clinics
    f, _ = pair
    line = 1.0 if np.isnan(clinics.exact_days[f]) else float(clinics.exact_days[f])
    least, own = _least_days(draft, pair)
    needed = draft.most_sent[pair] / draft.capacity(pair) if draft.capacity(pair) > 0 else 0.0
    fewest = max(1, whole(least / line))
    most = max(fewest, whole(max(needed, float(today.days[pair])) / line))
    single = {part for part in clinics.fractions[f] if enough(part, least)}
    for value in own:
        if value > 0 and not (math.isclose(value / line, round(value / line)) and round(value / line) >= fewest):
            single.add(value)
    fitting = days_that_fit(draft, pair)
    fitting += slack(fitting)
    if fitting < math.inf:
        most, single = min(most, math.floor(fitting / line)), {value for value in single if value <= fitting}
    return Timetable(tuple(sorted(single)), line, fewest, most)


def days_that_fit(draft: Draft, pair: Pair) -> float:
    """Most days a week for the pair in its room if every other clinic there gives up all it may; inf if unlimited."""
    instance, (f, s) = draft.instance, pair
    room = int(instance.clinics.room[f])
    free = float(instance.clinics.free_rooms[s, room] + instance.clinics.let_rooms[s, room])
    yields = draft.yields(Rule.FREE_ROOM_DAYS, instance.site_ids[s], instance.room_ids[room])
    if not math.isfinite(free) or yields or instance.is_waived(Rule.FREE_ROOM_DAYS, *pair):
        return math.inf
    others = np.flatnonzero((instance.clinics.room == room) & (draft.today.days[:, s] > 0))
    given = sum(_may_give_back(draft, (g, s)) for g in others.tolist() if g != f)
    return float(draft.today.days[pair]) + free + given


def _may_give_back(draft: Draft, pair: Pair) -> float:
    """Days a week of today's that a plan may give up at the pair."""
    today = float(draft.today.days[pair])
    if draft.instance.is_waived(Rule.FREE_ROOM_DAYS, *pair):
        return 0.0
    if pair not in draft.certain:
        return today
    if keeps_days(draft, pair) and not draft.instance.clinics.expand[pair[0]]:
        return 0.0
    return max(0.0, today - _least_days(draft, pair)[0])


def _least_days(draft: Draft, pair: Pair) -> tuple[float, tuple[float, ...]]:
    """The fewest days a week that a step may have, and today's days, which are allowed even if fewer."""
    instance = draft.instance
    f, s = pair
    minimum = instance.least_days(f, s)
    if draft.stands(pair):
        listed = float(np.nan_to_num(instance.baseline.days[pair]))
        stand = float(draft.today.days[pair])
        if draft.instance.scenario.policy.existing_in_houses == "days_may_grow" and pair in draft.certain:
            return max(minimum, stand), (stand,)
        own = (listed, stand)
        return (max(minimum, listed), own) if keeps_days(draft, pair) else (minimum, own)
    capacity = draft.capacity(pair)
    return max(minimum, minimum_volume(draft, pair) / capacity if capacity > 0 else 0.0), ()


def minimum_volume(draft: Draft, pair: Pair) -> float:
    """Minimum volume of a new clinic at a house in visits a year, that in patients converted; 0 if waived or none."""
    instance, clinics = draft.instance, draft.instance.clinics
    visits = 0.0 if instance.is_waived(Rule.MIN_VISITS, *pair) else float(clinics.min_visits[pair[0]])
    patients = 0.0 if instance.is_waived(Rule.MIN_PATIENTS, *pair) else float(clinics.min_patients[pair[0]])
    return max(visits, patients)


def least_volume(draft: Draft, pair: Pair) -> float:
    """Visits a year a house must see while open: the minimum if new; `fortsat` if there today and may close; else 0."""
    least = minimum_volume(draft, pair)
    if not draft.stands(pair):
        return least
    free = draft.instance.scenario.policy.existing_in_houses == "free"
    return fortsat(least, float(draft.today.volume[pair])) if free else 0.0


def keeps_days(draft: Draft, pair: Pair) -> bool:
    """Whether the house keeps today's days, or at least today's where days follow the catchment (``expand``)."""
    policy = draft.instance.scenario.policy
    return policy.existing_in_houses == "keep" and draft.stands(pair) and pair in draft.certain


def has_target(draft: Draft, pair: Pair) -> bool:
    """Whether the clinic loses quality below a target."""
    clinics = draft.instance.clinics
    asked = bool(clinics.target[pair[0]] > 0 and clinics.target_slope[pair[0]] > 0)
    return asked and not draft.instance.is_waived(Rule.TARGET_VISITS, *pair)


def lost_below_target(draft: Draft, pair: Pair, visits: Floats) -> Floats:
    """Visits a year of quality lost below target, by an open clinic with each number of ``visits`` a year."""
    clinics, f = draft.instance.clinics, pair[0]
    short = np.maximum(0.0, clinics.target[f] - visits) * clinics.target_slope[f]
    lost: Floats = np.minimum(visits * _kept(draft, pair), short)
    return lost


def below_target(draft: Draft, pair: Pair) -> Linear:
    """Visits a year of quality lost below target while open; the sum over configurations where a block has made one."""
    if pair in draft.below_target:
        return draft.below_target[pair]
    kept, (f, s) = _kept(draft, pair), pair
    if not has_target(draft, pair) or kept <= 0:
        return Linear()
    target, slope = float(draft.instance.clinics.target[f]), float(draft.instance.clinics.target_slope[f])
    turn, most = slope * target / (slope + kept), draft.most[pair]
    if most <= turn:
        return draft.volume[pair] * kept
    ids, share = draft.ids(*pair), draft.volume[pair] * (1 / target)
    # Rows are divided by the target, so that their numbers are of ordinary size.
    least = 0.0 if draft.instance.is_hospital[s] else least_volume(draft, pair)
    if least >= turn:
        short = draft.variable("short", *ids)
        draft.row(Rule.TARGET_VISITS, short, ">=", draft.open[pair] - share, *ids)
        return short * (slope * target)
    lost, few = draft.variable("short", *ids, upper=kept), draft.variable("few", *ids, whole=True)
    draft.row(Rule.TARGET_VISITS, lost, ">=", (draft.open[pair] - few - share) * slope, *ids)
    # With ``few`` the loss is kept · V, else k · (T − V). The M of the last row is the most by which the former exceeds
    # the latter: the difference grows with V, so it is taken at the most visits there can be.
    spared = kept * most - slope * max(0.0, target - most)
    draft.row(Rule.TARGET_VISITS, lost, ">=", share * kept - (1.0 - few) * (spared / target), *ids, "few")
    return lost * target


def _kept(draft: Draft, pair: Pair) -> float:
    """Quality of a visit at a clinic that meets its target, relative to a hospital; 1 at hospitals."""
    instance = draft.instance
    return 1.0 if instance.is_hospital[pair[1]] else float(instance.clinics.house_parity[pair])
