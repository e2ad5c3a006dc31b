"""One choice that can be worked out by hand.

Today everybody goes to ``h1``: 2 · (1,000 · 50 + 2,000 · 20) = 180,000 minutes a year. With a clinic in ``s1`` the west
goes there (100,000 minutes), in ``s2`` likewise (140,000). A clinic takes 2 days a week (1,000 visits of 540 a day),
which cost 2 · 45 · 1,000 = 90,000 DKK a year, and has 1,000 visits too few.
"""

from __future__ import annotations

from typing import Any

from benchmarks.regions import as_loaded
from placement.scenario.load import Loaded
from placement.solve.result import Options, Solved
from placement.solve.run import solve
from tests.helpers.judged import scenario

SETS: dict[str, Any] = {
    "functions.f.overflow": "expand",
    "functions.f.target_visits_per_year": 2000,
    "functions.f.staff_per_clinic_day": {"doctor": 1},
    "staff_roles": {"doctor": {"title": "D", "cost_per_clinic_day": 1000}},
    "prices.hospital_release_share": 0,
}
TODAY = (180_000.0, 0.0, 0.0)
WITH_S1 = (100_000.0, 1_000.0, 90_000.0)


def decided(**sites: str) -> dict[str, Any]:
    """Decisions about the function at sites."""
    rows = {site: {"decision": decision, "reason": "x"} for site, decision in sites.items()}
    return {"policy.placements": {"f": rows}}


def world(sets: dict[str, Any] | None = None) -> Loaded:
    return as_loaded(scenario({**SETS, **(sets or {})}))


def proposal(sets: dict[str, Any] | None = None, **options: Any) -> Solved:
    return solve(world(sets), Options(**{"gap": 0.0, **options}))


def aims(solved: Solved) -> tuple[float, float, float]:
    return solved.evaluation.objectives.as_tuple()


def open_sites(solved: Solved) -> set[str]:
    return {site for site, is_open in zip(solved.instance.site_ids, solved.plan.open[0], strict=True) if is_open}
