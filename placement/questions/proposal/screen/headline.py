"""The first sentences: what is proposed, whom it touches, what it costs."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from placement.locale import N_
from placement.plan.compare import Moved
from placement.present.screen.lines import Line, cells, pad, printable, terminal, wrapped
from placement.present.words.vocabulary import STATUS
from placement.present.words.voice import Voice
from placement.questions.proposal.screen.context import View

_PUBLIC = ("region", "municipality", "state")


class Trips(NamedTuple):
    """What is said of those whose trip gets longer, or shorter: nobody, a few visits, or how many."""

    nobody: str
    few: str
    many: str


_LONGER = Trips(
    N_("Nobody gets a longer trip."),
    N_("Fewer than 10 visits a year get a longer trip."),
    N_("About {visits} visits a year get a trip that is {minutes} longer on average."),
)
_SHORTER = Trips(
    N_("Nobody gets a shorter trip."),
    N_("Fewer than 10 visits a year get a shorter trip."),
    N_("About {visits} visits a year get a trip that is {minutes} shorter on average."),
)
_FEW_VISITS = 10
"""Fewer than this many visits a year are not counted out: the data do not know them so well."""
_SHOWN_DKK = 50_000
"""From here an amount shows as at least 0.1 million."""


def header(view: View, date: dt.date) -> list[Line]:
    """Title, what sort of paper it is, and the variants that are applied."""
    say, scenario = view.say, view.instance.scenario
    right = say(STATUS[scenario.about.status]) + f", {dated(say, date)}"
    title = printable(scenario.title.in_language(say.language))
    room = terminal().width - cells(right) - 3
    if cells(title) > room:
        lines = [*(Line(line, len(line)) for line in wrapped(title, " ")), *map(Line, wrapped(right, " "))]
    else:
        lines = [Line(f" {pad(title, room)}  {right}", 1 + len(title))]
    return [*lines, *map(Line, wrapped(variants(view), " "))] if view.solved.variants else lines


def dated(say: Voice, date: dt.date) -> str:
    """The day in words."""
    return say.dated(date)


def variants(view: View) -> str:
    """The variants that are applied, by title."""
    return view.say("Variant: {titles}", titles=" + ".join(_variant_title(view, name) for name in view.solved.variants))


def _variant_title(view: View, name: str) -> str:
    variant = view.instance.scenario.variants.get(name)
    return f"{variant.title.in_language(view.say.language)} ({name})" if variant else name


def proposal(view: View) -> list[Line]:
    """Three sentences a politician can repeat."""
    first = " " + view.say("PROPOSAL") + "  "
    lines = [line for part in sentences(view) for line in wrapped(part, " " * len(first))]
    return [Line(first + lines[0].lstrip(), len(first.rstrip())), *map(Line, lines[1:])]


def sentences(view: View) -> list[str]:
    """What changes, whom it touches, what it costs."""
    parts = [_what_changes(view)]
    if view.against is not None:
        parts += [_who_is_touched(view, view.against.moved), _what_it_costs(view)]
    return parts


def _what_changes(view: View) -> str:
    say, today = view.say, view.solved.today
    if view.today is None:
        count = int(view.solved.plan.open.sum())
        sites = say.some("{n} site", "{n} sites", int(view.solved.plan.open.any(axis=0).sum()))
        return (
            say.some("{n} offer at {sites}.", "{n} offers at {sites}.", count, sites=sites)
            + " "
            + say("The scenario says nothing about today, so there is nothing to compare with.")
        )
    new, closed, days = view.new, view.changes("closed"), view.changes("days")
    kept = int((view.solved.plan.open & today.open).sum()) - len(days)
    at_home = int((view.solved.plan.home_level > 0).sum())
    houses = say.some("{n} house", "{n} houses", len({change.site for change in new}))
    if any(not view.is_house(change.site) for change in new):
        houses = say.some("{n} site", "{n} sites", len({change.site for change in new}))
    sentences = [
        say.some("{n} new offer in {houses}.", "{n} new offers in {houses}.", len(new), houses=houses)
        if new
        else say("No new offers."),
        say.some("{n} offer is closed.", "{n} offers are closed.", len(closed))
        if closed
        else say("Nothing is closed."),
        *([say.some("{n} placement gets other days.", "{n} placements get other days.", len(days))] if days else []),
        *(
            [say.some("{n} function gets another share at home.", "{n} functions get another share at home.", at_home)]
            if at_home
            else []
        ),
        say.some("{n} placement is as today.", "{n} placements are as today.", kept)
        if kept
        else say("No placements are as today."),
    ]
    return " ".join(sentences)


def _who_is_touched(view: View, moved: Moved) -> str:
    """Losers before winners; nobody is said aloud."""
    longer = _trip(view, _LONGER, moved.visits_longer, moved.minutes_longer)
    shorter = _trip(view, _SHORTER, moved.visits_shorter, moved.minutes_shorter)
    return f"{longer} {shorter}" if moved.visits_longer >= _FEW_VISITS else f"{shorter} {longer}"


def _trip(view: View, texts: Trips, visits: float, minutes: float) -> str:
    say = view.say
    if visits < 0.5:
        return say(texts.nobody)
    if visits < _FEW_VISITS:
        return say(texts.few)
    decimals = 0 if minutes >= 2 else 1
    shown = say.number(minutes, decimals)
    many = say(N_("{n} minute") if shown == "1" else N_("{n} minutes"), n=shown)
    return say(texts.many, visits=say.about(visits, 2), minutes=many)


def _what_it_costs(view: View) -> str:
    say = view.say
    public = [item for item in view.evaluation.money if item.payer in _PUBLIC]
    operating = sum(item.dkk_per_year for item in public)
    investment = sum(item.investment_dkk for item in public)
    whose = _whose(view)
    if abs(operating) < 1 and abs(investment) < 1 and not whose:
        return say("It costs nothing to run or in investment.")
    shown = {"operating": _amount(view, abs(operating)), "investment": _amount(view, investment), "whose": whose}
    return say(
        N_("Running costs fall by {operating} a year{whose}. Investment costs {investment}.")
        if operating <= -1
        else N_("It costs {operating} a year to run{whose} and {investment} in investment."),
        **shown,
    )


def _whose(view: View) -> str:
    """How the running cost falls on the region and the others, where it falls on both."""
    say, money = view.say, view.evaluation.money
    by_payer = {payer: sum(item.dkk_per_year for item in money if item.payer == payer) for payer in _PUBLIC}
    region, rest = by_payer["region"], by_payer["municipality"] + by_payer["state"]
    if min(abs(region), abs(rest)) < _SHOWN_DKK:
        return ""
    others = say(N_("municipalities and state") if by_payer["state"] else N_("municipalities"))
    return say(
        " (region {region}, {others} {rest})",
        region=say.millions(region, signed=True),
        others=others,
        rest=say.millions(rest, signed=True),
    )


def _amount(view: View, dkk: float) -> str:
    """So many million kr., nothing, or less than can be shown."""
    say = view.say
    if dkk < 1:
        return say("nothing")
    return (
        say("less than 0.1 million kr.")
        if dkk < _SHOWN_DKK
        else say("{millions} million kr.", millions=say.millions(dkk))
    )
