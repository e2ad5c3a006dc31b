"""Plans of a staircase, drawn before anybody asks for them: a price at which one is proven best shows it at once.

Between two prices nothing of the plan that is best changes but what its minutes are worth. So it is drawn once, and put
at the price that is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from placement.locale import LANGUAGES
from placement.present.words.voice import Language
from placement.questions.proposal.screen.first import price_told
from placement.questions.proposal.views import BrowserVoice
from placement.scenario.schema.frame import AimPrices
from placement.scenario.schema.scenario import Scenario
from placement.solve.staircase import Staircase
from placement.web.solving.answers import at_price
from placement.web.solving.messages import Solution

Range = tuple[float, float]
"""Prices of a minute in DKK, from and to; crossed where there are none."""


@dataclass(frozen=True)
class Kept:
    """A plan of a staircase.

    Attributes:
        solution: at the price at which it was settled.
        maps: by language; empty where the scenario has none.
    """

    solution: Solution
    maps: Mapping[Language, str]


def ranges_of(found: Staircase) -> tuple[Range, ...]:
    """For each plan the prices between which it is proven best; none at an end that is not proven."""
    lows = [0.0 if found.unproven_money == 0 else float("inf"), *(step.high for step in found.steps)]
    highs = [*(step.low for step in found.steps), float("inf") if found.unproven_minutes == 0 else 0.0]
    return tuple(zip(lows, highs, strict=True)) if found.complete else ()


def within(ranges: Sequence[Range], minute: float) -> int | None:
    """Which plan is proven best at a price of a minute, and neither at the ends of its range."""
    return next((n for n, (low, high) in enumerate(ranges) if low < minute < high), None)


def order_from(ranges: Sequence[Range], minute: float) -> list[int]:
    """The plans that are proven best somewhere, those nearest to a price first."""
    proven = [n for n, (low, high) in enumerate(ranges) if low < high]
    return sorted(proven, key=lambda n: max(ranges[n][0] - minute, minute - ranges[n][1], 0.0))


def solution_at(kept: Kept, minute: float, scenario: Scenario, given: AimPrices) -> Solution:
    """The plan as the answer at a price.

    Args:
        kept: the plan.
        minute: a price at which it is proven best.
        scenario: what is told about.
        given: its prices, variants applied.
    """
    picture = kept.solution.picture
    told = {
        lang: replace(picture.told[lang], price=(price_told(BrowserVoice.of(scenario, lang), minute, given),))
        for lang in LANGUAGES
    }
    return Solution(replace(picture, told=told), at_price(kept.solution.packed, minute), "")
