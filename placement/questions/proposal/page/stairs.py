"""What a saved minute costs, on the page: the staircase of prices with its picture, and the league table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placement.locale import N_
from placement.present.parts import Part
from placement.present.staircase_chart import WIDTH, Level, Tread, stairs
from placement.present.svg import write
from placement.present.words.currency import KRONER, Amount, currency
from placement.present.words.currency import decimals as decimals_of
from placement.present.words.terms import short_name
from placement.present.words.vocabulary import BOTH_WAYS
from placement.present.words.voice import Voice
from placement.questions.proposal.findings import Priced
from placement.questions.proposal.page.paper import Paper, Section, from_depth
from placement.questions.proposal.screen.league import numbers, offers, remarks, totals
from placement.questions.proposal.screen.patients import sentence
from placement.questions.proposal.tables.changes import VERDICT, within_price
from placement.questions.proposal.views import Titles
from placement.scenario.schema.frame import official_price
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Options

MARK = {
    "official": N_("official unit price (assumption)"),
    "low": N_("lowest plausible"),
    "price": N_("the price"),
    "high": N_("highest plausible"),
}
"""Labels of reference lines."""


@dataclass(frozen=True)
class MinutePrice:
    """The price that a saved minute may have, by the scenario or by whoever asks.

    Attributes:
        value: in DKK; None where none is given.
        low, high: its range; None where there is none.
        asked: whether it was given for this calculation, in place of the scenario's.
    """

    value: float | None
    low: float | None
    high: float | None
    asked: bool

    @classmethod
    def of(cls, scenario: Scenario, options: Options) -> MinutePrice:
        """The price asked for, otherwise the scenario's; its range in either case."""
        given = scenario.objectives.prices.minute
        low, high = (given.low, given.high) if given else (None, None)
        if options.prices is not None:
            return cls(options.prices.minute, low, high, asked=True)
        return cls(given.value if given else None, low, high, asked=False)


@dataclass(frozen=True)
class Mark:
    """A price drawn as a reference line.

    Attributes:
        price: in DKK a minute.
        kinds: what it is, keys of ``MARK``.
    """

    price: float
    kinds: tuple[str, ...]


def marks(price: MinutePrice) -> tuple[Mark, ...]:
    """The reference lines, the lowest first; prices that read the same share a line."""
    state = official_price(currency())
    named = (("official", state), ("low", price.low), ("price", price.value), ("high", price.high))
    known = [(value, kind) for kind, value in named if value is not None]
    found: list[Mark] = []
    for value, kind in sorted(known, key=lambda one: (one[0], list(MARK).index(one[1]))):
        if found and value - found[-1].price < _alike(value):
            kept = value if kind == "price" else found[-1].price
            found[-1] = Mark(kept, (*found[-1].kinds, kind))
        else:
            found.append(Mark(value, (kind,)))
    return tuple(found)


def _alike(price: float) -> float:
    """The difference below which two prices read the same."""
    return 0.5 * 10.0 ** -(1 if currency() == KRONER else decimals_of(price, 0))


def words_of(say: Voice, mark: Mark) -> str:
    """The label of a reference line."""
    return ", ".join(say(MARK[kind]) for kind in mark.kinds)


def decimals(prices: Sequence[float]) -> int:
    """The fewest decimals, one or two, at which the prices differ as shown."""
    return 1 if len({round(price, 1) for price in prices}) == len(prices) else 2


def shown(say: Voice, price: float, low: float, high: float, digits: int) -> str:
    """The price of a step; as an interval where a gap is open."""
    if low == price == high:
        return say.price(price, digits)
    ends = say.price(low, digits), say.price(high, digits)
    return Amount("\N{EN DASH}".join(ends), "\N{EN DASH}".join(end.told for end in ends))


def official(say: Voice) -> str:
    """A sentence with the official unit price and its uncertainty; empty where the currency has none."""
    price = official_price(currency())
    if price is None:
        return ""
    return say(
        "The official unit price of travel time is about {money} kr. a minute: an assumption until somebody looks it "
        "up.",
        money=say.number(price, 1),
    )


