"""Page one: the sentences somebody can repeat, the three aims beside today, and what is not measured."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from placement.report.blocks import Grid
from placement.report.html.paper import Paper
from placement.report.screen_aims import released, rows_by_aim, where
from placement.report.screen_headline import dated, sentences, variants


@dataclass(frozen=True)
class Front:
    """Page one.

    Attributes:
        title: of the page.
        status: what sort of paper it is.
        date: when it was made, in words.
        lines: what it is for, who prepared it, which variants are applied.
        sentences: the answer; losers before winners.
        aims: the table of aims; None where there is no proposal.
        below: sentences under them.
        not_measured: what the model leaves out.
        machine_date: the date for machines.
    """

    title: str
    status: str
    date: str
    lines: tuple[str, ...]
    sentences: tuple[str, ...]
    aims: Grid | None
    below: tuple[str, ...]
    not_measured: tuple[str, ...]
    machine_date: str


def front(paper: Paper, date: dt.date) -> Front:
    """Page one of a proposal."""
    say, screen, scenario = paper.say, paper.screen, paper.view.instance.scenario
    about = scenario.about
    lines = [about.purpose, say("html.prepared_by", who=about.prepared_by) if about.prepared_by else ""]
    if screen.solved.variants:
        lines.append(variants(screen))
    return Front(
        title=scenario.title.in_language(say.language),
        status=say(f"status.{about.status}"),
        date=dated(say, date),
        lines=tuple(filter(None, lines)),
        sentences=tuple(sentences(screen)),
        aims=_aims(paper),
        below=(where(screen), released(screen)),
        not_measured=about.not_in_model or (say("html.not_measured.none"),),
        machine_date=date.isoformat(),
    )


def _aims(paper: Paper) -> Grid:
    """Each aim with, in brackets, what it measures, above its rows."""
    rows: list[tuple[str, ...]] = []
    for aim, own in rows_by_aim(paper.screen).items():
        rows.append((f"{paper.say(aim).capitalize()} {paper.say(f'{aim}.measures')}".strip(),))
        rows += own
    return paper.grid("html.three_aims", ("row", "today", "plan", "change", "remark"), rows, text="remark")
