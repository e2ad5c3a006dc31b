"""Whose trip changes: those seen at home are counted apart, and with the others they are all that move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from placement.plan.compare import compare_with_today
from placement.present.words.voice import Voice
from placement.questions.proposal.screen.aims import rows_by_aim
from placement.questions.proposal.screen.first import sentences
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from placement.solve.result import Solved
from tests.questions.proposal.by_hand import instance_of, small, solved_with
from tests.questions.proposal.test_left_out import TREES, random_changes


def told(solved: Solved) -> str:
    said = sentences(View(solved, study(solved), Voice("en")))
    return " ".join(said).replace("\N{NO-BREAK SPACE}", " ")


def test_home_and_houses_are_counted_apart() -> None:
    solved = solved_with(instance_of(small()), add={("lunge", "nord"): 2.0}, home={"oejne": 1})
    assert solved.today_evaluation is not None
    found = compare_with_today(solved.instance, solved.today_evaluation, solved.evaluation).touched
    assert found.home.visits == pytest.approx(1260)
    assert found.shorter.visits == pytest.approx(500)
    assert found.shorter.minutes == pytest.approx(50)
    assert found.longer.visits == 0
    said = told(solved)
    assert "1 new offer in 1 house, and more at home: Øjne." in said
    assert "At home: about 1,300 visits a year are spared a trip of" in said
    assert "At the sites: about 500 visits a year get a trip that is 50 minutes shorter on average." in said


def test_losers_come_first() -> None:
    tree = small(policy__existing_in_houses="free")
    solved = solved_with(instance_of(tree), close=[("oejne", "nord")], add={("lunge", "nord"): 2.0})
    said = told(solved)
    assert said.index("longer on average") < said.index("shorter on average")
    assert "At home" not in said


def test_where_only_care_at_home_is_new() -> None:
    said = told(solved_with(instance_of(small()), home={"oejne": 1}))
    assert "No new offers, but more at home: Øjne." in said
    assert "At the sites nobody gets a shorter trip." in said


@pytest.mark.parametrize(("make", "seed"), TREES[::3])
def test_together_they_are_all_that_move(make: Callable[[int], dict[str, Any]], seed: int) -> None:
    solved = solved_with(instance_of(make(seed)), add=random_changes(seed), home={"oejne": 1})
    assert solved.today_evaluation is not None
    against = compare_with_today(solved.instance, solved.today_evaluation, solved.evaluation)
    found, moved = against.touched, against.moved
    assert found.home.visits + found.shorter.visits + found.longer.visits <= moved.visits * (1 + 1e-9)
    saved = moved.visits * (moved.minutes_today - moved.minutes_now)
    parts = (found.home, found.shorter, found.longer)
    counted = sum(sign * each.visits * each.minutes for sign, each in zip((1, 1, -1), parts, strict=True))
    assert counted == pytest.approx(saved, abs=0.05 * moved.visits + 1e-6)


def test_today_is_the_same_beside_every_plan() -> None:
    instance = instance_of(small(policy__existing_in_houses="free"))
    plans = [
        solved_with(instance),
        solved_with(instance, home={"oejne": 1}),
        solved_with(instance, add={("lunge", "nord"): 2.0}, home={"oejne": 1}),
        solved_with(instance, close=[("oejne", "nord")]),
    ]
    views = [View(solved, study(solved), Voice("en")) for solved in plans]
    rows = [{row.words: row for aim in rows_by_aim(view).values() for row in aim} for view in views]
    for words, row in rows[0].items():
        assert {each[words].today for each in rows if words in each} == {row.today}, words
    affected = [each["Visits a year affected"] for each in rows]
    assert [(row.plan, row.remark) for row in affected] == [
        ("0", ""),
        ("1,260", "1,260 at home"),
        ("1,860", "1,260 at home"),
        ("1,080", ""),
    ]


def test_what_a_minute_may_cost_is_said_and_who_decided_it() -> None:
    minute = {"value": 8, "low": 1.7, "high": 12}
    undecided = solved_with(instance_of(small(objectives__prices={"minute": minute})))
    assert "A saved minute may cost 8.0 kr. (not decided; 1.7–12)." in told(undecided)
    decided = {"minute": minute, "status": "decided", "decided_by": "Regionsrådet"}
    assert "(decided: Regionsrådet)." in told(solved_with(instance_of(small(objectives__prices=decided))))
    assert "(chosen for this calculation)." in told(solved_with(instance_of(small())))
