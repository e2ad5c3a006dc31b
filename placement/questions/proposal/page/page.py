"""The page itself: its sections in order, poured into templates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from placement.present.folder.manifest import Call, Page
from placement.present.tables.columns import Table
from placement.present.words.voice import Language
from placement.questions.proposal.findings import Study
from placement.questions.proposal.page import tradeoffs
from placement.questions.proposal.page.appendices import appendices
from placement.questions.proposal.page.choices import choices, matrix
from placement.questions.proposal.page.front import aims, front
from placement.questions.proposal.page.maps import first_map, more_maps
from placement.questions.proposal.page.model import calibration, hinges, method
from placement.questions.proposal.page.paper import Paper
from placement.questions.proposal.page.trips import trips
from placement.questions.proposal.tables.lookups import View
from placement.scenario.load import Loaded
from placement.solve.result import Solved

FEW = 5
"""Visits a year below this are not told on a page for everybody, unless somebody asks otherwise."""
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
    front_of: tradeoffs.Front | None = None,
) -> str:
    """The report of a proposal as one HTML page.

    Args:
        solved: the plan and what the judge says of it.
        study: what is said beside it.
        loaded: the scenario as read.
        made: the tables of the result, with nothing left out of them.
        date: printed on it.
        lang: its language.
        below: visits above 0 and below this are not told.
        front_of: the plans there is a choice between, where they are known.
    """
    paper = Paper(View(solved, study, lang), made, loaded, below)
    choice = tradeoffs.tradeoff(paper, front_of)
    after = [calibration(paper), choice, choices(paper), hinges(paper), method(paper)]
    sections = [aims(paper), trips(paper), more_maps(paper), *after]
    return render(
        "report.html.j2",
        say=paper.say,
        front=front(paper, date),
        map=first_map(paper),
        matrix=matrix(paper),
        sections=list(filter(None, sections)),
        appendices=appendices(paper),
        sources=source_list(loaded),
    )


def source_list(loaded: Loaded) -> list[tuple[str, int | None, str, str | None]]:
    """Title, year, address and note of each source."""
    return [(one.title, one.year, _address(one.url), one.note) for one in loaded.scenario.sources.values()]


def page_of(solved: Solved, study: Study, loaded: Loaded, made: Mapping[str, Table], page: Page) -> str:
    """The page as it was asked for; other arguments as of `report_page`."""
    return report_page(
        solved,
        study,
        loaded,
        made,
        date=page.day,
        lang=page.lang,
        below=page.suppress_below,
        front_of=tradeoffs.Front.of(page.tradeoff) if page.tradeoff else None,
    )


def page_for(call: Call) -> Page:
    """How the page of a result folder is made unless somebody asks otherwise."""
    return Page(call.moment.astimezone().date().isoformat(), call.lang, call.suppress_below or FEW)


def render(template: str, **values: Any) -> str:
    """A template with its values filled in; everything is escaped but the program's own pictures."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    made = environment("placement.questions.proposal.page")
    made.filters |= {"css": css_text, "named": _name_of}
    return made


def environment(package: str) -> Environment:
    """The templates of a package; everything is escaped but pictures, which are written as escaped XML already."""
    made = Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["picture"] = Markup
    return made


def css_text(words: str) -> Markup:
    """``words`` as a string in a style sheet; every sign but plain letters and digits as its number."""
    signs = "".join(sign if _PLAIN.match(sign) else f"\\{ord(sign):x} " for sign in words)
    return Markup(f'"{signs}"')  # noqa: S704 - letters, digits and numbers of signs


def _name_of(picture: str) -> Markup:
    """The title of a picture, which is escaped already."""
    found = _TITLE.search(picture)
    return Markup(found[1] if found else "")  # noqa: S704 - it was escaped when it was written


def _address(url: str | None) -> str:
    """An address that a link may lead to; nothing else."""
    return url if url and _SAFE_ADDRESS.match(url) else ""
