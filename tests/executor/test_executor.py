"""Many solves: the same results whoever answers, and nothing lost when somebody is killed or tells them to end."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from placement.errors import InfeasibleError, SolverError
from placement.executor import cluster, processes
from placement.executor.batch import Batch, BatchProgress, Executor, InProcess
from placement.executor.cluster import Cluster, ClusterError, versions
from placement.executor.processes import Processes, usable_cores
from placement.scenario.load import load
from tests.executor.chunks import (
    Fragile,
    Proposed,
    Squared,
    many_squares,
    mortal,
    proposals,
    refusing,
    squares,
    unending,
)

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "profiler"
WEIGHTS = tuple((1.0, quality, 1.0) for quality in (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0))
Work = Callable[[Any, Sequence[float], threading.Event], list[Squared]]


def batch(work: Work = squares, given: Any = 1.0, items: int = 7, chunk: int = 2) -> Batch[Any, float, Squared]:
    return Batch(work, given, tuple(float(n) for n in range(items)), chunk, Squared, of=str(given))


def solving() -> Batch[Any, tuple[float, float, float], Proposed]:
    return Batch(proposals, load(SCENARIO), WEIGHTS, 3, Proposed)


def test_a_result_for_each_item_in_their_order() -> None:
    found = InProcess().run(batch(given=3.0))
    assert [(one.item, one.square) for one in found if one] == [(float(n), 3.0 * n * n) for n in range(7)]
    assert [one.chunk for one in found if one][-2:] == [(4.0, 5.0), (6.0,)]
    assert InProcess().run(batch(items=0)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_results_with_any_number_of_processes(workers: int) -> None:
    asked = batch(given=0.1, items=23, chunk=3)
    assert Processes(workers).run(asked) == InProcess().run(asked)


def test_the_same_proposals_to_the_last_digit() -> None:
    alone = InProcess().run(solving())
    assert len({one.open for one in alone if one}) > 1
    assert Processes(2).run(solving()) == alone


def test_a_worker_that_comes_when_all_is_answered_leaves_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    context = multiprocessing.get_context("spawn")
    reader, _writer = context.Pipe(duplex=False)
    late = context.Process(target=processes._begin, args=(reader, str(tmp_path / "gone"), False))
    late.start()
    late.join()
    assert late.exitcode == 0
    assert capfd.readouterr() == ("", "")


def test_as_many_processes_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "usable_cores", usable_cores)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 2, 5}, raising=False)
    assert Processes().workers == 3


def test_progress_counts_items_and_tells_what_is_left() -> None:
    told: list[BatchProgress] = []
    InProcess().run(batch(), told=told.append)
    assert [one.done for one in told] == [0, 2, 4, 6, 7]
    assert {one.of for one in told} == {7}
    assert told[0].left is None
    assert told[-1].left == 0
    assert all(one.left is not None and one.left >= 0 for one in told[1:])


# ---- what is kept


def test_what_is_kept_is_not_answered_again(tmp_path: Path) -> None:
    kept: dict[str, str] = {}
    marked = batch(mortal, Fragile(str(tmp_path), -1, 0))
    first = InProcess().run(marked, kept=kept)
    assert len(kept) == 4
    assert list(tmp_path.iterdir())
    for mark in tmp_path.iterdir():
        mark.unlink()

    told: list[BatchProgress] = []
    assert InProcess().run(marked, kept=kept, told=told.append) == first
    assert not list(tmp_path.iterdir())
    assert [(one.done, one.left) for one in told] == [(7, None)]


def test_only_what_is_missing_is_answered() -> None:
    kept: dict[str, str] = {}
    InProcess().run(batch(items=4), kept=kept)
    told: list[BatchProgress] = []
    InProcess().run(batch(items=8), kept=kept, told=told.append)
    assert [one.done for one in told] == [4, 6, 8]


def test_what_was_kept_of_another_question_is_not_used() -> None:
    kept: dict[str, str] = {}
    InProcess().run(batch(given=1.0), kept=kept)
    assert InProcess().run(batch(given=2.0), kept=kept) == InProcess().run(batch(given=2.0))
    assert len(kept) == 8


@pytest.mark.parametrize("damage", ["", "[{", "[]", '[{"item": 1}]', "null"])
def test_what_is_damaged_is_answered_again(damage: str) -> None:
    kept: dict[str, str] = {}
    first = InProcess().run(batch(), kept=kept)
    kept[next(iter(kept))] = damage
    assert InProcess().run(batch(), kept=kept) == first


def test_numbers_are_kept_to_the_last_digit() -> None:
    kept: dict[str, str] = {}
    strange = (0.1, 1 / 3, 1e-300, float("inf"), 2**0.5)
    asked = Batch(squares, 1.0, strange, 2, Squared)
    assert InProcess().run(asked, kept=kept) == InProcess().run(asked, kept=kept)


# ---- stopping and failing


def stopped_after(done: int) -> tuple[threading.Event, Callable[[BatchProgress], None]]:
    stop = threading.Event()

    def told(one: BatchProgress) -> None:
        if one.done >= done:
            stop.set()

    return stop, told


@pytest.mark.parametrize("executor", [InProcess(), Processes(2)], ids=["here", "processes"])
def test_stopping_keeps_what_is_done(executor: Executor) -> None:
    stop, told = stopped_after(2)
    kept: dict[str, str] = {}
    found = executor.run(batch(unending, items=40), stop=stop, told=told, kept=kept)
    assert len(found) == 40
    assert [one.item for one in found[:2] if one] == [0, 1]
    assert found[-30:] == [None] * 30
    assert len(kept) == 1, "a chunk that was told to end is not whole"


def test_nothing_is_begun_after_stopping() -> None:
    stop = threading.Event()
    stop.set()
    assert Processes(2).run(batch(), stop=stop) == InProcess().run(batch(), stop=stop) == [None] * 7


@pytest.mark.parametrize("executor", [InProcess(), Processes(2)], ids=["here", "processes"])
def test_what_the_work_raises_is_raised(executor: Executor) -> None:
    with pytest.raises(InfeasibleError, match="not "):
        executor.run(batch(refusing))


def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    fragile = Fragile(str(tmp_path), 5.0, 1)
    found = Processes(2).run(batch(mortal, fragile, items=12))
    assert len(list(tmp_path.glob("killed-*"))) == 1
    assert found == InProcess().run(batch(mortal, fragile, items=12))


def kill_the_first(killed: list[int]) -> None:
    """The first process to be started, before it has read what it is given."""
    until = time.monotonic() + 60
    while not killed and time.monotonic() < until:
        for child in multiprocessing.active_children():
            if child.pid is not None:
                os.kill(child.pid, signal.SIGKILL)
                killed.append(child.pid)
                return
        time.sleep(0.001)


def test_a_process_killed_at_birth_loses_nothing() -> None:
    killed: list[int] = []
    threading.Thread(target=kill_the_first, args=(killed,), daemon=True).start()
    many = "much more than fits into a pipe " * 40_000
    assert Processes(2).run(batch(many_squares, many, items=6)) == InProcess().run(batch(items=6))
    assert killed


def test_a_process_that_is_always_killed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "MOST_FRUITLESS", 2)
    fragile = Fragile(str(tmp_path), 2.0, 99)
    with pytest.raises(SolverError, match=r"2 times in a row .* --workers"):
        Processes(2).run(batch(mortal, fragile, items=6))
    assert len(list(tmp_path.glob("killed-*"))) >= processes.MOST_FRUITLESS


ORPHANS = """
import sys
from tests.executor.chunks import unending, Squared
from placement.executor.batch import Batch
from placement.executor.processes import Processes

