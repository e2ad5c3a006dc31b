"""Numbers for people: with the separators of their language (from CLDR), rounded where they are modelled."""

from __future__ import annotations

import math
from functools import cache

Language = str
"""``da``, ``en`` or another that has a catalogue."""

MINUS = "−"
NOTHING = "–"
"""Stands where there is no number."""


@cache
def cldr(language: Language) -> str:
    """The locale whose habits are followed; what CLDR does not know is told as in Britain."""
    from babel import localedata  # noqa: PLC0415 - help and faults need none of it

    return "en_GB" if language == "en" or not localedata.exists(language) else language


@cache
def _signs(language: Language) -> dict[int, str]:
    """What stands for Python's separators of thousands and decimals."""
    from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

    locale = cldr(language)
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)})


@cache
def _percent(language: Language) -> str:
    """What stands after a number of per cent: the sign, apart where the language has it so."""
    from babel import Locale  # noqa: PLC0415

    return str(Locale.parse(cldr(language)).percent_formats[None].suffix[0])


def number(value: float, language: Language, decimals: int = 0, *, signed: bool = False) -> str:
    """``value`` with thousands separators; a dash where there is none; never a negative zero."""
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
    """``value`` to so many significant digits, and never finer than a whole."""
    if not math.isfinite(value) or abs(value) < 1:
        return value if not math.isfinite(value) else float(round(value))
    return float(round(value, min(0, digits - 1 - math.floor(math.log10(abs(value))))))
