"""Colours that the colour-blind tell apart and that stay apart in black and white; the tests measure both."""

from __future__ import annotations

NEAR_TO_FAR = ("#f6ecb2", "#aece90", "#5cac98", "#358395", "#285a8a", "#25336b")
"""Light to dark in even steps of lightness."""
SHORTER = ("#afd7f0", "#5ca2d2", "#3b6eae")
"""A little to a lot shorter."""
LONGER = ("#eecc9f", "#d08d45", "#a4592b")
"""A little to a lot longer; as light as SHORTER, so that it is hatched too."""
SAME = "#f7f6f1"

SEA = "#e6edf2"
LAND = "#fdfcfa"
NO_FIGURE = "#d9d9d9"
SHORE = "#6d7c87"
INK = "#16202a"
QUIET = "#4a5763"
PAPER = "#ffffff"
CHANGED = "#b3004f"
"""What opens or closes; never said by the colour alone."""
