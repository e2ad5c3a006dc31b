"""Scalarisation: how each method turns three aims into one objective, its unit, its bounds and its gap.

``balanced`` is the weighted Chebyshev distance from the ideal, ``weighted`` the sum of weighted regrets, ``monetised``
a sum of prices, ``epsilon`` one aim under bounds on the others, ``lexicographic`` one aim after the other. A *regret*
is ``(value − ideal) / (nadir − ideal)`` on the pay-off table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.errors import Message, UsageError
from placement.scenario.schema.frame import AIMS, Aim, Method, Objectives, Weights
from placement.solve.result import PRINTED, WEIGHING, Scale
from placement.solve.stage import INF, Chebyshev, Stage, Three, three

ROW_GAP = 0.001
"""Pay-off rows are solved to this share of the range, or looser where the asked gap is."""
ROUNDING = 1e-8
"""Objective and bound that differ by less than this share of the objective are the same number: both went through sums
of thousands of terms, and the judge's and the solver's differ."""
_ROOM = 1e-9
"""Share of today's value by which a bound may be exceeded: sums of the same visits in another order differ by less."""
HOLD = 1e-6
"""Less than this share of the range is nothing: solvers take objectives that differ by a millionth for the same."""


@dataclass(frozen=True)
class Columns:
    """How the aims' real units (minutes, visits of lost quality, DKK; a year) become columns.

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
        """The objective, by coefficients per real unit, where every column is 0."""
        return sum(c * r for c, r in zip(per_real_unit, self.reference, strict=True))


def unit_vector(aim: int) -> Three:
    """1 for the aim, 0 for the others."""
    return three(1.0 if n == aim else 0.0 for n in range(3))


@dataclass(frozen=True)
class Question:
    """What a method asks, on one pay-off table.

    Attributes:
        method: its name.
        first: what is minimised: for ``balanced`` and ``weighted`` the weight of each aim's regret, otherwise the cost
            per real unit of each aim.
        unit: so many units of the objective are the whole range.
        upper: upper bounds of the aims in real units (``epsilon``).
    """

    method: Method
    first: Three
    unit: float
    upper: Three = (INF, INF, INF)


def scaled_weights(weights: Weights, *, largest: bool) -> Three:
    """Weights normalised so that the largest is 1, or that their sum is."""
    raw = _tuple(weights)
    total = (max(raw) if largest else sum(raw)) or 1.0
    return three(w / total for w in raw)


def _tuple(weights: Weights) -> Three:
    return weights.citizen, weights.quality, weights.economy


def regrets(values: Three, scale: Scale) -> Three:
    """The regret of each aim, from values in real units: 0 at the ideal, 1 at the nadir."""
    return three((v - i) / r for v, i, r in zip(values, scale.ideal, scale.ranges, strict=True))


def objective_value(question: Question, values: Three, scale: Scale) -> float:
    """A method's objective at aims in real units: the largest weighted regret, their sum, or a sum in real units."""
    if question.method == "balanced":
        own = [w * r for w, r in zip(question.first, regrets(values, scale), strict=True) if w > 0]
        return max(own, default=0.0)
    if question.method == "weighted":
        return sum(w * r for w, r in zip(question.first, regrets(values, scale), strict=True))
    return sum(c * v for c, v in zip(question.first, values, strict=True))


def pose(objectives: Objectives, method: Method, weights: Weights, scale: Scale, today: Three) -> Question:
    """The question a method asks.

    Args:
        objectives: of the scenario: prices, bounds, order.
        method: which of the five.
        weights: of the aims.
        scale: the pay-off table.
        today: the aims today in real units, which the bounds of ``epsilon`` are counted from.

    Raises:
        UsageError: ``monetised`` without a price, or ``epsilon`` with a bound on the aim it minimises.
    """
    ranges = scale.ranges
    match method:
        case "balanced":
            return Question(method, scaled_weights(weights, largest=True), 1.0)
        case "weighted":
            return Question(method, scaled_weights(weights, largest=False), 1.0)
        case "monetised":
            values = objectives.monetised
            if values.dkk_per_minute.value <= 0 and values.dkk_per_quality_visit.value <= 0:
                raise UsageError(Message("method 'monetised' needs a price; set one in objectives.monetised."))
            price = (values.dkk_per_minute.value, values.dkk_per_quality_visit.value, 1.0)
            ends = scale.rows or (scale.ideal, scale.nadir)
            totals = [sum(p * v for p, v in zip(price, row, strict=True)) for row in ends]
            return Question(method, price, max(max(totals) - min(totals), 1.0))
        case "epsilon":
            aim = AIMS.index(objectives.epsilon.minimise)
            return Question(method, unit_vector(aim), ranges[aim], _epsilon_bounds(objectives, aim, today))
        case _:
            aim = AIMS.index(objectives.order[0])
            return Question(method, unit_vector(aim), ranges[aim])


