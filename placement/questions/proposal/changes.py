"""What the proposal decides otherwise than today, and its offers, today's and programmes at home on one scale of price.

Each is priced by leaving it out: with it against without it, all else as proposed, by the judge. A gain that two offers
make only together is counted for both, so the new offers of a function, all new offers and the whole proposal are
priced as packages too.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.plan.capacity import clinic_days
from placement.plan.equipment import smallest_units
from placement.plan.plan import Evaluation, Plan
from placement.questions.proposal.findings import HOME, Change, Priced, Step, Worth
from placement.questions.proposal.trials import Bench, Cut, Draft, Trial, Whole
from placement.time_limit import in_time

_SAME = 1e-6


@dataclass(frozen=True)
class Edit:
    """One decision that differs from today.

    Attributes:
        kind: as in `Change`.
        function: index.
        site: index; -1 for ``home``.
        item: index of the equipment type, for ``units``; -1 otherwise.
    """

    kind: str
    function: int
    site: int = -1
    item: int = -1


@dataclass(frozen=True, eq=False)
class Comparison:
    """The decisions in which a proposal differs from today, and how to evaluate any of them alone.

    Attributes:
        bench: evaluates plans.
        today: today's plan.
        proposal: the plan and the judge's word on it.
        edits: every decision that differs.
        parts: the parts of the scenario cut out so far, by function.
        known: what edits buy in the whole proposal, as far as it was asked before.
    """

    bench: Bench
    today: Plan
    proposal: Trial
    edits: tuple[Edit, ...]
    parts: dict[int, Part] = field(default_factory=dict)
    known: dict[Edit, Change] = field(default_factory=dict)

    @classmethod
    def of(cls, bench: Bench, today: Plan, proposal: Trial) -> Comparison:
        """The comparison with every decision that differs."""
        return cls(bench, today, proposal, tuple(_edits(bench, today, proposal)))

    def part(self, function: int) -> Part:
        """The part of the scenario in which changes of one function are evaluated; cut out once."""
        if function not in self.parts:
            self.parts[function] = Part.around(self, function)
        return self.parts[function]

    def alone(self, edit: Edit) -> Change:
        """What an edit buys in the whole proposal: with it against without it, all else as proposed; cached."""
        if edit not in self.known:
            self.known[edit] = self.part(edit.function).buy(edit, self.edits).change
        return self.known[edit]

    def with_only(self, applied: frozenset[Edit]) -> Draft:
        """Today's plan with some of the edits, as a draft."""
        draft = self.bench.draft(self.today)
        for edit in self.edits:
            if edit in applied:
                draft = self._apply(draft, edit)
        for function in self.bench.allocated:
            draft = draft.with_allocation(function, self._allocation(draft, function))
        return draft

    def reach(self, applied: frozenset[Edit]) -> Trial:
        """Today's plan with some of the edits, evaluated; without edits today itself, with all the proposal."""
        if len(applied) == len(self.edits):
            return self.proposal
        if not applied:
            return self.bench.judged(self.today)
        return self.bench.try_(self.with_only(applied))

    def _apply(self, draft: Draft, edit: Edit) -> Draft:
        source = self.proposal.plan
        match edit.kind:
            case "home":
                return draft.with_home(edit.function, int(source.home_level[edit.function]))
            case "units":
                return draft.with_units(edit.item, edit.site, int(source.units[edit.item, edit.site]))
            case _:
                pair = edit.function, edit.site
                return draft.with_pair(*pair, is_open=bool(source.open[pair]), days=float(source.days[pair]))

    def _allocation(self, draft: Draft, function: int) -> Floats:
        """A function's allocation: today's where its open sites are today's, else the proposal's on open sites."""
        as_today = np.array_equal(draft.open[function], self.today.open[function])
        any_edit = any(edit.function == function for edit in self.edits)
        source = self.today if as_today and any_edit else self.proposal.plan
        shares: Floats = source.assign[function]
        return shares


