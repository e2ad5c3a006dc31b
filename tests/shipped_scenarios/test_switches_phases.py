"""Phases and growth: switching them off changes what is proposed, and when."""

from __future__ import annotations

import numpy as np
import pytest

from placement.plan.phases import judge, situations
from placement.questions.proposal.study import study
from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved
from tests.helpers.taught import loaded, open_houses, solved


def houses(answer: Solved) -> list[set[str]]:
    """Houses open in each phase."""
    assert answer.course is not None
    found = []
    for one in answer.course.phases:
        instance = one.situation.instance
        pairs = np.argwhere(one.plan.open & ~instance.is_hospital[None, :]).tolist()
        found.append({instance.site_ids[s] for _, s in pairs})
    return found


def test_etaper_each_budget_opens_one_house_the_larger_first() -> None:
    answer = solved("etaper")
    checks = [check for check in answer.course.links if check.rule is Rule.PHASE_BUDGET] if answer.course else []

    assert houses(answer) == [{"sh_vesterby"}, {"sh_vesterby", "sh_oesterby"}]
    assert [(check.phase, check.have, check.need) for check in checks] == [
        ("foerste", 3_000_000, 3_000_000),
        ("anden", 3_000_000, 3_000_000),
    ]


def test_etaper_without_budgets_or_phases_both_open_at_once() -> None:
    both = {"sh_vesterby", "sh_oesterby"}

    assert houses(solved("etaper", "uden_rammer")) == [both, both]
    assert solved("etaper", "uden_etaper").course is None
    assert open_houses(solved("etaper", "uden_etaper"), "hjerte_amb") == both


def test_etaper_what_must_close_again_is_not_opened() -> None:
    answer = solved("etaper", "midlertidigt")
    parts = situations(loaded("etaper", "midlertidigt").scenario)
    course, today = solved("etaper").course, parts[1].today_plan
    assert course is not None
    assert today is not None
    forth_and_back = judge(parts, (course.phases[0].plan, today))

    assert houses(answer) == [{"sh_oesterby"}, {"sh_oesterby"}]
    assert [check.rule for check in forth_and_back.links if check.violated] == [Rule.NO_FLIP_FLOP]


def test_the_aims_are_means_over_the_years() -> None:
    course = solved("etaper").course
    assert course is not None
    first, second = (one.evaluation.objectives.citizen_minutes for one in course.phases)

    assert course.objectives.citizen_minutes == pytest.approx((4 * first + 6 * second) / 10)
    assert second < first < course.reference.citizen_minutes


def test_vaekst_the_house_opens_when_there_are_enough() -> None:
    answer = solved("vaekst")
    assert answer.course is not None
    visits = [float(one.situation.instance.demand.visits[0, 1]) for one in answer.course.phases]

    assert visits == pytest.approx([280, 280 * 1.02**6])
    assert houses(answer) == [set(), {"sh_vesterby"}]
    assert houses(solved("vaekst", "uden_vaekst")) == [set(), set()]


def test_vaekst_more_old_people_are_more_visits() -> None:
    answer = solved("vaekst", "aldring")
    assert answer.course is not None
    later = answer.course.phases[1].situation.instance

    assert later.demand.people[1] == pytest.approx(14000 * (0.8 + 0.2 * 1.03**6))
    assert later.demand.visits[0, 1] == pytest.approx(14 * (0.8 * 10 + 0.2 * 60 * 1.03**6))
    assert houses(answer) == [set(), {"sh_vesterby"}]


def test_every_growth_is_among_the_numbers_it_rests_on() -> None:
    answer, scenario = solved("vaekst", "aldring"), loaded("vaekst", "aldring")
    numbers = {row.path: row.value for row in study(answer, scenario).assumptions}

    assert numbers["segments.aeldre.growth_per_year"] == 0.03
    assert numbers["phases.senere.growth_per_year"] == 0
    assert numbers["areas.*.people"] == 54_000
