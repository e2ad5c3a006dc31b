"""What the system refuses is a sentence with path and reason, in either language, and status 2: in every command."""

from __future__ import annotations

import errno
import io
import os
import pathlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.errors import refused, why
from placement.locale import translated
from placement.present.words.voice import Voice
from tests.helpers.answers import sheet

TINY = "scenarios/lemvig-foerste"
Capture = pytest.CaptureFixture[str]
WRITING: dict[str, list[str]] = {
    "init": ["init", "{out}"],
    "schema": ["schema", "--out", "{out}"],
    "export": ["export", TINY, "{out}.lp"],
    "workbook": ["workbook", TINY, "{out}.xlsx"],
    "solve": ["solve", TINY, "--quiet", "--out", "{out}"],
    "compare": ["compare", TINY, "--variant", "base,hoejere_krav", "--quiet", "--out", "{out}"],
    "tradeoff": ["tradeoff", TINY, "--quiet", "--out", "{out}"],
    "robust": ["robust", TINY, "--draws", "0", "--numbers", "0", "--quiet", "--out", "{out}"],
    "explain": ["explain", TINY, "lunge_amb", "sh_lemvig", "--quiet", "--out", "{out}"],
    "pairs": ["explain", TINY, "--quiet", "--out", "{out}"],
    "drafts": ["drafts", TINY, TINY, "--quiet", "--out", "{out}"],
    "ballots": ["ballots", "scenarios/profiler", "{ballots}", "--quiet", "--out", "{out}"],
    "report": ["report", TINY, "--quiet", "--out", "{out}.html"],
}
NOWHERE = {
    "a file in the way": "{tmp}/file/deeper/out",
    "no such place": "/proc/nowhere/out",
    "a name too long": "{tmp}/" + "n" * 300,
}


def told(capsys: Capture) -> str:
    read = capsys.readouterr()
    return " ".join((read.out + read.err).split())


def words(command: str, out: str, tmp_path: Path) -> list[str]:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "ballots.csv").write_text(sheet("profiler", {"A": "y"}), encoding="utf-8")
    filled = out.format(tmp=tmp_path)
    return [word.format(out=filled, ballots=tmp_path / "ballots.csv") for word in WRITING[command]]


@pytest.mark.parametrize("where", NOWHERE)
@pytest.mark.parametrize("command", WRITING)
def test_what_cannot_be_written_is_a_sentence(command: str, where: str, tmp_path: Path, capsys: Capture) -> None:
    assert run([*words(command, NOWHERE[where], tmp_path), "--lang", "en"]) == 2
    said = told(capsys)
    assert "Internal error" not in said
    assert "Error:" in said
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["ballots.csv", "file"]


