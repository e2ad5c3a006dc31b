"""Text of a scenario: which characters it may contain, its Unicode form, and text that is nearly a number.

For text in place of a number there are messages that say what is wrong with it, and what to write.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from placement.errors import Message

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_TURNING = "\u202a-\u202e\u2066-\u2069"
"""Characters that change the writing direction, so that text looks different from what is stored."""
_NO_CHARACTERS = "\u200b\u2060\ud800-\udfff\ufeff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_CONTROLS}{_TURNING}{_NO_CHARACTERS}]")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def settled(text: str) -> str:
    """``text`` in Unicode NFC, in which texts are compared: é is one character, however it was typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def forbidden(text: str) -> Message | None:
    """Why ``text`` is refused: it has an invisible character, or one that turns the direction of text; else None."""
    found = _FORBIDDEN.search(text)
    return _refused(found.group()) if found else None


def shown(text: str) -> str:
    """``text`` with each refused character replaced by U+FFFD."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def first_forbidden(text: str) -> tuple[Message, int, int] | None:
    """Why ``text`` is refused, with line and column (from 1) of the character; None if it is fine."""
    found = _FORBIDDEN.search(text)
    if not found:
        return None
    before = _LINE_END.split(text[: found.start()])
    return _refused(found.group()), len(before), len(before[-1]) + 1


def _refused(sign: str) -> Message:
    if re.match(f"[{_TURNING}]", sign):
        return Message("the character U+{code} turns the text around and is not allowed; remove it.", code=_code(sign))
    return Message("the character U+{code} cannot be shown and is not allowed; remove it.", code=_code(sign))


def _code(sign: str) -> str:
    return f"{ord(sign):04X}"


_DIGITS = r"\d+(?:[.,]\d+)*"
_PLAIN = r"[+-]?\d+(?:[.,]\d+)?"
_NUMBER = r"[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d{1,3})?"
_GAP = " \u00a0\u2007\u2008\u2009\u202f'’`\u02bc"
_MINUS = "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63"
_MONTH = r"(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-zæøå]*"
_DATE = rf"""
    \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}([T\ ].*)? | \d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}
    | \d{{1,2}}[-/.\ ]+{_MONTH}\.?([-/.\ ]+\d+)? | {_MONTH}\.?[-/.\ ]+\d{{1,4}}
