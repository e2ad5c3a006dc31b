"""Rivals: for each site, the visits that could come to it and the sites they try before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Bools, Floats
from placement.model.draft import Draft, Group, Pair


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
