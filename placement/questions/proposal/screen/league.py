"""What a saved minute costs: the proposed offers by price, the line of the price that is paid, and today's offers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from placement.locale import N_
from placement.present.screen.lines import Column, Line, cells, showable, table, terminal, wrapped
from placement.present.words.currency import KRONER, currency
from placement.present.words.vocabulary import BOTH_WAYS
from placement.present.words.voice import NOTHING, as_shown
from placement.questions.proposal.findings import Priced, Worth
from placement.questions.proposal.tables.changes import VERDICT
from placement.questions.proposal.views import View

HEADS: tuple[str, ...] = (
    N_("Kr. per|minute"),
    N_("House"),
    N_("Offer"),
    N_("Visits|affected"),
    N_("Minutes|/year"),
    N_("M. kr.|/year"),
    N_("Lost quality|visits/year"),
)
"""Headings of the columns; ``|`` separates lines."""
_Numbers = tuple[float, float, float, float]
"""Visits, minutes a year, money a year and lost quality, as rounded for the reader."""
_NAMES = (1, 2)
"""Positions of the columns that hold names."""
_CHEAP = 2.0
"""Kr. a minute; today's offers that cost less are only counted, because they are many."""
_MOST = 12
"""Most rows of offers on the screen."""


class Row(NamedTuple):
    """A row of the table.

    Attributes:
        cells: as ``HEADS``.
        beyond: whether a minute costs more than its price.
    """

    cells: tuple[str, ...]
    beyond: bool = False


def league(view: View) -> list[Line]:
    """The table with a line at the price of a minute, then packages and today's offers; empty where nothing is new."""
    say = view.say
    rows, left = offers(view)
    sums = [Row(cells) for cells in totals(view)]
    heading = say("WHAT A SAVED MINUTE COSTS")
    if not rows:
        return view.paragraph(heading, remarks(view)) if remarks(view) else []
    columns = [
        Column(tuple(say(head).split("|")), right=n not in _NAMES, gives=n in _NAMES, names=n in _NAMES)
        for n, head in enumerate(HEADS)
    ]
    laid = table(columns, [row.cells for row in (*rows, *sums)], indent=4)
    height = len(laid) - len(rows) - len(sums)
    lines = list(map(Line, laid))
    widest = max(cells(part) for line in laid for part in line.split("\n"))
    if (price := _price_line(view, min(widest, terminal().width))) is not None:
        cut = next((n for n, row in enumerate(rows) if row.beyond), len(rows))
        lines.insert(height + cut, price)
    meaning = say(
        N_("each offer with it against without it, all else as proposed; lost quality counts as money")
        if any(one.worth.lost_price for one in view.study.league)
        else N_("each offer with it against without it, all else as proposed")
    )
    more = [say("{n} more (league.csv).", n=say.number(left))] if left else []
    return [
        *view.paragraph(heading, [meaning]),
        *lines,
        *(Line(line) for text in (*more, say(BOTH_WAYS), *remarks(view)) for line in wrapped(text, "    ")),
    ]


def offers(view: View, most: int | None = _MOST) -> tuple[list[Row], int]:
    """A row for each new offer and programme at home, the cheapest minute first, and how many are left out.

    Args:
        view: the proposal.
        most: the number of rows; None for all.
    """
    found = [one for one in view.study.league if one.kind in ("proposed", "home")]
    shown = found[:most]
    return [_row(view, one) for one in shown], len(found) - len(shown)


def _row(view: View, one: Priced) -> Row:
    price = view.price_of_minute
    beyond = price is not None and one.worth.money + price * one.worth.minutes > 0 if price != math.inf else False
    names = view.place(one.site), view.function(one.function)
    return Row((_price(view, one), *names, *numbers(view, one.affected_visits, one.worth)), bool(beyond))


def _price(view: View, one: Priced) -> str:
    return view.say.price(one.money_per_minute) if one.verdict == "priced" else NOTHING


def numbers(view: View, visits: float, worth: Worth) -> tuple[str, ...]:
    """Visits affected, minutes a year, million kr. a year and lost quality, as shown."""
    return _told(view, _as_shown(visits, worth))


def _as_shown(visits: float, worth: Worth) -> _Numbers:
    """The same as rounded for the reader, so that what is said of the rows adds up."""
    money = as_shown(worth.money, 2)
    return float(round(visits, -1)), float(round(worth.minutes, -3)), money, float(round(worth.lost_visits))


def _told(view: View, numbers: _Numbers) -> tuple[str, ...]:
    say, (visits, minutes, money, lost) = view.say, numbers
    return (
        say.number(visits),
        say.number(minutes, signed=True),
        say.millions(money, 2, signed=True),
        say.number(lost, signed=True),
    )


