"""The look of maps and its explanation: colours, classes of minutes, markers of sites, and the legend below the map.

The colours can be told apart by the colour-blind and in black and white; tests measure both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from placement.instance.instance import Floats
from placement.locale import N_
from placement.present.look import light, shades
from placement.present.maps.labels import width
from placement.present.maps.picture import Band, Map, Pattern, Shape, State
from placement.present.svg import Element, element, text
from placement.present.words.voice import Voice

BAND_BETWEEN: dict[str, str] = {
    "shorter": N_("{low}–{high} shorter"),
    "longer": N_("{low}–{high} longer"),
}

BAND_OVER: dict[str, str] = {
    "shorter": N_("over {low} shorter"),
    "longer": N_("over {low} longer"),
}

NEAR_TO_FAR = shades("minutes")
"""Colours of minutes in even steps of lightness."""
SHORTER, LONGER = shades("shorter"), shades("longer")
"""Colours from a little to a lot; both ways are equally light, so longer trips are hatched too."""
SAME, SEA, LAND, NO_FIGURE, SHORE = map(light, ("same", "sea", "land", "no-figure", "shore"))
INK, QUIET, PAPER, HATCH = map(light, ("ink", "muted", "paper", "hatch"))
CHANGED = light("changed")
"""Colour of what opens or closes; the colour is never the only sign."""
LOOKS: tuple[tuple[str, Pattern], ...] = tuple(
    zip(shades("goes"), ("", "rising", "dots", "level", "falling", "crossed"), strict=True)
)
"""Looks of catchments: no two have the same pattern, so that a printer without colours tells them apart."""

RADIUS: dict[Shape, float] = {"square": 7.5, "circle": 6.0, "diamond": 6.5, "triangle": 6.0}
_CASING = 1.5


def marker(shape: Shape, state: State, x: float, y: float) -> Element:
    """The marker of a site, of the radius of its shape."""
    drawn = element("g", transform=f"translate({x:.1f} {y:.1f})", class_=f"map-marker map-{state}")
    size, (fill, line) = RADIUS[shape] - _CASING, _COLOURS[state]
    drawn.append(_outline(shape, size, fill=PAPER, stroke=PAPER, stroke_width=2 * _CASING))
    drawn.append(_outline(shape, size, fill=fill, stroke=line, stroke_width=1.5))
    sign = _sign(shape, state, size)
    if sign:
        drawn.append(element("path", d=sign, stroke=PAPER if fill != PAPER else line, stroke_width=1.8))
    return drawn


def _sign(shape: Shape, state: State, size: float) -> str:
    """Path of the sign in a marker: a plus in squares and where something opens, a stroke where something closes."""
    half = 0.6 * size
    if state == "closed":
        return f"M{-half:.1f} {half:.1f}L{half:.1f} {-half:.1f}"
    if shape == "square" or state == "new":
        return f"M{-half:.1f} 0H{half:.1f}M0 {-half:.1f}V{half:.1f}"
    return ""


_COLOURS: dict[State, tuple[str, str]] = {
    "same": (QUIET, QUIET),
    "new": (CHANGED, CHANGED),
    "closed": (PAPER, CHANGED),
    "none": (PAPER, QUIET),
}
"""Filling and outline of a marker."""


def _outline(shape: Shape, size: float, **attributes: str | float) -> Element:
    """A square, circle, diamond or triangle about the origin."""
    if shape == "circle":
        return element("circle", r=size, **attributes)
    return element(
        "path", d=_PATHS[shape].format(a=size, b=2 * size, c=0.8 * size), stroke_linejoin="round", **attributes
    )


_PATHS = {
    "square": "M-{a:.1f}-{a:.1f}h{b:.1f}v{b:.1f}h-{b:.1f}z",
    "diamond": "M0-{a:.1f}L{a:.1f} 0L0 {a:.1f}L-{a:.1f} 0z",
    "triangle": "M0-{a:.1f}L{a:.1f} {c:.1f}H-{a:.1f}z",
}


BORDERS = (10.0, 20.0, 30.0, 45.0, 60.0)
"""Borders of the classes of minutes, the same in every map; 30 and 45 as in the indicators."""
_ROUND = (
    (0.05, 0.2, 0.5),
    (0.1, 0.5, 1.0),
    (0.2, 1.0, 2.0),
    (0.2, 2.0, 5.0),
    (0.2, 5.0, 10.0),
    (0.2, 10.0, 20.0),
    (0.2, 20.0, 50.0),
)
"""Borders of a change: between as today, a little, more and a lot."""


@dataclass(frozen=True)
class Bands:
    """Classes, and which one a figure is in.

    Attributes:
        bands: in the order of the legend.
        borders: between them, rising.
    """

    bands: tuple[Band, ...]
    borders: tuple[float, ...]

    def of(self, figures: Floats) -> list[int | None]:
        """The class of each figure; None of NaN. A figure on a border belongs above it."""
        places = np.searchsorted(self.borders, figures, side="right")
        return [None if np.isnan(figure) else int(at) for figure, at in zip(figures, places, strict=True)]


def bands_of_minutes(say: Voice) -> Bands:
    """Classes of the minutes of a trip."""
    low, high = say.number(BORDERS[0]), say.number(BORDERS[-1])
    between = (say("{low}–{high}", low=say.number(a), high=say.number(b)) for a, b in pairwise(BORDERS))
    words = (say("under {high}", high=low), *between, say("{low} and more", low=high))
    return Bands(tuple(Band(*one) for one in zip(words, NEAR_TO_FAR, strict=True)), BORDERS)


def bands_of_change(say: Voice, change: Floats, reference: str) -> Bands:
    """Classes of the change in minutes from the reference, symmetric about 0, to suit the largest change."""
    most = float(np.nanmax(np.abs(change), initial=0.0))
    steps = max((each for each in _ROUND if each[-1] <= 0.7 * most), default=_ROUND[0], key=lambda each: each[-1])
    same = Band(say("as {reference} (under {high})", reference=reference, high=say.short(steps[0])), SAME)
    bands = (*_side(say, "shorter", SHORTER, steps)[::-1], same, *_side(say, "longer", LONGER, steps))
    return Bands(bands, (*(-step for step in steps[::-1]), *steps))


def _side(say: Voice, way: str, colours: Sequence[str], steps: tuple[float, ...]) -> tuple[Band, ...]:
    """Classes of shorter or longer trips, by rising change; longer ones hatched, and in the legend where they occur."""
    shown = [say.short(step) for step in steps]
    between = [say(BAND_BETWEEN[way], low=low, high=high) for low, high in pairwise(shown)]
    words = (*between, say(BAND_OVER[way], low=shown[-1]))
    more: Pattern = "hatched" if way == "longer" else ""
    return tuple(Band(word, colour, more, if_used=bool(more)) for word, colour in zip(words, colours, strict=True))


_NEIGHBOURS = 8
"""Number of nearest areas looked at to find the catchments next to an area's own."""


