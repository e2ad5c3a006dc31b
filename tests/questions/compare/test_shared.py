"""The visits affected are the same in every column: worked out by hand, and against the minutes of whole plans."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from placement.plan.aims import finite_minutes
from placement.questions.compare.screen import compare_screen
from placement.questions.compare.study import SideBySide, same_visits, shared_visits
from placement.questions.compare.tables import tables
from placement.questions.proposal.against_reference import Standing
from tests.helpers.one_choice import decided
from tests.questions.compare.test_study import compared
from tests.questions.compare.test_told import found

WEST, FAR = decided(s1="must"), decided(s1="must_not", s2="must")


def partly(standing: Standing, today: Standing, share: float) -> Standing:
    """The plan with so much of what it moves; the rest is seen where it is today."""
    seen = today.evaluation.seen + share * (standing.evaluation.seen - today.evaluation.seen)
    return replace(standing, evaluation=replace(standing.evaluation, seen=seen))


def standing_of(beside: SideBySide, name: str) -> Standing:
    (found,) = (each.standing for each in beside.alternatives if each.name == name)
    assert found is not None
    return found


def test_every_column_is_about_the_same_visits() -> None:
    """Of the 1,000 visits that go to the far clinic half go to the near one in the other plan, half stay."""
    beside = compared(base={}, west=WEST, far=FAR)
    assert beside.today is not None
    west = partly(standing_of(beside, "west"), beside.today, 0.5)
    shared = shared_visits(beside.today, {"west": west, "far": standing_of(beside, "far")})
    assert shared.visits == pytest.approx(1000)
    assert shared.minutes_reference == pytest.approx(50)
    assert shared.minutes == pytest.approx({"west": (500 * 10 + 500 * 50) / 1000, "far": 30})
    assert shared.everywhere


def test_today_does_not_move_with_the_plan_beside_it() -> None:
    few, more = compared(base={}, west=WEST).shared, compared(base={}, far=FAR, west=WEST).shared
    assert few is not None
    assert more is not None
    assert few.minutes_reference == more.minutes_reference == pytest.approx(50)
    assert few.minutes["base"] == pytest.approx(50), "a plan that moves nobody has the trip of today"
    assert few.minutes["west"] == more.minutes["west"] == pytest.approx(10)


def test_held_against_one_of_them_its_own_trip_is_the_first() -> None:
    shared = compared(reference="west", west=WEST, far=FAR).shared
    assert shared is not None
    assert (shared.visits, shared.minutes_reference) == pytest.approx((1000, 10))
    assert shared.minutes == pytest.approx({"west": 10, "far": 30})


@pytest.mark.parametrize("scenario", ["lukning", "hjemme", "fri-fordeling", "lemvig-foerste"])
def test_the_trips_differ_by_the_minutes_of_the_whole_plans(scenario: str) -> None:
    """What a plan saves in all is saved by the visits it moves; home counts as no way."""
    beside = found(scenario)
    shared, today = beside.shared, beside.today
    assert shared is not None
    assert today is not None
    assert shared.visits > 0

    def minutes(standing: Standing) -> float:
        return float((standing.evaluation.seen * finite_minutes(standing.instance)).sum())

    for each in beside.solved:
        assert each.standing is not None
        saved = minutes(each.standing) - minutes(today)
        assert shared.visits * (shared.minutes[each.name] - shared.minutes_reference) == pytest.approx(saved, abs=1e-3)


def test_visits_that_not_all_have_are_left_out_and_it_is_said() -> None:
    more: dict[str, Any] = {**WEST, "functions.f.visits_per_1000_per_year": 1100}
    beside = compared(base={}, more=more)
    assert beside.today is not None
    assert not same_visits(beside.today, standing_of(beside, "more")).any()
    assert beside.shared is not None
    assert (beside.shared.visits, beside.shared.everywhere) == (0, False)
    partly_more = standing_of(beside, "more")
    demand = partly_more.instance.demand.visits.copy()
    demand[0, 0] = beside.today.instance.demand.visits[0, 0]
    instance = replace(partly_more.instance, demand=replace(partly_more.instance.demand, visits=demand))
    assert same_visits(beside.today, replace(partly_more, instance=instance)).sum() == 1
    shown = " ".join(" ".join(line.text for line in compare_screen(beside, "en")).split())
    assert "affects, minutes" not in shown
    assert "The scenarios do not have the same visits: the trip of those affected cannot be set side by" in shown


def test_the_table_and_the_screen_say_it() -> None:
    beside = compared(base={}, west=WEST, far=FAR)
    told = {row["alternative"]: row for row in tables(beside)["compare_alternatives"].records()}
    trips = {name: row["shared_mean_minutes"] for name, row in told.items()}
    assert trips == pytest.approx({"today": 50, "base": 50, "west": 10, "far": 30})
    assert [row["shared_visits"] for row in told.values()] == pytest.approx([1000] * 4)
    shown = " ".join(" ".join(line.text for line in compare_screen(beside, "en")).split())
    assert "Trip, visits any of them affects, minutes 50.0 50.0 10.0 30.0" in shown
    whose = "The visits any of them affects are the 1,000 a year that at least one of A, B and C sees elsewhere"
    assert f"{whose} than today: the same visits in every column, minutes one way." in shown


def test_two_words_two_numbers() -> None:
    """1,000 visits are seen in the clinic that is below its target of 1,500; what is lost is fewer."""
    beside = compared(base={}, west={**WEST, "functions.f.target_visits_per_year": 1500})
    west = standing_of(beside, "west").evaluation
    shown = " ".join(" ".join(line.text for line in compare_screen(beside, "en")).split())
    lost = round(west.objectives.quality_visits)
    assert 0 < lost < round(west.indicators["visits_below_target"])
    assert f"Lost quality, visits a year 0 0 {lost:,} +{lost:,}" in shown
    assert np.isclose(west.indicators["visits_below_target"], 1000)
    assert "Visits in them 0 0 1,000 +1,000" in shown
