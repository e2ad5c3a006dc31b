"""Prices of a minute in words: from which price an offer is in the plan."""

from __future__ import annotations

import math
from collections.abc import Sequence

from placement.locale import N_
from placement.present.words.voice import Voice
from placement.questions.explain.break_even import Span

_WHERE = {
    (False, False): N_("at every price"),
    (True, False): N_("from {low} kr. a minute"),
    (False, True): N_("up to {high} kr. a minute"),
    (True, True): N_("from {low} to {high} kr. a minute"),
}
"""By whether a span has a low and a high end."""
_DECIMALS = 4


def at_prices(say: Voice, spans: Sequence[Span]) -> str:
    """The prices at which an offer is in the plan, every span of them; whatever is said is inside."""
    return say.listed([_span(say, span) for span in spans]) if spans else say("at no price")


def _span(say: Voice, span: Span) -> str:
    if math.isnan(span.least):  # too narrow for a round price inside
        return say("close to {price} kr. a minute", price=say.short(_middle(span)))
    ends = span.low > 0, math.isfinite(span.high)
    return say(_WHERE[ends], low=say.short(span.least, _DECIMALS), high=say.short(span.most, _DECIMALS))


def _middle(span: Span) -> float:
    """Of a narrow span."""
    return (span.low + span.high) / 2


def span_in_figures(span: Span) -> str:
    """Both ends of a span with a hyphen between, the second left out where there is none; for tables."""
    low, high = (span.least, span.most) if math.isfinite(span.least) else (span.low, span.high)
    return f"{low:.6g}-{high:.6g}" if math.isfinite(high) else f"{low:.6g}-"


def briefly(say: Voice, spans: Sequence[Span]) -> str:
    """The same as `at_prices` for a narrow column, without the unit."""
    return ", ".join(_brief(say, span) for span in spans) if spans else say("no price")


def _brief(say: Voice, span: Span) -> str:
    if math.isnan(span.least):
        return f"≈ {say.short(_middle(span))}"
    ends = say.short(span.least, _DECIMALS), say.short(span.most, _DECIMALS)
    if span.low <= 0:
        return f"≤ {ends[1]}" if math.isfinite(span.high) else say("any")
    return f"{ends[0]}-{ends[1]}" if math.isfinite(span.high) else f"≥ {ends[0]}"
