"""The axes of charts hold every value, at round numbers, however small the differences are; names lie on nothing."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from placement.present.charts import LETTER, Box, Point, fitted, scatter
from placement.present.words.voice import Voice


@pytest.mark.parametrize(
    ("values", "ends", "step"),
    [
        ([0.13], (0.0, 0.15), 0.025),
        ([-0.02, 0.4], (-0.1, 0.4), 0.1),
        ([1e-7], (0.0, 1e-7), 2e-8),
        ([0.0], (0.0, 0.2), 0.2),
        ([1.4e-16, -2.2e-16], (0.0, 0.2), 0.2),
    ],
)
def test_an_axis_ends_at_round_numbers(values: list[float], ends: tuple[float, float], step: float) -> None:
    axis = fitted(values, 0.0, 100.0)

    assert (axis.low, axis.high) == pytest.approx(ends)
    assert axis.step == pytest.approx(step)


def test_what_adding_up_leaves_is_no_difference() -> None:
    """A chart of plans with the same lost quality: the sums differ in the sixteenth digit."""
    axis = fitted([0.6, 0.6 + 1.1e-16], 0.0, 100.0, zero=False)

    assert axis.decimals <= 2
    assert all(axis.low - 1e-12 <= value <= axis.high + 1e-12 for value in (0.6, 0.6 + 1.1e-16))


@pytest.mark.parametrize("seed", range(30))
def test_names_of_points_never_lie_on_each_other_or_leave_the_picture(seed: int) -> None:
    chance = random.Random(seed)
    names = ["forslaget", "i dag", "bedst for borgerne", "bedst for faglighed", "billigst"]
    close = seed % 2 * 0.9
    points = [Point(close + (1 - close) * chance.random(), chance.random(), name, "end") for name in names]
    many = [Point(chance.random(), chance.random()) for _ in range(20)]
    drawn = scatter("k", [*points, *many], Voice(), title="t", description="d", x_words="x", y_words="y")
    boxes = []
    for node in drawn.iter("text"):
        if node.text in names and not node.get("aria-hidden"):
            left, base = float(node.get("x", "")), float(node.get("y", ""))
            boxes.append(Box(left, base - 11, left + len(node.text) * LETTER, base + 3))
    assert len(boxes) == len(names)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(box.left >= 0 and box.right <= 340 and box.top >= 0 and box.bottom <= 270 for box in boxes)
