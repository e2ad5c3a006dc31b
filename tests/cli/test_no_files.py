"""Pipes, devices, sockets, folders and huge files in the place of a file: said at once, never waited for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from placement.cli import run
from placement.scenario.source.files import MAX_FILE_BYTES, MAX_SCENARIO_BYTES
from tests.helpers.solved_by_hand import TEMPLATES

SCENARIO = str(TEMPLATES / "en")


def as_pipe(path: Path) -> None:
    os.mkfifo(path)


def as_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def as_folder(path: Path) -> None:
    path.mkdir()


def as_socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(before)


def as_huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 40)


KINDS: dict[Callable[[Path], None], str] = {
    as_pipe: "it is a pipe",
    as_device: "it is a device",
    as_folder: "it is a folder",
    as_socket: "it is a socket",
    as_huge: "it is larger than",
}
LINK = "is a link out of the scenario folder"
every_kind = pytest.mark.parametrize(("make", "words"), KINDS.items(), ids=lambda given: getattr(given, "__name__", ""))
Capture = pytest.CaptureFixture[str]


def said(args: list[str], capsys: Capture) -> tuple[int, str]:
    capsys.readouterr()
    status = run(["--lang", "en", *args])
    out, err = capsys.readouterr()
    assert "Internal error" not in err
    return status, " ".join((out + err).split())


@every_kind
@pytest.mark.parametrize("command", ["check", "solve", "robust"])
def test_a_scenario(command: str, make: Callable[[Path], None], words: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "scenario.yaml"
    make(path)
    given = tmp_path if make is as_folder else path
    status, text = said([command, str(given)], capsys)
    assert (status, words in text) == (3, True)
    if make is as_huge:
        assert f"{MAX_SCENARIO_BYTES:,}" in text


def test_a_scenario_that_is_served(tmp_path: Path) -> None:
    as_pipe(tmp_path / "scenario.yaml")
    command = [sys.executable, "-m", "placement", "--lang", "en", "serve", str(tmp_path), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert "it is a pipe" in done.stderr


@every_kind
@pytest.mark.parametrize("key", ["areas", "baseline", "boundaries", "travel"])
def test_a_file_beside_the_scenario(
    key: str, make: Callable[[Path], None], words: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "scenario.yaml").write_text(
        f"schema_version: 2\nname: x\ntitle: x\n{key}: {{file: one.csv}}\n", encoding="utf-8"
    )
    make(tmp_path / "one.csv")
    status, text = said(["check", str(tmp_path)], capsys)
    assert (status, (LINK if make is as_device else words) in text) == (3, True)


@every_kind
def test_ballots(make: Callable[[Path], None], words: str, tmp_path: Path, capsys: Capture) -> None:
    make(tmp_path / "ballots.csv")
    status, text = said(["ballots", SCENARIO, str(tmp_path / "ballots.csv")], capsys)
    other = {as_device: LINK, as_folder: "there is no such file"}
    assert (status, other.get(make, words) in text) == (3, True)
    if make is as_huge:
        assert f"{MAX_FILE_BYTES:,}" in text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    assert run(["solve", SCENARIO, "--gap", "1", "--out", str(folder / "solved")]) == 0
    assert run(["tradeoff", SCENARIO, "--all", "--gap", "1", "--points", "2", "--out", str(folder / "front")]) in (0, 5)
    return folder


@every_kind
@pytest.mark.parametrize(
    "name", ["manifest.json", "result.json", "scenario.lock.yaml", "recommendation.csv", "areas.csv"]
)
@pytest.mark.parametrize("command", ["verify", "report", "drafts"])
def test_a_file_of_a_result(
    command: str, name: str, make: Callable[[Path], None], words: str, made: Path, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "solved"
    shutil.copytree(made / "solved", folder)
    (folder / name).unlink()
    make(folder / name)
    status, text = said([command, str(folder), SCENARIO], capsys)
    assert status in (0, 2, 3, 7)
    if name == "manifest.json" and command == "verify":
        assert words in text
    if command == "verify":
        assert status in (2, 7)
        assert name in "".join(text.split())  # a long path is broken across lines


@every_kind
@pytest.mark.parametrize("name", ["tradeoff.json", "tradeoff.state.json"])
def test_a_file_of_a_front(
    name: str, make: Callable[[Path], None], words: str, made: Path, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "front"
    shutil.copytree(made / "front", folder)
    (folder / name).unlink()
    make(folder / name)
    again = ["tradeoff", SCENARIO, "--all", "--gap", "1", "--points", "2", "--out", str(folder)]
    page = ["report", str(made / "solved"), "--tradeoff", str(folder), "--out", str(tmp_path / "page.html")]
    status, text = said(again if name == "tradeoff.state.json" else page, capsys)
    assert (status, words in text) == (2, True)


@every_kind
def test_what_was_kept_of_many_solves(
    make: Callable[[Path], None], words: str, tmp_path: Path, capsys: Capture
) -> None:
    make(tmp_path / "out.unfinished")
    few = ["--draws", "1", "--numbers", "0", "--gap", "1", "--workers", "1"]
    status, text = said(["robust", SCENARIO, *few, "--out", str(tmp_path / "out")], capsys)
    assert (status, words in text) == (2, True)


def test_a_page_is_never_written_to_a_pipe(tmp_path: Path, made: Path, capsys: Capture) -> None:
    as_pipe(tmp_path / "page.html")
    assert said(["report", str(made / "solved"), "--out", str(tmp_path / "page.html")], capsys)[0] == 2


def test_said_in_danish(tmp_path: Path, capsys: Capture) -> None:
    as_pipe(tmp_path / "scenario.yaml")
    assert run(["check", str(tmp_path), "--lang", "da"]) == 3
    assert "det er et rør" in capsys.readouterr().err
