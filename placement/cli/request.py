"""What every command that solves is asked for: the scenario, how to search, and where the answer goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from placement.report.text import Voice
from placement.scenario.frame import Method, Weights
from placement.solve.result import Options


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """What every command that solves is told: of what, how closely, and by which solver."""

    voice: Voice
    command: str
    scenario: str
    gap: float
    time_limit: float | None
    threads: int
    seed: int
    formulation: str
    solver: str

    @property
    def options(self) -> Options:
        """How to solve."""
        return Options(
            gap=self.gap,
            time_limit=self.time_limit,
            threads=self.threads,
            seed=self.seed,
            solver=self.solver,
            formulation=self.formulation,
        )


@dataclass(frozen=True, kw_only=True)
class SolvingRequest(SearchRequest):
    """The options such commands share; each adds its own."""

    variant: str | None
    overrides: Sequence[str]
    weights: dict[str, float] | None
    method: str | None
    out: str | None
    csv: str
    every: bool
    as_json: bool
    quiet: bool

    @property
    def options(self) -> Options:
        """How to solve."""
        weights = Weights(**self.weights) if self.weights else None
        return replace(super().options, method=cast("Method | None", self.method), weights=weights)

    @property
    def shows_progress(self) -> bool:
        """Whether somebody watches."""
        return not (self.quiet or self.as_json) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
