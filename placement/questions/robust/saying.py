"""What every part of the screen of ``robust`` needs to say: placements, plans, rules and worlds by name."""

from __future__ import annotations

from collections.abc import Iterable

from placement.present.screen.lines import NO_BREAK, Line, wrapped
from placement.present.words.quantities import path_in_words
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import Language, Voice
from placement.questions.robust.findings import Robust
from placement.questions.robust.tables import BASE, Names, variant_of
from placement.questions.robust.wording import wording_of
from placement.questions.robust.worlds import NOT_THERE, Found, Pair, World

MOST_NAMED = 6
"""At most so many things are named in a sentence without ``--all``."""


class Saying:
    """One study, told in one language."""

    def __init__(self, found: Robust, language: Language, *, every: bool) -> None:
        self.found, self.every = found, every
        self.say, self.names, self.words = Voice(language), Names(found, language), wording_of(found)

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
