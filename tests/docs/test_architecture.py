"""The page about the rooms names rooms, files and functions that are there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from tools.rooms import contracts, holds, layers

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FILE = re.compile(r"`((?:placement|scenarios)/[\w./<>-]+)`(?: · `(\w+)`)?")
CATALOGUES = "placement/locale"
"""What stands below it is made, and need not lie there."""
NAMED = sorted({(name, function) for name, function in FILE.findall(PAGE) if not name.startswith(CATALOGUES)})


def test_every_room_of_the_contract_is_told_of() -> None:
    rooms = {room for rooms, _ in layers(contracts()["layers"]) for room in rooms}
    assert rooms == set(holds())


@pytest.mark.parametrize(("name", "function"), NAMED)
def test_what_is_named_is_there(name: str, function: str) -> None:
    assert (ROOT / name).exists()
    if function:
        module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
        assert hasattr(module, function)


def test_the_example_is_followed_through_every_stage() -> None:
    steps = PAGE.partition("\n## One number from the file to the screen\n")[2].partition("\n## ")[0]
    rooms = [name.split("/")[1] for name, _ in FILE.findall(steps)]
    assert list(dict.fromkeys(rooms)) == [
        "lemvig-foerste",
        "questions",
        "scenario",
        "instance",
        "model",
        "solve",
        "plan",
        "console",
    ]


def test_each_task_begins_in_a_room_that_there_is() -> None:
    tasks = PAGE.partition("\n## Where is ...?\n")[2].splitlines()
    rows = [line.split(" | ") for line in tasks if line.startswith("| ") and "`" in line]
    assert len(rows) == 10
    for _, rooms, where in rows:
        assert set(re.findall(r"`(\w+)`", rooms)) <= set(holds())
        assert "`placement/" in where
