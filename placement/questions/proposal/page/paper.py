"""What every section of the page is made from: the solved scenario, its tables, a voice and how visits are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from placement.locale import N_, P_
from placement.present.parts import DEPTHS, Depth, Grid, Head, Part, Sheet
from placement.present.tables.columns import Cell, Table
from placement.present.words.quantities import Counts
from placement.present.words.voice import Voice
from placement.questions.proposal.views import PageVoice, TableView, View
from placement.scenario.load import Loaded

HEADING: dict[str, str] = {
    "row": N_("Measure"),
    "remark": N_("Remark"),
    "measure": N_("Measure"),
    "today": N_("Today"),
    "plan": N_("Proposal"),
    "verdict": N_("Verdict"),
    "note": N_("Note"),
    "payer": N_("Payer"),
    "item": N_("Item"),
    "running": N_("Running, a year"),
    "investment": N_("Investment"),
    "group": N_("{Grouping}"),
    "longer": N_("Longer trip"),
    "shorter": N_("Shorter trip"),
    "minutes_longer": N_("Minutes longer"),
    "minutes_shorter": N_("Minutes shorter"),
    "visits": N_("Visits/year"),
    "minutes_today": N_("Minutes today"),
    "minutes": N_("Minutes, proposal"),
    "near_today": N_("Within 30 min. today"),
    "near": N_("Within 30 min."),
    "region": N_("{Own_payer}, m. kr."),
    "municipality": N_("{Other_payer}, m. kr."),
    "offer": N_("Offer"),
    "hospital": N_("Hospital"),
    "visits_today": N_("Visits/year today"),
    "change": N_("Change"),
    "share": N_("Share"),
    "most": N_("Gives most"),
    "stranded": N_("Left behind, m. kr."),
    "what": N_("What"),
    "league_price": N_("Kr. per minute"),
    "affected": N_("Visits affected"),
    "league_minutes": N_("Minutes a year"),
    "league_money": N_("M. kr. a year"),
    "lost_quality": N_("Lost quality, visits"),
    "within": N_("Within the price"),
    "observed": N_("Known"),
    "modelled": N_("Calculated"),
    "ratio": N_("Ratio"),
    "year": N_("Year"),
    "plan_name": N_("Plan"),
    "citizen": N_("Travel, m. minutes"),
    "quality": N_("Lost quality, visits"),
    "economy": N_("Economy, m. kr. a year"),
    "why_not": N_("Why not"),
    "house": N_("House"),
    "place": N_("Place"),
    "decision": N_("Settled"),
    "reason": N_("Reason"),
    "who": N_("By whom"),
    "rules": N_("Rules"),
    "number": N_("Number"),
    "value": N_("Value"),
    "range": N_("Range"),
    "tips": N_("Tips at"),
    "source": N_("Source"),
    "owner": N_("Owner"),
    "area": N_("Area"),
    "uses": N_("Uses"),
    "next": N_("Next"),
    "difference": N_("Minutes further"),
    "decides": N_("Decides something"),
    "role": N_("Role"),
    "falls": N_("Offers that fall"),
    "lost": N_("Visits/year"),
    "at_home": P_("html", "At home"),
    "seen_today": N_("Most are seen today"),
    "seen": N_("Most are seen in the proposal"),
    "for_whom": N_("For whom"),
    "referral": N_("Referral"),
    "hours": N_("Opening hours"),
    "days": N_("Days/week"),
}

Record = dict[str, Cell]
"""A row of a table by its headings."""


@dataclass(frozen=True)
class Section:
    """A part of the page that the table of contents lists.

    Attributes:
        name: its anchor.
        title: its heading.
        parts: its content.
        sheets: pages of their own, in an appendix.
    """

    name: str
    title: str
    parts: tuple[Part, ...] = ()
    sheets: tuple[Sheet, ...] = ()

    @property
    def depth(self) -> Depth:
        """The depth of the shortest report that shows any part of it."""
        return min((part.depth for part in self.parts), key=list(DEPTHS).index, default="everything")


def from_depth(depth: Depth, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts marked for reports of this depth and of all longer ones."""
    return (replace(part, depth=depth) for part in parts)


@dataclass(frozen=True, eq=False)
class Paper:
    """What the sections of one page are made from.

    Attributes:
        view: the scenario as tables take it.
        made: its tables by name.
        loaded: the scenario as read.
        below: visits above 0 and below this are not shown.
    """

    view: TableView
    made: Mapping[str, Table]
    loaded: Loaded
    below: float

    @cached_property
    def say(self) -> Voice:
        """The voice of the page."""
        return PageVoice.of(self.view.instance.scenario, self.view.lang)

    @cached_property
    def screen(self) -> View:
        """The scenario as sentences take it, with titles."""
        return View(self.view.solved, self.view.study, self.say)

    @cached_property
    def counts(self) -> Counts:
        """How visits are shown: rounded, and small numbers masked."""
        return Counts(self.view.instance.scenario, self.say, self.below)

    def rows(self, name: str) -> list[Record]:
        """The rows of a table, as dictionaries by heading."""
        table = self.made[name]
        return [dict(zip(table.headings, row, strict=True)) for row in table.rows]

    def grid(
        self, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, text: str = "", named: int = 0
    ) -> Grid:
        """A table.

        Args:
            caption: its caption, in the language of the page.
            heads: the headings, as in ``HEADING``.
            rows: cells as shown.
            text: headings of columns without numbers, with spaces between; the naming column is left out.
            named: position of the column that names the rows.
        """
        say, words = self.say, {*text.split(), heads[named]}
        made = tuple(Head(say(HEADING[head]), head not in words) for head in heads)
        return Grid(caption, made, tuple(map(tuple, rows)), say("None."), named)

    def table(
        self,
        title: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        texts: tuple[str, ...] = (),
        text: str = "",
        named: int = 0,
    ) -> Part:
        """A part with a table whose caption is its heading; ``texts`` stand above it, the rest as of `grid`."""
        return Part(title, texts, grid=self.grid(title, heads, rows, text=text, named=named))


def number(row: Record, name: str) -> float:
    """A number of a row; NaN where it is empty."""
    value = row[name]
    return float(value) if isinstance(value, int | float) else float("nan")
