"""Tests read the same on every machine: no language, width or colour of the one they run on."""

from __future__ import annotations

import os

for _name in ("LANG", "LC_MESSAGES", "PLACEMENT_LANG", "COLUMNS", "NO_COLOR"):
    os.environ.pop(_name, None)
os.environ["LC_ALL"] = "C.UTF-8"