KINDS = ("in", "out", "days", "home", "units")
"""Kinds of changed decisions: an offer opens or closes, its clinic days, the share at home, units of equipment."""
_SIGN = {"in": "+", "out": "\N{MINUS SIGN}"}
_LINE = {
    "days": N_("{place}, {before} → {after} days a week"),
    "home": N_("{function} at home, ceiling {before} → {after}"),
    "units": N_("{item} {site}, {before} → {after} units"),
}


@dataclass(frozen=True)
class Otherwise:
    """One decision in which a step's plan differs from the plan before.

    Attributes:
        kind: one of ``KINDS``.
        function, site, item: ids; ``site`` is ``home`` for the share at home, ``item`` the equipment of ``units``.
        before, after: clinic days a week, the ceiling of the share at home, or units.
    """

    kind: str
    function: str
    site: str
    item: str
    before: float
    after: float


def place(titles: Titles, one: Otherwise) -> str:
    """The offer that a decision is about, in words."""
    if one.kind == "home":
        return titles.say("{function} at home", function=titles.function(one.function))
    return f"{titles.function(one.function)} {short_name(titles.site(one.site))}"


def lines(titles: Titles, decisions: Sequence[Otherwise]) -> Iterator[str]:
    """Decisions in words: a line for each function whose offers open or close, then one for each other decision."""
    for kind, sign in _SIGN.items():
        by_function: dict[str, list[str]] = {}
        for one in decisions:
            if one.kind == kind:
                by_function.setdefault(one.function, []).append(short_name(titles.site(one.site)))
        for function, sites in by_function.items():
            yield f"{sign} {titles.function(function)} {', '.join(sites)}"
    yield from (_line(titles, one) for one in decisions if one.kind not in _SIGN)


def _line(titles: Titles, one: Otherwise) -> str:
    say = titles.say
    shown = [say.percent(each) if one.kind == "home" else say.short(each) for each in (one.before, one.after)]
    return say(
        _LINE[one.kind],
        place=place(titles, one),
        function=titles.function(one.function),
        item=titles.item(one.item) if one.item else "",
        site="" if one.kind == "home" else short_name(titles.site(one.site)),
        before=shown[0],
        after=shown[1],
    )


_MILLION = 1e6


