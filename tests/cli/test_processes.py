"""The program as it is run: as a process, with pipes and signals."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers.solved_by_hand import TEMPLATES

SCENARIO = str(TEMPLATES / "da")
ROOT = Path(__file__).parents[2]
WAITING = """
import sys, time
from types import SimpleNamespace
import placement.solve.run
from placement.cli import run
from placement.errors import NoPlanError
from placement.solve.result import Status
from tests.helpers.solved_by_hand import OPENED, solved

def waiting(loaded, options, *, progress, stop):
    print("waiting", flush=True)
    while not (stop.is_set() and {obedient}):
        time.sleep(0.01)
    answer = solved(loaded, OPENED["da"], status=Status.FEASIBLE, gap=0.2, stopped="interrupt")
    return SimpleNamespace(solved=answer)

placement.solve.run.Live = waiting
sys.exit(run(["solve", sys.argv[1]]))
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")


def placement(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "placement", *args], capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_usage_as_a_process() -> None:
    done = placement("solve")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Fejl: SCENARIE mangler.")


def test_check_as_a_process() -> None:
    done = placement("check", SCENARIO)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout


def waiting(*, obedient: bool) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING.format(obedient=obedient), SCENARIO],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    return process


@posix
def test_ctrl_c_keeps_the_plan() -> None:
    process = waiting(obedient=True)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 5
    assert "Stoppet af brugeren" in out
    assert "Stopper og beholder" in err
    assert "Traceback" not in err


@posix
def test_a_second_ctrl_c_aborts() -> None:
    process = waiting(obedient=False)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 6
    assert out == ""
    assert "Afbrudt" in err
    assert "Traceback" not in err


@posix
def test_a_closed_pipe_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "placement", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_help_needs_neither_numpy_nor_a_solver() -> None:
    code = (
        "import sys; from placement.cli import run; run(['--help']);"
        "heavy = {'numpy', 'pulp', 'highspy', 'pydantic', 'yaml'} & set(sys.modules); sys.exit(bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
