"""Short forms of names of sites and functions, for where the whole name has no room.

A remark in brackets goes first, then the words that only say what sort of place or offer it is (``Skive Health House``
→ ``Skive``, ``Regionshospitalet Gødstrup`` → ``Gødstrup``, ``Diabetesambulatorium`` → ``Diabetes``). Two different
names that would become the same both stay whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from placement.locale import LANGUAGES, N_, translated

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
