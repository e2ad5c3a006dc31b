"""Today and any variants side by side: what opens, closes and moves, who gains and loses, who pays, what all agree on.

The variants are solved one after the other on the same live model, so that they share the scale of the base scenario
and, where only decisions and budgets differ, the columns too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.errors import InfeasibleError, NoPlanError
from placement.instance.instance import Bools, Floats, Instance
from placement.plan.compare import (
    AgainstToday,
    Moved,
    compare_with_today,
    functions_near,
    money_where_people_live,
    near,
    of_group,
)
from placement.plan.evaluate import evaluate
from placement.plan.evaluation import Evaluation
from placement.plan.phases import situations
from placement.plan.plan import Plan
from placement.scenario.load import Loaded
from placement.scenario.rules import Rule
from placement.solve.result import Options, Progress, Solved, Status
from placement.solve.run import STOPPED_EMPTY, Live
from placement.study.inputs import InputDifference, differing_inputs

TODAY = "today"
"""What the reference is called when it is today."""
BASE = "base"
"""What the scenario without variants is called."""
_LESS = 1e-6
_LEAST_DAYS = 1e-6
_LEAST_SHARE = 5e-4

Pair = tuple[str, str]
"""Function id and site id."""


@dataclass(frozen=True, eq=False)
class Standing:
    """Something to stand beside: today or a proposal, in the world it was reckoned in."""

    instance: Instance
    plan: Plan
    evaluation: Evaluation


@dataclass(frozen=True)
class Move:
    """A function that closes at one site and whose visits there are seen at a site that is new.

    Attributes:
        function, origin, target: ids.
        visits: visits a year that go with it.
    """

    function: str
    origin: str
    target: str
    visits: float


@dataclass(frozen=True)
class GroupFigures:
    """A municipality, or another reporting group.

    Attributes:
        visits: visits a year, home included.
        mean_minutes: mean one-way minutes of them, home as 0.
        functions_near: functions that at least half the people have within 30 minutes.
        moved: its visits that move, against the reference; visits, never inhabitants.
        dkk: by payer, DKK a year for transport and care at home more than with the reference.
    """

    visits: float
    mean_minutes: float
    functions_near: int
    moved: Moved
    dkk: Mapping[str, float]


@dataclass(frozen=True)
class HospitalFigures:
    """One function at one hospital.

    Attributes:
        hospital, function: ids.
        visits_reference, visits: visits a year with the reference and now, fixed ones included.
        bound, slack: visits it keeps at least, and the room above; None without such a rule.
    """

    hospital: str
    function: str
    visits_reference: float
    visits: float
    bound: float | None
    slack: float | None

    @property
    def change(self) -> float:
        """Visits gained; negative where it gives visits away."""
        return self.visits - self.visits_reference


@dataclass(frozen=True)
class HomeFigures:
    """A function of which another share than with the reference takes place at home.

    Attributes:
        function: its id.
        share_reference, share: of its visits, fixed ones left out.
        visits: visits a year at home now.
    """

    function: str
    share_reference: float
    share: float
    visits: float


@dataclass(frozen=True, eq=False)
class Versus:
    """A proposal against the reference; where there is none (no today), all that is open counts as opened.

    Attributes:
        now: the proposal.
        opens, closes, days: pairs that open, close, or stay with other days.
        moves: those that close in one place and open in another; they are among ``opens`` and ``closes`` too.
        home: functions with more or fewer visits at home.
        moved: visits that move; None without a reference.
        groups: by group.
        hospitals: every function seen at a hospital on either side.
    """

    now: Standing
    opens: tuple[Pair, ...]
    closes: tuple[Pair, ...]
    days: tuple[Pair, ...]
    moves: tuple[Move, ...]
    home: tuple[HomeFigures, ...]
    moved: Moved | None
    groups: Mapping[str, GroupFigures]
    hospitals: tuple[HospitalFigures, ...]


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

    @property
    def status(self) -> Status:
        """How its search ended."""
        if self.solved is not None:
            return self.solved.status
        return Status.INFEASIBLE if isinstance(self.failure, InfeasibleError) else Status.NO_PLAN_FOUND

    @property
    def standing(self) -> Standing | None:
        """The proposal."""
        solved = self.solved
        return None if solved is None else Standing(solved.instance, solved.plan, solved.evaluation)

    @property
    def today(self) -> Standing | None:
        """Today as this variant reckons it; None without a proposal or a baseline."""
        solved = self.solved
        if solved is None or solved.today_plan is None or solved.today_evaluation is None:
            return None
        return Standing(solved.instance, solved.today_plan, solved.today_evaluation)

    @property
    def dkk_by_payer(self) -> dict[tuple[str, str], tuple[float, float]]:
        """By payer and cost item: running cost a year and investment, against today."""
        total: dict[tuple[str, str], tuple[float, float]] = {}
        for item in self.solved.evaluation.money if self.solved else ():
            running, investment = total.get((item.payer, item.item), (0.0, 0.0))
            total[item.payer, item.item] = running + item.dkk_per_year, investment + item.investment_dkk
        return total


@dataclass(frozen=True, eq=False)
class SideBySide:
    """Today and the alternatives.

    Attributes:
        plain: the scenario without variants, with every file that any of the alternatives was read from.
        today: today there; None without a baseline.
        alternatives: in the order asked for.
        reference: position of the alternative that is the reference; None: today.
    """

    plain: Loaded
    today: Standing | None
    alternatives: tuple[Alternative, ...]
    reference: int | None = None

    @property
    def reference_name(self) -> str:
        """``today`` or the name of an alternative."""
        return TODAY if self.reference is None else self.alternatives[self.reference].name

    @property
    def solved(self) -> tuple[Alternative, ...]:
        """The alternatives that have a proposal."""
        return tuple(each for each in self.alternatives if each.solved is not None)

    @cached_property
    def versus(self) -> Mapping[str, Versus]:
        """Each proposal against the reference, by name."""
        return {
            each.name: versus(self._beside(each), standing)
            for each in self.alternatives
            if (standing := each.standing) is not None
        }

    def _beside(self, alternative: Alternative) -> Standing | None:
        return alternative.today if self.reference is None else self.alternatives[self.reference].standing

    @cached_property
    def groups_today(self) -> Mapping[str, GroupFigures]:
        """The groups today; empty without a baseline."""
        return {} if self.today is None else versus(self.today, self.today).groups

    @cached_property
    def changed_by(self) -> Mapping[str, tuple[frozenset[Pair], frozenset[Pair]]]:
        """By name: what opens and what closes against today."""
        return {
            each.name: _opened_and_closed(each.today, standing)
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
        """Functions of which every proposal has the same share at home, another than today's."""
        every = [_home(now, today) for each in self.solved if (now := each.standing) and (today := each.today)]
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
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> SideBySide:
    """Solve the alternatives one after the other and put them beside today.

    Args:
        plain: the scenario without variants.
        asked: name and scenario of each alternative.
        options: how to solve each of them; a time limit is for each.
        reference: ``today`` or the name of an alternative.
        progress: called with each line of progress.
        stop: set it to keep what is done; alternatives not yet begun have no proposal.

    Returns:
        An alternative without a proposal says why; it keeps nothing from being said about the others.

    Raises:
        ValueError: the reference is neither.
        SolverError: the solver failed.
        InfeasibleError, NoPlanError: the alternative that is the reference has no proposal.
    """
    names = [name for name, _ in asked]
    at = None if reference == TODAY else _position(reference, names)
    found = tuple(_solved(asked, options or Options(), progress, stop or threading.Event()))
    if at is not None and (failure := found[at].failure):
        raise failure
    read = {
        name: digest for loaded in (plain, *(each.loaded for each in found)) for name, digest in loaded.inputs.items()
    }
    return SideBySide(replace(plain, inputs=read), _today(plain), found, at)