"""
_NOTHING = re.compile(
    r"[-–—.?*/x]+|[-+]?(nan|inf|infinity)|n\.?/?a\.?|null|none|nil|nothing|ukendt|unknown|mangler|missing|ingen",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#(?:N/A|I/T|[A-ZÆØÅ0-9/_]+[!?])")
_YES_NO = re.compile(r"ja|nej|sand|falsk|yes|no|true|false|oui|non|vrai|faux|wahr|falsch|on|off|[jny]", re.IGNORECASE)


class Dialect(NamedTuple):
    """How numbers are written in the file the text is from."""

    comma: bool = False
    """Whether a comma may be the decimal sign."""

    def write(self, digits: str) -> str:
        """``digits``, which have a decimal point, as written in this dialect."""
        return digits.replace(".", ",") if self.comma else digits


POINT = Dialect()
COMMA = Dialect(comma=True)


class NoNumber(str):
    """The text of a cell that should be a number but is none; ``why`` says what is wrong with it."""

    __slots__ = ("why",)
    why: Message

    def __new__(cls, text: str, why: Message) -> NoNumber:
        """The text with the reason."""
        made = super().__new__(cls, text)
        made.why = why
        return made

    def __reduce__(self) -> tuple[type[NoNumber], tuple[str, Message]]:
        return type(self), (str(self), self.why)


def ambiguous(text: str, dialect: Dialect) -> Message | None:
    """Why a number is refused if its point may be a thousands separator (1.070 with decimal commas); else None."""
    if not (dialect.comma and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text)):
        return None
    return Message(
        "{seen} may mean {meant} or {decimal}; write it without a thousands separator, decimals with a comma.",
        seen=text,
        meant=text.replace(".", ""),
        decimal=text.replace(".", ","),
    )


def no_number(text: str, dialect: Dialect = POINT) -> Message:
    """The message on ``text`` that is no number in the dialect: what is wrong, and what to write."""
    for explain in (_gaps, _thousands, _commas, _signs, _digits, _words, _dates, _codes, _percent, _extras):
        message = explain(text.strip(), dialect)
        if message is not None:
            return message
    seen = repr(text)[:80]
    if dialect.comma:
        return Message("{seen} is not a number; write digits with a decimal comma or point, without unit.", seen=seen)
    return Message("{seen} is not a number; write digits with a decimal point, without unit.", seen=seen)


def _gaps(text: str, dialect: Dialect) -> Message | None:
    plain = re.sub(rf"(?<=\d)[{_GAP}]+(?=\d{{3}}(?!\d))", "", text)
    if plain == text or not re.fullmatch(_NUMBER, plain):
        return None
    meant = dialect.write(plain.replace(",", ".")) if plain.count(",") + plain.count(".") == 1 else plain
    return Message("'{seen}' has a gap between its digits; write {meant}.", seen=text, meant=meant)


def _thousands(text: str, dialect: Dialect) -> Message | None:
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", text):
        meant = dialect.write(text.replace(".", "").replace(",", "."))
        if dialect.comma:
            return Message("'{seen}' has a thousands dot; write {meant}.", seen=text, meant=meant)
        return Message("'{seen}' has a thousands dot and a decimal comma; write {meant}.", seen=text, meant=meant)
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}", text):
        return Message("'{seen}' has thousands dots; write {meant}.", seen=text, meant=text.replace(".", ""))
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}", text):
        meant = dialect.write(text.replace(",", ""))
        return Message("'{seen}' has a thousands comma; write {meant}.", seen=text, meant=meant)
    return None


def _commas(text: str, dialect: Dialect) -> Message | None:
    decimal = text.replace(",", ".")
    if dialect.comma or not re.fullmatch(r"[+-]?\d*,\d+([eE][+-]?\d{1,3})?", text):
        return None
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", text):
        meant = text.replace(",", "")
        return Message(
            "'{seen}' may mean {decimal} or {meant}; write one of them, decimals with a point.",
            seen=text,
            decimal=decimal,
            meant=meant,
        )
    return Message("'{seen}' has a decimal comma; write a point, as in {meant}.", seen=text, meant=decimal)


def _signs(text: str, _dialect: Dialect) -> Message | None:
    """A message on invisible characters, and on a minus sign other than the keyboard's."""
    unseen = next((sign for sign in text if unicodedata.category(sign) in ("Cf", "Cc")), "")
    if unseen:
        code = f"{ord(unseen):04X}"
        return Message("the number holds a sign that cannot be seen (U+{code}); write it anew.", code=code)
    if text[:1] in tuple(_MINUS) and re.fullmatch(_NUMBER, text[1:].strip()):
        code, meant = f"{ord(text[0]):04X}", "-" + text[1:].strip()
        return Message(
            "'{seen}' begins with a minus that is not the one of the keyboard (U+{code}); write {meant}.",
            seen=text,
            code=code,
            meant=meant,
        )
    return None


def _digits(text: str, dialect: Dialect) -> Message | None:
    """A message on fractions, and on digits of another script."""
    share = _fraction(text)
    if share is not None:
        meant = dialect.write(f"{share:.10g}")
        return Message("'{seen}' is a fraction; write it with decimals, as in {meant}.", seen=text, meant=meant)
    latin = unicodedata.normalize("NFKC", "".join(map(_latin, text)))
    if latin != text and re.fullmatch(_NUMBER, latin):
        return Message("'{seen}' has signs that only look like 0 to 9; write {meant}.", seen=text, meant=latin)
    return None


