"""The picture of a staircase: widths and heights are in proportion, and no words lie on each other."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from placement.present.charts import INK, LETTER, Box
from placement.present.staircase_chart import Level, Tread, stairs
from placement.present.words.voice import Voice

LEVELS = ["the price", "official unit price (assumption)", "lowest plausible", "highest plausible"]


def drawn(treads: list[Tread], levels: list[Level]) -> ET.Element:
    words = {"title": "Steps", "description": "What they cost", "x_words": "minutes", "y_words": "kr."}
    return stairs("s", treads, levels, Voice("en"), **words)


def boxes(picture: ET.Element) -> list[dict[str, float]]:
    return [{name: float(each.get(name, "nan")) for name in ("x", "width", "height")} for each in picture.iter("rect")]


def told(picture: ET.Element) -> list[str]:
    return ["".join(each.itertext()) for each in picture.iter("text") if each.get("aria-hidden") is None]


def test_a_step_is_as_wide_as_what_it_buys_and_as_high_as_its_price() -> None:
    one, two = boxes(drawn([Tread(2, 3, "3.0", within=True), Tread(1, 6, "6.0", within=False)], [Level(4, "price")]))
    assert one["width"] == pytest.approx(2 * two["width"], rel=0.01)
    assert two["height"] == pytest.approx(2 * one["height"], rel=0.01)
    assert two["x"] == pytest.approx(one["x"] + one["width"], abs=0.1)


def test_what_is_far_above_the_lines_is_cut_off_and_its_price_written() -> None:
    picture = drawn([Tread(2, 3, "3.0", within=True), Tread(1, 600, "600.0", within=False)], [Level(4, "price")])
    one, two = boxes(picture)
    assert two["height"] == pytest.approx(10 / 3 * one["height"], rel=0.01)
    assert "600.0" in told(picture)


def test_of_prices_that_would_lie_on_each_other_the_widest_step_has_its_own() -> None:
    treads = [
        Tread(10, 3, "3.0", within=True),
        Tread(0.01, 5, "5.0", within=False),
        Tread(0.02, 5.1, "5.1", within=False),
    ]
    words = told(drawn(treads, [Level(4, "price", strong=True)]))
    assert "5.1" in words
    assert "5.0" not in words


def test_a_picture_without_steps_has_its_lines() -> None:
    picture = drawn([], [Level(1.7, "official"), Level(8, "price", strong=True)])
    assert boxes(picture) == []
    assert {"official", "price"} <= set(told(picture))


@pytest.mark.parametrize("seed", range(30))
def test_no_words_lie_on_each_other_or_leave_the_picture(seed: int) -> None:
    chance = random.Random(seed)
    treads = sorted(chance.uniform(0.1, 16) for _ in range(chance.randint(1, 14)))
    levels = [Level(chance.uniform(0.5, 14), words, strong=at == 0) for at, words in enumerate(LEVELS)]
    picture = drawn([Tread(chance.uniform(0.1, 3), price, f"{price:.1f}", within=False) for price in treads], levels)
    found = []
    for node in picture.iter("text"):
        if node.get("font-size") == "11" and node.get("fill") == INK and not node.get("aria-hidden"):
            left, base = float(node.get("x", "")), float(node.get("y", ""))
            found.append(Box(left, base - 11, left + len(node.text or "") * LETTER, base + 3))
    assert len(found) > len(levels)
    assert not any(one.meets(other) for one, other in combinations(found, 2))
    assert all(box.left >= 0 and box.right <= 680 and box.top >= 0 and box.bottom <= 300 for box in found)
