"""What-ifs on a live model: the same answers as a new model gives, and the live one left as it was."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.whatifs import changes
from placement.errors import InfeasibleError
from placement.scenario.load import Loaded, load
from placement.scenario.schema.frame import Weights
from placement.solve import run
from placement.solve.result import Interim, Options, Status
from placement.solve.run import Live, solve
from tests.helpers.one_choice import TODAY, WITH_S1, aims, decided, open_sites, world
from tests.properties.random_scenario import random_scenario

CITIZEN = Weights(citizen=3, quality=1, economy=1)


def varied(loaded: Loaded, sets: dict[str, Any]) -> Loaded:
    return replace(world(sets), base=loaded.base)


@pytest.mark.parametrize(
    ("sets", "best"),
    [
        ({}, TODAY),
        (decided(s1="must"), WITH_S1),
        (decided(s1="must_not", s2="must"), (140_000.0, 1_000.0, 90_000.0)),
        ({"policy.max_changes": 0}, TODAY),
    ],
)
def test_a_whatif_is_what_a_new_model_says(sets: dict[str, Any], best: tuple[float, float, float]) -> None:
    loaded = world()
    live = Live(loaded, Options(gap=0.0))

    asked = live.ask(varied(loaded, sets))

    assert aims(asked) == pytest.approx(best, rel=1e-6, abs=1e-3)
    assert asked.status is Status.OPTIMAL
    assert aims(live.ask(loaded)) == pytest.approx(TODAY), "the question before has left something behind"


def test_other_weights_need_no_new_model() -> None:
    loaded = world()
    live = Live(loaded, Options(gap=0.0))
    backend = live.bench.backend

    assert open_sites(live.ask(loaded, Options(gap=0.0, method="weighted", weights=CITIZEN))) == {"h1", "s1"}
    assert live.bench.backend is backend


def test_a_budget_is_the_right_side_of_a_row() -> None:
    loaded = world({"policy.max_extra_operating_per_year": 1_000_000})
    live = Live(loaded, Options(gap=0.0, method="weighted", weights=CITIZEN))
    poor = varied(loaded, {"policy.max_extra_operating_per_year": 1000})

    assert open_sites(live.solved) == {"h1", "s1"}
    assert live.bench.asked(poor.scenario) is not None
    assert open_sites(live.ask(poor)) == {"h1"}
    assert open_sites(live.ask(loaded)) == {"h1", "s1"}


def test_what_needs_other_columns_gets_another_model() -> None:
    loaded = world()
    live = Live(loaded)

    assert live.bench.asked(varied(loaded, {"functions.f.min_visits_per_year": 900}).scenario) is None
    assert live.bench.asked(varied(loaded, decided(h1="must_not")).scenario) is None


def test_a_plan_found_with_more_money_is_not_the_start_with_less() -> None:
    """Minutes decide alone, so that the dearer plan would look best to begin with."""
    loaded = world({"policy.max_extra_operating_per_year": 1000})
    live = Live(loaded, Options(gap=0.0, method="weighted", weights=CITIZEN))
    rich = varied(loaded, {"policy.max_extra_operating_per_year": 1_000_000})

    assert open_sites(live.ask(rich)) == {"h1", "s1"}
    assert open_sites(live.ask(loaded)) == {"h1"}
    assert open_sites(live.ask(rich)) == {"h1", "s1"}


def test_a_model_written_for_a_whatif_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = world()
    live = Live(loaded, Options(gap=0.0))
    written = []
    make = run.written_in_time
    monkeypatch.setattr(run, "written_in_time", lambda *given: written.append(given) or make(*given))
    stricter = varied(loaded, {"functions.f.min_visits_per_year": 900})

    first = live.ask(stricter)
    live.ask(loaded)
    again = live.ask(stricter, Options(gap=0.0, method="weighted", weights=CITIZEN))

    assert len(written) == 1
    assert open_sites(first) == {"h1"}
    assert open_sites(again) == open_sites(solve(stricter, Options(gap=0.0, method="weighted", weights=CITIZEN)))


def test_an_impossible_whatif_says_so_and_the_next_is_answered() -> None:
    loaded = world({"functions.f.number_of_sites": {"at_most": 1}})
    live = Live(loaded)
    with pytest.raises(InfeasibleError):
        live.ask(varied(loaded, {"functions.f.number_of_sites": {"at_most": 1}, **decided(s1="must")}))
    assert open_sites(live.ask(loaded)) == {"h1"}


def test_a_what_if_after_a_search_that_found_nothing_begins_from_today() -> None:
    loaded = world()
    live = Live(loaded, Options(gap=0.0, time_limit=1e-9))

    assert aims(live.solved) == pytest.approx(TODAY)
    assert live.solved.stopped == "time_limit"
    assert aims(live.ask(loaded, Options(gap=0.0))) == pytest.approx(TODAY)
    assert aims(live.ask(varied(loaded, decided(s1="must")), Options(gap=0.0))) == pytest.approx(WITH_S1)


def test_random_changes_of_the_example_region() -> None:
    loaded = load("scenarios/midtjylland")
    live = Live(loaded)
    for _, asked, prices in changes(loaded, live.solved, 3, seed=4):
        seen: list[Interim] = []
        options = Options(prices=prices)
        try:
            answer = live.ask(asked, options, found=seen.append)
        except InfeasibleError:
            with pytest.raises(InfeasibleError):
                solve(asked, options)
            continue
        assert answer.objective == pytest.approx(solve(asked, options).objective, abs=1.0)
        assert answer.status is Status.OPTIMAL
        assert all(later.objective <= earlier.objective * (1 + 1e-12) for earlier, later in pairwise(seen))


def test_each_better_plan_is_handed_on_and_can_be_judged() -> None:
    seen: list[Interim] = []
    Live(random_scenario(3, middling=True), Options(gap=0.0), found=seen.append)
    assert len(seen) > 1
    for interim in seen:
        evaluation = interim.judge().evaluation
        assert evaluation.feasible
        assert interim.bound <= interim.objective + 1e-9


def test_a_first_plan_comes_before_the_pay_off_table_with_a_gap_on_a_guessed_range() -> None:
    seen: list[Interim] = []
    live = Live(load("scenarios/midtjylland"), Options(method="balanced"), found=seen.append)

    first = seen[0]
    assert not first.scale.proven
    assert first.judge().evaluation.feasible
    assert any(plan.gap <= 0.1 for plan in seen if not plan.scale.proven)
    assert all(ideal <= best + 1e-6 for ideal, best in zip(first.scale.ideal, live.solved.scale.ideal, strict=True))
    assert seen[-1].scale == live.solved.scale
    assert seen[-1].objective == pytest.approx(live.solved.objective, abs=1e-3)


def test_under_prices_plans_come_with_a_gap_in_shares_of_what_is_gained_over_today() -> None:
    seen: list[Interim] = []
    live = Live(load("scenarios/midtjylland"), found=seen.append)

    assert seen[0].scale is None
    assert all(plan.bound <= plan.objective + 1 for plan in seen)
    assert seen[-1].gap >= 0
    assert seen[-1].gap <= 0.1
    assert seen[-1].objective >= live.solved.objective - 1


def test_equally_good_plans_are_counted() -> None:
    alone = solve(world(), Options(gap=0.0, method="weighted", weights=CITIZEN, alternatives=5))
    assert alone.alternatives == ()

    money = Options(gap=0.0, method="weighted", weights=Weights(citizen=0, quality=0, economy=1), alternatives=5)
    tied = solve(world({"functions.f.staff_per_clinic_day": {}}), money)
    assert tied.alternatives is not None
    places = [open_sites(replace(tied, plan=plan)) for plan in (tied.plan, *tied.alternatives)]
    assert sorted(map(sorted, places)) == [["h1"], ["h1", "s1"], ["h1", "s1", "s2"], ["h1", "s2"]]
    assert solve(world(), Options(gap=0.0)).alternatives is None


def test_a_pay_off_table_that_is_known_is_not_made_again() -> None:
    loaded, stages = random_scenario(7), []
    weighed = Options(method="balanced", weights=CITIZEN)
    first = Live(loaded, weighed)
    payoff = pickle.loads(pickle.dumps(first.payoff))  # noqa: S301 - as another process gets it
    again = Live(loaded, weighed, progress=lambda one: stages.append(one.stage), payoff=payoff)
    assert not [stage for stage in stages if "pay-off" in stage]
    assert again.solved.scale == first.solved.scale
    assert again.solved.objectives == first.solved.objectives
