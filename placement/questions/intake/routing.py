"""Answers of routing programs: OSRM's ``table``, openrouteservice's ``matrix``, Valhalla's ``sources_to_targets``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from placement.errors import Fault, Message
from placement.questions.intake.findings import Findings


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