def _position(reference: str, names: Sequence[str]) -> int:
    if reference not in names:
        raise ValueError(f"'{reference}' is no alternative; expected {TODAY}, {', '.join(names)}.")
    return names.index(reference)


def _solved(
    asked: Sequence[tuple[str, Loaded]],
    options: Options,
    progress: Callable[[Progress], None] | None,
    stop: threading.Event,
) -> list[Alternative]:
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
                solved = live.ask(loaded, options, progress=progress, stop=stop)
            found.append(Alternative(name, loaded, solved))
        except (InfeasibleError, NoPlanError) as error:
            found.append(Alternative(name, loaded, None, error))
    return found


def _today(loaded: Loaded) -> Standing | None:
    """Today in the scenario without variants; of its last phase where it has phases."""
    last = situations(loaded.scenario)[-1]
    plan = last.today_plan
    return None if plan is None else Standing(last.instance, plan, evaluate(last.instance, last.today, plan))


def versus(reference: Standing | None, now: Standing) -> Versus:
    """A proposal against a reference; functions, areas and sites are matched by id."""
    before = None if reference is None else _in_the_world_of(reference, now.instance)
    opens, closes = _opened_and_closed(reference, now)
    moves = () if before is None else _moves(now, before, opens, closes)
    against = None if before is None else compare_with_today(now.instance, before.evaluation, now.evaluation)
    return Versus(
        now=now,
        opens=tuple(sorted(opens)),
        closes=tuple(sorted(closes)),
        days=() if before is None else _other_days(now, before),
        moves=moves,
        home=() if before is None else _home(now, before),
        moved=against.moved if against else None,
        groups=_groups(now, before, against),
        hospitals=_hospitals(now, before),
    )