@dataclass(frozen=True)
class Rise:
    """One step of the staircase as shown.

    Attributes:
        price: of a minute, in DKK, at which it begins; ``low``, ``high``: the interval of it, where a gap is open.
        minutes: saved a year.
        money: DKK paid a year for them.
        changes: the decisions in which it differs from the step before.
    """

    price: float
    low: float
    high: float
    minutes: float
    money: float
    changes: tuple[Otherwise, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Rise:
        """A step from the JSON of a document."""
        names = ("price", "low", "high", "minutes", "money")
        price, low, high, minutes, money = (float(told[name]) for name in names)
        return cls(price, low, high, minutes, money, tuple(map(_decision, told["changes"])))


def _decision(told: Mapping[str, Any]) -> Otherwise:
    before, after = float(told["before"]), float(told["after"])
    return Otherwise(str(told["kind"]), str(told["function"]), str(told["site"]), str(told["item"]), before, after)


def drawn(rises: Sequence[Rise], price: MinutePrice, titles: Titles, width: float = WIDTH) -> str:
    """The picture: each step as wide as the minutes it saves and as high as its price, and the reference lines."""
    say, digits = titles.say, decimals([rise.price for rise in rises])
    prices = [shown(say, rise.price, rise.low, rise.high, digits) for rise in rises]
    own = price.value
    treads = [
        Tread(rise.minutes / _MILLION, rise.price, text, within=own is not None and rise.price <= own)
        for rise, text in zip(rises, prices, strict=True)
    ]
    levels = [
        Level(mark.price, f"{say.price(mark.price)} {words_of(say, mark)}", strong="price" in mark.kinds)
        for mark in marks(price)
    ]
    told = [
        say("{price} kr.: {what}", price=text, what="; ".join(lines(titles, rise.changes)))
        for rise, text in zip(rises, prices, strict=True)
    ]
    picture = stairs(
        "staircase",
        treads,
        levels,
        say,
        title=say("What the next step costs for each minute saved"),
        description=say(
            "Steps from the cheapest minute on. {steps}. Lines: {lines}.",
            steps=". ".join(told),
            lines="; ".join(level.words for level in levels),
        ),
        x_words=say("million minutes saved a year →"),
        y_words=say("↑ kr. a minute saved"),
        width=width,
    )
    return write(picture)


def rows(rises: Sequence[Rise], titles: Titles) -> Iterator[list[str]]:
    """The table's rows: price, step, minutes, million kroner, and million kroner in total."""
    say, digits, in_all = titles.say, decimals([rise.price for rise in rises]), 0.0
    for rise in rises:
        in_all += rise.money
        what = "; ".join(lines(titles, rise.changes)) or say("the same offers, other visits")
        yield [
            shown(say, rise.price, rise.low, rise.high, digits),
            what,
            say.about(-rise.minutes, signed=True),
            say.millions(rise.money, 2, signed=True),
            say.millions(in_all, 2, signed=True),
        ]


PROVEN = {
    True: N_("No other plan is cheaper at any price of a minute: that is proven."),
    False: N_("Other plans may be cheaper at some prices: the search left a gap open."),
}
"""Sentences on whether steps may be missing."""


KIND: dict[str, str] = {"today": N_("today"), "proposed": N_("new"), "home": N_("more at home")}
"""The words for each kind of row."""

_HEADS = ("league_price", "house", "offer", "affected", "league_minutes", "league_money", "lost_quality")


def league(paper: Paper) -> Section | None:
    """The proposed offers, then every offer on one scale; None where there is nothing to price."""
    parts = [*from_depth("meeting", (*_proposed(paper), *_lost(paper))), *_every(paper)]
    return Section("league", paper.say("What a saved minute costs"), tuple(parts)) if parts else None


def _proposed(paper: Paper) -> list[Part]:
    say, screen = paper.say, paper.screen
    rows, _ = offers(screen, most=None)
    if not rows:
        return []
    cut = next((n for n, row in enumerate(rows) if row.beyond), len(rows))
    cells: list[tuple[str, ...]] = [row.cells for row in rows]
    cells[cut:cut] = _price(paper)
    texts = (
        say(
            "Each offer is priced by leaving it out: with it against without it, all else as proposed. Economy and "
            "lost quality at its price count as money. What two offers gain only together both claim, so packages "
            "have prices of their own."
        ),
        say(BOTH_WAYS),
        *remarks(screen),
    )
    title = say("What is proposed")
    grid = paper.grid(title, _HEADS, [*cells, *totals(screen)], text="house", named=2)
    return [Part(title, texts, grid=grid)]


def _price(paper: Paper) -> list[tuple[str, ...]]:
    """A row across the table at the price of a minute; none without a price."""
    price = paper.screen.price_of_minute
    if price is None or not math.isfinite(price):
        return []
    return [(paper.say("The price: {money} kr. per minute", money=paper.say.price(price)),)]


def _lost(paper: Paper) -> list[Part]:
    told = sentence(paper.screen)
    return [Part(paper.say("Lost quality"), (told,))] if told else []


def _every(paper: Paper) -> list[Part]:
    say, found = paper.say, [one for one in paper.view.study.league if one.kind in KIND]
    if not any(one.kind == "today" for one in found):
        return []
    text = say(
        "Today's offers in the houses stand on the same scale, each closed alone. That is for comparison: it gives no "
        "price, and nothing is closed by it."
    )
    title = say("Every offer on one scale")
    heads = ("what", *_HEADS, "within")
    grid = paper.grid(title, heads, _ranked(paper, found), text="league_price house within", named=3)
    return [Part(title, (text,), grid=grid)]


def _ranked(paper: Paper, found: Sequence[Priced]) -> list[list[str]]:
    say, screen, price = paper.say, paper.screen, paper.view.solved.implied_price_per_minute
    rows = []
    for one in found:
        within = within_price(one, price)
        shown = "" if within is None else say(N_("yes") if within else N_("no"))
        cells = numbers(screen, one.affected_visits, one.worth) if one.verdict != "needed" else ("", "", "", "")
        place = screen.place(one.site), screen.function(one.function)
        price_of_it = say.number(one.money_per_minute, 1) if one.verdict == "priced" else say(VERDICT[one.verdict])
        rows.append([say(KIND[one.kind]), price_of_it, *place, *cells, shown])
    return rows
