"""Where the difference between two alternatives turns, where it can be worked out by hand.

A clinic in ``s1`` (``tests.helpers.one_choice``) sees 1,000 visits: it may stand as long as its minimum is no higher.
"""

from __future__ import annotations

from typing import Any

import pytest

from placement.questions.compare.assumptions import PARTS, Turn, Turning, Turnings, number_at, with_number
from placement.questions.compare.study import SideBySide, side_by_side
from placement.scenario.load import load
from placement.solve.result import Options
from tests.questions.compare.test_study import alternatives

CITIZEN = {"objectives.method": "lexicographic", "objectives.order": ["citizen"]}
MINIMUM = "functions.f.min_visits_per_year"


def compared(reference: str = "today", **sets: dict[str, Any]) -> SideBySide:
    changed = {name: {**CITIZEN, **each} for name, each in sets.items()}
    return side_by_side(*alternatives(**changed), Options(gap=0.0), turning=True, reference=reference)


def told(found: SideBySide) -> Turnings:
    assert found.turnings is not None
    return found.turnings


def only(found: SideBySide) -> Turning:
    (turning,) = told(found).found
    return turning


@pytest.mark.parametrize(("low", "high"), [(600, 1400), (1400, 600)])
def test_the_place_is_between_the_two_values(low: float, high: float) -> None:
    found = only(compared(a={MINIMUM: low}, b={MINIMUM: high}))

    assert (found.first, found.second, found.path, found.turn) == ("a", "b", MINIMUM, Turn.ALIKE)
    assert min(found.last, found.next) <= 1000 <= max(found.last, found.next)
    assert abs(found.last - found.next) == pytest.approx(800 / PARTS)
    assert abs(found.last - low) < abs(found.next - low)
    assert found.proven


def test_whole_numbers_are_found_exactly() -> None:
    found = only(compared(a={"policy.max_changes": 0}, b={"policy.max_changes": 9}))

    assert (found.turn, found.last, found.next) == (Turn.ALIKE, 0, 1)


def test_a_number_that_does_nothing_and_one_that_does() -> None:
    idle = "functions.f.staff_per_clinic_day.doctor"
    found = told(compared(a={MINIMUM: 600, idle: 1}, b={MINIMUM: 1400, idle: 1.5}))

    assert {each.path: each.turn for each in found.found} == {MINIMUM: Turn.ALIKE, idle: Turn.NOTHING}


def test_one_number_alone_may_make_a_third_plan() -> None:
    # the minimum alone opens s1 as well; the ban on s1 is no number and stays
    no_s1 = {"policy.placements": {"f": {"s1": {"decision": "must_not", "reason": "x"}}}}
    found = told(compared(a={MINIMUM: 600}, b={MINIMUM: 1400, **no_s1}))

    assert [each.turn for each in found.found] == [Turn.OTHER]
    assert found.untold == (("a", "b", ("policy.placements.f",)),)


def test_alternatives_that_propose_the_same_do_not_turn() -> None:
    found = told(compared(a={MINIMUM: 600}, b={MINIMUM: 900}))

    assert (found.found, found.alike, found.solves) == ((), (("a", "b"),), 0)


def test_all_are_held_against_the_reference() -> None:
    found = told(compared(reference="b", a={MINIMUM: 600}, b={MINIMUM: 1400}, c={MINIMUM: 700}))

    assert [(each.first, each.second) for each in found.found] == [("b", "a"), ("b", "c")]


def test_what_is_not_tried_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placement.questions.compare.assumptions.MOST", 0)
    found = told(compared(a={MINIMUM: 600}, b={MINIMUM: 1400}))

    assert (found.found, found.untold, found.solves) == ((), (("a", "b", (MINIMUM,)),), 0)


@pytest.mark.parametrize("path", [MINIMUM, "policy.max_changes"])
def test_another_value_at_a_path_changes_nothing_else(path: str) -> None:
    scenario = alternatives(a={MINIMUM: 600, "policy.max_changes": 3})[1][0][1].scenario

    changed = with_number(scenario, path, 5.0)
    assert float(getattr(number_at(changed, path), "value", number_at(changed, path))) == 5
    assert with_number(changed, path, 600 if path == MINIMUM else 3) == scenario


def test_nobody_asks_unless_told() -> None:
    plain = load("scenarios/lukning")

    assert side_by_side(plain, [("base", plain)]).turnings is None
