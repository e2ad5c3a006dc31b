"""Trips saved under one roof, worked out by hand."""

from __future__ import annotations

import pytest

from tests.helpers.judged import G, Places, Sets, judge

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
