"""The paper as a page of HTML, which a browser shows and from which the PDF is made."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment

from placement.present.words.voice import Voice
from placement.questions.paper.study import AgendaItem, sections
from placement.questions.proposal.page.page import css_text, environment


def page_of(paper: AgendaItem, say: Voice) -> str:
    """The whole page, self-contained."""
    return _environment().get_template("paper.html.j2").render(paper=paper, say=say, sections=sections(paper))


@cache
def _environment() -> Environment:
    made = environment("placement.questions.paper")
    made.filters["css"] = css_text
    return made
