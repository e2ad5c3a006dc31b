"""The assumptions that differ between alternatives, and where the difference turns."""

from __future__ import annotations

import re

from placement.report.compare_sides import Sides, heading_line
from placement.report.tables import Line, wrapped
from placement.study.inputs import Input

_MOST_INPUTS = 12
_MOST_SIGNS = 70
_BRACES = re.compile(r'[{}"]')


def inputs(sides: Sides, *, every: bool) -> list[Line]:
    """Every path at which the scenarios differ; the plain scenario's value first."""
    say, found = sides.say, sides.found
    if not found.inputs:
        return [heading_line(say("compare.inputs.none"))]
    shown = found.inputs if every else found.inputs[:_MOST_INPUTS]
    texts = []
    for difference in shown:
        plain, *others = difference.values
        by_value: dict[Input, list[str]] = {}
        for each, value in zip(found.alternatives, others, strict=True):
            if value != plain:
                by_value.setdefault(value, []).append(sides.letter[each.name])
        told = "; ".join(f"{', '.join(letters)}: {_value(sides, value)}" for value, letters in by_value.items())
        texts.append(say("compare.input", path=difference.path, plain=_value(sides, plain), told=told))
    left = len(found.inputs) - len(shown)
    more = [say("compare.inputs.more", n=left)] if left else []
    return [
        heading_line(say("compare.inputs")),
        *(Line(x) for text in [*texts, *more] for x in wrapped(text, "   ", "     ")),
    ]


def _value(sides: Sides, value: Input) -> str:
    """A value in few signs, and whether it is only an assumption."""
    say = sides.say
    if not value.text:
        return say("compare.input.nothing")
    shown = _BRACES.sub("", value.text) if value.number is None else say.short(value.number, 4)
    shown = shown if len(shown) <= _MOST_SIGNS else f"{shown[: _MOST_SIGNS - 1]}…"
    return say("compare.input.assumed", value=shown) if value.quality == "assumption" else shown
