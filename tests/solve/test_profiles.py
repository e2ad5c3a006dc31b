"""What other prices would propose, or other weights on the scale already proven."""

from __future__ import annotations

import threading

import pytest

from placement.scenario.load import load
from placement.solve.result import Options, Progress, Status
from placement.solve.run import Live, solve, solve_profiles
from placement.solve.scalarisation import prices_of_profile
from tests.helpers.taught import FOLDER, loaded

WEIGHS = (
    "objectives.method=balanced",
    "profiles={naerhed: {title: Nær, weights: {citizen: 4, quality: 1, economy: 1}}}",
)


def test_a_profile_is_what_its_prices_alone_would_propose() -> None:
    asked = loaded("profiler")
    found = solve_profiles(Live(asked), asked)

    assert [each.profile for each in found] == list(asked.scenario.profiles)
    for each in found:
        prices = asked.scenario.profiles[each.profile].prices
        assert prices is not None
        alone = solve(asked, Options(prices=prices_of_profile(prices)))
        assert each.status is Status.OPTIMAL
        assert each.evaluation.objectives.as_tuple() == pytest.approx(alone.evaluation.objectives.as_tuple())


def test_a_profile_of_weights_uses_the_method_of_the_proposal() -> None:
    asked = load(FOLDER / "profiler", overrides=WEIGHS)
    (found,) = solve_profiles(Live(asked), asked)
    alone = solve(asked, Options(weights=asked.scenario.profiles["naerhed"].weights))

    assert found.evaluation.objectives == alone.evaluation.objectives


def test_a_method_that_weighs_does_not_ask_profiles_of_prices() -> None:
    asked = loaded("profiler")

    assert solve_profiles(Live(asked, Options(method="balanced")), asked) == ()


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
