"""Small changes that would alter the proposal: of travel times, of minimum volumes, and of a hospital's staff."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from placement.instance.eligibility import make_index_sets
from placement.instance.instance import FORTSAT_SLACK, NO_SITE, Bools, Floats, Instance, Ints
from placement.instance.travel import catchments
from placement.plan.plan import TOLERANCE, Evaluation, Plan, RuleCheck
from placement.questions.proposal.findings import KnifeEdge, PairNote, PoolLoss
from placement.scenario.schema.rules import Rule

_MINIMUM = frozenset({Rule.MIN_VISITS, Rule.MIN_PATIENTS})
_TIPPED = _MINIMUM | {Rule.RETAINED_VOLUME, Rule.CLINIC_CAPACITY, Rule.MIN_UTILISATION, Rule.MAX_UTILISATION}
"""Rules at one place that visits can break or mend."""
_DECIMALS = 1
_SAME = 1e-6


def knife_edges(
    instance: Instance, plan: Plan, evaluation: Evaluation, pairs: Sequence[PairNote]
) -> tuple[KnifeEdge, ...]:
    """Every area whose next site is less than ``tie_minutes`` further away, the most visits first.

    A closed site counts as next too, if only its minimum keeps it closed and the area's visits would meet it.
    """
    finder = _Finder(instance, plan, evaluation, pairs)
    order = (f for f in range(len(instance.function_ids)) if instance.follows_order(f))
    found = [edge for function in order for edge in finder.of_function(function)]
    return tuple(sorted(found, key=lambda edge: -edge.visits))


def preference_keys(instance: Instance) -> Iterator[Floats]:
    """``(U, S)`` minutes plus pull of each site for each unit, function by function; infinite without a way."""
    foreign = _foreign(instance)
    minutes = np.where(np.isfinite(instance.travel.minutes), instance.travel.minutes, np.inf)
    for name in instance.function_ids:
        function = instance.scenario.functions[name]
        pull = function.catchment_pull_minutes.value if function.choice == "catchment" else 0.0
        yield np.round(minutes + pull * foreign, _DECIMALS)


def _foreign(instance: Instance) -> Bools:
    """``(U, S)`` whether the site belongs to another hospital's catchment than the unit's area."""
    of_area, of_site = catchments(make_index_sets(instance.scenario))
    inherits = (of_site == NO_SITE) & (instance.parent != NO_SITE)
    of_site = np.where(inherits, of_site[instance.parent], of_site)
    unit: Ints = of_area[instance.unit_area]
    known = (unit[:, None] != NO_SITE) & (of_site[None, :] != NO_SITE)
    return np.asarray(known & (unit[:, None] != of_site[None, :]))


@dataclass(frozen=True)
class _Shift:
    """Visits that could go from one site to another, with the extra minutes."""

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
        """Areas whose visits, if they came, would bring a closed site over its minimum."""
        keys = np.where(self.plan.open[function], self.keys[function], np.inf)
        first = keys.argmin(axis=1)
        with np.errstate(invalid="ignore"):
            difference = np.round(self.keys[function][:, site] - keys.min(axis=1), _DECIMALS)
        share = np.where(difference == 0, 0.5, 1.0)  # of an exact tie half goes to the site already
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
        """Rules broken or mended at the two sites if the visits went the other way; of a tie half of them would."""
        if shift.minutes > 0:
            moves = [(shift.source, -shift.visits), (shift.target, shift.visits)]
        else:
            half = shift.visits / 2
            moves = [(site, moved) for site in (shift.source, shift.target) for moved in (-half, half)]
        for site, moved in moves:
            yield from self._tips_at(shift.function, site, moved)

    def _tips_at(self, function: int, site: int, moved: float) -> Iterator[str]:
        """Rules broken or mended at a site if ``moved`` more visits are sent to it."""
        seen = self._change_in_seen(function, site, moved)
        follows = self.days_follow and bool(self.instance.baseline.open[function, site])
        names = self.instance.function_ids[function], self.instance.site_ids[site]
        for check in self.checks.get(names, ()):
            if check.rule is Rule.CLINIC_CAPACITY and follows:
                continue  # days of offers of today follow their visits
            if _flips(check, self._effect(check, function, seen, moved)):
                yield f"{check.rule} {names[0]} {names[1]}"
        for check in self.checks.get(("", names[1]), ()):
            if _flips(check, self._load(check, function, site, seen)):
                yield f"{check.rule} {check.item} {names[1]}"

    def _change_in_seen(self, function: int, site: int, moved: float) -> float:
        """Change of the visits seen at the site: visits beyond what its days hold are not seen at it."""
        if self.instance.clinics.expand[function]:
            return moved
        held = float(self.evaluation.capacity[function, site])
        sent = float(self.evaluation.sent[function, site])
        return min(sent + moved, held) - min(sent, held)

    def _effect(self, check: RuleCheck, function: int, seen: float, moved: float) -> float:
        """Change of the slack of a rule of the function at the site."""
        if check.rule is Rule.CLINIC_CAPACITY:
            return -moved
        return seen / self._visits_per_unit(check, function)

    def _visits_per_unit(self, check: RuleCheck, function: int) -> float:
        return float(self.instance.demand.visits_per_patient[function]) if check.rule is Rule.MIN_PATIENTS else 1.0

    def _load(self, check: RuleCheck, function: int, site: int, seen: float) -> float:
        """Change of the slack of a rule on the utilisation of equipment at the site."""
        item = self.instance.equipment_ids.index(check.item)
        apparatus = self.instance.apparatus
        capacity = float(apparatus.capacity[item]) * max(1, int(self.plan.units[item, site]))
        load = seen * float(apparatus.minutes_per_visit[function, item]) / capacity
        return load if check.rule is Rule.MIN_UTILISATION else -load


def _flips(check: RuleCheck, change: float) -> bool:
    """Whether a change of the slack breaks a kept rule or mends a broken one."""
    margin = TOLERANCE * max(1.0, abs(check.need), abs(check.have))
    return (check.slack >= -margin) != (check.slack + change >= -margin)


def _only_the_minimum(note: PairNote) -> bool:
    """Whether nothing but its minimum keeps a pair out."""
    return bool(note.blocking) and all(
        check.rule in _MINIMUM and check.function == note.function for check in note.blocking
    )


def _by_place(checks: Sequence[RuleCheck]) -> Mapping[tuple[str, str], Sequence[RuleCheck]]:
    """The checks that visits can change and no exception waives, by function and site."""
    found: dict[tuple[str, str], list[RuleCheck]] = {}
    for check in checks:
        if check.rule in _TIPPED and check.unit != "visits/day" and not check.waived_by:
            found.setdefault((check.function, check.site), []).append(check)
    return found


def tipping_values(instance: Instance, pairs: Sequence[PairNote]) -> Mapping[str, float]:
    """For each minimum, by path, the nearest value at which a house would be dropped or could be taken in.

    A house in the plan is dropped when the minimum rises above its visits; a house kept out by the minimum alone can be
    taken in when the minimum falls to its visits. Houses that stay for other reasons, or are kept out by others, have
    none.
    """
    nearest: dict[str, float] = {}
    for note in pairs:
        for path, minimum, value in _tips(instance, note):
            if abs(value - minimum) < abs(nearest.get(path, math.inf) - minimum):
                nearest[path] = value
    return nearest


def _tips(instance: Instance, note: PairNote) -> Iterator[tuple[str, float, float]]:
    """Path, minimum and tipping value of each minimum that decides the pair, in the minimum's own unit."""
    if math.isnan(note.tipping_value):
        return
    function = instance.scenario.functions[note.function]
    per_patient = function.visits_per_patient_per_year
    visits, patients = function.min_visits_per_year, function.min_patients_per_year
    if visits is not None and _hangs_on(instance, note, Rule.MIN_VISITS):
        yield f"functions.{note.function}.min_visits_per_year", visits.value, note.tipping_value
    if patients is not None and per_patient is not None and _hangs_on(instance, note, Rule.MIN_PATIENTS):
        yield f"functions.{note.function}.min_patients_per_year", patients.value, note.tipping_value / per_patient.value