def _latin(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


def _fraction(text: str) -> float | None:
    """The value of ½, 1½ or 1/2; None for other text."""
    found = re.fullmatch(r"(\d{1,6})\s*/\s*([1-9]\d{0,5})", text)
    if found:
        return int(found[1]) / int(found[2])
    whole, last = text[:-1].strip(), text[-1:]
    part = unicodedata.numeric(last, None) if last else None
    if part is None or part.is_integer() or not re.fullmatch(r"\d{0,9}", whole, re.ASCII):
        return None
    return int(whole or 0) + part


def _words(text: str, _dialect: Dialect) -> Message | None:
    """A message on words for nothing, errors of a spreadsheet, yes and no."""
    if re.fullmatch(r"#[\w/ÆØÅæøå]+[!?]?", text):
        return _spreadsheet_error(text)
    if _NOTHING.fullmatch(text):
        return Message("'{seen}' is not a number; write digits, or nothing at all.", seen=text)
    if _YES_NO.fullmatch(text):
        return Message("'{seen}' is a word, where a number is expected; write digits.", seen=text)
    return None


def spreadsheet_error(text: str) -> Message | None:
    """Why a cell of text is refused that a spreadsheet could not work out, such as ``#N/A`` or ``#REF!``; else None."""
    return _spreadsheet_error(text) if _ERROR.fullmatch(text) else None


def _spreadsheet_error(text: str) -> Message:
    return Message("'{seen}' is an error in a spreadsheet; correct its formula and save again.", seen=text)


def _dates(text: str, _dialect: Dialect) -> Message | None:
    if re.fullmatch(_DATE, text, re.IGNORECASE | re.VERBOSE):
        return Message(
            "'{seen}' is a date, where a number is expected; a spreadsheet may have made it of one. Write the number.",
            seen=text,
        )
    clock = re.fullmatch(r"(\d{1,3}):(\d{2})(?::\d{2})?", text)
    if clock:
        meant = str(int(clock[1]) * 60 + int(clock[2]))
        return Message("'{seen}' is a time; write minutes as one number, as in {meant}.", seen=text, meant=meant)
    return None


def _codes(text: str, _dialect: Dialect) -> Message | None:
    """A message on codes such as 0123, and on characters that programs and bookkeepers add to digits."""
    if re.fullmatch(r"[+-]?0\d+([.,]\d*)?", text):
        return Message(
            "'{seen}' begins with 0, which is a code and not a number; write the number without the zero.", seen=text
        )
    if re.fullmatch(r"[+-]?0(x[0-9a-f]{1,12}|o[0-7]{1,12}|b[01]{1,12})", text, re.IGNORECASE):
        return Message("'{seen}' is not a decimal number; write {meant}.", seen=text, meant=int(text, 0))
    if re.fullmatch(r"[+-]?\d[\d_]*_[\d_.]*", text):
        return Message("'{seen}' holds '_'; write the digits alone.", seen=text)
    if text[:1] in tuple("'’=") and re.fullmatch(_NUMBER, text[1:]):
        meant = text[1:]
        return Message(
            "'{seen}' begins with a sign that is no part of a number; write {meant}.", seen=text, meant=meant
        )
    if re.fullmatch(rf"\({_DIGITS}\)|{_DIGITS}-", text):
        meant = "-" + text.strip("()-")
        return Message("'{seen}' is negative the way bookkeepers write it; write {meant}.", seen=text, meant=meant)
    return None


def _percent(text: str, dialect: Dialect) -> Message | None:
    found = re.fullmatch(rf"({_PLAIN})\s*(%|‰|pct\.?|procent|percent)", text, re.IGNORECASE)
    if not found:
        return None
    share = float(found[1].replace(",", ".")) / (1000 if found[2] == "‰" else 100)
    meant = dialect.write(f"{share:.10g}")
    return Message(
        "'{seen}' has a percent sign; write the number alone, a share as in {meant}.", seen=text, meant=meant
    )


def _extras(text: str, _dialect: Dialect) -> Message | None:
    """A message on a range, and on a number with a unit or a word."""
    if re.fullmatch(rf"{_NUMBER}\s*(?:[-–—]|til|to)\s*{_NUMBER}", text):
        return Message("'{seen}' is a range, where one number is expected.", seen=text)
    about = re.fullmatch(rf"(?:ca\.?|c\.|cirka|about|over|under|[~≈<>≤≥±])\s*({_NUMBER})", text, re.IGNORECASE)
    unit = re.fullmatch(rf"({_NUMBER})\s*[^\d\s.,;:+\-][^;]*|[^\d\s.,;:+\-]{{1,6}}\.?\s*({_NUMBER})", text)
    found = about or unit
    if found and len(text) <= 40:
        meant = next(part for part in found.groups() if part)
        return Message("'{seen}' holds more than a number; write {meant} alone, without unit.", seen=text, meant=meant)
    return None
