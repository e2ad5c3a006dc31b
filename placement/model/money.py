"""Money relative to today: the items of the economy aim and the budgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from placement.instance.instance import Floats
from placement.model.draft import Draft, Pair
from placement.model.linear import Linear, power_above, total
from placement.model.measures import KM
from placement.model.rules import extra_days
from placement.scenario.schema.rules import Rule

MILLION = 1e6
"""Rows of budgets are in million DKK, so that their numbers are of ordinary size."""


@dataclass(eq=False)
class Accounts:
    """Money relative to today as expressions, in DKK.

    Attributes:
        payers: ``(P,)`` shares of the payers by item of the running cost, the one with the own budget first.
        own: that payer's running cost a year; ``others``: of all others.
        investment: investment in all; ``annuity``: its yearly cost.
    """

    payers: Mapping[str, Floats]
    own: Linear = field(default_factory=Linear)
    others: Linear = field(default_factory=Linear)
    investment: Linear = field(default_factory=Linear)
    annuity: Linear = field(default_factory=Linear)

    @property
    def economy(self) -> Linear:
        """The economy aim: running cost of all payers but citizens, and annuities."""
        return self.own + self.others + self.annuity

    def add(self, item: str, amount: Linear, money: float = 1.0) -> None:
        """Add ``money`` a year per unit of ``amount`` to the payers of the item."""
        self.share(self.payers[item], amount, money)

    def share(self, shares: Floats, amount: Linear, money: float) -> None:
        """Add ``money`` a year per unit of ``amount`` to the payers by these ``(P,)`` shares."""
        own, *others = (float(share) for share in shares)
        self.own.add(amount, money * own)
        self.others.add(amount, money * sum(others))


def keep_accounts(draft: Draft) -> Accounts:
    """Write every money item, in the order of ``docs/model.md``."""
    accounts = Accounts(draft.instance.economics.payers)
    for item in (
        _staff,
        _recruits,
        _hospitals,
        _rooms,
        _tenants,
        _visits,
        _transport,
        _equipment,
        _fitting_out,
        _new_rooms,
    ):
        item(draft, accounts)
    return accounts


def _staff(draft: Draft, accounts: Accounts) -> None:
    """``staff_houses`` and ``staff_travel``: clinic days beyond today's at houses."""
    economics, weeks = draft.instance.economics, draft.instance.clinics.weeks
    for f, s in _house_pairs(draft):
        days = extra_days(draft, (f, s))
        accounts.add("staff_houses", days, float(economics.staff_day[f] * weeks[f]))
        accounts.add("staff_travel", days, float(economics.travel_day[f, s] * weeks[f]))


def _house_pairs(draft: Draft) -> list[Pair]:
    """Pairs at houses that may be open, and those that are open today and certain to close."""
    closing = {(int(f), int(s)) for f, s in np.argwhere(draft.today.open & ~draft.instance.is_hospital[None, :])}
    return sorted(closing | set(draft.pairs(houses=True)))


def _hospitals(draft: Draft, accounts: Accounts) -> None:
    """``staff_hospitals``: arriving visits cost the absorb share, leaving visits save only the release share.

    The change is split in two columns. They need no whole-number column to exclude each other: the schema demands
    absorb ≥ release, so having both is never cheaper. Scaling by a power of two keeps the row exact.
    """
    economics = draft.instance.economics
    closing = {(int(f), int(s)) for f, s in np.argwhere(draft.today.open & draft.instance.is_hospital[None, :])}
    for f, s in sorted(closing | set(draft.pairs(houses=False))):
        price = float(economics.hospital_visit[f])
        change = draft.volume[f, s] - float(draft.today.volume[f, s])
        if price == 0:
            continue
        if change.is_constant:
            rate = economics.absorb if change.constant > 0 else economics.release
            accounts.add("staff_hospitals", change, rate * price)
            continue
        scale = power_above(draft.most[f, s])
        ids = draft.ids(f, s)
        share = change * (1 / scale)
        more = draft.variable("arrives", *ids, upper=share.at_most)
        less = draft.variable("leaves", *ids, upper=(share * -1).at_most)
        draft.row("staff_hospitals", share, "==", more - less, *ids)
        accounts.add("staff_hospitals", more, economics.absorb * price * scale)
        accounts.add("staff_hospitals", less, -economics.release * price * scale)


def _rooms(draft: Draft, accounts: Accounts) -> None:
    """``rooms``: days beyond today's cost the room; fewer days save nothing."""
    economics, weeks = draft.instance.economics, draft.instance.clinics.weeks
    for f, s in draft.pairs(houses=True):
        price = float(economics.room_day[s] * weeks[f])
        days = extra_days(draft, (f, s))
        if price == 0 or (days.is_constant and days.constant <= 0):
            continue
        if not draft.stands((f, s)):
            accounts.add("rooms", days, price)
            continue
        beyond = draft.variable("room_days", *draft.ids(f, s), upper=days.at_most)
        draft.row("rooms", beyond, ">=", days, *draft.ids(f, s))
        accounts.add("rooms", beyond, price)


