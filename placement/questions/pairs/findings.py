"""What is found about every pair, as records that screens and tables tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from placement.questions.explain.break_even import BreakEven, Span
from placement.questions.explain.case import RuleNote
from placement.questions.explain.difference import Difference, Displaced
from placement.questions.explain.price import Place
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
        low, high: the best plan with the pair decided otherwise is worse than the best plan by at least and at most so
            much, by the proposal's own measure, as a share of the range or, where it was found by prices, in DKK a
            year; -inf and inf where nothing is known, both inf where there is no plan.
        waived: rules set aside for the pair, and where their exceptions are written.
        solved: what the plan costs and gives more than the proposal; of exact prices alone.
        displaced: what else is decided otherwise in it.
        least: smaller differences are none.
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
        """Of the ends: ``share`` of the range, or ``DKK/year``."""
        return "share" if self.least == HOLD else "DKK/year"

    @property
    def unknown(self) -> bool:
        """Whether there was no time to find out anything."""
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
        missed: of a pair that is in at none what it misses by, where that was asked.
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
        stopped: whether somebody stopped it.
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
        """How many prices are known this way."""
        return sum(row.price.kind is kind for row in self.rows)
