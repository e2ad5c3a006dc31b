"""What a plan has more than another: minutes, kroner and lost quality a year, and what a saved minute then costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from placement.plan.plan import Objectives

_SAME_MINUTES = 1e-6
_SAME_DKK = 0.005
"""Minutes and DKK a year; less is a rounding of sums."""


@dataclass(frozen=True)
class Worth:
    """A plan against another one.

    Attributes:
        minutes: change of the citizen aim, minutes a year both ways (negative is better).
        economy_dkk: change of the economy aim, DKK a year.
        lost_visits: change of lost quality, visits a year (positive is worse).
        lost_dkk: the same at its price, DKK a year.
    """

    minutes: float
    economy_dkk: float
    lost_visits: float
    lost_dkk: float

    @classmethod
    def between(cls, before: Objectives, after: Objectives, lost_visit_dkk: float) -> Worth:
        """From one plan to another; ``lost_visit_dkk`` is the price of a visit of lost quality."""
        lost = after.quality_visits - before.quality_visits
        return cls(
            after.citizen_minutes - before.citizen_minutes,
            after.economy_dkk - before.economy_dkk,
            lost,
            lost * lost_visit_dkk if lost_visit_dkk else 0.0,
        )

    @property
    def dkk(self) -> float:
        """DKK a year: economy, and lost quality at its price."""
        return self.economy_dkk + self.lost_dkk

    @property
    def dkk_per_minute(self) -> float:
        """DKK per minute saved; negative where money is saved too, NaN where no minute is saved."""
        return self.dkk / -self.minutes if self.minutes < -_SAME_MINUTES else math.nan

    @property
    def verdict(self) -> str:
        """Which of minutes and money it saves; a key of `placement.questions.proposal.tables.league.VERDICT`."""
        saves_time, costs_time = self.minutes < -_SAME_MINUTES, self.minutes > _SAME_MINUTES
        costs_money = self.dkk > _SAME_DKK
        if saves_time:
            return "priced" if costs_money else "saves_both"
        if costs_money:
            return "costs_both"
        if costs_time:
            return "saves_money" if self.dkk < -_SAME_DKK else "costs_both"
        return "saves_both" if self.dkk < -_SAME_DKK else "no_difference"
