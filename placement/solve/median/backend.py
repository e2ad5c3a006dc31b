"""A backend that searches p-medians itself, by swaps, bounds and cuts, and hands on every other question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.instance.instance import Bools, Floats, Instance, Ints, Today
from placement.instance.travel import mean_minutes
from placement.model.column_values import start_values
from placement.model.decisions import certain_pairs
from placement.model.demand_classes import visits_of
from placement.model.draft import Draft
from placement.model.formulation import AIM_UNITS
from placement.model.linear import name_of
from placement.model.measures import aim_minutes
from placement.plan.allocate import flows
from placement.plan.capacity import days_to_hold, least_allowed_days, own_days
from placement.plan.plan import Plan
from placement.scenario.schema.frame import AIMS
from placement.solve.median.benders import Benders
from placement.solve.median.problem import (
    Ascent,
    Incumbent,
    MedianAnswer,
    Sites,
    first_multipliers,
    greedy,
    improve,
    out_of_time,
    shaken,
)
from placement.solve.result import Progress, Status
from placement.solve.stage import INF, Answer, Backend, Clock, Stage, Three

_STEPS = 100
"""Subgradient steps: they fix the easy sites and give the first cuts, which then raise the bound faster."""
_SHAKES = 30
"""Plans tried before branching: the best one with two to five sites swapped at random, improved by swaps."""


def solve_median(
    costs: Floats,
    p_min: int,
    p_max: float,
    fixed_open: Bools,
    fixed_closed: Bools,
    gap: float,
    stage: Stage,
    clock: Clock,
    *,
    start: Ints | None = None,
    threads: int = 1,
    seed: int = 0,
) -> MedianAnswer:
    """Open sites so that serving every unit from its cheapest open site costs least.

    Args:
        costs: ``(U, S)`` finite cost of serving a unit from a site, its demand included.
        p_min: the fewest sites that may be open.
        p_max: the most that may be open, may be infinite; one more open site never costs anything.
        fixed_open: ``(S,)`` bool: open in every plan.
        fixed_closed: ``(S,)`` bool: closed in every plan.
        gap: absolute gap asked, in the costs' unit.
        stage: named in progress.
        clock: time, interruption and progress.
        start: indices of the open sites of a known plan.
        threads: of the solver of the relaxations.
        seed: of the random swaps, and of that solver.
    """
    may = np.flatnonzero(~fixed_closed)
    count = int(min(p_max, len(may)))
    if count < max(1, p_min, int(fixed_open.sum())) or (fixed_open & fixed_closed).any():
        return MedianAnswer(np.array([], dtype=np.int64), INF, INF, Status.INFEASIBLE)
    if clock.stop.is_set() or clock.left <= 0:
        return MedianAnswer(np.array([], dtype=np.int64), INF, -INF, Status.NO_PLAN_FOUND, _why(clock))
    sites = Sites(np.ascontiguousarray(costs[:, may].T), may, fixed_open[may], count)
    search = _Search(sites, gap, stage, clock, seed)
    search.begin(start)
    bound = search.prove(threads)
    best = search.best
    open_ = _needed(costs, best.open, p_min, fixed_open)
    proven = best.cost - bound <= max(gap, best.noise)
    bound = min(bound, best.cost)
    clock.tell(stage, best.cost, bound)
    return MedianAnswer(
        open_, best.cost, bound, Status.OPTIMAL if proven else Status.FEASIBLE, "" if proven else _why(clock)
    )


def _why(clock: Clock) -> str:
    return "interrupt" if clock.stop.is_set() else "time_limit" if clock.left <= 0 else ""


def _needed(costs: Floats, open_: Ints, p_min: int, fixed: Bools) -> Ints:
    """The open sites without those whose closing costs nothing, as long as ``p_min`` stay open."""
    kept = open_.tolist()
    for site in reversed(open_.tolist()):
        rest = [s for s in kept if s != site]
        if fixed[site] or len(rest) < max(1, p_min):
            continue
        if (costs[:, rest].min(axis=1) <= costs[:, kept].min(axis=1)).all():
            kept = rest
    return np.array(kept, dtype=np.int64)


class _Search:
    """The search for one p-median: its sites, the best plan and the bound."""

    def __init__(self, sites: Sites, gap: float, stage: Stage, clock: Clock, seed: int) -> None:
        self.best = Incumbent(np.array([], dtype=np.int64))
        self._sites, self._gap, self._stage, self._clock = sites, gap, stage, clock
        self._seed, self._dice = seed, np.random.default_rng(seed)

    def begin(self, start: Ints | None) -> None:
        """Find the first plan by greedy and swaps, and improve a known plan by swaps too."""
        first, _ = improve(self._sites, greedy(self._sites))
        self._offer(first)
        if start is not None:
            rows = self._sites.rows(start)
            rows = np.concatenate([rows[self._sites.fixed[rows]], rows[~self._sites.fixed[rows]]])
            spare = np.setdiff1d(first, rows)
            known = np.concatenate([rows, spare])[: self._sites.count]
            if len(known) == self._sites.count and self._sites.fixed[known].sum() == self._sites.fixed.sum():
                self._offer(improve(self._sites, known)[0])

    def _offer(self, rows: Ints, sites: Sites | None = None) -> None:
        sites = sites or self._sites
        self.best.offer(sites.ids[rows], float(sites.cost[rows].min(axis=0).sum()))

    def prove(self, threads: int) -> float:
        """Improve plan and bound until they meet or time is up; returns the proven bound."""
        ascent = Ascent(self._sites, self.best, first_multipliers(self._sites, self._sites.rows(self.best.open)))
        ascent.run(_STEPS, self._gap, self._stage, self._clock)
        if ascent.closed(self._gap) or out_of_time(self._clock):
            return ascent.bound
        benders = Benders(
            ascent.sites,
            ascent.multipliers,
            self.best,
            ascent.bound,
            self._gap,
            self._stage,
            self._clock,
            threads=threads,
            seed=self._seed,
        )
        benders.relax()
        if not benders.closed():
            self._shake(benders.sites)
            benders.settle()
            benders.decide()
        return min(self.best.cost, benders.bound)

    def _shake(self, sites: Sites) -> None:
        """Swap some sites of the best plan at random and improve again."""
        for n in range(_SHAKES):
            if out_of_time(self._clock):
                break
            rows = sites.rows(self.best.open)
            better, _ = improve(sites, shaken(sites, rows, 2 + n % 4, self._dice))
            self._offer(better, sites)


F = 0
"""Index of the only function."""


@dataclass(frozen=True, eq=False)
class Median:
    """A scenario read as a p-median.

    Attributes:
        instance: the scenario as arrays.
        today: what stands today.
        costs: ``(U, S)`` of serving a unit with visits from a site, in column units of the citizen aim.
        possible: ``(S,)`` bool: may be open.
        certain: ``(S,)`` bool: is open in every plan.
        reference: real value of each aim where its column is 0.
    """

    instance: Instance
    today: Today
    costs: Floats
    possible: Bools
    certain: Bools
    reference: Three

    @property
    def at_least(self) -> int:
        """The fewest sites that may be open."""
        return int(self.instance.clinics.sites_at_least[F])

    @property
    def at_most(self) -> float:
        """The most sites that may be open; infinite without a limit."""
        return float(self.instance.clinics.sites_at_most[F])

    @cached_property
    def others(self) -> tuple[float, float]:
        """Column values of quality and economy, which are the same in every plan."""
        economics, today = self.instance.economics, self.today
        at_sites = float(self.instance.demand.visits[F].sum()) - float(today.site_visits[F])
        economy = float(economics.variable_visit[F]) * at_sites
        return -self.reference[1] / AIM_UNITS[1], (economy - self.reference[2]) / AIM_UNITS[2]

    def citizen(self, cost: float) -> float:
        """The citizen aim's column value of a plan from its cost."""
        return cost - self.reference[0] / AIM_UNITS[0]

    def column(self, site: int) -> str:
        """Name of the column that opens a site."""
        return name_of("open", self.instance.function_ids[F], self.instance.site_ids[site])

    def values(self, open_: Ints, cost: float) -> dict[str, float]:
        """Column values of the plan that opens these sites at this cost: the decisions, and the three aims."""
        chosen = set(open_.tolist())
        values = {self.column(s): float(s in chosen) for s in np.flatnonzero(self.possible & ~self.certain).tolist()}
        return values | dict(zip((f"aim({aim})" for aim in AIMS), (self.citizen(cost), *self.others), strict=True))

    def opened(self, values: Mapping[str, float]) -> Ints:
        """Indices of the sites that are open by these column values; sites open in every plan have no column."""
        chosen = [s for s in np.flatnonzero(self.possible).tolist() if values.get(self.column(s), 0.0) > 0.5]
        return np.union1d(np.array(chosen, dtype=np.int64), np.flatnonzero(self.certain))

    def plan(self, open_: Ints) -> Plan:
        """The plan with these sites open: every unit goes to its cheapest site, on as few days as hold the visits."""
        instance = self.instance
        functions, units, sites = instance.shape
        is_open = np.zeros((functions, sites), dtype=bool)
        is_open[F, open_] = True
        level = np.zeros(functions, dtype=np.int64)
        assign = np.zeros((functions, units, sites))
        way = np.where(np.isfinite(instance.travel.minutes), aim_minutes(instance, F), np.inf)
        open_ = open_[self._order[open_].argsort()]
        nearest = open_[np.argmin(way[:, open_], axis=1)]
        assign[F, np.arange(units), nearest] = 1.0
        sent = flows(instance, is_open, np.zeros(is_open.shape), level, assign).sent
        days = np.zeros(is_open.shape)
        for s in open_[~instance.is_hospital[open_]].tolist():
            days[F, s] = self._days(s, float(sent[F, s]))
        return Plan(is_open, days, self.today.units.copy(), level, assign)

    @cached_property
    def _order(self) -> Ints:
        """``(S,)`` place of each site among those equally near a unit, as in `where_the_region_sends`."""
        instance = self.instance
        keys = np.array(instance.site_ids), ~instance.is_hospital, -self.today.volume[F], mean_minutes(instance)
        return np.lexsort(keys).argsort()

    def _days(self, s: int, visits: float) -> float:
        """The fewest allowed days a week that hold the visits; at least today's where houses keep what they have."""
        instance = self.instance
        needed = days_to_hold(instance, F, s, visits)
        if instance.scenario.policy.existing_in_houses == "keep":
            needed = max(needed, float(np.nan_to_num(instance.baseline.days[F, s])))
        own = own_days(instance, self.today.days, F, s)
        return least_allowed_days(instance, own, F, needed, instance.least_days(F, s))


