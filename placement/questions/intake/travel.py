"""``import travel``: travel times from tables and from the answers of routing programs.

Formats: a long CSV or sheet (a row for each pair; r5py's ``from_id,to_id,travel_time``), a wide one (a row for each
origin, a column for each destination), and JSON of OSRM's ``table``, openrouteservice's ``matrix`` and Valhalla's
``sources_to_targets``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from placement.errors import Message, why
from placement.questions.intake.findings import Cell, Findings, as_id
from placement.questions.intake.reading import (
    Aliases,
    Raw,
    Table,
    first_bytes,
    first_rows,
    headed,
    no_heading,
    open_table,
    plain,
)
from placement.questions.intake.routing import read_answer
from placement.questions.intake.scenario import Outcome, Provenance, Region, note_source
from placement.questions.intake.times import MINUTES, Reading, Request, as_csv, complete, plausible, tell, wrong_time
from placement.scenario.source.files import on_disk

LONG: Aliases = {
    "origin": ("origin", "from_id", "from", "fromid", "origin_id", "source", "fra", "start", "o", "omraade", "område"),
    "destination": ("destination", "to_id", "to", "destination_id", "target", "til", "slut", "d", "sted"),
    "time": (
        "minutes", "minutter", "min", "minutes_one_way", "travel_time", "travel_time_p50", "traveltime", "time",
        "duration", "seconds", "sekunder", "duration_s", "duration_seconds", "travel_time_minutes",
        "travel_time_seconds", "rejsetid", "køretid", "tid", "durations", "total_time", "duration_min",
    ),
    "km": ("km", "distance_km", "kilometer", "kilometers", "afstand_km"),
    "metres": ("distance", "distance_m", "meter", "metres", "meters", "total_length"),
}  # fmt: skip
IN_MINUTES = frozenset(
    {"minutes", "minutter", "min", "minutesoneway", "traveltime", "traveltimep50", "traveltimeminutes", "durationmin"}
)
"""Headings of a column in minutes; ``travel_time`` is r5py's."""
IN_SECONDS = frozenset({"seconds", "sekunder", "durations", "durationseconds", "traveltimeseconds"})
NOTHING = frozenset({"", "null", "na", "n/a", "nan", "none", "<na>"})
"""Cells that mean nobody can get there."""
_MOST_KNOWN = 100_000


