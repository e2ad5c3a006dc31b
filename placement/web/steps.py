"""At which prices of a minute the plan changes, and how: the staircase of prices as the workbench shows it.

It is climbed in a solving process (``Climb``), sent to the one that serves pages (``Steps``), and drawn along the
slider of the minute (``ladder``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from placement.solve.result import Options, Prices, Solved
from placement.solve.staircase import Staircase, Step, staircase
from placement.web.prices import Slider, price_between
from placement.web.what_ifs import Pair

CLOSE_DKK = 1.0
"""Plans are searched to so many DKK a year: steps lie close to each other."""
_SAME_SHARE = 0.005
"""Shares of visits at home that differ by less read the same."""
_LABEL_APART = 9.0
"""Prices drawn nearer to each other than this, in per cent of the slider, share a label."""


@dataclass(frozen=True)
class Change:
    """One step.

    Attributes:
        low, high: DKK a minute; below the first the plan before is best, above the second the one after.
        minutes, kroner: saved, and paid for it, a year.
        opened, closed: function and site of the offers that come and go.
        home: function, and the share of its visits that take place at home before and after.
    """

    low: float
    high: float
    minutes: float
    kroner: float
    opened: tuple[Pair, ...]
    closed: tuple[Pair, ...]
    home: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Steps:
    """All that are known.

    Attributes:
        changes: their prices rising.
        complete: whether every price was asked that had to be.
        unproven: DKK a year by which plans that were not found are at most better at some price; infinite where nothing
            is known about that.
    """

    changes: tuple[Change, ...] = ()
    complete: bool = False
    unproven: float = math.inf


Ask = Callable[[Options], Solved]
"""Solves the question with other options."""


class Climb:
    """The search for the steps of one question; interrupted, it goes on where it was.

    Args:
        options: of the question; its price of a minute is of no account.
        known: a plan that answers it at some price.
    """

    def __init__(self, options: Options, known: Solved) -> None:
        self._options = replace(options, gap=0.0, gap_dkk=CLOSE_DKK)
        self._known = known
        self._lost = known.prices.lost_quality_visit or 0.0 if known.prices else 0.0
        self._found: dict[float, Solved] = {}

    def steps(self, ask: Ask) -> Steps:
        """Search to the end, or until an answer says that it was stopped."""

        def at(price: float) -> Solved:
            if price not in self._found:
                solved = ask(replace(self._options, prices=Prices(price, self._lost)))
                if solved.stopped:
                    return solved
                self._found[price] = solved
            return self._found[price]

        return _steps(staircase(at, self._lost, (self._known,)))


def _steps(found: Staircase) -> Steps:
    pairs = zip(found.steps, pairwise(found.plans), strict=True)
    changes = tuple(_change(step, *plans) for step, plans in pairs if step.price > 0 and step.unproven < math.inf)
    unproven = max((step.unproven for step in found.steps), default=0.0)
    return Steps(changes, found.complete, 0.0 if found.proven else unproven or math.inf)


def _change(step: Step, before: Solved, after: Solved) -> Change:
    now, then = before.plan.open, after.plan.open
    shares = zip(_home_shares(before), _home_shares(after), strict=True)
    names = before.instance.function_ids
    return Change(
        low=step.low,
        high=step.high,
        minutes=step.minutes,
        kroner=step.kroner,
        opened=tuple(_pairs(before, then & ~now)),
        closed=tuple(_pairs(before, now & ~then)),
        home=tuple((names[n], *both) for n, both in enumerate(shares) if abs(both[0] - both[1]) >= _SAME_SHARE),
    )


def _pairs(solved: Solved, chosen: np.ndarray) -> Iterator[Pair]:
    ids = solved.instance
    return ((ids.function_ids[f], ids.site_ids[s]) for f, s in np.argwhere(chosen))


def _home_shares(solved: Solved) -> list[float]:
    """Of each function's visits, those at home."""
    visits = solved.instance.demand.visits.sum(axis=1)
    shares: list[float] = (solved.evaluation.home.sum(axis=1) / np.maximum(visits, 1.0)).tolist()
    return shares


@dataclass(frozen=True)
class Rung:
    """A step on the ladder: a price from which it is taken, and its place on the slider.

    Attributes:
        change: what it is.
        price: above the step and below the next, in few digits.
        at: in per cent of the slider; None above its end.
        label: whether there is room for its price.
    """

    change: Change
    price: float
    at: float | None
    label: bool


def ladder(steps: Steps, slider: Slider) -> list[Rung]:
    """Every step, the cheapest first."""
    made: list[Rung] = []
    last = -math.inf
    lows = [*(change.low for change in steps.changes), math.inf]
    for change, above in zip(steps.changes, lows[1:], strict=True):
        price = price_between(change.high, above, slider.notch)
        middle = (change.low + change.high) / 2
        at = slider.at(middle) if middle <= slider.top else None
        label = at is not None and at - last >= _LABEL_APART
        last = at if at is not None and label else last
        made.append(Rung(change, price, at, label))
    return made
