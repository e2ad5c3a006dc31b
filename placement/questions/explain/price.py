"""What it costs to decide one pair the other way, by solving again, and how the two plans differ.

To have a pair in, the rules that say no to it are waived by name, for that pair alone. Limits shared with other offers
(rooms, staff, budgets, the number of changes) stay in force as long as any plan keeps them; what then gives way
elsewhere is part of the price.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from placement.errors import InfeasibleError, Message, UsageError
from placement.instance.instance import Instance
from placement.plan.compare import GroupChange, Moved, compare_with_today
from placement.plan.plan import Evaluation, RuleCheck
from placement.questions.explain.break_even import Asking, Budget, tight
from placement.scenario.brief import brief
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Decision, ExceptionToRules
from placement.scenario.schema.rules import WAIVABLE, Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.repair import Repair, repairs
from placement.solve.result import Options, Prices, Progress, Solved
from placement.solve.run import Live
from placement.solve.scalarisation import objective_value, question_of
from placement.solve.scarce import PLENTY, Thing, scarce_things, with_more

NO_PAIR = (-1, -1)
"""Stands for a pair where none is asked about."""
HOME = "home"
"""Stands for a site where the share at home is meant."""
_LESS_DAYS = 1e-6
_LESS_MONEY = 1.0
_LESS_MINUTES = 1e-3
"""Smaller differences a year count as none."""


class Scarce(NamedTuple):
    """The scarce thing for which two offers compete: the rule, and the ids of what it is about."""

    rule: Rule
    function: str
    site: str
    item: str


@dataclass(frozen=True)
class Displaced:
    """Another decision that changes because of the pair.

    Attributes:
        function, site: ids; ``site`` is ``home`` for another share at home.
        opens: True where it opens, or there is more of it; False where it closes, or there is less.
        visits: visits a year seen at the site, in the plan where it is open; where days alone change, in the plan with
            the pair. NaN at home.
        kind: ``offer``, ``days`` (clinic days a week) or ``home`` (ceiling of the share at home).
        before, after: days, or shares, in the proposal and with the pair; of an offer NaN.
        scarce: what there is too little of for both; None where none was found or looked for.
    """

    function: str
    site: str
    opens: bool
    visits: float
    kind: str = "offer"
    before: float = math.nan
    after: float = math.nan
    scarce: Scarce | None = None

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """The key that no other changed decision shares."""
        return self.function, self.site, self.kind, self.opens


def displaced(proposal: Solved, answer: Solved, pair: tuple[int, int]) -> Iterator[Displaced]:
    """The other decisions that differ in the second plan: offers, then clinic days where both have them, then homes."""
    names, (before, after) = proposal.instance.function_ids, (proposal.plan, answer.plan)
    sites = proposal.instance.site_ids
    for f, s in np.argwhere(before.open != after.open).tolist():
        if (f, s) != pair:
            opens = bool(after.open[f, s])
            seen = (answer if opens else proposal).evaluation.volume[f, s]
            yield Displaced(names[f], sites[s], opens, float(seen))
    both = before.open & after.open & (np.abs(before.days - after.days) > _LESS_DAYS)
    for f, s in np.argwhere(both).tolist():
        days = float(before.days[f, s]), float(after.days[f, s])
        yield Displaced(names[f], sites[s], days[1] > days[0], float(answer.evaluation.volume[f, s]), "days", *days)
    for f in np.flatnonzero(before.home_level != after.home_level).tolist():
        ceilings = proposal.instance.demand.home_ceiling[f]
        shares = float(ceilings[before.home_level[f]]), float(ceilings[after.home_level[f]])
        yield Displaced(names[f], HOME, shares[1] > shares[0], math.nan, "home", *shares)


@dataclass(frozen=True)
class CostItem:
    """A cost item in which two plans differ.

    Attributes:
        payer, item: as in ``Evaluation.money``.
        money_per_year: running cost; ``investment``: investment; the plan's less the proposal's.
    """

    payer: str
    item: str
    money_per_year: float
    investment: float


@dataclass(frozen=True)
class Difference:
    """How one plan differs from the proposal; amounts are the plan's less the proposal's.

    Attributes:
        minutes_per_year, quality_visits, economy: change of the three aims.
        operating_per_year: the region's running cost; ``investment``: investment.
        money_per_minute: kroner paid for each minute saved, or saved for each minute more; NaN unless one rises and the
            other falls.
        items: cost items that differ, the largest first.
        moved: visits that go elsewhere than in the proposal.
        groups: the same by reporting group.
        broken: rules the plan breaks that the proposal keeps.
        total: change of everything at its price: the economy aim, minutes and lost quality, DKK a year; positive is
            worse. NaN where the proposal was not found by prices.
    """

    minutes_per_year: float
    quality_visits: float
    economy: float
    operating_per_year: float
    investment: float
    money_per_minute: float
    items: tuple[CostItem, ...]
    moved: Moved
    groups: tuple[tuple[str, GroupChange], ...]
    broken: tuple[RuleCheck, ...] = ()
    total: float = math.nan


def difference(
    instance: Instance,
    before: Evaluation,
    after: Evaluation,
    broken: tuple[RuleCheck, ...] = (),
    prices: Prices | None = None,
) -> Difference:
    """The costs and gains of one evaluated plan against another.

    Args:
        instance: the scenario as arrays.
        before: the judge's word on the one.
        after: the judge's word on the other.
        broken: rules that the second breaks and the first does not.
        prices: of the aims, where the proposal was found by them.
    """
    aims = zip(before.objectives.as_tuple(), after.objectives.as_tuple(), strict=True)
    minutes, quality, economy = (now - then for then, now in aims)
    against = compare_with_today(instance, before, after)
    return Difference(
        minutes_per_year=minutes,
        quality_visits=quality,
        economy=economy,
        operating_per_year=after.operating - before.operating,
        investment=after.investment - before.investment,
        money_per_minute=exchange(minutes, economy),
        items=tuple(_items(before, after)),
        moved=against.moved,
        groups=tuple(against.groups.items()),
        broken=broken,
        total=_total(minutes, quality, economy, prices),
    )


def _total(minutes: float, quality: float, economy: float, prices: Prices | None) -> float:
    """Everything at its price, DKK a year; NaN without prices, or where minutes come before all else."""
    if prices is None or not math.isfinite(prices.minute):
        return math.nan
    return economy + prices.minute * minutes + (prices.lost_quality_visit or 0.0) * quality


def exchange(minutes: float, economy: float) -> float:
    """DKK for each minute where one rises and the other falls; else NaN."""
    if abs(minutes) < _LESS_MINUTES or minutes * economy >= 0:
        return math.nan
    return abs(economy / minutes)


def _items(before: Evaluation, after: Evaluation) -> list[CostItem]:
    """Cost items that differ, summed by payer and item, the largest first."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for evaluation, sign in ((before, -1.0), (after, 1.0)):
        for item in evaluation.money:
            both = sums[item.payer, item.item]
            both[0] += sign * item.money_per_year
            both[1] += sign * item.investment
    items = [CostItem(*names, *amounts) for names, amounts in sums.items() if max(map(abs, amounts)) >= _LESS_MONEY]
    return sorted(items, key=lambda item: -abs(item.money_per_year) - abs(item.investment))


