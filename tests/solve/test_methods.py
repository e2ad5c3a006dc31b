"""Each method on the choice that can be worked out by hand.

What other prices would propose, or other weights on the scale already proven.
"""

from __future__ import annotations

import threading

import pytest

from placement.errors import InfeasibleError, ScenarioError, UsageError
from placement.scenario.load import load
from placement.scenario.schema.frame import Weights
from placement.solve.result import Options, Progress, Status
from placement.solve.run import Live, solve, solve_profiles
from placement.solve.scalarisation import prices_of_profile
from tests.helpers.one_choice import TODAY, WITH_S1, aims, decided, open_sites, proposal, world
from tests.helpers.taught import FOLDER, loaded

CITIZEN_COUNTS_DOUBLE = Weights(citizen=2, quality=1, economy=1)
APPROX = {"rel": 1e-6, "abs": 1e-4}


def test_the_table_of_extremes():
    scale = proposal(method="balanced").scale

    assert scale.proven
    assert scale.ideal == pytest.approx((100_000, 0, 0), **APPROX)
    assert scale.nadir == pytest.approx((180_000, 1_000, 90_000), **APPROX)
    assert scale.rows[0] == pytest.approx(WITH_S1, **APPROX)
    assert scale.rows[1] == pytest.approx(TODAY, **APPROX)
    assert scale.rows[2] == pytest.approx(TODAY, **APPROX)


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
@pytest.mark.parametrize("solver", ["highs", "cbc"])
@pytest.mark.parametrize(
    ("method", "weights", "best", "objective"),
    [
        ("balanced", Weights(), TODAY, 1.0),  # every plan has a regret of 1: the smallest sum of regrets decides
        ("balanced", CITIZEN_COUNTS_DOUBLE, WITH_S1, 0.5),
        ("weighted", Weights(), TODAY, 1 / 3),
        ("weighted", Weights(citizen=3, quality=1, economy=1), WITH_S1, 2 / 5),
        ("weighted", Weights(citizen=1, quality=0, economy=0), WITH_S1, 0.0),
        ("balanced", Weights(citizen=0, quality=0, economy=1), TODAY, 0.0),
    ],
)
def test_weights(solver, formulation, method, weights, best, objective):
    solved = proposal(method=method, weights=weights, solver=solver, formulation=formulation)

    assert aims(solved) == pytest.approx(best, **APPROX)
    assert solved.objective == pytest.approx(objective, **APPROX)
    assert solved.status is Status.OPTIMAL
    assert solved.gap <= 1e-5


@pytest.mark.parametrize(
    ("order", "best"),
    [
        (["citizen"], WITH_S1),
        (["quality", "citizen"], TODAY),
        (["economy", "quality", "citizen"], TODAY),
    ],
)
def test_lexicographic(order, best):
    solved = proposal({"objectives": {"method": "lexicographic", "order": order}})

    assert aims(solved) == pytest.approx(best, **APPROX)
    assert solved.status is Status.OPTIMAL
    assert open_sites(solved) == ({"h1", "s1"} if best == WITH_S1 else {"h1"})


@pytest.mark.parametrize(
    ("bounds", "best"),
    [
        ({"minimise": "citizen"}, WITH_S1),
        ({"minimise": "citizen", "economy": 90_000}, WITH_S1),
        ({"minimise": "citizen", "economy": 89_000}, TODAY),
        ({"minimise": "citizen", "quality_visits": 999}, TODAY),
        ({"minimise": "economy"}, TODAY),
        ({"minimise": "economy", "citizen_minutes": -50_000}, WITH_S1),
    ],
)
def test_epsilon(bounds, best):
    solved = proposal({"objectives": {"method": "epsilon", "epsilon": bounds}})

    assert aims(solved) == pytest.approx(best, **APPROX)
    assert solved.status is Status.OPTIMAL


def test_epsilon_bounds_that_no_plan_keeps_are_not_answered_by_a_plan_that_breaks_them():
    with pytest.raises(InfeasibleError):
        proposal({"objectives": {"method": "epsilon", "epsilon": {"minimise": "economy", "citizen_minutes": -500_000}}})


