"""The screens of ``ballots``: the questions, and the counted answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from placement.locale import N_
from placement.present.screen.lines import NO_BREAK, Column, Line, headed, paragraph, spaced, table, wrapped
from placement.present.words.voice import NOTHING, Language, Voice
from placement.questions.ballots.questionnaire import Questionnaire, sentence
from placement.questions.ballots.study import Changed, Count, Leaning, Opinions, Span, Verdict, between, changes
from placement.questions.ballots.tables import item_title
from placement.questions.proposal.views import Titles

MOST = 15
"""Rows of a table shown without ``--all``."""
_MOST_CHANGES = 6
"""Changes of a step named without ``--all``."""
_TENS = 10.0
"""Prices from here up have one decimal."""


def questions_screen(asked: Questionnaire, language: Language = "da", *, written: Sequence[str] = ()) -> list[Line]:
    """The screen of the questions in the order asked; ``written``: the files they were written to."""
    say = Voice.of(asked.loaded.scenario, language)
    about = [
        say.some("{n} question, to be answered by yes or no.", "{n} questions, to be answered by yes or no.", n)
        if (n := len(asked.questions))
        else say("There is nothing to ask: no plan that was found buys minutes for money."),
        say("None says what is meant, or where; answer before anybody sees a map.") if n else "",
        _free(asked, say),
    ]
    listed = [
        Line(line) for one in asked.questions for line in wrapped(sentence(one, asked, say), f"  {one.number:>2}  ")
    ]
    files = say("Written: {files}", files=say.listed(list(written))) if written else ""
    return spaced(
        [
            _title(asked, say),
            paragraph(say("QUESTIONS"), about),
            listed,
            paragraph(say("EVIDENCE"), [*proof_in_words(asked, say), files]),
        ]
    )


def ballots_screen(found: Count, language: Language = "da", *, folder: str = "", every: bool = False) -> list[Line]:
    """Steps that all, some and none accept; the prices and plans that follow; then each participant."""
    say = Voice.of(found.asked.loaded.scenario, language)
    sections = [
        _title(found.asked, say),
        paragraph(say("ANSWERS"), _answered(found, say)),
        _steps(found, say, "everybody", say("EVERYBODY TAKES"), every=every),
        _steps(found, say, "talk", say("TO TALK ABOUT"), every=every),
        _steps(found, say, "nobody", say("NOBODY TAKES"), every=every),
        paragraph(say("PRICE"), accepted_in_words(found, say)),
        _plans(found, say, every=every),
        _participants(found, say, every=every),
        paragraph(
            say("EVIDENCE"),
            [*proof_in_words(found.asked, say), say("Tables: {folder}", folder=folder) if folder else ""],
        ),
    ]
    return spaced(sections)


def _title(asked: Questionnaire, say: Voice) -> list[Line]:
    title, names = asked.loaded.scenario.title.in_language(say.language), " + ".join(asked.loaded.variants)
    return [*map(Line, wrapped(f"{title} ({names})" if names else title, " "))]


def _free(asked: Questionnaire, say: Voice) -> str:
    if not asked.free:
        return ""
    return say.some(
        "{n} step costs nothing, and nobody is asked about it.",
        "{n} steps cost nothing, and nobody is asked about them.",
        asked.free,
    )


def _answered(found: Count, say: Voice) -> list[str]:
    everybody, counted = len(found.participants), len(found.counted)
    return [
        say.some("{n} participant,", "{n} participants,", everybody)
        + " "
        + say.some("{n} question.", "{n} questions.", len(found.asked.questions)),
        say("{n} of {of} have answered; the rest of the page is about those.", n=counted, of=everybody)
        if counted < everybody
        else "",
        _free(found.asked, say),
        say("A yes says that a saved minute is worth the price of the step, or more; a no that it is worth less."),
    ]


# ---- steps


def _steps(found: Count, say: Voice, verdict: Verdict, heading: str, *, every: bool) -> list[Line]:
    """The steps of one verdict: a row of numbers for each, and what changes below it."""
    asked = found.asked
    steps = [question.step for question in asked.by_price if found.verdict(question.step) == verdict]
    if not steps:
        return []
    columns = [
        _head(say, N_("Kr. a|minute")),
        _head(say, N_("Question")),
        *(_head(say, text) for text in (N_("Kr.|a year"), N_("Minutes|a year"))),
        *(_head(say, text) for text in (N_("Would|take it"), N_("Would|not"), N_("Not|known")) if verdict == "talk"),
    ]
    rows, below = [], []
    for step in steps:
        tally, question = found.tallies[step - asked.free], asked.by_price[step - asked.free]
        row = [
            price_in_words(say, asked.steps[step].price),
            str(question.number),
            say.money(asked.numbers[step].money, signed=True),
            say.about(-asked.steps[step].minutes, signed=True),
        ]
        rows.append([*row, *map(str, (tally.take, tally.refuse, tally.open) if verdict == "talk" else ())])
        below.append("; ".join(step_in_words(asked, step, say, every=every)))
    beside = say.some("{n} step", "{n} steps", len(steps))
    return [headed(heading, beside), *_annotated(columns, rows, below)]


def _annotated(columns: Sequence[Column], rows: Sequence[Sequence[str]], below: Sequence[str]) -> Iterator[Line]:
    """A table with words below each row that has any."""
    made = table(columns, rows, indent=2)
    yield from map(Line, made[: len(made) - len(rows)])
    for row, words in zip(made[len(made) - len(rows) :], below, strict=True):
        yield Line(row)
        yield from (Line(line) for line in (wrapped(words, "          ") if words else ()))


def _head(say: Voice, text: str) -> Column:
    return Column(tuple(say(text).split("|")), right=True)


def price_in_words(say: Voice, price: float) -> str:
    """A price of a minute in kroner, with as many decimals as prices are compared by."""
    return say.price(price, 2 if price < _TENS else 1)


def step_in_words(asked: Questionnaire, step: int, say: Voice, *, every: bool = False) -> list[str]:
    """What a step changes, one phrase for each change."""
    return _words(asked, changes(asked, step), say, every=every)


def _words(asked: Questionnaire, changed: Sequence[Changed], say: Voice, *, every: bool) -> list[str]:
    """Changes as phrases; equipment that comes or goes with an offer only with ``every``."""
    names, phases = Titles(asked.parts[-1].instance, say), len(asked.parts)
    offers = {one.site for one in changed if one.kind in ("opened", "closed")}
    when: dict[tuple[str, str, str], list[Changed]] = {}
    for one in changed:
        if one.kind == "equipment" and one.site in offers and not every:
            continue
        when.setdefault((one.kind, one.item, one.site), []).append(one)
    said = [_change(same[-1], names, say) + _when(asked, same, phases, say) for same in when.values()]
    if not said:
        return [say("visits are seen elsewhere")]
    left = 0 if every else len(said) - _MOST_CHANGES
    return [*said[: len(said) - max(left, 0)], *([say("and {n} more", n=left)] if left > 0 else [])]


def _when(asked: Questionnaire, same: Sequence[Changed], phases: int, say: Voice) -> str:
    """The phases in which a change holds, in brackets; empty where it is all of them."""
    if len(same) == phases:
        return ""
    known = asked.loaded.scenario.phases
    return " (" + ", ".join(known[one.phase].title.in_language(say.language) for one in same) + ")"


def _change(one: Changed, names: Titles, say: Voice) -> str:
    title, site = item_title(one, names), names.site(one.site) if one.site else ""
    match one.kind:
        case "opened":
            return f"+{NO_BREAK}" + say("{function} at {site}", function=title, site=site)
        case "closed":
            return f"−{NO_BREAK}" + say("{function} at {site}", function=title, site=site)
        case "home":
            return say(
                "{function} at home {before} → {after}",
                function=title,
                before=say.percent(one.before),
                after=say.percent(one.after),
            )
        case "days":
            return say(
                "{function} at {site}: {before} → {after} days a week",
                function=title,
                site=site,
                before=say.short(one.before),
                after=say.short(one.after),
            )
    before, after = say.short(one.before), say.short(one.after)
    return say("{item} at {site}: {before} → {after}", item=title, site=site, before=before, after=after)


# ---- prices and plans


def accepted_in_words(found: Opinions, say: Voice) -> list[str]:
    """Up to which price everybody, and a majority, accepts every step."""
    if not found.counted:
        return []
    everybody, majority = found.everybody_accepts, found.majority_accepts
    said = [
        _accepted(
            everybody,
            say,
            N_("Everybody takes every step up to {price} kr. a minute."),
            N_("There is no step that everybody takes."),
            N_("From {price} kr. a minute there is somebody who would not."),
        )
    ]
    if len(found.counted) > 1:
        said.append(
            _accepted(
                majority,
                say,
                N_("A majority ({number}) takes every step up to {price} kr. a minute."),
                N_("There is no step that a majority ({number}) takes for certain."),
                N_("From {price} kr. a minute no step can have one."),
                number=say("{n} of {of}", n=found.majority, of=len(found.counted)),
            )
        )
    return said


def _accepted(span: Span, say: Voice, upto: str, none: str, end: str, **values: object) -> str:
    low, high = span
    first = say(upto, price=price_in_words(say, low), **values) if low > 0 else say(none, **values)
    return f"{first} {say(end, price=price_in_words(say, high))}" if math.isfinite(high) else first


def _plans(found: Count, say: Voice, *, every: bool) -> list[Line]:
    """The plans that the answers lead to, and what differs between them."""
    everybody, (sure, may) = found.everybodys_plan, found.majoritys_plans
    told: dict[int, list[str]] = {}
    for plan, who in (
        (everybody, say("everybody")),
        *(((sure, say("a majority")), (may, say("a majority, at most"))) if len(found.counted) > 1 else ()),
    ):
        told.setdefault(plan, []).append(who)
    columns = [
        _head(say, N_("Plan")),
        Column((say("Steps taken by"),), gives=True),
        _head(say, N_("Best at,|kr. a minute")),
        *(_head(say, text) for text in (N_("Kr.|a year"), N_("Minutes|a year"), N_("Lost quality,|visits"))),
    ]
    plans = sorted(told)
    rows = [
        [str(plan + 1), ", ".join(dict.fromkeys(told[plan])), _best(found.best_at(plan), say), *_aims(found, plan, say)]
        for plan in plans
    ]
    apart = [line for pair in pairwise(plans) for line in _apart(found, *pair, say, every=every)]
    beside = say("difference from today, a year") if _has_today(found.asked) else say("a year")
    return [headed(say("PLANS"), beside), *map(Line, table(columns, rows, indent=2)), *apart]


def _has_today(asked: Questionnaire) -> bool:
    return asked.parts[-1].today_plan is not None


def _best(span: Span, say: Voice) -> str:
    low, high = span
    if math.isinf(high):
        return say("from {price}", price=price_in_words(say, low)) if low else say("any price")
    return f"{price_in_words(say, low)}–{price_in_words(say, high)}"


def _aims(found: Count, plan: int, say: Voice) -> Iterator[str]:
    asked, signed = found.asked, _has_today(found.asked)
    minutes, lost, money = asked.landings[plan].aims
    years = sum(part.years for part in asked.parts)
    now = [(part.today.citizen_minutes, part.today.quality_visits) for part in asked.parts] if signed else []
    base = [sum(part.years * one[n] for part, one in zip(asked.parts, now, strict=True)) / years for n in range(2)]
    yield say.money(money, signed=signed)
    yield say.about(minutes - base[0] if signed else minutes, signed=signed)
    yield say.about(lost - base[1] if signed else lost, signed=signed)


def _apart(found: Count, first: int, second: int, say: Voice, *, every: bool) -> list[Line]:
    said = _words(found.asked, between(found.asked, first, second), say, every=every)
    lead = say("Plan {second} has, beyond plan {first}:", first=first + 1, second=second + 1)
    return [Line(line) for line in wrapped(f"{lead} {'; '.join(said)}", "    ")]


# ---- participants


def _participants(found: Count, say: Voice, *, every: bool) -> list[Line]:
    shown = list(zip(found.participants, found.leanings, strict=True))[: None if every else MOST]
    columns = [
        Column((say("Participant"),), gives=True, least=12),
        *(_head(say, text) for text in (N_("Yes"), N_("No"))),
        Column((say("Kr. for a minute"),)),
    ]
    rows = [[who.participant, str(one.yes), str(one.no), leaning_in_words(one, say)] for who, one in shown]
    below = [_contradiction(one, say) for _, one in shown]
    left = len(found.participants) - len(rows)
    more = say.some("... and {n} more: --all", "... and {n} more: --all", left) if left else ""
    return [
        headed(say("PARTICIPANTS"), say("the price each would pay")),
        *_annotated(columns, rows, below),
        *([Line(f"    {more}")] if more else []),
    ]


def leaning_in_words(one: Leaning, say: Voice) -> str:
    """The interval of prices in which a participant's own lies."""
    if not one.answered:
        return NOTHING
    low, high = one.span
    if one.contradictions:
        return say("{low}–{high}, contradictory", low=price_in_words(say, low), high=price_in_words(say, high))
    if math.isinf(high):
        return say("{low} or more", low=price_in_words(say, low))
    if not low:
        return say("less than {high}", high=price_in_words(say, high))
    return say("{low} or more, less than {high}", low=price_in_words(say, low), high=price_in_words(say, high))


