"""A proposal in one sentence: what is new and where, what it costs, what closes, whose trip gets shorter or longer."""

from __future__ import annotations

from collections.abc import Iterable

from placement.locale import N_
from placement.plan.compare import Some
from placement.plan.money import CITIZEN
from placement.present.words.currency import least_shown
from placement.present.words.terms import short_names
from placement.questions.proposal.findings import Change
from placement.questions.proposal.screen.first import plan_sentences
from placement.questions.proposal.screen.patients import FEW_VISITS
from placement.questions.proposal.views import View

_MOST_PLACES = 5
"""Of more places only the first are named, and how many others there are."""
_SOMEBODY = 0.5
"""Fewer visits a year are nobody's."""

COSTS: dict[tuple[int, bool], str] = {
    (0, False): N_("it costs nothing"),
    (0, True): N_("it costs {investment} in investment"),
    (1, False): N_("it costs {operating} a year"),
    (1, True): N_("it costs {operating} a year and {investment} in investment"),
    (-1, False): N_("it saves {operating} a year"),
    (-1, True): N_("it saves {operating} a year and costs {investment} in investment"),
}
"""By whether running gets dearer (1) or cheaper (-1), and whether something is invested."""


def headline(view: View) -> str:
    """What is proposed, where, what it costs and who loses; of a scenario without a today, what there is."""
    if view.today is None:
        return plan_sentences(view)[0]
    what, clauses = _what(view), [_costs(view), _closes(view), *_trips(view)]
    told = view.say.listed(clauses)
    return view.say("{what}; {clauses}.", what=what, clauses=told)


def _what(view: View) -> str:
    """The new offers and where they are, what is seen at home, other days; that nothing is new where nothing is."""
    say, new, days = view.say, view.new, view.changes("days")
    home = {change.function for change in view.changes("home")}
    at_home = [view.function(name) for name in view.instance.function_ids if name in home]
    parts = []
    if new:
        parts.append(
            say.some("{n} new offer in {places}", "{n} new offers in {places}", len(new), places=_at(view, new))
        )
    if at_home:
        spared = view.against.touched.home.visits if view.against else 0.0
        parts.append(
            say(
                N_("more at home ({functions}: {visits} visits)")
                if spared >= FEW_VISITS
                else N_("more at home ({functions})"),
                functions=say.listed(at_home),
                visits=say.about(spared, 2),
            )
        )
    if days and not parts:
        parts.append(say.some("other days for {n} placement", "other days for {n} placements", len(days)))
    told = say.listed(parts) if parts else say("no new offers")
    return f"{told[:1].upper()}{told[1:]}"


def _at(view: View, changes: Iterable[Change]) -> str:
    """The sites of some changes by their short names, in the order of the scenario."""
    found = {change.site for change in changes}
    names = short_names([view.site(name) for name in view.instance.site_ids if name in found])
    left = len(names) - _MOST_PLACES
    if left > 0:
        names = [*names[:_MOST_PLACES], view.say.some("{n} other place", "{n} other places", left)]
    return view.say.listed(names)


def _costs(view: View) -> str:
    """Running cost and investment of all public payers."""
    say, public = view.say, [item for item in view.evaluation.money if item.payer != CITIZEN]
    operating, investment = sum(item.money_per_year for item in public), sum(item.investment for item in public)
    sign = 0 if abs(operating) < 1 else 1 if operating > 0 else -1
    shown = {"operating": _amount(view, abs(operating)), "investment": _amount(view, investment)}
    return say(COSTS[sign, investment >= 1], **shown)


def _amount(view: View, money: float) -> str:
    say = view.say
    if money < least_shown():
        return say("less than 0.1 million kr.")
    return say("{millions} million kr.", millions=say.millions(money))


def _closes(view: View) -> str:
    say, closed = view.say, view.changes("closed")
    if not closed:
        return say("nothing closes")
    places = _at(view, closed)
    return say.some("{n} offer closes in {places}", "{n} offers close in {places}", len(closed), places=places)


def _trips(view: View) -> list[str]:
    """Whose trip gets shorter, then whose gets longer and where most of them live; who is seen at home is apart."""
    if view.against is None:
        return []
    say, shorter, longer = view.say, view.against.touched.shorter, view.against.touched.longer
    if shorter.visits < FEW_VISITS:
        return [_longer(view, longer)]
    visits = say.about(shorter.visits, 2)
    if longer.visits < _SOMEBODY:
        return [say("about {visits} visits a year get a shorter trip, none a longer one", visits=visits)]
    return [say("about {visits} visits a year get a shorter trip", visits=visits), _longer(view, longer, after=True)]


LONGER: dict[tuple[bool, bool], str] = {
    (False, False): N_("about {visits} visits a year get a trip that is {minutes} longer"),
    (False, True): N_("about {visits} visits a year, above all from {group}, get a trip that is {minutes} longer"),
    (True, False): N_("about {visits} get {minutes} more"),
    (True, True): N_("about {visits}, above all from {group}, get {minutes} more"),
}
"""By whether it comes after those whose trip gets shorter, and whether it is known where they live."""


def _longer(view: View, longer: Some, *, after: bool = False) -> str:
    say = view.say
    if longer.visits < _SOMEBODY:
        return say("nobody gets a longer trip")
    if longer.visits < FEW_VISITS:
        return say("fewer than 10 visits a year get a longer trip")
    shown = say.number(longer.minutes, 0 if longer.minutes >= 2 else 1)
    minutes = say(N_("{n} minute") if shown == "1" else N_("{n} minutes"), n=shown)
    group = _hardest_hit(view)
    return say(LONGER[after, bool(group)], visits=say.about(longer.visits, 2), minutes=minutes, group=group)


def _hardest_hit(view: View) -> str:
    """The group of areas that most of the visits with a longer trip come from; empty where none stands out."""
    groups = view.against.groups if view.against else {}
    longer = {name: each.moved.visits_longer for name, each in groups.items() if name}
    worst = max(longer, key=lambda name: longer[name], default="")
    return worst if worst and longer[worst] >= FEW_VISITS else ""
