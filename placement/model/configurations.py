"""The configuration block: for each site, one column per set of rivals that may be open.

Where citizens follow a preference order, a site sees the visits whose earlier sites (its rivals for them) are all
closed. Which rivals are open therefore fixes everything about a site: what it sees, from where, what is short of the
target, the days it needs, whether its minimum holds. All of that is computed on arrays beforehand and may be
non-linear; the solver picks one configuration for each open site, and the columns of openness tie the sites together.
Only nearby sites are rivals, so the number of columns grows with the number of sites, not with that of all sets of them
(decision 0011).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import SAME, Bools, Floats, Ints
from placement.model.assignment import decide_days_of, decide_open
from placement.model.decisions import has_target, keeps_days, least_volume, lost_below_target, timetable
from placement.model.draft import Choice, Draft, Group, Pair, Shared
from placement.model.linear import Linear, total
from placement.scenario.schema.rules import Rule
from placement.time_limit import in_time


@dataclass(frozen=True, eq=False)
class Queue:
    """The visits that may come to one site, in ``K`` entries: one for each set of sites they try before it, the rivals.

    Attributes:
        pair: the function and the site.
        before: the ``K`` sets of rivals; visits of an entry come here if all sites of its set are closed.
        volume: ``(L, K)`` visits a year at each home level.
        here: by measure, ``(L, K)`` amounts a year if they are seen here; ``away``: if at the overflow hospital.
        stuck: ``(K,)`` bool: some cannot get to the overflow hospital, so the days must hold the entry.
        home: by last resort, ``(L, K)`` those visits that are seen there if they do not come here.
        rest: by measure, ``(L, K)`` amounts a year that visits in ``home`` bring at their last resorts.
    """

    pair: Pair
    before: tuple[frozenset[int], ...]
    volume: Floats
    here: dict[str, Floats]
    away: dict[str, Floats]
    stuck: Bools
    home: dict[int, Floats]
    rest: dict[str, Floats]

    @property
    def rivals(self) -> tuple[int, ...]:
        """Every rival of the site, ascending."""
        return tuple(sorted(set().union(*self.before)))

    def part(self, chosen: list[int]) -> Queue:
        """The queue with only the chosen entries."""

        def cut(by: dict[str, Floats]) -> dict[str, Floats]:
            return {key: values[:, chosen] for key, values in by.items()}

        return Queue(
            self.pair,
            tuple(self.before[k] for k in chosen),
            self.volume[:, chosen],
            cut(self.here),
            cut(self.away),
            self.stuck[chosen],
            {s: values[:, chosen] for s, values in self.home.items()},
            cut(self.rest),
        )


def last_resort(draft: Draft, group: Group) -> int | None:
    """The hospital at the end of the group's list, if it is open in every plan; else None."""
    sites = group.demand.sites
    certain = (
        bool(sites) and bool(draft.instance.is_hospital[sites[-1]]) and (group.function, sites[-1]) in draft.certain
    )
    return sites[-1] if certain else None


def own_sites(draft: Draft, group: Group) -> tuple[int, ...]:
    """The group's list of sites without the last resort."""
    sites = group.demand.sites
    return sites if last_resort(draft, group) is None else sites[:-1]


def queues(draft: Draft, function: int) -> list[Queue]:
    """One queue for each site of the function that somebody may be sent to other than as a last resort."""
    entries: dict[int, dict[frozenset[int], list[tuple[Group, int]]]] = {}
    for group in draft.groups:
        if group.function == function:
            own = own_sites(draft, group)
            for n, s in enumerate(own):
                entries.setdefault(s, {}).setdefault(frozenset(own[:n]), []).append((group, n))
    return [_queue(draft, (function, s), entries[s]) for s in sorted(entries)]


def _queue(draft: Draft, pair: Pair, entries: dict[frozenset[int], list[tuple[Group, int]]]) -> Queue:
    shape = len(draft.level[pair[0]]), len(entries)
    target = int(draft.instance.overflow_site[pair])
    measures = dict.fromkeys(m for members in entries.values() for group, _ in members for m in group.loads.amounts)
    here, away, rest = ({m: np.zeros(shape) for m in measures} for _ in range(3))
    stuck = np.zeros(len(entries), dtype=bool)
    queue = Queue(pair, tuple(entries), np.zeros(shape), here, away, stuck, {}, rest)
    for k, members in enumerate(entries.values()):
        for group, n in members:
            queue.volume[:, k] += group.loads.volume
            stuck[k] |= target not in group.places and bool(group.loads.volume.any())
            over = group.places.index(target) if target in group.places else n
            end = last_resort(draft, group)
            if end is not None:
                queue.home.setdefault(end, np.zeros(shape))[:, k] += group.loads.volume
            for measure, loads in group.loads.amounts.items():
                here[measure][:, k] += loads[:, n]
                away[measure][:, k] += loads[:, over]
                if end is not None:
                    rest[measure][:, k] += loads[:, group.places.index(end)]
    return queue


