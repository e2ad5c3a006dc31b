"""Tables of one site's configurations, before columns are written: which rivals are open, and how many days it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats, Ints
from placement.instance.tolerance import SAME
from placement.model.decisions import keeps_days, least_volume, timetable
from placement.model.draft import Draft, Group, Pair
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
