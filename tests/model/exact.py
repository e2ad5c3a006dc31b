"""A model in rational arithmetic: what its columns must be for a plan, and which rows and bounds they break.

Whole-number columns come from the plan. Every other column is worked out without rounding: from the one equality it is
the last unknown of, else as the least its rows leave it (trips saved: the most). Nothing has a tolerance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pulp

SENSES = {pulp.LpConstraintLE: "<=", pulp.LpConstraintGE: ">=", pulp.LpConstraintEQ: "=="}
SNAP = 1e-6
"""A share told by a solver that is this near to 0 or 1 is that; no row or bound is given this room."""


@dataclass(frozen=True)
class Row:
    terms: Mapping[str, Fraction]
    sense: str
    right: Fraction


@dataclass
class Exact:
    rows: dict[str, Row]
    bounds: dict[str, tuple[Fraction | None, Fraction | None]]
    whole: frozenset[str]
    values: dict[str, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._of: dict[str, list[str]] = defaultdict(list)
        for name, row in self.rows.items():
            for column in row.terms:
                self._of[column].append(name)

    def complete(self, told: Mapping[str, float]) -> Exact:
        """Give every column its value: whole ones and shares sent as told, the rest as follows."""
        for name in self.bounds:
            if name in self.whole:
                self.values[name] = Fraction(round(told[name]))
        self._shares(told)
        self._follow()
        for kind, most in (
            ("seen_fraction", False),
            ("seen", False),
            ("offered", False),
            ("arrives", False),
            ("leaves", False),
            ("fitted_out", False),
            ("taken_back", False),
            ("recruited", False),
            ("room_days", False),
            ("short", False),
            ("saved_trips", True),
        ):
            self._choose(kind, most=most)
        for kind in {name.partition("(")[0] for name in self._unknown()} - {"aim", "t"}:
            assert kind.startswith(("over_", "under_")), kind
            self._choose(kind, most=False)
        self._choose("t", most=False)
        assert not list(self._unknown())
        return self

    def broken(self) -> list[str]:
        """Rows, bounds and whole numbers that do not hold, each with what is missing."""
        return [
            *(f"{name}: {float(lack):g}" for name, row in self.rows.items() if (lack := self._lack(row)) > 0),
            *(
                f"{name} out of bounds"
                for name, (low, high) in self.bounds.items()
                if (low is not None and self.values[name] < low) or (high is not None and self.values[name] > high)
            ),
            *(f"{name} not whole" for name in self.whole if self.values[name].denominator != 1),
        ]

    def _lack(self, row: Row) -> Fraction:
        over = sum((c * self.values[name] for name, c in row.terms.items()), -row.right)
        return {"<=": over, ">=": -over, "==": abs(over)}[row.sense]

    def _unknown(self) -> Iterator[str]:
        return (name for name in self.bounds if name not in self.values)

    def _shares(self, told: Mapping[str, float]) -> None:
        """Shares as told, all but the largest of those that add up to everything: that one follows."""
        for row in self.rows.values():
            shares = [name for name in row.terms if name.startswith("sent(") and name not in self.values]
            if row.sense == "==" and shares and all(c == 1 for n, c in row.terms.items() if n in shares):
                shares.sort(key=lambda name: told[name])
                for name in shares[:-1]:
                    near = round(told[name])
                    self.values[name] = Fraction(near if abs(told[name] - near) < SNAP else told[name])

    def _follow(self) -> None:
        """What equalities say, as long as one has a single unknown."""
        waiting = list(self.rows)
        while waiting:
            done = [name for name in waiting if self._solve(self.rows[name])]
            found = {column for name in done for column in self.rows[name].terms}
            waiting = sorted({name for column in found for name in self._of[column]})

    def _solve(self, row: Row) -> bool:
        unknown = [name for name in row.terms if name not in self.values]
        if row.sense != "==" or len(unknown) != 1:
            return False
        (name,) = unknown
        self.values[name] = self._left(row, name) / row.terms[name]
        return True

    def _left(self, row: Row, name: str) -> Fraction:
        return row.right - sum((c * self.values[n] for n, c in row.terms.items() if n != name), Fraction(0))

    def _choose(self, kind: str, *, most: bool) -> None:
        for name in [name for name in self._unknown() if name.partition("(")[0] == kind]:
            if name in self.values:
                continue
            if kind == "seen_fraction":
                self.values[name] = self._fraction(name)
            elif kind in {"arrives", "leaves"}:
                self._one_way(name)
            else:
                self.values[name] = self._end(name, most=most)
            self._follow()

    def _end(self, name: str, *, most: bool) -> Fraction:
        """The least or most that bounds and rows without another unknown leave."""
        low, high = self.bounds[name]
        lows, highs = ([] if low is None else [low]), ([] if high is None else [high])
        for row in (self.rows[r] for r in self._of[name]):
            if all(n in self.values or n == name for n in row.terms):
                limit = self._left(row, name) / row.terms[name]
                at_least = (row.sense == ">=") == (row.terms[name] > 0)
                (lows if at_least else highs).append(limit)
        return min(highs) if most else max(lows)

    def _one_way(self, name: str) -> None:
        """More or fewer visits at a hospital than today: one of them is 0."""
        for row in (self.rows[r] for r in self._of[name] if r.startswith("staff_hospitals(")):
            other = next(n for n in row.terms if n != name and n.partition("(")[0] in {"arrives", "leaves"})
            self.values[other] = Fraction(0)
            change = self._left(row, name) / row.terms[name]
            self.values[name] = max(Fraction(0), change)
            self.values[other] = max(Fraction(0), -change)

    def _fraction(self, name: str) -> Fraction:
        """The share of what is sent to a house that its days hold: everything, or as much as fills them."""
        place = name.partition("(")[2]
        if not self.values[f"full({place}"]:
            return Fraction(1)
        phase_and_function, _, site = place.rstrip(")").rpartition(",")
        row = self.rows[f"clinic_capacity({place}"]
        sent, holds = Fraction(0), row.right
        for column, c in row.terms.items():
            kind, _, ids = column.partition("(")
            if column == name:
                sent += c
            elif kind == "seen":
                assert ids.startswith(phase_and_function)
                assert f",{site}," in ids
                sent += c * self.values[f"sent({ids}"]
            else:
                holds -= c * self.values[column]
        return holds / sent if sent else Fraction(1)


def exact(problem: pulp.LpProblem) -> Exact:
    """The problem's own numbers, digit by digit."""
    rows = {
        row.name: Row({v.name: Fraction(c) for v, c in row.items() if c}, SENSES[row.sense], -Fraction(row.constant))
        for row in problem.constraints()
    }
    columns = problem.variables()
    bounds = {v.name: tuple(None if b is None else Fraction(b) for b in (v.lowBound, v.upBound)) for v in columns}
    whole = frozenset(v.name for v in columns if v.cat == pulp.LpInteger)
    return Exact(rows, bounds, whole)
