"""How evenly the way is shared, worked out by hand."""

from __future__ import annotations

from math import exp, log

import pytest

from placement.instance.instance import STEEPEST
from placement.plan.aims import distributed_equally, functions_under_one_roof, longest_mean
from placement.scenario.schema.rules import Rule
from tests.helpers.judged import G, Places, Sets, judge, judge_today

HOUSE: Places = {"f": {"h1": 0, "s1": 2}}
"""The west's 1,000 visits at 10 minutes, the east's 2,000 at 20; today the west has 50."""
KAPPA = (1000 * 50 + 2000 * 20) / (1000 * 50**2 + 2000 * 20**2)


def equal(*trips: tuple[float, float], kappa: float = KAPPA) -> float:
    """Kolm-Pollak equivalent of ``(visits, minutes)``."""
    total = sum(visits for visits, _ in trips)
    return log(sum(visits * exp(kappa * minutes) for visits, minutes in trips) / total) / kappa


def test_the_equivalent_lies_between_the_mean_and_the_longest() -> None:
    today, now = judge_today().evaluation.indicators, judge(None, HOUSE).evaluation.indicators
    assert today["ede_minutes"] == pytest.approx(equal((1000, 50), (2000, 20)))
    assert now["ede_minutes"] == pytest.approx(equal((1000, 10), (2000, 20)))
    assert today["mean_minutes_per_visit"] < today["ede_minutes"] < 50


def test_nobody_travelling_has_an_equivalent_of_nothing() -> None:
    sets = {f"minutes.{area}.h1": 0 for area in ("west", "east")}
    assert judge_today(sets).evaluation.indicators["ede_minutes"] == 0
    assert (
        distributed_equally(
            judge_today().instance.travel.minutes[0] * 0, judge_today().instance.travel.minutes[0], 0, 0
        )
        == 0
    )


@pytest.mark.parametrize(("share", "minutes"), [(0.1, 50), (1 / 3, 50), (0.5, (1000 * 50 + 500 * 20) / 1500), (1, 30)])
def test_the_longest_trips(share: float, minutes: float) -> None:
    judged = judge_today()
    visits = judged.evaluation.seen.sum(axis=0).ravel()
    assert longest_mean(judged.instance.travel.minutes.ravel(), visits, 0.0, share) == pytest.approx(minutes)
    assert judged.evaluation.indicators["worst_tenth_minutes"] == 50


def test_visits_at_home_have_no_way() -> None:
    sets = {"functions.f.home": {"max_share": 0.8, "mode": "home_treatment"}}
    judged = judge(sets, {"f": {"h1": 0}}, level=1)
    visits = judged.evaluation.seen.sum(axis=0).ravel()
    home = float(judged.evaluation.home.sum())
    assert longest_mean(judged.instance.travel.minutes.ravel(), visits, home, 0.4) == pytest.approx(30 * 600 / 1200)


def test_the_aim_with_ede_is_the_measure_today_and_its_tangent_elsewhere() -> None:
    sets: Sets = {"objectives.citizen": {"equity": "ede", "aversion": 2}}
    today, now = judge_today(sets), judge(sets, HOUSE)
    kappa = 2 * KAPPA
    before = equal((1000, 50), (2000, 20), kappa=kappa)
    assert today.evaluation.objectives.citizen_minutes == pytest.approx(2 * 3000 * before)
    curve = 1000 * exp(50 * kappa) + 2000 * exp(20 * kappa)
    change = 1000 * (exp(10 * kappa) - exp(50 * kappa)) / (kappa * curve)
    assert now.evaluation.objectives.citizen_minutes == pytest.approx(2 * 3000 * (before + change))


def test_the_aim_with_the_longest_trips_counts_minutes_beyond_where_they_begin() -> None:
    sets: Sets = {"objectives.citizen": {"equity": "worst_share", "worst_share": 0.5}}
    assert judge_today(sets).evaluation.objectives.citizen_minutes == pytest.approx(2 * 3000 * 40)
    now = judge({**sets, "minutes.west.s1": 26}, HOUSE).evaluation
    assert now.objectives.citizen_minutes == pytest.approx(2 * 3000 * (20 + 1000 * 6 / 1500))


