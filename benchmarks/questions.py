"""What the questions of a steering group cost, each as a whole process, beside one `placement solve`."""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks.measure import ROOT, Seconds, median

REGION = "scenarios/midtjylland"
VARIANTS = "lemvig_dialyse,holstebro_dialyse,flere_dage,naerhospitaler,lemvig_dialyse+flere_dage"
RUNS = 3
ASKED: dict[str, tuple[tuple[str, ...], float]] = {
    "solve": (("solve",), 1),
    "compare: today, the base and five variants": (("compare", "--variant", VARIANTS), 3),
    "tradeoff: the staircase": (("tradeoff",), 5),
    "explain: all pairs": (("explain",), 15),
}
"""What is asked, how, and how many times a solve it may take."""


@dataclass(frozen=True)
class Asked:
    """One question.

    Attributes:
        name: of it. took: the whole process, in the median. wanted: at most so many times a solve.
    """

    name: str
    took: Seconds
    wanted: float


def measure() -> list[Asked]:
    """Ask all the questions, one after the other, and all of them again."""
    runs = [{name: _took(command) for name, (command, _) in ASKED.items()} for _ in range(RUNS)]
    return [Asked(name, _middle([run[name] for run in runs]), wanted) for name, (_, wanted) in ASKED.items()]


def _middle(runs: list[Seconds]) -> Seconds:
    return Seconds(*(median([getattr(run, what) for run in runs], math.inf)[0] for what in ("wall", "cpu")))


def _took(command: tuple[str, ...]) -> Seconds:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    whole = [sys.executable, "-m", "placement", command[0], REGION, *command[1:], "--json", "--quiet"]
    subprocess.run(whole, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Seconds(time.perf_counter() - began, cpu)