def _opened_and_closed(reference: Standing | None, now: Standing) -> tuple[frozenset[Pair], frozenset[Pair]]:
    open_now = _open_pairs(now)
    before = frozenset() if reference is None else _open_pairs(reference)
    return open_now - before, before - open_now


def _open_pairs(standing: Standing) -> frozenset[Pair]:
    instance = standing.instance
    return frozenset((instance.function_ids[f], instance.site_ids[s]) for f, s in np.argwhere(standing.plan.open))


def _unit_ids(instance: Instance) -> list[tuple[str, bool]]:
    """Area and whether without car, of each demand unit."""
    areas = (instance.area_ids[a] for a in instance.unit_area)
    return list(zip(areas, map(bool, instance.unit_without_car), strict=True))


def _in_the_world_of(standing: Standing, instance: Instance) -> Standing:
    """The standing's visits on the functions, demand units and sites of another instance; those it lacks see nobody."""
    own = standing.instance
    if own is instance:
        return standing
    functions = _places(own.function_ids, instance.function_ids)
    units = _places(_unit_ids(own), _unit_ids(instance))
    sites = _places(own.site_ids, instance.site_ids)
    plan, judged = standing.plan, standing.evaluation
    evaluation = replace(
        judged,
        seen=_placed(judged.seen, functions, units, sites),
        home=_placed(judged.home, functions, units),
        minutes_by_unit=_placed(judged.minutes_by_unit, functions, units),
        volume=_placed(judged.volume, functions, sites),
        days=_placed(judged.days, functions, sites),
    )
    opened = _placed(plan.open.astype(float), functions, sites) > 0
    there = replace(plan, open=opened, days=_placed(plan.days, functions, sites))
    return Standing(instance, there, evaluation)


_Places = tuple[list[int], list[int], int]


def _places(own: Sequence[object], other: Sequence[object]) -> _Places:
    """Positions in ``own`` and in ``other`` of what both have, and how long ``other`` is."""
    at = {name: n for n, name in enumerate(other)}
    both = [(n, at[name]) for n, name in enumerate(own) if name in at]
    return [n for n, _ in both], [m for _, m in both], len(other)


def _placed(values: Floats, *axes: _Places) -> Floats:
    placed: Floats = np.zeros([length for *_, length in axes])
    placed[np.ix_(*(there for _, there, _ in axes))] = values[np.ix_(*(here for here, _, _ in axes))]
    return placed


