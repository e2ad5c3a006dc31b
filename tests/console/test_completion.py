"""What a shell is taught, and what it is answered."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from placement.cli import run
from placement.cli.entry import ASKED
from placement.console.types import SHELLS

SCENARIOS = Path(__file__).parents[2] / "scenarios"
LUKNING = str(SCENARIOS / "lukning")
LEMVIG = str(SCENARIOS / "lemvig-foerste")


def offered(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str = "bash"
) -> list[str]:
    """What stands after the begun word that ``words`` end with; an empty one where they end with a space."""
    parts = shlex.split(words)
    monkeypatch.setenv(ASKED, f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    if shell == "fish":
        monkeypatch.setenv("COMP_CWORD", "" if words.endswith(" ") else parts[-1])
    else:
        monkeypatch.setenv("COMP_CWORD", str(len(parts) - (not words.endswith(" "))))
    assert run([]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return list(filter(None, said.out.splitlines()))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("placement sol", ["plain,solve"]),
        (f"placement solve {LUKNING} --cs", ["plain,--csv"]),
        (f"placement solve {LUKNING} --csv st", ["plain,standard"]),
        (f"placement solve {LUKNING} --variant beh", ["plain,behold"]),
        (f"placement compare {LUKNING} --variant lovet+beh", ["plain,lovet+behold"]),
        (f"placement compare {LUKNING} --reference to", ["plain,today"]),
        (f"placement explain {LEMVIG} lun", ["plain,lunge_amb"]),
        (f"placement explain {LEMVIG} lunge_amb sh_l", ["plain,sh_lemvig"]),
        ("placement solve scen", ["file,scen"]),
        (f"placement solve {LUKNING} --out o", ["dir,o"]),
        ("placement explain nowhere lun", []),
        ("placement completion f", ["plain,fish"]),
    ],
)
def test_a_begun_word(
    words: str, wanted: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert offered(words, monkeypatch, capsys) == wanted


@pytest.mark.parametrize(("lang", "told"), [("da", "Beregn et forslag"), ("en", "Calculate a proposal")])
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_shell_that_shows_what_words_mean_shows_it_in_the_language(
    shell: str, lang: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLACEMENT_LANG", lang)
    assert told in "\n".join(offered("placement sol", monkeypatch, capsys, shell))


def test_titles_stand_beside_ids(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert offered(f"placement explain {LEMVIG} lunge_amb sh_l", monkeypatch, capsys, "zsh") == [
        "plain",
        "sh_lemvig",
        "Lemvig Sundhedshus",
    ]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_lines_for_a_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"{ASKED}={shell}_complete" in script
    assert "placement" in script


def test_another_shell_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "tcsh"]) == 2
    assert "bash, zsh, fish" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_itself_completes(tmp_path: Path) -> None:
    program = tmp_path / "placement"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m placement "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    asked = f"""
        eval "$(placement completion bash)"
        COMP_WORDS=(placement explain {shlex.quote(LEMVIG)} ro)
        COMP_CWORD=3
        _placement_completion placement
        echo "${{COMPREPLY[@]}}"
    """
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(SCENARIOS.parent)}
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.split() == ["roentgen"]
