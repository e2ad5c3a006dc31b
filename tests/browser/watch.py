"""What the browser fixtures hand to the tests."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
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


class Served:
    """A scenario served by the command line, from a folder of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "placement", "serve", str(folder), "--port", "0", *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT)
        assert self._process.stdout
        found = re.search(r"http://\S+", self._process.stdout.readline())
        assert found
        self.address = found[0]

    def end(self) -> int:
        self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(20)
        finally:
            self._process.kill()
            self._process.communicate()
