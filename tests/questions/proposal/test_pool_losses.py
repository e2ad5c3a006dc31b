"""What hangs on few people, on pools small enough to see."""

from __future__ import annotations

import math
from typing import Any

import pytest

from placement.questions.proposal.findings import PoolLoss
from placement.questions.proposal.sensitivity import pool_losses, rests_on_one_person
from tests.helpers.judged import FUNCTION, Judged, Places, Sets, judge

DOCTOR: Sets = {
    "staff_roles.doctor": {"title": "D", "extra_days_per_week": {"h1": 2}},
    "functions.f.staff_per_clinic_day": {"doctor": 1},
    "minutes.east.s2": 5,
}
TWO: Places = {"f": {"h1": 0, "s1": 1, "s2": 1}}
"""The west prefers s1 and the east s2; a day holds 540 visits at either."""


def losses(judged: Judged) -> tuple[PoolLoss, ...]:
    return pool_losses(judged.instance, judged.plan, judged.evaluation)


def lost(sets: Sets, places: Places = TWO) -> PoolLoss:
    (found,) = losses(judge({**DOCTOR, **sets}, places))
    return found


def test_clinics_give_up_what_nothing_asks_for() -> None:
    found = lost({})

    assert (found.days, found.slack, found.lacks) == (2, 0, 1)
    assert (found.falls, found.shortened, found.visits_lost) == ((), 1, 0)


def test_a_minimum_is_kept_by_closing_another() -> None:
    found = lost({"functions.f.min_visits_per_year": 500})

    assert found.lacks == 1
    assert found.falls in ((("f", "s1"),), (("f", "s2"),))
    assert (found.visits_lost, found.shortened) == (540, 0)


def test_a_waived_minimum_is_not_kept() -> None:
    waived = {"exceptions.x": {"site": "s1", "rules": ["min_visits_per_year"], "reason": "r"}}
    found = lost({"functions.f.min_visits_per_year": 250, **waived})

    assert (found.falls, found.shortened) == ((), 1)


@pytest.mark.parametrize("rule", [{"functions.f.min_days_per_week": 1}, {"functions.f.max_days_between_clinics": 7}])
def test_days_that_a_clinic_must_have_are_not_given_up(rule: Sets) -> None:
    assert len(lost(rule).falls) == 1


def test_what_already_falls_short_may_fall_little_further() -> None:
    stands = {
        "functions.f.min_visits_per_year": 900,
        "policy.existing_in_houses": "free",
        "baseline.rows.f": {"h1": "open", "s1": 1, "s2": 1},
        "staff_roles.doctor.extra_days_per_week": {"h1": 0},
    }

    assert len(lost(stands).falls) == 1


def test_without_a_limit_nobody_knows_the_slack() -> None:
    found = lost({"staff_roles.doctor.extra_days_per_week": None})

    assert math.isnan(found.slack)
    assert (found.lacks, found.falls) == (0, ())


def test_nobody_is_sent_out_nothing_is_lost() -> None:
    assert losses(judge(DOCTOR, {"f": {"h1": 0}})) == ()


def test_of_many_clinics_the_smallest_falls_first() -> None:
    names = [f"f{n}" for n in range(9)]
    own: dict[str, Any] = {
        f"functions.{name}": {
            **FUNCTION,
            "visits_per_1000_per_year": 100 + n,
            "min_days_per_week": 1,
            "staff_per_clinic_day": {"doctor": 1},
        }
        for n, name in enumerate(names)
    }
    sets = {**own, "staff_roles.doctor": {"title": "D", "extra_days_per_week": {"h1": 9}}}
    (found,) = losses(judge(sets, {name: {"h1": 0, "s1": 1} for name in names}))

    assert found.falls == (("f0", "s1"),)
    assert found.visits_lost == pytest.approx(100)


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        ({}, None),
        ({"people": {"h2": 4}}, None),
        ({"people": {"h1": 1}}, True),
        ({"people": {"h1": 2}}, False),
        ({"people": {"h1": 2}, "max_days_away_per_person_per_week": 0.5}, True),
        ({"people": {"h1": 3}, "max_days_away_per_person_per_week": 0.5}, False),
        ({"people": {"h1": 1}, "stationed_at_houses": True}, False),
    ],
)
def test_a_clinic_rests_on_one_person_where_the_others_could_not_hold_it(role: Sets, answer: bool | None) -> None:
    sets = {"staff_roles.doctor": {"title": "D", **role}, "functions.f.staff_per_clinic_day": {"doctor": 1}}
    judged = judge(sets, TWO)

    assert rests_on_one_person(judged.instance, judged.plan, 0, 2) is answer
