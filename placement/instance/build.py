"""Builds the instance, a scenario as frozen arrays, and its prices, all in DKK of the price year."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.clinics import (
    make_apparatus,
    make_baseline,
    make_clinics,
    make_hybrids,
    make_staff,
    overflow_sites,
)
from placement.instance.demand import make_demand, make_floors, make_synergies, make_zones
from placement.instance.eligibility import Static, decisions, make_allowed, make_barred, make_index_sets, make_waived
from placement.instance.instance import Economics, Floats, Instance, Staff, Travel
from placement.instance.travel import make_travel
from placement.scenario.price_year import in_price_year
from placement.scenario.schema.offers import RUNNING_ITEMS
from placement.time_limit import in_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.instance.eligibility import IndexSets
    from placement.scenario.schema.offers import Function
    from placement.scenario.schema.quantity import Quantity
    from placement.scenario.schema.scenario import Scenario


def annuity(rate: float, years: float) -> float:
    """The share of an investment that is paid each year for ``years`` (n) at interest ``rate`` (i) a year.

    The annuity factor i / (1 − (1+i)^−n); 1/n without interest.
    """
    return 1 / years if rate == 0 else rate / (1 - (1 + rate) ** -years)


def _home_visit(scenario: Scenario, function: Function) -> float:
    """DKK of one visit at home: its own cost, and a patient's onboarding divided by the visits made while it lasts."""
    home = function.home
    if home is None:
        return 0.0
    start = in_price_year(scenario, home.onboarding_per_patient)
    per_patient = function.visits_per_patient_per_year
    visits = 0.0 if per_patient is None else per_patient.value * home.onboarding_lasts_years.value
    return in_price_year(scenario, home.cost_per_visit) + (start / visits if visits else 0.0)


def make_economics(sets: IndexSets, staff: Staff, travel: Travel, hybrid_share: Floats) -> Economics:
    """Every price, payer and budget; see `Economics`."""
    scenario = sets.scenario
    functions, types = list(scenario.functions.values()), list(scenario.equipment.values())
    prices, policy, phase = scenario.prices, scenario.policy, scenario.phase

    def money(price: Quantity | None, missing: float = 0.0) -> float:
        return missing if price is None else in_price_year(scenario, price)

    def shares(paid_by: Mapping[str, float] | None) -> list[float]:
        own = {scenario.terms.own_payer: 1.0}
        return [(own if paid_by is None else paid_by).get(payer, 0.0) for payer in scenario.terms.payer_keys]

    role_day = np.array([money(role.cost_per_clinic_day) for role in scenario.staff_roles.values()], dtype=float)
    staff_day = staff.per_day @ role_day
    screens = np.array([money(f.hybrid.equipment_per_site) if f.hybrid else 0.0 for f in functions])
    day_at_hospital = np.array([max(1.0, f.visits_in(f.clinic_day_minutes.value)) for f in functions])
    return Economics(
        staff_day=staff_day,
        travel_day=staff.away.sum(axis=1) * 2 * travel.parent_km[None, :] * money(prices.staff_travel_per_km),
        hospital_visit=staff_day / day_at_hospital,
        release=prices.hospital_release_share.value,
        absorb=prices.hospital_absorb_share.value,
        variable_visit=np.array([money(f.variable_per_visit) for f in functions]),
        room_day=np.array([money(site.room_per_day) for site in sets.sites]),
        let_price=np.array([money(site.let_room_per_year) for site in sets.sites]),
        recruit_price=np.array([money(role.recruit_per_year) for role in scenario.staff_roles.values()], dtype=float),
        home_visit=np.array([_home_visit(scenario, f) for f in functions]),
        home_payers=np.array([shares(f.home.paid_by if f.home else {}) for f in functions]),
        payers={item: np.array(shares(prices.paid_by.get(item))) for item in RUNNING_ITEMS},
        transport_share=np.array(
            [f.patient_transport.share_entitled.value if f.patient_transport else 0.0 for f in functions]
        ),
        transport_km=money(prices.patient_transport_per_km),
        citizen_km=money(prices.citizen_travel_per_km),
        equipment_price=np.array([money(t.price) for t in types], dtype=float),
        equipment_site_price=np.array([money(t.fixed_price_per_site) for t in types], dtype=float),
        equipment_service=np.array([money(t.service_per_year) for t in types], dtype=float),
        equipment_annuity=np.array([annuity(prices.discount_rate, t.lifetime_years.value) for t in types], dtype=float),
        fitting_out=np.array([money(f.fitting_out) for f in functions])[:, None]
        + screens[:, None] * (hybrid_share > 0),
        room_fitting_out=np.array(
            [money(scenario.rooms[kind].fitting_out) if kind in scenario.rooms else 0.0 for kind in sets.room_ids]
        ),
        fitting_out_annuity=annuity(prices.discount_rate, prices.fitting_out_lifetime_years.value),
        max_investment=money(policy.max_investment, np.inf),
        max_extra_operating=money(policy.max_extra_operating_per_year, np.inf),
        max_phase_investment=money(phase.max_investment if phase else None, np.inf),
    )


def build(scenario: Scenario) -> Instance:
    """The scenario as frozen arrays; the scenario must have passed its checks."""
    sets = make_index_sets(scenario)
    travel, parent, between = make_travel(sets)
    in_time()
    hybrid = make_hybrids(sets, travel)
    staff = make_staff(sets, travel, hybrid)
    clinics = make_clinics(sets, hybrid)
    baseline = make_baseline(sets)
    in_time()
    waived = make_waived(sets)
    must, must_not = decisions(sets)
    barred = make_barred(Static(sets, parent, travel, clinics), waived, must_not)
    allowed, hospital_fixed = make_allowed(sets, barred, must, baseline)
    group = tuple(str(getattr(area, scenario.areas.group_by) or "") for area in sets.areas)
    in_time()
    demand = make_demand(sets)
    in_time()
    instance = Instance(
        scenario=scenario,
        area_ids=sets.area_ids,
        site_ids=sets.site_ids,
        function_ids=sets.function_ids,
        equipment_ids=sets.equipment_ids,
        role_ids=sets.role_ids,
        room_ids=sets.room_ids,
        unit_area=sets.unit_area,
        unit_without_car=sets.unit_without_car,
        group=group,
        is_hospital=sets.is_hospital,
        parent=parent,
        overflow_site=overflow_sites(sets, parent, between, baseline, travel),
        barred=barred,
        allowed=allowed,
        must=must,
        must_not=must_not,
        hospital_fixed=hospital_fixed,
        waived=waived,
        demand=demand,
        travel=travel,
        clinics=clinics,
        apparatus=make_apparatus(sets),
        staff=staff,
        economics=make_economics(sets, staff, travel, hybrid.share),
        baseline=baseline,
        floors=make_floors(sets, group, demand.visits),
        synergies=make_synergies(sets),
        zones=make_zones(sets, demand.people, travel.minutes),
    )
    _freeze(instance)
    return instance


def _freeze(record: object) -> None:
    """Make every array of the record, and of the records in it, read-only."""
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        for part in value if isinstance(value, tuple) else [value]:
            if isinstance(part, np.ndarray):
                part.flags.writeable = False
            if hasattr(part, "__dataclass_fields__"):
                _freeze(part)
        if isinstance(value, dict):
            for part in value.values():
                if isinstance(part, np.ndarray):
                    part.flags.writeable = False
