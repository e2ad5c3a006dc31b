"""Core indices and regrets: arithmetic on what was found in each world.

The core index of a placement is the share of the non-dominated plans that contain it (Liesiö, Mild and Salo 2007).
Each world has its own: the best plans for any of the weights, less those that another of them beats in every aim there.
A plan that is found for several weights counts once in a world, and again in every other world in which it is found.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats
from placement.questions.robust.worlds import Found, Judged, Offers, Pair
from placement.solve.pareto_front import undominated

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
    """The distinct plans of a world that none of its others beats."""
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
        judged: the judge's word on each of them, world by world.
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
    """The plans that no other both keeps the rules in as many worlds and has as little largest regret as."""
    kept: list[Regret] = []
    for one in sorted(found, key=lambda one: (one.broken, one.most, one.mean, one.offers.key)):
        if not math.isnan(one.most) and all(one.most < other.most for other in kept):
            kept.append(one)
    return kept
