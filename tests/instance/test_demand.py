"""Visits and home levels by hand; west has 1,000 people, east 2,000.

Clinic days by video, by hand: 360 minutes hold 12 visits; 87 minutes' drive each way leave 270, which hold 9.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from placement.scenario.schema.rules import Rule
from tests.helpers.judged import Sets, instance, judge

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


FAR: Sets = {
    "minutes.s1.h1": 87,
    "staff_roles.doctor": {"title": "D", "people": {"h1": 1}, "max_days_away_per_person_per_week": 0.5},
    "staff_roles.nurse": {"title": "N"},
    "functions.f.staff_per_clinic_day": {"doctor": 1, "nurse": 1},
    "prices.staff_travel_per_km": 1,
}
HOUSE = {"f": {"h1": 0, "s1": 1}}
SHARE = (0.5 / 12) / (0.5 / 12 + 0.5 / 9)
"""Share of the days, where half of the visits are by video."""


def hybrid(**more: Any) -> Sets:
    return {**FAR, "functions.f.hybrid": {"share_of_visits": 0.5, "roles": ["doctor", "nurse"], **more}}


def at_s1(values: np.ndarray[Any, Any]) -> float:
    return float(values[0, 2])


def test_everybody_present_loses_the_drive() -> None:
    region = instance(FAR)

    assert at_s1(region.clinics.visits_per_day) == 9
    assert not region.clinics.hybrid_share.any()


def test_a_visit_takes_its_share_of_both_kinds_of_day() -> None:
    region = instance(hybrid())

    assert at_s1(region.clinics.visits_per_day) == pytest.approx(1 / (0.5 / 12 + 0.5 / 9))
    assert region.staff.away[0, :, 2] == pytest.approx([1 - SHARE, 1 - SHARE])
    assert at_s1(region.economics.travel_day) == pytest.approx(2 * (1 - SHARE) * 2 * 87)


def test_where_somebody_drives_every_time_the_day_is_no_longer() -> None:
    region = instance(hybrid(roles=["doctor"]))

    assert at_s1(region.clinics.visits_per_day) == pytest.approx(9)
    assert region.staff.away[0, :, 2] == pytest.approx([0.5, 1])


def test_only_at_the_named_houses_and_never_at_a_hospital() -> None:
    region = instance(hybrid(at=["s2"], equipment_per_site=700, quality_parity=0.8))

    assert region.clinics.hybrid_share[0].tolist() == [0, 0, 0, 0.5]
    assert region.economics.fitting_out[0].tolist() == [0, 0, 0, 700]
    assert region.clinics.house_parity[0] == pytest.approx([1, 1, 1, 0.9])
    assert at_s1(region.clinics.visits_per_day) == 9


def test_what_is_too_far_to_drive_can_be_held_by_video_alone() -> None:
    gone: Sets = {"minutes.s1.h1": 250}

    assert at_s1(instance({**hybrid(), **gone}).clinics.visits_per_day) == 0
    assert at_s1(instance({**hybrid(share_of_visits=1), **gone}).clinics.visits_per_day) == 12


def test_who_stays_is_not_away_but_still_taken() -> None:
    sets = {**hybrid(), "staff_roles.doctor.extra_days_per_week": {"h1": 1}}
    judged = judge(sets, HOUSE)
    away = judged.check(Rule.MAX_DAYS_AWAY, "", "h1")

    assert (away.have, away.violated) == (pytest.approx(1 - SHARE), True)
    assert judge(hybrid(share_of_visits=0.6), HOUSE).check(Rule.MAX_DAYS_AWAY, "", "h1").kept
    assert judged.check(Rule.STAFF_DAYS, "", "h1").have == 1


def test_quality_lost_by_video_counts_in_the_aim() -> None:
    judged = judge(hybrid(quality_parity=0.8), HOUSE)

    assert judged.evaluation.objectives.quality_visits == pytest.approx(0.1 * judged.at("volume", "f", "s1"))
    assert judge({**hybrid(equipment_per_site=900)}, HOUSE).money("fitting_out") == 900
