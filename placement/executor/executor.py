"""Executors: what answers a batch. Here the common part and this process; beside it processes and a cluster."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from types import TracebackType

from placement.executor.batch import Batch, Given, Item, Kept, Result, Tally, Told

POLL_SECONDS = 0.2
"""Seconds between two looks whether the batch should stop."""
GRACE_SECONDS = 10.0
"""Seconds for which chunks that were told to end are waited for."""


class Executor(ABC):
    """Answers batches; used in a ``with``, or closed afterwards."""

    def run(
        self,
        batch: Batch[Given, Item, Result],
        *,
        stop: threading.Event | None = None,
        told: Callable[[Told], None] | None = None,
        kept: Kept | None = None,
    ) -> list[Result | None]:
        """A result for each item, in their order; the same from every executor.

        Args:
            batch: what is to be answered.
            stop: set it to end; what is done is returned, and None for the rest.
            told: called at the beginning and whenever a chunk is done.
            kept: where finished chunks are kept, for this run and later ones.

        Raises:
            SolverError: workers end again and again, or the cluster is lost; what is kept remains.
            Exception: what the batch's work raises, of the first chunk that does.
        """
        tally = Tally(batch, told, kept)
        if tally.left:
            self._answer(batch, tally, stop or threading.Event())
        return tally.results

    @abstractmethod
    def _answer(
        self, batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event
    ) -> None:
        """Answer the chunks that are left."""

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """Give back what is held; nothing can be answered afterwards."""

    def __enter__(self) -> Executor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class InProcess(Executor):
    """Answers one chunk after the other in this process."""

    def _answer(
        self, batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event
    ) -> None:
        here(batch, tally, stop)


def here(batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event) -> None:
    """Answer the chunks that are left in this process."""
    for number, chunk in tuple(tally.left.items()):
        if stop.is_set():
            return
        tally.take(number, batch.work(batch.given, chunk, stop))


def gather(
    futures: Mapping[Future[list[Result]], int],
    take: Callable[[int, list[Result]], None],
    stop: threading.Event,
    end: Callable[[], None],
) -> None:
    """Take the results of chunks as they come; after ``stop``, of those that end within ``GRACE_SECONDS``.

    Args:
        futures: number of each chunk by its future.
        take: receives number and results, the lowest number first where several are there.
        stop: set by whoever wants the batch to end.
        end: called once after that: tells the chunks that are being answered to end.

    Raises:
        Exception: what a chunk's work raises; after ``stop`` a worker that has ended is no fault.
    """
    waiting, deadline = set(futures), float("inf")
    while waiting and time.monotonic() < deadline:
        done, waiting = wait(waiting, POLL_SECONDS, FIRST_COMPLETED)
        for future in sorted(done, key=futures.__getitem__):
            _take(future, futures[future], take, ending=deadline < float("inf"))
        if stop.is_set():
            if deadline == float("inf"):
                deadline = time.monotonic() + GRACE_SECONDS
                end()
            waiting = {future for future in waiting if not future.cancelled()}  # nobody wakes up for those


def _take(
    future: Future[list[Result]], number: int, take: Callable[[int, list[Result]], None], *, ending: bool
) -> None:
    if ending and (future.cancelled() or isinstance(future.exception(), BrokenExecutor)):
        return
    take(number, future.result())