def test_where_the_longest_trips_begin_may_be_given() -> None:
    sets: Sets = {"objectives.citizen": {"equity": "worst_share", "worst_share": 0.5, "longest_from_minutes": 15}}
    aims = judge(sets, HOUSE).evaluation.objectives
    assert aims.citizen_minutes == pytest.approx(2 * 3000 * (15 + 2000 * 5 / 1500))
    ideal = judge({**sets, "objectives.citizen.longest_from_minutes": 20}, HOUSE).evaluation.objectives
    assert ideal.citizen_minutes == pytest.approx(2 * 3000 * 20)  # where they do begin: the mean of the longest half


def test_a_floor_asks_no_more_than_today() -> None:
    sets: Sets = {"policy.coverage.near": {"within_minutes": 20, "min_share": 0.9}}
    judged = judge(sets, {"f": {"h1": 0}})
    check = judged.check(Rule.COVERAGE, "")
    assert (check.have, check.need, check.threshold) == pytest.approx((2 / 3, 2 / 3, 0.9))
    anew = judge(
        {**sets, "policy.coverage.near.functions": ["g"], "functions.g": G["functions.g"]},
        {"f": {"h1": 0}, "g": {"h1": 0}},
    )
    assert anew.check(Rule.COVERAGE, "").violated  # g is nowhere today


def test_a_floor_may_demand_more_than_today() -> None:
    floor = {"within_minutes": 20, "min_share": 0.9, "when_today_is_lower": "demand"}
    check = judge({"policy.coverage.near": floor}, {"f": {"h1": 0}}).check(Rule.COVERAGE, "")
    assert (check.have, check.need, check.threshold, check.violated) == (pytest.approx(2 / 3), 0.9, None, True)


def test_a_floor_over_several_functions_weighs_them_by_visits() -> None:
    sets: Sets = {
        **G,
        "functions.g.visits_per_1000_per_year": 500,
        "policy.coverage.near": {"within_minutes": 20, "min_share": 1, "by": "municipality"},
    }
    judged = judge(sets, {"f": {"h1": 0, "s1": 2}, "g": {"h1": 0}})
    assert judged.check(Rule.COVERAGE, "", item="near: W").have == pytest.approx(1000 / 1500)
    assert judged.check(Rule.COVERAGE, "", item="near: E").have == pytest.approx(1)


def test_the_ceiling_on_digital_visits_leaves_todays() -> None:
    sets: Sets = {
        "functions.f.home": {"mode": "telemedicine", "today_share": 0.2, "max_share": 0.5},
        "policy.max_digital_share": {"value": 0.1, "owner": "Regionsrådet"},
    }
    check = judge(sets, {"f": {"h1": 0}}, level=1).check(Rule.MAX_DIGITAL_SHARE, "")
    assert (check.have, check.need, check.threshold) == pytest.approx((0.5, 0.2, 0.1))
    assert (check.owner, check.violated) == ("Regionsrådet", True)
    treated = judge({**sets, "functions.f.home.mode": "home_treatment"}, {"f": {"h1": 0}}, level=1)
    assert treated.check(Rule.MAX_DIGITAL_SHARE, "").have == treated.evaluation.indicators["digital_share"] == 0


def test_the_socially_exposed_are_compared_only_where_there_is_data() -> None:
    assert "mean_minutes_social" not in judge_today().evaluation.indicators
    sets: Sets = {
        "areas.social_share": "share_low_income",
        "areas.rows.west.share_low_income": 0.5,
        "areas.rows.east.share_low_income": 0.125,
    }
    seen = judge_today(sets).evaluation.indicators
    assert seen["mean_minutes_social"] == pytest.approx((500 * 50 + 250 * 20) / 750)
    assert seen["mean_minutes_others"] == pytest.approx((500 * 50 + 1750 * 20) / 2250)


