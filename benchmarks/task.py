"""One measured run, in a process of its own: `python -m benchmarks.task '<json>'` prints one JSON line per event.

Every line has ``wall`` and ``cpu`` seconds; the caller measures the whole process besides.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

Task = dict[str, Any]

WALL_0 = time.perf_counter()


class Log:
    """Events as JSON lines, written at once: a process that is stopped has told all it knew."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def tell(self, event: str, **facts: Any) -> None:
        line = {"event": event, "wall": time.perf_counter() - WALL_0, "cpu": time.process_time(), **facts}
        self._out.write(json.dumps(line) + "\n")
        self._out.flush()

    def peak(self) -> None:
        self.tell("memory", mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(task: Task, out: TextIO) -> None:
    """Do what the task says; memory is limited so that a run too large ends by itself."""
    limit = int(task["memory_gib"] * 2**30)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    log = Log(out)
    try:
        {"solve": _solve, "build": _build, "spopt": _spopt, "whatifs": _whatifs}[task["kind"]](task, log)
    except MemoryError:
        log.tell("failed", why="out of memory")
    log.peak()


def _scenario(task: Task) -> Any:
    from benchmarks import pmedian, regions  # noqa: PLC0415 - what is imported counts as time of the task

    what = task["instance"]
    if "pmed" in what:
        return regions.as_loaded(pmedian.scenario(pmedian.read(Path(what["pmed"]))))
    if "folder" in what:
        from placement.scenario.load import load  # noqa: PLC0415

        return load(what["folder"])
    return regions.as_loaded(regions.region(regions.Size(**what["size"]), what["seed"], free=what.get("free", False)))


def _build(task: Task, log: Log) -> None:
    """Model and arrays only, with where the time goes."""
    from placement.instance.build import build  # noqa: PLC0415
    from placement.model.formulation import build_model  # noqa: PLC0415
    from placement.plan.evaluate import describe_today  # noqa: PLC0415
    from placement.solve.highs.search import HighsBackend  # noqa: PLC0415

    scenario = _scenario(task).scenario
    log.tell("scenario")
    instance = build(scenario)
    log.tell("instance")
    today, _ = describe_today(instance)
    log.tell("today")
    model = build_model(instance, today, task["formulation"])
    log.tell("model", **_shape(model))
    HighsBackend(model)
    log.tell("handed over")


def _shape(model: Any) -> dict[str, int]:
    return {
        "columns": len(model.draft.variables),
        "rows": len(model.problem.constraints()),
        "whole": sum(1 for variable in model.draft.variables.values() if variable.cat != "Continuous"),
        "enumerated": len(model.enumerated),
    }


def _solve(task: Task, log: Log) -> None:
    """A whole solve through the front door, with every line of progress."""
    from placement.errors import InfeasibleError, NoPlanError  # noqa: PLC0415
    from placement.solve import chosen_formulation as formulations  # noqa: PLC0415
    from placement.solve.result import Options, Progress  # noqa: PLC0415
    from placement.solve.run import solve  # noqa: PLC0415

    build_phases = vars(formulations)["build_phases"]

    def noted(*given: Any) -> Any:
        model = build_phases(*given)
        log.tell("model", **_shape(model))
        return model

    setattr(formulations, "build_phases", noted)  # noqa: B010 - noted on its way, otherwise untouched

    seen: list[tuple[str, float | None, float | None]] = [("", None, None)]

    def progress(line: Progress) -> None:
        """Told only when something has moved: HiGHS calls thousands of times."""
        if (now := (line.stage, line.best, line.bound)) != seen[0]:
            seen[0] = now
            log.tell("progress", stage=line.stage, best=line.best, bound=line.bound, gap=line.gap)

    loaded = _scenario(task)
    log.tell("loaded")
    options = Options(
        method=task.get("method"),
        gap=task["gap"],
        time_limit=task["cap"],
        formulation=task["formulation"],
    )
    try:
        solved = solve(loaded, options, progress=progress)
    except (InfeasibleError, NoPlanError) as error:
        log.tell("failed", why=type(error).__name__)
        return
    aims = solved.evaluation.objectives.as_tuple()
    log.tell(
        "solved",
        status=solved.status.value,
        gap=solved.gap,
        objective=solved.objective,
        aims=aims,
        scale_proven=solved.scale.proven if solved.scale else None,
        scale_rows=len(solved.scale.rows) if solved.scale else 0,
        ranges=solved.scale.ranges if solved.scale else None,
    )


def _whatifs(task: Task, log: Log) -> None:
    """Random changes, each asked of the live model and of a new one; processor seconds of each."""
    from benchmarks.whatifs import changes  # noqa: PLC0415
    from placement.solve.result import Options  # noqa: PLC0415
    from placement.solve.run import Live  # noqa: PLC0415

    options = Options(gap=task["gap"], formulation=task["formulation"])
    loaded = _scenario(task)
    log.tell("loaded")
    live = Live(loaded, options)
    log.tell("first", status=live.solved.status.value)
    for kind, asked, prices in changes(loaded, live.solved, task["changes"], task["seed"]):
        log.tell("whatif", kind=kind, **_both_ways(live, asked, replace(options, prices=prices)))


def _both_ways(live: Any, asked: Any, options: Any) -> dict[str, Any]:
    from placement.errors import InfeasibleError  # noqa: PLC0415
    from placement.solve.run import solve  # noqa: PLC0415

    def timed(ask: Any) -> tuple[float, Any]:
        began = time.process_time()
        try:
            answer = ask()
        except InfeasibleError:
            answer = None
        return time.process_time() - began, answer

    plans: list[tuple[float, float]] = []
    began = time.process_time()
    warm, one = timed(
        lambda: live.ask(asked, options, found=lambda i: plans.append((time.process_time(), i.objective)))
    )
    cold, other = timed(lambda: solve(asked, options))
    if one is None or other is None:
        return {"warm": warm, "cold": cold, "as_good": warm, "same": one is other}
    enough = other.objective + max(options.gap_money, 1.0)
    as_good = next((at - began for at, objective in plans if objective <= enough), warm)
    return {"warm": warm, "cold": cold, "as_good": min(as_good, warm), "same": one.objective <= enough}


def _spopt(task: Task, log: Log) -> None:
    """The same p-median by spopt with HiGHS."""
    import warnings  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415
    import pulp  # noqa: PLC0415

    warnings.simplefilter("ignore")
    from spopt.locate import PMedian  # noqa: PLC0415

    from benchmarks import pmedian  # noqa: PLC0415

    problem = pmedian.read(Path(task["instance"]["pmed"]))
    log.tell("loaded")
    cost = np.array(problem.cost, dtype=float)
    model = PMedian.from_cost_matrix(cost, np.ones(len(cost)), p_facilities=problem.medians)
    log.tell("model")
    model.solve(pulp.HiGHS(msg=False, timeLimit=task["cap"]))
    log.tell("solved", objective=float(pulp.value(model.problem.objective)), status=str(model.problem.status))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.stdout)
