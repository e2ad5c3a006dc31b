"""Answers of routing programs (OSRM, openrouteservice, Valhalla): the matrix of times, and the ids of its places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.errors import Fault, Message
from placement.questions.intake.findings import Findings, Names
from placement.questions.intake.reading import headed, open_table
from placement.questions.intake.times import MINUTES, wrong_time
from placement.scenario.source.files import Unreadable, read_text

if TYPE_CHECKING:
    from placement.questions.intake.times import Reading


def read_answer(reader: Reading, path: str) -> None:
    """Read an answer into ``reader``; the ids of its rows and columns are in other files, and errors become faults."""
    found = read_text(Path(path))
    if isinstance(found, Unreadable):
        reader.findings.fault(Fault(found.message, "", path, found.line, found.column))
        return
    text = found[0]
    try:
        document = json.loads(text)
    except RecursionError:
        reader.findings.reject("the file is nested too deep for an answer of a routing program.", path)
        return
    except ValueError as error:
        place = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (0, 0)
        message = Message("the file is no JSON here; was it cut off? Ask the routing program again.")
        reader.findings.fault(Fault(message, "", path, *place))
        return
    matrix = matrix_of(document, path, reader.findings)
    if matrix is None:
        return
    unit = reader.request.unit or "seconds"
    if unit != "seconds":
        reader.findings.warnings.say(
            "{file} is of {program}, whose times are seconds; they are read as {unit}, as you say.",
            file=path,
            program=matrix.program,
            unit=unit,
        )
    origins = _order(reader, reader.request.origins, "--origins", reader.origin_names, len(matrix.times), path)
    wide = len(matrix.times[0]) if matrix.times else 0
    destinations = _order(reader, reader.request.destinations, "--destinations", reader.destination_names, wide, path)
    if origins is not None and destinations is not None:
        _take_matrix(reader, matrix, origins, destinations, MINUTES[unit], path)


def _order(
    reader: Reading, file: str | None, option: str, names: Names, count: int, path: str
) -> list[str | None] | None:
    """The ids of the places, in the order of the file that was sent to the routing program; None if faulty."""
    if file is None:
        reader.findings.reject(
            "the file holds no ids: name the file of places in the order in which they were sent, with {option} FILE.",
            path,
            option=option,
        )
        return None
    raw = open_table(file, reader.findings)
    rows = list(raw.rows())
    table = headed(raw, {"id": ("id", "key", "kode", "nr", "sted", "from_id", "to_id")}, ("id",), {})
    at, first = (table.at["id"], table.row) if table else (0, 0)
    cells = [(number, row[at]) for number, row in rows if number > first and len(row) > at]
    if len(cells) != count:
        reader.findings.reject(
            "{file} has {n} places, but the table has {count} for {option}; give the places that were sent, in the "
            "same order.",
            path,
            file=file,
            n=len(cells),
            count=count,
            option=option,
        )
        return None
    found = []
    seen: dict[str, int] = {}
    for number, cell in cells:
        key = names.find(cell)
        if key is None:
            reader.note_unknown("origin" if option == "--origins" else option, raw, number, at, cell)
        elif key in seen:
            raw.reject("'{name}' stands twice, first in line {line}.", number, at, name=key, line=seen[key])
        else:
            seen[key] = number
        found.append(key)
    return found


def _take_matrix(
    reader: Reading,
    matrix: Matrix,
    origins: Sequence[str | None],
    destinations: Sequence[str | None],
    factor: float,
    path: str,
) -> None:
    for n, origin in enumerate(origins):
        for m, destination in enumerate(destinations):
            if origin is None or destination is None:
                continue
            pair, value = (reader.row[origin], reader.column[destination]), matrix.times[n][m]
            place = Message("row {n}, number {m} of the times", n=n + 1, m=m + 1)
            if value is None or value == reader.request.missing:
                minutes = float("inf")
            elif isinstance(value, bool) or not isinstance(value, int | float):
                reader.findings.reject("{place}: {seen} is no number.", path, place=place, seen=repr(value)[:40])
                reader.refuse(pair)
                continue
            else:
                reader.note_odd(value, factor, (path, 0, 0))
                wrong = wrong_time(value)
                if wrong is not None:
                    reader.findings.reject("{place}: {what}", path, place=place, what=wrong)
                    reader.refuse(pair)
                    continue
                minutes = value * factor
            km = matrix.km[n][m] if matrix.km else None
            good = isinstance(km, int | float) and not isinstance(km, bool) and km >= 0
            reader.put((path, 0, 0), pair, minutes, float(km) * matrix.km_factor if good and km is not None else np.nan)


@dataclass
class Matrix:
    """Times, in the routing program's unit, and distances.

    Attributes:
        times, km: a row for each origin; ``km`` may be empty.
        km_factor: kilometres per unit of ``km``.
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
    return isinstance(km, list) and [len(row) for row in times] == [len(row) for row in km if isinstance(row, list)]


def _valhalla(pairs: Any, units: str) -> Matrix:
    factor = 1.609344 if units.startswith("mi") else 1.0
    if isinstance(pairs, dict):
        return Matrix("Valhalla", pairs.get("durations") or [], pairs.get("distances") or [], factor)
    rows = [row for row in pairs if isinstance(row, list)] if isinstance(pairs, list) else []
    cells = [[one if isinstance(one, dict) else {} for one in row] for row in rows]
    times = [[one.get("time") for one in row] for row in cells]
    return Matrix("Valhalla", times, [[one.get("distance") for one in row] for row in cells], factor)
