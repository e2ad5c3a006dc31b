"""The model as a file that any other solver reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pulp

from placement.errors import UsageError
from placement.solve.method import AIMS, first_stage, per_real_unit, pose
from placement.solve.payoff import PayoffTable
from placement.solve.result import Options
from placement.solve.solver import Workbench
from placement.solve.stage import Clock

if TYPE_CHECKING:
    from placement.scenario.load import Loaded

SUFFIXES = (".lp", ".mps")
