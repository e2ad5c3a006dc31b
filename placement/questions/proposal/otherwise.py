"""What one plan decides otherwise than another, in short lines: offers in and out, days, the share at home, units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placement.locale import N_
from placement.present.words.names import short_name
from placement.questions.proposal.views import Titles

KINDS = ("in", "out", "days", "home", "units")
"""What may be otherwise: an offer comes in or goes out, its clinic days, the share at home, units of equipment."""
_SIGN = {"in": "+", "out": "\N{MINUS SIGN}"}
_LINE = {
    "days": N_("{place}, {before} → {after} days a week"),
    "home": N_("{function} at home, {before} → {after}"),
    "units": N_("{item} {site}, {before} → {after} units"),
}


@dataclass(frozen=True)
class Otherwise:
    """One decision that is otherwise.

    Attributes:
        kind: one of ``KINDS``.
        function, site, item: ids; ``site`` is ``home`` for the share at home, ``item`` the equipment of ``units``.
        before, after: clinic days a week, the ceiling of the share at home, or units.
    """

    kind: str
    function: str
    site: str
    item: str
    before: float
    after: float


def place(titles: Titles, one: Otherwise) -> str:
    """The offer that a decision is about."""
    if one.kind == "home":
        return titles.say("{function} at home", function=titles.function(one.function))
    return f"{titles.function(one.function)} {short_name(titles.site(one.site))}"


def lines(titles: Titles, decisions: Sequence[Otherwise]) -> Iterator[str]:
    """One line for each function whose offers come in or go out, then one for each other decision."""
    for kind, sign in _SIGN.items():
        by_function: dict[str, list[str]] = {}
        for one in decisions:
            if one.kind == kind:
                by_function.setdefault(one.function, []).append(short_name(titles.site(one.site)))
        for function, sites in by_function.items():
            yield f"{sign} {titles.function(function)} {', '.join(sites)}"
    yield from (_line(titles, one) for one in decisions if one.kind not in _SIGN)


def _line(titles: Titles, one: Otherwise) -> str:
    say = titles.say
    shown = [say.percent(each) if one.kind == "home" else say.short(each) for each in (one.before, one.after)]
    return say(
        _LINE[one.kind],
        place=place(titles, one),
        function=titles.function(one.function),
        item=titles.item(one.item) if one.item else "",
        site="" if one.kind == "home" else short_name(titles.site(one.site)),
        before=shown[0],
        after=shown[1],
    )
