"""Texts, numbers, dates and lists as people read them, in one language.

Separators, dates and lists follow Unicode CLDR; texts are translated by the catalogues in ``placement/locale``.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Self, cast

from placement.errors import Fault, Figure, Message, OwnWord, PlacementError, ScenarioError
from placement.locale import LANGUAGES, N_, translated, translated_number
from placement.present.words.currency import KRONER, Amount, currency, decimals, in_currency
from placement.present.words.terms import NEUTRAL, Words

if TYPE_CHECKING:
    from placement.scenario.schema.scenario import Scenario

Language = str
"""``da``, ``en`` or another that has a catalogue."""

MINUS = "−"
NOTHING = "–"
"""Shown in place of a missing number."""
CITIZENS = N_("Citizens")
_MILLION = 1e6
_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?= |$)")
"""Where a sentence ends with a value that has a full stop of its own, such as ``kr.``."""


@cache
def cldr(language: Language) -> str:
    """The CLDR locale of a language; a language CLDR does not know is formatted as in Britain."""
    from babel import localedata  # noqa: PLC0415 - help and faults need none of it

    return "en_GB" if language == "en" or not localedata.exists(language) else language


@cache
def _signs(language: Language) -> dict[int, str]:
    """Translation table from Python's separators of thousands and decimals to those of the language."""
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

    locale = cldr(language)
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)})


@cache
def _percent(language: Language) -> str:
    """The per cent sign, with a space before it where the language has one."""
    from babel import Locale  # noqa: PLC0415

    return str(Locale.parse(cldr(language)).percent_formats[None].suffix[0])


def number(value: float, language: Language, decimals: int = 0, *, signed: bool = False) -> str:
    """``value`` with thousands separators; a dash for NaN; never a negative zero."""
    if not math.isfinite(value):
        return NOTHING
    digits = f"{abs(value):,.{decimals}f}".translate(_signs(language))
    if not any(sign in "123456789" for sign in digits):
        return digits
    if value < 0:
        return MINUS + digits
    return f"+{digits}" if signed else digits


def percent(share: float, language: Language, decimals: int = 0, *, signed: bool = False) -> str:
    """A share as per cent, with the sign as the language has it."""
    digits = number(100 * share, language, decimals, signed=signed)
    if digits == NOTHING:
        return digits
    return digits + _percent(language)


def rounded(value: float, digits: int = 3) -> float:
    """``value`` rounded to ``digits`` significant digits, and at least to a whole number."""
    if not math.isfinite(value) or abs(value) < 1:
        return value if not math.isfinite(value) else float(round(value))
    return float(round(value, min(0, digits - 1 - math.floor(math.log10(abs(value))))))


def _places(value: float, most: int) -> int:
    """How many decimals a number needs to be shown exactly, at most ``most``."""
    return next((n for n in range(most) if abs(value - round(value, n)) < 1e-9), most)


def as_shown(money: float, decimals: int = 1) -> float:
    """An amount rounded as ``Voice.millions`` shows it, so that sums of shown amounts add up."""
    if not math.isfinite(money) or currency() != KRONER:
        return rounded(money)
    return round(money / _MILLION, decimals) * _MILLION


def language_of(wanted: str | None, written: Callable[[], str] = str) -> Language:
    """The language asked for, else that of ``PLACEMENT_LANG``, of the scenario, of the computer; else Danish.

    Args:
        wanted: the language asked for; None or empty if none.
        written: returns the scenario's own language; called only if needed.
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
    """The language of the system's locale, such as ``en`` of ``en_GB.UTF-8``."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return re.split(r"[_.@-]", next(filter(None, named), ""))[0].lower()


