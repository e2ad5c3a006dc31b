"""Every screen on every terminal: as wide as it is, in the signs it has, in colour where that is wanted."""

from __future__ import annotations

import io
import json
import os
import pty
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.cli.group import commands
from placement.console.output import laid_out
from placement.locale import LANGUAGES
from placement.present.screen.lines import Line, Terminal, cells
from placement.present.words.voice import Language
from tests.helpers.answers import sheet

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
WIDTHS = (60, 72, 80, 100, 140, 200)
ENCODINGS = ("cp1252", "cp850", "ascii", "latin-1")
Screen = Callable[[], Iterable[Line]]
Caught = Callable[[list[str]], list[Screen]]
ANSWERS = {"Anna": "yynn", "北海道からの代表団": "nyn.", "Delegationen fra Nørre Åby og Omegn": "yyyy"}
STRANGE = {
    "Lemvig": "Le\u0301mvig 北海道 ｗｉｄｅ",
    "Holstebro": "Ho\u0308lstebro" + "\u0301" * 3,
    "Røntgen": "レントゲン撮影",
}
"""Names with wide signs, and with signs that take no room."""


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> Caught:
    """Runs a command and gives its screens, to be laid out for any terminal."""
    screens: list[Screen] = []

    def keep(screen: Screen, _on: Terminal) -> list[Line]:
        screens.append(screen)
        return []

    monkeypatch.setattr("placement.console.output.laid_out", keep)

    def ask(args: list[str]) -> list[Screen]:
        screens.clear()
        run(args)
        return list(screens)

    return ask


def strange(folder: Path) -> str:
    """A scenario whose places have names that are hard to measure."""
    home = SCENARIOS / "lemvig-foerste"
    for file in home.iterdir():
        text = file.read_text(encoding="utf-8")
        for plain, odd in STRANGE.items():
            text = text.replace(f"{plain} ", f"{odd} ")
        (folder / file.name).write_text(text, encoding="utf-8")
    return str(folder)


def asked(words: str, folder: Path) -> list[str]:
    """A command with its scenario."""
    (folder / "ballots.csv").write_text(sheet("lemvig-foerste", ANSWERS), encoding="utf-8")
    named = {"BALLOTS": str(folder / "ballots.csv"), "OUT": str(folder / "out")}
    if "STRANGE" in words:
        (folder / "strange").mkdir()
        named["STRANGE"] = strange(folder / "strange")
    found = [named.get(word, word) for word in words.split()]
    return [str(SCENARIOS / word[1:]) if word.startswith("@") else word for word in found]


