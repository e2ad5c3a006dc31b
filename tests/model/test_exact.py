"""Proposals and today keep every row in rational arithmetic, not only within a solver's tolerance."""

from __future__ import annotations

import pytest

from placement.plan.phases import Course
from placement.solve.highs.search import HighsBackend
from placement.solve.result import Options, Solved
from placement.solve.stage import Clock, Stage
from placement.solve.workbench import Workbench
from tests.helpers.taught import FLAGSHIP, NAMES, loaded, solved
from tests.model.exact import exact

POSSIBLE = [name for name in NAMES if name != "umuligt"]


def proposed(answer: Solved) -> Course:
    return tuple(one.plan for one in answer.course.phases) if answer.course else (answer.plan,)


def broken(bench: Workbench, course: Course) -> list[str]:
    backend = bench.backend
    assert isinstance(backend, HighsBackend)
    start = bench.written.start(course)
    told = backend._completed(Stage("exact", (1e-6, 1e-6, 1e-6)), Clock(), start)
    assert told
    return exact(bench.model.problem).complete(told).broken()


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
@pytest.mark.parametrize("name", [*POSSIBLE, pytest.param(FLAGSHIP, marks=pytest.mark.slow)])
def test_the_proposal_and_today_keep_every_row_exactly(name: str, formulation: str) -> None:
    bench = Workbench(loaded(name).scenario, Options(formulation=formulation))

    assert broken(bench, proposed(solved(name))) == []
    if bench.feasible_today is not None:
        assert broken(bench, bench.feasible_today) == []
