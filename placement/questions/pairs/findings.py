"""Findings about every pair of function and site, as the records that screens and tables show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from placement.questions.explain.break_even import BreakEven, Span
from placement.questions.explain.case import RuleNote
from placement.questions.explain.price import Difference, Displaced, Place
from placement.questions.proposal.findings import PairNote
from placement.scenario.brief import brief
from placement.solve.scalarisation import HOLD
from placement.solve.scarce import Worths


class Kind(StrEnum):
    """How a price is known."""

    EXACT = "exact"
    """Solved again, to the asked gap."""
    BOUND = "bound"
    """An interval: its low end is proven, its high end is a plan's; either may be missing."""
    NONE = "none"
    """No plan does it."""


@dataclass(frozen=True, eq=False)
class PairPrice:
    """The price of deciding a pair otherwise, as an interval.

    Attributes:
        forced: ``in`` or ``out``.
        kind: how it is known.
        low, high: the best plan with the pair decided otherwise is worse than the best plan by at least and at most
            this, by the proposal's own measure: a share of the range or, for prices, DKK a year; -inf and inf where
            nothing is known, both inf where no plan exists.
        waived: rules set aside for the pair, and where their exceptions are written.
        solved: the plan's difference from the proposal; of exact prices alone.
        displaced: other decisions that differ in it.
        least: smaller differences count as none.
    """

    forced: str
    kind: Kind
    low: float
    high: float
    waived: tuple[Place, ...] = ()
    solved: Difference | None = None
    displaced: tuple[Displaced, ...] = ()
    least: float = HOLD

    @property
    def proven(self) -> bool:
        """Whether a difference is proven: whether the interval leaves out 0."""
        return self.low > self.least or self.high < -self.least

    @property
    def unit(self) -> str:
        """Unit of the ends: ``share`` of the range, or ``DKK/year``."""
        return "share" if self.least == HOLD else "DKK/year"

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of the price, for lack of time."""
        return self.low == -math.inf and self.high == math.inf


@dataclass(frozen=True, eq=False)
class PairRow:
    """One function at one site.

    Attributes:
        note: what decides it.
        rule: the deciding rule and its number; of a pair in the proposal its own rule with the least room; None where
            there is none.
        price: of deciding it otherwise.
        spans: prices of a minute at which the best plan has it, as far as they are known.
        missed: what a pair that is in at no price misses by, where that was asked.
    """

    note: PairNote
    rule: RuleNote | None
    price: PairPrice
    spans: tuple[Span, ...] = ()
    missed: BreakEven | None = None


@dataclass(frozen=True, eq=False)
class PairTable:
    """All pairs, those that came closest first.

    Attributes:
        rows: one for each function at each site.
        limit: seconds the questions might take; ``seconds``: what they took.
        stopped: whether the user stopped it.
        minute: the price of a minute the proposal was found by; None where it was found without.
        every_price: whether the prices at which each pair is in are all known.
        scarce: what a little more of each scarce thing is worth; None where the proposal was found without prices.
    """

    rows: tuple[PairRow, ...]
    limit: float
    seconds: float
    stopped: bool
    minute: float | None = None
    every_price: bool = False
    scarce: Worths | None = None

    __repr__ = brief

    def count(self, kind: Kind) -> int:
        """The number of prices known in this way."""
        return sum(row.price.kind is kind for row in self.rows)
