"""Money by payer and item, relative to today, and the rules on budgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats, Instance
from placement.plan.allocate import Flows
from placement.plan.capacity import extra_days, recruited_days, rooms_taken_back
from placement.plan.case import ANYWHERE, Case, owner_of
from placement.plan.plan import MoneyItem, RuleCheck
from placement.scenario.schema.rules import Rule

CITIZEN = "citizen"
"""The payer whose costs are only reported: they count in no aim and no budget."""
_NOTHING_MONEY = 1e-6
"""DKK below which an item is left out."""


@dataclass(frozen=True)
class Ledger:
    """All money of a plan relative to today, in DKK; a positive amount is dearer than today.

    Attributes:
        items: every amount that is not 0.
        annuities: what the investments cost a year.
    """

    items: tuple[MoneyItem, ...]
    annuities: float

    @property
    def public(self) -> float:
        """Running cost a year of everybody but citizens, relative to today."""
        return sum(item.money_per_year for item in self.items if item.payer != CITIZEN)

    def operating(self, *payers: str) -> float:
        """Running cost a year of these payers, relative to today."""
        return sum(item.money_per_year for item in self.items if item.payer in payers)

    @property
    def investment(self) -> float:
        """All investment."""
        return sum(item.investment for item in self.items)

    @property
    def economy(self) -> float:
        """The aim: public running cost and annuities, a year."""
        return self.public + self.annuities


def visit_km(instance: Instance, flows: Flows) -> Floats:
    """``(F,)`` km one way × visits a year at sites, fixed ones left out."""
    km = np.nan_to_num(instance.travel.km[instance.unit_area], posinf=0.0)
    return flows.seen.reshape(len(flows.seen), -1) @ km.ravel()


def ledger(case: Case) -> Ledger:
    """Every item of running cost and investment."""
    equipment, equipment_annuity = _equipment(case)
    fitting_out = np.where(case.plan.open & ~case.today.open, case.instance.economics.fitting_out, 0.0)
    rooms = _new_kinds_of_room(case)
    sites = case.instance.site_ids
    items = [
        *_by_pair(case, "staff_houses", _per_day(case, case.instance.economics.staff_day[:, None])),
        *_by_pair(case, "staff_travel", _per_day(case, case.instance.economics.travel_day)),
        *_by_site(case, "recruitment", case.instance.economics.recruit_price @ recruited_days(case)),
        *_by_pair(case, "staff_hospitals", _hospital_staff(case, case.instance.economics.release)),
        *_by_pair(case, "rooms", np.maximum(_per_day(case, case.instance.economics.room_day[None, :]), 0.0)),
        *_by_site(case, "lost_rent", case.instance.economics.let_price * rooms_taken_back(case).sum(axis=1)),
        *_by_function(case),
        *_by_site(case, "equipment_service", _service(case)),
        *(item for s, site in enumerate(sites) for item in _invested(case, "equipment", "", site, equipment[s])),
        *(
            item
            for f, s in np.argwhere(fitting_out).tolist()
            for item in _invested(case, "fitting_out", case.instance.function_ids[f], sites[s], fitting_out[f, s])
        ),
        *(item for s, site in enumerate(sites) for item in _invested(case, "room_fitting_out", "", site, rooms[s])),
    ]
    fitting_annuity = float(fitting_out.sum() + rooms.sum()) * case.instance.economics.fitting_out_annuity
    return Ledger(tuple(items), equipment_annuity + fitting_annuity)


def _new_kinds_of_room(case: Case) -> Floats:
    """``(S,)`` DKK of fitting out those kinds of room that the plan uses at the site and nothing uses today."""
    of_kind = case.instance.clinics.room[:, None] == np.arange(len(case.instance.room_ids))
    now, before = (is_open.T.astype(int) @ of_kind.astype(int) > 0 for is_open in (case.plan.open, case.today.open))
    price: Floats = (now & ~before) @ case.instance.economics.room_fitting_out
    return price


def _per_day(case: Case, money: Floats) -> Floats:
    """``(F, S)`` DKK a year of the clinic days beyond today's, at ``money`` DKK a day."""
    yearly: Floats = extra_days(case) * case.instance.clinics.weeks[:, None] * money
    return yearly


def operating_at_release(case: Case, money: Ledger, release: float) -> float:
    """Public running cost a year if hospitals saved ``release``, a share, of the staff cost of visits they lose."""
    planned = _hospital_staff(case, case.instance.economics.release)
    return money.public + float((_hospital_staff(case, release) - planned).sum())