def recognise(instance: Instance, today: Today) -> Median | None:
    """The scenario as a p-median; None where plans that open the same sites could differ in rules, cost or quality."""
    if len(instance.function_ids) != 1 or instance.follows_order(F) or instance.equipment_ids:
        return None
    certain = np.zeros(len(instance.site_ids), dtype=bool)
    certain[[s for _, s in certain_pairs(instance, today)]] = True
    possible = instance.allowed[F] | certain
    visits = visits_of(instance, F, movable=True)[0]
    units = visits > 0
    plain = (
        _only_places(instance)
        and today.fairness.equity == "mean"
        and _only_visits(instance)
        and _no_money(instance)
        and bool((instance.allowed[F] | ~certain).all())
        and bool(units.any())
        and bool(np.isfinite(instance.travel.minutes[np.ix_(units, possible)]).all())
        and bool((instance.clinics.visits_per_day[F, possible & ~instance.is_hospital] >= 1).all())
    )
    if not plain:
        return None
    weight = instance.scenario.functions[instance.function_ids[F]].citizen_weight.value
    minutes = np.where(possible, aim_minutes(instance, F)[units], 0.0)
    costs = minutes * (visits[units, None] * (2 * weight / AIM_UNITS[0]))
    return Median(instance, today, costs, possible, certain, (today.citizen_minutes, today.quality_visits, 0.0))


