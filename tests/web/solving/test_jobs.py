"""Whose turn it is: first plans before proofs, nobody's questions put aside, and processes that die are replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from placement.solve.result import Options
from placement.web.solving import jobs
from placement.web.solving.jobs import LAPSE, MOST_WAITING, EndingError, Job, Lane, TooManyError
from placement.web.solving.messages import Broken, Setup, Solution, Word
from tests.web.asking import SCENARIOS

SETUP = Setup("nowhere", Options())
DONE = Solution(None, b"", "")  # type: ignore[arg-type]  # nobody looks at the picture here
STOPPED = replace(DONE, stopped="interrupt")


class Desk:
    """Stands for a process; the test says what it says."""

    every: list[Desk]

    def __init__(self, _setup: Setup, heard: Callable[[Any, Word | None], None]) -> None:
        self.job: Job | None = None
        self.number, self.started, self.process = 0, -1e9, type("Ended", (), {"exitcode": -9})
        self.heard, self.stops, self.closed, self.hurry = heard, 0, False, False
        self.every.append(self)

    def begin(self, number: int, job: Job) -> None:
        self.job, self.number = job, number

    def stop(self, *, hurry: bool = False) -> None:
        self.stops += 1
        self.hurry = hurry

    def close(self) -> None:
        self.closed = True

    def say(self, told: Any, *, last: bool = False) -> None:
        self.heard(self, Word(self.number, told, last))


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    Desk.every = []
    monkeypatch.setattr(jobs, "Worker", Desk)
    return Desk.every


def run(story: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own, for a browser that other tests drive may hold this one's loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, story).result()


def test_the_same_question_is_asked_once(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 2)
        assert lane.ask("a", "solve", ()) is lane.ask("a", "solve", ())
        assert len(desks) == 1

    run(story())


def test_a_proof_gives_way_to_a_first_plan_and_goes_on_later(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 1)
        first = lane.ask("a", "solve", ())
        second = lane.ask("b", "solve", ())
        assert (first.state, second.state, desks[0].stops) == ("running", "waiting", 0)
        desks[0].say("a plan")
        assert (desks[0].stops, desks[0].hurry) == (1, True)
        desks[0].say(None, last=True)
        assert (first.state, first.told, second.state) == ("waiting", "a plan", "running")
        desks[0].say(DONE, last=True)
        assert (first.state, second.state) == ("running", "done")
        desks[0].say(DONE, last=True)
        assert (first.state, first.told) == ("done", DONE)

    run(story())


def test_stopping_keeps_the_best_and_can_go_on(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 1)
        job = lane.ask("a", "solve", ())
        desks[0].say("a plan")
        lane.stop("a")
        desks[0].say(STOPPED, last=True)
        assert (job.state, job.why, job.told) == ("done", "user", STOPPED)
        assert lane.ask("a", "solve", ()).state == "done"
        lane.go_on("a")
        assert (job.state, job.why) == ("running", "")

    run(story())


def test_what_nobody_looks_at_is_put_aside_and_taken_up_again(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 1)
        job, waits = lane.ask("a", "solve", ()), lane.ask("b", "solve", ())
        job.leave()
        waits.leave()
        lane.tidy()
        assert (desks[0].stops, desks[0].hurry, waits.state) == (1, False, "aside")
        desks[0].say(STOPPED, last=True)
        assert (job.state, job.why) == ("aside", "")
        assert lane.ask("a", "solve", ()).state == "running"

    run(story())


def test_who_comes_back_while_it_is_being_stopped_is_answered(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 1)
        job = lane.ask("a", "tradeoff", ())
        job.leave()
        lane.tidy()
        assert (desks[0].stops, job.why) == (1, "nobody")
        lane.ask("a", "tradeoff", ())
        desks[0].say("half of it", last=True)
        assert (job.state, job.why) == ("running", "")
        desks[0].say("all of it", last=True)
        assert (job.state, job.told) == ("done", "all of it")

    run(story())


def test_whoever_waits_is_looking(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 1)
        job = lane.ask("a", "solve", ())
        waiting = asyncio.create_task(job.news(-1, LAPSE, told=True))
        await asyncio.sleep(0)
        job.leave()
        lane.tidy()
        assert desks[0].stops == 0
        desks[0].say("a plan")
        await waiting
        assert job.told == "a plan"

    run(story())


def test_a_process_that_dies_is_replaced_and_its_question_asked_once_more(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 1)
        job = lane.ask("a", "solve", ())
        desks[0].heard(desks[0], None)
        assert (len(desks), job.state) == (2, "running")
        desks[1].heard(desks[1], None)
        assert isinstance(job.told, Broken)
        assert lane.ask("b", "solve", ()).state == "running"

    run(story())


def test_no_more_wait_than_anybody_would_wait_for(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 1)
        for n in range(MOST_WAITING + 1):
            lane.ask(str(n), "solve", ())
        with pytest.raises(TooManyError):
            lane.ask("one more", "solve", ())
        assert lane.ask("3", "solve", ()).state == "waiting"
        lane.close()
        assert desks[0].closed

    run(story())


def test_nobody_waits_for_a_server_that_ends(desks: list[Desk]) -> None:
    async def story() -> None:
        lane = Lane(SETUP, 1)
        done = lane.ask("done", "solve", ())
        desks[0].say(DONE, last=True)
        job = lane.ask("a", "solve", ())
        waiting = asyncio.create_task(job.news(job.version, 60))
        await asyncio.sleep(0)
        lane.end()
        for asked in (waiting, job.news(job.version, 60)):
            with pytest.raises(EndingError):
                await asked
        with pytest.raises(EndingError):
            lane.ask("b", "solve", ())
        assert lane.ask("done", "solve", ()) is done
        await done.news(-1, 60)

    run(story())


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="a system whose processes cannot be held")
def test_the_loop_never_waits_for_a_process_that_does_not_read() -> None:
    async def story() -> None:
        heard: asyncio.Queue[Word | None] = asyncio.Queue()
        worker = jobs.Worker(replace(SETUP, path=str(SCENARIOS / "northshire")), lambda _, word: heard.put_nowait(word))
        pid = worker.process.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        alarm = threading.Timer(20, os.kill, (pid, signal.SIGCONT))
        alarm.start()
        try:
            worker.begin(1, Job("a", "nothing like it", (b"more than a pipe holds" * 100_000,)))
            assert alarm.is_alive(), "the event loop was held up until the process read on"
            os.kill(pid, signal.SIGCONT)
            word = await asyncio.wait_for(heard.get(), 60)
            assert word is not None
            assert isinstance(word.told, Broken)
        finally:
            alarm.cancel()
            worker.close()

    run(story())
