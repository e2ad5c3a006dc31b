"""What else is decided otherwise, and the scarce things in between, in words."""

from __future__ import annotations

from placement.present.words.names import short_name
from placement.present.words.vocabulary import RULE
from placement.questions.explain.displaced import Displaced, Scarce
from placement.questions.proposal.views import Titles
from placement.scenario.schema.rules import Rule


def other_name(view: Titles, one: Displaced) -> str:
    """An offer that opens or closes, other clinic days, or another share at home."""
    say, function = view.say, view.function(one.function)
    if one.kind == "home":
        shares = {"before": say.percent(one.before), "after": say.percent(one.after)}
        return say("{function} at home {before} to {after}", function=function, **shares)
    text = say("{function} at {site}", function=function, site=view.site(one.site))
    if one.kind == "offer":
        return text
    days = {"before": say.short(one.before), "after": say.short(one.after)}
    return say("{offer} {before} to {after} days a week", offer=text, **days)


def scarce_name(view: Titles, thing: Scarce) -> str:
    """A scarce thing: its rule, and where and of what it is."""
    parts = [view.say(RULE[thing.rule])]
    if thing.function:
        parts.append(view.function(thing.function))
    if thing.site:
        parts.append(short_name(view.site(thing.site)))
    if thing.item and thing.rule is not Rule.NUMBER_OF_SITES:
        parts.append(short_name(view.item(thing.item)))
    return ", ".join(parts)