def totals(view: View) -> list[tuple[str, ...]]:
    """Rows that make the table add up: other changes, what offers share (counted twice or gained together), all."""
    say, changes = view.say, view.study.changes
    found = [one for one in view.study.league if one.kind == "package" and not one.function]
    everything = next((one for one in found if one.offers == len(changes)), None)
    if everything is None or len(changes) < 2:
        return []
    singles = [one for one in view.study.league if one.kind in ("proposed", "home")]
    others = [change for change in changes if change.kind not in ("new", "home")]
    rows = []
    parts = [_as_shown(*_of(one)) for one in singles]
    if others:
        own = [
            Worth(one.minutes_per_year, one.economy, one.lost_quality_visits, one.lost_quality_price) for one in others
        ]
        both = sum(one.affected_visits for one in others), added(own)
        rows.append(("", "", say("What closes, other days and apparatus"), *numbers(view, *both)))
        parts.append(_as_shown(*both))
    visits, minutes, money, lost = (
        whole - sum(own) for whole, *own in zip(_as_shown(*_of(everything)), *parts, strict=True)
    )
    if abs(visits) >= 5 or abs(minutes) >= 500 or abs(money) >= 0.5 or abs(lost) >= 0.5:
        rows.append(("", "", say("Shared between them"), *_told(view, (visits, minutes, money, lost))))
    rows.append((_price(view, everything), "", say("The whole proposal"), *numbers(view, *_of(everything))))
    return rows


def _of(one: Priced) -> tuple[float, Worth]:
    return one.affected_visits, one.worth


def added(worths: Sequence[Worth]) -> Worth:
    """The sum of several worths."""
    return Worth(*(sum(values) for values in zip(*map(_tuple, worths), strict=True)))


def _tuple(worth: Worth) -> tuple[float, float, float, float]:
    return worth.minutes, worth.economy, worth.lost_visits, worth.lost_price


def _price_line(view: View, width: int) -> Line | None:
    """A line across the table at the price of a minute; None without a finite price."""
    price = view.price_of_minute
    if price is None or not math.isfinite(price):
        return None
    words = view.say("the price")
    number = view.say.price(price)
    rule = showable("─")
    start = f"  {rule}{rule} {number}  {words} "
    return Line(start + rule * max(0, width - cells(start)))


def remarks(view: View) -> list[str]:
    """Sentences on offers priced together and on today's offers."""
    return [text for text in (_together(view), today(view)) if text]


def _together(view: View) -> str:
    """The packages of one function each, with their prices."""
    say = view.say
    packages = [one for one in view.study.league if one.kind == "package" and one.function]
    told = [
        say(
            "{function}, {n} offers: {price}",
            function=view.function(one.function),
            n=one.offers,
            price=price_in_words(view, one),
        )
        for one in packages
    ]
    return say("Together: {packages}.", packages="; ".join(told)) if told else ""


def price_in_words(view: View, one: Priced) -> str:
    """The price of an offer, or which of time and money it saves where it has none."""
    if one.verdict == "priced":
        return view.say("{money} kr. per minute", money=view.say.price(one.money_per_minute))
    return view.say(VERDICT[one.verdict])


def _cheap(view: View) -> float:
    """The price below which a minute is called cheap: 2 kr., or in another currency the price of a minute."""
    price = view.price_of_minute
    return _CHEAP if currency() == KRONER or price is None or not math.isfinite(price) else price


def today(view: View) -> str:
    """A sentence on today's offers at houses: how many are cheap, and the dearest; empty without any."""
    say = view.say
    found = [one for one in view.study.league if one.kind == "today"]
    if not found:
        return ""
    limit = _cheap(view)
    cheap = [one for one in found if one.verdict == "saves_both" or one.money_per_minute < limit]
    text = say.some(
        "Today: {n} of {all} offers in the houses saves time at no cost, or costs less than {money} kr. per minute.",
        "Today: {n} of {all} offers in the houses save time at no cost, or cost less than {money} kr. per minute.",
        len(cheap),
        all=say.number(len(found)),
        money=say.price(limit, 0),
    )
    dear = max((one for one in found if one.verdict == "priced"), key=lambda one: one.money_per_minute, default=None)
    idle = sum(one.verdict == "costs_both" for one in found)
    parts = [text]
    if dear is not None and dear.money_per_minute >= limit:
        parts.append(
            say(
                "Dearest: {name} {money} kr.",
                name=f"{view.function(dear.function)}, {view.site(dear.site)}",
                money=say.price(dear.money_per_minute, 0),
            )
        )
    if idle:
        parts.append(say.some("{n} costs money and saves no time.", "{n} cost money and save no time.", idle))
    return " ".join(parts)
