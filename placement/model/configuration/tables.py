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
    """The visits that could come to one site, by the sites they try before it (its rivals for them).

    Attributes:
        pair: the function and the site.
        before: ``K`` sets of rivals; visits come here where none of them is open.
        volume: ``(L, K)`` visits a year at each home level.
        here: by measure, ``(L, K)`` were they seen here; ``away``: were they seen at the overflow hospital.
        stuck: ``(K,)`` whether somebody has no way to the overflow hospital, so that the days must hold them.
        home: by certain hospital at the end of their lists, the ``(L, K)`` visits that would otherwise be seen there.
        rest: by measure, ``(L, K)`` what those would otherwise bring.
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
        """Every rival of the site, for anybody."""
        return tuple(sorted(set().union(*self.before)))

    def part(self, chosen: list[int]) -> Queue:
        """Some of the visits only."""

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
    """The hospital that ends the group's list because it is open in every plan; None where no hospital does."""
    sites = group.demand.sites
    certain = (
        bool(sites) and bool(draft.instance.is_hospital[sites[-1]]) and (group.function, sites[-1]) in draft.certain
    )
    return sites[-1] if certain else None


def own_sites(draft: Draft, group: Group) -> tuple[int, ...]:
    """The group's list, without the last resort."""
    sites = group.demand.sites
    return sites if last_resort(draft, group) is None else sites[:-1]


def queues(draft: Draft, function: int) -> list[Queue]:
    """One queue for each site of the function that somebody may be sent to, last resorts apart."""
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
"""At most so many rivals n have their 2ⁿ sets in one table; a site with more gets several, each with some visits."""
MOST_SETS = 60_000
"""Where all sites together have more sets than this, tables get fewer rivals."""
MOST_COLUMNS = 1500
"""A site that overflows and needs more columns than this at one home level makes its function an assignment block."""


@dataclass(frozen=True, eq=False)
class Table:
    """Configurations of one site at one home level, or of some of its visits.

    Attributes:
        queue: the visits it is about; ``level``: home level.
        rivals: sites whose openness tells the configurations apart.
        inside: ``(n, R)`` whether the rival is open in it.
        complete: whether every set of open rivals is there, or ruled out; otherwise there is only the empty one.
        free: ``(n, K)`` which of the queue come; ``sent``: ``(n,)`` visits a year sent here.
        days: ``(n,)`` clinic days a week; None where the site has none, or another table says.
        seen: ``(n,)`` share of the sent that is seen here; the rest overflows.
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
        """Whether a configuration knows everything that is sent to the site."""
        return len(self.parts) == 1


def all_tables(draft: Draft) -> dict[int, list[SiteTables]]:
    """The tables of every site, by function; functions that the block does not fit are left out."""
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
    """How many sets the tables of a site have, when so many rivals are written together."""
    in_time()
    if len(queue.rivals) <= together:
        return 1 << len(queue.rivals)
    return sum(1 << len(part.rivals) if len(part.rivals) <= together else 1 for part in _parts(queue, together))


def _site(draft: Draft, queue: Queue, together: int) -> SiteTables | None:
    """The tables of one site, ``together`` rivals in each; None where its overflow would need too many columns.

    What overflows depends on everything that is sent, so there the visits cannot be taken in parts.
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
    """The visits in parts with few rivals each, the first with the most visits; what has too many rivals comes last."""
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
    """Every set of open rivals, days undecided."""
    count = np.arange(1 << len(queue.rivals))
    inside = ((count[:, None] >> np.arange(len(queue.rivals))[None, :]) & 1).astype(bool)
    return _table(queue, level, inside, complete=True)


def _empty_set(queue: Queue, level: int) -> Table:
    """Only the set without open rivals, where there are too many for all."""
    return _table(queue, level, np.zeros((1, len(queue.rivals)), dtype=bool), complete=False)


def _table(queue: Queue, level: int, inside: Bools, *, complete: bool) -> Table:
    free = _come(queue.before, queue.rivals, inside)
    sent = free @ queue.volume[level]
    return Table(queue, level, queue.rivals, inside, complete, free, sent, None, np.ones(len(sent)))


def _come(before: Sequence[frozenset[int]], rivals: tuple[int, ...], inside: Bools) -> Bools:
    """``(n, K)`` whether visits come: all their rivals among ``rivals`` are closed in the set."""
    stands = np.array([[r in own for r in rivals] for own in before], dtype=np.int64).reshape(len(before), len(rivals))
    result: Bools = inside.astype(np.int64) @ stands.T == 0
    return result


def _with_days(draft: Draft, table: Table, others: list[Queue]) -> Table:
    """Each set with every number of days the site can then run, whatever the other parts bring; hospitals have none."""
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
    """Which sets can be run and how: the set's row, days a week, share of the sent that is seen.

    Where days follow the catchment: the fewest days that hold everybody, between those for ``sent`` and for
    ``sent + more``. Where the rest may overflow and nobody is ``stuck``: those, and every fewer number of days whose
    visits still reach the minimum. Kept days are a single step. A set that breaks the site's own minimum is left out.
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
    held = np.minimum(1.0, holds[None, :] / np.maximum(sent, 1e-300)[:, None])
    seen = np.where(step >= fewest[:, None], 1.0, held)
    if least > 0:
        allowed &= seen * (sent + more)[:, None] >= least * (1 - SAME)
    row, day = np.nonzero(allowed)
    return row, steps[day], seen[row, day]
