"""Which language is spoken: asked for, of the environment, of the scenario, of the computer, Danish."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.cli import run
from placement.cli.entry import early
from placement.scenario.unchecked import language_in, written_language
from tests.helpers.small import SMALL, write


@pytest.fixture
def speaking(tmp_path: Path) -> Path:
    """A scenario that asks for English."""
    write(tmp_path, {"scenario.yaml": "about: {language: en}\n" + SMALL.replace("about:", "was:", 1)})
    return tmp_path


@pytest.mark.parametrize(
    ("env", "args", "spoken"),
    [
        ({}, [], "da"),
        ({"LC_ALL": "", "LANG": "en_GB.UTF-8"}, [], "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "da_DK.UTF-8", "LANG": "en_GB.UTF-8"}, [], "da"),
        ({"LC_ALL": "en_US", "LC_MESSAGES": "da_DK.UTF-8"}, [], "en"),
        ({"LC_ALL": "de_DE.UTF-8"}, [], "da"),
        ({"LC_ALL": "da_DK.UTF-8"}, ["SCENARIO"], "en"),
        ({"PLACEMENT_LANG": "da"}, ["SCENARIO"], "da"),
        ({"PLACEMENT_LANG": "sv"}, ["SCENARIO"], "en"),
        ({"PLACEMENT_LANG": "da"}, ["SCENARIO", "--lang", "en"], "en"),
        ({"PLACEMENT_LANG": "en"}, ["SCENARIO", "--lang=da"], "da"),
    ],
)
def test_the_first_that_says_one(
    env: dict[str, str], args: list[str], spoken: str, speaking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert early(["check", *(str(speaking) if arg == "SCENARIO" else arg for arg in args)]).say.language == spoken


def test_a_faulty_scenario_is_told_of_in_its_own_language(speaking: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(speaking)]) == 3
    assert "faults found." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("about:\n  # first\n\n  language: en\nname: x\n", "en"),
        ("name: x\nabout: {status: draft, language: da}\n", "da"),
        ("about:\n  purpose: language\nsites:\n  language: en\n", ""),
        ("# about: {language: en}\nabout: [1\n", ""),
        ("about:\r\n  language: en\r\n", "en"),
        ("", ""),
    ],
)
def test_what_the_text_says(text: str, language: str) -> None:
    assert language_in(text) == language


def test_what_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").mkdir()
    assert written_language(tmp_path) == ""
    assert written_language(tmp_path / "nothing") == ""
