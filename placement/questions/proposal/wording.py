"""Texts that read differently off the terminal: on paper, and in the browser.

A sentence of the screen may point at a command, an option or a file. On paper there are none of these, and in the
browser a link replaces them. Every such sentence stands here once, with its wording in the other media; texts that are
not here are the same everywhere.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from placement.locale import N_
from placement.present.words.voice import Voice

Medium = Literal["paper", "browser"]


class _Elsewhere(NamedTuple):
    """The wording in other media of a text of the screen; None: the same."""

    paper: str | None = None
    browser: str | None = None


_ELSEWHERE = {
    N_("{share} of the visits have another site at most {minutes} further away (knife_edge.csv)."): _Elsewhere(
        paper=N_("{share} of the visits have another site at most {minutes} further away.")
    ),
    N_("Excepted: {place}, {n} offers ({rules}). The reasons are in the result (result.json)."): _Elsewhere(
        paper=N_("Excepted: {place}, {n} offers ({rules}). The reasons are under Exceptions from the rules.")
    ),
    N_("placement tradeoff shows what each price would buy."): _Elsewhere(
        paper=N_("What each price would buy is a calculation of its own."),
        browser=N_("The page Trade-offs shows what each price would buy."),
    ),
    N_("Not measured: {what}."): _Elsewhere(paper=N_("What is not measured is on page 1.")),
    N_("Not measured: {what} and {n} other things (about.not_in_model)."): _Elsewhere(
        paper=N_("What is not measured is on page 1.")
    ),
    N_("No data on social exposure (areas.social_share)."): _Elsewhere(paper=N_("No data on social exposure.")),
    N_(
        "{scenario}. A calculated proposal, not a decision. Its numbers have a table of their own (assumptions.csv)."
    ): _Elsewhere(paper=N_("{scenario}. A calculated proposal, not a decision.")),
    N_("There was no time to find out; --time-limit allows more."): _Elsewhere(
        browser=N_("There was no time to find out.")
    ),
    N_("Stopped before any proposal was found; nothing is written. Allow more time with --time-limit."): _Elsewhere(
        browser=N_("Stopped before any proposal was found.")
    ),
}


class MediumVoice(Voice):
    """A voice that replaces sentences pointing at a command, an option or a file.

    Attributes:
        medium: where the texts are read.
    """

    medium: Medium

    def __call__(self, text: str, /, **values: object) -> str:
        """``text`` in the medium's wording and in the language."""
        said = getattr(_ELSEWHERE.get(text), self.medium, None)
        return super().__call__(said or text, **values)


class PageVoice(MediumVoice):
    """The voice of a page that may be printed."""

    medium = "paper"


class BrowserVoice(MediumVoice):
    """The voice of the workbench."""

    medium = "browser"
