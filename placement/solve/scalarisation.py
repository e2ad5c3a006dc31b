"""Scalarisation: how each method turns three aims into one objective, its unit, its bounds and its gap.

``price`` is a sum in kroner: economy, and minutes and lost quality at their prices. ``balanced`` is the weighted
Chebyshev distance from the ideal, ``weighted`` the sum of weighted regrets, ``epsilon`` one aim under bounds on the
others, ``lexicographic`` one aim after the other. A *regret* is ``(value − ideal) / (nadir − ideal)`` on the pay-off
table, which ``price`` does without.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.errors import Fault, Figure, Message, ScenarioError, UsageError
from placement.plan.phases import gain_is_from
from placement.scenario.schema.frame import (
    AIMS,
    OFFICIAL_PRICE_PER_MINUTE,
    Aim,
    Method,
    Objectives,
    ProfilePrices,
    Weights,
    official_price,
)
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import PRINTED, WEIGHING, Options, Prices, Scale, Solved, table_of
from placement.solve.stage import INF, Chebyshev, Stage, Three, three

ROW_GAP = 0.001
"""Pay-off rows are solved to this share of the range, or looser where the asked gap is."""
ROUNDING = 1e-8
"""Objective and bound that differ by less than this share of the objective are the same number: both went through sums
of thousands of terms, and the judge's and the solver's differ."""
_ROOM = 1e-9
"""Share of today's value by which a bound may be exceeded, since sums in another order differ by less."""
_NO_OFFICIAL_PRICE = Message(
    "it is not said what a saved minute may cost; write the amount, with low and high where it is not decided. "
    "placement tradeoff shows what each price would buy, and needs none."
)
_NO_PRICE = Message(
    "it is not said what a saved minute may cost; write the kroner, with low and high where it is not decided. The "
    "official Danish unit price of travel time is about {money} DKK a minute (an assumption until somebody looks it "
    "up). placement tradeoff shows what each price would buy, and needs none.",
    money=Figure(OFFICIAL_PRICE_PER_MINUTE),
)
HOLD = 1e-6
"""Smaller shares of the range count as 0: solvers do not distinguish objectives that differ by a millionth."""


@dataclass(frozen=True)
class Columns:
    """How the aims' real units (minutes, visits of lost quality, DKK; a year) become column values of the model.

    A column is ``(value − reference) / unit``.

    Attributes:
        reference: of each aim, the real value where its column is 0: today's.
        unit: of each aim, real units in one column unit.
    """

    reference: Three
    unit: Three

    def cost(self, per_real_unit: Three) -> Three:
        """Objective coefficients per column unit, from those per real unit."""
        return three(c * u for c, u in zip(per_real_unit, self.unit, strict=True))

    def column(self, aim: int, real: float) -> float:
        """A real value as a column value."""
        return real if np.isinf(real) else (real - self.reference[aim]) / self.unit[aim]

    def real(self, aim: int, column: float) -> float:
        """A column value as a real value."""
        return self.reference[aim] + column * self.unit[aim]

    def constant(self, per_real_unit: Three) -> float:
        """The objective at today's aims, where every column is 0; ``per_real_unit`` are its coefficients."""
        return sum(c * r for c, r in zip(per_real_unit, self.reference, strict=True))


def unit_vector(aim: int) -> Three:
    """1 for the aim, 0 for the others."""
    return three(1.0 if n == aim else 0.0 for n in range(3))


@dataclass(frozen=True)
class Question:
    """What a method asks: the objective and bounds of its first stage, in real units.

    Attributes:
        method: its name.
        first: what is minimised: for ``balanced`` and ``weighted`` the weight of each aim's regret, otherwise the cost
            per real unit of each aim.
        today: the aims in real units from which bounds and, for ``price``, the gain are counted: today's, or for the
            gain those of everything at hospitals where today is not known.
        scale: the pay-off table it is measured by; None for ``price``.
        unit: size of the whole range in units of the objective; 1 where there is no table.
        upper: upper bounds of the aims in real units (``epsilon``).
        spared: the tolerance of ``lexicographic``: how much of an objective may be given up for later aims.
        worth: for ``price``, weights per real unit by which also an aim without a price is minimised in the end.
    """

    method: Method
    first: Three
    today: Three
    scale: Scale | None = None
    unit: float = 1.0
    upper: Three = (INF, INF, INF)
    spared: float = 0.0
    worth: Three = (1.0, 1.0, 1.0)

    @property
    def table(self) -> Scale:
        """The pay-off table; an AssertionError for a method that has none."""
        return table_of(self.scale, self.method)


def needs_table(method: Method) -> bool:
    """Whether a method measures the aims by a pay-off table."""
    return method != "price"


def scaled_weights(weights: Weights, *, largest: bool) -> Three:
    """Weights normalised so that the largest is 1, or that their sum is."""
    raw = weights.citizen, weights.quality, weights.economy
    total = (max(raw) if largest else sum(raw)) or 1.0
    return three(w / total for w in raw)


