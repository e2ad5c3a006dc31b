"""What is said otherwise on paper and in the browser, where the screen points at a command, an option or a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placement.errors import NoPlanError
from placement.locale import LANGUAGES
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.views import _ELSEWHERE, BrowserVoice, PageVoice
from placement.scenario.load import load
from placement.solve.run import solve
from placement.web.solving.answers import draw, refusal

SOURCE = Path(__file__).parents[3] / "placement"
POINTS = re.compile(r"placement [a-z]+\b|--[a-z]|\.(csv|json)\b")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbench_names_no_command_option_or_file(lang: Language) -> None:
    solved = solve(load(SOURCE.parent / "scenarios" / "trappen"))
    assert solved.prices is not None
    told = draw(solved, done=True).told[lang]
    for text in (*told.sentences, *told.below):
        assert not POINTS.search(text), text
    (part,) = refusal(NoPlanError("x")).told[lang]
    assert not any(POINTS.search(text) for text in part.texts)


def test_the_headline_points_where_the_reader_is() -> None:
    text = "placement tradeoff shows what each price would buy."
    assert Voice("en")(text) == text
    assert BrowserVoice("en")(text) == "The page Trade-offs shows what each price would buy."
    assert PageVoice("en")(text) == "What each price would buy is a calculation of its own."
    assert BrowserVoice("en")("Not measured: {what}.", what="noise") == "Not measured: noise."


def test_every_text_that_is_said_otherwise_is_one_the_screen_says() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if path.name != "wording.py")
    joined = re.sub(r'"\s*\n\s*"', "", code)
    for text in _ELSEWHERE:
        assert text in joined
