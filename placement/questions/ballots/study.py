"""What each participant's weights would choose, where participants agree, and how much they would regret a plan.

The weights are given before anybody sees a map. Each distinct weighting is solved once. All are measured on the
scenario's own scale, which is the same whatever anybody weighs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from placement.errors import Message, NoPlanError, UsageError
from placement.executor.batch import Batch, BatchProgress, Kept
from placement.executor.processes import Processes
from placement.instance.instance import Bools, Floats, Instance, Ints
from placement.scenario.ballots import Ballot
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Method, Weights
from placement.solve.payoff import Payoff, scale_of
from placement.solve.proposal_search import STOPPED_EMPTY, infeasible
from placement.solve.result import WEIGHING, Options, Progress, Scale, Solved, Status
from placement.solve.run import Live, clock_of
from placement.solve.scalarisation import objective_value, pose
from placement.solve.stage import Three
from placement.solve.versions import fingerprint
from placement.solve.workbench import written_in_time

if TYPE_CHECKING:
    from placement.executor.batch import Executor

CHUNK = 6
"""So many weightings are solved one after the other on one model, in one process."""
_DIGITS = 12
"""Shares that are the same to so many decimals are the same weighting."""
Pair = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What all weightings are solved with; the method stands in the options, the weights do not."""

    loaded: Loaded
    options: Options
    payoff: Payoff


@dataclass(frozen=True)
class Proposed:
    """What a weighting chooses, of plain values.

    Attributes:
        status, gap: how its search ended; without a plan everything else is empty.
        aims: the three aims in real units.
        open: function and site of each placement; ``days``: its clinic days a week.
        home: home level of each function.
        operating_dkk_per_year, investment_dkk: against today.
    """

    status: Status
    gap: float = 0.0
    aims: Three = (0.0, 0.0, 0.0)
    open: tuple[Pair, ...] = ()
    days: tuple[float, ...] = ()
    home: tuple[int, ...] = ()
    operating_dkk_per_year: float = 0.0
    investment_dkk: float = 0.0

    @property
    def plan(self) -> tuple[object, ...]:
        """What tells plans apart: placements, days, levels at home, and the aims to nine digits."""
        return self.open, self.days, self.home, tuple(float(f"{aim:.9g}") for aim in self.aims)


def propose(asked: Asked, weightings: Sequence[Three], stop: threading.Event) -> list[Proposed]:
    """The plan of each weighting, solved on one live model; those after an interruption are left out."""
    live, found = None, []
    for weighting in weightings:
        if stop.is_set():
            break
        options = replace(asked.options, weights=_weights(weighting))
        try:
            if live is None:
                live = Live(asked.loaded, options, stop=stop, payoff=asked.payoff)
                solved = live.solved
            else:
                solved = live.ask(asked.loaded, options, stop=stop)
        except NoPlanError:
            if not stop.is_set():
                found.append(Proposed(Status.NO_PLAN_FOUND))
            continue
        if stop.is_set():
            break
        found.append(_proposed(solved))
    return found


def _weights(shares: Three) -> Weights:
    citizen, quality, economy = shares
    return Weights(citizen=citizen, quality=quality, economy=economy)


def _proposed(solved: Solved) -> Proposed:
    ids, plan, indicators = solved.instance, solved.plan, solved.evaluation.indicators
    where = np.argwhere(plan.open).tolist()
    return Proposed(
        status=solved.status,
        gap=float(solved.gap),
        aims=solved.objectives.as_tuple(),
        open=tuple((ids.function_ids[f], ids.site_ids[s]) for f, s in where),
        days=tuple(round(float(solved.evaluation.days[f, s]), 6) for f, s in where),
        home=tuple(int(level) for level in plan.home_level),
        operating_dkk_per_year=float(indicators["operating_region_dkk_per_year"]),
        investment_dkk=float(indicators["investment_dkk"]),
    )


@dataclass(frozen=True, eq=False)
class Candidate:
    """A plan that somebody's weights, or the mean of all weights, choose.

    Attributes:
        proposed: what it is.
        chosen_by: positions of the participants.
        by_mean: whether the mean weights choose it.
    """

    proposed: Proposed
    chosen_by: tuple[int, ...]
    by_mean: bool