class Reader(Reading):
    """Reads files into one table of times."""

    def read(self, path: str) -> None:
        """Read one file of any format; errors in it become faults."""
        try:
            head = first_bytes(Path(path))
        except OSError as error:
            self.findings.reject("the file cannot be read: {reason}.", path, reason=why(error))
            return
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
            read_answer(self, path)
        else:
            self._table(open_table(path, self.findings, self.request.sheet))

    def _table(self, raw: Raw) -> None:
        asked = self.request.columns
        table = headed(raw, LONG, ("origin", "destination", "time"), asked)
        if table is None and not asked:
            wide = self._wide(raw)
            if wide is not None:
                self._take_wide(raw, *wide)
                return
        if table is None:
            no_heading(raw, ("origin", "destination", "time"), LONG)
            return
        factor = self._factor(table)
        if factor is not None:
            self._take_long(table, factor)

    def _factor(self, table: Table) -> float | None:
        heading = plain(table.header[table.at["time"]])
        said = "minutes" if heading in IN_MINUTES else "seconds" if heading in IN_SECONDS else None
        unit = self.request.unit
        if unit and said and unit != said:
            self.findings.warnings.say(
                "The column '{column}' seems to hold {said}; it is read as {unit}, as you say.",
                column=table.header[table.at["time"]],
                said=said,
                unit=unit,
            )
        unit = unit or said
        if unit is None:
            table.raw.reject(
                "the column '{column}' does not say what its numbers are; add --unit seconds or --unit minutes.",
                table.row,
                table.at["time"],
                column=table.header[table.at["time"]],
            )
            return None
        return MINUTES[unit]

    def _take_long(self, table: Table, factor: float) -> None:
        raw, at = table.raw, table.at
        short = set(at) & {"km", "metres"}
        width, whole = max(at.values()) + 1, 0 if raw.sheet else len(table.header)
        for number, cells in table.rows(padded=bool(raw.sheet)):
            if len(cells) < width or (whole and len(cells) != whole):
                raw.fault(number, 0, _wrong_length(len(cells), len(table.header)))
            elif short or not self._seen_before(cells, at):
                self._take_row(table, number, cells, factor, with_km=bool(short))

    def _seen_before(self, cells: Sequence[Cell], at: Mapping[str, int]) -> bool:
        """Whether each cell of a row has been understood in an earlier row, so that the row is read without checks."""
        known = self.known
        row, column = known["origin"].get(cells[at["origin"]]), known["destination"].get(cells[at["destination"]])
        minutes = known["time"].get(cells[at["time"]])
        if row is None or column is None or minutes is None or self.times.seen[int(row), int(column)]:
            return False
        self.times.seen[int(row), int(column)] = True
        self.times.minutes[int(row), int(column)] = minutes
        return True

    def _take_row(self, table: Table, number: int, cells: list[Cell], factor: float, *, with_km: bool) -> None:
        raw, at = table.raw, table.at
        pair = self._pair(raw, number, at, cells)
        minutes = self._minutes(raw, number, at["time"], cells[at["time"]], factor)
        if pair is None or minutes is None:
            self.refuse(pair)
            return
        km = self._km(table, number, cells) if with_km else np.nan
        self.put(raw.where(number, at["time"]), pair, minutes, km)
        if not self.request.swap:
            self.known["origin"][cells[at["origin"]]], self.known["destination"][cells[at["destination"]]] = pair
        if np.isfinite(minutes) and minutes / factor not in self.odd and len(self.known["time"]) < _MOST_KNOWN:
            self.known["time"][cells[at["time"]]] = minutes

    def _km(self, table: Table, number: int, cells: Sequence[Cell]) -> float:
        name = "km" if "km" in table.at else "metres"
        cell = table.cell(cells, name)
        if _text(cell) in NOTHING:
            return float("nan")
        found = table.raw.number(number, table.at[name], cell)
        if found is None or found < 0:
            return float("nan")
        return found if name == "km" else found / 1000

    def _pair(self, raw: Raw, number: int, at: Mapping[str, int], cells: Sequence[Cell]) -> tuple[int, int] | None:
        ends = cells[at["origin"]], cells[at["destination"]]
        if self.request.swap:
            ends = ends[1], ends[0]
        origin = self.origin_names.find(ends[0])
        destination = self.destination_names.find(ends[1])
        if origin is None:
            self.note_unknown("origin", raw, number, at["origin"], ends[0])
        if destination is None:
            if origin in self.sites and as_id(ends[1]) in self.areas:
                self.turned += 1
            self.note_unknown("destination", raw, number, at["destination"], ends[1])
        return None if origin is None or destination is None else (self.row[origin], self.column[destination])

    def _minutes(self, raw: Raw, number: int, column: int, cell: Cell, factor: float) -> float | None:
        """The minutes in a cell; inf where nobody can get there; None, and a fault, where it is no time."""
        if _text(cell) in NOTHING:
            return float("inf")
        found = raw.number(number, column, cell)
        if found is None:
            return None
        if found == self.request.missing:
            return float("inf")
        self.note_odd(found, factor, raw.where(number, column))
        message = wrong_time(found)
        if message is not None:
            raw.fault(number, column, message)
            return None
        return found * factor

    def _wide(self, raw: Raw) -> tuple[int, list[Cell]] | None:
        """The heading of a wide table: a row of which at least half the cells, after the first, are known places."""
        for number, cells in first_rows(raw):
            heads = [cell for cell in cells[1:] if cell != ""]
            known = sum(self.origin_names.find(cell) is not None for cell in heads)
            if heads and known * 2 > len(heads) and self.origin_names.find(cells[0]) is None:
                return number, cells
        return None

    def _take_wide(self, raw: Raw, head: int, cells: list[Cell]) -> None:
        if self.request.unit is None:
            raw.reject("a wide table does not say what its numbers are; add --unit seconds or --unit minutes.", head, 0)
            return
        factor = MINUTES[self.request.unit]
        heads = [(n, cell) for n, cell in enumerate(cells) if n and cell != ""]
        names = [as_id(cell) for _, cell in heads]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            raw.reject("the column '{name}' stands twice; keep one of them.", head, 0, name=name)
        for number, row in raw.rows():
            if number <= head:
                continue
            if len(row) > len(cells) and any(cell != "" for cell in row[len(cells) :]):
                raw.fault(number, 0, _wrong_length(len(row), len(cells)))
                continue
            padded: list[Cell] = row + [""] * (len(cells) - len(row))
            for column, goal in heads:
                at = {"origin": 0, "destination": 1}
                pair = self._pair(raw, number, at, (padded[0], goal))
                minutes = self._minutes(raw, number, column, padded[column], factor)
                if pair is None or minutes is None:
                    self.refuse(pair)
                else:
                    self.put(raw.where(number, column), pair, minutes, np.nan)


