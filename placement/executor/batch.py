"""Many solves as one batch: cut into chunks that depend on nothing but the items."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

Given = TypeVar("Given")
Item = TypeVar("Item")
Result = TypeVar("Result")


class Kept(Protocol):
    """Results of finished chunks as JSON, by what decides them; a ``dict`` keeps them as long as it lives."""

    def get(self, name: str, /) -> str | None:
        """The results of that name; None where there are none."""
        ...

    def __setitem__(self, name: str, results: str, /) -> None: ...


@dataclass(frozen=True, eq=False)
class Batch(Generic[Given, Item, Result]):
    """What is to be answered.

    A chunk is answered in order from nothing, so the same items give the same results however many workers share the
    chunks, whichever ends first, and also where one is killed and its chunk answered again.

    Attributes:
        work: a function of a module, so that other processes find it. It is given ``given``, the items of one chunk and
            an event, and returns a result for each item; fewer only where the event was set meanwhile.
        given: what all chunks share. It is pickled, as items and results are.
        items: of plain values (numbers, texts, tuples and dataclasses of them), in an order that is always the same.
        chunk: items per chunk. Long enough that setting up pays, short enough that all workers have something to do.
        result: type of one result: what pydantic can write as JSON and read again.
        of: fingerprint of what in ``given`` decides the results; needed where they are kept.
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
        """Fingerprint of everything that decides the results of a chunk."""
        parts = (self.work.__module__, self.work.__qualname__, self.of, chunk)
        return hashlib.sha256(to_json(parts, inf_nan_mode="constants")).hexdigest()


@dataclass(frozen=True)
class Told:
    """How far a batch is.

    Attributes:
        done, of: items.
        seconds: since it began; ``left``: about so many more, None before anything is known.
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
        self, batch: Batch[Given, Item, Result], told: Callable[[Told], None] | None, kept: Kept | None
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
        """The results of a chunk; only a whole one is kept for later.

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
        self._told(Told(done, of, seconds, seconds / now * (of - done) if now else None))
