"""When what happens, where the plan has phases."""

from __future__ import annotations

import math

import numpy as np

from placement.plan.phases import invested
from placement.report.rows_phases import changed
from placement.report.screen_view import View
from placement.report.tables import Line, wrapped
from placement.solve.result import SolvedCourse


def phases(view: View) -> list[Line]:
    """One paragraph per phase; nothing where the scenario has none."""
    say, course = view.say, view.solved.course
    if course is None:
        return []
    first, *each = phase_sentences(view, course)
    lines = wrapped(first, f" {say('phases')}  ")
    heading = Line(lines[0], len(say("phases")) + 1)
    rows = [line for sentence in each for line in wrapped(sentence, "    ", "      ")]
    return [heading, *map(Line, [*lines[1:], *rows])]


def phase_sentences(view: View, course: SolvedCourse) -> list[str]:
    """Which phase all else is about, then what happens in each."""
    last = view.say("phases.last", phase=_title(view, course, -1))
    return [last, *(_phase(view, course, n) for n in range(len(course.phases)))]


def _title(view: View, course: SolvedCourse, number: int) -> str:
    one = course.phases[number].situation
    phase = one.instance.scenario.phases[one.phase]
    last = phase.from_year + math.ceil(phase.years) - 1
    return view.say("phases.title", title=phase.title.in_language(view.say.language), first=phase.from_year, last=last)


def _phase(view: View, course: SolvedCourse, number: int) -> str:
    say, one, change = view.say, course.phases[number], changed(course, number)
    money = [item for item in one.evaluation.money if item.payer == "region"]
    spent = invested([each.evaluation for each in course.phases])[number]
    budget = one.situation.instance.economics.max_phase_investment
    words = {
        "title": _title(view, course, number),
        "what": "; ".join(_happens(view, change)) or say("phases.nothing"),
        "investment": say.millions(max(0.0, spent)),
        "operating": say.millions(sum(item.dkk_per_year for item in money), signed=True),
    }
    if math.isfinite(budget):
        return say("phases.row.budget", **words, budget=say.millions(float(budget)))
    return say("phases.row", **words)


def _happens(view: View, change: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[str]:
    """What closes and what opens, closed before new."""
    found = []
    for key, sign in (("phases.closes", -1), ("phases.opens", 1)):
        pairs = np.argwhere(change == sign).tolist()
        names = [
            view.say(
                "phases.pair",
                function=view.function(view.instance.function_ids[f]),
                site=view.site(view.instance.site_ids[s]),
            )
            for f, s in pairs
        ]
        found += [view.say(key, what=", ".join(names))] if names else []
    return found
