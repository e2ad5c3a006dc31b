"""Pictures written as SVG: elements, their attributes, and text that is always escaped.

Only presentation attributes are written, never a ``style`` or a script, so that a strict content security policy
allows the picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

Element = ET.Element
Content = ET.Element | str | None

NAMESPACE = "http://www.w3.org/2000/svg"
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
TITLE_AND_DESCRIPTION = re.compile(r"(<title id=[^>]*>[^<]*)(</title>\s*<desc[^>]*>)([^<]*)")
"""The text alternative of a whole picture: the title, what is between, and the description."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(tag: str, *content: Content, **attributes: str | float | None) -> Element:
    """An element.

    Args:
        tag: its name.
        content: elements and text inside it, in order; None is left out.
        attributes: ``stroke_width`` is written ``stroke-width``, ``class_`` as ``class``; numbers in their shortest
            form, None not at all.
    """
    made = ET.Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.strip("_").replace("_", "-"), _clean(value) if isinstance(value, str) else number(value))
    return extend(made, content)


def extend(parent: Element, content: Iterable[Content]) -> Element:
    """``parent``, after ``content`` has been added to it."""
    for part in content:
        if isinstance(part, str):
            _append_text(parent, _clean(part))
        elif part is not None:
            parent.append(part)
    return parent


def described(svg: str) -> str:
    """The text alternative of a picture: its title and its description."""
    found = TITLE_AND_DESCRIPTION.search(svg)
    title, description = (found[1].partition(">")[2], found[3]) if found else ("", "")
    return unescape(f"{title}. {description}")


def picture(
    name: str, title: str, description: str, width: float, height: float, *content: Content, interactive: bool = False
) -> Element:
    """A whole picture with its text alternative.

    Args:
        name: prefix of every ``id`` in it, so that a page can have several pictures.
        title: its accessible name.
        description: what it shows, in words.
        width: in user units.
        height: in user units.
        content: what is drawn.
        interactive: whether it has links; its role is then ``group``, as screen readers hide what is in an ``img``.
    """
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *content,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group" if interactive else "img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        font_family=FONT,
    )


def text(x: float, y: float, words: str, *more: Content, **attributes: str | float | None) -> Element:
    """A text whose base line begins (or, by ``text_anchor``, is centred or ends) at a point."""
    return element("text", words, *more, x=x, y=y, **attributes)


def path(lines: Iterable[NDArray[np.float64]], *, closed: bool = True, coarse: bool = False) -> str:
    """Lines of points, ``(n, 2)`` each, as the ``d`` of one path, to a tenth of a unit; ``coarse``: to a unit."""
    steps = 1 if coarse else 10
    return "".join(_line(np.rint(line * steps).astype(int) * (10 // steps), closed) for line in lines if len(line) > 1)


def _line(tenths: NDArray[np.int64], closed: bool) -> str:
    """A line as its first point and relative steps; empty where all its points are the same."""
    steps = np.diff(tenths, axis=0)
    words = [_tenth(step) for step in steps[steps.any(axis=1)].ravel().tolist()]
    if not words:
        return ""
    joined = "".join(word if word.startswith("-") else f" {word}" for word in words).lstrip()
    return f"M{_tenth(int(tenths[0, 0]))} {_tenth(int(tenths[0, 1]))}l{joined}" + ("z" if closed else "")


def _tenth(tenths: int) -> str:
    """A whole number of tenths as the shortest decimal text."""
    whole, rest = divmod(abs(tenths), 10)
    digits = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{digits}" if tenths < 0 else digits


def number(value: float) -> str:
    """A coordinate with one decimal at most, or two below one."""
    digits = f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if short in ("-0", "") else short


def write(drawn: Element) -> str:
    """The element as text."""
    return ET.tostring(drawn, encoding="unicode")


def _append_text(parent: Element, words: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _clean(words: str) -> str:
    """``words`` without the characters that XML cannot contain."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", words)
