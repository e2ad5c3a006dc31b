"""Changes of a scenario that make broken rules hold: which path, from what to what, and who owns the number.

The judge says by how much a rule is broken; here that becomes the number to write in the scenario, rounded to one that
somebody would write.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from placement.instance.instance import Today
from placement.model.elastic import BOUNDS, Lever
from placement.plan.plan import RuleCheck
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.paths import annotation_at, record_of


@dataclass(frozen=True)
class Change:
    """One change of a scenario.

    Attributes:
        path: dotted path in the scenario.
        before: value there; None where there is none.
        after: the new value; None where the old one is removed.
        kind: ``bound`` (a number), ``exception`` or ``decision``.
        rule: that is broken without the change.
        function: id the change is about; empty where it is about none.
        site: likewise.
        item: likewise: a room, staff role, apparatus, or ``min`` and ``max`` of a number of sites.
        unit: of the values; empty where they are no amounts.
        owner: who owns the number, or took the decision; empty where nobody is named.
        beyond: ``low`` or ``high`` where the value leaves that end of its stated range, which then moves too.
    """

    path: str
    before: Any
    after: Any
    kind: str
    rule: Rule
    function: str = ""
    site: str = ""
    item: str = ""
    unit: str = ""
    owner: str = ""
    beyond: str = ""

    @property
    def amount(self) -> float | None:
        """``after − before``; None for changes that are not of a number."""
        both = isinstance(self.before, float | int) and isinstance(self.after, float | int)
        return float(self.after - self.before) if both and self.kind == "bound" else None

    @property
    def overrides(self) -> tuple[str, ...]:
        """The change as ``--set`` takes it: one text for the value, one for the end of its range where that moves."""
        after = json.dumps(self.after, ensure_ascii=False)
        range_too = (f"{self.path.removesuffix('.value')}.{self.beyond}={after}",) if self.beyond else ()
        return f"{self.path}={after}", *range_too


def changes_for(
    scenario: Scenario, today: Today, broken: Iterable[RuleCheck], levers: frozenset[Lever]
) -> tuple[Change, ...]:
    """The changes after which a plan breaks no rule; empty where some broken rule cannot be changed.

    Args:
        scenario: as it is.
        today: what stands today.
        broken: the rules the plan breaks, with the plan's value and the needed one.
        levers: what gave way in the model that found the plan: they say where an exception is written instead of
            another bound.
    """
    changes: dict[str, Change] = {}
    for check in broken:
        excused = Lever("exception", check.rule, check.function, check.site) in levers
        if excused:
            found = [_exception(scenario, check)]
        elif check.rule is Rule.RECRUITMENT:
            found = _sent(scenario, today, check, levers)
        else:
            found = _written(scenario, today, check)
        if not found:
            return ()
        for change in found:
            changes[change.path] = _further(changes.get(change.path), change)
    return tuple(changes.values())


def _further(one: Change | None, other: Change) -> Change:
    """The change of the same path that goes further."""
    if one is None or one.amount is None or other.amount is None:
        return other
    return max(one, other, key=lambda change: abs(change.amount or 0.0))


def _exception(scenario: Scenario, check: RuleCheck) -> Change:
    """An exception from the rule for the function at the site, under a name that is not yet used."""
    name = f"{check.function}_{check.site}_{check.rule}"
    while name in scenario.exceptions:
        name += "_2"
    after = {"site": check.site, "function": check.function, "rules": [str(check.rule)], "reason": "not decided"}
    decision = scenario.policy.placements[check.function][check.site]
    owner = check.owner or decision.decided_by
    return Change(f"exceptions.{name}", None, after, "exception", check.rule, check.function, check.site, owner=owner)


def _written(scenario: Scenario, today: Today, check: RuleCheck) -> list[Change]:
    """The changes of decisions or numbers that make the check hold; empty where the rule has no number of its own."""
    if check.rule in (Rule.MUST, Rule.MUST_NOT):
        decision = scenario.policy.placements[check.function][check.site]
        path = f"policy.placements.{check.function}.{check.site}"
        owner = decision.decided_by
        return [Change(path, decision.decision, None, "decision", check.rule, check.function, check.site, owner=owner)]
    if check.rule is Rule.NO_NEW_HOUSES:
        return [Change("policy.no_new_houses", True, False, "decision", check.rule)]
    if check.rule is Rule.RETAINED_VOLUME:
        return _retained(scenario, today, check)
    path = threshold_path(scenario, check)
    if not path:
        return []
    return [_bound(scenario, path, _PATHS[check.rule][1](_enough(scenario, path, check)), check)]


def threshold_path(scenario: Scenario, check: RuleCheck) -> str:
    """Dotted path of the number that a rule compares with, in the unit of the check; empty where it has none."""
    if check.rule not in _PATHS:
        return ""
    where, _ = _PATHS[check.rule]
    return where(scenario, check) if callable(where) else where.format(**_ids(check))


def rounded(check: RuleCheck) -> float:
    """The plan's value, rounded to a number that somebody would write and with which the check holds."""
    return _PATHS[check.rule][1](check.have)


def _sent(scenario: Scenario, today: Today, check: RuleCheck, levers: frozenset[Lever]) -> list[Change]:
    """For staff days that cannot be recruited: more days sent out by a hospital, where the levers name just one."""
    sites = [lever.site for lever in levers if (lever.rule, lever.item) == (Rule.STAFF_DAYS, check.item)]
    if len(sites) != 1:
        return []
    return _written(scenario, today, check._replace(rule=Rule.STAFF_DAYS, site=sites[0]))


