from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest

from placement.instance.land import Box
from placement.present.maps.draw import _Drawing, _tag
from placement.present.maps.labels import Spot, Tag, place, spread, width
from placement.present.maps.picture import ShownSite
from placement.present.words.voice import Language
from placement.questions.proposal.maps import Atlas
from tests.helpers import flagship

FRAME: Box = (0.0, 0.0, 760.0, 480.0)


class Line(NamedTuple):
    x: float
    y: float
    to_x: float
    to_y: float


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def passes(line: Line, box: Box) -> bool:
    """Whether any of many points of the line lies inside."""
    share = np.linspace(0, 1, 401)
    x, y = line.x + share * (line.to_x - line.x), line.y + share * (line.to_y - line.y)
    return bool(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).any())


def marker(tag: Tag) -> Box:
    return tag.x - tag.radius, tag.y - tag.radius, tag.x + tag.radius, tag.y + tag.radius


def assert_nothing_collides(tags: Sequence[Tag], spots: Sequence[Spot], frame: Box) -> None:
    assert len(spots) == len(tags)
    for one, other in combinations(spots, 2):
        assert not meet(one.box, other.box)
    for at, (tag, spot) in enumerate(zip(tags, spots, strict=True)):
        assert frame[0] <= spot.box[0] < spot.box[2] <= frame[2] or spot.kind == "on"
        assert frame[1] <= spot.box[1] < spot.box[3] <= frame[3] or spot.kind == "on"
        for other_at, other in enumerate(tags):
            if other_at == at and spot.kind == "on":
                assert spot.box == marker(tag)
                continue
            assert not meet(spot.box, marker(other))
            if spot.line and other_at != at:
                assert not passes(Line(*spot.line), marker(other))
                assert not passes(Line(*spot.line), spots[other_at].box)


def tags_of(points: np.ndarray, seed: int) -> list[Tag]:
    chance = random.Random(seed)
    return [Tag(x, y, 6.0, chance.uniform(20, 170), 14.0, 14.0, chance.choice((1.0, 2.0))) for x, y in points]


@pytest.mark.parametrize("many", [1, 8, 30, 90])
@pytest.mark.parametrize("seed", range(4))
def test_labels_never_collide(seed: int, many: int) -> None:
    points = np.random.default_rng(seed).uniform((10, 10), (750, 470), (many, 2))
    tags = tags_of(spread(points, np.full(many, 6.0)), seed)
    assert_nothing_collides(tags, place(tags, FRAME), FRAME)


@pytest.mark.parametrize("seed", range(3))
def test_labels_of_a_crowded_town_become_numbers_and_none_is_lost(seed: int) -> None:
    points = np.random.default_rng(seed).normal((380, 240), 15, (40, 2))
    tags = tags_of(spread(points, np.full(40, 6.0)), seed)
    spots = place(tags, FRAME)
    assert_nothing_collides(tags, spots, FRAME)
    assert {spot.kind for spot in spots} - {"label"}


def test_a_lonely_label_stands_to_the_right() -> None:
    (spot,) = place([Tag(100, 100, 6, 50, 14, 14)], FRAME)
    assert (spot.kind, spot.line, spot.box[0] > 106) == ("label", None, True)


def test_a_label_at_the_edge_turns_inwards() -> None:
    (spot,) = place([Tag(750, 100, 6, 50, 14, 14)], FRAME)
    assert (spot.kind, spot.line, spot.box[2] < 744) == ("label", None, True)


def test_the_same_map_is_always_the_same_picture() -> None:
    points = np.random.default_rng(5).uniform((10, 10), (750, 470), (40, 2))
    tags = tags_of(points, 5)
    assert place(tags, FRAME) == place(tags, FRAME)


def test_markers_part_until_they_do_not_meet() -> None:
    points = np.array([[100.0, 100.0], [100.0, 100.0], [103.0, 101.0], [300.0, 300.0]])
    moved = spread(points, np.full(4, 7.0))
    for one, other in combinations(range(4), 2):
        assert np.abs(moved[one] - moved[other]).max() >= 14.9
    assert (moved[3] == points[3]).all()
    assert np.abs(moved - points).max() < 25


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["da", "en"])
def test_labels_of_the_example_region_never_collide(lang: Language) -> None:
    shown = Atlas(flagship.solved()[0], lang).change()
    assert shown is not None
    drawing = _Drawing(shown, "map")
    tags = tags_shown(drawing)
    spots = place(tags, drawing.frame.box)
    assert_nothing_collides(tags, spots, drawing.frame.box)
    assert [spot.kind for spot in spots].count("label") == len(spots) >= 20


def tags_shown(drawing: _Drawing) -> list[Tag]:
    sites: tuple[ShownSite, ...] = drawing.shown.sites
    middles = spread(drawing.sites, np.array([7.5] * len(sites)))
    return [_tag(site, x, y) for site, (x, y) in zip(sites, middles, strict=True)]


@pytest.mark.parametrize(("words", "least"), [("Holstebro", 9 * 5), ("iiii", 4 * 2.6), ("MMMM", 4 * 10)])
def test_words_get_the_room_they_take(words: str, least: float) -> None:
    """Advances of Helvetica and Liberation Sans at 12."""
    assert width(words, 12) >= least
    assert width(words, 12, bold=True) > width(words, 12)
