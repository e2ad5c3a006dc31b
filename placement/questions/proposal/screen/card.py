"""The strategy's four visions as a report card (``--all``)."""

from __future__ import annotations

import math

from placement.present.screen.lines import Column, Line, table
from placement.present.words.voice import NOTHING, Voice
from placement.questions.proposal.screen.context import View as Screen
from placement.questions.proposal.tables.lookups import View
from placement.questions.proposal.tables.papers import VISIONS, Measure, measures


def card(screen: Screen) -> list[Line]:
    """Each vision as a heading, and what is measured under it."""
    say = screen.say
    found = measures(View(screen.solved, screen.study, say.language))
    heading = say("card")
    lines = [Line(f" {heading}", len(heading) + 1)]
    columns = (
        Column(gives=True),
        Column((say("today"),), right=True),
        Column((say("plan"),), right=True),
        Column(),
    )
    rows: list[tuple[str, ...]] = []
    starts: dict[int, int] = {}
    for vision in VISIONS:
        starts[len(rows) + 1] = len(say(f"vision.{vision}")) + 4
        rows.append((say(f"vision.{vision}"), "", "", ""))
        rows += [_row(say, measure) for measure in found if measure.vision == vision]
    made = table(columns, rows, indent=4)
    return [*lines, *(Line(line, min(len(line), starts.get(n, 0))) for n, line in enumerate(made))]


def _row(say: Voice, measure: Measure) -> tuple[str, ...]:
    return (
        f"· {say(f'card.{measure.name}')}",
        shown(say, measure.before, measure.unit),
        shown(say, measure.now, measure.unit),
        say(f"verdict.{measure.verdict}"),
    )


def shown(say: Voice, value: float, unit: str) -> str:
    """A value in its unit, as short as it is still told apart."""
    if math.isnan(value):
        return NOTHING
    if unit == "share":
        return say.percent(value, 1)
    if unit.startswith("DKK"):
        return f"{say.millions(value, signed=True)} {say('card.millions')}"
    return say.number(value, 0) if unit.startswith("visits") else f"{say.number(value, 1)} {say('card.minutes')}"
