"""What changes for the patients: whose trip gets longer or shorter, who is seen at home, and what quality is lost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from placement.instance.instance import Instance
from placement.locale import N_
from placement.plan.aims import LostQuality, lost_quality
from placement.plan.case import waivers_of
from placement.plan.compare import Some, Touched
from placement.plan.plan import Evaluation, Plan
from placement.plan.service import targets
from placement.present.screen.lines import Line
from placement.present.words.voice import Voice
from placement.questions.proposal.findings import HOME
from placement.questions.proposal.views import View

FEW_VISITS = 10
"""Of fewer visits a year no number is told: the data are not that precise."""
_MOST_CLINICS = 6
"""Clinics with lost quality that are named."""
_SHOWS = 0.5
"""Visits a year; a smaller change is shown as 0."""


class Trips(NamedTuple):
    """The sentences for trips that get longer, or shorter: for none, for few, and for more."""

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
"""The sentences for shorter trips where others are seen at home."""


def who_is_touched(view: View, found: Touched) -> list[str]:
    """Sentences on visits with a longer trip (first unless they are few), at home, and with a shorter trip."""
    home = [_trip(view, _AT_HOME, found.home)] if found.home.visits >= 0.5 else []
    shorter = _trip(view, _SHORTER_APART if home else _SHORTER, found.shorter)
    longer = _trip(view, _LONGER, found.longer)
    first, last = ([longer], []) if found.longer.visits >= FEW_VISITS else ([], [longer])
    return [" ".join((*first, *home, shorter, *last))]


def _trip(view: View, texts: Trips, some: Some) -> str:
    say = view.say
    if some.visits < 0.5:
        return say(texts.nobody)
    if some.visits < FEW_VISITS:
        return say(texts.few)
    shown = minutes_told(say, some.minutes)
    many = say(N_("{n} minute") if shown == "1" else N_("{n} minutes"), n=shown)
    return say(texts.many, visits=visits_told(say, some.visits), minutes=many)


def visits_told(say: Voice, visits: float) -> str:
    """Visits a year whose trip changes, as a sentence has them."""
    return say.about(visits, 2)


def minutes_told(say: Voice, minutes: float) -> str:
    """Mean minutes by which a trip changes, as a sentence has them."""
    return say.number(minutes, 0 if minutes >= 2 else 1)


def by_clinic(view: View) -> list[Line]:
    """The paragraph on lost quality; empty without a baseline, or where it is nowhere other than today."""
    told = sentence(view)
    return view.paragraph(view.say("LOST QUALITY"), [told]) if told else []


def sentence(view: View) -> str:
    """How much more or less quality is lost than today, and at which clinics; empty where nothing differs."""
    say, found = view.say, differences(view)
    if not found:
        return ""
    named = [
        say(
            "{function}, {site}: {visits}",
            function=view.function(function),
            site=view.place(site),
            visits=say.number(change, signed=True),
        )
        for function, site, change in found[:_MOST_CLINICS]
    ]
    left = found[_MOST_CLINICS:]
    if left:
        rest = sum(change for *_, change in left)
        named.append(say("{n} others: {visits}", n=say.number(len(left)), visits=say.number(rest, signed=True)))
    total = sum(change for *_, change in found)
    first = say("{visits} visits a year against today", visits=say.number(total, signed=True))
    return f"{first}. {'; '.join(named)}."


def differences(view: View) -> list[tuple[str, str, float]]:
    """Function, site or ``home``, and the change of lost quality against today, the worst first."""
    solved = view.solved
    if solved.today_plan is None or solved.today_evaluation is None:
        return []
    now = lost_by(view.instance, solved.plan, solved.evaluation)
    then = lost_by(view.instance, solved.today_plan, solved.today_evaluation)
    return sorted(_changed(view, now, then), key=lambda one: (-one[2], one[0], one[1]))


def lost_by(instance: Instance, plan: Plan, judged: Evaluation) -> LostQuality:
    """The lost quality of a plan, place by place: the terms of the quality aim."""
    return lost_quality(instance, judged.volume, judged.home, plan.open, targets(instance, waivers_of(instance)))


def _changed(view: View, now: LostQuality, then: LostQuality) -> list[tuple[str, str, float]]:
    functions, sites = view.instance.function_ids, view.instance.site_ids
    change, home = now.at - then.at, now.home - then.home
    found = [(functions[f], sites[s], float(change[f, s])) for f, s in np.argwhere(np.abs(change) >= _SHOWS).tolist()]
    found += [(functions[f], HOME, float(home[f])) for f in np.flatnonzero(np.abs(home) >= _SHOWS).tolist()]
    return found
