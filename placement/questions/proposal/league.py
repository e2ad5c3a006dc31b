"""The league table: today's offers, the proposed ones and programmes at home on one scale, kroner per saved minute.

Each is priced by leaving it out: with it against without it, all else as proposed, by the judge. A gain that two offers
make only together is counted for both, so the new offers of a function, all new offers and the whole proposal are
priced as packages too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from placement.instance.instance import Floats
from placement.questions.proposal.changes import Comparison, Edit
from placement.questions.proposal.findings import Change, Priced, Worth
from placement.time_limit import in_time

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
        _moved((through.seen, through.home), seen),
        worth,
        "needed" if needed else worth.verdict,
    )


def _moved(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> float:
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
    moved = _moved((before.seen, before.home), (after.seen, after.home))
    return Priced("package", function, "", len(together), moved, worth, verdict=worth.verdict)


def whole(found: Iterable[Priced], edits: int) -> Priced | None:
    """The package of everything the proposal changes; None without a today, or where nothing changes."""
    everything = (one for one in found if one.kind == "package" and not one.function and one.offers == edits)
    return next(everything, None)
