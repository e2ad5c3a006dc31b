"""What the proposal changes against today: what closes, what is new, what gets other days, and when in which phase."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from placement.locale import N_
from placement.plan.phases import invested
from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.words.voice import NOTHING
from placement.questions.proposal.findings import Change
from placement.questions.proposal.tables.resources import changed
from placement.questions.proposal.views import View, headed
from placement.solve.result import SolvedCourse

COLUMN: dict[str, str] = {
    "house": N_("House"),
    "site": N_("Site"),
    "offer": N_("Offer"),
    "days": N_("Days|/week"),
    "days_today": N_("Today|/week"),
    "visits": N_("Visits|/year"),
    "threshold": N_("Mini-|mum"),
    "headroom": N_("Room|"),
    "investment": N_("Invest.|m. kr."),
    "operating": N_("Running|m. kr."),
    "saves": N_("Saves|min."),
    "price": N_("Kr. per|minute"),
    "longer": N_("Longer|min."),
    "affected": N_("Visits|affected"),
}
"""Headings of columns; ``|`` separates lines, ``-|`` within a word."""

CLOSED = ("site", "offer", "days_today", "visits", "affected", "longer", "operating")

NEW = (
    "",
    "house",
    "offer",
    "days",
    "visits",
    "threshold",
    "headroom",
    "investment",
    "operating",
    "saves",
    "price",
)

OTHER_DAYS = ("house", "offer", "days_today", "days", "visits", "operating")
"""Columns, as keys of their headings."""
_MOST_NEW = 15


def _columns(view: View, keys: Sequence[str]) -> list[Column]:
    names = {"house", "site", "offer"}
    return [
        Column(
            tuple(view.say(COLUMN[key]).split("|")) if key else ("",),
            right=bool(key) and key not in names,
            gives=key in names,
            names=key in names,
        )
        for key in keys
    ]


def _section(heading: str, columns: list[Column], rows: list[list[str]], *, numbered: bool = False) -> list[Line]:
    return headed(heading, table(columns, rows, indent=1 if numbered else 4, gap=1 if numbered else 2))


def closed(view: View) -> list[Line]:
    """The table of offers that close; empty where none does (the headline says so)."""
    rows = closed_rows(view)
    return _section(view.say("CLOSES"), _columns(view, CLOSED), rows) if rows else []


def closed_rows(view: View) -> list[list[str]]:
    """A row for each offer that closes, with the columns ``CLOSED``."""
    say = view.say
    return [
        [
            view.site(change.site),
            view.function(change.function),
            say.short(change.days_today),
            say.about(change.visits),
            say.about(change.affected_visits),
            say.number(-change.minutes_saved, signed=True),
            say.millions(change.operating_per_year, signed=True),
        ]
        for change in view.changes("closed")
    ]


def new(view: View, *, every: bool = False) -> list[Line]:
    """The table of new offers, the cheapest minute first; ``none`` where there are none."""
    say = view.say
    if not view.new:
        heading, none = say("NEW"), say("none")
        return [Line(f" {heading}  {none}", len(heading) + 1)]
    shown = view.new if every else view.new[:_MOST_NEW]
    rows = [new_row(view, n, change) for n, change in enumerate(shown, 1)]
    left = len(view.new) - len(shown)
    more = say("... and {n} more: --all, or the table of all offers (recommendation.csv)", n=say.number(left))
    heading = say(
        N_("NEW, the cheapest minute first: each with it against without it") if len(view.new) > 1 else N_("NEW")
    )
    return [*_section(heading, _columns(view, NEW), rows, numbered=True), *([Line(f"    {more}")] if left else [])]


def new_row(view: View, order: int, change: Change) -> list[str]:
    """The row of a new offer, with the columns ``NEW``."""
    say = view.say
    return [
        str(order),
        view.site(change.site),
        view.function(change.function),
        say.short(change.days),
        say.about(change.visits),
        say.number(change.threshold if change.threshold > 0 else float("nan")),
        say("exc.") if change.headroom < 0 else say.percent(change.headroom),
        say.millions(change.investment),
        say.millions(change.operating_per_year, signed=True),
        say.number(change.minutes_saved),
        NOTHING if change.money_per_minute < 0 else say.price(change.money_per_minute),
    ]


def other_days(view: View) -> list[Line]:
    """The table of placements that only get other days."""
    rows = other_days_rows(view)
    return _section(view.say("OTHER DAYS"), _columns(view, OTHER_DAYS), rows) if rows else []


def other_days_rows(view: View) -> list[list[str]]:
    """A row for each placement that only gets other days, with the columns ``OTHER_DAYS``."""
    say = view.say
    return [
        [
            view.site(change.site),
            view.function(change.function),
            say.short(change.days_today),
            say.short(change.days),
            say.about(change.visits),
            say.millions(change.operating_per_year, signed=True),
        ]
        for change in view.changes("days")
    ]


def home(view: View) -> list[Line]:
    """The section on functions of which another share than today takes place at home."""
    rows = [line for words in home_sentences(view) for line in wrapped(words, "    ")]
    return headed(view.say("AT HOME"), rows) if rows else []


def home_sentences(view: View) -> list[str]:
    """How much of each function with a choice takes place at home, today and in the proposal."""
    say, instance = view.say, view.instance
    sentences = []
    for function in map(int, np.flatnonzero(view.solved.plan.home_level)):
        visits = instance.demand.visits[function]
        total = max(float(visits.sum()), 1.0)
        before = float(instance.demand.home_share[function][0] @ visits)
        after = float(view.evaluation.home[function].sum())
        words = say(
            "{function}: from {before} to {after} of the visits, about {visits} a year in all",
            function=view.function(instance.function_ids[function]),
            before=say.percent(before / total),
            after=say.percent(after / total),
            visits=say.about(after),
        )
        sentences.append(words)
    return sentences


def phases(view: View) -> list[Line]:
    """A paragraph for each phase; empty where the scenario has none."""
    say, course = view.say, view.solved.course
    if course is None:
        return []
    first, *each = phase_sentences(view, course)
    rows = [line for sentence in each for line in wrapped(sentence, "    ", "      ")]
    return [*view.paragraph(say("WHEN"), [first]), *map(Line, rows)]


def phase_sentences(view: View, course: SolvedCourse) -> list[str]:
    """Which phase all else on the screen is about, then what happens in each."""
    last = view.say(
        "All else on this page is about the last phase, {phase}, against today with the visits there are by then.",
        phase=_title(view, course, -1),
    )
    return [last, *(_phase(view, course, n) for n in range(len(course.phases)))]


def _title(view: View, course: SolvedCourse, number: int) -> str:
    one = course.phases[number].situation
    phase = one.instance.scenario.phases[one.phase]
    last = phase.from_year + math.ceil(phase.years) - 1
    return view.say(
        "{title} ({first}-{last})", title=phase.title.in_language(view.say.language), first=phase.from_year, last=last
    )


def _phase(view: View, course: SolvedCourse, number: int) -> str:
    say, one, change = view.say, course.phases[number], changed(course, number)
    money = [item for item in one.evaluation.money if item.own]
    spent = invested([each.evaluation for each in course.phases])[number]
    budget = one.situation.instance.economics.max_phase_investment
    words = {
        "title": _title(view, course, number),
        "what": "; ".join(_happens(view, change)) or say("no changes"),
        "investment": say.millions(max(0.0, spent)),
        "operating": say.millions(sum(item.money_per_year for item in money), signed=True),
    }
    if math.isfinite(budget):
        return say(
            "{title}: {what}. Investment {investment} of {budget} million kr., running cost "
            "{operating} million a year.",
            **words,
            budget=say.millions(float(budget)),
        )
    return say(
        "{title}: {what}. Investment {investment} million kr., running cost {operating} million kr. a year.", **words
    )


def _happens(view: View, change: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[str]:
    """What closes in a phase, by name, then what opens."""
    found = []
    for key, sign in ((N_("closes: {what}"), -1), (N_("new: {what}"), 1)):
        pairs = np.argwhere(change == sign).tolist()
        names = [
            view.say(
                "{function} at {site}",
                function=view.function(view.instance.function_ids[f]),
                site=view.site(view.instance.site_ids[s]),
            )
            for f, s in pairs
        ]
        found += [view.say(key, what=", ".join(names))] if names else []
    return found
