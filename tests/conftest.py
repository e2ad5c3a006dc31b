"""Tests read the same on every machine: no language, width, colour or speed of the one they run on."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from placement.executor import processes
from placement.present.words.currency import _SPOKEN

for _name in ("LANG", "LC_MESSAGES", "PLACEMENT_LANG", "COLUMNS", "NO_COLOR"):
    os.environ.pop(_name, None)
os.environ["LC_ALL"] = "C.UTF-8"

# The many processes that the tests start read what is compiled already instead of compiling all of it again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# As in the command line's own process: the products are small, and threads only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

gc.disable()  # until all tests are gathered: what is made until then stays

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_collection_finish() -> None:
    """Thousands of tests with their modules are never garbage: they are not looked through for it again and again."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _one_processor() -> Iterator[None]:
    """Many solves are shared among processes only where a test asks for so many: to start them takes longer than these.

    What is found does not depend on it, as ``tests/executor`` shows.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "usable_cores", lambda: 1)
        yield


@pytest.fixture(autouse=True)
def _no_currency_of_another_test() -> Iterator[None]:
    """Reading a scenario sets the currency that is spoken of; the next test begins without one."""
    before = _SPOKEN.set(None)
    yield
    _SPOKEN.reset(before)
