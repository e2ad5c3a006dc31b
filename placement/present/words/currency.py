"""The currency of the scenario that is being told about.

The texts of the program are written about kroner. For a scenario in another currency, what a text says of kroner is put
in that one's words before its numbers are filled in: sign, name and side of the number as Unicode CLDR has them. In
kroner every text is as it is written. What is official in Denmark stays in kroner, and says so.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache

KRONER = "DKK"
_SPOKEN: ContextVar[str | None] = ContextVar("currency", default=None)
_everywhere = [KRONER]
_OFFICIAL = re.compile(r"\bofficiel|\bofficial", re.IGNORECASE)
_WORDS = re.compile(r"\b([Kk])ron(?:erne|er|e)\b")
_SHORT = re.compile(
    r"(?P<number>\{\w+\}|\b\d[\d.,]*)?(?P<gap> ?)(?P<million>(?:million|mio\.|tusind|thousand) )?\bkr\."
)
_SENTENCE = re.compile(r"[A-ZÆØÅ](?:\S* ){4}")
"""How a whole sentence begins, whose last full stop may be that of ``kr.``."""


def speak_of(code: str) -> None:
    """From now on, in this context, money is of the currency with this ISO 4217 code."""
    _SPOKEN.set(code)


def speak_everywhere_of(code: str) -> None:
    """The same for every context that says nothing itself, such as the threads of a server of one scenario."""
    _everywhere[0] = code


def currency() -> str:
    """ISO 4217 code of the money that is told about."""
    return _SPOKEN.get() or _everywhere[0]


def known(code: str) -> bool:
    """Whether there is such a currency."""
    from babel.numbers import list_currencies  # noqa: PLC0415 - help and faults need none of it

    return code in list_currencies()


def in_currency(text: str, locale: str) -> str:
    """A text about kroner, not yet filled in, about the currency that is spoken of."""
    code = currency()
    return text if code == KRONER or not ("kr" in text or "Kr" in text or KRONER in text) else _said(text, code, locale)


def unit_in_currency(unit: str) -> str:
    """A unit such as ``DKK/year`` in the currency that is spoken of."""
    return unit.replace(KRONER, currency())


def cell_format(shown: str) -> str:
    """A spreadsheet's number format for kroner, for the currency that is spoken of."""
    code = currency()
    return shown if code == KRONER else shown.replace("kr.", code).replace(KRONER, code)


@cache
def _said(text: str, code: str, locale: str) -> str:
    from babel import Locale  # noqa: PLC0415
    from babel.numbers import get_currency_name, get_currency_symbol  # noqa: PLC0415

    if _OFFICIAL.search(text):
        return re.sub(r"\bkr\.(?=( [a-zæøå(:{]|,))", KRONER, text)
    sign, name = get_currency_symbol(code, locale), get_currency_name(code, count=2, locale=locale)
    first = Locale.parse(locale).currency_formats["standard"].pattern.startswith("¤") and not sign.isalpha()

    def short(found: re.Match[str]) -> str:
        number, gap, million = (found[part] or "" for part in ("number", "gap", "million"))
        said = f"{sign}{number}{gap}{million}".rstrip() if first and number else f"{number}{gap}{million}{sign}"
        rest = text[found.end() :]
        ends = re.match(r" [A-ZÆØÅ]", rest) or (not rest and number and _SENTENCE.match(text))
        return said + "." if ends else said

    said = _WORDS.sub(lambda found: name[0].upper() + name[1:] if found[1] == "K" else name, _SHORT.sub(short, text))
    return said.replace(KRONER, code)
