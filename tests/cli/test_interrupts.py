"""Ctrl-C, pressed once, twice and wildly: never a traceback, never a signal as the last word."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.solved_by_hand import TEMPLATES

SCENARIO = str(TEMPLATES / "en")
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
STOPPING = "Stopping and keeping the best proposal."
ABORTED = "Error: Aborted; nothing is written."

DEAF = """
import hashlib, sys
import placement.solve.run
from placement.cli import main

def deaf(*_, **__):
    print("solving", file=sys.stderr, flush=True)
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2_000_000_000)  # as a solver: in C, and without a look at Python

placement.solve.run.Live = deaf
main()
"""


def started(*command: str, early: Callable[[], object] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PLACEMENT_LANG": "en"},
        preexec_fn=early,  # noqa: PLW1509 - there are no threads here
    )


def line(process: subprocess.Popen[str], stream: str = "stderr") -> str:
    return str(getattr(process, stream).readline())


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate()
    assert "Traceback" not in err
    return process.returncode, out, err


def press_until_it_ends(process: subprocess.Popen[str]) -> None:
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)


def test_a_press_before_the_program_has_begun_waits_for_words() -> None:
    def press() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        os.kill(os.getpid(), signal.SIGINT)

    status, out, err = ended(started("-m", "placement", "solve", SCENARIO, "--json", early=press))
    assert (status, err.strip()) == (6, ABORTED)
    assert json.loads(out)["status"] == "interrupted"


def test_a_solver_that_does_not_listen_is_left() -> None:
    process = started("-c", DEAF, "solve", SCENARIO, "--json")
    assert line(process) == "solving\n"
    process.send_signal(signal.SIGINT)
    assert line(process).startswith(STOPPING)
    process.send_signal(signal.SIGINT)
    status, out, err = ended(process)
    assert (status, err.strip()) == (6, ABORTED)
    assert json.loads(out)["status"] == "interrupted"


def test_wild_presses() -> None:
    process = started("-c", DEAF, "solve", SCENARIO)
    assert line(process) == "solving\n"
    press_until_it_ends(process)
    status, out, err = ended(process)
    assert (status, out) == (6, "")
    assert err.count(ABORTED) == 1


WRITING = """
import sys, time
import placement.questions.proposal.folder
from placement.cli import main

def slow(path, content):
    path.write_bytes(content)
    print("writing", file=sys.stderr, flush=True)
    time.sleep(600)

placement.questions.proposal.folder.write_file = slow
main()
"""


def test_presses_while_a_folder_is_written_leave_no_part_of_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = started("-c", WRITING, "solve", SCENARIO, "--out", str(out))
    assert line(process) == "writing\n"
    press_until_it_ends(process)
    status, said, err = ended(process)
    assert (status, said, err.strip()) == (6, "", ABORTED)
    assert list(tmp_path.iterdir()) == []


def test_presses_while_many_workers_solve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared, out = tmp_path / "tmp", tmp_path / "out"
    shared.mkdir()
    monkeypatch.setenv("TMPDIR", str(shared))
    many = ("--draws", "10000", "--numbers", "0", "--workers", "2")
    process = started("-m", "placement", "robust", SCENARIO, *many, "--out", str(out), "--json")
    while not list(shared.glob("placement-*/shared")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert line(process).startswith(STOPPING)
    press_until_it_ends(process)
    status, said, err = ended(process)
    assert (status, err.strip()) == (6, ABORTED)
    assert json.loads(said)["status"] == "interrupted"
    assert not out.exists()
    assert list(shared.iterdir()) == []


@pytest.mark.parametrize("presses", [1, 2, 5])
def test_the_workbench_ends_without_complaints(presses: int) -> None:
    process = started("-m", "placement", "serve", SCENARIO, "--port", "0")
    assert "http://127.0.0.1:" in line(process, "stdout")
    for _ in range(presses):
        process.send_signal(signal.SIGINT)
        time.sleep(0.01)
    status, _, err = ended(process)
    assert (status, err.strip()) == (0, "Ctrl-C ends it.")
