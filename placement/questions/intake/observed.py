"""``import observed``: visits that were counted, by function and site or area, to hold the model against.

Counts by site are written into the baseline, counts by area into a table of their own, and ``check`` compares each with
the model. What follows from them (rates, catchment hospitals, offers missing in the baseline) is only proposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placement.errors import Figure, Message
from placement.questions.intake.findings import Cell, Findings, Names, as_id, listed
from placement.questions.intake.reading import Aliases, Raw, Table, headed, no_heading, open_table
from placement.questions.intake.scenario import (
    Outcome,
    Provenance,
    Region,
    areas_table,
    cell_text,
    csv_text,
    note_column,
    note_source,
)
from placement.scenario.checks.notes import few
from placement.scenario.source.files import on_disk
from placement.scenario.source.tables import BASELINE

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


_CLEAR = 0.6
"""A hospital with less than this share of an area's visits is not clearly the area's catchment hospital."""


def import_observed(
    region: Region, request: Request, source: Provenance, findings: Findings, *, replace: bool
) -> Outcome:
    """Read the files; returns the baseline with the counts, and proposals that follow from them.

    Raises:
        ScenarioError: with all faults.
        UsageError: options that do not fit.
    """
    reader = Reader(region, request, findings)
    for path in request.files:
        reader.read(path)
    findings.stop()
    reader.tell()
    counts, time = reader.latest()
    if not counts:
        findings.reject("the file has no count of what the scenario has.", request.files[0])
        findings.stop()
    year = int(time[:4]) if re.match(r"(19|20)\d\d", time) else source.year
    outcome = Outcome()
    key = note_source(region, outcome, "observed", source, request.files, replace=replace)
    findings.say("{visits} visits were counted.", visits=Figure(sum(counts.values())))
    cells = _summed(counts, lambda one: (one[0], one[1]) if one[1] else None)
    today = _Today(region, key, year, outcome, findings)
    today.put(cells, replace=replace)
    by_area = _summed(counts, lambda one: (one[0], one[2]) if one[2] else None)
    if not request.demand:
        _rates(region, counts, today, key, year, outcome, findings)
    if by_area:
        _by_area(region, counts, key, year, outcome, findings, replace=replace)
    if by_area and cells:
        _catchments(region, counts, key, year, outcome, findings)
    if request.demand:
        _demand(region, by_area, request, outcome, findings, replace=replace)
    findings.stop()
    return outcome


def _summed(counts: Mapping[Key, float], pair: Any) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = defaultdict(float)
    for key, value in counts.items():
        part = pair(key)
        if part is not None:
            found[part] += value
    return dict(found)


class _Today:
    """The baseline of the scenario, into which counted visits are written."""

    def __init__(self, region: Region, source: str, year: int, outcome: Outcome, findings: Findings) -> None:
        self.region, self.source, self.year = region, source, year
        self.outcome, self.findings = outcome, findings
        written = region.tables.get("baseline")
        rows = written.get("rows") if isinstance(written, dict) else None
        self.rows: dict[str, dict[str, Any]] = {
            str(function): dict(sites) for function, sites in (rows or {}).items() if isinstance(sites, dict)
        }
        self.file = region.file_of("baseline")

    def entry(self, function: str, site: str) -> dict[str, Any] | None:
        """The baseline's entry of a function at a site as a mapping; None without one."""
        entry = self.rows.get(function, {}).get(site)
        match entry:
            case None:
                return None
            case dict():
                return dict(entry)
            case str():
                return {"status": entry}
            case _:
                return {"days_per_week": entry}

    def open_at(self, function: str) -> list[str]:
        """Ids of the sites where the function is open today."""
        entries = ((site, self.entry(function, site)) for site in self.rows.get(function, {}))
        return [site for site, entry in entries if entry is not None and entry.get("status", "open") == "open"]

    def put(self, cells: Mapping[tuple[str, str], float], *, replace: bool) -> None:
        """Write counted visits into the baseline; offers that it lacks are proposed."""
        there = [pair for pair in cells if "visits_observed_per_year" in (self.entry(*pair) or {})]
        if there and not replace:
            message = Message(
                "{n} places have observed visits already ({first}); --replace writes over them.",
                n=len(there),
                first=" / ".join(there[0]),
            )
            self.findings.fault(self.region.fault(("baseline",), message))
            return
        new = {pair: visits for pair, visits in cells.items() if self.entry(*pair) is None and visits > 0}
        for pair, visits in cells.items():
            if (pair not in new and visits > 0) or self.entry(*pair) is not None:
                self._note(pair, visits)
        for pair in new:
            self._note(pair, cells[pair], proposed=True)
        if cells:
            self.findings.say("{n} places of the baseline have observed visits now.", n=len(cells) - len(new))
        if new:
            pairs = few([" / ".join(pair) for pair in new])
            self.findings.warnings.say("Visits where the baseline has no offer: {pairs}.", pairs=pairs)
        closed = [
            pair for pair in cells if pair not in new and pair[1] not in self.open_at(pair[0]) and cells[pair] > 0
        ]
        if closed:
            pairs = few([" / ".join(pair) for pair in closed])
            self.findings.warnings.say("Visits where the baseline says closed or unknown: {pairs}.", pairs=pairs)
        if self.file and cells:
            self.outcome.files[self.file] = [self._table(set(cells) - set(new))]
            if new:
                self.outcome.proposed_files[self.file] = [self._table(set(cells))]
                self.outcome.proposals.append(
                    Message("{file}: rows for {pairs}", file=self.file, pairs=few([" / ".join(pair) for pair in new]))
                )

    def _note(self, pair: tuple[str, str], visits: float, *, proposed: bool = False) -> None:
        fields = {"visits_observed_per_year": round(visits, 1), "year": self.year, "source": self.source}
        before = self.entry(*pair)
        if self.file:
            self.rows.setdefault(pair[0], {})[pair[1]] = {**(before or {"status": "open"}), **fields}
            return
        changes = self.outcome.proposed if proposed else self.outcome.changes
        if isinstance(self.rows.get(pair[0], {}).get(pair[1]), dict):
            path = ("baseline", *(("rows",) if self._has_rows() else ()), *pair)
            changes.update({(*path, name): value for name, value in fields.items()})
        else:
            changes["baseline", *(("rows",) if self._has_rows() else ()), *pair] = {
                **{name: float(value) if isinstance(value, float) else value for name, value in (before or {}).items()},
                **fields,
            }

    def _has_rows(self) -> bool:
        written = self.region.written.get("baseline")
        return isinstance(written, dict) and "rows" in written

    def _table(self, noted: set[tuple[str, str]]) -> str:
        """The baseline's table as CSV, with new rows only for the places in ``noted``."""
        known = self.region.tables["baseline"]["rows"]
        rows = [
            {"function": function, "site": site, **entry}
            for function, sites in self.rows.items()
            for site, entry in sites.items()
            if (function, site) in noted or site in known.get(function, {})
        ]
        used = {name for row in rows for name in row}
        columns = [name for name in BASELINE.columns if name in used]
        return csv_text([columns, *([cell_text(row.get(name)) for name in columns] for row in rows)])


