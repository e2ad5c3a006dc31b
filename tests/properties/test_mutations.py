"""Whatever is spoilt, in a scenario or in a result folder, is answered in words: never by an internal error.

A sample runs with the other tests; with ``PLACEMENT_MUTATIONS=10000`` in the environment so many do.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.cli.entry import run
from placement.console.endings import Exit
from tests.properties import mutations
from tests.properties.mutations import Draft, spoilt, strange

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EXAMPLES = int(os.environ.get("PLACEMENT_MUTATIONS", "0"))
LARGE = "midtjylland"
CHECKED = {Exit.DONE, Exit.FAULTY, Exit.INFEASIBLE}
SOLVED = {Exit.DONE, Exit.INFEASIBLE, Exit.STOPPED, Exit.NO_PLAN}
READ = {Exit.DONE, Exit.USAGE, Exit.FAULTY, Exit.DIFFERENCE}


def examples(sample: int) -> settings:
    """So many examples, or as many as are asked for."""
    return settings(
        max_examples=EXAMPLES or sample,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def told(*args: str) -> tuple[int, str]:
    """How a command ends, and what it says."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        status = run(args)
    return status, said.getvalue()


@cache
def scenarios() -> dict[str, Draft]:
    """Every shipped scenario by name."""
    folders = [file.parent for file in sorted(ROOT.glob("scenarios/*/scenario.yaml"))]
    return {folder.name: mutations.read(folder) for folder in folders}


@examples(200)
@given(st.deferred(lambda: spoilt(scenarios())))
def test_a_spoilt_scenario_is_refused_in_words_or_can_be_solved(drawn: tuple[str, Draft]) -> None:
    name, draft = drawn
    with tempfile.TemporaryDirectory() as folder:
        draft.write(Path(folder))
        status, said = told("check", folder, "--lang", "en")
        assert status in CHECKED, said
        if status == Exit.DONE and name != LARGE:
            status, said = told("solve", folder, "--time-limit", "2", "--gap", "0.01", "--quiet")
            assert status in SOLVED, said


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result folder that is in order."""
    folder = tmp_path_factory.mktemp("results") / "result"
    assert told("solve", str(ROOT / "scenarios" / "lukning"), "--out", str(folder), "--quiet")[0] == Exit.DONE
    return folder


@st.composite
def spoilings(draw: st.DrawFn) -> tuple[int, str, Any, float]:
    """Which file of a folder, what happens to it, with what, and where in it (a share of its length)."""
    how = draw(st.sampled_from(("value", "value", "value", "bytes", "cut", "empty", "gone", "folder")))
    return draw(st.integers(0, 10**6)), how, draw(strange()), draw(st.floats(0, 1))


def spoil(folder: Path, spoiling: tuple[int, str, Any, float]) -> None:
    """Spoil one file."""
    number, how, value, share = spoiling
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    file = files[number % len(files)]
    content = file.read_bytes()
    at = int(share * len(content))
    match how:
        case "value" if file.suffix == ".json":
            file.write_text(json.dumps(_replaced(json.loads(content), share, value)), encoding="utf-8")
        case "value" if file.suffix == ".csv":
            file.write_bytes(_with_cell(content, share, str(value).encode()))
        case "cut":
            file.write_bytes(content[:at])
        case "empty":
            file.write_bytes(b"")
        case "gone":
            file.unlink()
        case "folder":
            file.unlink()
            file.mkdir()
        case _:
            file.write_bytes(content[:at] + bytes([number % 256]) + content[at + 1 :])


def _replaced(tree: Any, share: float, value: Any) -> Any:
    known = list(mutations.places(tree))
    path = known[int(share * (len(known) - 1))]
    tree = deepcopy(tree)
    mutations.at(tree, path[:-1])[path[-1]] = value
    return tree


def _with_cell(content: bytes, share: float, value: bytes) -> bytes:
    cells = content.split(b",")
    cells[int(share * (len(cells) - 1))] = value
    return b",".join(cells)


@examples(40)
@given(spoiling=spoilings())
def test_a_spoilt_result_folder_is_refused_in_words(spoiling: tuple[int, str, Any, float], result: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "result"
        shutil.copytree(result, folder)
        spoil(folder, spoiling)
        for command in (["verify", folder], ["report", folder], ["drafts", result, folder], ["drafts", folder, result]):
            status, said = told(*map(str, command))
            assert status in READ, (command[0], said)
