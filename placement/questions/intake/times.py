"""Travel times as they are read from any format: the matrix, unknown names, and implausible numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from placement.errors import Fault, Message
from placement.instance.instance import Floats
from placement.locale import N_
from placement.questions.intake.findings import Cell, Findings, Names, as_id
from placement.questions.intake.reading import Raw
from placement.questions.intake.scenario import Region

SENTINELS = (9999.0, 99999.0, 999999.0, 9999999.0, -1.0, -9999.0, 999.0)
A_DAY = 24 * 60


@dataclass
class Request:
    """The options of ``import travel``."""

    files: Sequence[str]
    unit: str | None
    mode: str
    origins: str | None
    destinations: str | None
    columns: Mapping[str, str]
    sheet: str | None
    missing: float | None
    only_known: bool
    swap: bool
    overrides: bool


@dataclass
class Times:
    """The times read so far.

    Attributes:
        minutes, km: ``(origins, destinations)``; NaN where nothing was read, minutes inf where nobody can get there.
        seen: ``(origins, destinations)`` bool: there was a row, also one that says nobody can get there.
    """

    origins: list[str]
    destinations: list[str]
    minutes: Floats = field(init=False)
    km: Floats = field(init=False)
    seen: Any = field(init=False)

    def __post_init__(self) -> None:
        shape = len(self.origins), len(self.destinations)
        self.minutes, self.km = np.full(shape, np.nan), np.full(shape, np.nan)
        self.seen = np.zeros(shape, dtype=bool)


class Reading:
    """The table of times being read, and the findings about it."""

    def __init__(self, region: Region, request: Request, findings: Findings) -> None:
        self.region, self.request, self.findings = region, request, findings
        self.areas, self.sites = region.names("areas"), region.names("sites")
        self.times = Times([*self.areas, *self.sites], list(self.sites))
        self.row = {key: n for n, key in enumerate(self.times.origins)}
        self.column = {key: n for n, key in enumerate(self.times.destinations)}
        self.origin_names = Names({**self.areas, **self.sites}, findings)
        self.destination_names = Names(self.sites, findings)
        self.unknown: dict[tuple[str, str], int] = {}
        self.turned = 0
        self.known: dict[str, dict[Cell, float]] = {"origin": {}, "destination": {}, "time": {}}
        self.odd: dict[float, tuple[int, tuple[str, int, int], bool]] = {}

    def note_unknown(self, end: str, raw: Raw, number: int, column: int, cell: Cell) -> None:
        """Count an unknown id; its first occurrence is a fault, unless such places are to be left out."""
        key = end, as_id(cell)
        self.unknown[key] = self.unknown.get(key, 0) + 1
        if self.unknown[key] > 1 or self.request.only_known:
            return
        if not key[1]:
            raw.reject("the cell is empty; every row needs an origin and a destination.", number, column)
            return
        names = self.origin_names if end == "origin" else self.destination_names
        words = N_("there is no area and no site '{name}'.") if end == "origin" else N_("there is no site '{name}'.")
        message = Message(words, name=key[1])
        advice = Message("Places that are not in the scenario are left out with --only-known.")
        raw.reject("{what} {advice}", number, column, names.nearest(cell), what=message, advice=advice)

    def note_odd(self, seen: float, factor: float, where: tuple[str, int, int]) -> None:
        """Record a time of a day or longer, or a number that often stands for "no way"."""
        long = np.isfinite(seen) and seen * factor >= A_DAY
        if long or seen in SENTINELS:
            count, first, _ = self.odd.get(seen, (0, where, False))
            self.odd[seen] = count + 1, first, bool(long)

    def put(self, where: tuple[str, int, int], pair: tuple[int, int], minutes: float, km: float) -> None:
        """Record the time of a pair; inf where nobody can get there. A pair that occurs twice is a fault."""
        if self.times.seen[pair]:
            before = self.times.minutes[pair]
            if before == minutes or (np.isnan(before) and np.isinf(minutes)):
                self.findings.say("Pairs that stand there twice with the same time are read once.")
                return
            file, line, _ = where
            message = Message(
                "{pair} stands twice, with {first} and {second} minutes; keep one of them.",
                pair=f"{self.times.origins[pair[0]]} → {self.times.destinations[pair[1]]}",
                first=f"{before:.6g}",
                second=f"{minutes:.6g}",
            )
            self.findings.fault(Fault(message, "", file, line, 1 if line else 0))
            return
        self.times.seen[pair] = True
        self.times.minutes[pair] = np.nan if np.isinf(minutes) else minutes
        self.times.km[pair] = km
