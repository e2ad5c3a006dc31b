"""The rules between phases, which are all in one model: what one phase opens or buys, the next keeps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from placement.model.draft import Draft, Pair
from placement.model.linear import Linear, total
from placement.model.money import MILLION, Accounts
from placement.model.rules import changes_since_today
from placement.scenario.schema.rules import Rule


def link_phases(drafts: Sequence[Draft], accounts: Sequence[Accounts]) -> None:
    """Every rule between phases, in the order of ``docs/model.md``."""
    for before, now in pairwise(drafts):
        _opens_once(before, now)
        _home_once(before, now)
        _units_once(before, now)
    _budgets(drafts, accounts)
    _changes(drafts)


def _opens_once(before: Draft, now: Draft) -> None:
    """What a phase opens stays open, what it closes stays closed."""
    for pair in sorted({*before.open, *now.open}):
        sense = "<=" if now.stands(pair) else ">="
        now.row(Rule.NO_FLIP_FLOP, _open(now, pair), sense, _open(before, pair), *now.ids(*pair))


def _open(draft: Draft, pair: Pair) -> Linear:
    """open[f,s]; 0 where the pair is not possible."""
    return draft.open.get(pair, Linear(0.0))


def _home_once(before: Draft, now: Draft) -> None:
    """The ceiling at home is never lowered again."""
    for f, function_id in enumerate(now.instance.function_ids):
        now.row(Rule.NO_FLIP_FLOP, _ceiling(now, f), ">=", _ceiling(before, f), function_id)


def _ceiling(draft: Draft, function: int) -> Linear:
    ceilings = draft.instance.demand.home_ceiling[function]
    return total((one, max(ceilings[0], c)) for one, c in zip(draft.level[function], ceilings, strict=True))


def _units_once(before: Draft, now: Draft) -> None:
    """Units bought stay, and units given up are not taken back."""
    for e, s in sorted({*before.units, *now.units}):
        ids = now.instance.equipment_ids[e], now.instance.site_ids[s]
        for word, bought in (("bought", True), ("given_up", False)):
            amounts = (_beyond(draft, (e, s), bought=bought) for draft in (now, before))
            now.row(Rule.NO_FLIP_FLOP, next(amounts), ">=", next(amounts), *ids, word)


def _beyond(draft: Draft, place: Pair, *, bought: bool) -> Linear:
    """How many units more than today's stand, or how many fewer."""
    stand = int(draft.today.units[place])
    choices = draft.units.get(place, {})
    return total((one, float(max(0, count - stand if bought else stand - count))) for count, one in choices.items())


def units_fit(stand: int, counts: Sequence[int]) -> bool:
    """Whether numbers of units, phase by phase, only rise above today's and only fall below them."""
    return all(max(a, stand) <= max(b, stand) and min(a, stand) >= min(b, stand) for a, b in pairwise(counts))


def _budgets(drafts: Sequence[Draft], accounts: Sequence[Accounts]) -> None:
    """What is invested in a phase, beyond the phases before it; in million DKK."""
    totals = [Linear(), *(account.investment for account in accounts)]
    for draft, (before, now) in zip(drafts, pairwise(totals), strict=True):
        budget = draft.instance.economics.max_phase_investment
        if np.isfinite(budget):
            draft.row(Rule.PHASE_BUDGET, (now - before) * (1 / MILLION), "<=", Linear(budget / MILLION))


def _changes(drafts: Sequence[Draft]) -> None:
    """New and closed offers of one phase; changes since today only grow from phase to phase."""
    before = Linear()
    for draft in drafts:
        phase, now = draft.instance.scenario.phase, changes_since_today(draft)
        if phase is not None and phase.max_changes is not None:
            draft.row(Rule.PHASE_CHANGES, now - before, "<=", Linear(float(phase.max_changes)))
        before = now
