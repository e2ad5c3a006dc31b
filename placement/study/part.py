"""A part of a scenario: one function and what it shares equipment or a house with.

A change of one function moves only its own visits. What it does to the aims, to its own rules and to its equipment can
be seen in this part alone; what it takes of rooms, people, money and changes adds to what the rest of the plan takes.
Asking the judge about a part is some ten times quicker than about the whole, and gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from placement.instance.instance import (
    Apparatus,
    Baseline,
    Clinics,
    Demand,
    Economics,
    Instance,
    Ints,
    Staff,
    Today,
    Travel,
)
from placement.plan.evaluation import Evaluation, RuleCheck
from placement.plan.plan import Plan
from placement.scenario.rules import Rule

SHARED = frozenset(
    {
        *(Rule.FREE_ROOM_DAYS, Rule.STAFF_DAYS, Rule.MAX_DAYS_AWAY, Rule.COVERAGE, Rule.MAX_DIGITAL_SHARE),
        *(Rule.MAX_INVESTMENT, Rule.MAX_EXTRA_OPERATING, Rule.MAX_CHANGES),
    }
)
"""Rules whose left side is a sum over functions; each allows at most so much, or asks at least so much."""
AT_LEAST = frozenset({Rule.COVERAGE})
"""Those of them that ask at least so much."""

_NOT_BY_FUNCTION = frozenset(
    {
        *("people", "total_visits", "minutes", "km", "parent_minutes", "parent_km"),
        *("free_rooms", "stationed", "extra_days", "exists", "room_day"),
        *(
            "let_rooms",
            "let_price",
            "recruit_days",
            "recruit_in_all",
            "recruit_price",
            "most_away",
            "home_hospital",
            "room_fitting_out",
        ),
        *("payers", "release", "absorb", "transport_km", "citizen_km", "fitting_out_annuity", "max_investment"),
        *("max_extra_operating", "max_phase_investment"),
    }
)
_BY_ITEM = frozenset(
    {
        *("capacity", "min_utilisation", "max_utilisation", "units_listed"),
        *("equipment_price", "equipment_site_price", "equipment_service", "equipment_annuity"),
    }
)
_BY_BOTH = frozenset({"needed", "minutes_per_visit"})
Piece = TypeVar("Piece", Apparatus, Baseline, Clinics, Demand, Economics, Staff, Travel)
CheckKey = tuple[Rule, str, str, str, str, str]
_WORSE = 1e-6


@dataclass(frozen=True, eq=False)
class Cut:
    """Which rows a part keeps.

    Attributes:
        functions: indices of the functions, the one it is about first.
        items: indices of the equipment types that function needs.
    """

    functions: Ints
    items: Ints

    @classmethod
    def around(cls, instance: Instance, function: int) -> Cut:
        """One function, those that share equipment or saved trips with it, and those that need it or that it needs.

        Equipment that no function needs goes with the first function. Where a price depends on what all functions use
        together, all of them.
        """
        soft = instance.scenario.policy.soft_rules.values()
        if _priced_together(instance) or any(rule.rule in SHARED for rule in soft):
            return cls.everything(instance, function)
        needed, requires = instance.apparatus.needed, instance.clinics.requires
        items = np.flatnonzero(needed[function] | (~needed.any(axis=0) & (function == 0)))
        related = needed[:, items].any(axis=1) | requires[function] | requires[:, function]
        name = instance.function_ids[function]
        for pair in instance.synergies:
            if name in pair.functions:
                related |= np.isin(instance.function_ids, pair.functions)
        related[function] = False
        return cls(np.concatenate([[function], np.flatnonzero(related)]), items)

    @classmethod
    def everything(cls, instance: Instance, function: int) -> Cut:
        """The whole: where a shared rule has a price, that does not add up over parts."""
        others = [f for f in range(len(instance.function_ids)) if f != function]
        return cls(np.array([function, *others]), np.arange(len(instance.equipment_ids)))

    def instance(self, whole: Instance) -> Instance:
        """The scenario, as if these were its only functions."""
        keep = self.functions
        place = {int(function): position for position, function in enumerate(keep)}
        kept = {whole.function_ids[f] for f in keep}
        return replace(
            whole,
            function_ids=tuple(whole.function_ids[f] for f in keep),
            equipment_ids=tuple(whole.equipment_ids[e] for e in self.items),
            overflow_site=whole.overflow_site[keep],
            barred={(place[f], s): rules for (f, s), rules in whole.barred.items() if f in place},
            allowed=whole.allowed[keep],
            must=whole.must[keep],
            must_not=whole.must_not[keep],
            hospital_fixed=whole.hospital_fixed[keep],
            waived={rule: mask[keep] for rule, mask in whole.waived.items()},
            demand=self._record(whole.demand),
            travel=self._record(whole.travel),
            clinics=replace(self._record(whole.clinics), requires=whole.clinics.requires[np.ix_(keep, keep)]),
            apparatus=self._record(whole.apparatus),
            staff=self._record(whole.staff),
            economics=self._record(whole.economics),
            baseline=self._record(whole.baseline),
            synergies=tuple(pair for pair in whole.synergies if kept >= set(pair.functions)),
        )

    def today(self, whole: Today) -> Today:
        """What stands today of it; the aims stay those of the whole."""
        keep = self.functions
        return replace(
            whole,
            open=whole.open[keep],
            days=whole.days[keep],
            units=whole.units[self.items],
            volume=whole.volume[keep],
            utilisation=whole.utilisation[self.items],
            travel_share=whole.travel_share[keep],
            site_visits=whole.site_visits[keep],
            home_visits=whole.home_visits[keep],
            visit_km=whole.visit_km[keep],
        )

    def plan(self, whole: Plan) -> Plan:
        """The plan's part of it."""
        keep = self.functions
        return Plan(
            whole.open[keep], whole.days[keep], whole.units[self.items], whole.home_level[keep], whole.assign[keep]
        )

    def _record(self, record: Piece) -> Piece:
        changed = {
            field.name: self._rows(field.name, getattr(record, field.name))
            for field in fields(record)
            if field.name not in _NOT_BY_FUNCTION
        }
        return replace(record, **changed)

    def _rows(self, name: str, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(value[f] for f in self.functions)
        if name in _BY_BOTH:
            return value[np.ix_(self.functions, self.items)]
        return value[self.items] if name in _BY_ITEM else value[self.functions]


def _priced_together(instance: Instance) -> bool:
    """Whether prices hang on what all functions use together: rooms fitted out once, rooms let, people recruited."""
    let = instance.clinics.let_rooms.any(axis=1) & (instance.economics.let_price > 0)
    fitted = instance.economics.room_fitting_out
    return bool(fitted.any() or let.any() or instance.staff.recruit_days.any())


def key_of(check: RuleCheck) -> CheckKey:
    """What a check is about; two plans are compared check by check."""
    return check.rule, check.function, check.site, check.item, check.unit, check.waived_by


class Whole:
    """The rules of a whole plan, to which changes seen in a part are added."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.checks = {key_of(check): check for check in evaluation.checks}

    def new_violations(self, before: Evaluation, after: Evaluation) -> tuple[RuleCheck, ...]:
        """Binding rules newly broken in the whole plan when a part of it goes from ``before`` to ``after``."""
        part = {key_of(check): check for check in before.checks}
        found = []
        for check in after.checks:
            if check.binds:
                now = self._in_whole(check, part.get(key_of(check)))
                known = self.checks.get(key_of(check))
                if now.violated and _is_new(now, min(0.0, known.slack) if known else 0.0):
                    found.append(now)
        return tuple(found)

    def _in_whole(self, after: RuleCheck, before: RuleCheck | None) -> RuleCheck:
        if after.rule not in SHARED:
            return after
        whole = self.checks.get(key_of(after))
        have = after.have + (whole.have if whole else 0.0) - (before.have if before else 0.0)
        need = whole.need if whole else after.need
        slack = have - need if after.rule in AT_LEAST else need - have
        return replace(after, have=have, need=need, slack=slack)


def _is_new(check: RuleCheck, slack_before: float) -> bool:
    return check.slack < slack_before - _WORSE * max(1.0, abs(check.need))
