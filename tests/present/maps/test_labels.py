from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from placement.instance.build import build
from placement.instance.land import Box
from placement.present.maps.draw import _NARROW, _TEXT, _Drawing, _Labels, _tag
from placement.present.maps.labels import Spot, Tag, place, spread, width
from placement.present.maps.picture import Map
from placement.present.words.voice import Language
from placement.questions.proposal.maps import Atlas, Ground
from placement.scenario.load import load
from tests.helpers import flagship

FRAME: Box = (0.0, 0.0, 760.0, 480.0)
STAGE = (860, 500)
"""Pixels that the workbench leaves to its map where the screen has 1366 × 768."""
READ_FROM_AFAR = 13.0
MOST_NUMBERED = 3
"""So many of the first names may stand as numbers where a quarter of all sites, some with very long names, change."""
WITHOUT_PLACES = {"akut-dag", "dialyse-satellit"}
"""Scenarios whose areas have no coordinates."""


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
    assert not any(meet(one.box, two.box) for one, two in combinations(spots, 2))
    for at, (tag, spot) in enumerate(zip(tags, spots, strict=True)):
        on = spot.kind in ("on", "none")
        assert frame[0] <= spot.box[0] < spot.box[2] <= frame[2] or on
        assert frame[1] <= spot.box[1] < spot.box[3] <= frame[3] or on
        for other_at, other in enumerate(tags):
            if other_at == at and on:
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


@pytest.mark.parametrize("seed", range(3))
def test_a_label_that_may_go_is_left_out_before_one_that_counts_is_moved_away(seed: int) -> None:
    points = np.random.default_rng(seed).normal((380, 240), 40, (24, 2))
    tags = tags_of(spread(points, np.full(24, 6.0)), seed)
    tags = [replace(tag, weight=1.0, may_go=at >= 6) for at, tag in enumerate(tags)]
    spots = place(tags, FRAME)
    assert_nothing_collides(tags, spots, FRAME)
    assert {spot.kind for spot in spots[:6]} == {"label"}
    assert {spot.kind for spot in spots[6:]} == {"label", "none"}
    assert not any(spot.line for spot in spots[6:])


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


def assert_drawn_apart(shown: Map) -> list[int]:
    """As it is drawn in a report, on the workbench and on a telephone; how many names stand as numbers."""
    drawing, bench = _Drawing(shown, "map"), _Drawing(shown, "map", marked=True)
    left, top, right, bottom = drawing.frame.box
    placed = [bench.laid_out("any"), *(_Labels.placed(drawing, "any", size) for size in (1.0, _NARROW))]
    for labels in placed:
        sparse = labels.of.marked
        tags = [_tag(site, x, y, sparse=sparse) for site, (x, y) in zip(shown.sites, labels.middles, strict=True)]
        frame = (left / labels.size, top / labels.size, right / labels.size, bottom / labels.size)
        assert_nothing_collides(tags, labels.spots, frame)
        for tag in tags:
            assert frame[0] <= tag.x <= frame[2]
            assert frame[1] <= tag.y <= frame[3]
    return [len(labels.left_out) for labels in placed]


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", sorted(path.parent.name for path in Path("scenarios").glob("*/scenario.yaml")))
def test_labels_of_no_shipped_scenario_collide_or_leave_the_map(name: str, lang: Language) -> None:
    """As they are, and where every site has as much to say as can be."""
    shown = Ground(build(load(f"scenarios/{name}").scenario), lang).today()
    if shown is None:
        assert name in WITHOUT_PLACES
        return
    assert assert_drawn_apart(shown)[:2] == [0, 0]
    loud = [replace(site, state="closed", gained="+10 \N{MINUS SIGN}10") for site in shown.sites]
    assert_drawn_apart(replace(shown, sites=tuple(loud)))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_labels_of_the_example_regions_proposal_never_collide(lang: Language) -> None:
    atlas = Atlas(flagship.solved()[0], lang)
    shown = [atlas.change(), atlas.travel(), atlas.catchments("diabetes_amb"), atlas.catchments("lunge_amb")]
    assert [assert_drawn_apart(each)[:2] for each in shown if each] == [[0, 0]] * 4


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", sorted(path.parent.name for path in Path("scenarios").glob("*/scenario.yaml")))
def test_names_on_the_workbench_are_read_from_afar_and_the_first_are_never_left_out(name: str, lang: Language) -> None:
    """The names of hospitals and of the sites that change; others may be left out, but none is smaller."""
    shown = Ground(build(load(f"scenarios/{name}").scenario), lang).today()
    if shown is None:
        return
    loud = [replace(site, gained="+2", state="new") if n % 4 == 0 else site for n, site in enumerate(shown.sites)]
    drawing = _Drawing(replace(shown, sites=tuple(loud)), "map", marked=True)
    labels = drawing.laid_out("map-wide")
    width_of, height_of = (float(drawing.whole().get(side, "")) for side in ("width", "height"))
    pixels = _TEXT * labels.size * min(STAGE[0] / width_of, STAGE[1] / height_of)
    assert pixels >= READ_FROM_AFAR
    first = [at for at, site in enumerate(loud) if site.gained or site.shape == "square"]
    assert first
    kinds = [labels.spots[at].kind for at in first]
    assert "none" not in kinds
    assert sum(kind != "label" for kind in kinds) <= MOST_NUMBERED  # the legend names them, as large


@pytest.mark.parametrize(("words", "least"), [("Holstebro", 9 * 5), ("iiii", 4 * 2.6), ("MMMM", 4 * 10)])
def test_words_get_the_room_they_take(words: str, least: float) -> None:
    """Advances of Helvetica and Liberation Sans at 12."""
    assert width(words, 12) >= least
    assert width(words, 12, bold=True) > width(words, 12)
