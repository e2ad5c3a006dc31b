"""Short forms of names of sites and functions, for where the whole name has no room.

A remark in brackets goes first, then the words that only say what sort of place or offer it is (``Skive Sundhedshus``
→ ``Skive``, ``Regionshospitalet Gødstrup`` → ``Gødstrup``, ``Diabetesambulatorium`` → ``Diabetes``). Two different
names that would become the same both stay whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_REMARK = re.compile(r"\s*\([^()]*\)")
_COMMON = re.compile(
    r"\b(?:center for sundhed|sundheds- og \w+|sundhedshuset|sundhedshus|sundhedscent(?:er|ret)|psykiatriens hus|"
    r"psykiatrihuset|psykiatrihus|regionshospitalet|regionshospital|universitetshospitalet|universitetshospital|"
    r"hospitalet|hospital|ambulatoriet|ambulatorium|"
    r"health house|health cent(?:re|er)|cent(?:re|er) for health|health and \w+ house|psychiatry house|"
    r"regional hospital|university hospital|clinic)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?<=\w{4})ambulatori(?:um|et)\b")
_LEAST = 3
"""Fewest letters of a short name."""


def short_name(name: str) -> str:
    """The name without a remark in brackets and without common words; the name itself where nothing else is left."""
    plain = _REMARK.sub("", name).strip()
    short = " ".join(_ENDING.sub("", _COMMON.sub(" ", plain)).split()).strip(" ,-–")
    return next((each for each in (short, plain) if len(each) >= _LEAST), name)


def short_names(names: Sequence[str]) -> list[str]:
    """Each name short, but whole where two different names would read alike."""
    alike = Counter(short_name(name) for name in dict.fromkeys(names))
    return [short if alike[short := short_name(name)] == 1 else name for name in names]
