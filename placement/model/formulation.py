"""Writes the model, chapter by chapter: demand, one block per function, rules between decisions, money and aims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pulp

from placement.instance.travel import mean_minutes
from placement.model.assignment import write_assignment
from placement.model.configurations import enumerated, write_configurations
from placement.model.decisions import below_target, decide_home, new_draft
from placement.model.demand_classes import bound_fixed, count_today, group_demand
from placement.model.draft import Draft, Pair, Shared
from placement.model.equipment import decide_units, required_equipment, utilisation
from placement.model.linear import Linear, name_of, total
from placement.model.measures import CITIZEN
from placement.model.money import MILLION, Accounts, budgets, keep_accounts
from placement.model.rules import (
    changes_since_today,
    coverage,
    free_room_days,
    max_changes,
    max_days_away,
    max_digital_share,
    max_travel,
    min_volume,
    number_of_sites,
    overflow_hospital,
    recruitment,
    requires_on_site,
    retained_volume,
    saved_minutes,
    staff_days,
)
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.rules import Rule

if TYPE_CHECKING:
    from placement.instance.instance import Instance, Today


def link_phases(drafts: Sequence[Draft], accounts: Sequence[Accounts]) -> None:
    """Rows of every rule between phases, in the order of ``docs/model.md``."""
    for before, now in pairwise(drafts):
        _opens_once(before, now)
        _home_once(before, now)
        _units_once(before, now)
    _budgets(drafts, accounts)
    _changes(drafts)


def _opens_once(before: Draft, now: Draft) -> None:
    """Rows: what a phase opens stays open, what it closes stays closed."""
    for pair in sorted({*before.open, *now.open}):
        sense = "<=" if now.stands(pair) else ">="
        now.row(Rule.NO_FLIP_FLOP, _open(now, pair), sense, _open(before, pair), *now.ids(*pair))


def _open(draft: Draft, pair: Pair) -> Linear:
    """open[f,s], or 0 where the pair cannot be open."""
    return draft.open.get(pair, Linear(0.0))


def _home_once(before: Draft, now: Draft) -> None:
    """Rows: the ceiling on the share at home is never lower than in the phase before."""
    for f, function_id in enumerate(now.instance.function_ids):
        now.row(Rule.NO_FLIP_FLOP, _ceiling(now, f), ">=", _ceiling(before, f), function_id)


def _ceiling(draft: Draft, function: int) -> Linear:
    ceilings = draft.instance.demand.home_ceiling[function]
    return total((one, max(ceilings[0], c)) for one, c in zip(draft.level[function], ceilings, strict=True))


def _units_once(before: Draft, now: Draft) -> None:
    """Rows: units bought stay, and units given up do not come back."""
    for e, s in sorted({*before.units, *now.units}):
        ids = now.instance.equipment_ids[e], now.instance.site_ids[s]
        for word, bought in (("bought", True), ("given_up", False)):
            amounts = (_beyond(draft, (e, s), bought=bought) for draft in (now, before))
            now.row(Rule.NO_FLIP_FLOP, next(amounts), ">=", next(amounts), *ids, word)


def _beyond(draft: Draft, place: Pair, *, bought: bool) -> Linear:
    """How many units more than today's there are, or with ``bought`` False how many fewer."""
    stand = int(draft.today.units[place])
    choices = draft.units.get(place, {})
    return total((one, float(max(0, count - stand if bought else stand - count))) for count, one in choices.items())


def units_fit(stand: int, counts: Sequence[int]) -> bool:
    """Whether unit counts, phase by phase, keep what is bought beyond today's ``stand`` and what is given up of it."""
    return all(max(a, stand) <= max(b, stand) and min(a, stand) >= min(b, stand) for a, b in pairwise(counts))


def _budgets(drafts: Sequence[Draft], accounts: Sequence[Accounts]) -> None:
    """Rows: what a phase invests beyond the phases before it is within its budget; in million DKK."""
    totals = [Linear(), *(account.investment for account in accounts)]
    for draft, (before, now) in zip(drafts, pairwise(totals), strict=True):
        budget = draft.instance.economics.max_phase_investment
        if np.isfinite(budget):
            draft.row(Rule.PHASE_BUDGET, (now - before) * (1 / MILLION), "<=", Linear(budget / MILLION))


def _changes(drafts: Sequence[Draft]) -> None:
    """Rows: new and closed offers of a phase are at most its ``max_changes``.

    Since nothing is changed back, they are the changes since today less those of the phase before.
    """
    before = Linear()
    for draft in drafts:
        phase, now = draft.instance.scenario.phase, changes_since_today(draft)
        if phase is not None and phase.max_changes is not None:
            draft.row(Rule.PHASE_CHANGES, now - before, "<=", Linear(float(phase.max_changes)))
        before = now


