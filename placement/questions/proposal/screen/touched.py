"""Who is touched, in a sentence each: those with a longer trip first, those seen at home instead counted apart."""

from __future__ import annotations

from typing import NamedTuple

from placement.locale import N_
from placement.plan.plan import Evaluation
from placement.questions.proposal.touched import Some, touched
from placement.questions.proposal.views import View


class Trips(NamedTuple):
    """What is said of those whose trip gets longer, or shorter: nobody, a few visits, or how many."""

    nobody: str
    few: str
    many: str


_LONGER = Trips(
    N_("Nobody gets a longer trip."),
    N_("Fewer than 10 visits a year get a longer trip."),
    N_("About {visits} visits a year get a trip that is {minutes} longer on average."),
)

_SHORTER = Trips(
    N_("Nobody gets a shorter trip."),
    N_("Fewer than 10 visits a year get a shorter trip."),
    N_("About {visits} visits a year get a trip that is {minutes} shorter on average."),
)

_AT_HOME = Trips(
    "",
    N_("At home: fewer than 10 visits a year are spared the trip."),
    N_("At home: about {visits} visits a year are spared a trip of {minutes} each way."),
)

_SHORTER_APART = Trips(
    N_("At the sites nobody gets a shorter trip."),
    N_("At the sites: fewer than 10 visits a year get a shorter trip."),
    N_("At the sites: about {visits} visits a year get a trip that is {minutes} shorter on average."),
)
"""The same where others are seen at home."""

_FEW_VISITS = 10
"""Of fewer visits a year no number is told: the data are not that precise."""


def who_is_touched(view: View, today: Evaluation) -> list[str]:
    """Visits with a longer trip first unless they are few, then those seen at home, then those with a shorter trip."""
    found = touched(view.instance, today, view.evaluation)
    home = [_trip(view, _AT_HOME, found.home)] if found.home.visits >= 0.5 else []
    shorter = _trip(view, _SHORTER_APART if home else _SHORTER, found.shorter)
    longer = _trip(view, _LONGER, found.longer)
    first, last = ([longer], []) if found.longer.visits >= _FEW_VISITS else ([], [longer])
    return [" ".join((*first, *home, shorter, *last))]


def _trip(view: View, texts: Trips, some: Some) -> str:
    say = view.say
    if some.visits < 0.5:
        return say(texts.nobody)
    if some.visits < _FEW_VISITS:
        return say(texts.few)
    shown = say.number(some.minutes, 0 if some.minutes >= 2 else 1)
    many = say(N_("{n} minute") if shown == "1" else N_("{n} minutes"), n=shown)
    return say(texts.many, visits=say.about(some.visits, 2), minutes=many)
