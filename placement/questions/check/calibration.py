"""The model of today compared with counted visits: by cell, in sums, and the visit rates that would fit the counts.

A cell is a function at a site (`baseline`), or a function from an area, at one site or at any (`observed`). The rates
are proposals for somebody to write into the scenario: nothing is changed here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from placement.instance.instance import Floats, Instance
from placement.plan.evaluate import evaluate
from placement.plan.phases import Situation
from placement.plan.plan import Evaluation
from placement.questions.proposal.evidence import calibrate
from placement.questions.proposal.findings import Calibration
from placement.scenario.schema.places import ObservedVisits
from placement.scenario.schema.quantity import Quantity

CLOSE = 0.005
"""No rate is proposed where the model misses the counts by less than this share."""
DIGITS = 4
"""Significant digits of a proposed rate."""
Counted = Literal["site", "area"]
Of = Literal["function", "site", "group", "area"]


@dataclass(frozen=True)
class AreaCalibration:
    """Modelled against counted visits today of one function from one area.

    Attributes:
        function, area, site: ids; the site is empty where the count is of all sites.
        observed, modelled: visits a year, without those at home.
        ratio: modelled / observed; NaN where nothing was counted or the function is not open at the site in the model.
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
    """A sum of counts, and of the model's visits in the same cells.

    Attributes:
        counted: whether the counts are by site, or by area.
        of: what they are the sum of; ``name``: its id or, of a group of areas, its name.
        cells: number of counts, those of 0 that were left out among them; cells that are not open in the model today do
            not count.
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


@dataclass(frozen=True)
class ProposedRate:
    """A visit rate that would give as many visits of a function as were counted.

    Attributes:
        path: of the number in the scenario; ``function``: its id.
        now, proposed: visits by 1,000 inhabitants a year.
        low, high: a range that holds the proposed rate; None where the rate has none.
        counted: the counts it follows from, which cover all open sites or all areas.
        observed, modelled: visits a year they are compared by, those that never move left out.
    """

    function: str
    path: str
    now: float
    proposed: float
    low: float | None
    high: float | None
    counted: Counted
    observed: float
    modelled: float

    @property
    def written(self) -> str:
        """The rate as scenario text, with its range where it has one."""
        named = {"value": self.proposed, "low": self.low, "high": self.high}
        parts = [f"{name}: {number:.{DIGITS}g}" for name, number in named.items() if number is not None]
        return f"{{{', '.join(parts)}}}" if len(parts) > 1 else f"{self.proposed:.{DIGITS}g}"


@dataclass(frozen=True)
class Calibrated:
    """The model against all counts, as `check` shows it; all empty without counts or without a today.

    Attributes:
        sites: by function and site; ``areas``: by function and area.
        sums: by function, site, group of areas and area.
        rates: what is proposed.
    """

    sites: tuple[Calibration, ...] = ()
    areas: tuple[AreaCalibration, ...] = ()
    sums: tuple[Together, ...] = ()
    rates: tuple[ProposedRate, ...] = ()

    def of(self, counted: Counted, of: Of) -> list[Together]:
        """The sums of one kind, in the order of the scenario."""
        return [one for one in self.sums if (one.counted, one.of) == (counted, of)]


class _Cell(NamedTuple):
    """A comparable count: what it belongs to, and the visits."""

    names: Mapping[Of, str]
    observed: float
    modelled: float


def calibrated(first: Situation) -> Calibrated:
    """The model of today against every count.

    Args:
        first: the first phase, or the scenario where it has none.
    """
    if first.today_plan is None:
        return Calibrated()
    instance, today = first.instance, evaluate(first.instance, first.today, first.today_plan)
    seen = _seen_by_area(instance, today)
    rows = instance.scenario.observed.rows
    sites, areas = calibrate(instance, today), tuple(_areas(instance, seen, rows))
    counts = (*areas, *_areas(instance, seen, _left_out(rows)))
    return Calibrated(
        sites,
        areas,
        (*_sums("site", _at_sites(instance, sites)), *_sums("area", _in_areas(instance, counts))),
        tuple(_rates(instance, today, counts, seen.sum(axis=2))),
    )


def _areas(instance: Instance, seen: Floats, rows: Iterable[ObservedVisits]) -> Iterator[AreaCalibration]:
    """The comparison of each count by area; ``seen``: ``(F, A, S)`` visits a year."""
    functions, sites, areas = (_places(ids) for ids in (instance.function_ids, instance.site_ids, instance.area_ids))
    for row in rows:
        function, site, observed = functions[row.function], sites.get(row.site or ""), row.visits_per_year
        here, is_open = seen[function, areas[row.area]], instance.baseline.open[function]
        modelled = float(here.sum() if site is None else here[site])
        comparable = observed > 0 and bool(is_open.any() if site is None else is_open[site])
        ratio = modelled / observed if comparable else math.nan
        names = row.function, row.area, row.site or ""
        yield AreaCalibration(*names, observed, modelled, ratio, row.year, row.source or "")


def _left_out(rows: Iterable[ObservedVisits]) -> Iterator[ObservedVisits]:
    """Counts of 0 that registers leave out: pairs of an area and a site which both have other counts."""
    by_function: dict[str, dict[str, dict[str, None]]] = {}
    for row in rows:
        if row.site:
            by_function.setdefault(row.function, {}).setdefault(row.area, {})[row.site] = None
    for function, by_area in by_function.items():
        sites = dict.fromkeys(site for own in by_area.values() for site in own)
        for area, own in by_area.items():
            for site in sites:
                if site not in own:
                    yield ObservedVisits(function=function, area=area, site=site, visits_per_year=0)


def _places(ids: Iterable[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(ids)}


def _seen_by_area(instance: Instance, today: Evaluation) -> Floats:
    """``(F, A, S)`` visits a year seen at sites."""
    functions, _, sites = today.seen.shape
    seen = np.zeros((len(instance.area_ids), functions, sites))
    np.add.at(seen, instance.unit_area, today.seen.swapaxes(0, 1))
    return seen.swapaxes(0, 1)


def _at_sites(instance: Instance, cells: Iterable[Calibration]) -> Iterator[_Cell]:
    functions, sites = _places(instance.function_ids), _places(instance.site_ids)
    for cell in cells:
        if instance.baseline.open[functions[cell.function], sites[cell.site]]:
            yield _Cell({"function": cell.function, "site": cell.site}, cell.observed, cell.modelled)


def _in_areas(instance: Instance, cells: Iterable[AreaCalibration]) -> Iterator[_Cell]:
    functions, sites, areas = (_places(ids) for ids in (instance.function_ids, instance.site_ids, instance.area_ids))
    for cell in cells:
        is_open = instance.baseline.open[functions[cell.function]]
        if is_open[sites[cell.site]] if cell.site else is_open.any():
            names: dict[Of, str] = {"function": cell.function, "area": cell.area}
            if cell.site:
                names["site"] = cell.site
            if group := instance.group[areas[cell.area]]:
                names["group"] = group
            yield _Cell(names, cell.observed, cell.modelled)


def _sums(counted: Counted, cells: Iterable[_Cell]) -> Iterator[Together]:
    found: dict[Of, dict[str, list[_Cell]]] = {"function": {}, "site": {}, "group": {}, "area": {}}
    for cell in cells:
        for of, name in cell.names.items():
            found[of].setdefault(name, []).append(cell)
    for of, by_name in found.items():
        for name, parts in by_name.items():
            observed, modelled = sum(one.observed for one in parts), sum(one.modelled for one in parts)
            yield Together(counted, of, name, len(parts), observed, modelled)


# ---- rates


def _rates(
    instance: Instance, today: Evaluation, areas: Iterable[AreaCalibration], from_area: Floats
) -> Iterator[ProposedRate]:
    """The rates of each function whose visits were counted everywhere, scaled by the factor that fits the counts.

    ``from_area``: ``(F, A)`` modelled visits a year, those at home left out.
    """
    by_function: dict[str, list[AreaCalibration]] = {}
    for one in areas:
        by_function.setdefault(one.function, []).append(one)
    for at, (name, function) in enumerate(instance.scenario.functions.items()):
        totals = _by_site(instance, today, at) or _by_area(instance, at, by_function.get(name, ()), from_area[at])
        if totals is None or name in instance.scenario.demand.rows:
            continue
        counted, observed, modelled = totals
        if min(observed, modelled) <= 0 or abs(observed / modelled - 1) < CLOSE:
            continue
        path, single = f"functions.{name}.visits_per_1000_per_year", function.visits_per_1000_per_year
        by_segment = function.visits_per_1000_per_year_by_segment
        rates = {path: single} if single else {f"{path}_by_segment.{key}": rate for key, rate in by_segment.items()}
        for each, rate in rates.items():
            proposed = float(f"{rate.value * observed / modelled:.{DIGITS}g}")
            yield ProposedRate(name, each, rate.value, proposed, *_range(rate, proposed), counted, observed, modelled)


def _by_site(instance: Instance, today: Evaluation, function: int) -> tuple[Counted, float, float] | None:
    """Visits counted and modelled at all open sites; None where one of them has no count."""
    is_open, observed = instance.baseline.open[function], instance.baseline.observed[function]
    if not is_open.any() or np.isnan(observed[is_open]).any():
        return None
    fixed = float(instance.demand.fixed[function][is_open].sum())
    return "site", float(observed[is_open].sum()) - fixed, float(today.volume[function][is_open].sum()) - fixed


def _by_area(
    instance: Instance, function: int, counts: Iterable[AreaCalibration], from_area: Floats
) -> tuple[Counted, float, float] | None:
    """Visits counted and modelled from all areas with visits; None where one lacks a count of an open site."""
    open_at = {instance.site_ids[at] for at in np.flatnonzero(instance.baseline.open[function])}
    where: dict[str, set[str]] = {}
    for one in counts:
        where.setdefault(one.area, set()).add(one.site)
    asked = [instance.area_ids[at] for at in np.flatnonzero(from_area >= 1)]
    if not asked or not all("" in where.get(area, ()) or where.get(area, set()) >= open_at for area in asked):
        return None
    return "area", sum(one.observed for one in counts), float(from_area.sum())


def _range(rate: Quantity, proposed: float) -> tuple[float | None, float | None]:
    low = None if rate.low is None else min(rate.low, proposed)
    high = None if rate.high is None else max(rate.high, proposed)
    return low, high
