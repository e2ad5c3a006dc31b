"""The assignment block, as in the textbooks: columns for open, days and the share of each class sent to each site.

It stays small in practice because units that try the same sites in the same order are one demand class, cut at the
first site that is certainly open (``placement.model.demand_classes``). It can say everything ``docs/model.md`` says,
and is the reference for the tests. Its chapters are openness, days, preference order, and overflow with the totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from placement.instance.instance import SAME, SAME_MINUTES
from placement.model.decisions import keeps_days, timetable
from placement.model.draft import Draft, Flow, Group, Pair
from placement.model.linear import Linear, total
from placement.scenario.schema.rules import Rule

__all__ = ["write_assignment"]


def write_assignment(draft: Draft, functions: Collection[int]) -> None:
    """Write the columns and rows of these functions (indices)."""
    decide_open(draft, functions)
    decide_days(draft, functions)
    send_visits(draft, functions)
    let_overflow(draft, functions)


def decide_open(draft: Draft, functions: Collection[int]) -> None:
    """Columns open[f,s], constants where certain; a ``must`` at a pair not allowed becomes a row that cannot hold."""
    for pair in draft.possible:
        if pair[0] not in functions:
            continue
        if pair not in draft.certain:
            draft.open[pair] = draft.variable("open", *draft.ids(*pair), whole=True)
            continue
        draft.open[pair] = Linear(1.0)
        if not draft.instance.allowed[pair]:
            draft.row(Rule.MUST, Linear(1.0), "<=", Linear(0.0), *draft.ids(*pair))


def house_pairs(draft: Draft, functions: Collection[int]) -> list[Pair]:
    """Possible pairs of these functions at houses."""
    return [pair for pair in draft.pairs(houses=True) if pair[0] in functions]


def decide_days(draft: Draft, functions: Collection[int]) -> None:
    """Expressions days[f,s] at houses: one of the allowed values where open, else 0."""
    for pair in house_pairs(draft, functions):
        decide_days_of(draft, pair)


def decide_days_of(draft: Draft, pair: Pair) -> None:
    """The expression days[f,s] of one house: at most one part of a day, or a whole number of lines (`Timetable`)."""
    if keeps_days(draft, pair) and not draft.instance.clinics.expand[pair[0]]:
        draft.days[pair] = Linear(float(draft.today.days[pair]))
        return
    table, ids = timetable(draft, pair), draft.ids(*pair)
    lines = draft.variable("lines", *ids, upper=table.most, whole=True)
    parts = [(draft.variable("days", *ids, f"{value:g}", whole=True), value) for value in table.single]
    some = draft.variable("in_lines", *ids, whole=True) if parts else draft.open[pair]
    if parts:
        chosen = total(((part, 1.0) for part, _ in parts)).add(some)
        draft.row(Rule.DAYS_PER_WEEK_STEPS, chosen, "==", draft.open[pair], *ids)
    draft.row(Rule.DAYS_PER_WEEK_STEPS, lines, ">=", some * table.fewest, *ids, "fewest")
    draft.row(Rule.DAYS_PER_WEEK_STEPS, lines, "<=", some * table.most, *ids, "most")
    draft.days[pair] = total(parts).add(lines, table.line)


def send_visits(draft: Draft, functions: Collection[int]) -> None:
    """Send every group to sites: to a single one where a preference order decides, else in shares."""
    for group in draft.groups:
        if group.function in functions:
            _send(draft, group)


def _ids(draft: Draft, group: Group) -> tuple[str | float, ...]:
    return draft.instance.function_ids[group.function], group.stream, group.number


def _send(draft: Draft, group: Group) -> None:
    f, sites = group.function, group.demand.sites
    by_site: dict[int, Linear] = defaultdict(Linear)
    levels = [level for level in range(len(draft.level[f])) if group.loads.volume[level] > 0]
    for level in levels:
        chosen, shares = draft.level[f][level], []
        for s in sites:
            name = (*_ids(draft, group), draft.instance.site_ids[s], level)
            share = chosen if len(sites) == 1 else draft.variable("sent", *name)
            shares.append((share, 1.0))
            by_site[s] = by_site[s] + share
            draft.flows.append(Flow(group, s, level, share, share))
        draft.row(Rule.VISITS_SERVED, total(shares), "==", chosen, *_ids(draft, group), level)
    everybody = len(levels) == len(draft.level[f])
    somebody = Linear(1.0) if everybody else total((draft.level[f][level], 1.0) for level in levels)
    if group.demand.ordered:
        _follow_order(draft, group, by_site, somebody)
    else:
        _allocate(draft, group, by_site)


def _follow_order(draft: Draft, group: Group, share: dict[int, Linear], somebody: Linear) -> None:
    """Visits go to open sites, and the first open one takes them, if ``somebody`` is sent at all at the chosen level.

    Closest-assignment rows as in Church and Cohon (1976): the sites up to s in the list take everything if s is open.
    """
    so_far = Linear()
    for s in group.demand.sites:
        ids = (*_ids(draft, group), draft.instance.site_ids[s])
        so_far = so_far + share[s]
        draft.row(Rule.PREFERENCE_ORDER, share[s], "<=", draft.open[group.function, s], *ids, "open")
        if s != group.demand.sites[-1]:
            first = draft.open[group.function, s] + somebody - 1.0
            draft.row(Rule.PREFERENCE_ORDER, so_far, ">=", first, *ids, "first")


def _allocate(draft: Draft, group: Group, share: dict[int, Linear]) -> None:
    """Visits go to open sites, and to none more than ``within_minutes`` further away than an open one.

    Closest-assignment rows as in Wagner and Falkson (1975), with ``within_minutes`` of room.
    """
    sites = group.demand.sites
    minutes = draft.instance.travel.minutes[group.demand.units[0]]
    within = draft.instance.within_minutes(group.function)
    for s in sites:
        ids = (*_ids(draft, group), draft.instance.site_ids[s])
        here = draft.open[group.function, s]
        draft.row(Rule.WITHIN_MINUTES, share[s], "<=", here, *ids, "open")
        further = [(share[t], 1.0) for t in sites if minutes[t] > minutes[s] + within + SAME_MINUTES]
        if further:
            draft.row(Rule.WITHIN_MINUTES, total(further), "<=", 1.0 - here, *ids, "near")


def _may_overflow(draft: Draft, pair: Pair) -> bool:
    """Whether more may be sent to the house than its days hold."""
    if not draft.overflows(pair):
        return False
    days = draft.days[pair]
    return not days.is_constant or draft.most_sent[pair] > draft.capacity(pair) * days.constant * (1 + SAME)


def let_overflow(draft: Draft, functions: Collection[int]) -> None:
    """Seen = min(sent, capacity), the same fraction of every group; the rest is seen at the overflow hospital."""
    fraction = {
        pair: draft.variable("seen_fraction", *draft.ids(*pair))
        for pair in house_pairs(draft, functions)
        if _may_overflow(draft, pair) and draft.most_sent[pair] > 0
    }
    for number, flow in enumerate(draft.flows):
        f, s = flow.group.function, flow.site
        if (f, s) in fraction:
            draft.flows[number] = Flow(flow.group, s, flow.level, flow.sent, _seen(draft, flow, fraction[f, s]))
    _add_up(draft, functions)
    for pair in house_pairs(draft, functions):
        if pair in fraction:
            _fill_days(draft, pair, fraction[pair])
        elif not (draft.days[pair].is_constant and not draft.instance.clinics.expand[pair[0]]):
            draft.row(
                Rule.CLINIC_CAPACITY, draft.sent[pair], "<=", draft.days[pair] * draft.capacity(pair), *draft.ids(*pair)
            )


def _seen(draft: Draft, flow: Flow, fraction: Linear) -> Linear:
    """Fraction · sent as a column, by McCormick's rows (1976): exact, because sent is 0 or 1."""
    if flow.sent.is_constant:
        return fraction * flow.sent.constant
    ids = (*_ids(draft, flow.group), draft.instance.site_ids[flow.site], flow.level)
    seen = draft.variable("seen", *ids)
    draft.row(Rule.CLINIC_CAPACITY, seen, "<=", flow.sent, *ids, "sent")
    draft.row(Rule.CLINIC_CAPACITY, seen, "<=", fraction, *ids, "fraction")
    draft.row(Rule.CLINIC_CAPACITY, seen, ">=", fraction + flow.sent - 1.0, *ids, "both")
    return seen


