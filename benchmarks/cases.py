"""What is measured: made-up regions, Midtjylland, published p-median instances, and growth along one dimension."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import pmedian, workbench
from benchmarks.measure import ROOT, Measured, measure
from benchmarks.regions import SIZES
from benchmarks.task import Task

WAYS = ("auto", "assignment", "balanced")
"""How a region is solved: by prices in our formulation, by the same prices in the textbook block, and in our
formulation by the pay-off table that `balanced` needs."""
GROWTH = {
    "areas": [SIZES["S"].with_(areas=n) for n in (146, 292, 570, 1140)],
    "houses": [SIZES["S"].with_(houses=n) for n in (5, 10, 15, 20)],
    "functions": [SIZES["S"].with_(functions=n) for n in (10, 20, 40, 60)],
}


@dataclass(frozen=True)
class Plan:
    """What to run, and how far.

    Attributes:
        only: names from ``names()``. seeds: of the made-up regions. ways: of ``WAYS``.
        cap: wall seconds a run. gap: asked. memory_gib: a run may take. quick: small instances and no growth.
        kept: folder with runs that need not be measured again.
    """

    only: tuple[str, ...]
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    ways: tuple[str, ...] = WAYS
    cap: float = 600.0
    gap: float = 0.001
    memory_gib: float = 16.0
    quick: bool = False
    kept: Path | None = None


@dataclass(frozen=True, eq=False)
class Row:
    """Runs of one instance in one way, one per seed."""

    name: str
    way: str
    runs: tuple[Measured, ...]


GAPS = {"L": 0.01, "XL": 0.05}
"""Gaps asked of sizes that are not proven to ``Plan.gap``."""
CHANGES = 20


def names() -> tuple[str, ...]:
    """What ``--only`` takes."""
    return (*SIZES, "midtjylland", "whatifs", "questions", "workbench", "pmed", "growth")


def _task(plan: Plan, kind: str, instance: dict[str, Any], way: str = "auto", **more: Any) -> Task:
    if way == "balanced":
        more = {"method": "balanced", **more}
    return {
        "kind": kind,
        "instance": instance,
        "formulation": "assignment" if way == "assignment" else "auto",
        "gap": GAPS.get(instance.get("size", {}).get("name", ""), plan.gap),
        "cap": plan.cap,
        "memory_gib": plan.memory_gib,
        **more,
    }


def regions(plan: Plan) -> Iterator[Row]:
    """Every size asked for and Midtjylland, in each way; XL is beyond all but the first."""
    for name, size in SIZES.items():
        if name in plan.only:
            for way in plan.ways if name != "XL" else WAYS[:1]:
                tasks = [_task(plan, "solve", {"size": asdict(size), "seed": seed}, way) for seed in plan.seeds]
                yield Row(name, way, tuple(measure(task, plan.kept) for task in tasks))
    if "midtjylland" in plan.only:
        folder = {"folder": str(ROOT / "scenarios" / "midtjylland")}
        for way in plan.ways:
            yield Row("Midtjylland", way, (measure(_task(plan, "solve", folder, way), plan.kept),))


def whatifs(plan: Plan) -> Measured | None:
    """Random changes of Midtjylland, on a live model and on a new one each."""
    if "whatifs" not in plan.only:
        return None
    folder = {"folder": str(ROOT / "scenarios" / "midtjylland")}
    return measure(_task(plan, "whatifs", folder, changes=6 if plan.quick else CHANGES, seed=1), plan.kept)


@dataclass(frozen=True, eq=False)
class Published:
    """One p-median instance, by us and by spopt (None where it is not installed)."""

    name: str
    optimum: int
    ours: Measured
    spopt: Measured | None


def published(plan: Plan) -> Iterator[Published]:
    """The p-median instances that are there; nothing where the folder is absent."""
    installed = find_spec("spopt") is not None
    chosen = list(pmedian.OPTIMA.items())[: 3 if plan.quick else None]
    for name, optimum in chosen:
        path = pmedian.folder() / f"{name}.txt"
        if path.exists():
            where = {"pmed": str(path)}
            ours = measure(_task(plan, "solve", where), plan.kept)
            theirs = measure(_task(plan, "spopt", where), plan.kept) if installed else None
            yield Published(name, optimum, ours, theirs)


def missing(plan: Plan) -> list[str]:
    """What cannot be measured here, and what to do about it."""
    notes = [workbench.missing()] if "workbench" in plan.only and workbench.missing() else []
    if "pmed" not in plan.only:
        return notes
    if not any((pmedian.folder() / f"{name}.txt").exists() for name in pmedian.OPTIMA):
        notes.append("p-median left out: no instances found; say where `orlib/` lies with PLACEMENT_BENCH.")
    elif find_spec("spopt") is None:
        notes.append('spopt left out: it is not installed; `pip install -e ".[bench]"` brings it.')
    return notes


def growth(plan: Plan) -> Iterator[tuple[str, Row]]:
    """Size S with one number at a time made larger; seed 1 only."""
    for dimension, sizes in GROWTH.items():
        for size in sizes:
            task = _task(plan, "solve", {"size": asdict(size), "seed": 1})
            yield dimension, Row(str(getattr(size, dimension)), "auto", (measure(task, plan.kept),))
