"""The one sentence above the map says what is proposed, where, what it costs and who loses."""

from __future__ import annotations

import pytest

from placement.present.words.terms import short_name
from placement.present.words.voice import Voice
from placement.questions.proposal.screen.headline import _MOST_PLACES, headline
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from placement.solve.result import Solved
from placement.web.solving.answers import light_study, sketched_study
from tests.helpers import flagship
from tests.questions.proposal.by_hand import instance_of, small, solved_with


def told(solved: Solved) -> str:
    return headline(View(solved, study(solved), Voice("en"))).replace("\N{NO-BREAK SPACE}", " ")


def test_it_says_what_where_what_it_costs_and_who_loses() -> None:
    said = told(solved_with(instance_of(small()), add={("lunge", "nord"): 2.0}, home={"oejne": 1}))
    assert said.startswith("1 new offer in Nord")
    assert "more at home (Øjne: 1,300 visits); it " in said
    assert "million kr. a year" in said
    assert "nothing closes" in said
    assert said.endswith("about 500 visits a year get a shorter trip, none a longer one.")


def test_who_is_only_seen_at_home_gets_no_shorter_trip() -> None:
    said = told(solved_with(instance_of(small()), home={"oejne": 1}))
    assert said.startswith("More at home (Øjne: 1,300 visits); it ")
    assert said.endswith("nothing closes and nobody gets a longer trip.")


def test_losers_and_what_closes_are_named_with_their_places() -> None:
    said = told(solved_with(instance_of(small(policy__existing_in_houses="free")), close=[("oejne", "nord")]))
    assert said.startswith("No new offers; ")
    assert "1 offer closes in Nord" in said
    assert said.endswith("about 900 visits a year get a trip that is 50 minutes longer.")
    solved, studied, _ = flagship.solved()
    said = headline(View(solved, studied, Voice.of(solved.instance.scenario, "en")))
    assert "1 offer closes in Skive" in said
    assert said.endswith(
        "visits a year get a shorter trip and about 2,300, above all from Viborg, get 30 minutes more."
    )


def test_a_plan_as_today_says_so() -> None:
    said = told(solved_with(instance_of(small())))
    assert said == "No new offers; it costs nothing, nothing closes and nobody gets a longer trip."


@pytest.mark.parametrize("lang", ["da", "en"])
def test_it_is_one_sentence_that_a_sketch_of_the_plan_says_too(lang: str) -> None:
    solved, studied, _ = flagship.solved()
    said = headline(View(solved, studied, Voice.of(solved.instance.scenario, lang)))  # type: ignore[arg-type]
    assert said.count(". ") == said.count("mio. ") + said.count("ca. ") + said.count("kr. ")
    assert len(said) < 250
    for other in (light_study(solved), sketched_study(solved)):
        assert headline(View(solved, other, Voice.of(solved.instance.scenario, lang))) == said  # type: ignore[arg-type]
    for place in {change.site for change in studied.changes if change.kind == "new"}:
        assert short_name(solved.instance.scenario.sites[place].title.in_language(lang)) in said  # type: ignore[arg-type]
    assert _MOST_PLACES > 3
