"""What the browser fixtures hand to the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Accessible = Callable[..., None]

DESKTOP = (1280, 900)
PHONE = (360, 740)


@dataclass
class Seen:
    """What a page did that it should not have done; a test that provokes it on purpose clears the list.

    Attributes:
        errors: errors and warnings on the console, and exceptions nobody caught.
        outside: addresses asked for that are neither a file nor on this machine; none is let through.
    """

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


SMALLEST = """() => {
    const sizes = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const holder = words.currentNode.parentElement;
        const text = words.currentNode.textContent.trim();
        if (!text || !holder.getBoundingClientRect().width) continue;
        if (holder.closest('title, desc, script, style, .hidden, .unseen, [aria-hidden=true]')) continue;
        const drawn = holder.ownerSVGElement && holder.getScreenCTM();
        const size = parseFloat(getComputedStyle(holder).fontSize) * (drawn ? drawn.d : 1);
        if (size > 0) sizes.push([size, text.slice(0, 60)]);
    }
    return sizes.sort((one, other) => one[0] - other[0])[0];
}"""
"""The smallest words rendered, in pixels, and what they say; where the size is 0, a sign stands for the words."""
READABLE = 9
