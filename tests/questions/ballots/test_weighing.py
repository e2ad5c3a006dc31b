"""Weights of a meeting, held against what each weighting proposes alone."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache

import pytest

from placement.errors import InfeasibleError, NoPlanError, UsageError
from placement.executor.batch import InProcess
from placement.questions.ballots.weighing import Count, ballots_screen, count, propose
from placement.scenario.ballots import Ballot
from placement.scenario.schema.frame import Weights
from placement.solve.result import Options
from placement.solve.run import solve
from tests.helpers.taught import loaded

GIVEN = {"Anna": (4, 1, 1), "Bo": (1, 1, 4), "Carl": (2, 1, 1), "Erik": (20, 10, 10), "Freja": (0, 0, 1)}
METHODS = ("weighted", "balanced")
BALLOTS = tuple(Ballot(name, weights) for name, weights in GIVEN.items())


def counted(ballots: Sequence[Ballot] = BALLOTS, name: str = "profiler", **options: object) -> Count:
    return count(loaded(name), ballots, Options(**options), executor=InProcess())  # type: ignore[arg-type]  # by name


@cache
def everyone(method: str) -> Count:
    return counted(method=method)


@pytest.mark.parametrize("method", METHODS)
def test_each_gets_what_their_weights_propose_alone(method: str) -> None:
    found = everyone(method)
    assert sorted(n for plan in found.plans for n in plan.chosen_by) == list(range(len(GIVEN)))
    for n, plan in enumerate(found.plans):
        for at in plan.chosen_by:
            citizen, quality, economy = found.ballots[at].weights
            options = Options(method=method, weights=Weights(citizen=citizen, quality=quality, economy=economy))
            alone = solve(loaded("profiler"), options)
            assert plan.proposed.aims == pytest.approx(alone.objectives.as_tuple())
            assert (found.opened[n] == alone.plan.open).all()
    assert found.proven
    assert found.unsolved == 0


def test_the_same_weights_on_another_scale_are_one_weighting() -> None:
    assert everyone("weighted").weightings == len(GIVEN) - 1
    together = next(plan.chosen_by for plan in everyone("weighted").plans if 2 in plan.chosen_by)
    assert 3 in together


def test_what_all_choose_and_what_some_do() -> None:
    found = everyone("weighted")
    assert len(found.plans) > 1
    assert (found.chosen_by_all <= found.chosen_by_some).all()
    assert not (found.chosen_by_all == found.chosen_by_some).all()
    text = " ".join(line.text for line in ballots_screen(found, "en"))
    assert "5 participants" in text
    assert "In some plans and not in others:" in text
    assert [name for name in GIVEN if name not in text] == []


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UsageError, match="The method price uses no weights"):
        counted(method="price")
    with pytest.raises(InfeasibleError):
        counted(name="umuligt", method="weighted")


def test_stopped_before_anything_is_done() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(NoPlanError):
        count(loaded("profiler"), BALLOTS, Options(method="weighted"), executor=InProcess(), stop=stop)
    assert propose(None, [(1.0, 0.0, 0.0)], stop) == []  # type: ignore[arg-type]  # nothing is asked of it
