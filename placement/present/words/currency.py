"""The currency of the scenario that texts are about, kept in a context variable.

The texts of the program are written about kroner. For a scenario in another currency, the words about kroner in a text
are replaced before its numbers are filled in: sign, name and position of the sign follow Unicode CLDR. In kroner every
text is used as written. Official Danish figures stay in kroner, and the text says so.

An ``Amount`` knows how it is written in that currency. Where a text in kroner has millions or thousands, another
currency is written in full up to a million and as millions from there; headings of columns then name only the
currency.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Self

KRONER = "DKK"
_SPOKEN: ContextVar[str | None] = ContextVar("currency", default=None)
_everywhere = [KRONER]
_KRONER = re.compile(r"[Kk]r\.|KR\.|[Kk]rone|DKK")
_OFFICIAL = re.compile(r"\bofficiel|\bofficial", re.IGNORECASE)
_WORDS = re.compile(r"\b([Kk])ron(?:(erne|er)|e)\b")
_MANY = r"(?:[Mm]illion|[Mm]io\.|[Mm]ill\.|[Mm]\.|[Tt]usind|[Tt]housand)"
_SHORT = re.compile(rf"(?P<number>\{{\w+\}}|\b\d[\d.,]*)?(?P<gap> ?)(?P<million>{_MANY} )?\b(?:[Kk]r|KR)\.")
_HEADING = re.compile(rf"(?<![\d}}] )\b(?:{_MANY} |1[.,]000[ |])(?=kr\.)")
"""The unit of kroner in a heading, such as millions; amounts in other currencies are in full there."""
_SENTENCE = re.compile(r"[A-ZÆØÅ](?:\S* ){4}")
"""The beginning of a full sentence, whose last full stop may also be that of ``kr.``."""


class Amount(str):
    """Money as text without a unit, for columns; in a sentence with ``{money} kr.`` it is replaced by ``told``.

    Attributes:
        told: with the sign of the currency, and as millions where it is large; in kroner the same text without a unit,
            as the sentence has the unit.
    """

    __slots__ = ("told",)

    told: str

    def __new__(cls, alone: str, told: str | None = None) -> Self:
        """``told`` is ``alone`` unless given."""
        made = super().__new__(cls, alone)
        made.told = alone if told is None else told
        return made


def speak_of(code: str) -> None:
    """Make the currency with this ISO 4217 code that of all texts in this context from now on."""
    _SPOKEN.set(code)


@contextmanager
def speaking_of(code: str) -> Iterator[None]:
    """A context with texts in this currency; afterwards the one before is back, whatever `speak_of` has set within."""
    before = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def speak_everywhere_of(code: str) -> None:
    """Make it the currency of this context and of all without one of their own: those of a server of one scenario."""
    _everywhere[0] = code
    _SPOKEN.set(None)


def currency() -> str:
    """ISO 4217 code of the current currency."""
    return _SPOKEN.get() or _everywhere[0]


def known(code: str) -> bool:
    """Whether Unicode CLDR knows the currency code."""
    from babel.numbers import list_currencies  # noqa: PLC0415 - help and faults need none of it

    return code in list_currencies()


def million() -> float:
    """The divisor for amounts under a heading with "million kr.": a million, or 1 in other currencies."""
    return 1e6 if currency() == KRONER else 1.0


def least_shown() -> float:
    """The least amount that is not shown as 0: kroner are shown as millions with one decimal, others in full."""
    return 50_000.0 if currency() == KRONER else 0.5


def close_enough() -> float:
    """How much money a year a search leaves open unless somebody says otherwise.

    In kroner, which are shown as millions, 1,000. Elsewhere ten thousand of the smallest coin, which is where amounts
    are shown without decimals: 100 pounds or euros, 10,000 yen.
    """
    from babel.numbers import get_currency_precision  # noqa: PLC0415

    from placement.solve.result import Options  # noqa: PLC0415 - help needs none of it

    return Options.gap_money if currency() == KRONER else 10.0 ** (4 - get_currency_precision(currency()))


def decimals(value: float, written: int | None = None) -> int:
    """How many decimals an amount of the current currency is shown with.

    Args:
        value: the amount.
        written: for the price of one thing, such as a minute: the decimals somebody wrote, 0 if calculated. Such a
            price has two digits where it is less than the smallest coin, and decimals even where it is a whole number.

        An amount has no decimals from 100 on, and below as many as the currency has.
    """
    from babel.numbers import get_currency_precision  # noqa: PLC0415

    size, minor = abs(value), get_currency_precision(currency())
    tiny, whole = size < 0.5 * 10.0**-minor, abs(value - round(value)) < 1e-9
    if not math.isfinite(value) or value == 0 or (written is None and (tiny or whole)):
        return 0
    if tiny:
        return 1 - math.floor(math.log10(size))
    return max(written, minor) if written else minor if size < 100 else 0


def in_currency(text: str, locale: str, amounts: frozenset[str] = frozenset()) -> str:
    """A template about kroner, changed to the current currency.

    Args:
        text: the template, its ``{names}`` not yet filled in.
        locale: the CLDR locale to follow.
        amounts: names in its braces that get the ``told`` of an ``Amount``.
    """
    code = currency()
    return text if code == KRONER or not _KRONER.search(text) else _said(text, code, locale, amounts)


def unit_in_currency(unit: str) -> str:
    """A unit such as ``DKK/year`` in the current currency."""
    return unit.replace(KRONER, currency())


def cell_format(shown: str) -> str:
    """A spreadsheet's number format for kroner, changed to the current currency."""
    code = currency()
    return shown if code == KRONER else shown.replace("kr.", code).replace(KRONER, code)


@cache
def _said(text: str, code: str, locale: str, amounts: frozenset[str]) -> str:
    from babel import Locale  # noqa: PLC0415
    from babel.numbers import get_currency_name, get_currency_symbol  # noqa: PLC0415

    if _OFFICIAL.search(text):
        return re.sub(r"\bkr\.(?=( [a-zæøå(:{]|,))", KRONER, text)
    sign = get_currency_symbol(code, locale)
    first = Locale.parse(locale).currency_formats["standard"].pattern.startswith("¤") and not sign.isalpha()
    text = _HEADING.sub("", text)

    def short(found: re.Match[str]) -> str:
        number, gap, many = (found[part] or "" for part in ("number", "gap", "million"))
        if number[1:-1] in amounts:
            said = number
        elif first and number:
            said = f"{sign}{number}{gap}{many}".rstrip()
        else:
            said = f"{number}{gap}{many}{sign}"
        rest = text[found.end() :]
        ends = found[0].endswith("kr.") and (
            re.match(r" [A-ZÆØÅ]", rest) or (not rest and number and _SENTENCE.match(text))
        )
        return said + "." if ends else said

    def word(found: re.Match[str]) -> str:
        name = str(get_currency_name(code, count=2 if found[2] else 1, locale=locale))
        return name[0].upper() + name[1:] if found[1] == "K" else name

    said = _WORDS.sub(word, _SHORT.sub(short, text))
    for amount in amounts:
        said = re.sub(rf"({{{amount}}}) {_MANY}(?= )", r"\1", said)
    return said.replace(KRONER, code)
