"""A price within a step of a staircase that is known shows that step's plan at once, with its proof and its map."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace

import pytest

from placement.locale import LANGUAGES
from placement.scenario.load import Opened, load
from placement.solve.result import Options, Prices
from placement.solve.run import solve
from placement.solve.staircase import Staircase, Step
from placement.web.solving.answers import draw, unpack
from placement.web.solving.engine import Engine, Seen
from placement.web.solving.jobs import Job
from placement.web.solving.messages import Setup, Solution
from placement.web.solving.shelf import order_from, ranges_of, within
from placement.web.what_ifs import Controls, WhatIf
from tests.web.asking import SCENARIOS

SMALL = SCENARIOS / "til-en-pris"
"""One offer comes in at 4.63 kr. a minute."""
PATIENCE = 60.0


def steps_of(*unproven: float, complete: bool = True, ends: tuple[float, float] = (0.0, 0.0)) -> Staircase:
    """A staircase of steps at 1, 2, ... DKK a minute, of which only the proof counts."""
    steps = tuple(Step(n + 1.0, apart, 10.0, 10.0 * (n + 1)) for n, apart in enumerate(unproven))
    return Staircase((), steps, 0, complete, *ends)


def test_a_plan_is_proven_best_between_its_steps_and_nowhere_beyond_what_is_proven() -> None:
    assert ranges_of(steps_of(0.0, 0.0)) == ((0.0, 1.0), (1.0, 2.0), (2.0, math.inf))
    assert ranges_of(steps_of(1.0, 0.0))[:2] == ((0.0, 0.9), (1.1, 2.0))
    first, _, last = ranges_of(steps_of(0.0, 0.0, ends=(5.0, 5.0)))
    assert first[0] > first[1]
    assert last[0] > last[1]
    assert ranges_of(steps_of(0.0, complete=False)) == ()


def test_a_price_is_within_one_range_and_never_at_its_ends() -> None:
    ranges = ranges_of(steps_of(1.0, 0.0))
    assert [within(ranges, price) for price in (0.5, 1.0, 1.1, 1.5, 2.0, 99.0)] == [0, None, None, 1, None, 2]
    assert order_from(ranges, 1.5) == [1, 2, 0]


async def done(job: Job | None) -> Job:
    assert job is not None
    while job.state != "done":
        await job.news(job.version, PATIENCE)
    return job


async def begun(engine: Engine, key: str) -> Job | None:
    """A study that the engine begins by itself."""
    for _ in range(1200):
        if (job := engine.studies.known(key)) is not None:
            return job
        await asyncio.sleep(0.05)
    return None


async def stocked(engine: Engine, whatif: WhatIf) -> None:
    """The staircase is found and every plan of it drawn."""
    plan = engine.plan(whatif)
    await done(plan.job)
    steps = await done(engine.steps(whatif, plan))
    for n in range(len(steps.told.ranges)):
        await done(await begun(engine, f"{steps.key} {n}"))


async def answered_at(*prices: float) -> list[Seen]:
    engine = Engine(Controls(Opened(SMALL), "en"), Setup(str(SMALL), Options()), 1)
    engine.start()
    try:
        await stocked(engine, WhatIf())
        found = [engine.plan(WhatIf(minute=price)) for price in prices]
        maps = [engine.known_map(WhatIf(minute=prices[0]), found[0], lang, "") for lang in LANGUAGES]
        assert all(job is not None and "<svg" in job.told for job in maps)
        return found
    finally:
        await engine.close()


def test_a_price_within_a_step_is_answered_at_once_as_a_search_would() -> None:
    prices = (4.0, 6.5, 4.7)
    for price, seen in zip(prices, asyncio.run(answered_at(*prices)), strict=True):
        assert (seen.job.state, seen.job.attempts) == ("done", 0)
        assert isinstance(seen.job.told, Solution)
        found, expected = unpack(seen.job.told.packed), solve(load(SMALL), Options(prices=Prices(price)))
        assert found.prices == expected.prices
        assert (found.plan.open == expected.plan.open).all()
        assert found.objective == pytest.approx(expected.objective)
        assert found.bound == pytest.approx(expected.bound, abs=1.0)
        assert found.gap == pytest.approx(expected.gap, abs=1e-6)
        assert found.implied_price_per_minute == expected.implied_price_per_minute
        assert not found.violations
        picture = seen.job.told.picture
        assert picture.proven
        assert picture.gap_money == pytest.approx(0.0, abs=1.0)
        for lang in LANGUAGES:
            told, own = picture.told[lang], draw(expected, done=True).told[lang]
            assert replace(told, proof=()) == replace(own, proof=())
            assert told.proof[0] == own.proof[0]


def test_a_price_at_the_step_itself_is_searched_for() -> None:
    (seen,) = asyncio.run(answered_at_the_step())
    assert seen.job.state != "done"


async def answered_at_the_step() -> list[Seen]:
    engine = Engine(Controls(Opened(SMALL), "en"), Setup(str(SMALL), Options()), 1)
    engine.start()
    try:
        await stocked(engine, WhatIf())
        steps = engine.known_steps(WhatIf())
        assert steps is not None
        return [engine.plan(WhatIf(minute=steps.told.ranges[0][1]))]
    finally:
        await engine.close()
