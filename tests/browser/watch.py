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
