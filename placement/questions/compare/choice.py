"""An alternative, and the choice of which to show side by side where there are many: those that differ most.

Farthest-first traversal (Gonzalez, Clustering to minimize the maximum intercluster distance, Theoretical Computer
Science 38, 1985): each next one is as far as possible from those chosen before. The largest distance from one left out
to one shown is then at most twice the smallest possible.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from placement.errors import InfeasibleError, NoPlanError
from placement.questions.proposal.against_reference import Standing
from placement.scenario.brief import brief
from placement.scenario.load import Loaded
from placement.solve.result import Solved, Status

Placements = frozenset[tuple[str, str]]
"""Function and site; at home its level in place of a site."""


@dataclass(frozen=True, eq=False)
class Alternative:
    """One variant, or combination of variants.

    Attributes:
        name: as asked for; ``base`` without variants.
        loaded: the scenario with it.
        solved: its proposal; None where there is none, and ``failure`` says why.
    """

    name: str
    loaded: Loaded
    solved: Solved | None
    failure: InfeasibleError | NoPlanError | None = None

    __repr__ = brief

    @property
    def status(self) -> Status:
        """How its search ended."""
        if self.solved is not None:
            return self.solved.status
        return Status.INFEASIBLE if isinstance(self.failure, InfeasibleError) else Status.NO_PLAN_FOUND

    @property
    def standing(self) -> Standing | None:
        """The proposal as a standing; None where there is none."""
        solved = self.solved
        return None if solved is None else Standing(solved.instance, solved.plan, solved.evaluation)

    @property
    def today(self) -> Standing | None:
        """Today as evaluated under this variant; None without a proposal or a baseline."""
        solved = self.solved
        if solved is None or solved.today_plan is None or solved.today_evaluation is None:
            return None
        return Standing(solved.instance, solved.today_plan, solved.today_evaluation)

    @property
    def money_by_payer(self) -> dict[tuple[str, str], tuple[float, float]]:
        """By payer and cost item: running cost a year and investment, against today."""
        total: dict[tuple[str, str], tuple[float, float]] = {}
        for item in self.solved.evaluation.money if self.solved else ():
            running, investment = total.get((item.payer, item.item), (0.0, 0.0))
            total[item.payer, item.item] = running + item.money_per_year, investment + item.investment
        return total


@dataclass(frozen=True)
class LeftOut:
    """An alternative that was solved and is not shown.

    Attributes:
        name: as it can be asked for; ``variants``: in it.
        status: how its search ended.
        nearest: name of the alternative that is shown and most like it; empty without a plan.
        apart: number of placements in which the two differ; 0: the same.
    """

    name: str
    variants: tuple[str, ...]
    status: str
    nearest: str = ""
    apart: int = 0


def most_different(
    found: Sequence[Alternative], most: int, always: Set[str] = frozenset()
) -> tuple[tuple[Alternative, ...], tuple[LeftOut, ...]]:
    """The alternatives to show, at most ``most`` that differ most from each other, and those left out.

    Args:
        found: the alternatives, solved. The first one is always shown.
        most: the number to show.
        always: names that are always shown.

    Returns:
        What is shown, in the given order, and what is left out. Of alternatives with the same plan one is shown; those
            without a plan are shown where there is room.
    """
    if len(found) <= most:
        return tuple(found), ()
    plans = {each.name: placements(each) for each in found if each.solved is not None}
    chosen = [each.name for n, each in enumerate(found) if n == 0 or each.name in always]
    while len(chosen) < most:
        beside = [plans[name] for name in chosen if name in plans]
        near = {name: _nearest(plan, beside) for name, plan in plans.items() if name not in chosen}
        if not near or not max(near.values()):
            break
        chosen.append(max(near, key=near.__getitem__))  # the first of several at the same distance
    planless = [each.name for each in found if each.name not in plans and each.name not in chosen]
    shown = {*chosen, *planless[: most - len(chosen)]}
    others = tuple(_left_out(each, chosen, plans) for each in found if each.name not in shown)
    return tuple(each for each in found if each.name in shown), others


def placements(alternative: Alternative) -> Placements:
    """The offers of a proposal with their sites, and its home levels; of several phases in the last."""
    solved = alternative.solved
    if solved is None:
        return frozenset()
    instance, plan = solved.instance, solved.plan
    pairs = {(instance.function_ids[f], instance.site_ids[s]) for f, s in zip(*plan.open.nonzero(), strict=True)}
    levels = zip(instance.function_ids, plan.home_level.tolist(), strict=True)
    return frozenset(pairs | {(function, f"home {level}") for function, level in levels if level})


def _nearest(plan: Placements, others: Sequence[Placements]) -> float:
    """Distance to the nearest of the other plans (number of differing placements); infinite without any."""
    return min((len(plan ^ other) for other in others), default=float("inf"))


def _left_out(each: Alternative, chosen: Sequence[str], plans: dict[str, Placements]) -> LeftOut:
    head = each.name, each.loaded.variants, str(each.status)
    if each.name not in plans:
        return LeftOut(*head)
    apart = {name: len(plans[name] ^ plans[each.name]) for name in chosen if name in plans}
    nearest = min(apart, key=apart.__getitem__)
    return LeftOut(*head, nearest, apart[nearest])
