"""How far to trust the proposal: how the model fits known visits, what it rests on, and how it was calculated."""

from __future__ import annotations

import math
from collections.abc import Iterator

from placement.locale import N_
from placement.present.charts import Ratio, ratios
from placement.present.parts import Part
from placement.present.svg import write
from placement.present.words.quantities import path_in_words
from placement.present.words.vocabulary import METHOD
from placement.present.words.voice import NOTHING
from placement.questions.proposal.evidence import NEAR
from placement.questions.proposal.page.paper import Paper, Record, Section, number
from placement.questions.proposal.screen.proof import proof
from placement.questions.proposal.screen.rests_on import fit, remarks
from placement.scenario.schema.frame import AIMS
from placement.solve.result import WEIGHING, versions

PROCEDURE: tuple[str, ...] = (
    N_(
        "Visits are inhabitants times a rate per 1,000, area by area; those seen at home "
        "or who choose otherwise are taken off."
    ),
    N_("Citizen: travel in minutes, both ways, of all visits; home is zero. The page shows minutes one way."),
    N_(
        "Lost quality, in visits: what offers lack to their target volume, and visits at houses and at home as far as "
        "they fall short of those at a hospital. Minimum volumes are a rule, not a trade-off."
    ),
    N_("Economy: running cost relative to today for all public payers, and investment as a yearly amount."),
    N_("An integer programming solver searches all plans that keep the rules, and proves how good the best can be."),
    N_("Another program, which shares no formulas with the first, recomputes every rule and every number."),
)
"""How a proposal is calculated, a sentence each, whatever the method."""

MEASURED: dict[bool, str] = {
    True: N_("Each aim is measured from the best it can reach alone (0) to the worst in the others' best (1)."),
    False: N_(
        "The best plan is the one with the smallest sum of economy, minutes at their price and lost quality at its "
        "price."
    ),
}
"""How the aims are traded off: on a scale from the pay-off table, or by prices."""

QUALITY: dict[str, str] = {
    "sourced": N_("read at the source"),
    "derived": N_("derived"),
    "assumption": N_("assumption"),
}

_MOST_EDGES = 25
_FRAME = ("policy", "objectives")
_DIGITS = 12


def calibration(paper: Paper) -> Section:
    """The section that compares modelled visits with counted ones."""
    say, found = paper.say, paper.view.study.calibration
    text = fit(paper.screen)
    title = say("Does the model fit what is known?")
    if not found:
        return Section("calibration", title, (Part(texts=(text,)),))
    rows = [
        [
            _place(paper, one.function, one.site),
            say.about(one.observed),
            say.about(one.modelled),
            say.number(one.ratio, 2),
            str(one.year or NOTHING),
            one.note,
        ]
        for one in found
    ]
    grid = paper.grid(title, ("what", "observed", "modelled", "ratio", "year", "note"), rows, text="note")
    return Section("calibration", title, (Part("", (text,), pictures=_ratios(paper), grid=grid),))


def _place(paper: Paper, function: str, site: str) -> str:
    return paper.say("{function} at {site}", function=paper.screen.function(function), site=paper.screen.site(site))


def _ratios(paper: Paper) -> tuple[str, ...]:
    say, found = paper.say, [one for one in paper.view.study.calibration if one.ratio > 0]
    if not found:
        return ()
    made = [Ratio(_place(paper, one.function, one.site), one.ratio) for one in found]
    told = [say("{name}: {ratio}", name=one.name, ratio=say.number(one.ratio, 2)) for one in made]
    title = say("Calculated visits relative to known ones")
    words = say("1 is as known; the band is 20% to each side. {what}.", what="; ".join(told))
    return (write(ratios("calibration", made, NEAR, say, title=title, description=words)),)


def hinges(paper: Paper) -> Section:
    """The section on what the answer depends on, besides the warnings of page one."""
    first = Part("", items=tuple(remarks(paper.screen)), depth="meeting")
    parts = (first, _assumptions(paper), *_edges(paper), *_vulnerable(paper))
    return Section("hinges", paper.say("More on what it rests on"), parts)


def _assumptions(paper: Paper) -> Part:
    """The numbers that may change the answer, those of what changes, and the frame; the rest are in a file."""
    say, every = paper.say, paper.rows("assumptions")
    touched = {change.function for change in paper.view.study.changes}
    shown = [row for row in every if row["tipping_value"] is not None or _matters(row, touched)]
    shown.sort(key=lambda row: (row["tipping_value"] is None, str(row["path"])))
    rows = [_assumption(paper, row) for row in shown]
    heads = ("number", "value", "range", "tips", "source", "owner")
    text = say(
        "{shown} of {all} numbers: those that can tip the answer, the frame, and those "
        "of the offers that change. The rest are in the table of all numbers "
        "(assumptions.csv).",
        shown=len(shown),
        all=say.number(len(every)),
    )
    return paper.table(say("Numbers that matter to the answer"), heads, rows, texts=(text,), text="source owner")


def _matters(row: Record, touched: set[str]) -> bool:
    """Whether a number is of policy or objectives, or has a range and is of a function that changes."""
    first, *rest = str(row["path"]).split(".")
    return first in _FRAME or (first == "functions" and rest[0] in touched and row["low"] is not None)


