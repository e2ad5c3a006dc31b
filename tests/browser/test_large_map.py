"""On a map of very many areas a touch means the area nearest to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.regions import Size, region, write
from tests.browser.watch import Served

MANY = Size("many", areas=700, houses=6, functions=6, hospitals=3)
LONG = 60_000
UNCOVERED = """areas => {
    const words = areas.dataset.places.split(" ");
    for (let n = 0; n < words.length; n += 3) {
        const on = new DOMPoint(Number(words[n + 1]), Number(words[n + 2])).matrixTransform(areas.getScreenCTM());
        if (document.elementFromPoint(on.x, on.y)?.closest("[data-places]")) return [words[n], on.x, on.y];
    }
}"""
"""The first area that neither a site nor its name lies on, and where it is on the screen."""


@pytest.mark.slow
def test_a_touch_opens_the_sheet_of_the_nearest_area(page: Page, tmp_path: Path) -> None:
    write(region(MANY, seed=1, max_changes=2), tmp_path / "scenario.yaml")
    served = Served(tmp_path, "--lang", "en")
    try:
        page.goto(served.address)
        areas = page.locator("#map .drawn:not(.ground) [data-places]")
        expect(areas).to_be_attached(timeout=LONG)
        name, x, y = areas.evaluate(UNCOVERED)
        page.mouse.click(x, y)
        expect(page).to_have_url(re.compile(rf"[?&]area={name}"), timeout=LONG)
        expect(page.locator("#touched")).to_be_visible(timeout=LONG)
        outline = page.locator(".map-outline")
        expect(outline).to_have_id(f"map-around-{name}", timeout=LONG)
        assert outline.evaluate(
            """(one, [x, y]) => {
            const at = one.getBoundingClientRect();
            return at.left <= x && x <= at.right && at.top <= y && y <= at.bottom;
        }""",
            [x, y],
        )
        page.goto("about:blank")  # nobody waits for the staircase when the server ends
    finally:
        assert served.end() == 0
