"""Today as a plan: days are computed where they follow the catchment, units inferred where none are listed."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools, Instance, Today
from placement.plan.aims import citizen_minutes, fairness_of, quality_visits
from placement.plan.allocate import Flows, flows
from placement.plan.case import waivers_of
from placement.plan.days import todays_days
from placement.plan.equipment import todays_units, utilisation
from placement.plan.money import visit_km
from placement.plan.plan import Plan
from placement.plan.service import coverage, digital_share, share_within
from placement.plan.volume import targets
from placement.time_limit import in_time


def describe_today(instance: Instance) -> tuple[Today, Plan | None]:
    """What stands today, and the plan that keeps it; without an open baseline row everything is 0 and there is none."""
    if not instance.baseline.exists:
        return _nothing(instance), None
    is_open = instance.baseline.open
    level = np.zeros(len(instance.function_ids), dtype=np.int64)
    in_time()
    sent = flows(instance, is_open, np.zeros(is_open.shape), level).sent
    in_time()
    days = todays_days(instance, is_open, sent)
    through = flows(instance, is_open, days, level)
    in_time()
    units = todays_units(instance, is_open, through.volume)
    return _described(instance, through, units), Plan(is_open, days, units, level, through.assign)


def at_hospitals(instance: Instance) -> Plan:
    """Everything at the hospitals where it may be, and at any site what may be at none of them."""
    functions, _, sites = instance.shape
    is_open, days = _doors(instance), np.zeros((functions, sites))
    level = np.zeros(functions, dtype=np.int64)
    through = flows(instance, is_open, days, level)
    return Plan(is_open, through.days, todays_units(instance, is_open, through.volume), level, through.assign)


def _doors(instance: Instance) -> Bools:
    """``(F, S)`` hospitals where each function may be; any site where it may be at no hospital."""
    hospitals = instance.allowed & instance.is_hospital
    doors: Bools = np.where(hospitals.any(axis=1, keepdims=True), hospitals, instance.allowed)
    return doors


def _described(instance: Instance, through: Flows, units: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Today:
    is_open = instance.baseline.open
    target = targets(instance, waivers_of(instance))
    fairness = fairness_of(instance, through)
    return Today(
        open=is_open,
        days=through.days,
        units=units,
        volume=through.volume,
        utilisation=utilisation(instance, units, through.volume),
        travel_share=np.array([share_within(instance, through, f) for f in range(len(is_open))]),
        site_visits=through.seen.sum(axis=(1, 2)),
        home_visits=through.home.sum(axis=1),
        visit_km=visit_km(instance, through),
        citizen_minutes=citizen_minutes(instance, fairness, through),
        quality_visits=quality_visits(instance, through, is_open, target),
        fairness=fairness,
        coverage=coverage(instance, through),
        digital_share=digital_share(instance, through),
    )


def _nothing(instance: Instance) -> Today:
    """A today of zeros; how much a minute counts is taken from all visits going to hospitals, where any may be open."""
    functions, _, sites = instance.shape
    types = len(instance.equipment_ids)
    level = np.zeros(functions, dtype=np.int64)
    return Today(
        open=np.zeros((functions, sites), dtype=bool),
        days=np.zeros((functions, sites)),
        units=np.zeros((types, sites), dtype=np.int64),
        volume=np.zeros((functions, sites)),
        utilisation=np.zeros((types, sites)),
        travel_share=np.zeros(functions),
        site_visits=np.zeros(functions),
        home_visits=np.zeros(functions),
        visit_km=np.zeros(functions),
        citizen_minutes=0.0,
        quality_visits=0.0,
        fairness=fairness_of(instance, flows(instance, _doors(instance), np.zeros((functions, sites)), level)),
        coverage=np.zeros(len(instance.floors)),
        digital_share=0.0,
    )
