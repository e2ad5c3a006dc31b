"""What stands between a pair and the rest under prices: homes, days, offers, and the scarce thing in between."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from placement.present.folder.reading import plain
from placement.present.words.voice import Voice
from placement.questions.explain.break_even import Span
from placement.questions.explain.price import Displaced
from placement.questions.explain.price_screen import at_prices, briefly, span_in_figures
from placement.questions.explain.screen import explain_screen
from placement.questions.explain.study import Explanation, explain
from placement.questions.explain.tables import break_even_document, break_even_of, explain_document
from placement.questions.proposal.study import study
from placement.questions.report.source import regained_explanation
from placement.scenario.schema.rules import Rule
from placement.solve.result import Options
from placement.solve.run import Live
from tests.helpers.one_choice import decided, world

TIGHT = Options(gap=0.0, gap_money=0.5)
HOME = {"mode": "telemedicine", "max_share": 0.4, "acceptance": 1, "cost_per_visit": 20}
"""1,200 of 3,000 visits at home: 72,000 minutes less for 24,000 kr. a year."""
SHORT_OF_MONEY = {
    "objectives.prices.minute": 1,
    "functions.f.home": HOME,
    "policy.max_extra_operating_per_year": 100_000,
}
"""Both the home programme and a clinic in ``s1`` for 90,000 kr. a year cannot be had."""


def explained(sets: dict[str, Any], site: str = "s1") -> tuple[Live, Explanation, str]:
    """The explanation, and its screen as one text."""
    loaded = world(sets)
    live = Live(loaded, TIGHT)
    studied = study(live.solved, loaded)
    found = explain(live, loaded, studied, "f", site)
    lines = explain_screen(live.solved, studied, found, Voice("en"))
    return live, found, " ".join(" ".join(line.text for line in lines).split())


def test_a_home_programme_that_gives_way_is_seen_and_so_is_what_is_scarce() -> None:
    live, found, screen = explained(SHORT_OF_MONEY)

    assert live.solved.plan.home_level.tolist() == [1]
    (home,) = [one for one in found.price.displaced if one.kind == "home"]
    assert (home.function, home.site, home.opens) == ("f", "home", False)
    assert (home.before, home.after) == (pytest.approx(0.4), 0)
    assert home.scarce is not None
    assert home.scarce.rule is Rule.MAX_EXTRA_OPERATING
    assert "F at home 40% to 0%" in screen
    assert "Displaces nothing" not in screen


def test_with_money_enough_nothing_gives_way() -> None:
    _, found, screen = explained({**SHORT_OF_MONEY, "policy.max_extra_operating_per_year": 200_000})

    assert found.price.displaced == ()
    assert "Displaces nothing" in screen


def test_fewer_days_elsewhere_are_seen() -> None:
    sets = {"objectives.prices.minute": 3, **decided(s2="must"), "functions.f.visits_per_1000_per_year": 2000}
    _, found, _ = explained({**sets, "policy.placements": decided(s2="must", s1="must_not")["policy.placements"]})

    days = [one for one in found.price.displaced if one.kind == "days"]
    assert [(one.site, one.opens) for one in days] == [("s2", False)]
    assert days[0].before > days[0].after


def test_a_price_that_is_enough_is_said_and_no_weights_are() -> None:
    _, found, screen = explained({"objectives.prices.minute": 1})

    assert "In the plan from 1.2 kr. a minute; here a minute may cost 1 kr." in screen
    assert "a saved minute may cost 1.2 kr. (here 1) (that is enough)" in screen
    assert "weights" not in screen
    assert found.price.displaced == ()


def test_what_misses_says_by_how_much_and_where_it_is_least() -> None:
    _, _, screen = explained({"objectives.prices.minute": 1}, site="s2")

    assert "It is in the plan at no price of a minute." in screen
    assert re.search(r"At 1 kr\. a minute the best plan with it is 21,[23]00 kr\. a year dearer\.", screen)
    assert re.search(r"It misses by least at 1\.1[23] kr\. a minute: 11,[23]00 kr\. a year\.", screen)


def test_a_short_time_limit_claims_nothing_about_prices() -> None:
    loaded = world({"objectives.prices.minute": 1})
    live = Live(loaded, TIGHT)
    found = explain(live, loaded, study(live.solved, loaded), "f", "s1", Options(time_limit=1.0, gap=0.0))

    assert found.break_even is not None
    assert (found.break_even.spans, found.break_even.proven) == ((), False)
    assert [remedy for remedy in found.remedies if remedy.enough] == []


@pytest.mark.parametrize(
    ("spans", "long", "brief", "figures"),
    [
        ((), "at no price", "no price", ""),
        ((Span(0, math.inf, 0, math.inf),), "at every price", "any", "0-"),
        ((Span(0, 3.58, 0, 3.5),), "up to 3.5 kr. a minute", "≤ 3.5", "0-3.5"),
        (
            (Span(0, 1.01, 0, 1.0), Span(7.93, math.inf, 8.0, math.inf)),
            "up to 1 kr. a minute and from 8 kr. a minute",
            "≤ 1, ≥ 8",
            "0-1, 8-",
        ),
        ((Span(7.81, 15.21, 7.9, 15.2),), "from 7.9 to 15.2 kr. a minute", "7.9-15.2", "7.9-15.2"),
        ((Span(2.00001, 2.00002, math.nan, math.nan),), "close to 2.00 kr. a minute", "≈ 2.00", "2.00001-2.00002"),
    ],
)
def test_prices_in_words_name_every_span(spans: tuple[Span, ...], long: str, brief: str, figures: str) -> None:
    say = Voice("en")

    assert at_prices(say, spans) == long
    assert briefly(say, spans) == brief
    assert ", ".join(map(span_in_figures, spans)) == figures


def test_prices_come_back_from_their_document() -> None:
    for sets, site in (({}, "s1"), ({}, "s2"), ({"sites.s1.scope": "outside"}, "s1")):
        _, found, _ = explained({"objectives.prices.minute": 1, **sets}, site)
        assert found.break_even is not None

        told = break_even_document(found.break_even)
        again = break_even_of({name: _plain(value) for name, value in told.items()})
        assert again is not None
        assert str(again) == str(found.break_even)
    assert break_even_of(None) is None


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [{name: _plain(one) for name, one in each.items()} for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


@pytest.mark.parametrize("sets", [SHORT_OF_MONEY, {"objectives.prices.minute": 1}])
def test_an_explanation_comes_back_from_its_document_without_a_solver(sets: dict[str, Any]) -> None:
    loaded = world(sets)
    live = Live(loaded, TIGHT)
    studied = study(live.solved, loaded)
    found = explain(live, loaded, studied, "f", "s1")
    told = plain(explain_document(live.solved, studied, loaded, found, "x"))
    again = regained_explanation(live.solved, studied, loaded, told)

    assert again.remedies == found.remedies
    assert again.price.displaced == found.price.displaced
    assert str(again.break_even) == str(found.break_even)
    screens = [explain_screen(live.solved, studied, each, Voice("en")) for each in (found, again)]
    one, other = ([line.text for line in lines if "seconds" not in line.text] for lines in screens)
    assert one == other


def test_what_gives_way_is_told_apart_by_kind() -> None:
    offer, days = (Displaced("f", "s", opens=False, visits=1.0, kind=kind) for kind in ("offer", "days"))

    assert offer.key != days.key


def test_two_proven_plans_are_not_said_to_be_nothing_from_proven() -> None:
    _, found, screen = explained({"objectives.prices.minute": 1})

    assert found.price.answer is not None
    assert "Both the proposal and the contrary plan are proven best." in screen
    assert "0 kr. a year from proven best" not in screen