AIM_UNITS = (1e4, 1e1, 1e4)
"""Units of the aims' columns in minutes, visits and DKK a year, so that all three have values of similar size."""

RULES = (
    number_of_sites,
    max_changes,
    requires_on_site,
    overflow_hospital,
    min_volume,
    retained_volume,
    max_travel,
    free_room_days,
    staff_days,
    recruitment,
    max_days_away,
    decide_units,
    required_equipment,
    utilisation,
    coverage,
    max_digital_share,
)
"""The rules between decisions, in the order in which they are written."""


@dataclass(frozen=True, eq=False)
class Model:
    """A finished model without an objective.

    Attributes:
        drafts: the variables and totals of each phase; one where the scenario has no phases.
        problem: the same as a problem of PuLP; its objective is empty.
        aims: the columns of the three aims: change from ``reference``, in ``AIM_UNITS``.
        reference: the aims today, in minutes, visits and DKK a year, from which the columns count.
        enumerated: functions written as the configuration block.
    """

    drafts: tuple[Draft, ...]
    problem: pulp.LpProblem
    aims: tuple[pulp.LpVariable, pulp.LpVariable, pulp.LpVariable]
    reference: tuple[float, float, float]
    enumerated: tuple[int, ...]

    @property
    def draft(self) -> Draft:
        """The last phase's draft, which shares the columns of all phases."""
        return self.drafts[-1]

    @property
    def shared(self) -> list[Shared]:
        """The rows in which clinics compete for whole days, of all phases."""
        return [one for draft in self.drafts for one in draft.shared]


@dataclass(frozen=True, eq=False)
class Written:
    """One phase in the model.

    Attributes:
        draft: its variables and totals; ``accounts``: its money.
        amounts: the three aims in real units; ``reference``: what they are today.
        enumerated: functions written as the configuration block.
    """

    draft: Draft
    accounts: Accounts
    amounts: tuple[Linear, Linear, Linear]
    reference: tuple[float, float, float]
    enumerated: tuple[int, ...]


def build_model(instance: Instance, today: Today, formulation: str = "auto") -> Model:
    """Build the model of a scenario without phases; no solver is called."""
    return build_phases([(instance, today)], formulation)


def build_phases(phases: Sequence[tuple[Instance, Today]], formulation: str = "auto") -> Model:
    """Build one model of all phases, each weighted in the aims by how many years it lasts; no solver is called.

    With ``formulation="assignment"`` every function is written as the assignment block; otherwise those that can be
    are written as the configuration block, which has the tighter bound (decision 0008).
    """
    written: list[Written] = []
    for instance, today in phases:
        draft = new_draft(instance, today, written[-1].draft if written else None)
        written.append(write_draft(draft, formulation))
    if written[0].draft.phase:
        link_phases([one.draft for one in written], [one.accounts for one in written])
    return _with_aims(written)


def write_draft(draft: Draft, formulation: str) -> Written:
    """Write every block, rule and amount of one phase."""
    accounts, sets = write_rules(draft, formulation)
    reference = (draft.today.citizen_minutes, draft.today.quality_visits, 0.0)
    amounts = (_citizen(draft), _quality(draft), accounts.economy + draft.soft.price)
    return Written(draft, accounts, amounts, reference, sets)


def write_rules(draft: Draft, formulation: str) -> tuple[Accounts, tuple[int, ...]]:
    """Write everything but the aims; returns the accounts, and the functions written as the configuration block."""
    decide_home(draft)
    group_demand(draft)
    bound_fixed(draft)
    count_today(draft)
    sets = {} if formulation == "assignment" else enumerated(draft)
    write_configurations(draft, sets)
    write_assignment(draft, [f for f in range(len(draft.instance.function_ids)) if f not in sets])
    for rule in RULES:
        rule(draft)
    accounts = keep_accounts(draft)
    budgets(draft, accounts)
    return accounts, tuple(sets)


def _citizen(draft: Draft) -> Linear:
    """The citizen aim: minutes a year, both ways and weighted, less those of saved trips."""
    functions = range(len(draft.instance.function_ids))
    minutes = total(((draft.totals[CITIZEN, f], 1.0) for f in functions), draft.today.fairness.constant)
    return minutes - saved_minutes(draft)


