"""The screen of the staircase: where the price lies, the steps, who gains and loses, what is scarce, what is proven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placement.locale import N_
from placement.present.screen.lines import Column, Line, headed, paragraph, spaced, table, wrapped
from placement.present.words.terms import short_name
from placement.present.words.vocabulary import BOTH_WAYS, WHY_STOPPED
from placement.present.words.voice import NOTHING, Language, Voice
from placement.questions.proposal.page.stairs import Mark, lines, marks, official, place, words_of
from placement.questions.tradeoff.steps.study import Difference, Stairway
from placement.questions.tradeoff.steps.tables import Words, nearness

_RULE = "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * 2
_MOST_GROUPS = 2
"""Groups named on each side of a step."""
_MOST_DEAR = 6
"""Number of today's offers above the price that are named."""
_MOST_OUT = 12
"""Sentences on what closes; the table has the rest."""
_NOBODY = 0.5
"""Fewer visits a year than this are shown as none."""


def stairway_screen(
    found: Stairway, language: Language = "da", *, folder: str | None = "", steps: bool = True
) -> list[Line]:
    """Where the price lies, the steps, who gains and loses, why offers close, and the evidence.

    ``folder`` is where the tables are, empty where none are written; None: folders are not mentioned. Without ``steps``
    the table of the steps is left out, for a page that shows its ``rows`` in a table of its own.
    """
    words = Words(found, Voice.of(found.instance.scenario, language))
    return spaced(
        [
            _head(words),
            _steps(words) if steps else [],
            _today(words),
            _travel(words),
            _out(words),
            _evidence(words, folder),
        ]
    )


def _head(words: Words) -> list[Line]:
    found, say = words.found, words.say
    title = found.instance.scenario.title.in_language(say.language)
    names = " + ".join(found.variants)
    top = [Line(line) for line in wrapped(f"{title} ({names})" if names else title, " ")]
    if not found.steps:
        only = (
            N_("One plan is the best at every price of a minute: there is no step to pay for.")
            if found.proven
            else N_("One plan is found; whether others are best at some price has not been settled.")
        )
        return [*top, *paragraph(say("STAIRCASE"), [say(only), *_about_plans(words)])]
    many = say.some(
        "{n} plan, each the best for some price of a saved minute.",
        "{n} plans, each the best for some price of a saved minute.",
        len(found.plans),
    )
    return [*top, *paragraph(say("STAIRCASE"), [many, *nearness(words), *_about_plans(words)])]


def _about_plans(words: Words) -> list[str]:
    """Sentences on how prices and plans are to be read."""
    found, say = words.found, words.say
    lost = (
        say("Kroner hold lost quality at {money} kr. a visit.", money=say.price(found.lost_quality_visit, 0))
        if found.lost_quality_visit
        else say("Lost quality has no price: it counts through its floors only.")
    )
    phases = say("The plans go by phases; the offers are those of the last one.") if found.has_phases else ""
    return [lost, *filter(None, [phases])]


def _steps(words: Words) -> list[Line]:
    say = words.say
    columns = [Column(tuple(say(words).split("|")), right=at != 1, gives=at == 1) for at, words in enumerate(HEADINGS)]
    cells = [line for row in rows(words) for line in _laid(row)]
    heading = headed(say("STEPS"), say("what the next step costs for each minute saved"))
    return [heading, *map(Line, table(columns, cells, indent=2)), *map(Line, wrapped(remark(words), "    "))]


def remark(words: Words) -> str:
    """A sentence on how the table of the steps is to be read."""
    since = (
        N_("The first row is the plan where minutes cost nothing, beside today. “In all” counts from today.")
        if words.found.start is not None
        else N_("“In all” counts from the plan where minutes cost nothing.")
    )
    return " ".join(filter(None, [words.say(since), words.say(BOTH_WAYS), official(words.say)]))


HEADINGS = (N_("kr. a|minute"), N_("|step"), N_("minutes|a year"), N_("mill. kr.|a year"), N_("in all|mill. kr."))
"""Headings of the table of the steps; ``|`` separates lines."""


