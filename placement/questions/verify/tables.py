"""Tables of one result compared with each other: repeated values must agree, and parts must add up to their sums.

Nothing here uses the code that makes the tables, so that an error in that code is found as well as a changed file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placement.present.folder.differences import Difference, few
from placement.present.tables.columns import Table
from placement.scenario.schema.scenario import Scenario

Record = Mapping[str, Any]
Key = tuple[str, ...]
Values = dict[Key, Any]
Where = Callable[[Record], bool]

_NEAR = 1e-6
"""Relative tolerance: tables are rounded to ten digits, and sums of them are correct to fewer."""
PAIR = ("function", "site")


@dataclass(frozen=True)
class Facts:
    """Values of one column in one file.

    Attributes:
        file: name of the file.
        column: name of the column.
        values: by key of the row; None where the cell is empty.
        size: the largest number that went into a sum, as sums of large numbers have fewer correct digits.
    """

    file: str
    column: str
    values: Values
    size: float = 1.0


class Tables:
    """The tables of a folder as records, and its document."""

    def __init__(self, made: Mapping[str, Table], document: Mapping[str, Any], scenario: Scenario) -> None:
        self.made, self.document, self.scenario = made, document, scenario

    def at_house(self, row: Record) -> bool:
        """Whether a row of ``recommendation`` is about a house."""
        return not self.scenario.is_hospital(row["site"])

    def records(self, table: str, where: Where | None = None) -> list[Record]:
        """The rows of a table by column; none where the table is not there."""
        rows = self.made[table].records() if table in self.made else []
        return [row for row in rows if where is None or where(row)]

    def cells(self, table: str, keys: Sequence[str], column: str, where: Where | None = None) -> Facts:
        """A column's values by the keys of its rows."""
        rows = self.records(table, where)
        return Facts(f"{table}.csv", column, {_key(row, keys): row[column] for row in rows})

    def sums(self, table: str, keys: Sequence[str], column: str, where: Where | None = None) -> Facts:
        """A column added up by ``keys``; a sum with an empty cell is None."""
        total: Values = {}
        largest = 1.0
        for row in self.records(table, where):
            key, cell = _key(row, keys), row[column]
            before = total.get(key, 0.0)
            total[key] = None if cell is None or before is None else before + cell
            largest = max(largest, abs(cell or 0.0))
        return Facts(f"{table}.csv", column, total, largest)

    def counts(self, table: str, keys: Sequence[str], where: Where | None = None) -> Facts:
        """The number of rows by ``keys``."""
        total: Values = {}
        for row in self.records(table, where):
            total[_key(row, keys)] = total.get(_key(row, keys), 0) + 1
        return Facts(f"{table}.csv", "", total)

    def listed(self, part: str, keys: Sequence[str], name: str, where: Where | None = None) -> Facts:
        """A value of each entry in a list of the document, by ``keys``."""
        entries = [each for each in self.document.get(part, []) if where is None or where(each)]
        return Facts("result.json", f"{part}.{name}", {_key(each, keys): each[name] for each in entries})

    def said(self, *path: str) -> Facts:
        """One value of the document; no value if it is missing."""
        found: Any = self.document
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return Facts("result.json", ".".join(path), {} if found is None else {(): found})

    def means(self, keys: Sequence[str], where: Where | None = None) -> Facts:
        """Mean minutes of the visits in ``assignments`` by ``keys``; visits at home count as 0 minutes."""
        far: Values = {}
        for row in self.records("assignments", where):
            key, visits = _key(row, keys), row["visits_per_year"]
            before = far.get(key, (0.0, 0.0))
            known = visits is not None and before is not None
            far[key] = (before[0] + visits * row["minutes"], before[1] + visits) if known else None
        return Facts("assignments.csv", "minutes", {key: sums and sums[0] / sums[1] for key, sums in far.items()})

    def weighted(self, table: str, column: str, by: str) -> Facts:
        """The mean of a column over the rows, weighted by the column ``by``."""
        rows = [row for row in self.records(table) if row[column] is not None]
        weight = sum(row[by] for row in rows)
        mean = sum(row[column] * row[by] for row in rows) / weight if weight else None
        return Facts(f"{table}.csv", column, {(): mean})

    def missing(self, facts: Facts, filled: Any, keys: Iterator[Key]) -> Facts:
        """The facts with the value ``filled`` for keys that have none."""
        return Facts(facts.file, facts.column, {**dict.fromkeys(keys, filled), **facts.values}, facts.size)