MOST_RIVALS = 8
"""At most this many rivals n have their 2ⁿ sets in one table; a site with more has several, each of some visits."""
MOST_SETS = 60_000
"""Where all sites together have more sets than this, tables get fewer rivals."""
MOST_COLUMNS = 1500
"""If a site that overflows needs more columns at one home level, its function is written as an assignment block."""


@dataclass(frozen=True, eq=False)
class Table:
    """The ``n`` configurations of one site at one home level, for all its visits or a part of them.

    Attributes:
        queue: the visits it is about; ``level``: home level.
        rivals: the ``R`` sites whose openness tells the configurations apart.
        inside: ``(n, R)`` bool: the rival is open in the configuration.
        complete: whether every set of open rivals is there or ruled out; otherwise only the empty set is there.
        free: ``(n, K)`` bool: the queue's entry comes here; ``sent``: ``(n,)`` visits a year sent here.
        days: ``(n,)`` clinic days a week; None at hospitals, and where another table of the site has them.
        seen: ``(n,)`` share of ``sent`` that is seen here; the rest overflows.
    """

    queue: Queue
    level: int
    rivals: tuple[int, ...]
    inside: Bools
    complete: bool
    free: Bools
    sent: Floats
    days: Floats | None
    seen: Floats


@dataclass(frozen=True, eq=False)
class SiteTables:
    """All configurations of one site: one table for each part of its visits and each home level.

    Attributes:
        pair: function and site.
        parts: tables by part and level; the first part's tables say how many days the site runs.
    """

    pair: Pair
    parts: list[list[Table]]

    @property
    def exact(self) -> bool:
        """Whether one table holds all visits, so that a configuration knows everything that is sent to the site."""
        return len(self.parts) == 1


def all_tables(draft: Draft) -> dict[int, list[SiteTables]]:
    """By function, the tables of its sites; functions that cannot be written as this block are left out."""
    ordered = [f for f in range(len(draft.instance.function_ids)) if draft.instance.follows_order(f)]
    waiting = {f: queues(draft, f) for f in ordered}
    every = [queue for own in waiting.values() for queue in own]
    together = MOST_RIVALS
    while together > 1 and sum(_sets_of(queue, together) for queue in every) > MOST_SETS:
        together -= 1
    found = {f: [_site(draft, queue, together) for queue in own] for f, own in waiting.items()}
    fitting = {f: [tables for tables in own if tables is not None] for f, own in found.items()}
    return {f: tables for f, tables in fitting.items() if len(tables) == len(found[f])}


def _sets_of(queue: Queue, together: int) -> int:
    """How many sets the tables of a site have with at most ``together`` rivals in each."""
    in_time()
    if len(queue.rivals) <= together:
        return 1 << len(queue.rivals)
    return sum(1 << len(part.rivals) if len(part.rivals) <= together else 1 for part in _parts(queue, together))


def _site(draft: Draft, queue: Queue, together: int) -> SiteTables | None:
    """The tables of one site, ``together`` rivals in each; None where its overflow would need too many columns.

    What overflows depends on everything that is sent, so the visits of a site that overflows cannot be split.
    """
    in_time()
    levels = range(len(draft.level[queue.pair[0]]))
    if not draft.overflows(queue.pair):
        main, *others = _parts(queue, together)
        first = [_with_days(draft, _every_set(main, level), others) for level in levels]
        rest = [
            [(_every_set if len(part.rivals) <= together else _empty_set)(part, level) for level in levels]
            for part in others
        ]
        return SiteTables(queue.pair, [first, *rest])
    if 1 << len(queue.rivals) > MOST_COLUMNS:
        return None
    first = [_with_days(draft, _every_set(queue, level), []) for level in levels]
    return None if any(len(table.sent) > MOST_COLUMNS for table in first) else SiteTables(queue.pair, [first])


def _parts(queue: Queue, together: int) -> list[Queue]:
    """The queue in parts of at most ``together`` rivals; first the one with most visits, last entries with more rivals.

    A greedy packing: each entry, largest first, joins the part that gains the fewest rivals by it.
    """
    parts: list[tuple[set[int], list[int]]] = [(set(), [])]
    long: list[int] = []
    for k in np.argsort(-queue.volume[0], kind="stable").tolist():
        own = queue.before[k]
        fits = [part for part in parts if len(part[0] | own) <= together]
        if len(own) > together:
            long.append(k)
        elif fits:
            known, chosen = min(fits, key=lambda part: len(part[0] | own) - len(part[0]))
            known.update(own)
            chosen.append(k)
        else:
            parts.append((set(own), [k]))
    return [queue.part(chosen) for _, chosen in parts] + [queue.part([k]) for k in long]


