"""Questions under way: lanes of solving processes, what waits for them, and what is known so far.

All of it lives in one event loop; only ``Worker`` has a thread, which hands over what its process sends.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Literal

from placement.executor.processes import uninterrupted
from placement.web.solving.answers import Refusal
from placement.web.solving.messages import Broken, Setup, Solution, Stop, Task, Word
from placement.web.solving.process import work

LAPSE = 4.0
"""Seconds after which a question whose answer no browser asks for is put aside."""
MOST_WAITING = 24
"""The longest queue of a lane; further questions are refused."""
MOST_KEPT = 150
"""Number of questions whose answers are cached."""
_ATTEMPTS = 2
_SHORT_LIFE = 5.0

State = Literal["waiting", "running", "aside", "done"]
Why = Literal["", "user", "nobody", "others"]
_log = logging.getLogger("placement.web")


class TooManyError(Exception):
    """A lane's queue is full."""


class EndingError(Exception):
    """The server is ending, so a question will not be answered."""


@dataclass(eq=False)
class Job:
    """One question and what is known of its answer.

    Attributes:
        key: equal for equal questions.
        kind, given: as of ``Task``.
        told: the answer so far, such as a plan; None before there is any. ``version`` counts its changes and those of
            the state.
        state: ``waiting`` for a process, ``running``, put ``aside`` because nobody looked, or ``done``.
        why: why it was asked to stop; ``user`` when somebody said that this will do.
        begun: when it was first asked, by the monotonic clock.
    """

    key: str
    kind: str
    given: tuple[Any, ...]
    told: Any = None
    version: int = 0
    state: State = "waiting"
    why: Why = ""
    begun: float = field(default_factory=time.monotonic)
    attempts: int = 0
    _ended: bool = False
    _watchers: int = 0
    _seen: float = field(default_factory=time.monotonic)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def lapsed(self) -> bool:
        """Whether no browser waits for its answer or has asked for it within the last ``LAPSE`` seconds."""
        return not self._watchers and time.monotonic() - self._seen > LAPSE

    @property
    def _under_way(self) -> bool:
        return self.state in ("waiting", "running")

    def tell(self, told: Any = None) -> None:
        """Store a new answer (None: only the state has changed), and wake whoever waits for news."""
        self.told = self.told if told is None else told
        self.version += 1
        self._news.set()
        self._news = asyncio.Event()

    def see(self) -> None:
        """A browser asks for the answer now: the job does not lapse for another ``LAPSE`` seconds."""
        self._seen = time.monotonic()

    def leave(self) -> None:
        """Let the job lapse now, because the browser that asked has moved on; not while another one waits for news."""
        if not self._watchers:
            self._seen = -LAPSE

    def end(self) -> None:
        """Wake whoever waits, with an ``EndingError``: the server ends."""
        self._ended = True
        self._news.set()

    async def news(self, version: int, seconds: float, *, told: bool = False) -> None:
        """Wait for a version after ``version``, for the end of the search, or for ``seconds``.

        With ``told``, versions without any answer do not count.

        Raises:
            EndingError: the server ends, and nothing more will be known.
        """
        self._watchers += 1
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while self._under_way and (self.version <= version or (told and self.told is None)):
                        if self._ended:
                            raise EndingError
                        await self._news.wait()
        finally:
            self._watchers -= 1
            self.see()