Place = tuple[Rule, str]
"""A rule, and the site at which an exception waives it."""
REPAIR_SECONDS = 20.0
"""The longest search for repairs where no plan has the pair."""
REASON = "hvad nu hvis / what if"
"""The reason in exceptions written for the question; they are in no scenario file."""
_SHARED = frozenset({Rule.FREE_ROOM_DAYS, Rule.STAFF_DAYS, Rule.MAX_DAYS_AWAY})
"""Rules whose limit is shared with other offers."""
_NOT_IN_THE_WAY = frozenset({Rule.TARGET_VISITS})
"""Rules that may be waived but never keep a pair out."""


@dataclass(frozen=True)
class Waiver:
    """A rule set aside for the sake of the question.

    Attributes:
        rule: its name; ``site``: where the exception is written.
        needed: whether the plan breaks it.
    """

    rule: Rule
    site: str
    needed: bool


@dataclass(frozen=True, eq=False)
class Price:
    """What it costs to decide a pair otherwise than the proposal does.

    Attributes:
        forced: ``in`` or ``out``.
        alone: with all else as in the proposal; None where that cannot be tried.
        solved: with all else decided again: the best plan under that decision, less the proposal; None without a plan.
        answer: that plan.
        waivers: rules set aside for it, by name.
        objective: how much worse it is by the proposal's own measure (DKK a year, where that was found by prices);
            negative where only a rule that is set aside prevented a better plan; NaN without a plan.
        displaced: other decisions that differ in it.
        repairs: what would have to give way, where no plan keeps the rules that cannot be set aside.
    """

    forced: str
    alone: Difference | None
    solved: Difference | None
    answer: Solved | None
    waivers: tuple[Waiver, ...]
    objective: float
    displaced: tuple[Displaced, ...]
    repairs: tuple[Repair, ...]

    __repr__ = brief

    @property
    def status(self) -> str:
        """How the search ended."""
        return "infeasible" if self.answer is None else self.answer.status.value


