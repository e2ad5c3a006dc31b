"""The elastic model of a scenario that no plan satisfies: everything a planner could change is a column.

Each *lever* is one such thing: a number in a rule, a decision, an exception. If its column is 1, its rows may be
broken at no price. The first aim counts the levers used, the second adds up how far they are moved; minimising them
finds the smallest changes that make a plan possible.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from placement.instance.instance import Bools, Instance, Today
from placement.model.decisions import certain_pairs, fortsat, new_draft
from placement.model.draft import Draft, Pair, SoftRules, directions
from placement.model.formulation import Model, aim_column, write_rules
from placement.model.linear import Linear, total
from placement.scenario.schema.rules import SOFTENABLE, Rule

BOUNDS: dict[Rule, tuple[str, ...]] = {
    Rule.NUMBER_OF_SITES: ("function",),
    Rule.MAX_CHANGES: (),
    Rule.MIN_VISITS: ("function",),
    Rule.MIN_PATIENTS: ("function",),
    Rule.MAX_TRAVEL: ("function",),
    Rule.MIN_UTILISATION: ("item",),
    Rule.MAX_UTILISATION: ("item",),
    Rule.FREE_ROOM_DAYS: ("site", "item"),
    Rule.STAFF_DAYS: ("item", "site"),
    Rule.RETAINED_VOLUME: ("function",),
    Rule.MAX_INVESTMENT: (),
    Rule.MAX_EXTRA_OPERATING: (),
    Rule.COVERAGE: ("item",),
}
"""Rules with a number the planner can change, and by which ids that number is given in the scenario."""
_ABOUT = {
    **SOFTENABLE,
    **dict.fromkeys((Rule.MIN_VISITS, Rule.MIN_PATIENTS, Rule.REQUIRES_ON_SITE), ("function", "site")),
    Rule.COVERAGE: ("item",),
}
EXCUSED = frozenset({Rule.MIN_VISITS, Rule.MIN_PATIENTS, Rule.REQUIRES_ON_SITE, Rule.BACKUP_HOSPITAL})
"""Rules that are repaired by an exception at a place where something has been decided."""
_FREE_COLUMN = 10.0
"""Assumed upper bound of a column that has none: such columns are shares of a site's visits, or days a week."""


@dataclass(frozen=True)
class Lever:
    """One thing a planner could change to make a plan possible.

    Attributes:
        kind: ``bound``: a number of the rule · ``exception``: the rule is waived at a place · ``decision``: a ``must``,
            ``must_not`` or ``no_new_houses`` is withdrawn.
        rule: its rule; ``function``, ``site``, ``item``: ids of what it belongs to, empty where it is not about one.
    """

    kind: Literal["bound", "exception", "decision"]
    rule: Rule
    function: str = ""
    site: str = ""
    item: str = ""