def _every_set(queue: Queue, level: int) -> Table:
    """The table of every set of open rivals, days not yet set."""
    count = np.arange(1 << len(queue.rivals))
    inside = ((count[:, None] >> np.arange(len(queue.rivals))[None, :]) & 1).astype(bool)
    return _table(queue, level, inside, complete=True)


def _empty_set(queue: Queue, level: int) -> Table:
    """The table of the set without open rivals alone, where there are too many rivals for every set."""
    return _table(queue, level, np.zeros((1, len(queue.rivals)), dtype=bool), complete=False)


def _table(queue: Queue, level: int, inside: Bools, *, complete: bool) -> Table:
    free = _come(queue.before, queue.rivals, inside)
    sent = free @ queue.volume[level]
    return Table(queue, level, queue.rivals, inside, complete, free, sent, None, np.ones(len(sent)))


def _come(before: Sequence[frozenset[int]], rivals: tuple[int, ...], inside: Bools) -> Bools:
    """``(n, K)`` bool: the entry's visits come, as all its sites that are among ``rivals`` are closed in the set."""
    stands = np.array([[r in own for r in rivals] for own in before], dtype=np.int64).reshape(len(before), len(rivals))
    result: Bools = inside.astype(np.int64) @ stands.T == 0
    return result


def _with_days(draft: Draft, table: Table, others: list[Queue]) -> Table:
    """The table with each set repeated for every number of days it may need, whatever the ``others`` bring.

    Hospitals have no days to decide: their table is returned as it is.
    """
    if draft.instance.is_hospital[table.queue.pair[1]]:
        return table
    more = np.zeros(len(table.sent))
    for other in others:
        more += _come(other.before, table.rivals, table.inside) @ other.volume[table.level]
    stuck: Bools = np.asarray((table.free & table.queue.stuck).any(axis=1))
    row, days, seen = _ways(draft, table.queue.pair, table.sent, more, stuck)
    return Table(
        table.queue,
        table.level,
        table.rivals,
        table.inside[row],
        table.complete,
        table.free[row],
        table.sent[row],
        days,
        seen,
    )


def _ways(draft: Draft, pair: Pair, sent: Floats, more: Floats, stuck: Bools) -> tuple[Ints, Floats, Floats]:
    """The sets of rivals that can be run, each with days: row of the set, days a week, share of ``sent`` that is seen.

    Where days follow the catchment, a set has every step from the fewest days that hold ``sent`` to the fewest that
    hold ``sent + more``. Where the rest may overflow and nobody is ``stuck``, also every smaller step whose visits
    still reach the minimum. Kept days are a single step. A set that breaks the site's own minimum is left out.
    """
    if keeps_days(draft, pair) and not draft.instance.clinics.expand[pair[0]]:
        steps, least = np.array([float(draft.today.days[pair])]), 0.0
    else:
        table = timetable(draft, pair)
        lines = (table.line * n for n in range(table.fewest, table.most + 1))
        steps = np.array(sorted({*table.single, *lines}))
        least = least_volume(draft, pair) - draft.fixed(pair)
    holds = steps * draft.capacity(pair)
    fewest, most = (np.searchsorted(holds * (1 + SAME), visits) for visits in (sent, sent + more))
    may_overflow = draft.overflows(pair) & ~stuck
    step = np.arange(len(steps))[None, :]
    allowed = (step >= np.where(may_overflow, 0, fewest)[:, None]) & (step <= most[:, None])
    # Where nothing is sent the quotient is capped at 1; the tiny divisor only avoids 0 / 0.
    held = np.minimum(1.0, holds[None, :] / np.maximum(sent, 1e-300)[:, None])
    seen = np.where(step >= fewest[:, None], 1.0, held)
    if least > 0:
        allowed &= seen * (sent + more)[:, None] >= least * (1 - SAME)
    row, day = np.nonzero(allowed)
    return row, steps[day], seen[row, day]


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


def enumerated(draft: Draft) -> dict[int, list[SiteTables]]:
    """The tables of every function (index) that can be written as this block."""
    return all_tables(draft)


def write_configurations(draft: Draft, functions: Mapping[int, list[SiteTables]]) -> None:
    """Write the columns and rows of these functions."""
    for f, tables in functions.items():
        write_function(draft, f, tables)
