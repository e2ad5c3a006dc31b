"""Travel times by hand.

Which hospital is nearest where two are equally near: the order in which they are listed decides nothing.

Floors that no plan can meet are seen without solving.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from placement.cli.entry import run
from placement.errors import InfeasibleError
from placement.instance.build import build
from placement.instance.eligibility import make_index_sets
from placement.instance.travel import (
    beyond_reach,
    crossing_minutes,
    drive_minutes,
    great_circle_km,
    mean_minutes,
    preference_rank,
    travel_tables,
)
from placement.scenario.dump import lock
from placement.scenario.load import load_text
from placement.scenario.schema.places import SpeedBand
from placement.solve.result import Options
from placement.solve.run import solve
from tests.helpers.judged import instance, scenario

BANDS = (SpeedBand(up_to_km=10, kmh=30), SpeedBand(up_to_km=30, kmh=60), SpeedBand(kmh=120))
ON_THE_EQUATOR = {
    "travel.method": "straight_line",
    "travel.detour_factor": 1,
    "travel.access_minutes": 5,
    "travel.without_car_factor": 2,
    "travel.speed_bands": [{"kmh": 60}],
    **{f"sites.{site}.lat": 0 for site in ("h1", "h2", "s1", "s2")},
    **{f"sites.{site}.lon": lon for site, lon in (("h1", 0), ("h2", 1), ("s1", 2), ("s2", 3))},
    "areas.rows.west.lat": 0,
    "areas.rows.west.lon": 0,
    "areas.rows.east.lat": 0,
    "areas.rows.east.lon": 1,
    "minutes": {},
}
DEGREE = math.pi * 6371.0088 / 180


def at(region, area, site, *, without=False):
    unit = np.flatnonzero(
        (region.unit_area == region.area_ids.index(area)) & (region.unit_without_car == without)
    ).item()
    return float(region.travel.minutes[unit, region.site_ids.index(site)])


def test_a_quarter_of_the_earth_and_a_known_pair_of_towns():
    quarter = great_circle_km(np.array([0.0]), np.array([0.0]), np.array([90.0]), np.array([0.0]))
    towns = great_circle_km(np.array([55.6761]), np.array([12.5683]), np.array([56.1629]), np.array([10.2039]))

    assert quarter.item() == pytest.approx(math.pi / 2 * 6371.0088)
    assert towns.item() == pytest.approx(157, abs=1)  # Copenhagen and Aarhus as the crow flies


@pytest.mark.parametrize(("km", "minutes"), [(0, 0), (5, 10), (10, 20), (20, 30), (30, 40), (40, 45)])
def test_bands_are_marginal(km, minutes):
    assert drive_minutes(np.array([[float(km)]]), BANDS).item() == pytest.approx(minutes)


def test_minutes_are_distance_times_detour_at_the_speed_plus_access():
    region = instance({**ON_THE_EQUATOR, "travel.detour_factor": 1.5})

    assert at(region, "west", "h1") == pytest.approx(5)
    assert at(region, "west", "h2") == pytest.approx(1.5 * DEGREE + 5)
    assert region.travel.km[0, 1] == pytest.approx(1.5 * DEGREE)


def test_those_without_a_car_take_the_factor_but_not_on_the_ferry():
    region = instance(
        {
            **ON_THE_EQUATOR,
            "areas.rows.west.share_without_car": 0.25,
            "sites.h2.landmass": "island",
            "travel.crossings": {"ferry": {"between": ["mainland", "island"], "minutes": 40}},
        }
    )

    assert at(region, "west", "h2") == pytest.approx(DEGREE + 5 + 40)
    assert at(region, "west", "h2", without=True) == pytest.approx(2 * (DEGREE + 5) + 40)
    assert region.demand.people == pytest.approx([750, 250, 2000])


def test_crossings_are_chained_the_shortest_way_and_work_both_ways():
    sets = make_index_sets(
        scenario(
            {
                "travel.crossings": {
                    "long": {"between": ["mainland", "far"], "minutes": 100},
                    "one": {"between": ["mainland", "near"], "minutes": 30},
                    "two": {"between": ["far", "near"], "minutes": 20},
                    "slow": {"between": ["near", "far"], "minutes": 25},
                }
            }
        )
    )

    index, minutes = crossing_minutes(sets)

    assert minutes[index["mainland"], index["far"]] == minutes[index["far"], index["mainland"]] == 50
    assert minutes[index["near"], index["near"]] == 0


def test_an_override_wins_over_the_calculated_time():
    region = instance(
        {
            **ON_THE_EQUATOR,
            "areas.rows.west.share_without_car": 0.5,
            "travel.overrides.rows": [{"origin": "west", "destination": "h2", "minutes": 33, "km": 44}],
        }
    )

    assert (at(region, "west", "h2"), at(region, "west", "h2", without=True)) == (33, 66)
    assert region.travel.km[0, 1] == 44
    assert at(region, "west", "s1") == pytest.approx(2 * DEGREE + 5)


@pytest.mark.parametrize(
    ("crossings", "minutes", "without"),
    [
        ({"ferry": {"between": ["mainland", "island"], "minutes": 165}}, 250, 165 + 2 * 85),
        ({"ferry": {"between": ["mainland", "island"], "minutes": 165}}, 150, 150),  # a quicker boat, nothing to drive
        ({}, 250, 250),  # nobody knows what is driven
    ],
)
def test_the_ferry_within_a_known_time_is_as_long_without_a_car(crossings, minutes, without):
    region = instance(
        {
            **ON_THE_EQUATOR,
            "areas.rows.west.share_without_car": 0.5,
            "areas.rows.west.landmass": "island",
            "travel.crossings": crossings,
            "travel.overrides.rows": [{"origin": "west", "destination": "h2", "minutes": minutes}],
        }
    )

    assert (at(region, "west", "h2"), at(region, "west", "h2", without=True)) == (minutes, without)


def test_a_known_time_that_nobody_can_travel_is_no_way_without_a_car_either():
    rows = [{"origin": "west", "destination": "h2", "minutes": None}]
    region = instance({**ON_THE_EQUATOR, "areas.rows.west.share_without_car": 0.5, "travel.overrides.rows": rows})

    assert math.isinf(at(region, "west", "h2", without=True))


@pytest.mark.parametrize("first", ["car", "without_car"])
def test_a_row_for_those_without_a_car_wins_over_the_factor_in_whatever_order(first):
    rows = [
        {"origin": "west", "destination": "h2", "minutes": 10},
        {"origin": "west", "destination": "h2", "minutes": 12, "mode": "without_car"},
    ]
    ordered = rows if first == "car" else rows[::-1]
    region = instance({**ON_THE_EQUATOR, "areas.rows.west.share_without_car": 0.5, "travel.overrides.rows": ordered})

    assert (at(region, "west", "h2"), at(region, "west", "h2", without=True)) == (10, 12)


def test_between_sites_a_missing_direction_is_the_other_one():
    sets = make_index_sets(scenario({"minutes.h1": {"s1": 7}, "minutes.s1": {"h2": 70}}))

    car, _, _ = travel_tables(sets)

    between = car[2:]
    site = sets.site_ids.index
    assert between[site("s1"), site("h1")] == between[site("h1"), site("s1")] == 7
    assert between[site("h2"), site("s1")] == 70
    assert between[site("h1"), site("h1")] == 0


def test_ranks_are_dense_and_equal_within_a_tenth_of_a_minute():
    ranks = preference_rank(np.array([[20.0, 10.0, 10.04, 30.0], [1.0, 1.06, 1.2, 1.2]]))

    assert ranks.tolist() == [[1, 0, 0, 2], [0, 1, 2, 2]]


def test_sites_of_another_catchment_are_pulled_away_from():
    pulled = {
        "functions.f.choice": "catchment",
        "functions.f.catchment_pull_minutes": 35,
        "areas.rows.west.catchment_hospital": "h2",
        "sites.s2.catchment": "h2",
    }
    region = instance(pulled)

    # west: h1 50 + 35, h2 80, s1 10 + 35, s2 30; east belongs nowhere: 20, 60, 40, 30
    assert region.travel.rank[0].tolist() == [[3, 2, 1, 0], [0, 3, 2, 1]]
    assert instance({**pulled, "functions.f.choice": "nearest"}).travel.rank[0, 0].tolist() == [2, 3, 0, 1]
    assert region.travel.minutes[0].tolist() == [50, 80, 10, 30]


def test_a_base_is_covered_within_the_radius_or_in_the_same_municipality():
    region = instance({"functions.f.base_radius_minutes": 30, "sites.h2.municipality": "E"})

    assert region.travel.covered[0].tolist() == [[False, False, True, True], [True, True, False, True]]


def test_the_parent_is_the_one_named_or_the_nearest_by_car():
    region = instance(
        {
            "sites.s1": {"title": "S1", "kind": "health_house"},
            "sites.s2.parent_hospital": "h2",
            "minutes.s1": {"h1": 40, "h2": 39},
        }
    )

    assert region.parent.tolist() == [-1, -1, 1, 1]
    assert region.travel.parent_minutes.tolist() == [0, 0, 39, 55]
    assert region.travel.parent_km.tolist() == [0, 0, 39, 55]


def test_the_overflow_goes_to_the_parent_if_it_offers_the_function_else_to_the_nearest_that_does():
    assert instance().overflow_site[0].tolist() == [-1, -1, 0, 0]
    assert instance({"baseline.rows.f": {"h2": "open"}}).overflow_site[0].tolist() == [-1, -1, 1, 1]
    assert instance({"baseline.rows": {}}).overflow_site[0].tolist() == [-1, -1, 0, 0]


@pytest.mark.parametrize("method", ["table", "straight_line"])
def test_nobody_gets_where_a_row_has_no_minutes_whatever_the_method(method):
    sets = {} if method == "table" else ON_THE_EQUATOR
    rows = [{"origin": "west", "destination": "h2", "minutes": None}]
    region = instance({**sets, "areas.rows.west.share_without_car": 0.5, "travel.overrides.rows": rows})

    assert at(region, "west", "h2") == at(region, "west", "h2", without=True) == math.inf
    assert np.isfinite(region.travel.minutes).sum() == region.travel.minutes.size - 2


@pytest.mark.parametrize("method", ["table", "straight_line"])
def test_nobody_gets_between_landmasses_without_a_crossing_whatever_the_method(method):
    sets = {} if method == "table" else ON_THE_EQUATOR
    island = {"sites.s1.landmass": "island", "areas.rows.west.landmass": "island"}
    rows = {"west": {"s1": 10}, "east": {"h1": 20, "h2": 60, "s2": 30}, "s2": {"h1": 25}}
    region = instance({**sets, **island, **({"minutes": rows} if method == "table" else {})})

    far = np.isinf(region.travel.minutes)
    assert far.tolist() == [[True, True, False, True], [False, False, True, False]]
    assert region.travel.parent_minutes[region.site_ids.index("s1")] == math.inf
    assert region.travel.parent_minutes[region.site_ids.index("s2")] < math.inf


def test_a_row_gives_a_way_where_no_crossing_does_and_ranks_put_no_way_last():
    region = instance({"sites.s1.landmass": "island", "minutes.east.s1": None})

    assert at(region, "west", "s1") == 10
    assert region.travel.rank[0].tolist() == [[2, 3, 0, 1], [0, 2, 3, 1]]


@pytest.mark.parametrize(("mode", "with_car", "without"), [("car", math.inf, math.inf), ("without_car", 50, math.inf)])
def test_those_without_a_car_may_be_the_only_ones_who_cannot(mode, with_car, without):
    rows = [{"origin": "west", "destination": "h1", "minutes": None, "mode": mode}]
    region = instance({"areas.rows.west.share_without_car": 0.5, "travel.overrides.rows": rows})

    assert (at(region, "west", "h1"), at(region, "west", "h1", without=True)) == (with_car, without)


def test_staff_that_travels_cannot_be_where_nobody_can_get_to():
    island = {"sites.s1.landmass": "island", "minutes.s1.h1": None, "minutes.s1.h2": None}
    staff = {"staff_roles.doctor": {"title": "D"}, "functions.f.staff_per_clinic_day": {"doctor": 1}}
    fixed = {"functions.f.visits_per_clinic_day": 5}
    house = instance(island).site_ids.index("s1")

    for asked in (staff, {**staff, **fixed}):
        assert instance({**island, **asked}).clinics.visits_per_day[0, house] == 0
    stationed = {**staff, "staff_roles.doctor.stationed_at_houses": True}
    assert instance({**island, **stationed}).clinics.visits_per_day[0, house] == 12
    assert instance(island).clinics.visits_per_day[0, house] == 12


TEXT = """\
schema_version: 2
name: near
title: Near
areas:
  rows:
    a: {name: A, people: 3000}
    b: {name: B, people: 1000}
