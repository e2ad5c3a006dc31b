"""Today: what is listed, what is inferred."""

from __future__ import annotations

import numpy as np
import pytest

from placement.plan.evaluate import describe_today, evaluate
from tests.helpers.judged import Sets, instance, judge_today, plan

S1 = 2
EXPAND: Sets = {"functions.f.overflow": "expand", "baseline.rows.f": {"h1": "open", "s1": "open"}}
SCANNER: Sets = {
    "equipment.scanner": {"title": "Scanner", "capacity_minutes_per_week": 480, "max_utilisation": 0.9},
    "functions.f.equipment": {"scanner": {"minutes_per_visit": 20, "share_of_visits": 0.5}},
}
"""10 minutes an average visit, 21,600 minutes a unit and year, 19,440 at the highest utilisation."""


def todays_days(sets: Sets) -> float:
    today, _ = describe_today(instance(sets))
    return float(today.days[0, S1])


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, 2),  # 1,000 visits, 540 a weekly day
        ({"minutes.east.s1": 5}, 6),  # 3,000
        ({"areas.rows.west.people": 250}, 0.5),
        ({"areas.rows.west.people": 100}, 0.25),
        ({"areas.rows.west.people": 0}, 0.25),
        ({"functions.f.days_per_week_exactly": 1.5}, 3),
        ({"functions.f.min_days_per_week": 4}, 2),  # the minimum does not count today
        ({"baseline.rows.f.s1": 3}, 3),
        ({"baseline.rows.f.s1": 1}, 2),
        ({"baseline.rows.f.s1": 1.9}, 1.9),  # the listed number counts as a step
        ({"baseline.rows.f.s1": 1.5}, 2),
        ({"functions.f.overflow": "parent_hospital"}, 2),  # no days listed
        ({"functions.f.overflow": "parent_hospital", "baseline.rows.f.s1": 1.3}, 1.3),
        ({"functions.f.choice": "free", "functions.f.overflow": "parent_hospital"}, 2),
    ],
)
def test_days(changes: Sets, days: float) -> None:
    assert todays_days({**EXPAND, **changes}) == days


@pytest.mark.parametrize(
    ("changes", "hospital", "house"),
    [
        ({}, 2, 1),  # 20,000 minutes at h1, 10,000 at s1
        ({"sites.h1.equipment_today": {"scanner": 4}}, 4, 1),
        ({"sites.s1.equipment_today": {"scanner": 0}}, 2, 0),
        ({"equipment.scanner.max_utilisation": 0.2}, 5, 3),
        ({"equipment.scanner": {"title": "No capacity"}}, 1, 1),
    ],
)
def test_units(changes: Sets, hospital: int, house: int) -> None:
    today, _ = describe_today(instance({**EXPAND, **SCANNER, **changes}))
    assert today.units.tolist() == [[hospital, 0, house, 0]]


def test_utilisation() -> None:
    today, _ = describe_today(instance({**EXPAND, **SCANNER}))
    assert today.utilisation[0].tolist() == pytest.approx([20000 / 43200, 0, 10000 / 21600, 0])


def test_volume_and_totals() -> None:
    sets = {"functions.f.home": {"today_share": 0.1}, "baseline.rows.f.h1": {"fixed_visits_per_year": 50}}
    today, _ = describe_today(instance(sets))
    assert today.volume.tolist() == pytest.approx(np.array([[2750, 0, 0, 0]]))
    assert today.site_visits.tolist() == pytest.approx([2700])
    assert today.home_visits.tolist() == pytest.approx([300])
    assert today.visit_km.tolist() == pytest.approx([900 * 50 + 1800 * 20])
    assert today.citizen_minutes == pytest.approx(2 * (900 * 50 + 1800 * 20))


def test_travel_share_counts_home_as_near() -> None:
    sets = {"functions.f.home": {"today_share": 0.1}, "functions.f.max_travel_minutes": 20}
    today, _ = describe_today(instance(sets))
    assert today.travel_share.tolist() == pytest.approx([(300 + 1800) / 3000])


def test_unknown_counts_as_closed() -> None:
    today, chosen = describe_today(instance({"baseline.rows.f": {"h1": "open", "s1": "unknown", "s2": "closed"}}))
    assert today.open.tolist() == [[True, False, False, False]]
    assert chosen is not None
    assert chosen.open.tolist() == today.open.tolist()


def test_without_an_open_row_there_is_no_today() -> None:
    region = instance({"baseline.rows.f": {"h1": "unknown"}})
    today, chosen = describe_today(region)
    assert chosen is None
    assert not today.open.any()
    assert (today.volume.sum(), today.citizen_minutes, today.home_visits.sum()) == (0, 0, 0)
    assert evaluate(region, today, plan(region, {"f": {"h1": 0}})).feasible


@pytest.mark.parametrize("changes", [{}, EXPAND, {**EXPAND, **SCANNER}, {"functions.f.choice": "free"}])
def test_today_costs_nothing_and_breaks_nothing(changes: Sets) -> None:
    judged = judge_today({**changes, "functions.f.min_visits_per_year": 5000, "functions.f.retained_share": 1})
    assert judged.evaluation.objectives.economy == 0
    assert judged.evaluation.money == ()
    assert judged.evaluation.feasible
    assert judged.evaluation.objectives.citizen_minutes == judged.today.citizen_minutes
    assert judged.evaluation.objectives.quality_visits == judged.today.quality_visits