@dataclass(frozen=True)
class Question:
    """One pair to be decided otherwise, and how to solve with that.

    Attributes:
        live: the proposal, its model kept ready; ``loaded``: its scenario.
        function, site: ids.
        options: how to solve; ``progress`` and ``stop`` as in `Live.ask`.
    """

    live: Live
    loaded: Loaded
    function: str
    site: str
    options: Options
    progress: Callable[[Progress], None] | None = None
    stop: threading.Event | None = None

    @property
    def pair(self) -> tuple[int, int]:
        """Indices of function and site."""
        instance = self.live.solved.instance
        return instance.function_ids.index(self.function), instance.site_ids.index(self.site)

    def forced_in(self, blocking: Sequence[RuleCheck]) -> Price:
        """The price of having the pair, with the rules that say no to it set aside.

        Args:
            blocking: rules broken when the pair is added to the proposal as it is.
        """
        tried: tuple[Place, ...] = ()
        for places in self.waivers(blocking):
            tried = places
            try:
                answer = self._ask("must", places)
            except InfeasibleError:
                continue
            known = self.loaded.scenario.exceptions
            waivers = [waiver_of(answer, one, known) for one in places]
            return self._named(priced(self.live.solved, answer, self.pair, "in", waivers), self.posed("must", places))
        waived = tuple(Waiver(rule, site, needed=True) for rule, site in tried)
        return self._no_price("in", waived, "must", tried)

    def forced_out(self) -> Price:
        """The price of doing without the pair."""
        try:
            return priced(self.live.solved, self._ask("must_not", ()), self.pair, "out")
        except InfeasibleError:
            return self._no_price("out", (), "must_not", ())

    def waivers(self, blocking: Sequence[RuleCheck]) -> Iterator[tuple[Place, ...]]:
        """Sets of rules to set aside, each wider than the one before; the next is tried where one gives no plan.

        First the pair's own rules that say no, then also the shared limits that do, and last every rule that may be
        waived.
        """
        said_no = [check for check in blocking if check.rule in WAIVABLE - _NOT_IN_THE_WAY]
        own = self._places(check for check in said_no if check.rule not in _SHARED)
        both = self._places(said_no)
        every = [(rule, self.site) for rule in Rule if rule in WAIVABLE - _NOT_IN_THE_WAY - {Rule.RETAINED_VOLUME}]
        instance = self.live.solved.instance
        givers = [(Rule.RETAINED_VOLUME, instance.site_ids[s]) for s in np.flatnonzero(instance.is_hospital)]
        yield from dict.fromkeys((own, both, tuple(dict.fromkeys((*both, *every, *givers)))))

    def _places(self, checks: Iterable[RuleCheck]) -> tuple[Place, ...]:
        """The rule and site of each exception: the pair's site; for retained volume the hospital it is about."""
        places = ((c.rule, c.site if c.rule is Rule.RETAINED_VOLUME else self.site) for c in checks)
        return tuple(dict.fromkeys(places))

    def posed(self, decision: str, waived: Sequence[Place] = ()) -> Loaded:
        """The scenario with the pair decided and rules waived for it."""
        scenario = decided(self.loaded.scenario, self.function, self.site, decision, waived)
        return replace(self.loaded, scenario=scenario)

    @property
    def asking(self) -> Asking | None:
        """Further solves for a proposal found by finite prices; None for other methods."""
        prices = self.live.solved.prices
        if prices is None or not math.isfinite(prices.minute):
            return None
        return Asking(self.live, self.loaded, self.options, Budget(self.options, self.stop), self.stop)

    def _ask(self, decision: str, waived: Sequence[Place]) -> Solved:
        asked, options = self.posed(decision, waived), self.options
        if self.live.solved.prices is not None:
            options = replace(tight(options), prices=self.live.solved.prices)
        return self.live.ask(asked, options, progress=self.progress, stop=self.stop, keep_scale=True)

    def _named(self, price: Price, posed: Loaded) -> Price:
        """The price with the scarce thing that each displaced offer and the pair compete for, where one is found.

        Things are tried one by one: with plenty of the right one, both are in the best plan that has the pair.
        """
        asking = self.asking
        left = {one.key for one in price.displaced if not one.opens}
        if asking is None or price.answer is None or not left:
            return price
        found: dict[tuple[str, str, str, bool], Scarce] = {}
        for thing in self._between(price):
            answer = self._with_plenty(asking, posed, thing)
            if answer is None:
                break
            still = {one.key for one in displaced(self.live.solved, answer, self.pair)}
            found |= {key: Scarce(thing.rule, *thing.key[1:]) for key in left - still}
            left &= still
            if not left:
                break
        told = (replace(one, scarce=found.get(one.key)) for one in price.displaced)
        return replace(price, displaced=tuple(told))

    def _with_plenty(self, asking: Asking, posed: Loaded, thing: Thing) -> Solved | None:
        """The best plan with the pair and plenty of one thing; None where there was no time, or no plan."""
        today = self.live.solved.today
        rich = replace(posed, scenario=with_more(posed.scenario, today, [thing], PLENTY))
        try:
            return asking.at(asking.prices.minute, rich)
        except InfeasibleError:
            return None

    def _between(self, price: Price) -> Iterator[Thing]:
        """Things that the pair and displaced offers may both need: budgets, changes, staff, and rooms."""
        if price.answer is None:
            return
        sites = {self.site, *(one.site for one in price.displaced)}
        functions = {self.function, *(one.function for one in price.displaced)}
        for thing in scarce_things(price.answer):
            elsewhere = thing.rule is Rule.FREE_ROOM_DAYS and thing.site not in sites
            if not elsewhere and (not thing.function or thing.function in functions):
                yield thing

    def _no_price(self, forced: str, waivers: tuple[Waiver, ...], decision: str, waived: Sequence[Place]) -> Price:
        """The price where no plan has the decision: only the repairs that do not undo it, if found in time."""
        scenario = decided(self.loaded.scenario, self.function, self.site, decision, waived)
        limit = min(self.options.time_limit or REPAIR_SECONDS, REPAIR_SECONDS)
        found = repairs(scenario, replace(self.options, time_limit=limit), self.stop)
        undone = ("decision", self.function, self.site)
        kept = [each for each in found if undone not in ((one.kind, one.function, one.site) for one in each.changes)]
        return Price(forced, None, None, None, waivers, math.nan, (), tuple(kept))


