"""``--json`` is one document on standard output, however a command ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.errors import Fault, InfeasibleError, NoPlanError, SolverError
from placement.instance.instance import Instance
from placement.questions.ballots.questionnaire import ask
from placement.scenario.load import load
from placement.solve.result import Options
from tests.helpers.answers import filled
from tests.helpers.solved_by_hand import TEMPLATES

SCENARIO = str(TEMPLATES / "en")
FAST = ("--gap", "1")
IMPOSSIBLE = "functions.lung_clinic.number_of_sites={at_least: 9}"
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "{scenario}"),
    "solve": ("solve", "{scenario}", *FAST),
    "compare": ("compare", "{scenario}", *FAST),
    "explain": ("explain", "{scenario}", "lung_clinic", "hh_eastmarket", *FAST),
    "explain every pair": ("explain", "{scenario}", *FAST),
    "tradeoff": ("tradeoff", "{scenario}", *FAST),
    "tradeoff --all": ("tradeoff", "{scenario}", "--all", "--points", "2", *FAST),
    "robust": ("robust", "{scenario}", "--workers", "1", "--draws", "1", "--numbers", "0", *FAST),
    "ballots": ("ballots", "{scenario}", "{ballots}", *FAST),
    "drafts": ("drafts", "{scenario}", "{scenario}", *FAST),
    "verify": ("verify", "{folder}", "{scenario}"),
}
FAULT = {"schema_version", "status", "exit_status", "message", "faults", "causes"}
Capture = pytest.CaptureFixture[str]
every_command = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = tmp_path_factory.mktemp("result") / "out"
    assert run(["solve", SCENARIO, "--out", str(made), *FAST]) == 0
    return str(made)


@pytest.fixture
def files(folder: str, tmp_path: Path) -> dict[str, str]:
    cast = tmp_path / "ballots.csv"
    cast.write_text(filled(ask(load(SCENARIO), Options(gap=1)), {"A": "y", "B": "n"}), encoding="utf-8")
    return {"scenario": SCENARIO, "ballots": str(cast), "folder": folder}


def asked(args: Sequence[str], capsys: Capture, *, status: int | None = None) -> dict[str, Any]:
    """The one document of a call, whose exit status is as given and as the document says."""
    capsys.readouterr()
    ended = run(["--lang", "en", *args])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    document: dict[str, Any] = json.loads(out)
    assert status in (None, ended)
    assert document.get("exit_status", ended) == ended
    if document.keys() >= FAULT:
        assert document["message"]
        assert err.strip()
    return document


def call(command: str, files: dict[str, str], *more: str) -> list[str]:
    return [*(part.format(**files) for part in COMMANDS[command]), "--json", *more]


@every_command
def test_an_answer(command: str, files: dict[str, str], capsys: Capture) -> None:
    assert asked(call(command, files), capsys)["schema_version"] == 1


@every_command
@pytest.mark.parametrize(
    ("wrong", "path"),
    [("--colour", "--colour"), ("--lang=xx", "--lang"), ("--gap=much", "--gap"), ("extra extra extra", "")],
)
def test_what_cannot_be_understood(command: str, wrong: str, path: str, files: dict[str, str], capsys: Capture) -> None:
    document = asked(call(command, files, *wrong.split()), capsys, status=2)
    assert document.keys() == FAULT
    assert document["status"] == "refused"
    assert document["faults"][0]["message"] in document["message"]
    assert document["faults"][0]["path"] == path


@every_command
def test_no_argument_at_all(command: str, capsys: Capture) -> None:
    assert asked([COMMANDS[command][0], "--json"], capsys, status=2)["faults"]


@every_command
def test_files_that_are_not_there(command: str, files: dict[str, str], capsys: Capture) -> None:
    nowhere = {name: f"{path}.none" for name, path in files.items()}
    assert ".none" in asked(call(command, nowhere), capsys, status=2)["message"]


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "verify"])  # whose answer tells of it
def test_a_faulty_scenario(command: str, files: dict[str, str], capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text("schema_version: 2\nname: x\ntitle: x\nfuntions: {}\n", encoding="utf-8")
    document = asked(call(command, {**files, "scenario": str(path)}), capsys, status=3)
    assert document["status"] == "faulty"
    fault = next(fault for fault in document["faults"] if fault["path"] == "funtions")
    assert (fault["file"], fault["line"], fault["column"]) == (str(path), 4, 1)
    assert (fault["source_line"], fault["suggestion"]) == ("funtions: {}", "functions")
    assert fault["message"]


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("drafts", "verify")])
def test_an_impossible_scenario(command: str, files: dict[str, str], capsys: Capture) -> None:
    document = asked(call(command, files, "--set", IMPOSSIBLE), capsys, status=4)
    if command != "compare":  # which answers for each side
        assert document["status"] == "infeasible"
        assert document["causes"][0]["path"].startswith("functions.lung_clinic")


ENDINGS = {
    "no plan": (NoPlanError("the limit came first"), 6, "no_plan_found"),
    "infeasible": (InfeasibleError("no plan", [Fault("needs 9 sites.", "functions.x")]), 4, "infeasible"),
    "solver": (SolverError("out of order"), 1, "internal_error"),
    "bug": (RuntimeError("bang\nboom"), 1, "internal_error"),
    "Ctrl-C": (KeyboardInterrupt(), 6, "interrupted"),
}


@every_command
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_answer(
    command: str, ending: str, files: dict[str, str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    error, status, word = ENDINGS[ending]

    def fails(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(Instance, "__init__", fails)
    document = asked(call(command, files), capsys, status=status)
    if document.keys() >= FAULT:
        assert document["status"] == word
    else:
        assert command in ("compare", "drafts")  # these say of each side why it has no plan
        assert isinstance(error, (NoPlanError, InfeasibleError))


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("check", "verify")])
def test_with_a_folder_too(command: str, files: dict[str, str], capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "faults" not in asked(call(command, files, "--out", str(out)), capsys)
    assert (out / "manifest.json").is_file()


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("check", "verify")])
def test_a_folder_that_cannot_be_written(command: str, files: dict[str, str], capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    document = asked(call(command, files, "--out", str(tmp_path / "a file" / "out")), capsys, status=2)
    assert document["faults"]


def test_an_answer_whose_folder_fails_later(
    files: dict[str, str], capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    document = asked(call("solve", files, "--out", str(tmp_path / "out")), capsys, status=2)
    assert document["status"] == "optimal"
    assert "No space left" in document["faults"][0]["message"]


@pytest.mark.parametrize("args", [["--json"], ["sovle", "x"], ["init", "x"], ["report", SCENARIO], ["serve", SCENARIO]])
def test_commands_without_json_refuse_it_in_json(args: list[str], capsys: Capture) -> None:
    assert asked([*args, "--json"], capsys, status=2)["status"] == "refused"


def test_the_message_is_in_the_users_language(capsys: Capture) -> None:
    assert run(["solve", SCENARIO, "--json", "--colour", "--lang", "da"]) == 2
    assert "Hjælp: placement solve --help" in json.loads(capsys.readouterr().out)["message"]


@pytest.mark.parametrize("args", [("solve", SCENARIO), ("solve", SCENARIO, "--colour")])
def test_a_closed_pipe_is_no_error(args: tuple[str, ...]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "placement", *args, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() == (2 if "--colour" in args else 0)
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_a_full_disk_is_said_once() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "placement", "--lang", "en", "check", SCENARIO, "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "Error: <stdout>: No space left on device.\n"


@pytest.mark.parametrize("closed", ["2>&-", "1>&-"])
def test_closed_streams(closed: str, tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m placement solve "{SCENARIO}" --json {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    assert (json.loads(done.stdout)["status"] == "optimal") if closed == "2>&-" else not done.stdout
