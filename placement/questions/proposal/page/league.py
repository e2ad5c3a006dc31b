"""The league table on the page: what a saved minute costs, offer by offer, with the price across it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from placement.locale import N_
from placement.present.parts import Part
from placement.questions.proposal.findings import Priced
from placement.questions.proposal.page.paper import Paper, Section, from_depth
from placement.questions.proposal.screen.league import numbers, offers, remarks, totals
from placement.questions.proposal.screen.patients import sentence
from placement.questions.proposal.tables.changes import VERDICT, within_price

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
