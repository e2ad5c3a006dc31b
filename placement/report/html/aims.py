"""The three aims beside today in more detail: the strategy's visions, who pays what, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator

from placement.report.blocks import Part
from placement.report.html.paper import Paper, Section, number
from placement.report.rows_card import VISIONS, Measure, measures
from placement.report.screen_card import shown
from placement.report.screen_phases import phase_sentences
from placement.report.screen_soft import prices
from placement.report.text import NOTHING


def aims(paper: Paper) -> Section:
    """What the proposal does under each vision, and who pays."""
    parts = [*_phases(paper), _card(paper), _payers(paper), *_soft(paper)]
    return Section("aims", paper.say("html.aims"), tuple(parts))


def _card(paper: Paper) -> Part:
    say, found = paper.say, measures(paper.view)
    rows: list[tuple[str, ...]] = []
    for vision in VISIONS:
        rows.append((say(f"vision.{vision}"),))
        rows += [_measure(paper, measure) for measure in found if measure.vision == vision]
    grid = paper.grid("html.card", ("measure", "today", "plan", "verdict", "note"), rows, text="verdict note")
    return Part(say("html.card"), grid=grid)


def _measure(paper: Paper, measure: Measure) -> tuple[str, ...]:
    say, note = paper.say, f"card.{measure.name}.note"
    return (
        say(f"card.{measure.name}"),
        _shown(paper, measure.before, measure.unit),
        _shown(paper, measure.now, measure.unit),
        say(f"verdict.{measure.verdict}"),
        say(note) if say.knows(note) else "",
    )


def _shown(paper: Paper, value: float, unit: str) -> str:
    """As on the screen, but rounded and without small numbers where it is visits."""
    visits = unit.startswith("visits") and not math.isnan(value)
    return paper.counts(value) if visits else shown(paper.say, value, unit)


def _payers(paper: Paper) -> Part:
    """Running cost and investment apart; never added up."""
    say = paper.say
    rows = [
        (
            say(f"html.payer.{row['payer']}"),
            say(f"item.{row['item']}") if say.knows(f"item.{row['item']}") else str(row["item"]),
            say.number(number(row, "dkk_per_year") / 1e6, 2, signed=True),
            say.number(number(row, "investment_dkk") / 1e6, 2) if row["investment_dkk"] else NOTHING,
        )
        for row in paper.rows("payers")
    ]
    grid = paper.grid("html.payers", ("payer", "item", "running", "investment"), rows, text="payer", named=1)
    return Part(say("html.payers"), (say("html.payers.how"),), grid=grid)


def _phases(paper: Paper) -> Iterator[Part]:
    course = paper.view.solved.course
    if course is not None:
        first, *each = phase_sentences(paper.screen, course)
        yield Part(paper.say("html.phases"), (first,), tuple(each))


def _soft(paper: Paper) -> Iterator[Part]:
    told = prices(paper.screen)
    if told:
        yield Part(paper.say("html.soft"), (f"{told[0]}.",), tuple(told[1:]), loud=True)