def regrets(values: Three, scale: Scale) -> Three:
    """The regret of each aim, from values in real units: 0 at the ideal, 1 at the nadir."""
    return three((v - i) / r for v, i, r in zip(values, scale.ideal, scale.ranges, strict=True))


def objective_value(question: Question, values: Three) -> float:
    """A method's objective at aims in real units: the largest weighted regret, their sum, or a sum in real units."""
    if question.method == "balanced":
        own = [w * r for w, r in zip(question.first, regrets(values, question.table), strict=True) if w > 0]
        return max(own, default=0.0)
    if question.method == "weighted":
        return sum(w * r for w, r in zip(question.first, regrets(values, question.table), strict=True))
    return sum(c * v for c, v in zip(question.first, values, strict=True))


def no_price(scenario: Scenario) -> Fault:
    """The fault of a scenario without a price of a minute whose method needs one."""
    known = official_price(scenario.about.currency) is not None
    return Fault(_NO_PRICE if known else _NO_OFFICIAL_PRICE, "objectives.prices.minute")


def prices_of(objectives: Objectives, asked: Prices | None = None) -> Prices:
    """The prices of the aims: those asked for, otherwise the scenario's.

    Raises:
        ScenarioError: neither says what a minute may cost.
    """
    given = objectives.prices
    if asked is None and given.minute is None:
        raise ScenarioError([Fault(_NO_OFFICIAL_PRICE, "objectives.prices.minute")])
    minute = asked.minute if asked is not None else given.minute.value if given.minute else 0.0
    lost = asked.lost_quality_visit if asked is not None else None
    return Prices(minute, given.lost_quality_visit.value if lost is None else lost)


def prices_of_profile(given: ProfilePrices) -> Prices:
    """The prices a profile asks for."""
    lost = given.lost_quality_visit
    return Prices(given.minute.value, None if lost is None else lost.value)


def pose(
    objectives: Objectives, method: Method, weights: Weights, prices: Prices | None, scale: Scale | None, today: Three
) -> Question:
    """The question a method asks.

    Args:
        objectives: of the scenario: prices, bounds, order.
        method: which of the five.
        weights: of the aims.
        prices: of the aims, in place of the scenario's; None for those.
        scale: the pay-off table; None for ``price``.
        today: the aims today in real units, which the bounds of ``epsilon`` are counted from.

    Raises:
        ScenarioError: ``price`` without a price of a minute.
        UsageError: ``epsilon`` with a bound on the aim it minimises.
    """
    if method == "price" or scale is None:
        asked = prices_of(objectives, prices)
        lost = asked.lost_quality_visit or 0.0
        first = (asked.minute, lost, 1.0) if asked.minute < INF else (1.0, 0.0, 0.0)
        return Question("price", first, today, worth=(min(asked.minute, 1.0) or 1.0, lost or 1.0, 1.0))
    ranges = scale.ranges
    match method:
        case "balanced":
            return Question(method, scaled_weights(weights, largest=True), today, scale)
        case "weighted":
            return Question(method, scaled_weights(weights, largest=False), today, scale)
        case "epsilon":
            aim = AIMS.index(objectives.epsilon.minimise)
            bounds = _epsilon_bounds(objectives, aim, today)
            return Question(method, unit_vector(aim), today, scale, ranges[aim], bounds)
        case _:
            aim = AIMS.index(objectives.order[0])
            spared = 0.0 if scale.indifferent[aim] else objectives.tolerance * ranges[aim]
            return Question(method, unit_vector(aim), today, scale, ranges[aim], spared=spared)


def _epsilon_bounds(objectives: Objectives, minimised: int, today: Three) -> Three:
    epsilon = objectives.epsilon
    given = (epsilon.citizen_minutes, epsilon.quality_visits, epsilon.economy)
    if given[minimised] is not None:
        raise UsageError(
            Message("epsilon bounds {aim}, the aim it minimises; bound the other aims instead.", aim=AIMS[minimised])
        )
    return three(INF if g is None else t + g + _ROOM * max(1.0, abs(t)) for g, t in zip(given, today, strict=True))


def first_stage(question: Question, columns: Columns, options: Options) -> Stage:
    """The stage that answers the question, whose bound proves the gap."""
    upper = three(columns.column(n, u) for n, u in enumerate(question.upper))
    if question.scale is None:
        cost = columns.cost(question.first)
        return Stage("proposal", cost, upper, gap=options.gap_money, share=options.gap, to_end=True)
    scale, asked = question.scale, options.gap * question.unit
    if question.method == "balanced" and any(question.first):  # without weights any plan is as good
        slope = columns.cost(three(w / r for w, r in zip(question.first, scale.ranges, strict=True)))
        offset = three(
            (w * (i - ref) / r) if w > 0 else INF
            for w, i, ref, r in zip(question.first, scale.ideal, columns.reference, scale.ranges, strict=True)
        )
        return Stage("proposal", (0, 0, 0), upper, 1.0, chebyshev=Chebyshev(slope, offset), gap=asked, to_end=True)
    cost = columns.cost(per_real_unit(question))
    return Stage("proposal", cost, upper, gap=asked, unit=question.unit, to_end=True)


