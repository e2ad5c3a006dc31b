"""What a proposal comes to in all at its prices, in DKK a year, against the reference and against what is proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from placement.questions.compare.study import Alternative, SideBySide
from placement.solve.result import Prices, Solved
from placement.solve.scalarisation import objective_value, question_of
from placement.solve.stage import INF


@dataclass(frozen=True)
class Total:
    """A proposal against the reference, in DKK a year: economy, and minutes and lost quality at their prices.

    Attributes:
        name: of the alternative; ``prices``: its own.
        better: how much less it comes to than the reference, at the same prices; negative: it comes to more.
        unproven: the gaps of both: a smaller difference is no finding.
    """

    name: str
    prices: Prices
    better: float
    unproven: float

    @property
    def is_finding(self) -> bool:
        """Whether the difference is larger than what is not proven."""
        return abs(self.better) > self.unproven or self.unproven < 1


@dataclass(frozen=True)
class Totals:
    """The totals of a comparison.

    Attributes:
        against: each proposal against the reference, where the prices are the same.
        other_prices: alternatives whose prices are others than the reference's, which cannot be held against it.
        undecided: pairs of alternatives, by name, that are closer to each other than what is proven, with the
            difference and the sum of their gaps.
    """

    against: tuple[Total, ...]
    other_prices: tuple[Total, ...]
    undecided: tuple[tuple[str, str, float, float], ...]


def totals(found: SideBySide) -> Totals:
    """The totals; all empty where no alternative has prices."""
    priced = [(each, each.solved, each.solved.prices) for each in found.solved if each.solved and each.solved.prices]
    held = None if found.reference is None else found.alternatives[found.reference].solved
    against, other = [], []
    for each, solved, prices in priced:
        if solved is held:
            continue
        if held is None:
            better = objective_value(question_of(solved), solved.reference) - solved.objective
            against.append(Total(each.name, prices, better, solved.gap_dkk or 0.0))
        elif held.prices == prices:
            gaps = (solved.gap_dkk or 0.0) + (held.gap_dkk or 0.0)
            against.append(Total(each.name, prices, held.objective - solved.objective, gaps))
        else:
            other.append(Total(each.name, prices, float("nan"), float("nan")))
    beside = [(each, solved) for each, solved, _ in priced if solved is not held]
    return Totals(tuple(against), tuple(other), tuple(_undecided(beside)))


def _undecided(priced: Sequence[tuple[Alternative, Solved]]) -> list[tuple[str, str, float, float]]:
    """Pairs at the same prices whose totals are closer than the sum of their gaps, and not the same."""
    found = []
    for (one, first), (other, second) in combinations(priced, 2):
        apart, gaps = abs(first.objective - second.objective), (first.gap_dkk or 0.0) + (second.gap_dkk or 0.0)
        if first.prices == second.prices and 1 <= apart <= gaps < INF:
            found.append((one.name, other.name, apart, gaps))
    return found
