"""Demand as arrays: visits by function and demand unit, home levels, and which demand units a rule takes together.

Coverage floors hold for groups of demand units; trips are joined, and so saved, within a zone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import Demand, Floats, Floor, Synergy, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from placement.instance.eligibility import IndexSets
    from placement.scenario.schema.frame import Coverage
    from placement.scenario.schema.offers import Function


RATE_PER = 1000
"""Rates are visits a year per this many inhabitants."""


def _segment_share(sets: IndexSets, column: str) -> Floats:
    """``(A,)`` share of the people in a segment; ``rest`` is what the other segments leave."""
    if column != "rest":
        return np.array([area.segment_shares[column] for area in sets.areas])
    named = [s.people_share for s in sets.scenario.segments.values() if s.people_share != "rest"]
    taken = np.zeros(len(sets.areas))
    for other in named:
        taken = taken + _segment_share(sets, other)
    return np.clip(1 - taken, 0, 1)


def _rate(sets: IndexSets, function: Function) -> Floats:
    """``(A,)`` visits per inhabitant a year, before the need index."""
    if function.visits_per_1000_per_year is not None:
        return np.full(len(sets.areas), function.visits_per_1000_per_year.value / RATE_PER)
    rate = np.zeros(len(sets.areas))
    for segment, quantity in function.visits_per_1000_per_year_by_segment.items():
        rate = rate + _segment_share(sets, sets.scenario.segments[segment].people_share) * quantity.value / RATE_PER
    return rate


def _asked(sets: IndexSets, function_id: str, function: Function) -> Floats:
    """``(A,)`` visits a year: the demand table's where it has the area, else people × rate × need."""
    people = np.array([area.people for area in sets.areas])
    need = np.array([area.need_index for area in sets.areas])
    visits: Floats = people * _rate(sets, function) * need
    table = sets.scenario.demand.rows.get(function_id, {})
    for index, area_id in enumerate(sets.area_ids):
        if area_id in table:
            visits[index] = table[area_id]
    return visits


def _outflow(sets: IndexSets, function: Function) -> Floats:
    """``(A,)`` share of the visits that leave by free choice."""
    share = function.outflow_share.value
    return np.array([share if area.share_outflow is None else area.share_outflow for area in sets.areas])


def _home_levels(sets: IndexSets, function: Function) -> tuple[Floats, tuple[float, ...]]:
    """``(L, U)`` share of the visits at home at each home level, and the ``L`` ceilings; level 0 is today."""
    home = function.home
    units = len(sets.unit_area)
    if home is None:
        return np.zeros((1, units)), (0.0,)
    exempt = np.array([area.share_digitally_exempt for area in sets.areas])[sets.unit_area]
    reach = home.acceptance.value * (1 - exempt if home.mode == "telemedicine" else np.ones(units))
    today = home.today_share.value
    asked = {step.value for step in home.steps} | ({home.max_share.value} if home.max_share else set())
    ceilings = sorted(asked)
    levels = [np.full(units, today), *(np.maximum(today, ceiling * reach) for ceiling in ceilings)]
    return np.stack(levels), (today, *ceilings)


def make_demand(sets: IndexSets) -> Demand:
    """Visits by function and demand unit; see `Demand`."""
    functions = sets.scenario.functions
    people = np.array([area.people for area in sets.areas])[sets.unit_area] * sets.unit_share
    homes = [_home_levels(sets, function) for function in functions.values()]
    asked = np.stack([_asked(sets, key, function) for key, function in functions.items()])
    leaving = asked * np.stack([_outflow(sets, function) for function in functions.values()])
    bypass = np.array([f.house_bypass_share.value for f in functions.values()])
    fixed = np.zeros((len(functions), len(sets.sites)))
    for f, function_id in enumerate(functions):
        for site_id, entry in sets.scenario.baseline.rows.get(function_id, {}).items():
            if entry.status == "open":
                fixed[f, sets.site(site_id)] = entry.fixed_visits_per_year
    visits = (asked - leaving)[:, sets.unit_area] * sets.unit_share
    return Demand(
        people=people,
        visits=visits,
        total_visits=float(visits.sum()),
        movable_share=np.array([f.max_house_share.value for f in functions.values()]) * (1 - bypass),
        home_share=tuple(home[0] for home in homes),
        home_ceiling=tuple(home[1] for home in homes),
        outflow=leaving.sum(axis=1),
        bypass_share=bypass,
        fixed=fixed,
        visits_per_patient=np.array(
            [
                np.nan if f.visits_per_patient_per_year is None else f.visits_per_patient_per_year.value
                for f in functions.values()
            ]
        ),
    )


def make_floors(sets: IndexSets, groups: tuple[str, ...], visits: Floats) -> tuple[Floor, ...]:
    """Every floor of the policy, one for each group that has visits.

    Args:
        sets: the index sets.
        groups: ``(A,)`` label of each area's reporting group.
        visits: ``(F, U)`` visits a year.
    """
    return tuple(
        floor
        for name, asked in sets.scenario.policy.coverage.items()
        for floor in _floors(sets, groups, visits, name, asked)
    )


def _floors(sets: IndexSets, groups: tuple[str, ...], visits: Floats, name: str, asked: Coverage) -> Iterator[Floor]:
    labels = {
        "region": ("",) * len(sets.areas),
        "group": groups,
        "municipality": tuple(area.municipality for area in sets.areas),
    }[asked.by]
    functions = asked.functions or sets.function_ids
    chosen = np.array([function in functions for function in sets.function_ids])
    own = np.array(labels, dtype=object)[sets.unit_area]
    for label in sorted(set(labels)):
        units = own == label
        total = float(visits[np.ix_(chosen, units)].sum())
        if total > 0:
            minutes, share = asked.within_minutes.value, asked.min_share.value
            yield Floor(name, label, functions, units, minutes, share, asked.when_today_is_lower == "demand", total)


def make_synergies(sets: IndexSets) -> tuple[Synergy, ...]:
    """The pairs of functions that save trips, in the order of the scenario."""
    functions = sets.scenario.functions
    return tuple(
        Synergy(
            name,
            pair.functions,
            pair.saved_trips_share.value,
            min(functions[function].citizen_weight.value for function in pair.functions),
        )
        for name, pair in sets.scenario.synergies.items()
    )


def make_zones(sets: IndexSets, people: Floats, minutes: Floats) -> tuple[Zone, ...]:
    """The zones with inhabitants; none where there is no synergy.

    Args:
        sets: the index sets.
        people: ``(U,)`` inhabitants.
        minutes: ``(U, S)`` one way.
    """
    if not sets.scenario.synergies:
        return ()
    labels = [area.municipality or name for name, area in zip(sets.area_ids, sets.areas, strict=True)]
    own = np.array(labels, dtype=object)[sets.unit_area]
    zones = []
    for label in sorted(set(labels)):
        units = (own == label) & (people > 0)
        if units.any():
            zones.append(Zone(label, units, people[units] @ minutes[units] / people[units].sum()))
    return tuple(zones)
