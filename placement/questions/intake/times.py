"""Travel times as they are read: each pair, unknown names, which unit they must be in, and what looks odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from placement.errors import Fault, Message
from placement.instance.instance import Floats
from placement.instance.travel import paired_km
from placement.locale import N_
from placement.questions.intake.findings import Cell, Findings, Names, as_id, listed
from placement.questions.intake.reading import Raw
from placement.questions.intake.scenario import Region, csv_text
from placement.scenario.checks.notes import few
from placement.scenario.schema.places import MAINLAND

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
        self.refused: set[tuple[int, int]] = set()
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

    def refuse(self, pair: tuple[int, int] | None) -> None:
        """Record that a pair has a row whose fault is told, so that it is not called missing too."""
        if pair is not None:
            self.refused.add(pair)

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


MINUTES = {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0}
MOST_KMH, LEAST_KMH = 160.0, 3.0
"""Median speeds as the crow flies, km/h, beyond which the times must be in another unit."""
FASTEST_KMH = 200
FAR_KM = 5.0
_LOPSIDED = 2.0
_FEW = 3


def tell(reader: Reading) -> None:
    """Add remarks on what was read, left out and counted."""
    findings, times = reader.findings, reader.times
    reader.origin_names.tell()
    reader.destination_names.tell()
    _tell_odd(reader)
    if reader.unknown and reader.request.only_known:
        findings.say(
            "Left out, as the scenario does not have them: {names} ({rows} rows).",
            names=listed(dict.fromkeys(name for _, name in reader.unknown)),
            rows=sum(reader.unknown.values()),
        )
    if reader.turned and not reader.request.swap:
        findings.reject(
            "the times go from sites to areas; ask for them from areas to sites, or take them as the way there with "
            "--swap.",
            reader.request.files[0],
        )
    if not (times.seen.any() or findings.faults):
        findings.reject("the file has no times of places that the scenario has.", reader.request.files[0])
    cut = int((times.seen & np.isnan(times.minutes)).sum())
    findings.say("{n} pairs were read.", n=int(times.seen.sum()))
    if cut:
        n, m = np.argwhere(times.seen & np.isnan(times.minutes))[0]
        findings.say(
            "{n} of them have no time: nobody can get there ({first} first).",
            n=cut,
            first=f"{times.origins[n]} → {times.destinations[m]}",
        )


def _tell_odd(reader: Reading) -> None:
    """Add faults for times of a day or longer: few equal ones stand for "no way", others are in a wrong unit."""
    findings = reader.findings
    long = {value: found for value, found in reader.odd.items() if found[2]}
    for value, (count, (file, line, _), too_long) in reader.odd.items():
        if value < 0 or (too_long and len(long) > _FEW):
            continue
        if not too_long:
            words = N_("{count} times are {value}; if that stands for 'nobody can get there', add --missing {value}.")
            findings.warnings.say(words, count=count, value=f"{value:g}")
            continue
        message = Message(
            "{count} times are {value}, which is a day or longer; if that stands for 'nobody can get there', add "
            "--missing {value}.",
            count=count,
            value=f"{value:g}",
        )
        findings.fault(Fault(message, "", file, line, 1 if line else 0))
    if len(long) > _FEW:
        file, line, _ = next(iter(long.values()))[1]
        message = Message(
            "{count} times are a day or longer ({values}); are they in another unit? Say so with --unit.",
            count=sum(found[0] for found in long.values()),
            values=few([f"{value:g}" for value in long]),
        )
        findings.fault(Fault(message, "", file, line, 1 if line else 0))


def complete(reader: Reading) -> None:
    """Add faults for missing times: every area needs one to every site, but between landmasses without a crossing."""
    region, times = reader.region, reader.times
    areas, sites = region.rows("areas"), region.rows("sites")
    terms = region.tables.get("terms")
    mainland = terms.get("mainland", MAINLAND) if isinstance(terms, dict) else MAINLAND
    gaps = [
        f"{area} → {site}"
        for n, area in enumerate(areas)
        for m, site in enumerate(sites)
        if not (times.seen[n, m] or (n, m) in reader.refused)
        and areas[area].get("landmass", mainland) == sites[site].get("landmass", mainland)
    ]
    if gaps and times.seen.any():
        reader.findings.reject(
            "{n} of {all} times from areas to sites are missing: {pairs}. Where nobody can get there, leave the time "
            "empty; a table of single pairs is taken with --overrides.",
            reader.request.files[0],
            n=len(gaps),
            all=len(areas) * len(sites),
            pairs=few(gaps),
        )


def plausible(reader: Reading) -> None:
    """Compare times with distances as the crow flies, where coordinates are known, and each way with the way back."""
    findings, times, points = reader.findings, reader.times, reader.region.points()
    nowhere = (np.nan, np.nan)
    ends = np.array([points.get(key, nowhere) for key in times.origins], dtype=float).reshape(-1, 2)
    goals = np.array([points.get(key, nowhere) for key in times.destinations], dtype=float).reshape(-1, 2)
    km = paired_km(ends[:, 1][:, None], ends[:, 0][:, None], goals[:, 1][None], goals[:, 0][None])
    known = np.isfinite(times.minutes) & (km > FAR_KM)
    if not times.seen.any():
        return
    if known.sum() >= _FEW:
        with np.errstate(divide="ignore"):
            speed = km[known] / (times.minutes[known] / 60)
        middle = float(np.median(speed))
        if not LEAST_KMH <= middle <= MOST_KMH:
            unit = Message("seconds") if middle < LEAST_KMH else Message("in a larger unit")
            findings.reject(
                "the middle speed would be {kmh} km/h as the crow flies: the times are hardly in the unit they are "
                "read in; are they {unit}? Say so with --unit.",
                reader.request.files[0],
                kmh=f"{middle:.3g}",
                unit=unit,
            )
        else:
            findings.say("The middle speed as the crow flies is {kmh} km/h.", kmh=f"{middle:.0f}")
            fast = np.argwhere(known & (km / np.maximum(times.minutes, 1e-9) * 60 > FASTEST_KMH))
            if len(fast):
                pairs = few([f"{times.origins[n]} → {times.destinations[m]}" for n, m in fast])
                findings.warnings.say(
                    "Faster than {kmh} km/h as the crow flies: {pairs}.", kmh=FASTEST_KMH, pairs=pairs
                )
    elif not np.isfinite(km).any():
        findings.say("Nothing has coordinates, so the unit could not be held against distances.")
    _lopsided(reader)


def _lopsided(reader: Reading) -> None:
    times, areas = reader.times, len(reader.areas)
    there = times.minutes[areas:]
    with np.errstate(divide="ignore", invalid="ignore"):
        odd = np.argwhere((there / there.T > _LOPSIDED) & (np.abs(there - there.T) > FAR_KM))
    if len(odd):
        pairs = few([f"{times.destinations[n]} → {times.destinations[m]}" for n, m in odd])
        reader.findings.warnings.say("More than twice as long as the way back: {pairs}.", pairs=pairs)


def wrong_time(seen: float) -> Message | None:
    """Why a number cannot be a travel time; None if it can."""
    if not np.isfinite(seen):
        return Message("{seen} is no time; where nobody can get there, leave it empty (in JSON: null).", seen=f"{seen}")
    if seen < 0:
        return Message(
            "{seen} is below 0, and no time. If it stands for 'nobody can get there', add --missing {seen}.",
            seen=f"{seen:g}",
        )
    return None


def as_csv(times: Times, mode: str, source: str, kept: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The table as CSV, a piece for each origin."""
    has_km = bool(np.isfinite(times.km).any()) or any("km" in row for row in kept)
    other = mode != "car" or bool(kept)
    columns = ["origin", "destination", "minutes", *(["mode"] if other else []), *(["km"] if has_km else []), "source"]
    yield csv_text([columns])
    if kept:
        yield csv_text([[row.get(name) or ("car" if name == "mode" else "") for name in columns] for row in kept])
    for n, origin in enumerate(times.origins):
        rows = []
        for m in np.flatnonzero(times.seen[n]):
            minutes, km = times.minutes[n, m], times.km[n, m]
            row = [origin, times.destinations[m], "" if np.isnan(minutes) else _short(minutes, 2)]
            row += [mode] if other else []
            row += ["" if np.isnan(km) else _short(km, 3)] if has_km else []
            rows.append([*row, source])
        if rows:
            yield csv_text(rows)


def _short(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")
