"""Which signs a text may hold, and the one form in which texts are compared."""

from __future__ import annotations

import re
import unicodedata

from placement.errors import Message

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_TURNING = "\u202a-\u202e\u2066-\u2069"
"""Signs that turn the direction of what follows, so that it reads otherwise than it is."""
_NO_CHARACTERS = "\ud800-\udfff\ufeff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_CONTROLS}{_TURNING}{_NO_CHARACTERS}]")
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def settled(text: str) -> str:
    """``text`` in the form in which ids and names are compared (Unicode's NFC): é is one sign, however it was typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def forbidden(text: str) -> Message | None:
    """Why ``text`` is refused: a sign in it cannot be shown, or turns the text around; None where it is fine."""
    found = _FORBIDDEN.search(text)
    return _refused(found.group()) if found else None


def shown(text: str) -> str:
    """``text`` with a sign that stands for each that is refused."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def first_forbidden(text: str) -> tuple[Message, int, int] | None:
    """The same with line and column, from 1."""
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