@dataclass(frozen=True, eq=False)
class Part:
    """The comparison restricted to one function and those related to it, in which edits of the function are evaluated.

    Attributes:
        comparison: of this part alone.
        edits: the part's edits by those of the whole.
    """

    comparison: Comparison
    edits: Mapping[Edit, Edit]

    @classmethod
    def around(cls, whole: Comparison, function: int) -> Part:
        """The part of a comparison for one function."""
        cut = Cut.around(whole.bench.instance, function)
        edits = {edit: found for edit in whole.edits if (found := _renumbered(edit, cut)) is not None}
        bench = whole.bench.part(cut)
        proposal = bench.judged(cut.plan(whole.proposal.plan))
        return cls(Comparison(bench, cut.plan(whole.today), proposal, tuple(edits.values())), edits)

    def buy(self, edit: Edit, applied: Collection[Edit]) -> Purchase:
        """What an edit of the whole comparison buys, on top of others."""
        earlier = frozenset(found for other, found in self.edits.items() if other in applied)
        now = self.edits[edit]
        before, after = (self.comparison.reach(edits) for edits in (earlier - {now}, earlier | {now}))
        return Purchase(describe(self.comparison, now, before, after), before, after)


@dataclass(frozen=True, eq=False)
class Purchase:
    """What an edit buys, with the part of the plan before and after it."""

    change: Change
    before: Trial
    after: Trial


def _renumbered(edit: Edit, cut: Cut) -> Edit | None:
    """The edit with the indices of a part; None where it does not belong to the part."""
    functions, items = cut.functions.tolist(), cut.items.tolist()
    if edit.function not in functions or (edit.kind == "units" and edit.item not in items):
        return None
    item = items.index(edit.item) if edit.kind == "units" else -1
    return replace(edit, function=functions.index(edit.function), item=item)


def _edits(bench: Bench, today: Plan, proposal: Trial) -> list[Edit]:
    plan, instance = proposal.plan, bench.instance
    edits = [
        Edit("new" if plan.open[function, site] else "closed", int(function), int(site))
        for function, site in np.argwhere(plan.open != today.open)
    ]
    differ = plan.open & today.open & (np.abs(plan.days - today.days) > _SAME) & ~bench.derived_days
    edits += [Edit("days", int(f), int(s)) for f, s in np.argwhere(differ & ~instance.is_hospital[None, :])]
    edits += [Edit(HOME, int(f)) for f in np.flatnonzero(plan.home_level != today.home_level)]
    edits += [
        Edit("units", _user(bench, plan, int(item), int(site)), int(site), int(item))
        for item, site in np.argwhere(_otherwise(bench, proposal))
    ]
    return edits


def _otherwise(bench: Bench, proposal: Trial) -> Bools:
    """``(E, S)`` whether there are other units than the visits require; units a hospital gives up do not count."""
    units = proposal.plan.units
    called_for = smallest_units(bench.instance, bench.today, proposal.plan.open, proposal.evaluation.volume)
    idle = bench.instance.is_hospital[None, :] & (np.maximum(units, called_for) <= bench.today.units)
    return np.asarray((called_for != units) & ~idle)


def _user(bench: Bench, plan: Plan, item: int, site: int) -> int:
    """A function that uses the equipment; if possible one that is open at the site."""
    users = bench.instance.apparatus.needed[:, item]
    open_users = np.flatnonzero(users & plan.open[:, site])
    return int(open_users[0]) if len(open_users) else int(np.argmax(users))