def disagreements(made: Mapping[str, Table], document: Mapping[str, Any], scenario: Scenario) -> list[Difference]:
    """Every contradiction between two places of one result; empty if there is none.

    Args:
        made: by name, the tables of a proposal, made or read.
        document: its ``result.json``.
        scenario: the scenario solved, for its kinds of site and its payers.
    """
    tables = Tables(made, document, scenario)
    return few([found for claims in _CLAIMS for found in claims(tables)])


def _key(row: Record, keys: Sequence[str]) -> Key:
    return tuple(str(row[name]) for name in keys)


def _same(seen: Facts, expected: Facts) -> Iterator[Difference]:
    """The values that both places have and that differ, as differences in the file of the first."""
    for key, value in seen.values.items():
        right = expected.values.get(key)
        if value is not None and right is not None and not _alike(value, right, max(seen.size, expected.size)):
            place = expected.file if expected.file != seen.file else expected.column
            yield Difference(seen.file, " ".join(key), seen.column, _shown(value), f"{_shown(right)} ({place})")


def _alike(seen: Any, expected: Any, size: float) -> bool:
    if isinstance(seen, str | bool) or isinstance(expected, str | bool):
        return bool(seen == expected)
    return math.isclose(seen, expected, rel_tol=_NEAR, abs_tol=_NEAR * max(1.0, size))


