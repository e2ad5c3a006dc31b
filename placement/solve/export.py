"""The model of a proposal as an LP or MPS file for another solver, with a table of what its names mean."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from placement.errors import Message, UsageError
from placement.model.lp_mps import WRITERS, names_table
from placement.solve.payoff import scale_of
from placement.solve.prepared import Workbench
from placement.solve.proposal_search import infeasible
from placement.solve.pulp_backend import pose_problem
from placement.solve.result import Options
from placement.solve.scalarisation import first_stage, needs_table, pose
from placement.solve.stage import Clock

if TYPE_CHECKING:
    import pulp

    from placement.scenario.load import Loaded


def names_beside(path: Path) -> Path:
    """Path of the table of names that goes with an exported model."""
    return path.with_name(f"{path.stem}.names.csv")


def write_model(loaded: Loaded, path: Path, options: Options | None = None) -> None:
    """Write the model of the proposal's first stage as LP or MPS, by the suffix of ``path``; all files or none.

    A table of what the model's names mean is written beside it (``names_beside``). Methods that scale the aims need the
    pay-off table, which is solved first.

    Raises:
        UsageError: for another suffix.
        InfeasibleError: when no plan keeps the rules, so that there is no scale.
        OSError: when the file cannot be written.
    """
    text_of = WRITERS.get(path.suffix.lower())
    if text_of is None:
        raise UsageError(
            Message("'{file}' ends in neither .lp nor .mps; the ending decides the format.", file=path.name)
        )
    problem = posed_problem(loaded, options or Options())
    files = {path: text_of(problem), names_beside(path): names_table(problem)}
    drafts = {file: file.with_name(f".{file.name}.{os.getpid()}") for file in files}
    try:
        for file, text in files.items():
            drafts[file].write_text(text, encoding="utf-8", newline="")
        for file, draft in drafts.items():
            draft.replace(file)
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def posed_problem(loaded: Loaded, options: Options) -> pulp.LpProblem:
    """The model with the objective of the proposal's first stage.

    Where no formulation is asked for, every function is written as the textbook block, which is easier to read.

    Raises:
        InfeasibleError: when no plan keeps the rules, so that there is no scale.
    """
    options = options if options.formulation != "auto" else replace(options, formulation="assignment")
    bench = Workbench(loaded.scenario, options)
    objectives = bench.instance.scenario.objectives
    method, weights = options.method or objectives.method, options.weights or objectives.weights
    scale = scale_of(bench, options, Clock()).scale if needs_table(method) else None
    if scale is None and needs_table(method):
        raise infeasible(loaded.scenario)
    question = pose(objectives, method, weights, options.prices, scale, bench.model.reference)
    pose_problem(bench.model, first_stage(question, bench.columns, options))
    return bench.model.problem