def _only_places(instance: Instance) -> bool:
    """Whether the number of open sites is the only rule that couples decisions, and all may be sent to the nearest."""
    clinics, nearest = instance.clinics, instance.within_minutes(F) == np.inf
    record = instance.scenario.functions[instance.function_ids[F]]
    return (
        instance.scenario.policy.max_changes is None
        and instance.scenario.policy.max_digital_share is None
        and not instance.floors
        and not instance.scenario.policy.soft_rules
        and not instance.scenario.phases
        and (nearest or record.site_by != "patient_base")
        and not clinics.requires.any()
        and float(clinics.min_visits[F]) == float(clinics.min_patients[F]) == 0
        and float(clinics.retained_share[F]) == float(clinics.retained_visits[F]) == 0
        and not np.isfinite(clinics.max_travel_minutes[F])
        and not np.isfinite(clinics.free_rooms[~instance.is_hospital, clinics.room[F]]).any()
        and not np.isfinite(instance.staff.extra_days[instance.staff.per_day[F] > 0]).any()
        and not np.isfinite(instance.staff.most_away[instance.staff.per_day[F] > 0]).any()
    )


def _only_visits(instance: Instance) -> bool:
    """Whether everybody may be sent anywhere, nobody is seen at home, and quality is the same everywhere."""
    clinics, demand = instance.clinics, instance.demand
    return (
        len(demand.home_share[F]) == 1
        and not demand.home_share[F].any()
        and float(demand.movable_share[F]) == 1
        and bool((clinics.house_parity[F] == 1).all())
        and float(clinics.target[F]) == 0
    )