SHOWN = [
    "check @lemvig-foerste",
    "check @umuligt --all",
    "check STRANGE",
    "check @lukning --set functions.x.y=1 --set policy.max_change=3",
    "solve @lemvig-foerste",
    "solve STRANGE --all",
    "solve @skaerm --all",
    "solve @etaper --all",
    "solve @til-en-pris --all",
    "solve @hjemme --all",
    "solve @profiler --profiles",
    "solve @umuligt",
    "explain @dialyse-satellit dialyse sh_oplandet --all",
    "explain STRANGE lunge_amb sh_lemvig",
    "explain STRANGE --all",
    "compare @lukning --variant behold,base --reference base --all",
    "compare STRANGE",
    "drafts @lukning @lukning --put-back",
    "drafts @lukning @lemvig-foerste",
    "tradeoff STRANGE",
    "tradeoff STRANGE --points 4 --all",
    "robust STRANGE --draws 1 --numbers 2 --all",
    "ballots STRANGE",
    "ballots STRANGE BALLOTS --all",
    "report @lukning --tradeoff OUT",
    "verify @lukning",
    "init @lukning",
    "export @lukning model.txt",
    "schema --out /nowhere/at/all/that/exists/on/any/machine/of/ours/schema.json",
    "serve @nowhere",
    "serve @lukning --port 123456789",
    "solv",
    "solve @lukning --weights citizen=1,citizen=2",
    "solve @lukning --variant nothing --foo",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", SHOWN)
def test_no_line_is_wider_than_the_terminal(words: str, language: Language, tmp_path: Path, caught: Caught) -> None:
    screens = caught([*asked(words, tmp_path), "--lang", language])
    assert screens
    for columns in WIDTHS:
        for encoding in ("utf-8", *ENCODINGS):
            for screen in screens:
                lines = laid_out(screen, Terminal(columns, encoding))
                assert lines
                for line in lines:
                    assert cells(line.text) <= columns, (columns, encoding)
                    assert 0 <= line.heading <= len(line.text)
                    line.text.encode(encoding)


@pytest.mark.parametrize(
    "words", ["solve STRANGE --all", "tradeoff STRANGE", "tradeoff STRANGE --points 4 --all", "compare @lukning"]
)
def test_a_narrow_terminal_loses_no_word(words: str, tmp_path: Path, caught: Caught) -> None:
    for screen in caught(asked(words, tmp_path)):
        wide = " ".join(line.text for line in laid_out(screen, Terminal(200)))
        narrow = " ".join(line.text for line in laid_out(screen, Terminal(60)))
        assert "…" not in narrow
        assert {word for word in wide.split() if word.isdigit()} <= set(narrow.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", WIDTHS)
def test_help_is_as_wide_as_the_terminal(
    columns: int, language: Language, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for command in ("", *commands.commands):
        assert run([*filter(None, [command]), "--help", "--lang", language]) == 0
        shown = capsys.readouterr().out.splitlines()
        assert max(map(cells, shown)) <= columns
        assert ("Brug:" if language == "da" else "Usage:") in shown[1]


# ---- signs


class Encoded(io.TextIOWrapper):
    """Standard output in an encoding."""

    def __init__(self, encoding: str) -> None:
        self.written = io.BytesIO()
        super().__init__(self.written, encoding=encoding, newline="\n")

    @property
    def text(self) -> str:
        """What was written."""
        self.flush()
        return self.written.getvalue().decode(self.encoding)


def written(args: list[str], encoding: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """The status of a command, and what it writes to standard output and standard error of an encoding."""
    with monkeypatch.context() as patched:
        out, err = Encoded(encoding), Encoded(encoding)
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        return run(args), out.text, err.text


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("solve @lemvig-foerste", 0),
        ("check @lukning", 0),
        ("explain @lemvig-foerste lunge_amb sh_lemvig", 0),
        ("tradeoff @lemvig-foerste", 0),
        ("compare @lukning", 0),
        ("solve --help", 0),
        ("--version", 0),
        ("schema", 0),
        ("solve @umuligt", 4),
        ("check @nothing→here", 2),
        ("check @lukning --set policy.x=−1…", 3),
    ],
)
def test_every_encoding_gets_the_text(words: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    args = [*asked(words, tmp_path), "--lang", "da"]
    _, plain, plain_err = written(args, "utf-8", monkeypatch)
    for encoding in ENCODINGS:
        ended, out, err = written(args, encoding, monkeypatch)
        assert ended == status, encoding
        assert out if status == 0 else err
        assert (out + err).count("?") == (plain + plain_err).count("?"), f"{encoding}: a sign has nothing for it"


@pytest.mark.parametrize("words", ["check @lukning --set policy.æ→=1 --json", "schema"])
def test_json_says_the_same_in_every_encoding(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, plain, _ = written(asked(words, tmp_path), "utf-8", monkeypatch)
    assert not plain.isascii()
    for encoding in ENCODINGS:
        _, out, _ = written(asked(words, tmp_path), encoding, monkeypatch)
        assert _without_times(json.loads(out)) == _without_times(json.loads(plain)), encoding


def _without_times(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _without_times(value) for key, value in told.items() if key != "seconds"}
    return [_without_times(value) for value in told] if isinstance(told, list) else told


# ---- colours


def shown_on_a_terminal(env: dict[str, str]) -> bytes:
    """What the program writes to a terminal."""
    pid, handle = pty.fork()
    if pid == 0:
        os.environ |= {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **env}
        os.chdir(ROOT)
        words = [sys.executable, "-m", "placement", "check", "scenarios/lukning", "--set", "policy.x=1"]
        os.execv(words[0], words)  # noqa: S606 - our own program, in a terminal
    found = b""
    try:
        while chunk := os.read(handle, 65536):
            found += chunk
    except OSError:  # the other end is closed
        pass
    os.close(handle)
    os.waitpid(pid, 0)
    return found


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_who_wants_them(env: dict[str, str], coloured: bool) -> None:
    written = shown_on_a_terminal(env)
    assert b"policy.x" in written
    assert (b"\x1b[" in written) is coloured
