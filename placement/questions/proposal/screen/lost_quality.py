"""Lost quality in visits a year, clinic by clinic, as it differs from today."""

from __future__ import annotations

import numpy as np

from placement.present.screen.lines import Line
from placement.questions.proposal.findings import HOME
from placement.questions.proposal.lost_quality import Lost, lost_quality
from placement.questions.proposal.views import View

_MOST = 6
"""Clinics that are named."""
_SHOWS = 0.5
"""Visits a year; a smaller change reads 0."""


def by_clinic(view: View) -> list[Line]:
    """A paragraph; nothing without a today, or where no clinic loses or gains a visit of quality."""
    told = sentence(view)
    return view.paragraph(view.say("LOST QUALITY"), [told]) if told else []


def sentence(view: View) -> str:
    """How much more or less is lost than today, and at which clinics; empty where nothing differs."""
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
        for function, site, change in found[:_MOST]
    ]
    left = found[_MOST:]
    if left:
        rest = sum(change for *_, change in left)
        named.append(say("{n} others: {visits}", n=say.number(len(left)), visits=say.number(rest, signed=True)))
    total = sum(change for *_, change in found)
    first = say("{visits} visits a year against today", visits=say.number(total, signed=True))
    return f"{first}. {'; '.join(named)}."


def differences(view: View) -> list[tuple[str, str, float]]:
    """Function, site or ``home``, and the change of lost quality against today; the worst first."""
    solved = view.solved
    if solved.today_plan is None or solved.today_evaluation is None:
        return []
    now = lost_quality(view.instance, solved.plan, solved.evaluation)
    then = lost_quality(view.instance, solved.today_plan, solved.today_evaluation)
    return sorted(_changed(view, now, then), key=lambda one: (-one[2], one[0], one[1]))


def _changed(view: View, now: Lost, then: Lost) -> list[tuple[str, str, float]]:
    functions, sites = view.instance.function_ids, view.instance.site_ids
    change, home = now.at - then.at, now.home - then.home
    found = [(functions[f], sites[s], float(change[f, s])) for f, s in np.argwhere(np.abs(change) >= _SHOWS).tolist()]
    found += [(functions[f], HOME, float(home[f])) for f in np.flatnonzero(np.abs(home) >= _SHOWS).tolist()]
    return found