def describe(comparison: Comparison, edit: Edit, before: Trial, after: Trial) -> Change:
    """What an edit buys: the difference between two plans that differ in it alone."""
    worth = comparison.bench.worth(before.evaluation.objectives, after.evaluation.objectives)
    affected, saved = _moved(comparison.bench, edit, before, after)
    threshold = _threshold(comparison.bench, edit)
    days, days_today = _amounts(comparison, edit, after)
    visits = _visits(comparison, edit, after)
    instance = comparison.bench.instance
    return Change(
        function=instance.function_ids[edit.function],
        site=HOME if edit.kind == HOME else instance.site_ids[edit.site],
        kind=edit.kind,
        days=days,
        days_today=days_today,
        visits=visits,
        threshold=threshold,
        headroom=(visits - threshold) / threshold if threshold > 0 else math.nan,
        affected_visits=affected,
        minutes_saved=saved,
        minutes_per_year=worth.minutes,
        operating_per_year=after.evaluation.operating - before.evaluation.operating,
        investment=after.evaluation.investment - before.evaluation.investment,
        economy=worth.economy,
        lost_quality_visits=worth.lost_visits,
        lost_quality_price=worth.lost_price,
        money_per_minute=worth.money_per_minute,
        item=instance.equipment_ids[edit.item] if edit.kind == "units" else "",
    )


def value_for_money(change: Change) -> tuple[float, float, float]:
    """Sort key: the cheapest minute first, then most minutes; what saves no minute comes last, by cost."""
    if math.isnan(change.money_per_minute):
        return 1.0, change.economy + change.lost_quality_price, change.minutes_per_year
    return 0.0, change.money_per_minute, change.minutes_per_year


def _visits(comparison: Comparison, edit: Edit, after: Trial) -> float:
    """Visits a year at the place of the edit; today's where it closes."""
    if edit.kind == HOME:
        return float(after.evaluation.home[edit.function].sum())
    seen = comparison.bench.today.volume if edit.kind == "closed" else after.evaluation.volume
    return float(seen[edit.function, edit.site])


def _moved(bench: Bench, edit: Edit, before: Trial, after: Trial) -> tuple[float, float]:
    """Visits a year whose trip changes, and the mean minutes one way that they save."""
    function = edit.function
    if edit.kind == "units":
        return 0.0, math.nan
    shift = after.evaluation.seen[function] - before.evaluation.seen[function]
    at_home = after.evaluation.home[function] - before.evaluation.home[function]
    arriving = float(np.maximum(shift, 0).sum() + np.maximum(at_home, 0).sum())
    leaving = float(np.maximum(-shift, 0).sum() + np.maximum(-at_home, 0).sum())
    affected = min(arriving, leaving)
    if affected <= _SAME or abs(arriving - leaving) > _SAME * arriving:
        return affected, math.nan
    minutes = np.where(shift != 0, bench.instance.travel.minutes, 0.0)
    return affected, float(-(minutes * shift).sum() / affected)


def _threshold(bench: Bench, edit: Edit) -> float:
    """The function's hard minimum at a house in visits a year, waived or not; 0 elsewhere."""
    if edit.kind in (HOME, "units") or bench.instance.is_hospital[edit.site]:
        return 0.0
    clinics = bench.instance.clinics
    return float(max(clinics.min_visits[edit.function], clinics.min_patients[edit.function]))


def _amounts(comparison: Comparison, edit: Edit, after: Trial) -> tuple[float, float]:
    """Days, share at home or units after the edit and today; days at hospitals follow from their visits."""
    instance, today = comparison.bench.instance, comparison.bench.today
    plan, before = after.plan, comparison.today
    if edit.kind == HOME:
        ceilings = instance.demand.home_ceiling[edit.function]
        levels: tuple[Ints, Ints] = plan.home_level, before.home_level
        now, then = (ceilings[int(level[edit.function])] for level in levels)
        return float(now), float(then)
    if edit.kind == "units":
        return float(plan.units[edit.item, edit.site]), float(before.units[edit.item, edit.site])
    pair = edit.function, edit.site
    return float(after.evaluation.days[pair]), float(clinic_days(instance, today.days, today.volume)[pair])


