"""One palette: as those see it who see few colours, in black and white, light and dark; and nothing beside it."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from placement.instance.instance import Floats
from placement.present.charts import Bar, Point, Ratio, bars, ratios, scatter
from placement.present.look import PALETTE, TYPE
from placement.present.maps.draw import draw
from placement.present.maps.symbols import LOOKS, bands_of_change, bands_of_minutes
from placement.present.staircase_chart import Level, Tread, stairs
from placement.present.svg import write
from placement.present.words.voice import Voice
from placement.questions.proposal.maps import Atlas
from tests.helpers import flagship

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


NAMES = {
    side: [name for name in PALETTE if re.fullmatch(f"{side}-[0-9]", name)]
    for side in ("minutes", "shorter", "longer", "goes")
}
SCALES = {
    "minutes": NAMES["minutes"],
    "change": [*NAMES["shorter"][::-1], "same", *NAMES["longer"]],
}
MODES = ["light", "dark"]


def worn(name: str, mode: str) -> str:
    """A colour of the palette on a light or a dark page."""
    return str(getattr(PALETTE[name], mode))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", SEEN)
@pytest.mark.parametrize("scale", SCALES)
def test_no_two_classes_look_alike(scale: str, way: str, mode: str) -> None:
    pairs = combinations((worn(name, mode) for name in SCALES[scale]), 2)
    assert min(apart(one, other, SEEN[way]) for one, other in pairs) > 12


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", SEEN)
@pytest.mark.parametrize(("one", "other"), [("blue", "focus"), ("blue", "pale"), ("blue", "orange"), ("blue", "kept")])
def test_marks_that_mean_different_things_look_different(one: str, other: str, way: str, mode: str) -> None:
    assert apart(worn(one, mode), worn(other, mode), SEEN[way]) > 20


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scale", [NAMES["minutes"], ["same", *NAMES["shorter"]], ["same", *NAMES["longer"]]])
def test_more_stands_out_more_in_black_and_white(scale: list[str], mode: str) -> None:
    """From the page: darker on a light one, lighter on a dark one."""
    towards = -1 if mode == "light" else 1
    steps = [towards * (after - before) for before, after in pairwise(lightness(worn(name, mode)) for name in scale)]
    assert min(steps) > 12


def test_longer_is_hatched_and_shorter_is_not() -> None:
    bands = bands_of_change(Voice(), np.array([-3.0, 3.0]), "i dag").bands
    assert [band.colour for band in bands] == [PALETTE[name].light for name in SCALES["change"]]
    assert [band.pattern for band in bands] == [""] * 4 + ["hatched"] * 3
    assert not any(band.pattern for band in bands_of_minutes(Voice()).bands)


WORDS = [
    *(("ink", ground) for ground in ("paper", "soft", "orange-light", "kept", "hover")),
    *(("muted", ground) for ground in ("paper", "soft", "kept")),
    *(("accent", ground) for ground in ("paper", "soft", "hover")),
    *(("link", ground) for ground in ("paper", "soft")),
    *(("orange", ground) for ground in ("paper", "soft", "orange-light")),
    *(("paper", ground) for ground in ("accent", "blue")),
    ("changed", "paper"),
]
MARKS = [
    *(("focus", ground) for ground in ("paper", "soft")),
    *(("blue", ground) for ground in ("paper", "soft")),
    *(("edge", ground) for ground in ("paper", "soft")),
    *((mark, ground) for mark in ("shore", "ink", "muted", "changed") for ground in ("sea", "land", "paper")),
    *(("hatch", name) for name in NAMES["longer"]),
    *(("muted", name) for name in NAMES["goes"]),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_stand_out(ink: str, ground: str, mode: str) -> None:
    assert contrast(worn(ink, mode), worn(ground, mode)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_stand_out(mark: str, ground: str, mode: str) -> None:
    assert contrast(worn(mark, mode), worn(ground, mode)) >= 3


SHEETS = [
    "placement/web/static/workbench.css",
    "placement/questions/proposal/page/templates/page.css",
    "placement/questions/paper/templates/paper.css",
]


@pytest.mark.parametrize("path", SHEETS)
def test_style_sheets_have_no_colours_and_sizes_of_their_own(path: str) -> None:
    """Only page margins, which know no variables, write a colour of the palette; printed sizes are in points."""
    css = Path(path).read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", css)) <= {PALETTE["muted"].light}
    assert not re.findall(r"font-size: [^;]*rem", css)
    named = set(re.findall(r"var\(--([a-z0-9-]+)\)", css)) - set(re.findall(r"--([a-z0-9-]+):", css))
    assert named <= {*PALETTE, *(f"t-{size}" for size in TYPE)}


def test_a_colour_of_pictures_is_one_variable() -> None:
    """Else a picture's colour could not tell which it is."""
    assert len({colour.light for colour in PALETTE.values()}) == len(PALETTE)
    assert all(re.fullmatch("#[0-9a-f]{6}", one) for each in PALETTE.values() for one in (each.light, each.dark))


