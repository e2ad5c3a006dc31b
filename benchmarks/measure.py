"""Run a task in a fresh process with a cap, and read off when what was reached."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.task import Task

ROOT = Path(__file__).resolve().parents[1]
GRACE = 60.0
"""Seconds beyond the cap before a process is ended from outside: reading in, and judging the plan, need some."""
PROPOSAL = "proposal"


@dataclass(frozen=True)
class Seconds:
    """Wall clock and processor seconds since the process began."""

    wall: float
    cpu: float


@dataclass(frozen=True, eq=False)
class Measured:
    """What a run told.

    Attributes:
        task: what was run. events: its lines, in order.
        whole: the process from start to end, as seen from outside.
        ended: ``""`` where it ended by itself, otherwise why not.
    """

    task: Task
    events: list[dict[str, Any]] = field(repr=False)
    whole: Seconds
    ended: str

    def event(self, name: str) -> dict[str, Any]:
        """The last event of that name; empty without one."""
        return next((e for e in reversed(self.events) if e["event"] == name), {})

    def at(self, name: str) -> Seconds | None:
        """When that event came."""
        return _seconds(self.event(name))

    @property
    def progress(self) -> list[dict[str, Any]]:
        """The lines of progress."""
        return [e for e in self.events if e["event"] == "progress"]

    @property
    def build(self) -> Seconds | None:
        """Reading, arrays, today and the model."""
        return self.at("model")

    @property
    def first_plan(self) -> Seconds | None:
        """The first plan the solver holds, in whatever stage."""
        return _seconds(next((e for e in self.progress if e["stage"] != "relaxation" and e["best"] is not None), {}))

    def gap_within(self, share: float) -> Seconds | None:
        """When the proposal was proven to within this share (of the gain or the range); never without a unit."""
        if not self.has_range:
            return None
        return _seconds(
            next((e for e in self.progress if e["stage"] == PROPOSAL and _at_most(e["gap"], share * (1 + 1e-6))), {})
        )

    @property
    def proven(self) -> Seconds | None:
        """When the run ended with everything proven to what was asked."""
        return self.at("solved") if self.event("solved").get("status") == "optimal" else None

    @property
    def gap(self) -> float | None:
        """The last proven gap of the proposal, a share of the gain or the range; None without a unit or a proposal."""
        if not self.has_range:
            return None
        own = [e["gap"] for e in self.progress if e["stage"] == PROPOSAL and e["gap"] is not None]
        return own[-1] if own else None

    @property
    def has_range(self) -> bool:
        """Whether gaps have a unit: prices have theirs, a pay-off table only where every row of it has a plan."""
        return self.event("solved").get("scale_rows") in (0, 3)

    @property
    def scale_proven(self) -> bool:
        """Whether the unit of the gap is proven: that of a pay-off table may not be."""
        return self.event("solved").get("scale_proven") is not False

    @property
    def memory(self) -> float | None:
        """Peak memory of the process in MiB."""
        return self.event("memory").get("mib")

    @property
    def why(self) -> str:
        """Why there is no answer; empty where there is one."""
        return str(self.event("failed").get("why", "")) or self.ended


def _seconds(event: dict[str, Any]) -> Seconds | None:
    return Seconds(event["wall"], event["cpu"]) if event else None


def _at_most(gap: float | None, share: float) -> bool:
    return gap is not None and gap <= share


def measure(task: Task, kept: Path | None = None) -> Measured:
    """Run the task, or take the run of the same task that is kept; a new one is kept there too."""
    file = kept and kept / f"{sha256(json.dumps(task, sort_keys=True).encode()).hexdigest()[:16]}.json"
    if file and file.exists():
        told = json.loads(file.read_text(encoding="utf-8"))
        return Measured(told["task"], told["events"], Seconds(**told["whole"]), told["ended"])
    run = _measured(task)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(run)), encoding="utf-8")
    return run


def _measured(task: Task) -> Measured:
    """Run the task and wait, at most its cap and a little."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.task", json.dumps(task)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        ended = ""
        try:
            limit = task["cap"] + GRACE
            done = subprocess.run(command, cwd=ROOT, stdout=out, stderr=err, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            ended = "stopped at the cap"
        else:
            err.seek(0)
            ended = f"ended with {done.returncode}: {_last_line(err.read())}" if done.returncode else ""
        out.seek(0)
        events = [json.loads(line) for line in out.read().splitlines() if line.endswith("}")]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(task, events, Seconds(time.perf_counter() - started, cpu), ended)


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:120] if lines else "no word"


def median(values: Sequence[float | None], cap: float) -> tuple[float, bool]:
    """The median, and whether it is the cap: a run that did not get there counts as the cap."""
    ordered = sorted(cap if value is None else min(value, cap) for value in values)
    middle = len(ordered) // 2
    value = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return value, value >= cap