@dataclass(frozen=True)
class Row:
    """A row of the table of the steps: a step, or a line at a reference price.

    Attributes:
        price: of a minute, as shown.
        lines: what the step changes, or what the line is.
        minutes, money, in_all: a year, as shown; empty for a line.
        plan: position of the plan after the step; None for a line.
        strong: whether the line is the price in force.
    """

    price: str
    lines: tuple[str, ...]
    minutes: str = ""
    money: str = ""
    in_all: str = ""
    plan: int | None = None
    strong: bool = False


def rows(words: Words) -> Iterator[Row]:
    """The first plan beside today, then each step, with lines at the reference prices between them."""
    found, waiting = words.found, list(marks(words.found.price))
    if found.start is not None:
        yield _row(words, words.price(0.0), found.start, 0)
    for number, (step, told) in enumerate(zip(found.steps, found.differences, strict=True), 1):
        while waiting and waiting[0].price < step.price:
            yield _cut(words, waiting.pop(0))
        yield _row(words, words.step_price(step), told, number)
    yield from (_cut(words, mark) for mark in waiting)


def _cut(words: Words, mark: Mark) -> Row:
    return Row(words.price(mark.price), (words_of(words.say, mark),), strong="price" in mark.kinds)


def _laid(row: Row) -> Iterator[list[str]]:
    """The screen's lines of a row; the line of the price in force is drawn across the table."""
    first, *more = row.lines
    if row.plan is None:
        sign = _RULE if row.strong else "\N{MIDDLE DOT}"
        yield [f"{sign} {row.price}", f"{first} {_RULE * 4}" if row.strong else first, "", "", ""]
        return
    yield [row.price, first, row.minutes, row.money, row.in_all]
    yield from (["", line, "", "", ""] for line in more)


def _row(words: Words, price: str, told: Difference, number: int) -> Row:
    say, found = words.say, words.found
    minutes, quality, economy = told.aims
    money = economy + found.lost_quality_visit * quality
    _, in_all = found.cumulative(number)
    nothing = (
        say("only in an earlier phase")
        if found.has_phases
        else say("as today")
        if not number
        else say("the same offers, other visits")
    )
    what = tuple(lines(words, told.changes)) or (nothing,)
    kroner, so_far = (say.millions(one, 2, signed=True) for one in (money, in_all))
    return Row(price, what, say.about(minutes, signed=True), kroner, so_far, number)


def _today(words: Words) -> list[Line]:
    """The section on today's offers on the same scale."""
    found, say = words.found, words.say
    if not found.standing:
        return []
    dear, against = found.dearer
    named = [
        say(
            "{place} {money}",
            place=f"{words.function(one.function)} {short_name(words.site(one.site))}",
            money=NOTHING if one.price is None else words.price(one.price),
        )
        for one in dear[:_MOST_DEAR]
    ]
    left = len(dear) - len(named)
    named += [say("{n} more", n=left)] if left else []
    cheap = say.some(
        "{n} of today's {all} offers in the houses costs no more than {money} kr. for each minute it saves.",
        "{n} of today's {all} offers in the houses cost no more than {money} kr. for each minute they save.",
        len(found.standing) - len(dear),
        all=len(found.standing),
        money=words.price(against),
    )
    more = say("Dearer, kr. a minute: {named}.", named=" \N{MIDDLE DOT} ".join(named)) if named else ""
    how = say("Each was closed alone on trial, with all else as today.")
    return paragraph(say("TODAY"), [cheap, more, how])


def _travel(words: Words) -> list[Line]:
    found, say = words.found, words.say
    if not found.steps:
        return []
    headings = (
        N_("kr. a|minute"),
        N_("shorter|visits"),
        N_("by|minutes"),
        N_("longer|visits"),
        N_("by|minutes"),
        N_("lost quality,|visits"),
        N_("|groups"),
    )
    columns = [
        Column(tuple(say(heading).split("|")), right=at < len(headings) - 1, gives=at == len(headings) - 1)
        for at, heading in enumerate(headings)
    ]
    rows = [
        [words.step_price(step), *_moved(say, told), _groups(told)]
        for step, told in zip(found.steps, found.differences, strict=True)
    ]
    heading = headed(say("WHO TRAVELS"), say("by each step, beside the step before"))
    return [heading, *map(Line, table(columns, rows, indent=2))]


