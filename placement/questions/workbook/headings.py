"""What people read above a column: a field's name in words, part by part."""

from __future__ import annotations

from collections.abc import Sequence

from placement.locale import N_, translated
from placement.present.words.voice import Language

HEADINGS: dict[str, str] = {
    "id": N_("Id"),
    "path": N_("Path"),
    "value": N_("Value"),
}
"""By technical name; a name that is not here is said as it is, with spaces."""


def heading(path: Sequence[str], lang: Language) -> str:
    """The heading of a field; of a field inside another, both."""
    return " – ".join(_word(part, lang) for part in path)


def _word(name: str, lang: Language) -> str:
    known = HEADINGS.get(name)
    if known:
        return translated(known, lang)
    plain = name.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]
