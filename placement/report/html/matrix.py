"""Every function at every house on one page."""

from __future__ import annotations

from dataclasses import dataclass

from placement.report.html.paper import Paper
from placement.report.names import short_names
from placement.report.screen_pairs import sign
from placement.report.tables import cut

_MOST_SIGNS = 28
SIGNS = {"N": "new", "●": "kept", "L": "closed", "p": "price", "x": "rule", "–": "none"}
"""What each sign of the screen stands for."""


@dataclass(frozen=True)
class Matrix:
    """The table.

    Attributes:
        houses: short names, one for each column.
        rows: name of the function and a sign for each house.
        meanings: each sign in words, for those who hear the page.
        legend: all signs in one line.
    """

    houses: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    meanings: dict[str, str]
    legend: str


def matrix(paper: Paper) -> Matrix | None:
    """Signs as on the screen; None where there are no houses."""
    screen, instance, say = paper.screen, paper.view.instance, paper.say
    houses = [name for name in instance.site_ids if screen.is_house(name)]
    if not houses:
        return None
    rows = [
        (screen.function(function), tuple(sign(screen.notes.get((function, house))) for house in houses))
        for function in instance.function_ids
    ]
    meanings = {sign: say(f"html.sign.{name}") for sign, name in SIGNS.items()}
    names = [cut(name, _MOST_SIGNS) for name in short_names([screen.site(name) for name in houses])]
    return Matrix(tuple(names), tuple(rows), meanings, say("all.legend"))
