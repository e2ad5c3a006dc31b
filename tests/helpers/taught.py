"""The teaching scenarios, solved once each and asked about by id."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from placement.scenario.load import Loaded, load
from placement.solve.result import Solved
from placement.solve.run import solve

FOLDER = Path(__file__).parents[2] / "scenarios"
FLAGSHIP = "midtjylland"
FULL = (FLAGSHIP, "northshire")
"""Whole regions; every other scenario is a lesson."""
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/scenario.yaml") if path.parent.name not in FULL)


@cache
def loaded(name: str, *variants: str) -> Loaded:
    return load(FOLDER / name, variants=variants)


@cache
def solved(name: str, *variants: str) -> Solved:
    return solve(loaded(name, *variants))


def variants_of(name: str) -> list[str]:
    return list(loaded(name).scenario.variants)


def is_open(answer: Solved, function: str, site: str) -> bool:
    return bool(answer.plan.open[_at(answer, function, site)])


def open_houses(answer: Solved, function: str) -> set[str]:
    sites = answer.instance.scenario.sites
    return {key for key, site in sites.items() if site.kind != "hospital" and is_open(answer, function, key)}


def visits(answer: Solved, function: str, site: str) -> float:
    return float(answer.evaluation.volume[_at(answer, function, site)])


def days(answer: Solved, function: str, site: str) -> float:
    return float(answer.evaluation.days[_at(answer, function, site)])


def visits_a_day(answer: Solved, function: str, site: str) -> float:
    return float(answer.instance.clinics.visits_per_day[_at(answer, function, site)])


def minutes(answer: Solved, area: str, site: str) -> float:
    instance = answer.instance
    unit = int(instance.unit_area.tolist().index(instance.area_ids.index(area)))
    return float(instance.travel.minutes[unit, instance.site_ids.index(site)])


def _at(answer: Solved, function: str, site: str) -> tuple[int, int]:
    return answer.instance.function_ids.index(function), answer.instance.site_ids.index(site)
