"""Lost quality has one definition: what is told clinic by clinic is the aim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from placement.present.words.voice import Voice
from placement.questions.proposal.screen.aims import rows_by_aim
from placement.questions.proposal.screen.patients import differences, lost_by, sentence
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from tests.questions.proposal.by_hand import instance_of, small, solved_with
from tests.questions.proposal.test_left_out import TREES, random_changes


def target(**changes: Any) -> dict[str, Any]:
    """A scenario in which a small lung clinic loses quality, and so does what is seen at home."""
    return small(functions__lunge__target_visits_per_year=900, functions__oejne__home__quality_parity=0.9, **changes)


@pytest.mark.parametrize(("make", "seed"), TREES[::3])
def test_the_clinics_add_up_to_the_aim(make: Callable[[int], dict[str, Any]], seed: int) -> None:
    tree = make(seed)
    tree["functions"]["oejne"]["home"]["quality_parity"] = 0.9
    tree["functions"]["hjerte"]["quality_parity_at_houses"] = 0.8
    solved = solved_with(instance_of(tree), add=random_changes(seed), home={"oejne": 1})
    found = lost_by(solved.instance, solved.plan, solved.evaluation)
    assert found.at.sum() + found.home.sum() == pytest.approx(solved.evaluation.objectives.quality_visits)
    assert found.home.sum() > 0


def test_the_sentence_names_each_clinic_and_their_sum() -> None:
    solved = solved_with(instance_of(target()), add={("lunge", "nord"): 2.0}, home={"oejne": 1})
    view = View(solved, study(solved), Voice("en"))
    found = differences(view)
    assert {(function, site) for function, site, _ in found} == {("lunge", "nord"), ("oejne", "home")}
    change = solved.evaluation.objectives.quality_visits - solved.today.quality_visits
    assert sum(each for *_, each in found) == pytest.approx(change)
    said = sentence(view)
    assert said.startswith(f"+{change:.0f} visits a year against today.")
    assert "Lunge, Nord: +" in said
    assert "Øjne, at home: +" in said


def test_a_waived_target_is_no_loss() -> None:
    waived = {"ny": {"function": "lunge", "site": "nord", "rules": ["target_visits_per_year"], "reason": "R"}}
    tree = target(exceptions={name: {**row, "decided_by": "R"} for name, row in waived.items()})
    solved = solved_with(instance_of(tree), add={("lunge", "nord"): 2.0})
    assert lost_by(solved.instance, solved.plan, solved.evaluation).at.sum() == pytest.approx(0)


def test_more_of_it_is_marked_as_worse() -> None:
    solved = solved_with(instance_of(target()), add={("lunge", "nord"): 2.0})
    rows = {row.words: row for row in rows_by_aim(View(solved, study(solved), Voice("en")))["quality"]}
    assert rows["Lost quality, visits a year"].remark == "worse"
    assert not any("below target" in words for words in rows)
    nothing = solved_with(instance_of(target()))
    rows = {row.words: row for row in rows_by_aim(View(nothing, study(nothing), Voice("en")))["quality"]}
    assert rows["Lost quality, visits a year"].remark == ""
