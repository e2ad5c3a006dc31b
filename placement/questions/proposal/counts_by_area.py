"""Visits counted by area, held against the model of today: count by count, and in sums.

A count is of a function from an area, at one site or at any (`observed`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from placement.instance.instance import Floats, Instance
from placement.plan.aims import by_area
from placement.plan.plan import Evaluation
from placement.scenario.schema.places import ObservedVisits

Counted = Literal["site", "area"]
Of = Literal["function", "site", "group", "area"]


@dataclass(frozen=True)
class AreaCalibration:
    """Modelled against counted visits today of one function from one area.

    Attributes:
        function, area, site: ids; the site is empty where the count is of all sites.
        observed, modelled: visits a year, without those at home.
        ratio: modelled / observed; NaN where nothing was counted or the function is not open there in the model.
        year, source: of the count.
    """

    function: str
    area: str
    site: str
    observed: float
    modelled: float
    ratio: float
    year: int | None
    source: str


@dataclass(frozen=True)
class Together:
    """Counts that belong together, and what the model has for the same cells.

    Attributes:
        counted: whether the counts are by site, or by area.
        of: what they are the sum of; ``name``: its id or, of a group of areas, its name.
        cells: how many counts, those of 0 that were left out among them; what is not open in the model today is not.
        observed, modelled: visits a year.
    """

    counted: Counted
    of: Of
    name: str
    cells: int
    observed: float
    modelled: float

    @property
    def ratio(self) -> float:
        """Modelled / observed; NaN where nothing was counted."""
        return self.modelled / self.observed if self.observed > 0 else math.nan


class Cell(NamedTuple):
    """A count that can be compared: what it belongs to, and the visits."""

    names: Mapping[Of, str]
    observed: float
    modelled: float


def sums_by_area(instance: Instance, today: Evaluation) -> list[Together]:
    """What was counted in each area and what the model has there, functions added up; empty where nothing was."""
    rows, seen = instance.scenario.observed.rows, seen_by_area(instance, today)
    counts = (*compared(instance, seen, rows), *compared(instance, seen, left_out(rows)))
    return [one for one in added_up("area", in_areas(instance, counts)) if one.of == "area"]


def compared(instance: Instance, seen: Floats, rows: Iterable[ObservedVisits]) -> Iterator[AreaCalibration]:
    """Each count by area; ``seen``: ``(F, A, S)`` visits a year."""
    functions, sites, areas = (positions(ids) for ids in (instance.function_ids, instance.site_ids, instance.area_ids))
    for row in rows:
        function, site, observed = functions[row.function], sites.get(row.site or ""), row.visits_per_year
        here, is_open = seen[function, areas[row.area]], instance.baseline.open[function]
        modelled = float(here.sum() if site is None else here[site])
        comparable = observed > 0 and bool(is_open.any() if site is None else is_open[site])
        ratio = modelled / observed if comparable else math.nan
        names = row.function, row.area, row.site or ""
        yield AreaCalibration(*names, observed, modelled, ratio, row.year, row.source or "")


def left_out(rows: Iterable[ObservedVisits]) -> Iterator[ObservedVisits]:
    """Counts of 0, which a register leaves out: pairs of an area and a site that each have others of the function."""
    by_function: dict[str, dict[str, dict[str, None]]] = {}
    for row in rows:
        if row.site:
            by_function.setdefault(row.function, {}).setdefault(row.area, {})[row.site] = None
    for function, in_area in by_function.items():
        sites = dict.fromkeys(site for own in in_area.values() for site in own)
        for area, own in in_area.items():
            for site in sites:
                if site not in own:
                    yield ObservedVisits(function=function, area=area, site=site, visits_per_year=0)


def positions(ids: Iterable[str]) -> dict[str, int]:
    """Where each id stands."""
    return {name: at for at, name in enumerate(ids)}


def seen_by_area(instance: Instance, today: Evaluation) -> Floats:
    """``(F, A, S)`` visits a year seen at sites."""
    return by_area(instance, today.seen)


def in_areas(instance: Instance, cells: Iterable[AreaCalibration]) -> Iterator[Cell]:
    """The counts of functions that are open today where they were counted, with all they belong to."""
    functions, sites, areas = (positions(ids) for ids in (instance.function_ids, instance.site_ids, instance.area_ids))
    for cell in cells:
        is_open = instance.baseline.open[functions[cell.function]]
        if is_open[sites[cell.site]] if cell.site else is_open.any():
            names: dict[Of, str] = {"function": cell.function, "area": cell.area}
            if cell.site:
                names["site"] = cell.site
            if group := instance.group[areas[cell.area]]:
                names["group"] = group
            yield Cell(names, cell.observed, cell.modelled)


def added_up(counted: Counted, cells: Iterable[Cell]) -> Iterator[Together]:
    """Sums of counts by function, site, group of areas and area."""
    found: dict[Of, dict[str, list[Cell]]] = {"function": {}, "site": {}, "group": {}, "area": {}}
    for cell in cells:
        for of, name in cell.names.items():
            found[of].setdefault(name, []).append(cell)
    for of, by_name in found.items():
        for name, parts in by_name.items():
            observed, modelled = sum(one.observed for one in parts), sum(one.modelled for one in parts)
            yield Together(counted, of, name, len(parts), observed, modelled)
