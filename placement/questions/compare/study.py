"""Today and any variants side by side: what opens, closes and moves, whose trips change, who pays, what all share.

The variants are solved one after the other on the same live model, so that they share the pay-off table of the first
where the method has one and, where only decisions and budgets differ, the model's variables too.

The mean trips of the visits that each alternative moves are not comparable, because they are of different visits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from placement.errors import InfeasibleError, NoPlanError
from placement.instance.instance import Bools, Floats
from placement.plan.aims import finite_minutes
from placement.plan.evaluate import evaluate
from placement.plan.phases import situations
from placement.questions.compare.assumptions import InputDifference, Side, Turnings, differing_inputs, turnings
from placement.questions.compare.choice import Alternative, LeftOut, most_different
from placement.questions.proposal.against_reference import (
    LEAST_SHARE,
    GroupFigures,
    HomeFigures,
    Pair,
    Positions,
    Standing,
    Versus,
    home_figures,
    opened_and_closed,
    placed,
    positions,
    unit_ids,
    versus,
)
from placement.scenario.brief import brief
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import TODAY
from placement.solve.proposal_search import STOPPED_EMPTY
from placement.solve.result import Options, Prices, Progress, Solved
from placement.solve.run import Live
from placement.solve.scalarisation import objective_value, question_of
from placement.solve.stage import INF

_NOBODY = 1e-9
"""Visits a year, and share of a unit's visits, below which a change is rounding noise."""
_SAME = 1e-6
"""Share by which the visits of two scenarios may differ and still be the same."""


@dataclass(frozen=True)
class SharedVisits:
    """Visits a year that at least one alternative moves to another site or to home, against the reference.

    Attributes:
        visits: their number.
        minutes_reference: their mean one-way minutes with the reference, home as 0.
        minutes: the same with each alternative, by name.
        everywhere: whether every scenario has the same visits; those that not all have are not in the set.
    """

    visits: float
    minutes_reference: float
    minutes: Mapping[str, float]
    everywhere: bool


def shared_visits(reference: Standing, standings: Mapping[str, Standing]) -> SharedVisits:
    """The visits that at least one of ``standings`` (not empty) moves; everything is matched by id.

    For each function, area and site of the reference the set has as many visits as the plan that moves most of them
    away: what another plan moves from the same place is taken to be a part of these.
    """
    sites = tuple(dict.fromkeys(site for each in (reference, *standings.values()) for site in each.instance.site_ids))
    before, minutes_before = _trips(reference, reference, sites)
    plans = {name: _trips(each, reference, sites) for name, each in standings.items()}
    same: Bools = np.logical_and.reduce([same_visits(reference, each) for each in standings.values()])
    changes = {name: _moved(before, seen, same) for name, (seen, _) in plans.items()}
    moved = np.maximum.reduce([away for away, _ in changes.values()])
    visits = float(moved.sum())

    def mean(seen: Floats, minutes: Floats) -> float:
        return float((seen * minutes).sum()) / visits if visits > 0 else 0.0

    return SharedVisits(
        visits,
        mean(moved, minutes_before),
        {name: mean(moved - changes[name][0] + changes[name][1], minutes) for name, (_, minutes) in plans.items()},
        bool(same.all()),
    )


def _trips(standing: Standing, reference: Standing, sites: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Visits ``(F, U, S + 1)`` and minutes ``(U, S + 1)`` on the reference's axes and ``sites``, home at the end."""
    own = standing.instance
    functions, units = _axes(standing, reference)
    there = positions(own.site_ids, sites)
    seen = placed(standing.evaluation.seen, functions, units, there)
    home = placed(standing.evaluation.home, functions, units)
    minutes = placed(finite_minutes(own), units, there)
    return np.concatenate([seen, home[..., None]], axis=2), np.pad(minutes, ((0, 0), (0, 1)))


def same_visits(reference: Standing, other: Standing) -> Bools:
    """``(F, U)`` whether a function has as many visits a year from a demand unit of the reference in both scenarios."""
    there = placed(other.instance.demand.visits, *_axes(other, reference))
    same: Bools = np.isclose(there, reference.instance.demand.visits, rtol=_SAME, atol=_NOBODY)
    return same


def _axes(standing: Standing, reference: Standing) -> tuple[Positions, Positions]:
    """The positions of functions and demand units in both scenarios."""
    own, other = standing.instance, reference.instance
    return positions(own.function_ids, other.function_ids), positions(unit_ids(own), unit_ids(other))


def _moved(before: Floats, now: Floats, same: Bools) -> tuple[Floats, Floats]:
    """Visits that leave each place, and that come to it; visits that exist on one side only do not count."""
    away, arrived = np.maximum(before - now, 0), np.maximum(now - before, 0)
    left, come = away.sum(axis=2), arrived.sum(axis=2)
    moved = np.where(same & (np.minimum(left, come) > _NOBODY * (1 + before.sum(axis=2))), np.minimum(left, come), 0.0)
    return away * _share(moved, left), arrived * _share(moved, come)


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)
    return share[..., None]


