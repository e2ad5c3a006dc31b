"""The first screen of a solved scenario: what a steering group sees on the projector."""

from __future__ import annotations

import datetime as dt

from placement.present.screen.lines import Line
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.findings import Study
from placement.questions.proposal.screen.aims import aims
from placement.questions.proposal.screen.card import card
from placement.questions.proposal.screen.changes import all_pairs, close, closed, home, new, other_days
from placement.questions.proposal.screen.context import View
from placement.questions.proposal.screen.headline import header, proposal
from placement.questions.proposal.screen.phases import at_a_price, phases
from placement.questions.proposal.screen.rests import evidence, rests
from placement.solve.result import Solved

_BLANK = Line("")


def first_screen(
    solved: Solved,
    study: Study,
    language: Language = "da",
    *,
    date: dt.date,
    folder: str = "",
    every_pair: bool = False,
) -> list[Line]:
    """Sentences first, then the aims, then only what changes, then what it rests on and how sure it is."""
    view = View(solved, study, Voice(language))
    sections = [
        header(view, date),
        proposal(view),
        aims(view),
        at_a_price(view),
        closed(view),
        new(view, every=every_pair),
        other_days(view),
        home(view),
        phases(view),
        close(view),
        all_pairs(view) if every_pair else [],
        card(view) if every_pair else [],
        rests(view),
        evidence(view, folder),
    ]
    lines: list[Line] = []
    for section in filter(None, sections):
        lines += [_BLANK, *section] if lines else section
    return lines
