"""`python -m benchmarks.imports`: memory and time of `placement import travel` beside a plain reading of the same file.

A made-up table of 10,000 areas × 100 sites in the form of r5py, a million rows. Each is a process of its own, in turn.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.measure import ROOT

PLAIN = """
import csv, sys
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = list(csv.reader(file))
"""
"""What there is to beat: the rows in a list, nothing checked."""
PEAK = """
import resource
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
IMPORT = "import sys\nfrom placement.cli import run\nassert run(sys.argv[1:]) == 0\n"


@dataclass(frozen=True)
class Took:
    """Seconds and MiB of a process."""

    seconds: float
    mib: float


def write(folder: Path, areas: int, sites: int) -> Path:
    """The region and its table; the table's path."""
    dice = random.Random(0)
    places = {f"a{n:05}": (dice.uniform(55.5, 57), dice.uniform(8.5, 10.5)) for n in range(areas)}
    goals = {f"s{n:03}": (dice.uniform(55.5, 57), dice.uniform(8.5, 10.5)) for n in range(sites)}
    rows = [f"{key},{key},{lat:.5f},{lon:.5f},500" for key, (lat, lon) in places.items()]
    (folder / "areas.csv").write_text("\n".join(["id,name,lat,lon,people", *rows]) + "\n", encoding="utf-8")
    lines = [
        f"  {key}: {{title: {key}, kind: hospital, lat: {lat:.5f}, lon: {lon:.5f}}}"
        for key, (lat, lon) in goals.items()
    ]
    text = "\n".join(["schema_version: 2", "name: large", "areas: {file: areas.csv}", "sites:", *lines])
    (folder / "scenario.yaml").write_text(text + "\n", encoding="utf-8")
    table = folder / "times.csv"
    with table.open("w", encoding="utf-8") as file:
        file.write("from_id,to_id,travel_time\n")
        for key, (lat, lon) in places.items():
            for goal, (north, east) in goals.items():
                km = (((lat - north) * 111) ** 2 + ((lon - east) * 62) ** 2) ** 0.5
                file.write(f"{key},{goal},{6 + km * 1.1:.1f}\n")
    return table


def took(code: str, *args: str) -> Took:
    """Run ``code`` in a process of its own."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code + PEAK, *args], cwd=ROOT, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - began
    peak = next(line for line in done.stderr.splitlines() if line.startswith("peak "))
    return Took(seconds, int(peak.split()[1]) / 1024)


def measure(areas: int, sites: int, runs: int) -> tuple[list[Took], list[Took]]:
    """Plain reading, and the import; one after the other, ``runs`` times."""
    plain, ours = [], []
    with tempfile.TemporaryDirectory() as made:
        table = write(Path(made), areas, sites)
        into = ["--scenario", made, "--source", "made up", "--date", "2026", "--replace"]
        for _ in range(runs):
            plain.append(took(PLAIN, str(table)))
            ours.append(took(IMPORT, "import", "travel", str(table), *into))
    return plain, ours


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--areas", type=int, default=10_000)
    parser.add_argument("--sites", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    plain, ours = measure(asked.areas, asked.sites, asked.runs)
    print(describe())
    for name, runs in (("plain csv", plain), ("import travel", ours)):
        seconds = [one.seconds for one in runs]
        print(
            f"{name:14} {statistics.median(seconds):6.2f} s ({min(seconds):.2f}-{max(seconds):.2f}), "
            f"{max(one.mib for one in runs):.0f} MiB, {len(runs)} runs"
        )
    ratio = statistics.median(one.seconds for one in ours) / statistics.median(one.seconds for one in plain)
    print(
        f"ratio          {ratio:6.1f} of the time, "
        f"{max(one.mib for one in ours) / max(one.mib for one in plain):.2f} of the memory"
    )


if __name__ == "__main__":
    main()
