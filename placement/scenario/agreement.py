"""Statements of a scenario that must agree with each other, apart from references and travel."""

from __future__ import annotations

from placement.scenario.notes import Notes, few, quantities
from placement.scenario.offers import Function, HomeProgramme
from placement.scenario.paths import nearest
from placement.scenario.positions import Path

REST = "rest"


def check(notes: Notes) -> None:
    """Note every contradiction."""
    _segments(notes)
    _grouping(notes)
    _price_years(notes)
    for key, function in notes.scenario.functions.items():
        path = ("functions", key)
        _one_way_of_demand(notes, path, function)
        _days(notes, path, function)
        _overflow(notes, path, function)
        if function.home is not None:
            _home(notes, (*path, "home"), function.home)


def _segments(notes: Notes) -> None:
    segments = notes.scenario.segments
    rest = [key for key, segment in segments.items() if segment.people_share == REST]
    for key in rest[1:]:
        notes.add(("segments", key, "people_share"), f"'{rest[0]}' is the rest already; only one segment can be.")
    columns = {segment.people_share: key for key, segment in segments.items() if segment.people_share != REST}
    for column, key in columns.items():
        _share_everywhere(notes, ("segments", key, "people_share"), column)
    if rest:
        _shares_leave_a_rest(notes, list(columns))


def _share_everywhere(notes: Notes, path: Path, column: str) -> None:
    rows = notes.scenario.areas.rows
    if column in ("share_without_car", "share_digitally_exempt"):
        return
    written = notes.tree["areas"]["rows"]
    without = [key for key, area in rows.items() if column not in area.segment_shares and column not in written[key]]
    if len(without) == len(rows):
        columns = sorted({name for area in rows.values() for name in area.segment_shares})
        message = f"no area has a column '{column}'; columns: {', '.join(columns) or 'none'}; or write 'rest'."
        notes.add(path, message, suggestion=nearest(column, columns))
    elif without:
        notes.add(path, f"{len(without)} areas have no '{column}': {few(without)}.")


def _shares_leave_a_rest(notes: Notes, columns: list[str]) -> None:
    for key, area in notes.scenario.areas.rows.items():
        total = sum(area.segment_shares.get(column, getattr(area, column, 0.0)) for column in columns)
        if total > 1 + 1e-9:
            message = f"the segments' shares add up to {total:g}, which leaves no rest; at most 1 is possible."
            notes.add(("areas", "rows", key), message)


def _grouping(notes: Notes) -> None:
    areas = notes.scenario.areas
    without = [key for key, area in areas.rows.items() if not getattr(area, areas.group_by)]
    if "group_by" in areas.model_fields_set and without and areas.group_by != "municipality":
        notes.add(("areas", "group_by"), f"{len(without)} areas have no '{areas.group_by}': {few(without)}.")


def _price_years(notes: Notes) -> None:
    index, year = notes.scenario.prices.index, notes.scenario.about.price_year
    written = notes.tree.get("prices", {}).get("index", {})
    if not index or len(index) != len(written):
        return
    years = ", ".join(str(known) for known in sorted(index))
    if year is None:
        notes.add(("prices", "index"), "about.price_year is missing; say which year's money the index leads to.")
    elif year not in index:
        notes.add(("about", "price_year"), f"prices.index has no {year}; years: {years}.")
    for path, quantity in quantities(notes.scenario):
        money = any("dkk" in part for part in path)
        if money and quantity.year is not None and quantity.year not in index:
            notes.add((*path, "year"), f"prices.index has no {quantity.year}; years: {years}.")


def _one_way_of_demand(notes: Notes, path: Path, function: Function) -> None:
    rows = notes.scenario.demand.rows.get(path[-1])
    rate = function.visits_per_1000_per_year is not None or bool(function.visits_per_1000_per_year_by_segment)
    if rows and rate:
        notes.add(path, "visits are given by a rate and in the demand table; keep one of them.", key=True)
    elif not rows and not rate:
        message = "the visits are missing; give visits_per_1000_per_year, the same by segment, or a demand table."
        notes.add(path, message, key=True)
    elif rows:
        without = [area for area in notes.scenario.areas.rows if area not in rows]
        if without:
            message = f"the demand table has no row for {len(without)} areas: {few(without)}; write 0 where it is none."
            notes.add(("demand", "rows", path[-1], next(iter(rows))), message)


def _days(notes: Notes, path: Path, function: Function) -> None:
    exact, least = function.days_per_week_exactly, function.min_days_per_week
    if exact is not None and exact.value <= 0:
        notes.add((*path, "days_per_week_exactly"), "0 days a week is no clinic; write more than 0.")
    elif exact is not None and least is not None and least.value > exact.value:
        message = f"min_days_per_week {least.value:g} is above days_per_week_exactly {exact.value:g}; keep one of them."
        notes.add((*path, "min_days_per_week"), message)


def _overflow(notes: Notes, path: Path, function: Function) -> None:
    """Only where it was written for this function: as a default it means nothing here and does no harm."""
    where = (*path, "overflow")
    allocated = function.choice == "free" or not isinstance(function.choice, str)
    if not allocated or function.overflow != "parent_hospital" or "overflow" not in function.model_fields_set:
        return
    if notes.positions.moved.get(where, ("",))[0] != "defaults":
        notes.add(where, "the region allocates this function's visits, so nothing overflows; take the line out.")


def _home(notes: Notes, path: Path, home: HomeProgramme) -> None:
    today, highest = home.today_share.value, home.max_share.value if home.max_share else None
    if highest is not None and highest < today:
        message = f"max_share {highest:g} is below today_share {today:g}; at least today's share is needed."
        notes.add((*path, "max_share"), message)
    if highest is None and home.steps:
        notes.add((*path, "steps"), "steps need a max_share to lead up to; give one.")
    for index, step in enumerate(home.steps):
        if highest is not None and not today <= step.value <= highest:
            message = f"{step.value:g} is not between today_share {today:g} and max_share {highest:g}."
            notes.add((*path, "steps", str(index)), message)