class Levers(SoftRules):
    """Gives every row of a lever a column for its violation, which may be above 0 only if the lever is used.

    Args:
        decided: ``(function, site)`` ids that must be open.

    Attributes:
        used: the column of each lever, 1 where it is used.
        size: how far the levers are moved: the sum over rows of the violation divided by the largest possible one.
    """

    def __init__(self, decided: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self._decided = decided
        self.used: dict[Lever, Linear] = {}
        self.size = Linear()

    def yields(self, draft: Draft, rule: str, ids: tuple[str | float, ...]) -> bool:
        """Whether the rule may be broken at the place that ``ids`` name, by a lever or at a price."""
        return rule in BOUNDS or super().yields(draft, rule, ids)

    def row(
        self, draft: Draft, rule: str, gap: Linear, sense: str, ids: tuple[str | float, ...], unit: float
    ) -> Linear:
        """``gap`` with columns for what its levers may make up for; see ``SoftRules.row``."""
        gap = super().row(draft, rule, gap, sense, ids, unit)
        for lever in self._levers(rule, ids):
            used = self.use(draft, lever)
            for kind, sign in directions(sense):
                most = _largest(gap * -sign)
                if most > 0:  # big-M from the bounds of the row's columns; scaled, so that the row has ones
                    column = draft.variable(f"{kind}_{lever.kind}_{rule}", *ids, upper=most)
                    draft.row("lever", column * (1 / most), "<=", used, lever.kind, kind, rule, *ids)
                    self.size.add(column, 1 / most)
                    gap = gap + column * sign
        return gap

    def use(self, draft: Draft, lever: Lever) -> Linear:
        """The column that says whether a lever is used."""
        if lever not in self.used:
            ids = (lever.kind, lever.rule, lever.function, lever.site, lever.item)
            self.used[lever] = draft.variable("used", *ids, whole=True)
        return self.used[lever]

    def _levers(self, rule: str, ids: tuple[str | float, ...]) -> list[Lever]:
        if rule not in _ABOUT:
            return []
        known = Rule(rule)
        about = {field: str(name) for field, name in zip(_ABOUT[known], ids, strict=False)}
        levers = []
        if known in BOUNDS:
            levers.append(Lever("bound", known, **{field: about[field] for field in BOUNDS[known]}))
        if known in EXCUSED and (about["function"], about["site"]) in self._decided:
            levers.append(Lever("exception", known, about["function"], about["site"]))
        return levers


def _largest(expression: Linear) -> float:
    """The largest value that the bounds of its columns allow."""
    value = expression.constant
    for variable, coefficient in expression.terms.items():
        bound = variable.upBound if coefficient > 0 else variable.lowBound
        free = _FREE_COLUMN if coefficient > 0 else -_FREE_COLUMN
        value += coefficient * (free if bound is None else float(bound))
    return value


@dataclass(frozen=True, eq=False)
class Elastic:
    """An elastic model, which has a plan unless something without a lever prevents every plan.

    Attributes:
        model: its three aims are the number of levers used, how far they are moved, and a constant 0.
        used: the column of each lever.
    """

    model: Model
    used: dict[Lever, Linear]

    def chosen(self, values: dict[str, float]) -> frozenset[Lever]:
        """The levers used in a solution."""
        return frozenset(lever for lever, use in self.used.items() if any(values[v.name] > 0.5 for v in use.terms))

    def forbid(self, levers: frozenset[Lever], number: int) -> None:
        """Add row ``number``: not all of these levers together, so that the next solution is another repair."""
        draft = self.model.draft
        draft.row("another", total((self.used[lever], 1.0) for lever in levers), "<=", len(levers) - 1.0, number)


def build_elastic(instance: Instance, today: Today) -> Elastic:
    """Build the elastic model of a scenario, in the assignment formulation; no solver is called."""
    ids = instance.function_ids, instance.site_ids
    decided = frozenset((ids[0][f], ids[1][s]) for f, s in np.argwhere(instance.must).tolist())
    draft, levers = new_draft(_relaxed(instance, today), today), Levers(decided)
    draft.soft = levers
    write_rules(draft, "assignment")
    _minimums(draft, instance)
    _decisions(draft, levers, instance)
    counted = total((use, 1.0) for use in levers.used.values())
    aims = tuple(
        aim_column(draft, name, amount, 1.0)
        for name, amount in (("levers", counted), ("size", levers.size), ("nothing", Linear()))
    )
    first, second, third = aims
    return Elastic(Model((draft,), draft.problem, (first, second, third), (0.0, 0.0, 0.0), ()), levers.used)


def _new_musts(instance: Instance, today: Today) -> Bools:
    """``(F, S)`` pairs that must be open and are not today."""
    new: Bools = instance.must & ~today.open
    return new


def _withdrawable(instance: Instance, pair: Pair) -> bool:
    """Whether a ``must`` pair is kept closed by nothing but rules that an exception or a new policy can lift."""
    rules = set(instance.barred.get(pair, ()))
    return rules <= EXCUSED | {Rule.NO_NEW_HOUSES} and bool(instance.must[pair])


def _closed_by_decision(instance: Instance, today: Today) -> list[Pair]:
    """Pairs that only a ``must_not`` keeps closed."""
    pairs = [(int(f), int(s)) for f, s in np.argwhere(instance.must_not)]
    fixed = instance.hospital_fixed[:, None] & instance.is_hospital[None, :] & ~today.open
    only = {Rule.MUST_NOT}
    return [p for p in pairs if today.open[p] or (set(instance.barred[p]) == only and not fixed[p])]


def _relaxed(instance: Instance, today: Today) -> Instance:
    """The scenario without minimum volumes and decisions on new pairs, which become rows of their own with levers."""
    new, allowed = _new_musts(instance, today), instance.allowed.copy()
    for f, s in np.argwhere(new).tolist():
        allowed[f, s] |= _withdrawable(instance, (f, s))
    for pair in _closed_by_decision(instance, today):
        allowed[pair] = True
    nothing = np.zeros_like(instance.clinics.min_visits)
    clinics = replace(instance.clinics, min_visits=nothing, min_patients=nothing)
    return replace(instance, allowed=allowed, must=instance.must & ~new, clinics=clinics)


def _minimums(draft: Draft, instance: Instance) -> None:
    """Rows for minimum visits and patients at houses, which `_relaxed` has taken out."""
    free = instance.scenario.policy.existing_in_houses == "free"
    for rule, minimum in (
        (Rule.MIN_VISITS, instance.clinics.min_visits),
        (Rule.MIN_PATIENTS, instance.clinics.min_patients),
    ):
        for pair in draft.pairs(houses=True):
            least = float(minimum[pair[0]])
            if draft.stands(pair):
                least = fortsat(least, float(draft.today.volume[pair])) if free else 0.0
            if least > 0 and not instance.is_waived(rule, *pair):
                draft.row(rule, draft.volume[pair], ">=", draft.open[pair] * least, *draft.ids(*pair))


def _decisions(draft: Draft, levers: Levers, instance: Instance) -> None:
    """Rows for decisions, each kept or withdrawn, and for rules that bar a decided pair, each kept or waived there."""
    today = draft.today
    for f, s in np.argwhere(_new_musts(instance, today)).tolist():
        ids = draft.ids(f, s)
        open_ = draft.open.get((f, s), Linear(0.0))
        withdrawn = levers.use(draft, Lever("decision", Rule.MUST, *ids))
        draft.row("decided", open_ + withdrawn, ">=", 1.0, *ids)
        for rule in instance.barred.get((f, s), ()):
            if rule in EXCUSED:
                draft.row("barred", open_, "<=", levers.use(draft, Lever("exception", rule, *ids)), *ids, rule)
            elif rule is Rule.NO_NEW_HOUSES:
                draft.row("barred", open_, "<=", levers.use(draft, Lever("decision", rule)), *ids, rule)
        if instance.is_hospital[s] and instance.hospital_fixed[f]:
            draft.row("barred", open_ + withdrawn, "<=", 1.0, *ids, Rule.KEEP_HOSPITAL_FUNCTIONS)
    kept = certain_pairs(replace(instance, must_not=np.zeros_like(instance.must_not)), today)
    for pair in _closed_by_decision(instance, today):
        withdrawn = levers.use(draft, Lever("decision", Rule.MUST_NOT, *draft.ids(*pair)))
        draft.row("decided", draft.open[pair], "==" if pair in kept else "<=", withdrawn, *draft.ids(*pair))