def test_epsilon_may_not_bound_what_it_minimises():
    with pytest.raises(UsageError, match="citizen"):
        proposal({"objectives": {"method": "epsilon", "epsilon": {"minimise": "citizen", "citizen_minutes": 0}}})


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
@pytest.mark.parametrize("solver", ["highs", "cbc"])
@pytest.mark.parametrize(
    ("prices", "best", "objective"),
    [
        ({"minute": 1}, TODAY, 180_000),  # 190,000 with s1
        ({"minute": 2}, WITH_S1, 290_000),  # 360,000 today
        ({"minute": 2, "lost_quality_visit": 69}, WITH_S1, 359_000),  # 360,000 today
        ({"minute": 2, "lost_quality_visit": 71}, TODAY, 360_000),  # 361,000 with s1
        ({"minute": 0, "lost_quality_visit": 1}, TODAY, 0),
    ],
)
def test_price(solver, formulation, prices, best, objective):
    solved = proposal({"objectives": {"prices": prices}}, solver=solver, formulation=formulation)

    assert aims(solved) == pytest.approx(best, **APPROX)
    assert solved.objective == pytest.approx(objective, **APPROX)
    assert solved.implied_price_per_minute == prices["minute"]
    assert solved.scale is None
    assert solved.status is Status.OPTIMAL


def test_price_needs_the_price_of_a_minute():
    with pytest.raises(ScenarioError, match=r"objectives\.prices\.minute"):
        proposal(method="price")


def test_weights_imply_what_a_minute_is_worth():
    assert proposal(method="weighted").implied_price_per_minute == pytest.approx(90_000 / 80_000, rel=1e-6)
    assert proposal(method="lexicographic").implied_price_per_minute is None


@pytest.mark.parametrize("method", ["balanced", "weighted"])
def test_where_everything_is_decided_there_is_nothing_to_regret(method):
    solved = proposal(decided(s1="must", s2="must_not"), method=method)

    assert solved.status is Status.OPTIMAL
    assert solved.objective == pytest.approx(0, abs=1e-6)
    assert solved.indifferent == ("citizen", "quality", "economy")
    assert open_sites(solved) == {"h1", "s1"}


@pytest.mark.parametrize("method", ["balanced", "weighted", "lexicographic"])
def test_ideals_and_nadirs_hold_the_table_and_the_proposal(method):
    solved = proposal(method=method)
    scale = solved.scale

    for values in (*scale.rows, aims(solved)):
        for ideal, value, nadir in zip(scale.ideal, values, scale.nadir, strict=True):
            assert ideal - 1e-3 <= value <= nadir + 1e-3
    assert solved.bound <= solved.objective


@pytest.mark.parametrize(("option", "word"), [("solver", "glop"), ("formulation", "clever")])
def test_unknown_words_are_refused(option, word):
    with pytest.raises(UsageError, match=word):
        solve(world({"objectives": {"prices": {"minute": 1}}}), Options(**{option: word}))


RANGELESS = {
    **{f"minutes.west.{site}": minutes for site, minutes in (("h1", 50), ("s1", 20), ("s2", 10))},
    **{f"minutes.east.{site}": minutes for site, minutes in (("h1", 20), ("s1", 5), ("s2", 60))},
    "functions.f.target_visits_per_year": 2500,
    "functions.f.number_of_sites": {"at_most": 2},
}
"""Everybody to s1 (none lost, dear), the west to s2 (many lost, cheap), or today: no order of the aims leads to s2."""


@pytest.mark.parametrize("method", ["balanced", "weighted"])
@pytest.mark.parametrize(
    ("weight", "opened"),
    [(0, {"h1", "s2"}), (0.01, {"h1"}), (1, {"h1"})],
)
def test_an_aim_in_which_the_table_agrees_counts_where_other_plans_differ(method, weight, opened):
    solved = proposal(RANGELESS, method=method, weights=Weights(citizen=1, quality=weight, economy=1.1))

    assert solved.indifferent == ("quality",)
    assert solved.scale.ranges[1] > 0
    assert {row[1] for row in solved.scale.rows} == {0.0}
    assert open_sites(solved) == opened
    assert solved.objectives.quality_visits == (1500 if opened == {"h1", "s2"} else 0)


def test_the_same_aim_counts_by_its_price_without_any_range():
    for price, opened in ((30, {"h1", "s2"}), (50, {"h1", "s1"})):  # 450,000 with s1, 390,000 + 1,500 visits with s2
        prices = {"minute": 3, "lost_quality_visit": price}
        assert open_sites(proposal({**RANGELESS, "objectives": {"prices": prices}})) == opened


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
