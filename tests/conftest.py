"""Tests read the same on every machine: no language, width, colour or speed of the one they run on."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from placement.present.words.currency import _SPOKEN

for _name in ("LANG", "LC_MESSAGES", "PLACEMENT_LANG", "COLUMNS", "NO_COLOR"):
    os.environ.pop(_name, None)
os.environ["LC_ALL"] = "C.UTF-8"

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _no_currency_of_another_test() -> Iterator[None]:
    """Reading a scenario sets the currency that is spoken of; the next test begins without one."""
    before = _SPOKEN.set(None)
    yield
    _SPOKEN.reset(before)