class Voice:
    """Translates texts and formats numbers in one language; texts are given in English, as in the code.

    Args:
        language: the language.
        words: a scenario's own, which every text may name in braces (`Words.forms`).
    """

    def __init__(self, language: Language = "da", words: Words = NEUTRAL) -> None:
        self.language: Language = language
        self.words = words

    @classmethod
    def of(cls, scenario: Scenario, language: Language) -> Self:
        """The voice with a scenario's own words."""
        return cls(language, Words.of(scenario))

    def __call__(self, text: str, /, **values: object) -> str:
        """``text`` translated, with its ``{names}`` filled in."""
        return self._filled(translated(text, self.language), values)

    def some(self, one: str, many: str, count: float, /, **values: object) -> str:
        """``one`` or ``many`` translated, by the language's plural rule; ``{n}`` is the formatted count."""
        shown = self.number(count)
        text = translated_number(one, many, 1 if shown == "1" else 2, self.language)
        return self._filled(text, {**values, "n": shown})

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        """A translated text changed to the current currency, with its braces filled in and one full stop at its end."""
        amounts = frozenset(name for name, value in values.items() if isinstance(value, Amount))
        said, filled = in_currency(text, cldr(self.language), amounts), self._values(values)
        if said != text:
            filled |= {name: cast("Amount", values[name]).told for name in amounts}
        return _TWO_STOPS.sub(".", said.format_map(filled))

    def told(self, message: object) -> str:
        """A ``Message`` translated and filled in; anything else as text."""
        if not isinstance(message, Message) or not message.template:
            return str(message)
        return self(message.template, **message.values)

    def _values(self, values: Mapping[str, object]) -> dict[str, object]:
        own = self.words.forms(self.language)
        return {**own, **{name: self._value(value) for name, value in values.items()}}

    def kind(self, key: str) -> str:
        """What a kind of site is called, in the middle of a sentence."""
        return self.words.site_kind(key, self.language)

    def payer(self, key: str) -> str:
        """The heading of what a payer pays; ``citizen`` is a payer too."""
        return self(CITIZENS) if key == "citizen" else self.words.payer(key, self.language)

    def payers(self, keys: Sequence[str]) -> str:
        """Payers as a list in the language."""
        return self.listed(self.words.payers(keys, self.language))

    def status(self, key: str) -> str:
        """The name of a status of the scenario."""
        return self.words.status(key, self.language)

    def vision(self, key: str) -> str:
        """A vision in words."""
        return self.words.vision(key, self.language)

    def _value(self, value: object) -> object:
        if isinstance(value, Figure):
            return self.short(value, 4)
        if isinstance(value, OwnWord):
            return self.words.forms(self.language)[value.name]
        return self.told(value) if isinstance(value, Message) else value

    def fault(self, fault: Fault) -> Fault:
        """The fault with its message translated."""
        return replace(fault, message=self.told(fault.message))

    def sentences(self, error: PlacementError) -> list[str]:
        """The sentences of an error: one for each fault of a scenario, else one."""
        if isinstance(error, ScenarioError):
            return [self.told(fault.sentence) for fault in error.faults]
        return [self.told(error.message)]

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """See ``number``."""
        return number(value, self.language, decimals, signed=signed)

    def percent(self, share: float, decimals: int = 0, *, signed: bool = False) -> str:
        """See ``percent``."""
        return percent(share, self.language, decimals, signed=signed)

    def about(self, value: float, digits: int = 3, *, signed: bool = False) -> str:
        """A modelled count, rounded to ``digits`` significant digits."""
        return self.number(rounded(value, digits), signed=signed)

    def short(self, value: float, most: int = 2, *, signed: bool = False) -> str:
        """A number with as few decimals as show it, at most ``most``."""
        return self.number(value, _places(value, most), signed=signed)

    def millions(self, money: float, decimals: int = 1, *, signed: bool = False) -> Amount:
        """Kroner as millions, without unit; other currencies as by ``money``."""
        return self._amount(money, lambda: self.number(money / _MILLION, decimals, signed=signed), signed=signed)

    def thousands(self, money: float, decimals: int = 0, *, signed: bool = False) -> Amount:
        """Kroner as thousands, without unit; other currencies as by ``money``."""
        return self._amount(money, lambda: self.number(money / 1e3, decimals, signed=signed), signed=signed)

    def money(self, money: float, digits: int | None = 3, *, signed: bool = False) -> Amount:
        """An amount without unit, rounded to ``digits`` significant digits (None: to whole kroner)."""
        return self._amount(
            money,
            lambda: self.number(money if digits is None else rounded(money, digits), signed=signed),
            signed=signed,
            digits=digits,
        )

    def price(self, money: float, decimals: int = 1) -> Amount:
        """A calculated price of a minute or visit, without unit: ``decimals`` for kroner, else the currency's."""
        return self._amount(money, lambda: self.number(money, decimals), written=0)

    def exact_price(self, money: float, most: int = 2) -> Amount:
        """A price of a minute or visit that somebody chose: as few decimals as it needs, at most ``most``."""
        return self._amount(money, lambda: self.short(money, most), written=_places(money, most))

    def _amount(
        self,
        money: float,
        in_kroner: Callable[[], str],
        *,
        signed: bool = False,
        digits: int | None = 3,
        written: int | None = None,
    ) -> Amount:
        """``in_kroner()`` for kroner, else by the currency's own rounding; ``written``: see ``decimals``."""
        if currency() == KRONER or not math.isfinite(money):
            return Amount(in_kroner())
        value = money if digits is None or written is not None or abs(money) < 100 else rounded(money, digits)
        places = decimals(value, written)
        alone = self.number(value, places, signed=signed)
        unsigned = alone.lstrip(f"+{MINUS}")
        if abs(value) >= _MILLION and digits is not None and written is None:
            told = self("{millions} million kr.", millions=self.short(abs(value) / _MILLION, 2))
        else:
            told = self("{money} kr.", money=unsigned)
        return Amount(alone, alone.removesuffix(unsigned) + told)

    def listed(self, items: Sequence[str]) -> str:
        """A list in the language, as ``a, b og c``."""
        from babel.lists import format_list  # noqa: PLC0415 - only where something is listed

        return format_list(items, locale=cldr(self.language))

    def dated(self, day: dt.date) -> str:
        """The day in words, as ``29. november 2026``."""
        from babel.dates import format_date  # noqa: PLC0415 - only where there is a date

        return format_date(day, "long", locale=cldr(self.language))
