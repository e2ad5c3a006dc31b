"""What is scarce, and what a little more of it is worth, on the screen of all pairs."""

from __future__ import annotations

from collections.abc import Iterator

from placement.locale import N_
from placement.present.screen.lines import Line, wrapped
from placement.present.screen.sections import headed
from placement.questions.explain.displaced import NO_PAIR, displaced
from placement.questions.explain.others_in_words import other_name
from placement.questions.proposal.views import Titles
from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved
from placement.solve.scarce import Thing, Worth, Worths

_MORE = {
    Rule.FREE_ROOM_DAYS: N_("one more day a week in {item} at {site}"),
    Rule.STAFF_DAYS: N_("one more day a week of {item} from {site}"),
    Rule.MAX_INVESTMENT: N_("100,000 kr. more for investment"),
    Rule.MAX_EXTRA_OPERATING: N_("100,000 kr. a year more for running costs"),
    Rule.MAX_CHANGES: N_("one more change"),
    Rule.NUMBER_OF_SITES: N_("one more site with {function}"),
    Rule.RETAINED_VOLUME: N_("100 fewer visits a year of {function} that {site} must keep"),
    Rule.MAX_UTILISATION: N_("5 percentage points more use of {item}"),
}
"""One step more of each scarce thing (`placement.solve.scarce.MORE`)."""
_MOST = 8
_MOST_OTHERS = 4
_INDENT = "    "


def scarce_section(view: Titles, solved: Solved, found: Worths | None, *, every: bool) -> list[Line]:
    """What a step more is worth, most first, and what comes and goes with it; what is worth nothing is counted."""
    if found is None:
        return []
    say = view.say
    lines = [
        headed(say("WHAT IS SCARCE, and what a little more of it is worth"), "" if found.found else say("nothing"))
    ]
    shown = found.found if every else found.found[:_MOST]
    for worth in shown:
        lines += [Line(text) for text in wrapped(_worth(view, solved, worth), _INDENT, _INDENT * 2)]
    rest = len(found.found) - len(shown)
    if rest:
        lines.append(Line(_INDENT + say("... {n} more (--all, scarce.csv)", n=rest)))
    for text in _counts(view, found):
        lines += [Line(line) for line in wrapped(text, _INDENT, _INDENT)]
    return lines


def _worth(view: Titles, solved: Solved, worth: Worth) -> str:
    say = view.say
    text = say(
        "{more} is worth {dkk} kr. a year{then}",
        more=thing_words(view, worth.thing),
        dkk=say.about(worth.dkk_per_year),
        then=_then(view, solved, worth),
    )
    return text[:1].upper() + text[1:] + "."


def _then(view: Titles, solved: Solved, worth: Worth) -> str:
    """What the best plan has with it and the proposal has not, and the other way round."""
    if worth.answer is None:
        return ""
    say = view.say
    others = list(displaced(solved, worth.answer, NO_PAIR))
    told = []
    for opens, key in ((True, N_("then comes {offers}")), (False, N_("then goes {offers}"))):
        names = [other_name(view, one) for one in others if one.opens is opens]
        if names:
            told.append(say(key, offers=" · ".join(names[:_MOST_OTHERS])))
    return f": {'; '.join(told)}" if told else ""


def thing_words(view: Titles, thing: Thing) -> str:
    """One step more of a scarce thing, in words."""
    return view.say(
        _MORE[thing.rule],
        item=view.item(thing.item) if thing.item else "",
        site=view.site(thing.site) if thing.site else "",
        function=view.function(thing.function) if thing.function else "",
    )


def _counts(view: Titles, found: Worths) -> Iterator[str]:
    say = view.say
    if found.nothing:
        yield say.some(
            "{n} other thing that binds, or nearly does, is worth nothing.",
            "{n} other things that bind, or nearly do, are worth nothing.",
            len(found.nothing),
        )
    if found.unasked:
        yield say.some(
            "There was no time to ask about {n}; --time-limit allows more.",
            "There was no time to ask about {n}; --time-limit allows more.",
            len(found.unasked),
        )