def painted(written: str) -> set[str]:
    nodes = ET.fromstring(written).iter()
    found = {node.get(part, "none") for node in nodes for part in ("fill", "stroke")}
    return {colour for colour in found if colour != "none" and not colour.startswith("url(")}


def test_pictures_wear_the_palette_alone() -> None:
    say = Voice()
    words = {"title": "t", "description": "d"}
    made = [
        bars("k", [Bar("a", 1, 2, "1", "2"), Bar("b", 0, 1, "", "1")], left_words="l", right_words="r", **words),
        ratios("k", [Ratio("a", 1.0), Ratio("b", 1.7)], 0.2, say, **words),
        scatter(
            "k", [Point(n, n, kind, kind) for n, kind in enumerate(("plan", "proposal", "today", "end"))], say,
            x_words="x", y_words="y", **words,
        ),
        stairs("k", [Tread(1, 1, "1", True), Tread(1, 3, "3", False)], [Level(2, "l", strong=True), Level(1, "m")], say,
               x_words="x", y_words="y", **words),
    ]  # fmt: skip
    atlas = Atlas(flagship.solved()[0])
    maps = [draw(shown) for shown in (atlas.change(), atlas.travel(), atlas.catchments("diabetes_amb")) if shown]
    assert len(maps) == 3
    for written in (*map(write, made), *maps):
        assert painted(written) <= {colour.light for colour in PALETTE.values()}


def test_who_goes_where_is_told_by_patterns_that_differ_side_by_side() -> None:
    assert len({pattern for _, pattern in LOOKS}) == len(LOOKS)
    shown = Atlas(flagship.solved()[0]).catchments("diabetes_amb")
    assert shown is not None
    places = np.array([(area.lon * 0.56, area.lat) for area in shown.areas])
    for area, place in zip(shown.areas, places, strict=True):
        assert area.band is not None
        for near in np.argsort(((places - place) ** 2).sum(axis=1))[:4]:
            other = shown.areas[int(near)]
            assert other.band is not None
            alike = shown.bands[area.band].pattern == shown.bands[other.band].pattern
            assert alike == (area.site == other.site)


def test_what_changes_is_loud_and_the_rest_quiet() -> None:
    shown = Atlas(flagship.solved()[0]).change()
    assert shown is not None
    loud = {site.label for site in shown.sites if site.gained}
    nodes = [node for node in ET.fromstring(draw(shown)).iter() if node.tag.endswith("}text")]
    bold = {node.text for node in nodes if node.get("font-weight") == "bold"} - {shown.key}
    assert bold == loud
    assert len(loud) == 3
    quiet = {node.text for node in nodes if node.get("fill") == PALETTE["muted"].light}
    assert {"Regionspsykiatrien Randers", "Psykiatriens Hus Silkeborg"} <= quiet


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
