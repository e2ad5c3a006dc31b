"""`python -m benchmarks.prices`: how soon a price that is moved in the workbench leads to its plan, without a browser.

A price is asked of the engine behind the pages, as a request does, and the plan comes back from its solving process.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.measure import ROOT
from placement.scenario.load import Opened
from placement.solve.result import Options
from placement.web.solving.engine import Engine, Seen
from placement.web.solving.messages import Setup, Solution
from placement.web.steps import sliders
from placement.web.what_ifs import Controls, WhatIf

REGION = ROOT / "scenarios" / "midtjylland"
MOVES = 20
PATIENCE = 120.0
"""Seconds that a plan is waited for."""


@dataclass(frozen=True)
class Move:
    """One price asked for.

    Attributes:
        minute, lost: the prices in DKK.
        first: wall seconds until a plan is there; ``done``: until its search is over.
        gap_money: so close to proven best it then is, in DKK a year.
    """

    minute: float
    lost: float
    first: float
    done: float
    gap_money: float


@dataclass(frozen=True)
class Moved:
    """What was measured; ``opened``: seconds from the start of the processes to the scenario's own plan."""

    opened: float
    moves: tuple[Move, ...]

    @property
    def first(self) -> float:
        """Median of the seconds until there is a plan."""
        return statistics.median(move.first for move in self.moves)

    @property
    def done(self) -> float:
        """Median of the seconds until the search is over."""
        return statistics.median(move.done for move in self.moves)


def measure(count: int = MOVES, seed: int = 0) -> Moved:
    """Open the scenario, then move one price after the other."""
    return asyncio.run(_measure(count, random.Random(seed)))


async def _measure(count: int, dice: random.Random) -> Moved:
    controls = Controls(Opened(REGION))
    engine = Engine(controls, Setup(str(REGION), Options()), 1)
    began = time.perf_counter()
    engine.start()
    try:
        await _answered(engine.plan(WhatIf()))
        opened = time.perf_counter() - began
        return Moved(opened, tuple([await _move(engine, whatif) for whatif in _asked(controls, count, dice)]))
    finally:
        await engine.close()


def _asked(controls: Controls, count: int, dice: random.Random) -> Iterator[WhatIf]:
    """The price of a minute moved, and every fourth time that of lost quality, each along its slider."""
    minute, lost = sliders(controls, WhatIf())
    now = {minute.name: minute.value, lost.name: lost.value}
    left = {
        each.name: [round(n * each.notch, 6) for n in range(1, round(each.top / each.notch))] for each in (minute, lost)
    }
    for n in range(count):
        slider = lost if n % 4 == 3 else minute
        now[slider.name] = left[slider.name].pop(dice.randrange(len(left[slider.name])))
        yield WhatIf(minute=now[minute.name], lost=now[lost.name])


async def _move(engine: Engine, whatif: WhatIf) -> Move:
    began = time.perf_counter()
    seen = engine.plan(whatif)
    await seen.job.news(-1, PATIENCE, told=True)
    first = time.perf_counter() - began
    solution = await _answered(seen)
    gap = solution.picture.gap_money
    assert whatif.minute is not None and whatif.lost is not None and gap is not None  # noqa: PT018, S101 - for the types
    return Move(whatif.minute, whatif.lost, first, time.perf_counter() - began, gap)


async def _answered(seen: Seen) -> Solution:
    until = time.perf_counter() + PATIENCE
    while seen.job.state != "done" and time.perf_counter() < until:
        await seen.job.news(seen.job.version, PATIENCE)
    if not isinstance(seen.job.told, Solution):
        raise RuntimeError(f"no plan: {seen.job.told}")
    return seen.job.told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prices", description=__doc__)
    parser.add_argument("--moves", type=int, default=MOVES, help=f"how often a price is moved ({MOVES})")
    parser.add_argument("--seed", type=int, default=0, help="of the prices (0)")
    asked = parser.parse_args()
    moved = measure(asked.moves, asked.seed)
    print(f"{'kr. a minute':>12} {'kr. a visit':>12} {'first plan, s':>14} {'done, s':>9} {'gap, kr. a year':>16}")
    for move in moved.moves:
        print(f"{move.minute:12g} {move.lost:12g} {move.first:14.2f} {move.done:9.2f} {move.gap_money:16,.0f}")
    slowest = max(move.done for move in moved.moves)
    print(
        f"opened in {moved.opened:.2f} s; {len(moved.moves)} moves, medians: a plan after {moved.first:.2f} s", end=", "
    )
    print(f"done after {moved.done:.2f} s; slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
