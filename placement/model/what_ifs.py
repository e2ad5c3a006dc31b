"""What-ifs answered by a model that exists already: decisions become bounds of columns, limits right sides of rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from placement.model.money import MILLION
from placement.scenario.schema.rules import Rule

if TYPE_CHECKING:
    from placement.model.formulation import Model
    from placement.scenario.schema.scenario import Scenario

_BUDGETS = {Rule.MAX_INVESTMENT: "max_investment", Rule.MAX_EXTRA_OPERATING: "max_extra_operating_per_year"}


@dataclass(frozen=True)
class Held:
    """The changes to an existing model that make it answer a what-if.

    Attributes:
        columns: lower and upper bound by column name.
        rows: what is added to the right side of a ≤ row, by its name.
    """

    columns: dict[str, tuple[float, float]] = field(default_factory=dict)
    rows: dict[str, float] = field(default_factory=dict)


def held_for(written: Scenario, asked: Scenario, model: Model) -> Held | None:
    """The changes that make the model of scenario ``written`` answer for scenario ``asked``; None where none do.

    The two may differ in methods, weights, decisions on pairs that are open to choice in both, amounts of budgets, and
    the number of changes where both limit it.
    A pair that is certainly open today cuts every list at its site, so a decision on it needs other columns. With
    phases only methods and weights may differ: a decision or budget has columns and rows in each.
    """
    if _rest(written) != _rest(asked) or (written.phases and written.policy != asked.policy):
        return None
    held = Held()
    return held if _decide(held, written, asked, model) and _limit(held, written, asked, model) else None


def _rest(scenario: Scenario) -> Scenario:
    """The scenario without the parts in which the two may differ."""
    budgets = dict.fromkeys(_BUDGETS.values())
    policy = scenario.policy.model_copy(update={"placements": {}, "max_changes": None, **budgets})
    objectives = scenario.objectives.model_copy(
        update={"method": "balanced", "weights": type(scenario.objectives.weights)()}
    )
    return scenario.model_copy(update={"policy": policy, "objectives": objectives, "variants": {}})


def _decisions(scenario: Scenario) -> dict[tuple[str, str], str]:
    return {
        (function, site): decision.decision
        for function, row in scenario.policy.placements.items()
        for site, decision in row.items()
        if decision.decision != "may"
    }


def _decide(held: Held, written: Scenario, asked: Scenario, model: Model) -> bool:
    """Fix pairs open that ``asked`` forces, and closed that it forbids; False where the model has no column for it."""
    before, after = _decisions(written), _decisions(asked)
    if any(after.get(pair) != decision for pair, decision in before.items()):
        return False
    instance, draft = model.draft.instance, model.draft
    for function, site in after.keys() - before.keys():
        pair = instance.function_ids.index(function), instance.site_ids.index(site)
        forced = after[function, site] == "must"
        if pair in draft.certain or pair not in draft.possible:
            if forced == (pair in draft.certain) and not (forced and not instance.allowed[pair]):
                continue
            return False
        name = draft.name("open", function, site)
        held.columns[name] = (1.0, 1.0) if forced else (0.0, 0.0)
    return True


def _limit(held: Held, written: Scenario, asked: Scenario, model: Model) -> bool:
    for rule, name in _BUDGETS.items():
        before, after = getattr(written.policy, name), getattr(asked.policy, name)
        if before == after:
            continue
        if before is None or after is None:
            return False
        row = model.draft.name(rule)
        if all(one.name != row for one in model.problem.constraints()):  # no row: it holds in every plan
            if after.value < before.value:
                return False
            continue
        held.rows[row] = (after.value - before.value) / MILLION
    return _limit_changes(held, written, asked, model)


def _limit_changes(held: Held, written: Scenario, asked: Scenario, model: Model) -> bool:
    fewest, most = written.policy.max_changes, asked.policy.max_changes
    if fewest == most:
        return True
    name = model.draft.name(Rule.MAX_CHANGES)
    has_price = any(soft.rule is Rule.MAX_CHANGES for soft in asked.policy.soft_rules.values())
    if fewest is None or most is None or has_price or all(row.name != name for row in model.problem.constraints()):
        return False
    held.rows[name] = float(most - fewest)
    return True
