"""The map of a region of very many areas is small enough to come at once, and each area can still be touched."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.regions import Size, region
from placement.instance.build import build
from placement.questions.proposal.maps import Ground
from placement.web import pages
from placement.web.places import draw_touched
from placement.web.touch import led
from placement.web.what_ifs import Address, WhatIf
from tests.web.asking import Browser

MANY = Size("many", areas=700, houses=6, functions=6, hospitals=3)
FEW = Size("few", areas=60, houses=6, functions=6, hospitals=3)
MOST_BYTES = 250_000 * 700 // 2200
"""The share of 250,000 bytes of a map of 2,200 areas."""


def drawn(size: Size) -> str:
    shown = Ground(build(region(size, seed=1)), "da").today()
    assert shown
    return draw_touched(shown)


@pytest.fixture(scope="module")
def many() -> str:
    return drawn(MANY)


def test_a_map_of_many_areas_is_small(many: str) -> None:
    sent = led(many, Address(lang="da", home="da")).encode()
    assert len(sent) < MOST_BYTES
    assert len(gzip.compress(sent, 5)) < MOST_BYTES / 3


def test_of_many_areas_the_touched_one_alone_has_its_outline(many: str) -> None:
    name, x, y = re.findall(r'data-places="([^"]*)"', many)[0].split(" ")[30:33]
    page = led(many, Address(lang="da", home="da").touching("area", name))
    (outline,) = re.findall(r'<path class="map-outline" id="([^"]*)" d="([^"]*)"', page)
    assert outline[0] == f"map-around-{name}"
    assert page.count("map-outline") == 1
    corners = np.array(re.findall(r"-?\d+", outline[1]), dtype=float).reshape(-1, 2).cumsum(axis=0)
    assert (corners.min(axis=0) <= (float(x), float(y))).all()
    assert (corners.max(axis=0) >= (float(x), float(y))).all()
    assert "map-outline" not in led(many, Address(lang="da", home="da"))


def test_each_of_many_areas_has_its_place_and_leads_to_its_page(many: str) -> None:
    assert 'map-area"' not in many
    page = led(many, Address(lang="da", home="da", whatif=WhatIf(minute=3)))
    assert 'data-href="/?minute=3&amp;area="' in page
    found = re.search(r'data-places="([^"]*)"', page)
    assert found
    words = found[1].split(" ")
    assert len(words) == 3 * MANY.areas
    assert len(set(words[::3])) == MANY.areas
    assert all(0 <= int(x) <= 760 for x in words[1::3])


def test_few_areas_are_links_each() -> None:
    few = drawn(FEW)
    assert few.count('class="map-area"') == FEW.areas
    assert "data-places" not in few


def test_a_large_matrix_is_sent_when_it_is_opened(
    open_browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = open_browser("til-en-pris", language="en")
    assert 'id="matrix"' in browser.page("/")
    monkeypatch.setattr(pages, "MOST_CELLS", 1)
    closed, opened = browser.page("/"), browser.page("/?show=where")
    assert 'id="where" class="more" hidden data-later' in closed
    assert 'id="matrix"' not in closed
    assert len(closed) < len(opened)
    assert 'id="matrix"' in opened
    assert "data-later" not in opened