def changes(comparison: Comparison) -> tuple[Change, ...]:
    """What each change buys in the whole proposal (with it against without it), by ``value_for_money``."""
    return tuple(sorted(map(comparison.alone, comparison.edits), key=value_for_money))


def sketched(comparison: Comparison) -> tuple[Change, ...]:
    """What is decided otherwise, without what it buys, which takes longer: nothing, and no price of a minute."""
    proposal = comparison.proposal
    return tuple(describe(comparison, edit, proposal, proposal) for edit in comparison.edits)


def steps(comparison: Comparison) -> tuple[Step, ...]:
    """The changes one at a time, from today to the proposal.

    Each step takes the cheapest minute among the changes that break no rule kept so far; where every change breaks one,
    among all of them. The last step ends at the proposal itself.
    """
    return tuple(_Walk(comparison).all_steps())


class _Walk:
    """The greedy walk from today to the proposal; a change is evaluated anew only after a step that can alter it."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.applied: frozenset[Edit] = frozenset()
        self.here = comparison.reach(self.applied)
        self.known: dict[Edit, Purchase] = {}

    def all_steps(self) -> Iterator[Step]:
        for order in range(1, len(self.comparison.edits) + 1):
            edit = self._best()
            self.applied |= {edit}
            there = self.comparison.reach(self.applied)
            bought = describe(self.comparison, edit, self.here, there)
            yield _step(order, bought, self.comparison.alone(edit), there.evaluation)
            self.here = there
            self.known = {other: found for other, found in self.known.items() if not self._touches(edit, other)}

    def _touches(self, one: Edit, other: Edit) -> bool:
        """Whether one change may alter what another buys or which rules it breaks."""
        return one in self.comparison.part(other.function).edits

    def _best(self) -> Edit:
        left = [edit for edit in self.comparison.edits if edit not in self.applied]
        for edit in left:
            if edit not in self.known:
                self.known[edit] = self.comparison.part(edit.function).buy(edit, self.applied)
        ranked = sorted(left, key=lambda edit: value_for_money(self.known[edit].change))
        whole = Whole(self.here.evaluation)
        return next((edit for edit in ranked if self._breaks_nothing(edit, whole)), ranked[0])

    def _breaks_nothing(self, edit: Edit, whole: Whole) -> bool:
        found = self.known[edit]
        return not whole.new_violations(found.before.evaluation, found.after.evaluation)


def _step(order: int, change: Change, alone: Change, after: Evaluation) -> Step:
    aims = after.objectives
    return Step(order, change, alone, aims.citizen_minutes, aims.quality_visits, aims.economy, after.feasible)


_KIND = {"new": "proposed", "home": "home"}
"""Kinds in the league by kinds of changes."""
_ORDER = ("saves_both", "priced", "saves_money", "no_difference", "costs_both", "needed")
"""Verdicts, the best bargain first."""
_NOBODY = 1e-3
"""Visits a year that may be unserved: fewer are a rounding of sums."""


def bargains(comparison: Comparison) -> tuple[Priced, ...]:
    """New offers and programmes at home, the cheapest minute first, then the packages."""
    single = [_of_change(change) for change in map(comparison.alone, comparison.edits) if change.kind in _KIND]
    return (*ranked(single), *_packages(comparison))


def league(comparison: Comparison) -> tuple[Priced, ...]:
    """As ``bargains``, with today's offers at houses among them; those that close count by what they were worth.

    Raises:
        OutOfTimeError: there is no time for all of them.
    """
    changes = [comparison.alone(edit) for edit in comparison.edits]
    single = [_of_change(change) for change in changes if change.kind in _KIND]
    gone = [_reversed(change) for change in changes if change.kind == "closed" and _at_house(comparison, change)]
    return (*ranked([*single, *gone, *_kept(comparison)]), *_packages(comparison))


def ranked(offers: Iterable[Priced]) -> list[Priced]:
    """Offers sorted: those that save time and money, then the cheapest minute; those that save no minute last."""
    return sorted(offers, key=_rank)


def _rank(one: Priced) -> tuple[int, float, float, str, str]:
    price = 0.0 if math.isnan(one.money_per_minute) else one.money_per_minute
    return _ORDER.index(one.verdict), price, one.worth.money, one.function, one.site


def _of_change(change: Change) -> Priced:
    worth = Worth(change.minutes_per_year, change.economy, change.lost_quality_visits, change.lost_quality_price)
    return Priced(
        _KIND[change.kind], change.function, change.site, 1, change.affected_visits, worth, verdict=worth.verdict
    )


def _reversed(change: Change) -> Priced:
    """The price of keeping an offer that the proposal closes."""
    worth = Worth(-change.minutes_per_year, -change.economy, -change.lost_quality_visits, -change.lost_quality_price)
    return Priced("today", change.function, change.site, 1, change.affected_visits, worth, verdict=worth.verdict)


def _at_house(comparison: Comparison, change: Change) -> bool:
    instance = comparison.bench.instance
    return not instance.is_hospital[instance.site_ids.index(change.site)]


def _kept(comparison: Comparison) -> Iterator[Priced]:
    """The prices of today's offers at houses that stay, each found by closing it alone."""
    instance, plan, today = comparison.bench.instance, comparison.proposal.plan, comparison.bench.today
    for function, site in np.argwhere(plan.open & today.open & ~instance.is_hospital[None, :]).tolist():
        in_time()
        yield _closed_alone(comparison, function, site)