@dataclass(frozen=True, eq=False)
class Count:
    """The ballots, counted. Shapes: N participants, P plans, F functions, S sites.

    Placements, plans and regrets are counted over participants whose weights are solved.

    Attributes:
        loaded: the scenario; ``instance``: the same as arrays, of its last phase.
        options: as asked; ``method``: the one used.
        scale: what everything is measured by.
        reference: today's aims; None without a baseline.
        today: ``(F, S)`` bool: what is open today.
        ballots: every participant, in the order of the file.
        choices: the plan each would choose, as a position in ``plans``; None where it is not solved.
        plans: those chosen, the most chosen first.
        unsolved: distinct weightings, the mean among them, that are not solved.
        stopped: whether somebody ended it early.
    """

    loaded: Loaded
    instance: Instance
    options: Options
    method: Method
    scale: Scale
    reference: Three | None
    today: Bools
    ballots: tuple[Ballot, ...]
    choices: tuple[int | None, ...]
    plans: tuple[Candidate, ...]
    unsolved: int
    stopped: bool

    @cached_property
    def shares(self) -> Floats:
        """``(N, 3)`` weights of each participant, with sum 1."""
        return np.array([ballot.shares for ballot in self.ballots])

    @cached_property
    def mean_shares(self) -> Three:
        """The mean of those weights; every participant counts the same."""
        return _mean(self.ballots)

    @property
    def by_mean(self) -> int | None:
        """The plan of the mean weights; None where it is not solved."""
        return next((n for n, plan in enumerate(self.plans) if plan.by_mean), None)

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """Participants whose weights are solved."""
        return tuple(n for n, choice in enumerate(self.choices) if choice is not None)

    @property
    def weightings(self) -> int:
        """How many different ways of weighing the participants have."""
        return len({_item(ballot.shares) for ballot in self.ballots})

    @property
    def worst_gap(self) -> float:
        """The largest proven gap of any plan, as a share of the range."""
        return max((plan.proposed.gap for plan in self.plans), default=0.0)

    @property
    def proven(self) -> bool:
        """Whether every plan is within the asked gap."""
        return all(plan.proposed.status is Status.OPTIMAL for plan in self.plans)

    # ---- placements

    @cached_property
    def opened(self) -> Bools:
        """``(P, F, S)`` whether a plan opens the function there."""
        functions = {name: n for n, name in enumerate(self.instance.function_ids)}
        sites = {name: n for n, name in enumerate(self.instance.site_ids)}
        opened = np.zeros((len(self.plans), len(functions), len(sites)), dtype=bool)
        for n, plan in enumerate(self.plans):
            for function, site in plan.proposed.open:
                opened[n, functions[function], sites[site]] = True
        return opened

    @cached_property
    def votes(self) -> Ints:
        """``(F, S)`` how many participants' weights choose the placement."""
        sizes = np.array([len(plan.chosen_by) for plan in self.plans], dtype=np.int64)
        votes: Ints = np.tensordot(sizes, self.opened.astype(np.int64), axes=1)
        return votes

    @cached_property
    def considered(self) -> Bools:
        """``(F, S)`` placements that are there today or could be."""
        considered: Bools = self.instance.allowed | self.today | self.opened.any(axis=0)
        return considered

    @cached_property
    def agreed(self) -> Bools:
        """``(F, S)`` considered placements that all choose, or nobody."""
        agreed: Bools = self.considered & ((self.votes == 0) | (self.votes == len(self.counted)))
        return agreed

    # ---- how far apart

    @cached_property
    def weight_distances(self) -> Floats:
        """``(N, N)`` share of the weight that is elsewhere in the other's weights: 0 for the same, at most 1."""
        apart: Floats = np.abs(self.shares[:, None] - self.shares[None]).sum(axis=2) / 2
        return apart

    @cached_property
    def plan_distances(self) -> Ints:
        """``(P, P)`` placements that are in one plan and not in the other."""
        flat = self.opened.reshape(len(self.plans), -1)
        apart: Ints = (flat[:, None] != flat[None]).sum(axis=2)
        return apart

    @cached_property
    def farthest_weights(self) -> tuple[int, int, float] | None:
        """The two participants whose weights are farthest apart, and by how much; None where all weigh alike."""
        return _farthest(self.weight_distances)

    @cached_property
    def farthest_plans(self) -> tuple[int, int, int] | None:
        """The two participants whose plans are farthest apart; None where all choose the same placements."""
        chosen = [self.choices[n] for n in self.counted]
        found = _farthest(self.plan_distances[np.ix_(chosen, chosen)].astype(float))  # type: ignore[arg-type]  # counted
        return None if found is None else (self.counted[found[0]], self.counted[found[1]], int(found[2]))

    @cached_property
    def mean_weight_distance(self) -> float:
        """Mean of ``weight_distances`` over all pairs of participants."""
        return _mean_distance(self.weight_distances)

    @cached_property
    def mean_plan_distance(self) -> float:
        """Mean of ``plan_distances`` over all pairs of counted participants."""
        chosen = [self.choices[n] for n in self.counted]
        return _mean_distance(self.plan_distances[np.ix_(chosen, chosen)])  # type: ignore[arg-type]  # counted

    # ---- regret

    @cached_property
    def regrets(self) -> Floats:
        """``(N, P)`` how much worse a plan is by a participant's weights than the best of these plans.

        In the method's own measure, a share of the range.
        """
        rows = [self._values(ballot.shares) for ballot in self.ballots]
        return np.array([row - row.min() for row in rows])

    def _values(self, shares: Three) -> Floats:
        objectives = self.loaded.scenario.objectives
        question = pose(objectives, self.method, _weights(shares), None, self.scale, (0.0, 0.0, 0.0))
        return np.array([objective_value(question, plan.proposed.aims) for plan in self.plans])

    @cached_property
    def worst_regrets(self) -> Floats:
        """``(P,)`` largest regret of each plan over the counted participants."""
        worst: Floats = self.regrets[list(self.counted)].max(axis=0, initial=0.0)
        return worst

    @cached_property
    def mean_regrets(self) -> Floats:
        """``(P,)`` mean regret of each plan over the counted participants."""
        mean: Floats = self.regrets[list(self.counted)].sum(axis=0) / max(1, len(self.counted))
        return mean

    @cached_property
    def compromise(self) -> int:
        """Position of the plan whose largest regret is least; among several that with the least mean regret."""
        return min(range(len(self.plans)), key=lambda n: (round(float(self.worst_regrets[n]), 9), self.mean_regrets[n]))