class Worker:
    """A solving process as the event loop sees it: the job it works on and the connection to it."""

    def __init__(self, setup: Setup, heard: Callable[[Worker, Word | None], None]) -> None:
        self._setup, self._heard = setup, heard
        self._loop = asyncio.get_running_loop()
        self.job: Job | None = None
        self.number = 0
        self.started = time.monotonic()
        self._connection, theirs = get_context("spawn").Pipe()
        self.process: BaseProcess = get_context("spawn").Process(target=work, args=(theirs, setup), daemon=True)
        with uninterrupted():
            self.process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(self._connection,), daemon=True).start()

    def _listen(self, connection: Connection) -> None:
        with contextlib.suppress(EOFError, OSError, RuntimeError):
            while True:
                self._loop.call_soon_threadsafe(self._heard, self, connection.recv())
        with contextlib.suppress(RuntimeError):  # the event loop is closed: the server has ended
            self._loop.call_soon_threadsafe(self._heard, self, None)

    def begin(self, number: int, job: Job) -> None:
        """Send the process a question, under a number by which its answers are recognised."""
        self.job, self.number = job, number
        self._send(Task(number, job.kind, job.given))

    def stop(self, *, hurry: bool = False) -> None:
        """Ask the process to end the current question; ``hurry`` as of ``Stop``."""
        self._send(Stop(self.number, hurry))

    def _send(self, what: Task | Stop) -> None:
        with contextlib.suppress(OSError):  # the process has died, which the listener reports
            self._connection.send(what)

    def close(self) -> None:
        """End the process."""
        self._connection.close()
        self.process.terminate()


