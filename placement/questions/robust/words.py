"""The words of ``robust``: places, plans, rules and worlds by name, amounts, and what differs with weights."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from placement.locale import N_
from placement.present.screen.lines import NO_BREAK, Line, wrapped
from placement.present.words.quantities import money, path_in_words
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import Language, Voice
from placement.questions.robust.findings import Robust
from placement.questions.robust.tables import BASE, Names, variant_of
from placement.questions.robust.worlds import NOT_THERE, Found, Pair, World


@dataclass(frozen=True)
class Wording:
    """Texts of the screen that depend on how plans are measured; ``money``: whether an amount is DKK a year."""

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
        """A difference of objectives: kroner a year, or a share of the range."""
        return say("{money} a year", money=money(say, objective)) if self.money else say.percent(objective, 1)

    def cell(self, say: Voice, objective: float) -> str:
        """The same in a column whose head has the unit."""
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
    """The texts for a study."""
    return WEIGHED if found.weights else PRICED


def counted(found: Robust, say: Voice) -> list[str]:
    """In how many worlds and at which prices, or for how many weights, it was counted; what a good plan is."""
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
"""At most so many things are named in a sentence without ``--all``."""


class Saying:
    """One study, told in one language."""

    def __init__(self, found: Robust, language: Language, *, every: bool) -> None:
        self.found, self.every = found, every
        self.say = Voice.of(found.solved.instance.scenario, language)
        self.names, self.words = Names(found, language), wording_of(found)

    def remarks(self, remarks: Iterable[str]) -> list[Line]:
        """Sentences below a table or list; empty ones are left out."""
        return [Line(line) for text in remarks if text for line in wrapped(text, "    ")]

    def text(self, text: str, first: str) -> list[Line]:
        """Wrapped, the following lines as far in as the first."""
        return [Line(line) for line in wrapped(text, first, " " * len(first))]

    def changes(self, opens: Iterable[Pair], closes: Iterable[Pair], most: int = MOST_NAMED) -> str:
        """``+`` what comes and ``−`` what goes; the programmes at home among them."""
        told = [
            f"{sign}{NO_BREAK}{self.place(pair)}"
            for sign, pairs in (("+", opens), ("−", closes))
            for pair in sorted(pairs)
        ]
        if len(told) <= most or self.every:
            return ", ".join(told)
        return self.say("{what} and {n} more", what=", ".join(told[:most]), n=len(told) - most)

    def place(self, pair: Pair) -> str:
        """A function and where, in few words."""
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
        """What a number of the scenario is called."""
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
