"""The index sets of a scenario: which id stands behind each row and column, and how areas are split into units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import NO_SITE, Bools, Floats, Ints

if TYPE_CHECKING:
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
