"""The first screen of a solved scenario: what a steering group sees on the projector."""

from __future__ import annotations

import datetime as dt

from placement.report.screen_aims import aims
from placement.report.screen_card import card
from placement.report.screen_changes import close, closed, home, new, other_days
from placement.report.screen_headline import header, proposal
from placement.report.screen_pairs import all_pairs
from placement.report.screen_phases import phases
from placement.report.screen_rests import evidence, rests
from placement.report.screen_soft import at_a_price
from placement.report.screen_view import View
from placement.report.tables import Line
from placement.report.text import Language, Voice
from placement.solve.result import Solved
from placement.study.contract import Study

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
