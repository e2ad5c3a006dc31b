"""Configurations as columns of the model, the rows that tie them together, and what each adds to the totals."""

from __future__ import annotations

from collections import defaultdict

from placement.instance.instance import Floats
from placement.model.assignment import decide_days_of, decide_open
from placement.model.configuration.tables import SiteTables, Table, last_resort, own_sites
from placement.model.decisions import has_target, lost_below_target
from placement.model.draft import Choice, Draft, Pair, Shared
from placement.model.linear import Linear, total
from placement.scenario.schema.rules import Rule

Arrivals = dict[tuple[int, frozenset[int], int], Linear]
"""By site, the rivals that visits try before it, and home level: an expression that is 1 if those visits come there."""


FEW_TERMS = 3
"""Sums of at most this many terms are written out wherever they are needed; longer ones get a column."""


def write_function(draft: Draft, function: int, sites: list[SiteTables]) -> None:
    """All columns and rows of one function: openness, the configurations of each site, and that everybody is seen."""
    decide_open(draft, {function})
    arrivals: Arrivals = {}
    for tables in sites:
        _begin_days(draft, tables)
        arrivals |= _write_site(draft, tables)
    _serve_everybody(draft, function, arrivals)
    _last_resorts(draft, function)
    for pair in draft.possible:
        if pair[0] == function:
            if pair not in draft.days and not draft.instance.is_hospital[pair[1]]:
                decide_days_of(draft, pair)  # nobody is sent there
            draft.volume[pair].add(draft.open[pair], draft.fixed(pair))


def _serve_everybody(draft: Draft, function: int, arrivals: Arrivals) -> None:
    """Everybody is seen once: over the sites of a list, the configurations that see its visits add up to 1.

    Openness implies it for whole numbers, but these rows make the relaxation tight (decision 0011). With a last resort
    the sum is at most 1: that hospital sees the rest.
    """
    visits: dict[tuple[tuple[int, ...], bool], Floats] = {}
    for group in draft.groups:
        if group.function == function and (own := own_sites(draft, group)):
            key = own, last_resort(draft, group) is not None
            visits[key] = visits.get(key, 0.0) + group.loads.volume
    inner = {own[:n] for own, _ in visits for n in range(len(own))}
    share = _named(draft, function, arrivals)
    for number, (own, resort) in enumerate(sorted(visits)):
        if resort and (own in inner or len(own) == 1):
            continue  # implied by a longer list, or by the configurations of the only site
        for level, chosen in enumerate(draft.level[function]):
            if visits[own, resort][level] > 0:
                seen = total((share[s, frozenset(own[:n]), level], 1.0) for n, s in enumerate(own))
                ids = draft.instance.function_ids[function], number, level
                draft.row(Rule.VISITS_SERVED, seen, "<=" if resort else "==", chosen, *ids)


def _named(draft: Draft, function: int, arrivals: Arrivals) -> Arrivals:
    """The arrivals, with each sum of more than ``FEW_TERMS`` terms replaced by a column, since many lists share it."""
    named: Arrivals = {}
    for number, (key, chosen) in enumerate(arrivals.items()):
        named[key] = chosen
        if len(chosen.terms) > FEW_TERMS:
            named[key] = draft.variable("sent", *draft.ids(function, key[0]), number)
            draft.row(Rule.VISITS_SERVED, chosen, "==", named[key], *draft.ids(function, key[0]), number, "sent")
    return named


def _begin_days(draft: Draft, tables: SiteTables) -> None:
    """Begin the sums of days, and of quality lost below target where one table knows all visits sent to the house."""
    pair = tables.pair
    if draft.instance.is_hospital[pair[1]]:
        return
    draft.days[pair] = Linear()
    draft.one_choice.add(pair)
    if tables.exact and has_target(draft, pair):
        draft.below_target[pair] = Linear()


def _last_resorts(draft: Draft, function: int) -> None:
    """Count all visits that have a last resort as seen there; configurations of earlier sites subtract theirs."""
    for group in draft.groups:
        if group.function != function:
            continue
        end = last_resort(draft, group)
        for level, chosen in enumerate(draft.level[function]):
            volume = float(group.loads.volume[level])
            if end is None and not group.demand.sites and volume > 0:
                ids = draft.instance.function_ids[function], group.stream, group.number, level
                draft.row(Rule.VISITS_SERVED, Linear(0.0), "==", chosen, *ids)
            if end is None or volume <= 0:
                continue
            draft.volume[function, end].add(chosen, volume)
            for measure, amounts in group.loads.amounts.items():
                draft.totals[measure, function].add(chosen, float(amounts[level, group.places.index(end)]))