def _people(region: Region) -> dict[str, float]:
    """By area, inhabitants × need index."""
    found = {}
    for key, row in region.rows("areas").items():
        people, need = row.get("people"), row.get("need_index", 1.0)
        if isinstance(people, int | float) and isinstance(need, int | float):
            found[key] = float(people) * float(need)
    return found


def _rates(
    region: Region,
    counts: Mapping[Key, float],
    today: _Today,
    source: str,
    year: int,
    outcome: Outcome,
    findings: Findings,
) -> None:
    """Propose rates: visits counted in the whole region per 1,000 inhabitants weighted by need."""
    people = _people(region)
    total = sum(people.values())
    defaults = region.written.get("defaults")
    usual = defaults.get("function", {}) if isinstance(defaults, dict) else {}
    for name, function in region.rows("functions").items():
        found = {key: value for key, value in counts.items() if key[0] == name}
        if not found or not total or name in region.rows("demand"):
            continue
        missing = [site for site in today.open_at(name) if all(key[1] != site for key in found)]
        if missing and any(key[1] for key in found):
            findings.say(
                "No rate of {function}: it is open at {sites}, which the file does not have.",
                function=name,
                sites=few(missing),
            )
            continue
        whole = {**usual, **function}
        stays = (1 - _value(whole.get("outflow_share"))) * (1 - _value(_home(whole)))
        if stays <= 0:
            continue
        visits = sum(found.values())
        segments = whole.get("visits_per_1000_per_year_by_segment")
        if isinstance(segments, dict) and segments:
            _segment_rates(region, name, segments, visits / stays, source, year, outcome, findings)
        else:
            before = function.get("visits_per_1000_per_year")
            _propose(
                ("functions", name, "visits_per_1000_per_year"),
                before,
                visits / stays / total * 1000,
                source,
                year,
                outcome,
            )


def _home(function: Mapping[str, Any]) -> Any:
    home = function.get("home")
    return home.get("today_share") if isinstance(home, dict) else None


def _value(quantity: Any) -> float:
    """The number of a quantity in short or full form; 0 without one."""
    found = quantity.get("value") if isinstance(quantity, dict) else quantity
    return float(found) if isinstance(found, int | float) else 0.0


def _segment_rates(
    region: Region,
    name: str,
    rates: Mapping[str, Any],
    visits: float,
    source: str,
    year: int,
    outcome: Outcome,
    findings: Findings,
) -> None:
    """Propose the rates of all segments scaled by one factor, so that together they give the count."""
    expected = 0.0
    segments = region.rows("segments")
    shares = {key: str(one.get("people_share", "")) for key, one in segments.items()}
    areas = region.rows("areas")
    for area, people in _people(region).items():
        given = {key: _value(areas[area].get(column)) for key, column in shares.items() if column != "rest"}
        left = max(0.0, 1 - sum(given.values()))
        expected += sum(people * given.get(key, left) * _value(rate) / 1000 for key, rate in rates.items())
    if not expected:
        return
    factor = visits / expected
    findings.say(
        "{function}: the rates of its segments would all be multiplied by {factor}.",
        function=name,
        factor=Figure(round(factor, 3)),
    )
    for key, rate in rates.items():
        path = ("functions", name, "visits_per_1000_per_year_by_segment", key)
        _propose(path, rate, _value(rate) * factor, source, year, outcome)


