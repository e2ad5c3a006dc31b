"""The assumptions that differ between alternatives, and where the difference turns."""

from __future__ import annotations

import re
from collections.abc import Callable

from placement.report.compare_sides import MOST_NAMED, Sides
from placement.study.inputs import Input
from placement.study.turning import Turn, Turning

_MOST_SIGNS = 70
_BRACES = re.compile(r'[{}"]')
_Named = Callable[[str], str]
"""What a path is called."""


def inputs(sides: Sides, named: _Named = str) -> list[str]:
    """A line for each path at which the scenarios differ; the plain scenario's value first."""
    say, found, texts = sides.say, sides.found, []
    for difference in found.inputs:
        plain, *others = difference.values
        by_value: dict[Input, list[str]] = {}
        for each, value in zip(found.alternatives, others, strict=True):
            if value != plain:
                by_value.setdefault(value, []).append(sides.letter[each.name])
        told = "; ".join(f"{', '.join(letters)}: {shown_value(sides, value)}" for value, letters in by_value.items())
        texts.append(say("compare.input", path=named(difference.path), plain=shown_value(sides, plain), told=told))
    return texts


def turnings(sides: Sides, named: _Named = str) -> list[str]:
    """Where the differences turn, one number at a time; nothing where nobody asked."""
    told = sides.found.turnings
    if told is None:
        return []
    say = sides.say
    texts = [say("compare.turn.same", first=sides.letter[a], second=sides.letter[b]) for a, b in told.alike]
    texts += [_turning(sides, each, named) for each in told.found if each.turn is not Turn.NOTHING]
    for first, second in dict.fromkeys((each.first, each.second) for each in told.found):
        idle = [named(e.path) for e in told.found if (e.first, e.second, e.turn) == (first, second, Turn.NOTHING)]
        if idle:
            letters = {"first": sides.letter[first], "second": sides.letter[second]}
            texts.append(say("compare.turn.nothing", **letters, paths=say.listed(_few(sides, idle))))
    for first, second, paths in told.untold:
        letters = {"first": sides.letter[first], "second": sides.letter[second]}
        texts.append(say("compare.turn.untold", **letters, paths=say.listed(_few(sides, list(map(named, paths))))))
    return texts


def _few(sides: Sides, paths: list[str]) -> list[str]:
    left = len(paths) - MOST_NAMED
    return [*paths[:MOST_NAMED], sides.say("compare.more", n=left)] if left > 0 else paths


def _turning(sides: Sides, each: Turning, named: _Named) -> str:
    say = sides.say
    up = each.at_second > each.at_first
    return say(
        f"compare.turn.{each.turn}.{'most' if up else 'least'}"
        if each.turn is Turn.ALIKE
        else f"compare.turn.{each.turn}",
        path=named(each.path),
        first=sides.letter[each.first],
        second=sides.letter[each.second],
        value=say.short(each.at_first, 4),
        last=say.short(each.last, 4),
        next=say.short(each.next, 4),
        unsure="" if each.proven else say("compare.turn.unsure"),
    )


def shown_value(sides: Sides, value: Input) -> str:
    """A value in few signs, and whether it is only an assumption."""
    say = sides.say
    if not value.text:
        return say("compare.input.nothing")
    shown = _BRACES.sub("", value.text) if value.number is None else say.short(value.number, 4)
    shown = shown if len(shown) <= _MOST_SIGNS else f"{shown[: _MOST_SIGNS - 1]}…"
    return say("compare.input.assumed", value=shown) if value.quality == "assumption" else shown
