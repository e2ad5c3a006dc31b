"""Visits and home levels by hand; west has 1,000 people, east 2,000."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers.judged import instance

RATE = "functions.f.visits_per_1000_per_year"
SEGMENTS = {
    "segments": {"old": {"title": "Old", "people_share": "share_old"}, "young": {"title": "Y", "people_share": "rest"}},
    "areas.rows.west.share_old": 0.2,
    "areas.rows.east.share_old": 0.5,
    RATE: None,
    "functions.f.visits_per_1000_per_year_by_segment": {"old": 1000, "young": 100},
}
HOME = "functions.f.home"


def test_one_rate_times_people_times_need():
    region = instance({RATE: 50, "areas.rows.east.need_index": 1.5})

    assert region.demand.visits[0] == pytest.approx([50, 150])


def test_segments_have_rates_of_their_own_and_the_rest_is_what_they_leave():
    assert instance(SEGMENTS).demand.visits[0] == pytest.approx([1000 * (0.2 + 0.08), 2000 * (0.5 + 0.05)])


def test_those_without_a_car_have_their_share_of_the_visits():
    region = instance({RATE: 50, "areas.rows.west.share_without_car": 0.3})

    assert region.unit_without_car.tolist() == [False, True, False]
    assert region.demand.visits[0] == pytest.approx([35, 15, 100])


def test_an_area_of_people_without_cars_is_one_unit():
    region = instance({"areas.rows.west.share_without_car": 1})

    assert region.unit_area.tolist() == [0, 1]
    assert region.unit_without_car.tolist() == [True, False]


def test_the_table_of_visits_replaces_people_rate_and_need():
    region = instance({RATE: 50, "areas.rows.west.need_index": 3, "demand.rows.f": {"west": 7}})

    assert region.demand.visits[0] == pytest.approx([7, 100])


def test_fixed_visits_count_only_where_the_function_is_open():
    open_, closed = (
        instance({"baseline.rows.f": {"h1": {"status": status, "fixed_visits_per_year": 30}, "h2": "open"}})
        for status in ("open", "closed")
    )

    assert open_.demand.fixed[0].tolist() == [30, 0, 0, 0]
    assert not closed.demand.fixed.any()


def test_without_home_care_there_is_one_level_and_nobody_at_home():
    region = instance()

    assert region.demand.home_ceiling == ((0.0,),)
    assert region.demand.home_share[0].tolist() == [[0, 0]]


def test_levels_rise_from_today_and_only_those_who_can_and_will_are_at_home():
    home = {"mode": "telemedicine", "today_share": 0.1, "max_share": 0.5, "steps": [0.2], "acceptance": 0.8}
    region = instance({HOME: home, "areas.rows.east.share_digitally_exempt": 0.5})

    assert region.demand.home_ceiling == ((0.1, 0.2, 0.5),)
    assert region.demand.home_share[0] == pytest.approx(np.array([[0.1, 0.1], [0.16, 0.1], [0.4, 0.2]]))


def test_nobody_is_exempt_from_treatment_at_home_and_today_is_kept():
    home = {"mode": "home_treatment", "today_share": 0.3, "max_share": 0.25}
    region = instance({HOME: home, "areas.rows.east.share_digitally_exempt": 0.5})

    assert region.demand.home_share[0] == pytest.approx(np.full((2, 2), 0.3))