def _shown(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _is_last(tables: Tables) -> Where:
    last = next((row["phase"] for row in reversed(tables.records("phases"))), None)
    return lambda row: row["phase"] == last


def _has(column: str, *values: str) -> Where:
    return lambda row: row[column] in values


def _is_open(row: Record) -> bool:
    return bool(row["recommended"])


def _placements(tables: Tables) -> Iterator[Difference]:
    """Days, visits and the change of a function at a site must agree in all tables."""
    for column in ("days_per_week", "days_today", "visits_per_year", "visits_today"):
        right = tables.cells("recommendation", PAIR, column)
        yield from _same(tables.cells("hospitals", ("function", "hospital"), column), right)
        yield from _same(tables.listed("placements", PAIR, column), right)
    for column in ("utilisation", "deciding_limit", "tipping_value", "change"):
        yield from _same(tables.listed("placements", PAIR, column), tables.cells("recommendation", PAIR, column))
    yield from _same(tables.listed("placements", PAIR, "open"), tables.cells("recommendation", PAIR, "recommended"))
    yield from _same(
        tables.cells("catalogue", PAIR, "days_per_week"), tables.cells("recommendation", PAIR, "days_per_week")
    )
    target = "target_visits_per_year"
    yield from _same(
        tables.cells("hospitals", ("function", "hospital"), target), tables.cells("recommendation", PAIR, target)
    )
    yield from _same(
        tables.cells("calibration", PAIR, "modelled_visits_per_year"),
        tables.cells("recommendation", PAIR, "visits_today"),
    )


def _phases(tables: Tables) -> Iterator[Difference]:
    """The last phase must agree with the proposal in the other tables."""
    last = _is_last(tables)

    def open_then(row: Record) -> bool:
        return last(row) and row["change"] != "closed"

    for column in ("days_per_week", "visits_per_year"):
        seen = tables.cells("phase_placements", PAIR, column, open_then)
        yield from _same(seen, tables.cells("recommendation", PAIR, column, _is_open))
    for kind in ("new", "closed"):
        counted = tables.counts("phase_placements", ("phase",), _has("change", kind))
        phases = tables.cells("phases", ("phase",), kind)
        yield from _same(phases, tables.missing(counted, 0, iter(phases.values)))


def _steps(tables: Tables) -> Iterator[Difference]:
    """Steps must lead from today to the proposal, with the numbers that ``recommendation`` has."""
    for change, column, of in (
        ("new", "days_today", "days_today"),
        ("closed", "days_today", "days_today"),
        ("days", "days_today", "days_today"),
        ("closed", "visits_per_year", "visits_today"),
        ("new", "min_visits_per_year", "min_visits_per_year"),
    ):
        seen = tables.cells("steps", PAIR, column, _has("change", change))
        yield from _same(seen, tables.cells("recommendation", PAIR, of))
    if tables.records("steps"):
        counted = tables.counts("steps", ("change",), _has("change", "new", "closed"))
        kinds = tables.counts("recommendation", ("change",), _has("change", "new", "closed"))
        yield from _same(tables.missing(counted, 0, iter(kinds.values)), kinds)
    placed = tables.cells("steps", PAIR, "change", _has("change", "new", "closed"))
    yield from _same(placed, tables.cells("recommendation", PAIR, "change"))
    for row in tables.records("steps")[-1:]:
        if row["change"] in ("new", "closed", "days"):
            yield from _last_step(tables, row)
        for aim in ("citizen_minutes", "quality_visits", "economy"):
            yield from _same(Facts("steps.csv", aim, {(): row[aim]}), tables.said("objectives", aim))
    yield from _walk(tables)


def _last_step(tables: Tables, row: Record) -> Iterator[Difference]:
    key = _key(row, PAIR)
    for column in ("days_per_week", "visits_per_year") if row["change"] != "closed" else ("days_per_week",):
        right = tables.cells("recommendation", PAIR, column)
        yield from _same(Facts("steps.csv", column, {key: row[column]}), right)


def _walk(tables: Tables) -> Iterator[Difference]:
    """Aims after a step must be those before it plus what it changes."""
    for aim, change in (("citizen_minutes", "change_minutes_per_year"), ("economy", "economy_per_year")):
        here = tables.said("baseline", "objectives", aim).values.get(())
        for row in tables.records("steps"):
            there = None if here is None or row[change] is None else here + row[change]
            told = Facts("steps.csv", aim, {(str(row["step"]),): row[aim]})
            yield from _same(told, Facts("steps.csv", change, {(str(row["step"]),): there}, abs(here or 0.0)))
            here = row[aim]


def _visits(tables: Tables) -> Iterator[Difference]:
    """Visits at home, by area and by group must be the sums of ``assignments`` and ``areas``."""
    by_function = tables.sums("assignments", ("function",), "visits_per_year", _has("site", "home"))
    home = tables.cells("functions", ("function",), "visits_at_home")
    yield from _same(home, by_function)
    yield from _same(tables.listed("home", ("function",), "visits_per_year"), home)
    yield from _same(
        tables.listed("home", ("function",), "level"), tables.cells("functions", ("function",), "home_level")
    )
    yield from _same(
        tables.cells("areas", ("area",), "visits_per_year"), tables.sums("assignments", ("area",), "visits_per_year")
    )
    shares = tables.sums("assignments", ("area", "function"), "share")
    yield from _same(shares, Facts(shares.file, "1", dict.fromkeys(shares.values, 1.0)))
    for column in _ADDED_UP_BY_GROUP:
        yield from _same(tables.cells("groups", ("group",), column), tables.sums("areas", ("group",), column))
    members = tables.counts("areas", ("group",))
    yield from _same(tables.cells("groups", ("group",), "areas"), members)


_ADDED_UP_BY_GROUP = (
    "people",
    "visits_per_year",
    "visits_shorter_per_year",
    "visits_longer_per_year",
    "visits_at_home_today",
    "visits_at_home",
    "region_cost_per_year",
    "municipality_cost_per_year",
    "citizen_cost_per_year",
)


def _sites(tables: Tables) -> Iterator[Difference]:
    """Totals of a site must be the sums of its offers and rooms."""
    for column in ("days_per_week", "days_today", "visits_per_year", "visits_today"):
        whole = tables.cells("sites", ("site",), column)
        yield from _same(whole, tables.sums("recommendation", ("site",), column))
    for column, change in (("functions_new", "new"), ("functions_closed", "closed")):
        of = tables.cells("sites", ("site",), column)
        counted = tables.counts("recommendation", ("site",), _has("change", change))
        yield from _same(of, tables.missing(counted, 0, iter(of.values)))
    of = tables.cells("sites", ("site",), "functions")
    yield from _same(of, tables.missing(tables.counts("recommendation", ("site",), _is_open), 0, iter(of.values)))
    yield from _same(
        tables.cells("sites", ("site",), "room_days_extra_per_week"),
        tables.sums("rooms", ("site",), "extra_days_per_week"),
    )


def _functions(tables: Tables) -> Iterator[Difference]:
    """Totals of a function must be the sums over the sites that offer it."""
    for column, where in (
        ("sites", _is_open),
        ("sites_new", _has("change", "new")),
        ("sites_closed", _has("change", "closed")),
        ("houses", lambda row: row["recommended"] and tables.at_house(row)),
    ):
        of = tables.cells("functions", ("function",), column)
        counted = tables.counts("recommendation", ("function",), where)
        yield from _same(of, tables.missing(counted, 0, iter(of.values)))
    at_houses = tables.sums("recommendation", ("function",), "visits_per_year", tables.at_house)
    yield from _same(tables.cells("functions", ("function",), "visits_at_houses"), at_houses)
    at_hospitals = tables.sums("hospitals", ("function",), "visits_per_year")
    yield from _same(tables.cells("functions", ("function",), "visits_at_hospitals"), at_hospitals)


def _trips(tables: Tables) -> Iterator[Difference]:
    """Mean minutes and visits below target must follow from ``assignments`` and ``functions``."""
    mean = "mean_minutes_per_visit"
    yield from _same(tables.cells("recommendation", PAIR, mean), tables.means(PAIR, _away))
    yield from _same(tables.cells("sites", ("site",), mean), tables.means(("site",), _away))
    yield from _same(tables.cells("functions", ("function",), mean), tables.means(("function",)))
    yield from _same(tables.cells("areas", ("area",), mean), tables.means(("area",)))
    yield from _same(tables.said("indicators", mean), tables.means(()))
    far = tables.weighted("functions", "share_beyond_45_min", "visits_per_year")
    yield from _same(tables.said("indicators", "share_beyond_45_min"), far)
    below = tables.missing(tables.sums("functions", (), "visits_below_target", _counted), 0.0, iter([()]))
    yield from _same(tables.said("indicators", "visits_below_target"), below)
    everybody = tables.sums("functions", (), "visits_per_year")
    yield from _same(tables.sums("areas", (), "visits_per_year"), everybody)


def _away(row: Record) -> bool:
    return bool(row["site"] != "home")


def _counted(row: Record) -> bool:
    return row["visits_below_target"] is not None


def _money(tables: Tables) -> Iterator[Difference]:
    """Running cost and investment by payer, phase and site must add up to the indicators."""
    terms = tables.scenario.terms
    for name, payers in (
        ("operating_per_year", terms.payer_keys),
        *((f"operating_{name}_per_year", payers) for name, payers in terms.payer_columns.items()),
        ("citizen_travel_per_year", ("citizen",)),
    ):
        paid = tables.sums("payers", (), "money_per_year", _has("payer", *payers))
        yield from _same(tables.said("indicators", name), tables.missing(paid, 0.0, iter([()])))
    last = tables.cells("phases", (), "operating_per_year", _is_last(tables))
    yield from _same(last, tables.said("indicators", "operating_region_per_year"))
    yield from _same(tables.sums("sites", (), "investment"), tables.said("indicators", "investment"))
    investment = tables.missing(tables.sums("payers", (), "investment"), 0.0, iter([()]))
    yield from _same(tables.said("indicators", "investment"), investment)


def _people(tables: Tables) -> Iterator[Difference]:
    """Days that a hospital's staff are sent out must be the staff days at its houses."""
    parents = {str(row["site"]): str(row["parent_hospital"]) for row in tables.records("sites")}
    sent: dict[Key, float] = {}
    for row in tables.records("staff", lambda row: not row["sends"]):
        key = parents.get(str(row["site"]), ""), str(row["role"])
        sent[key] = sent.get(key, 0.0) + (row["days_per_week"] or 0.0)
    at_hospitals = tables.cells("staff", ("site", "role"), "days_per_week", lambda row: bool(row["sends"]))
    yield from _same(
        at_hospitals, tables.missing(Facts("staff.csv", "days_per_week", sent), 0.0, iter(at_hospitals.values))
    )
    yield from _same(tables.cells("vulnerability", ("hospital", "role"), "days_per_week"), at_hospitals)


def _rules(tables: Tables) -> Iterator[Difference]:
    """Retained volumes of hospitals must be those of the rule, and broken rules as many as the audit lists."""

    def retained(row: Record) -> bool:
        return row["rule"] == "retained_volume" and row["site"] != "" and not row["phase"]

    for column, of in (("retained_bound_visits_per_year", "need"), ("retained_slack_visits_per_year", "slack")):
        seen = tables.cells("hospitals", ("function", "hospital"), column)
        yield from _same(seen, tables.cells("rules", PAIR, of, retained))
    broken = tables.counts(
        "rules", (), lambda row: row["binds"] and not row["kept"] and not row["phase"] and not row["soft_rule"]
    )
    violations = tables.document.get("audit", {}).get("violations", [])
    yield from _same(
        Facts("result.json", "audit.violations", {(): len(violations)}), tables.missing(broken, 0, iter([()]))
    )


def _profiles(tables: Tables) -> Iterator[Difference]:
    """Proposals for other weights must agree in the table and in the document."""
    for name in ("status", "gap", "origin"):
        yield from _same(tables.cells("profiles", ("profile",), name), tables.listed("profiles", ("profile",), name))


def _card(tables: Tables) -> Iterator[Difference]:
    for column, of in (("proposal", ("indicators",)), ("today", ("baseline", "indicators"))):
        for row in tables.records("report_card"):
            said = tables.said(*of, str(row["measure"]))
            yield from _same(Facts("report_card.csv", column, {(): row[column]}), said)


_CLAIMS: tuple[Callable[[Tables], Iterator[Difference]], ...] = (
    _placements,
    _phases,
    _steps,
    _visits,
    _sites,
    _functions,
    _trips,
    _money,
    _people,
    _rules,
    _profiles,
    _card,
)
