"""The questions of a ballot: each step of the staircase of prices in round numbers and in words.

A step pays kroner and saves minutes. Whoever would pay for it values a minute at the step's price or more, whoever
would not values it at less. A question says only how many visits get shorter or longer trips, by how much, and what it
costs, so that nobody votes for a place; questions are shuffled, so that nobody votes for an order.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property

import numpy as np

from placement.locale import N_
from placement.plan.compare import Moved, compare_with_today
from placement.plan.phases import Situation
from placement.plan.plan import Evaluation, Plan
from placement.present.words.voice import Voice
from placement.scenario.load import Loaded
from placement.solve.prepared import written_in_time
from placement.solve.result import Options, Prices, Progress, Solved
from placement.solve.run import JUDGE_SHARE, clock_of
from placement.solve.stage import INF, Three
from placement.solve.staircase import Step, staircase_on

_PLAIN = 0.001
"""Where travelled minutes differ from the aim's by no more than this share, the scenario's weights are not
mentioned."""
_ROUGHEST, _FINEST = 2, 7
"""Significant digits that are tried."""


@dataclass(frozen=True)
class Trips:
    """Some visits a year, and the mean minutes one way by which the trip of each gets shorter or longer."""

    visits: float
    minutes: float


@dataclass(frozen=True)
class Numbers:
    """What a step does in a year.

    Attributes:
        money: DKK it costs; below 0 it saves money.
        shorter: visits with a shorter trip.
        spared: visits that need no trip any more, and the minutes of that trip.
        longer: visits with a longer trip.
        lost_visits: additional visits of lost quality; below 0 fewer.
        minutes: minutes saved in the citizen aim, both ways and with the scenario's weights.
    """

    money: float
    shorter: Trips
    spared: Trips
    longer: Trips
    lost_visits: float
    minutes: float

    @property
    def travelled(self) -> float:
        """Minutes a year saved in actual travel, both ways, without the scenario's weights."""
        gained, lost = (self.shorter, self.spared), self.longer
        return 2 * (sum(one.visits * one.minutes for one in gained) - lost.visits * lost.minutes)

    @property
    def is_plain(self) -> bool:
        """Whether the minutes of the aim are those travelled: no weights, and no trips saved in other ways."""
        return abs(self.travelled - self.minutes) <= _PLAIN * abs(self.minutes)

    def price(self, lost_quality_visit: float, *, plain: bool) -> float:
        """DKK for a minute saved, lost quality at its price included.

        Args:
            lost_quality_visit: DKK.
            plain: take the minutes from visits and trips, otherwise those of the aim.
        """
        minutes = self.travelled if plain else self.minutes
        paid = self.money + lost_quality_visit * self.lost_visits
        return paid / minutes if minutes > 0 else math.inf


def round_numbers(exact: Numbers, lost_quality_visit: float, closeness: float) -> Numbers:
    """The roundest numbers whose price is that of the exact ones.

    Args:
        exact: with a price above 0.
        lost_quality_visit: DKK.
        closeness: the relative error allowed in the price.

    Returns:
        ``minutes`` are those travelled where the exact numbers are plain, so that the round ones are plain too.
    """
    plain = exact.is_plain
    wanted = exact.price(lost_quality_visit, plain=False)
    told = exact
    for digits in range(_ROUGHEST, _FINEST + 1):
        told = _rounded(exact, digits)
        told = replace(told, minutes=told.travelled) if plain else told
        if abs(told.price(lost_quality_visit, plain=plain) / wanted - 1) <= closeness:
            break
    return told


def _rounded(exact: Numbers, digits: int) -> Numbers:
    return Numbers(
        money=_to(exact.money, digits, 0),
        shorter=_round_trips(exact.shorter, digits),
        spared=_round_trips(exact.spared, digits),
        longer=_round_trips(exact.longer, digits),
        lost_visits=_to(exact.lost_visits, digits, digits - 2),
        minutes=_to(exact.minutes, digits, 0),
    )


def _round_trips(exact: Trips, digits: int) -> Trips:
    """Trips to ``digits`` significant digits; with decimals only where fewer digits were not close enough."""
    visits, minutes = _to(exact.visits, digits, digits - _ROUGHEST), _to(exact.minutes, digits, digits - _ROUGHEST)
    return Trips(visits, minutes) if visits and minutes else Trips(0.0, 0.0)


