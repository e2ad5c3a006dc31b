"""Fairness, floors, the digital ceiling and common roofs: each changes the plan, and switched off it does not."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.study import study
from tests.helpers.taught import loaded, open_houses, solved


def test_de_yderste_the_mean_moves_the_house_to_town() -> None:
    plain = solved("de-yderste")

    assert plain.today_evaluation is not None
    before, after = plain.today_evaluation.indicators, plain.evaluation.indicators
    assert open_houses(plain, "lunge_amb") == {"sh_koebstad"}
    assert after["mean_minutes_per_visit"] < before["mean_minutes_per_visit"]
    assert after["ede_minutes"] > before["ede_minutes"]
    assert after["worst_tenth_minutes"] > before["worst_tenth_minutes"]


@pytest.mark.parametrize("variant", ["lighedsvaegtet", "de_laengste", "gulv"])
def test_de_yderste_the_house_stays_where_the_longest_trips_count(variant: str) -> None:
    assert open_houses(solved("de-yderste", variant), "lunge_amb") == {"sh_yderby"}


def test_de_yderste_the_mean_sends_the_socially_exposed_further_away() -> None:
    plain, unknown = solved("de-yderste").evaluation, solved("de-yderste", "uden_data").evaluation
    before = solved("de-yderste").today_evaluation

    assert before is not None
    assert plain.indicators["mean_minutes_social"] > before.indicators["mean_minutes_social"]
    assert plain.indicators["mean_minutes_others"] < before.indicators["mean_minutes_others"]
    assert plain.objectives == unknown.objectives
    assert "mean_minutes_social" not in unknown.indicators


def test_hjemme_the_ceiling_on_digital_visits_holds() -> None:
    free, held = solved("hjemme").evaluation.indicators, solved("hjemme", "digitalt_loft").evaluation.indicators

    assert free["digital_share"] > 0.2
    assert 0.15 < held["digital_share"] <= 0.2


def test_samme_dag_saved_trips_bring_both_offers_into_one_house() -> None:
    joined, apart = solved("samme-dag"), solved("samme-dag", "hver_for_sig")
    houses = [open_houses(joined, function) for function in ("lunge_amb", "diabetes_amb")]

    assert houses[0] == houses[1]
    assert joined.evaluation.indicators["saved_trips_per_year"] == pytest.approx(0.25 * 1100)
    assert joined.evaluation.indicators["functions_under_one_roof_mean"] == 2
    assert open_houses(apart, "lunge_amb") == {"sh_vesterby"}
    assert open_houses(apart, "diabetes_amb") == {"sh_oesterby"}
    assert apart.evaluation.indicators["saved_trips_per_year"] == 0
    assert apart.evaluation.indicators["functions_under_one_roof_mean"] == 1


def test_de_yderste_an_aim_measured_otherwise_has_a_range_of_its_own() -> None:
    mean, weighed = solved("de-yderste").scale, solved("de-yderste", "lighedsvaegtet").scale

    assert weighed.ideal[0] > mean.ideal[0]
    assert weighed.ideal[0] <= solved("de-yderste", "lighedsvaegtet").evaluation.objectives.citizen_minutes + 1
    assert weighed.ideal[1:] == mean.ideal[1:]  # the other two aims are measured as before


def test_de_yderste_the_screen_names_those_whose_way_becomes_the_longest() -> None:
    plain = _screen("de-yderste")
    kept = _screen("de-yderste", "gulv")

    assert re.search(r"Længst rejsetid: Købstad +35,0 +6,0", plain)
    assert re.search(r"Længst i forslaget: Yderby +6,0 +72,9 +\+66,9", plain)
    assert "Længst i forslaget" not in kept


def _screen(*names: str) -> str:
    answer = solved(*names)
    return "\n".join(
        line.text for line in first_screen(answer, study(answer, loaded(*names)), date=dt.date(2026, 1, 1))
    )
