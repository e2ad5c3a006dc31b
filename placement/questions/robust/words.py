"""The words of ``robust``: places, plans, rules and worlds by name, amounts, and what differs with weights."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from placement.locale import N_
from placement.present.screen.lines import NO_BREAK, Line, headed, wrapped
from placement.present.words.quantities import money, path_in_words
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import Language, Voice
from placement.questions.robust.findings import Loss, Robust
from placement.questions.robust.hinges import End, Hinge
from placement.questions.robust.tables import BASE, Names, variant_of
from placement.questions.robust.worlds import NOT_THERE, Found, Pair, World


@dataclass(frozen=True)
class Wording:
    """Texts of the screen that depend on the measure of plans; ``money``: whether amounts are DKK a year."""

    money: bool
    meaning: Mapping[str, str]
    shares: tuple[str, str, str]
    regret_heads: tuple[str, str]
    regret: str
    better: str
    nearly: str
    worse: str
    solved_again: str

    def amount(self, say: Voice, objective: float) -> str:
        """A difference of objectives in words: kroner a year, or a share of the range."""
        return say("{money} a year", money=money(say, objective)) if self.money else say.percent(objective, 1)

    def cell(self, say: Voice, objective: float) -> str:
        """A difference of objectives in a column whose heading has the unit."""
        if math.isnan(objective):
            return "–"
        return say.money(objective) if self.money else say.percent(objective, 1)


PRICED = Wording(
    money=True,
    meaning={
        "decide": N_("in the best plan in at least {share} of the worlds and prices"),
        "discuss": N_("in the best plan in some and not in others"),
        "drop": N_("in the best plan in at most {share} of the worlds and prices"),
    },
    shares=(N_("Share of|best plans"), N_("Price|alone varies"), N_("Numbers|alone vary")),
    regret_heads=(N_("Largest|regret, kr."), N_("Mean|regret, kr.")),
    regret=N_(
        "Largest regret: how much dearer a year a plan is than the best for the same numbers and price, minutes and "
        "lost quality at their prices, in the world and at the price where it does worst. Worlds where it breaks a "
        "rule are not in the regret. Plans judged: {judged} of {plans}; the answer is the best of those."
    ),
    better=N_("At {value} another plan is {regret} cheaper, minutes counted: {what}."),
    nearly=N_("dearer by at most {share} of the gain over today"),
    worse=N_("{worse} dearer: {what}."),
    solved_again=N_(" Solved again: {what}, {regret} dearer."),
)
WEIGHED = Wording(
    money=False,
    meaning={
        "decide": N_("in at least {share} of the good plans"),
        "discuss": N_("in some and not in others"),
        "drop": N_("in at most {share} of the good plans"),
    },
    shares=(N_("Core|index"), N_("Weights|alone vary"), N_("Numbers|alone vary")),
    regret_heads=(N_("Largest|regret"), N_("Mean|regret")),
    regret=N_(
        "Largest regret: how much worse a plan is than the best for the same numbers and "
        "weights, in the world and for the weights where it does worst; share of the "
        "range. Worlds where it breaks a rule are not in the regret. Plans judged: "
        "{judged} of {plans}; the answer is the best of those."
    ),
    better=N_("At {value} another plan is {regret} better: {what}."),
    nearly=N_("at most {share} of the range worse"),
    worse=N_("{worse} worse: {what}."),
    solved_again=N_(" Solved again: {what}, {regret} worse."),
)


def wording_of(found: Robust) -> Wording:
    """The texts for a study with prices, or with weights."""
    return WEIGHED if found.weights else PRICED


def counted(found: Robust, say: Voice) -> list[str]:
    """Sentences on the worlds and prices, or weights, of the study, and on what a good plan is."""
    if found.prices is None:
        return [
            say(
                "Calculated in {worlds} worlds (the scenario's own numbers, and all uncertain "
                "numbers drawn anew) with {weights} sets of weights: {good} good plans, {plans} "
                "of them distinct. A good plan is the best for some of the weights and not "
                "beaten by another in all three aims.",
                worlds=say.number(found.done),
                weights=len(found.weights),
                good=say.number(found.good),
                plans=say.number(found.plans),
            )
        ]
    own, low, high = found.prices
    told = say.some(
        "Calculated in {n} world, that of the scenario's own numbers: {plans}.",
        "Calculated in {n} worlds (the scenario's own numbers, and all uncertain numbers drawn anew): {plans}.",
        found.done,
        plans=say.some("{n} plan is best somewhere", "{n} distinct plans are best somewhere", found.plans),
    )
    if low == high:
        held = say(
            "The price of a minute has no range and was held at {price} kr.; only the worlds vary.",
            price=say.exact_price(own),
        )
        return [told, held]
    swept = say(
        "In each a saved minute may cost anything from {low} to {high} kr. ({own} kr. in the proposal); every price in "
        "between counts the same.",
        low=say.exact_price(low),
        high=say.exact_price(high),
        own=say.exact_price(own),
    )
    return [told, swept]


MOST_NAMED = 6
"""The most things named in a sentence without ``--all``."""


class Saying:
    """The base of screens about one study, in one language."""

    def __init__(self, found: Robust, language: Language, *, every: bool) -> None:
        self.found, self.every = found, every
        self.say = Voice.of(found.solved.instance.scenario, language)
        self.names, self.words = Names(found, language), wording_of(found)

    def remarks(self, remarks: Iterable[str]) -> list[Line]:
        """Sentences below a table or list; empty ones are left out."""
        return [Line(line) for text in remarks if text for line in wrapped(text, "    ")]

    def text(self, text: str, first: str) -> list[Line]:
        """A text in lines, the following ones indented as the first."""
        return [Line(line) for line in wrapped(text, first, " " * len(first))]

    def changes(self, opens: Iterable[Pair], closes: Iterable[Pair], most: int = MOST_NAMED) -> str:
        """Changes as ``+`` what opens and ``−`` what closes, programmes at home among them."""
        told = [
            f"{sign}{NO_BREAK}{self.place(pair)}"
            for sign, pairs in (("+", opens), ("−", closes))
            for pair in sorted(pairs)
        ]
        if len(told) <= most or self.every:
            return ", ".join(told)
        return self.say("{what} and {n} more", what=", ".join(told[:most]), n=len(told) - most)

    def place(self, pair: Pair) -> str:
        """Short names of a function and its site."""
        return f"{self.names.short(pair[0])} {self.names.short(pair[1])}"

    def rule(self, broken: str) -> str:
        """A rule and the place in words."""
        if broken == NOT_THERE:
            return self.say("what is there at all")
        name, *places = broken.split()
        rule = self.say(RULE[name]) if name in RULE else name
        where = ", ".join(self.names.thing(place) for place in places)
        return f"{rule} ({where})" if where else rule

    def number(self, path: str) -> str:
        """The name of a number of the scenario, in words."""
        name = path_in_words(path, self.say, [one.scenario for one in self.found.loaded])
        return name[:1].upper() + name[1:]

    def world(self, world: World, there: Found) -> str:
        """A world, with its variant where there are several, and why it has no plan."""
        say = self.say
        own, number = world.name == BASE, world.name.removeprefix("draw ")
        name = say("the scenario's own numbers") if own else say("draw {n}", n=number)
        if len(self.found.loaded) > 1:
            name = f"{variant_of(self.found, world)}: {name}"
        if there.outcome == "contradiction":
            return say("{world} (its numbers contradict each other)", world=name)
        return say("{world} ({why})", world=name, why=say.told(there.why)) if there.why else name


_NOT_SOLVED = {
    "infeasible": N_("At {value} there is no plan."),
    "contradiction": N_("At {value} the number contradicts another."),
    "stopped": N_("At {value} time ran out."),
}
"""By ``End.outcome``."""
MOST_HINGES = 6


class Hinged(Saying):
    """The screen's sections on single numbers and on staff."""

    def hinges(self) -> list[Line]:
        """The numbers tried one at a time that change the proposal; the most serious first."""
        found, say = self.found, self.say
        heading = headed(say("WHAT THE PROPOSAL HINGES ON, one number at a time"))
        if not found.numbers:
            return [heading, *self.remarks([say("No number has a range.")])]
        if not found.hinges:
            return []
        telling = [hinge for hinge in found.hinges if hinge.changes or self.every]
        shown = telling if self.every else telling[:MOST_HINGES]
        lines = [line for n, hinge in enumerate(shown) for line in self._hinge(n + 1, hinge)]
        remarks = [
            "" if telling else say("None of the numbers tried changes the proposal by itself."),
            say("{n} more: --all, or the table of numbers (robust_numbers.csv).", n=len(telling) - len(shown))
            if len(telling) > len(shown)
            else "",
            say(
                "Numbers with a range: {ranged}. Looked at, at both ends: {looked}{others}. "
                "Solved again: {solved}, those where the proposal fared worst. Change the "
                "proposal: {changes}.",
                ranged=say.number(len(found.numbers)),
                looked=say.number(found.looked),
                others=say("; the others are of functions about which all plans agree")
                if found.looked < len(found.numbers)
                else "",
                solved=len(found.hinges),
                changes=sum(hinge.changes for hinge in found.hinges),
            ),
        ]
        return [heading, *lines, *self.remarks(remarks)]

    def _hinge(self, n: int, hinge: Hinge) -> list[Line]:
        say, number = self.say, hinge.number
        ends = {end.side: end.value for end in hinge.ends}
        assumed = say(", assumption") if number.quality == "assumption" else ""
        owner = say(", {owner}", owner=number.owner) if number.owner else ""
        head = say(
            "{n}. {path}: {value} ({low} to {high}){owner}",
            n=n,
            path=self.number(number.path),
            value=self._shown(number.value),
            low=self._shown(ends.get("low", number.value)),
            high=self._shown(ends.get("high", number.value)),
            owner=assumed + owner,
        )
        told = [self._end(end) for end in hinge.ends]
        if number.tipping_value == number.tipping_value:
            told.append(say("Tips at {value}.", value=self._shown(number.tipping_value)))
        return [*(Line(line) for line in wrapped(head, "  ", "     ")), *self.text(" ".join(told), "     ")]

    def _shown(self, value: float) -> str:
        return self.say.about(value) if abs(value) >= 100 else self.say.short(value, 3)

    def _end(self, end: End) -> str:
        say, value = self.say, self._shown(end.value)
        if end.outcome != "solved":
            return say(_NOT_SOLVED[end.outcome], value=value)
        what = self.changes(end.opens, end.closes) or say("no change of places")
        if end.broken:
            return say(
                "At {value} the proposal breaks {rule}; best is then: {what}.",
                value=value,
                rule=self.rule(end.broken),
                what=what,
            )
        if not end.opens and not end.closes:
            return say("At {value} the proposal is still best.", value=value)
        return say(self.words.better, value=value, regret=self.words.amount(say, end.regret or 0.0), what=what)

    def losses(self) -> list[Line]:
        """What gives way when a hospital loses a day, and what rests on one person."""
        found, say = self.found, self.say
        if not found.study.losses and not found.on_one_person:
            return []
        lines = [line for loss in found.losses for line in self.text(self._loss(loss), "  · ")]
        alone = [self.place(pair) for pair in found.on_one_person]
        told = [*alone[:MOST_NAMED], *(["..."] if len(alone) > MOST_NAMED and not self.every else [])]
        remarks = [
            "" if lines else say("Nothing falls."),
            say.some(
                "{n} placement rests on one person: {what}.",
                "{n} placements rest on one person: {what}.",
                len(alone),
                what=", ".join(alone if self.every else told),
            )
            if alone
            else "",
        ]
        return [headed(say("IF A HOSPITAL LOSES A DAY A WEEK")), *lines, *self.remarks(remarks)]

    def _loss(self, loss: Loss) -> str:
        say, pool = self.say, loss.pool
        falls = (
            say("{what} falls, all else as proposed.", what=", ".join(map(self.place, pool.falls)))
            if pool.falls
            else say("the day is found in other offers, none falls.")
        )
        if loss.regret is None:
            again = say(" Not solved again: there is no day beyond today's to take.")
        else:
            what = self.changes(loss.opens, loss.closes) or say("no change of places")
            again = say(self.words.solved_again, what=what, regret=self.words.amount(say, loss.regret))
        role, hospital = self.names.role(pool.role), self.names.short(pool.hospital)
        return say("{role}, {hospital}: {falls}{again}", role=role, hospital=hospital, falls=falls, again=again)
