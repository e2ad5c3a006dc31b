"""How everything looks: one palette, one type scale, and the style sheet that gives both to pages and pictures.

A picture is written in the light colours, so that it stands by itself as a file. In a page the style sheet gives each
of these colours its variable, and so its dark or forced colour; print is always light. Tests measure the contrast of
what is read, and how far colours that must be told apart lie for those who see few.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour of the palette.

    Attributes:
        light: ``#rrggbb``, on a light page and in print.
        dark: on a dark page.
        forced: the system's colour where the reader has chosen their own; empty: the palette's stays.
    """

    light: str
    dark: str
    forced: str = ""


PALETTE: dict[str, Colour] = {
    "ink": Colour("#1b2730", "#e8eef2", "CanvasText"),
    "muted": Colour("#4a5763", "#a9b8c3", "CanvasText"),
    "line": Colour("#cbd5db", "#3b4954", "GrayText"),
    "edge": Colour("#75838d", "#7d8f9b", "CanvasText"),
    "soft": Colour("#f3f6f8", "#1b252d", "Canvas"),
    "paper": Colour("#ffffff", "#11181e", "Canvas"),
    "accent": Colour("#0b4f71", "#8ec9e8", "CanvasText"),
    "link": Colour("#0b5394", "#8ec9e9", "LinkText"),
    "hover": Colour("#e6f0f5", "#24323c", "Canvas"),
    "blue": Colour("#0072b2", "#4ba3dc", "Highlight"),
    "kept": Colour("#c9d6de", "#34444f", "Canvas"),
    "pale": Colour("#c3d2dc", "#33424d", "Canvas"),
    "focus": Colour("#d55e00", "#f08a3c", "CanvasText"),
    "orange": Colour("#b34700", "#ff9d5c", "CanvasText"),
    "orange-light": Colour("#fdf0e6", "#38241a", "Canvas"),
    # maps
    "sea": Colour("#e6edf2", "#0c1821", "Canvas"),
    "land": Colour("#fdfcfa", "#232c33", "Canvas"),
    "shore": Colour("#6d7c87", "#84949f", "CanvasText"),
    "no-figure": Colour("#d9d9d9", "#474d52"),
    "changed": Colour("#b3004f", "#ff8ab8", "CanvasText"),
    "hatch": Colour("#16202a", "#0b1116"),
    "same": Colour("#f7f6f1", "#2b343b"),
    "shorter-1": Colour("#afd7f0", "#2f6592"),
    "shorter-2": Colour("#5ca2d2", "#4f95c8"),
    "shorter-3": Colour("#3b6eae", "#9bcdf0"),
    "longer-1": Colour("#eecc9f", "#94612e"),
    "longer-2": Colour("#d08d45", "#c78c4a"),
    "longer-3": Colour("#a4592b", "#f3c68e"),
    "minutes-1": Colour("#f6ecb2", "#2a3873"),
    "minutes-2": Colour("#aece90", "#2f6593"),
    "minutes-3": Colour("#5cac98", "#388d9f"),
    "minutes-4": Colour("#358395", "#61b39b"),
    "minutes-5": Colour("#285a8a", "#b0d38f"),
    "minutes-6": Colour("#25336b", "#faf2c2"),
    "goes-1": Colour("#ece8df", "#35322a"),
    "goes-2": Colour("#d6e6f4", "#1f3a52"),
    "goes-3": Colour("#f8e4ba", "#4a3a17"),
    "goes-4": Colour("#d5ecd8", "#1f4230"),
    "goes-5": Colour("#f4d6e2", "#4b2538"),
    "goes-6": Colour("#e2ddf3", "#36305a"),
}
"""By the name of its variable. Of a scale, the last stands out most from the page, light or dark."""

TYPE = {"tiny": 0.75, "small": 0.875, "text": 1.0, "large": 1.2, "title": 1.44, "head": 1.75}
"""Sizes of words in pages, in rem; nothing on a page is smaller or in between."""

ROOMY = 36
"""Narrower than so many rem, a map has larger and fewer words."""
_DEEPEST, _STEP = 200, 5
"""Percent of its width that a map on a telephone may be deeper than its frame."""
_WIDEST = 80
"""Percent of its width that a map's legend may take beside it."""


def light(name: str) -> str:
    """A colour of the palette as a picture is written in it."""
    return PALETTE[name].light


def shades(name: str) -> tuple[str, ...]:
    """The colours ``NAME-1``, ``NAME-2`` and so on, as a picture is written in them."""
    return tuple(colour.light for key, colour in PALETTE.items() if re.fullmatch(f"{name}-[0-9]", key))


def deep(share: float) -> str:
    """The class of a map whose words need so much more room below it on a telephone, as a share of its width."""
    return f"deep-{min(_DEEPEST, -(-round(100 * share) // _STEP) * _STEP)}" if share > 0 else ""


def beside(share: float) -> tuple[str, float]:
    """The class of a map whose legend needs so much room beside it, as a share of its width, and the share it gets.

    On a telephone the legend is below, and what is beside the map is cut off.
    """
    percent = min(_WIDEST, -(-round(100 * share) // _STEP) * _STEP)
    return f"beside-{percent}", percent / 100


def style_sheet() -> str:
    """The variables of palette and type scale, the colours of pictures in a page, and their words on a telephone."""
    dark = {name: colour.dark for name, colour in PALETTE.items()}
    forced = {name: colour.forced for name, colour in PALETTE.items() if colour.forced}
    sizes = {f"t-{name}": f"{size:g}rem" for name, size in TYPE.items()}
    return "\n".join(
        (
            _root({name: colour.light for name, colour in PALETTE.items()} | sizes),
            f"@media screen and (prefers-color-scheme: dark) {{ {_root(dark, 'color-scheme: dark; ')} }}",
            f"@media screen and (forced-colors: active) {{ {_root(forced)} svg {{ forced-color-adjust: none; }} }}",
            f"svg[aria-describedby] {{ {' '.join(_worn(name, colour.light) for name, colour in PALETTE.items())} }}",
            "@media screen { .picture, .drawn, figure { container-type: inline-size; } }",
            f"@container (max-width: {ROOMY}rem) {{ .map-wide {{ display: none; }} .map-narrow {{ display: inline; }}",
            "svg.map { overflow: visible; }",
            *(f".deep-{at} {{ margin-bottom: {at}%; }}" for at in range(_STEP, _DEEPEST + 1, _STEP)),
            *(f".drawn > svg.map.beside-{at} {{ width: {100 + at}%; }}" for at in range(_STEP, _WIDEST + 1, _STEP)),
            "}\n",
        )
    )


def _root(values: dict[str, str], more: str = "") -> str:
    return f":root {{ {more}{' '.join(f'--{name}: {value};' for name, value in values.items())} }}"


def _worn(name: str, colour: str) -> str:
    """The rules that give a picture's colour its variable; they stand within our own pictures, which are described."""
    return " ".join(f'[{part}="{colour}"] {{ {part}: var(--{name}); }}' for part in ("fill", "stroke"))
