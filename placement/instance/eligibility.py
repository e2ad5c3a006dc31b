"""Which function may be where, and the index sets behind all arrays: an id for each row and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import NO_SITE, Baseline, Bools, Clinics, Floats, Ints, Travel, enough
from placement.scenario.schema.rules import WAIVABLE, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from placement.scenario.schema.offers import Function
    from placement.scenario.schema.places import Area, Site
    from placement.scenario.schema.scenario import Scenario


@dataclass(frozen=True, eq=False)
class IndexSets:
    """Ids in index order, and the arrays that follow from them alone.

    Attributes:
        scenario: the scenario that is numbered.
        areas, sites: its records in index order.
        area_ids, site_ids, function_ids, equipment_ids, role_ids, room_ids: ids in index order.
        unit_area: ``(U,)`` area index of a demand unit.
        unit_without_car: ``(U,)`` bool.
        unit_share: ``(U,)`` share of the area's people.
        is_hospital: ``(S,)`` bool.
    """

    scenario: Scenario
    area_ids: tuple[str, ...]
    areas: tuple[Area, ...]
    site_ids: tuple[str, ...]
    sites: tuple[Site, ...]
    function_ids: tuple[str, ...]
    equipment_ids: tuple[str, ...]
    role_ids: tuple[str, ...]
    room_ids: tuple[str, ...]
    unit_area: Ints
    unit_without_car: Bools
    unit_share: Floats
    is_hospital: Bools

    def site(self, site_id: str | None) -> int:
        """Index of a site; NO_SITE for None."""
        return NO_SITE if site_id is None else self.site_ids.index(site_id)


def make_index_sets(scenario: Scenario) -> IndexSets:
    """Number everything in the order of the scenario; an area with people without a car becomes two units."""
    area_ids = tuple(scenario.areas.rows)
    areas = tuple(scenario.areas.rows.values())
    units = [
        (index, without, share)
        for index, area in enumerate(areas)
        for without, share in ((False, 1 - area.share_without_car), (True, area.share_without_car))
        if share > 0
    ]
    rooms = {function.room for function in scenario.functions.values()}
    return IndexSets(
        scenario=scenario,
        area_ids=area_ids,
        areas=areas,
        site_ids=tuple(scenario.sites),
        sites=tuple(scenario.sites.values()),
        function_ids=tuple(scenario.functions),
        equipment_ids=tuple(scenario.equipment),
        role_ids=tuple(scenario.staff_roles),
        room_ids=tuple(sorted(rooms)),
        unit_area=np.array([unit[0] for unit in units], dtype=np.int64),
        unit_without_car=np.array([unit[1] for unit in units], dtype=bool),
        unit_share=np.array([unit[2] for unit in units], dtype=float),
        is_hospital=np.array(list(map(scenario.is_hospital, scenario.sites)), dtype=bool),
    )


def make_waived(sets: IndexSets) -> dict[Rule, Bools]:
    """For each waivable rule a ``(F, S)`` bool mask of the pairs for which an exception waives it."""
    shape = len(sets.function_ids), len(sets.sites)
    waived = {rule: np.zeros(shape, dtype=bool) for rule in sorted(WAIVABLE)}
    for exception in sets.scenario.exceptions.values():
        s = sets.site(exception.site)
        rows = slice(None) if exception.function is None else sets.function_ids.index(exception.function)
        for rule in exception.rules:
            waived[rule][rows, s] = True
    return waived


def _level_allows(sets: IndexSets, f: int, s: int, parent: Ints) -> bool:
    """Whether the function's planning level allows the site."""
    key = sets.function_ids[f]
    approved = sets.scenario.functions[key].approved_sites
    match sets.scenario.level_of(key).sites:
        case "approved":
            return sets.site_ids[s] in approved
        case "hospitals":
            return bool(sets.is_hospital[s])
        case "approved_departments":
            return sets.site_ids[s] in approved or (parent[s] != NO_SITE and sets.site_ids[int(parent[s])] in approved)
        case _:
            return True


