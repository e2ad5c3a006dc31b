from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from placement.instance.travel import preference_rank
from placement.questions.proposal.findings import KnifeEdge
from placement.questions.proposal.sensitivity import preference_keys
from placement.questions.proposal.study import study
from tests.questions.proposal.by_hand import instance_of, small, solved_with


def edges(tree: dict[str, Any], **changed: Any) -> tuple[KnifeEdge, ...]:
    return study(solved_with(instance_of(tree), **changed)).knife_edges


def with_time(tree: dict[str, Any], origin: str, destination: str, minutes: float) -> dict[str, Any]:
    row = {"origin": origin, "destination": destination, "minutes": minutes}
    tree["travel"].setdefault("overrides", {}).setdefault("rows", []).append(row)
    return tree


def test_an_exact_tie_is_found() -> None:
    (edge,) = edges(small())
    assert (edge.area, edge.function, edge.site, edge.next_site) == ("midtby", "oejne", "hosp", "nord")
    assert edge.difference_minutes == 0
    assert edge.visits == pytest.approx(360)
    assert not edge.without_car


@pytest.mark.parametrize(("minutes", "found"), [(34.9, True), (35.0, False), (25.1, True), (25.0, False)])
def test_only_what_is_less_than_the_tie_minutes_away(minutes: float, found: bool) -> None:
    tree = with_time(small(), "midtby", "nord", minutes)
    assert bool(edges(tree)) == found


def test_the_most_visits_come_first() -> None:
    found = edges(small(), add={("lunge", "nord"): 2.0})
    assert [edge.function for edge in found] == ["oejne", "lunge"]


def test_a_minimum_that_hangs_on_an_area_is_named() -> None:
    tree = with_time(small(functions__lunge__min_visits_per_year=600), "midtby", "nord", 29)
    (edge,) = [edge for edge in edges(tree, add={("lunge", "nord"): 2.0}) if edge.function == "lunge"]
    assert (edge.site, edge.next_site) == ("nord", "hosp")
    assert edge.hangs_on_it == "min_visits_per_year lunge nord"


def test_nothing_hangs_on_visits_the_days_do_not_hold() -> None:
    tree = with_time(small(functions__lunge__min_visits_per_year=450), "midtby", "nord", 29)
    (edge,) = [edge for edge in edges(tree, add={("lunge", "nord"): 1.0}) if edge.function == "lunge"]
    assert edge.hangs_on_it == ""  # 700 come, 450 are seen; without the area's 200 it is the same


def test_full_days_that_hang_on_an_area_are_named() -> None:
    # 900 from the town and 360 from the area take three days; with the area elsewhere it is two.
    tree = with_time(small(policy__existing_in_houses="days_may_change"), "midtby", "nord", 31)
    (edge,) = edges(tree, days={("oejne", "nord"): 2.0})
    assert edge.site == "hosp"
    assert edge.hangs_on_it == "clinic_capacity oejne nord"


def test_days_that_follow_the_visits_never_hang_on_an_area() -> None:
    (edge,) = edges(with_time(small(), "midtby", "nord", 31))
    assert edge.hangs_on_it == ""


def test_an_area_that_would_meet_a_minimum_next_door_is_named() -> None:
    tree = with_time(small(functions__lunge__min_visits_per_year=700), "midtby", "nord", 31)
    (edge,) = [edge for edge in edges(tree) if edge.function == "lunge"]
    assert (edge.area, edge.site, edge.next_site, edge.difference_minutes) == ("midtby", "hosp", "nord", 1)
    assert edge.hangs_on_it == "min_visits_per_year lunge nord"


def test_an_area_too_small_to_meet_it_is_not() -> None:
    tree = with_time(small(functions__lunge__min_visits_per_year=701), "midtby", "nord", 31)
    assert [edge for edge in edges(tree) if edge.function == "lunge"] == []


def test_the_pull_of_the_own_hospital_counts() -> None:
    tree = small(functions__oejne__choice="catchment", functions__oejne__catchment_pull_minutes=30)
    tree["sites"]["andet"] = {"title": "Andet", "kind": "hospital"}
    tree["sites"]["nord"]["catchment"] = "andet"
    for area in tree["areas"]["rows"].values():
        area["catchment_hospital"] = "hosp"
    for origin in (*tree["areas"]["rows"], "hosp", "nord", "syd"):
        with_time(tree, origin, "andet", 200)
    with_time(tree, "midtby", "nord", 2)
    (edge,) = edges(tree)
    assert (edge.site, edge.next_site, edge.difference_minutes) == ("hosp", "nord", 2)


def test_the_keys_are_those_of_the_order() -> None:
    tree = small(functions__oejne__choice="catchment", sites__nord__catchment="hosp")
    tree["areas"]["rows"]["by"].update(catchment_hospital="hosp", share_without_car=0.3)
    instance = instance_of(tree)
    for key, rank in zip(preference_keys(instance), instance.travel.rank, strict=True):
        assert np.array_equal(preference_rank(key), rank)


def test_where_the_region_allocates_there_is_no_edge() -> None:
    assert edges(small(functions__oejne__choice="free")) == ()
