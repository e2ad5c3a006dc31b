"""The numbers a scenario rests on: modelled visits against counted ones, and each number with its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from pydantic import BaseModel

from placement.instance.instance import Instance
from placement.plan.plan import Evaluation
from placement.questions.proposal.findings import Assumption, Calibration
from placement.scenario.schema.base import Record
from placement.scenario.schema.frame import CitizenAim, Method, Weights
from placement.scenario.schema.offers import Function, HomeProgramme, StaffRole
from placement.scenario.schema.places import Area, ColumnProvenance, Site, Travel, TravelTime
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.scenario import Scenario

NEAR = 0.20
"""A modelled figure within this share of the observed one counts as a hit."""


def calibrate(instance: Instance, today: Evaluation | None) -> tuple[Calibration, ...]:
    """Modelled against observed visits today, for every observed figure; empty where today is not known."""
    if today is None:
        return ()
    observed = instance.baseline.observed
    places = np.argwhere(~np.isnan(observed))
    return tuple(
        _compare(instance, int(function), int(site), float(observed[function, site]), today)
        for function, site in places
    )


class _Compared(Protocol):
    @property
    def ratio(self) -> float: ...


def within20(calibration: Iterable[_Compared]) -> tuple[int, int]:
    """How many modelled figures are within 20 % of the observed ones, and of how many that can be compared."""
    ratios = [row.ratio for row in calibration if not math.isnan(row.ratio)]
    return sum(abs(ratio - 1) <= NEAR + 1e-9 for ratio in ratios), len(ratios)


def not_independent(calibration: tuple[Calibration, ...]) -> int:
    """How many of the comparable figures come from the same source as the rate they would test."""
    return sum(row.rate_from_it for row in calibration if not math.isnan(row.ratio))


def _compare(instance: Instance, function: int, site: int, observed: float, today: Evaluation) -> Calibration:
    """One comparison; no ratio where nothing was counted or the function is not open in the model."""
    names = instance.function_ids[function], instance.site_ids[site]
    entry = instance.scenario.baseline.rows[names[0]][names[1]]
    modelled = float(today.volume[function, site])
    comparable = observed > 0 and bool(instance.baseline.open[function, site])
    return Calibration(
        function=names[0],
        site=names[1],
        observed=observed,
        modelled=modelled,
        ratio=modelled / observed if comparable else math.nan,
        year=entry.year,
        source=entry.source or "",
        note=entry.note or "",
        rate_from_it=bool(entry.source) and entry.source in _sources_of_rate(instance.scenario.functions[names[0]]),
    )


def _sources_of_rate(function: Function) -> set[str | None]:
    rates = [function.visits_per_1000_per_year, *function.visits_per_1000_per_year_by_segment.values()]
    return {rate.source for rate in rates if rate is not None}


_PARTS = (
    *("segments", "sites", "rooms", "travel", "equipment", "staff_roles", "functions"),
    *("prices", "policy", "synergies", "phases"),
)
"""The parts of a scenario that hold one number at a time; areas, demand and baseline are tables."""

_NO_ASSUMPTION = frozenset({"lat", "lon", "rows", "overrides", "year", "from_year", "years"})
"""Left out: coordinates are facts, tables are listed by row or column, a year is provenance or frames a phase."""

_ONLY_WHEN: Mapping[str, Callable[[Function], bool]] = {
    "catchment_pull_minutes": lambda f: f.choice == "catchment",
    "base_radius_minutes": lambda f: f.site_by == "patient_base",
    "quality_loss_at_minimum": lambda f: f.target_visits_per_year is not None,
    "max_travel_share": lambda f: f.max_travel_minutes is not None,
    "minutes_per_visit": lambda f: f.visits_per_clinic_day is None,
    "clinic_day_minutes": lambda f: f.visits_per_clinic_day is None,
    "staff_workday_minutes": lambda f: f.visits_per_clinic_day is None,
    "days_per_week_steps": lambda f: f.days_per_week_exactly is None,
    "outflow_share": lambda f: f.outflow_share.value > 0,
    "house_bypass_share": lambda f: f.house_bypass_share.value > 0,
}
"""Numbers of a function that count only in some cases."""

_OF_EQUITY = {"ede": ("aversion",), "worst_share": ("worst_share", "longest_from_minutes")}
"""Numbers of the citizen aim that count, by its equity setting."""


def assumptions(
    scenario: Scenario,
    method: Method,
    weights: Weights,
    *,
    tipping: Mapping[str, float] | None = None,
    defaults_used: Collection[str] = (),
) -> tuple[Assumption, ...]:
    """Every number used, in the order of the scenario.

    Args:
        scenario: as solved, variants applied.
        method: as used; the numbers of other methods are left out.
        weights: as used.
        tipping: by path, the value at which the proposal is known to change.
        defaults_used: paths that a scenario reader knows to be defaults of the format, besides those that show here.
    """
    tips = tipping or {}
    rows = [*_numbers(scenario), *_aims(scenario, method, weights)]
    return tuple(
        replace(row, tipping_value=tips.get(row.path, math.nan), written=row.written and row.path not in defaults_used)
        for row in rows
    )


def _numbers(scenario: Scenario) -> Iterator[Assumption]:
    yield from _columns(scenario)
    for part in _PARTS:
        yield from _walk(getattr(scenario, part), part, written=part in scenario.model_fields_set)
    yield from _travel_times(scenario)
    yield from _demand(scenario)
    yield from _baseline(scenario)
    yield from _observed(scenario)


def _walk(value: Any, path: str, *, written: bool) -> Iterator[Assumption]:
    """The numbers in ``value``, recursively."""
    match value:
        case Quantity():
            yield _from_quantity(value, path, written=written)
        case bool():
            return
        case int() | float():
            yield _plain(path, float(value), written=written)
        case BaseModel():
            yield from _walk_record(value, path, written=written)
        case Mapping():
            for key, inner in value.items():
                yield from _walk(inner, f"{path}.{key}", written=written)
        case tuple() | list():
            for position, inner in enumerate(value):
                yield from _walk(inner, f"{path}.{position}", written=written)
        case _:
            return


def _walk_record(record: BaseModel, path: str, *, written: bool) -> Iterator[Assumption]:
    for name in type(record).model_fields:
        if name in _NO_ASSUMPTION or not _counts(record, name):
            continue
        yield from _walk(getattr(record, name), f"{path}.{name}", written=written and name in record.model_fields_set)


_USED_WITH: dict[tuple[type[BaseModel], str], Callable[[Any], bool]] = {
    (Site, "let_room_per_year"): lambda site: bool(site.let_room_days_per_week),
    (StaffRole, "recruit_per_year"): lambda role: bool(role.recruit_days_per_week),
    (HomeProgramme, "onboarding_per_patient"): lambda home: home.onboarding_per_patient.value > 0,
    (HomeProgramme, "onboarding_lasts_years"): lambda home: home.onboarding_per_patient.value > 0,
}
"""Conditions under which a number that has no effect by itself is used."""


def _counts(record: BaseModel, name: str) -> bool:
    """Whether a number is used at all under the choices of its record."""
    match record:
        case Function():
            condition = _ONLY_WHEN.get(name)
            return condition is None or condition(record)
        case CitizenAim():
            return name in _OF_EQUITY.get(record.equity, ())
        case Travel():
            return record.method == "straight_line" or name not in ("speed_bands", "access_minutes")
        case _:
            used = _USED_WITH.get((type(record), name))
            return used is None or used(record)


def _plain(path: str, value: float, *, written: bool = True) -> Assumption:
    return Assumption(path, value, math.nan, math.nan, "", "assumption", "", None, math.nan, written)


def _from_quantity(quantity: Quantity, path: str, *, written: bool) -> Assumption:
    return Assumption(
        path=path,
        value=quantity.value,
        low=math.nan if quantity.low is None else quantity.low,
        high=math.nan if quantity.high is None else quantity.high,
        source=quantity.source or "",
        quality=quantity.quality,
        owner=quantity.owner or "",
        year=quantity.year,
        tipping_value=math.nan,
        written=written,
    )


def _columns(scenario: Scenario) -> Iterator[Assumption]:
    """One number for each column of the areas: the total of people, the mean over people of all else."""
    areas = scenario.areas.rows.values()
    people = sum(area.people for area in areas)
    segments = dict.fromkeys(name for area in areas for name in area.segment_shares)
    yield _column(scenario, "people", people, written=True)
    growth = ["growth_per_year"] if scenario.phases and _stated(areas, "growth_per_year") else []
    for name in ("need_index", "share_without_car", "share_digitally_exempt", *growth, *segments):
        total = sum(area.people * _cell(area, name) for area in areas)
        yield _column(scenario, name, total / people if people else math.nan, written=_stated(areas, name))


def _cell(area: Area, name: str) -> float:
    return float(area.segment_shares[name]) if name in area.segment_shares else float(getattr(area, name, None) or 0.0)


def _stated(areas: Collection[Area], name: str) -> bool:
    return any(name in area.model_fields_set or name in area.segment_shares for area in areas)


def _column(scenario: Scenario, name: str, value: float, *, written: bool) -> Assumption:
    provenance = scenario.areas.columns.get(name, ColumnProvenance())
    ranged = (provenance.low_factor, provenance.high_factor) != (1.0, 1.0)
    return Assumption(
        path=f"areas.*.{name}",
        value=value,
        low=value * provenance.low_factor if ranged else math.nan,
        high=value * provenance.high_factor if ranged else math.nan,
        source=provenance.source or "",
        quality=provenance.quality,
        owner=provenance.owner or "",
        year=provenance.year,
        tipping_value=math.nan,
        written=written,
    )


def _travel_times(scenario: Scenario) -> Iterator[Assumption]:
    """A travel-time table as one number, its mean; times given singly one by one."""
    travel = scenario.travel
    known = [row.minutes for row in travel.rows if row.minutes is not None]
    if known:
        yield _plain("travel.rows.*.minutes", sum(known) / len(known))
    for row in travel.overrides.rows:
        if row.minutes is not None:
            yield _sourced(f"travel.overrides.{_pair(row)}.minutes", row.minutes, row.source)


def _pair(row: TravelTime) -> str:
    return f"{row.origin}.{row.destination}" + ("" if row.mode == "car" else f".{row.mode}")


def _demand(scenario: Scenario) -> Iterator[Assumption]:
    for function, rows in scenario.demand.rows.items():
        yield _plain(f"demand.{function}.*", sum(rows.values()))


def _baseline(scenario: Scenario) -> Iterator[Assumption]:
    names = ("days_per_week", "visits_observed_per_year", "fixed_visits_per_year")
    for function, rows in scenario.baseline.rows.items():
        for site, entry in rows.items():
            for name in names:
                value = getattr(entry, name)
                if value is not None and name in entry.model_fields_set:
                    row = _sourced(f"baseline.{function}.{site}.{name}", value, entry.source)
                    yield replace(row, year=entry.year)


def _observed(scenario: Scenario) -> Iterator[Assumption]:
    """The observed visits by area as one number for each function."""
    for function in scenario.functions:
        rows = [row for row in scenario.observed.rows if row.function == function]
        if rows:
            total = sum(row.visits_per_year for row in rows)
            yield replace(_sourced(f"observed.{function}.*", total, rows[0].source), year=rows[0].year)


def _sourced(path: str, value: float, source: str | None) -> Assumption:
    """A number from a table whose source is a key of `sources`, the word ``assumption`` or nothing."""
    if source in (None, "", "assumption"):
        return _plain(path, float(value))
    return replace(_plain(path, float(value)), source=source or "", quality="sourced")


def _aims(scenario: Scenario, method: Method, weights: Weights) -> Iterator[Assumption]:
    """The numbers of the method that was used; weights given on the command line count as written."""
    aims = scenario.objectives
    stated = "objectives" in scenario.model_fields_set
    if method in ("balanced", "weighted"):
        written = (stated and "weights" in aims.model_fields_set) or weights != aims.weights
        yield from _walk(weights, "objectives.weights", written=written)
    used: dict[str, str] = {"lexicographic": "tolerance", "epsilon": "epsilon", "price": "prices"}
    name = used.get(method)
    yield from _walk(aims.citizen, "objectives.citizen", written=stated and "citizen" in aims.model_fields_set)
    if name is not None:
        part: float | Record = getattr(aims, name)
        yield from _walk(part, f"objectives.{name}", written=stated and name in aims.model_fields_set)
