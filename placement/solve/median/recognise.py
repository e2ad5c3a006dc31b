"""Which scenarios are a p-median: the region allocates one function's visits, and plans differ in minutes only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.instance.instance import Bools, Floats, Instance, Ints, Today
from placement.model.decisions import certain_pairs
from placement.model.demand_classes import visits_of
from placement.model.formulation import AIM_UNITS
from placement.model.linear import name_of
from placement.model.measures import aim_minutes
from placement.plan.allocate import flows
from placement.plan.days import days_to_hold, least_allowed_days, own_days
from placement.plan.plan import Plan
from placement.scenario.schema.frame import AIMS
from placement.solve.stage import Three

F = 0
"""The only function."""


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
        """Sites that must be open."""
        return int(self.instance.clinics.sites_at_least[F])

    @property
    def at_most(self) -> float:
        """Sites that may be open; inf without a limit."""
        return float(self.instance.clinics.sites_at_most[F])

    @cached_property
    def others(self) -> tuple[float, float]:
        """Column values of quality and economy, which are the same in every plan."""
        economics, today = self.instance.economics, self.today
        at_sites = float(self.instance.demand.visits[F].sum()) - float(today.site_visits[F])
        economy = float(economics.variable_visit[F]) * at_sites
        return -self.reference[1] / AIM_UNITS[1], (economy - self.reference[2]) / AIM_UNITS[2]

    def citizen(self, cost: float) -> float:
        """The citizen aim's column for what a plan costs."""
        return cost - self.reference[0] / AIM_UNITS[0]

    def column(self, site: int) -> str:
        """Name of the column that opens a site."""
        return name_of("open", self.instance.function_ids[F], self.instance.site_ids[site])

    def values(self, open_: Ints, cost: float) -> dict[str, float]:
        """Column values of a plan: what is open, and the aims."""
        chosen = set(open_.tolist())
        values = {self.column(s): float(s in chosen) for s in np.flatnonzero(self.possible & ~self.certain).tolist()}
        return values | dict(zip((f"aim({aim})" for aim in AIMS), (self.citizen(cost), *self.others), strict=True))

    def opened(self, values: Mapping[str, float]) -> Ints:
        """The sites that column values open; certainly open ones need no column."""
        chosen = [s for s in np.flatnonzero(self.possible).tolist() if values.get(self.column(s), 0.0) > 0.5]
        return np.union1d(np.array(chosen, dtype=np.int64), np.flatnonzero(self.certain))

    def plan(self, open_: Ints) -> Plan:
        """The plan with these sites open: every unit at its cheapest, and as few days as hold the visits."""
        instance = self.instance
        functions, units, sites = instance.shape
        is_open = np.zeros((functions, sites), dtype=bool)
        is_open[F, open_] = True
        level = np.zeros(functions, dtype=np.int64)
        assign = np.zeros((functions, units, sites))
        way = np.where(np.isfinite(instance.travel.minutes), aim_minutes(instance, F), np.inf)
        nearest = open_[np.argmin(way[:, open_], axis=1)]
        assign[F, np.arange(units), nearest] = 1.0
        sent = flows(instance, is_open, np.zeros(is_open.shape), level, assign).sent
        days = np.zeros(is_open.shape)
        for s in open_[~instance.is_hospital[open_]].tolist():
            days[F, s] = self._days(s, float(sent[F, s]))
        return Plan(is_open, days, self.today.units.copy(), level, assign)

    def _days(self, s: int, visits: float) -> float:
        """The fewest allowed days a week; where a house keeps what it has, not below what is listed."""
        instance = self.instance
        needed = days_to_hold(instance, F, s, visits)
        if instance.scenario.policy.existing_in_houses == "keep":
            needed = max(needed, float(np.nan_to_num(instance.baseline.days[F, s])))
        own = own_days(instance, self.today.days, F, s)
        return least_allowed_days(instance, own, F, needed, instance.least_days(F, s))


def recognise(instance: Instance, today: Today) -> Median | None:
    """The scenario as a p-median; None where any rule, krone or quality could tell plans with the same sites apart."""
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
    """No rule but the number of sites ties decisions together, and the region may send everybody to the nearest."""
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
    """Everybody may be sent anywhere, nobody is seen at home, and quality is the same everywhere."""
    clinics, demand = instance.clinics, instance.demand
    return (
        len(demand.home_share[F]) == 1
        and not demand.home_share[F].any()
        and float(demand.movable_share[F]) == 1
        and bool((clinics.house_parity[F] == 1).all())
        and float(clinics.target[F]) == 0
    )


def _no_money(instance: Instance) -> bool:
    """No krone depends on which sites are open or who goes where, and no budget asks."""
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
