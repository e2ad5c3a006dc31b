"""The model as a file that any other solver reads."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from placement.errors import Message, UsageError
from placement.solve.method import first_stage, pose
from placement.solve.pulp_backend import pose_problem
from placement.solve.result import Options
from placement.solve.scale import scale_of
from placement.solve.search import infeasible
from placement.solve.solver import Workbench
from placement.solve.stage import Clock

if TYPE_CHECKING:
    import pulp

    from placement.scenario.load import Loaded

_LONGEST_NAME = 10_000
"""PuLP refuses longer names in LP files; ids are at most 80 characters, so none comes near."""


def write_model(loaded: Loaded, path: Path, options: Options | None = None) -> None:
    """Write the proposal's first stage as LP or MPS, by the suffix of ``path``; whole or not at all.

    Methods that scale the aims need the pay-off table, which is solved first.

    Raises:
        UsageError: for another suffix.
        InfeasibleError: when no plan keeps the rules, so that there is no scale.
        OSError: when the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in (".lp", ".mps"):
        raise UsageError(
            Message("'{file}' ends in neither .lp nor .mps; the ending decides the format.", file=path.name)
        )
    problem = posed_problem(loaded, options or Options())
    draft = path.with_name(f".{path.name}.{os.getpid()}{suffix}")
    try:
        if suffix == ".lp":
            problem.writeLP(str(draft), max_length=_LONGEST_NAME)
        else:
            problem.writeMPS(str(draft), rename=False)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def posed_problem(loaded: Loaded, options: Options) -> pulp.LpProblem:
    """The model with the objective its method asks for; written as the textbook block, which is made to be read."""
    options = options if options.formulation != "auto" else replace(options, formulation="assignment")
    bench = Workbench(loaded.scenario, options)
    scale = scale_of(loaded, bench, options, Clock()).scale
    if scale is None:
        raise infeasible(loaded.scenario)
    objectives = bench.instance.scenario.objectives
    method, weights = options.method or objectives.method, options.weights or objectives.weights
    question = pose(objectives, method, weights, scale, bench.model.reference)
    pose_problem(bench.model, first_stage(question, bench.columns, scale, options.gap))
    return bench.model.problem
