"""Findings about one solved scenario, as the records that screens, tables and pages show."""

from __future__ import annotations

import math
from dataclasses import dataclass

from placement.plan.plan import Objectives, RuleCheck
from placement.scenario.brief import brief
from placement.solve.confirmation import Confirmation
from placement.solve.result import ProfileAnswer

_SAME_MINUTES = 1e-6
_SAME_MONEY = 0.005
"""Minutes and DKK a year; less is a rounding of sums."""


@dataclass(frozen=True)
class Worth:
    """What one plan gains or loses against another one.

    Attributes:
        minutes: change of the citizen aim, minutes a year both ways (negative is better).
        economy: change of the economy aim, DKK a year.
        lost_visits: change of lost quality, visits a year (positive is worse).
        lost_price: the same at its price, DKK a year.
    """

    minutes: float
    economy: float
    lost_visits: float
    lost_price: float

    @classmethod
    def between(cls, before: Objectives, after: Objectives, lost_visit_price: float) -> Worth:
        """The worth of going from one plan to another; ``lost_visit_price`` is the price of a visit of lost quality."""
        lost = after.quality_visits - before.quality_visits
        return cls(
            after.citizen_minutes - before.citizen_minutes,
            after.economy - before.economy,
            lost,
            lost * lost_visit_price if lost_visit_price else 0.0,
        )

    @property
    def money(self) -> float:
        """DKK a year: economy, and lost quality at its price."""
        return self.economy + self.lost_price

    @property
    def money_per_minute(self) -> float:
        """DKK per minute saved; negative where money is saved too, NaN where no minute is saved."""
        return self.money / -self.minutes if self.minutes < -_SAME_MINUTES else math.nan

    @property
    def verdict(self) -> str:
        """Which of minutes and money are saved; a key of `placement.questions.proposal.tables.changes.VERDICT`."""
        saves_time, costs_time = self.minutes < -_SAME_MINUTES, self.minutes > _SAME_MINUTES
        costs_money = self.money > _SAME_MONEY
        if saves_time:
            return "priced" if costs_money else "saves_both"
        if costs_money:
            return "costs_both"
        if costs_time:
            return "saves_money" if self.money < -_SAME_MONEY else "costs_both"
        return "saves_both" if self.money < -_SAME_MONEY else "no_difference"


HOME = "home"
"""In place of a site id: visits at home."""


@dataclass(frozen=True)
class Change:
    """One decision that differs from today, and what it buys.

    What merely follows from other changes is no change of its own, and its price is part of theirs: days of an
    ``expand`` clinic that stays, and units that the visits require.

    Attributes:
        function, site: ids. ``site`` is ``home`` for the kind ``home``; for ``units`` the function is one using them.
        kind: ``new``, ``closed``, ``days`` (only the days differ), ``home`` (another share at home, for everybody) or
            ``units`` (more or fewer units of equipment than the visits require).
        days, days_today: clinic days a week; for ``home`` the ceiling of the share at home, for ``units`` the units.
        visits: visits a year seen at the site (today's, when closed).
        threshold: the hard minimum at a house in visits a year; 0 without, at hospitals and for ``home`` and ``units``.
        headroom: (visits − threshold) / threshold; NaN without a threshold.
        affected_visits: visits a year whose trip changes.
        minutes_saved: mean minutes one way saved for the affected visits (negative: longer); NaN without.
        minutes_per_year: change of the citizen aim, minutes a year both ways (negative is better).
        operating_per_year: the region's running cost; ``investment``: investment; ``economy``: the aim, annuities and
            all payers included.
        lost_quality_visits: change of lost quality, visits a year (positive is worse).
        lost_quality_price: the same at the price of a visit of lost quality, DKK a year.
        money_per_minute: economy and lost_quality_price per minute saved; NaN where no minute is saved.
        item: the equipment type, for ``units``; empty otherwise.
    """

    function: str
    site: str
    kind: str
    days: float
    days_today: float
    visits: float
    threshold: float
    headroom: float
    affected_visits: float
    minutes_saved: float
    minutes_per_year: float
    operating_per_year: float
    investment: float
    economy: float
    lost_quality_visits: float
    lost_quality_price: float
    money_per_minute: float
    item: str = ""


@dataclass(frozen=True)
class Priced:
    """An offer, a programme at home or a package with its price in kroner per saved minute: with it against without.

    Attributes:
        kind: ``today`` (open at a house today), ``proposed`` (new), ``home`` (more at home than today) or ``package``
            (several changes together).
        function: id; empty for a package of several functions.
        site: id, or ``home``; empty for a package.
        offers: number of changes in it.
        affected_visits: visits a year whose trip changes.
        worth: minutes, kroner and lost quality, with it against without it and all else as proposed.
        verdict: which of time and money it saves, as `Worth.verdict`; ``needed`` where no other site could see all of
            its visits, so that it has no price.
    """

    kind: str
    function: str
    site: str
    offers: int
    affected_visits: float
    worth: Worth
    verdict: str

    @property
    def money_per_minute(self) -> float:
        """DKK per minute saved; NaN where money is saved too, where no minute is saved, and for ``needed``."""
        return self.worth.money_per_minute if self.verdict == "priced" else math.nan


@dataclass(frozen=True)
class Step:
    """The best next change, given those before it.

    Attributes:
        order: 1, 2, 3, ...
        change: the change and what it buys on top of the earlier steps.
        alone: the same change and what it buys with all else as proposed.
        citizen_minutes, quality_visits, economy: the aims after this step.
        feasible: whether the plan after this step keeps every rule.
    """

    order: int
    change: Change
    alone: Change
    citizen_minutes: float
    quality_visits: float
    economy: float
    feasible: bool