class Lane:
    """A pool of solving processes and its queue of questions.

    Questions without any answer go before those that have a first plan. Where one of the former waits and every process
    is busy, a search that has a plan is stopped, and resumed later.

    Args:
        setup: for each process; ``count``: how many at most, started when they are needed.
    """

    def __init__(self, setup: Setup, count: int) -> None:
        self._setup, self._count = setup, count
        self._workers: list[Worker] = []
        self._waiting: list[Job] = []
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._numbers = itertools.count(1)
        self._short_lives = 0
        self._ending = False

    def warm(self) -> None:
        """Start all processes, and let each solve the unchanged scenario before anybody asks."""
        while len(self._workers) < self._count:
            self._hire().begin(next(self._numbers), Job("warm", "warm", ()))

    # ---- asking

    def ask(self, key: str, kind: str, given: tuple[Any, ...]) -> Job:
        """The job of a key: a new one, or that of an equal question asked before.

        Raises:
            TooManyError: too many are waiting.
            EndingError: the server ends.
        """
        job = self._jobs.get(key)
        if self._ending and (job is None or job.state != "done"):
            raise EndingError
        if job is None:
            if len(self._waiting) >= MOST_WAITING:
                raise TooManyError
            job = self._jobs[key] = Job(key, kind, given)
            self._waiting.append(job)
        self._jobs.move_to_end(key)
        job.see()
        if job.state == "aside" and job.why != "user":
            self._again(job)
        if job.state == "running" and job.why == "nobody":  # being stopped: it will be resumed after that
            job.why = "others"
        self._assign()
        self._forget()
        return job

    def put(self, key: str, kind: str, given: tuple[Any, ...], told: Any) -> None:
        """A question with its answer, which was found otherwise; one that has been asked already stays as it is."""
        if key not in self._jobs:
            job = self._jobs[key] = Job(key, kind, given, state="done")
            job.tell(told)

    def known(self, key: str) -> Job | None:
        """The job of a key; None where it has not been asked, or is forgotten."""
        return self._jobs.get(key)

    def stop(self, key: str, why: Why = "user") -> None:
        """End a search and keep its best plan so far; ``why`` as of ``Job``."""
        job = self._jobs.get(key)
        if job is None or job.state not in ("waiting", "running"):
            return
        if job.state == "waiting":
            self._waiting.remove(job)
            job.state, job.why = "aside", why if why == "user" else ""
            job.tell()
        else:
            job.why = why
            self._worker(job).stop()

    def go_on(self, key: str) -> None:
        """Resume a question that was stopped."""
        job = self._jobs.get(key)
        if job is not None and (job.state == "aside" or (job.state == "done" and job.why == "user")):
            self._again(job)
            self._assign()

    def _again(self, job: Job) -> None:
        job.state, job.why, job.begun = "waiting", "", time.monotonic()
        self._waiting.append(job)
        job.tell()

    # ---- working

    def _hire(self) -> Worker:
        worker = Worker(self._setup, self._heard)
        self._workers.append(worker)
        return worker

    def _idle(self) -> Worker | None:
        idle = next((worker for worker in self._workers if worker.job is None and worker.number >= 0), None)
        if idle is None and len(self._workers) < self._count:
            return self._hire()
        return idle

    def _assign(self) -> None:
        """Give waiting questions to idle processes, those without any answer first; stop searches that can give way."""
        self._waiting.sort(key=lambda job: (job.told is not None, job.begun))
        while self._waiting and (worker := self._idle()) is not None:
            job = self._waiting.pop(0)
            job.state = "running"
            worker.begin(next(self._numbers), job)
        urgent = sum(1 for job in self._waiting if job.told is None)
        giving_way = sum(1 for worker in self._workers if worker.job is not None and worker.job.why)
        shown = [
            worker for worker in self._workers if worker.job and worker.job.told is not None and not worker.job.why
        ]
        for worker in shown[: max(0, urgent - giving_way)]:
            if worker.job is not None:
                worker.job.why = "others"
                worker.stop(hurry=True)

    def _heard(self, worker: Worker, word: Word | None) -> None:
        if word is None:
            self._lost(worker)
            return
        job = worker.job
        if job is None or word.number != worker.number:
            return
        if word.last:
            worker.job = None
            self._finished(job, word.told)
            self._assign()
        elif word.told is not None:
            job.tell(word.told)
            self._assign()

    def _finished(self, job: Job, told: Any) -> None:
        """A process has sent its last word on a job.

        The job is done, waits again where it was stopped in favour of others, or is put aside where nobody looked.
        """
        if isinstance(told, Broken):
            _log.error("%s of %s: %s", job.kind, job.key, told.message)
        nothing = told is None or (isinstance(told, Refusal) and told.kind == "no_plan" and job.why != "")
        cut = told.stopped == "interrupt" if isinstance(told, Solution) else job.why != ""
        interrupted = nothing or cut
        if interrupted and job.why == "others":
            job.state, job.why = "waiting", ""
            self._waiting.append(job)
        elif interrupted and job.why == "nobody":
            job.state, job.why = "aside", ""
        else:
            job.state, job.why = "done", job.why if interrupted else ""
        job.tell(None if nothing else told)

    def _lost(self, worker: Worker) -> None:
        """A process has died: its question is tried once more by another process."""
        if worker not in self._workers:
            return
        self._workers.remove(worker)
        self._short_lives = self._short_lives + 1 if time.monotonic() - worker.started < _SHORT_LIFE else 0
        job, worker.job = worker.job, None
        _log.error("a solving process ended with %s", worker.process.exitcode)
        if job is not None and job.kind != "warm":
            job.attempts += 1
            if job.attempts < _ATTEMPTS and self._short_lives < _ATTEMPTS:
                self._again(job)
            else:
                job.state = "done"
                job.tell(Broken("the solving process ended"))
        self._assign()

    def _worker(self, job: Job) -> Worker:
        return next(worker for worker in self._workers if worker.job is job)

    # ---- putting aside

    def tidy(self) -> None:
        """Put aside the jobs whose answers no browser asks for any more."""
        for job in list(self._jobs.values()):
            if job.lapsed and job.state in ("waiting", "running") and not job.why:
                self.stop(job.key, "nobody")

    def _forget(self) -> None:
        old: Iterator[Job] = iter(list(self._jobs.values()))
        while len(self._jobs) > MOST_KEPT and (job := next(old, None)) is not None:
            if job.state in ("done", "aside") and job.lapsed:
                del self._jobs[job.key]

    def end(self) -> None:
        """Take no more questions, and release everybody who waits for an answer."""
        self._ending = True
        for job in self._jobs.values():
            job.end()

    def close(self) -> None:
        """End every process."""
        self.end()
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.close()
