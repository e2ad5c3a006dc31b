"""The findings of a study of robustness: core indices, regrets, and the whole with all its parts.

The core index of a placement is the share of the good plans that contain it, over all worlds (Robust Portfolio
Modeling: Liesiö, Mild and Salo 2007). With prices the good plans are the best ones of each world at every price of a
minute in its range, each weighted by the share of the range in which it is best. With weights they are the best plans
for any of the weights that no other of them dominates in that world; each of these counts once in a world.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from placement.instance.instance import Floats
from placement.questions.proposal.findings import PoolLoss, Study
from placement.questions.robust.best_plans import Pricing, Weighing, range_of
from placement.questions.robust.hinges import Hinge
from placement.questions.robust.ranges import Ranged
from placement.questions.robust.worlds import Fewest, Found, Judged, Measure, Offers, Pair, World
from placement.scenario.brief import brief
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Weights
from placement.solve.other_plans import Different
from placement.solve.result import Options, Solved

Class = str
"""``decide``, ``discuss`` or ``drop``."""


@dataclass(frozen=True)
class Core:
    """How often a placement is in a good plan.

    Attributes:
        function, site: ids; the site is ``home`` for a programme at home.
        index: share of the good plans of all worlds that contain it.
        at_base: the same in the world of the scenario's own numbers, where only the prices, or weights, differ.
        own: share of the worlds whose plan at the scenario's own prices, or for its weights, contains it.
        stands: whether it is open today; ``proposed``: whether it is in the proposal.
        verdict: ``decide``, ``discuss`` or ``drop``.
    """

    function: str
    site: str
    index: float
    at_base: float
    own: float
    stands: bool
    proposed: bool
    verdict: Class

    @property
    def pair(self) -> Pair:
        """Function and site."""
        return self.function, self.site


def good_plans(found: Found) -> dict[Offers, float]:
    """The good plans of a world, with the weight of each in the core index."""
    good: dict[Offers, float] = {}
    for asked in found.asked:
        if asked.share > 0:
            good[asked.offers] = good.get(asked.offers, 0.0) + asked.share
    return good


def shares(plans: Iterable[tuple[Offers, float]]) -> Mapping[Pair, float]:
    """By placement, the weighted share of the plans that contain it."""
    counts: Counter[Pair] = Counter()
    total = 0.0
    for plan, share in plans:
        total += share
        for pair in plan.placements:
            counts[pair] += share  # type: ignore[assignment]  # a Counter adds any numbers
    return {pair: count / total for pair, count in counts.items()}


@dataclass(frozen=True)
class Thresholds:
    """The core index from which a placement can be decided, and the one up to which it can be dropped."""

    decide: float = 0.95
    drop: float = 0.05

    def verdict(self, index: float) -> Class:
        """The class of an index; an index on a threshold belongs to the outer class."""
        if index >= self.decide - 1e-9:
            return "decide"
        return "drop" if index <= self.drop + 1e-9 else "discuss"


def core_indices(
    found: Sequence[Found],
    base: Sequence[int],
    today: frozenset[Pair],
    proposed: frozenset[Pair],
    thresholds: Thresholds,
) -> list[Core]:
    """The core index of every placement that is in some plan, or open today; the highest index first.

    Args:
        found: what was found in each world.
        base: positions of the worlds with the scenario's own numbers.
        today: what is open today.
        proposed: what the proposal contains.
        thresholds: of the classes.
    """
    solved = [one for one in found if one.asked]
    index = shares(plan for one in solved for plan in good_plans(one).items())
    at_base = shares(plan for n in base for plan in good_plans(found[n]).items())
    own = shares((one.asked[0].offers, 1.0) for one in solved)
    rows = [
        Core(
            *pair,
            index=index.get(pair, 0.0),
            at_base=at_base.get(pair, 0.0),
            own=own.get(pair, 0.0),
            stands=pair in today,
            proposed=pair in proposed,
            verdict=thresholds.verdict(index.get(pair, 0.0)),
        )
        for pair in index.keys() | today
    ]
    return sorted(rows, key=lambda row: (-row.index, -row.own, row.pair))


@dataclass(frozen=True)
class Regret:
    """How much worse a plan can be than the best one for the same numbers and prices, or weights.

    Attributes:
        offers: the plan.
        most: the largest regret over all points of the worlds where it keeps the rules, in the unit of the objective;
            NaN where it keeps them in none.
        mean: their mean.
        world, point: positions of the world and of the price or weights of the largest regret.
        broken: number of worlds in which it breaks a rule.
        why: the rule most often broken, as ``rule function site``.
    """

    offers: Offers
    most: float
    mean: float
    world: int
    point: int
    broken: int
    why: str


@dataclass(frozen=True, eq=False)
class Held:
    """The evaluated plans compared with the best of one world.

    Attributes:
        judged: the judge's word on each of the plans.
        objectives: ``(P, W)`` objective of each at each point of the world; NaN where it breaks a rule.
        least: ``(W,)`` the least objective that was found at each point.
        parts: ``(W,)`` weight of each point in the mean, with sum 1.
    """

    judged: Judged
    objectives: Floats
    least: Floats
    parts: Floats

    @property
    def regrets(self) -> Floats:
        """``(P, W)`` how much worse each plan is than the best one known, the compared plans among them."""
        best = np.minimum(self.least, np.nanmin(self.objectives, axis=0, initial=np.inf))
        apart: Floats = self.objectives - best
        return apart


def regrets(plans: Sequence[Offers], worlds: Sequence[Held]) -> list[Regret]:
    """The regret of each of the plans over ``worlds``, which compare them with the best plan of each world."""
    tables = [world.regrets for world in worlds]
    found = []
    for n, plan in enumerate(plans):
        kept = [w for w, table in enumerate(tables) if np.isfinite(table[n]).all()]
        reasons = Counter(one.judged.broken[n] for one in worlds if one.judged.broken[n])
        world = max(kept, key=lambda w: float(tables[w][n].max()), default=0)
        point = int(tables[world][n].argmax()) if kept else 0
        means = [float(tables[w][n] @ worlds[w].parts) for w in kept]
        found.append(
            Regret(
                offers=plan,
                most=max(0.0, float(tables[world][n][point])) if kept else math.nan,
                mean=max(0.0, sum(means) / len(means)) if kept else math.nan,
                world=world,
                point=point,
                broken=len(worlds) - len(kept),
                why=min(reasons, key=lambda reason: (-reasons[reason], reason), default=""),
            )
        )
    return found


def least_regret(found: Sequence[Regret]) -> Regret | None:
    """The minimax regret plan among those that keep the rules in most worlds; None without any."""
    known = [one for one in found if not math.isnan(one.most)]
    return min(known, key=lambda one: (one.broken, one.most, one.mean, one.offers.key), default=None)


def worth_a_look(found: Sequence[Regret]) -> list[Regret]:
    """The Pareto set of few broken worlds and small largest regret."""
    kept: list[Regret] = []
    for one in sorted(found, key=lambda one: (one.broken, one.most, one.mean, one.offers.key)):
        if not math.isnan(one.most) and all(one.most < other.most for other in kept):
            kept.append(one)
    return kept


@dataclass(frozen=True)
class Design:
    """What is tried.

    Attributes:
        draws: number of worlds in which all ranged numbers are drawn together, for each variant.
        numbers: the most numbers that are tried one at a time.
        least_weight: share of the weights that no aim goes below, for the methods that weigh.
        within: how much worse than the proposal a plan may be that is shown because it differs, as a share of what is
            gained over today, or of the range.
        thresholds: of the classes.
    """

    draws: int = 6
    numbers: int = 10
    least_weight: float = 0.1
    within: float = 0.02
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True)
class Loss:
    """What gives way when a hospital's staff in one role can send out a day a week less.

    Attributes:
        pool: what falls with all else as proposed, by the judge.
        closes, opens: how the best plan under the loss differs from the proposal.
        regret: how much worse that best plan is, in the unit of the objective; None where it was not solved: because
            the hospital has no such day to lose beyond today's, or time ran out.
    """

    pool: PoolLoss
    closes: tuple[Pair, ...]
    opens: tuple[Pair, ...]
    regret: float | None


@dataclass(frozen=True, eq=False)
class Robust:
    """How sure the proposal is.

    Attributes:
        solved, study: the proposal and the findings about it; ``proposal``: what it decides.
        loaded: each variant; the proposal is the first one's.
        design: what was tried; ``options``: as asked.
        measure: what was varied beside the numbers, and how plans are measured.
        numbers: every number with a range.
        worlds: the sample; ``found``: what was found in each, None where time ran out before it.
        core: every placement that is in some plan or open today.
        never: placements that are possible and in no plan.
        good: number of good plans, each counted once in each world.
        plans: number of distinct plans found; ``regrets``: of those that were evaluated in every world.
        doubted: functions about which plans differ; ``looked``: how many numbers the judge tried at their ends;
            ``hinges``: those that were solved at their ends.
        different: plans that differ most; None where the solver cannot be asked for them.
        fewest: the best plans with at most 1, 2, 3 ... changes.
        losses: of a staff day; ``on_one_person``: placements of the proposal that rest on one person.
        solves: plans asked for; ``cpu_seconds`` of the worlds; ``seconds`` in all.
        stopped: ``""``, ``"time_limit"`` or ``"interrupt"``.
    """

    solved: Solved
    study: Study
    proposal: Offers
    loaded: tuple[Loaded, ...]
    design: Design
    options: Options
    measure: Measure
    numbers: tuple[Ranged, ...]
    worlds: tuple[World, ...]
    found: tuple[Found | None, ...]
    core: tuple[Core, ...]
    never: tuple[Pair, ...]
    good: int
    plans: int
    regrets: tuple[Regret, ...]
    doubted: tuple[str, ...]
    looked: int
    hinges: tuple[Hinge, ...]
    different: tuple[Different, ...] | None
    fewest: tuple[Fewest, ...]
    losses: tuple[Loss, ...]
    on_one_person: tuple[Pair, ...]
    solves: int
    cpu_seconds: float
    seconds: float
    stopped: str

    __repr__ = brief

    @property
    def weights(self) -> tuple[Weights, ...]:
        """All weights used in each world, the scenario's own first; empty with prices."""
        return self.measure.weights if isinstance(self.measure, Weighing) else ()

    @property
    def prices(self) -> tuple[float, float, float] | None:
        """The price of a minute and the ends of its range, of the first variant; None with weights."""
        if not isinstance(self.measure, Pricing) or self.solved.prices is None:
            return None
        own = self.solved.prices.minute
        return (own, *range_of(self.loaded[0].scenario, own))

    @property
    def done(self) -> int:
        """The number of worlds that have plans."""
        return sum(bool(one and one.asked) for one in self.found)

    @property
    def impossible(self) -> tuple[tuple[World, Found], ...]:
        """Worlds in which no plan keeps the rules."""
        pairs = zip(self.worlds, self.found, strict=True)
        return tuple((w, one) for w, one in pairs if one and one.outcome in ("infeasible", "contradiction"))

    @property
    def left(self) -> int:
        """The number of worlds not reached before time ran out."""
        return sum(one is None or one.outcome == "stopped" for one in self.found)
