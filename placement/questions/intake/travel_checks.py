"""What is said of travel times that were read: what is missing, which unit they must be in, what looks odd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.errors import Fault, Message
from placement.instance.travel import paired_km
from placement.locale import N_
from placement.questions.intake.findings import Findings, listed
from placement.scenario.checks.notes import few
from placement.scenario.schema.places import MAINLAND

if TYPE_CHECKING:
    from placement.questions.intake.travel import Reader

MOST_KMH, LEAST_KMH = 160.0, 3.0
"""Median speeds as the crow flies beyond which the unit must be another."""
FASTEST_KMH = 200
FAR_KM = 5.0
_LOPSIDED = 2.0
_FEW = 3


def tell(reader: Reader) -> None:
    """What was understood, left out and counted."""
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
        findings.wrong(
            "the times go from sites to areas; ask for them from areas to sites, or take them as the way there with "
            "--swap.",
            reader.request.files[0],
        )
    cut = int((times.seen & np.isnan(times.minutes)).sum())
    findings.say("{n} pairs were read.", n=int(times.seen.sum()))
    if cut:
        n, m = np.argwhere(times.seen & np.isnan(times.minutes))[0]
        findings.say(
            "{n} of them have no time: nobody can get there ({first} first).",
            n=cut,
            first=f"{times.origins[n]} → {times.destinations[m]}",
        )


def _tell_odd(reader: Reader) -> None:
    """Times of a day or longer are faults: a word for nothing where they are few and the same, else a wrong unit."""
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


def complete(reader: Reader) -> None:
    """Every area needs a time to every site, but between landmasses without a way."""
    region, times = reader.region, reader.times
    areas, sites = region.rows("areas"), region.rows("sites")
    gaps = [
        f"{area} → {site}"
        for n, area in enumerate(areas)
        for m, site in enumerate(sites)
        if not times.seen[n, m] and areas[area].get("landmass", MAINLAND) == sites[site].get("landmass", MAINLAND)
    ]
    if gaps and times.seen.any():
        reader.findings.wrong(
            "{n} of {all} times from areas to sites are missing: {pairs}. Where nobody can get there, leave the time "
            "empty; a table of single pairs is taken with --overrides.",
            reader.request.files[0],
            n=len(gaps),
            all=len(areas) * len(sites),
            pairs=few(gaps),
        )


def plausible(reader: Reader) -> None:
    """Hold times against distances as the crow flies, where coordinates are known; times there against back."""
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
            findings.wrong(
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


def _lopsided(reader: Reader) -> None:
    times, areas = reader.times, len(reader.areas)
    there = times.minutes[areas:]
    with np.errstate(divide="ignore", invalid="ignore"):
        odd = np.argwhere((there / there.T > _LOPSIDED) & (np.abs(there - there.T) > FAR_KM))
    if len(odd):
        pairs = few([f"{times.destinations[n]} → {times.destinations[m]}" for n, m in odd])
        reader.findings.warnings.say("More than twice as long as the way back: {pairs}.", pairs=pairs)


@dataclass
class Matrix:
    """Times as a routing program gives them.

    Attributes:
        times, km: a row for each origin; ``km`` may be empty.
        km_factor: kilometres in a unit of ``km``.
    """

    program: str
    times: Any
    km: Any
    km_factor: float


def matrix_of(document: Any, path: str, findings: Findings) -> Matrix | None:
    """The matrix in an answer of OSRM, openrouteservice or Valhalla."""

    def say(template: str, /, **values: object) -> None:
        findings.fault(Fault(Message(template, **values), "", path))

    if not isinstance(document, dict):
        say("the file is no answer of OSRM, openrouteservice or Valhalla: it has no matrix of times.")
        return None
    if document.get("error") or document.get("code", "Ok") != "Ok":
        said = document.get("message") or document.get("error") or document.get("code")
        say("the routing program has answered with an error: {said}. Ask it again.", said=str(said)[:200])
        return None
    pairs = document.get("sources_to_targets")
    if pairs is not None:
        matrix = _valhalla(pairs, str(document.get("units", "kilometers")))
    else:
        ors = isinstance(document.get("metadata"), dict)
        query = document["metadata"].get("query") if ors else None
        units = query.get("units", "m") if isinstance(query, dict) else "m"
        matrix = Matrix(
            "openrouteservice" if ors else "OSRM",
            document.get("durations") or [],
            document.get("distances") or [],
            {"m": 0.001, "km": 1.0, "mi": 1.609344}.get(str(units), 0.001),
        )
        guessed = document.get("fallback_speed_cells")
        if guessed:
            findings.warnings.say("{n} times are estimates of OSRM as the crow flies (fallback_speed).", n=len(guessed))
    if not isinstance(matrix.times, list) or not matrix.times or not all(isinstance(row, list) for row in matrix.times):
        say("the file has no matrix of times ('durations', or 'sources_to_targets'); ask for annotations=duration.")
        return None
    widths = {len(row) for row in matrix.times}
    if len(widths) > 1 or 0 in widths:
        say(
            "the rows of the matrix are not equally long ({widths}); it was cut off.",
            widths=", ".join(map(str, sorted(widths))),
        )
        return None
    if not _alike(matrix.times, matrix.km):
        matrix.km = []
    return matrix


def _alike(times: Any, km: Any) -> bool:
    """Whether two matrices have the same shape."""
    return isinstance(km, list) and [len(row) for row in times] == [len(row) for row in km if isinstance(row, list)]


def _valhalla(pairs: Any, units: str) -> Matrix:
    factor = 1.609344 if units.startswith("mi") else 1.0
    if isinstance(pairs, dict):
        return Matrix("Valhalla", pairs.get("durations") or [], pairs.get("distances") or [], factor)
    rows = [row for row in pairs if isinstance(row, list)] if isinstance(pairs, list) else []
    cells = [[one if isinstance(one, dict) else {} for one in row] for row in rows]
    times = [[one.get("time") for one in row] for row in cells]
    return Matrix("Valhalla", times, [[one.get("distance") for one in row] for row in cells], factor)
