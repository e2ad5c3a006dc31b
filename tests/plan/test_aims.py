"""The aims, home levels and indicators, by hand."""

from __future__ import annotations

import pytest

from placement.plan.compare import compare_with_today
from placement.plan.evaluate import describe_today, evaluate
from tests.helpers.judged import G, Places, Sets, instance, judge, judge_today, plan

HOUSE: Places = {"f": {"h1": 0, "s1": 1}}


@pytest.mark.parametrize(("weight", "minutes"), [(1, 136800), (2.5, 342000)])
def test_citizen_minutes(weight: float, minutes: float) -> None:
    judged = judge({"functions.f.citizen_weight": weight}, HOUSE)
    assert judged.evaluation.objectives.citizen_minutes == pytest.approx(minutes)


def test_fixed_visits_do_not_travel() -> None:
    judged = judge({"baseline.rows.f.h1": {"fixed_visits_per_year": 500}}, {"f": {"h1": 0}})
    assert judged.evaluation.objectives.citizen_minutes == 2 * (1000 * 50 + 2000 * 20)
    assert judged.evaluation.indicators["visits_per_year"] == 3000
    assert judged.evaluation.days[0, 0] == pytest.approx(3500 / 540)


@pytest.mark.parametrize(("town", "uncovered"), [("", 1000), ("W", 0)])
def test_patient_base_counts_cover(town: str, uncovered: float) -> None:
    sets = {
        "functions.f.site_by": "patient_base",
        "functions.f.base_radius_minutes": 45,
        "sites.h1.municipality": town,
    }
    judged = judge(sets, {"f": {"h1": 0}})
    assert judged.evaluation.objectives.citizen_minutes == 2 * 45 * uncovered


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"target_visits_per_year": 700}, 160),  # no minimum: λ a visit
        ({"target_visits_per_year": 700, "quality_loss_at_minimum": 0.5}, 80),
        ({"target_visits_per_year": 700, "min_visits_per_year": 300}, 160 * 300 / 400),
        ({"target_visits_per_year": 3000}, 540 + 540),  # at the hospital too; the house has 540 visits to lose
        ({"quality_parity_at_houses": 0.9}, 54),
        ({"home": {"today_share": 0.1, "quality_parity": 0.8}}, 60),
    ],
)
def test_quality_visits(changes: Sets, lost: float) -> None:
    sets = {f"functions.f.{key}": value for key, value in changes.items()}
    assert judge(sets, HOUSE).evaluation.objectives.quality_visits == pytest.approx(lost)


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"min_visits_per_year": 600, "target_visits_per_year": 700}, 540),  # 6 visits lost for each of 160
        ({"target_visits_per_year": 1200, "quality_parity_at_houses": 0.9}, 540),  # 660 below target, and 54
        ({"target_visits_per_year": 1000, "quality_parity_at_houses": 0.9}, 460 + 54),
        ({"quality_parity_at_houses": 0}, 540),
    ],
)
def test_a_clinic_never_loses_more_visits_than_it_has(changes: Sets, lost: float) -> None:
    sets = {f"functions.f.{key}": value for key, value in changes.items()}
    assert judge(sets, HOUSE).evaluation.objectives.quality_visits == pytest.approx(lost)


def test_a_closed_clinic_loses_no_quality_by_being_closed() -> None:
    judged = judge({"functions.f.target_visits_per_year": 700}, {"f": {"h1": 0}})
    assert judged.evaluation.objectives.quality_visits == 0


@pytest.mark.parametrize(
    ("mode", "level", "west"), [("home_treatment", 1, 0.3), ("telemedicine", 1, 0.24), ("telemedicine", 0, 0.1)]
)
def test_home_levels(mode: str, level: int, west: float) -> None:
    sets = {
        "functions.f.home": {"mode": mode, "today_share": 0.1, "max_share": 0.5, "acceptance": 0.6},
        "areas.rows.west.share_digitally_exempt": 0.2,
    }
    judged = judge(sets, {"f": {"h1": 0}}, level=level)
    assert judged.evaluation.home[0, 0] == pytest.approx(1000 * west)
    assert judged.evaluation.minutes_by_unit[0, 0] == pytest.approx(50 * (1 - west))
    assert judged.evaluation.feasible