def _wrong_length(seen: int, wanted: int) -> Message:
    return Message("the row has {seen} cells where the heading has {wanted}.", seen=seen, wanted=wanted)


def _text(cell: Cell) -> str:
    return cell.strip().casefold() if isinstance(cell, str) else ("nan" if cell != cell else "x")  # noqa: PLR0124 - NaN


def import_travel(
    region: Region, request: Request, source: Provenance, findings: Findings, *, replace: bool
) -> Outcome:
    """Read the files; returns the table of times and changes to the YAML.

    Raises:
        ScenarioError: with all faults.
    """
    reader = Reader(region, request, findings)
    if not reader.sites or not reader.areas:
        findings.reject("the scenario has no areas or no sites; import them first.", str(region.file))
        findings.stop()
    for file in request.files:
        reader.read(file)
    tell(reader)
    plausible(reader)
    kept = _kept(region, request)
    if not request.overrides and request.mode == "car":
        complete(reader)
    outcome = Outcome()
    name = _target(region, request, findings, replace=replace)
    findings.stop()
    key = note_source(region, outcome, "travel", source, request.files, replace=replace)
    outcome.files[name] = as_csv(reader.times, request.mode, key, kept)
    section = ("travel", "overrides") if request.overrides else ("travel",)
    outcome.changes[*section, "file"] = name
    if not request.overrides and request.mode == "car":
        outcome.changes["travel", "method"] = "table"
    return outcome


def _section(region: Region, request: Request) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The section of the scenario for such times, and its path."""
    path = ("travel", "overrides") if request.overrides else ("travel",)
    found: Any = region.written
    for key in path:
        found = found.get(key)
        found = found if isinstance(found, dict) else {}
    return found, path


def _target(region: Region, request: Request, findings: Findings, *, replace: bool) -> str:
    section, path = _section(region, request)
    usual = "travel_overrides.csv" if request.overrides else "travel.csv"
    if section.get("rows"):
        message = Message("the times are written out here; move them to a table, or take them out, and import again.")
        findings.fault(region.fault((*path, "rows"), message))
    named = section.get("file")
    if isinstance(named, str) and not replace:
        words = Message(
            "'{section}' has the table {name} already; --replace writes over it.", section=".".join(path), name=named
        )
        findings.fault(region.fault((*path, "file"), words))
    elif not replace and on_disk(region.folder, usual).exists():
        findings.reject("the file is there already; --replace writes over it.", str(region.folder / usual))
    return named if isinstance(named, str) else usual


def _kept(region: Region, request: Request) -> list[Mapping[str, Any]]:
    """Rows of the present table for the other means of travel, which are kept; read row by row."""
    name = _section(region, request)[0].get("file")
    path = on_disk(region.folder, name) if isinstance(name, str) else region.folder
    if not path.is_file():
        return []
    columns = {column: (column,) for column in ("origin", "destination", "minutes", "mode", "km", "source", "note")}
    raw = open_table(str(path), Findings())
    table = headed(raw, columns, ["origin", "destination", "minutes"], {})
    if table is None or (request.mode == "car" and "mode" not in table.at):
        return []
    rows = ({column: table.cell(cells, column) for column in table.at} for _, cells in table.rows())
    return [row for row in rows if (row.get("mode") or "car") != request.mode]
