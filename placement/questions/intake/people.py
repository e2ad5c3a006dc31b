"""``import people``: inhabitants of the areas, age groups and their shares, from tables such as StatBank's.

What a column holds is inferred from its cells: places, ages, times, other words, numbers. Both layouts are understood:
a row for each figure, and a column for each age or time.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from placement.errors import Fault, Figure, Message, UsageError
from placement.questions.intake.findings import Cell, Findings, Names, as_id, listed
from placement.questions.intake.reading import Raw, open_table, plain, read_number
from placement.questions.intake.scenario import (
    AreasTable,
    Outcome,
    Provenance,
    Region,
    areas_table,
    note_column,
    note_source,
)
from placement.scenario.checks.notes import few

Band = tuple[float, float]
"""The first and the last age, in years, both included."""
ALL: Band = (-1.0, math.inf)
"""All ages: a total that the file itself contains."""
_YEARS = r"\s*(?:år|aar|years?|yr)?\.?"
_OVER = r"(?:\+|og derover|og over|eller derover|and over|and older|or over|plus)"
_BANDS = (
    (re.compile(rf"(\d{{1,3}}){_YEARS}\s*(?:-|–|til|to|_)\s*(\d{{1,3}}){_YEARS}"), 2),
    (re.compile(rf"(\d{{1,3}}){_YEARS}\s*{_OVER}{_YEARS}"), 1),
    (re.compile(rf"(?:under|below)\s*(\d{{1,3}}){_YEARS}"), -1),
    (re.compile(rf"(\d{{1,3}}){_YEARS}"), 0),
)
_ALL_AGES = re.compile(r"(i alt|alle?|total|all ages|alder i alt|alle aldre|hele befolkningen)\.?", re.IGNORECASE)


def band(text: str) -> Band | None:
    """The ages in a text such as ``65+`` or ``0-17``; None where there are none."""
    text = text.strip().casefold()
    if _ALL_AGES.fullmatch(text):
        return ALL
    for pattern, kind in _BANDS:
        found = pattern.fullmatch(text)
        if found:
            first = float(found[1])
            if kind == 2:
                return (first, float(found[2])) if float(found[2]) >= first else None
            return {1: (first, math.inf), -1: (0.0, first - 1), 0: (first, first)}[kind]
    return None


def groups_of(region: Region, asked: Sequence[str]) -> dict[str, Band]:
    """The age groups by column: those asked for, else those the scenario's segments and areas have.

    Raises:
        UsageError: a group in ``asked`` is no age group.
    """
    if asked:
        found = {}
        for text in asked:
            name, sign, ages = text.partition("=")
            group = band(ages)
            if not sign or not name.strip().startswith("share_") or group is None or group == ALL:
                raise UsageError(
                    Message(
                        "--group {seen} is no age group; write it as share_65plus=65+ or share_0_17=0-17.", seen=text
                    )
                )
            found[name.strip()] = group
        return found
    columns = [str(one.get("people_share", "")) for one in region.rows("segments").values()]
    columns += [column for row in region.rows("areas").values() for column in row]
    known = {}
    for column in dict.fromkeys(columns):
        group = band(column.removeprefix("share_").replace("plus", "+")) if column.startswith("share_") else None
        if group is not None and group != ALL:
            known[column] = group
    return known


def said_ages(ages: Band) -> str:
    """The ages as text: 65+, 0-17; empty for all ages."""
    if ages == ALL:
        return ""
    return f"{ages[0]:g}+" if math.isinf(ages[1]) else f"{ages[0]:g}-{ages[1]:g}"


Counts = dict[str, dict[str, float]]
"""By area, then by column, its people and those in each age group."""


def within(ages: Band, group: Band) -> bool:
    """Whether ``group`` contains all of ``ages``."""
    return group[0] <= ages[0] and ages[1] <= group[1]


def overlap(bands: Mapping[Band, float]) -> str:
    """Ages that are in two bands, as text; empty where none are."""
    ordered = sorted(bands)
    return few([f"{said_ages(one)}, {said_ages(other)}" for one, other in pairwise(ordered) if other[0] <= one[1]])


def tell_sums(findings: Findings, counts: Counts, groups: Mapping[str, Band]) -> None:
    """Add a remark on how many people there are in all, and in each age group."""
    total = sum(one["people"] for one in counts.values())
    findings.say("{people} people in {n} areas.", people=Figure(total), n=len(counts))
    for column, group in groups.items():
        if any(column in one for one in counts.values()):
            part = sum(one.get(column, 0.0) for one in counts.values())
            findings.say(
                "{column}: {people} people aged {group}, {percent} per cent.",
                column=column,
                people=Figure(part),
                group=said_ages(group),
                percent=Figure(round(100 * part / total, 1) if total else 0),
            )
        else:
            findings.say("The file has no ages, so {column} is left as it is.", column=column)
    empty = [area for area, one in counts.items() if not one["people"]]
    if empty:
        findings.warnings.say("Nobody lives in: {areas}.", areas=few(empty))


_TOTAL = re.compile(
    r"(\d{1,3} )?(hele landet|i alt|total|alle|all|denmark|danmark|begge køn|mænd og kvinder|both sexes)\.?"
    r"|(\d{1,3} )?(region|landsdel|province) .*|uoplyst.*|uden for .*|unknown.*|christiansø",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?:19|20)\d\d(?:\s*[KQM]\d{1,2}|-\d\d)?", re.IGNORECASE)
_VALUE = frozenset(
    {
        *("indhold", "antal", "people", "personer", "folketal", "value", "indbyggere", "befolkning", "antalpersoner"),
        *("inhabitants", "population", "persons", "ialt", "total"),
    }
)
_AGE = frozenset({"alder", "age", "aldersgruppe", "aldersgrupper", "agegroup"})
_WHEN = frozenset({"tid", "time", "år", "aar", "year", "kvartal", "quarter", "periode", "dato", "date"})
_NIL = frozenset({"-", "–"})
_UNKNOWN = frozenset({"..", "...", ".", "…", "x", "na", "n/a", "nan", "null"})
_MOST = 0.5


@dataclass
class Request:
    """The options of ``import people``.

    Attributes:
        groups: age groups, as ``share_65plus=65+``.
        time: which time to read, where the file has several.
    """

    files: Sequence[str]
    columns: Mapping[str, str]
    sheet: str | None
    groups: Sequence[str]
    time: str | None


@dataclass
class _Columns:
    area: int
    age: int | None
    time: int | None
    others: list[int]
    values: list[int]
    head: list[str]
    head_row: int


class _Reader:
    def __init__(self, region: Region, request: Request, findings: Findings) -> None:
        self.region, self.request, self.findings = region, request, findings
        self.names = Names(region.names("areas"), findings)
        self.figures: dict[tuple[str, Band, str, tuple[str, ...]], tuple[float, tuple[str, int, int]]] = {}
        self.outside: dict[str, None] = {}
        self.totals: dict[str, None] = {}
        self.footers = 0

    def read(self, path: str) -> None:
        raw = open_table(path, self.findings, self.request.sheet)
        rows = [(number, cells) for number, cells in raw.rows()]
        columns = self._columns(raw, rows)
        if columns is None:
            return
        area: Cell = ""
        for number, cells in rows:
            if number <= columns.head_row:
                continue
            row = cells + [""] * (max([columns.area, *columns.values, *columns.others]) + 1 - len(cells))
            area = row[columns.area] if row[columns.area] != "" else area
            self._row(raw, number, row, area, columns)

    def _columns(self, raw: Raw, rows: list[tuple[int, list[Cell]]]) -> _Columns | None:
        width = max((len(cells) for _, cells in rows), default=0)
        padded = [(number, cells + [""] * (width - len(cells))) for number, cells in rows]
        matches = [
            sum(self.names.find(cells[n]) is not None for _, cells in padded if cells[n] != "") for n in range(width)
        ]
        at = self._asked(raw, padded, "area")
        area = at if at is not None else max(range(width), key=lambda n: (matches[n], -n)) if any(matches) else None
        if area is None:
            seen = few([as_id(cells[0]) for _, cells in padded[:8] if cells[0] != ""])
            raw.reject(
                "no cell is an area of the scenario, by id or by name. The first column has: {seen}. The scenario has: "
                "{known}.",
                padded[0][0] if padded else 1,
                0,
                seen=seen,
                known=few([f"{key} {name}" for key, name in self.names.ids.items()]),
            )
            return None
        first = next(n for n, (_, cells) in enumerate(padded) if at is not None or self._places(cells[area]))
        data = [cells for _, cells in padded[first:] if sum(cell != "" for cell in cells) > 1]
        head_row, head = self._heading(padded[:first])
        return self._sorted(raw, area, data, head_row, [*head, *[""] * (width - len(head))], matches)

    def _places(self, cell: Cell) -> bool:
        return self.names.find(cell) is not None or bool(_TOTAL.fullmatch(as_id(cell)))

    @staticmethod
    def _heading(above: list[tuple[int, list[Cell]]]) -> tuple[int, list[str]]:
        """The heading: the last row above the figures with more than one text."""
        for number, cells in reversed(above):
            if sum(cell != "" for cell in cells) > 1 or (len(cells) > 1 and cells[-1] != "" and number == above[-1][0]):
                return number, [as_id(cell) for cell in cells]
        return (above[-1][0], []) if above else (0, [])

    def _asked(self, raw: Raw, padded: list[tuple[int, list[Cell]]], name: str) -> int | None:
        """The position of a column whose heading an option names."""
        wanted = self.request.columns.get(name)
        if wanted is None:
            return None
        for _, cells in padded[:30]:
            for n, cell in enumerate(cells):
                if cell != "" and plain(as_id(cell)) == plain(wanted):
                    return n
        raise UsageError(Message("{file} has no column '{column}'.", file=raw.file, column=wanted))

    def _sorted(
        self, raw: Raw, area: int, data: list[list[Cell]], head_row: int, head: list[str], matches: list[int]
    ) -> _Columns | None:
        asked = self._asked(raw, [(0, list(head))], "people")
        found = _Columns(area, None, None, [], [], head, head_row)
        for n in range(len(head)):
            cells = [row[n] for row in data if row[n] != ""]
            if n == area or not cells:
                continue
            word = plain(head[n])
            numbers = sum(_is_figure(cell, comma=raw.comma) for cell in cells)
            if word in _AGE or (_share(cells, band) > _MOST and numbers < len(cells) * _MOST):
                found.age = n
            elif word in _WHEN or (_share(cells, _is_time) > _MOST and word not in _VALUE and band(head[n]) is None):
                found.time = n
            elif matches[n] > _MOST * matches[area] and n != asked:
                continue
            elif numbers > len(cells) * _MOST:
                found.values.append(n)
            elif found.values == [] or word:
                found.others.append(n)
        if asked is not None:
            found.values = [asked]
        return self._usable(raw, found)

    def _usable(self, raw: Raw, found: _Columns) -> _Columns | None:
        named = [n for n in found.values if band(found.head[n]) or _is_time(found.head[n])]
        if not named and len(found.values) > 1:
            named = [n for n in found.values if plain(found.head[n]) in _VALUE]
            named = named if len(named) == 1 else []
        elif not named:
            named = found.values
        if named:
            found.values = named
            return found
        raw.reject(
            "which column holds the people? There are: {columns}. Say it with --column people=NAME.",
            max(found.head_row, 1),
            0,
            columns=listed(found.head[n] or n + 1 for n in found.values)
            if found.values
            else Message("none with numbers"),
        )
        return None

    def _row(self, raw: Raw, number: int, row: Sequence[Cell], area: Cell, columns: _Columns) -> None:
        if all(row[n] == "" for n in columns.values):
            self.footers += any(cell != "" for cell in row)
            return
        key = self.names.find(area)
        if key is None:
            label = as_id(area)
            (self.totals if _TOTAL.fullmatch(label) else self.outside)[label] = None
            return
        for n in columns.values:
            self._figure(raw, number, n, row, key, columns)

    def _figure(self, raw: Raw, number: int, n: int, row: Sequence[Cell], key: str, columns: _Columns) -> None:
        head = columns.head[n]
        ages = band(head) if columns.age is None else band(as_id(row[columns.age]))
        if columns.age is not None and ages is None:
            raw.reject(
                "'{seen}' is no age; write it as 0-17, 65+ or 'I alt'.",
                number,
                columns.age,
                seen=as_id(row[columns.age]),
            )
            return
        if plain(head) in _VALUE:
            ages = ages if columns.age is not None else ALL
        when = as_id(row[columns.time]) if columns.time is not None else head if _is_time(head) else ""
        if self.request.time and when and plain(when) != plain(self.request.time):
            return
        value = self._value(raw, number, n, row[n])
        if value is None:
            return
        where = raw.where(number, n)
        entry = key, ages or ALL, when, tuple(as_id(row[other]) for other in columns.others)
        before = self.figures.setdefault(entry, (value, where))
        if before[1] != where:
            raw.reject(
                "{what} stands twice; keep one of them.",
                number,
                n,
                what=" / ".join(filter(None, [key, said_ages(entry[1]), when, *entry[3]])),
            )

    def _value(self, raw: Raw, number: int, n: int, cell: Cell) -> float | None:
        text = as_id(cell).casefold()
        if text in _NIL:
            self.findings.say("'-' is read as 0, as StatBank means it.")
            return 0.0
        if text == "" or text in _UNKNOWN:
            raw.reject(
                "'{seen}' is no number of people; every area of the scenario needs one.", number, n, seen=as_id(cell)
            )
            return None
        value = raw.number(number, n, cell)
        if value is not None and (value < 0 or not value.is_integer()):
            raw.reject("{seen} is no number of people; it must be whole, and 0 or more.", number, n, seen=f"{value:g}")
            return None
        return value


def _share(cells: Sequence[Cell], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(as_id(cell))) for cell in cells) / len(cells)


def _is_time(text: str) -> bool:
    return bool(_TIME.fullmatch(text.strip()))


def _is_figure(cell: Cell, *, comma: bool) -> bool:
    text = as_id(cell).casefold()
    return text in _NIL or text in _UNKNOWN or not isinstance(read_number(cell, comma=comma), Message)


def import_people(
    region: Region, request: Request, source: Provenance, findings: Findings, *, replace: bool
) -> Outcome:
    """Read the file; returns the table of areas with its people, and their source.

    Raises:
        ScenarioError: with all faults.
        UsageError: options that do not fit.
    """
    groups = groups_of(region, request.groups)
    name = region.file_of("areas")
    if not region.rows("areas") or not name or region.inline("areas"):
        message = Message(
            "the areas are in no table; import them first, or move them to one (areas: {{file: areas.csv}})."
        )
        findings.fault(region.fault(("areas",), message))
        findings.stop()
    reader = _Reader(region, request, findings)
    for file in request.files:
        reader.read(file)
    findings.stop()
    _tell(reader)
    people = _added_up(reader, groups)
    table = areas_table(region, name)
    there = [area for area in people if table.rows[area].get("people")]
    if there and not replace:
        message = Message("{n} areas have people already; --replace writes over them.", n=len(there))
        findings.fault(region.fault(("areas", "file"), message))
    findings.stop()
    outcome = Outcome()
    key = note_source(region, outcome, "people", source, request.files, replace=replace)
    _put(table, people, outcome, key, source.year)
    outcome.files[name] = [table.text()]
    return outcome


def _tell(reader: _Reader) -> None:
    findings = reader.findings
    reader.names.tell()
    if reader.totals:
        findings.say("Totals are left out: {names}.", names=few(list(reader.totals)))
    if reader.outside:
        findings.say("Left out, as the scenario does not have them: {names}.", names=listed(reader.outside))
    if reader.footers:
        findings.say("{n} rows without figures (notes, headings) are left out.", n=reader.footers)


def _added_up(reader: _Reader, groups: Mapping[str, Band]) -> Counts:
    """People of each area and age group at one time, added up over all other columns."""
    findings = reader.findings
    times = sorted({when for _, _, when, _ in reader.figures if when})
    if len(times) > 1:
        findings.say(
            "The file has several times ({times}); {time} is read. Another: --time.", times=few(times), time=times[-1]
        )
    elif reader.request.time and not times:
        findings.reject("the file has nothing of the time '{time}'.", reader.request.files[0], time=reader.request.time)
        return {}
    figures = {entry: value for entry, (value, _) in reader.figures.items() if not times or entry[2] == times[-1]}
    by_area: dict[str, dict[Band, float]] = defaultdict(lambda: defaultdict(float))
    for (area, ages, _, _), value in _once(figures, findings).items():
        by_area[area][ages] += value
    _refuse_missing(reader, by_area)
    counts = {area: dict(_grouped(area, found, groups, reader)) for area, found in by_area.items()}
    tell_sums(findings, counts, groups)
    return counts


Figures = Mapping[tuple[str, Band, str, tuple[str, ...]], float]


def _once(figures: Figures, findings: Findings) -> Figures:
    """Figures without double counting: where a column has totals (both sexes), only those; else all."""
    width = len(next(iter(figures))[3]) if figures else 0
    for n in range(width):
        words = {entry[3][n] for entry in figures}
        totals = [word for word in words if _TOTAL.fullmatch(word)]
        if totals:
            figures = {entry: value for entry, value in figures.items() if entry[3][n] in totals}
        elif len(words) > 1:
            findings.say("Added up over: {words}.", words=few(sorted(words)))
    return figures


def _refuse_missing(reader: _Reader, found: Mapping[str, object]) -> None:
    for area in reader.names.ids:
        if area not in found:
            near = next((label for label in reader.outside if reader.names.nearest(label) == area), "")
            reader.findings.reject(
                "the file has nobody in the area {area}.",
                reader.request.files[0],
                near,
                area=f"{area} {reader.names.ids[area]}".strip(),
            )


def _grouped(
    area: str, found: Mapping[Band, float], groups: Mapping[str, Band], reader: _Reader
) -> Iterator[tuple[str, float]]:
    """The people and the sums of the age groups of an area, by column; faults where age bands do not fit the groups."""
    bands = {ages: value for ages, value in found.items() if ages != ALL}
    file = reader.request.files[0]
    added = sum(bands.values())
    total = found.get(ALL, added)
    doubled = overlap(bands)
    if doubled:
        reader.findings.reject(
            "{area}: the ages {bands} overlap; keep one division into ages.", file, area=area, bands=doubled
        )
    elif bands and ALL in found and abs(added - total) > 0.5 and min(bands)[0] == 0 and max(bands)[1] >= 99:
        reader.findings.reject(
            "{area}: the ages add up to {sum}, but the total is {total}.",
            file,
            area=area,
            sum=Figure(added),
            total=Figure(total),
        )
    yield "people", total
    for column, group in groups.items() if bands else ():
        across = [ages for ages in bands if ages[0] <= group[1] and ages[1] >= group[0] and not within(ages, group)]
        if across:
            message = Message(
                "the ages {bands} are only partly in {column} ({group}); ask for finer ages, or give other "
                "groups with --group.",
                bands=few([said_ages(ages) for ages in across]),
                column=column,
                group=said_ages(group),
            )
            fault = Fault(message, "", file)
            if fault not in reader.findings.faults:
                reader.findings.fault(fault)
        yield column, sum(value for ages, value in bands.items() if within(ages, group))


def _put(table: AreasTable, people: Counts, outcome: Outcome, key: str, year: int) -> None:
    columns = dict.fromkeys(column for one in people.values() for column in one)
    for area, found in people.items():
        total = found["people"]
        for column, value in found.items():
            if column == "people":
                table.put(area, column, f"{value:.0f}")
            else:
                table.put(area, column, f"{value / total:.4f}" if total else "0")
    for column in columns:
        note_column(outcome, column, key, year, "sourced" if column == "people" else "derived")
