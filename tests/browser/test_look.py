"""The look in a real browser: words to be read on a telephone, a dark page, forced colours, and print in light."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Page

from placement.locale import LANGUAGES
from placement.present.look import PALETTE, style_sheet
from placement.present.words.voice import Language
from tests.browser.watch import DESKTOP, PHONE, READABLE, SMALLEST, Accessible
from tests.questions.proposal.test_page import big

WORKBENCH = Path("placement/web/static/workbench.css")
NAMES = """all => all.filter(each => each.getBoundingClientRect().width && !each.ariaHidden).map(each => {
    const at = each.getBoundingClientRect();
    return [each.textContent, at.left, at.top, at.right, at.bottom];
})"""
FRAME = "one => { const at = one.getBoundingClientRect(); return [at.left, at.top, at.right, at.bottom]; }"
GROUND = "getComputedStyle(document.body).backgroundColor"


def rgb(colour: str) -> str:
    """As a browser says it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_words_of_a_report_are_too_small_on_a_telephone(page: Page, lang: Language) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.set_content(big(lang))
    size, words = page.evaluate(SMALLEST)
    assert size >= READABLE, words
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert page.locator("#map svg .map-legend text:visible").count() > 5


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_on_a_map_lie_on_nothing_and_within_it(page: Page, size: tuple[int, int], lang: Language) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.set_content(big(lang))
    maps = page.locator("svg.map").all()
    assert maps
    for drawn in maps:
        left, _, right, _ = drawn.evaluate(FRAME)
        names = drawn.locator(".map-sites text").evaluate_all(NAMES)
        assert names
        for one, other in combinations(names, 2):
            apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
            assert apart or min(one[4], other[4]) - max(one[2], other[2]) < 3, (one, other)
        legend = drawn.locator(".map-legend text").evaluate_all(NAMES)
        assert all(left <= each[1] and each[3] <= right + 1 for each in (*names, *legend))


def test_the_legend_of_a_map_on_a_telephone_covers_nothing_below(page: Page) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.set_content(big("da"))
    holders = page.locator(".picture:has(svg.map)").all()
    assert holders
    for holder in holders:
        bottom = holder.evaluate(FRAME)[3]
        assert max(each[4] for each in holder.locator(".map-legend text").evaluate_all(NAMES)) <= bottom


def test_a_dark_page_is_dark_and_its_print_light(page: Page, accessible: Accessible) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_content(big("da"))
    assert page.evaluate(GROUND) == rgb(PALETTE["paper"].dark)
    sea = page.locator("svg.map .map-ground rect").first
    assert sea.evaluate("one => getComputedStyle(one).fill") == rgb(PALETTE["sea"].dark)
    words = page.locator("#map .map-sites text:visible").last
    assert words.evaluate("one => getComputedStyle(one).fill") == rgb(PALETTE["muted"].dark)
    accessible(page)
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(GROUND) == rgb(PALETTE["paper"].light)
    assert sea.evaluate("one => getComputedStyle(one).fill") == rgb(PALETTE["sea"].light)


def test_in_forced_colours_every_sign_of_the_matrix_shows(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    signs = "".join(f"<i class='sign {sign}'></i>" for sign in "kncab")
    cells = "<table class='matrix'><tr><td><i></i></td><td><button class='n'>+</button></td></tr></table>"
    css = style_sheet() + WORKBENCH.read_text(encoding="utf-8")
    page.set_content(f"<!doctype html><style>{css}</style><p class='legend'>{signs}</p>{cells}")
    edges = page.locator(".sign, .matrix i, .matrix button").evaluate_all(
        "all => all.map(each => [getComputedStyle(each).borderTopStyle, getComputedStyle(each).borderTopColor])"
    )
    ground = page.evaluate(GROUND)
    assert len(edges) == 7
    assert all(style != "none" and colour != ground for style, colour in edges), edges


def test_in_forced_colours_charts_and_maps_wear_the_readers(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.set_content(big("da"))
    page.evaluate("document.body.append(Object.assign(document.createElement('p'), {id: 'own', textContent: 'x'}))")
    ink = page.locator("#own").evaluate("one => getComputedStyle(one).color")
    for kind in ("svg.map .map-legend text:visible", "svg[width='680'] text"):
        assert page.locator(kind).first.evaluate("one => getComputedStyle(one).fill") == ink
