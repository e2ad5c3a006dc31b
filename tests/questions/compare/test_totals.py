"""What alternatives come to in all at their prices, held against each other and against what is not proven.

A clinic in ``s1`` saves 80,000 minutes for 90,000 DKK a year, one in ``s2`` 40,000 for as much; each loses 1,000 visits
of quality (``tests.helpers.one_choice``).
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from placement.present.folder.reading import to_json
from placement.questions.compare import summary
from placement.questions.compare.choice import Alternative
from placement.questions.compare.folder import compare_document
from placement.questions.compare.screen import compare_screen
from placement.questions.compare.study import SideBySide, totals
from placement.questions.compare.tables import tables
from placement.solve.result import Options, Prices
from tests.helpers.one_choice import decided
from tests.questions.compare.test_study import LOST, MINUTE, compared

WEST, FAR = decided(s1="must"), decided(s1="must_not", s2="must")


def in_all(found: SideBySide) -> dict[str, float]:
    return {one.name: one.better for one in totals(found).against}


def said(found: SideBySide) -> str:
    return " ".join(" ".join(line.text for line in compare_screen(found, "en")).split())


def with_gaps(found: SideBySide, **gaps: float) -> SideBySide:
    """The same with so much less proven."""

    def less_proven(each: Alternative) -> Alternative:
        assert each.solved is not None
        return replace(each, solved=replace(each.solved, bound=each.solved.objective - gaps.get(each.name, 0.0)))

    return replace(found, alternatives=tuple(map(less_proven, found.alternatives)))


def test_against_today_it_is_kroner_and_minutes_at_their_price() -> None:
    found = compared(base={}, west=WEST, far=FAR)

    assert in_all(found) == pytest.approx({"base": 0, "west": 80_000 - 90_000, "far": 40_000 - 90_000})
    shown = said(found)
    assert "In all against today, at 1 kr. a minute: A the same · B 10,000 kr. a year worse · C 50,000 kr." in shown
    assert "Each proposal is proven best." in shown
    assert "scale" not in shown


def test_lost_quality_has_its_price_and_one_may_be_the_reference() -> None:
    found = compared(reference="west", west=WEST, far=FAR)
    priced = {"west": {LOST: 2, **WEST}, "base": {LOST: 2}}

    assert in_all(found) == pytest.approx({"far": -40_000})
    assert in_all(compared(reference="base", **priced)) == pytest.approx({"west": 80_000 - 90_000 - 2_000})


def test_a_difference_smaller_than_what_is_not_proven_is_no_finding() -> None:
    found = with_gaps(compared(reference="west", west=WEST, far=FAR), west=15_000, far=20_000)
    assert [(one.unproven, one.is_finding) for one in totals(found).against] == [(35_000, True)]
    assert "no finding)" not in said(found)

    unsure = with_gaps(found, west=15_000, far=25_001)
    assert [one.is_finding for one in totals(unsure).against] == [False]
    shown = said(unsure)
    assert "B 40,000 kr. a year worse (less than the 40,000 kr. not proven: no finding)" in shown
    assert "None of the proposals is more than 25,001 kr. a year from proven best." in shown


def test_two_that_are_too_close_to_call_are_named() -> None:
    found = with_gaps(compared(base={}, west=WEST, far=FAR), west=5_000, far=36_000)

    [(first, second, apart, gaps)] = totals(found).undecided
    assert (first, second) == ("west", "far")
    assert (apart, gaps) == pytest.approx((40_000, 41_000))
    assert "B and C are 40,000 kr. a year apart, less than what is not proven (41,000 kr.): no finding." in said(found)


def test_nothing_proven_is_said() -> None:
    shown = said(with_gaps(compared(base={}, west=WEST), west=float("inf")))
    assert "B 10,000 kr. a year worse (nothing is proven)" in shown
    assert "At least one proposal has no proven bound." in shown


def test_other_prices_are_said_and_not_held_against_each_other() -> None:
    dear: dict[str, Any] = {MINUTE: 3}
    found = compared(reference="base", base={}, dear=dear)
    assert totals(found).against == ()
    assert [(one.name, one.prices) for one in totals(found).other_prices] == [("dear", Prices(3, 0))]
    assert "B has other prices (3 kr. a minute); in all it cannot be held against A." in said(found)

    beside = said(compared(base={}, dear=dear))
    assert "In all against today, at 1 kr. a minute: A the same" in beside
    assert "In all against today, at 3 kr. a minute: B 150,000 kr. a year better" in beside


def test_the_document_and_the_table_say_the_same() -> None:
    found = with_gaps(compared(base={}, west=WEST), west=500)

    _, base, west = tables(found)["compare_alternatives"].records()
    assert (west["gap_money"], west["price_minute"], west["price_lost_quality_visit"]) == (500, 1, 0)
    assert west["total"] - base["total"] == pytest.approx(10_000)
    document = json.loads(to_json(compare_document(found, Options(), "placement compare")))
    assert document["alternatives"][1]["prices"] == {"minute": 1, "lost_quality_visit": 0}
    assert document["alternatives"][1]["gap_money"] == 500
    assert [one["better"] for one in document["totals"]["against"]] == pytest.approx([0, -10_000])


def test_weights_have_no_totals() -> None:
    found = compared(base={"objectives.method": "balanced"}, west={"objectives.method": "balanced", **WEST})
    assert totals(found).against == ()
    assert "In all against" not in said(found)


def test_sentence_and_table_round_a_difference_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    amounts = {"west": 140_000.0, "far": 360_000.0}

    def paid(each: Alternative, _payers: Any, _part: int = 0) -> float:
        return amounts[each.name]

    monkeypatch.setattr(summary, "paid", paid)
    shown = said(compared(reference="west", west=WEST, far=FAR))
    # 0.22 apart, shown as 0.1 and 0.4: both the sentence and the table say 0.3
    assert "B 0.3 dearer for the region and 0.3 dearer for other payers" in shown
    assert "+0.1 +0.4 +0.3" in shown
    assert "0.2 dearer" not in shown