def bands_of_catchments(places: Floats, goes: Sequence[str], labels: Mapping[str, str]) -> tuple[Bands, Floats]:
    """A class for each site that areas go to, and each area's class; neighbouring catchments get different colours.

    Args:
        places: ``(n, 2)`` degrees of the areas.
        goes: the site of each; empty: none.
        labels: what sites are called.

    Returns:
        The classes, those of most areas first, and ``(n,)`` the class of each area as a figure; NaN without a site.
    """
    order = [site for site, _ in Counter(site for site in goes if site in labels).most_common()]
    beside = _side_by_side(places, goes)
    looks: dict[str, int] = {}
    for site in order:
        taken = Counter(looks[other] for other in beside[site] if other in looks)
        used = Counter(looks.values())
        looks[site] = min(range(len(LOOKS)), key=lambda look: (taken[look], used[look], look))
    bands = tuple(Band(labels[site], *LOOKS[looks[site]]) for site in order)
    figures = np.array([order.index(site) if site in looks else np.nan for site in goes], dtype=float)
    return Bands(bands, tuple(at - 0.5 for at in range(1, len(order)))), figures


def _side_by_side(places: Floats, goes: Sequence[str]) -> dict[str, set[str]]:
    """For each site the sites that the nearest neighbours of its areas go to."""
    found: dict[str, set[str]] = defaultdict(set)
    flat = places * [np.cos(np.radians(places[:, 1].mean())), 1.0] if len(places) else places
    for at, place in enumerate(flat):
        near = np.argsort(((flat - place) ** 2).sum(axis=1), kind="stable")[: _NEIGHBOURS + 1]
        for other in near.tolist():
            if goes[at] != goes[other]:
                found[goes[at]].add(goes[other])
                found[goes[other]].add(goes[at])
    return found


