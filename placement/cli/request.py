"""What every command that solves is asked for: the scenario, how to search, and where the answer goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from placement.errors import UsageError
from placement.report.text import Voice
from placement.scenario.frame import AIMS, Method, Weights
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
        """How to solve.

        Raises:
            UsageError: weights are given, but not of every aim.
        """
        return replace(super().options, method=cast("Method | None", self.method), weights=self._all_weights())

    def _all_weights(self) -> Weights | None:
        """The weights of all aims: one that is not named could mean 0, 1 or what the scenario says."""
        if self.weights is None:
            return None
        lacking = [aim for aim in AIMS if aim not in self.weights]
        if lacking:
            stated = ",".join(f"{aim}={self.weights.get(aim, 1.0):g}" for aim in AIMS)
            raise UsageError(self.voice("usage.weights_lacking", names=", ".join(lacking), example=stated))
        return Weights(**self.weights)

    @property
    def shows_progress(self) -> bool:
        """Whether somebody watches."""
        return not (self.quiet or self.as_json) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
