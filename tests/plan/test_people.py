"""Rooms let, recruitment, days away and staff in people's homes, by hand.

Trips saved under one roof, worked out by hand.
"""

from __future__ import annotations

import pytest

from placement.scenario.schema.rules import Rule
from tests.helpers.judged import G, Places, Sets, judge, judge_today

HOSPITAL: Places = {"f": {"h1": 0}}
HOUSE: Places = {"f": {"h1": 0, "s1": 2}}
LET: Sets = {
    "sites.s1.free_room_days_per_week": {"consultation": 0.5},
    "sites.s1.let_room_days_per_week": {"consultation": {"value": 2, "owner": "House board"}},
    "sites.s1.let_room_per_year": 1000,
}
NURSE: Sets = {
    "staff_roles.nurse": {
        "title": "N",
        "extra_days_per_week": {"h1": 1},
        "recruit_days_per_week": {"h1": 4},
        "recruit_days_per_week_in_all": {"value": 3, "owner": "Head nurse"},
        "recruit_per_year": 500,
    },
    "functions.f.staff_per_clinic_day": {"nurse": 2},
}
AWAY: Sets = {
    "staff_roles.doctor": {"title": "D", "people": {"h1": 2}, "max_days_away_per_person_per_week": 0.75},
    "functions.f.staff_per_clinic_day": {"doctor": 1},
}
HOME: Sets = {
    "staff_roles.nurse": {"title": "N", "extra_days_per_week": {"h1": 1, "h2": 0}},
    "functions.f.home": {"today_share": 0.1, "max_share": 0.3, "staff_minutes_per_visit": {"nurse": 37}},
    "areas.rows.west.catchment_hospital": "h2",
}
"""37 of 444 minutes: twelve visits a day, 540 a year for a weekly day."""


def excuse(rule: Rule) -> Sets:
    return {"exceptions.x": {"site": "s1", "rules": [str(rule)], "reason": "r"}}


def test_tenants_give_up_what_is_beyond_the_free_rooms() -> None:
    judged = judge(LET, HOUSE)
    check = judged.check(Rule.FREE_ROOM_DAYS, "", "s1")

    assert (check.have, check.need, check.owner) == (2, 2.5, "House board")
    assert judged.money("lost_rent") == pytest.approx(1.5 * 1000)
    assert judged.evaluation.taken_back.sum() == pytest.approx(1.5)
    assert judged.evaluation.feasible


def test_free_rooms_cost_no_rent() -> None:
    assert judge(LET, {"f": {"h1": 0, "s1": 0.5}}).money("lost_rent") == 0


def test_no_more_is_taken_back_than_is_let() -> None:
    broken = judge(LET, {"f": {"h1": 0, "s1": 3}}).check(Rule.FREE_ROOM_DAYS, "", "s1")

    assert (broken.slack, broken.violated) == (-0.5, True)


def test_who_is_excused_from_the_rooms_takes_none_from_tenants() -> None:
    assert judge({**LET, **excuse(Rule.FREE_ROOM_DAYS)}, HOUSE).money("lost_rent") == 0


def test_days_beyond_the_pool_are_recruited_for_and_paid() -> None:
    judged = judge(NURSE, HOUSE)

    assert (judged.check(Rule.STAFF_DAYS, "", "h1").have, judged.check(Rule.STAFF_DAYS, "", "h1").need) == (4, 5)
    check = judged.check(Rule.RECRUITMENT, "")
    assert (check.have, check.need, check.item, check.owner) == (3, 3, "nurse", "Head nurse")
    assert judged.money("recruitment") == pytest.approx(3 * 500)
    assert judge(NURSE, {"f": {"h1": 0, "s1": 0.5}}).money("recruitment") == 0


def test_each_hospital_has_a_limit_of_its_own() -> None:
    judged = judge({**NURSE, "sites.s1.parent_hospital": "h2"}, HOUSE)

    assert judged.check(Rule.STAFF_DAYS, "", "h2").slack == -4
    assert judged.check(Rule.RECRUITMENT, "").have == 0


def test_days_away_count_todays_too() -> None:
    check = judge(AWAY, HOUSE).check(Rule.MAX_DAYS_AWAY, "", "h1")

    assert (check.have, check.need, check.threshold, check.violated) == (2, 1.5, None, True)


def test_what_is_away_today_may_stay_away() -> None:
    stands = {**AWAY, "baseline.rows.f": {"h1": "open", "s1": 2}}
    check = judge_today(stands).check(Rule.MAX_DAYS_AWAY, "", "h1")

    assert (check.have, check.need, check.threshold, check.kept) == (2, 2, 1.5, True)
    assert judge(stands, {"f": {"h1": 0, "s1": 2, "s2": 0.5}}).check(Rule.MAX_DAYS_AWAY, "", "h1").violated


def test_who_works_at_the_house_is_not_away() -> None:
    stationed = {**AWAY, "staff_roles.doctor.stationed_at_houses": True}

    assert not [c for c in judge(stationed, HOUSE).evaluation.checks if c.rule is Rule.MAX_DAYS_AWAY]


