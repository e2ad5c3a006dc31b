"""What decides an answer, in one line: where it is the same, what was found before still holds."""

from __future__ import annotations

import hashlib

from placement.scenario.dump import dump
from placement.scenario.schema import Scenario
from placement.study.versions import versions


def fingerprint(*parts: Scenario | str) -> str:
    """Of scenarios and whatever else decides, and of the version of this program."""
    told = [part if isinstance(part, str) else dump(part) for part in parts]
    return hashlib.sha256("\n".join([*told, versions()["placement"]]).encode()).hexdigest()
