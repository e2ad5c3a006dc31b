"""The model while it is being written: its columns and rows, the demand it places, and the rules that may yield.

Blocks and rules share one `Draft`: each adds its columns and rows, and the totals by pair that later rules refer to.
A rule *yields* where a soft rule lets it be broken: its row gets a column for the violation, and the price of that
column goes into the economy aim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pulp

from placement.instance.instance import NO_SITE, Floats, Instance, Ints, Today
from placement.model.linear import Grid, Linear, name_of
from placement.scenario.schema.rules import SOFTENABLE, Rule
from placement.time_limit import in_time

if TYPE_CHECKING:
    from placement.scenario.schema.frame import SoftRule


Pair = tuple[int, int]
Order = tuple[int, ...]
_ENOUGH = 1e-9
"""Relative tolerance: days that hold all but this share of the visits are taken to hold them all."""


@dataclass(frozen=True, eq=False)
class DemandClass:
    """Units, or parts of units, with the same list of sites.

    Attributes:
        sites: the sites they may be sent to; in order of preference when ``ordered``.
        units: ``(n,)`` unit indices; ``weights``: ``(n,)`` the part of each unit's visits.
        ordered: whether the first open site of the list takes them; otherwise the region allocates.
    """

    sites: Order
    units: Ints
    weights: Floats
    ordered: bool


@dataclass(frozen=True, eq=False)
class Loads:
    """What a class would bring to each of its sites if all of it were seen there.

    Attributes:
        volume: ``(L,)`` visits a year at each home level.
        amounts: by measure, ``(L, sites)`` a year; a measure with nothing but zeros is left out.
    """

    volume: Floats
    amounts: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class Group:
    """A demand class of one function, and what it brings.

    Attributes:
        stream: ``movable`` or ``bound`` visits; ``number``: its number among the function's groups of the stream.
        demand: the class.
        places: every site where its visits can be seen: the class's sites, then overflow hospitals all its units can
            get to.
        loads: what it would bring to each of ``places``, in that order.
    """

    function: int
    stream: str
    number: int
    demand: DemandClass
    places: tuple[int, ...]
    loads: Loads


@dataclass(frozen=True, eq=False)
class Flow:
    """Visits of one group sent to one site at one home level.

    Attributes:
        sent: share of the group sent to the site at this level, 0 or 1 with a preference order.
        seen: share of the group seen there; ``sent − seen`` is seen at the site's overflow hospital.
    """

    group: Group
    site: int
    level: int
    sent: Linear
    seen: Linear


@dataclass(frozen=True)
class Choice:
    """A configuration column, described so that a known plan can be given to the solver as a start.

    Attributes:
        name: of the column.
        function, site, level: the column is 1 only if the function is open at the site at this home level,
        rivals, inside: ... and of the rivals exactly those ``inside`` are open,
        days: ... and the clinic runs this many days a week; None if the column does not determine the days.
    """

    name: str
    function: int
    level: int
    site: int
    rivals: tuple[int, ...]
    inside: frozenset[int]
    days: float | None = None


@dataclass(frozen=True)
class Shared:
    """A row in which clinics compete for something indivisible, such as the room-days of a house.

    The visits of one clinic that are written in parts compete likewise for what its days hold: each part is a
    clinic then, and they all stand under the same ``offer``.

    Attributes:
        row: name of the ≤ row.
        clinics: for each clinic the names of its columns, and True if exactly one of them is 1, False if at most one.
        offer: name of the column where the row says something only if it is 1, and all ``clinics`` are 0 otherwise;
            empty where the row always counts.
        visits: whether the row counts visits a year, and not days a week.
    """

    row: str
    clinics: tuple[tuple[tuple[str, ...], bool], ...]
    offer: str = ""
    visits: bool = False


class SoftRules:
    """The rules that the scenario lets be broken at a price.

    Attributes:
        price: the sum of all violations, each at its price, DKK a year.
    """

    def __init__(self) -> None:
        self.price = Linear()

    def yields(self, draft: Draft, rule: str, ids: tuple[str | float, ...]) -> bool:
        """Whether the rule may be broken at the place that ``ids`` name."""
        return _soft_rule(draft, rule, ids) is not None

    def row(
        self, draft: Draft, rule: str, gap: Linear, sense: str, ids: tuple[str | float, ...], unit: float
    ) -> Linear:
        """``gap``, with a priced column for its violation where a soft rule fits the row.

        Args:
            draft: the model.
            rule: name of the row's rule.
            gap: left side − right side.
            sense: ``<=``, ``>=`` or ``==``.
            ids: what the row is about, in the order of ``SOFTENABLE``.
            unit: how many priced units one unit of the row is.
        """
        soft = _soft_rule(draft, rule, ids)
        if soft is None:
            return gap
        most = None if soft.most is None else soft.most.value / unit
        for kind, sign in directions(sense):
            column = draft.variable(f"{kind}_{rule}", *ids, upper=most)
            gap = gap + column * sign
            self.price.add(column, unit * soft.price_per_unit.value)
        return gap


def _soft_rule(draft: Draft, rule: str, ids: tuple[str | float, ...]) -> SoftRule | None:
    """The first soft rule that fits the row; None where it is hard."""
    about = subject(rule, ids)
    if about is None:
        return None
    for soft in draft.instance.scenario.policy.soft_rules.values():
        named = {field: name for field in ("function", "site", "item") if (name := getattr(soft, field)) is not None}
        if soft.rule == rule and all(about.get(field) == name for field, name in named.items()):
            return soft
    return None


def subject(rule: str, ids: tuple[str | float, ...]) -> dict[str, str] | None:
    """The ids of the function, site and item that a row is about; None where the rule can never yield."""
    if rule not in SOFTENABLE:
        return None
    return {field: str(name) for field, name in zip(SOFTENABLE[Rule(rule)], ids, strict=False)}


def directions(sense: str) -> tuple[tuple[str, float], ...]:
    """How a row can be broken (``over``, ``under``), with the sign of the column that makes up for it."""
    over, under = ("over", -1.0), ("under", 1.0)
    return {"<=": (over,), ">=": (under,), "==": (over, under)}[sense]


@dataclass(eq=False)
class Draft:
    """A model being written; each phase has a draft of its own. Amounts are visits a year unless another unit is named.

    Attributes:
        problem: the model as PuLP holds it; phases of one model share it.
        instance, today: the scenario while the phase lasts, and what stands today.
        certain: ``(f, s)`` pairs that are open in every plan; ``possible``: all pairs that may be open.
        grids: by function, the grid its visits are rounded to.
        open: open[f,s] for every possible pair, a constant where certain.
        days: days[f,s] of possible houses.
        level: level[f][ℓ]: the home level is chosen.
        units: units[e,s][u]: exactly u units stand, for every site where the type can be needed.
        groups: demand classes by function and stream; ``flows``: which share of each is sent where.
        sent, seen, volume: totals by pair; ``volume`` is of all kinds, fixed visits included.
        most_sent, most: upper bounds on ``sent`` and ``volume``.
        at_least: by pair, its configuration columns, each with the visits a year it brings at least.
        choices: the configuration columns.
        one_choice: pairs whose days follow from the one configuration column that is chosen.
        shared: rows in which pairs of ``one_choice`` compete for days (``placement.solve.highs.room_cuts``).
        taken_back: room-days a week taken back from tenants, by site and room kind, where any are let.
        recruited: days a week recruited for, by role and hospital, where anybody can be.
        below_target: visits a year of quality lost below target, where a block knows them exactly.
        totals: by measure and function, what the visits add up to in a year.
        soft: decides which rows yield, and at what price.
        variables: PuLP's variables by name; phases of one model share them.
        phase: id of the phase, the first id in every name; empty without phases.
        before: the phase before; None in the first.
    """

    problem: pulp.LpProblem
    instance: Instance
    today: Today
    certain: frozenset[Pair]
    possible: tuple[Pair, ...]
    grids: tuple[Grid, ...]
    open: dict[Pair, Linear] = field(default_factory=dict)
    days: dict[Pair, Linear] = field(default_factory=dict)
    level: dict[int, list[Linear]] = field(default_factory=dict)
    units: dict[Pair, dict[int, Linear]] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    sent: dict[Pair, Linear] = field(default_factory=lambda: defaultdict(Linear))
    seen: dict[Pair, Linear] = field(default_factory=lambda: defaultdict(Linear))
    volume: dict[Pair, Linear] = field(default_factory=lambda: defaultdict(Linear))
    most_sent: dict[Pair, float] = field(default_factory=lambda: defaultdict(float))
    most: dict[Pair, float] = field(default_factory=lambda: defaultdict(float))
    at_least: dict[Pair, list[tuple[Linear, float]]] = field(default_factory=lambda: defaultdict(list))
    choices: list[Choice] = field(default_factory=list)
    one_choice: set[Pair] = field(default_factory=set)
    shared: list[Shared] = field(default_factory=list)
    taken_back: dict[Pair, Linear] = field(default_factory=dict)
    recruited: dict[Pair, Linear] = field(default_factory=dict)
    below_target: dict[Pair, Linear] = field(default_factory=dict)
    totals: dict[tuple[str, int], Linear] = field(default_factory=lambda: defaultdict(Linear))
    soft: SoftRules = field(default_factory=SoftRules)
    variables: dict[str, pulp.LpVariable] = field(default_factory=dict)
    phase: str = ""
    before: Draft | None = None

    def variable(
        self, kind: str, *ids: str | float, upper: float | None = 1.0, lower: float | None = 0.0, whole: bool = False
    ) -> Linear:
        """A new variable with bounds 0 and 1 by default, called by its kind and ids."""
        in_time()
        name = self.name(kind, *ids)
        category = pulp.LpInteger if whole else pulp.LpContinuous
        variable = self.problem.add_variable(name, lower, upper, category)
        self.variables[name] = variable
        return Linear.of(variable)

    def name(self, kind: str, *ids: str | float) -> str:
        """What a column or row of this draft is called."""
        return name_of(kind, self.phase, *ids) if self.phase else name_of(kind, *ids)

    def row(
        self, rule: str, left: Linear, sense: str, right: Linear | float, *ids: str | float, unit: float = 1.0
    ) -> None:
        """Add ``left ≤, ≥ or = right`` under the rule's name; a row without variables must already hold.

        A rule in ``SOFTENABLE`` may be broken at a price; ``unit`` is how many priced units one unit of the row is.
        Inequalities are loosened by ``Linear.rounding``, so that a plan that meets a limit exactly is not cut off by
        a rounding error of the coefficients.
        """
        in_time()
        gap = left - right
        if gap.is_constant and _holds(gap.constant, sense):
            return
        gap = self.soft.row(self, rule, gap, sense, ids, unit)
        expression = gap.expression()
        if gap.is_constant:  # cannot hold: kept as a row on the constant variable, so that the solver says so
            expression = pulp.LpAffineExpression({self.one(): gap.constant})
        name = self.name(rule, *ids)
        if sense == "<=":
            self.problem.addConstraint(expression <= gap.rounding, name)
        elif sense == ">=":
            self.problem.addConstraint(expression >= -gap.rounding, name)
        else:
            self.problem.addConstraint(expression == 0, name)

    def yields(self, rule: Rule, *ids: str) -> bool:
        """Whether the rule may be broken at a place; nothing about possible plans may then be concluded from it."""
        return self.soft.yields(self, rule, ids)

    def one(self) -> pulp.LpVariable:
        """A variable fixed at 1, for rows that only hold constants."""
        if "one" not in self.variables:
            self.variables["one"] = self.problem.add_variable("one", 1, 1)
        return self.variables["one"]

    def ids(self, function: int, site: int) -> tuple[str, str]:
        """The ids of a function and a site."""
        return self.instance.function_ids[function], self.instance.site_ids[site]

    def pairs(self, *, houses: bool) -> list[Pair]:
        """Possible pairs at houses, or at hospitals."""
        return [pair for pair in self.possible if bool(self.instance.is_hospital[pair[1]]) != houses]

    def sites_of(self, function: int) -> list[int]:
        """Sites where the function may be open."""
        return [s for f, s in self.possible if f == function]

    def overflows(self, pair: Pair) -> bool:
        """Whether visits beyond the pair's days are seen at the overflow hospital."""
        return not self.instance.is_hospital[pair[1]] and not self.instance.clinics.expand[pair[0]]

    def fixed(self, pair: Pair) -> float:
        """Fixed visits a year at the pair while it is open."""
        return float(self.grids[pair[0]].round(self.instance.demand.fixed[pair]))

    def capacity(self, pair: Pair) -> float:
        """Visits a year that one weekly clinic day holds."""
        clinics = self.instance.clinics
        return float(clinics.visits_per_day[pair] * clinics.weeks[pair[0]])

    def held(self, pair: Pair, sent: float, days: float) -> float:
        """The part of ``sent`` visits a year that a house with ``days`` a week sees: all if nothing can overflow."""
        holds = days * self.capacity(pair)
        to_hospital = self.overflows(pair) and int(self.instance.overflow_site[pair]) != NO_SITE
        if not to_hospital or holds * (1 + _ENOUGH) >= sent:
            return sent
        return float(self.grids[pair[0]].round(sent * (holds / sent)))

    def stands(self, pair: Pair) -> bool:
        """Whether the pair is open today."""
        return bool(self.today.open[pair])


def _holds(amount: float, sense: str) -> bool:
    tiny = 1e-9
    return {"<=": amount <= tiny, ">=": amount >= -tiny, "==": abs(amount) <= tiny}[sense]