def test_an_exception_lets_them_be_away_and_is_shown() -> None:
    check = judge({**AWAY, **excuse(Rule.MAX_DAYS_AWAY)}, HOUSE).check(Rule.MAX_DAYS_AWAY, "", "h1")

    assert (check.waived_by, check.have, check.kept, check.violated) == ("x", 2, False, False)


def test_visits_at_home_take_the_people_of_the_areas_hospital() -> None:
    judged = judge(HOME, HOSPITAL, level=1)
    west, east = (judged.check(Rule.STAFF_DAYS, "", hospital) for hospital in ("h2", "h1"))

    assert west.have == pytest.approx(0.2 * 1000 / 540)  # the formal catchment
    assert east.have == pytest.approx(0.2 * 2000 / 540)  # the nearest
    assert (west.violated, east.violated) == (True, False)
    assert judge(HOME, HOSPITAL).check(Rule.STAFF_DAYS, "", "h2").have == 0


def test_a_hospital_may_be_excused_for_the_visits_at_home() -> None:
    waived = {"exceptions.x": {"site": "h2", "rules": ["extra_days_per_week"], "reason": "r"}}
    check = judge({**HOME, **waived}, HOSPITAL, level=1).check(Rule.STAFF_DAYS, "", "h2")

    assert (check.waived_by, check.violated) == ("x", False)


def test_starting_a_patient_at_home_is_spread_over_the_visits() -> None:
    start = {
        "functions.f.visits_per_patient_per_year": 4,
        "functions.f.home": {
            "max_share": 0.1,
            "cost_per_visit": 50,
            "onboarding_per_patient": 600,
            "onboarding_lasts_years": 3,
        },
    }

    assert judge(start, HOSPITAL, level=1).money("home") == pytest.approx(300 * (50 + 600 / (4 * 3)))


def test_a_kind_of_room_is_fitted_out_once_at_a_site() -> None:
    rooms = {**G, "rooms.consultation": {"title": "R", "fitting_out": 700}, "functions.f.fitting_out": 50}
    both = judge(rooms, {"f": {"h1": 0, "s1": 1}, "g": {"h1": 0, "s1": 1, "s2": 1}})
    stands = judge(
        {**rooms, "baseline.rows.g": {"h1": "open", "s1": 1}}, {"f": {"h1": 0, "s1": 1}, "g": {"h1": 0, "s1": 1}}
    )

    assert both.money("room_fitting_out") == pytest.approx(2 * 700)
    assert both.money("fitting_out") == pytest.approx(50)
    assert both.evaluation.indicators["investment"] == pytest.approx(1450)
    assert stands.money("room_fitting_out") == 0


PAIR: Sets = {
    **G,
    "functions.g.visits_per_1000_per_year": 500,
    "synergies.day": {"functions": ["f", "g"], "saved_trips_share": {"value": 0.2, "owner": "Region"}},
}
BOTH: Places = {"f": {"h1": 0, "s1": 2}, "g": {"h1": 0, "s1": 1}}
"""At s1 the west has 1,000 visits of f and 500 of g, 10 minutes away."""


def test_the_smaller_of_the_two_can_be_joined() -> None:
    with_pair, without = judge(PAIR, BOTH).evaluation, judge({**PAIR, "synergies": {}}, BOTH).evaluation
    assert with_pair.indicators["saved_trips_per_year"] == pytest.approx(0.2 * 500)
    saved = without.objectives.citizen_minutes - with_pair.objectives.citizen_minutes
    assert saved == pytest.approx(2 * 0.2 * 500 * 10)
    assert with_pair.objectives.economy == without.objectives.economy
    assert without.indicators["saved_trips_per_year"] == 0


def test_what_overflows_and_what_is_at_the_hospital_joins_nothing() -> None:
    overflowing = judge(
        {**PAIR, "functions.g.visits_per_1000_per_year": 1000}, {"f": {"h1": 0, "s1": 1}, "g": BOTH["f"]}
    )
    assert overflowing.evaluation.indicators["saved_trips_per_year"] == pytest.approx(0.2 * 540)
    assert judge(PAIR, {"f": {"h1": 0}, "g": {"h1": 0}}).evaluation.indicators["saved_trips_per_year"] == 0


def test_the_lower_weight_counts_and_everybody_of_the_municipality_has_the_same_way() -> None:
    sets: Sets = {**PAIR, "areas.rows.east.municipality": "W", "functions.f.citizen_weight": 3, "minutes.east.s1": 16}
    with_pair, without = judge(sets, BOTH).evaluation, judge({**sets, "synergies": {}}, BOTH).evaluation
    assert with_pair.indicators["saved_trips_per_year"] == pytest.approx(0.2 * 540)  # one day of g holds 540 of 1,500
    saved = without.objectives.citizen_minutes - with_pair.objectives.citizen_minutes
    assert saved == pytest.approx(2 * 0.2 * 540 * (1000 * 10 + 2000 * 16) / 3000)


def test_where_nobody_lives_nothing_is_saved() -> None:
    nobody: Sets = {"areas.rows.west.people": 0, "areas.rows.east.people": 0}
    assert judge({**PAIR, **nobody}, BOTH).evaluation.objectives.citizen_minutes == 0
