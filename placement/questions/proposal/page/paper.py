"""What every section of the page is made from: the solved scenario, its tables, a voice and how visits are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from placement.present.parts import Grid, Head, Part, Sheet
from placement.present.tables.columns import Cell, Table
from placement.present.words.counts import Counts
from placement.present.words.voice import PHRASES, Voice
from placement.questions.proposal.screen.context import View as Screen
from placement.questions.proposal.tables.lookups import View
from placement.scenario.load import Loaded

Record = Mapping[str, Cell]


class PageVoice(Voice):
    """Says what the screen says, in other words where the screen points at a file or an option."""

    def __call__(self, key: str, **values: object) -> str:
        """The phrase ``key.page`` where there is one, else ``key``."""
        own = f"{key}.page"
        return super().__call__(own if own in PHRASES else key, **values)


@dataclass(frozen=True)
class Section:
    """A part of the page that the table of contents names.

    Attributes:
        name: its anchor.
        title: its heading.
        parts: what it says.
        sheets: pages of their own, in an appendix.
    """

    name: str
    title: str
    parts: tuple[Part, ...] = ()
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, eq=False)
class Paper:
    """One solved scenario on its way to a page.

    Attributes:
        view: the scenario as the tables look at it.
        made: its tables by name.
        loaded: the scenario as read.
        below: visits above 0 and below this are not told.
    """

    view: View
    made: Mapping[str, Table]
    loaded: Loaded
    below: float

    @cached_property
    def say(self) -> Voice:
        """The voice of the page."""
        return PageVoice(self.view.lang)

    @cached_property
    def screen(self) -> Screen:
        """The scenario as the sentences look at it."""
        return Screen(self.view.solved, self.view.study, self.say)

    @cached_property
    def counts(self) -> Counts:
        """How visits are told."""
        return Counts(self.view.instance.scenario, self.say, self.below)

    def rows(self, name: str) -> list[dict[str, Cell]]:
        """The rows of a table by heading."""
        table = self.made[name]
        return [dict(zip(table.headings, row, strict=True)) for row in table.rows]

    def grid(
        self, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, text: str = "", named: int = 0
    ) -> Grid:
        """A table.

        Args:
            caption: key of its caption, or the caption.
            heads: keys of the headings, without their ``html.head.``.
            rows: cells as shown.
            text: headings of columns that hold no numbers, with spaces between, the naming one left out.
            named: position of the column that names the rows.
        """
        say, words = self.say, {*text.split(), heads[named]}
        made = tuple(Head(say(f"html.head.{head}"), head not in words) for head in heads)
        shown = say(caption) if say.knows(caption) else caption
        return Grid(shown, made, tuple(map(tuple, rows)), say("html.nothing"), named)


def number(row: Record, name: str) -> float:
    """A number of a row; NaN where it is empty."""
    value = row[name]
    return float(value) if isinstance(value, int | float) else float("nan")
