"""An executor that computes chunks in several processes of this machine (decision 0015).

Processes are started with ``spawn``: a forked one would inherit a solver's threads in an undefined state. Each has the
reading end of a pipe. When the writing end is closed, on purpose or because this process is gone, the worker's chunk
is told to end, and then the worker exits.

The data that all chunks share is handed over in a file: what a new process gets directly goes through a pipe, and if
it is larger than the pipe's buffer and the process is killed before reading it, this program would wait for ever.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.errors import Message, SolverError
from placement.executor.batch import GRACE_SECONDS, Batch, Executor, Given, Item, Result, Tally, answer_here, gather
from placement.locale import N_
from placement.solve.quiet import is_loud, stay_quiet

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

MOST_FRUITLESS = 3
"""The batch gives up after workers have been killed this many times in a row without any chunk done in between."""
ENDED = N_(
    "{n} times in a row a worker process ended before anything was finished: it was killed, or there is too little "
    "memory for {workers} at once. Use fewer with --workers; with --workers 1 the work is done in this process."
)


def usable_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Processes(Executor):
    """Computes chunks in several processes; in this one if there is only one worker or one chunk.

    Args:
        workers: number of processes; None for as many as there are usable processors.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or usable_cores()

    def _answer(
        self, batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event
    ) -> None:
        if min(self.workers, len(tally.left)) == 1:
            answer_here(batch, tally, stop)
            return
        with tempfile.TemporaryDirectory(prefix="placement-") as folder:
            shared = Path(folder) / "shared"
            shared.write_bytes(pickle.dumps((batch.work, batch.given)))
            self._in_pools(shared, tally, stop)

    def _in_pools(self, shared: Path, tally: Tally[Given, Item, Result], stop: threading.Event) -> None:
        """Compute what is left, in a new pool whenever a process is killed, as that breaks the whole pool."""
        fruitless = 0
        while tally.left and not stop.is_set():
            before = len(tally.left)
            try:
                self._in_pool(shared, tally, stop)
            except BrokenProcessPool as error:
                fruitless = fruitless + 1 if len(tally.left) == before else 0
                if fruitless == MOST_FRUITLESS:
                    raise SolverError(Message(ENDED, n=fruitless, workers=self.workers)) from error

    def _in_pool(self, shared: Path, tally: Tally[Given, Item, Result], stop: threading.Event) -> None:
        context = multiprocessing.get_context("spawn")
        reader, writer = context.Pipe(duplex=False)
        pool = ProcessPoolExecutor(
            min(self.workers, len(tally.left)), context, _begin, (reader, str(shared), is_loud())
        )
        try:
            with uninterrupted():
                futures = _submitted(pool, tally.left)

            def end() -> None:
                writer.close()
                pool.shutdown(wait=False, cancel_futures=True)

            gather(futures, tally.take, stop, end)
        finally:
            writer.close()
            pool.shutdown(wait=False, cancel_futures=True)
            reader.close()


def _submitted(pool: ProcessPoolExecutor, left: Mapping[int, Sequence[Any]]) -> dict[Future[list[Any]], int]:
    """A future for each chunk in ``left``; BrokenProcessPool if a process is killed while others are being started."""
    try:
        return {pool.submit(_answered, chunk): number for number, chunk in left.items()}
    except OSError as error:
        if error.errno is not None:
            raise
        raise BrokenProcessPool(str(error)) from error  # the pool was closed meanwhile: "handle is closed"


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """A context in which started processes ignore Ctrl-C: this process tells them when to end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start would unblock Ctrl-C again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def copies_of(module: str) -> ForkServerContext | SpawnContext:
    """A context whose processes begin with a module imported, on systems that copy a process safely.

    The process that is copied has imported the module and started no solver. It is started now, if it is not there
    yet, and imports while this one goes on. Elsewhere (Windows, macOS) every process imports by itself.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    with uninterrupted():
        forkserver.ensure_running()
    return context


_Work = Callable[[Any, Sequence[Any], threading.Event], list[Any]]


class _Worker:
    """The state of a worker process, filled in at its start."""

    work: _Work
    given: Any

    def __init__(self) -> None:
        self.stop = threading.Event()


_WORKER = _Worker()


def _begin(reader: Connection, shared: str, loud: bool) -> None:
    stay_quiet(loud=loud)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        given = Path(shared).read_bytes()
    except FileNotFoundError:
        os._exit(0)  # started too late: the batch is done
    _WORKER.work, _WORKER.given = pickle.loads(given)  # noqa: S301 - our own, of a moment ago
    threading.Thread(target=_listen, args=(reader,), daemon=True).start()


def _listen(reader: Connection) -> None:
    """In a worker: wait until the pipe is closed, then tell the chunk to end, and soon after end the process.

    It ends once the parent process is gone, or after ``GRACE_SECONDS``.
    """
    with contextlib.suppress(EOFError, OSError):
        reader.recv()
    _WORKER.stop.set()
    parent = multiprocessing.parent_process()
    wait([parent.sentinel] if parent else [], GRACE_SECONDS)
    os._exit(1)


def _answered(chunk: Sequence[Any]) -> list[Any]:
    return [] if _WORKER.stop.is_set() else _WORKER.work(_WORKER.given, chunk, _WORKER.stop)