def _propose(path: tuple[str, ...], before: Any, rate: float, source: str, year: int, outcome: Outcome) -> None:
    """Propose a rate, with the present range widened to contain it."""
    value = float(f"{rate:.4g}")
    fields: dict[str, Any] = {"value": value}
    if isinstance(before, dict) and "low" in before:
        fields["low"] = min(_value(before["low"]), value)
    if isinstance(before, dict) and "high" in before:
        fields["high"] = max(_value(before["high"]), value)
    fields |= {"source": source, "quality": "derived", "year": year}
    if isinstance(before, dict):
        outcome.proposed.update({(*path, name): part for name, part in fields.items()})
    else:
        outcome.proposed[path] = fields


def _catchments(
    region: Region, counts: Mapping[Key, float], source: str, year: int, outcome: Outcome, findings: Findings
) -> None:
    """Propose as an area's catchment hospital the one that, with its houses, sees most of the area's visits."""
    sites = region.rows("sites")
    by_area: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (_, site, area), visits in counts.items():
        own = site if sites[site].get("kind") == "hospital" else sites[site].get("parent_hospital", "")
        if own and area:
            by_area[area][str(own)] += visits
    name = region.file_of("areas")
    if not name or not by_area:
        return
    table, unclear, changed = areas_table(region, name), [], 0
    for area, found in by_area.items():
        hospital, visits = max(found.items(), key=lambda item: item[1])
        if visits < _CLEAR * sum(found.values()):
            unclear.append(area)
        elif table.rows[area].get("catchment_hospital") != hospital:
            table.put(area, "catchment_hospital", hospital)
            changed += 1
    if unclear:
        findings.say("No hospital sees 60 per cent of the visits from: {areas}.", areas=few(unclear))
    if changed:
        note = Outcome()
        note_column(note, "catchment_hospital", source, year, "derived")
        outcome.proposed.update(note.changes)
        outcome.proposed_files[name] = [table.text()]
        outcome.proposals.append(Message("{file}: catchment_hospital of {n} areas", file=name, n=changed))


def _table_of(region: Region, section: str, findings: Findings, *, replace: bool) -> str:
    """Name of the file of a section that is written as a whole; an existing one is a fault, unless ``replace``."""
    name = region.file_of(section) or f"{section}.csv"
    if not replace and (region.file_of(section) or on_disk(region.folder, name).exists()):
        findings.reject("the file is there already; --replace writes over it.", str(region.folder / name))
    if region.inline(section):
        message = Message(
            "the rows of '{section}' are written out here; take them out, and import again.", section=section
        )
        findings.fault(region.fault((section,), message))
    return name


def _by_area(
    region: Region,
    counts: Mapping[Key, float],
    source: str,
    year: int,
    outcome: Outcome,
    findings: Findings,
    *,
    replace: bool,
) -> None:
    """Add the table of counts by area, and by site where the file has sites, which ``check`` compares."""
    rows = {key: visits for key, visits in counts.items() if key[2]}
    name = _table_of(region, "observed", findings, replace=replace)
    outcome.files[name] = [
        "function,area,site,visits_per_year,year,source\n",
        *(f"{key[0]},{key[2]},{key[1]},{visits:.10g},{year},{source}\n" for key, visits in rows.items()),
    ]
    outcome.changes["observed", "file"] = name
    findings.say("{n} counts by area are written, for check.", n=len(rows))


def _demand(
    region: Region,
    by_area: Mapping[tuple[str, str], float],
    request: Request,
    outcome: Outcome,
    findings: Findings,
    *,
    replace: bool,
) -> None:
    """Add the table ``demand``: visits of each function from each area, in place of rates."""
    if not by_area:
        findings.reject("--demand needs the areas the visits come from; the file has none.", request.files[0])
        return
    name = _table_of(region, "demand", findings, replace=replace)
    for function in dict.fromkeys(function for function, _ in by_area):
        for rate in ("visits_per_1000_per_year", "visits_per_1000_per_year_by_segment"):
            if region.rows("functions")[function].get(rate):
                message = Message("visits cannot be given by a rate and by area; take this out, and import again.")
                findings.fault(region.fault(("functions", function, rate), message))
    outcome.files[name] = _demand_rows(region, by_area)
    outcome.changes["demand", "file"] = name
    functions = list(dict.fromkeys(function for function, _ in by_area))
    findings.say("Visits by area take the place of rates for: {functions}.", functions=few(functions))


def _demand_rows(region: Region, by_area: Mapping[tuple[str, str], float]) -> Iterator[str]:
    yield "area,function,visits_per_year\n"
    for function in dict.fromkeys(function for function, _ in by_area):
        for area in region.rows("areas"):
            yield f"{area},{function},{by_area.get((function, area), 0.0):.10g}\n"
