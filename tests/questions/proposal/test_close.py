"""What came close: whatever the screen says of an offer is true when the solver tries it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import Any

import pytest

from placement.present.words.voice import Voice
from placement.questions.proposal.findings import PairNote
from placement.questions.proposal.screen.left_out import close, is_worth_it, near_misses, why_not
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from placement.scenario.load import load_text
from placement.scenario.schema.rules import Rule
from placement.solve.result import Options, Prices, Solved
from placement.solve.run import solve
from tests.questions.proposal.by_hand import small


@dataclass(frozen=True)
class Limits:
    """What the rules of the small scenario ask: days a week the hospital may send out, use of a scanner, visits."""

    days: float = 1
    utilisation: float = 0.1
    visits: float = 200

    def given_way(self, note: PairNote) -> Limits:
        """The same where each rule that stops an offer gives way by what is lacking."""
        limits = self
        for check in note.blocking:
            match check.rule:
                case Rule.STAFF_DAYS:
                    limits = replace(limits, days=limits.days - check.slack)
                case Rule.MIN_UTILISATION:
                    limits = replace(limits, utilisation=check.have)
                case Rule.MIN_VISITS:
                    limits = replace(limits, visits=check.have)
                case _:
                    raise AssertionError(check.rule)
        return limits


def solution(limits: Limits, minute: float) -> tuple[Solved, View]:
    """The best plan of the small scenario."""
    tree: dict[str, Any] = small(
        staff_roles__laege__extra_days_per_week={"hosp": limits.days},
        equipment__scanner__min_utilisation=limits.utilisation,
        functions__lunge__min_visits_per_year=limits.visits,
        objectives__prices={"minute": minute},
    )
    loaded = load_text(json.dumps(tree))
    solved = solve(loaded, Options(gap_money=0.0, gap=0.0))
    return solved, View(solved, study(solved, loaded), Voice("en"))


def notes(view: View) -> list[PairNote]:
    return near_misses(view.study.pairs, view.is_house, view.price_of_minute)


@pytest.mark.parametrize(
    ("limits", "minute"), [(Limits(), 6.5), (Limits(), 8.0), (Limits(), 12.0), (Limits(days=2, visits=400), 10.0)]
)
def test_an_offer_that_a_rule_stops_would_make_a_better_plan_without_it(limits: Limits, minute: float) -> None:
    solved, view = solution(limits, minute)
    blocked = [note for note in notes(view) if note.blocking]
    assert blocked
    for note in blocked:
        more, _ = solution(limits.given_way(note), minute)
        assert more.objective < solved.objective - 1
        assert note.money_per_minute < minute


def test_an_offer_that_would_not_be_worth_it_did_not_come_close_however_little_is_lacking() -> None:
    _, view = solution(Limits(), 2.0)
    little = [note for note in view.study.pairs if note.blocking and note.change == "none" and note.shortfall < 1]
    assert little
    assert not any(note.blocking for note in notes(view))
    assert not any(is_worth_it(note, 2.0) for note in little)


@pytest.mark.parametrize("minute", [2.0, 3.0, 4.0])
def test_what_keeps_the_rules_is_left_out_for_its_price_alone(minute: float) -> None:
    _, view = solution(Limits(days=20), minute)
    kept = [note for note in view.study.pairs if not note.recommended and note.deciding_limit == "price"]
    for note in kept:
        assert math.isnan(note.money_per_minute) or note.money_per_minute >= minute
        assert "within the gap" not in why_not(view, note)
    assert kept


def test_a_plan_that_is_not_the_best_says_so() -> None:
    solved, view = solution(Limits(days=20), 2.0)
    dear = replace(solved, prices=Prices(1000.0, 0.0))
    other = View(dear, view.study, Voice("en"))
    text = "\n".join(line.text for line in close(other))
    assert "keeps the rules; better, but within the gap left open" in text
    assert "dearer than a minute may be" not in text