def _enough(scenario: Scenario, path: str, check: RuleCheck) -> float:
    """The new number at the path that makes the check hold.

    Of a soft rule, what may be missing at a price is not asked for; of a bound shared with others, only the scenario's
    own part is moved.
    """
    priced = check.may_lack if check.have > check.need else -check.may_lack
    if check.rule not in _SHARED:
        return check.have - priced
    stands = _at(scenario, tuple(path.split(".")))
    own = stands.value if isinstance(stands, Quantity) else 0.0
    return own + check.have - check.need - priced


def _ids(check: RuleCheck) -> Mapping[str, str]:
    return {"function": check.function, "site": check.site, "item": check.item}


def _bound(scenario: Scenario, path: str, after: float, check: RuleCheck, unit: str = "") -> Change:
    """The change of a number; of a quantity with unit and source, of its value alone."""
    keys = tuple(path.split("."))
    stands = _at(scenario, keys)
    quantity = isinstance(stands, Quantity) or record_of(annotation_at(keys)) is Quantity
    before = stands.value if isinstance(stands, Quantity) else stands
    owner = (stands.owner if isinstance(stands, Quantity) else "") or check.owner
    whole = int(after) if float(after).is_integer() else after
    return Change(
        f"{path}.value" if quantity and stands is not None else path,
        0.0 if before is None else before,
        whole,
        "bound",
        check.rule,
        **{field: _ids(check)[field] for field in BOUNDS[check.rule]},
        unit=unit or check.unit,
        owner=owner,
        beyond=_beyond(stands, after) if isinstance(stands, Quantity) else "",
    )


def _beyond(stands: Quantity, after: float) -> str:
    """The end of the stated range that a value passes."""
    if stands.low is not None and after < stands.low:
        return "low"
    return "high" if stands.high is not None and after > stands.high else ""


def _at(part: Any, keys: tuple[str, ...]) -> Any:
    """The value at a path, key by key, of a scenario; None where there is none."""
    for key in keys:
        part = part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)
    return part


def _number_of_sites(scenario: Scenario, check: RuleCheck) -> str:
    wanted = scenario.functions[check.function].number_of_sites
    field = check.item if wanted.exactly is None else "exactly"
    return f"functions.{check.function}.number_of_sites.{field}"


def _travel_share(scenario: Scenario, check: RuleCheck) -> str:
    """Path of the share of the longest trip: the function's own, or that of its planning level."""
    function = scenario.functions[check.function]
    if function.max_travel_minutes is None:
        return f"policy.max_travel_by_level.{function.level}.share"
    return f"functions.{check.function}.max_travel_share"


def _floor(scenario: Scenario, check: RuleCheck) -> str:
    """Path of the share of the coverage floor that the check's group of areas belongs to."""
    names = (name for name in scenario.policy.coverage if f"{check.item}: ".startswith(f"{name}: "))
    return f"policy.coverage.{max(names, key=len)}.min_share"


def _retained(scenario: Scenario, today: Today, check: RuleCheck) -> list[Change]:
    """Changes of the retained share, the number, or both: of each that exceeds what the hospital would keep."""
    offer, path = scenario.functions[check.function], f"functions.{check.function}"
    functions, sites = list(scenario.functions), list(scenario.sites)
    before = float(today.volume[functions.index(check.function), sites.index(check.site)])
    found = []
    if offer.retained_share is not None and offer.retained_share.value * before > check.have:
        found.append(_bound(scenario, f"{path}.retained_share", _down(0.01)(check.have / before), check, "share"))
    if offer.retained_visits_per_year is not None and offer.retained_visits_per_year.value > check.have:
        found.append(_bound(scenario, f"{path}.retained_visits_per_year", _down(10)(check.have), check))
    return found


def _up(step: float) -> Callable[[float], float]:
    """A function that rounds up to a multiple of a step; what exceeds a multiple by a rounding error is not raised."""
    return lambda value: round(math.ceil(value / step - 1e-6) * step, 6)


def _down(step: float) -> Callable[[float], float]:
    """A function that rounds down to a multiple of a step; what misses one by a rounding error is not lowered."""
    return lambda value: round(math.floor(value / step + 1e-6) * step, 6)


_SHARED = frozenset({Rule.FREE_ROOM_DAYS, Rule.STAFF_DAYS})
"""Rules whose bound exceeds the scenario's number, as rooms let and people recruited count too."""
_PATHS: dict[Rule, tuple[str | Callable[[Scenario, RuleCheck], str], Callable[[float], float]]] = {
    Rule.NUMBER_OF_SITES: (_number_of_sites, _up(1)),
    Rule.MAX_CHANGES: ("policy.max_changes", _up(1)),
    Rule.MIN_VISITS: ("functions.{function}.min_visits_per_year", _down(10)),
    Rule.MIN_PATIENTS: ("functions.{function}.min_patients_per_year", _down(1)),
    Rule.MAX_TRAVEL: (_travel_share, _down(0.01)),
    Rule.MIN_UTILISATION: ("equipment.{item}.min_utilisation", _down(0.01)),
    Rule.MAX_UTILISATION: ("equipment.{item}.max_utilisation", _up(0.01)),
    Rule.FREE_ROOM_DAYS: ("sites.{site}.free_room_days_per_week.{item}", _up(0.5)),
    Rule.STAFF_DAYS: ("staff_roles.{item}.extra_days_per_week.{site}", _up(0.5)),
    Rule.MAX_INVESTMENT: ("policy.max_investment", _up(10_000)),
    Rule.MAX_EXTRA_OPERATING: ("policy.max_extra_operating_per_year", _up(10_000)),
    Rule.COVERAGE: (_floor, _down(0.01)),
}
"""The path of each rule's number, and how a plan's value is rounded so that the rule holds."""