@dataclass(frozen=True, eq=False)
class SideBySide:
    """Today and the alternatives.

    Attributes:
        plain: the scenario without variants, with every file that any of the alternatives was read from.
        today: today under it; None without a baseline.
        alternatives: in the order asked for.
        reference: position of the alternative that is the reference; None: today.
        turnings: where the differences turn; None where that was not asked for.
        left_out: alternatives that were solved and are not shown, where there were too many.
    """

    plain: Loaded
    today: Standing | None
    alternatives: tuple[Alternative, ...]
    reference: int | None = None
    turnings: Turnings | None = None
    left_out: tuple[LeftOut, ...] = ()

    __repr__ = brief

    @property
    def reference_name(self) -> str:
        """``today``, or the name of the alternative that is the reference."""
        return TODAY if self.reference is None else self.alternatives[self.reference].name

    @property
    def solved(self) -> tuple[Alternative, ...]:
        """The alternatives that have a proposal."""
        return tuple(each for each in self.alternatives if each.solved is not None)

    @cached_property
    def versus(self) -> Mapping[str, Versus]:
        """Each proposal against the reference, by name."""
        return {
            each.name: versus(self.beside(each), standing)
            for each in self.alternatives
            if (standing := each.standing) is not None
        }

    def beside(self, alternative: Alternative) -> Standing | None:
        """The reference to which ``alternative`` is compared; None where there is none."""
        return alternative.today if self.reference is None else self.alternatives[self.reference].standing

    @cached_property
    def shared(self) -> SharedVisits | None:
        """The visits that at least one proposal moves, and their trip in each; None without reference or proposal."""
        reference = self.today if self.reference is None else self.alternatives[self.reference].standing
        standings = {each.name: standing for each in self.alternatives if (standing := each.standing) is not None}
        return shared_visits(reference, standings) if reference is not None and standings else None

    @cached_property
    def groups_today(self) -> Mapping[str, GroupFigures]:
        """The figures of the groups today; empty without a baseline."""
        return {} if self.today is None else versus(self.today, self.today).groups

    @cached_property
    def changed_by(self) -> Mapping[str, tuple[frozenset[Pair], frozenset[Pair]]]:
        """For each alternative by name: what opens and what closes against today."""
        return {
            each.name: opened_and_closed(each.today, standing)
            for each in self.alternatives
            if (standing := each.standing) is not None
        }

    @cached_property
    def agreed(self) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
        """What opens, and what closes, in every proposal against today; empty where there is only one proposal."""
        every = list(self.changed_by.values())
        if len(every) < 2:
            return (), ()
        opens, closes = (frozenset.intersection(*(each[n] for each in every)) for n in range(2))
        return tuple(sorted(opens)), tuple(sorted(closes))

    @cached_property
    def agreed_at_home(self) -> tuple[HomeFigures, ...]:
        """Functions that have the same share at home in every proposal, and another one today."""
        every = [home_figures(now, today) for each in self.solved if (now := each.standing) and (today := each.today)]
        if len(every) < 2:
            return ()
        return tuple(one for one in every[0] if all(_alike(one, others) for others in every[1:]))

    @cached_property
    def inputs(self) -> tuple[InputDifference, ...]:
        """Where the scenarios differ: the first value of each is that of the scenario without variants."""
        return differing_inputs([self.plain.scenario, *(each.loaded.scenario for each in self.alternatives)])


