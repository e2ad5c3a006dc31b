"""What a steering group changes in a meeting: prices, and what must or must not be at one place."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from placement.questions.explain.price import decided
from placement.scenario.load import Loaded
from placement.solve.result import Prices, Solved


def changes(loaded: Loaded, solved: Solved, count: int, seed: int) -> Iterator[tuple[str, Loaded, Prices | None]]:
    """Random changes in turn: other prices, a place that is not chosen forced, one that is chosen forbidden."""
    dice = random.Random(seed)
    today = solved.today.open
    instance = solved.instance
    free = [(f, s) for f, s in zip(*(instance.allowed & ~today & ~instance.is_hospital).nonzero(), strict=True)]
    chosen = [pair for pair in free if solved.plan.open[pair]]
    others = [pair for pair in free if not solved.plan.open[pair]]
    for n in range(count):
        kind = ("prices", "must", "must_not")[n % 3]
        if kind == "prices":
            yield kind, loaded, Prices(round(dice.uniform(1, 15), 2), round(dice.uniform(0, 800), 0))
            continue
        f, s = dice.choice(others if kind == "must" else chosen or others)
        asked = decided(loaded.scenario, instance.function_ids[f], instance.site_ids[s], kind)
        yield kind, replace(loaded, scenario=asked), None
