"""What stands under a map: its classes, markers, scale, notes, and the names that found no room on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from placement.locale import N_
from placement.present.maps.labels import width
from placement.present.maps.picture import Band, Map, Shape, State
from placement.present.maps.symbols import INK, QUIET, marker
from placement.present.svg import Element, element, text
from placement.present.words.voice import Voice

KIND: dict[str, str] = {
    "hospital": N_("hospital"),
    "health_house": N_("health house"),
    "psychiatry_house": N_("psychiatry house"),
    "outreach_point": N_("outreach point"),
}

STATE: dict[str, str] = {
    "new": N_("new offer (how many)"),
    "closed": N_("closes (how many)"),
    "none": N_("nothing offered"),
}

SIZE = 12.0
_LINE, _SIDE, _GAP = 20.0, 12.0, 13.0
_SWATCH = 20.0


@dataclass(frozen=True)
class _Item:
    """A sign and words beside it; the sign is drawn at the middle of its left end."""

    sign: Callable[[float, float], Element]
    words: str
    room: float

    @property
    def wide(self) -> float:
        return self.room + width(self.words, SIZE) + _GAP


def legend(
    shown: Map, name: str, left_out: Sequence[str], scale: float, top: float, most: float
) -> tuple[Element, float]:
    """The legend and where it ends.

    Args:
        shown: the map.
        name: beginning of the picture's ids.
        left_out: names that stand as numbers, from 1.
        scale: units of the paper in a kilometre.
        top: where it begins.
        most: how wide it may be.
    """
    say = Voice(shown.language)
    drawn = element("g", font_size=SIZE, fill=INK, class_="map-legend")
    bar = _scale_bar(say, scale, most, top)
    drawn.append(bar)
    drawn.append(text(_SIDE, top + 18, shown.key, font_weight="bold"))
    used = {area.band for area in shown.areas}
    both_ways = any(band.hatched and at in used for at, band in enumerate(shown.bands))
    bands = [_band(band, name, at) for at, band in enumerate(shown.bands) if both_ways or not band.hatched]
    y = _flow(drawn, bands, top + 36, most)
    y = _flow(drawn, _markers(shown, say), y, most)
    if left_out:
        names = [f"{number}\N{NO-BREAK SPACE}{words}" for number, words in enumerate(left_out, 1)]
        y = _paragraph(drawn, "   ".join(names), y, most)
    for note in shown.notes:
        y = _paragraph(drawn, note, y, most, fill=QUIET)
    return drawn, y


def pattern(name: str, at: int, band: Band) -> Element:
    """The hatching of a class."""
    return element(
        "pattern",
        element("rect", width=6, height=6, fill=band.colour),
        element("path", d="M0 0V6", stroke=INK, stroke_width=1.6),
        id=f"{name}-hatch{at}",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def fill_of(band: Band, name: str, at: int) -> str:
    """What a class is filled with."""
    return f"url(#{name}-hatch{at})" if band.hatched else band.colour


def _band(band: Band, name: str, at: int) -> _Item:
    def swatch(x: float, y: float) -> Element:
        fill = fill_of(band, name, at)
        return element("rect", x=x, y=y - 6, width=_SWATCH, height=12, fill=fill, stroke=INK, stroke_width=0.8)

    return _Item(swatch, band.label, _SWATCH + 6)


def _markers(shown: Map, say: Voice) -> list[_Item]:
    """The kinds of sites and what happens there, as far as the map has them."""
    shapes: dict[Shape, None] = dict.fromkeys(site.shape for site in shown.sites)
    states: dict[State, None] = dict.fromkeys(site.state for site in shown.sites if site.state != "same")
    kinds = [_sign(shape, "same", say(KIND[shape])) for shape in shapes]
    return kinds + [_sign("health_house", state, say(STATE[state])) for state in states]


def _sign(shape: Shape, state: State, words: str) -> _Item:
    return _Item(lambda x, y: marker(shape, state, x + 8, y), words, 22)


def _flow(drawn: Element, items: Sequence[_Item], y: float, most: float) -> float:
    """Items beside each other in as many lines as they need; where the next line begins."""
    x = _SIDE
    for item in items:
        if x > _SIDE and x + item.wide - _GAP > most - _SIDE:
            x, y = _SIDE, y + _LINE
        drawn.append(item.sign(x, y))
        drawn.append(text(x + item.room, y + 4, item.words))
        x += item.wide
    return y + _LINE + 2 if items else y


def _paragraph(drawn: Element, words: str, y: float, most: float, fill: str | None = None) -> float:
    for line in wrapped(words, most - 2 * _SIDE):
        drawn.append(text(_SIDE, y + 4, line, fill=fill))
        y += _LINE - 4
    return y + 4


def wrapped(words: str, most: float, size: float = SIZE) -> list[str]:
    """Words in lines no wider than ``most``."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, size) > most:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def _scale_bar(say: Voice, scale: float, most: float, top: float) -> Element:
    """A round number of kilometres, about a seventh of the map."""
    wanted = most / scale / 7
    power = 10.0 ** np.floor(np.log10(wanted))
    km = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    end, start, y = most - _SIDE, most - _SIDE - km * scale, top + 18
    return element(
        "g",
        text(start - 6, y, f"{say.short(km)} km", text_anchor="end", fill=QUIET),
        element("path", d=f"M{start:.1f} {y - 7:.1f}v7H{end:.1f}v-7", fill="none", stroke=QUIET, stroke_width=1.2),
    )