def _assumption(paper: Paper, row: Record) -> list[str]:
    say = paper.say
    low, high = number(row, "low"), number(row, "high")
    between = f"{say.short(low, 3)}–{say.short(high, 3)}" if math.isfinite(low) and math.isfinite(high) else NOTHING
    source = paper.view.instance.scenario.sources.get(str(row["source"]))
    kind = say(QUALITY[str(row["quality"])])
    return [
        path_in_words(str(row["path"]), say, [paper.view.instance.scenario]),
        say.short(number(row, "value"), 3),
        between,
        say.about(number(row, "tipping_value")),
        say("{source} ({quality})", source=source.title, quality=kind) if source else kind,
        str(row["owner"] or NOTHING),
    ]


def _edges(paper: Paper) -> Iterator[Part]:
    """Areas with two sites almost as near; those on which a rule depends first, then by visits."""
    say, screen = paper.say, paper.screen
    told = [edge for edge in paper.view.study.knife_edges if edge.visits >= max(1.0, paper.below)]
    told.sort(key=lambda edge: (not edge.hangs_on_it, -edge.visits))
    if not told:
        return
    shown = told[:_MOST_EDGES]
    heads: tuple[str, ...] = ("area", "offer", "uses", "next", "difference", "visits")
    rows = [
        [
            screen.area(edge.area),
            screen.function(edge.function),
            screen.site(edge.site),
            screen.site(edge.next_site),
            say.number(edge.difference_minutes, 1),
            paper.counts(edge.visits),
        ]
        for edge in shown
    ]
    if any(edge.hangs_on_it for edge in shown):
        heads = (*heads, "decides")
        rows = [[*row, say("yes") if edge.hangs_on_it else ""] for row, edge in zip(rows, shown, strict=True)]
    text = say(
        "{shown} of {all}, those that decide something first. Look up the real travel time before anybody concludes.",
        shown=len(rows),
        all=say.number(len(paper.view.study.knife_edges)),
    )
    if not paper.view.study.examined:
        text = say(
            "not looked for, there was no time; allow more with --time-limit, or ask about one place with explain"
        )
    title = say("Areas that could almost as well use another site")
    yield paper.table(title, heads, rows, texts=(text,), text="offer uses next decides")


def _vulnerable(paper: Paper) -> Iterator[Part]:
    """The clinics that close if a hospital's people lose a day a week."""
    say, screen = paper.say, paper.screen
    if not paper.view.study.losses:
        return
    rows = [
        [
            screen.site(loss.hospital),
            screen.item(loss.role),
            ", ".join(_place(paper, *pair) for pair in loss.falls),
            paper.counts(loss.visits_lost),
        ]
        for loss in paper.view.study.losses
        if loss.falls
    ]
    text = say(
        N_("Offers that fall if there is one person-day a week less for the houses.")
        if rows
        else N_("No offer falls if a hospital can send one person-day a week less.")
    )
    title, heads = say("If a hospital loses a day a week"), ("hospital", "role", "falls", "lost")
    yield paper.table(title, heads, rows, texts=(text,), text="role falls") if rows else Part(title, (text,))


def method(paper: Paper) -> Section:
    """The section on how the proposal was calculated, how sure it is, and from what."""
    say = paper.say
    parts = [
        Part(say("Procedure"), items=(*map(say, PROCEDURE), *_traded_off(paper))),
        Part(say("How sure it is"), items=tuple(proof(paper.screen)), depth="meeting"),
        Part(
            say("About the numbers"),
            items=(
                say("Calculated visits are rounded to three digits; they are known no better."),
                say("Figures in brackets are the range when the rate of visits is lowest and highest, all else equal."),
                _small(paper),
            ),
        ),
        Part(say("What it was made of"), items=tuple(_made_of(paper))),
    ]
    return Section("method", say("How it was calculated"), tuple(parts))


def _traded_off(paper: Paper) -> Iterator[str]:
    """How the aims are traded off, and the prices or weights."""
    say, solved = paper.say, paper.view.solved
    yield say(MEASURED[solved.scale is not None])
    method = say(METHOD[solved.method])
    if solved.prices is not None:
        money, visit = say.price(solved.prices.minute), say.price(solved.prices.lost_quality_visit or 0.0, 0)
        yield say(
            "Trade-off: {method}; a minute {money} kr., a visit of lost quality {visit} kr.",
            method=method,
            money=money,
            visit=visit,
        )
    elif solved.method in WEIGHING:
        weights = " · ".join(say.short(getattr(solved.weights, aim)) for aim in AIMS)
        yield say("Trade-off: {method}; weights {weights}.", method=method, weights=weights)
    else:
        yield say("Trade-off: {method}.", method=method)


def _small(paper: Paper) -> str:
    if paper.below <= 0:
        return paper.say("No visit counts are hidden.")
    return paper.say(
        "Visit counts under {below} a year are hidden where they might show single citizens.",
        below=paper.say.number(paper.below),
    )


def _made_of(paper: Paper) -> Iterator[str]:
    say, loaded = paper.say, paper.loaded
    yield say("Scenario: {name}", name=loaded.scenario.name)
    if paper.view.solved.variants:
        yield say("Variants: {names}", names=" + ".join(paper.view.solved.variants))
    if loaded.overrides:
        yield say("Changed on the command line: {what}", what="; ".join(loaded.overrides))
    yield say("Calculated with placement {version}", version=versions()["placement"])
    prices = loaded.scenario.about.price_year
    if prices:
        yield say("Prices of {year}", year=prices)
    for name, digest in loaded.inputs.items():
        yield say("{name}, fingerprint {digest}", name=name, digest=digest[:_DIGITS])
