"""Visits that were counted, read from files: by function and site or area, and by year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placement.errors import Figure, Message
from placement.questions.intake.findings import Cell, Findings, Names, as_id, listed
from placement.questions.intake.headings import Aliases, Table, headed, no_heading
from placement.questions.intake.reading import Raw, open_table
from placement.questions.intake.scenario import Region
from placement.scenario.checks.notes import few

KNOWN: Aliases = {
    "function": ("function", "funktion", "speciale", "ambulatorium", "ydelse", "tilbud", "offer", "specialty"),
    "site": ("site", "sted", "matrikel", "hospital", "sygehus", "enhed", "behandlingssted", "afdeling"),
    "area": ("area", "område", "omraade", "postnr", "postnummer", "kommune", "sogn", "bopæl", "bopael", "areaid"),
    "visits": ("visits", "besøg", "antal", "ambulantebesøg", "count", "visits_per_year", "antalbesøg", "indhold"),
    "year": ("year", "år", "aar", "tid", "periode"),
}  # fmt: skip
_HIDDEN = re.compile(r"<\s*\d{1,2}|\*|færre end \d+|under \d+", re.IGNORECASE)
_TOTAL = re.compile(r"(i alt|total|alle|all|sum|hele regionen|regionen i alt)\.?", re.IGNORECASE)
Key = tuple[str, str, str]
"""Ids of function, site and area; each empty where the file has no such column."""


@dataclass
class Request:
    """The options of ``import observed``.

    Attributes:
        hidden: visits to put in place of a suppressed count (``<5``); None: such counts are faults.
        demand: whether the counts by area replace the rates.
    """

    files: Sequence[str]
    columns: Mapping[str, str]
    sheet: str | None
    time: str | None
    hidden: float | None
    add_up: bool
    only_known: bool
    demand: bool


class Reader:
    """Reads files into one table of counts; errors in them become faults."""

    def __init__(self, region: Region, request: Request, findings: Findings) -> None:
        self.region, self.request, self.findings = region, request, findings
        self.names = {
            "function": Names(region.names("functions"), findings, region.english("functions")),
            "site": Names(region.names("sites"), findings, region.english("sites")),
            "area": Names(region.names("areas"), findings),
        }
        self.counts: dict[tuple[Key, str], float] = {}
        self.first: dict[tuple[Key, str], str] = {}
        self.unknown: dict[str, None] = {}
        self.totals = self.hidden = self.added = 0

    def read(self, path: str) -> None:
        """Read one file."""
        raw = open_table(path, self.findings, self.request.sheet)
        asked = self.request.columns
        table = headed(raw, KNOWN, ["function", "visits", "site"], asked) or headed(
            raw, KNOWN, ["function", "visits", "area"], asked
        )
        if table is None:
            no_heading(raw, ["function", "visits", "site"], KNOWN)
            return
        for number, cells in table.rows():
            self._row(raw, table, number, cells)

    def _row(self, raw: Raw, table: Table, number: int, cells: list[Cell]) -> None:
        ends = {name: table.cell(cells, name) for name in ("function", "site", "area")}
        if any(_TOTAL.fullmatch(as_id(cell)) for cell in ends.values()):
            self.totals += 1
            return
        if table.cell(cells, "visits") == "" and sum(cell != "" for cell in cells) == 1:
            return  # a note below the table
        ids = [self._id(raw, table, number, name, cell) for name, cell in ends.items()]
        year = as_id(table.cell(cells, "year"))
        if self.request.time and year and year != self.request.time:
            return
        visits = self._visits(raw, number, table.at["visits"], table.cell(cells, "visits"))
        if visits is None or None in ids:
            return
        key: Key = (ids[0] or "", ids[1] or "", ids[2] or ""), year  # type: ignore[assignment]
        self._put(raw, number, key, visits)  # type: ignore[arg-type]

    def _put(self, raw: Raw, number: int, key: tuple[Key, str], visits: float) -> None:
        if key in self.counts and not self.request.add_up:
            raw.reject(
                "{what} stands twice, first at {first}; keep one of the rows, or add them up with --add-up.",
                number,
                0,
                what=" / ".join(filter(None, (*key[0], key[1]))),
                first=self.first[key],
            )
            return
        self.added += key in self.counts
        file, line, _ = raw.where(number, 0)
        self.first.setdefault(key, f"{file}:{line}" if line else file)
        self.counts[key] = self.counts.get(key, 0.0) + visits

    def _id(self, raw: Raw, table: Table, number: int, name: str, cell: Cell) -> str | None:
        """The id in a cell; empty without such a column; None, and a fault, for an unknown id."""
        if name not in table.at:
            return ""
        if as_id(cell) == "":
            raw.reject(
                "the cell '{name}' is empty; every row needs it.",
                number,
                table.at[name],
                name=table.header[table.at[name]],
            )
            return None
        found = self.names[name].find(cell)
        if found is None and as_id(cell) not in self.unknown:
            self.unknown[as_id(cell)] = None
            if not self.request.only_known:
                what = {
                    "function": Message("there is no function '{name}'", name=as_id(cell)),
                    "site": Message("there is no site '{name}'", name=as_id(cell)),
                    "area": Message("there is no area '{name}'", name=as_id(cell)),
                }[name]
                raw.reject(
                    "{what}; rows of what the scenario does not have are left out with --only-known.",
                    number,
                    table.at[name],
                    self.names[name].nearest(cell),
                    what=what,
                )
        return found

    def _visits(self, raw: Raw, number: int, column: int, cell: Cell) -> float | None:
        text = as_id(cell)
        if _HIDDEN.fullmatch(text):
            self.hidden += 1
            if self.request.hidden is None:
                raw.reject(
                    "the count is hidden ({seen}); say what to read it as, such as --hidden 2.",
                    number,
                    column,
                    seen=text,
                )
            return self.request.hidden
        value = raw.number(number, column, cell)
        if value is not None and value < 0:
            raw.reject("{seen} is no count of visits; it must be 0 or more.", number, column, seen=f"{value:g}")
            return None
        return value

    def latest(self) -> tuple[dict[Key, float], str]:
        """The counts of one year, by key, and the year as text."""
        years = sorted({year for _, year in self.counts if year})
        if len(years) > 1:
            self.findings.say(
                "The file has several times ({times}); {time} is read. Another: --time.",
                times=few(years),
                time=years[-1],
            )
        chosen = years[-1] if years else ""
        return {key: value for (key, year), value in self.counts.items() if year in (chosen, "")}, chosen

    def tell(self) -> None:
        """Add remarks on what was read and what was left out."""
        for names in self.names.values():
            names.tell()
        if self.totals:
            self.findings.say("{n} rows with totals are left out.", n=self.totals)
        if self.added:
            self.findings.say("{n} rows were added to others of the same place, as you say.", n=self.added)
        if self.hidden and self.request.hidden is not None:
            self.findings.say(
                "{n} hidden counts are read as {value}.", n=self.hidden, value=Figure(self.request.hidden)
            )
        if self.unknown and self.request.only_known:
            self.findings.say("Left out, as the scenario does not have them: {names}.", names=listed(self.unknown))