def _partners_missing(sets: IndexSets, function: Function, s: int) -> bool:
    partners = sets.sites[s].partners
    wanted = [name for name in function.requires_on_site if name not in sets.function_ids]
    return not sets.is_hospital[s] and any(partners.get(name) != "committed" for name in wanted)


@dataclass(frozen=True)
class Static:
    """Everything the static rules look at: index sets, ``(S,)`` parent hospitals, travel and clinics."""

    sets: IndexSets
    parent: Ints
    travel: Travel
    clinics: Clinics


def _failures(static: Static, f: int, s: int) -> Iterator[Rule]:
    """The static rules that keep function ``f`` from site ``s``, exceptions not yet applied."""
    sets, travel = static.sets, static.travel
    function = sets.scenario.functions[sets.function_ids[f]]
    site, policy = sets.sites[s], sets.scenario.policy
    limit = function.backup_hospital_within_minutes
    if site.scope == "outside":
        yield Rule.SCOPE
    if policy.no_new_houses and not site.existing:
        yield Rule.NO_NEW_HOUSES
    if site.kind not in sets.scenario.allowed_at(sets.function_ids[f]):
        yield Rule.ALLOWED_AT
    if not _level_allows(sets, f, s, static.parent):
        yield Rule.PLANNING_LEVEL
    if limit is not None and not sets.is_hospital[s] and not enough(limit.value, float(travel.parent_minutes[s])):
        yield Rule.BACKUP_HOSPITAL
    if _partners_missing(sets, function, s):
        yield Rule.REQUIRES_ON_SITE
    if not enough(float(static.clinics.visits_per_day[f, s]), 1.0):
        yield Rule.CLINIC_CAPACITY


def decisions(sets: IndexSets) -> tuple[Bools, Bools]:
    """Two ``(F, S)`` bool masks: the pairs decided as ``must``, and those decided as ``must_not``."""
    must = np.zeros((len(sets.function_ids), len(sets.sites)), dtype=bool)
    must_not = must.copy()
    for function_id, row in sets.scenario.policy.placements.items():
        for site_id, decision in row.items():
            pair = sets.function_ids.index(function_id), sets.site(site_id)
            must[pair] = decision.decision == "must"
            must_not[pair] = decision.decision == "must_not"
    return must, must_not


def make_barred(
    static: Static, waived: Mapping[Rule, Bools], must_not: Bools
) -> dict[tuple[int, int], tuple[Rule, ...]]:
    """By pair (f, s), the rules that keep the function from the site; waived rules left out, ``must_not`` last."""
    barred = {}
    for f in range(len(static.sets.function_ids)):
        for s in range(len(static.sets.sites)):
            failures = [rule for rule in _failures(static, f, s) if rule not in waived or not waived[rule][f, s]]
            if must_not[f, s]:
                failures.append(Rule.MUST_NOT)
            if failures:
                barred[f, s] = tuple(failures)
    return barred


def make_allowed(
    sets: IndexSets, barred: Mapping[tuple[int, int], tuple[Rule, ...]], must: Bools, baseline: Baseline
) -> tuple[Bools, Bools]:
    """``(F, S)`` bool: pairs that may be open; ``(F,)`` bool: functions whose hospitals stay as today.

    A ``must`` opens a pair at such a hospital all the same.
    """
    allowed = np.ones((len(sets.function_ids), len(sets.sites)), dtype=bool)
    for pair in barred:
        allowed[pair] = False
    allowed |= baseline.open
    fixed: Bools = np.asarray(baseline.open.any(axis=1)) & (sets.scenario.policy.hospital_functions == "keep")
    allowed &= ~(fixed[:, None] & sets.is_hospital[None, :] & ~baseline.open & ~must)
    for pair, rules in barred.items():
        if Rule.MUST_NOT in rules:
            allowed[pair] = False
    return allowed, fixed
