"""A scenario's own words as people read them, and short forms of its names where the whole name has no room.

A remark in brackets goes first, then the words that only say what sort of place or offer it is (``Skive Health House``
→ ``Skive``, ``Regionshospitalet Gødstrup`` → ``Gødstrup``, ``Diabetesambulatorium`` → ``Diabetes``). Two different
names that would become the same both stay whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from placement.locale import LANGUAGES, N_, P_, translated

if TYPE_CHECKING:
    from placement.scenario.schema.scenario import Scenario
    from placement.scenario.schema.terms import Term, Terms, Word


Forms = tuple[str, str, str, str]
"""A word in singular, plural, definite singular and definite plural."""

GROUPING = (N_("area group"), N_("area groups"), N_("the area group"), N_("the area groups"))
OWN_PAYER = (N_("region"), N_("regions"), N_("the region"), N_("the regions"))
OTHER_PAYER = (N_("other payer"), N_("other payers"), N_("the other payer"), N_("the other payers"))
VISION = (N_("goal"), N_("goals"), N_("the goal"), N_("the goals"))
"""Neutral words for scenarios without their own, as ``Forms``."""

SITE_KIND: dict[str, str] = {
    "hospital": N_("hospital"),
    "health_house": P_("site_kind", "health house"),
    "outreach_point": N_("outreach point"),
}
STATUS: dict[str, str] = {
    "draft": N_("draft"),
    "consultation": N_("in consultation"),
    "settled": N_("dealt with"),
}
LEVEL: dict[str, str] = {
    "general": P_("level", "at every site"),
    "approved": P_("level", "at approved sites"),
    "hospitals_only": P_("level", "at hospitals"),
    "outreach": P_("level", "at approved departments"),
}
GOAL: dict[str, str] = {
    "equity": P_("goal", "Equal access"),
    "premises": P_("goal", "The citizen's day"),
    "near": P_("goal", "Close to the citizen"),
    "value": P_("goal", "Value for money"),
}
"""Neutral words for the keys that a scenario has if it declares none."""


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


class Words:
    """The words of one scenario in every language.

    Args:
        terms: the scenario's `terms`; None: neutral words only.
        main: its `about.language`.
    """

    def __init__(self, terms: Terms | None = None, main: str | None = None) -> None:
        self.terms, self.main = terms, main
        self._forms: dict[str, Mapping[str, str]] = {}

    @classmethod
    def of(cls, scenario: Scenario) -> Words:
        """Those of a scenario."""
        return cls(scenario.terms, scenario.about.language)

    def forms(self, language: str) -> Mapping[str, str]:
        """By name, the texts for the braces that templates have for a scenario's words."""
        if language not in self._forms:
            self._forms[language] = self._made(language)
        return self._forms[language]

    def site_kind(self, key: str, language: str) -> str:
        """The name of a kind of site, as in the middle of a sentence."""
        kind = self.terms.site_kinds.get(key) if self.terms else None
        return self._one(kind.name if kind else None, SITE_KIND, key, language)

    def level(self, key: str, language: str) -> str:
        """The name of a planning level."""
        level = self.terms.levels.get(key) if self.terms else None
        return self._one(level.name if level else None, LEVEL, key, language)

    def status(self, key: str, language: str) -> str:
        """The name of a status."""
        return self._one(self.terms.statuses.get(key) if self.terms else None, STATUS, key, language)

    def payer(self, key: str, language: str) -> str:
        """The heading of what a payer pays."""
        payer = self.terms.payers.get(key) if self.terms else None
        if payer is not None and payer.title is not None:
            return payer.title.in_language(language)
        own = self.terms is None or key == self.terms.own_payer
        one, many, *_ = self._named(payer.name if payer else None, OWN_PAYER if own else OTHER_PAYER, language)
        return capital(one if own else many)

    def payers(self, keys: Sequence[str], language: str) -> list[str]:
        """Names of payers for a list, each once; in the plural where there are several of a kind."""
        found = [self.terms.payers.get(key) if self.terms else None for key in keys]
        named = [self._named(each.name if each else None, OTHER_PAYER, language)[1] for each in found]
        return list(dict.fromkeys(named))

    def vision(self, key: str, language: str) -> str:
        """The text of a vision."""
        vision = self.terms.visions.get(key) if self.terms else None
        if vision is not None and vision.title is not None:
            return vision.title.in_language(language)
        return translated(GOAL[key], language) if key in GOAL else key

    def _made(self, language: str) -> dict[str, str]:
        terms = self.terms
        own, *others = terms.payer_keys if terms else ("region", "others")
        named = {
            "grouping": self._named(terms.grouping if terms else None, GROUPING, language),
            "own_payer": self._named(terms.payers[own].name if terms else None, OWN_PAYER, language),
            "other_payer": self._named(
                terms.payers[others[0]].name if terms and others else None, OTHER_PAYER, language
            ),
            "vision": self._named(terms.visions_title if terms else None, VISION, language),
        }
        made: dict[str, str] = {}
        for name, (one, many, known, all_known) in named.items():
            made |= {name: one, f"{name}s": many, f"the_{name}": known, f"the_{name}s": all_known}
        further = self.payers(others[1:], language) or [translated(OTHER_PAYER[1], language)]
        made["further_payers"] = ", ".join(further)
        return {
            **made,
            **{capital(name): capital(text) for name, text in made.items()},
            **{name.upper(): text.upper() for name, text in made.items()},
        }

    def _named(self, term: Term | None, neutral: Forms, language: str) -> Forms:
        word = self._word(term, language)
        if word is None:
            one, many, known, all_known = (translated(form, language) for form in neutral)
            return one, many, known, all_known
        many, the = word.other or word.one, "the " if language == "en" else ""
        return word.one, many, word.definite or the + word.one, word.definite_other or the + many

    def _one(self, term: Term | None, neutral: Mapping[str, str], key: str, language: str) -> str:
        word = self._word(term, language)
        return word.one if word else translated(neutral[key], language) if key in neutral else key

    def _word(self, term: Term | None, language: str) -> Word | None:
        if term is None:
            return None
        written = {"da": term.da, "en": term.en}
        return written.get(language) or written.get(self.main or "") or term.da or term.en