def _with_aims(written: Sequence[Written]) -> Model:
    """The finished model, with the aims' columns: means over the years of all phases."""
    years = [phase.years if (phase := one.draft.instance.scenario.phase) else 1.0 for one in written]
    weights = [length / sum(years) for length in years]
    amounts = [total((one.amounts[n], w) for one, w in zip(written, weights, strict=True)) for n in range(3)]
    reference = [sum(w * one.reference[n] for one, w in zip(written, weights, strict=True)) for n in range(3)]
    problem = written[0].draft.problem
    citizen, quality, economy = (
        aim_column(written[-1].draft, name, amount - start, unit)
        for name, amount, start, unit in zip(AIMS, amounts, reference, AIM_UNITS, strict=True)
    )
    problem.setObjective(pulp.LpAffineExpression({citizen: 0.0}))
    enumerated = tuple(sorted({f for one in written for f in one.enumerated}))
    return Model(
        tuple(one.draft for one in written),
        problem,
        (citizen, quality, economy),
        (reference[0], reference[1], reference[2]),
        enumerated,
    )


def _quality(draft: Draft) -> Linear:
    """The quality aim: visits a year lost below target, and at houses and at home by their lower quality."""
    clinics, lost = draft.instance.clinics, Linear()
    for f, s in draft.possible:
        lost.add(below_target(draft, (f, s)))
        if not draft.instance.is_hospital[s]:
            lost.add(draft.volume[f, s], 1 - float(clinics.house_parity[f, s]))
    for f, levels in draft.level.items():
        away = draft.instance.demand.visits[f] * draft.instance.demand.home_share[f]
        for level, chosen in enumerate(levels):
            lost.add(chosen, (1 - float(clinics.home_parity[f])) * float(away[level].sum()))
    return lost


def aim_column(draft: Draft, name: str, change: Linear, unit: float) -> pulp.LpVariable:
    """A free column equal to ``change / unit``; its name has no phase, as it belongs to all."""
    column = draft.problem.add_variable(name_of("aim", name), None, None, pulp.LpContinuous)
    draft.problem.addConstraint((change * (1 / unit) - Linear.of(column)).expression() == 0, column.name)
    draft.variables[column.name] = column
    return column


Costs = dict[str, float]
_MANY = 1000.0
"""Weight of a clinic day; its distance weighs at most 1, so that fewer days always come first."""


def nearest_to_today(model: Model) -> Costs:
    """Costs that minimise the offers and home levels other than today's, and among equals the number of offers.

    A constant apart, the sum is what ``placement.plan.compare.changes_and_offers`` counts. The weight of a change is
    more than all offers together, so that one minimisation does both.
    """
    changes, offers = Linear(), Linear()
    for draft in model.drafts:
        changes.add(changes_since_today(draft))
        offers.add(total((draft.open[pair], 1.0) for pair in draft.possible))
        for levels in draft.level.values():
            changes.add(levels[0], -1.0)
    most = 1 + sum(len(draft.possible) for draft in model.drafts)
    return _costs((changes * most).add(offers))


def fewest_days(model: Model) -> Costs:
    """Costs that minimise the clinic days a week, and among equals prefer sites with a short mean trip."""
    days = Linear()
    for draft in model.drafts:
        way = np.nan_to_num(mean_minutes(draft.instance), posinf=0.0)
        for pair, own in draft.days.items():
            days.add(own, _MANY + float(way[pair[1]] / (way.max(initial=0.0) or 1.0)))
    return _costs(days)


def where_the_region_sends(model: Model) -> tuple[Costs, ...]:
    """Costs to minimise one after the other, to make the allocation unique; empty if the region allocates nothing.

    In this order: minutes of the class to the site; mean minutes of all inhabitants to the site; minus today's visits
    there; minus 1 at hospitals; of sites alike in all of this, their place in the order of ids. If classes could still
    swap sites, the last two costs decide: the class's mean minutes times all inhabitants', and times that place.
    """
    found = tuple(Linear() for _ in range(7))
    for draft in model.drafts:
        _send(draft, found)
    return tuple(costs for way in found if (costs := _costs(way)))


def _send(draft: Draft, found: Sequence[Linear]) -> None:
    travel, everybody = draft.instance.travel.minutes, mean_minutes(draft.instance)
    place = np.argsort(np.argsort(draft.instance.site_ids))
    for flow in draft.flows:
        if flow.group.demand.ordered:
            continue
        visits = float(flow.group.loads.volume[flow.level])
        own = travel[int(flow.group.demand.units[0])]
        mean, everybodys = float(own[list(flow.group.demand.sites)].mean()), float(everybody[flow.site])
        today = -float(draft.today.volume[flow.group.function, flow.site])
        hospital = -float(draft.instance.is_hospital[flow.site])
        listed = float(place[flow.site])
        amounts = float(own[flow.site]), everybodys, today, hospital, listed, mean * everybodys, mean * listed
        for way, amount in zip(found, amounts, strict=True):
            way.add(flow.sent, visits * float(np.nan_to_num(amount, posinf=0.0)))


def _costs(amount: Linear) -> Costs:
    """Coefficients by column name, zeros left out."""
    return {variable.name: cost for variable, cost in amount.terms.items() if cost}
