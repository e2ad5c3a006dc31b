"""The report as a page: page one, the section of the three aims, and all sections in order in their template."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from placement.locale import P_
from placement.present.folder.manifest import Call, Page
from placement.present.look import style_sheet
from placement.present.parts import DEPTHS, Depth, Grid, Part
from placement.present.tables.columns import Table
from placement.present.words.vocabulary import AIM_HEADING, AIM_MEASURES, ITEM
from placement.present.words.voice import NOTHING, Language
from placement.questions.proposal.findings import Study
from placement.questions.proposal.page.choices import ParetoFront, choices, matrix, tradeoff
from placement.questions.proposal.page.model import calibration, hinges, method
from placement.questions.proposal.page.paper import Paper, Section, from_depth, number
from placement.questions.proposal.page.places import appendices, first_map, more_maps, trips
from placement.questions.proposal.page.stairs import league
from placement.questions.proposal.screen.aims import released, rows_by_aim, shown, where
from placement.questions.proposal.screen.changes import phase_sentences
from placement.questions.proposal.screen.first import sentences, variants
from placement.questions.proposal.screen.left_out import prices
from placement.questions.proposal.screen.rests_on import warnings
from placement.questions.proposal.tables.visions import MEASURE, MEASURE_NOTE, VERDICT, Measure, measures
from placement.questions.proposal.views import TableView
from placement.scenario.load import Loaded
from placement.solve.result import Solved

FEW = 5
"""Visits a year: smaller counts are masked on a page that everybody can read, unless another limit is asked for."""
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>")
_PLAIN = re.compile(r"[0-9A-Za-z]")
_SAFE_ADDRESS = re.compile(r"https?://[^\s\"'<>]+\Z")


def report_page(
    solved: Solved,
    study: Study,
    loaded: Loaded,
    made: Mapping[str, Table],
    *,
    date: dt.date,
    lang: Language = "da",
    below: float = FEW,
    front_of: ParetoFront | None = None,
    depth: Depth = "everything",
) -> str:
    """The report of a proposal as one HTML page.

    Args:
        solved: the plan and what the judge says of it.
        study: the findings about it.
        loaded: the scenario as read.
        made: the tables of the result, nothing suppressed.
        date: printed on it.
        lang: its language.
        below: visits above 0 and below this are not shown.
        front_of: the plans there is a choice between, where they are known.
        depth: how much of it is shown when it is opened, and printed; a reader can choose another.
    """
    paper = Paper(TableView(solved, study, lang), made, loaded, below)
    first = [choices(paper), aims(paper), trips(paper), more_maps(paper), calibration(paper), league(paper)]
    sections = [*first, tradeoff(paper, front_of), hinges(paper), method(paper)]
    return render(
        "report.html.j2",
        say=paper.say,
        front=front(paper, date),
        map=first_map(paper),
        matrix=matrix(paper),
        sections=list(filter(None, sections)),
        appendices=appendices(paper),
        sources=source_list(loaded),
        depth=depth,
    )


def source_list(loaded: Loaded) -> list[tuple[str, int | None, str, str | None]]:
    """Title, year, address and note of each source."""
    return [(one.title, one.year, _address(one.url), one.note) for one in loaded.scenario.sources.values()]


def page_of(solved: Solved, study: Study, loaded: Loaded, made: Mapping[str, Table], page: Page) -> str:
    """The page with the settings in ``page``; other arguments as of `report_page`."""
    return report_page(
        solved,
        study,
        loaded,
        made,
        date=page.day,
        lang=page.lang,
        below=page.suppress_below,
        front_of=ParetoFront.of(page.tradeoff) if page.tradeoff else None,
        depth=page.depth,
    )


def page_for(call: Call) -> Page:
    """The default page of a result folder."""
    return Page(call.moment.astimezone().date().isoformat(), call.lang, call.suppress_below or FEW)


@dataclass(frozen=True)
class FrontPage:
    """Page one.

    Attributes:
        title: of the page.
        status: of the scenario: draft, in consultation or dealt with.
        date: when it was made, in words.
        lines: what it is for, who prepared it, which variants are applied.
        sentences: the answer.
        aims: the table of aims; None where there is no proposal.
        below: sentences under the table.
        warnings: what the proposal rests on.
        not_measured: what the model leaves out.
        machine_date: the date as in ISO 8601.
    """

    title: str
    status: str
    date: str
    lines: tuple[str, ...]
    sentences: tuple[str, ...]
    aims: Grid | None
    below: tuple[str, ...]
    warnings: tuple[str, ...]
    not_measured: tuple[str, ...]
    machine_date: str


def front(paper: Paper, date: dt.date) -> FrontPage:
    """Page one from the solved scenario."""
    say, screen, scenario = paper.say, paper.screen, paper.view.instance.scenario
    about = scenario.about
    lines = [about.purpose, say("Prepared by: {who}", who=about.prepared_by) if about.prepared_by else ""]
    if screen.solved.variants:
        lines.append(variants(screen))
    return FrontPage(
        title=scenario.title.in_language(say.language),
        status=say.status(scenario.status),
        date=say.dated(date),
        lines=tuple(filter(None, lines)),
        sentences=tuple(sentences(screen)),
        aims=_aims(paper),
        below=(where(screen), released(screen)),
        warnings=tuple(warnings(screen)),
        not_measured=about.not_in_model
        or (say("The scenario does not say what is not measured (about.not_in_model)."),),
        machine_date=date.isoformat(),
    )


def _aims(paper: Paper) -> Grid:
    """The table of aims: a heading for each aim, then its rows."""
    rows: list[tuple[str, ...]] = []
    for aim, own in rows_by_aim(paper.screen).items():
        rows.append((f"{paper.say(AIM_HEADING[aim]).capitalize()} {paper.say(AIM_MEASURES[aim])}".strip(),))
        rows += own
    return paper.grid(
        paper.say("The three aims, today and in the proposal"),
        ("row", "today", "plan", "change", "remark"),
        rows,
        text="remark",
    )


def aims(paper: Paper) -> Section:
    """The section beside page one: phases, the report card, who pays, and rules broken at a price."""
    parts = [*from_depth("meeting", (*_phases(paper), *_card(paper), _payers(paper))), *_soft(paper)]
    return Section("aims", paper.say("The three aims beside today"), tuple(parts))


def _card(paper: Paper) -> Iterator[Part]:
    say, found = paper.say, measures(paper.view)
    rows: list[tuple[str, ...]] = []
    for vision in paper.view.instance.scenario.terms.visions:
        rows.append((say.vision(vision),))
        rows += [_measure(paper, measure) for measure in found if measure.vision == vision]
    heads = ("measure", "today", "plan", "verdict", "note")
    if rows:
        yield paper.table(say("{The_visions}"), heads, rows, text="verdict note")


def _measure(paper: Paper, measure: Measure) -> tuple[str, ...]:
    say = paper.say
    return (
        say(MEASURE[measure.name]),
        _shown(paper, measure.before, measure.unit),
        _shown(paper, measure.now, measure.unit),
        say(VERDICT[measure.verdict]),
        say(MEASURE_NOTE[measure.name]) if measure.name in MEASURE_NOTE else "",
    )


def _shown(paper: Paper, value: float, unit: str) -> str:
    """A value as on the screen; visits rounded, and small numbers masked."""
    visits = unit.startswith("visits") and not math.isnan(value)
    return paper.counts(value) if visits else shown(paper.say, value, unit)


def _payers(paper: Paper) -> Part:
    """Running cost and investment by payer and item, which are never added together."""
    say = paper.say
    rows = [
        (
            say.payer(str(row["payer"])),
            say(ITEM[str(row["item"])]) if row["item"] in ITEM else str(row["item"]),
            say.millions(number(row, "money_per_year"), 2, signed=True),
            say.millions(number(row, "investment"), 2) if row["investment"] else NOTHING,
        )
        for row in paper.rows("payers")
    ]
    text = say(
        "Million kr. relative to today; plus is dearer. Running cost and investment are "
        "never added up, and citizens' own transport is shown apart."
    )
    heads = ("payer", "item", "running", "investment")
    return paper.table(say(P_("html", "Who pays")), heads, rows, texts=(text,), text="payer", named=1)


def _phases(paper: Paper) -> Iterator[Part]:
    course = paper.view.solved.course
    if course is not None:
        first, *each = phase_sentences(paper.screen, course)
        yield Part(paper.say("When"), (first,), tuple(each))


def _soft(paper: Paper) -> Iterator[Part]:
    told = prices(paper.screen)
    if told:
        yield Part(paper.say("Rules broken at a price"), (f"{told[0]}.",), tuple(told[1:]), loud=True, depth="summary")


def render(template: str, **values: Any) -> str:
    """A template filled in; everything is escaped but the program's own pictures."""
    return _environment().get_template(template).render(depths=DEPTHS, **values)


@cache
def _environment() -> Environment:
    made = environment("placement.questions.proposal.page")
    made.filters |= {"css": css_text, "named": _name_of}
    return made


def environment(package: str) -> Environment:
    """The Jinja environment of a package; everything is escaped but pictures, which are escaped XML already."""
    made = Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["picture"] = Markup
    made.globals["look"] = Markup(style_sheet())  # noqa: S704 - our own
    return made


def css_text(words: str) -> Markup:
    """``words`` as a quoted CSS string; every character but plain letters and digits is escaped by its number."""
    signs = "".join(sign if _PLAIN.match(sign) else f"\\{ord(sign):x} " for sign in words)
    return Markup(f'"{signs}"')  # noqa: S704 - letters, digits and numbers of signs


def _name_of(picture: str) -> Markup:
    """The title of an SVG picture, as its name in the page; it is escaped already."""
    found = _TITLE.search(picture)
    return Markup(found[1] if found else "")  # noqa: S704 - it was escaped when it was written


def _address(url: str | None) -> str:
    """A URL that a link may lead to; empty for any other scheme."""
    return url if url and _SAFE_ADDRESS.match(url) else ""
