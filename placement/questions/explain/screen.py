"""The screen of ``explain`` for one pair: the rules, the patients, the price of the contrary, what would change it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from placement.locale import N_, P_
from placement.plan.plan import RuleCheck
from placement.present.screen.faults import repairs_screen
from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.screen.sections import headed, spaced
from placement.present.words.names import short_name
from placement.present.words.vocabulary import ITEM, RULE, UNIT
from placement.present.words.voice import Voice
from placement.questions.explain.break_even import BreakEven
from placement.questions.explain.case import Remedy, RuleNote
from placement.questions.explain.others_in_words import other_name, scarce_name
from placement.questions.explain.price import Difference
from placement.questions.explain.prices_in_words import at_prices
from placement.questions.explain.study import Explanation
from placement.questions.proposal.findings import KnifeEdge, Study
from placement.questions.proposal.screen.left_out import why_not
from placement.questions.proposal.views import View, without_range
from placement.scenario.schema.rules import Rule
from placement.solve.result import PRINTED, WEIGHING, Prices, Solved

_PRICE_HEADING = {
    "in": N_("THE PRICE OF INSISTING"),
    "out": N_("THE PRICE OF DOING WITHOUT"),
}
"""By ``Price.forced``."""
_REMEDY = {
    "threshold": N_("{rule}: {after} instead of {before}"),
    "decision": N_("the decision changes: {rule}"),
    "rule": N_("the rule gives way: {rule}"),
    "demand": N_("{share} more visits from the catchment"),
    "home": N_("ceiling at home {after} instead of {before}"),
    "minute": N_("a saved minute is worth at least {after} kr. (the weights say {before})"),
    "cheaper_minute": N_("a saved minute may cost at most {after} kr. (here {before})"),
}
"""By ``Remedy.kind``."""
_MINUTE = N_("a saved minute may cost {after} kr. (here {before})")
"""The same of ``minute`` where the proposal was found by prices."""
_AGAINST_TODAY = {
    "new": N_("It is a new offer in the proposal."),
    "kept": N_("It is there today and stays."),
    "closed": N_("It is there today, but not in the proposal."),
}
"""By ``PairNote.change``; nothing is said of ``none``, which is neither here today nor proposed."""
_WITH_IT = N_("To have it, with all else as proposed: running cost {operating} and investment {investment} million kr.")
_WITHOUT_IT = N_(
    "Without it, with all else as proposed: running cost {operating} and investment {investment} million kr."
)
_PRICE_ROW = {
    "minutes": N_("Travel, minutes a year, both ways"),
    "quality": N_("Visits below target volume"),
    "operating": N_("Running cost, region, million kr. a year"),
    "investment": N_("Investment, million kr."),
    "price": N_("Kr. per minute, annuities included"),
    "total": N_("All in all, 1,000 kr. a year"),
    "longer": P_("explain", "Visits with a longer trip"),
    "shorter": N_("Visits with a shorter trip"),
}
"""By the keys of ``_cells``."""
_PRICE_COLUMN = {
    "alone": N_("All else|as proposed"),
    "again": N_("All else|decided again"),
}
_TRIPS = {
    "longer": N_("Longer trips for {groups}."),
    "shorter": N_("Shorter trips for {groups}."),
}
_MOST_AREAS = 6
_MOST_EDGES = 3
_MOST_ITEMS = 4
_MOST_GROUPS = 4
_YES_NO = "yes/no"
_SHOWN_DKK = 50_000
_MILLIONS = {"DKK": "million", "DKK/year": "million/year"}
"""Units shown in millions, and what they are called then."""
_DECIDED = frozenset({Rule.MUST, Rule.KEEP_EXISTING_IN_HOUSES, Rule.KEEP_HOSPITAL_FUNCTIONS})
"""Shown although they only say yes: somebody has decided them."""
_DECIMALS = 4
"""Of a price of a minute at most; as few as show it."""
_THOUSAND = 1000
_WHOLE = 1000
"""From here a number is shown without decimals."""
_LEAST_NAME = 36


def explain_screen(
    solved: Solved, study: Study, explained: Explanation, say: Voice, *, folder: str = "", every: bool = False
) -> list[Line]:
    """A sentence first, then the rules, the patients, the price, what would have to change, and how sure it is.

    ``folder`` is where the tables are, empty where none are written; ``every`` shows all rules and areas.
    """
    screen = _Screen(View(solved, study, say), explained, every=every)
    parts = [screen.title(), screen.short(), screen.minute(), screen.no(), screen.yes(), screen.patients()]
    parts += [screen.price()]
    parts += [screen.changes(), screen.another_house(), screen.proof(folder)]
    return spaced(parts)


class _Screen:
    """One explanation in one language."""

    def __init__(self, view: View, explained: Explanation, *, every: bool) -> None:
        self.view, self.say, self.explained, self.every = view, view.say, explained, every
        self.site, self.function = view.site(explained.site), view.function(explained.function)

    def _heading(self, key: str, rest: str = "") -> Line:
        return headed(self.say(key), rest)

    def _wrapped(self, text: str, first: str = "    ", rest: str = "    ") -> Iterator[Line]:
        mark = "warning" if text.startswith("!") else ""
        return (Line(line, mark=mark if n == 0 else "") for n, line in enumerate(wrapped(text, first, rest)))

    def _share_or(self, value: float, unit: str) -> str:
        """A value in the unit of a rule, without the unit's name."""
        if unit == _YES_NO:
            return self.say(N_("yes") if value else N_("no"))
        if unit == "share":
            return self.say.percent(value)
        if unit in _MILLIONS:
            return self.say.millions(value)
        return self.say.number(value) if abs(value) >= _WHOLE else self.say.short(value, 1)

    def _unit(self, unit: str) -> str:
        known = UNIT.get(_MILLIONS.get(unit, unit))
        return self.say(known) if known else "" if unit == "share" else unit

    def _rule(self, check: RuleCheck) -> str:
        """A rule, and what it is about where that is not the pair itself."""
        parts = [self.say(RULE[check.rule])]
        if check.site and check.site != self.explained.site:
            parts.append(short_name(self.view.site(check.site)))
        if check.item:
            parts.append(short_name(self.view.item(check.item)))
        return ", ".join(parts)

    # ---- sections

    def title(self) -> list[Line]:
        """The question."""
        key = N_("Why {function} at {site}?") if self.explained.is_in else N_("Why not {function} at {site}?")
        return [headed(self.say(key, function=self.function, site=self.site))]

    def short(self) -> list[Line]:
        """What decides, and what it costs to insist."""
        say, explained = self.say, self.explained
        note, alone = explained.note, explained.price.alone
        sentences = [say(_AGAINST_TODAY[note.change])] if note.change != "none" else []
        if not explained.is_in:
            rules = list(dict.fromkeys(self._rule(rule.check) for rule in explained.rules if rule.says_no))
            text = say.some(
                "{n} rule says no: {rules}.", "{n} rules say no: {rules}.", len(rules), rules=say.listed(rules)
            )
            sentences.append(text if rules else say("No rule says no; the trade-off speaks against it."))
        if alone:
            sentences.append(
                say(
                    _WITHOUT_IT if explained.is_in else _WITH_IT,
                    operating=say.millions(alone.operating_dkk_per_year, signed=True),
                    investment=say.millions(alone.investment_dkk, signed=True),
                )
            )
        return self.view.paragraph(say(P_("explain", "IN SHORT")), sentences)

    def minute(self) -> list[Line]:
        """At which prices of a minute it is in the plan, or by how much it misses."""
        found, say = self.explained.break_even, self.say
        if found is None:
            return []
        here = say.short(found.price, _DECIMALS)
        if found.spans:
            text = say("In the plan {prices}; here a minute may cost {here} kr.", prices=self._at(found), here=here)
        elif not found.proven:
            text = say("There was no time to find out; --time-limit allows more.")
        elif found.possible is False:
            text = say("In the plan at no price: no plan that keeps every rule has it.")
        else:
            text = say("In the plan at no price.")
        return self.view.paragraph(say("IF A MINUTE MAY COST MORE OR LESS"), [text, *self._missed(found)])

    def _at(self, found: BreakEven) -> str:
        return at_prices(self.say, found.spans)

    def _missed(self, found: BreakEven) -> Iterator[str]:
        """What it misses by, and plans that cost the same."""
        say = self.say
        if found.tied:
            yield say(
                "At {price} kr. a minute a plan with it costs the same as the best.", price=self._minute(found.least_at)
            )
            return
        if math.isfinite(found.misses):
            yield say(
                "At {here} kr. a minute the best plan with it is {dkk} kr. a year dearer.",
                here=self._minute(found.price),
                dkk=say.about(found.misses),
            )
        if math.isfinite(found.least_miss) and found.least_at != found.price:
            yield say(
                "It misses by least at {price} kr. a minute: {dkk} kr. a year.",
                price=self._minute(found.least_at),
                dkk=say.about(found.least_miss),
            )
        if any(span.holds(found.price) for span in found.spans) and not self.explained.is_in:
            yield say("Here a plan with it costs the same as the proposal.")

    def _minute(self, price: float) -> str:
        return self.say.short(price, 2)

    def no(self) -> list[Line]:
        """Rules that say no, with what they lack, who owns them, and where they tip."""
        rules = [rule for rule in self.explained.rules if rule.says_no]
        if not rules:
            return [self._heading(N_("RULES THAT SAY NO"), self.say("none"))]
        return [self._heading(N_("RULES THAT SAY NO")), *self._rules(rules, "✗", N_("Lacks")), *self._tips(rules)]

    def yes(self) -> list[Line]:
        """Rules that say yes with a number, or all of them when asked."""
        yes = [rule for rule in self.explained.rules if not rule.says_no]
        shown = yes if self.every else [r for r in yes if r.check.unit != _YES_NO or r.check.rule in _DECIDED]
        if not shown:
            return []
        own = [rule for rule in shown if rule.quality == "assumption" and rule.check.site == self.explained.site]
        return [self._heading(N_("RULES THAT SAY YES")), *self._rules(shown, "✓", N_("Room")), *self._tips(own)]

    def _rules(self, rules: Sequence[RuleNote], sign: str, slack: str) -> list[Line]:
        say = self.say
        columns = [
            Column(gives=True, least=_LEAST_NAME),
            Column((say("Here"),), right=True),
            Column((say("Bound"),), right=True),
            Column((say(slack),), right=True),
            Column((say("Unit"),), gives=True),
            Column((say("Owner"),), gives=True),
        ]
        return [Line(line) for line in table(columns, [self._row(rule, sign) for rule in rules], indent=2)]

    def _row(self, rule: RuleNote, sign: str) -> list[str]:
        check = rule.check
        plain = check.unit == _YES_NO
        return [
            f"{sign} {self._rule(check)}",
            self._share_or(check.have, check.unit),
            self._share_or(check.need, check.unit),
            "" if plain else self._share_or(abs(check.slack), check.unit),
            "" if plain else self._unit(check.unit),
            rule.owner,
        ]

    def _tips(self, rules: Sequence[RuleNote]) -> Iterator[Line]:
        """The tipping value of each threshold; assumed ones are said to be."""
        for rule in rules:
            if math.isfinite(rule.tipping_value):
                both = [self._share_or(end, rule.check.unit) for end in (rule.low, rule.high)]
                known = math.isfinite(rule.low) and math.isfinite(rule.high)
                text = self.say(
                    N_("! {rule} is an assumption{range}; the bound tips at {tips}.")
                    if rule.quality == "assumption"
                    else N_("{rule}: the bound tips at {tips}."),
                    rule=self._rule(rule.check),
                    range=self.say(" ({low}-{high})", low=both[0], high=both[1]) if known else "",
                    tips=self._share_or(rule.tipping_value, rule.check.unit),
                )
                yield from self._wrapped(text)

    def patients(self) -> list[Line]:
        """Areas by visits, and those where a few minutes decide."""
        say, areas = self.say, self.explained.areas
        if not areas:
            return [self._heading(N_("WHERE THE PATIENTS LIVE"), say("nobody has the site nearest")), *self._edges()]
        visits, people = sum(area.visits for area in areas), sum(area.people for area in areas)
        summed = say(
            "about {visits} visits a year, from areas with {people} inhabitants",
            visits=say.about(visits),
            people=say.number(people),
        )
        shown = areas if self.every else areas[:_MOST_AREAS]
        names = [
            say(
                "{area} {visits} ({here} min., else {otherwise})",
                area=self.view.area(area.area),
                visits=say.about(area.visits),
                here=say.number(area.minutes_here),
                otherwise=say.number(area.minutes_otherwise),
            )
            for area in shown
        ]
        left = areas[len(shown) :]
        if left:
            names.append(
                say("{n} other areas {visits}", n=len(left), visits=say.about(sum(area.visits for area in left)))
            )
        return [self._heading(N_("WHERE THE PATIENTS LIVE"), summed), *self._wrapped(" · ".join(names)), *self._edges()]

    def _edges(self) -> Iterator[Line]:
        edges = sorted(self.explained.edges, key=lambda edge: (not edge.hangs_on_it, -edge.visits))
        for edge in edges if self.every else edges[:_MOST_EDGES]:
            yield from self._wrapped(self._edge(edge))

    def _edge(self, edge: KnifeEdge) -> str:
        say = self.say
        return say(
            "! {area}: {minutes} min. decide whether {visits} visits a year go to {site} or {other}.{hangs}",
            area=self.view.area(edge.area),
            minutes=say.short(edge.difference_minutes, 1),
            visits=say.about(edge.visits),
            site=self.view.site(edge.site),
            other=self.view.site(edge.next_site),
            hangs=say(" They decide a rule.") if edge.hangs_on_it else "",
        )

    # ---- the price

    def price(self) -> list[Line]:
        """Both prices side by side, for whom, and what gives way; or why there is none."""
        price = self.explained.price
        heading = self._heading(_PRICE_HEADING[price.forced])
        lines = [heading]
        if price.solved:
            lines = self.view.paragraph(heading.text.strip(), [self._waived()])
        if price.alone or price.solved:
            lines += self._prices()
        for text in self._about_price():
            lines += self._wrapped(text)
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
        price = found.dkk_per_minute
        return {
            "minutes": say.about(found.minutes_per_year, signed=True),
            "longer": say.about(found.moved.visits_longer),
            "shorter": say.about(found.moved.visits_shorter),
            "quality": say.about(found.quality_visits, signed=True),
            "operating": say.millions(found.operating_dkk_per_year, signed=True),
            "investment": say.millions(found.investment_dkk, signed=True),
            "price": say.number(price, 0 if not math.isfinite(price) or price >= 10 else 1),
        } | ({"total": say.number(found.total_dkk / _THOUSAND, signed=True)} if math.isfinite(found.total_dkk) else {})

    def _about_price(self) -> Iterator[str]:
        say, price = self.say, self.explained.price
        if price.alone:
            yield from self._items(price.alone)
            said = {rule.check for rule in self.explained.rules if rule.says_no}
            rules = list(dict.fromkeys(self._rule(check) for check in price.alone.broken if check not in said))
            if rules:
                yield say("! With all else as proposed these are broken: {rules}.", rules=say.listed(rules))
        if price.solved:
            yield from self._whom(price.solved)
            yield from self._displaced()
            yield from self._measure()

    def _items(self, found: Difference) -> Iterator[str]:
        """What the running cost is made of, the region's alone."""
        items = [item for item in found.items if item.payer == "region" and abs(item.dkk_per_year) >= _SHOWN_DKK]
        names = [
            f"{self._item(item.item)} {self.say.millions(item.dkk_per_year, signed=True)}"
            for item in items[:_MOST_ITEMS]
        ]
        if names:
            yield self.say("Running cost, all else as proposed: {items} million kr.", items=" · ".join(names))

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
        """What gives way, with the scarce thing that stands between, and what comes instead."""
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
        """What a minute is worth, and whether the difference exceeds the gaps of the two plans."""
        say, price, solved = self.say, self.explained.price, self.view.solved
        if solved.prices is not None:
            yield from self._measure_by_prices(solved.prices)
            return
        implied = solved.implied_dkk_per_minute
        if implied is not None and math.isfinite(implied):
            yield say(
                "The weights of the proposal are worth {dkk} kr. per minute.",
                dkk=say.number(implied, 0 if implied >= 10 else 1),
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
            minute=say.short(prices.minute),
            visit=say.short(lost),
        )
        proven = (solved.gap_dkk or 0.0) + ((price.answer.gap_dkk or 0.0) if price.answer else 0.0)
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
        lines = list(self._wrapped(say(none)))
        waived = {waiver.rule for waiver in price.waivers}
        rest = [rule.check for rule in self.explained.rules if rule.says_no and rule.check.rule not in waived]
        if rest:
            rules = list(dict.fromkeys(self._rule(check) for check in rest))
            lines += self._wrapped(say("In the way: {rules}.", rules=say.listed(rules)))
        if price.repairs:
            lines += repairs_screen(price.repairs, self.view.instance.scenario, say)
        return lines

    # ---- what else

    def changes(self) -> list[Line]:
        """What would have to change, numbered."""
        remedies = self.explained.remedies
        if not remedies:
            return []
        lines = [self._heading(N_("WHAT WOULD HAVE TO CHANGE, one thing at a time"))]
        for number, remedy in enumerate(remedies, 1):
            end = self.say(_ends(remedy))
            lines += self._wrapped(f"{self._remedy(remedy)} ({end})", f"    {number}. ", "       ")
        return lines

    def _remedy(self, remedy: Remedy) -> str:
        unit = "share" if remedy.kind == "home" else remedy.unit
        if remedy.tried and remedy.kind in ("minute", "cheaper_minute"):
            both = {
                "after": self.say.short(remedy.after, _DECIMALS),
                "before": self.say.short(remedy.before, _DECIMALS),
            }
            return self.say(_MINUTE if remedy.kind == "minute" else _REMEDY[remedy.kind], **both)
        return self.say(
            _REMEDY[remedy.kind],
            rule=self.say(RULE[remedy.rule]) if remedy.rule else "",
            before=self._share_or(remedy.before, unit) if math.isfinite(remedy.before) else "–",
            after=self._share_or(remedy.after, unit),
            share=self.say.percent(remedy.after - 1),
        )

    def another_house(self) -> list[Line]:
        """The best alternative."""
        say, note = self.say, self.explained.alternative
        if self.explained.is_in:
            return []
        if note is None:
            return [self._heading(N_("ANOTHER HOUSE"), say("no other house could have it"))]
        values = {"site": self.view.site(note.site), "visits": say.about(note.visits)}
        if note.blocking:
            text = say("{site}: {visits} visits a year; {why}.", **values, why=why_not(self.view, note))
        else:
            price = ""
            if self.view.solved.method == "price":
                price = say(", but does not pay")
            elif math.isfinite(note.dkk_per_minute):
                price = say(", but the trade-off says no ({dkk} kr. per minute)", dkk=say.number(note.dkk_per_minute))
            text = say("{site}: {visits} visits a year, keeps the rules{price}.", **values, price=price)
        return self.view.paragraph(say("ANOTHER HOUSE"), [text])

    def proof(self, folder: str) -> list[Line]:
        """The gaps of the proposal and of the contrary plan, and where the tables are."""
        say, answer, solved = self.say, self.explained.price.answer, self.view.solved
        sentences = []
        if answer:
            seconds = say.number(solved.seconds["total"] + answer.seconds["solve"] + answer.seconds["build"], 1)
            gaps = {"gap": say.percent(solved.gap, 1), "other": say.percent(answer.gap, 1)}
            both = [gap for gap in (solved.gap_dkk, answer.gap_dkk) if gap is not None]
            if len(both) == len(gaps):
                in_kroner = (say("{dkk} kr. a year", dkk=say.number(gap)) for gap in both)
                gaps = dict(zip(gaps, in_kroner, strict=True))
            sentences.append(
                say(
                    "The proposal is at most {gap} from proven best, the contrary plan at most "
                    "{other}. {seconds} seconds.",
                    **gaps,
                    seconds=seconds,
                )
            )
        if folder:
            sentences.append(say("Tables are in {folder}.", folder=folder))
        return self.view.paragraph(say("EVIDENCE"), sentences) if sentences else []


def _ends(remedy: Remedy) -> str:
    """What a change alone does: whether the pair is in then, or at least allowed."""
    if remedy.enough:
        return N_("that is enough")
    if not remedy.allowed:
        return N_("not enough alone")
    return N_("the rules then allow it, but it does not pay") if remedy.tried else N_("then no rule says no")