STATE: dict[str, str] = {
    "new": N_("new offer (how many)"),
    "closed": N_("closes (how many)"),
    "none": N_("nothing offered"),
}

SIZE = 13.0
_LINE, _SIDE, _GAP = 20.0, 12.0, 13.0
_SWATCH = 20.0


@dataclass(frozen=True)
class _Item:
    """An item of the legend: a sign, drawn at the middle of its left end, and words beside it."""

    sign: Callable[[float, float], Element]
    words: str
    room: float

    @property
    def wide(self) -> float:
        return self.room + width(self.words, SIZE) + _GAP


def legend(
    shown: Map,
    name: str,
    left_out: Sequence[str],
    paper: tuple[float, float],
    corner: tuple[float, float],
    most: float,
) -> tuple[Element, float]:
    """The legend, and the y coordinate where it ends.

    Args:
        shown: the map.
        name: beginning of the picture's ids.
        left_out: names of the sites that are marked by numbers, from 1.
        paper: width of the map, and units of the paper in a kilometre.
        corner: where it begins, left and top.
        most: how wide it may be.
    """
    say, (left, top) = Voice(shown.language), corner
    drawn = element("g", font_size=SIZE, fill=INK, class_="map-legend")
    bar, long = _scale_bar(say, *paper)
    y = top + 18
    if width(shown.key, SIZE, bold=True) + long > most - 3 * _SIDE:
        drawn.append(bar(left + _SIDE, y))
        y += _LINE + 4
    else:
        drawn.append(bar(left + most - _SIDE - long, y))
    for line in wrapped(shown.key, most - 2 * _SIDE, bold=True):
        drawn.append(text(left + _SIDE, y, line, font_weight="bold"))
        y += _LINE - 2
    used = {area.band for area in shown.areas}
    both_ways = any(band.if_used and at in used for at, band in enumerate(shown.bands))
    bands = [_band(band, name, at) for at, band in enumerate(shown.bands) if both_ways or not band.if_used]
    y = _flow(drawn, bands, left, y, most)
    y = _flow(drawn, _markers(shown, say), left, y, most)
    if left_out:
        names = [f"{number}\N{NO-BREAK SPACE}{words}" for number, words in enumerate(left_out, 1)]
        y = _paragraph(drawn, "   ".join(names), left, y, most)
    for note in shown.notes:
        y = _paragraph(drawn, note, left, y, most, fill=QUIET)
    return drawn, y


def pattern(name: str, at: int, band: Band) -> Element:
    """The SVG pattern of a class, which ``fill_of`` refers to."""
    drawn, size, turn, strong = _PATTERNS[band.pattern]
    return element(
        "pattern",
        element("rect", width=size, height=size, fill=band.colour),
        element("path", d=drawn, stroke=HATCH if strong else QUIET, stroke_width=1.6 if strong else 1.1),
        id=f"{name}-hatch{at}",
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({turn})" if turn else None,
    )


