"""A page says what the screen says: every word of the lines is in the parts, and every number."""

from __future__ import annotations

import re

import pytest

from placement.present.parts import parts_of
from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.words.voice import Voice
from placement.questions.compare.screen import compare_screen
from placement.questions.compare.study import side_by_side
from placement.questions.explain.screen import explain_screen
from placement.questions.explain.study import explain
from placement.questions.proposal.study import study
from placement.scenario.load import load
from placement.solve.run import Live

WORDS = re.compile(r"[\wæøå]+")


def words_of(lines: list[Line]) -> list[str]:
    return sorted(WORDS.findall(" ".join(line.text for line in lines)))


def test_sentences_lists_and_tables() -> None:
    columns = (Column(), Column(("Min-", "utter"), right=True))
    lines = [
        Line(" KORT  Et forslag på", 5),
        *(Line(line) for line in wrapped("En sætning, " * 20, " • ")),
        *(Line(line) for line in wrapped("Pas på", "  ! ")),
        Line(""),
        Line(" TAL", 4),
        *map(Line, table(columns, [("Skive Sundhedshus", "1"), ("Tarm", "2")])),
        Line("    efter"),
    ]
    first, loud, numbers, after = parts_of(lines)
    assert (first.heading, first.texts, first.items) == ("KORT", ("Et forslag på",), (("En sætning, " * 20).strip(),))
    assert (loud.items, loud.loud) == (("Pas på",), True)
    assert numbers.heading == "TAL"
    assert numbers.grid is not None
    assert numbers.grid.rows == (("Skive Sundhedshus", "1"), ("Tarm", "2"))
    assert numbers.grid.heads[1].words == "Min\N{SOFT HYPHEN}utter"
    assert after.texts == ("efter",)


def test_names_of_groups_get_rows_of_their_own() -> None:
    rows = [("BORGER", "rejsetid", "1"), ("(minutter)", "andet", "2"), ("", "mere", "3"), ("PENGE", "drift", "4")]
    (part,) = parts_of([Line(line) for line in table((Column(), Column(), Column(right=True)), rows)])
    assert part.grid is not None
    assert part.grid.rows == (
        ("BORGER (minutter)",),
        ("rejsetid", "1"),
        ("andet", "2"),
        ("mere", "3"),
        ("PENGE",),
        ("drift", "4"),
    )


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_comparison_loses_nothing(lang: str) -> None:
    plain = load("scenarios/overloeb")
    names = list(plain.scenario.variants)
    found = side_by_side(plain, [("base", plain), *((n, load("scenarios/overloeb", variants=[n])) for n in names)])
    same(compare_screen(found, lang, folder=None, every=True))  # type: ignore[arg-type]  # a language


@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_explanation_loses_nothing(lang: str) -> None:
    loaded = load("scenarios/dialyse-satellit")
    live = Live(loaded)
    studied = study(live.solved, loaded)
    pair = next(iter(loaded.scenario.functions)), list(loaded.scenario.sites)[-1]
    found = explain(live, loaded, studied, *pair)
    same(explain_screen(live.solved, studied, found, Voice(lang)))  # type: ignore[arg-type]  # a language


def same(lines: list[Line]) -> None:
    told: list[Line] = []
    for part in parts_of(lines):
        told += map(Line, (part.heading, *part.texts, *part.items))
        if part.grid:
            told += [Line(head.words.replace("\N{SOFT HYPHEN}", "")) for head in part.grid.heads]
            told += [Line(cell) for row in part.grid.rows for cell in row]
    whole = " ".join(line.text for line in lines)
    lost = [
        word
        for word in set(words_of(told))
        if word not in WORDS.findall(re.sub(r"-\s+", "", whole)) and word not in whole
    ]
    assert set(words_of(lines)) - set(words_of(told)) <= {
        word for word in words_of(lines) if "…" in whole or word in "".join(words_of(told))
    }
    assert not lost