def _closed_alone(comparison: Comparison, function: int, site: int) -> Priced:
    part = comparison.part(function).comparison
    bench, proposal = part.bench, part.proposal
    aims, through = bench.without(bench.draft(proposal.plan), 0, site)
    worth = bench.worth(aims, proposal.evaluation.objectives)
    seen = proposal.evaluation.seen, proposal.evaluation.home
    needed = float(seen[0].sum() + seen[1].sum() - through.seen.sum() - through.home.sum()) > _NOBODY
    return Priced(
        "today",
        comparison.bench.instance.function_ids[function],
        comparison.bench.instance.site_ids[site],
        1,
        _moved_away((through.seen, through.home), seen),
        worth,
        "needed" if needed else worth.verdict,
    )


def _moved_away(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> float:
    """Visits a year seen at another site or at home instead; both arguments are visits at sites and at home."""
    return sum(float(np.abs(now - then).sum()) for then, now in zip(before, after, strict=True)) / 2


def _packages(comparison: Comparison) -> Iterator[Priced]:
    """The new offers of each function that has several, all new offers, and the whole proposal against today."""
    edits = comparison.edits
    new = [edit for edit in edits if edit.kind == "new"]
    if not comparison.bench.instance.baseline.exists:
        return
    functions = list(dict.fromkeys(edit.function for edit in new))
    for function in functions:
        own = [edit for edit in new if edit.function == function]
        if len(own) > 1:
            yield _package(comparison, comparison.bench.instance.function_ids[function], own)
    if 1 < len(new) < len(edits) and len(functions) > 1:
        yield _package(comparison, "", new)
    if edits:
        yield _package(comparison, "", edits)


def _package(comparison: Comparison, function: str, together: Sequence[Edit]) -> Priced:
    without = comparison.reach(frozenset(comparison.edits) - frozenset(together))
    before, after = without.evaluation, comparison.proposal.evaluation
    worth = comparison.bench.worth(before.objectives, after.objectives)
    moved = _moved_away((before.seen, before.home), (after.seen, after.home))
    return Priced("package", function, "", len(together), moved, worth, verdict=worth.verdict)


def whole(found: Iterable[Priced], edits: int) -> Priced | None:
    """The package of everything the proposal changes; None without a today, or where nothing changes."""
    everything = (one for one in found if one.kind == "package" and not one.function and one.offers == edits)
    return next(everything, None)
