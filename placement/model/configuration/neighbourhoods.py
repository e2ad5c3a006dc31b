"""Houses that compete for the same citizens; houses that share nobody are decided apart."""

from __future__ import annotations

from dataclasses import dataclass

from placement.model.draft import Draft, Group

MOST_CANDIDATES = 12
"""A neighbourhood of n candidate houses has 2ⁿ sets; more are not even counted."""


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """One function's houses that compete for somebody, and the demand they compete for.

    Attributes:
        candidates: houses that may be open or not; ``certain``: houses that are open in every plan.
        groups: the movable demand groups with a house on their list.
    """

    function: int
    candidates: tuple[int, ...]
    certain: tuple[int, ...]
    groups: tuple[Group, ...]

    @property
    def houses(self) -> tuple[int, ...]:
        """Candidates first, then the certain ones."""
        return (*self.candidates, *self.certain)


def neighbourhoods(draft: Draft, function: int) -> list[Neighbourhood]:
    """Connected houses: two are connected when some group has both on its list."""
    hospital = draft.instance.is_hospital
    houses = [s for s in draft.sites_of(function) if not hospital[s]]
    root = {s: s for s in houses}

    def find(s: int) -> int:
        while root[s] != s:
            s = root[s]
        return s

    groups = [g for g in draft.groups if g.function == function and g.stream == "movable"]
    for group in groups:
        own = [s for s in group.demand.sites if not hospital[s]]
        for other in own[1:]:
            root[find(own[0])] = find(other)
    members: dict[int, list[int]] = {}
    for s in houses:
        members.setdefault(find(s), []).append(s)
    return [
        Neighbourhood(
            function,
            tuple(s for s in own if (function, s) not in draft.certain),
            tuple(s for s in own if (function, s) in draft.certain),
            tuple(g for g in groups if any(s in own for s in g.demand.sites)),
        )
        for own in members.values()
    ]
