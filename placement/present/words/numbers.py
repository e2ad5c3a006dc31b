"""Numbers for people: Danish and English signs, rounded where they are modelled."""

from __future__ import annotations

import math
from typing import Literal

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, Language] = ("da", "en")

MINUS = "−"
NOTHING = "–"
"""Stands where there is no number."""

_SIGNS = {"da": str.maketrans(",.", ".,"), "en": str.maketrans("", "")}


def number(value: float, language: Language, decimals: int = 0, *, signed: bool = False) -> str:
    """``value`` with thousands separators; a dash where there is none; never a negative zero."""
    if not math.isfinite(value):
        return NOTHING
    digits = f"{abs(value):,.{decimals}f}".translate(_SIGNS[language])
    if not any(sign in "123456789" for sign in digits):
        return digits
    if value < 0:
        return MINUS + digits
    return f"+{digits}" if signed else digits


def percent(share: float, language: Language, decimals: int = 0, *, signed: bool = False) -> str:
    """A share as per cent; the sign stands apart in Danish."""
    digits = number(100 * share, language, decimals, signed=signed)
    if digits == NOTHING:
        return digits
    return digits + ("\N{NO-BREAK SPACE}%" if language == "da" else "%")


def rounded(value: float, digits: int = 3) -> float:
    """``value`` to so many significant digits, and never finer than a whole."""
    if not math.isfinite(value) or abs(value) < 1:
        return value if not math.isfinite(value) else float(round(value))
    return float(round(value, min(0, digits - 1 - math.floor(math.log10(abs(value))))))