def _moves(now: Standing, before: Standing, opens: frozenset[Pair], closes: frozenset[Pair]) -> tuple[Move, ...]:
    """Each closed site with the new site of the same function that sees most of its visits; each new site once."""
    instance = now.instance
    site, function = _index(instance.site_ids), _index(instance.function_ids)
    found = [
        Move(name, origin, target, _handed_over(before, now, function[name], site[origin], site[target]))
        for name, origin in closes
        if name in function and origin in site
        for other, target in opens
        if other == name
    ]
    taken: set[Pair] = set()
    moves = []
    for move in sorted(found, key=lambda m: (-m.visits, m.function, m.origin, m.target)):
        ends = {(move.function, move.origin), (move.function, move.target)}
        if move.visits > _LESS and not ends & taken:
            taken |= ends
            moves.append(move)
    return tuple(moves)


def _handed_over(before: Standing, now: Standing, function: int, origin: int, target: int) -> float:
    """Visits a year of the units seen at the one site before and at the other now."""
    left, come = before.evaluation.seen[function, :, origin], now.evaluation.seen[function, :, target]
    return float(np.minimum(left, come).sum())


def _index(names: Sequence[str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(names)}


def _other_days(now: Standing, before: Standing) -> tuple[Pair, ...]:
    """Pairs at houses that stay open with other clinic days; a hospital's days follow its visits."""
    instance = now.instance
    stays: Bools = now.plan.open & before.plan.open & ~instance.is_hospital[None]
    other = stays & (np.abs(now.evaluation.days - before.evaluation.days) > _LEAST_DAYS)
    return tuple((instance.function_ids[f], instance.site_ids[s]) for f, s in np.argwhere(other))


def _home(now: Standing, before: Standing) -> tuple[HomeFigures, ...]:
    """Functions of which the share at home differs by more than can be seen on a screen."""
    found = []
    for f, function in enumerate(now.instance.function_ids):
        (earlier, _), (share, visits) = (_at_home(standing.evaluation, f) for standing in (before, now))
        if abs(share - earlier) > _LEAST_SHARE:
            found.append(HomeFigures(function, earlier, share, visits))
    return tuple(found)


def _alike(one: HomeFigures, others: Sequence[HomeFigures]) -> bool:
    """Whether the function has the same share at home among the others."""
    return any(each.function == one.function and abs(each.share - one.share) <= _LEAST_SHARE for each in others)


def _at_home(judged: Evaluation, function: int) -> tuple[float, float]:
    """The share of a function's visits that is at home, and how many they are."""
    home = float(judged.home[function].sum())
    total = home + float(judged.seen[function].sum())
    return (home / total if total > 0 else 0.0), home


def _groups(now: Standing, before: Standing | None, against: AgainstToday | None) -> dict[str, GroupFigures]:
    instance, judged = now.instance, now.evaluation
    against = against or compare_with_today(instance, judged, judged)
    money = money_where_people_live(instance, before.evaluation if before else judged, judged)
    reached, people = near(instance, now.plan.open), instance.demand.people
    found = {}
    for name, change in against.groups.items():
        members = of_group(instance, name)
        found[name] = GroupFigures(
            visits=change.visits,
            mean_minutes=change.minutes_now,
            functions_near=functions_near(reached[:, members], people[members]),
            moved=change.moved,
            dkk={payer: float(amounts[members].sum()) for payer, amounts in money.items()},
        )
    return found


def _hospitals(now: Standing, before: Standing | None) -> tuple[HospitalFigures, ...]:
    instance, volume = now.instance, now.evaluation.volume
    earlier = np.zeros_like(volume) if before is None else before.evaluation.volume
    rules = {(c.site, c.function): c for c in now.evaluation.checks if c.rule is Rule.RETAINED_VOLUME}
    found = []
    for s, f in np.argwhere(((volume + earlier) > _LESS).T & instance.is_hospital[:, None]):
        hospital, function = instance.site_ids[s], instance.function_ids[f]
        rule = rules.get((hospital, function))
        both = float(earlier[f, s]), float(volume[f, s])
        kept = (rule.need, rule.slack) if rule else (None, None)
        found.append(HospitalFigures(hospital, function, *both, *kept))
    return tuple(found)
