"""Every item of the economy, by hand."""

from __future__ import annotations

import pytest

from placement.plan.plan import MoneyItem
from placement.scenario.schema.rules import Rule
from tests.helpers.judged import Places, Sets, judge

HOUSE: Places = {"f": {"h1": 0, "s1": 1}}
"""540 visits move from h1 (50 km from the west) to s1 (10 km); s1 is 40 km from h1."""
STAFF: Sets = {
    "staff_roles.doctor": {"title": "D", "cost_per_clinic_day": 1200},
    "staff_roles.nurse": {"title": "N", "cost_per_clinic_day": 600, "stationed_at_houses": True},
    "functions.f.staff_per_clinic_day": {"doctor": 1, "nurse": 2},
    "prices.staff_travel_per_km": 4,
}
"""2,400 a clinic day, 200 a visit at a hospital."""
BOTH_OPEN: Sets = {"baseline.rows.f": {"h1": "open", "s1": 2}, "policy.existing_in_houses": "free"}


@pytest.mark.parametrize(("days", "today", "money"), [(1, {}, 45 * 2400), (1, BOTH_OPEN, -45 * 2400)])
def test_staff_houses(days: float, today: Sets, money: float) -> None:
    assert judge({**STAFF, **today}, {"f": {"h1": 0, "s1": days}}).money("staff_houses") == pytest.approx(money)


def test_staff_travel_is_paid_for_those_who_travel() -> None:
    assert judge(STAFF, HOUSE).money("staff_travel") == pytest.approx(45 * 1 * 2 * 40 * 4)


@pytest.mark.parametrize(("release", "absorb"), [(0.15, 1), (0, 0.5), (0.5, 0.5)])
def test_staff_hospitals(release: float, absorb: float) -> None:
    prices = {"prices.hospital_release_share": release, "prices.hospital_absorb_share": absorb}
    leaves = judge({**STAFF, **prices}, HOUSE)
    assert leaves.money("staff_hospitals") == pytest.approx(-release * 200 * 540)
    returns = judge({**STAFF, **prices, **BOTH_OPEN}, {"f": {"h1": 0}})
    assert returns.money("staff_hospitals") == pytest.approx(absorb * 200 * 1000)


@pytest.mark.parametrize(("today", "money"), [({}, 45 * 30), (BOTH_OPEN, 0)])
def test_rooms_cost_but_save_nothing(today: Sets, money: float) -> None:
    assert judge({"sites.s1.room_per_day": 30, **today}, HOUSE).money("rooms") == pytest.approx(money)


def test_home_and_variable() -> None:
    home = {
        "today_share": 0.1,
        "max_share": 0.5,
        "acceptance": 0.6,
        "cost_per_visit": 70,
        "paid_by": {"region": 0.5, "municipality": 0.3, "state": 0.2},
    }
    sets = {"functions.f.home": home, "functions.f.variable_per_visit": 11}
    judged = judge(sets, {"f": {"h1": 0}}, level=1)  # 30 % at home, 600 visits more than today
    assert judged.money("variable") == pytest.approx(-600 * 11)
    for payer, share in home["paid_by"].items():  # type: ignore[union-attr]
        assert judged.money("home", payer) == pytest.approx(600 * 70 * share)
    assert judged.evaluation.indicators["operating_municipality_per_year"] == pytest.approx(12600)
    assert judged.evaluation.indicators["operating_state_per_year"] == pytest.approx(8400)
    assert judged.evaluation.objectives.economy == pytest.approx(600 * (70 - 11))


def test_transport_is_shared_between_region_and_citizens() -> None:
    sets = {
        "functions.f.patient_transport": {"share_entitled": 0.25},
        "prices.patient_transport_per_km": 5,
        "prices.citizen_travel_per_km": 2,
    }
    judged = judge(sets, HOUSE)
    km = 2 * 540 * (10 - 50)
    assert judged.money("patient_transport") == pytest.approx(0.25 * km * 5)
    assert judged.money("citizen_travel", "citizen") == pytest.approx(0.75 * km * 2)
    assert judged.evaluation.objectives.economy == pytest.approx(0.25 * km * 5)
    assert judged.evaluation.indicators["citizen_travel_per_year"] == pytest.approx(0.75 * km * 2)


