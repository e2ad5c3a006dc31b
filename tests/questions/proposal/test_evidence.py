from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from placement.plan.equipment import UnitRule
from placement.plan.plan import TOLERANCE
from placement.present.words.voice import Voice
from placement.questions.proposal.evidence import calibrate, not_independent, within20
from placement.questions.proposal.findings import Assumption
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.screen.rests_on import fit
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from placement.scenario.schema.frame import Method
from tests.questions.proposal.by_hand import instance_of, small, solved_with


def numbers(tree: dict[str, Any], method: Method = "price", **changed: Any) -> dict[str, Assumption]:
    rows = study(replace(solved_with(instance_of(tree), **changed), method=method)).assumptions
    assert len({row.path for row in rows}) == len(rows)
    return {row.path: row for row in rows}


def test_a_number_with_provenance() -> None:
    row = numbers(small())["functions.lunge.min_visits_per_year"]
    assert (row.value, row.low, row.high, row.owner, row.quality) == (400, 200, 1000, "Specialeråd", "assumption")
    assert row.written


def test_a_default_nobody_wrote() -> None:
    row = numbers(small())["functions.lunge.clinic_weeks_per_year"]
    assert (row.value, row.written) == (45, False)
    assert math.isnan(row.low)


def test_numbers_that_do_not_count_are_left_out() -> None:
    found = numbers(small())
    assert "functions.lunge.catchment_pull_minutes" not in found
    assert "functions.lunge.clinic_day_minutes" not in found
    assert "functions.lunge.base_radius_minutes" not in found
    assert "objectives.tolerance" not in found
    assert "sites.hosp.lat" not in found
    assert "objectives.tolerance" in numbers(small(objectives={"method": "lexicographic"}), "lexicographic")


def test_prices_are_numbers_like_others() -> None:
    minute = {"value": 8, "low": 1.7, "high": 12, "owner": "Regionsrådet"}
    found = numbers(small(objectives={"prices": {"minute": minute}}))
    row = found["objectives.prices.minute"]
    assert (row.value, row.low, row.high, row.owner, row.written) == (8, 1.7, 12, "Regionsrådet", True)
    assert not found["objectives.prices.lost_quality_visit"].written
    assert "objectives.prices.minute" not in numbers(small(objectives={"prices": {"minute": minute}}), "balanced")


def test_the_numbers_of_the_measure_used_and_of_saved_trips() -> None:
    measures = {"mean": set(), "ede": {"aversion"}, "worst_share": {"worst_share", "longest_from_minutes"}}
    for equity, names in measures.items():
        citizen = {"equity": equity, "longest_from_minutes": 20}
        found = numbers(small(objectives={"citizen": citizen}))
        assert {path for path in found if "citizen." in path} == {f"objectives.citizen.{name}" for name in names}
    share = {"value": 0.2, "low": 0.1, "high": 0.3, "owner": "Specialeråd"}
    pair = {"functions": ["lunge", "oejne"], "saved_trips_share": share}
    row = numbers(small(synergies={"day": pair}))["synergies.day.saved_trips_share"]
    assert (row.value, row.low, row.high, row.owner, row.written) == (0.2, 0.1, 0.3, "Specialeråd", True)
    floor = {"within_minutes": 30, "min_share": {"value": 0.5, "owner": "Regionsrådet"}}
    assert numbers(small(policy__coverage={"near": floor}))["policy.coverage.near.min_share"].owner == "Regionsrådet"


def test_a_column_of_areas_is_one_number() -> None:
    tree = small(areas__columns={"people": {"quality": "derived", "low_factor": 0.85, "high_factor": 1.15}})
    row = numbers(tree)["areas.*.people"]
    assert (row.value, row.quality) == (70000, "derived")
    assert (row.low, row.high) == pytest.approx((59500, 80500))


def test_known_times_and_the_baseline_are_told_one_by_one() -> None:
    tree = small(travel__overrides={"rows": [{"origin": "by", "destination": "nord", "minutes": 44, "source": "ur"}]})
    found = numbers(tree)
    assert found["travel.overrides.by.nord.minutes"].value == 44
    assert found["travel.overrides.by.nord.minutes"].quality == "sourced"
    assert found["baseline.lunge.hosp.visits_observed_per_year"].year == 2023
    assert "baseline.lunge.hosp.fixed_visits_per_year" not in found


