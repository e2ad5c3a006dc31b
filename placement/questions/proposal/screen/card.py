"""The strategy's four visions as a report card (``--all``)."""

from __future__ import annotations

import math

from placement.present.screen.lines import Column, Line, table
from placement.present.words.vocabulary import CARD, VERDICT, VISION
from placement.present.words.voice import NOTHING, Voice
from placement.questions.proposal.screen.context import View as Screen
from placement.questions.proposal.tables.lookups import View
from placement.questions.proposal.tables.papers import VISIONS, Measure, measures


def card(screen: Screen) -> list[Line]:
    """Each vision as a heading, and what is measured under it."""
    say = screen.say
    found = measures(View(screen.solved, screen.study, say.language))
    heading = say("THE STRATEGY'S FOUR VISIONS")
    lines = [Line(f" {heading}", len(heading) + 1)]
    columns = (
        Column(gives=True),
        Column((say("Today"),), right=True),
        Column((say("Proposal"),), right=True),
        Column(),
    )
    rows: list[tuple[str, ...]] = []
    starts: dict[int, int] = {}
    for vision in VISIONS:
        starts[len(rows) + 1] = len(say(VISION[vision])) + 4
        rows.append((say(VISION[vision]), "", "", ""))
        rows += [_row(say, measure) for measure in found if measure.vision == vision]
    made = table(columns, rows, indent=4)
    return [*lines, *(Line(line, min(len(line), starts.get(n, 0))) for n, line in enumerate(made))]


def _row(say: Voice, measure: Measure) -> tuple[str, ...]:
    return (
        ("· " + say(CARD[measure.name])),
        shown(say, measure.before, measure.unit),
        shown(say, measure.now, measure.unit),
        say(VERDICT[measure.verdict]),
    )


def shown(say: Voice, value: float, unit: str) -> str:
    """A value in its unit, as short as it is still told apart."""
    if math.isnan(value):
        return NOTHING
    if unit == "share":
        return say.percent(value, 1)
    if unit.startswith("DKK"):
        return f"{say.millions(value, signed=True)} " + say("million kr.")
    return say.number(value, 0) if unit.startswith("visits") else (f"{say.number(value, 1)} " + say("min."))
