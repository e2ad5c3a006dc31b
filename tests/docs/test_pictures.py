"""The pictures are what the program shows, and ask nothing of the network."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from docs.make_pictures import FOLDER, PICTURES, Terminal

ROOT = Path(__file__).parents[2]
FLAGSHIP = "scenarios/midtjylland"
QUICK = [each for each in PICTURES if FLAGSHIP not in each.commands[-1]]
CHANGING = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d|\d+[.,]\d (?:seconds|sekunder)")
OUTSIDE = re.compile(r"""(?:href|src)=["']?(?:https?:)?//|url\(["']?(?!#)|@import|<script|<image""")


def text(picture: str) -> str:
    """What can be read in a picture, without dates and durations; where lines break depends on the latter."""
    words = " ".join(re.findall(r"<text[^>]*>(.*?)</text>", picture, re.DOTALL))
    return " ".join(CHANGING.sub("", html.unescape(words).replace("\N{NO-BREAK SPACE}", " ")).split())


@pytest.mark.parametrize("picture", QUICK, ids=lambda each: each.name)
def test_a_picture_is_what_the_program_shows(picture: Terminal) -> None:
    committed = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    assert text(committed) == text(picture.make()), "run `make pictures`"


def test_every_picture_is_made_and_shown() -> None:
    there = {path.stem for path in FOLDER.iterdir()}
    assert there == {each.name for each in PICTURES}
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = {Path(name).stem for page in pages for name in re.findall(r"!\[[^]]+\]\(([^)]+\.svg)\)", page.read_text())}
    assert there <= shown


@pytest.mark.parametrize("picture", PICTURES, ids=lambda each: each.name)
def test_a_picture_is_small_and_asks_nothing_of_the_network(picture: Terminal) -> None:
    content = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    assert not OUTSIDE.search(content)
    assert len(content) < 60_000
