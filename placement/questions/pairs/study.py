"""Every function at every site: which rule decides, where it tips, and what it would cost to decide the contrary.

The price is exact where the scenario is solved again with the pair decided the other way. That takes a model and a
search for nearly every pair, so it is done for those that came closest, as long as there is time. For the rest the
price is an interval (``pricing``): the linear relaxation is its low end, and the proposal with only this pair decided
otherwise, where it keeps the rules, its high end.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from placement.errors import Message, UsageError
from placement.plan.plan import RuleCheck
from placement.questions.explain.break_even import MOST_SECONDS, Asking, BreakEven, Budget, missed, spans_of
from placement.questions.explain.case import Case, RuleNote, whole_notes
from placement.questions.explain.price import Question
from placement.questions.explain.study import nearness
from placement.questions.pairs.findings import Kind, PairRow, PairTable
from placement.questions.pairs.pricing import Known, PairBudget, Pricing, Relaxation
from placement.questions.proposal.changes import changes
from placement.questions.proposal.left_out import Notes, pair_notes
from placement.scenario.load import Loaded
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Options, Progress, Solved
from placement.solve.run import Live
from placement.solve.scalarisation import HOLD
from placement.solve.scarce import Worths, worths
from placement.solve.staircase import Staircase

TIMES = 30
"""Without a time limit all pairs together may take this many times the time of building and solving the proposal."""
LEAST_SECONDS = 20.0
"""Without a time limit they may take at least this long."""
STAIRS_SHARE = 0.35
"""At most this share of a time limit goes to the staircase of prices."""
SCARCE_SHARE = 0.2
"""At most this share of a time limit goes to the worth of scarce things."""
MISSED_SECONDS = 10.0
"""Seconds, without a time limit, to find what pairs that are in at no price miss by."""
MISSED_SHARE = 0.1
"""At most this share of a time limit goes to what pairs miss by."""
SCARCE_SECONDS = 20.0
"""Seconds, without a time limit, for the worth of scarce things."""
PHASES = Message("a scenario with phases cannot be explained pair by pair; leave out the phases.")


def every_pair(
    live: Live,
    loaded: Loaded,
    options: Options | None = None,
    *,
    function: str = "",
    exact: int | None = None,
    told: Callable[[int, int], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> PairTable:
    """The table of all pairs.

    Args:
        live: the proposal, its model kept ready.
        loaded: its scenario.
        options: how to solve; None: as the proposal. A time limit is for all the questions.
        function: only the pairs of this function.
        exact: solve again for at most this number of pairs; None: as many as there is time for.
        told: called with how many pairs are done, and of how many.
        progress: called with each line of progress.
        stop: set it to keep what is known so far.

    Raises:
        UsageError: a scenario with phases.
    """
    if loaded.scenario.phases:
        raise UsageError(PHASES)
    options, stop = options or live.solved.options, stop or threading.Event()
    began = time.perf_counter()
    stairs, scarce = _stairs(live, loaded, options, stop), _scarce(live, loaded, options, stop)
    used = time.perf_counter() - began
    limit = _limit(live.solved, options)
    if options.time_limit is not None:
        limit = max(0.0, limit * (1 - MISSED_SHARE) - used)
    budget = PairBudget(limit, exact, stop)
    cases = _cases(live.solved, function)
    spans = {case.pair: () if stairs is None else spans_of(stairs, case.is_in) for case in cases}
    cases.sort(key=lambda case: (case.is_in(live.solved) or not spans[case.pair], _closeness(case)))
    pricings = [
        Pricing(Question(live, loaded, *case.names, options, progress, budget.stop), case, budget) for case in cases
    ]
    bounds = _bounds(pricings, budget, told)
    rows = []
    for n, pricing in enumerate(pricings):
        if told is not None:
            told(n, len(cases))
        case = pricing.case
        rows.append(PairRow(case.note, _rule(case), pricing.price(bounds.get(case.pair)), spans[case.pair]))
    asking = _asking(live, loaded, options, stop, Budget(options, stop, MISSED_SECONDS, MISSED_SHARE))
    if stairs is not None and asking is not None and stairs.complete:
        rows = [_with_miss(asking, stairs, row, pricing) for row, pricing in zip(rows, pricings, strict=True)]
    return PairTable(
        rows=tuple(rows),
        limit=options.time_limit or limit + (0.0 if stairs is None else MOST_SECONDS + SCARCE_SECONDS + MISSED_SECONDS),
        seconds=time.perf_counter() - began,
        stopped=stop.is_set(),
        minute=live.solved.prices.minute if live.solved.prices else None,
        every_price=stairs is not None and stairs.complete,
        scarce=scarce,
    )


def _with_miss(asking: Asking, stairs: Staircase, row: PairRow, pricing: Pricing) -> PairRow:
    """The row with what the pair misses by, if it is in at no price, no rule keeps it out, and there is time."""
    price, left = row.price, asking.budget.left
    silent = price.kind is Kind.EXACT and price.forced == "in" and not price.waived and not row.spans
    if not (silent and left and pricing.instance.allowed[pricing.case.pair]):
        return row
    found = BreakEven(asking.prices.minute, (), proven=True)
    return replace(row, missed=missed(asking, stairs, found, pricing.question.posed("must")))


def _asking(live: Live, loaded: Loaded, options: Options, stop: threading.Event, budget: Budget) -> Asking | None:
    """Further solves at other prices; None without prices, or where minutes come before all else."""
    prices = live.solved.prices
    if prices is None or not math.isfinite(prices.minute):
        return None
    return Asking(live, loaded, options, budget, stop)


def _stairs(live: Live, loaded: Loaded, options: Options, stop: threading.Event) -> Staircase | None:
    """The staircase from which every pair's prices are read; None where the proposal has no prices."""
    asking = _asking(live, loaded, options, stop, Budget(options, stop, share=STAIRS_SHARE))
    return None if asking is None else asking.staircase()


