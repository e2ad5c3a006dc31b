"""The pictures are what the program shows, and ask nothing of the network."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from docs import make_pictures
from docs.make_pictures import FOLDER, PICTURES, Map, Terminal
from docs.screenshots import Screenshot

ROOT = Path(__file__).parents[2]
FLAGSHIP = "scenarios/midtjylland"
QUICK = [each for each in PICTURES if isinstance(each, Terminal) and FLAGSHIP not in each.commands[-1]]
DRAWN = [each for each in PICTURES if not isinstance(each, Screenshot)]
TAKEN = [each for each in PICTURES if isinstance(each, Screenshot)]
CHANGING = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d|\d+[.,]\d (?:seconds|sekunder)")
OUTSIDE = re.compile(r"""(?:href|src)=["']?(?:https?:)?//|url\(["']?(?!#)|@import|<script|<image""")


def text(picture: str) -> str:
    """What can be read in a picture, without dates and durations; where lines break depends on the latter."""
    words = " ".join(re.findall(r"<text[^>]*>(.*?)</text>", picture, re.DOTALL))
    return " ".join(CHANGING.sub("", html.unescape(words).replace("\N{NO-BREAK SPACE}", " ")).split())


@pytest.mark.parametrize("picture", QUICK, ids=lambda each: each.name)
def test_a_picture_is_what_the_program_shows(picture: Terminal) -> None:
    committed = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    assert text(committed) == text(picture.make().decode()), "run `make pictures`"


def test_every_picture_is_made_and_shown() -> None:
    there = {path.name for path in FOLDER.iterdir()}
    assert there == {f"{each.name}{each.ending}" for each in PICTURES}
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = {
        Path(name).name
        for page in pages
        for name in re.findall(r"!\[[^]]+\]\(([^)]+\.(?:svg|jpg))\)", page.read_text())
    }
    assert there <= shown


@pytest.mark.parametrize("picture", TAKEN, ids=lambda each: each.name)
def test_a_picture_of_a_page_is_a_small_jpeg(picture: Screenshot) -> None:
    content = (FOLDER / f"{picture.name}.jpg").read_bytes()
    assert content.startswith(b"\xff\xd8\xff")
    assert content.endswith(b"\xff\xd9")
    assert len(content) < 150_000


@pytest.mark.parametrize("picture", DRAWN, ids=lambda each: each.name)
def test_a_picture_is_small_and_asks_nothing_of_the_network(picture: Terminal | Map) -> None:
    content = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    assert not OUTSIDE.search(content)
    assert len(content) < 60_000


def test_without_chromium_pages_stay_as_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_pictures, "FOLDER", tmp_path)
    monkeypatch.setattr(make_pictures, "chromium", lambda: None)
    monkeypatch.setattr("sys.argv", ["make_pictures", *(each.name for each in TAKEN)])
    make_pictures.main()
    said = capsys.readouterr().out
    assert all(f"{each.name}.jpg is left as it was: no Chromium" in said for each in TAKEN)
    assert not list(tmp_path.iterdir())