def test_indicators() -> None:
    sets = {"functions.f.target_visits_per_year": 700, "functions.f.min_visits_per_year": 600}
    seen = judge(sets, HOUSE).evaluation.indicators
    assert seen["mean_minutes_per_visit"] == pytest.approx(68400 / 3000)
    assert seen["p90_minutes"] == 50  # 540 at 10, 2,000 at 20, 460 at 50
    assert seen["share_beyond_30_min"] == seen["share_beyond_45_min"] == pytest.approx(460 / 3000)
    assert (seen["home_share"], seen["house_share"]) == pytest.approx((0, 0.18))
    assert seen["hospital_share"] == pytest.approx(0.82)
    assert seen["visits_below_target"] == pytest.approx(540)
    assert (seen["clinics_below_target"], seen["clinics_below_minimum"]) == (1, 1)
    assert (seen["open_pairs"], seen["changes"]) == (2, 1)


@pytest.mark.parametrize(("people", "minutes"), [(9000, 20), (8999, 50)])
def test_p90_is_the_minutes_of_the_visit_nine_tenths_up(people: int, minutes: float) -> None:
    judged = judge({"areas.rows.east.people": people}, {"f": {"h1": 0}})
    assert judged.evaluation.indicators["p90_minutes"] == minutes


def test_compared_with_today() -> None:
    region = instance({**G, "functions.f.patient_transport": {"share_entitled": 0.5}})
    today, before = describe_today(region)
    assert before is not None
    after = plan(region, {"f": {"h1": 0, "s1": 1}, "g": {"h1": 0}})
    against = compare_with_today(region, evaluate(region, today, before), evaluate(region, today, after))
    moved = against.moved
    assert (moved.visits, moved.minutes_today, moved.minutes_now) == pytest.approx((540, 50, 10))
    assert (moved.visits_shorter, moved.visits_longer, moved.minutes_shorter) == pytest.approx((540, 0, 40))
    assert (against.by_function["f"].visits, against.by_function["g"].visits) == pytest.approx((540, 0))
    west, east = against.groups["W"], against.groups["E"]
    assert (west.minutes_today, west.minutes_now) == pytest.approx((50, 50 - 540 * 40 / 2000))
    assert (east.moved.visits, east.minutes_today, east.minutes_now) == pytest.approx((0, 20, 20))
    assert west.transport_km == pytest.approx(-0.5 * 2 * 540 * 40)
    assert (against.worst_group, against.worst_group_today) == ("W", "W")
    assert against.as_indicators()["affected_mean_minutes"] == pytest.approx(10)


def test_closing_makes_trips_longer() -> None:
    sets = {"baseline.rows.f": {"h1": "open", "s1": 1}, "policy.existing_in_houses": "free"}
    today, closed = judge_today(sets), judge(sets, {"f": {"h1": 0}})
    moved = compare_with_today(closed.instance, today.evaluation, closed.evaluation).moved
    assert (moved.visits, moved.visits_longer, moved.minutes_longer) == pytest.approx((540, 540, 40))


def test_home_counts_as_moved_and_new_service_does_not() -> None:
    sets = {"functions.f.home": {"max_share": 0.2}, "functions.g": G["functions.g"]}
    today, now = judge_today(sets), judge(sets, {"f": {"h1": 0}, "g": {"h1": 0}}, level=0)
    assert compare_with_today(now.instance, today.evaluation, now.evaluation).moved.visits == 0
    now = judge(sets | {"functions.g.home": {"max_share": 0.1}}, {"f": {"h1": 0}, "g": {"h1": 0}}, level=1)
    moved = compare_with_today(now.instance, today.evaluation, now.evaluation).by_function["f"]
    assert (moved.visits, moved.minutes_now) == pytest.approx((600, 0))
    assert moved.minutes_today == pytest.approx(30)