def gap_of(question: Question, objective: float, bound: float) -> float:
    """Objective − bound as a share of the range; for ``price``, of the most that can be gained over today.

    Infinite where a search was stopped before there was any range, or nothing is gained. A lexicographic tolerance and
    what is less than the last printed digit do not count as a gap.
    """
    if question.scale is None:
        today = objective_value(question, question.today)
        apart, gained = open_gap(question, objective, bound), today - bound
        return apart / gained if gained > _readable(question) else (INF if apart else 0.0)
    return open_gap(question, objective, bound) / question.unit if question.scale.rows else INF


def span_of(question: Question, bound: float) -> float:
    """The objective's range, by which gaps are divided; for ``price`` the most that can be gained over today (DKK)."""
    return question.unit if question.scale else max(objective_value(question, question.today) - bound, 1.0)


def question_of(solved: Solved) -> Question:
    """The question that a proposal answers."""
    objectives = solved.instance.scenario.objectives
    today = gain_is_from(solved.parts) if solved.scale is None else solved.reference
    return pose(objectives, solved.method, solved.weights, solved.prices, solved.scale, today)


def open_gap(question: Question, objective: float, bound: float) -> float:
    """Objective − bound in the objective's unit; 0 where it is within a tolerance or the last printed digit."""
    apart = objective - bound - question.spared
    counted = 0.0 if question.scale else objective_value(question, question.today)
    nothing = max(ROUNDING * abs(objective - counted), _readable(question))
    return apart if apart > nothing else 0.0


def close_enough(question: Question, objective: float, bound: float, options: Options) -> bool:
    """Whether a plan is within the asked gap of the bound: the share, or for ``price`` the amount in DKK."""
    if question.scale is None and open_gap(question, objective, bound) <= options.gap_money:
        return True
    gap = gap_of(question, objective, bound)
    return gap <= max(options.gap, HOLD) * (1 + 1e-6) + HOLD


def _readable(question: Question) -> float:
    """The objective's least change when an aim that it counts changes by its last printed digit."""
    worth = list(question.first)
    if question.method in WEIGHING:
        worth = [w / r for w, r in zip(question.first, question.table.ranges, strict=True)]
    return min((w * printed for w, printed in zip(worth, PRINTED, strict=True) if w > 0), default=0.0)


def per_real_unit(question: Question) -> Three:
    """Objective coefficients per real unit of each aim; not for ``balanced``, whose objective is a maximum."""
    if question.method == "weighted":
        return three(w / r for w, r in zip(question.first, question.table.ranges, strict=True))
    return question.first


def objective_offset(question: Question, columns: Columns) -> float:
    """The constant of the method's objective: stages count the aims from today and leave it out."""
    if question.method == "balanced":
        return 0.0
    cost = per_real_unit(question)
    offset = columns.constant(cost)
    if question.method == "weighted":
        offset -= sum(c * i for c, i in zip(cost, question.table.ideal, strict=True))
    return offset


def every_aim(question: Question) -> Three:
    """Costs per real unit that count every aim: as regrets, or in DKK with a small price for aims without one."""
    if question.scale is not None:
        return three(1 / r for r in question.scale.ranges)
    return question.worth


def further_costs(question: Question) -> tuple[Three, ...]:
    """The objectives of the stages after the first, each minimised with those before it held; costs per real unit.

    For ``balanced`` the sum of weighted regrets, since the maximum is silent on all but the largest. Then, for any
    method, the aims that have not counted, so that none is worse than it need be. After ``lexicographic`` those are all
    aims, as its tolerance leaves room in each.
    """
    regret = every_aim(question)
    costs = []
    if question.method == "balanced" and any(question.first):
        costs.append(three(w * r for w, r in zip(question.first, regret, strict=True)))
    ignored = [question.method == "lexicographic" or not w for w in question.first]
    if any(ignored):
        costs.append(three(r * ignores for r, ignores in zip(regret, ignored, strict=True)))
    return tuple(costs)


def implied_price_per_minute(question: Question) -> float | None:
    """DKK for which a minute is traded: its price, or by weights and ranges; None where neither says."""
    if question.scale is None:
        return question.first[0]
    if question.method not in WEIGHING or question.first[0] <= 0 or question.first[2] <= 0:
        return None
    citizen, _, economy = (w / r for w, r in zip(question.first, question.scale.ranges, strict=True))
    return citizen / economy


def order_of(objectives: Objectives) -> tuple[Aim, ...]:
    """The scenario's lexicographic order, with the aims it leaves out at the end."""
    return (*objectives.order, *(aim for aim in AIMS if aim not in objectives.order))
