"""Every function at every house on one page (``--all``)."""

from __future__ import annotations

from placement.report.screen_changes import is_barred
from placement.report.screen_view import View
from placement.report.tables import Column, Line, table
from placement.study.contract import PairNote

_PER_BLOCK = 20


def all_pairs(view: View) -> list[Line]:
    """A matrix with a sign for each pair, in blocks of houses that fit the screen, and what the numbers stand for."""
    say = view.say
    houses = [name for name in view.instance.site_ids if view.is_house(name)]
    heading = say("all")
    lines = [Line(f" {heading}", len(heading) + 1), Line(f"    {say('all.legend')}")]
    for start in range(0, len(houses), _PER_BLOCK):
        lines += _block(view, houses[start : start + _PER_BLOCK], start + 1)
    named = [f"{n} {view.site(name)}" for n, name in enumerate(houses, 1)]
    columns = [Column(gives=True, names=True)] * 3
    trios = [[*named[n : n + 3], *[""] * max(0, n + 3 - len(named))] for n in range(0, len(named), 3)]
    return [*lines, *map(Line, table(columns, trios, indent=4))]


def _block(view: View, houses: list[str], first: int) -> list[Line]:
    columns = [
        Column(gives=True, names=True),
        *(Column((str(n),), right=True) for n in range(first, first + len(houses))),
    ]
    rows = [
        [view.function(function), *(sign(view.notes.get((function, house))) for house in houses)]
        for function in view.instance.function_ids
    ]
    return [Line(line) for line in table(columns, rows, indent=4)]


def sign(note: PairNote | None) -> str:
    """One sign for what became of a pair."""
    if note is None:
        return "–"
    if note.recommended:
        return "N" if note.change == "new" else "●"
    if note.change == "closed":
        return "L"
    if is_barred(note):
        return "–"
    if note.blocking:
        return "x"
    return "p" if note.deciding_limit == "price" else "–"
