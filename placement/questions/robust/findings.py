"""What the study of robustness hands to the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from placement.questions.proposal.findings import PoolLoss, Study
from placement.questions.robust.core_index import Core, Regret, Thresholds
from placement.questions.robust.fewest import Fewest
from placement.questions.robust.hinges import Hinge
from placement.questions.robust.ranges import Ranged
from placement.questions.robust.worlds import Found, Offers, Pair, World
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Method, Weights
from placement.solve.near_optimal import Different
from placement.solve.result import Options, Solved


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
    """A hospital's people in one role lose a day a week.

    Attributes:
        pool: what the judge says falls, the other plans as they are.
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
        doubted: functions about which plans differ; ``looked``: numbers the judge tried; ``hinges``: those solved.
        different: plans that differ most; None where the solver cannot be asked for them.
        fewest: the best plans with at most 1, 2, 3 ... changes.
        losses: of a day; ``on_one_person``: placements of the proposal that rest on one person.
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
        """Worlds nobody came to."""
        return sum(one is None or one.outcome == "stopped" for one in self.found)
