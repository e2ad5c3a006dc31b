"""Tests read the same on every machine: no language, width, colour or speed of the one they run on."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

for _name in ("LANG", "LC_MESSAGES", "PLACEMENT_LANG", "COLUMNS", "NO_COLOR"):
    os.environ.pop(_name, None)
os.environ["LC_ALL"] = "C.UTF-8"

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
