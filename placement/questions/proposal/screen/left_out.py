"""What speaks against an offer: which ones came close, what a broken rule lacks, and rules broken at a price."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from placement.locale import N_
from placement.plan.plan import RuleCheck
from placement.present.screen.lines import Column, Line, table
from placement.present.words.terms import short_name
from placement.present.words.vocabulary import RULE
from placement.questions.proposal.findings import PairNote
from placement.questions.proposal.views import Titles, View, headed, loud
from placement.scenario.schema.rules import Rule

DEFICIT: dict[str, str] = {
    "min_visits_per_year": N_("lacks {missing} visits a year to the minimum"),
    "min_patients_per_year": N_("patients to the minimum: lacks {missing}"),
    "extra_days_per_week": N_("{site} lacks {missing_days} a week: {item}"),
    "free_room_days_per_week": N_("room-days a week: lacks {missing} ({item})"),
    "recruitment": N_("recruitment: lacks {missing_days} a week ({item})"),
    "max_days_away": N_("{site}: {missing_days} a week too many away ({item})"),
    "requires_on_site": N_("requires {item} in the house"),
    "retained_volume": N_("{site} falls {missing} visits a year below its floor"),
    "min_utilisation": N_("{item} is used {have_share}; {need_share} is required"),
    "max_utilisation": N_("{item} is used {have_share}; at most {need_share} is allowed"),
    "max_investment": N_("the investment budget lacks {missing_millions} million kr."),
    "max_extra_operating_per_year": N_("the running cost budget lacks {missing_millions} million kr. a year"),
    "coverage": N_("{item}: {have_share} have a short enough way; {need_share} is required"),
    "max_digital_share": N_("{have_share} of all visits become digital; at most {need_share} is allowed"),
    "max_changes": N_("there is no room for more changes (at most {need})"),
    "number_of_sites": N_("the function may not be at more sites (at most {need})"),
    "backup_hospital_within_minutes": N_("too far to the parent hospital: {have} min., at most {need}"),
    "clinic_capacity": N_("lacks room for {missing} visits a year"),
    "max_days_between_clinics": N_("{have_days} between clinic days; at most {need} allowed"),
    "min_days_per_week": N_("{have_days} a week; at least {need} required"),
}
"""The sentence on what a broken rule lacks; for other rules the value and the needed one are shown."""

_OUT_OF_THE_QUESTION = frozenset(
    ("scope", "no_new_houses", "allowed_at", "planning_level", "must_not", "existing_in_houses", "hospital_functions")
)
"""Rules that no number could change; an offer barred by one did not come close."""

_MOST_CLOSE = 5
_MOST_DEAR = 2
_LEAST_NAME = 16
_LEAST_REASON = 40

_IN_DAYS = frozenset(
    (
        Rule.STAFF_DAYS,
        Rule.FREE_ROOM_DAYS,
        Rule.MIN_DAYS_PER_WEEK,
        Rule.MAX_DAYS_BETWEEN,
        Rule.RECRUITMENT,
        Rule.MAX_DAYS_AWAY,
    )
)
"""Rules that count days; half and quarter days matter."""


def close(view: View) -> list[Line]:
    """The offers nearest to being proposed: those with the least shortfall, and those that only cost too much."""
    say = view.say
    heading = say("CAME CLOSE")
    notes = near_misses(view.study.pairs, view.is_house, view.price_of_minute)
    if not notes:
        found = say(
            N_("none")
            if view.study.examined
            else N_(
                "not looked for, there was no time; allow more with --time-limit, or ask about one place with explain"
            )
        )
        return [Line(f" {heading}  {found}", len(heading) + 1)]
    rows = [
        [
            view.site(note.site),
            view.function(note.function),
            say.price(note.money_per_minute),
            why_not(view, note, brief=True),
        ]
        for note in notes
    ]
    name = Column(gives=True, least=_LEAST_NAME, names=True)
    price = Column(tuple(say(N_("Kr. per|minute")).split("|")), right=True)
    columns = [name, name, price, Column(least=_LEAST_REASON)]
    return [*_close_heading(view, heading, notes), *map(Line, table(columns, rows, indent=4))]


def _close_heading(view: View, heading: str, notes: Sequence[PairNote]) -> list[Line]:
    """The heading, with an explanation where a rule stops an offer that is worth its price."""
    if view.price_of_minute is None or not any(note.blocking for note in notes):
        return headed(heading, [])
    meaning = view.say(
        "Added to the proposal as it is. Where a rule stops it, the plan would be better if the rule gave way by what "
        "is lacking."
    )
    return view.paragraph(heading, [meaning])


def is_worth_it(note: PairNote, price: float) -> bool:
    """Whether the offer, if it were added despite the rules, would cost less than the minutes it saves are worth."""
    return note.minutes_per_year < 0 and note.money_per_minute < price


def near_misses(
    pairs: Sequence[PairNote], is_house: Callable[[str], bool], price: float | None = None
) -> list[PairNote]:
    """At most five pairs at houses that are neither open today nor in the proposal.

    Args:
        pairs: all notes.
        is_house: whether a site is a house.
        price: of a saved minute, DKK: a pair that a rule stops is left out where it would not be worth its cost even
            without the rule. None where there is no price.
    """
    candidates = [
        note
        for note in pairs
        if not note.recommended and note.change == "none" and is_house(note.site) and not is_barred(note)
    ]
    dear = [note for note in candidates if not note.blocking and math.isfinite(note.money_per_minute)]
    dear.sort(key=lambda note: (note.money_per_minute, note.function, note.site))
    blocked = [note for note in candidates if note.blocking and note.minutes_per_year < 0 and note.shortfall < 1]
    blocked = [note for note in blocked if price is None or is_worth_it(note, price)]
    blocked.sort(key=_nearness)
    few = dear[: max(_MOST_DEAR, _MOST_CLOSE - len(blocked))]
    return [*blocked[: _MOST_CLOSE - len(few)], *few]


def _nearness(note: PairNote) -> tuple[float, int, float, str, str]:
    """Sort key: the smallest shortfall, then the fewest rules broken, then most time saved."""
    rules = len({check.rule for check in note.blocking})
    return round(note.shortfall, 6), rules, note.minutes_per_year, note.function, note.site


def is_barred(note: PairNote) -> bool:
    """Whether a rule that no number could change keeps the pair out."""
    rules = {note.deciding_limit, *(str(check.rule) for check in note.blocking)}
    return bool(rules & _OUT_OF_THE_QUESTION)


def why_not(view: View, note: PairNote, *, brief: bool = False) -> str:
    """The reason against a pair, in a few words; ``brief`` on a screen, where names stand beside it."""
    say = view.say
    if not note.blocking:
        return _only_too_dear(view, note, brief=brief)
    own = [check for check in note.blocking if check.rule != Rule.MAX_CHANGES] or list(note.blocking)
    decisive = [check for check in own if check.rule == note.deciding_limit]
    text = lacking(view, (decisive or own)[0], brief=brief)
    others = len({check.rule for check in note.blocking}) - 1
    return say.some("{text} (+ {n} rule)", "{text} (+ {n} rules)", others, text=text) if others > 0 else text


def _only_too_dear(view: View, note: PairNote, *, brief: bool) -> str:
    """The reason against a pair that breaks no rule; ``brief`` where its price stands beside it."""
    say, price = view.say, view.price_of_minute
    if not math.isfinite(note.money_per_minute):
        return say("keeps the rules, but saves no time on the whole")
    money = say.price(note.money_per_minute)
    if price is not None and is_worth_it(note, price):
        if view.solved.course is not None:
            return say("keeps the rules; worth it in this phase, not over all the years")
        return say("keeps the rules; better, but within the gap left open")
    if price is not None:
        return (
            say("keeps the rules; dearer than a minute may be")
            if brief
            else say(
                "keeps the rules, but a minute saved would cost {money} kr., which is more than it may", money=money
            )
        )
    return (
        say("keeps the rules; the trade-off says no")
        if brief
        else say("keeps the rules, but the trade-off speaks against it ({money} kr. per minute saved)", money=money)
    )


def lacking(view: Titles, check: RuleCheck, *, brief: bool = False) -> str:
    """By how much a rule is broken, in words and numbers; ``brief`` with the short name of the site."""
    say = view.say
    key = DEFICIT[check.rule] if check.rule in DEFICIT else N_("{rule}: {have} against {need}")
    if math.isinf(check.slack):
        return say("nobody can get there from the hospital")
    missing = abs(check.slack)
    site = view.site(check.site) if check.site else ""
    decimals = 0 if say.percent(check.have) != say.percent(check.need) else 1
    most = 2 if check.rule in _IN_DAYS else 1
    shown = say.about(math.ceil(missing)) if missing >= 10 else say.short(_up(missing, most), most)
    return say(
        key,
        rule=say(RULE[check.rule]),
        site=short_name(site) if brief else site,
        item=view.item(check.item) if check.item else "",
        have=say.short(check.have, most),
        need=say.short(check.need, most),
        missing=shown,
        missing_days=_days(view, shown),
        have_days=_days(view, say.short(check.have, most)),
        have_share=say.percent(check.have, decimals),
        need_share=say.percent(check.need, decimals),
        missing_millions=say.millions(missing),
    )


def _days(view: Titles, shown: str) -> str:
    """A number of days, in singular or plural."""
    return view.say(N_("{n} day") if shown == "1" else N_("{n} days"), n=shown)


def _up(value: float, decimals: int) -> float:
    """``value`` rounded up, so that a shortfall is never shown as 0."""
    unit = 10.0**-decimals
    return round(math.ceil(value / unit - 1e-6) * unit, decimals)


_PER_BLOCK = 20


def all_pairs(view: View) -> list[Line]:
    """A matrix with a sign for each pair, in blocks of houses that fit the screen, and its legend."""
    say = view.say
    houses = [name for name in view.instance.site_ids if view.is_house(name)]
    legend = say("N new · ● as today · L closes · p trade-off says no · x a rule says no · – out of the question")
    lines = headed(say("ALL OFFERS AND HOUSES"), [f"    {legend}"])
    for start in range(0, len(houses), _PER_BLOCK):
        lines += _block(view, houses[start : start + _PER_BLOCK], start + 1)
    named = [f"{n} {view.site(name)}" for n, name in enumerate(houses, 1)]
    columns = [Column(gives=True, names=True)] * 3
    trios = [[*named[n : n + 3], *[""] * max(0, n + 3 - len(named))] for n in range(0, len(named), 3)]
    return [*lines, *map(Line, table(columns, trios, indent=4))]


def _block(view: View, houses: list[str], first: int) -> list[Line]:
    columns = [
        Column(gives=True, names=True),
        *(Column((str(n),), right=True) for n in range(first, first + len(houses))),
    ]
    rows = [
        [view.function(function), *(sign(view.notes.get((function, house))) for house in houses)]
        for function in view.instance.function_ids
    ]
    return [Line(line) for line in table(columns, rows, indent=4)]


def sign(note: PairNote | None) -> str:
    """The sign of a pair in the matrix."""
    if note is None:
        return "–"
    if note.recommended:
        return "N" if note.change == "new" else "●"
    if note.change == "closed":
        return "L"
    if is_barred(note):
        return "–"
    if note.blocking:
        return "x"
    return "p" if note.deciding_limit == "price" else "–"


def at_a_price(view: View) -> list[Line]:
    """A warning for each soft rule broken, the dearest first; empty where every rule is kept."""
    told = prices(view)
    if not told:
        return []
    lines = view.paragraph(view.say("BROKEN AT A PRICE"), told[:1])
    return [*lines, *(line for sentence in told[1:] for line in loud(sentence))]


def prices(view: View) -> list[str]:
    """The total price of broken soft rules, then a sentence for each, the dearest first; empty where none is broken."""
    broken = sorted((check for check in view.evaluation.checks if check.bought), key=lambda check: -check.price)
    total = view.say(
        "{money} kr. a year is weighed in the economy; nobody pays it",
        money=view.say.money(sum(check.price for check in broken), None),
    )
    return [total, *(_sentence(view, check) for check in broken)] if broken else []


def _sentence(view: View, check: RuleCheck) -> str:
    soft = view.instance.scenario.policy.soft_rules[check.soft]
    what = lacking(view, check)
    titles = (view.function(check.function), view.site(check.site))
    place = ", ".join(title for title in titles if title and title not in what)
    sentence = view.say(
        "{what}; {money} kr. a year. {reason}.",
        what=f"{place}: {what}" if place else what,
        money=view.say.money(check.price, None),
        reason=soft.reason.removesuffix("."),
    )
    decided = view.say("Decided by: {who}.", who=soft.decided_by)
    return f"{sentence} {decided}" if soft.decided_by else sentence