def _scarce(live: Live, loaded: Loaded, options: Options, stop: threading.Event) -> Worths | None:
    """What a little more of each scarce thing is worth, as far as there is time."""
    asking = _asking(live, loaded, options, stop, Budget(options, stop, SCARCE_SECONDS, SCARCE_SHARE))
    if asking is None:
        return None

    def ask(scenario: Scenario) -> Solved | None:
        return asking.at(asking.prices.minute, replace(loaded, scenario=scenario))

    return worths(live.solved, loaded.scenario, ask)


def _bounds(
    pricings: Sequence[Pricing], budget: PairBudget, told: Callable[[int, int], None] | None
) -> dict[tuple[int, int], Known]:
    """Bounds on the objective of each pair decided otherwise, by its indices, as far as there is time.

    Pairs without a plan under the fewest waivers are tried again with more; pairs at hospitals come last.
    """
    found: dict[tuple[int, int], Known] = {}
    for leaves_hospital in (False, True):
        left = [p for p in pricings if p.askable and p.leaves_hospital is leaves_hospital]
        for tier in range(max((len(pricing.tiers) for pricing in left), default=0)):
            for own in _grouped(left):
                if budget.for_bounds > 0:
                    if told is not None:
                        told(len(found), len(pricings))
                    found |= _group_bounds(own, tier, budget)
            left = [p for p in left if p.case.pair in found and found[p.case.pair].may_go_on(p)]
    return found


def _grouped(pricings: Sequence[Pricing]) -> list[list[Pricing]]:
    """The pairs that one relaxed model serves: first those to be forced in, by function, then those forced out."""
    groups: dict[tuple[bool, int], list[Pricing]] = {}
    for pricing in pricings:
        groups.setdefault((pricing.forced == "out", pricing.case.pair[0]), []).append(pricing)
    return [groups[key] for key in sorted(groups)]


def _group_bounds(own: Sequence[Pricing], tier: int, budget: PairBudget) -> dict[tuple[int, int], Known]:
    """The bounds of the pairs that one relaxed model serves, with the rules of one tier set aside."""
    question, notes, function = own[0].question, own[0].case.notes, own[0].case.pair[0]
    waived = tuple(dict.fromkeys(place for pricing in own for place in pricing.tiers[tier]))
    options = replace(question.options, time_limit=budget.for_bounds)
    asked = function, [pricing.case.pair[1] for pricing in own], own[0].forced, waived
    relaxation = Relaxation(question.live, question.loaded, *asked, options, budget.stop)
    part = Notes(notes.comparison.part(function).comparison, notes.whole, {})
    found = {}
    for pricing in own:
        if budget.for_bounds > 0:
            found[pricing.case.pair] = Known(tier, *pricing.between(relaxation, part, tier))
    return found


def _limit(solved: Solved, options: Options) -> float:
    own = solved.seconds["build"] + solved.seconds["solve"]
    return options.time_limit or max(LEAST_SECONDS, TIMES * own)


def _cases(solved: Solved, function: str) -> list[Case]:
    notes = whole_notes(solved)
    known = {(n.function, n.site): n for n in pair_notes(notes.comparison, changes(notes.comparison), hospitals=True)}
    functions, _, sites = solved.instance.shape
    asked = [f for f in range(functions) if function in ("", solved.instance.function_ids[f])]
    return [Case(notes, solved, (f, s), known) for f in asked for s in range(sites)]


def _closeness(case: Case) -> tuple[bool, bool, int, float, float, str, str]:
    """Sort key: new offers and near misses, then offers of today, least visited first; all at hospitals last."""
    note = case.note
    kept = note.change == "kept"
    near = (0, note.visits, 0.0) if kept else nearness(note)[:3]
    return bool(case.solved.instance.is_hospital[case.pair[1]]), kept, *near, note.site, note.function


def _rule(case: Case) -> RuleNote | None:
    """The deciding rule; for a pair in the proposal its own threshold with the least room."""
    note = case.note
    if not note.recommended:
        blocking = [check for check in note.blocking if str(check.rule) == note.deciding_limit]
        return case.rule(min(blocking, key=_room), says_no=True) if blocking else None
    own = [check for check in case.solved.evaluation.checks if _is_threshold(check, case.names)]
    return case.rule(min(own, key=_room), says_no=False) if own else None


def _is_threshold(check: RuleCheck, names: tuple[str, str]) -> bool:
    asks = check.unit != "yes/no" and check.need != 0 and check.rule is not Rule.TARGET_VISITS
    return (check.function, check.site) == names and check.binds and asks


def _room(check: RuleCheck) -> float:
    return check.slack / max(abs(check.need), HOLD)
