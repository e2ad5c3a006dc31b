"""Published instances with known optima, as scenarios.

They lie in the folder of PLACEMENT_BENCH, or beside the repository; where they are absent nothing is tested.
"""

from __future__ import annotations

import csv
import os
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pmedian import read
from benchmarks.regions import as_loaded
from placement.scenario.load import Loaded
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Solved

GIVEN = os.environ.get("PLACEMENT_BENCH")
FOLDER = Path(GIVEN) if GIVEN else Path(__file__).resolve().parents[3] / "shared" / "bench"


@dataclass(frozen=True)
class Instance:
    """Visits by area, minutes one way between every area and site, and how many sites are opened."""

    visits: dict[str, float]
    minutes: dict[tuple[str, str], float]
    sites: tuple[str, ...]
    opened: int

    @property
    def total(self) -> float:
        return sum(self.visits.values())


def file(*names: str) -> Path:
    path = FOLDER.joinpath(*names)
    if not path.exists():
        pytest.skip(f"{'/'.join(names)} is not here")
    return path


def brighton(opened: int) -> Instance:
    """Areas are joined by name: the two tables are in different order."""
    with file("brighton", "brighton_demand.csv").open(encoding="utf-8", newline="") as opened_file:
        visits = {row["LSOA"]: float(row["demand"]) for row in csv.DictReader(opened_file)}
    with file("brighton", "brighton_travel_matrix_driving_named.csv").open(encoding="utf-8", newline="") as opened_file:
        table = list(csv.DictReader(opened_file))
    names = [name for name in table[0] if name != "LSOA"]
    keys = {area: f"a{n}" for n, area in enumerate(visits)}
    site = {name: f"s{n}" for n, name in enumerate(names)}
    minutes = {(keys[row["LSOA"]], site[name]): float(row[name]) / 60 for row in table for name in names}
    assert len(table) == len(visits)
    return Instance({keys[area]: number for area, number in visits.items()}, minutes, tuple(site.values()), opened)


def pmed(number: int) -> Instance:
    """Every vertex is an area and a site."""
    problem = read(file("orlib", f"pmed{number}.txt"))
    cost, count = problem.cost, len(problem.cost)
    sites = tuple(f"s{n}" for n in range(count))
    minutes = {(f"a{i}", f"s{j}"): float(cost[i, j]) for i in range(count) for j in range(count)}
    return Instance({f"a{n}": 1.0 for n in range(count)}, minutes, sites, problem.medians)


def shuffled(items: Any, seed: int | None) -> list[Any]:
    found = list(items)
    if seed is not None:
        random.Random(seed).shuffle(found)
    return found


def loaded(instance: Instance, *, shuffle: int | None = None, **objectives: Any) -> Loaded:
    """One function that the region allocates among houses; nothing but minutes counts."""
    areas = shuffled(instance.visits, shuffle)
    tree = {
        "schema_version": 2,
        "name": "published",
        "title": "Published",
        "areas": {"rows": {area: {"name": area, "people": 1} for area in areas}},
        "sites": {site: {"title": site, "kind": "health_house"} for site in shuffled(instance.sites, shuffle)},
        "travel": {
            "method": "table",
            "rows": [
                {"origin": area, "destination": site, "minutes": minutes}
                for (area, site), minutes in shuffled(instance.minutes.items(), shuffle)
            ],
        },
        "functions": {
            "f": {
                "title": "F",
                "choice": "free",
                "overflow": "expand",
                "minutes_per_visit": 10,
                "number_of_sites": {"exactly": instance.opened},
            }
        },
        "demand": {"rows": {"f": {area: instance.visits[area] for area in shuffled(areas, shuffle)}}},
        "objectives": objectives or {"method": "lexicographic", "order": ["citizen"], "tolerance": 0},
    }
    return as_loaded(Scenario.model_validate(tree))


def one_way(solved: Solved) -> float:
    """The citizen aim counts both ways."""
    return solved.evaluation.objectives.citizen_minutes / 2
