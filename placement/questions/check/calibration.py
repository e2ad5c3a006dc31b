"""The model of today compared with counted visits: by cell, in sums, and the visit rates that would fit the counts.

A cell is a function at a site (`baseline`), or a function from an area, at one site or at any (`observed`). The rates
are proposals for somebody to write into the scenario: nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats, Instance
from placement.plan.evaluate import evaluate
from placement.plan.phases import Situation
from placement.plan.plan import Evaluation
from placement.questions.proposal.counts_by_area import (
    AreaCalibration,
    Cell,
    Counted,
    Of,
    Together,
    added_up,
    compared,
    in_areas,
    left_out,
    positions,
    seen_by_area,
)
from placement.questions.proposal.evidence import calibrate
from placement.questions.proposal.findings import Calibration
from placement.scenario.schema.quantity import Quantity

CLOSE = 0.005
"""No rate is proposed where the model misses the counts by less than this share."""
DIGITS = 4
"""Significant digits of a proposed rate."""


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


def calibrated(first: Situation) -> Calibrated:
    """The model of today against every count.

    Args:
        first: the first phase, or the scenario where it has none.
    """
    if first.today_plan is None:
        return Calibrated()
    instance, today = first.instance, evaluate(first.instance, first.today, first.today_plan)
    seen = seen_by_area(instance, today)
    rows = instance.scenario.observed.rows
    sites, areas = calibrate(instance, today), tuple(compared(instance, seen, rows))
    counts = (*areas, *compared(instance, seen, left_out(rows)))
    return Calibrated(
        sites,
        areas,
        (*added_up("site", _at_sites(instance, sites)), *added_up("area", in_areas(instance, counts))),
        tuple(_rates(instance, today, counts, seen.sum(axis=2))),
    )


def _at_sites(instance: Instance, cells: Iterable[Calibration]) -> Iterator[Cell]:
    functions, sites = positions(instance.function_ids), positions(instance.site_ids)
    for cell in cells:
        if instance.baseline.open[functions[cell.function], sites[cell.site]]:
            yield Cell({"function": cell.function, "site": cell.site}, cell.observed, cell.modelled)


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
