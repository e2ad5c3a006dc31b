"""Page one: the sentences somebody can repeat, the three aims beside today, and what is not measured.

The three aims beside today in more detail: the strategy's visions, who pays what, and when.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from placement.locale import P_
from placement.present.parts import Grid, Part
from placement.present.words.vocabulary import (
    AIM_HEADING,
    AIM_MEASURES,
    CARD,
    CARD_NOTE,
    ITEM,
    PAYER,
    STATUS,
    VERDICT,
    VISION,
)
from placement.present.words.voice import NOTHING
from placement.questions.proposal.page.paper import Paper, Section, number
from placement.questions.proposal.screen.aims import released, rows_by_aim, where
from placement.questions.proposal.screen.card import shown
from placement.questions.proposal.screen.headline import dated, sentences, variants
from placement.questions.proposal.screen.phases import phase_sentences, prices
from placement.questions.proposal.tables.papers import VISIONS, Measure, measures


@dataclass(frozen=True)
class Front:
    """Page one.

    Attributes:
        title: of the page.
        status: what sort of paper it is.
        date: when it was made, in words.
        lines: what it is for, who prepared it, which variants are applied.
        sentences: the answer; losers before winners.
        aims: the table of aims; None where there is no proposal.
        below: sentences under them.
        not_measured: what the model leaves out.
        machine_date: the date for machines.
    """

    title: str
    status: str
    date: str
    lines: tuple[str, ...]
    sentences: tuple[str, ...]
    aims: Grid | None
    below: tuple[str, ...]
    not_measured: tuple[str, ...]
    machine_date: str


def front(paper: Paper, date: dt.date) -> Front:
    """Page one of a proposal."""
    say, screen, scenario = paper.say, paper.screen, paper.view.instance.scenario
    about = scenario.about
    lines = [about.purpose, say("Prepared by: {who}", who=about.prepared_by) if about.prepared_by else ""]
    if screen.solved.variants:
        lines.append(variants(screen))
    return Front(
        title=scenario.title.in_language(say.language),
        status=say(STATUS[about.status]),
        date=dated(say, date),
        lines=tuple(filter(None, lines)),
        sentences=tuple(sentences(screen)),
        aims=_aims(paper),
        below=(where(screen), released(screen)),
        not_measured=about.not_in_model
        or (say("The scenario does not say what is not measured (about.not_in_model)."),),
        machine_date=date.isoformat(),
    )


def _aims(paper: Paper) -> Grid:
    """Each aim with, in brackets, what it measures, above its rows."""
    rows: list[tuple[str, ...]] = []
    for aim, own in rows_by_aim(paper.screen).items():
        rows.append((f"{paper.say(AIM_HEADING[aim]).capitalize()} {paper.say(AIM_MEASURES[aim])}".strip(),))
        rows += own
    return paper.grid(
        paper.say("The three aims, today and in the proposal"),
        ("row", "today", "plan", "change", "remark"),
        rows,
        text="remark",
    )


def aims(paper: Paper) -> Section:
    """What the proposal does under each vision, and who pays."""
    parts = [*_phases(paper), _card(paper), _payers(paper), *_soft(paper)]
    return Section("aims", paper.say("The three aims beside today"), tuple(parts))


def _card(paper: Paper) -> Part:
    say, found = paper.say, measures(paper.view)
    rows: list[tuple[str, ...]] = []
    for vision in VISIONS:
        rows.append((say(VISION[vision]),))
        rows += [_measure(paper, measure) for measure in found if measure.vision == vision]
    grid = paper.grid(
        paper.say("The strategy's four visions"),
        ("measure", "today", "plan", "verdict", "note"),
        rows,
        text="verdict note",
    )
    return Part(say("The strategy's four visions"), grid=grid)


def _measure(paper: Paper, measure: Measure) -> tuple[str, ...]:
    say = paper.say
    return (
        say(CARD[measure.name]),
        _shown(paper, measure.before, measure.unit),
        _shown(paper, measure.now, measure.unit),
        say(VERDICT[measure.verdict]),
        say(CARD_NOTE[measure.name]) if measure.name in CARD_NOTE else "",
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
            say(PAYER[str(row["payer"])]),
            say(ITEM[str(row["item"])]) if row["item"] in ITEM else str(row["item"]),
            say.number(number(row, "dkk_per_year") / 1e6, 2, signed=True),
            say.number(number(row, "investment_dkk") / 1e6, 2) if row["investment_dkk"] else NOTHING,
        )
        for row in paper.rows("payers")
    ]
    grid = paper.grid(
        paper.say(P_("html", "Who pays")), ("payer", "item", "running", "investment"), rows, text="payer", named=1
    )
    return Part(
        say(P_("html", "Who pays")),
        (
            say(
                "Million kr. relative to today; plus is dearer. Running cost and investment are "
                "never added up, and citizens' own transport is shown apart."
            ),
        ),
        grid=grid,
    )


def _phases(paper: Paper) -> Iterator[Part]:
    course = paper.view.solved.course
    if course is not None:
        first, *each = phase_sentences(paper.screen, course)
        yield Part(paper.say("When"), (first,), tuple(each))


def _soft(paper: Paper) -> Iterator[Part]:
    told = prices(paper.screen)
    if told:
        yield Part(paper.say("Rules broken at a price"), (f"{told[0]}.",), tuple(told[1:]), loud=True)