def _to(value: float, digits: int, decimals: int) -> float:
    """``value`` to ``digits`` significant digits, and at most ``decimals`` decimals."""
    if value == 0:
        return 0.0
    return float(round(value, min(decimals, digits - 1 - math.floor(math.log10(abs(value))))))


_NO_TRIP = 0.05
"""Minutes below which there is no trip: the visit is at home now."""
_CLOSEST = 0.01
"""Round numbers keep a step's price within this share, or within a third of the way to the next price."""


@dataclass(frozen=True, eq=False)
class Landing:
    """A plan of the staircase, between two steps.

    Attributes:
        plans: of each phase; one where the scenario has none.
        evaluations: the judge's word on each.
        aims: the three aims in real units; means over the years.
    """

    plans: tuple[Plan, ...]
    evaluations: tuple[Evaluation, ...]
    aims: Three


@dataclass(frozen=True)
class Question:
    """A step as it is asked about.

    Attributes:
        id: its number in the order asked, and the fingerprint of all questions.
        number: position in the order asked, from 1.
        step: position among the steps, from 0, by rising price.
        price: DKK for a minute at which the step just pays.
        told: the step in round numbers.
    """

    id: str
    number: int
    step: int
    price: float
    told: Numbers


@dataclass(frozen=True)
class Sheet:
    """The questions without the plans behind them: all that counting needs, and small enough to send.

    Attributes:
        questions: one for each step that costs something, in the order asked.
        prices: of every step, DKK a minute, rising.
        free: number of the first steps that cost nothing; no questions are asked about them.
    """

    questions: tuple[Question, ...]
    prices: tuple[float, ...]
    free: int

    @cached_property
    def by_price(self) -> tuple[Question, ...]:
        """The questions, the cheapest first."""
        return tuple(sorted(self.questions, key=lambda question: question.step))


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """The staircase of a scenario, and the questions about its steps. Shapes: P plans, P − 1 steps.

    Attributes:
        loaded: the scenario.
        options: as asked; ``seed`` shuffles the questions.
        parts: the scenario and today in each phase.
        landings: the plans, from price 0 up.
        unproven: of each step, DKK a year by which a third plan may be cheaper.
        lost_quality_visit: the price of a visit of lost quality, the same in all questions.
        ends_proven: whether no plan is cheaper than the first, and none has fewer minutes than the last.
        complete: whether no time limit or interruption left prices unasked.
        stopped: whether the user ended the search early.
    """

    loaded: Loaded
    options: Options
    parts: tuple[Situation, ...]
    landings: tuple[Landing, ...]
    unproven: tuple[float, ...]
    lost_quality_visit: float
    ends_proven: bool
    complete: bool
    stopped: bool

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps between neighbouring plans, their prices rising; price 0 where the next plan costs no more."""
        return tuple(self._step(n) for n in range(len(self.landings) - 1))

    def _step(self, n: int) -> Step:
        moved = self._moved(n)
        paid = moved.money + self.lost_quality_visit * moved.lost_visits
        return Step(max(0.0, paid / moved.minutes), self.unproven[n], moved.minutes, paid)

    @property
    def proven(self) -> bool:
        """Whether it is proven to the last krone that no other plan is best at any price."""
        return self.complete and self.ends_proven and not any(self.unproven)

    @cached_property
    def numbers(self) -> tuple[Numbers, ...]:
        """Each step in exact numbers."""
        return tuple(self._moved(n) for n in range(len(self.landings) - 1))

    def _moved(self, n: int) -> Numbers:
        before, after = self.landings[n], self.landings[n + 1]
        minutes, lost, money = (b - a for a, b in zip(before.aims, after.aims, strict=True))
        years = np.array([part.years for part in self.parts]) / sum(part.years for part in self.parts)
        phases = zip(self.parts, before.evaluations, after.evaluations, years.tolist(), strict=True)
        trips = [(share, *_trips(part, old, new)) for part, old, new, share in phases]
        shorter, spared, longer = (_mean([(one[0], one[kind]) for one in trips]) for kind in (1, 2, 3))
        return Numbers(money, shorter, spared, longer, lost, -minutes)

    @cached_property
    def free(self) -> int:
        """Number of the first steps that cost nothing; no questions are asked about them."""
        return sum(step.price <= 0 for step in self.steps)

    @cached_property
    def _told(self) -> dict[int, Numbers]:
        """The steps that are asked about, by position, in round numbers; in the order asked."""
        order = list(range(self.free, len(self.steps)))
        random.Random(self.options.seed).shuffle(order)  # noqa: S311 - an order, no secret
        return {n: round_numbers(self.numbers[n], self.lost_quality_visit, self._closeness(n)) for n in order}

    def _closeness(self, n: int) -> float:
        """The relative error allowed in a step's round price, small enough that no two steps change places."""
        price = self.steps[n].price
        apart = [abs(step.price / price - 1) for other, step in enumerate(self.steps) if other != n]
        return min([_CLOSEST, *(share / 3 for share in apart)])

    @cached_property
    def fingerprint(self) -> str:
        """Eight characters that distinguish these questions, and their order, from others."""
        told = [self.loaded.scenario.name, self.lost_quality_visit, [astuple(each) for each in self._told.values()]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """One question for each step that costs something, in the order asked."""
        return tuple(
            Question(f"q{number}-{self.fingerprint}", number, step, self.steps[step].price, told)
            for number, (step, told) in enumerate(self._told.items(), 1)
        )

    @cached_property
    def sheet(self) -> Sheet:
        """The questions alone."""
        return Sheet(self.questions, tuple(step.price for step in self.steps), self.free)

    @property
    def by_price(self) -> tuple[Question, ...]:
        """The questions, the cheapest first."""
        return self.sheet.by_price


def ask(
    loaded: Loaded,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Questionnaire:
    """Find the staircase of a scenario and the questions about its steps.

    Args:
        loaded: the scenario; its own price of a minute is not used.
        options: how to solve; the time limit is for all prices together. Method, weights and prices are not used.
        progress: called with each line of progress.
        stop: set it to end the search; steps may then be missing.

    Raises:
        InfeasibleError, NoPlanError, SolverError: as ``solve``.
    """
    options, stop = options or Options(), stop or threading.Event()
    lost = loaded.scenario.objectives.prices.lost_quality_visit.value
    plain = replace(options, method="price", weights=None, prices=Prices(0.0, lost))
    clock = clock_of(loaded, options, stop, progress)
    bench = written_in_time(loaded.scenario, plain, clock)
    found = staircase_on(bench, loaded, plain, clock.but(bench.seconds, JUDGE_SHARE), lost)
    return Questionnaire(
        loaded=loaded,
        options=replace(options, method=None, weights=None, prices=None),
        parts=tuple(bench.phases),
        landings=tuple(map(_landing, found.plans)),
        unproven=tuple(min(step.unproven, INF) for step in found.steps),
        lost_quality_visit=lost,
        ends_proven=not found.unproven_money and not found.unproven_minutes,
        complete=found.complete,
        stopped=stop.is_set(),
    )


def _landing(solved: Solved) -> Landing:
    aims = solved.objectives.as_tuple()
    if solved.course is None:
        return Landing((solved.plan,), (solved.evaluation,), aims)
    phases = solved.course.phases
    return Landing(tuple(one.plan for one in phases), tuple(one.evaluation for one in phases), aims)


def _trips(part: Situation, before: Evaluation, after: Evaluation) -> tuple[Trips, Trips, Trips]:
    """Visits of one phase with shorter trips, with no trip any more, and with longer trips."""
    found = compare_with_today(part.instance, before, after)
    home = (after.home - before.home).sum(axis=1)
    names = part.instance.function_ids
    spared = [found.by_function[name] for f, name in enumerate(names) if _stays_home(found.by_function[name], home[f])]
    rest = [moved for moved in found.by_function.values() if not any(moved is one for one in spared)]
    return (
        _sum([Trips(one.visits_shorter, one.minutes_shorter) for one in rest]),
        _sum([Trips(one.visits_shorter, one.minutes_shorter) for one in spared]),
        _sum([Trips(one.visits_longer, one.minutes_longer) for one in rest]),
    )


def _stays_home(moved: Moved, gained: float) -> bool:
    """Whether all visits of a function that move are seen at home after the step."""
    return gained > 0 and moved.visits_shorter > 0 and moved.minutes_now < _NO_TRIP and moved.visits_longer == 0


def _sum(trips: Sequence[Trips]) -> Trips:
    return _mean([(1.0, one) for one in trips])


def _mean(trips: Sequence[tuple[float, Trips]]) -> Trips:
    """Weighted sum of visits, and their mean minutes; ``trips`` are pairs of weight and trips."""
    visits = sum(share * one.visits for share, one in trips)
    minutes = sum(share * one.visits * one.minutes for share, one in trips)
    return Trips(visits, minutes / visits if visits > 0 else 0.0)


MOST_DECIMALS = 5
"""The most decimals that round numbers can have."""


def sentence(question: Question, asked: Questionnaire, say: Voice) -> str:
    """The question, to be answered by yes or no."""
    told = question.told
    gains, losses = say.listed(_gains(question, say)), say.listed(_losses(question, say))
    money = say.exact_price(abs(told.money), MOST_DECIMALS)
    if told.money < 0:
        text = say(
            "Would you accept that {losses}, when it saves {money} kr. a year and {gains}?",
            losses=losses,
            money=money,
            gains=gains,
        )
    elif losses:
        text = say(
            "Would you pay {money} kr. a year so that {gains}, although {losses}?",
            money=money,
            gains=gains,
            losses=losses,
        )
    else:
        text = say("Would you pay {money} kr. a year so that {gains}?", money=money, gains=gains)
    return " ".join(filter(None, (text, _weighed(question, asked, say), _means(asked, say))))


def _gains(question: Question, say: Voice) -> list[str]:
    told = question.told
    gains = []
    if told.spared.visits:
        gains.append(
            say(
                "{visits} can do without a trip of {minutes} each way",
                visits=_visits(told.spared, say),
                minutes=_minutes(told.spared.minutes, say),
            )
        )
    if told.shorter.visits:
        gains.append(
            say(
                "{visits} can have {minutes} less to travel each way",
                visits=_visits(told.shorter, say),
                minutes=_minutes(told.shorter.minutes, say),
            )
        )
    if not gains:
        gains.append(say("{minutes} less are travelled a year", minutes=_minutes(told.minutes, say)))
    return [*gains, *([_lost(question, say)] if told.lost_visits < 0 else [])]


def _losses(question: Question, say: Voice) -> list[str]:
    told = question.told
    losses = []
    if told.longer.visits:
        losses.append(
            say(
                "{visits} must travel {minutes} more each way",
                visits=_visits(told.longer, say),
                minutes=_minutes(told.longer.minutes, say),
            )
        )
    return [*losses, *([_lost(question, say)] if told.lost_visits > 0 else [])]


def _lost(question: Question, say: Voice) -> str:
    visits = question.told.lost_visits
    number = say.short(abs(visits), MOST_DECIMALS)
    if visits > 0:
        return say("quality is lost in {visits} more visits a year", visits=number)
    return say("quality is lost in {visits} fewer visits a year", visits=number)


def _weighed(question: Question, asked: Questionnaire, say: Voice) -> str:
    """Remarks needed to recompute the price from the sentence: quality and weights."""
    told, exact = question.told, asked.numbers[question.step]
    said = []
    if told.lost_visits and asked.lost_quality_visit:
        said.append(
            say(
                "Each visit in which quality is lost is counted as {price} kr.",
                price=say.exact_price(asked.lost_quality_visit),
            )
        )
    if not exact.is_plain and (told.shorter.visits or told.spared.visits):
        said.append(
            say(
                "By the rules of the scenario it counts as {minutes} saved a year.", minutes=_minutes(told.minutes, say)
            )
        )
    return " ".join(said)


def _means(asked: Questionnaire, say: Voice) -> str:
    return say("All numbers are means over the years.") if len(asked.parts) > 1 else ""


def _visits(trips: Trips, say: Voice) -> str:
    one = trips.visits == 1
    return say(N_("{n} visit a year") if one else N_("{n} visits a year"), n=say.short(trips.visits, MOST_DECIMALS))


def _minutes(minutes: float, say: Voice) -> str:
    return say(N_("{n} minute") if minutes == 1 else N_("{n} minutes"), n=say.short(minutes, MOST_DECIMALS))
