"""The first screen of a solved scenario, as a steering group sees it projected: its headline, and all its sections."""

from __future__ import annotations

import datetime as dt
import math

from placement.locale import N_
from placement.plan.money import CITIZEN
from placement.present.screen.lines import Line, cells, pad, printable, terminal, wrapped
from placement.present.words.currency import least_shown
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.findings import Study
from placement.questions.proposal.screen.aims import aims, card
from placement.questions.proposal.screen.changes import closed, home, new, other_days, phases
from placement.questions.proposal.screen.league import league
from placement.questions.proposal.screen.left_out import all_pairs, at_a_price, close
from placement.questions.proposal.screen.patients import by_clinic, who_is_touched
from placement.questions.proposal.screen.proof import evidence
from placement.questions.proposal.screen.rests_on import rests
from placement.questions.proposal.views import View, other_payers
from placement.scenario.schema.frame import AimPrices
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
    """The whole screen: sentences, then the aims, then what changes, then what it rests on and how sure it is."""
    view = View(solved, study, Voice.of(solved.instance.scenario, language))
    sections = [
        header(view, date),
        proposal(view),
        aims(view),
        at_a_price(view),
        closed(view),
        new(view, every=every_pair),
        other_days(view),
        home(view),
        league(view),
        by_clinic(view),
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


def header(view: View, date: dt.date) -> list[Line]:
    """Title, status and date of the scenario, and the variants that are applied."""
    say, scenario = view.say, view.instance.scenario
    right = say.status(scenario.status) + f", {say.dated(date)}"
    title = printable(scenario.title.in_language(say.language))
    room = terminal().width - cells(right) - 3
    if cells(title) > room:
        lines = [*(Line(line, len(line)) for line in wrapped(title, " ")), *map(Line, wrapped(right, " "))]
    else:
        lines = [Line(f" {pad(title, room)}  {right}", 1 + len(title))]
    return [*lines, *map(Line, wrapped(variants(view), " "))] if view.solved.variants else lines


def variants(view: View) -> str:
    """The applied variants by title."""
    return view.say("Variant: {titles}", titles=" + ".join(_variant_title(view, name) for name in view.solved.variants))


def _variant_title(view: View, name: str) -> str:
    variant = view.instance.scenario.variants.get(name)
    return f"{variant.title.in_language(view.say.language)} ({name})" if variant else name


def proposal(view: View) -> list[Line]:
    """The sentences on the proposal, each on lines of its own, beside their heading."""
    heading = view.say("PROPOSAL")
    first = f" {heading}  "
    lines = [line for part in sentences(view) for line in wrapped(part, " " * len(first))]
    return [Line(first + lines[0].lstrip(), len(first.rstrip())), *map(Line, lines[1:])]


def sentences(view: View) -> list[str]:
    """What changes, who is affected, what it costs, and what a saved minute may cost."""
    return [*plan_sentences(view), *price_sentences(view)]


def plan_sentences(view: View) -> list[str]:
    """What changes, who is affected, what it costs."""
    parts = [what_changes(view)]
    if view.against is not None:
        parts += [*who_is_touched(view, view.against.touched), _what_it_costs(view)]
    return parts


def price_sentences(view: View) -> list[str]:
    """What a saved minute may cost and who has decided it, where the method has prices."""
    prices = view.solved.prices
    return [] if prices is None else [price_told(view.say, prices.minute, view.instance.scenario.objectives.prices)]


def price_told(say: Voice, price: float, given: AimPrices) -> str:
    """What a saved minute may cost, DKK, and who has decided it: ``given`` is what the scenario says."""
    if not math.isfinite(price):
        return say("A saved minute may cost whatever it costs: minutes come first.")
    minute = say.price(price)
    if given.minute is None or price != given.minute.value:
        first = say("A saved minute may cost {money} kr. (chosen for this calculation).", money=minute)
    elif given.status == "decided":
        who = ", ".join(part for part in (given.decided_by, given.date) if part)
        first = say("A saved minute may cost {money} kr. (decided: {who}).", money=minute, who=who)
    elif given.minute.low is None or given.minute.high is None:
        first = say("A saved minute may cost {money} kr. (not decided).", money=minute)
    else:
        low, high = (say.exact_price(end, 1) for end in (given.minute.low, given.minute.high))
        first = say(
            "A saved minute may cost {money} kr. (not decided; {low}–{high}).", money=minute, low=low, high=high
        )
    more = say("placement tradeoff shows what each price would buy.")
    return f"{first} {more}"


def what_changes(view: View) -> str:
    """How many offers are new, closed, on other days and as today; without a today how many there are."""
    say, today = view.say, view.solved.today
    if view.today is None:
        count = int(view.solved.plan.open.sum())
        sites = say.some("{n} site", "{n} sites", int(view.solved.plan.open.any(axis=0).sum()))
        offers = say.some("{n} offer at {sites}.", "{n} offers at {sites}.", count, sites=sites)
        no_today = say("The scenario says nothing about today, so there is nothing to compare with.")
        return f"{offers} {no_today}"
    closed, days = view.changes("closed"), view.changes("days")
    kept = int((view.solved.plan.open & today.open).sum()) - len(days)
    sentences = [
        _what_is_new(view),
        say.some("{n} offer is closed.", "{n} offers are closed.", len(closed))
        if closed
        else say("Nothing is closed."),
        *([say.some("{n} placement gets other days.", "{n} placements get other days.", len(days))] if days else []),
        say.some("{n} placement is as today.", "{n} placements are as today.", kept)
        if kept
        else say("No placements are as today."),
    ]
    return " ".join(sentences)


def _what_is_new(view: View) -> str:
    """A sentence on how many offers are new and where, and which functions are seen at home more than today."""
    say, new = view.say, view.new
    at_home = say.listed([view.function(change.function) for change in view.changes("home")])
    if not new:
        return (
            say("No new offers, but more at home: {functions}.", functions=at_home)
            if at_home
            else say("No new offers.")
        )
    houses = say.some("{n} house", "{n} houses", len({change.site for change in new}))
    if any(not view.is_house(change.site) for change in new):
        houses = say.some("{n} site", "{n} sites", len({change.site for change in new}))
    if not at_home:
        return say.some("{n} new offer in {houses}.", "{n} new offers in {houses}.", len(new), houses=houses)
    return say.some(
        "{n} new offer in {houses}, and more at home: {functions}.",
        "{n} new offers in {houses}, and more at home: {functions}.",
        len(new),
        houses=houses,
        functions=at_home,
    )


def _what_it_costs(view: View) -> str:
    say = view.say
    public = [item for item in view.evaluation.money if item.payer != CITIZEN]
    operating = sum(item.money_per_year for item in public)
    investment = sum(item.investment for item in public)
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
    """How the running cost is split between the region and others; empty unless both shares show as more than 0."""
    say, money = view.say, view.evaluation.money
    own = sum(item.money_per_year for item in money if item.own)
    others, rest = other_payers(view.instance.scenario, money)
    if min(abs(own), abs(rest)) < least_shown():
        return ""
    return say(
        " ({own_payer} {own}, {others} {rest})",
        own=say.millions(own, signed=True),
        others=say.payers(others),
        rest=say.millions(rest, signed=True),
    )


def _amount(view: View, money: float) -> str:
    """An amount in million kr., or that it is nothing or less than can be shown."""
    say = view.say
    if money < 1:
        return say("nothing")
    return (
        say("less than 0.1 million kr.")
        if money < least_shown()
        else say("{millions} million kr.", millions=say.millions(money))
    )
