"""What is said of ballots, held against what each weighting proposes alone and against figures found by hand."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from placement.errors import InfeasibleError, NoPlanError, UsageError
from placement.executor.batch import BatchProgress, InProcess
from placement.questions.ballots.study import CHUNK, Count, count, propose
from placement.scenario.ballots import Ballot
from placement.scenario.schema.frame import Weights
from placement.solve.result import Options, Status
from placement.solve.run import solve
from placement.solve.scalarisation import objective_value, pose
from tests.helpers.taught import loaded

GIVEN = {
    "Anna": (4, 1, 1),
    "Bo": (1, 1, 4),
    "Carl": (2, 1, 1),
    "Dorte": (1, 1, 1),
    "Erik": (20, 10, 10),
    "Freja": (0, 0, 1),
    "Gerda": (1, 0, 0),
    "Hans": (1, 3, 1),
}
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
    for ballot, choice in zip(found.ballots, found.choices, strict=True):
        assert choice is not None
        citizen, quality, economy = ballot.weights
        options = Options(method=method, weights=Weights(citizen=citizen, quality=quality, economy=economy))
        alone = solve(loaded("profiler"), options)
        assert found.plans[choice].proposed.aims == pytest.approx(alone.objectives.as_tuple())
        assert (found.opened[choice] == alone.plan.open).all()
    assert found.proven
    assert found.unsolved == 0


def test_the_same_weights_on_another_scale_are_one_weighting() -> None:
    found = everyone("weighted")
    assert found.weightings == len(GIVEN) - 1
    names = list(GIVEN)
    assert found.choices[names.index("Carl")] == found.choices[names.index("Erik")]


@pytest.mark.parametrize("method", METHODS)
def test_votes_are_participants_whose_plan_has_the_placement(method: str) -> None:
    found = everyone(method)
    by_hand = sum(found.opened[choice].astype(int) for choice in found.choices if choice is not None)
    assert (found.votes == by_hand).all()
    assert (found.agreed == (found.considered & np.isin(found.votes, (0, len(GIVEN))))).all()
    assert found.agreed.any()
    assert not found.agreed.all()
    assert sum(len(plan.chosen_by) for plan in found.plans) == len(GIVEN)


@pytest.mark.parametrize("method", METHODS)
def test_how_far_they_are_apart(method: str) -> None:
    found = everyone(method)
    pairs = list(combinations(range(len(GIVEN)), 2))
    weights = {pair: np.abs(found.shares[pair[0]] - found.shares[pair[1]]).sum() / 2 for pair in pairs}
    assert found.farthest_weights == (5, 6, pytest.approx(1.0)), "all on the price against all on the travel"
    assert found.mean_weight_distance == pytest.approx(np.mean(list(weights.values())))

    opened = [found.opened[choice] for choice in found.choices if choice is not None]
    differ = {(a, b): int((opened[a] != opened[b]).sum()) for a, b in pairs}
    assert found.farthest_plans is not None
    assert differ[found.farthest_plans[:2]] == found.farthest_plans[2] == max(differ.values())
    assert found.mean_plan_distance == pytest.approx(np.mean(list(differ.values())))


@pytest.mark.parametrize("method", METHODS)
def test_regret_is_what_a_plan_loses_by_ones_own_weights(method: str) -> None:
    found = everyone(method)
    for n, ballot in enumerate(found.ballots):
        weights = Weights(**dict(zip(("citizen", "quality", "economy"), ballot.weights, strict=True)))
        question = pose(found.loaded.scenario.objectives, found.method, weights, found.scale, (0, 0, 0))
        values = [objective_value(question, plan.proposed.aims, found.scale) for plan in found.plans]
        assert found.regrets[n] == pytest.approx(np.array(values) - min(values))
        assert found.regrets[n, found.choices[n] or 0] == pytest.approx(0, abs=1e-3), "the own plan costs nothing"
    assert found.worst_regrets[found.compromise] == found.worst_regrets.min() > 0
    assert len(set(found.worst_regrets.round(6))) > 1


def test_the_mean_counts_every_participant_the_same() -> None:
    found = everyone("weighted")
    by_hand = np.mean([np.array(weights) / sum(weights) for weights in GIVEN.values()], axis=0)
    assert found.mean_shares == pytest.approx(tuple(by_hand))
    assert found.by_mean is not None
    mean = Weights(citizen=by_hand[0], quality=by_hand[1], economy=by_hand[2])
    alone = solve(loaded("profiler"), Options(weights=mean))
    assert (found.opened[found.by_mean] == alone.plan.open).all()


def test_one_participant_is_apart_from_nobody() -> None:
    found = counted(BALLOTS[:1])
    assert found.farthest_weights is None
    assert found.farthest_plans is None
    assert found.mean_weight_distance == found.mean_plan_distance == 0
    assert found.worst_regrets.tolist() == [0]
    assert found.compromise == found.by_mean == 0


def test_everybody_may_want_the_same() -> None:
    found = counted([replace(ballot, weights=(1, 1, 2)) for ballot in BALLOTS])
    assert (found.weightings, len(found.plans)) == (1, 1)
    assert found.agreed[found.considered].all()


def test_stopping_keeps_what_is_done_and_later_goes_on() -> None:
    stop, kept = threading.Event(), dict[str, str]()

    def told(now: BatchProgress) -> None:
        if now.done:
            stop.set()

    part = count(loaded("profiler"), BALLOTS, executor=InProcess(), kept=kept, told=told, stop=stop)
    assert part.stopped
    assert [part.ballots[n].participant for n in part.counted] == ["Anna", "Bo", "Carl", "Dorte", "Erik", "Freja"]
    assert CHUNK == 6, "the mean, and five weightings of six participants"
    assert part.unsolved > 0
    assert part.votes.max() == len(part.counted)

    asked: list[int] = []
    whole = count(loaded("profiler"), BALLOTS, executor=InProcess(), kept=kept, told=lambda now: asked.append(now.done))
    assert asked[0] == CHUNK
    assert whole.choices == counted().choices
    assert [plan.proposed for plan in whole.plans] == [plan.proposed for plan in counted().plans]


def test_nothing_done_is_no_answer() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(NoPlanError):
        count(loaded("profiler"), BALLOTS, executor=InProcess(), stop=stop)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(UsageError, match="the method lexicographic uses none"):
        counted(method="lexicographic")
    with pytest.raises(InfeasibleError):
        counted(name="umuligt")


def test_with_phases_the_aims_are_means_over_the_years() -> None:
    found = counted(BALLOTS[:3], "etaper", method="weighted")
    citizen, quality, economy = BALLOTS[0].weights
    alone = solve(loaded("etaper"), Options("weighted", Weights(citizen=citizen, quality=quality, economy=economy)))
    assert found.plans[found.choices[0] or 0].proposed.aims == pytest.approx(alone.objectives.as_tuple(), rel=1e-3)
    assert found.plans[0].proposed.status is Status.OPTIMAL


def test_a_chunk_that_is_stopped_leaves_out_what_is_not_done() -> None:
    stop = threading.Event()
    stop.set()
    assert propose(None, [(1.0, 0.0, 0.0)], stop) == []  # type: ignore[arg-type]  # nothing is asked of it