def priced(
    proposal: Solved, answer: Solved, pair: tuple[int, int], forced: str, waivers: Sequence[Waiver] = ()
) -> Price:
    """The price from the best plan with a pair forced ``in`` or ``out``."""
    return Price(
        forced=forced,
        alone=None,
        solved=difference(proposal.instance, proposal.evaluation, answer.evaluation, prices=proposal.prices),
        answer=answer,
        waivers=tuple(waivers),
        objective=_worse(proposal, answer),
        displaced=tuple(displaced(proposal, answer, pair)),
        repairs=(),
    )


def decided(scenario: Scenario, function: str, site: str, decision: str, waived: Sequence[Place] = ()) -> Scenario:
    """The scenario with a decision about one pair and exceptions for it.

    Args:
        scenario: as it is.
        function: id of the function.
        site: id of the site.
        decision: ``must`` or ``must_not``.
        waived: rules, and the sites at which they are waived for the function.

    Raises:
        UsageError: where the scenario has phases.
    """
    if scenario.phases:
        raise UsageError(Message("a scenario with phases cannot be explained pair by pair; leave out the phases."))
    row = {**scenario.policy.placements.get(function, {}), site: _decision(decision)}
    placements = {**scenario.policy.placements, function: row}
    policy = scenario.policy.model_copy(update={"placements": placements})
    return scenario.model_copy(update={"policy": policy, "exceptions": _exceptions(scenario, function, waived)})


def undecided(scenario: Scenario, function: str, without: Sequence[str], waived: Sequence[Place]) -> Scenario:
    """The scenario in which a function need not stay at some sites, with exceptions for it.

    Args:
        scenario: as it is.
        function: id of the function.
        without: sites it may leave.
        waived: rules, and the sites at which they are waived for the function.
    """
    row = {**scenario.policy.placements.get(function, {}), **dict.fromkeys(without, _decision("must_not"))}
    placements = {**scenario.policy.placements, function: row}
    policy = scenario.policy.model_copy(update={"placements": placements})
    return scenario.model_copy(update={"policy": policy, "exceptions": _exceptions(scenario, function, waived)})


def _decision(decision: str) -> Decision:
    return Decision.model_validate({"decision": decision, "reason": REASON})


def _exceptions(scenario: Scenario, function: str, waived: Sequence[Place]) -> dict[str, ExceptionToRules]:
    """The scenario's exceptions and one for each rule set aside, under names not yet used."""
    exceptions = dict(scenario.exceptions)
    for rule, site in waived:
        name = f"{function}_{site}_{rule}"
        while name in exceptions:
            name += "_2"
        exceptions[name] = ExceptionToRules(site=site, function=function, rules=(rule,), reason=REASON)
    return exceptions


def waiver_of(answer: Solved, place: Place, known: Collection[str]) -> Waiver:
    """The waiver of a rule, with whether the plan breaks it; ``known`` are exceptions the scenario has anyway."""
    rule, site = place
    broken = any(
        check.rule is rule and check.waived_by and check.waived_by not in known and not check.kept
        for check in answer.evaluation.checks
    )
    return Waiver(rule, site, broken)


def _worse(proposal: Solved, answer: Solved) -> float:
    """How much worse a plan is than the proposal by the proposal's own measure."""
    question = question_of(proposal)
    one, other = (each.evaluation.objectives.as_tuple() for each in (proposal, answer))
    return objective_value(question, other) - objective_value(question, one)