_PATTERNS: dict[Pattern, tuple[str, float, int, bool]] = {
    "hatched": ("M0 0V6", 6, 45, True),
    "rising": ("M0 0V9", 9, 45, False),
    "falling": ("M0 0V9", 9, -45, False),
    "level": ("M0 5H10", 10, 0, False),
    "crossed": ("M0 0V11M0 0H11", 11, 45, False),
    "dots": ("M2 2h2v2h-2zM7 7h2v2h-2z", 10, 0, False),
}
"""A path, the size of the repeated tile, its rotation in degrees, and whether it lies on strong colours."""


def fill_of(band: Band, name: str, at: int) -> str:
    """The ``fill`` of a class: its pattern, or its plain colour."""
    return f"url(#{name}-hatch{at})" if band.pattern else band.colour


def _band(band: Band, name: str, at: int) -> _Item:
    def swatch(x: float, y: float) -> Element:
        fill = fill_of(band, name, at)
        return element("rect", x=x, y=y - 6, width=_SWATCH, height=12, fill=fill, stroke=INK, stroke_width=0.8)

    return _Item(swatch, band.label, _SWATCH + 6)


def _markers(shown: Map, say: Voice) -> list[_Item]:
    """Legend items of the kinds of sites and of what happens at them, as far as the map has them."""
    called = dict.fromkeys((site.shape, site.kind) for site in shown.sites)
    states: dict[State, None] = dict.fromkeys(site.state for site in shown.sites if site.state != "same")
    kinds = [_marker_item(shape, "same", kind) for shape, kind in called if kind]
    return kinds + [_marker_item("circle", one, shown.states.get(one) or say(STATE[one])) for one in states]


def _marker_item(shape: Shape, state: State, words: str) -> _Item:
    return _Item(lambda x, y: marker(shape, state, x + 8, y), words, 22)


def _flow(drawn: Element, items: Sequence[_Item], left: float, y: float, most: float) -> float:
    """Draw items side by side, in as many lines as they need; returns the y coordinate of the next line."""
    x = _SIDE
    for item in items:
        if x > _SIDE and x + item.wide - _GAP > most - _SIDE:
            x, y = _SIDE, y + _LINE
        drawn.append(item.sign(left + x, y))
        first, *others = wrapped(item.words, most - 2 * _SIDE - item.room)
        drawn.append(text(left + x + item.room, y + 4, first))
        for line in others:
            y += _LINE - 4
            drawn.append(text(left + x + item.room, y + 4, line))
        x += item.wide
    return y + _LINE + 2 if items else y


def _paragraph(drawn: Element, words: str, left: float, y: float, most: float, fill: str | None = None) -> float:
    for line in wrapped(words, most - 2 * _SIDE):
        drawn.append(text(left + _SIDE, y + 4, line, fill=fill))
        y += _LINE - 4
    return y + 4


def wrapped(words: str, most: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """Words in lines no wider than ``most``."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, size, bold=bold) > most:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def _scale_bar(say: Voice, wide: float, scale: float) -> tuple[Callable[[float, float], Element], float]:
    """What draws the scale bar from its left end, and its length: a round distance, at most a seventh of the map.

    Args:
        say: the language.
        wide: width of the map.
        scale: units of the paper in a kilometre.
    """
    wanted = wide / scale / 7
    power = 10.0 ** np.floor(np.log10(wanted))
    km = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    words = f"{say.short(km)} km"
    room, long = width(words, SIZE) + 6, km * scale

    def bar(x: float, y: float) -> Element:
        d = f"M{x + room:.1f} {y - 7:.1f}v7H{x + room + long:.1f}v-7"
        drawn = element("path", d=d, fill="none", stroke=QUIET, stroke_width=1.2)
        return element("g", text(x, y, words, fill=QUIET), drawn)

    return bar, room + long
