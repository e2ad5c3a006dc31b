"""The price of deciding a pair the other way, in words and on the screen: for whom, and what gives way to what."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from placement.locale import N_, P_
from placement.plan.plan import RuleCheck
from placement.present.screen.faults import repairs_screen
from placement.present.screen.lines import Column, Line, headed, table, wrapped
from placement.present.words.currency import Amount, least_shown
from placement.present.words.terms import short_name
from placement.present.words.vocabulary import ITEM, RULE
from placement.present.words.voice import Voice
from placement.questions.explain.break_even import Span
from placement.questions.explain.price import Difference, Displaced, Scarce
from placement.questions.explain.study import Explanation
from placement.questions.proposal.views import MediumVoice, Titles, View, without_range
from placement.scenario.schema.rules import Rule
from placement.solve.result import PRINTED, WEIGHING, Prices

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


_PRICE_HEADING = {"in": N_("THE PRICE OF INSISTING"), "out": N_("THE PRICE OF DOING WITHOUT")}
"""By ``Price.forced``."""
_PRICE_ROW = {
    "minutes": N_("Travel, minutes a year, both ways"),
    "quality": N_("Lost quality, visits a year"),
    "operating": N_("Running cost, {own_payer}, million kr. a year"),
    "investment": N_("Investment, million kr."),
    "price": N_("Kr. per minute, annuities included"),
    "total": N_("All in all, 1,000 kr. a year"),
    "longer": P_("explain", "Visits with a longer trip"),
    "shorter": N_("Visits with a shorter trip"),
}
"""By the keys of ``_cells``."""
_PRICE_COLUMN = {"alone": N_("All else|as proposed"), "again": N_("All else|decided again")}
_TRIPS = {"longer": N_("Longer trips for {groups}."), "shorter": N_("Shorter trips for {groups}.")}
_MOST_ITEMS = 4
_MOST_GROUPS = 4


class Telling:
    """The base of screens about one explanation, in one language.

    Args:
        view: the proposal's names and numbers.
        explained: the explanation.
    """

    def __init__(self, view: View, explained: Explanation) -> None:
        self.view, self.say, self.explained = view, view.say, explained

    def heading(self, key: str, rest: str = "") -> Line:
        """The first line of a section."""
        return headed(self.say(key), rest)

    def wrapped(self, text: str, first: str = "    ", rest: str = "    ") -> Iterator[Line]:
        """A text in lines; one that begins with an exclamation mark is marked as a warning."""
        mark = "warning" if text.startswith("!") else ""
        return (Line(line, mark=mark if n == 0 else "") for n, line in enumerate(wrapped(text, first, rest)))

    def rule_name(self, check: RuleCheck) -> str:
        """Title of a rule, and in brackets what it is about where that is not the pair itself."""
        about = []
        if check.site and check.site != self.explained.site:
            about.append(short_name(self.view.site(check.site)))
        if check.item and check.rule is not Rule.NUMBER_OF_SITES:
            about.append(short_name(self.view.item(check.item)))
        name = self.say(RULE[check.rule])
        return f"{name} ({', '.join(about)})" if about else name


class PriceSection(Telling):
    """The section on the price of having the pair, or of doing without."""

    def price(self) -> list[Line]:
        """Both prices side by side, who is affected, and what gives way; or why there is no price."""
        price = self.explained.price
        heading = self.heading(_PRICE_HEADING[price.forced])
        lines = [heading]
        if price.solved:
            lines = self.view.paragraph(heading.text.strip(), [self._waived()])
        if price.alone or price.solved:
            lines += self._prices()
        for text in self._about_price():
            lines += self.wrapped(text)
        if price.solved is None:
            lines += self._impossible()
        return lines

    def _waived(self) -> str:
        rules = [self.say(RULE[waiver.rule]) for waiver in self.explained.price.waivers if waiver.needed]
        if not rules:
            return self.say("no rule is set aside")
        return self.say("set aside for this one alone: {rules}", rules=self.say.listed(list(dict.fromkeys(rules))))

    def _prices(self) -> list[Line]:
        say, price = self.say, self.explained.price
        found = [(name, d) for name, d in (("alone", price.alone), ("again", price.solved)) if d]
        columns = [Column(gives=True)]
        columns += [Column(tuple(say(_PRICE_COLUMN[name]).split("|")), right=True) for name, _ in found]
        cells = [self._cells(difference) for _, difference in found]
        rows = [[say(_PRICE_ROW[key]), *(column[key] for column in cells)] for key in cells[0]]
        return [Line(line) for line in table(columns, rows, indent=4)]

    def _cells(self, found: Difference) -> dict[str, str]:
        say = self.say
        price = found.money_per_minute
        return {
            "minutes": say.about(found.minutes_per_year, signed=True),
            "longer": say.about(found.moved.visits_longer),
            "shorter": say.about(found.moved.visits_shorter),
            "quality": say.about(found.quality_visits, signed=True),
            "operating": say.millions(found.operating_per_year, signed=True),
            "investment": say.millions(found.investment, signed=True),
            "price": say.price(price, 0 if not math.isfinite(price) or price >= 10 else 1),
        } | ({"total": say.thousands(found.total, signed=True)} if math.isfinite(found.total) else {})

    def _about_price(self) -> Iterator[str]:
        say, price = self.say, self.explained.price
        if price.alone:
            yield from self._items(price.alone)
            said = {rule.check for rule in self.explained.rules if rule.says_no}
            rules = list(dict.fromkeys(self.rule_name(check) for check in price.alone.broken if check not in said))
            if rules:
                yield say("! With all else as proposed these are broken: {rules}.", rules=say.listed(rules))
        if price.solved:
            yield from self._whom(price.solved)
            yield from self._displaced()
            yield from self._measure()

    def _items(self, found: Difference) -> Iterator[str]:
        """The cost items of the running cost that the region pays."""
        own = self.view.instance.scenario.terms.own_payer
        items = [item for item in found.items if item.payer == own and abs(item.money_per_year) >= least_shown()]
        names = [
            f"{self._item(item.item)} {self.say.millions(item.money_per_year, signed=True).told}"
            for item in items[:_MOST_ITEMS]
        ]
        if names:
            yield self.say("Running cost, all else as proposed: {items} million kr.", items=Amount(" · ".join(names)))

    def _item(self, name: str) -> str:
        return self.say(ITEM[name]) if name in ITEM else name.replace("_", " ")

    def _whom(self, found: Difference) -> Iterator[str]:
        """Groups with longer trips, then those with shorter ones; most visits first."""
        for way in ("longer", "shorter"):
            visits = {group: getattr(change.moved, f"visits_{way}") for group, change in found.groups}
            most = sorted((group for group in visits if visits[group] >= 1), key=lambda group: -visits[group])
            named = [f"{group or '–'} {self.say.about(visits[group])}" for group in most[:_MOST_GROUPS]]
            if named:
                yield self.say(_TRIPS[way], groups=" · ".join(named))
            elif way == "longer" and not found.moved.visits_longer:
                yield self.say("Nobody gets a longer trip.")

    def _displaced(self) -> Iterator[str]:
        """What gives way, with the scarce thing competed for, and what opens instead."""
        say, displaced = self.say, self.explained.price.displaced
        for opens, key in ((False, N_("Displaces: {offers}.")), (True, N_("Comes instead: {offers}."))):
            offers = [other_name(self.view, one) for one in displaced if one.opens is opens]
            if offers:
                yield say(key, offers=" · ".join(offers))
        if not any(not one.opens for one in displaced):
            yield say("Displaces nothing.")
        scarce = dict.fromkeys(one.scarce for one in displaced if one.scarce is not None)
        for thing in scarce:
            both = [other_name(self.view, one) for one in displaced if one.scarce == thing]
            yield say(
                "With plenty of {thing} these would not give way: {offers}.",
                thing=scarce_name(self.view, thing),
                offers=" · ".join(both),
            )

    def _measure(self) -> Iterator[str]:
        """The price of a minute, and whether the difference exceeds the gaps of the two plans."""
        say, price, solved = self.say, self.explained.price, self.view.solved
        if solved.prices is not None:
            yield from self._measure_by_prices(solved.prices)
            return
        implied = solved.implied_price_per_minute
        if implied is not None and math.isfinite(implied):
            yield say(
                "The weights of the proposal are worth {money} kr. per minute.",
                money=say.price(implied, 0 if implied >= 10 else 1),
            )
        proven = solved.gap + (price.answer.gap if price.answer else 0.0)
        if solved.method in ("balanced", "weighted") and 0 < abs(price.objective) <= proven:
            yield say("The difference is smaller than what the plans are proven to: not a finding.")
        elif price.objective < 0:
            yield say(
                "By the proposal's own measure the plan is better than the proposal: only the rule is in the way."
            )
        if solved.method in WEIGHING and (without := without_range(say, solved.scale)):
            yield without
        if solved.method == "balanced" and price.displaced:
            yield say(
                "The method balanced follows the aim furthest from its best; where that is "
                "economy, other offers give way."
            )

    def _measure_by_prices(self, prices: Prices) -> Iterator[str]:
        say, price, solved = self.say, self.explained.price, self.view.solved
        lost = prices.lost_quality_visit or 0.0
        yield say(
            "All in all: economy, a minute at {minute} kr. and a visit of lost quality at {visit} kr.",
            minute=say.exact_price(prices.minute),
            visit=say.exact_price(lost),
        )
        proven = (solved.gap_money or 0.0) + ((price.answer.gap_money or 0.0) if price.answer else 0.0)
        if 0 < abs(price.objective) <= proven:
            yield say("The difference is smaller than what the plans are proven to: not a finding.")
        elif price.objective < -PRINTED[2]:
            yield say("By these prices the plan is better than the proposal: only the rule is in the way.")

    def _impossible(self) -> list[Line]:
        say, price = self.say, self.explained.price
        none = (
            N_("No plan has it, even with every rule set aside that an exception can set aside.")
            if price.forced == "in"
            else N_("No plan can do without it.")
        )
        lines = list(self.wrapped(say(none)))
        waived = {waiver.rule for waiver in price.waivers}
        rest = [rule.check for rule in self.explained.rules if rule.says_no and rule.check.rule not in waived]
        if rest:
            rules = list(dict.fromkeys(self.rule_name(check) for check in rest))
            lines += self.wrapped(say("In the way: {rules}.", rules=say.listed(rules)))
        if price.repairs:
            typed = not isinstance(say, MediumVoice)
            lines += repairs_screen(price.repairs, self.view.instance.scenario, say, typed=typed)
        return lines