def _write_site(draft: Draft, tables: SiteTables) -> Arrivals:
    """Write the configurations of one site and the rows that tie them to open[f,s]; returns the site's arrivals."""
    pair, offered = tables.pair, _offered(draft, tables.pair)
    arrivals: Arrivals = defaultdict(Linear)
    clinics: list[tuple[tuple[str, ...], bool]] = []
    for part, by_level in enumerate(tables.parts):
        names: list[str] = []
        exactly_one = True
        inside: dict[int, Linear] = defaultdict(Linear)
        outside: dict[int, Linear] = defaultdict(Linear)
        for table in by_level:
            columns = _columns(draft, table, part, offered[table.level])
            _bring_table(draft, table, columns)
            own = [next(iter(column.terms)).name for column in columns if column is not offered[table.level]]
            names += own
            exactly_one = exactly_one and table.complete and bool(own)
            for rival, stands in zip(table.rivals, table.inside.T, strict=True):
                inside[rival].spread(columns, stands.astype(float).tolist())
                outside[rival].spread(columns, (~stands).astype(float).tolist())
            for before, come in zip(table.queue.before, table.free.T, strict=True):
                arrivals[pair[1], before, table.level].spread(columns, come.astype(float).tolist())
        # One row a rival and not one a configuration: as few rows as possible, and a tighter relaxation.
        for marks, name in ((inside, "open"), (outside, "closed")):
            for rival, chosen in marks.items():
                other = draft.open[pair[0], rival]
                ids = *draft.ids(*pair), part, draft.instance.site_ids[rival], name
                draft.row(Rule.PREFERENCE_ORDER, chosen, "<=", other if name == "open" else 1.0 - other, *ids)
        if names:
            clinics.append((tuple(names), exactly_one))
    if not tables.exact and not draft.instance.is_hospital[pair[1]]:
        holds = draft.days[pair] * draft.capacity(pair)
        draft.row(Rule.CLINIC_CAPACITY, draft.sent[pair], "<=", holds, *draft.ids(*pair))
        offer = "" if draft.open[pair].is_constant else draft.name("open", *draft.ids(*pair))
        row = draft.name(Rule.CLINIC_CAPACITY, *draft.ids(*pair))
        draft.shared.append(Shared(row, tuple(clinics), offer, visits=True))
    return arrivals


def _offered(draft: Draft, pair: Pair) -> list[Linear]:
    """By home level, an expression that is 1 if the pair is open and the level chosen; their sum is open[f,s]."""
    levels, open_ = draft.level[pair[0]], draft.open[pair]
    if len(levels) == 1:
        return [open_]
    if open_.is_constant:
        return [chosen * open_.constant for chosen in levels]
    offered = [draft.variable("offered", *draft.ids(*pair), level) for level in range(len(levels))]
    draft.row(Rule.HOME_LEVEL, total((one, 1.0) for one in offered), "==", open_, *draft.ids(*pair))
    for level, one in enumerate(offered):
        draft.row(Rule.HOME_LEVEL, one, "<=", levels[level], *draft.ids(*pair), level)
    return offered


def _columns(draft: Draft, table: Table, part: int, offered: Linear) -> list[Linear]:
    """One column per configuration; in a complete table they add up to ``offered``.

    A single configuration without rivals needs no column: ``offered`` is used for it. An incomplete table has only the
    configuration without open rivals, which is forced only if all rivals are closed.
    """
    pair = f, s = table.queue.pair
    if len(table.sent) == 1 and not table.rivals:
        return [offered]
    ids = *draft.ids(*pair), part, table.level
    columns = []
    for n, stands in enumerate(table.inside):
        columns.append(draft.variable("config", *ids, n, whole=True))
        inside = frozenset(r for r, here in zip(table.rivals, stands, strict=True) if here)
        days = None if table.days is None else float(table.days[n])
        name = next(iter(columns[-1].terms)).name
        draft.choices.append(Choice(name, f, table.level, s, table.rivals, inside, days))
    chosen = total((column, 1.0) for column in columns)
    if table.complete:
        draft.row(Rule.PREFERENCE_ORDER, chosen, "==", offered, *ids)
    else:
        rivals = total((draft.open[f, r], 1.0) for r in table.rivals)
        draft.row(Rule.PREFERENCE_ORDER, chosen, "<=", offered, *ids)
        draft.row(Rule.PREFERENCE_ORDER, chosen + rivals, ">=", offered, *ids, "none")
    return columns


def _bring_table(draft: Draft, table: Table, columns: list[Linear]) -> None:
    """Add to the totals what each configuration brings, and take from the last resorts what it sees in their place."""
    queue, level, pair = table.queue, table.level, table.queue.pair
    f = pair[0]
    seen = draft.grids[f].round(table.sent * table.seen)
    _bring(draft.volume[pair], columns, seen)
    _bring(draft.sent[pair], columns, table.sent)
    if (table.seen < 1).any():
        _bring(draft.volume[f, int(draft.instance.overflow_site[pair])], columns, table.sent - seen)
    for hospital, visits in queue.home.items():
        _bring(draft.volume[f, hospital], columns, -(table.free @ visits[level]))
    for measure in queue.here:
        here, away, rest = (table.free @ by[measure][level] for by in (queue.here, queue.away, queue.rest))
        _bring(draft.totals[measure, f], columns, here * table.seen + away * (1 - table.seen) - rest)
    if table.days is None:
        return
    _bring(draft.days[pair], columns, table.days)
    fixed = draft.fixed(pair)
    draft.at_least[pair] += zip(columns, (seen + fixed).tolist(), strict=True)
    if pair in draft.below_target:
        _bring(draft.below_target[pair], columns, lost_below_target(draft, pair, seen + fixed))


def _bring(expression: Linear, columns: list[Linear], amounts: Floats) -> None:
    expression.spread(columns, amounts.tolist())
