"""What libraries write to the descriptors themselves does not spoil what this program writes."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import highspy
import pytest

from placement.scenario.load import load
from placement.solve.quiet import quiet
from placement.solve.result import Options, Progress
from placement.solve.run import solve

ROOT = Path(__file__).parents[2]
TALKATIVE = Path(__file__).parent / "talkative"
SCENARIO = ROOT / "scenarios" / "profiler"
HEARD = ("written to one", "written to two", "printed in C")


def talk() -> None:
    os.write(1, b"written to one\n")
    os.write(2, b"written to two\n")
    ctypes.CDLL(None).printf(b"printed in C\n")  # waits in a buffer of the C library


def started(*command: str) -> subprocess.CompletedProcess[str]:
    """A process in which HiGHS talks, and so do processes it starts."""
    path = os.pathsep.join([str(TALKATIVE), str(ROOT)])
    env = {**os.environ, "PYTHONPATH": path, "PLACEMENT_LANG": "en"}
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, env=env, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done


def heard(text: str) -> set[str]:
    return {words for words in HEARD if words in text}


# ---- the guard


def test_descriptors_lead_nowhere_and_back(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(1, b"before\n")
    with quiet():
        talk()
        with quiet():
            talk()
        talk()
    os.write(1, b"after\n")
    assert capfd.readouterr() == ("before\nafter\n", "")


def test_what_python_writes_comes_through(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet():
        sys.stdout.write("of our own\n")
        sys.stderr.write("a line of progress\n")
    assert capfd.readouterr() == ("of our own\n", "a line of progress\n")


def test_who_looks_for_a_fault_sees_it_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet(loud=True):
        talk()
    out, err = capfd.readouterr()
    assert out == ""
    assert heard(err) == set(HEARD)


def test_an_error_turns_them_back(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), quiet():
        _ = 1 / 0
    os.write(1, b"after\n")
    assert capfd.readouterr().out == "after\n"


def test_threads_come_and_go(capfd: pytest.CaptureFixture[str]) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    gate = threading.Barrier(8)

    def work() -> None:
        gate.wait()
        for _ in range(50):
            with quiet():
                talk()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.write(1, b"after\n")
    assert capfd.readouterr() == ("after\n", "")
    assert len(list(Path("/dev/fd").iterdir())) == before


# ---- a solver that talks


def test_a_talking_solver_in_a_test(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made, ran, told = highspy.Highs.__init__, highspy.Highs.run, list[Progress]()

    def make(solver: highspy.Highs) -> None:
        talk()
        made(solver)

    def run(solver: highspy.Highs) -> highspy.HighsStatus:
        talk()
        return ran(solver)

    def hear(progress: Progress) -> None:
        told.append(progress)
        sys.stdout.write("progress\n")

    monkeypatch.setattr(highspy.Highs, "__init__", make)
    monkeypatch.setattr(highspy.Highs, "run", run)
    solve(load(SCENARIO), Options(), progress=hear)
    assert told
    assert capfd.readouterr() == ("progress\n" * len(told), "")


IN_ANOTHER_PROGRAM = """
import logging, os, sys
from placement.scenario.load import load
from placement.solve.result import Options
from placement.solve.run import solve

logging.basicConfig(stream=sys.stderr, format="%(message)s")
solve(load(sys.argv[1]), Options(), progress=lambda progress: logging.warning("progress"))
print("their own", flush=True)
os.write(1, b"theirs, in C\\n")
"""


@pytest.mark.parametrize("unbuffered", [(), ("-u",)])
def test_another_program_has_its_descriptors_and_loggers(unbuffered: tuple[str, ...]) -> None:
    done = started(*unbuffered, "-c", IN_ANOTHER_PROGRAM, str(SCENARIO))
    assert done.stdout == "their own\ntheirs, in C\n"
    assert set(done.stderr.splitlines()) == {"progress"}


def test_the_command_line_writes_one_document() -> None:
    done = started("-m", "placement", "solve", str(SCENARIO), "--json")
    assert json.loads(done.stdout)["status"] == "optimal"
    assert done.stderr == ""


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_a_screen_with_nothing_above_it(solver: str) -> None:
    done = started("-m", "placement", "solve", str(SCENARIO), "--solver", solver)
    assert not heard(done.stdout + done.stderr)
    assert done.stdout.strip()


def test_debugging_shows_what_was_said_beside_the_document() -> None:
    done = started("-m", "placement", "solve", str(SCENARIO), "--json", "--debug")
    assert json.loads(done.stdout)
    assert heard(done.stderr) == set(HEARD)


ROBUST = ("-m", "placement", "robust", str(SCENARIO), "--draws", "4", "--numbers", "0", "--workers", "2", "--json")


def test_workers_that_talk() -> None:
    done = started(*ROBUST)
    assert json.loads(done.stdout)
    assert done.stderr == ""


WORKERS = """
import sys
from placement.executor.processes import Processes
from tests.study.test_executor import solving

if __name__ == "__main__":
    print(len(Processes(2).run(solving())))
"""


def test_workers_of_another_program_that_talk(tmp_path: Path) -> None:
    script = tmp_path / "theirs.py"
    script.write_text(WORKERS)
    done = started(str(script))
    assert (done.stdout, done.stderr) == ("7\n", "")
