"""Prices of a minute in words, and names of displaced decisions and of scarce things."""

from __future__ import annotations

import math
from collections.abc import Sequence

from placement.locale import N_
from placement.present.words.names import short_name
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import Voice
from placement.questions.explain.break_even import Span
from placement.questions.explain.difference import Displaced, Scarce
from placement.questions.proposal.views import Titles
from placement.scenario.schema.rules import Rule

_WHERE = {
    (False, False): N_("at every price"),
    (True, False): N_("from {low} kr. a minute"),
    (False, True): N_("up to {high} kr. a minute"),
    (True, True): N_("from {low} to {high} kr. a minute"),
}
"""By whether a span has a low and a high end."""
_DECIMALS = 4


def at_prices(say: Voice, spans: Sequence[Span]) -> str:
    """The intervals of prices at which an offer is in the plan, in words; every price named lies inside."""
    return say.listed([_span(say, span) for span in spans]) if spans else say("at no price")


def _span(say: Voice, span: Span) -> str:
    if math.isnan(span.least):  # no round price lies inside
        return say("close to {price} kr. a minute", price=say.exact_price(_middle(span)))
    ends = span.low > 0, math.isfinite(span.high)
    return say(_WHERE[ends], low=_price(say, span.least), high=_price(say, span.most))


def _price(say: Voice, price: float) -> str:
    """An end of a span with all its decimals, since it was chosen to be round."""
    return say.exact_price(price, _DECIMALS)


def _middle(span: Span) -> float:
    """The middle of a span that is too narrow for a round price."""
    return (span.low + span.high) / 2


def span_in_figures(span: Span) -> str:
    """Both ends of a span with a hyphen between, an infinite one left out; for tables."""
    low, high = (span.least, span.most) if math.isfinite(span.least) else (span.low, span.high)
    return f"{low:.6g}-{high:.6g}" if math.isfinite(high) else f"{low:.6g}-"


def briefly(say: Voice, spans: Sequence[Span]) -> str:
    """As `at_prices`, for a narrow column, without the unit."""
    return ", ".join(_brief(say, span) for span in spans) if spans else say("no price")


def _brief(say: Voice, span: Span) -> str:
    if math.isnan(span.least):
        return f"≈ {say.exact_price(_middle(span))}"
    ends = _price(say, span.least), _price(say, span.most)
    if span.low <= 0:
        return f"≤ {ends[1]}" if math.isfinite(span.high) else say("any")
    return f"{ends[0]}-{ends[1]}" if math.isfinite(span.high) else f"≥ {ends[0]}"


def other_name(view: Titles, one: Displaced) -> str:
    """A displaced decision in words: an offer, other clinic days, or another share at home."""
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
    """A scarce thing in words: its rule, and where and of what it is."""
    parts = [view.say(RULE[thing.rule])]
    if thing.function:
        parts.append(view.function(thing.function))
    if thing.site:
        parts.append(short_name(view.site(thing.site)))
    if thing.item and thing.rule is not Rule.NUMBER_OF_SITES:
        parts.append(short_name(view.item(thing.item)))
    return ", ".join(parts)
