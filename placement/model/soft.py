"""Rules that may yield: a row gets a column that takes up what is lacking, at a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.model.linear import Linear
from placement.scenario.rules import SOFTENABLE, Rule

if TYPE_CHECKING:
    from placement.model.draft import Draft
    from placement.scenario.frame import SoftRule


class SoftRules:
    """What the scenario lets be broken at a price.

    Attributes:
        price: DKK a year of everything that is broken.
    """

    def __init__(self) -> None:
        self.price = Linear()

    def yields(self, draft: Draft, rule: str, ids: tuple[str | float, ...]) -> bool:
        """Whether the rule may be broken at a place."""
        return _soft_rule(draft, rule, ids) is not None

    def row(
        self, draft: Draft, rule: str, gap: Linear, sense: str, ids: tuple[str | float, ...], unit: float
    ) -> Linear:
        """``gap`` with what may be lacking taken up.

        Args:
            draft: the model.
            rule: name of the row's rule.
            gap: left side − right side.
            sense: ``<=``, ``>=`` or ``==``.
            ids: what the row is about, in the order of ``SOFTENABLE``.
            unit: how many units of the price one unit of the row is.
        """
        soft = _soft_rule(draft, rule, ids)
        if soft is None:
            return gap
        most = None if soft.most is None else soft.most.value / unit
        for kind, sign in directions(sense):
            column = draft.variable(f"{kind}_{rule}", *ids, upper=most)
            gap = gap + column * sign
            self.price.add(column, unit * soft.dkk_per_unit.value)
        return gap


def directions(sense: str) -> tuple[tuple[str, float], ...]:
    """What may be wrong with a row, and how it is made good."""
    over, under = ("over", -1.0), ("under", 1.0)
    return {"<=": (over,), ">=": (under,), "==": (over, under)}[sense]


def subject(rule: str, ids: tuple[str | float, ...]) -> dict[str, str] | None:
    """Function, site and item a row is about; None where the rule never yields."""
    if rule not in SOFTENABLE:
        return None
    return {field: str(name) for field, name in zip(SOFTENABLE[Rule(rule)], ids, strict=False)}


def _soft_rule(draft: Draft, rule: str, ids: tuple[str | float, ...]) -> SoftRule | None:
    """The first soft rule that fits."""
    about = subject(rule, ids)
    if about is None:
        return None
    for soft in draft.instance.scenario.policy.soft_rules.values():
        named = {field: name for field in ("function", "site", "item") if (name := getattr(soft, field)) is not None}
        if soft.rule == rule and all(about.get(field) == name for field, name in named.items()):
            return soft
    return None
