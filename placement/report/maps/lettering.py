"""How much room words take before anybody has chosen the font: a careful guess."""

from __future__ import annotations

_NARROW = "ijlI.,:;'|!()[]/ "
_SMALL = 'frt-"*°'
_WIDE = "mMWÆŒ@%"
_EM = {**dict.fromkeys(_NARROW, 0.31), **dict.fromkeys(_SMALL, 0.4), **dict.fromkeys(_WIDE, 0.95), "w": 0.78, "æ": 0.92}
_CAPITAL, _LETTER, _OTHER = 0.73, 0.59, 1.0
_BOLD = 1.2
_LAST_WESTERN = "\u024f"


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Most that ``words`` take in the usual sans-serif fonts, in the unit of ``size``."""
    return sum(map(_em, words)) * size * (_BOLD if bold else 1)


def _em(sign: str) -> float:
    if sign in _EM:
        return _EM[sign]
    if sign > _LAST_WESTERN and sign not in "–−→←…":
        return _OTHER
    return _CAPITAL if sign.isupper() else _LETTER
