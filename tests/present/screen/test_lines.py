"""Lines and tables on a terminal: as wide as it is, in the signs it has; what is cut, and what goes on below."""

from __future__ import annotations

import pytest

from placement.present.screen.lines import (
    STANDARD,
    Column,
    Line,
    Terminal,
    cells,
    cut,
    fitted,
    showable,
    table,
    wrapped,
    writing_to,
)

ROWS = [["Røntgen i Lemvig", "12", "1.200"], ["Lungeambulatorium i Holstebro", "7", "30"]]
COLUMNS = [Column(("Tilbud",), gives=True), Column(("Dage",), right=True), Column(("Besøg/", "år"), right=True)]


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("−45,5 – 3 … → ≥ ≤ ×", "ascii", "-45,5 - 3 ... -> >= <= x"),
        ("−45,5 – 3 … →", "latin-1", "-45,5 - 3 ... ->"),
        ("−45,5 – 3 … →", "cp1252", "-45,5 – 3 … ->"),
        ("Nørre Åby, ØST, Ærø, SÅRBAR", "ascii", "Noerre Aaby, OEST, Aeroe, SAARBAR"),
        ("Nørre Åby", "cp850", "Nørre Åby"),
        ("é ü ÿ Ł ﬁ ²", "ascii", "e u y L fi 2"),
        ("│╭─╮ ▸ ✓", "cp1252", "|+-+ > v"),
        ("10\N{NO-BREAK SPACE}km a\N{SOFT HYPHEN}b e\u0301", "ascii", "10 km ab e"),
        ("北 \ud800", "latin-1", "? ?"),
        ("北 \ud800", "utf-8", "北 ?"),
    ],
)
def test_what_stands_for_a_sign(text: str, encoding: str, shown: str) -> None:
    with writing_to(Terminal(encoding=encoding)):
        assert showable(text) == shown


def test_wide_and_empty_signs_are_measured() -> None:
    assert cells("北海道") == 6
    assert cells("Le\u0301mvig") == 6
    assert cut("北海道", 5) == "北海…"
    with writing_to(Terminal(12)):
        assert wrapped("北海道 札幌 a") == ["北海道", "札幌 a"]
        assert wrapped("北海道札幌函館") == ["北海道札幌", "函館"]


def test_at_the_standard_width_a_row_is_a_line() -> None:
    with writing_to(STANDARD):
        assert all("\n" not in line for line in table(COLUMNS, ROWS))


def test_a_narrow_table_goes_on_below() -> None:
    with writing_to(Terminal(35)):
        assert table(COLUMNS, ROWS) == [
            "                           Besøg/",
            " Tilbud              Dage      år",
            " Røntgen i Lemvig      12   1.200",
            " Lungeambulatorium      7      30\n i Holstebro",
        ]


def test_a_table_without_room_is_told() -> None:
    with writing_to(Terminal(24)):
        made = table(COLUMNS, ROWS)
        assert made[0] == made[1] == ""
        assert made[2].splitlines() == [" Røntgen i Lemvig", "   Dage 12 ·", "   Besøg/år 1.200"]
        assert [line.text for line in fitted(Line(made[0]))] == []


def test_a_line_that_is_too_wide_is_folded() -> None:
    with writing_to(Terminal(20)):
        lines = list(fitted(Line("  HEADING and then some words", 9)))
    assert [line.text for line in lines] == ["  HEADING and then", "    some words"]
    assert [line.heading for line in lines] == [9, 0]


def test_names_are_shortened_before_anything_is_cut_and_keep_16_signs() -> None:
    name = Column(gives=True, least=16, names=True)
    (line,) = table((name, name, Column()), [["Skive Sundhedshus", "Lungeambulatorium", "x" * 60]], width=80)
    assert line == f" Skive  Lunge  {'x' * 60}"
    (line,) = table((name, name, Column()), [["y" * 40, "z" * 40, "x" * 60]], width=90)
    assert line == f" {'y' * 15}…  {'z' * 15}…  {'x' * 52}…"


def test_a_number_stays_with_what_it_counts() -> None:
    assert wrapped("Der er i alt 154 placeringer her.", width=20) == ["Der er i alt", "154 placeringer her."]
