"""What a study of robustness finds: core indices, regrets, and the whole with all its parts.

The core index of a placement is the share of the non-dominated plans that contain it (Liesiö, Mild and Salo 2007).
Each world has its own: the best plans for any of the weights, less those that another of them beats in every aim there.
A plan that is found for several weights counts once in a world, and again in every other world in which it is found.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from placement.instance.instance import Floats
from placement.questions.proposal.findings import PoolLoss, Study
from placement.questions.robust.fewest import Fewest
from placement.questions.robust.hinges import Hinge
from placement.questions.robust.ranges import Ranged
from placement.questions.robust.worlds import Found, Judged, Offers, Pair, World
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Method, Weights
from placement.solve.near_optimal import Different
from placement.solve.pareto_front import undominated
from placement.solve.result import Options, Solved

Class = str
"""``decide``, ``discuss`` or ``drop``."""


@dataclass(frozen=True)
class Core:
    """How often a placement is in a good plan.

    Attributes:
        function, site: ids; the site is ``home`` for a programme at home.
        index: share of the non-dominated plans of all worlds that contain it.
        at_base: the same in the world of the scenario's own numbers, where only the weights differ.
        own_weights: share of the worlds whose plan for the scenario's own weights contains it.
        stands: whether it is there today; ``proposed``: whether it is in the proposal.
        verdict: ``decide``, ``discuss`` or ``drop``.
    """

    function: str
    site: str
    index: float
    at_base: float
    own_weights: float
    stands: bool
    proposed: bool
    verdict: Class

    @property
    def pair(self) -> Pair:
        """Function and site."""
        return self.function, self.site


def good_plans(found: Found) -> list[Offers]:
    """The distinct plans found in a world that no other plan found there beats in all aims."""
    first = {asked.offers.key: asked for asked in reversed(found.asked)}
    plans = list(first.values())
    return [plans[n].offers for n in undominated(plan.aims for plan in plans)]


def shares(plans: Iterable[Offers]) -> Mapping[Pair, float]:
    """By placement, the share of the plans that contain it; 0 where there are no plans."""
    listed = [plan.placements for plan in plans]
    counts = Counter(pair for placements in listed for pair in placements)
    return {pair: count / len(listed) for pair, count in counts.items()}


@dataclass(frozen=True)
class Thresholds:
    """From which core index on a placement can be decided, and up to which it can be put aside."""

    decide: float = 0.95
    drop: float = 0.05

    def verdict(self, index: float) -> Class:
        """The class of an index; the ends belong to the outer classes."""
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
    """Every placement that is in some plan, or there today; the highest index first.

    Args:
        found: what was found in each world.
        base: positions of the worlds with the scenario's own numbers.
        today: what stands.
        proposed: what the proposal contains.
        thresholds: of the classes.
    """
    solved = [one for one in found if one.asked]
    index = shares(plan for one in solved for plan in good_plans(one))
    at_base = shares(plan for n in base for plan in good_plans(found[n]))
    own = shares(one.asked[0].offers for one in solved)
    rows = [
        Core(
            *pair,
            index=index.get(pair, 0.0),
            at_base=at_base.get(pair, 0.0),
            own_weights=own.get(pair, 0.0),
            stands=pair in today,
            proposed=pair in proposed,
            verdict=thresholds.verdict(index.get(pair, 0.0)),
        )
        for pair in index.keys() | today
    ]
    return sorted(rows, key=lambda row: (-row.index, -row.own_weights, row.pair))


@dataclass(frozen=True)
class Regret:
    """How much worse a plan can be than the best for the same numbers and weights.

    Attributes:
        offers: the plan.
        most: the largest regret over the worlds where it keeps the rules, and all weights; NaN where it keeps them in
            none.
        mean: their mean.
        world, weights: positions of the world and the weights of the largest.
        broken: worlds in which it breaks a rule.
        why: the rule most often broken, as ``rule function site``.
    """

    offers: Offers
    most: float
    mean: float
    world: int
    weights: int
    broken: int
    why: str


def regrets(
    plans: Sequence[Offers], judged: Sequence[Judged], objectives: Sequence[Floats], best: Sequence[Floats]
) -> list[Regret]:
    """The regret of each plan.

    Args:
        plans: those that were judged.
        judged: the judge's results for the plans, world by world.
        objectives: of each world, ``(P, W)`` objective of each plan for each of the weights; NaN where it breaks a
            rule.
        best: of each world, ``(W,)`` the least objective that was found for the weights.
    """
    least = [np.minimum(b, np.nanmin(o, axis=0, initial=np.inf)) for o, b in zip(objectives, best, strict=True)]
    table = np.array([o - b for o, b in zip(objectives, least, strict=True)])  # (worlds, plans, weights)
    found = []
    for n, plan in enumerate(plans):
        own = table[:, n, :]
        kept = np.isfinite(own).all(axis=1)
        reasons = Counter(one.broken[n] for one in judged if one.broken[n])
        world, weights = (0, 0) if not kept.any() else np.unravel_index(np.nanargmax(own), own.shape)
        found.append(
            Regret(
                offers=plan,
                most=max(0.0, float(own[world, weights])) if kept.any() else math.nan,
                mean=max(0.0, float(own[kept].mean())) if kept.any() else math.nan,
                world=int(world),
                weights=int(weights),
                broken=int((~kept).sum()),
                why=min(reasons, key=lambda reason: (-reasons[reason], reason), default=""),
            )
        )
    return found


def least_regret(found: Sequence[Regret]) -> Regret | None:
    """The plan whose largest regret is least among those that keep the rules in most worlds."""
    known = [one for one in found if not math.isnan(one.most)]
    return min(known, key=lambda one: (one.broken, one.most, one.mean, one.offers.key), default=None)


def worth_a_look(found: Sequence[Regret]) -> list[Regret]:
    """Plans with a smaller largest regret than every plan that breaks a rule in as few worlds or fewer."""
    kept: list[Regret] = []
    for one in sorted(found, key=lambda one: (one.broken, one.most, one.mean, one.offers.key)):
        if not math.isnan(one.most) and all(one.most < other.most for other in kept):
            kept.append(one)
    return kept


@dataclass(frozen=True)
class Design:
    """What is tried.

    Attributes:
        draws: worlds in which all ranged numbers are drawn together, for each variant.
        numbers: at most so many numbers are tried one at a time.
        least_weight: share of the weights that no aim goes below.
        within: how much worse than the proposal a plan may be that is shown because it differs, as a share of the
            range.
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
        closes, opens: what the best plan then does otherwise than the proposal.
        regret: how much worse that best plan is, as a share of the range; None where it was not solved again: because
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
        solved, study: the proposal and what is said beside it; ``proposal``: what it decides.
        loaded: each variant; the proposal is the first one's.
        design: what was tried; ``options``: as asked; ``method``: ``balanced`` or ``weighted``.
        weights: all that were asked for in each world, the scenario's own first.
        numbers: every number with a range.
        worlds: the sample; ``found``: what was found in each, None where time ran out before it.
        core: every placement that is in some plan or there today.
        never: placements that are possible and in no plan.
        good: non-dominated plans counted, once in each world.
        plans: distinct plans found; ``regrets``: of those that were judged in every world.
        doubted: functions about which plans differ; ``looked``: how many numbers the judge tried at their ends;
            ``hinges``: those that were solved there.
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
    method: Method
    weights: tuple[Weights, ...]
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

    @property
    def done(self) -> int:
        """Worlds that have plans."""
        return sum(bool(one and one.asked) for one in self.found)

    @property
    def impossible(self) -> tuple[tuple[World, Found], ...]:
        """Worlds in which no plan keeps the rules."""
        pairs = zip(self.worlds, self.found, strict=True)
        return tuple((w, one) for w, one in pairs if one and one.outcome in ("infeasible", "contradiction"))

    @property
    def left(self) -> int:
        """How many worlds were not reached before time ran out."""
        return sum(one is None or one.outcome == "stopped" for one in self.found)
