"""From which price of a minute a pair is in the best plan, and by how much it misses where it never is.

The staircase has every plan that is best at some price of a minute; the prices whose plan has the pair are the answer,
and they need not be one interval. A pair that is in none of the plans misses by what the best plan with it costs more.
That difference is least at one of the staircase's own prices: between two of them the best total is linear in the
price, and the best total with the pair is concave, so their difference is concave too and least at an end.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from placement.errors import InfeasibleError, NoPlanError
from placement.scenario.load import Loaded
from placement.solve.result import PRINTED, Options, Prices, Solved
from placement.solve.run import JUDGE_SHARE, Live
from placement.solve.stage import INF, Clock
from placement.solve.staircase import Staircase, minutes, money, staircase_on

MOST_SECONDS = 60.0
"""Seconds for the staircase and all questions about one pair where there is no time limit."""
SHARE = 0.5
"""Share of a time limit for them."""
_LEAST_SECONDS = 1.0
"""With less time left no further question is asked."""
_MARGIN_MONEY = 2.0
"""At a price that is said to be enough the plan is better than its neighbour by at least so much a year: two printed
digits, so that solving again cannot take the one for the other."""
_DECIMALS = range(1, 5)
_HAIR = 1e-6
"""In units of the last printed digit: a price this close to a round number counts as round."""
IsIn = Callable[[Solved], bool]
"""Whether a plan has the pair that is asked about."""


def tight(options: Options) -> Options:
    """The same options with a gap below the last printed krone: sentences about prices must hold when tried."""
    return replace(options, method="price", gap=0.0, gap_money=PRINTED[2] / 2)


class Budget:
    """The time for further questions.

    Args:
        options: whose time limit counts.
        stop: ends it.
        most: seconds without a time limit.
        share: of a time limit.
    """

    def __init__(
        self, options: Options, stop: threading.Event | None = None, most: float = MOST_SECONDS, share: float = SHARE
    ) -> None:
        limit = most if options.time_limit is None else min(most, share * options.time_limit)
        self._until = time.perf_counter() + limit
        self._stop = stop or threading.Event()

    @property
    def left(self) -> float:
        """Seconds left; 0 where nothing more shall be asked."""
        left = self._until - time.perf_counter()
        return 0.0 if self._stop.is_set() or left < _LEAST_SECONDS else left


@dataclass(frozen=True, eq=False)
class Asking:
    """Solves the proposal's scenario at other prices, or other scenarios, on its live model while there is time.

    Attributes:
        live: the proposal, its model kept ready; ``loaded``: its scenario.
        options: how to solve.
        budget: the time for it.
        stop: as in `Live.ask`.
    """

    live: Live
    loaded: Loaded
    options: Options
    budget: Budget
    stop: threading.Event | None = None

    @property
    def prices(self) -> Prices:
        """The prices of the proposal; an AssertionError where it was found without."""
        found = self.live.solved.prices
        if found is None:
            raise AssertionError(f"{self.live.solved.method} has no prices")
        return found

    @property
    def lost(self) -> float:
        """The price of lost quality."""
        return self.prices.lost_quality_visit or 0.0

    def at(self, minute: float, loaded: Loaded | None = None) -> Solved | None:
        """The best plan at a price of a minute; None where there was no time for it.

        Raises:
            InfeasibleError: ``loaded``, another scenario, has no plan.
        """
        left = self.budget.left
        if not left:
            return None
        options = replace(tight(self.options), prices=Prices(minute, self.lost), time_limit=left + self.loaded.seconds)
        try:
            return self.live.ask(loaded or self.loaded, options, stop=self.stop)
        except NoPlanError:
            return None

    def staircase(self) -> Staircase:
        """The staircase as far as there is time; without any time that of the proposal alone, with nothing proven."""
        left, options = self.budget.left, tight(self.options)
        clock = Clock(left, self.stop or threading.Event())
        if left:
            bench = self.live.bench_for(self.loaded, options, clock)
            with contextlib.suppress(NoPlanError):
                return staircase_on(bench, self.loaded, options, clock.but(bench.seconds, JUDGE_SHARE), self.lost)
        nothing = replace(self.live.solved, stopped="time_limit", bound=-INF)
        return Staircase((nothing,), (), 0, complete=False, unproven_money=INF, unproven_minutes=INF)


@dataclass(frozen=True)
class Span:
    """An interval of prices of a minute, DKK, at which the best plan has the pair.

    Attributes:
        low, high: the ends; 0 and infinite where it has no end.
        least, most: the lowest and the highest price inside, with as few decimals as possible, at which the plan is
            proven better than its neighbour: prices that may be stated as enough. NaN where the span is too narrow for
            any.
    """

    low: float
    high: float
    least: float
    most: float

    def holds(self, price: float) -> bool:
        """Whether a price lies in the interval."""
        return self.low <= price <= self.high


@dataclass(frozen=True)
class BreakEven:
    """The prices at which a pair is in the best plan, or by how much it misses; DKK a minute, and DKK a year.

    Attributes:
        price: of a minute, that of the proposal.
        spans: where the pair is in, from the lowest up.
        proven: whether those are all: no time limit left prices unasked.
        enough: the nearest price above that of the proposal at which the pair is in the plan when that is solved; NaN
            where there is none.
        cheap_enough: the nearest one below it.
        possible: whether a plan that keeps every rule has the pair; None where that was not asked.
        misses: how much dearer the best plan with the pair is than the best plan, at the proposal's price; NaN: not
            asked.
        least_miss: the same at ``least_at``, the price where it is least; NaN: not asked.
        least_at: that price.
    """

    price: float
    spans: tuple[Span, ...]
    proven: bool
    enough: float = math.nan
    cheap_enough: float = math.nan
    possible: bool | None = None
    misses: float = math.nan
    least_miss: float = math.nan
    least_at: float = math.nan

    @property
    def tied(self) -> bool:
        """Whether a plan with the pair costs the same as the best one at some price, though none is proposed."""
        return not self.spans and self.least_miss <= PRINTED[2]


def spans_of(stairs: Staircase, is_in: IsIn) -> tuple[Span, ...]:
    """The proven intervals of prices at which the best plan has the pair; uncertain prices of steps are left out."""
    if INF in (stairs.unproven_money, stairs.unproven_minutes):
        return ()  # not even the plans at both ends are known
    found: list[tuple[int, int]] = []
    for n, plan in enumerate(stairs.plans):
        if is_in(plan):
            joined = bool(found) and found[-1][1] == n - 1 and stairs.steps[n - 1].unproven == 0
            found[-1:] = [(found[-1][0], n)] if joined else [*found[-1:], (n, n)]
    return tuple(span for first, last in found if (span := _span(stairs, first, last)).low < span.high)


def _span(stairs: Staircase, first: int, last: int) -> Span:
    """The interval of prices from one plan of the staircase to another, both included."""
    below = stairs.steps[first - 1] if first else None
    above = stairs.steps[last] if last < len(stairs.steps) else None
    low, high = below.high if below else 0.0, above.low if above else INF
    inner_low = low + _MARGIN_MONEY / below.minutes if below else 0.0
    inner_high = high - _MARGIN_MONEY / above.minutes if above else INF
    for decimals in _DECIMALS:
        ten = 10.0**decimals
        least = math.ceil(inner_low * ten - _HAIR) / ten
        most = math.floor(inner_high * ten + _HAIR) / ten if math.isfinite(inner_high) else INF
        if least <= most:
            return Span(low, high, least, most)
    return Span(low, high, math.nan, math.nan)


def break_even(
    asking: Asking, pair: tuple[int, int], forced_in: Loaded | None = None, known: Staircase | None = None
) -> BreakEven:
    """The prices of a minute at which a pair is in the best plan, and what it misses by where there are none.

    Args:
        asking: the proposal, and how it is solved again.
        pair: indices of function and site.
        forced_in: the scenario with the pair decided ``must``; None: what it misses by is not asked.
        known: the staircase of the proposal's scenario and price of lost quality, solved as by ``tight``; None: it is
            searched for.
    """
    stairs = known or asking.staircase()

    def is_in(solved: Solved) -> bool:
        return bool(solved.plan.open[pair])

    price = asking.prices.minute
    found = BreakEven(price, spans_of(stairs, is_in), stairs.complete)
    if is_in(asking.live.solved):
        return replace(found, possible=True)
    if found.spans:
        above = next((span.least for span in found.spans if span.least > price), math.nan)
        below = next((span.most for span in reversed(found.spans) if span.most < price), math.nan)
        found = replace(found, possible=True, enough=_tried(asking, above, is_in))
        return replace(found, cheap_enough=_tried(asking, below, is_in))
    if not asking.live.solved.instance.allowed[pair]:  # a static rule bars it: no plan to ask for
        return replace(found, possible=False)
    return found if forced_in is None else missed(asking, stairs, found, forced_in)


def _tried(asking: Asking, price: float, is_in: IsIn) -> float:
    """The price if the plan solved at it has the pair; otherwise NaN."""
    answer = asking.at(price) if math.isfinite(price) else None
    return price if answer is not None and is_in(answer) else math.nan


def missed(asking: Asking, stairs: Staircase, found: BreakEven, forced_in: Loaded) -> BreakEven:
    """By how much a pair that is in no best plan misses: at the proposal's price, and at its least.

    Args:
        asking: the proposal, and how it is solved again.
        stairs: all plans that are best at some price.
        found: what is known of the pair.
        forced_in: the scenario with the pair decided ``must``.
    """
    search = _Missing(asking, stairs, forced_in)
    try:
        done = search.run()
    except InfeasibleError:
        return replace(found, possible=False)
    if not search.known:
        return found
    found = replace(found, possible=True, misses=search.miss(asking.prices.minute))
    if not (done and found.proven):
        return found
    at = min(search.known, key=lambda price: (search.miss(price), price))
    return replace(found, least_miss=search.miss(at), least_at=at)


class _Missing:
    """Finds where a pair misses by least, with as few solves as possible.

    The least is at one of the staircase's corners. Between two prices that have been asked, the best total with the
    pair is concave, so at least the chord between them; a corner where even the chord is no better need not be asked.
    """

    def __init__(self, asking: Asking, stairs: Staircase, forced_in: Loaded) -> None:
        self._asking, self._stairs, self._forced_in = asking, stairs, forced_in
        self._corners = sorted({0.0, asking.prices.minute, *(step.price for step in stairs.steps)})
        self.known: dict[float, tuple[float, float]] = {}

    def run(self) -> bool:
        """Whether there was time for every corner that matters; ``known`` then has the total and the bound of each."""
        for price in dict.fromkeys((self._asking.prices.minute, self._corners[0], self._corners[-1])):
            if not self._ask(price):
                return False
        while (corner := self._promising()) is not None:
            if not self._ask(corner):
                return False
        return True

    def miss(self, price: float) -> float:
        """How much dearer the best plan with the pair is than the best plan, at a price that was asked."""
        return max(0.0, self.known[price][0] - self._best(price))

    def _ask(self, price: float) -> bool:
        answer = self._asking.at(price, self._forced_in)
        if answer is None:
            return False
        total = money(answer, self._asking.lost) + price * minutes(answer)
        self.known[price] = total, min(total, answer.bound)
        return True

    def _best(self, price: float) -> float:
        best = self._stairs.plans[self._stairs.at(price)]
        return money(best, self._asking.lost) + price * minutes(best)

    def _promising(self) -> float | None:
        """The unasked corner with the lowest bound on the miss; None where none can beat what is known."""
        left = [price for price in self._corners if price not in self.known]
        nearest = min(left, key=self._at_least, default=None)
        least = min(self.miss(known) for known in self.known)
        return None if nearest is None or self._at_least(nearest) >= least - PRINTED[2] / 2 else nearest

    def _at_least(self, price: float) -> float:
        """Lower bound on the miss at a price between two that were asked: the chord less the best total."""
        before = max(known for known in self.known if known < price)
        after = min(known for known in self.known if known > price)
        share = (price - before) / (after - before)
        low, high = self.known[before][1], self.known[after][1]
        return low + share * (high - low) - self._best(price)
