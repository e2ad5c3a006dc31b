"""The screen of ``explain`` for one pair: the rules, the patients, the price of the contrary, the remedies."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from placement.locale import N_, P_
from placement.present.screen.lines import Column, Line, headed, spaced, table
from placement.present.words.vocabulary import RULE, UNIT
from placement.present.words.voice import Voice
from placement.questions.explain.break_even import BreakEven
from placement.questions.explain.case import Remedy, RuleNote
from placement.questions.explain.price_screen import PriceSection, Telling, at_prices
from placement.questions.explain.study import Explanation
from placement.questions.proposal.findings import KnifeEdge, Study
from placement.questions.proposal.screen.left_out import why_not
from placement.questions.proposal.views import View
from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved

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
"""The text of ``minute`` where the proposal was found by prices."""
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
_MOST_AREAS = 6
_MOST_EDGES = 3
_YES_NO = "yes/no"
_MILLIONS = {"DKK": "million", "DKK/year": "million/year"}
"""Units shown in millions, and what they are called then."""
_DECIDED = frozenset({Rule.MUST, Rule.KEEP_EXISTING_IN_HOUSES, Rule.KEEP_HOSPITAL_FUNCTIONS})
"""Shown although they only say yes: somebody has decided them."""
_DECIMALS = 4
"""The most decimals of a price of a minute; fewer where fewer show it."""
_WHOLE = 1000
"""From this number on no decimals are shown."""
_LEAST_NAME = 36


def explain_screen(
    solved: Solved, study: Study, explained: Explanation, say: Voice, *, folder: str = "", every: bool = False
) -> list[Line]:
    """A sentence first, then the rules, the patients, the price, what would have to change, and how sure it is.

    ``folder`` is where the tables are, empty where none are written; ``every`` shows all rules and areas.
    """
    view = View(solved, study, say)
    screen = _Screen(view, explained, every=every)
    parts = [screen.title(), screen.short(), screen.minute(), screen.no(), screen.yes(), screen.patients()]
    parts += [PriceSection(view, explained).price()]
    parts += [screen.changes(), screen.another_house(), screen.proof(folder)]
    return spaced(parts)


class _Screen(Telling):
    """The screen of one explanation in one language."""

    def __init__(self, view: View, explained: Explanation, *, every: bool) -> None:
        super().__init__(view, explained)
        self.every = every
        self.site, self.function = view.site(explained.site), view.function(explained.function)

    def _share_or(self, value: float, unit: str, beside: float = 0.0) -> str:
        """A value in the unit of a rule, without the unit's name; a whole number where those ``beside`` it are."""
        if unit == _YES_NO:
            return self.say(N_("yes") if value else N_("no"))
        if unit == "share":
            return self.say.percent(value)
        if unit in _MILLIONS:
            return self.say.millions(value)
        if unit == "DKK/minute":
            return self.say.exact_price(value, 0 if abs(value) >= _WHOLE else 1)
        size = max(abs(value), beside if abs(value) >= 1 else 0.0)
        return self.say.number(value) if size >= _WHOLE else self.say.short(value, 1)

    def _unit(self, unit: str) -> str:
        known = UNIT.get(_MILLIONS.get(unit, unit))
        return self.say(known) if known else "" if unit == "share" else unit

    # ---- sections

    def title(self) -> list[Line]:
        """The question as the title."""
        key = N_("Why {function} at {site}?") if self.explained.is_in else N_("Why not {function} at {site}?")
        return [headed(self.say(key, function=self.function, site=self.site))]

    def short(self) -> list[Line]:
        """The summary: what decides, and what it costs to insist."""
        say, explained = self.say, self.explained
        note, alone = explained.note, explained.price.alone
        sentences = [say(_AGAINST_TODAY[note.change])] if note.change != "none" else []
        if not explained.is_in:
            rules = list(dict.fromkeys(self.rule_name(rule.check) for rule in explained.rules if rule.says_no))
            text = say.some(
                "{n} rule says no: {rules}.", "{n} rules say no: {rules}.", len(rules), rules=say.listed(rules)
            )
            sentences.append(text if rules else say("No rule says no; the trade-off speaks against it."))
        if alone:
            sentences.append(
                say(
                    _WITHOUT_IT if explained.is_in else _WITH_IT,
                    operating=say.millions(alone.operating_per_year, signed=True),
                    investment=say.millions(alone.investment, signed=True),
                )
            )
        return self.view.paragraph(say(P_("explain", "IN SHORT")), sentences)

    def minute(self) -> list[Line]:
        """At which prices of a minute the pair is in the plan, or by how much it misses."""
        found, say = self.explained.break_even, self.say
        if found is None:
            return []
        here = say.exact_price(found.price, _DECIMALS)
        if found.spans:
            text = say("In the plan {prices}; here a minute may cost {here} kr.", prices=self._at(found), here=here)
        elif not found.proven:
            text = say("There was no time to find out; --time-limit allows more.")
        elif found.possible is False:
            text = say("It is in the plan at no price of a minute: no plan that keeps every rule has it.")
        else:
            text = say("It is in the plan at no price of a minute.")
        return self.view.paragraph(say("WHEN IT PAYS"), [text, *self._missed(found)])

    def _at(self, found: BreakEven) -> str:
        return at_prices(self.say, found.spans)

    def _missed(self, found: BreakEven) -> Iterator[str]:
        """By how much the pair misses, or that a plan with it costs the same."""
        say = self.say
        if found.tied:
            yield say(
                "At {price} kr. a minute a plan with it costs the same as the best.", price=self._minute(found.least_at)
            )
            return
        if math.isfinite(found.misses):
            yield say(
                "At {here} kr. a minute the best plan with it is {money} kr. a year dearer.",
                here=self._minute(found.price),
                money=say.money(found.misses),
            )
        if math.isfinite(found.least_miss) and found.least_at != found.price:
            yield say(
                "It misses by least at {price} kr. a minute: {money} kr. a year.",
                price=self._minute(found.least_at),
                money=say.money(found.least_miss),
            )
        if any(span.holds(found.price) for span in found.spans) and not self.explained.is_in:
            yield say("Here a plan with it costs the same as the proposal.")

    def _minute(self, price: float) -> str:
        return self.say.exact_price(price)

    def no(self) -> list[Line]:
        """The rules that say no: what is missing, who owns them, and where they tip."""
        rules = [rule for rule in self.explained.rules if rule.says_no]
        if not rules:
            return [self.heading(N_("RULES THAT SAY NO"), self.say("none"))]
        return [self.heading(N_("RULES THAT SAY NO")), *self._rules(rules, "✗", N_("Lacks")), *self._tips(rules)]

    def yes(self) -> list[Line]:
        """The rules that say yes and have a number; with ``every`` all of them."""
        yes = [rule for rule in self.explained.rules if not rule.says_no]
        shown = yes if self.every else [r for r in yes if r.check.unit != _YES_NO or r.check.rule in _DECIDED]
        if not shown:
            return []
        own = [rule for rule in shown if rule.quality == "assumption" and rule.check.site == self.explained.site]
        return [self.heading(N_("RULES THAT SAY YES")), *self._rules(shown, "✓", N_("Room")), *self._tips(own)]

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
            f"{sign} {self.rule_name(check)}",
            self._share_or(check.have, check.unit),
            self._share_or(check.need, check.unit),
            "" if plain else self._share_or(abs(check.slack), check.unit, max(abs(check.have), abs(check.need))),
            "" if plain else self._unit(check.unit),
            rule.owner,
        ]

    def _tips(self, rules: Sequence[RuleNote]) -> Iterator[Line]:
        """The tipping value of each threshold, with a mark on assumed ones."""
        for rule in rules:
            if math.isfinite(rule.tipping_value):
                both = [self._share_or(end, rule.check.unit) for end in (rule.low, rule.high)]
                known = math.isfinite(rule.low) and math.isfinite(rule.high)
                text = self.say(
                    N_("! {rule} is an assumption{range}; the bound tips at {tips}.")
                    if rule.quality == "assumption"
                    else N_("{rule}: the bound tips at {tips}."),
                    rule=self.rule_name(rule.check),
                    range=self.say(" ({low}–{high})", low=both[0], high=both[1]) if known else "",
                    tips=self._share_or(rule.tipping_value, rule.check.unit),
                )
                yield from self.wrapped(text)

    def patients(self) -> list[Line]:
        """The areas of the patients by visits, and those where a few minutes decide."""
        say, areas = self.say, self.explained.areas
        if not areas:
            return [self.heading(N_("WHERE THE PATIENTS LIVE"), say("nobody has the site nearest")), *self._edges()]
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
        return [self.heading(N_("WHERE THE PATIENTS LIVE"), summed), *self.wrapped(" · ".join(names)), *self._edges()]

    def _edges(self) -> Iterator[Line]:
        edges = sorted(self.explained.edges, key=lambda edge: (not edge.hangs_on_it, -edge.visits))
        for edge in edges if self.every else edges[:_MOST_EDGES]:
            yield from self.wrapped(self._edge(edge))

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

    # ---- what else

    def changes(self) -> list[Line]:
        """The remedies, numbered."""
        remedies = self.explained.remedies
        if not remedies:
            return []
        lines = [self.heading(N_("WHAT WOULD HAVE TO CHANGE, one thing at a time"))]
        for number, remedy in enumerate(remedies, 1):
            end = self.say(_ends(remedy))
            lines += self.wrapped(f"{self._remedy(remedy)} ({end})", f"    {number}. ", "       ")
        return lines

    def _remedy(self, remedy: Remedy) -> str:
        unit = "share" if remedy.kind == "home" else remedy.unit
        if remedy.tried and remedy.kind in ("minute", "cheaper_minute"):
            both = {
                "after": self.say.exact_price(remedy.after, _DECIMALS),
                "before": self.say.exact_price(remedy.before, _DECIMALS),
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
        """The other house nearest to having the function."""
        say, note = self.say, self.explained.alternative
        if self.explained.is_in:
            return []
        if note is None:
            return [self.heading(N_("ANOTHER HOUSE"), say("no other house could have it"))]
        values = {"site": self.view.site(note.site), "visits": say.about(note.visits)}
        if note.blocking:
            text = say("{site}: {visits} visits a year; {why}.", **values, why=why_not(self.view, note))
        else:
            price = ""
            if self.view.solved.method == "price":
                price = say(", but does not pay")
            elif math.isfinite(note.money_per_minute):
                price = say(
                    ", but the trade-off says no ({money} kr. per minute)", money=say.price(note.money_per_minute, 0)
                )
            text = say("{site}: {visits} visits a year, keeps the rules{price}.", **values, price=price)
        return self.view.paragraph(say("ANOTHER HOUSE"), [text])

    def proof(self, folder: str) -> list[Line]:
        """The gaps of the proposal and of the contrary plan, and where the tables are."""
        say, answer, solved = self.say, self.explained.price.answer, self.view.solved
        sentences = []
        if answer:
            seconds = say.number(solved.seconds["total"] + answer.seconds["solve"] + answer.seconds["build"], 1)
            sentences += [self._gaps(solved, answer), say("{n} seconds.", n=seconds)]
        if folder:
            sentences.append(say("Tables are in {folder}.", folder=folder))
        return self.view.paragraph(say("EVIDENCE"), sentences) if sentences else []

    def _gaps(self, solved: Solved, answer: Solved) -> str:
        """How far both plans are from proven best at most; what is less than the last whole amount is none."""
        say = self.say
        both = [gap for gap in (solved.gap_money, answer.gap_money) if gap is not None]
        if len(both) == 2 and max(both) < 1:
            return say("Both the proposal and the contrary plan are proven best.")
        gaps = [say.percent(solved.gap, 1), say.percent(answer.gap, 1)]
        if len(both) == len(gaps):
            gaps = [
                say("{money} kr. a year", money=say.money(math.ceil(gap) if math.isfinite(gap) else gap, None))
                for gap in both
            ]
        first, second = gaps
        return say(
            "The proposal is at most {gap} from proven best, the contrary plan at most {other}.",
            gap=first,
            other=second,
        )


def _ends(remedy: Remedy) -> str:
    """The effect of a remedy alone: whether the pair is in the plan, or at least allowed."""
    if remedy.enough:
        return N_("that is enough")
    if not remedy.allowed:
        return N_("not enough alone")
    return N_("the rules then allow it, but it does not pay") if remedy.tried else N_("then no rule says no")
