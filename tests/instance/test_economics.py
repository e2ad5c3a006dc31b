"""Prices by hand."""

from __future__ import annotations

import pytest

from placement.instance.build import annuity
from placement.scenario.price_year import in_price_year
from placement.scenario.schema.quantity import Quantity
from tests.helpers.judged import instance, scenario

STAFF = {
    "staff_roles": {
        "doctor": {"title": "D", "cost_per_clinic_day": 5000},
        "nurse": {"title": "N", "cost_per_clinic_day": 2000, "stationed_at_houses": True},
    },
    "functions.f.staff_per_clinic_day": {"doctor": 1, "nurse": 2},
}


@pytest.mark.parametrize(
    ("rate", "years", "share"),
    [(0, 10, 0.1), (0.05, 1, 1.05), (0.1, 2, 0.1 / (1 - 1 / 1.21)), (0.035, 20, 0.0703611)],
)
def test_annuity(rate, years, share):
    assert annuity(rate, years) == pytest.approx(share, rel=1e-6)


def test_prices_follow_the_index_from_their_own_year():
    indexed = scenario({"about.price_year": 2025, "prices.index": {2020: 100, 2025: 110, 2030: 121}})

    assert in_price_year(indexed, Quantity(value=100, year=2020)) == pytest.approx(110)  # prices have risen since
    assert in_price_year(indexed, Quantity(value=121, year=2030)) == pytest.approx(110)
    assert in_price_year(indexed, Quantity(value=100)) == 100
    assert in_price_year(scenario(), Quantity(value=100, year=2020)) == 100


def test_a_clinic_day_costs_its_staff_and_only_those_who_travel_cost_kilometres():
    money = instance({**STAFF, "prices.staff_travel_per_km": 3}).economics

    assert money.staff_day.tolist() == [9000]
    assert money.travel_day.tolist() == [[0, 0, 2 * 40 * 3, 2 * 25 * 3]]
    assert money.hospital_visit.tolist() == [9000 / 12]


def test_travel_is_taken_from_the_working_day_of_those_sent_out():
    region = instance({**STAFF, "functions.f.staff_workday_minutes": 400})

    # hospitals 360 / 30; s1 (400 − 80) / 30; s2 (400 − 50) / 30
    assert region.clinics.visits_per_day[0].tolist() == [12, 12, 10, 11]
    assert instance().clinics.visits_per_day[0].tolist() == [12] * 4


def test_what_is_not_priced_costs_nothing_and_budgets_that_are_not_set_are_endless():
    money = instance().economics

    assert money.fitting_out.tolist() == [[0, 0, 0, 0]]
    assert money.max_investment == money.max_extra_operating == float("inf")
    assert instance({"policy.max_investment": 500}).economics.max_investment == 500


def test_investments_are_spread_over_their_lifetimes():
    money = instance(
        {
            "prices.discount_rate": 0,
            "prices.fitting_out_lifetime_years": 25,
            "equipment": {"e": {"title": "E", "price": 1000, "lifetime_years": 8}},
        }
    ).economics

    assert money.equipment_annuity.tolist() == [1 / 8]
    assert money.fitting_out_annuity == 1 / 25
