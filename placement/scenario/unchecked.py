"""Reads parts of a scenario without checking it: its language, its words, and the ids and titles of a section.

The command line needs them before, or without, reading everything; nothing here imports the schema, to be quick.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from placement.scenario.source.files import Unreadable, read_file
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import parse
from placement.scenario.workbook.grid import ENDINGS, MOST_BYTES, Grid, grids_in

NAMES = ("scenario.yaml", "scenario.lock.yaml")
"""File names of a scenario: in its own folder, and in a result folder."""
_LOOKED_AT = 1_000_000
"""Most bytes of the file that are read."""
_ABOUT, _TERMS = (re.compile(rf"^{name}[ \t]*:.*(?:\r?\n(?:[ \t#].*)?)*", re.MULTILINE) for name in ("about", "terms"))


def written_language(path: str | Path) -> str:
    """``about.language`` of the scenario in a file or folder; empty if it has none or cannot be read."""
    if str(path).lower().endswith(ENDINGS):
        return next((said for grid in _grids(path) for said in _beside(grid, "about.language")), "")
    return language_in(_text(path))


def language_in(text: str) -> str:
    """``about.language`` in a scenario's text; empty if it has none."""
    about = _ABOUT.search(text)
    read = _read(about[0]).get("about") if about else None
    language = read.get("language") if isinstance(read, dict) else None
    return language if isinstance(language, str) else ""


def written_terms(path: str | Path) -> tuple[dict[str, Any], str]:
    """The ``terms`` of the scenario in a file or folder, and its main language; both empty if they cannot be read."""
    text = _text(path)
    found = _TERMS.search(text)
    terms = _read(found[0]).get("terms") if found else None
    return terms if isinstance(terms, dict) else {}, language_in(text)


def written_names(path: str | Path, section: str, language: str) -> dict[str, str]:
    """By id, the titles in a section of the scenario in a file or folder; empty if it cannot be read."""
    if str(path).lower().endswith(ENDINGS):
        sheet = next((grid for grid in _grids(path) if grid.name.strip().casefold() == section), None)
        return _rows(sheet, language) if sheet else {}
    found = _read(_text(path)).get(section)
    return {str(key): _title(entry, language) for key, entry in found.items()} if isinstance(found, dict) else {}


def _title(entry: Any, language: str) -> str:
    title = entry.get("title") if isinstance(entry, dict) else None
    said = (title.get(language) or title.get("da")) if isinstance(title, dict) else title
    return said if isinstance(said, str) else ""


def _grids(path: str | Path) -> list[Grid]:
    """The sheets of a workbook; empty if it cannot be read."""
    try:
        read = read_file(Path(path), MOST_BYTES)
    except (OSError, ValueError):
        return []
    found = read if isinstance(read, Unreadable) else grids_in(read[0])
    return [] if isinstance(found, Unreadable) else found


def _beside(grid: Grid, name: str) -> list[str]:
    """The texts in cells to the right of cells with the text ``name``."""
    pairs = (pair for row in grid.rows for pair in pairwise(row))
    return [after for cell, after in pairs if cell == name and isinstance(after, str)]


def _rows(grid: Grid, language: str) -> dict[str, str]:
    """By id, the titles in a sheet."""
    head = next((number for number, row in enumerate(grid.rows) if "id" in row and "title" in row), None)
    if head is None:
        return {}
    at = {str(name): column for column, name in enumerate(grid.rows[head]) if name is not None}
    titled = [at[name] for name in (f"title.{language}", "title") if name in at]
    rows = {str(row[at["id"]]): row for row in grid.rows[head + 1 :] if row[at["id"]] not in (None, "*")}
    return {key: next((str(row[n]) for n in titled if row[n] is not None), "") for key, row in rows.items()}


def _text(path: str | Path) -> str:
    """The beginning of the scenario's text."""
    try:
        found = _scenario_of(Path(path))
        files = [found / name for name in NAMES] if found.is_dir() else [found]
        for file in filter(Path.is_file, files):
            with file.open("rb") as opened:
                return opened.read(_LOOKED_AT).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        pass
    return ""


def _scenario_of(path: Path) -> Path:
    """The path itself; for a result folder without a scenario, the path that its manifest names."""
    manifest = path / "manifest.json"
    if not manifest.is_file() or (path / NAMES[-1]).is_file():
        return path
    read = json.loads(manifest.read_bytes())
    told = read.get("scenario") if isinstance(read, dict) else None
    named = told.get("path") if isinstance(told, dict) else None
    return Path(named) if isinstance(named, str) else path


def _read(text: str) -> dict[str, Any]:
    read = parse(text, "", Positions()).value
    return read if isinstance(read, dict) else {}