def _hangs_on(instance: Instance, note: PairNote, rule: Rule) -> bool:
    """Whether this minimum alone decides the pair."""
    if note.recommended:
        pair = instance.function_ids.index(note.function), instance.site_ids.index(note.site)
        return note.deciding_limit not in ("", Rule.MUST) and not instance.is_waived(rule, *pair)
    return {check.rule for check in note.blocking} == {rule}


LOST = 1.0
"""Person-days a week that a pool loses."""
WEEK = 5.0
"""Days a week a person can be away where no limit is written."""
_MOST_TRIED = 8
"""Up to this many clinics every subset is tried; of more the smallest close first, which may lose more visits."""
_ROUNDING = 1e-9


@dataclass(frozen=True)
class _Clinic:
    """A placement that takes people from a pool.

    Attributes:
        function, site: indices.
        takes: person-days a week of the role.
        spares: person-days a week it can give up and still keep its rules.
        visits: visits a year seen at it.
    """

    function: int
    site: int
    takes: float
    spares: float
    visits: float


def pool_losses(instance: Instance, plan: Plan, evaluation: Evaluation) -> tuple[PoolLoss, ...]:
    """For every hospital and role it sends out: the clinics that close if it loses one person-day a week.

    Clinics first give up days that neither their minimum, nor their fewest days, nor the visits to be held require;
    only what is still missing closes clinics, those with the fewest visits. Equipment is ignored.
    """
    limits = {(c.item, c.site): c for c in evaluation.checks if c.rule is Rule.STAFF_DAYS and not c.waived_by}
    found = []
    for h in np.flatnonzero(instance.is_hospital).tolist():
        for r, role in enumerate(instance.role_ids):
            clinics = list(_clinics(instance, plan, evaluation, r, h))
            if clinics:
                found.append(_loss(instance, clinics, limits.get((role, instance.site_ids[h])), r, h))
    return tuple(found)


