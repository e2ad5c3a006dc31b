"""Colours as those see them who see few colours, as a printer without colours shows them, and against each other."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from placement.instance.instance import Floats
from placement.present.maps.symbols import (
    CHANGED,
    INK,
    LAND,
    LONGER,
    NEAR_TO_FAR,
    PAPER,
    QUIET,
    SAME,
    SEA,
    SHORE,
    SHORTER,
    bands_of_change,
    bands_of_minutes,
)
from placement.present.words.voice import Voice

SEEN = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""On linear RGB: Machado, Oliveira and Fernandes (2009), at full severity."""
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ.sum(axis=1)


def linear(colour: str) -> Floats:
    signs = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(signs <= 0.04045, signs / 12.92, ((signs + 0.055) / 1.055) ** 2.4)


def lab(rgb: Floats) -> Floats:
    share = XYZ @ np.clip(rgb, 0, 1) / WHITE
    root = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def apart(one: str, other: str, seen: Floats) -> float:
    """CIE 1976 distance; about 2 can just be told side by side."""
    return float(np.linalg.norm(lab(seen @ linear(one)) - lab(seen @ linear(other))))


def lightness(colour: str) -> float:
    return float(lab(linear(colour))[0])


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it."""
    low, high = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


SCALE = (*SHORTER[::-1], SAME, *LONGER)


@pytest.mark.parametrize("way", SEEN)
@pytest.mark.parametrize("scale", [NEAR_TO_FAR, SCALE], ids=["minutes", "change"])
def test_no_two_classes_look_alike(scale: tuple[str, ...], way: str) -> None:
    assert min(apart(one, other, SEEN[way]) for one, other in combinations(scale, 2)) > 12


def test_a_longer_trip_is_darker_in_black_and_white() -> None:
    steps = [before - after for before, after in pairwise(map(lightness, NEAR_TO_FAR))]
    assert min(steps) > 12


@pytest.mark.parametrize("side", [SHORTER, LONGER])
def test_a_larger_change_is_darker_in_black_and_white(side: tuple[str, ...]) -> None:
    steps = [before - after for before, after in pairwise(map(lightness, (SAME, *side)))]
    assert min(steps) > 12


def test_longer_is_hatched_and_shorter_is_not() -> None:
    bands = bands_of_change(Voice(), np.array([-3.0, 3.0]), "i dag").bands
    assert [band.colour for band in bands] == list(SCALE)
    assert [band.hatched for band in bands] == [False] * 4 + [True] * 3
    assert not any(band.hatched for band in bands_of_minutes(Voice()).bands)


@pytest.mark.parametrize("colour", LONGER)
def test_hatching_shows_on_what_it_hatches(colour: str) -> None:
    assert contrast(INK, colour) >= 3


@pytest.mark.parametrize("ink", [INK, QUIET, CHANGED])
def test_words_stand_out(ink: str) -> None:
    assert contrast(ink, PAPER) >= 4.5


@pytest.mark.parametrize(
    ("mark", "ground"),
    [(INK, PAPER), (CHANGED, PAPER), (QUIET, PAPER), (SHORE, SEA), (SHORE, LAND), (INK, SEA), (INK, LAND)],
)
def test_marks_stand_out(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("most", [0.01, 0.3, 1.0, 4.0, 33.0, 400.0])
def test_a_change_is_in_the_class_that_says_so(lang: str, most: float) -> None:
    bands = bands_of_change(Voice("da" if lang == "da" else "en"), np.array([-most, most]), "i dag")
    assert len(bands.bands) == len(bands.borders) + 1 == 7
    middle = bands.of(np.array([0.0, np.nan]))
    assert middle == [3, None]
    for size in (0.56, 0.99):
        low, high = bands.of(np.array([-size * most, size * most]))
        assert low is not None
        assert high is not None
        assert low == 6 - high
    assert len({band.label for band in bands.bands}) == 7


def test_minutes_on_a_border_belong_above_it() -> None:
    bands = bands_of_minutes(Voice())
    minutes = np.array([0, 9.99, 10, 29.9, 30, 45, 60, 200])
    assert [bands.bands[at or 0].label for at in bands.of(minutes)] == [
        "under 10",
        "under 10",
        "10–20",
        "20–30",
        "30–45",
        "45–60",
        "60 og mere",
        "60 og mere",
    ]