def count(
    loaded: Loaded,
    ballots: Sequence[Ballot],
    options: Options | None = None,
    *,
    executor: Executor | None = None,
    kept: Kept | None = None,
    told: Callable[[BatchProgress], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Count:
    """Solve each distinct weighting, and the mean of all, and set the answers side by side.

    Args:
        loaded: the scenario.
        ballots: at least one; each name once.
        options: how to solve; a time limit is for each weighting; ``weights`` says nothing here.
        executor: who solves; local processes where nothing is said.
        kept: where finished weightings are kept.
        told: called when some weightings are done.
        progress: called with each line of progress while the scale is made.
        stop: set it to keep what is done.

    Raises:
        UsageError: the method asks for no weights.
        InfeasibleError, NoPlanError, SolverError: as ``solve``; NoPlanError where nothing is done.
    """
    options, stop = options or Options(), stop or threading.Event()
    method = options.method or loaded.scenario.objectives.method
    if method not in WEIGHING:
        raise UsageError(
            Message(
                "Ballots are weights, and the method {method} uses none; use {known}.",
                method=method,
                known=", ".join(WEIGHING),
            )
        )
    clock = clock_of(loaded, options, stop, progress)
    bench = written_in_time(loaded.scenario, options, clock)
    payoff = scale_of(bench, options, clock)
    if payoff.scale is None:
        raise NoPlanError(STOPPED_EMPTY) if payoff.answer.stopped else infeasible(loaded.scenario)
    items = tuple(dict.fromkeys([_item(_mean(ballots)), *(_item(ballot.shares) for ballot in ballots)]))
    asked = Asked(loaded, replace(options, method=method, weights=None), payoff)
    of = fingerprint(loaded.scenario, loaded.base, repr(asked.options), repr(payoff.scale))
    batch = Batch(propose, asked, items, CHUNK, Proposed, of)
    done = (executor or Processes()).run(batch, stop=stop, told=told, kept=kept)
    found = {item: one for item, one in zip(items, done, strict=True) if one and one.status is not Status.NO_PLAN_FOUND}
    if not found:
        raise NoPlanError(STOPPED_EMPTY)
    plans = _candidates(ballots, found)
    numbers = {plan.proposed.plan: n for n, plan in enumerate(plans)}
    return Count(
        loaded=loaded,
        instance=bench.instance,
        options=options,
        method=method,
        scale=payoff.scale,
        reference=bench.columns.reference if bench.phases[-1].today_plan is not None else None,
        today=bench.today.open,
        ballots=tuple(ballots),
        choices=tuple(numbers[one.plan] if (one := found.get(_item(b.shares))) else None for b in ballots),
        plans=plans,
        unsolved=len(items) - len(found),
        stopped=stop.is_set(),
    )


def _item(shares: Three) -> Three:
    citizen, quality, economy = (round(share, _DIGITS) for share in shares)
    return citizen, quality, economy


def _mean(ballots: Sequence[Ballot]) -> Three:
    citizen, quality, economy = np.array([ballot.shares for ballot in ballots]).mean(axis=0).tolist()
    return citizen, quality, economy


def _candidates(ballots: Sequence[Ballot], found: Mapping[Three, Proposed]) -> tuple[Candidate, ...]:
    """Each distinct plan; the most chosen first, then the cheapest."""
    plans = {one.plan: one for one in found.values()}
    by: dict[tuple[object, ...], list[int]] = {plan: [] for plan in plans}
    for n, ballot in enumerate(ballots):
        if one := found.get(_item(ballot.shares)):
            by[one.plan].append(n)
    mean = found.get(_item(_mean(ballots)))
    made = [Candidate(one, tuple(by[key]), mean is not None and mean.plan == key) for key, one in plans.items()]
    return tuple(sorted(made, key=lambda each: (-len(each.chosen_by), each.proposed.aims[::-1], each.proposed.open)))


def _farthest(distances: Floats) -> tuple[int, int, float] | None:
    """The first pair with the largest distance; None where nothing is apart."""
    if not distances.size or distances.max() <= 0:
        return None
    first, second = np.unravel_index(int(distances.argmax()), distances.shape)
    return int(first), int(second), float(distances.max())


def _mean_distance(distances: Floats | Ints) -> float:
    number = len(distances)
    return float(distances.sum()) / (number * (number - 1)) if number > 1 else 0.0