def _clinics(instance: Instance, plan: Plan, evaluation: Evaluation, r: int, h: int) -> Iterator[_Clinic]:
    at_houses = plan.open & (plan.days > 0) & (instance.parent == h)
    for f, s in np.argwhere(at_houses & (instance.staff.per_day[:, r, None] > 0)).tolist():
        persons, days = float(instance.staff.per_day[f, r]), float(plan.days[f, s])
        fewest = _fewest_days(instance, plan, evaluation, f, s)
        yield _Clinic(f, s, persons * days, persons * (days - fewest), float(evaluation.volume[f, s]))


def _fewest_days(instance: Instance, plan: Plan, evaluation: Evaluation, f: int, s: int) -> float:
    """The fewest allowed days a week on which the clinic may stay open."""
    days, clinics = float(plan.days[f, s]), instance.clinics
    holds = float(clinics.visits_per_day[f, s] * clinics.weeks[f])
    if holds <= 0:
        return days
    seen = float(evaluation.sent[f, s]) if clinics.expand[f] else _least_volume(instance, evaluation, f, s)
    needed = max(instance.least_days(f, s), seen / holds)
    steps = [step for step in clinics.steps(f, days) if needed - _ROUNDING <= step < days]
    return min(steps, default=days)


def _least_volume(instance: Instance, evaluation: Evaluation, f: int, s: int) -> float:
    """Movable visits a year that the minimum requires; below it already, today's less a small slack."""
    clinics = instance.clinics
    visits = 0.0 if instance.is_waived(Rule.MIN_VISITS, f, s) else float(clinics.min_visits[f])
    patients = 0.0 if instance.is_waived(Rule.MIN_PATIENTS, f, s) else float(clinics.min_patients[f])
    volume, least = float(evaluation.volume[f, s]), max(visits, patients)
    least = least if volume >= least else (1 - FORTSAT_SLACK) * volume
    return max(0.0, least - float(instance.demand.fixed[f, s] * instance.baseline.open[f, s]))


def _loss(instance: Instance, clinics: list[_Clinic], limit: RuleCheck | None, r: int, h: int) -> PoolLoss:
    slack = math.nan if limit is None else limit.slack
    lacks = 0.0 if limit is None else max(0.0, LOST - max(0.0, slack))
    sent = sum(clinic.takes for clinic in clinics)
    fallen = _fallen(clinics, min(lacks, sent))
    spared = lacks - sum(clinic.takes for clinic in fallen)
    return PoolLoss(
        hospital=instance.site_ids[h],
        role=instance.role_ids[r],
        days=sent,
        slack=slack,
        lacks=lacks,
        falls=tuple(_ids(instance, clinic) for clinic in fallen),
        shortened=max(0.0, spared),
        visits_lost=sum(clinic.visits for clinic in fallen),
    )


def _ids(instance: Instance, clinic: _Clinic) -> tuple[str, str]:
    return instance.function_ids[clinic.function], instance.site_ids[clinic.site]


def _fallen(clinics: list[_Clinic], lacks: float) -> list[_Clinic]:
    """The clinics that close, with the fewest visits in all; the others give up what they can spare."""
    if len(clinics) > _MOST_TRIED:
        return _smallest_first(clinics, lacks)
    sets = (list(chosen) for count in range(len(clinics) + 1) for chosen in combinations(clinics, count))
    enough = [chosen for chosen in sets if _freed(clinics, chosen) >= lacks - _ROUNDING]
    return min(enough, key=lambda chosen: (sum(clinic.visits for clinic in chosen), len(chosen)))


def _smallest_first(clinics: list[_Clinic], lacks: float) -> list[_Clinic]:
    fallen: list[_Clinic] = []
    for clinic in sorted(clinics, key=lambda clinic: clinic.visits):
        if _freed(clinics, fallen) >= lacks - _ROUNDING:
            break
        fallen.append(clinic)
    return fallen


def _freed(clinics: list[_Clinic], fallen: list[_Clinic]) -> float:
    """Person-days a week set free: all of the closed clinics', and what the others can spare."""
    return sum(clinic.takes if clinic in fallen else clinic.spares for clinic in clinics)


def rests_on_one_person(instance: Instance, plan: Plan, function: int, site: int) -> bool | None:
    """Whether, with one person fewer in a role, the hospital's others could not hold the clinic's days.

    Only people who drive out count; None where the scenario does not say how many the hospital has.
    """
    away = instance.staff.away[function, :, site] * float(plan.days[function, site])
    answers = [_hangs(instance, int(r), int(instance.parent[site]), float(away[r])) for r in np.flatnonzero(away > 0)]
    if True in answers:
        return True
    return None if None in answers else False


def _hangs(instance: Instance, r: int, h: int, days: float) -> bool | None:
    role = instance.scenario.staff_roles[instance.role_ids[r]]
    people = role.people.get(instance.site_ids[h])
    if people is None:
        return None
    most = role.max_days_away_per_person_per_week
    return (people.value - 1) * (WEEK if most is None else most.value) < days - _ROUNDING