def _no_money(instance: Instance) -> bool:
    """Whether costs are the same whichever sites are open and whoever goes where, and there is no budget."""
    economics, houses = instance.economics, ~instance.is_hospital
    day = economics.staff_day[F] + economics.travel_day[F] + economics.room_day
    return (
        not day[houses].any()
        and float(economics.hospital_visit[F]) == 0
        and float(economics.transport_share[F] * economics.transport_km) == 0
        and not economics.fitting_out[F].any()
        and not economics.room_fitting_out.any()
        and not np.isfinite(economics.max_investment)
        and not np.isfinite(economics.max_extra_operating)
    )


MOST_WRITTEN = 20_000
"""Units times sites of the largest p-median that is also written as a model, so that plans can be excluded."""


class MedianBackend:
    """Answers stages of a p-median; see ``Backend`` for what is common to solvers.

    Quality and economy are the same in every plan, so a stage either minimises minutes or accepts any plan. The
    p-median is solved once, to a gap of 0 whatever a stage asks: its gap is a share of ranges, and two of those are 0
    here.

    Args:
        median: the scenario.
        other: makes the backend for questions in which more minutes may be better; called when the first one comes.
        draft: of the model where it is written, so that answers have a value for each of its columns.
        threads: of the solver of the relaxations.
        seed: of that solver, and of the random swaps.
    """

    def __init__(
        self, median: Median, other: Callable[[], Backend], draft: Draft | None = None, threads: int = 1, seed: int = 0
    ) -> None:
        self._median, self._other, self._draft = median, other, draft
        self._threads, self._seed = threads, seed
        self._known: MedianAnswer | None = None
        self._written: Backend | None = None
        self._apart = False

    @property
    def can_exclude(self) -> bool:
        """See ``Backend``; excluding plans needs the written model, which a large p-median has not."""
        return self._median.costs.size <= MOST_WRITTEN

    def exclude(self, values: Mapping[str, float]) -> None:
        """See ``Backend``: the written model answers until ``include_all``."""
        self._apart = True
        self._elsewhere.exclude(values)

    def fix(self, values: Mapping[str, float]) -> None:
        """See ``Backend``: the written model answers until ``include_all``."""
        self._apart = True
        self._elsewhere.fix(values)

    def polished(
        self, values: Mapping[str, float], measures: Sequence[Stage], further: Sequence[Mapping[str, float]]
    ) -> Mapping[str, float]:
        """See ``Backend``."""
        return self._elsewhere.polished(values, measures, further)

    def include_all(self) -> None:
        """See ``Backend``."""
        if self._apart:
            self._elsewhere.include_all()
        self._apart = False

    @property
    def _elsewhere(self) -> Backend:
        """The written model's own backend, made when it is first needed."""
        self._written = self._written or self._other()
        return self._written

    def answer(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
        """Solve a stage; see ``Backend``. Relaxed stages are answered by the proven bound."""
        slopes = stage.chebyshev.slope if stage.chebyshev else (0.0, 0.0, 0.0)
        if self._apart or stage.decisions or min(stage.cost[0], stage.t_cost, slopes[0]) < 0:
            return self._elsewhere.answer(stage, clock, start)
        if self._known is None or self._known.status is not Status.OPTIMAL:
            self._known = self._solved(stage, clock, start)
        known, median = self._known, self._median
        if known.status in (Status.INFEASIBLE, Status.NO_PLAN_FOUND):
            return Answer(known.status, {}, INF, known.bound, known.stopped)
        citizen, least = median.citizen(known.objective), median.citizen(known.bound)
        if not self._keeps(stage, citizen):
            proven = known.status is Status.OPTIMAL or not self._keeps(stage, least)
            status = Status.INFEASIBLE if proven else Status.NO_PLAN_FOUND
            return Answer(status, {}, INF, INF if proven else -INF, known.stopped)
        objective, bound = self._value(stage, citizen), self._value(stage, least)
        done = known.status is Status.OPTIMAL or objective - bound <= stage.asked(bound) + 1e-9 * max(
            1.0, abs(objective)
        )
        status = Status.OPTIMAL if done else Status.FEASIBLE
        return Answer(status, self._values(known), bound if stage.relaxed else objective, bound, known.stopped)

    def _solved(self, stage: Stage, clock: Clock, start: Mapping[str, float] | None) -> MedianAnswer:
        """Solve the p-median, beginning with the best plan and bound known from earlier stages."""
        median, known = self._median, self._known
        begin = median.opened(start) if start else None
        if known is not None and len(known.open):
            begin = known.open
        found = solve_median(
            median.costs,
            median.at_least,
            median.at_most,
            median.certain,
            ~median.possible,
            0.0,
            stage,
            self._translated(stage, clock),
            start=begin,
            threads=self._threads,
            seed=self._seed,
        )
        return found if known is None else better_of(known, found)

    def _translated(self, stage: Stage, clock: Clock) -> Clock:
        """A clock whose progress reports are in the stage's objective in place of the p-median's cost."""

        def told(line: Progress) -> None:
            known = [line.best, line.bound]
            values = [
                None if v is None or not np.isfinite(v) else self._value(stage, self._median.citizen(v)) for v in known
            ]
            clock.tell(stage, values[0], values[1])

        return replace(clock, report=None if clock.report is None else told)

    def _value(self, stage: Stage, citizen: float) -> float:
        return stage.value((citizen, *self._median.others))

    def _keeps(self, stage: Stage, citizen: float) -> bool:
        return stage.keeps((citizen, *self._median.others))

    def _values(self, known: MedianAnswer) -> dict[str, float]:
        values = self._median.values(known.open, known.objective)
        return values if self._draft is None else every_value(self._median, self._draft, known.open) | values


def better_of(one: MedianAnswer, other: MedianAnswer) -> MedianAnswer:
    """Combine two answers to one p-median: the cheaper plan and the higher bound; a proven answer stands alone."""
    best = one if one.objective <= other.objective else other
    if Status.OPTIMAL in (one.status, other.status):
        return one if one.status is Status.OPTIMAL else other
    return MedianAnswer(best.open, best.objective, max(one.bound, other.bound), best.status, other.stopped)


def every_value(median: Median, draft: Draft, open_: Ints) -> dict[str, float]:
    """A value for each column of a written model: what is open, clinic days, and who is sent where."""
    plan = median.plan(open_)
    values = dict.fromkeys(draft.variables, 0.0)
    values |= start_values(draft, plan.open, plan.days, plan.units, plan.home_level)
    if "one" in values:
        values["one"] = 1.0
    function, sites = draft.instance.function_ids[F], draft.instance.site_ids
    for group in draft.groups:
        seen = int(np.argmax(plan.assign[F, group.demand.units[0]]))
        name = name_of("sent", function, group.stream, group.number, sites[seen], 0)
        if name in values:
            values[name] = 1.0
    return values
