"""From a checked scenario to its arrays."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.clinics import (
    make_apparatus,
    make_baseline,
    make_clinics,
    make_hybrids,
    make_staff,
    overflow_sites,
)
from placement.instance.demand import make_demand, make_floors, make_synergies, make_zones
from placement.instance.economics import make_economics
from placement.instance.eligibility import Static, decisions, make_allowed, make_barred, make_waived
from placement.instance.index_sets import make_index_sets
from placement.instance.instance import Instance
from placement.instance.travel import make_travel
from placement.time_limit import in_time

if TYPE_CHECKING:
    from placement.scenario.schema.scenario import Scenario


def build(scenario: Scenario) -> Instance:
    """The scenario as frozen arrays; the scenario must have passed its checks."""
    sets = make_index_sets(scenario)
    travel, parent, between = make_travel(sets)
    in_time()
    hybrid = make_hybrids(sets, travel)
    staff = make_staff(sets, travel, hybrid)
    clinics = make_clinics(sets, hybrid)
    baseline = make_baseline(sets)
    in_time()
    waived = make_waived(sets)
    must, must_not = decisions(sets)
    barred = make_barred(Static(sets, parent, travel, clinics), waived, must_not)
    allowed, hospital_fixed = make_allowed(sets, barred, must, baseline)
    group = tuple(str(getattr(area, scenario.areas.group_by) or "") for area in sets.areas)
    in_time()
    demand = make_demand(sets)
    in_time()
    instance = Instance(
        scenario=scenario,
        area_ids=sets.area_ids,
        site_ids=sets.site_ids,
        function_ids=sets.function_ids,
        equipment_ids=sets.equipment_ids,
        role_ids=sets.role_ids,
        room_ids=sets.room_ids,
        unit_area=sets.unit_area,
        unit_without_car=sets.unit_without_car,
        group=group,
        is_hospital=sets.is_hospital,
        parent=parent,
        overflow_site=overflow_sites(sets, parent, between, baseline, travel),
        barred=barred,
        allowed=allowed,
        must=must,
        must_not=must_not,
        hospital_fixed=hospital_fixed,
        waived=waived,
        demand=demand,
        travel=travel,
        clinics=clinics,
        apparatus=make_apparatus(sets),
        staff=staff,
        economics=make_economics(sets, staff, travel, hybrid.share),
        baseline=baseline,
        floors=make_floors(sets, group, demand.visits),
        synergies=make_synergies(sets),
        zones=make_zones(sets, demand.people, travel.minutes),
    )
    _freeze(instance)
    return instance


def _freeze(record: object) -> None:
    """Make every array of the record, and of the records in it, read-only."""
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        for part in value if isinstance(value, tuple) else [value]:
            if isinstance(part, np.ndarray):
                part.flags.writeable = False
            if hasattr(part, "__dataclass_fields__"):
                _freeze(part)
        if isinstance(value, dict):
            for part in value.values():
                if isinstance(part, np.ndarray):
                    part.flags.writeable = False
