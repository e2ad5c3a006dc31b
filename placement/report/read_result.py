"""A result folder read again: the scenario as it was solved, and its proposal, without a solver."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placement.errors import ResultError
from placement.report import manifest as manifests
from placement.report.files import LOCK, RESULT
from placement.report.json_text import SCHEMA_VERSION
from placement.report.manifest import read_manifest, sha256
from placement.report.reading import bytes_in, json_of
from placement.report.rebuild import solved_of
from placement.report.refused import RefusedError
from placement.scenario.load import Loaded, load
from placement.solve.result import Solved


@dataclass(frozen=True, eq=False)
class Result:
    """What a result folder holds.

    Attributes:
        loaded: the scenario as it was solved, with every value written out.
        solved: its proposal, judged afresh.
        variants: the variants and overrides that are in it.
        created: when it was made, in UTC.
    """

    loaded: Loaded
    solved: Solved
    variants: tuple[str, ...]
    created: str


def is_result_folder(path: Path) -> bool:
    """Whether a path is a folder that this program wrote, whatever is wrong with it."""
    return (path / manifests.NAME).is_file()


def read_result(folder: Path) -> Result:
    """The scenario and the proposal in a result folder.

    Raises:
        ResultError: it is no result, of another version, incomplete, or changed since it was made.
        ScenarioError: its scenario is faulty.
    """
    told = read_manifest(folder)
    documents = {name: _unchanged(folder, name, told["outputs"]) for name in (LOCK, RESULT)}
    document = json_of(documents[RESULT])
    if not isinstance(document, dict):
        raise RefusedError("unreadable", path=folder / RESULT, why="no map")
    _check_version(folder / RESULT, document.get("schema_version"))
    loaded = load(folder / LOCK)
    try:
        solved = solved_of(loaded, document, told["options"])
    except ResultError as error:
        raise RefusedError("unreadable", path=folder / RESULT, why=error) from error
    return Result(loaded, solved, (*told["variants"], *told["overrides"]), str(told["created"]))


def _check_version(path: Path, seen: Any) -> None:
    if seen != SCHEMA_VERSION:
        raise RefusedError("version", path=path, seen=seen, known=SCHEMA_VERSION)


def _unchanged(folder: Path, name: str, listed: dict[str, str]) -> bytes:
    """A file as it was when the folder was made."""
    content = bytes_in(folder / name)
    if sha256(content) != listed.get(name):
        raise RefusedError("changed", path=folder / name, folder=folder)
    return content
