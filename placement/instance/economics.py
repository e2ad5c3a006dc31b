"""Prices as arrays, in DKK of the price year, and annuities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import Economics, Floats, Staff, Travel
from placement.scenario.price_year import in_price_year
from placement.scenario.schema.offers import RUNNING_ITEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.instance.index_sets import IndexSets
    from placement.scenario.schema.offers import Function
    from placement.scenario.schema.quantity import Quantity
    from placement.scenario.schema.scenario import Scenario


def annuity(rate: float, years: float) -> float:
    """Yearly share of a price over ``years`` at interest ``rate``: i / (1 − (1+i)^−n), 1/n without interest."""
    return 1 / years if rate == 0 else rate / (1 - (1 + rate) ** -years)


def _home_visit(scenario: Scenario, function: Function) -> float:
    """DKK of a visit at home: its own price, and the onboarding of a patient spread over the visits it lasts for."""
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
