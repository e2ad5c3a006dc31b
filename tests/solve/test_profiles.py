"""What other weights would propose, on the scale already proven."""

from __future__ import annotations

import threading

import pytest

from placement.solve.result import Options, Progress, Status
from placement.solve.run import Live, solve, solve_profiles
from tests.helpers.taught import loaded


def test_a_profile_is_what_its_weights_alone_would_propose() -> None:
    asked = loaded("profiler")
    found = solve_profiles(Live(asked), asked)

    assert [each.profile for each in found] == list(asked.scenario.profiles)
    for each in found:
        alone = solve(asked, Options(weights=asked.scenario.profiles[each.profile].weights))
        assert each.status is Status.OPTIMAL
        assert each.evaluation.objectives.as_tuple() == pytest.approx(alone.evaluation.objectives.as_tuple())


def test_a_profile_uses_the_method_of_the_proposal() -> None:
    asked = loaded("profiler")
    live = Live(asked, Options(method="balanced"))
    found = {each.profile: each for each in solve_profiles(live, asked)}
    alone = solve(asked, Options(method="balanced", weights=asked.scenario.profiles["naerhed"].weights))

    assert found["naerhed"].evaluation.objectives == alone.evaluation.objectives


def test_stopped_before_it_begins_no_profile_is_told() -> None:
    stop = threading.Event()
    stop.set()

    assert solve_profiles(Live(loaded("profiler")), loaded("profiler"), stop=stop) == ()


def test_a_stop_keeps_the_profiles_that_are_done() -> None:
    stop, seen = threading.Event(), []

    def progress(line: Progress) -> None:
        seen.append(line)
        stop.set()

    found = solve_profiles(Live(loaded("profiler")), loaded("profiler"), progress=progress, stop=stop)
    assert len(found) <= 1
    assert all(each.evaluation.feasible for each in found)
