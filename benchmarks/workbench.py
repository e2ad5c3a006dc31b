"""How soon the workbench answers: sliders moved in a real browser, one after the other and by several at once."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT

REGION = ROOT / "scenarios" / "midtjylland"
BROWSERS, MOVES = (1, 3), 12
LOOKING = (2.0, 6.0)
"""Seconds a group looks at a plan before it moves a slider again."""
BEGUN = {"minute": 8.0, "lost": 400.0}
"""The prices on the sliders when the page is opened."""
MOVE = """
async ([prices, begun]) => {
  const began = performance.now();
  for (const [name, value] of Object.entries(prices)) {
    const slider = document.getElementById(`p-${name}`);
    if (Number(slider.value) === value) continue;
    slider.value = value;
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    slider.dispatchEvent(new Event("change", {bubbles: true}));
  }
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const state = () => (document.querySelector(".state") || {}).textContent || "";
  const given = (name) => Number(new URLSearchParams(location.search).get(name) ?? begun[name]);
  const here = () => Object.entries(prices).every(([name, value]) => given(name) === value);
  const there = () => here() && document.querySelector("#plan") && /best|Proven/.test(state());
  while (!there() && performance.now() - began < 120000) await frame();
  return {seconds: (performance.now() - began) / 1000, told: state().trim().replace(/\\s+/g, " ")};
}
"""


@dataclass(frozen=True)
class Move:
    """One move of a slider.

    Attributes:
        browsers: how many are at it. shown: wall seconds until the plan it leads to is on the screen, with its gap.
        proven: until its proof is done, where the browser stayed to see it. told: what the page said at ``shown``.
    """

    browsers: int
    shown: float
    proven: float | None
    told: str


@dataclass(frozen=True)
class Meeting:
    """What was measured; ``whole`` is ``placement solve`` of the same scenario as a new process, in wall seconds."""

    moves: tuple[Move, ...]
    whole: float
    first_load: int
    """Bytes of the page's first load, as sent."""

    def of(self, browsers: int) -> tuple[Move, ...]:
        """The moves with so many at it."""
        return tuple(move for move in self.moves if move.browsers == browsers)


def missing() -> str:
    """Why it cannot be measured here; empty where it can."""
    try:
        from docs.screenshots import chromium  # noqa: PLC0415 - brings playwright, which may be missing
    except ImportError:
        return "The workbench is left out: playwright is not installed."
    return "" if chromium() else "The workbench is left out: there is no Chromium."


def measure() -> Meeting:
    """A cold solve, then a meeting with one browser and one with three, each on a server of its own."""
    began = time.perf_counter()
    solve = [sys.executable, "-m", "placement", "solve", str(REGION), "--json"]
    subprocess.run(solve, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    whole = time.perf_counter() - began
    moves: list[Move] = []
    sizes: list[int] = []
    for browsers in BROWSERS:
        with _served() as address:
            found, size = asyncio.run(_meeting(address, browsers))
            moves += found
            sizes.append(size)
    return Meeting(tuple(moves), whole, sizes[0])


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(REGION, Path(folder) / REGION.name, ignore=shutil.ignore_patterns("meeting-*"))
        command = [sys.executable, "-m", "placement", "serve", str(copy), "--port", "0", "--lang", "en"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT)
        try:
            found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
            if not found:
                raise RuntimeError("the workbench did not say where it is")
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


async def _meeting(address: str, browsers: int) -> tuple[list[Move], int]:
    from playwright.async_api import async_playwright  # noqa: PLC0415 - an extra of its own

    from docs.screenshots import ARGUMENTS, chromium  # noqa: PLC0415 - likewise

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        pages = [await (await browser.new_context()).new_page() for _ in range(browsers)]
        heard: list[Any] = []
        pages[0].on("requestfinished", lambda request: heard.append(request))  # noqa: PLW0108 - a method takes no marks
        for page in pages:
            await page.goto(address)
            await page.locator('#answer[aria-busy="false"]').wait_for(timeout=120_000)
        size = sum([(await request.sizes())["responseBodySize"] for request in heard])
        found = await asyncio.gather(*(_moves(page, browsers, seed) for seed, page in enumerate(pages)))
        await browser.close()
    return [move for each in found for move in each], size


async def _moves(page: Any, browsers: int, seed: int) -> list[Move]:
    dice = random.Random(seed)
    moves = []
    for prices in _prices(dice):
        began = time.perf_counter()
        seen = await page.evaluate(MOVE, [prices, BEGUN])
        proven = await _proven(page, dice.uniform(*LOOKING))
        moves.append(Move(browsers, seen["seconds"], proven and proven - began, seen["told"]))
    return moves


def _prices(dice: random.Random) -> Iterator[dict[str, float]]:
    """One slider at a time, from where they were; never back to where it began."""
    marks = {"minute": [n / 2 for n in range(2, 36)], "lost": [25.0 * n for n in range(1, 31)]}
    now = dict(BEGUN)
    for _ in range(MOVES):
        name = dice.choice(("minute", "minute", "lost"))
        now[name] = dice.choice([mark for mark in marks[name] if mark not in (now[name], BEGUN[name])])
        yield dict(now)


async def _proven(page: Any, looking: float) -> float | None:
    """Look at the plan for so long; when its proof was done, if it was."""
    from playwright.async_api import TimeoutError as Late  # noqa: PLC0415 - an extra of its own

    until = time.perf_counter() + looking
    try:
        await page.locator('#answer[aria-busy="false"]').wait_for(timeout=1000 * looking)
    except Late:
        return None
    done = time.perf_counter()
    await asyncio.sleep(max(0.0, until - done))
    return done