@dataclass(frozen=True)
class PairNote:
    """Why a function is, or is not, at a house.

    Attributes:
        function, site: ids.
        recommended: whether it is open in the proposal.
        change: ``new``, ``kept``, ``closed`` or ``none`` (closed today and in the proposal).
        deciding_limit: name of the rule that decides it; ``price`` where only the trade-off speaks for or against it;
            empty where it stands as today because existing offers are kept.
        blocking: rules that adding it to the proposal as it is would break (empty when open).
        visits: visits a year seen, or that would be seen; where a static rule bars it, those that would come.
        days: clinic days a week, or those it would have; 0 where it is barred.
        tipping_value: value of the minimum (visits a year) at which the decision would change; NaN without a minimum,
            where it is waived and where a static rule bars it.
        money_per_minute: price of a saved minute if it were added, lost quality at its price included; for new offers,
            the price at which the proposal bought it; NaN where nothing is saved and where it is barred.
        minutes_per_year: change of the citizen aim if it were added (0 when open); NaN where it is barred.
        shortfall: largest relative shortfall over ``blocking``; 0 when nothing blocks.
    """

    function: str
    site: str
    recommended: bool
    change: str
    deciding_limit: str
    blocking: tuple[RuleCheck, ...]
    visits: float
    days: float
    tipping_value: float
    money_per_minute: float
    minutes_per_year: float
    shortfall: float


@dataclass(frozen=True)
class KnifeEdge:
    """Visits of an area that would go to another site if travel times differed a little.

    Attributes:
        area, function: ids; ``without_car`` the mobility group.
        site, next_site: ids of the site it uses and of the open site next in its order; or of a closed site which only
            the minimum keeps closed and which these visits would bring over it.
        difference_minutes: how much further away the next site is (pull included); 0 for an exact tie.
        visits: visits a year concerned.
        hangs_on_it: rules at either site that these visits would break or mend, as ``rule function site``, with commas
            between; empty where there is none.
    """

    area: str
    function: str
    without_car: bool
    site: str
    next_site: str
    difference_minutes: float
    visits: float
    hangs_on_it: str


@dataclass(frozen=True)
class Calibration:
    """Modelled against observed visits today at one function × site.

    Attributes:
        function, site: ids.
        observed, modelled: visits a year.
        ratio: modelled / observed.
        year, source, note: of the observation.
        rate_from_it: whether the function's visit rate has the same source as the observation, which then tests where
            visits go but hardly how many there are.
    """

    function: str
    site: str
    observed: float
    modelled: float
    ratio: float
    year: int | None
    source: str
    note: str
    rate_from_it: bool = False


@dataclass(frozen=True)
class Assumption:
    """One number used.

    Attributes:
        path: dotted path in the scenario.
        value, low, high: the number and its range (NaN where there is none).
        source, quality, owner: provenance; quality is ``sourced``, ``derived`` or ``assumption``.
        year: of the number, or None.
        tipping_value: value at which the proposal is known to change; NaN where none is.
        written: whether the scenario states it (False: a default of the format).
    """

    path: str
    value: float
    low: float
    high: float
    source: str
    quality: str
    owner: str
    year: int | None
    tipping_value: float
    written: bool


@dataclass(frozen=True)
class PoolLoss:
    """The clinics that close if a hospital's people in one role lose one person-day a week.

    Attributes:
        hospital, role: ids.
        days: person-days a week it sends to its houses in the proposal.
        slack: person-days a week it could send beyond what is used; NaN without a limit.
        lacks: person-days a week missing after the loss; 0 without a limit.
        falls: function and site of the clinics that close, the set with the fewest visits.
        shortened: person-days a week that the other clinics give up without breaking a rule of their own.
        visits_lost: visits a year seen at the clinics that close.
    """

    hospital: str
    role: str
    days: float
    slack: float
    lacks: float
    falls: tuple[tuple[str, str], ...]
    shortened: float
    visits_lost: float


@dataclass(frozen=True)
class Study:
    """All findings about one solved scenario beside the plan itself.

    Attributes:
        changes: what differs from today, best value for money first.
        steps: the same changes in the order that gives most at each step.
        pairs: a note for every function × site considered (hospitals included).
        knife_edges: sorted by visits, most first.
        calibration: every observed figure.
        assumptions: every number used.
        losses: what falls if a hospital's people lose a day, by hospital and role.
        equally_good: number of other plans known to be as good; None where not counted.
        profiles: what other weights would propose; empty where not asked for.
        confirmation: a second solver's answer; None where not asked for.
        examined: whether every pair and area was looked at; without the time for it ``pairs`` and ``knife_edges`` are
            empty.
        league: every offer by its kroner per saved minute, the cheapest first, packages last; without today's offers
            where there was no time for them.
    """

    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    pairs: tuple[PairNote, ...]
    knife_edges: tuple[KnifeEdge, ...]
    calibration: tuple[Calibration, ...]
    assumptions: tuple[Assumption, ...]
    losses: tuple[PoolLoss, ...]
    equally_good: int | None
    profiles: tuple[ProfileAnswer, ...] = ()
    confirmation: Confirmation | None = None
    examined: bool = True
    league: tuple[Priced, ...] = ()

    __repr__ = brief
