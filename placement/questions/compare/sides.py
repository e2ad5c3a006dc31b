"""A comparison in one language: letters and titles, and the sums that screen and page both show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from placement.locale import N_
from placement.present.words.voice import Language, Voice
from placement.questions.compare.choice import Alternative
from placement.questions.compare.study import SideBySide
from placement.questions.proposal.versus import Pair, Versus
from placement.scenario.schema.scenario import Scenario

LETTERS = "ABCDEFGH"
"""The letters of alternatives, and so the most that are shown side by side."""

FEW_VISITS = 10
"""Fewer visits a year are not shown as a number."""

SIDE_BY_SIDE = 4
"""With more alternatives a cell has room for one number alone, and a sentence none for names."""

MOST_NAMED = 4
"""The most names listed in a sentence; the rest are counted."""


class PayerGroup(NamedTuple):
    """Payers that are shown as one.

    Attributes:
        payers: as in ``Evaluation.money``.
        row: words of their row among the aims.
        name: as in a sentence on who pays; empty where no sentence names them.
    """

    payers: tuple[str, ...]
    row: str
    name: str = ""


def payer_groups(scenario: Scenario) -> tuple[PayerGroup, ...]:
    """The payer with the own budget, all others where there are any, and citizens."""
    own, *others = scenario.terms.payer_keys
    rest = PayerGroup(tuple(others), N_("Running cost, {payers}, million kr."), "{payers}")
    return (
        PayerGroup((own,), N_("Running cost, {own_payer}, million kr. a year"), N_("{the_own_payer}")),
        *([rest] if others else []),
        PayerGroup(("citizen",), N_("Patients' own transport, million kr.")),
    )


WORD = {
    "decision": N_("decision"),
    "reason": N_("reason"),
    "decided_by": N_("decided by"),
    "source": N_("source"),
    "owner": N_("owner"),
    "value": N_("value"),
    "low": N_("low"),
    "high": N_("high"),
    "quality": N_("quality of the source"),
    "title": N_("title"),
    "site": N_("place"),
    "function": N_("offer"),
    "note": N_("note"),
    "year": N_("year"),
    "status": N_("status"),
    "rules": N_("rules"),
    "days_per_week": N_("days a week"),
    "visits_observed_per_year": N_("visits counted a year"),
    "fixed_visits_per_year": N_("visits a year that stay"),
}
"""Words for fields of records that are shown whole."""


class Names:
    """Titles in one language; those of functions and sites from the first alternative that has them."""

    def __init__(self, found: SideBySide, lang: Language) -> None:
        self._scenarios = [found.plain.scenario, *(each.loaded.scenario for each in found.alternatives)]
        self._lang, self._say = lang, Voice.of(found.plain.scenario, lang)

    def function(self, name: str) -> str:
        """Title of a function; its id where no alternative has it."""
        return self._title("functions", name)

    def site(self, name: str) -> str:
        """Title of a site; its id where no alternative has it."""
        return self._title("sites", name)

    def thing(self, name: str) -> str:
        """Title of anything with this id; else the id as a word of the scenario's own, with spaces."""
        for table in ("functions", "sites", "staff_roles", "equipment", "rooms"):
            title = self._title(table, name)
            if title != name:
                return title
        return self._say(WORD[name]) if name in WORD else name.replace("_", " ")

    def alternative(self, each: Alternative) -> str:
        """Titles of an alternative's variants; the scenario's own where it has none."""
        return self.variants(each.loaded.scenario, each.loaded.variants)

    def variants(self, scenario: Scenario, names: Sequence[str]) -> str:
        """Titles of variants; the scenario's own where there are none."""
        titles = [scenario.variants[name].title for name in names] or [scenario.title]
        return " + ".join(title.in_language(self._lang) for title in titles)

    def _title(self, table: str, name: str) -> str:
        known = (getattr(scenario, table).get(name) for scenario in self._scenarios)
        return next((each.title.in_language(self._lang) for each in known if each is not None), name)


class Sides:
    """A comparison in one language: titles, letters and the voice.

    Args:
        found: the comparison.
        language: of the screen.
        voice: a plain one where none is given.
        letters: what each alternative is called, in their order.
        about: ``compare``, ``drafts`` or ``pins``, whose sentences differ.
    """

    def __init__(
        self,
        found: SideBySide,
        language: Language,
        voice: Voice | None = None,
        letters: Sequence[str] = LETTERS,
        about: str = "compare",
    ) -> None:
        self.found, self.names = found, Names(found, language)
        self.say = voice or Voice.of(found.plain.scenario, language)
        self.about = about
        self.letter = {each.name: letter for each, letter in zip(found.alternatives, letters, strict=False)}

    @property
    def versus(self) -> list[tuple[str, Versus]]:
        """Letter and proposal of each alternative that has one, the reference left out."""
        reference = self.found.reference_name
        return [(self.letter[name], each) for name, each in self.found.versus.items() if name != reference]

    @property
    def many(self) -> bool:
        """Whether there are so many that cells have room for one number alone, and sentences none for names."""
        return len(self.found.solved) > SIDE_BY_SIDE

    @property
    def two(self) -> tuple[Alternative, Alternative] | None:
        """The two alternatives whose difference is shown, if there are just two; for pins the first and the last."""
        first, *others = self.found.solved or (None,)
        if first is None or not others or (len(others) > 1 and self.about != "pins"):
            return None
        return first, others[-1]

    @property
    def reference(self) -> str:
        """The word for today, or the letter of the reference."""
        name = self.found.reference_name
        return self.say("today") if self.found.reference is None else self.letter[name]

    def pair(self, pair: Pair) -> str:
        """A function and its site, in words."""
        return self.say("{function} in {site}", function=self.names.function(pair[0]), site=self.names.site(pair[1]))

    def named(self, pairs: Sequence[Pair], most: int = MOST_NAMED) -> str:
        """So many of the pairs by name, and how many more; one more is named too."""
        shown = [self.pair(pair) for pair in (pairs if len(pairs) == most + 1 else pairs[:most])]
        left = len(pairs) - len(shown)
        return self.say.listed([*shown, self.say("{n} more", n=left)] if left > 0 else shown)


def visits_by_hospital(each: Versus) -> dict[str, tuple[float, float]]:
    """Visits at each hospital with the reference and now, summed over functions."""
    total: dict[str, tuple[float, float]] = {}
    for one in each.hospitals:
        before, now = total.get(one.hospital, (0.0, 0.0))
        total[one.hospital] = before + one.visits_reference, now + one.visits
    return total


def change_share(before: float, now: float) -> float:
    """The change relative to before; 0 where before is 0."""
    return (now - before) / before if before > 0 else 0.0


def paid(each: Alternative, payers: Sequence[str], part: int = 0) -> float:
    """Running cost (part 0) or investment (1) of some payers, against today."""
    return sum(amounts[part] for (payer, _), amounts in each.money_by_payer.items() if payer in payers)