def _contradiction(one: Leaning, say: Voice) -> str:
    if not one.contradictions:
        return ""
    (taken, refused), more = one.contradictions[0], len(one.contradictions) - 1
    said = say(
        "yes to question {taken} ({dear} kr. a minute), no to {refused} ({cheap})",
        taken=taken.number,
        dear=price_in_words(say, taken.price),
        refused=refused.number,
        cheap=price_in_words(say, refused.price),
    )
    return ", ".join([said, say("and {n} more", n=more)]) if more else said


# ---- evidence


def proof_in_words(asked: Questionnaire, say: Voice) -> list[str]:
    """How sure it is that no step is missing, and at which price lost quality counts."""
    if not asked.complete:
        proof = say("The search was stopped, and steps may be missing; what is asked is true all the same.")
    elif asked.proven:
        proof = say("It is proven that no other plan is best at any price.")
    elif not any(asked.unproven):
        proof = say("It is not proven that no plan is cheaper than the first, or has fewer minutes than the last.")
    else:
        worst = max(asked.unproven)
        proof = say(
            "Between two plans a third one may be cheaper, by {money} kr. a year at most.", money=say.money(worst)
        )
    lost = (
        say(
            "Quality counts through its floors only; lost visits are told, and have no price: a no where quality is "
            "lost may be about that."
        )
        if not asked.lost_quality_visit
        else say(
            "A visit in which quality is lost is counted as {price} kr. in every step.",
            price=say.exact_price(asked.lost_quality_visit),
        )
    )
    stopped = say("Stopped by the user.") if asked.stopped else ""
    return [proof, lost, stopped]
