"""The language a scenario asks for, found before anything is checked: faults are said in it too."""

from __future__ import annotations

import re
from pathlib import Path

from placement.scenario.positions import Positions
from placement.scenario.yaml_source import parse

NAMES = ("scenario.yaml", "scenario.lock.yaml")
"""What holds the scenario in its folder, and in a result folder."""
_LOOKED_AT = 1_000_000
"""Bytes; what a scenario says about itself stands at its beginning."""
_ABOUT = re.compile(r"^about[ \t]*:.*(?:\r?\n(?:[ \t#].*)?)*", re.MULTILINE)


def written_language(path: str | Path) -> str:
    """``about.language`` of the scenario in a file or folder; empty where it says nothing or cannot be read."""
    try:
        found = Path(path)
        files = [found / name for name in NAMES] if found.is_dir() else [found]
        for file in files:
            if file.is_file():
                with file.open("rb") as opened:
                    return language_in(opened.read(_LOOKED_AT).decode("utf-8-sig", "replace"))
    except (OSError, ValueError):
        pass
    return ""


def language_in(text: str) -> str:
    """``about.language`` of a scenario's text."""
    about = _ABOUT.search(text)
    read = parse(about[0], "", Positions()).value if about else None
    part = read.get("about") if isinstance(read, dict) else None
    language = part.get("language") if isinstance(part, dict) else None
    return language if isinstance(language, str) else ""
