"""Growth as three small log-log charts in one SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, TOP, SIDE, GUTTER = 780, 300, 56, 44, 190, 50
CURVES = (("built", "#1b5e8c"), ("gap 1 %", "#a1265c"))


@dataclass(frozen=True)
class Dot:
    """Processor seconds at one size; ``capped`` where the cap came first."""

    x: float
    seconds: float
    capped: bool = False


Panel = dict[str, list[Dot]]
"""Dots by curve."""


def chart(panels: dict[str, Panel]) -> str:
    """The SVG: one panel per dimension, the same seconds on the left for all."""
    dots = [dot for panel in panels.values() for curve in panel.values() for dot in curve]
    if not dots:
        return ""
    low = math.floor(math.log10(max(0.01, min(dot.seconds for dot in dots))))
    high = max(low + 1, math.ceil(math.log10(max(dot.seconds for dot in dots))))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<style>text { font: 11px sans-serif; }</style>",
        "<title>Processor seconds against areas, houses and functions</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="16">processor seconds (open circle: the cap came first)</text>',
        *_legend(),
    ]
    for number, (name, panel) in enumerate(panels.items()):
        parts += _panel(LEFT + number * (SIDE + GUTTER), name, panel, low, high)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend() -> list[str]:
    parts = []
    for number, (curve, colour) in enumerate(CURVES):
        x = 440 + number * 110
        parts.append(f'<circle cx="{x}" cy="12" r="4" fill="{colour}"/><text x="{x + 8}" y="16">{escape(curve)}</text>')
    return parts


def _panel(left: int, name: str, panel: Panel, low: int, high: int) -> list[str]:
    xs = sorted({dot.x for curve in panel.values() for dot in curve})
    span = math.log(xs[-1] / xs[0]) or 1.0

    def place(dot: Dot) -> tuple[float, float]:
        x = left + SIDE * math.log(dot.x / xs[0]) / span
        y = TOP + SIDE * (high - math.log10(max(dot.seconds, 10.0**low))) / (high - low)
        return x, y

    parts = [f'<text x="{left + SIDE / 2}" y="{TOP + SIDE + 34}" text-anchor="middle">{escape(name)}</text>']
    for power in range(low, high + 1):
        y = TOP + SIDE * (high - power) / (high - low)
        parts.append(f'<line x1="{left}" x2="{left + SIDE}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    parts += [
        f'<text x="{place(Dot(x, 1))[0]:.1f}" y="{TOP + SIDE + 16}" text-anchor="middle">{x:g}</text>' for x in xs
    ]
    for curve, colour in CURVES:
        parts += _curve([(*place(dot), dot.capped) for dot in panel.get(curve, [])], colour)
    return parts


def _curve(points: Sequence[tuple[float, float, bool]], colour: str) -> list[str]:
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    parts = [f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>']
    for x, y, capped in points:
        fill = "#fff" if capped else colour
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}" stroke="{colour}"/>')
    return parts