def _epsilon_bounds(objectives: Objectives, minimised: int, today: Three) -> Three:
    epsilon = objectives.epsilon
    given = (epsilon.citizen_minutes, epsilon.quality_visits, epsilon.economy_dkk)
    if given[minimised] is not None:
        raise UsageError(
            Message("epsilon bounds {aim}, the aim it minimises; bound the other aims instead.", aim=AIMS[minimised])
        )
    return three(INF if g is None else t + g + _ROOM * max(1.0, abs(t)) for g, t in zip(given, today, strict=True))


def first_stage(question: Question, columns: Columns, scale: Scale, gap: float) -> Stage:
    """The stage whose bound proves how good the answer is; ``gap`` is the asked share of the range."""
    upper = three(columns.column(n, u) for n, u in enumerate(question.upper))
    asked = gap * question.unit
    if question.method == "balanced" and any(question.first):  # with nothing to trade off any plan will do
        slope = columns.cost(three(w / r for w, r in zip(question.first, scale.ranges, strict=True)))
        offset = three(
            (w * (i - ref) / r) if w > 0 else INF
            for w, i, ref, r in zip(question.first, scale.ideal, columns.reference, scale.ranges, strict=True)
        )
        return Stage("proposal", (0, 0, 0), upper, 1.0, chebyshev=Chebyshev(slope, offset), gap=asked, to_end=True)
    cost = columns.cost(per_real_unit(question, scale))
    return Stage("proposal", cost, upper, gap=asked, unit=question.unit, to_end=True)


def gap_of(question: Question, scale: Scale, objectives: Objectives, objective: float, bound: float) -> float:
    """Objective − bound as a share of the range; infinite where a search was stopped before there was any range.

    No gap is what a lexicographic tolerance gives away to later aims, and what is less than the last printed digit.
    """
    if not scale.rows:
        return INF
    apart = objective - bound
    if question.method == "lexicographic":
        first = AIMS.index(objectives.order[0])
        apart -= 0.0 if scale.indifferent[first] else objectives.tolerance * scale.ranges[first]
    nothing = max(ROUNDING * abs(objective), _readable(question, scale))
    return (apart if apart > nothing else 0.0) / question.unit


def _readable(question: Question, scale: Scale) -> float:
    """The least by which the objective grows where an aim that counts grows by its last printed digit."""
    worth = [w / r for w, r in zip(question.first, scale.ranges, strict=True)]
    worth = worth if question.method in WEIGHING else list(question.first)
    return min((w * printed for w, printed in zip(worth, PRINTED, strict=True) if w > 0), default=0.0)


def per_real_unit(question: Question, scale: Scale) -> Three:
    """Objective coefficients per real unit of each aim; ``balanced`` has none, its objective is no sum."""
    if question.method == "weighted":
        return three(w / r for w, r in zip(question.first, scale.ranges, strict=True))
    return question.first


def objective_offset(question: Question, columns: Columns, scale: Scale) -> float:
    """What is added to the first stage's objective and bound, which count from today, to get the method's objective."""
    if question.method == "balanced":
        return 0.0
    cost = per_real_unit(question, scale)
    offset = columns.constant(cost)
    if question.method == "weighted":
        offset -= sum(c * i for c, i in zip(cost, scale.ideal, strict=True))
    return offset


def further_costs(question: Question, scale: Scale) -> tuple[Three, ...]:
    """What is minimised next, one after the other, while what came before is held: costs per real unit of each aim.

    For ``balanced`` the sum of weighted regrets, since t is silent on all but the largest. Then, whatever the method,
    the regrets of the aims that have not counted, so that none is worse than it need be. After ``lexicographic`` those
    are all aims: its tolerance gives room to each.
    """
    regret = three(1 / r for r in scale.ranges)
    costs = []
    if question.method == "balanced" and any(question.first):
        costs.append(three(w * r for w, r in zip(question.first, regret, strict=True)))
    ignored = [question.method == "lexicographic" or not w for w in question.first]
    if any(ignored):
        costs.append(three(r * ignores for r, ignores in zip(regret, ignored, strict=True)))
    return tuple(costs)


def implied_dkk_per_minute(question: Question, scale: Scale, objectives: Objectives) -> float | None:
    """DKK for which the weights trade a minute, by the ranges of the pay-off table; None where they say nothing."""
    if question.method == "monetised":
        return objectives.monetised.dkk_per_minute.value
    if question.method not in ("balanced", "weighted") or question.first[0] <= 0 or question.first[2] <= 0:
        return None
    citizen, _, economy = (w / r for w, r in zip(question.first, scale.ranges, strict=True))
    return citizen / economy


def order_of(objectives: Objectives) -> tuple[Aim, ...]:
    """Lexicographic order, completed with the aims it leaves out."""
    return (*objectives.order, *(aim for aim in AIMS if aim not in objectives.order))