def test_functions_under_one_roof_are_those_whose_house_is_the_same() -> None:
    sets: Sets = {**G}
    both = judge(sets, {"f": {"h1": 0, "s1": 2}, "g": {"h1": 0, "s1": 2}})
    apart = judge(sets, {"f": {"h1": 0, "s1": 2}, "g": {"h1": 0, "s2": 6}})
    assert functions_under_one_roof(both.instance, both.evaluation.seen).tolist() == [2, 0]
    assert both.evaluation.indicators["functions_under_one_roof_mean"] == pytest.approx(2 / 3)
    assert functions_under_one_roof(apart.instance, apart.evaluation.seen).tolist() == [1, 0]


EDE: Sets = {"objectives.citizen": {"equity": "ede", "aversion": 3}}
CANNOT: dict[str, Sets] = {
    "the function may not be there": {"functions.f.allowed_at": ["hospital"]},
    "the site is outside": {"sites.s2.scope": "outside"},
    "it is decided": {"policy.placements": {"f": {"s2": {"decision": "must_not", "reason": "-"}}}},
    "only hospitals see the visits": {"functions.f.max_house_share": 0},
    "another site stands before it": {"minutes.east.h1": 9},
    "nobody needs it": {"areas.rows.east.people": 0},
}


@pytest.mark.parametrize("why", CANNOT)
def test_minutes_that_no_plan_can_use_do_not_move_what_a_minute_counts(why: str) -> None:
    """The table has 30 minutes from the east to s2; a placeholder of 9,999 must not count."""
    near, far = (judge_today({**EDE, **CANNOT[why], "minutes.east.s2": minutes}) for minutes in (30, 9999))
    assert near.today.fairness == far.today.fairness
    assert near.evaluation.objectives == far.evaluation.objectives
    assert near.evaluation.indicators == far.evaluation.indicators


def test_minutes_that_a_plan_can_use_do() -> None:
    opened: Sets = {
        **EDE,
        "objectives.citizen.aversion": 5,
        "policy": {"hospital_functions": "free", "existing_in_houses": "free"},
    }
    near, far = (judge_today({**opened, "minutes.east.s2": minutes}) for minutes in (30, 900))
    assert near.today.fairness.kappa > far.today.fairness.kappa == STEEPEST / 900


def test_without_a_today_only_hospitals_that_may_offer_it_tell_how_people_travel() -> None:
    """h2 may not; its minutes decide nothing. Where no hospital may, the houses tell."""
    none: Sets = {**EDE, "baseline": {}, "functions.f.level": "outreach"}
    for approved, sets in ((["h1"], {"minutes.west.h2": 1, "minutes.east.h2": 1}), (["s1"], {"minutes.west.h1": 1})):
        asked = {**none, "functions.f.approved_sites": approved, "functions.f.max_house_share": 1}
        assert judge(asked, {}).today.fairness == judge({**asked, **sets}, {}).today.fairness


def test_nobody_overflows_to_a_hospital_they_cannot_get_to() -> None:
    """Of the west's 1,000 visits s1 holds 540 on a day; nobody gets from the west to h1, so 460 are seen nowhere."""
    cut: Sets = {"minutes.west.h1": None, "minutes.west.h2": None, "functions.f.overflow": "parent_hospital"}
    judged = judge(cut, {"f": {"h1": 0, "s1": 1}})
    assert judged.at("volume", "f", "s1") == pytest.approx(540)
    assert judged.at("volume", "f", "h1") == pytest.approx(2000)
    served = judged.check(Rule.VISITS_SERVED)
    assert (served.have, served.need, served.violated) == (pytest.approx(2540), pytest.approx(3000), True)
    assert judge(cut, {"f": {"h1": 0, "s1": 2}}).check(Rule.VISITS_SERVED).kept
