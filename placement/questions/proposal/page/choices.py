"""Why, and why not: what changes and why, what came close, and what somebody had decided beforehand.

Every function at every house on one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placement.locale import N_, P_
from placement.present.parts import Grid, Head, Part
from placement.present.screen.lines import cut
from placement.present.words.names import short_names
from placement.present.words.vocabulary import COL, RULE
from placement.present.words.voice import NOTHING
from placement.questions.proposal.findings import Change
from placement.questions.proposal.page.paper import Paper, Section
from placement.questions.proposal.screen.changes import (
    CLOSED,
    NEW,
    OTHER_DAYS,
    closed_rows,
    home_sentences,
    near_misses,
    new_row,
    other_days_rows,
    sign,
    why_not,
)

SIGN: dict[str, str] = {
    "new": N_("new"),
    "kept": N_("as today"),
    "closed": P_("html", "closes"),
    "price": N_("the trade-off says no"),
    "rule": N_("a rule says no"),
    "none": N_("out of the question"),
}

DECISION: dict[str, str] = {
    "must": N_("must be there"),
    "must_not": N_("must not be there"),
}

_WORDS = {"house", "site", "offer"}
_VISITS = NEW.index("visits")


def choices(paper: Paper) -> Section:
    """Closed before new."""
    say, screen = paper.say, paper.screen
    parts = [
        Part(say("Closes"), grid=_of_screen(paper, N_("Closes"), CLOSED, closed_rows(screen), named=1)),
        *_new(paper),
        Part(say("Other days"), grid=_of_screen(paper, N_("Other days"), OTHER_DAYS, other_days_rows(screen), named=1)),
        Part(say(P_("section", "At home")), items=tuple(home_sentences(screen)) or (say("None."),)),
        _close(paper),
        _decided(paper),
        *_exceptions(paper),
    ]
    return Section("choices", say("Why, and why not"), tuple(parts))


def _of_screen(paper: Paper, caption: str, keys: Sequence[str], rows: Sequence[Sequence[str]], named: int) -> Grid:
    """A table of the screen, its headings on one line."""
    heads = tuple(Head(_joined(paper.say(COL[key])) if key else "", bool(key) and key not in _WORDS) for key in keys)
    return Grid(paper.say(caption), heads, tuple(map(tuple, rows)), paper.say("None."), named)


def _joined(words: str) -> str:
    return words.replace("-|", "").replace("|/", "/").replace("|", " ").strip()


def _new(paper: Paper) -> Iterator[Part]:
    """New offers as on the screen, their visits with the range of their rate, and why."""
    say, screen = paper.say, paper.screen
    reasons = {(row["function"], row["site"]): str(row["reason"]) for row in paper.rows("recommendation")}
    rows, why = [], []
    for order, change in enumerate(screen.new, 1):
        row = new_row(screen, order, change)
        row[_VISITS] = paper.counts.between(change.visits, change.function)
        rows.append(row[1:])
        why.append(say("{place}: {why}", place=_place(paper, change), why=reasons[change.function, change.site]))
    yield Part(
        say("New offers"),
        (
            say(
                "In the order that gives most for the money. In brackets what the visits may be "
                "when their rate is at either end of its range."
            ),
        )
        if rows
        else (),
        grid=_of_screen(paper, N_("New offers"), NEW[1:], rows, named=1),
    )
    yield Part(items=tuple(why))


def _place(paper: Paper, change: Change) -> str:
    screen = paper.screen
    return paper.say("{function} at {site}", function=screen.function(change.function), site=screen.site(change.site))


def _close(paper: Paper) -> Part:
    screen = paper.screen
    notes = near_misses(paper.view.study.pairs, screen.is_house)
    rows = [[screen.function(note.function), screen.site(note.site), why_not(screen, note)] for note in notes]
    grid = paper.grid(paper.say("Came close"), ("offer", "house", "why_not"), rows, text="house why_not")
    how = (
        N_("What lacked least, or was only too dear. Every other no is on the house's own sheet in the appendix.")
        if paper.view.study.examined
        else N_("not looked for, there was no time; allow more with --time-limit, or ask about one place with explain")
    )
    return Part(paper.say("Came close"), (paper.say(how),), grid=grid)


def _decided(paper: Paper) -> Part:
    """What was settled before anything was reckoned, by whom and why."""
    say, screen, policy = paper.say, paper.screen, paper.view.instance.scenario.policy
    rows = [
        [
            screen.function(function),
            screen.site(site),
            say(DECISION[decision.decision]),
            decision.reason or NOTHING,
            decision.decided_by or NOTHING,
        ]
        for function, by_site in policy.placements.items()
        for site, decision in by_site.items()
        if decision.decision != "may"
    ]
    grid = paper.grid(
        paper.say("Settled beforehand"),
        ("offer", "place", "decision", "reason", "who"),
        rows,
        text="place decision reason who",
    )
    return Part(say("Settled beforehand"), grid=grid)


def _exceptions(paper: Paper) -> Iterator[Part]:
    say, screen = paper.say, paper.screen
    rows = [
        [
            screen.site(each.site),
            screen.function(each.function) if each.function else say("every offer"),
            ", ".join(say(RULE[rule]) for rule in each.rules),
            each.reason or NOTHING,
            each.decided_by or NOTHING,
        ]
        for each in paper.view.instance.scenario.exceptions.values()
    ]
    if rows:
        heads = ("place", "offer", "rules", "reason", "who")
        grid = paper.grid(paper.say("Exceptions from the rules"), heads, rows, text="offer rules reason who")
        yield Part(say("Exceptions from the rules"), grid=grid)


_MOST_SIGNS = 28
SIGNS = {"N": "new", "●": "kept", "L": "closed", "p": "price", "x": "rule", "–": "none"}
"""What each sign of the screen stands for."""


@dataclass(frozen=True)
class Matrix:
    """The table.

    Attributes:
        houses: short names, one for each column.
        rows: name of the function and a sign for each house.
        meanings: each sign in words, for those who hear the page.
        legend: all signs in one line.
    """

    houses: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    meanings: dict[str, str]
    legend: str


def matrix(paper: Paper) -> Matrix | None:
    """Signs as on the screen; None where there are no houses."""
    screen, instance, say = paper.screen, paper.view.instance, paper.say
    houses = [name for name in instance.site_ids if screen.is_house(name)]
    if not houses:
        return None
    rows = [
        (screen.function(function), tuple(sign(screen.notes.get((function, house))) for house in houses))
        for function in instance.function_ids
    ]
    meanings = {sign: say(SIGN[name]) for sign, name in SIGNS.items()}
    names = [cut(name, _MOST_SIGNS) for name in short_names([screen.site(name) for name in houses])]
    return Matrix(
        tuple(names),
        tuple(rows),
        meanings,
        say("N new · ● as today · L closes · p trade-off says no · x a rule says no · – out of the question"),
    )