sites:
SITES
functions:
  f:
    title: F
    visits_per_1000_per_year: 100
    visits_per_clinic_day: 5
    overflow: parent_hospital
    home: {mode: home_treatment, max_share: 0.2, staff_minutes_per_visit: {nurse: 30}}
staff_roles: {nurse: {title: Nurse}}
travel:
  method: table
  rows:
    - {origin: a, destination: far, minutes: 40}
    - {origin: a, destination: near, minutes: 20}
    - {origin: b, destination: far, minutes: 30}
    - {origin: b, destination: near, minutes: 30}
    - {origin: a, destination: house, minutes: 15}
    - {origin: b, destination: house, minutes: 15}
    - {origin: house, destination: far, minutes: 25}
    - {origin: house, destination: near, minutes: 25}
baseline: {f: {near: {}, far: {}}}
"""
HOSPITALS = {"far": "  far: {title: Far, kind: hospital}", "near": "  near: {title: Near, kind: hospital}"}


@pytest.mark.parametrize("order", [("far", "near"), ("near", "far")])
def test_of_equally_near_hospitals_the_one_nearest_to_most_people(order: tuple[str, str]) -> None:
    sites = "\n".join((*(HOSPITALS[name] for name in order), "  house: {title: House, kind: health_house}"))
    instance = build(load_text(TEXT.replace("SITES", sites)).scenario)
    near, house = instance.site_ids.index("near"), instance.site_ids.index("house")

    assert mean_minutes(instance)[near] == 22.5
    assert instance.parent[house] == near
    assert instance.overflow_site[0, house] == near
    assert instance.staff.home_hospital.tolist() == [near, near]


DEMAND = {"when_today_is_lower": "demand"}
FLOOR: dict[str, Any] = {"within_minutes": 20, "min_share": 0.95, **DEMAND}
HOME = {"max_share": 0.8, "mode": "home_treatment"}


def said(sets: dict[str, Any]) -> list[str]:
    return [f"{cause.path}: {cause.message}" for cause in beyond_reach(instance(sets))]


def test_a_floor_within_reach_is_no_cause() -> None:
    assert said({"policy.coverage.near": FLOOR}) == []  # west by s1, east by h1


@pytest.mark.parametrize(
    ("sets", "have"),
    [
        ({"policy.coverage.near": FLOOR, "sites.s1.scope": "outside", "sites.s1.scope_reason": "x"}, "0.6667"),
        ({"policy.coverage.near": FLOOR, "functions.f.max_house_share": 0.8}, "0.9333"),
        ({"policy.coverage.near": {**FLOOR, "within_minutes": 5}}, "0"),
    ],
    ids=["no house", "some are bound to a hospital", "nobody is so near"],
)
def test_a_floor_beyond_reach_is_a_cause(sets: dict[str, Any], have: str) -> None:
    (cause,) = said(sets)
    assert cause.startswith("policy.coverage.near.min_share: near asks for a share of 0.95 of the visits within ")
    assert f"it is {have};" in cause


def test_home_counts_as_near() -> None:
    far = {"policy.coverage.near": {**FLOOR, "within_minutes": 5, "min_share": 0.8}}
    assert said({**far, "functions.f.home": HOME}) == []
    assert len(said({**far, "functions.f.home": {**HOME, "max_share": 0.7}})) == 1


def test_what_today_may_keep_is_no_cause() -> None:
    floor = {"within_minutes": 5, "min_share": 0.95}
    assert said({"policy.coverage.near": floor}) == []
    assert len(said({"policy.coverage.near": floor, "baseline": {"rows": {}}})) == 1


@pytest.mark.parametrize(
    ("sets", "path"),
    [
        (
            {"functions.f.max_travel_minutes": 5, "functions.f.max_travel_when_today_is_lower": "demand"},
            "functions.f.max_travel_share",
        ),
        (
            {"policy.max_travel_by_level": {"general": {"minutes": 5, **DEMAND}}},
            "policy.max_travel_by_level.general.share",
        ),
    ],
)
def test_a_longest_trip_beyond_reach_is_a_cause_unless_it_has_a_price(sets: dict[str, Any], path: str) -> None:
    (cause,) = said(sets)
    assert cause.startswith(f"{path}: f asks for a share of 1 ")
    soft = {"rule": "max_travel_minutes", "price_per_unit": 5, "reason": "r"}
    assert said({**sets, "policy.soft_rules": {"a": soft}}) == []


def test_check_and_solve_name_it(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    text = lock(scenario({"policy.coverage.near": {**FLOOR, "within_minutes": 5}, "objectives.prices.minute": 1}))
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    assert run(["check", str(tmp_path), "--lang", "en"]) == 4
    assert "near asks for a share of 0.95" in " ".join("".join(capsys.readouterr()).split())
    with pytest.raises(InfeasibleError) as caught:
        solve(load_text(text), Options())
    assert [cause.path for cause in caught.value.causes] == ["policy.coverage.near.min_share"]


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
def test_a_demanded_floor_opens_what_a_kept_one_does_not(formulation: str) -> None:
    """At no price of a minute: only the floor asks for the house."""
    kept: dict[str, Any] = {
        "objectives.prices.minute": 0,
        "functions.f.staff_per_clinic_day": {"doctor": 1},
        "staff_roles": {"doctor": {"title": "D", "cost_per_clinic_day": 1000}},
        "policy.coverage.near": {**FLOOR, "when_today_is_lower": "keep_today"},
    }
    demanded = {**kept, "policy.coverage.near": FLOOR}
    for sets, opened in ((kept, [True, False]), (demanded, [True, True])):
        solved = solve(load_text(lock(scenario(sets))), Options(formulation=formulation))
        assert solved.plan.open[0, [0, 2]].tolist() == opened
        assert solved.evaluation.feasible
