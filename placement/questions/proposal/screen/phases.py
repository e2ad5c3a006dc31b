"""When what happens, where the plan has phases.

The rules a proposal breaks at a price: what is lacking, what it is reckoned to cost, and who says it may be so.
"""

from __future__ import annotations

import math

import numpy as np

from placement.locale import N_
from placement.plan.phases import invested
from placement.plan.plan import RuleCheck
from placement.present.screen.lines import Line, wrapped
from placement.questions.proposal.screen.changes import lacking
from placement.questions.proposal.screen.context import View
from placement.questions.proposal.tables.resources import changed
from placement.solve.result import SolvedCourse


def phases(view: View) -> list[Line]:
    """One paragraph per phase; nothing where the scenario has none."""
    say, course = view.say, view.solved.course
    if course is None:
        return []
    first, *each = phase_sentences(view, course)
    lines = wrapped(first, (" " + say("WHEN") + "  "))
    heading = Line(lines[0], len(say("WHEN")) + 1)
    rows = [line for sentence in each for line in wrapped(sentence, "    ", "      ")]
    return [heading, *map(Line, [*lines[1:], *rows])]


def phase_sentences(view: View, course: SolvedCourse) -> list[str]:
    """Which phase all else is about, then what happens in each."""
    last = view.say(
        "All else on this page is about the last phase, {phase}, against today with the visits there are by then.",
        phase=_title(view, course, -1),
    )
    return [last, *(_phase(view, course, n) for n in range(len(course.phases)))]


def _title(view: View, course: SolvedCourse, number: int) -> str:
    one = course.phases[number].situation
    phase = one.instance.scenario.phases[one.phase]
    last = phase.from_year + math.ceil(phase.years) - 1
    return view.say(
        "{title} ({first}-{last})", title=phase.title.in_language(view.say.language), first=phase.from_year, last=last
    )


def _phase(view: View, course: SolvedCourse, number: int) -> str:
    say, one, change = view.say, course.phases[number], changed(course, number)
    money = [item for item in one.evaluation.money if item.payer == "region"]
    spent = invested([each.evaluation for each in course.phases])[number]
    budget = one.situation.instance.economics.max_phase_investment
    words = {
        "title": _title(view, course, number),
        "what": "; ".join(_happens(view, change)) or say("no changes"),
        "investment": say.millions(max(0.0, spent)),
        "operating": say.millions(sum(item.dkk_per_year for item in money), signed=True),
    }
    if math.isfinite(budget):
        return say(
            "{title}: {what}. Investment {investment} of {budget} million kr., running cost "
            "{operating} million a year.",
            **words,
            budget=say.millions(float(budget)),
        )
    return say(
        "{title}: {what}. Investment {investment} million kr., running cost {operating} million kr. a year.", **words
    )


def _happens(view: View, change: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[str]:
    """What closes and what opens, closed before new."""
    found = []
    for key, sign in ((N_("closes: {what}"), -1), (N_("new: {what}"), 1)):
        pairs = np.argwhere(change == sign).tolist()
        names = [
            view.say(
                "{function} at {site}",
                function=view.function(view.instance.function_ids[f]),
                site=view.site(view.instance.site_ids[s]),
            )
            for f, s in pairs
        ]
        found += [view.say(key, what=", ".join(names))] if names else []
    return found


def at_a_price(view: View) -> list[Line]:
    """A line for each rule broken, the dearest first; nothing where every rule is kept."""
    told = prices(view)
    if not told:
        return []
    heading = view.say("BROKEN AT A PRICE")
    lines = wrapped(told[0], f" {heading}  ")
    shown = [Line(lines[0], len(heading) + 1), *map(Line, lines[1:])]
    for sentence in told[1:]:
        first, *more = wrapped(sentence, "  ! ", "    ")
        shown += [Line(first, mark="warning"), *map(Line, more)]
    return shown


def prices(view: View) -> list[str]:
    """The price of all rules broken, then a sentence for each, the dearest first; nothing where every rule is kept."""
    broken = sorted((check for check in view.evaluation.checks if check.bought), key=lambda check: -check.price_dkk)
    total = view.say(
        "{dkk} kr. a year is weighed in the economy; nobody pays it",
        dkk=view.say.number(sum(check.price_dkk for check in broken)),
    )
    return [total, *(_sentence(view, check) for check in broken)] if broken else []


def _sentence(view: View, check: RuleCheck) -> str:
    soft = view.instance.scenario.policy.soft_rules[check.soft]
    what = lacking(view, check)
    titles = (view.function(check.function), view.site(check.site))
    place = ", ".join(title for title in titles if title and title not in what)
    sentence = view.say(
        "{what}; {dkk} kr. a year. {reason}.",
        what=f"{place}: {what}" if place else what,
        dkk=view.say.number(check.price_dkk),
        reason=soft.reason.removesuffix("."),
    )
    return (f"{sentence} " + view.say("Decided by: {who}.", who=soft.decided_by)) if soft.decided_by else sentence