def side_by_side(
    plain: Loaded,
    asked: Sequence[tuple[str, Loaded]],
    options: Options | None = None,
    *,
    reference: str = TODAY,
    turning: bool = False,
    most: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> SideBySide:
    """Solve the alternatives one after the other and put them beside today.

    Args:
        plain: the scenario without variants.
        asked: name and scenario of each alternative.
        options: how to solve each of them; a time limit is for each.
        reference: ``today`` or the name of an alternative.
        most: show at most this number, those that differ most from each other; None: all.
        turning: also look for where the differences turn, number by number; that takes many more solves.
        progress: called with each line of progress.
        stop: set it to keep what is done; alternatives not yet begun have no proposal.

    Returns:
        Alternatives without a proposal are among the others, with the reason.

    Raises:
        ValueError: the reference is neither.
        SolverError: the solver failed.
        InfeasibleError, NoPlanError: the alternative that is the reference has no proposal.
    """
    names = [name for name, _ in asked]
    at = None if reference == TODAY else _position(reference, names)
    options, stop = options or Options(), stop or threading.Event()
    live, every = _solved(asked, options, progress, stop)
    if at is not None and (failure := every[at].failure):
        raise failure
    found, left_out = most_different(every, len(every) if most is None else most, {reference})
    at = None if at is None else found.index(every[at])
    told = replace(beside_today(plain, found, at), left_out=left_out)
    sides = _sides(told)
    if not turning or live is None or len(sides) < 2:
        return told
    return replace(told, turnings=turnings(live, sides, told.inputs, options, progress=progress, stop=stop))


def beside_today(plain: Loaded, found: tuple[Alternative, ...], reference: int | None) -> SideBySide:
    """Alternatives that are solved already, beside today.

    Args:
        plain: the scenario without variants.
        found: the alternatives.
        reference: position of the one that is the reference; None: today.
    """
    read = {
        name: digest for loaded in (plain, *(each.loaded for each in found)) for name, digest in loaded.inputs.items()
    }
    return SideBySide(replace(plain, inputs=read), _today(plain), found, reference)


def _sides(found: SideBySide) -> list[Side]:
    """The alternatives that have a proposal, first the one the others are compared with."""
    sides = [Side(e.name, e.loaded, e.solved, n) for n, e in enumerate(found.alternatives, 1) if e.solved is not None]
    return sorted(sides, key=lambda side: side.at != (found.reference or 0) + 1)


def _position(reference: str, names: Sequence[str]) -> int:
    if reference not in names:
        raise ValueError(f"'{reference}' is no alternative; expected {TODAY}, {', '.join(names)}.")
    return names.index(reference)


def _solved(
    asked: Sequence[tuple[str, Loaded]],
    options: Options,
    progress: Callable[[Progress], None] | None,
    stop: threading.Event,
) -> tuple[Live | None, tuple[Alternative, ...]]:
    live: Live | None = None
    found = []
    for name, loaded in asked:
        try:
            if stop.is_set():
                raise NoPlanError(STOPPED_EMPTY)
            if live is None:
                live = Live(loaded, options, progress=progress, stop=stop)
                solved = live.solved
            else:
                solved = live.ask(loaded, options, progress=progress, stop=stop, keep_scale=True)
            found.append(Alternative(name, loaded, solved))
        except (InfeasibleError, NoPlanError) as error:
            found.append(Alternative(name, loaded, None, error))
    return live, tuple(found)


def _today(loaded: Loaded) -> Standing | None:
    """Today in the scenario without variants; of its last phase where it has phases."""
    last = situations(loaded.scenario)[-1]
    plan = last.today_plan
    return None if plan is None else Standing(last.instance, plan, evaluate(last.instance, last.today, plan))


def _alike(one: HomeFigures, others: Sequence[HomeFigures]) -> bool:
    """Whether the function is among the others with the same share at home."""
    return any(each.function == one.function and abs(each.share - one.share) <= LEAST_SHARE for each in others)


@dataclass(frozen=True)
class Total:
    """A proposal against the reference, in DKK a year: economy, and minutes and lost quality at their prices.

    Attributes:
        name: of the alternative; ``prices``: its own.
        better: how much lower its total is than the reference's at the same prices; negative: higher.
        unproven: the gaps of both: a smaller difference is no finding.
    """

    name: str
    prices: Prices
    better: float
    unproven: float

    @property
    def is_finding(self) -> bool:
        """Whether the difference is larger than the gaps of both, or these are below a krone."""
        return abs(self.better) > self.unproven or self.unproven < 1


@dataclass(frozen=True)
class Totals:
    """The totals of a comparison.

    Attributes:
        against: each proposal against the reference, where the prices are the same.
        other_prices: alternatives with other prices than the reference, which are not comparable with it.
        undecided: pairs of alternatives, by name, that differ by less than what is proven, with the difference and the
            sum of their gaps.
    """

    against: tuple[Total, ...]
    other_prices: tuple[Total, ...]
    undecided: tuple[tuple[str, str, float, float], ...]


def totals(found: SideBySide) -> Totals:
    """The totals; all empty where no alternative has prices."""
    priced = [(each, each.solved, each.solved.prices) for each in found.solved if each.solved and each.solved.prices]
    held = None if found.reference is None else found.alternatives[found.reference].solved
    against, other = [], []
    for each, solved, prices in priced:
        if solved is held:
            continue
        if held is None:
            better = objective_value(question_of(solved), solved.reference) - solved.objective
            against.append(Total(each.name, prices, better, solved.gap_money or 0.0))
        elif held.prices == prices:
            gaps = (solved.gap_money or 0.0) + (held.gap_money or 0.0)
            against.append(Total(each.name, prices, held.objective - solved.objective, gaps))
        else:
            other.append(Total(each.name, prices, float("nan"), float("nan")))
    beside = [(each, solved) for each, solved, _ in priced if solved is not held]
    return Totals(tuple(against), tuple(other), tuple(_undecided(beside)))


def _undecided(priced: Sequence[tuple[Alternative, Solved]]) -> list[tuple[str, str, float, float]]:
    """Pairs of alternatives at the same prices whose totals differ by at least a krone and at most by their gaps."""
    found = []
    for (one, first), (other, second) in combinations(priced, 2):
        apart, gaps = abs(first.objective - second.objective), (first.gap_money or 0.0) + (second.gap_money or 0.0)
        if first.prices == second.prices and 1 <= apart <= gaps < INF:
            found.append((one.name, other.name, apart, gaps))
    return found
