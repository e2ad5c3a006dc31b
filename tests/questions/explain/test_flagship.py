"""What is said of pairs of Region Midtjylland, each sentence tried by solving the region again."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from placement.present.words.voice import Voice
from placement.questions.explain.screen import explain_screen
from placement.questions.explain.study import Explanation, explain
from placement.questions.proposal.findings import Study
from placement.questions.proposal.study import study
from placement.questions.proposal.views import BrowserVoice
from placement.scenario.load import Loaded, load
from placement.solve.result import Options, Prices, Solved
from placement.solve.run import Live, solve

pytestmark = pytest.mark.slow

MIDTJYLLAND = Path("scenarios/midtjylland")
MINUTE = 8.0
LITTLE = 0.5
"""A price of a minute so much lower, and the offer is not in yet."""


@cache
def proposal() -> tuple[Loaded, Live, Study]:
    """Midtjylland at a price of a minute that is not its own, kept ready."""
    loaded = load(MIDTJYLLAND)
    live = Live(loaded, Options(prices=Prices(MINUTE)))
    return loaded, live, study(live.solved, loaded)


@cache
def explained(function: str, site: str) -> Explanation:
    loaded, live, studied = proposal()
    return explain(live, loaded, studied, function, site)


def screen(function: str, site: str) -> str:
    _, live, studied = proposal()
    lines = explain_screen(live.solved, studied, explained(function, site), Voice("en"))
    return " ".join(" ".join(line.text for line in lines).split())


@cache
def solved(minute: float) -> Solved:
    """The region solved at a price, all else the same, by the options anybody has."""
    return solve(load(MIDTJYLLAND), Options(prices=Prices(minute)))


def is_in(answer: Solved, function: str, site: str) -> bool:
    names = answer.instance
    return bool(answer.plan.open[names.function_ids.index(function), names.site_ids.index(site)])


def test_dialysis_in_lemvig_displaces_nothing_that_shares_nothing_with_it() -> None:
    found = explained("dialyse", "sh_lemvig")

    assert [one for one in found.price.displaced if not one.opens and one.scarce is None] == []
    assert found.break_even is not None
    assert (found.break_even.spans, found.break_even.possible) == ((), False)
    told = "It is in the plan at no price of a minute: no plan that keeps every rule has it."
    assert told in screen("dialyse", "sh_lemvig")


def test_both_columns_of_what_insisting_costs_say_the_same_of_dialysis_in_lemvig() -> None:
    price = explained("dialyse", "sh_lemvig").price

    assert price.alone is not None
    assert price.solved is not None
    assert price.solved.total == pytest.approx(price.objective, abs=1)
    assert 0 < price.solved.total <= price.alone.total + 1


@pytest.mark.parametrize(
    ("function", "site"),
    [("dialyse", "sh_holstebro"), ("ortopaed_amb", "sh_grenaa")],
)
def test_a_price_that_is_said_to_be_enough_is_enough_and_a_little_less_is_not(function: str, site: str) -> None:
    found = explained(function, site)
    (remedy,) = [one for one in found.remedies if one.kind == "minute"]

    assert remedy.enough
    assert not found.is_in
    assert is_in(solved(remedy.after), function, site)
    assert not is_in(solved(remedy.after - LITTLE), function, site)


def test_no_sentence_speaks_of_weights() -> None:
    said = screen("dialyse", "sh_lemvig") + screen("dialyse", "sh_holstebro")

    assert "weights" not in said
    assert "balanced" not in said


def test_what_is_said_to_be_enough_of_dialysis_in_lemvig_is_nothing_that_was_not_tried() -> None:
    found = explained("dialyse", "sh_lemvig")

    assert [remedy for remedy in found.remedies if remedy.enough and not remedy.tried] == []
    assert {remedy.kind for remedy in found.remedies if remedy.tried} == {"threshold"}


def test_rules_are_told_in_the_scenarios_words_and_numbers_that_go_together_are_rounded_alike() -> None:
    kept = screen("blodproever", "sh_lemvig")
    assert "free rooms (Sampling room)" in kept
    assert "what they have (numb" in kept
    assert not set(load(MIDTJYLLAND).scenario.rooms) & set(re.findall(r"\w+", kept))
    assert re.search(r"minimum visits [\d,]+ 2,500 \d+ visits a year", screen("dialyse", "sh_lemvig"))


def test_what_is_in_the_proposal_has_the_prices_at_which_it_is_in() -> None:
    found = explained("ortopaed_amb", "sh_skive")

    assert found.is_in
    assert found.break_even is not None
    (span,) = found.break_even.spans
    assert span.high == math.inf
    assert is_in(solved(span.least), "ortopaed_amb", "sh_skive")
    assert not is_in(solved(replace(span, low=span.low - LITTLE).low), "ortopaed_amb", "sh_skive")


def test_on_a_page_no_plan_without_an_offer_is_told_in_words_and_its_own_question_is_no_repair() -> None:
    loaded = load(Path("scenarios/northshire"))
    live = Live(loaded, Options())
    studied = study(live.solved, loaded)
    found = explain(live, loaded, studied, "blood_tests", "hc_thornwick")
    lines = explain_screen(live.solved, studied, found, BrowserVoice.of(loaded.scenario, "en"))
    told = " ".join(" ".join(line.text for line in lines).split())
    assert "No plan can do without it." in told
    assert "Blood tests within 30 min.: how many must have a short way from 85% to" in told
    assert "blood_near" not in told
    assert "--set" not in told
    assert "is withdrawn" not in told