if __name__ == "__main__":
    def told(one):
        if one.done:
            import multiprocessing
            print(*(each.pid for each in multiprocessing.active_children()), flush=True)
    Processes(2).run(Batch(unending, 1.0, tuple(map(float, range(40))), 2, Squared), told=told)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
def test_workers_do_not_outlive_their_program(tmp_path: Path) -> None:
    program = tmp_path / "orphans.py"
    program.write_text(ORPHANS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        workers = [int(pid) for pid in process.stdout.readline().split()]
        process.kill()
    assert len(workers) == 2
    until = time.monotonic() + 60
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, workers))


# ---- Dask: a real scheduler and two worker processes on loopback


class Dask:
    """A scheduler and its workers, each a process."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.log = folder / "log.txt"
        self.scheduler = self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file))
        self.workers: list[subprocess.Popen[bytes]] = []

    def _start(self, *args: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *args, "--host", "127.0.0.1"],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.file.parent,
                env=environment,
            )

    def add_worker(self) -> None:
        quiet = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--worker-port", "0")
        self.workers.append(self._start("worker", "--scheduler-file", str(self.file), *quiet))

    @property
    def address(self) -> str:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.file.exists() and (text := self.file.read_text()):
                return str(json.loads(text)["address"])
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text())

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    pytest.importorskip("distributed")
    running = Dask(tmp_path_factory.mktemp("dask"))
    running.add_worker()
    running.add_worker()
    yield running
    running.end()


def test_a_cluster_answers_the_same_and_loses_nothing_with_a_worker(dask: Dask, tmp_path: Path) -> None:
    with Cluster(dask.address) as workers:
        assert workers.run(solving()) == InProcess().run(solving())

        fragile = Fragile(str(tmp_path), -1, 0)
        told: list[BatchProgress] = []

        def kill_one(one: BatchProgress) -> None:
            told.append(one)
            if (tmp_path / f"worked-{dask.workers[0].pid}").exists():
                dask.workers[0].kill()
                dask.workers[0].wait()

        found = workers.run(batch(mortal, fragile, items=24), told=kill_one)
        assert found == Processes(1).run(batch(mortal, fragile, items=24))
        assert dask.workers[0].returncode == -signal.SIGKILL
        assert told[-1].done == 24 > told[1].done, "it was killed in the middle"

        stop, stopping = stopped_after(2)
        kept: dict[str, str] = {}
        found = workers.run(batch(unending, items=20), stop=stop, told=stopping, kept=kept)
        assert [one is None for one in found] == [False] * 3 + [True] * 17
        assert len(kept) == 1

        with pytest.raises(InfeasibleError, match="not "):
            workers.run(batch(refusing))


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError, match=r"no Dask scheduler at tcp://127.0.0.1:9: .*An address looks like"):
        Cluster("tcp://127.0.0.1:9")
    with pytest.raises(ClusterError, match="no Dask scheduler at nowhere at all"):
        Cluster("nowhere at all")


def test_a_cluster_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install '\.\[cluster\]'"):
        Cluster("tcp://127.0.0.1:9")


@pytest.mark.slow
def test_what_has_a_say_in_the_numbers_is_compared() -> None:
    assert versions()["highspy"]
    assert set(versions()) == {"placement", "highspy", "numpy", "pulp"}