def _moved(say: Voice, told: Difference) -> list[str]:
    moved = told.travel.moved
    sides = ((moved.visits_shorter, moved.minutes_shorter), (moved.visits_longer, moved.minutes_longer))
    cells: list[str] = []
    for visits, minutes in sides:
        anybody = visits >= _NOBODY
        cells += [say.about(visits) if anybody else NOTHING, say.number(minutes) if anybody else NOTHING]
    return [*cells, say.short(told.aims[1], 0, signed=True)]


def _groups(told: Difference) -> str:
    """The groups with most visits that get a shorter trip, and those with most that get a longer one."""
    groups = told.travel.groups

    def first(sign: str, visits: dict[str, float]) -> str:
        named = sorted((name for name in visits if name and visits[name] >= _NOBODY), key=lambda name: -visits[name])
        few = ", ".join(named[:_MOST_GROUPS])
        return f"{sign} {few}" if few else ""

    shorter = first("+", {name: group.moved.visits_shorter for name, group in groups.items()})
    longer = first("\N{MINUS SIGN}", {name: group.moved.visits_longer for name, group in groups.items()})
    return "; ".join(filter(None, [shorter, longer]))


def _out(words: Words) -> list[Line]:
    """The section on why offers close at a step: what is scarce, as tried by the judge."""
    found, say = words.found, words.say
    told = [(words.step_price(step), each) for step, each in zip(found.steps, found.differences, strict=True)]
    sentences = [
        say("{price} kr.: {place} goes out. {why}", price=price, place=place(words, change), why=words.why(change))
        for price, each in told
        for change in each.changes
        if change.kept is not None
    ]
    if not sentences:
        return []
    heading = headed(say("WHAT IS SCARCE"), say("what goes out, kept on trial in the plan after the step"))
    shown = [Line(line) for text in sentences[:_MOST_OUT] for line in wrapped(text, "  \N{MIDDLE DOT} ", "    ")]
    left = len(sentences) - _MOST_OUT
    more = say("{n} more: see the table of changes (staircase_changes.csv).", n=left) if left > 0 else ""
    return [heading, *shown, *([Line(f"    {more}")] if more else [])]


def _evidence(words: Words, folder: str | None) -> list[Line]:
    found, say = words.found, words.say
    work = say(
        "{n} prices asked, {seconds} seconds.",
        n=say.number(found.evidence.asked),
        seconds=say.number(found.evidence.seconds, 1),
    )
    where = say("Everything is in {folder}.", folder=folder) if folder else ""
    more = say("Plans that are best at no price, and yet beaten by none: --all.") if folder is not None else ""
    return paragraph(say("EVIDENCE"), [*proof(words), work, more, where])


def proof(words: Words) -> list[str]:
    """Sentences on what is proven: that no plan is missing between neighbours, or how much better one might be."""
    found, say = words.found, words.say
    if found.proven:
        return [say("Proven: at no price of a minute is a plan that is not here cheaper, by a krone a year or more.")]
    open_steps = [step for step in found.steps if step.unproven]
    told = []
    if not found.evidence.complete:
        told.append(say("The search was cut short; plans may be missing between the steps."))
        told.append(say(WHY_STOPPED[found.evidence.stopped]))
    if open_steps:
        most = max(step.unproven for step in open_steps)
        told.append(
            say.some(
                "At {n} step another plan may be up to {money} kr. a year cheaper.",
                "At {n} steps other plans may be up to {money} kr. a year cheaper.",
                len(open_steps),
                money=say.money(most),
            )
        )
        told.append(
            say("Where a price is a range, the step's two plans differ in it by no more than what is open there.")
        )
    if found.evidence.unproven_money:
        told.append(
            say(
                "Where minutes cost nothing a plan may be up to {money} kr. a year cheaper.",
                money=say.money(found.evidence.unproven_money),
            )
        )
    if found.evidence.unproven_minutes:
        told.append(
            say(
                "Beyond the last step a plan may save up to {minutes} minutes a year more.",
                minutes=say.about(found.evidence.unproven_minutes),
            )
        )
    return told
