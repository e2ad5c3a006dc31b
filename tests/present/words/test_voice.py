"""Numbers, dates, lists and short names as each language has them."""

from __future__ import annotations

import datetime as dt

import pytest

from placement.errors import Figure, Message
from placement.present.words.currency import close_enough, speaking_of
from placement.present.words.terms import short_name, short_names
from placement.present.words.voice import Language, Voice


@pytest.mark.parametrize(
    ("language", "value", "decimals", "signed", "shown"),
    [
        ("da", 1234567.89, 1, False, "1.234.567,9"),
        ("en", 1234567.89, 1, False, "1,234,567.9"),
        ("da", -0.04, 1, True, "0,0"),
        ("da", -1.25, 1, True, "−1,2"),
        ("da", 3, 0, True, "+3"),
        ("da", float("nan"), 0, False, "–"),
    ],
)
def test_numbers(language: Language, value: float, decimals: int, signed: bool, shown: str) -> None:
    assert Voice(language).number(value, decimals, signed=signed) == shown


def test_modelled_numbers_are_rounded() -> None:
    assert Voice().about(2163.4) == "2.160"
    assert Voice().about(5876, 2) == "5.900"
    assert Voice().about(45.4) == "45"
    assert Voice().percent(0.113, 1).replace("\N{NO-BREAK SPACE}", " ") == "11,3 %"
    assert Voice("en").percent(0.113, 1) == "11.3%"


@pytest.mark.parametrize(
    ("language", "day", "listed"),
    [("da", "5. november 2026", "a, b og c"), ("en", "5 November 2026", "a, b and c")],
)
def test_days_and_lists(language: Language, day: str, listed: str) -> None:
    say = Voice(language)
    assert say.dated(dt.date(2026, 11, 5)) == day
    assert [say.listed(["a", "b", "c"][:n]) for n in (0, 1, 3)] == ["", "a", listed]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Regionshospitalet Gødstrup", "Gødstrup"),
        ("Center for Sundhed Holstebro", "Holstebro"),
        ("Sundhedshus Ringkøbing", "Ringkøbing"),
        ("Samsø Sundheds- og Akuthus", "Samsø"),
        ("Ortopædkirurgisk ambulatorium", "Ortopædkirurgisk"),
        ("Øjenambulatorium (våd AMD)", "Øjen"),
        ("Ambulatoriet", "Ambulatoriet"),
        ("Struer", "Struer"),
        ("Holstebro Centre for Health", "Holstebro"),
        ("Lung clinic (main function)", "Lung"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_names_that_would_read_alike_stay_whole() -> None:
    names = ["Skive Sundhedshus", "Regionshospitalet Skive", "Lemvig Sundhedshus", "Lemvig Sundhedshus"]
    assert short_names(names) == ["Skive Sundhedshus", "Regionshospitalet Skive", "Lemvig", "Lemvig"]


def test_a_figure_in_a_sentence_has_the_decimal_sign_of_the_language() -> None:
    said = Message("{money} of nothing that is translated", money=Figure(1.7))
    assert str(said) == "1.7 of nothing that is translated"
    assert Voice("en").told(said) == "1.7 of nothing that is translated"
    assert Voice("da").told(said) == "1,7 of nothing that is translated"


@pytest.mark.parametrize(("code", "amount"), [("DKK", 1000), ("GBP", 100), ("EUR", 100), ("JPY", 10_000), ("KWD", 10)])
def test_what_is_close_enough_is_of_the_currency(code: str, amount: float) -> None:
    with speaking_of(code):
        assert close_enough() == amount


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("It costs {value}.", "2 kr.", "It costs 2 kr."),
        ("It costs {value}. More.", "2 kr.", "It costs 2 kr. More."),
        ("It costs {value}.", "nothing", "It costs nothing."),
        ("See {value}.", "../areas.csv", "See ../areas.csv."),
        ("Wait{value}", "...", "Wait..."),
    ],
)
def test_a_sentence_has_one_full_stop(text: str, value: str, shown: str) -> None:
    assert Voice("en")(text, value=value) == shown
