"""The part of the space of aims that no known plan covers, as zones below upper bounds.

A plan covers what is no better than itself in any aim. What the known plans leave uncovered is a union of boxes
``{y : y < u}``, one for each *upper corner* u. A new plan y splits every box it lies in into three, one for each aim:
the corner's bound on that aim becomes y's (Klamroth, Lacour and Vanderpooten 2015, there: local upper bounds).
"""

from __future__ import annotations

from collections.abc import Iterable

from placement.solve.stage import INF, Three, three

EVERYTHING: Three = (INF, INF, INF)
"""The corner of the zone that holds every plan."""


def below(one: Three, other: Three) -> bool:
    """Whether every aim is at most the other's."""
    return all(a <= b for a, b in zip(one, other, strict=True))


def strictly_below(one: Three, other: Three) -> bool:
    """Whether every aim is less than the other's."""
    return all(a < b for a, b in zip(one, other, strict=True))


def less(corner: Three, step: Three) -> Three:
    """The corner, moved by a step in every aim."""
    return three(c - s for c, s in zip(corner, step, strict=True))


def split(corners: Iterable[Three], aims: Three) -> list[Three]:
    """The corners after a plan with these aims is known; none lies within another."""
    corners = list(corners)
    kept = [corner for corner in corners if not strictly_below(aims, corner)]
    made = {
        three(aims[n] if n == aim else corner[n] for n in range(3))
        for corner in corners
        if strictly_below(aims, corner)
        for aim in range(3)
    }
    fresh = sorted(made)
    own = [one for one in fresh if not any(below(one, other) for other in fresh if other != one)]
    return kept + [one for one in own if not any(below(one, other) for other in kept)]


def undominated(points: Iterable[Three]) -> list[int]:
    """Positions of the points that no other is at least as good as in every aim; of equal ones the first."""
    listed = list(points)
    return [
        n
        for n, point in enumerate(listed)
        if not any(below(other, point) and (other != point or m < n) for m, other in enumerate(listed) if m != n)
    ]