@pytest.mark.parametrize("item", ["staff_houses", "staff_travel", "staff_hospitals"])
def test_whoever_pays_the_sum_is_the_same(item: str) -> None:
    alone = judge(STAFF, HOUSE)
    shared = judge({**STAFF, f"prices.paid_by.{item}": {"region": 0.25, "municipality": 0.6, "state": 0.15}}, HOUSE)
    for payer, share in (("region", 0.25), ("municipality", 0.6), ("state", 0.15)):
        assert shared.money(item, payer) == pytest.approx(share * alone.money(item))
    assert alone.money(item) != 0
    assert shared.evaluation.objectives == alone.evaluation.objectives


def test_who_pays_decides_what_the_regions_budget_sees() -> None:
    budget = {**STAFF, "policy.max_extra_operating_per_year": 200000}
    alone = judge(budget, HOUSE).check(Rule.MAX_EXTRA_OPERATING, "")
    paid_by = {f"prices.paid_by.{item}": {"municipality": 1} for item in ("staff_houses", "staff_travel")}
    shared = judge({**budget, **paid_by}, HOUSE).check(Rule.MAX_EXTRA_OPERATING, "")
    assert alone.have - shared.have == pytest.approx(45 * 2400 + 45 * 2 * 40 * 4)


@pytest.mark.parametrize("release", [0, 0.15, 0.5])
def test_gross_and_net_are_the_same_whatever_share_is_planned_with(release: float) -> None:
    indicators = judge({**STAFF, "prices.hospital_release_share": release}, HOUSE).evaluation.indicators
    gross = 45 * 2400 + 45 * 2 * 40 * 4
    assert indicators["operating_gross_per_year"] == pytest.approx(gross)
    assert indicators["operating_release_50_per_year"] == pytest.approx(gross - 0.5 * 200 * 540)
    assert indicators["operating_release_100_per_year"] == pytest.approx(gross - 200 * 540)
    assert indicators["operating_per_year"] == pytest.approx(gross - release * 200 * 540)


EQUIPMENT: Sets = {
    "equipment.scanner": {
        "title": "Scanner",
        "price": 1000,
        "fixed_price_per_site": 300,
        "service_per_year": 50,
        "lifetime_years": 2,
    },
    "functions.f.equipment": {"scanner": {"minutes_per_visit": 20}},
    "prices.discount_rate": 0.1,
}


@pytest.mark.parametrize(
    ("units", "investment", "service"),
    [
        ({"h1": 1, "s1": 1}, 1300, 50),
        ({"h1": 1, "s1": 3}, 3300, 150),
        ({"h1": 2, "s1": 1}, 2300, 100),
        ({"s1": 1}, 1300, 50),
    ],
)
def test_equipment(units: dict[str, int], investment: float, service: float) -> None:
    judged = judge(EQUIPMENT, HOUSE, {"scanner": units})
    assert judged.money("equipment") == pytest.approx(investment)
    assert judged.money("equipment_service") == pytest.approx(service)
    assert judged.evaluation.indicators["investment"] == pytest.approx(investment)
    annuity = 0.1 / (1 - 1.1**-2)
    assert judged.evaluation.objectives.economy == pytest.approx(investment * annuity + service)


@pytest.mark.parametrize(("rate", "annuity"), [(0, 1 / 20), (0.05, 0.05 / (1 - 1.05**-20))])
def test_fitting_out(rate: float, annuity: float) -> None:
    judged = judge({"functions.f.fitting_out": 900, "prices.discount_rate": rate}, HOUSE)
    assert judged.evaluation.money == (MoneyItem("region", "fitting_out", "f", "s1", 0, 900, own=True),)
    assert judged.evaluation.objectives.economy == pytest.approx(900 * annuity)


def test_fitting_out_is_paid_at_hospitals_too() -> None:
    sets = {"functions.f.fitting_out": 900, "policy.hospital_functions": "free"}
    assert judge(sets, {"f": {"h1": 0, "h2": 0}}).money("fitting_out") == 900


def test_without_today_everything_is_new() -> None:
    judged = judge({**STAFF, "baseline.rows": {}}, HOUSE)
    assert judged.money("staff_hospitals") == pytest.approx(200 * 2460)
    assert judged.money("staff_houses") == pytest.approx(45 * 2400)