def _tenants(draft: Draft, accounts: Accounts) -> None:
    """``lost_rent``: rooms taken back from tenants."""
    for (s, _), days in draft.taken_back.items():
        accounts.add("lost_rent", days, float(draft.instance.economics.let_price[s]))


def _recruits(draft: Draft, accounts: Accounts) -> None:
    """``recruitment``: days a week beyond what the hospitals' own people can work."""
    for (r, _), days in draft.recruited.items():
        accounts.add("recruitment", days, float(draft.instance.economics.recruit_price[r]))


def _visits(draft: Draft, accounts: Accounts) -> None:
    """``variable`` follows the visits at sites, ``home`` those at home."""
    instance, today = draft.instance, draft.today
    for f, levels in draft.level.items():
        visits = instance.demand.visits[f]
        home = Linear(-float(today.home_visits[f]))
        at_sites = Linear(-float(today.site_visits[f]))
        for level, chosen in enumerate(levels):
            at_home = float((visits * instance.demand.home_share[f][level]).sum())
            home.add(chosen, at_home)
            at_sites.add(chosen, float(visits.sum()) - at_home)
        economics = instance.economics
        accounts.add("variable", at_sites, float(economics.variable_visit[f]))
        accounts.share(economics.home_payers[f], home, float(economics.home_visit[f]))


def _transport(draft: Draft, accounts: Accounts) -> None:
    """``patient_transport``: kilometres both ways, for the share of visits with paid transport."""
    economics = draft.instance.economics
    for f in range(len(draft.instance.function_ids)):
        price = float(2 * economics.transport_share[f] * economics.transport_km)
        if price:
            accounts.add("patient_transport", draft.totals[KM, f] - float(draft.today.visit_km[f]), price)


def _equipment(draft: Draft, accounts: Accounts) -> None:
    """``equipment_service`` and ``equipment``; units that a hospital gives up save nothing."""
    instance, economics = draft.instance, draft.instance.economics
    for (e, s), choices in draft.units.items():
        stand = int(draft.today.units[e, s])
        for count, chosen in choices.items():
            new = max(0, count - stand)
            served = new if instance.is_hospital[s] else count - stand
            price = new * float(economics.equipment_price[e])
            if stand == 0 and count > 0:
                price += float(economics.equipment_site_price[e])
            accounts.add("equipment_service", chosen, served * float(economics.equipment_service[e]))
            accounts.investment.add(chosen, price)
            accounts.annuity.add(chosen, price * float(economics.equipment_annuity[e]))


def _fitting_out(draft: Draft, accounts: Accounts) -> None:
    """``fitting_out`` where a function is new."""
    economics = draft.instance.economics
    for f, s in draft.possible:
        price = float(economics.fitting_out[f, s])
        if price and not draft.stands((f, s)):
            accounts.investment.add(draft.open[f, s], price)
            accounts.annuity.add(draft.open[f, s], price * economics.fitting_out_annuity)


def _new_rooms(draft: Draft, accounts: Accounts) -> None:
    """``room_fitting_out``: once a site, when the first function there uses a kind of room that none uses today."""
    instance, economics = draft.instance, draft.instance.economics
    for k, s in np.ndindex(len(instance.room_ids), len(instance.site_ids)):
        price = float(economics.room_fitting_out[k])
        users = [(f, s) for f in map(int, np.flatnonzero(instance.clinics.room == k)) if (f, s) in draft.open]
        if price == 0 or not users or draft.today.open[instance.clinics.room == k, s].any():
            continue
        ids = instance.site_ids[s], instance.room_ids[k]
        fitted = draft.variable("fitted_out", *ids)
        for pair in users:
            draft.row("room_fitting_out", fitted, ">=", draft.open[pair], *ids, instance.function_ids[pair[0]])
        if draft.phase:  # not before it is used: paying early would spare a later phase's budget
            used = total((draft.open[pair], 1.0) for pair in users)
            draft.row("room_fitting_out", fitted, "<=", used, *ids, "used")
        accounts.investment.add(fitted, price)
        accounts.annuity.add(fitted, price * economics.fitting_out_annuity)


def budgets(draft: Draft, accounts: Accounts) -> None:
    """Rows of the budgets on investment and on the own budget's extra running cost, in million DKK."""
    economics = draft.instance.economics
    for rule, amount, limit in (
        (Rule.MAX_INVESTMENT, accounts.investment, economics.max_investment),
        (Rule.MAX_EXTRA_OPERATING, accounts.own, economics.max_extra_operating),
    ):
        if np.isfinite(limit):
            draft.row(rule, amount * (1 / MILLION), "<=", Linear(limit / MILLION), unit=MILLION)