def _fill_days(draft: Draft, pair: Pair, fraction: Linear) -> None:
    """Either nobody overflows, or the days are full: a column ``full`` says which."""
    ids = draft.ids(*pair)
    holds = draft.days[pair] * draft.capacity(pair)
    most = draft.most_sent[pair]
    full = draft.variable("full", *ids, whole=True)
    # Big-M rows, M as small as is valid: all that can be sent here, and all that the most days can hold.
    draft.row(Rule.CLINIC_CAPACITY, draft.seen[pair], "<=", holds, *ids)
    draft.row(Rule.CLINIC_CAPACITY, draft.sent[pair] - draft.seen[pair], "<=", full * most, *ids, "overflow")
    draft.row(
        Rule.CLINIC_CAPACITY, holds - draft.seen[pair], "<=", (1.0 - full) * _most_held(draft, pair), *ids, "full"
    )
    draft.row(Rule.CLINIC_CAPACITY, fraction, ">=", 1.0 - full, *ids, "fraction")


def _most_held(draft: Draft, pair: Pair) -> float:
    days = draft.days[pair]
    highest = days.constant + sum(c * (v.upBound or 0.0) for v, c in days.terms.items() if c > 0)
    return highest * draft.capacity(pair)


def _add_up(draft: Draft, functions: Collection[int]) -> None:
    """Add the flows to the totals by pair and by function, and fixed visits where the pair is open."""
    for flow in draft.flows:
        group, site = flow.group, flow.site
        pair = group.function, site
        volume = float(group.loads.volume[flow.level])
        draft.sent[pair].add(flow.sent, volume)
        draft.seen[pair].add(flow.seen, volume)
        _arrive(draft, flow, site, flow.seen)
        if flow.seen is not flow.sent:
            target = int(draft.instance.overflow_site[pair])
            _arrive(draft, flow, target, flow.sent - flow.seen)
    for f, s in draft.possible:
        if f in functions:
            draft.volume[f, s].add(draft.open[f, s], draft.fixed((f, s)))


def _arrive(draft: Draft, flow: Flow, site: int, share: Linear) -> None:
    """Add ``share`` of the flow's group to the totals of ``site``, where it is seen."""
    group = flow.group
    if site not in group.places:  # nowhere to overflow to: the days must hold everybody
        draft.row(Rule.OVERFLOW_HOSPITAL, share, "<=", Linear(0.0), *_ids(draft, group), flow.site, flow.level)
        return
    column = group.places.index(site)
    draft.volume[group.function, site].add(share, float(group.loads.volume[flow.level]))
    for measure, amounts in group.loads.amounts.items():
        draft.totals[measure, group.function].add(share, float(amounts[flow.level, column]))
