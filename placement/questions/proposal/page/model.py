"""Can it be trusted: how well the model fits, what the answer hinges on, and how it was reckoned."""

from __future__ import annotations

import math
from collections.abc import Iterator

from placement.present.charts import Ratio, ratios
from placement.present.parts import Part
from placement.present.svg import write
from placement.present.tables.columns import Cell
from placement.present.words.fields import path_in_words
from placement.present.words.voice import NOTHING
from placement.questions.proposal.evidence import NEAR, within20
from placement.questions.proposal.page.paper import Paper, Section, number
from placement.questions.proposal.screen.rests import proof, remarks, warnings
from placement.scenario.schema.frame import AIMS
from placement.solve.versions import versions

_MOST_EDGES = 25
_FRAME = ("policy", "objectives")
_DIGITS = 12
_Row = dict[str, Cell]


def calibration(paper: Paper) -> Section:
    """Modelled against known visits."""
    say, found = paper.say, paper.view.study.calibration
    hits, known = within20(found)
    text = say("rests.calibration", hits=hits, all=known) if known else say("rests.calibration.none")
    if not found:
        return Section("calibration", say("html.calibration"), (Part(texts=(text,)),))
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
    grid = paper.grid("html.calibration", ("what", "observed", "modelled", "ratio", "year", "note"), rows, text="note")
    return Section("calibration", say("html.calibration"), (Part("", (text,), pictures=_ratios(paper), grid=grid),))


def _place(paper: Paper, function: str, site: str) -> str:
    return paper.say("phases.pair", function=paper.screen.function(function), site=paper.screen.site(site))


def _ratios(paper: Paper) -> tuple[str, ...]:
    say, found = paper.say, [one for one in paper.view.study.calibration if one.ratio > 0]
    if not found:
        return ()
    made = [Ratio(_place(paper, one.function, one.site), one.ratio) for one in found]
    told = [say("html.ratio", name=one.name, ratio=say.number(one.ratio, 2)) for one in made]
    title, words = say("html.ratios"), say("html.ratios.words", what="; ".join(told))
    return (write(ratios("calibration", made, NEAR, say, title=title, description=words)),)


def hinges(paper: Paper) -> Section:
    """Warnings, assumptions that matter, and areas that almost go elsewhere."""
    say, screen = paper.say, paper.screen
    parts = [Part("", items=tuple(warnings(screen)), loud=True), Part("", items=tuple(remarks(screen)))]
    parts += [_assumptions(paper), *_edges(paper), *_vulnerable(paper)]
    return Section("hinges", say("html.hinges"), tuple(parts))


def _assumptions(paper: Paper) -> Part:
    """The numbers that tip the answer, those of what changes, and the frame; the rest are in the file."""
    say, every = paper.say, paper.rows("assumptions")
    touched = {change.function for change in paper.view.study.changes}
    shown = [row for row in every if row["tipping_value"] is not None or _matters(row, touched)]
    shown.sort(key=lambda row: (row["tipping_value"] is None, str(row["path"])))
    rows = [_assumption(paper, row) for row in shown]
    heads = ("number", "value", "range", "tips", "source", "owner")
    grid = paper.grid("html.assumptions", heads, rows, text="source owner")
    text = say("html.assumptions.how", shown=len(shown), all=say.number(len(every)))
    return Part(say("html.assumptions"), (text,), grid=grid)


def _matters(row: _Row, touched: set[str]) -> bool:
    """The frame, and what has a range and is about a function that changes."""
    first, *rest = str(row["path"]).split(".")
    return first in _FRAME or (first == "functions" and rest[0] in touched and row["low"] is not None)


def _assumption(paper: Paper, row: _Row) -> list[str]:
    say = paper.say
    low, high = number(row, "low"), number(row, "high")
    between = f"{say.short(low, 3)}–{say.short(high, 3)}" if math.isfinite(low) and math.isfinite(high) else NOTHING
    source = paper.view.instance.scenario.sources.get(str(row["source"]))
    kind = say(f"html.quality.{row['quality']}")
    return [
        path_in_words(str(row["path"]), say, [paper.view.instance.scenario]),
        say.short(number(row, "value"), 3),
        between,
        say.about(number(row, "tipping_value")),
        say("html.sourced", source=source.title, quality=kind) if source else kind,
        str(row["owner"] or NOTHING),
    ]


def _edges(paper: Paper) -> Iterator[Part]:
    """Areas with two sites almost as near; those that decide something first, then by visits."""
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
        rows = [[*row, say("html.decides") if edge.hangs_on_it else ""] for row, edge in zip(rows, shown, strict=True)]
    grid = paper.grid("html.edges", heads, rows, text="offer uses next decides")
    text = say("html.edges.how", shown=len(rows), all=say.number(len(paper.view.study.knife_edges)))
    text = text if paper.view.study.examined else say("close.unexamined")
    yield Part(say("html.edges"), (text,), grid=grid)


def _vulnerable(paper: Paper) -> Iterator[Part]:
    """What falls if a hospital's people lose a day a week."""
    say, screen = paper.say, paper.screen
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
    text = say("html.vulnerable.how" if rows else "html.vulnerable.none")
    grid = paper.grid("html.vulnerable", ("hospital", "role", "falls", "lost"), rows, text="role falls")
    if paper.view.study.losses:
        yield Part(say("html.vulnerable"), (text,), grid=grid if rows else None)


def method(paper: Paper) -> Section:
    """How it was reckoned, how sure it is, and from what."""
    say, solved = paper.say, paper.view.solved
    weights = " · ".join(say.short(getattr(solved.weights, aim)) for aim in AIMS)
    weighed = say("html.method.weights", method=say(f"method.{solved.method}"), weights=weights)
    how = [say(f"html.method.{n}") for n in ("visits", "travel", "quality", "money", "aims", "search", "judge")]
    parts = [
        Part(say("html.method.how"), items=(*how, weighed)),
        Part(say("html.method.sure"), items=tuple(proof(paper.screen))),
        Part(say("html.method.numbers"), items=(say("html.method.rounded"), say("html.method.range"), _small(paper))),
        Part(say("html.method.made"), items=tuple(_made_of(paper))),
    ]
    return Section("method", say("html.method"), tuple(parts))


def _small(paper: Paper) -> str:
    if paper.below <= 0:
        return paper.say("html.method.all_told")
    return paper.say("html.method.small", below=paper.say.number(paper.below))


def _made_of(paper: Paper) -> Iterator[str]:
    say, loaded = paper.say, paper.loaded
    yield say("html.made.scenario", name=loaded.scenario.name)
    if paper.view.solved.variants:
        yield say("html.made.variants", names=" + ".join(paper.view.solved.variants))
    if loaded.overrides:
        yield say("html.made.overrides", what="; ".join(loaded.overrides))
    yield say("html.made.version", version=versions()["placement"])
    prices = loaded.scenario.about.price_year
    if prices:
        yield say("html.made.prices", year=prices)
    for name, digest in loaded.inputs.items():
        yield say("html.made.input", name=name, digest=digest[:_DIGITS])
