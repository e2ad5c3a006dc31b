"""Maps in a real browser: accessible with links and without, nothing forbidden, words no wider than was guessed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

from placement.locale import LANGUAGES
from placement.present.maps.draw import draw
from placement.present.maps.labels import width
from placement.present.words.voice import Language
from placement.questions.proposal.maps import Atlas
from tests.browser.watch import Accessible
from tests.helpers import flagship

STRICT = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
SHOWN = (
    """texts => texts.map(text => [text.textContent, text.getComputedTextLength(), getComputedStyle(text).fontSize])"""
)


def page_of(lang: Language, *maps: str, policy: str = "") -> str:
    head = f"<head><meta charset='utf-8'>{policy}<title>Maps</title></head>"
    return f"<!doctype html><html lang='{lang}'>{head}<body><main><h1>Maps</h1>{''.join(maps)}</main></body></html>"


@cache
def maps(lang: Language) -> list[str]:
    """Maps without links, with links from sites, and with links from areas."""
    atlas = Atlas(flagship.solved()[0], lang)
    change, travel, catchments = atlas.change(), atlas.travel(), atlas.catchments("diabetes_amb")
    assert change
    assert travel
    assert catchments
    linked = [travel.linked(site="#site-{}".format), travel.linked(area="#area-{}".format)]
    return [draw(shown, f"map-{at}") for at, shown in enumerate((change, catchments, *linked))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_maps_are_accessible_with_links_and_without(page: Page, accessible: Accessible, lang: Language) -> None:
    page.set_content(page_of(lang, *maps(lang)))
    assert page.locator("svg").count() == 4
    accessible(page)


def test_a_strict_policy_lets_maps_be(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "maps.html"
    file.write_text(page_of("da", *maps("da"), policy=STRICT), encoding="utf-8")
    page.goto(file.as_uri())
    assert page.locator("svg path").count() > 100


def test_words_are_no_wider_than_was_guessed(page: Page) -> None:
    page.set_content(page_of("da", maps("da")[0]))
    shown = page.locator(".map-sites text").evaluate_all(SHOWN)
    assert len(shown) > 40
    for words, wide, size in shown:
        assert wide <= width(words, float(size.removesuffix("px")), bold=True)
