"""What is enough: the judge, the model and what stands today mean the same by it."""

from __future__ import annotations

import pytest

from placement.instance.instance import SAME, enough, slack, whole
from placement.plan.plan import TOLERANCE
from placement.scenario.load import load_text
from placement.solve.result import Options, Solved, Status
from placement.solve.run import solve

FREE = """\
schema_version: 2
name: fill
title: Fill
areas:
  near: {name: Near, people: 21000, lat: 56.38, lon: 9.66}
  far: {name: Far, people: 19000, lat: 56.09, lon: 8.35}
sites:
  h: {title: H, kind: hospital, lat: 56.15, lon: 8.8}
  s: {title: S, kind: health_house, lat: 56.25, lon: 9.6, room_per_day: 650}
staff_roles: {doctor: {title: Doctor, cost_per_clinic_day: 3100}}
objectives: {method: balanced}
functions:
  f:
    title: F
    visits_per_1000_per_year: 50
    visits_per_clinic_day: VISITS
    staff_per_clinic_day: {doctor: 1}
    choice: CHOICE
    house_bypass_share: 0.1
baseline: {f: {h: {}, s: {days_per_week: 1}}}
"""
"""Who sends visits freely fills whole days at the house, and no more: the next day costs more than it saves."""


def filled(visits: str = "8", choice: str = "free", **options: str) -> Solved:
    return solve(load_text(FREE.replace("VISITS", visits).replace("CHOICE", choice)), Options(**options))


@pytest.mark.parametrize("formulation", ["auto", "assignment"])
@pytest.mark.parametrize("choice", ["free", "{within_minutes: 60}"])
@pytest.mark.parametrize("visits", ["3", "7", "8", "11", "13"])
def test_a_day_filled_to_its_last_visit_is_enough(visits: str, choice: str, formulation: str) -> None:
    solved = filled(visits, choice, formulation=formulation)

    evaluation = solved.evaluation
    assert solved.status is Status.OPTIMAL
    assert evaluation.feasible
    assert evaluation.sent[0, 1] == pytest.approx(evaluation.capacity[0, 1], rel=1e-5)


def test_a_rule_and_a_number_of_days_miss_by_the_same() -> None:
    assert TOLERANCE == SAME
    for need in (0.25, 1.0, 400.0):
        assert enough(need - slack(need), need)
        assert not enough(need - 2.1 * slack(need), need)
    assert [whole(amount) for amount in (0.0, 1.0, 2 + 1e-6, 2 + 1e-5, 400 + 3e-4)] == [0, 1, 2, 3, 400]


EDGE = """\
schema_version: 2
name: edge
title: Edge
areas: {a: {name: A, people: 1000}}
sites:
  h: {title: H, kind: hospital}
  s: {title: S, kind: health_house, parent_hospital: h}
objectives: {prices: {minute: 5}}
functions:
  f:
    title: F
    visits_per_1000_per_year: PER_1000
    visits_per_clinic_day: 2
    clinic_weeks_per_year: 50
    overflow: expand
    days_per_week_steps: []
    max_travel_minutes: 30.0000005
travel:
  method: table
  rows:
    - {origin: a, destination: h, minutes: 60}
    - {origin: a, destination: s, minutes: 30.000001}
    - {origin: s, destination: h, minutes: 30}
"""


@pytest.mark.parametrize("formulation", ["configuration", "assignment"])
@pytest.mark.parametrize(("per_1000", "days"), [("100", 1.0), ("100.00000005", 1.0), ("100.01", 2.0)])
def test_visits_a_hair_above_a_day_take_one_day_in_every_formulation(
    per_1000: str, days: float, formulation: str
) -> None:
    solved = solve(load_text(EDGE.replace("PER_1000", per_1000)), Options(formulation=formulation))

    assert solved.evaluation.feasible
    assert solved.plan.days[0, 1] == days
