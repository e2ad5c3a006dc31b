"""OR-Library's p-median instances, as they are and as scenarios."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from placement.scenario.schema.scenario import Scenario

OPTIMA = {
    "pmed1": 5819,
    "pmed2": 4093,
    "pmed3": 4250,
    "pmed4": 3034,
    "pmed5": 1355,
    "pmed6": 7824,
    "pmed7": 5631,
    "pmed8": 4445,
    "pmed9": 2734,
    "pmed10": 1255,
}
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class PMedian:
    """Shortest paths between all vertices, and how many medians."""

    cost: NDArray[np.float64]
    medians: int


def folder() -> Path:
    """Where the instances lie: in PLACEMENT_BENCH, or beside the repository in shared/bench."""
    given = os.environ.get("PLACEMENT_BENCH")
    return (Path(given) if given else HERE.parents[1] / "shared" / "bench") / "orlib"


def read(path: Path) -> PMedian:
    """An instance as OR-Library writes it; where an edge is listed twice the last one counts."""
    numbers = [int(word) for word in path.read_text(encoding="ascii").split()]
    vertices, edges, medians = numbers[:3]
    cost = np.full((vertices, vertices), np.inf)
    np.fill_diagonal(cost, 0.0)
    for k in range(edges):
        i, j, length = numbers[3 + 3 * k : 6 + 3 * k]
        cost[i - 1, j - 1] = cost[j - 1, i - 1] = length
    for via in range(vertices):
        cost = np.minimum(cost, cost[:, via, None] + cost[None, via, :])
    return PMedian(cost, medians)


def scenario(problem: PMedian) -> Scenario:
    """Every vertex is an area with one visit and a place where the only function may be; only minutes count."""
    count = len(problem.cost)
    areas = {f"a{n}": {"name": f"{n}", "people": 1} for n in range(count)}
    sites = {f"s{n}": {"title": f"{n}", "kind": "hospital"} for n in range(count)}
    rows = [
        {"origin": f"a{i}", "destination": f"s{j}", "minutes": float(problem.cost[i, j])}
        for i in range(count)
        for j in range(count)
    ]
    return Scenario.model_validate(
        {
            "schema_version": 2,
            "name": "pmedian",
            "title": "p-median",
            "areas": {"rows": areas},
            "sites": sites,
            "travel": {"method": "table", "rows": rows},
            "functions": {
                "f": {
                    "title": "f",
                    "choice": "free",
                    "overflow": "expand",
                    "visits_per_clinic_day": 1,
                    "number_of_sites": {"exactly": problem.medians},
                    "quality_loss_at_minimum": 0,
                }
            },
            "demand": {"rows": {"f": dict.fromkeys(areas, 1)}},
            "objectives": {"prices": {"minute": 1}},
            "policy": {"hospital_functions": "free", "no_new_houses": False},
        }
    )


def total(citizen_minutes: float) -> float:
    """The p-median's objective: the citizen aim counts both ways."""
    return citizen_minutes / 2
