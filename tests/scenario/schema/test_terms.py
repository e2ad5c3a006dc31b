"""A scenario's own words: which forms are said in which language, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from placement.errors import Message, OwnWord
from placement.present.words.terms import Words
from placement.present.words.voice import Voice
from placement.scenario.schema.base import Title
from placement.scenario.schema.terms import Terms

DANISH = {"one": "kommune", "other": "kommuner", "definite": "kommunen", "definite_other": "kommunerne"}


def voice(language: str, main: str = "en", **terms: Any) -> Voice:
    return Voice(language, Words(Terms.model_validate(terms), main))


def test_a_sentence_has_the_form_it_asks_for() -> None:
    say = voice("da", grouping={"da": DANISH, "en": "ward"})
    text = "{grouping} {groupings} {the_grouping} {the_groupings} {Grouping} {GROUPINGS}"
    assert say(text) == "kommune kommuner kommunen kommunerne Kommune KOMMUNER"


def test_english_puts_the_itself() -> None:
    say = voice("en", grouping={"en": {"one": "ward", "other": "wards"}})
    assert say("{the_grouping}, {The_groupings}") == "the ward, The wards"


@pytest.mark.parametrize(("main", "said"), [("en", "ward"), ("da", "kommune")])
def test_a_language_without_the_word_has_that_of_the_main_one(main: str, said: str) -> None:
    assert voice("sv", main, grouping={"da": DANISH, "en": "ward"})("{grouping}") == said


def test_a_scenario_without_words_has_neutral_ones() -> None:
    assert Voice("en")("{Groupings}, {the_own_payer}, {other_payers}") == "Area groups, the region, other payers"


def test_a_fault_says_the_scenarios_word() -> None:
    fault = Message("no {grouping}", grouping=OwnWord("grouping", "area group"))
    assert str(fault) == "no area group"
    assert voice("en", grouping={"en": "ward"}).told(fault) == "no ward"


def test_payers_are_told_by_their_title_else_by_their_name() -> None:
    payers = {
        "trust": {"budget": "own", "name": {"en": "trust"}},
        "councils": {"name": {"en": {"one": "council", "other": "councils"}}},
        "state": {"title": {"en": "The Treasury"}, "name": {"en": "state"}},
    }
    say = voice("en", payers=payers)
    assert [say.payer(key) for key in (*payers, "citizen")] == ["Trust", "Councils", "The Treasury", "Citizens"]
    assert say.payers(["councils", "state"]) == "councils and state"
    terms = Terms.model_validate({"payers": payers})
    assert terms.payer_columns == {"region": ("trust",), "municipality": ("councils",), "state": ("state",)}


def test_the_usual_kinds_are_the_first_of_each_role() -> None:
    kinds = {"clinic": {}, "unit": {"role": "hospital"}, "hut": {}}
    assert Terms.model_validate({"site_kinds": kinds}).usual_kinds == ("unit", "clinic")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"payers": {"a": {}, "b": {}}}, "0 of the payers have budget: own"),
        ({"payers": {"a": {"budget": "own"}, "b": {"budget": "own"}}}, "2 of the payers have budget: own"),
        ({"payers": {"citizen": {"budget": "own"}}}, "'citizen' is no payer's key"),
        ({"grouping": {}}, "no word is given"),
        ({"visions": {"a": {"measures": ["speed"]}}}, "p90_minutes"),
        ({"levels": {"a": {"sites": "some"}}}, "approved_departments"),
    ],
)
def test_what_is_refused(terms: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Terms.model_validate(terms)


def test_a_title_in_one_language_is_that_in_both() -> None:
    assert [Title(en="Clinic").in_language(each) for each in ("da", "en")] == ["Clinic", "Clinic"]
    with pytest.raises(ValidationError, match="no title is given"):
        Title()
