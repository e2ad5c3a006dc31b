"""Batches of solves, and executors that answer them: the common part, and the executor that uses this process.

A batch is cut into chunks whose results depend on their items alone, so that every executor gives the same.
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
    """Where results of finished chunks are kept, as JSON by the chunk's key; a ``dict`` is one."""

    def get(self, name: str, /) -> str | None:
        """The results kept under a name; None where there are none."""
        ...

    def __setitem__(self, name: str, results: str, /) -> None: ...


@dataclass(frozen=True, eq=False)
class Batch(Generic[Given, Item, Result]):
    """What is to be answered, and how.

    Nothing made for one chunk is used for another, so the same items give the same results however many workers share
    the chunks, whichever ends first, and also where a worker is killed and its chunk answered again (decision 0015).

    Attributes:
        work: answers a chunk: called with ``given``, the chunk's items and an event that asks it to end early; returns
            a result for each item, fewer only where the event was set. A module's function, so that other processes
            find it.
        given: what all chunks share. It is pickled, as items and results are.
        items: plain values (numbers, texts, tuples and dataclasses of them), in an order that is always the same.
        chunk: items per chunk: enough to be worth building a model for, few enough that all workers have some.
        result: type of one result; pydantic writes it as JSON and reads it again.
        of: digest of what in ``given`` decides the results; needed where they are kept.
    """

    work: Callable[[Given, Sequence[Item], threading.Event], list[Result]]
    given: Given
    items: tuple[Item, ...]
    chunk: int
    result: type[Result]
    of: str = ""

    @property
    def chunks(self) -> list[tuple[Item, ...]]:
        """The items chunk by chunk."""
        return [self.items[n : n + self.chunk] for n in range(0, len(self.items), self.chunk)]

    def key(self, chunk: Sequence[Item]) -> str:
        """A digest of everything that decides the results of a chunk: the name they are kept under."""
        parts = (self.work.__module__, self.work.__qualname__, self.of, chunk)
        return hashlib.sha256(to_json(parts, inf_nan_mode="constants")).hexdigest()


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch has come.

    Attributes:
        done: items answered.
        of: all items.
        seconds: since the batch began.
        left: about so many more; None before anything is known.
    """

    done: int
    of: int
    seconds: float
    left: float | None


class Tally(Generic[Given, Item, Result]):
    """The results of a batch as they come in.

    Args:
        batch: what is to be answered.
        told: called whenever a chunk is done, from the thread that runs the batch.
        kept: where finished chunks are kept; those that are there already are not answered again.
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
        """A result for each item in order; None for what is not done."""
        found: list[Result | None] = []
        for number, chunk in enumerate(self._batch.chunks):
            done = self._done.get(number, [])
            found += [*done, *[None] * (len(chunk) - len(done))]
        return found

    def take(self, number: int, results: list[Result]) -> None:
        """Take in the results of a chunk; they are kept for later runs only where they are complete.

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
            return  # damaged: it is answered again
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
        told: Callable[[BatchProgress], None] | None = None,
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
        answer_here(batch, tally, stop)


def answer_here(batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event) -> None:
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
