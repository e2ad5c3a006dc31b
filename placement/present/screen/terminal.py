"""The terminal that is written to: how wide it is, and what stands for the signs it does not have."""

from __future__ import annotations

import codecs
import contextlib
import unicodedata
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

SUBSTITUTE = "placement.substitute"
"""Name of the way to encode that never fails, for ``errors=`` of a stream."""
MARGIN = 2
"""Columns at the end of a line that are left free."""
_INSTEAD = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "...", "•": "*", "·": "|", "×": "x",
    "→": "->", "←": "<-", "↑": "^", "↓": "v", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "°": " deg", "€": "EUR",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
    "▸": ">", "●": "*", "■": "#", "✓": "v", "✗": "x", "Σ": "S", "½": "1/2", "‰": " per mille",
    "æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "œ": "oe", "Œ": "Oe",
    "ß": "ss", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i",
}  # fmt: skip
"""ASCII that is read as the sign; other letters lose their accents."""


@dataclass(frozen=True)
class Terminal:
    """What is written to.

    Attributes:
        columns: how many it has; the standard where nobody looks, as in a file.
        encoding: of its text.
    """

    columns: int = 100
    encoding: str = "utf-8"

    @property
    def width(self) -> int:
        """Most columns a line takes."""
        return self.columns - MARGIN


STANDARD = Terminal()
"""Where nobody looks, as in a file or a page."""
_NOW: ContextVar[Terminal] = ContextVar("terminal", default=STANDARD)


def terminal() -> Terminal:
    """The terminal that is written to now; the standard where none was named."""
    return _NOW.get()


@contextlib.contextmanager
def writing_to(one: Terminal) -> Iterator[None]:
    """Lay out for a terminal."""
    before = _NOW.set(one)
    try:
        yield
    finally:
        _NOW.reset(before)


def showable(text: str) -> str:
    """``text`` in the signs the terminal has."""
    encoding = terminal().encoding
    if text.isascii() or _has(text, encoding):
        return text
    return text.encode(encoding, SUBSTITUTE).decode(encoding)


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _substituted(error: UnicodeError) -> tuple[str, int]:
    """What the codec writes in place of the signs it lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object
    return "".join(_instead(text, at) for at in range(error.start, error.end)), error.end


def _instead(text: str, at: int) -> str:
    sign = text[at]
    if sign in _INSTEAD:
        return _as_loud(_INSTEAD[sign], text[max(at - 1, 0) : at], text[at + 1 : at + 2])
    if "\u2500" <= sign <= "\u257f":  # lines of boxes
        return "-" if sign in "─━╌╍┄┅┈┉╴╶" else "|" if sign in "│┃╎╏┆┇┊┋╵╷" else "+"
    plain = (part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    known = "".join(part if part.isascii() else _INSTEAD.get(part, "") for part in plain)
    return known or ("" if unicodedata.category(sign) in ("Mn", "Me", "Cf") else "?")


def _as_loud(instead: str, before: str, after: str) -> str:
    """Both letters are capitals where the word is in capitals."""
    loud = after.isupper() or (before.isupper() and not after.islower())
    return instead.upper() if instead[0].isupper() and loud else instead


codecs.register_error(SUBSTITUTE, _substituted)
