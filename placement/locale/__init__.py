"""Texts in other languages: gettext catalogues in ``<language>/LC_MESSAGES/placement.mo``.

English stands in the code, where it is said. What is said later is marked by ``N_``, with its plural by ``NN_``; what
means two things in another language by ``P_``, with a word about where it stands. Nothing else of the package is
imported here.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
DOMAIN = "placement"
SOURCE = "en"
"""Language of the texts in the code."""
LANGUAGES = (*sorted(path.parent.name for path in FOLDER.glob("*/LC_MESSAGES")), SOURCE)
_APART = "\x04"
"""Stands between context and text, as in gettext's own files."""


def N_(text: str) -> str:
    """``text``, marked for the catalogue; it is translated where it is said."""
    return text


def P_(context: str, text: str) -> str:
    """``text`` with what tells it from the same words elsewhere."""
    return f"{context}{_APART}{text}"


def NN_(one: str, many: str) -> tuple[str, str]:
    """A text for one and for many, marked for the catalogue."""
    return one, many


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The texts of one language; of one that has none, the English ones.

    Raises:
        OSError: the file cannot be read.
    """
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=language not in LANGUAGES or language == SOURCE)


def translated(text: str, language: str) -> str:
    """``text``, as ``N_`` or ``P_`` gave it, in a language."""
    if not text:
        return ""  # which gettext takes for the head of the catalogue
    context, _, plain = text.rpartition(_APART)
    return catalogue(language).pgettext(context, plain) if context else catalogue(language).gettext(text)


def translated_number(one: str, many: str, count: int, language: str) -> str:
    """``one`` or ``many`` in a language, as its rules ask for ``count``."""
    return catalogue(language).ngettext(one, many, count)
