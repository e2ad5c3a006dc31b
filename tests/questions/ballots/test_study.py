"""Intervals, contradictions and verdicts, found by hand on a scenario of four steps: 4.95, 5.86, 6.11 and 34.2 kr."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest

from placement.errors import ScenarioError
from placement.questions.ballots.questionnaire import Question
from placement.questions.ballots.study import Count, between, changes, check, count, leaning
from placement.scenario.ballots import Answers, Ballots
from placement.scenario.source.positions import Mark
from placement.solve.result import Options, Prices
from placement.solve.run import solve
from tests.helpers.answers import asked
from tests.helpers.taught import loaded

NAME = "lemvig-foerste"
INF = math.inf


def prices() -> list[float]:
    return [question.price for question in asked(NAME).by_price]


def cast(signs: str, name: str = "Anna") -> Answers:
    """Answers from a sign for each question, the cheapest first."""
    given = zip(asked(NAME).by_price, signs, strict=True)
    return Answers(name, tuple((question.id, sign == "y") for question, sign in given if sign != "."))


def counted(answers: Mapping[str, str]) -> Count:
    return count(asked(NAME), [cast(signs, name) for name, signs in answers.items()])


def test_the_steps_are_those_of_the_staircase() -> None:
    assert prices() == pytest.approx([4.9458, 5.8608, 6.1064, 34.219], rel=1e-4)


# ---- one participant


@pytest.mark.parametrize(
    ("signs", "low", "high", "stances"),
    [
        ("yynn", 1, 2, "yes yes no no"),
        ("y..n", 0, 3, "yes open open no"),
        ("..y.", 2, None, "yes yes yes open"),
        (".n..", None, 1, "open no no no"),
        ("yyyy", 3, None, "yes yes yes yes"),
        ("nnnn", None, 0, "no no no no"),
        ("....", None, None, "open open open open"),
        (".ny.", 1, 2, "yes open open no"),  # a step taken, and a cheaper one refused
        ("nyny", 0, 3, "open open open open"),
    ],
)
def test_a_yes_is_a_lower_and_a_no_an_upper_bound(signs: str, low: int | None, high: int | None, stances: str) -> None:
    one = leaning(cast(signs), asked(NAME).questions)
    known = prices()
    assert one.span == (0.0 if low is None else known[low], INF if high is None else known[high])
    assert [one.stance(price) for price in known] == stances.split()
    assert (one.yes, one.no) == (signs.count("y"), signs.count("n"))
    assert one.answered is (signs != "....")


def numbers(pairs: tuple[tuple[Question, Question], ...]) -> list[tuple[int, int]]:
    return [(taken.step, refused.step) for taken, refused in pairs]


@pytest.mark.parametrize(
    ("signs", "pairs"),
    [
        ("yynn", []),
        ("y.n.", []),
        (".ny.", [(2, 1)]),
        ("nyny", [(3, 0), (3, 2), (1, 0)]),
        ("nnny", [(3, 0), (3, 1), (3, 2)]),
    ],
)
def test_a_yes_dearer_than_a_no_is_a_contradiction(signs: str, pairs: list[tuple[int, int]]) -> None:
    assert numbers(leaning(cast(signs), asked(NAME).questions).contradictions) == pairs


# ---- the group

GROUP = {"Anna": "yyyn", "Bo": "yynn", "Carl": "y.nn", "Dorte": "y..n", "Erik": "yny.", "Freja": "...."}


def test_steps_everybody_takes_nobody_takes_and_those_to_talk_about() -> None:
    found = counted(GROUP)
    assert found.counted == (0, 1, 2, 3, 4)
    assert found.majority == 3
    assert [found.verdict(step) for step in range(4)] == ["everybody", "talk", "talk", "nobody"]
    told = [(one.yes, one.no, one.take, one.refuse, one.open) for one in found.tallies]
    assert told == [
        (5, 0, 5, 0, 0),
        (2, 1, 2, 0, 3),  # Carl and Dorte have not said, Erik has said both
        (2, 2, 1, 2, 2),
        (0, 4, 0, 5, 0),  # Erik has refused a cheaper one, and taken none as dear
    ]


def test_prices_a_majority_and_everybody_accept() -> None:
    found, known = counted(GROUP), prices()
    assert found.everybody_accepts == (known[0], known[2])
    assert found.majority_accepts == (known[0], known[3])
    assert counted({"A": "yyyn", "B": "yynn", "C": "ynnn"}).majority_accepts == (known[1], known[2])
    assert counted({"A": "yyyy", "B": "yyyy"}).everybody_accepts == (known[3], INF)
    assert counted({"A": "nnnn", "B": "yyyy"}).everybody_accepts == (0.0, known[0])
    assert counted({"A": "nnnn", "B": "yyyy"}).majority_accepts == (0.0, known[0])


def test_what_a_majority_accepts_is_no_mean_of_anything() -> None:
    """Each end is an answer somebody gave: the price of a step."""
    found = counted({"A": "yyyy", "B": "y..n", "C": "nnnn"})
    assert found.majority_accepts == (prices()[0], prices()[3])


def test_the_plans_that_follow_are_those_of_the_staircase() -> None:
    found = counted(GROUP)
    assert found.everybodys_plan == 1
    assert found.majoritys_plans == (1, 3)
    for plan in range(5):
        low, high = found.best_at(plan)
        middle = low + 1 if math.isinf(high) else (low + high) / 2
        alone = solve(loaded(NAME), Options(method="price", prices=Prices(middle, 0.0)))
        assert (alone.plan.open == found.asked.landings[plan].plans[0].open).all()


def test_one_participant_is_everybody_and_the_majority() -> None:
    found = counted({"Anna": "yynn"})
    assert found.everybody_accepts == found.majority_accepts == (prices()[1], prices()[2])
    assert found.everybodys_plan == 2
    assert found.majoritys_plans == (2, 2)


def test_steps_that_cost_nothing_are_taken_and_not_asked_about() -> None:
    whole = asked(NAME)
    first, second, *rest = whole.landings
    minutes, quality, economy = second.aims
    cheap = replace(second, aims=(minutes, quality, first.aims[2] - 10))
    rising = [replace(one, aims=(*one.aims[:2], one.aims[2] + 1e6 * n)) for n, one in enumerate(rest, 1)]
    found = replace(whole, landings=(first, cheap, *rising))
    assert economy > first.aims[2]
    assert (found.free, len(found.questions)) == (1, 3)
    assert found.steps[0].price == 0
    assert [question.step for question in found.by_price] == [1, 2, 3]
    refused = Answers("Anna", tuple((question.id, False) for question in found.questions))
    told = count(found, [refused])
    assert [told.verdict(step) for step in range(4)] == ["free", "nobody", "nobody", "nobody"]
    assert told.everybodys_plan == 1, "what costs nothing is taken all the same"


# ---- what steps change


def test_what_a_step_changes_is_what_differs_between_its_plans() -> None:
    found = asked(NAME)
    for step in range(4):
        old, new = (found.landings[at].plans[0].open for at in (step, step + 1))
        told = changes(found, step)
        assert sum(one.kind == "opened" for one in told) == int((new & ~old).sum())
        assert sum(one.kind == "closed" for one in told) == int((old & ~new).sum())
        assert told, "a step that changes nothing is none"
    assert between(found, 2, 2) == ()


def test_more_at_home_is_a_change_of_its_own() -> None:
    [one] = changes(asked("hjemme"), 0)
    assert (one.kind, one.site) == ("home", "")
    assert one.before < one.after <= 1


def test_a_phase_is_named_where_something_changes() -> None:
    found = asked("etaper")
    told = [one for step in range(len(found.steps)) for one in changes(found, step)]
    assert told
    assert {one.phase for one in told} <= set(found.loaded.scenario.phases)


# ---- answers to other questions


def sheet_of(fingerprint: str, *numbers: int) -> Ballots:
    ids = [f"q{number}-{fingerprint}" for number in numbers]
    marks = {name: Mark("svar.csv", 1, 13 + 12 * at) for at, name in enumerate(ids)}
    return Ballots((Answers("A", ((ids[0], True),)),), fingerprint, marks, {})


def test_answers_to_other_questions_are_refused() -> None:
    found = asked(NAME)
    check(found, sheet_of(found.fingerprint, 1, 3))
    with pytest.raises(ScenarioError) as caught:
        check(found, sheet_of("00000000", 1, 2))
    [fault] = caught.value.faults
    assert (fault.file, fault.line, fault.column) == ("svar.csv", 1, 13)
    assert f"its questions end in {found.fingerprint}" in fault.message
    with pytest.raises(ScenarioError) as caught:
        check(found, sheet_of(found.fingerprint, 4, 5, 6))
    assert [(fault.column, fault.message) for fault in caught.value.faults] == [
        (25, f"'q5-{found.fingerprint}' is not among the questions of this scenario; delete the column."),
        (37, f"'q6-{found.fingerprint}' is not among the questions of this scenario; delete the column."),
    ]
