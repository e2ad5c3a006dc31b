"""Areas that almost go elsewhere, and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placement.instance.frame import make_frame
from placement.instance.instance import NO_SITE, Bools, Floats, Instance, Ints
from placement.instance.travel import catchments
from placement.plan.evaluation import TOLERANCE, Evaluation, RuleCheck
from placement.plan.plan import Plan
from placement.scenario.rules import Rule
from placement.study.contract import KnifeEdge, PairNote

_MINIMUM = frozenset({Rule.MIN_VISITS, Rule.MIN_PATIENTS})
_TIPPED = _MINIMUM | {Rule.RETAINED_VOLUME, Rule.CLINIC_CAPACITY, Rule.MIN_UTILISATION, Rule.MAX_UTILISATION}
"""Rules at one place that visits can break or mend."""
_DECIMALS = 1
_SAME = 1e-6


def knife_edges(
    instance: Instance, plan: Plan, evaluation: Evaluation, pairs: Sequence[PairNote]
) -> tuple[KnifeEdge, ...]:
    """Every area whose next site is less than ``tie_minutes`` further away, the most visits first.

    Besides the open sites, a site counts where nothing but the minimum speaks against opening and the area's visits
    would meet it.
    """
    finder = _Finder(instance, plan, evaluation, pairs)
    order = (f for f in range(len(instance.function_ids)) if instance.follows_order(f))
    found = [edge for function in order for edge in finder.of_function(function)]
    return tuple(sorted(found, key=lambda edge: -edge.visits))


def preference_keys(instance: Instance) -> Iterator[Floats]:
    """``(U, S)`` minutes and pull of each site for each unit, function by function; inf where there is no way."""
    foreign = _foreign(instance)
    minutes = np.where(np.isfinite(instance.travel.minutes), instance.travel.minutes, np.inf)
    for name in instance.function_ids:
        function = instance.scenario.functions[name]
        pull = function.catchment_pull_minutes.value if function.choice == "catchment" else 0.0
        yield np.round(minutes + pull * foreign, _DECIMALS)


def _foreign(instance: Instance) -> Bools:
    """``(U, S)`` whether the site belongs to another hospital's catchment than the unit's area."""
    of_area, of_site = catchments(make_frame(instance.scenario))
    inherits = (of_site == NO_SITE) & (instance.parent != NO_SITE)
    of_site = np.where(inherits, of_site[instance.parent], of_site)
    unit: Ints = of_area[instance.unit_area]
    known = (unit[:, None] != NO_SITE) & (of_site[None, :] != NO_SITE)
    return np.asarray(known & (unit[:, None] != of_site[None, :]))


@dataclass(frozen=True)
class _Shift:
    """Visits that could go from one site to another."""

    function: int
    unit: int
    source: int
    target: int
    minutes: float
    visits: float


class _Finder:
    def __init__(self, instance: Instance, plan: Plan, evaluation: Evaluation, pairs: Sequence[PairNote]) -> None:
        self.instance = instance
        self.plan = plan
        self.evaluation = evaluation
        self.keys = tuple(preference_keys(instance))
        self.within = instance.scenario.travel.tie_minutes
        self.days_follow = instance.scenario.policy.existing_in_houses == "keep"
        self.checks = _by_place(evaluation.checks)
        self.nearly = {
            (instance.function_ids.index(note.function), instance.site_ids.index(note.site)): note
            for note in pairs
            if _only_the_minimum(note)
        }

    def of_function(self, function: int) -> Iterator[KnifeEdge]:
        """The knife-edge areas of one function."""
        visits = self._movable(function)
        open_sites = np.flatnonzero(self.plan.open[function])
        if not len(open_sites):
            return
        yield from self._between_open(function, open_sites, visits)
        for (other, site), note in self.nearly.items():
            if other == function:
                yield from self._to_candidate(function, site, note, visits)

    def _movable(self, function: int) -> Floats:
        demand = self.instance.demand
        home = demand.home_share[function][int(self.plan.home_level[function])]
        return np.asarray(demand.visits[function] * (1 - home) * demand.movable_share[function], dtype=np.float64)

    def _between_open(self, function: int, open_sites: Ints, visits: Floats) -> Iterator[KnifeEdge]:
        if len(open_sites) < 2:
            return
        keys = self.keys[function][:, open_sites]
        order = np.argsort(keys, axis=1, kind="stable")[:, :2]
        two = np.take_along_axis(keys, order, axis=1)
        with np.errstate(invalid="ignore"):
            difference = np.round(two[:, 1] - two[:, 0], _DECIMALS)
        close = np.isfinite(two[:, 1]) & (difference < self.within) & (visits > 0)
        for unit in np.flatnonzero(close).tolist():
            source, target = (int(open_sites[position]) for position in order[unit])
            shift = _Shift(function, unit, source, target, float(difference[unit]), float(visits[unit]))
            yield self._edge(shift, ", ".join(dict.fromkeys(self._tips(shift))))

    def _to_candidate(self, function: int, site: int, note: PairNote, visits: Floats) -> Iterator[KnifeEdge]:
        """Areas that would bring a site over its minimum if they were a little nearer."""
        keys = np.where(self.plan.open[function], self.keys[function], np.inf)
        first = keys.argmin(axis=1)
        with np.errstate(invalid="ignore"):
            difference = np.round(self.keys[function][:, site] - keys.min(axis=1), _DECIMALS)
        share = np.where(difference == 0, 0.5, 1.0)  # half of an exact tie comes already
        lacking = self._lacking(note)
        close = np.isfinite(difference) & (difference >= 0) & (difference < self.within)
        for unit in np.flatnonzero(close & (visits * share >= lacking - _SAME)).tolist():
            shift = _Shift(function, unit, int(first[unit]), site, float(difference[unit]), float(visits[unit]))
            yield self._edge(shift, f"{note.deciding_limit} {note.function} {note.site}")

    def _lacking(self, note: PairNote) -> float:
        function = self.instance.function_ids.index(note.function)
        return max(-check.slack * self._visits_per_unit(check, function) for check in note.blocking)

    def _edge(self, shift: _Shift, hangs_on_it: str) -> KnifeEdge:
        instance = self.instance
        return KnifeEdge(
            area=instance.area_ids[int(instance.unit_area[shift.unit])],
            function=instance.function_ids[shift.function],
            without_car=bool(instance.unit_without_car[shift.unit]),
            site=instance.site_ids[shift.source],
            next_site=instance.site_ids[shift.target],
            difference_minutes=shift.minutes,
            visits=shift.visits,
            hangs_on_it=hangs_on_it,
        )

    def _tips(self, shift: _Shift) -> Iterator[str]:
        """Rules broken or mended at the two sites if the visits went the other way; of a tie, half of them."""
        if shift.minutes > 0:
            moves = [(shift.source, -shift.visits), (shift.target, shift.visits)]
        else:
            half = shift.visits / 2
            moves = [(site, moved) for site in (shift.source, shift.target) for moved in (-half, half)]
        for site, moved in moves:
            yield from self._tips_at(shift.function, site, moved)

    def _tips_at(self, function: int, site: int, moved: float) -> Iterator[str]:
        """Rules broken or mended at a site that so many visits more are sent to."""
        seen = self._change_in_seen(function, site, moved)
        follows = self.days_follow and bool(self.instance.baseline.open[function, site])
        names = self.instance.function_ids[function], self.instance.site_ids[site]
        for check in self.checks.get(names, ()):
            if check.rule is Rule.CLINIC_CAPACITY and follows:
                continue  # the days of what stays are not decided, so they cannot be too few
            if _flips(check, self._effect(check, function, seen, moved)):
                yield f"{check.rule} {names[0]} {names[1]}"
        for check in self.checks.get(("", names[1]), ()):
            if _flips(check, self._load(check, function, site, seen)):
                yield f"{check.rule} {check.item} {names[1]}"

    def _change_in_seen(self, function: int, site: int, moved: float) -> float:
        """Change of the visits seen at the site: what its days do not hold is not seen there anyway."""
        if self.instance.clinics.expand[function]:
            return moved
        held = float(self.evaluation.capacity[function, site])
        sent = float(self.evaluation.sent[function, site])
        return min(sent + moved, held) - min(sent, held)

    def _effect(self, check: RuleCheck, function: int, seen: float, moved: float) -> float:
        """Change of the slack of a rule about the function at the site."""
        if check.rule is Rule.CLINIC_CAPACITY:
            return -moved
        return seen / self._visits_per_unit(check, function)

    def _visits_per_unit(self, check: RuleCheck, function: int) -> float:
        return float(self.instance.demand.visits_per_patient[function]) if check.rule is Rule.MIN_PATIENTS else 1.0

    def _load(self, check: RuleCheck, function: int, site: int, seen: float) -> float:
        """Change of the slack of a rule about the use of equipment at the site."""
        item = self.instance.equipment_ids.index(check.item)
        apparatus = self.instance.apparatus
        capacity = float(apparatus.capacity[item]) * max(1, int(self.plan.units[item, site]))
        load = seen * float(apparatus.minutes_per_visit[function, item]) / capacity
        return load if check.rule is Rule.MIN_UTILISATION else -load


def _flips(check: RuleCheck, change: float) -> bool:
    """Whether a change of the slack breaks a rule that is kept, or mends one that is broken."""
    margin = TOLERANCE * max(1.0, abs(check.need), abs(check.have))
    return (check.slack >= -margin) != (check.slack + change >= -margin)


def _only_the_minimum(note: PairNote) -> bool:
    """Whether a pair is left out for the sake of its minimum alone."""
    return bool(note.blocking) and all(
        check.rule in _MINIMUM and check.function == note.function for check in note.blocking
    )


def _by_place(checks: Sequence[RuleCheck]) -> Mapping[tuple[str, str], Sequence[RuleCheck]]:
    """The checks that visits can tip and nobody is excused from, by function and site."""
    found: dict[tuple[str, str], list[RuleCheck]] = {}
    for check in checks:
        if check.rule in _TIPPED and check.unit != "visits/day" and not check.waived_by:
            found.setdefault((check.function, check.site), []).append(check)
    return found