NEUTRAL = Words()
"""The words for texts about no particular scenario."""


_REMARK = re.compile(r"\s*\([^()]*\)")
COMMON = N_(
    # translators: words that only say what sort of place or offer a name is of, and may be left out. Between bars;
    # three dots stand for any word, a hyphen in front for the end of a word.
    "health house | health centre | health center | centre for health | center for health | health and ... house | "
    "psychiatry house | regional hospital | university hospital | hospital | clinic"
)


@cache
def _common() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the common words of all languages: whole words, and endings of words."""
    words = {word.strip() for language in LANGUAGES for word in translated(COMMON, language).split("|")}
    whole = sorted(filter(None, words), key=len, reverse=True)
    ends = [re.escape(word[1:]) for word in whole if word.startswith("-")]
    others = [re.escape(word).replace(re.escape("..."), r"\w+") for word in whole if not word.startswith("-")]
    return (
        re.compile(rf"\b(?:{'|'.join(others)})\b", re.IGNORECASE),
        re.compile(rf"(?<=\w{{4}})(?:{'|'.join(ends) or '(?!)'})\b"),
    )


_LEAST = 3
"""Fewest letters of a short name."""


def short_name(name: str) -> str:
    """The name without a remark in brackets and without common words; unchanged if too little would be left."""
    plain = _REMARK.sub("", name).strip()
    common, ending = _common()
    short = " ".join(ending.sub("", common.sub(" ", plain)).split()).strip(" ,-–")
    return next((each for each in (short, plain) if len(each) >= _LEAST), name)


def short_names(names: Sequence[str]) -> list[str]:
    """The names in short form, but in full where two different names would become the same."""
    alike = Counter(short_name(name) for name in dict.fromkeys(names))
    return [short if alike[short := short_name(name)] == 1 else name for name in names]
