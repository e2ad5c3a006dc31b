"""Text that is nearly a number is refused for what it is, with the number that is meant."""

from __future__ import annotations

import pytest

from placement.present.words.voice import Voice
from placement.scenario.schema.text import COMMA, POINT, ambiguous, no_number

BOTH = [
    ("1.200.000", "'1.200.000' has thousands dots; write 1200000."),
    ("1 234", "'1 234' has a gap between its digits; write 1234."),
    ("1\u00a0234\u202f567", "'1\u00a0234\u202f567' has a gap between its digits; write 1234567."),
    ("1'234", "'1'234' has a gap between its digits; write 1234."),
    ("12 min", "'12 min' holds more than a number; write 12 alone, without unit."),
    ("45min", "'45min' holds more than a number; write 45 alone, without unit."),
    ("kr. 100", "'kr. 100' holds more than a number; write 100 alone, without unit."),
    ("ca. 5", "'ca. 5' holds more than a number; write 5 alone, without unit."),
    ("<5", "'<5' holds more than a number; write 5 alone, without unit."),
    ("\u22125", "'\u22125' begins with a minus that is not the one of the keyboard (U+2212); write -5."),
    ("\u20131.5", "'\u20131.5' begins with a minus that is not the one of the keyboard (U+2013); write -1.5."),
    ("\uff11\uff12", "'\uff11\uff12' has signs that only look like 0 to 9; write 12."),
    ("\u0663", "'\u0663' has signs that only look like 0 to 9; write 3."),
    ("#N/A", "'#N/A' is an error in a spreadsheet; correct its formula and save again."),
    ("#DIV/0!", "'#DIV/0!' is an error in a spreadsheet; correct its formula and save again."),
    ("NaN", "'NaN' is not a number; write digits, or nothing at all."),
    ("-inf", "'-inf' is not a number; write digits, or nothing at all."),
    ("n/a", "'n/a' is not a number; write digits, or nothing at all."),
    ("–", "'–' is not a number; write digits, or nothing at all."),
    ("ja", "'ja' is a word, where a number is expected; write digits."),
    ("SAND", "'SAND' is a word, where a number is expected; write digits."),
    ("vrai", "'vrai' is a word, where a number is expected; write digits."),
    ("1:30", "'1:30' is a time; write minutes as one number, as in 90."),
    ("5-10", "'5-10' is a range, where one number is expected."),
    ("(5)", "'(5)' is negative the way bookkeepers write it; write -5."),
    ("'12", "''12' begins with a sign that is no part of a number; write 12."),
    ("12\u200b", "the number holds a sign that cannot be seen (U+200B); write it anew."),
    ("0766", "'0766' begins with 0, which is a code and not a number; write the number without the zero."),
    ("1_000", "'1_000' holds '_'; write the digits alone."),
]


@pytest.mark.parametrize(("text", "message"), BOTH)
def test_in_either_dialect(text: str, message: str) -> None:
    assert (no_number(text, POINT), no_number(text, COMMA)) == (message, message)


@pytest.mark.parametrize(
    "text", ["2024-03-01", "2024-03-01T12:00", "01-03-2024", "1/3/24", "3. maj", "maj-24", "01-jan"]
)
def test_dates_that_a_spreadsheet_made(text: str) -> None:
    assert no_number(text).startswith(f"'{text}' is a date, where a number is expected;")


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1.200,5", "has a thousands dot and a decimal comma; write 1200.5.", "has a thousands dot; write 1200,5."),
        ("1,200.5", "has a thousands comma; write 1200.5.", "has a thousands comma; write 1200,5."),
        ("1 234,5", "has a gap between its digits; write 1234.5.", "has a gap between its digits; write 1234,5."),
        ("½", "is a fraction; write it with decimals, as in 0.5.", "is a fraction; write it with decimals, as in 0,5."),
        (
            "1 ½",
            "is a fraction; write it with decimals, as in 1.5.",
            "is a fraction; write it with decimals, as in 1,5.",
        ),
        (
            "1/4",
            "is a fraction; write it with decimals, as in 0.25.",
            "is a fraction; write it with decimals, as in 0,25.",
        ),
        (
            "12,5 %",
            "has a percent sign; write the number alone, a share as in 0.125.",
            "has a percent sign; write the number alone, a share as in 0,125.",
        ),
    ],
)
def test_what_is_meant_is_written_as_the_table_writes_it(text: str, point: str, comma: str) -> None:
    assert (no_number(text, POINT), no_number(text, COMMA)) == (f"'{text}' {point}", f"'{text}' {comma}")


def test_commas_where_decimals_have_a_point() -> None:
    assert no_number("0,45") == "'0,45' has a decimal comma; write a point, as in 0.45."
    assert no_number("1,200") == "'1,200' may mean 1.200 or 1200; write one of them, decimals with a point."


@pytest.mark.parametrize(("text", "unclear"), [("1.070", True), ("-12.345", True), ("0.070", False), ("1.07", False)])
def test_three_digits_after_a_dot_are_unclear_where_decimals_have_a_comma(text: str, unclear: bool) -> None:
    assert (ambiguous(text, COMMA) is not None) is unclear
    assert ambiguous(text, POINT) is None


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "12 34", "--y--"])
def test_what_is_no_number_at_all(text: str) -> None:
    assert no_number(text) == f"{text!r} is not a number; write digits with a decimal point, without unit."


def test_a_number_is_refused_in_danish_too() -> None:
    assert Voice("da").told(no_number("1.200,5", COMMA)) == "'1.200,5' har et tusindtalspunktum; skriv 1200,5."
