"""Batches of solves, and executors that compute them: their common part, and the one that uses this process.

A batch is cut into chunks whose results depend only on their items, so that every executor gives the same results.
"""

from __future__ import annotations

import hashlib
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

Given = TypeVar("Given")
Item = TypeVar("Item")
Result = TypeVar("Result")


class Kept(Protocol):
    """A store of results of finished chunks, as JSON by the chunk's key; a ``dict`` is one."""

    def get(self, name: str, /) -> str | None:
        """The results stored under a name; None if there are none."""
        ...

    def __setitem__(self, name: str, results: str, /) -> None: ...


@dataclass(frozen=True, eq=False)
class Batch(Generic[Given, Item, Result]):
    """The items of many solves, and the function that computes their results.

    Nothing made for one chunk is used for another, so the same items give the same results however many workers share
    the chunks, in whatever order, and also where a worker is killed and its chunk computed again (decision 0015).

    Attributes:
        work: computes a chunk: called with ``given``, the chunk's items and an event that asks it to end early; returns
            a result for each item, fewer only where the event was set. Must be a module's function, so that other
            processes can import it.
        given: what all chunks share. It is pickled, as items and results are.
        items: plain values (numbers, texts, tuples and dataclasses of them), in an order that is always the same.
        chunk: items per chunk: enough to be worth building a model for, few enough to keep all workers busy.
        result: type of one result; pydantic writes it as JSON and reads it again.
        of: digest of what in ``given`` decides the results; needed only if results are kept for later runs.
    """

    work: Callable[[Given, Sequence[Item], threading.Event], list[Result]]
    given: Given
    items: tuple[Item, ...]
    chunk: int
    result: type[Result]
    of: str = ""

    @property
    def chunks(self) -> list[tuple[Item, ...]]:
        """The items, cut into chunks."""
        return [self.items[n : n + self.chunk] for n in range(0, len(self.items), self.chunk)]

    def key(self, chunk: Sequence[Item]) -> str:
        """A digest of everything that decides the results of a chunk; they are kept under this name."""
        parts = (self.work.__module__, self.work.__qualname__, self.of, chunk)
        return hashlib.sha256(to_json(parts, inf_nan_mode="constants")).hexdigest()


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch has come; what progress is shown from.

    Attributes:
        done: items with a result.
        of: number of all items.
        seconds: since the batch began.
        left: estimate of the seconds left; None before there is one.
    """

    done: int
    of: int
    seconds: float
    left: float | None


class Tally(Generic[Given, Item, Result]):
    """The results of a batch as they come in.

    Args:
        batch: the batch.
        told: called whenever a chunk is done, from the thread that runs the batch.
        kept: where finished chunks are kept; those found there are not computed again.
    """

    def __init__(
        self, batch: Batch[Given, Item, Result], told: Callable[[BatchProgress], None] | None, kept: Kept | None
    ) -> None:
        self._batch, self._told, self._kept = batch, told, kept
        self._answers: TypeAdapter[list[Result]] = TypeAdapter(list[batch.result])  # type: ignore[name-defined]
        self._began = time.monotonic()
        self._done: dict[int, list[Result]] = {}
        self.left = dict(enumerate(batch.chunks))
        for number in tuple(self.left):
            self._recall(number)
        self._recalled = self._count
        self._tell()

    @property
    def results(self) -> list[Result | None]:
        """A result for each item in order; None for items not done."""
        found: list[Result | None] = []
        for number, chunk in enumerate(self._batch.chunks):
            done = self._done.get(number, [])
            found += [*done, *[None] * (len(chunk) - len(done))]
        return found

    def take(self, number: int, results: list[Result]) -> None:
        """Record the results of chunk ``number``; they are kept for later runs only if complete.

        Raises:
            ValueError: there are more results than items.
        """
        chunk = self.left[number]
        if len(results) > len(chunk):
            raise ValueError(f"{self._batch.work.__qualname__} gave {len(results)} results for {len(chunk)} items.")
        self._done[number] = results
        if len(results) == len(chunk):
            del self.left[number]
            if self._kept is not None:
                self._kept[self._batch.key(chunk)] = self._answers.dump_json(results).decode()
        self._tell()

    @property
    def _count(self) -> int:
        return sum(map(len, self._done.values()))

    def _recall(self, number: int) -> None:
        chunk = self.left[number]
        text = None if self._kept is None else self._kept.get(self._batch.key(chunk))
        if text is None:
            return
        try:
            results = self._answers.validate_json(text)
        except ValidationError:
            return  # damaged: the chunk is computed again
        if len(results) == len(chunk):
            self._done[number] = results
            del self.left[number]

    def _tell(self) -> None:
        if self._told is None:
            return
        seconds, done, of = time.monotonic() - self._began, self._count, len(self._batch.items)
        now = done - self._recalled
        self._told(BatchProgress(done, of, seconds, seconds / now * (of - done) if now else None))


POLL_SECONDS = 0.2
"""Seconds between two checks whether the batch should stop."""
GRACE_SECONDS = 10.0
"""Seconds to wait for chunks that have been told to end."""


class Executor(ABC):
    """Computes batches; to be used in a ``with`` statement, or closed afterwards."""

    def run(
        self,
        batch: Batch[Given, Item, Result],
        *,
        stop: threading.Event | None = None,
        told: Callable[[BatchProgress], None] | None = None,
        kept: Kept | None = None,
    ) -> list[Result | None]:
        """A result for each item, in their order; the same from every executor.

        Args:
            batch: the batch.
            stop: set it to end early; items without a result are then None.
            told: called at the beginning and whenever a chunk is done.
            kept: where finished chunks are kept, for this run and later ones.

        Raises:
            SolverError: workers end again and again, or the cluster is lost; results in ``kept`` remain.
            Exception: what the batch's ``work`` raises, from the first chunk that raises.
        """
        tally = Tally(batch, told, kept)
        if tally.left:
            self._answer(batch, tally, stop or threading.Event())
        return tally.results

    @abstractmethod
    def _answer(
        self, batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event
    ) -> None:
        """Compute the chunks in ``tally.left``, handing each result to ``tally.take``."""

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """Release processes or connections; no batch can be run afterwards."""

    def __enter__(self) -> Executor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class InProcess(Executor):
    """Computes one chunk after the other in this process."""

    def _answer(
        self, batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event
    ) -> None:
        answer_here(batch, tally, stop)


def answer_here(batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event) -> None:
    """Compute the chunks in ``tally.left`` in this process."""
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
    """Take the results of chunks as they finish; after ``stop`` only those that end within ``GRACE_SECONDS``.

    Args:
        futures: by future, the number of its chunk.
        take: receives number and results, the lowest number first if several have finished.
        stop: set by whoever wants the batch to end.
        end: called once when ``stop`` is set, to tell running chunks to end.

    Raises:
        Exception: what a chunk's work raises; after ``stop`` a worker that has ended is no error.
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
            waiting = {future for future in waiting if not future.cancelled()}  # ``wait`` ignores cancelled ones


def _take(
    future: Future[list[Result]], number: int, take: Callable[[int, list[Result]], None], *, ending: bool
) -> None:
    if ending and (future.cancelled() or isinstance(future.exception(), BrokenExecutor)):
        return
    take(number, future.result())
