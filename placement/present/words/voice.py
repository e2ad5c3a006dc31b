"""Every sentence people read, in Danish and English, and the voice that says it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from placement.errors import Fault, Message
from placement.present.words.numbers import LANGUAGES, NOTHING, Language, number, percent, rounded
from placement.present.words.text_ballots import BALLOTS
from placement.present.words.text_check import CHECK
from placement.present.words.text_columns import WORKBOOK
from placement.present.words.text_commands import COMMANDS
from placement.present.words.text_compare import COMPARE
from placement.present.words.text_confirm import CONFIRM
from placement.present.words.text_drafts import DRAFTS
from placement.present.words.text_every_pair import EVERY_PAIR
from placement.present.words.text_explain import EXPLAIN
from placement.present.words.text_faults import FAULTS
from placement.present.words.text_folder import FOLDER
from placement.present.words.text_html import HTML
from placement.present.words.text_maps import MAPS
from placement.present.words.text_papers import PAPERS
from placement.present.words.text_reasons import REASONS
from placement.present.words.text_robust import ROBUST
from placement.present.words.text_rules import RULES
from placement.present.words.text_screen import SCREEN
from placement.present.words.text_tradeoff import TRADEOFF
from placement.present.words.text_web import WEB

__all__ = ["LANGUAGES", "NOTHING", "PHRASES", "Language", "Phrase", "Voice", "language_of"]


class Phrase(NamedTuple):
    """One sentence in both languages; ``{names}`` in braces are filled in."""

    da: str
    en: str


PARTS = (
    SCREEN,
    RULES,
    REASONS,
    CHECK,
    CONFIRM,
    FOLDER,
    PAPERS,
    COMMANDS,
    COMPARE,
    EXPLAIN,
    EVERY_PAIR,
    TRADEOFF,
    ROBUST,
    BALLOTS,
    HTML,
    MAPS,
    WEB,
    DRAFTS,
    WORKBOOK,
)
"""No two may have a key in common."""
PHRASES: dict[str, Phrase] = {key: Phrase(*both) for part in PARTS for key, both in part.items()}


def language_of(wanted: str | None, written: Callable[[], str] = str) -> Language:
    """The language asked for, else that of ``PLACEMENT_LANG``, of the scenario, of the computer; else Danish.

    Args:
        wanted: what was asked for.
        written: finds the scenario's own.
    """
    said: tuple[Callable[[], str | None], ...] = (
        lambda: wanted,
        lambda: os.environ.get("PLACEMENT_LANG"),
        written,
        _locale,
    )
    for find in said:
        language = find()
        if language in LANGUAGES:
            return language
    return "da"


def _locale() -> str:
    """The language of the computer's texts, as ``en`` of ``en_GB.UTF-8``."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return re.split(r"[_.@-]", next(filter(None, named), ""))[0].lower()


class Voice:
    """Says phrases and numbers in one language."""

    def __init__(self, language: Language = "da") -> None:
        self.language: Language = language

    def __call__(self, key: str, **values: object) -> str:
        """The phrase ``key`` with its names filled in."""
        phrase = PHRASES[key]
        return (phrase.en if self.language == "en" else phrase.da).format(**self._values(values))

    def told(self, message: object) -> str:
        """What an error says; what is no ``Message`` is said as it is."""
        if not isinstance(message, Message) or self.language == "en":
            return str(message)
        template = FAULTS.get(message.template, message.template)
        return template.format(**self._values(message.values))

    def _values(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: self.told(value) if isinstance(value, Message) else value for name, value in values.items()}

    def fault(self, fault: Fault) -> Fault:
        """A fault with its message in the language of the voice."""
        return replace(fault, message=self.told(fault.message))

    def knows(self, key: str) -> bool:
        """Whether there is a phrase of that name."""
        return key in PHRASES

    def some(self, key: str, count: float, **values: object) -> str:
        """The phrase ``key.one`` or ``key.many``, with ``{n}`` the count."""
        shown = self.number(count)
        return self(f"{key}.{'one' if shown == '1' else 'many'}", n=shown, **values)

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """See ``number``."""
        return number(value, self.language, decimals, signed=signed)

    def percent(self, share: float, decimals: int = 0, *, signed: bool = False) -> str:
        """See ``percent``."""
        return percent(share, self.language, decimals, signed=signed)

    def about(self, value: float, digits: int = 3, *, signed: bool = False) -> str:
        """A modelled count, rounded to so many significant digits."""
        return self.number(rounded(value, digits), signed=signed)

    def short(self, value: float, most: int = 2, *, signed: bool = False) -> str:
        """A number with as few decimals as show it, at most ``most``."""
        decimals = next((n for n in range(most) if abs(value - round(value, n)) < 1e-9), most)
        return self.number(value, decimals, signed=signed)

    def millions(self, dkk: float, *, signed: bool = False) -> str:
        """Kroner as millions with one decimal, without unit."""
        return self.number(dkk / 1e6, 1, signed=signed)

    def listed(self, items: list[str]) -> str:
        """``a, b og c``."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self('and')} {items[-1]}"