def test_a_minimum_tips_where_the_nearest_house_would_come_or_go() -> None:
    path = "functions.lunge.min_visits_per_year"
    assert numbers(small())[path].tipping_value == pytest.approx(300)  # Syd would come in
    assert numbers(small(), add={("lunge", "nord"): 1.0})[path].tipping_value == pytest.approx(450)  # Nord would go
    assert math.isnan(numbers(small(functions__lunge__allowed_at=["hospital"]))[path].tipping_value)


def test_a_minimum_of_patients_tips_in_patients() -> None:
    tree = small(functions__lunge__min_patients_per_year=200, functions__lunge__visits_per_patient_per_year=2)
    del tree["functions"]["lunge"]["min_visits_per_year"]
    assert numbers(tree)["functions.lunge.min_patients_per_year"].tipping_value == pytest.approx(150)


def test_calibration_is_modelled_against_observed() -> None:
    solved = solved_with(instance_of(small()))
    (row,) = study(solved).calibration
    assert (row.function, row.site, row.year) == ("lunge", "hosp", 2023)
    assert (row.observed, row.modelled, row.ratio) == pytest.approx((3000, 3500, 3500 / 3000))
    assert within20((row,)) == (1, 1)
    assert calibrate(solved.instance, None) == ()


def test_what_is_not_known_to_be_open_cannot_be_compared() -> None:
    tree = small()
    tree["baseline"]["rows"]["lunge"]["syd"] = {"status": "unknown", "visits_observed_per_year": 100}
    rows = study(solved_with(instance_of(tree))).calibration
    assert len(rows) == 2
    assert within20(rows) == (1, 1)


RULE = UnitRule(capacity=1000, least=0.5, most=0.9, units_today=2, least_today=0.3)


@pytest.mark.parametrize(
    ("wanted", "minutes", "units"),
    [
        (2, 1500, 2),  # as today
        (2, 1801, 3),  # more are needed
        (2, 600, 2),  # just busy enough for what stands there
        (2, 599, 1),  # too idle: one goes
        (3, 1500, 3),  # a third may stand from the minutes that half fill it
        (3, 1499, 2),
        (0, 0, 1),  # it is needed
        (0, 901, 2),  # one cannot hold it, so two may stand
    ],
)
def test_units_are_kept_unless_more_are_needed_or_they_are_idle(wanted: int, minutes: float, units: int) -> None:
    assert RULE.choose(wanted, minutes, at_least=1) == units


def test_equipment_that_is_not_counted_needs_one_unit() -> None:
    rule = UnitRule(math.inf, 0, 1, 0, 0)
    assert rule.choose(0, 1e9, at_least=1) == 1
    assert rule.choose(0, 0, at_least=0) == 0
    assert rule.choose(3, 0, at_least=0) == 3


def test_units_of_a_house_that_is_kept_stay() -> None:
    tree = small(sites__nord__equipment_today={"scanner": 3}, equipment__scanner__min_utilisation=0.3)
    assert solved_with(instance_of(tree), home={"oejne": 1}).plan.units[0, 1] == 3


def test_units_that_are_chosen_keep_the_rules() -> None:
    solved = solved_with(instance_of(small()), add={("oejne", "syd"): 2.0})
    used = solved.evaluation.utilisation[solved.plan.units > 0]
    assert ((used >= 0.1 - TOLERANCE) & (used <= 1 + TOLERANCE)).all()


def test_a_count_that_made_the_rate_is_no_check_of_it() -> None:
    counted = {"days_per_week": 5, "visits_observed_per_year": 3000, "source": "hospital"}
    rate = {"value": 50, "source": "hospital", "quality": "derived"}
    sources = {"hospital": {"title": "Tal"}, "other": {"title": "Andet"}}
    found = {}
    for source in ("hospital", "other"):
        tree = small(
            sources=sources,
            functions__lunge__visits_per_1000_per_year={**rate, "source": source},
            baseline__rows__lunge__hosp=counted,
        )
        solved = solved_with(instance_of(tree))
        studied = study(solved)
        found[source] = fit(View(solved, studied, Voice("en")))
        assert not_independent(studied.calibration) == (source == "hospital")
        assert tables(solved, studied)["calibration"].records()[0]["rate_from_it"] is (source == "hospital")
    assert "1 of the counts has the same source as the rate" in found["hospital"]
    assert "same source" not in found["other"]
    assert found["hospital"].startswith(found["other"])
