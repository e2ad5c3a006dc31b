"""How sure a proposal by prices is: each sentence holds for the bound it is said of."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from placement.present.words.voice import Voice
from placement.questions.proposal.screen.aims import rows_by_aim
from placement.questions.proposal.screen.proof import confirmation, proof
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from placement.solve.confirmation import Confirmation
from placement.solve.result import Solved, Status
from placement.solve.scalarisation import gap_of, question_of
from tests.questions.proposal.by_hand import instance_of, small, solved_with


def apart(money: float, status: Status = Status.OPTIMAL, stopped: str = "") -> Solved:
    """A proposal whose bound is so many kroner below it."""
    solved = solved_with(instance_of(small()), home={"oejne": 1})
    bound = solved.objective - money
    gap = gap_of(question_of(solved), solved.objective, bound)
    return replace(solved, bound=bound, gap=gap, status=status, stopped=stopped)


def said(solved: Solved) -> str:
    return " ".join(proof(View(solved, study(solved), Voice("en")))).replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_is_better_where_bound_and_objective_are_the_same() -> None:
    assert said(apart(0)).startswith("With these prices and assumptions no plan is better.")


@pytest.mark.parametrize("money", [1.2, 640.4, 999.0])
def test_an_open_gap_is_said_in_kroner_and_as_a_share_rounded_up(money: float) -> None:
    solved = apart(money)
    text = said(solved)
    assert text.startswith(
        f"With these prices and assumptions no plan is more than {math.ceil(money)} kr. a year better."
    )
    share = text.partition("That is at most ")[2].partition("% of what is gained over today.")[0]
    assert float(share) / 100 >= solved.gap
    assert float(share) / 100 < solved.gap + 1.1e-4


def test_a_search_that_was_stopped_says_so() -> None:
    text = said(apart(50_000, Status.FEASIBLE, "time_limit"))
    assert text.startswith("Stopped by the time limit. The proposal is at most 50,000 kr. a year from proven best;")
    assert "% of what is gained over today." in text


def test_where_nothing_is_gained_no_share_is_told() -> None:
    solved = solved_with(instance_of(small()))
    text = said(replace(solved, bound=solved.objective - 500, gap=math.inf))
    assert "no plan is more than 500 kr. a year better." in text
    assert "gained" not in text


def test_without_a_bound_nothing_is_proven() -> None:
    solved = replace(apart(0, Status.FEASIBLE), bound=-math.inf, gap=math.inf)
    assert said(solved).startswith("Nothing is proven about how good the plan is; a better plan may exist.")


def test_a_second_solver_is_told_in_shares_of_what_is_gained() -> None:
    solved = apart(0)
    found = Confirmation(
        "cbc", "", "", Status.OPTIMAL, solved.objective, solved.bound, same_plan=True, fault="", seconds=1
    )
    (text,) = confirmation(solved, found, Voice("en"))
    assert "of what is gained over today" in text
    assert "range" not in text


def test_hospitals_that_give_as_much_are_counted() -> None:
    tree = small(functions__hjerte=small()["functions"]["lunge"])
    tree["baseline"]["rows"]["hjerte"] = {"hosp": {"days_per_week": 5}}
    alone, both = (
        solved_with(instance_of(tree), add={(name, "nord"): 2.0 for name in names})
        for names in (("lunge",), ("lunge", "hjerte"))
    )
    words = [rows_by_aim(View(each, study(each), Voice("en")))["quality"][-1].words for each in (alone, both)]
    assert words[0].startswith("Gives most: Hospital")
    assert words[1] == "Gives most: 2 offers alike"