def _hospital_staff(case: Case, release: float) -> Floats:
    """``(F, S)`` DKK a year of hospital staff at a release share; visits that arrive cost at least that share."""
    economics = case.instance.economics
    change = case.flows.volume - case.today.volume
    felt = np.where(change > 0, max(economics.absorb, release), release) * change
    return np.where(case.instance.is_hospital, economics.hospital_visit[:, None] * felt, 0.0)


def _equipment(case: Case) -> tuple[Floats, float]:
    """``(S,)`` investment in equipment, DKK, and the annuity of all of it, DKK a year."""
    economics, before = case.instance.economics, case.today.units
    bought = np.maximum(case.plan.units - before, 0)
    first = (before == 0) & (case.plan.units > 0)
    price = bought * economics.equipment_price[:, None] + first * economics.equipment_site_price[:, None]
    return price.sum(axis=0), float(economics.equipment_annuity @ price.sum(axis=1))


def _service(case: Case) -> Floats:
    """``(S,)`` DKK a year of service beyond today's; only houses save the service of a unit they give up."""
    more = case.plan.units - case.today.units
    more = np.where(case.instance.is_hospital, np.maximum(more, 0), more)
    service: Floats = case.instance.economics.equipment_service @ more
    return service


def _by_function(case: Case) -> Iterator[MoneyItem]:
    """The items that follow the visits: variable cost, care at home, transport, citizens' own travel."""
    economics, today, flows = case.instance.economics, case.today, case.flows
    visits = flows.seen.sum(axis=(1, 2)) - today.site_visits
    at_home = economics.home_visit * (flows.home.sum(axis=1) - today.home_visits)
    there_and_back = 2 * (visit_km(case.instance, flows) - today.visit_km)
    entitled = economics.transport_share
    for f, name in enumerate(case.instance.function_ids):
        transport = entitled[f] * there_and_back[f] * economics.transport_km
        yield from _paid(
            case, economics.payers["variable"], "variable", name, "", economics.variable_visit[f] * visits[f]
        )
        yield from _paid(case, economics.home_payers[f], "home", name, "", at_home[f])
        yield from _paid(case, economics.payers["patient_transport"], "patient_transport", name, "", transport)
        own_travel = float((1 - entitled[f]) * there_and_back[f] * economics.citizen_km)
        if abs(own_travel) > _NOTHING_MONEY:
            yield MoneyItem(CITIZEN, "citizen_travel", name, "", own_travel, 0.0)


def _by_pair(case: Case, item: str, money: Floats) -> Iterator[MoneyItem]:
    shares = case.instance.economics.payers[item]
    for f, s in np.argwhere(np.abs(money) > _NOTHING_MONEY).tolist():
        yield from _paid(case, shares, item, case.instance.function_ids[f], case.instance.site_ids[s], money[f, s])


def _by_site(case: Case, item: str, money: Floats) -> Iterator[MoneyItem]:
    shares = case.instance.economics.payers[item]
    for s in np.flatnonzero(np.abs(money) > _NOTHING_MONEY).tolist():
        yield from _paid(case, shares, item, "", case.instance.site_ids[s], money[s])


def _paid(case: Case, shares: Floats, item: str, function: str, site: str, money: float) -> Iterator[MoneyItem]:
    """Each payer's part of a running cost, left out where it is nothing."""
    terms = case.instance.scenario.terms
    for payer, part in zip(terms.payer_keys, shares * money, strict=True):
        if abs(part) > _NOTHING_MONEY:
            yield MoneyItem(payer, item, function, site, float(part), 0.0, own=payer == terms.own_payer)


def _invested(case: Case, item: str, function: str, site: str, money: float) -> Iterator[MoneyItem]:
    """An investment, paid by the own budget; left out where it is nothing."""
    if abs(money) > _NOTHING_MONEY:
        yield MoneyItem(case.instance.scenario.terms.own_payer, item, function, site, 0.0, float(money), own=True)


def budget_checks(case: Case, investment: float, operating: float) -> Iterator[RuleCheck]:
    """The two budgets: investment in all, and the own budget's running cost beyond today's, in DKK."""
    policy, economics, nowhere = case.instance.scenario.policy, case.instance.economics, (ANYWHERE, ANYWHERE)
    if np.isfinite(economics.max_investment):
        need, owner = economics.max_investment, owner_of(policy.max_investment)
        yield case.check(Rule.MAX_INVESTMENT, nowhere, investment, "at_most", need, "DKK", owner=owner)
    if np.isfinite(economics.max_extra_operating):
        need, owner = economics.max_extra_operating, owner_of(policy.max_extra_operating_per_year)
        yield case.check(Rule.MAX_EXTRA_OPERATING, nowhere, operating, "at_most", need, "DKK/year", owner=owner)