OPENING = ("export", "schema", "solve", "compare", "tradeoff", "explain", "report", "init")


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("command", OPENING)
def test_a_drive_that_refuses_is_a_sentence(
    command: str, number: int, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is opened for writing below the target fails, and so does tidying up after it."""
    asked = words(command, "{tmp}/out", tmp_path)
    _refuse(monkeypatch, tmp_path, number)
    assert run([*asked, "--lang", "da"]) == 2
    said = told(capsys)
    assert "Intern fejl" not in said
    assert translated(os.strerror(number), "da") in said
    assert str(tmp_path / "out") in said.replace(" ", "") or str(tmp_path / "out") in said


def _refuse(monkeypatch: pytest.MonkeyPatch, below: Path, number: int) -> None:
    opened, unlink = io.open, os.unlink

    def is_there(path: Any) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(f"{below}{os.sep}")

    def refusing(path: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
        if is_there(path) and set(mode) & set("wxa+"):
            raise OSError(number, os.strerror(number), os.fspath(path))
        return opened(path, mode, *args, **named)

    def keeping(path: Any, *args: Any, **named: Any) -> None:
        if is_there(path):
            raise OSError(number, os.strerror(number), os.fspath(path))
        unlink(path, *args, **named)

    monkeypatch.setattr(io, "open", refusing)
    monkeypatch.setattr("builtins.open", refusing)
    monkeypatch.setattr(os, "unlink", keeping)
    monkeypatch.setattr(pathlib.os, "unlink", keeping)


def test_an_answer_is_told_though_its_folder_cannot_be_written(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refuse(monkeypatch, tmp_path, errno.ENOSPC)
    assert run(["solve", TINY, "--out", str(tmp_path / "out"), "--lang", "en", "--quiet"]) == 2
    read = capsys.readouterr()
    assert "PROPOSAL" in read.out
    assert "No space left on device" in " ".join(read.err.split())
    assert list(tmp_path.iterdir()) == []


READING: dict[str, list[str]] = {
    "check": ["check", "{path}"],
    "solve": ["solve", "{path}", "--quiet"],
    "verify": ["verify", "{path}"],
    "report": ["report", "{path}"],
    "explain": ["explain", "{path}", "a", "b"],
    "drafts": ["drafts", "{path}", "{path}"],
    "ballots": ["ballots", TINY, "{path}"],
}


@pytest.mark.parametrize("command", READING)
def test_what_cannot_be_looked_into_is_a_sentence(
    command: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = os.stat

    def refusing(path: Any, *args: Any, **named: Any) -> Any:
        if isinstance(path, str | os.PathLike) and os.fspath(path).startswith(str(tmp_path / "shut")):
            raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return stat(path, *args, **named)

    monkeypatch.setattr(os, "stat", refusing)
    path = str(tmp_path / "shut" / "scenario.yaml")
    assert run([word.format(path=path) for word in READING[command]] + ["--lang", "da"]) == 2
    said = told(capsys)
    assert "der er ikke adgang" in said
    assert "Intern fejl" not in said


def test_a_name_with_a_nul_is_a_sentence(capsys: Capture) -> None:
    for args in (["check", "a\0b"], ["solve", TINY, "--out", "a\0b"], ["init", "a\0b"], ["verify", "\0"]):
        assert run([*args, "--lang", "en"]) == 2
        assert "NUL" in told(capsys)


def test_a_folder_that_vanished_is_a_sentence(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    scenario = str(Path(TINY).resolve())
    monkeypatch.chdir(gone)
    gone.rmdir()
    for args in (["solve", scenario, "--out", "out"], ["init", "here"], ["check", "here"], ["schema", "--out", "s"]):
        assert run([*args, "--lang", "en"]) == 2, args
        assert "Internal error" not in told(capsys)


def test_half_a_template_is_taken_back(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    write: Callable[[Path, bytes], int] = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if self.name == "areas.csv":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(["init", str(tmp_path / "new"), "--lang", "en"]) == 2
    assert "No space left on device" in told(capsys)
    assert list((tmp_path / "new").iterdir()) == []


def test_notes_make_their_folder_and_say_where_they_cannot(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("uvicorn")
    served: list[Any] = []

    def serve(listening: Any, settings: Any, _started: Any) -> None:
        listening.close()
        served.append(settings)

    monkeypatch.setattr("placement.web.server.serve", serve)
    notes = tmp_path / "minutes" / "spring"
    assert run(["serve", TINY, "--port", "0", "--notes", str(notes)]) == 0
    assert notes.is_dir()
    assert served[0].notes == notes
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run(["serve", TINY, "--port", "0", "--notes", str(tmp_path / "file"), "--lang", "en"]) == 2
    assert "cannot be used for notes" in told(capsys)
    assert len(served) == 1


REASONS = (
    *("EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EFBIG", "ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG"),
    *("EINVAL", "EEXIST", "ENOTEMPTY", "ELOOP", "EBUSY", "ETXTBSY", "EIO", "ESTALE", "EMFILE", "ENFILE", "EXDEV"),
    *("ENXIO", "ENODEV"),
)


@pytest.mark.skipif(sys.platform != "linux", reason="the words are those of another system")
@pytest.mark.parametrize("name", REASONS)
def test_every_reason_is_said_in_both_languages(name: str) -> None:
    number = getattr(errno, name)
    message = refused(OSError(number, os.strerror(number), "here.csv"))
    assert message == f"here.csv cannot be used: {os.strerror(number)}."
    assert Voice("da").told(message) == f"here.csv kan ikke bruges: {translated(os.strerror(number), 'da')}."


def test_what_has_no_path_or_no_words_is_a_sentence_too() -> None:
    assert str(refused(OSError(errno.ENOENT, "x"))).startswith("The folder you work in is gone.")
    assert (
        Voice("da").told(refused(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))).startswith("Systemet siger nej: ")
    )
    assert Voice("da").told(why(OSError(9999, "odd"))) == "odd"
